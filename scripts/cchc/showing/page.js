"use strict";
const rows = [...document.querySelectorAll(".row")];
const filters = [...document.querySelectorAll("button[data-filter]")];
const told = document.querySelector("nav output");
const isUnsure = (row) => ["doubtful", "unreadable", "not_found"].includes(row.dataset.status);
const isSmooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
let selected = null;

function other(element) {
  return document.getElementById(element.getAttribute("href").slice(1));
}

function select(row, focused = row) {
  document.querySelectorAll(".selected").forEach((element) => element.classList.remove("selected"));
  selected = row;
  for (const element of [row, other(row)]) {
    if (!element) continue;
    element.classList.add("selected");
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: isSmooth ? "smooth" : "auto" });
  }
  focused.focus({ preventScroll: true });
  const unsure = rows.filter(isUnsure);
  told.textContent = isUnsure(row) ? `${unsure.indexOf(row) + 1} / ${unsure.length}` : "";
}

function step(by, accepts) {
  const start = selected ? rows.indexOf(selected) : by > 0 ? -1 : rows.length;
  for (let at = start + by; at >= 0 && at < rows.length; at += by) {
    if (!rows[at].hidden && accepts(rows[at])) return select(rows[at]);
  }
}

function filter(button) {
  filters.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
  const statuses = button.dataset.filter.split(" ");
  rows.forEach((row) => { row.hidden = statuses[0] !== "all" && !statuses.includes(row.dataset.status); });
  document.querySelectorAll(".rows section").forEach((page) => { page.hidden = !page.querySelector(".row:not([hidden])"); });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-filter]");
  if (button) return filter(button);
  const link = event.target.closest("a.row, a.cell, a.jump");
  if (!link) return;
  event.preventDefault();  // Enter on a link is a click, so this serves the keyboard too
  const isRow = link.classList.contains("row");
  if (!isRow && other(link).hidden) filter(filters[0]);
  if (isRow) select(link, other(link) ?? link);
  else select(other(link));
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("a.row") && event.target !== selected) select(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const steps = { j: [1, isUnsure], k: [-1, isUnsure], ArrowDown: [1, () => true], ArrowUp: [-1, () => true] };
  const asked = steps[event.key];
  if (!asked) return;
  event.preventDefault();
  step(...asked);
});
