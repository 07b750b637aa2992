"""The marts of comparison against the same figures worked out in pandas, and each metric against the mart.

Made-up reports of eleven districts over five years, with what real years bring: a report that never came and one that
is held, a doubtful figure and a blank one, a tie, a commune that reports after districts have ended, and half years
beside years.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from ..project_copy import run

MARTS = (
    *("+fct_indicator_values", "+rpt_district_scorecard", "+rpt_province_totals", "+rpt_year_over_year"),
    *("+dim_indicator", "dim_unit_crosswalk", "time_spine"),
)
HALF_YEARS = ("945-2023", "945-2024", "946-2024", "947-2023", "947-2024")  # of which half a year is told too
PLAN_IS_NOT_JUDGED = ("civil_servants_cut_vs_plan_pct", "public_service_staff_cut_vs_plan_pct")

# By ratio: the figures of a report → what stands above and below the line. Written out, not read from the seeds.


def share(counted: pd.Series, percent: pd.Series) -> pd.Series:
    """How many of what was counted a percentage is: whole things, halves away from zero."""
    return (counted * percent / 100).round(6).add(0.5) // 1


PARTS: dict[str, Callable[[pd.DataFrame], tuple[pd.Series, pd.Series]]] = {
    "dossiers_resolved_pct": lambda d: (
        d.district_dossiers_resolved + d.commune_dossiers_resolved,
        d.district_dossiers_received + d.commune_dossiers_received,
    ),
    "dossiers_on_time_pct": lambda d: (
        share(d.district_dossiers_resolved, d.district_dossiers_on_time_pct)
        + share(d.commune_dossiers_resolved, d.commune_dossiers_on_time_pct),
        d.district_dossiers_resolved + d.commune_dossiers_resolved,
    ),
    "procedures_online_pct": lambda d: (d.procedures_level_3_4_on_service_portal, d.procedures_in_force),
    "positions_vacant_pct": lambda d: (
        d.civil_servant_positions_assigned
        - d.civil_servants_present
        + d.public_service_positions_assigned
        - d.public_service_staff_present,
        d.civil_servant_positions_assigned + d.public_service_positions_assigned,
    ),
    "fully_digital_documents_pct": lambda d: (
        share(d.outgoing_documents, d.fully_digital_documents_pct),
        d.outgoing_documents,
    ),
    "plan_tasks_completed_pct": lambda d: (d.reform_plan_tasks_completed, d.reform_plan_tasks_set),
    "satisfaction_pct": lambda d: (share(d.satisfaction_survey_forms, d.satisfaction_pct), d.satisfaction_survey_forms),
}
PRINTED = {"fully_digital_documents_pct", "satisfaction_pct", *PLAN_IS_NOT_JUDGED}


def edit(path: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    change(rows).to_csv(path, index=False, lineterminator="\n")


def as_years_go(landed: Path, decisions: Path) -> None:
    """945 never sent 2022; 946's 2023 is held; 943's received dossiers of 2023 are doubtful; 944's satisfaction of
    2024 is blank; 941 and 942 are equally content in 2021; what 951 would have sent for 2025 a commune sent."""

    def without_or_renamed(rows: pd.DataFrame) -> pd.DataFrame:
        rows = rows[(rows.report_id != "945-2022") & (~rows.report_id.str.endswith("-2025") | (rows.report_id > "951"))]
        rows = rows.assign(report_id=rows.report_id.replace("951-2025", "31615-2025"))
        if "unit_code" in rows:
            rows.loc[rows.report_id == "31615-2025", "unit_code"] = "31615"
        return rows.sort_values(["report_id"], kind="stable")

    def harmed(rows: pd.DataFrame) -> pd.DataFrame:
        def at(report: str, code: str) -> pd.Series:
            return (rows.report_id == report) & (rows.indicator_code == code)

        rows.loc[at("943-2023", "III.6.1"), "read_status"] = "doubtful"
        rows.loc[at("944-2024", "I.5.3"), ["raw_value", "value", "decimals", "read_status"]] = ["", "", "", "blank"]
        for report in ("941-2021", "942-2021"):
            rows.loc[at(report, "I.5.3"), ["raw_value", "value", "decimals"]] = ["97,5", "97.5", "1"]
        return rows

    def with_half_years(rows: pd.DataFrame) -> pd.DataFrame:
        halves = rows[rows.report_id.isin(HALF_YEARS)].assign(report_id=lambda own: own.report_id + "-H1")
        if "report_period" in rows:
            halves["report_period"] = "H1"
        return pd.concat([rows, halves]).sort_values(["report_id"], kind="stable")

    for name in ("reports.csv", "indicator_rows.csv", "narrative_figures.csv"):
        edit(landed / name, without_or_renamed)
    edit(landed / "indicator_rows.csv", harmed)
    edit(landed / "narrative_figures.csv", lambda rows: rows[rows.concept != "satisfaction_pct"])
    for name in ("reports.csv", "indicator_rows.csv", "narrative_figures.csv"):
        edit(landed / name, with_half_years)
    held = {"report_id": "946-2023", "reason": "under question", "held_by": "test", "held_on": "2024-01-31"}
    edit(decisions / "held_reports.csv", lambda rows: pd.concat([rows, pd.DataFrame([held])]).fillna(""))


@pytest.fixture(scope="module")
def project(new_project, tmp_path_factory) -> Path:
    root = new_project(tmp_path_factory.mktemp("comparison") / "project")
    made = run(root, "cchc", "sample", "--format", "rows", "--province", "94", "--years", "2021-2025")
    assert made.returncode == 0, made.stderr
    as_years_go(root / "samples" / "seeds" / "landed", root / "samples" / "seeds" / "decisions")
    profiles = root / "profiles" / "profiles.yml"
    profiles.write_text(profiles.read_text(encoding="utf-8").replace("target: duckdb", "target: samples"))
    built = run(root, "dbt", "build", "--resource-type", "seed", "model", "--select", *MARTS)
    assert built.returncode == 0, built.stdout[-3000:]
    return root


@pytest.fixture(scope="module")
def all_tables(project) -> dict[str, pd.DataFrame]:
    names = [
        "fct_indicator_values", "dim_report", "dim_indicator", "rpt_unit_ratios", "rpt_district_scorecard",
        "rpt_year_over_year", "rpt_province_totals", "dim_unit_crosswalk", "dim_ratio",
    ]  # fmt: skip
    with duckdb.connect(str(project / "target" / "samples.duckdb"), read_only=True) as con:
        return {name: con.execute(f"select * from marts.{name}").df() for name in names}


@pytest.fixture(scope="module")
def tables(all_tables) -> dict[str, pd.DataFrame]:
    """The tables without what is told of half years."""
    return {
        name: table[table.report_period == "year"] if "report_period" in table else table
        for name, table in all_tables.items()
    }


@pytest.fixture(scope="module")
def figures(tables) -> pd.DataFrame:
    """A row per released report, a column per concept; what is disputed or missing is empty."""
    told = tables["fct_indicator_values"]
    usable = told[told.value_status.isin(["reported", "corrected"])]
    wide = usable.pivot(index=["unit_code", "report_year"], columns="concept", values="value").astype(float)
    return wide.reset_index()


def aligned(mart: pd.DataFrame, expected: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    both = mart.merge(expected, on=keys, how="outer", suffixes=("", "_expected"), indicator=True)
    assert (both._merge == "both").all(), both[both._merge != "both"][keys]
    return both


def same(left: pd.Series, right: pd.Series) -> None:
    left, right = left.astype(float), right.astype(float)
    wrong = ~(((left - right).abs() <= 1.01e-4) | (left.isna() & right.isna()))
    assert not wrong.any(), pd.DataFrame({"mart": left[wrong], "pandas": right[wrong]}).head()


@pytest.fixture(scope="module")
def ratios(figures) -> pd.DataFrame:
    """Unit, year, ratio, parts and value, worked out in pandas."""
    frames = []
    for ratio, parts in PARTS.items():
        numerator, denominator = parts(figures)
        known = numerator.notna() & denominator.notna()
        value = figures[ratio] if ratio in PRINTED else 100 * numerator / denominator
        frames.append(
            figures[["unit_code", "report_year"]].assign(
                ratio_id=ratio, numerator=numerator.where(known), denominator=denominator.where(known), value=value
            )
        )
    for ratio in PLAN_IS_NOT_JUDGED:
        frames.append(figures[["unit_code", "report_year"]].assign(ratio_id=ratio, value=figures[ratio]))
    return pd.concat(frames)


def test_ratios_and_their_parts(tables, ratios):
    mart = tables["rpt_unit_ratios"]
    both = aligned(mart[mart.report_id.notna()], ratios, ["unit_code", "report_year", "ratio_id"])
    same(both.value, both.value_expected)
    judged = both[~both.ratio_id.isin(PLAN_IS_NOT_JUDGED)]
    same(judged.numerator, judged.numerator_expected)
    same(judged.denominator, judged.denominator_expected)
    planned = both[both.ratio_id.isin(PLAN_IS_NOT_JUDGED) & both.denominator.notna()].astype({"value": float})
    assert len(planned)
    assert ((100 * planned.numerator / planned.denominator - planned.value).abs() <= 0.5).all()


def test_ranks_share_ties_and_medians_leave_out_who_has_no_value(tables, ratios):
    expected = ratios.dropna(subset="value").copy()
    expected["level"] = expected.unit_code.str.len()
    races = expected.groupby(["report_year", "ratio_id", "level"]).value
    lowest_first = expected.ratio_id == "positions_vacant_pct"
    rounded = expected.assign(value=expected.value.round(4)).groupby(["report_year", "ratio_id", "level"]).value
    expected["province_rank"] = rounded.rank(method="min", ascending=False)
    expected.loc[lowest_first, "province_rank"] = rounded.rank(method="min")[lowest_first]
    expected["province_median"] = races.transform("median")
    expected["units_compared"] = races.transform("count")
    mart = tables["rpt_unit_ratios"]
    both = aligned(mart.dropna(subset="value"), expected, ["unit_code", "report_year", "ratio_id"])
    for column in ("province_rank", "province_median", "units_compared"):
        same(both[column], both[f"{column}_expected"])
    assert mart[mart.value.isna()].province_rank.isna().all()
    tied = mart[
        (mart.report_year == 2021) & (mart.ratio_id == "satisfaction_pct") & mart.unit_code.isin(["941", "942"])
    ]
    assert tied.value.astype(float).tolist() == [97.5, 97.5]
    assert tied.province_rank.nunique() == 1
    assert (both.units_compared % 2 == 0).any()


def test_a_ratio_changes_from_one_year_to_the_next_and_no_further(tables, ratios):
    before = ratios.assign(report_year=ratios.report_year + 1)[["unit_code", "report_year", "ratio_id", "value"]]
    pairs = ratios.merge(before, on=["unit_code", "report_year", "ratio_id"], suffixes=("", "_before"))
    pairs["change"] = pairs.value - pairs.value_before
    mart = tables["rpt_unit_ratios"]
    both = aligned(mart[mart.change.notna()], pairs.dropna(subset="change"), ["unit_code", "report_year", "ratio_id"])
    same(both.change, both.change_expected)
    assert set(mart[mart.change.notna()].comparability) == {"comparable"}


def test_the_scorecard_is_the_ratios_side_by_side(tables):
    long = tables["rpt_unit_ratios"]
    scorecard = tables["rpt_district_scorecard"].set_index(["unit_code", "report_year"])
    endings = {"value": "", "change": "_change", "province_rank": "_rank", "province_median": "_median"}
    for measure, ending in endings.items():
        for ratio, rows in long.groupby("ratio_id"):
            column = rows.set_index(["unit_code", "report_year"])[measure]
            same(scorecard[f"{ratio}{ending}"].sort_index(), column.sort_index())
    doubtful = scorecard.loc[("943", 2023)]
    assert (doubtful.row_status, doubtful.disputed_columns) == ("disputed", "dossiers_resolved_pct")
    assert pd.isna(doubtful.dossiers_resolved_pct)
    held = scorecard.loc[("946", 2023)]
    assert (held.reporting_status, held.row_status, held.satisfaction_pct_status) == ("held", "missing", "no_report")


def standing(tables, unit: str, year: int, concept: str) -> tuple:
    mart = tables["rpt_year_over_year"]
    (row,) = mart[(mart.unit_code == unit) & (mart.report_year == year) & (mart.concept == concept)].itertuples()
    return row.comparability, pd.isna(row.change)


def test_year_over_year_is_told_of_neighbouring_years_only(tables):
    types = tables["dim_indicator"][["form_version", "indicator_code", "answer_type"]]
    told = tables["fct_indicator_values"].merge(types, on=["form_version", "indicator_code"])
    told = told[told.answer_type.isin(["count", "percent", "ratio"]) & (told.value_status == "reported")]
    keys = ["unit_code", "report_year", "concept"]
    before = told.assign(report_year=told.report_year + 1)[[*keys, "value"]]
    pairs = told[[*keys, "value", "answer_type"]].merge(before, on=keys, suffixes=("", "_before"))
    pairs["change"] = pairs.value.astype(float) - pairs.value_before.astype(float)
    nonzero = pairs.value_before.astype(float).where(pairs.value_before.astype(float) != 0)
    pairs["change_pct"] = (100 * pairs.change / nonzero).where(pairs.answer_type != "percent")
    mart = tables["rpt_year_over_year"]
    both = aligned(mart[mart.comparability == "comparable"], pairs, keys)
    same(both.change, both.change_expected)
    same(both.change_pct, both.change_pct_expected)
    assert mart[mart.comparability != "comparable"].change.isna().all()


@pytest.mark.parametrize(
    ("unit", "year", "concept", "comparability"),
    [
        ("945", 2021, "satisfaction_pct", "no_previous_report"),
        ("945", 2022, "satisfaction_pct", "no_report"),
        ("945", 2023, "satisfaction_pct", "no_previous_report"),
        ("945", 2024, "satisfaction_pct", "comparable"),
        ("945", 2025, "satisfaction_pct", "unit_ended"),
        ("946", 2024, "satisfaction_pct", "no_previous_report"),
        ("943", 2023, "district_dossiers_received", "disputed"),
        ("943", 2024, "district_dossiers_received", "previous_disputed"),
        ("944", 2024, "satisfaction_pct", "missing"),
        ("941", 2022, "leader_dialogue_held", "code"),
        ("31615", 2025, "satisfaction_pct", "successor_of_parts"),
    ],
)
def test_why_two_years_are_compared_or_not(tables, unit, year, concept, comparability):
    assert standing(tables, unit, year, concept) == (comparability, comparability != "comparable")


def test_the_reason_across_the_end_of_districts_names_the_units(tables):
    mart = tables["rpt_year_over_year"].set_index(["unit_code", "report_year", "concept"]).sort_index()
    commune = mart.loc[("31615", 2025, "satisfaction_pct")]
    assert commune.reason_en == "On 2025-07-01 it took over parts of 945; figures cannot be divided"
    district = mart.loc[("945", 2025, "satisfaction_pct")]
    assert district.reason_en == "Unit 945 ended on 2025-06-30; its area went to 31615, 31633"
    assert district.previous_value > 0
    crosswalk = tables["dim_unit_crosswalk"]
    crosswalk = crosswalk[crosswalk.predecessor_code.str.fullmatch("9(4[1-9]|5[01])")]
    of_two = crosswalk[(crosswalk.predecessor_count == 2) & (crosswalk.succession_kind == "parts")]
    assert of_two.successor_code.nunique() == 3


def test_a_half_year_is_compared_with_half_years_and_adds_to_no_year(all_tables):
    changes = all_tables["rpt_year_over_year"]
    halves = changes[(changes.report_period == "H1") & (changes.concept == "satisfaction_pct")]
    told = halves.set_index(["unit_code", "report_year"])
    assert dict(told.comparability) == {
        ("945", 2023): "no_previous_report", ("945", 2024): "comparable",
        ("946", 2024): "no_previous_report",
        ("947", 2023): "no_previous_report", ("947", 2024): "comparable",
    }  # fmt: skip
    assert told.loc[("945", 2024)].previous_report_id == "945-2023-H1"
    assert told.loc[("945", 2023)].reason_vi == "Chưa công bố báo cáo sáu tháng đầu năm 2022"
    totals = all_tables["rpt_province_totals"]
    totals = totals[(totals.figure == "district_dossiers_received") & (totals.report_year == 2024)]
    coverage = totals.set_index("report_period")[["units_due", "units_reported", "units_counted"]]
    assert list(coverage.loc["H1"]) == [11, 3, 3]
    assert coverage.loc["year"].units_due == 11 and coverage.loc["year"].units_reported > 3
    ranks = all_tables["rpt_unit_ratios"]
    half = ranks[(ranks.report_period == "H1") & (ranks.report_year == 2024) & ranks.value.notna()]
    assert set(half.units_compared) <= {1, 2, 3}


def test_province_totals_are_sums_and_ratios_of_sums_with_their_coverage(tables, figures, ratios):
    mart = tables["rpt_province_totals"]
    districts = mart[(mart.unit_level == "district")].set_index(["report_year", "figure_kind", "figure"]).sort_index()
    of_districts = figures[figures.unit_code.str.len() == 3]
    for concept in ("district_dossiers_received", "civil_servants_present", "legal_documents_issued"):
        for year, told in of_districts.groupby("report_year")[concept]:
            row = districts.loc[(year, "sum", concept)]
            assert (float(row.value), row.units_counted) == (told.sum(), told.count())
    known = ratios[ratios.numerator.notna() & (ratios.unit_code.str.len() == 3)]
    for (year, ratio), rows in known.groupby(["report_year", "ratio_id"]):
        row = districts.loc[(year, "ratio", ratio)]
        assert float(row.value) == pytest.approx(100 * rows.numerator.sum() / rows.denominator.sum(), abs=1.01e-4)
        assert row.units_counted == len(rows)
    missing = districts.loc[(2022, "sum", "district_dossiers_received")]
    assert (missing.units_due, missing.units_reported, missing.total_status) == (11, 10, "partial")
    assert (missing.units_not_received, missing.units_not_received_vi) == ("945", "Cù Lao Dung")
    held = districts.loc[(2023, "sum", "district_dossiers_received")]
    assert (held.units_reported, held.units_counted, held.units_held, held.units_left_out) == (10, 9, "946", "943")
    procedures = districts.loc[(2021, "sum", "procedures_in_force")]
    assert (procedures.total_status, pd.isna(procedures.value)) == ("not_summed", True)
    communes = mart[(mart.unit_level == "commune") & (mart.report_year == 2025)]
    assert set(communes.units_reported) == {1}
    assert communes.units_due.min() > 40


ASK = """
import json
from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

