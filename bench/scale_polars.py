"""The marts of figures and rules in Polars, lazily and by columns; see bench/scale.py.

.venv-polars/bin/python bench/scale_polars.py LANDED PROJECT 8GB

fct_indicator_values, the 18 subject facts (their figures and row_status) and fct_rule_results, out of the same Parquet
and seeds, as Parquet in PROJECT/polars. Left out, in favour of Polars: lists of disputed columns, counts behind
percentages, findings, the other marts and every test. Numbers are floating point. `bench/scale_steps.py same` compares
the rows.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import polars as pl

KEY = ["report_id", "indicator_code"]
OF_REPORT = ["unit_code", "unit_name_vi", "province_name_vi", "report_year", "report_period", "source_file"]
SIDES = {"left": "observed", "percent": "observed", "right": "expected", "part": "expected", "whole": "whole"}
SLACK = 1e-9  # of floating point


def main(landed: str, project: str, limit: str) -> None:
    allowed = int(limit.removesuffix("GB")) * 10**9
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))
    out, seeds = Path(project) / "polars", Path(project) / "seeds" / "reference"
    out.mkdir(exist_ok=True)
    reports = reports_with_units(landed, seeds).collect()
    form = read_seed(seeds / "form_rows.csv").collect()
    decisions = read_seed(Path(project) / "samples" / "seeds" / "decisions" / "adjudications.csv")
    values = indicator_values(landed, form, decisions, reports.lazy())
    values.sink_parquet(out / "fct_indicator_values.parquet", engine="streaming")
    values = pl.scan_parquet(out / "fct_indicator_values.parquet")
    places = form.lazy().select(
        "form_version", "indicator_code", "fact_table", "fact_column", "fact_base_column", "fact_row"
    )
    for (fact,), of_fact in form.filter(pl.col("fact_table") != "fct_subject_figures").group_by("fact_table"):
        subject_fact(values, places, str(fact), of_fact).sink_parquet(out / f"{fact}.parquet", engine="streaming")
    rules = read_seed(seeds / "rules.csv").join(
        read_seed(seeds / "rule_kinds.csv").select("kind", "arithmetic"), on="kind"
    )
    terms = read_seed(seeds / "rule_terms.csv").collect()
    wide = rule_figures(landed, values, reports, terms)
    write_rule_results(wide, rules.collect().to_dicts(), terms, out / "fct_rule_results.parquet")


def read_seed(path: Path) -> pl.LazyFrame:
    return pl.scan_csv(path, infer_schema=False)


def read_landed(landed: str, name: str) -> pl.LazyFrame:
    """The Parquet's dictionaries as plain text, which is what they are joined with."""
    rows = pl.scan_parquet(f"{landed}/{name}/*/*.parquet", hive_partitioning=True)
    return rows.with_columns(pl.col(pl.Categorical).cast(pl.String))


def reports_with_units(landed: str, seeds: Path) -> pl.LazyFrame:
    """Each report with the names of its unit and province on the last day of its period, or the nearest known."""
    units = read_seed(seeds / "administrative_units.csv").with_columns(pl.col("valid_to").fill_null("9999-12-31"))
    provinces = units.filter(pl.col("unit_level") == "province").select(
        "valid_from", "valid_to", province_code="unit_code", province_name_vi="unit_name_vi"
    )
    named = (
        units.join(provinces, on="province_code", suffix="_of_province")
        .filter(
            pl.col("valid_from_of_province") <= pl.col("valid_to"),
            pl.col("valid_from") <= pl.col("valid_to_of_province"),
        )
        .sort("valid_from_of_province")
        .unique(["unit_code", "valid_from"], keep="last")
    )
    days = read_seed(seeds / "report_periods.csv").select("report_period", "last_day")
    dated = (
        read_landed(landed, "reports")
        .join(days, on="report_period")
        .with_columns(
            day=pl.format("{}-{}", "report_year", "last_day"), report_year=pl.col("report_year").cast(pl.Int32)
        )
    )
    has_begun = pl.col("valid_from") <= pl.col("day")
    in_force = pl.col("day").is_between("valid_from", "valid_to")
    return (
        dated.join(named, on="unit_code")
        .sort(~has_begun, pl.when(has_begun).then("valid_from"), "valid_from", descending=[False, True, False])
        .unique("report_id", keep="first", maintain_order=True)
        .select(
            "report_id", "form_version", *OF_REPORT,
            commune_count=pl.when(in_force).then(pl.col("commune_count").cast(pl.Float64)),
        )
        .sort("report_id")
    )  # fmt: skip


