"""The marts of figures and rules in pandas, by columns and without a loop over rows; see bench/scale.py.

.venv/bin/python bench/scale_pandas.py LANDED PROJECT 8GB

fct_indicator_values, the 18 subject facts (their figures and row_status) and fct_rule_results, from the same Parquet.
Left out, in favour of pandas: decisions (there are none), lists of disputed columns, counts behind percentages,
findings, the other marts and every test. The results must be as many as dbt's.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from cchc.paths import REFERENCE_SEEDS
from cchc.reference.rules import Rule, load_rules
from cchc.seeds.reading import read_seed

PERIOD = ["report_id", "unit_code", "report_year", "report_period"]
WORST = {"reported": 0, "missing": 1, "disputed": 2}


def main(landed: str, project: str, limit: str) -> None:
    allowed = int(limit.removesuffix("GB")) * 10**9
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))  # what it asks for beyond that is a MemoryError
    out = Path(project) / "pandas"
    out.mkdir(exist_ok=True)
    reports = pd.read_parquet(f"{landed}/reports").astype({"report_year": "int32"})
    values = indicator_values(landed, reports)
    values.drop(columns=["fact_table", "fact_column", "fact_base_column", "fact_row"]).to_parquet(
        out / "values.parquet"
    )
    for fact, cells in values.groupby("fact_table", observed=True):
        subject_fact(cells).to_parquet(out / f"{fact}.parquet")
    rule_results(figures(landed, values, reports), reports).to_parquet(out / "rules.parquet")


def indicator_values(landed: str, reports: pd.DataFrame) -> pd.DataFrame:
    form = pd.DataFrame(read_seed(REFERENCE_SEEDS / "form_rows.csv")).replace("", None)
    form = form[["form_version", "indicator_code", "concept", "answer_type", "fact_table", "fact_column",
                 "fact_base_column", "fact_row"]]  # fmt: skip
    texts = ["concept", "answer_type", "fact_table", "fact_column", "fact_base_column", "fact_row"]
    form = form.astype(dict.fromkeys(texts, "category"))
    rows = pd.read_parquet(f"{landed}/indicator_rows").drop(columns="report_year")
    rows[["value", "base_value"]] = rows[["value", "base_value"]].astype("float64")
    rows = rows.merge(form, on=["form_version", "indicator_code"]).merge(reports[PERIOD], on="report_id")
    rows["value_status"] = np.where(
        rows["value"].isna(), "missing", np.where(rows["read_status"] == "doubtful", "disputed", "reported")
    )
    return rows


def subject_fact(cells: pd.DataFrame) -> pd.DataFrame:
    key = [*PERIOD, "fact_row"]
    cells = cells.assign(fact_row=cells["fact_row"].astype("str").fillna(""), worst=cells["value_status"].map(WORST))
    bases = cells.dropna(subset="fact_base_column")
    told = pd.concat([
        cells[[*key, "fact_column", "value"]],
        bases[[*key, "fact_base_column", "base_value"]].set_axis([*key, "fact_column", "value"], axis=1),
    ])  # fmt: skip
    told["fact_column"] = told["fact_column"].astype("str")
    wide = told.pivot(index=key, columns="fact_column", values="value")
    return wide.assign(row_status=cells.groupby(key)["worst"].max()).reset_index()


def figures(landed: str, values: pd.DataFrame, reports: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """By source and measure a row per report and a column per concept; decimals beside them."""
    told = pd.read_parquet(
        f"{landed}/narrative_figures", columns=["report_id", "figure_source", "concept", "value", "decimals"]
    )
    told["value"] = told["value"].astype("float64")
    asked = {term.concept for rule in load_rules() for term in rule.terms}
    own = values[values["concept"].isin(asked)]
    own = own.assign(concept=own["concept"].astype("str"))
    wide = {
        "appendix.value": own.pivot(index="report_id", columns="concept", values="value"),
        "appendix.base": own.pivot(index="report_id", columns="concept", values="base_value"),
        "appendix.decimals": own.pivot(index="report_id", columns="concept", values="decimals"),
    }
    for source, rows in told[told["concept"].isin(asked)].groupby("figure_source"):
        for column in ("value", "decimals"):
            wide[f"{source}.{column}"] = rows.pivot(index="report_id", columns="concept", values=column)
    keys = reports[PERIOD].assign(report_year=reports["report_year"] - 1)
    before = keys.merge(reports[PERIOD], on=PERIOD[1:], suffixes=("", "_before"))
    wide["previous_year.value"] = (
        wide["appendix.value"].reindex(before["report_id_before"]).set_axis(before["report_id"])
    )
    wide["same_period_last_year.value"] = wide["previous_year.value"]  # all of whole years
    units = pd.DataFrame(read_seed(REFERENCE_SEEDS / "administrative_units.csv"))
    units["until"] = units["valid_to"].replace("", "9999-12-31")
    dated = reports.assign(day=reports["report_year"].astype("str") + "-12-31").merge(units, on="unit_code")
    dated = dated[(dated["valid_from"] <= dated["day"]) & (dated["day"] <= dated["until"])].set_index("report_id")
    wide["unit.value"] = pd.to_numeric(dated["commune_count"]).to_frame("commune_count")
    return {name: one.reindex(reports["report_id"]) for name, one in wide.items()}


def rule_results(wide: dict[str, pd.DataFrame], reports: pd.DataFrame) -> pd.DataFrame:
    results = [judged(rule, wide, reports["report_id"]) for rule in load_rules()]
    return pd.concat(results, ignore_index=True)


def judged(rule: Rule, wide: dict[str, pd.DataFrame], report_ids: pd.Series) -> pd.DataFrame:
    nothing = np.full(len(report_ids), np.nan)

    def column(name: str, concept: str) -> np.ndarray:
        return wide[name][concept].to_numpy("float64") if concept in wide[name] else nothing

    def total(role: str) -> np.ndarray:
        terms = [float(one.coefficient) * column(f"{one.source}.{one.measure}", one.concept) for one in rule.side(role)]
        return sum(terms, np.zeros(len(report_ids)))

    if rule.is_linear:
        observed, expected = total("left"), total("right") + float(rule.constant)
        gap, slack = observed - expected, float(rule.tolerance) + 1e-9
        holds = {"=": np.abs(gap) <= slack, "<=": gap <= slack, ">=": gap >= -slack}[rule.comparison]
    else:
        (percent,) = rule.side("percent")
        observed, part = total("percent"), total("part")
        half = 0.5 * 10.0 ** -column(f"{percent.source}.decimals", percent.concept) + 1e-9
        with np.errstate(divide="ignore", invalid="ignore"):
            whole = total("whole") if rule.side("whole") else np.maximum(1, np.round(100 * part / observed))
            expected = 100 * part / whole
            if rule.side("whole"):
                expected[(part == 0) & (whole == 0)] = np.nan
                holds = np.abs(observed - expected) <= half
            else:
                low, high = 100 * part / (observed + half), 100 * part / (observed - half)
                fits = np.ceil(low) <= np.where(observed > half, high, np.inf)
                holds = np.where(part == 0, np.abs(observed) <= half, fits)
                expected[part == 0] = 0
    known = ~np.isnan(observed) & ~np.isnan(expected)
    return pd.DataFrame({
        "report_id": report_ids.to_numpy(),
        "rule_id": pd.Categorical.from_codes(np.zeros(len(report_ids), "int8"), [rule.rule_id]),
        "result": pd.Categorical(np.where(known, np.where(holds, "pass", "fail"), "not_evaluable"),
                                 ["pass", "fail", "not_evaluable"]),
        "observed": np.where(known, observed, np.nan),
        "expected": np.where(known, expected, np.nan),
        "difference": np.where(known, observed - expected, np.nan),
    })  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
