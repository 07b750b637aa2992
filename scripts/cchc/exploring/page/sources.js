// Where figures stand: report, page and line, what was read, what was decided and why, and findings on them.
import { linkTo } from "./address.js";
import { by, element } from "./elements.js";
import { named } from "./figures.js";
import { codeWord, language, own, word, written } from "./words.js";

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const listed = (figures) => figures.map(([report, code]) => `(${quoted(report)}, ${quoted(code)})`).join(", ");

const REPORTS = (ids) => `
  select report_id, unit_name_vi, province_name_vi, report_year, report_period, document_number, signed_on, source_file,
      source_sha256, form_version
  from marts.dim_report where report_id in (${ids.map(quoted).join(", ")}) order by report_id`;
const FIGURES = (figures) => `
  select figures.*, forms.label_vi, forms.label_en, forms.unit_vi, forms.unit_en, decisions.verdict,
      decisions.evidence_grade, decisions.evidence as evidence_en, decisions.evidence_vi, decisions.decided_by, decisions.decided_on
  from marts.fct_indicator_values as figures
  inner join marts.dim_indicator as forms using (form_version, indicator_code)
  left join marts.fct_adjudications as decisions on figures.adjudication_id = decisions.adjudication_id
  where (figures.report_id, figures.indicator_code) in (${listed(figures)})
  order by figures.report_id, forms.position`;
const FINDINGS = (figures) => `
  select distinct findings.report_id, asked.indicator_code, findings.rule_id, findings.severity, findings.finding_status,
      findings.message_vi, findings.message_en
  from marts.fct_data_quality_findings as findings
  inner join (values ${listed(figures)}) as asked (report_id, indicator_code)
      on findings.report_id = asked.report_id
      and list_contains(string_split(findings.indicator_codes, ', '), asked.indicator_code)
  order by findings.rule_id`;

let documents = new Set(); // reports whose pages the site has

export function know(reports) {
  documents = new Set(reports);
}

// Show the sources of figures, each [report_id, indicator_code], or of reports where no figure is meant.
export async function show(ask, ids, figures) {
  const reports = await named(ask, REPORTS(ids));
  const known = figures.length ? await named(ask, FIGURES(figures)) : [];
  const findings = figures.length ? await named(ask, FINDINGS(figures)) : [];
  by("source-body").replaceChildren(
    figures.length > 1 ? element("p", { className: "soft", textContent: word("many_figures") }) : "",
    ...reports.map((report) => aboutReport(report, figures, known, findings)),
  );
  if (!by("source").open) by("source").showModal();
}

function aboutReport(report, figures, known, findings) {
  const own = known.filter((figure) => figure.report_id === report.report_id);
  const asked = figures.some(([id]) => id === report.report_id);
  const all = `select * from marts.fct_indicator_values where report_id = ${quoted(report.report_id)} order by indicator_code`;
  const link = element("a", { href: linkTo({ sql: all, language }), textContent: word("all_figures") });
  link.addEventListener("click", () => by("source").close());
  const signed = report.signed_on ? `, ${word("signed")} ${day(report.signed_on)}` : "";
  return element("section", { className: "report" },
    element("h3", { textContent: `${report.report_id} · ${report.unit_name_vi}, ${report.report_year}${report.report_period === "year" ? "" : ` ${report.report_period}`}` }),
    element("p", {}, `${word("document")} ${report.document_number ?? "–"}${signed}. ${word("file")} `,
      element("code", { textContent: report.source_file ?? "–", title: `SHA-256 ${report.source_sha256 ?? ""}` })),
    ...own.map((figure) => aboutFigure(figure, findings.filter((one) => one.report_id === figure.report_id && one.indicator_code === figure.indicator_code))),
    asked && !own.length ? element("p", { textContent: word("not_in_report") }) : "",
    element("p", {}, link));
}

function aboutFigure(figure, findings) {
  const value = figure.value === null ? "–" : written(figure.value);
  const unit = own(figure, "unit");
  const marks = [codeWord("value_status", figure.value_status)];
  if (figure.is_inconsistent === "true") marks.push(codeWord("contradiction", "is_inconsistent"));
  return element("article", { className: `figure ${figure.value_status}` },
    element("h4", { textContent: `${figure.indicator_code} ${own(figure, "label")}` }),
    element("p", { className: "big" }, value, figure.base_value === null ? "" : `/${written(figure.base_value)}`, unit ? ` ${unit}` : ""),
    element("p", {}, element("b", { className: figure.value_status, textContent: marks.join("; ") }), ` · ${place(figure)}`),
    documents.has(figure.report_id) && figure.source_line_from !== null ? inDocument(figure) : "",
    element("p", {}, `${word("read_as")}: `, figure.raw_value === null ? word("nothing_read") : element("q", { textContent: figure.raw_value }),
      ` (${codeWord("read_status", figure.read_status)})`),
    figure.verdict === null ? "" : element("p", {},
      `${word("decision")}: ${codeWord("verdict", figure.verdict)}, ${figure.decided_by}, ${day(figure.decided_on)}. ${word("evidence")} ${figure.evidence_grade} (${codeWord("evidence_grade", figure.evidence_grade)}): ${own(figure, "evidence") ?? ""}`),
    findings.length ? element("h5", { textContent: word("findings") }) : "",
    findings.length ? element("ul", {}, ...findings.map((one) => element("li", {},
      element("b", { textContent: `${codeWord("finding_status", one.finding_status)}, ${codeWord("severity", one.severity)}: ` }), own(one, "message")))) : "");
}

// The page that a figure stands on, fetched when it is unfolded: its picture, or its lines with the figure's marked.
function inDocument(figure) {
  const folded = element("details", { className: "document" }, element("summary", { textContent: word("in_document") }));
  folded.addEventListener("toggle", async () => {
    const pages = await (await fetch(`documents/${encodeURIComponent(figure.report_id)}.json`)).json();
    const page = pages[figure.source_page];
    folded.append(!page ? word("page_not_there") : page.picture
      ? element("img", { src: page.picture, alt: `${figure.report_id}, ${place(figure)}` })
      : element("table", {}, element("tbody", {}, ...near(page.lines, figure).map(([number, text]) => element("tr", {},
        element("th", { scope: "row", textContent: number }), element("td", {}, isOf(number, figure) ? element("mark", { textContent: text }) : text))))));
  }, { once: true });
  return folded;
}

const AROUND = 3; // lines that are shown before and after a figure's own

function near(lines, figure) {
  return lines.filter(([number]) => number >= Number(figure.source_line_from) - AROUND && number <= Number(figure.source_line_to) + AROUND);
}

function isOf(number, figure) {
  return number >= Number(figure.source_line_from) && number <= Number(figure.source_line_to);
}

// Where a figure stands: `trang 9, dòng 455–457`.
function place(figure) {
  return own(figure, "source_place") ?? word("no_line");
}

function day(date) {
  return language === "vi" ? date.split("-").reverse().join("/") : date;
}
