"""A proposal in words, in English and Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cchc.proposing.figures import Figure
from cchc.reading.number_grammar import BLANK, NOT_FOUND, UNREADABLE
from cchc.reference.code_words import code_words
from cchc.reference.phrases import told
from cchc.reference.rules import Rule

_RULES_TOLD = 3


def in_words(
    language: str,
    figure: Figure,
    value: Decimal | None,
    span: tuple[Decimal | None, Decimal | None],
    kind: str,
    certainty: str,
    mended: Sequence[Rule],
) -> str:
    """One sentence: which figure, what stands there, what it should be, how, how sure, and the rules it mends."""
    name = named(figure.indicator_code, figure.key.source, figure.key.concept, figure.key.measure, language)
    read = f"“{figure.raw_text}”" if figure.raw_text else _nothing(figure.read_status, language)
    should = shown(value, figure.key.concept) if value is not None else _span(span, language)
    is_mistyped = figure.is_typed and kind in code_words("typed_change")  # where no engine read anything
    how = word("typed_change" if is_mistyped else "change_kind", kind, language)
    sure = word("certainty", certainty, language)
    sentence = told("proposal", language, figure=name, read=read, value=should, how=how, certainty=sure)
    rules = [getattr(rule, f"words_{language}") for rule in mended[:_RULES_TOLD]]
    if rules:
        sentence += " " + told("proposal_mends", language, rules=" ".join(rules))
    return sentence


def named(indicator_code: str | None, source: str, concept: str, measure: str, language: str) -> str:
    """A figure by its code on the form; what no form asks for by its own words: `số Kế hoạch CCHC (ghi chú)`."""
    concepts = code_words("told_concept")
    name = indicator_code or (
        getattr(concepts[concept], language) if concept in concepts else concept.replace("_", " ")
    )
    if source != "appendix":
        name += f" ({word('figure_source', source, language)})"
    return name + (f", {word('measure', 'base', language)}" if measure == "base" else "")


def shown(value: Decimal, concept: str) -> str:
    """A figure as reports write it: a date with its day first, else a plain number."""
    if concept.endswith("_date"):
        digits = f"{value:08.0f}"
        return f"{digits[6:]}/{digits[4:6]}/{digits[:4]}"
    return plain(value)


def plain(value: Decimal) -> str:
    """A number without needless zeros or exponent."""
    return f"{value.normalize():f}"


def word(code_list: str, code: str, language: str) -> str:
    """The word of a code in a language."""
    return getattr(code_words(code_list)[code], language)


def _nothing(read_status: str, language: str) -> str:
    """What stands in a cell of which no text was read."""
    if read_status in (BLANK, UNREADABLE, NOT_FOUND):
        return word("read_status", read_status, language)
    return told("read_nothing", language)


def _span(span: tuple[Decimal | None, Decimal | None], language: str) -> str:
    low, high = span
    if low is not None and low == high:
        return plain(low)
    if low is not None and high is not None:
        return told("proposed_between", language, low=plain(low), high=plain(high))
    if high is not None:
        return told("proposed_at_most", language, high=plain(high))
    if low is not None:
        return told("proposed_at_least", language, low=plain(low))
    return told("proposed_another", language)
