// The page: what is asked (address.js), the SQL of it, and its answer as a table or a chart.
import * as address from "./address.js";
import * as charts from "./charts.js";
import { saveCsv, saveExcel } from "./exports.js";
import { ask, open, stop, STOPPED } from "./database.js";
import { by, choice, element } from "./elements.js";
import { Cells, load, named } from "./figures.js";
import * as table from "./result_table.js";
import * as sources from "./sources.js";
import * as words from "./words.js";

const { counted, own, word, written } = words;
const SHOWN = ["view", "along", "across", "colour"]; // of an address: how the answer is shown
const FIRST = { question: "ranking_with_ties" };

let site;
let asked; // what the address says
let given = {}; // parameters of the question, each with its value
let original = ""; // the SQL of the question or table as it was
let cells; // of the answer
let isKnown = false; // whether the figures of the release are known, beside the first answer
let asking = 0; // counts questions, so that an answer that comes late is not shown

const names = new Map(); // column → {vi, en}, where all tables call it the same

async function begin() {
  const opening = by("opening");
  let come = "";
  const opened = open((done, total) => {
    come = total ? ` ${Math.floor((100 * done) / total)} %` : "";
    if (site) opening.textContent = word("opening") + come;
  });
  opened.catch(() => {}); // told below, once there are words for it
  try {
    site = await (await fetch("site.json")).json();
    words.learn(site);
    sources.know(site.documents);
    asked = address.read();
    words.speak(asked.language);
    opening.textContent = word("opening") + come;
    await opened;
  } catch (error) {
    opening.className = "error";
    opening.textContent = site ? `${word("failed")} ${error.message}` : String(error);
    return;
  }
  learnNames();
  listen();
  fillChoices();
  opening.hidden = true;
  by("choices").hidden = by("asked").hidden = false;
  const isWide = matchMedia("(min-width: 56rem)").matches;
  by("questions").parentElement.open = by("query").open = isWide;
  await Promise.all([show(), load(ask).then(() => { isKnown = true; })]);
  if (cells) await draw();
  shown();
}

// Say that the page shows what its address says: for whoever drives it.
function shown() {
  if (isKnown) document.documentElement.dataset.shown = location.hash;
}

function learnNames() {
  for (const { name, columns } of site.tables) {
    for (const column of columns) {
      const called = { vi: column.names_vi.join("; "), en: column.meaning_en };
      const known = names.get(column.name);
      names.set(column.name, known && (known.vi !== called.vi) ? { vi: "", en: "" } : called);
      names.set(`${name}.${column.name}`, called);
    }
  }
}

// What a column is called in Vietnamese: of the table that is shown, or of all where they agree. English is its name.
function called(column) {
  if (words.language === "en") return "";
  return (names.get(`${asked.table}.${column}`) ?? names.get(column))?.vi ?? "";
}

function listen() {
  window.addEventListener("hashchange", show);
  by("language").addEventListener("click", async () => {
    words.speak(words.language === "vi" ? "en" : "vi");
    address.write({ ...asked, language: words.language }, false);
    fillChoices();
    await show();
  });
  by("find").addEventListener("input", find);
  by("run").addEventListener("click", runOwn);
  by("sql").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) runOwn();
  });
  by("stop").addEventListener("click", stop);
  by("back").addEventListener("click", () => {
    by("sql").value = original;
    runOwn();
  });
  by("link").addEventListener("click", async () => {
    // Over plain http a browser has no clipboard; the address bar holds the same link.
    const isCopied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
    by("told").textContent = isCopied ? word("copied") : word("link_in_address");
  });
  by("csv").addEventListener("click", () => saveCsv(cells, fileName()));
  by("excel").addEventListener("click", () => saveExcel(cells, fileName(), [
    [word("release"), site.release_id], [word("questions"), by("asked-title").textContent], ["SQL", by("sql").value], ["URL", location.href],
  ]));
  by("previous").addEventListener("click", () => table.turn(-1));
  by("next").addEventListener("click", () => table.turn(1));
  by("close").addEventListener("click", () => by("source").close());
}

function fileName() {
  return `${asked.question ?? asked.table ?? "cchc"}-${site.release_id}`;
}

