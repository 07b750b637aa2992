"""A ratio's chart over the units of a province: a bar a unit, the best first, and the median across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair

from cchc.reporting.vega import COLOURS, as_svg, marked

_WIDTH, _BAR = 300, 16  # pixels
DRAWN_WHOLE, DRAWN_EACH = 30, 12  # up to so many units all have a bar; of more the first and the last so many


def draw_ratio(values: Sequence[dict], names: Mapping[str, str]) -> str:
    """Rows of rpt_unit_ratios of one ratio that have a value, in the order of rank; `names` of units by code."""
    order = [_label(row, names) for row in values]
    bars = [{"unit": label, "value": float(row["value"])} for label, row in zip(order, values, strict=True)]
    if len(bars) > DRAWN_WHOLE:
        between = f"… {len(bars) - 2 * DRAWN_EACH} đơn vị …"
        bars = [*bars[:DRAWN_EACH], {"unit": between, "value": None}, *bars[-DRAWN_EACH:]]
        order = [*order[:DRAWN_EACH], between, *order[-DRAWN_EACH:]]
    base = altair.Chart(altair.Data(values=bars), width=_WIDTH, height=altair.Step(_BAR))
    shown = base.encode(x=altair.X("value:Q", title="%"), y=altair.Y("unit:N", title=None, sort=order))
    median = altair.Chart(altair.Data(values=[{"median": float(values[0]["province_median"])}])).encode(x="median:Q")
    return as_svg(
        marked(shown, "bar", color=COLOURS[0])
        + marked(median, "rule", color=COLOURS[1], strokeWidth=2, strokeDash=[4, 3])
    )


def _label(row: dict, names: Mapping[str, str]) -> str:
    """The unit's name, with its code where another one of them is called so."""
    name = names[row["unit_code"]]
    return name if list(names.values()).count(name) == 1 else f"{name} ({row['unit_code']})"
