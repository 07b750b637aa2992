"""What is told in two languages is told in both: phrases and their holes, and every pair of columns of a seed."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from cchc.errors import CchcError
from cchc.paths import REFERENCE_SEEDS, ROOT
from cchc.reference.phrases import LANGUAGES, load_phrases, told
from cchc.reference.rule_kinds import load_arithmetics
from cchc.seeds.reading import read_seed

SEEDS = {path.name: read_seed(path) for path in sorted(REFERENCE_SEEDS.glob("*.csv"))}
PAIRS = [
    (name, column)
    for name, rows in SEEDS.items()
    for column in rows[0]
    if column.endswith("_en") and f"{column[:-3]}_vi" in rows[0]
]
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for folder, kind in (("models", "*.sql"), ("scripts/cchc", "*.py"))
    for path in sorted((ROOT / folder).rglob(kind))
)


@pytest.mark.parametrize(("seed", "column"), PAIRS)
def test_what_has_words_in_one_language_has_them_in_the_other(seed, column):
    pair = (column, f"{column[:-3]}_vi")
    assert [row for row in SEEDS[seed] if bool(row[pair[0]]) != bool(row[pair[1]])] == [], f"{pair} of {seed}"


def holes(phrase: str, language: str) -> set[str | None]:
    return {hole for _, hole, *_ in Formatter().parse(load_phrases()[phrase, language]) if hole is not None}


@pytest.mark.parametrize("phrase", sorted({phrase for phrase, _ in load_phrases()}))
def test_a_phrase_says_the_same_in_both_languages_and_is_used(phrase):
    assert all(load_phrases()[phrase, language] for language in LANGUAGES)
    assert holes(phrase, "en") == holes(phrase, "vi")
    assert re.search(rf"['\"]{phrase}['\"]", SOURCES) or phrase.removeprefix("finding_") in load_arithmetics()


def test_a_phrase_that_there_is_not_is_named():
    with pytest.raises(CchcError, match=r"phrases\.csv: there is no phrase proposal_guessed"):
        told("proposal_guessed", "vi")


def test_every_phrase_that_python_tells_is_there():
    asked = set(re.findall(r"\btold\(\s*\"(\w+)\"", SOURCES))
    assert asked and asked <= {phrase for phrase, _ in load_phrases()}
