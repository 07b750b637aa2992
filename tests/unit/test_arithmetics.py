"""What an arithmetic of rules needs besides its rows, told by name where it was forgotten."""

from __future__ import annotations

import pytest

from cchc.paths import ROOT
from cchc.reference.phrases import LANGUAGES, load_phrases
from cchc.reference.rule_kinds import load_arithmetics, load_rule_kinds
from cchc.reference.rules import JUDGES

KINDS = load_rule_kinds().values()
NOT_LINEAR = sorted({kind.arithmetic for kind in KINDS if not kind.is_linear})


def macro(name: str) -> str:
    return (ROOT / "macros" / f"{name}.sql").read_text(encoding="utf-8")


def test_python_judges_every_arithmetic():
    assert set(JUDGES) == set(load_arithmetics()), "add it to JUDGES of cchc.reference.rules"


def test_every_arithmetic_is_that_of_a_kind():
    assert {kind.arithmetic for kind in KINDS} == set(load_arithmetics())


@pytest.mark.parametrize("arithmetic", NOT_LINEAR)
def test_sql_judges_what_is_not_linear(arithmetic):
    assert f"'{arithmetic}'" in macro("rule_judgement")
    assert f"arithmetic: {arithmetic}" in (ROOT / "models/intermediate/int_rule_judgements.yml").read_text("utf-8")


@pytest.mark.parametrize("arithmetic", NOT_LINEAR)
def test_a_finding_of_what_is_not_linear_is_told_in_both_languages(arithmetic):
    assert {(f"finding_{arithmetic}", language) for language in LANGUAGES} <= set(load_phrases())
