"""Crisp figures of a text that other figures printed in it gainsay: an engine may have misread one of them.

Nothing here changes a value. Of the figures that break a rule together, those are doubted that break the most rules,
and none that keeps one of equality with yet others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from cchc.reading.number_grammar import Reading
from cchc.reading.text.narrative import ToldFigure
from cchc.reference.rules import Key, Known, Rule, holds, load_rules

_ON_PAPER = ("appendix", "narrative", "note")  # where a report itself tells figures


def contradicted(clear: Mapping[str, Reading], told: Iterable[ToldFigure]) -> dict[str, str]:
    """By concept, the clear figures that break a rule with others, and these others as they are told."""
    known = _known(clear, told)
    broken: list[dict[Key, Known]] = []
    borne_out: set[str] = set()
    for rule in _rules():
        figures = {term.key: known[term.key] for term in rule.terms if term.key in known}
        if (is_kept := holds(rule, lambda term: known.get(term.key))) is False:
            broken.append(figures)
        elif is_kept and rule.comparison == "=":
            borne_out |= _concepts(figures)
    times = Counter(concept for figures in broken for concept in _concepts(figures))
    found: dict[str, str] = {}
    for figures in broken:
        blamed = _concepts(figures) - borne_out or _concepts(figures)
        for concept in sorted(blamed):
            if times[concept] == max(times[one] for one in blamed):
                others = (figure for key, figure in figures.items() if key != Key("appendix", concept))
                found.setdefault(concept, ", ".join(f"{figure.value:f}" for figure in others))
    return found


@cache
def _rules() -> tuple[Rule, ...]:
    """The rules between figures of one report; those that only bound one figure have nothing printed against it."""
    return tuple(
        rule
        for rule in load_rules()
        if len(rule.terms) > 1 and all(term.source in _ON_PAPER for term in rule.terms)
    )  # fmt: skip


def _known(clear: Mapping[str, Reading], told: Iterable[ToldFigure]) -> dict[Key, Known]:
    """The figures read clear, and those told in sentences and notes once or always the same."""
    known = {}
    for concept, reading in clear.items():
        for measure, value in (("value", reading.value), ("base", reading.base_value)):
            if value is not None:
                known[Key("appendix", concept, measure)] = Known(value, reading.decimals or 0)
    several: dict[Key, set[Known]] = {}
    for figure in told:
        several.setdefault(Key(figure.figure_source, figure.concept), set()).add(Known(figure.value, figure.decimals))
    return known | {key: figures.pop() for key, figures in several.items() if len(figures) == 1}


def _concepts(figures: Iterable[Key]) -> set[str]:
    return {key.concept for key in figures if key.source == "appendix"}
