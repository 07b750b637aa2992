"""A proposal in words: a range is told by its ends, and a range of one value by the value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cchc.paths import REFERENCE_SEEDS
from cchc.proposing.words import in_words
from cchc.reference.code_words import code_words
from cchc.reference.rules import Key
from cchc.sample.read_figures import figures_of
from cchc.seeds.reading import read_seed

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


def test_what_is_told_in_sentences_alone_has_a_name_in_both_languages():
    patterns, forms = (read_seed(REFERENCE_SEEDS / f"{name}.csv") for name in ("narrative_patterns", "form_rows"))
    asked = {row["concept"] for row in forms}
    assert {row["concept"] for row in patterns} - asked == set(code_words("told_concept"))