def indicator_values(landed: str, form: pl.DataFrame, decisions: pl.LazyFrame, reports: pl.LazyFrame) -> pl.LazyFrame:
    """fct_indicator_values: a standing decision on the reading laid over it, and how far the value can be relied on."""
    standing = decisions.filter(pl.col("withdrawn_on").is_null()).select(
        *KEY, "adjudication_id", "verdict", guard=pl.col("raw_value_expected").fill_null(""),
        corrected_value=pl.col("corrected_value").cast(pl.Float64),
        corrected_base_value=pl.col("corrected_base_value").cast(pl.Float64),
    )  # fmt: skip
    rows = read_landed(landed, "indicator_rows").select(
        *KEY, "raw_value", "read_status", "decimals",
        reported_value=pl.col("value").cast(pl.Float64), reported_base_value=pl.col("base_value").cast(pl.Float64),
        source_page="page", source_line_from="line_from", source_line_to="line_to",
    )  # fmt: skip
    is_corrected = pl.col("verdict").is_in(["ocr_error", "district_corrected"]).fill_null(False)
    asked = form.lazy().select("form_version", "indicator_code", "concept")
    return (
        rows.with_columns(guard=pl.col("raw_value").fill_null(""))
        .join(standing, on=[*KEY, "guard"], how="left")
        .with_columns(
            value=pl.when(is_corrected).then("corrected_value").otherwise("reported_value"),
            base_value=pl.when(is_corrected)
            .then(pl.coalesce("corrected_base_value", "reported_base_value"))
            .otherwise("reported_base_value"),
        )
        .with_columns(
            value_status=pl.when(pl.col("value").is_null())
            .then(pl.lit("missing"))
            .when(is_corrected)
            .then(pl.lit("corrected"))
            .when(
                pl.col("verdict").eq("undecided") | (pl.col("read_status").eq("doubtful") & pl.col("verdict").is_null())
            )
            .then(pl.lit("disputed"))
            .otherwise(pl.lit("reported"))
        )
        .join(reports.drop("commune_count"), on="report_id")
        .join(asked, on=["form_version", "indicator_code"])
        .drop("guard", "verdict", "corrected_value", "corrected_base_value")
    )


def subject_fact(values: pl.LazyFrame, places: pl.LazyFrame, fact: str, form: pl.DataFrame) -> pl.LazyFrame:
    """A row for each row of the fact that a report's form has: its figures, and the worst status of them."""
    cells = values.join(places.filter(pl.col("fact_table") == fact), on=["form_version", "indicator_code"])
    places_of: dict[str, list[pl.Expr]] = {}
    for place, value in (("fact_column", "value"), ("fact_base_column", "base_value")):
        for name in form[place].drop_nulls().unique().sort():
            places_of.setdefault(name, []).append(pl.col(value).filter(pl.col(place) == name).max())
    figures = [pl.coalesce(found).alias(name) for name, found in places_of.items()]
    worst = pl.when(pl.col("value_status").eq("disputed").any()).then(pl.lit("disputed"))
    for status in ("missing", "corrected"):
        worst = worst.when(pl.col("value_status").eq(status).any()).then(pl.lit(status))
    return cells.group_by("report_id", *OF_REPORT, pl.col("fact_row").fill_null("")).agg(
        *figures, worst.otherwise(pl.lit("reported")).alias("row_status")
    )


