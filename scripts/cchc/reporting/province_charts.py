"""A ratio's chart over the units of a province: a bar a unit, the best first, and the median across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair

from cchc.reporting.vega import COLOURS, as_svg, marked

_WIDTH, _BAR = 300, 16  # pixels


def draw_ratio(values: Sequence[dict], names: Mapping[str, str]) -> str:
    """Rows of rpt_unit_ratios of one ratio that have a value, in the order of rank; `names` of units by code."""
    bars = [{"unit": names[row["unit_code"]], "value": float(row["value"])} for row in values]
    base = altair.Chart(altair.Data(values=bars), width=_WIDTH, height=altair.Step(_BAR))
    order = [names[row["unit_code"]] for row in values]
    shown = base.encode(x=altair.X("value:Q", title="%"), y=altair.Y("unit:N", title=None, sort=order))
    median = altair.Chart(altair.Data(values=[{"median": float(values[0]["province_median"])}])).encode(x="median:Q")
    return as_svg(
        marked(shown, "bar", color=COLOURS[0])
        + marked(median, "rule", color=COLOURS[1], strokeWidth=2, strokeDash=[4, 3])
    )
