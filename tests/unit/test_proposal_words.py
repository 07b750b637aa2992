"""A proposal in words: a range is told by its ends, and a range of one value by the value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cchc.proposing.figures import Key
from cchc.proposing.words import in_words
from cchc.sample.read_figures import figures_of

from . import report_figures as made


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (442, 442, "phải là 442 ("),
        (440, 442, "phải là từ 440 đến 442 ("),
        (None, 442, "phải là không quá 442 ("),
        (440, None, "phải là không dưới 440 ("),
        (None, None, "phải là giá trị khác ("),
    ],
)
def test_a_range_is_told_by_its_ends(low, high, told):
    figure = replace(figures_of(made.made_up_report(1))[Key("appendix", "procedures_in_force")], raw_text="410")
    span = tuple(None if end is None else Decimal(end) for end in (low, high))
    words = in_words("vi", figure, None, span, "unknown", "possible", [])
    assert f"III.2.3: “410” → {told}" in words
