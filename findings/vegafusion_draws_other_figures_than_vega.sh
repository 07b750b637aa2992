#!/usr/bin/env bash
# altair 6.3.0 with vegafusion 2.0.3: the line that is to make a chart faster changes its figures: 7 becomes 0 where the unit is unknown
#
# Behaviour  alt.data_transformers.enable("vegafusion") works the transforms out before Vega sees them. A group whose key is null finds no
#            partner there: impute puts its value in place of the group's figures, joinaggregate gives them no total. impute also fills a
#            null that was reported as one. null is at most 0 in Vega and not in VegaFusion; "or" of texts is never the first; halves
#            below zero are rounded the other way.
# Seen       reports of units 94, 92 and unknown (null), as texts of the chart. Impute 0 by year and unit: unknown 2021 is 7, with vegafusion
#            0. Share of the unit's total: 7 of 7, with vegafusion 7 of nothing. Filter late <= 0: 0, -3 and the missing one, with
#            vegafusion 0 and -3. datum.unit || "unknown": 94, 92, unknown, with vegafusion unknown for all. round(-1.5): -1, then -2.
# Expected   Altair offers VegaFusion as an implementation of its transformations to get past the limit of 5000 rows; VegaFusion mends what
#            differs from "stock Vega" (vegafusion#234, #441). Vega's page of impute: it adds data objects that are missing.
# Matters    The chart is tried with few rows and published with many, and the line is added when the limit is met.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check altair==6.3.0 vegafusion==2.0.3 vl-convert-python==1.9.0.post1 pandas==3.1.1 pyarrow==26.0.1
"$work/venv/bin/python" -W ignore - <<'PY'
import re

import altair as alt
import pandas as pd
import vl_convert

reports = pd.DataFrame({
    "unit": ["94", "94", None, "92", "92"], "year": [2021, 2022, 2021, 2021, 2022], "late": pd.array([5, None, 7, 0, -3], "Int64"),
})
chart = alt.Chart(reports)
name = "if(datum.unit == null, 'unknown', datum.unit) + ' ' + datum.year + ': '"
late = "if(datum.late == null, 'none', datum.late)"
charts = {
    "impute": chart.transform_impute("late", key="year", groupby=["unit"], value=0).transform_calculate(text=f"{name} + {late}"),
    "share": chart.transform_filter("datum.year == 2021").transform_joinaggregate(total="sum(late)", groupby=["unit"])
    .transform_calculate(text=f"{name} + {late} + ' of ' + if(datum.total == null, 'nothing', datum.total)"),
    "at most 0": chart.transform_filter(alt.FieldLTEPredicate(field="late", lte=0)).transform_calculate(text=f"{name} + {late}"),
    "or": chart.transform_filter("datum.year == 2021").transform_calculate(text="datum.unit || 'unknown'"),
    "round": chart.transform_filter("datum.late == -3").transform_calculate(text="'' + floor(round(datum.late / 2))"),
}


def texts(chart, transformer):
    with alt.data_transformers.enable(transformer):
        if transformer == "vegafusion":
            svg = vl_convert.vega_to_svg(chart.to_dict(format="vega"))
        else:
            svg = vl_convert.vegalite_to_svg(chart.to_dict())
    return sorted(re.sub(r"\.0\b", "", text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg))


seen = {}
for what, made in charts.items():
    drawn = made.mark_text().encode(text="text:N", detail="unit:N")
    seen[what] = [texts(drawn, transformer) for transformer in ("default", "vegafusion")]
    print(what, *seen[what], sep="\n  ")
assert seen == {
    "impute": [
        ["92 2021: 0", "92 2022: -3", "94 2021: 5", "94 2022: none", "unknown 2021: 7", "unknown 2022: 0"],
        ["92 2021: 0", "92 2022: -3", "94 2021: 5", "94 2022: 0", "unknown 2021: 0", "unknown 2022: 0"],
    ],
    "share": [["92 2021: 0 of 0", "94 2021: 5 of 5", "unknown 2021: 7 of 7"], ["92 2021: 0 of 0", "94 2021: 5 of 5", "unknown 2021: 7 of nothing"]],
    "at most 0": [["92 2021: 0", "92 2022: -3", "94 2022: none"], ["92 2021: 0", "92 2022: -3"]],
    "or": [["92", "94", "unknown"], ["unknown", "unknown", "unknown"]],
    "round": [["-1"], ["-2"]],
}
PY
echo "as described: other figures, same chart"
