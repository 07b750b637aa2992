// An Excel workbook out of exact texts: numbers, dates and truths as such, all else as text that is never a formula.
import { strToU8, zipSync } from "./library/fflate.js";

const TEXT_MOST = 32_767; // characters of a cell
const DIGITS_MOST = 15; // that Excel keeps of a number; longer ones stay whole as text
const DAY_ZERO = Date.UTC(1899, 11, 30); // of Excel's calendar
const DAY = 86_400_000;
const STYLES = ["heading", "plain", "count", "decimal", "date", "words"]; // in the order of styles.xml, after the default
const FORMATS = { count: "#,##0", decimal: "#,##0.00##", date: "dd/mm/yyyy" };
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

// The bytes of a workbook. A sheet has a name, rows of texts or null, a kind for each column (values.js), widths in
// characters, and perhaps a heading, which stays in sight and filters.
export function workbook(sheets) {
  const files = {
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${sheets.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`).join("")}</Types>`,
    "_rels/.rels": related([["officeDocument", "xl/workbook.xml"]]),
    "xl/_rels/workbook.xml.rels": related([...sheets.map((_, at) => ["worksheet", `worksheets/sheet${at + 1}.xml`]), ["styles", "styles.xml"]]),
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets>${sheets.map(({ name }, at) => `<sheet name="${safe(name)}" sheetId="${at + 1}" r:id="r${at + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/styles.xml": styles(),
  };
  sheets.forEach((sheet, at) => {
    files[`xl/worksheets/sheet${at + 1}.xml`] = worksheet(sheet);
  });
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(HEAD + text)])), { mtime: "2020-01-01" });
}

function related(parts) {
  return `<Relationships xmlns="${PACKAGE}/relationships">${parts.map(([kind, target], at) => `<Relationship Id="r${at + 1}" Type="${DOCUMENT}/${kind}" Target="${target}"/>`).join("")}</Relationships>`;
}

function styles() {
  const own = Object.entries(FORMATS);
  const format = (style) => ({ plain: 1 })[style] ?? (style in FORMATS ? 164 + own.findIndex(([name]) => name === style) : 0);
  const looks = STYLES.map((style) => `<xf numFmtId="${format(style)}" fontId="${style === "heading" ? 1 : 0}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top"${style === "words" ? ' wrapText="1"' : ""}/></xf>`);
  return `<styleSheet xmlns="${MAIN}"><numFmts count="${own.length}">${own.map(([, code], at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`).join("")}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${STYLES.length + 1}"><xf xfId="0"/>${looks.join("")}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

function worksheet({ heading, rows, kinds, widths }) {
  const last = `${letters(kinds.length - 1)}${rows.length + 1}`;
  const pane = heading ? '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' : "";
  const columns = `<cols>${widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join("")}</cols>`;
  const head = heading ? `<row>${heading.map((name) => text(name, "heading")).join("")}</row>` : "";
  const body = rows.map((row) => `<row>${row.map((value, at) => cell(value, kinds[at], !heading)).join("")}</row>`).join("");
  const filter = heading ? `<autoFilter ref="A1:${last}"/>` : "";
  return `<worksheet xmlns="${MAIN}">${pane}${columns}<sheetData>${head}${body}</sheetData>${filter}</worksheet>`;
}

function cell(value, { kind, isPlain }, isWords) {
  if (value === null) return "<c/>";
  if (kind === "number" && /^-?\d+(\.\d+)?$/.test(value) && value.replace(/\D/g, "").replace(/^0+/, "").length <= DIGITS_MOST) {
    return `<c s="${style(isPlain ? "plain" : /\.0*[1-9]/.test(value) ? "decimal" : "count")}"><v>${value}</v></c>`;
  }
  if (kind === "date" && /^\d{4}-\d\d-\d\d$/.test(value) && value >= "1900-03-01") {
    return `<c s="${style("date")}"><v>${(Date.parse(`${value}T00:00:00Z`) - DAY_ZERO) / DAY}</v></c>`;
  }
  if (kind === "boolean") return `<c t="b"><v>${value === "true" ? 1 : 0}</v></c>`;
  return text(value, isWords ? "words" : undefined);
}

function text(value, look) {
  return `<c t="inlineStr"${look ? ` s="${style(look)}"` : ""}><is><t xml:space="preserve">${safe(value.slice(0, TEXT_MOST))}</t></is></c>`;
}

function style(look) {
  return STYLES.indexOf(look) + 1;
}

// Text as XML has it, without what XML may not hold.
function safe(value) {
  return value.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function letters(at) {
  return at < 26 ? String.fromCharCode(65 + at) : letters(Math.floor(at / 26) - 1) + letters(at % 26);
}