setup = CLIConfiguration()
setup.setup(configure_file_logging=False)
metrics = [metric.name for metric in setup.mf.list_metrics() if metric.name not in ("numerators", "denominators")]
keys = ["unit_year_ratio__province_code", "unit_year_ratio__unit_level", "metric_time__year"]
request = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=keys)
answer = setup.mf.query(mf_request=request).result_df
rows = [[str(cell) if cell is not None else None for cell in row] for row in answer.rows]
print("ANSWER", json.dumps([list(answer.column_names), rows]))
"""


def test_each_metric_equals_the_mart(project, tables):
    asked = run(project, "python", "-c", ASK)
    assert asked.returncode == 0, asked.stderr[-3000:]
    (line,) = [line for line in asked.stdout.splitlines() if line.startswith("ANSWER ")]
    columns, rows = json.loads(line.removeprefix("ANSWER "))
    answer = pd.DataFrame(rows, columns=columns)
    mart = tables["rpt_province_totals"]
    ratios = tables["dim_ratio"]
    adding_up = ratios.ratio_id[ratios.adds_up.astype(str).str.lower() == "true"]
    mart = mart[mart.figure.isin(adding_up)].assign(metric=lambda rows: rows.figure.str.removesuffix("_pct"))
    metrics = [column for column in columns if "__" not in column]
    assert set(metrics) == set(mart.metric)  # no metric of a ratio that is told within bounds
    assert len(adding_up) < len(ratios)
    long = answer.rename(
        columns={"unit_year_ratio__province_code": "province_code", "unit_year_ratio__unit_level": "unit_level"}
    ).melt(["province_code", "unit_level", "metric_time__year"], metrics, var_name="metric", value_name="share")
    long["report_year"] = long.metric_time__year.str[:4].astype(int)
    both = mart.merge(long, on=["province_code", "unit_level", "report_year", "metric"], how="left")
    assert both.value.notna().any()
    same(both.value, 100 * both.share.astype(float))