def rule_figures(landed: str, values: pl.LazyFrame, reports: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """A row a report, a column for each figure that a rule asks for, `appendix.concept.value`, and `….decimals`."""
    statements = read_landed(landed, "narrative_figures").select(
        "report_id", source="figure_source", concept="concept", measure=pl.lit("value"),
        value=pl.col("value").cast(pl.Float64), decimals="decimals",
    )  # fmt: skip
    appendix = pl.concat([
        values.select("report_id", "concept", measure=pl.lit(name), value=column, decimals="decimals")
        for name, column in (("value", "value"), ("base", "base_value"))
    ]).with_columns(source=pl.lit("appendix"))  # fmt: skip
    before = reports.lazy().select(
        "unit_code", "report_period", previous_id="report_id", report_year=pl.col("report_year") + 1
    )
    pairs = (
        reports.lazy().join(before, on=["unit_code", "report_period", "report_year"]).select("report_id", "previous_id")
    )
    told = appendix.rename({"report_id": "previous_id"}).join(pairs, on="previous_id").drop("previous_id")
    last_year = told.with_columns(source=pl.lit("same_period_last_year"))
    communes = reports.lazy().select(
        "report_id", source=pl.lit("unit"), concept=pl.lit("commune_count"), measure=pl.lit("value"),
        value="commune_count", decimals=pl.lit(0, pl.Int32),
    )  # fmt: skip
    order = ["report_id", "source", "concept", "measure", "value", "decimals"]
    asked = terms.lazy().select(source="figure_source", concept="concept", measure="measure").unique()
    figures = pl.concat([frame.select(order) for frame in (statements, appendix, last_year, communes)])
    numbered = reports.select("report_id").with_row_index("row")
    found = (
        figures.join(asked, on=["source", "concept", "measure"])
        .filter(pl.col("value").is_not_null())
        .join(numbered.lazy(), on="report_id")
        .select("row", "value", "decimals", name=pl.concat_str("source", "concept", "measure", separator="."))
        .collect(engine="streaming")
        .partition_by("name", as_dict=True)
    )
    columns = {}
    for name in asked.select(pl.concat_str("source", "concept", "measure", separator=".")).collect().to_series():
        own = found.get((name,))
        for column, kind in (("value", pl.Float64), ("decimals", pl.Int32)):
            empty = pl.Series(f"{column}_{name}", [None], kind).new_from_index(0, reports.height)
            columns[empty.name] = empty if own is None else empty.scatter(own["row"], own[column])
    return reports.select("report_id", *OF_REPORT).with_columns(**columns)


def write_rule_results(wide: pl.DataFrame, rules: list[dict], terms: pl.DataFrame, path: Path) -> None:
    by_rule = {str(name): own.to_dicts() for (name,), own in terms.group_by("rule_id")}
    frames = [judged(wide.lazy(), rule, by_rule[rule["rule_id"]]) for rule in rules]
    pl.concat(frames).sink_parquet(path, engine="streaming")


def judged(wide: pl.LazyFrame, rule: dict, terms: list[dict]) -> pl.LazyFrame:
    """One rule over all reports."""
    sides: dict[str, list[pl.Expr]] = {}
    for term in terms:
        name = f"{term['figure_source']}.{term['concept']}.{term['measure']}"
        weighed = pl.col(f"value_{name}") * float(term["coefficient"] or 1)
        sides.setdefault(SIDES[term["role"]], []).append(weighed)
    total = {side: pl.sum_horizontal(own, ignore_nulls=False) for side, own in sides.items()}
    observed, slack = total["observed"], pl.lit(float(rule["tolerance"] or 0))
    expected = total.get("expected", pl.lit(0.0))
    if rule["arithmetic"] in ("percent_of", "whole_plan"):
        (percent,) = (one for one in terms if one["role"] == "percent")
        name = f"{percent['figure_source']}.{percent['concept']}.{percent['measure']}"
        slack = slack + 0.5 * pl.lit(10.0).pow(-pl.col(f"decimals_{name}").fill_null(0))
    if rule["arithmetic"] == "percent_of":
        part, whole = expected, total["whole"]
        holds = (observed * whole - 100 * part).abs() <= slack * whole + SLACK
        is_told = observed.is_not_null() & part.is_not_null() & whole.is_not_null() & ~((part == 0) & (whole == 0))
        expected = pl.when(whole != 0).then(100 * part / whole)
    elif rule["arithmetic"] == "whole_plan":
        part = expected
        least = (100 * part / (observed + slack) - SLACK).ceil()
        greatest = pl.when(observed > slack).then((100 * part / (observed - slack) + SLACK).floor()).otherwise(least)
        holds = pl.when(part <= 0).then((part == 0) & (observed.abs() <= slack)).otherwise(least <= greatest)
        is_told = observed.is_not_null() & part.is_not_null()
        nearest = pl.max_horizontal(pl.lit(1.0), (100 * part / observed + 0.5).floor())
        expected = pl.when((part > 0) & (observed > 0)).then(100 * part / nearest).otherwise(0.0)
    else:
        expected = expected + float(rule["constant"] or 0)
        gap = observed - expected
        holds = {"=": gap.abs(), "<=": gap, ">=": -gap}[rule["comparison"]] <= slack + SLACK
        is_told = observed.is_not_null() & expected.is_not_null()
    result = pl.when(is_told).then(pl.when(holds).then(pl.lit("pass")).otherwise(pl.lit("fail")))
    result = result.otherwise(pl.lit("not_evaluable"))
    observed, expected = pl.when(is_told).then(observed), pl.when(is_told).then(expected)
    return wide.select(
        "report_id", *OF_REPORT, rule_id=pl.lit(rule["rule_id"]), result=result, result_as_read=result,
        observed=observed, expected=expected,
        difference=pl.lit(None, pl.Float64) if rule["arithmetic"] == "reference" else observed - expected,
        tolerance=slack,
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
