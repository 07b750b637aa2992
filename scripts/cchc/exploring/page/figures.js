// Which figures of which reports stand in a cell of a result, and how sure they are.
//
// A row says its report by `report_id`, or by its unit and year; a column says its figure by its name, as dim_indicator
// places figures in the facts that the SQL names (fact_table, fact_column, fact_row), or the row by `indicator_code` or
// `ratio_id`. A question's parameters hold for rows that do not say them.
const VALUES = new Set(["value", "base_value", "reported_value", "reported_base_value", "raw_value", "appendix_value"]);
const LISTED = [["disputed", "disputed_columns"], ["corrected", "corrected_columns"], ["inconsistent", "inconsistent_columns"]];
const LONG_FACT = "fct_subject_figures"; // the subjects are views of it
const WORST = ["disputed", "missing", "corrected"];

let reports = new Map(); // report_id → {report_id, unit_code, report_year, report_period, form_version, unit_name_vi, …}
let byUnitYear = new Map(); // unit code or name, and year → report ids
let byColumn = new Map(); // fact column → indicators
let byConcept = new Map();
let ratios = new Map(); // ratio_id → concepts
let unsettled = new Map(); // report_id|indicator_code → {status, isInconsistent}

const REPORTS = `
  select reports.report_id, reports.unit_code, reports.report_year, reports.report_period, reports.form_version,
      reports.unit_name_vi, units.full_name_vi
  from marts.dim_report as reports
  left join marts.dim_unit_period as units using (unit_code, report_year, report_period)
  where reports.report_status = 'released'`;
const INDICATORS = `
  select form_version, indicator_code, concept, fact_table, fact_column, fact_base_column, fact_row
  from marts.dim_indicator where answer_type not in ('section', 'header')`;
const UNSETTLED = `
  select report_id, indicator_code, value_status, is_inconsistent
  from marts.fct_indicator_values where value_status <> 'reported' or is_inconsistent`;

export async function load(ask) {
  for (const report of await named(ask, REPORTS)) {
    reports.set(report.report_id, report);
    for (const unit of new Set([report.unit_code, report.unit_name_vi, report.full_name_vi])) {
      push(byUnitYear, `${unit}|${report.report_year}`, report.report_id);
    }
  }
  for (const one of await named(ask, INDICATORS)) {
    one.keys = (one.fact_row ?? "").split(";").filter(Boolean).map((key) => key.split("="));
    if (one.fact_column) push(byColumn, one.fact_column, one);
    if (one.fact_base_column) push(byColumn, one.fact_base_column, one);
    if (one.concept) push(byConcept, one.concept, one);
  }
  for (const one of await named(ask, "select ratio_id, concepts from marts.dim_ratio")) {
    ratios.set(one.ratio_id, one.concepts.split(", "));
  }
  for (const one of await named(ask, UNSETTLED)) {
    unsettled.set(`${one.report_id}|${one.indicator_code}`, { status: one.value_status, isInconsistent: one.is_inconsistent === "true" });
  }
}

export async function named(ask, sql) {
  const { columns, rows } = await ask(sql);
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column.name, row[at]])));
}

// A result with the means to ask what stands in its cells; `given` are the parameters that hold for all rows, `sql` is
// what was asked.
export class Cells {
  constructor({ columns, rows }, given, sql) {
    this.isAsked = (fact) => new RegExp(`\\b(${fact === LONG_FACT ? `${fact}|subject_\\w+` : fact})\\b`).test(sql);
    this.columns = columns;
    this.rows = rows;
    this.given = given;
    this.at = new Map(columns.map((column, at) => [column.name, at]));
  }

  // What a row says under a name; what it leaves out is as in the question.
  said(row, name) {
    return this.at.has(name) ? this.rows[row][this.at.get(name)] : this.given[name];
  }

  // The reports that a row is of; more than one where it leaves the part of the year out.
  reports(row) {
    const report = this.said(row, "report_id");
    if (report) return reports.has(report) ? [report] : [];
    const unit = this.said(row, "unit_code") ?? this.said(row, "unit_name_vi") ?? this.said(row, "full_name_vi");
    const period = this.said(row, "report_period");
    const found = byUnitYear.get(`${unit}|${this.said(row, "report_year")}`) ?? [];
    const units = new Set(found.map((id) => reports.get(id).unit_code));
    if (units.size > 1) return []; // a name that several units have
    return found.filter((id) => !period || reports.get(id).report_period === period);
  }

  get nameReports() {
    return this.rows.slice(0, 200).some((_, row) => this.reports(row).length > 0);
  }

  // The figures that a cell is made of, as [report_id, indicator_code].
  figures(row, column) {
    const { name } = this.columns[column];
    if (name.startsWith("previous_")) {
      const [report, code] = [this.said(row, "previous_report_id"), this.said(row, "previous_indicator_code")];
      return name === "previous_value" && reports.has(report) && code ? [[report, code]] : [];
    }
    return this.reports(row).flatMap((report) => this.codes(row, name, report).map((code) => [report, code]));
  }

  codes(row, name, report) {
    const code = this.said(row, "indicator_code");
    if (VALUES.has(name) && code) return [code];
    const ofForm = (found) => found.filter((one) => one.form_version === reports.get(report).form_version);
    const ratio = ratios.get(name) ?? (name === "value" ? ratios.get(this.said(row, "ratio_id")) : undefined);
    if (ratio) return ofForm(ratio.flatMap((concept) => byConcept.get(concept) ?? [])).map((one) => one.indicator_code);
    const placed = ofForm(byColumn.get(name) ?? []).filter((one) => this.isAsked(one.fact_table));
    const fitting = placed.filter((one) => one.keys.every(([key, value]) => [undefined, value].includes(this.said(row, key))));
    const exact = fitting.filter((one) => one.keys.every(([key]) => this.said(row, key) !== undefined));
    return (exact.length ? exact : fitting).map((one) => one.indicator_code);
  }

  // The marks of a cell, each with whether it is sure: disputed, missing or corrected, and inconsistent. A mark is not
  // sure where the cell may be made of several figures, and one of them has it.
  marks(row, column) {
    const { name } = this.columns[column];
    const [marks, perhaps] = [new Set(), new Set()];
    if (["value", "base_value"].includes(name)) {
      marks.add(this.said(row, "value_status") ?? this.said(row, "ratio_status"));
      if (this.said(row, "is_inconsistent") === "true") marks.add("inconsistent");
    }
    for (const [mark, list] of LISTED) {
      if (this.said(row, list)?.split(", ").includes(name)) marks.add(mark);
    }
    const figures = this.figures(row, column);
    for (const figure of figures) {
      const found = unsettled.get(figure.join("|"));
      const known = figures.length === 1 ? marks : perhaps;
      if (found?.isInconsistent) known.add("inconsistent");
      if (found) known.add(found.status);
    }
    const worst = (among) => WORST.find((mark) => among.has(mark));
    const shown = [];
    if (worst(marks) ?? worst(perhaps)) shown.push({ mark: worst(marks) ?? worst(perhaps), isSure: Boolean(worst(marks)) });
    if (marks.has("inconsistent") || perhaps.has("inconsistent")) shown.push({ mark: "inconsistent", isSure: marks.has("inconsistent") });
    return shown;
  }
}

function push(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}
