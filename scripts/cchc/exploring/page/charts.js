// A chart of a result: bars, lines or points, one mark a row, nothing added up; a press on a mark opens its source.
import { by, choice, element } from "./elements.js";
import { codeListOf, codeWord, language, word, written } from "./words.js";
import { markWord } from "./result_table.js";

export const KINDS = ["bar", "line", "scatter"];
const BARS = 60;
const COLOURS_MOST = 20;
const FAINT = 0.35;

let library; // loaded with the first chart
let drawn;

// What can be chosen for a kind of chart, and what is chosen where nothing else is said.
export function suggested(cells, kind) {
  const named = (test) => cells.columns.filter(test).map((column) => column.name);
  const numbers = named((column) => column.kind === "number" && !isPlace(column));
  const places = kind === "scatter" ? numbers : named((column) => column.kind !== "number" || isPlace(column));
  const first = (wanted, among) => wanted.find((name) => among.includes(name)) ?? among[0];
  const wanted = kind === "line" ? ["report_year"] : ["unit_name_vi", "full_name_vi", "unit_code", "label_vi"];
  const across = first(["value", ...numbers.filter((name) => name.endsWith("_pct"))], numbers);
  const drawn = cells.rows.filter((row) => across !== undefined && row[cells.at.get(across)] !== null);
  const spread = (name) => new Set(drawn.map((row) => row[cells.at.get(name)])).size;
  const along = kind === "scatter" ? numbers.find((name) => name !== across) ?? across : first(wanted.concat(places.filter((name) => spread(name) > 1)), places);
  const others = named((column) => column.kind === "text" || isPlace(column)).filter((name) => name !== along && spread(name) > 1 && spread(name) <= COLOURS_MOST);
  const isShared = new Set(drawn.map((row) => row[cells.at.get(along)])).size < drawn.length;
  const colour = ["unit_name_vi", "unit_code", "government_level", "staff_group", "channel", "report_year"].find((name) => others.includes(name));
  return { places, numbers, colours: others, along, across, colour: kind !== "scatter" && isShared ? colour ?? "" : "" };
}

// A year, a rank, a page: numbers that are places on an axis, and no amount.
function isPlace({ name, kind, isPlain }) {
  return kind === "number" && isPlain && /year|rank|page|line|position|version/.test(name);
}

// The pickers of a chart; `changed` hears the choice.
export function pickers(cells, kind, chosen, changed) {
  const { places, numbers, colours } = suggested(cells, kind);
  const pick = (id, among, value, isOptional) => {
    const select = element("select", { id: `chart-${id}` }, ...(isOptional ? [choice("", word("none"), !value)] : []), ...among.map((name) => choice(name, name, name === value)));
    select.addEventListener("change", () => changed({ ...chosen, [id]: select.value || (isOptional ? "-" : "") }));
    return element("span", {}, element("label", { htmlFor: `chart-${id}`, textContent: word(id === "colour" ? "by_colour" : id) }), " ", select);
  };
  return [pick("along", places, chosen.along), pick("across", numbers, chosen.across), pick("colour", colours, chosen.colour, true)];
}

// Draw the chart into #chart; what a reader should know of it comes back as text.
export async function draw(cells, kind, { along, across, colour }, opened) {
  drawn?.finalize();
  drawn = undefined;
  by("chart").replaceChildren();
  if (!along || !across) return word("nothing_to_draw");
  const embed = await loaded();
  const [x, y, hue] = [along, across, colour].map((name) => cells.at.get(name));
  const shown = (at) => {
    const column = cells.columns[at];
    const list = codeListOf(column.name, [...new Set(cells.rows.map((row) => row[at]).filter((value) => value !== null))]);
    return (value) => (value === null ? "–" : column.kind === "number" ? written(value, column.isPlain) : list ? codeWord(list, value) : value);
  };
  const [placeWord, hueWord] = [shown(x), hue === undefined ? () => "" : shown(hue)];
  const told = cells.rows.map((row, at) => ({
    row: at,
    place: kind === "scatter" ? Number(row[x]) : placeWord(row[x]),
    amount: row[y] === null ? null : Number(row[y]),
    written: row[y] === null ? "–" : written(row[y], cells.columns[y].isPlain),
    colour: hue === undefined ? "" : hueWord(row[hue]),
  }));
  const known = told.filter((one) => one.amount !== null && (kind !== "scatter" || cells.rows[one.row][x] !== null));
  const values = kind === "bar" ? known.slice(0, BARS) : known;
  for (const one of values) {
    one.marks = cells.marks(one.row, y);
    one.opacity = one.marks.some(({ mark }) => mark === "disputed") ? FAINT : 1;
  }
  const isShared = kind !== "scatter" && new Set(values.map((one) => `${one.place}|${one.colour}`)).size < values.length;
  const chart = by("chart");
  chart.setAttribute("role", "group");
  chart.setAttribute("aria-label", `${word("chart_of")}: ${across}, ${along}`);
  const place = element("div");
  chart.append(place);
  const answer = await embed(place, specification(kind, isShared, values, { along, across, colour }), {
    actions: false, ast: true, logLevel: 1, defaultStyle: false, renderer: "svg", hover: false,
    formatLocale: language === "vi" ? { decimal: ",", thousands: ".", grouping: [3], currency: ["", ""] } : undefined,
    tooltip: (_, event, item) => tip(event, item?.datum),
  });
  drawn = answer;
  answer.view.addEventListener("click", (_, item) => {
    const row = item?.datum?.row;
    if (row === undefined) return;
    const figures = cells.figures(row, y);
    if (figures.length || cells.reports(row).length) opened(cells.reports(row).concat(figures.map(([report]) => report)), figures);
  });
  return [
    isShared ? word("same_place") : "",
    kind === "bar" && known.length > BARS ? word("first_bars") : "",
    told.length > known.length ? `${told.length - known.length} ${word("left_blank")}.` : "",
    values.some((one) => one.opacity < 1) ? word("faint") : "",
  ].filter(Boolean).join(" ");
}