function fillChoices() {
  const link = (target, text, note, search) => element("li", { "data-search": plain(search) },
    element("a", { href: address.linkTo({ ...target, language: words.language }) }, text), note ? element("small", { textContent: note }) : "");
  by("questions").replaceChildren(...site.questions.map((question) =>
    link({ question: question.name }, own(question, "title"), "", `${question.name} ${question.title_vi} ${question.title_en}`)));
  by("tables").replaceChildren(...site.tables.filter(({ name }) => !site.left_out.includes(name)).map((one) =>
    link({ table: one.name }, one.name, words.language === "vi" ? one.name_vi : "", `${one.name} ${one.name_vi} ${one.meaning_vi} ${one.meaning_en}`)));
  by("left-out").textContent = site.left_out.length ? `${word("left_out")} ${site.left_out.join(", ")}` : "";
  find();
}

// Text as it is searched: small letters without diacritics.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D").toLowerCase();
}

function find() {
  const wanted = plain(by("find").value).split(/\s+/).filter(Boolean);
  for (const list of [by("questions"), by("tables")]) {
    for (const item of list.children) item.hidden = !wanted.every((part) => item.dataset.search.includes(part));
    if (wanted.length) list.parentElement.open = [...list.children].some((item) => !item.hidden);
  }
}

// Show what the address says: its words, its SQL, and the answer.
async function show() {
  const said = address.read();
  asked = said.question || said.table || said.sql ? said : { ...said, ...FIRST };
  if (said.language && said.language !== words.language) {
    words.speak(said.language);
    fillChoices();
  }
  const question = site.questions.find(({ name }) => name === asked.question);
  const entry = site.tables.find(({ name }) => name === asked.table);
  given = {};
  if (question) showQuestion(question);
  else if (entry) showTable(entry);
  else original = "";
  by("asked-title").textContent = question ? own(question, "title") : entry ? `${entry.name}${words.language === "vi" ? ` · ${entry.name_vi}` : ""}` : word("own");
  by("asked-meaning").replaceChildren(...inWords(entry ? own(entry, "meaning") : ""));
  by("parameters").hidden = !question;
  by("dictionary").hidden = !entry;
  by("sql").value = asked.sql ?? original;
  by("query").open ||= Boolean(asked.sql);
  for (const item of document.querySelectorAll("#choices a")) {
    const target = new URLSearchParams(item.hash.slice(1));
    const isThis = (question && target.get("question") === question.name) || (entry && target.get("table") === entry.name);
    if (isThis) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
  }
  await run();
}

function showQuestion(question) {
  const picked = [];
  for (const parameter of site.parameters.filter(({ name }) => name in question.parameters)) {
    const known = parameter.choices.map(([code, vi, en]) => ({ code: String(code), name: words.codeWord(parameter.name, code, words.language, words.language === "vi" ? vi : en) }));
    const wanted = [asked[parameter.name], question.parameters[parameter.name], known[0]?.code];
    given[parameter.name] = wanted.find((code) => known.some((one) => one.code === code)) ?? question.parameters[parameter.name];
    const select = element("select", { id: `parameter-${parameter.name}` },
      ...known.map((one) => choice(one.code, one.name, one.code === given[parameter.name])));
    select.addEventListener("change", () => go({ question: question.name, ...given, [parameter.name]: select.value }));
    picked.push(element("span", {}, element("label", { htmlFor: select.id, textContent: own(parameter, "name") }), " ", select));
  }
  by("parameters").replaceChildren(...picked);
  original = question.sql.replace(/\{\{ (\w+) \}\}/g, (_, name) => given[name].replaceAll("'", "''"));
}

// Words of the dictionary, with the codes that stand in them between backticks.
function inWords(text) {
  return text.split("`").map((part, at) => (at % 2 ? element("code", { textContent: part }) : part));
}

function showTable(entry) {
  const keys = entry.columns.filter((column) => column.is_key).map((column) => column.name);
  original = `select *\nfrom marts.${entry.name}\norder by ${keys.join(", ")}\nlimit 10000\n`;
  const heads = ["column", "type", "name", "meaning"].map((key) => element("th", { scope: "col", textContent: word(key) }));
  const lines = entry.columns.map((column) => element("tr", {},
    element("th", { scope: "row" }, element("code", { textContent: column.name }), column.is_key ? element("small", { textContent: ` ${word("key")}` }) : ""),
    element("td", { textContent: column.data_type }),
    element("td", { textContent: column.names_vi.join("; ") , lang: "vi" }),
    element("td", {}, ...inWords(own(column, "meaning")))));
  by("columns").replaceChildren(element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...lines));
}

