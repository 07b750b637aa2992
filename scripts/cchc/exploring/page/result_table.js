// A result as a table: a page of rows at a time, sorted by a column, with the marks and the sources of its figures.
import { by, element } from "./elements.js";
import { codeListOf, codeWord, counted, word, written } from "./words.js";

const ROWS = 100; // of a page

let cells; // of the result that is shown
let order = []; // its rows as they are sorted
let sorted = { column: -1, isFalling: false };
let first = 0;
let names; // column name → what it is called
let opened; // called with the reports and figures of what was pressed

export function show(shown, calledNames, open) {
  [cells, names, opened] = [shown, calledNames, open];
  order = shown.rows.map((_, row) => row);
  sorted = { column: -1, isFalling: false };
  first = 0;
  draw();
}

export function turn(pages) {
  first += pages * ROWS;
  draw();
  by("table").querySelector(".wide").scrollTo(0, 0);
}

// Draw what is shown anew, as after a change of language.
export function draw() {
  if (!cells) return;
  const last = Math.min(first + ROWS, order.length);
  const lists = cells.columns.map((column, at) => {
    const values = new Set(order.slice(first, last).map((row) => cells.rows[row][at]).filter((value) => value !== null));
    return column.kind === "text" ? codeListOf(column.name, [...values]) : undefined;
  });
  const isNamed = cells.nameReports;
  const head = element("tr", {}, ...(isNamed ? [element("th", { scope: "col", textContent: word("source") })] : []), ...cells.columns.map(heading));
  const rows = order.slice(first, last).map((row) => element("tr", {},
    ...(isNamed ? [sourceOf(row)] : []), ...cells.columns.map((_, column) => cell(row, column, lists[column]))));
  by("result").replaceChildren(element("thead", {}, head), element("tbody", {}, ...rows));
  roam(by("result"));
  by("turn").hidden = order.length <= ROWS;
  by("previous").disabled = first === 0;
  by("next").disabled = last === order.length;
  by("shown").textContent = `${first + 1}–${last} / ${counted(order.length, "rows")}`;
}

function heading(column, at) {
  const isThis = sorted.column === at;
  const name = names(column.name);
  const press = element("button", { type: "button", className: "sort" }, column.name, element("span", { "aria-hidden": "true", textContent: isThis ? (sorted.isFalling ? " ▾" : " ▴") : "" }));
  press.addEventListener("click", () => sort(at));
  return element("th", {
    scope: "col", className: column.kind === "number" ? "n" : "", "aria-sort": isThis ? (sorted.isFalling ? "descending" : "ascending") : undefined,
  }, press, name ? element("small", { textContent: name, title: name }) : "");
}

function sort(column) {
  sorted = { column, isFalling: sorted.column === column && !sorted.isFalling };
  const value = cells.columns[column].kind === "number" ? (row) => Number(cells.rows[row][column]) : (row) => cells.rows[row][column];
  const compare = cells.columns[column].kind === "number" ? (a, b) => a - b : new Intl.Collator("vi", { numeric: true }).compare;
  const way = sorted.isFalling ? -1 : 1;
  order.sort((a, b) => {
    const [isNoA, isNoB] = [cells.rows[a][column] === null, cells.rows[b][column] === null];
    return isNoA || isNoB ? isNoA - isNoB || a - b : way * compare(value(a), value(b)) || a - b;
  });
  first = 0;
  draw();
  by("result").querySelectorAll("button.sort")[column].focus();
}

function cell(row, column, list) {
  const { kind, isPlain } = cells.columns[column];
  const value = cells.rows[row][column];
  const text = value === null ? "–" : kind === "number" ? written(value, isPlain) : list ? codeWord(list, value) : value;
  const figures = cells.figures(row, column);
  const marks = cells.marks(row, column);
  const body = figures.length ? pressed(text, () => opened(cells.reports(row).concat(figures.map(([report]) => report)), figures)) : text;
  return element("td", { className: [kind === "number" ? "n" : "", value === null ? "none" : "", kind === "text" && text.length > 40 ? "long" : "", ...marks.map(({ mark }) => mark)].join(" ").trim(), title: list && value !== text ? value : undefined },
    body, ...marks.map((one) => element("small", { className: one.mark, textContent: markWord(one) })));
}

export function markWord({ mark, isSure }) {
  const told = mark === "inconsistent" ? codeWord("contradiction", "is_inconsistent") : codeWord("value_status", mark);
  return isSure ? told : `${word("perhaps")} ${told}`;
}

function sourceOf(row) {
  const reports = cells.reports(row);
  if (!reports.length) return element("td", { className: "none", textContent: "–" });
  const figures = cells.columns.flatMap((_, column) => cells.figures(row, column));
  const told = [...new Map(figures.map((figure) => [figure.join("|"), figure])).values()];
  return element("td", {}, pressed(reports.join(", "), () => opened(reports.concat(told.map(([report]) => report)), told)));
}

function pressed(text, act) {
  const press = element("button", { type: "button", className: "figure", tabIndex: -1, textContent: text, title: word("open_source") });
  press.addEventListener("click", act);
  return press;
}

// One stop of the Tab key for all figures of the table; the arrow keys go from one to the next.
function roam(table) {
  const presses = [...table.querySelectorAll("button.figure")];
  if (!presses.length) return;
  presses[0].tabIndex = 0;
  table.onkeydown = (event) => {
    const at = presses.indexOf(event.target);
    if (at < 0) return;
    const next = { ArrowRight: presses[at + 1], ArrowLeft: presses[at - 1], ArrowDown: below(event.target, 1), ArrowUp: below(event.target, -1) }[event.key];
    if (!next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
}

function below(press, way) {
  const own = press.closest("td");
  let line = own.parentElement;
  while ((line = way > 0 ? line.nextElementSibling : line.previousElementSibling)) {
    const found = line.cells[own.cellIndex].querySelector("button.figure");
    if (found) return found;
  }
  return undefined;
}