function specification(kind, isShared, values, { along, across, colour }) {
  const style = getComputedStyle(document.documentElement);
  const [ink, line] = [style.getPropertyValue("--ink").trim(), style.getPropertyValue("--line").trim()];
  const isBar = kind === "bar";
  const place = { field: "place", type: kind === "scatter" ? "quantitative" : "nominal", sort: kind === "line" ? "ascending" : null, title: along, axis: { labelLimit: 180, labelAngle: isBar || /year/.test(along) ? 0 : undefined }, scale: kind === "scatter" ? { zero: false } : undefined };
  const amount = { field: "amount", type: "quantitative", stack: null, title: across, scale: { zero: isBar }, axis: isBar ? { orient: "top" } : {} };
  const mark = kind === "scatter" || isShared ? { type: "point", filled: true, size: 70 } : isBar ? { type: "bar" } : { type: "line", point: { size: 60 } };
  const encoding = { x: isBar ? amount : place, y: isBar ? place : amount };
  if (colour) {
    encoding.color = { field: "colour", type: "nominal", title: colour, sort: null, scale: { scheme: "tableau20" }, legend: { orient: "bottom", columns: window.innerWidth < 700 ? 2 : 4, labelLimit: 150 } };
    if (isBar && !isShared) encoding.yOffset = { field: "colour", type: "nominal", sort: null };
  } else {
    mark.color = style.getPropertyValue("--accent").trim();
  }
  if (kind !== "line" || isShared) encoding.opacity = { field: "opacity", type: "quantitative", scale: null, legend: null };
  const layers = kind === "line" && !isShared
    ? [{ mark: { type: "line" }, encoding }, { mark: { type: "point", filled: true, size: 60, color: mark.color }, encoding: { ...encoding, opacity: { field: "opacity", type: "quantitative", scale: null, legend: null }, tooltip: { field: "row" } } }]
    : [{ mark: { ...mark, cursor: "pointer" }, encoding: { ...encoding, tooltip: { field: "row" } } }];
  const spread = (name) => new Set(values.map((one) => one[name])).size;
  const bars = spread("place") * (colour && !isShared ? spread("colour") * 12 + 8 : 22);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values },
    width: Math.max(by("chart").clientWidth, 200),
    autosize: { type: "fit-x", contains: "padding" },
    height: isBar ? bars : 320,
    layer: layers,
    config: {
      background: "transparent", font: "system-ui, sans-serif", view: { stroke: null },
      axis: { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12 },
      legend: { labelColor: ink, titleColor: ink },
    },
  };
}

function tip(event, datum) {
  const box = by("tip");
  box.hidden = datum?.written === undefined;
  if (box.hidden) return;
  box.textContent = [datum.colour, datum.place, datum.written, ...datum.marks.map(markWord)].filter((text) => text !== "").join(" · ");
  box.style.left = `${Math.min(event.clientX + 12, window.innerWidth - box.offsetWidth - 8)}px`;
  box.style.top = `${event.clientY + 14}px`;
}

async function loaded() {
  library ??= script("library/vega.js");
  await library;
  return globalThis.vegaEmbed;
}

// A library that is no module: loaded once, when it is first wanted.
export function script(address) {
  return new Promise((done, failed) => {
    const made = element("script", { src: address });
    made.addEventListener("load", done);
    made.addEventListener("error", () => failed(new Error(address)));
    document.head.append(made);
  });
}
