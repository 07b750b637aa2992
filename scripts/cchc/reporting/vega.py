"""Vega-Lite charts as SVG, drawn in this process: no browser, no request."""

from __future__ import annotations

from typing import Any, Literal

import altair
import vl_convert

COLOURS = ("#0b5394", "#c8641a")  # told apart by people who see colours otherwise, and in grey
UNSETTLED = 0.35  # opacity of a figure that is disputed
_FONT = "Arimo, Liberation Sans, Arial, Helvetica, sans-serif"
_VIETNAMESE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}


def marked(chart: altair.Chart, mark: Literal["bar", "line", "point", "rule"], **looks: Any) -> altair.Chart:
    """The chart drawn with marks that look so."""
    own = chart.copy()
    own.mark = altair.MarkDef(type=mark, **looks)
    return own


def as_svg(chart: altair.TopLevelMixin) -> str:
    """The chart as SVG, numbers as Vietnamese readers write them."""
    spec = chart.to_dict()
    spec["config"] |= {"font": _FONT, "view": spec["config"]["view"] | {"stroke": None}}
    return vl_convert.vegalite_to_svg(spec, format_locale=_VIETNAMESE)
