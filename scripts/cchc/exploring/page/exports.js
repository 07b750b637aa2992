// A result as a file: CSV as the release writes it, or an Excel workbook with the query beside the figures.
import { element } from "./elements.js";
import { word } from "./words.js";

const FORMULA = /^[=+@\t\r-]/; // what a spreadsheet would run; a dash or a figure is none
const NO_FORMULA = /^[+-]?[0-9.,/ ]*%?$/;

// RFC 4180, UTF-8 with a mark by which Excel knows its letters; an empty cell is NULL and "" is empty text.
export function saveCsv({ columns, rows }, name) {
  const line = (cells) => cells.map(quoted).join(",");
  const text = [line(columns.map((column) => column.name)), ...rows.map((row) => line(row.map((value, at) => safe(value, columns[at].kind))))].join("\r\n");
  save(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }), `${name}.csv`);
}

function safe(value, kind) {
  return kind === "text" && value !== null && FORMULA.test(value) && !NO_FORMULA.test(value) ? `'${value}` : value;
}

function quoted(value) {
  if (value === null) return "";
  return value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

// `told` are lines of a second sheet: what the figures are, and how they were asked for.
export async function saveExcel({ columns, rows }, name, told) {
  const { workbook } = await import("./workbook.js");
  const sheets = [
    { name: word("result"), heading: columns.map((column) => column.name), rows, kinds: columns, widths: columns.map((column) => Math.min(Math.max(column.name.length + 2, 10), 40)) },
    { name: word("query_sheet"), rows: told, kinds: [{ kind: "text" }, { kind: "text" }], widths: [20, 100] },
  ];
  save(new Blob([workbook(sheets)], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" }), `${name}.xlsx`);
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
