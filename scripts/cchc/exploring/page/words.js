// The words of the page, the words of codes, and numbers, in the language that is shown.
let words = {};
let codes = {};
export let language = "vi";

export function learn(site) {
  words = site.words;
  codes = site.codes;
}

// Show the page in a language: every element with `data-word` or `data-label` says its word.
export function speak(chosen) {
  language = chosen === "en" ? "en" : "vi";
  document.documentElement.lang = language;
  document.title = word("title");
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", word(one.dataset.label));
  const other = document.getElementById("language");
  other.textContent = word("language");
  other.lang = language === "vi" ? "en" : "vi";
}

export function word(key) {
  return words[key][language];
}

// What is said in both languages, as `title_vi` and `title_en`.
export function own(thing, name) {
  return thing[`${name}_${language}`];
}

export function codeWord(list, code, spoken = language, otherwise = code) {
  return codes[list]?.[code]?.[spoken] ?? otherwise;
}

const ENDINGS = ["value_status", "ratio_status", "reporting_status", "total_status", "read_status"];

// The list of codes that a column's values are of, or undefined: by its name, then by its ending and its values.
export function codeListOf(name, values) {
  const isOf = (list) => list in codes && values.every((code) => code in codes[list]);
  const lists = Object.keys(codes).filter((list) => name === list || name.endsWith(`_${list}`));
  return [...lists, ...(name.endsWith("status") ? ENDINGS : [])].find((list) => values.length && isOf(list));
}

// An exact text as people write it: 6.632,5 in Vietnamese, 6,632.5 in English; without needless zeros.
export function written(text, isPlain = false) {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!found) return text;
  const [, sign, whole, decimals = ""] = found;
  const [thousands, point] = language === "vi" ? [".", ","] : [",", "."];
  const grouped = isPlain ? whole : whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  const rest = decimals.replace(/0+$/, "");
  return (sign ? "−" : "") + grouped + (rest ? point + rest : "");
}

export function counted(count, key) {
  return `${written(String(count))} ${word(language === "en" && count === 1 ? "row" : key)}`;
}