// Go to another address, with the language and how answers are shown.
async function go(target) {
  const kept = Object.fromEntries(["language", "view"].map((name) => [name, asked[name]]));
  if (address.write({ ...target, ...kept })) await show();
  else await run();
}

// Run the SQL as it stands in its field: the question's own, or one that is the reader's.
async function runOwn() {
  const sql = by("sql").value;
  const base = asked.question ? { question: asked.question, ...given } : asked.table ? { table: asked.table } : {};
  await go(sql === original ? base : { ...base, sql });
}

async function run() {
  asking += 1;
  const own = asking;
  const started = performance.now();
  by("told").textContent = word("running");
  by("error").hidden = true;
  by("stop").hidden = false;
  by("back").hidden = !original || by("sql").value === original;
  try {
    const result = await ask(by("sql").value);
    if (own !== asking) return;
    cells = new Cells(result, asked.sql ? {} : given, by("sql").value);
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    by("told").textContent = `${result.rows.length ? counted(result.rows.length, "rows") : word("empty")} · ${written(seconds)} ${word("seconds")}${result.isCut ? `. ${word("cut")}` : ""}`;
    by("answer").hidden = !result.rows.length;
    await draw();
  } catch (error) {
    if (own !== asking) return;
    cells = undefined;
    by("told").textContent = "";
    by("answer").hidden = true;
    by("error").hidden = false;
    by("error").textContent = error.message === STOPPED ? word("stopped") : `${word("error")} ${explained(error)}`;
  } finally {
    if (own === asking) by("stop").hidden = true;
    by("csv").disabled = by("excel").disabled = !cells;
  }
  shown();
}

// What DuckDB says of an error, without the JSON that it wraps some in.
function explained({ message }) {
  try {
    return JSON.parse(message).exception_message;
  } catch {
    return message;
  }
}

async function draw() {
  const kind = charts.KINDS.includes(asked.view) ? asked.view : "table";
  const legend = by("view").querySelector("legend");
  by("view").replaceChildren(legend, ...["table", ...charts.KINDS].map((one) => {
    const radio = element("input", { type: "radio", name: "view", id: `view-${one}`, value: one, checked: one === kind });
    radio.addEventListener("change", () => look({ view: one === "table" ? "" : one, along: "", across: "", colour: "" }));
    return element("span", {}, radio, element("label", { htmlFor: radio.id, textContent: word(`as_${one}`) }));
  }));
  by("table").hidden = kind !== "table";
  by("chart").hidden = by("draw").hidden = kind === "table";
  table.show(cells, called, (reports, figures) => sources.show(ask, [...new Set(reports)], figures));
  by("note").textContent = isKnown ? word(cells.nameReports ? "marks" : "no_identity") : "";
  if (kind !== "table") await drawChart(kind);
}

async function drawChart(kind) {
  const usual = charts.suggested(cells, kind);
  const isThere = (name) => cells.at.has(name);
  const chosen = {
    along: isThere(asked.along) ? asked.along : usual.along,
    across: isThere(asked.across) ? asked.across : usual.across,
    colour: asked.colour === "-" ? "" : isThere(asked.colour) ? asked.colour : usual.colour,
  };
  by("draw").replaceChildren(...charts.pickers(cells, kind, chosen, (changed) => look({ ...asked, ...changed })));
  const told = await charts.draw(cells, kind, chosen, (reports, figures) => sources.show(ask, [...new Set(reports)], figures));
  by("note").textContent = told;
}

// Show the same answer another way.
async function look(changed) {
  const kept = Object.fromEntries(SHOWN.map((name) => [name, changed[name]]));
  asked = { ...asked, ...kept };
  address.write(asked, false);
  const focused = document.activeElement?.id;
  await draw();
  if (focused) by(focused)?.focus();
  shown();
}

begin();
