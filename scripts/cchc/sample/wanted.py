"""What a form wants to be drawn: its answers, what sentences and notes tell beside it, and the rules between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from cchc.reference.form import Form, FormRow, load_forms
from cchc.reference.periods import WHOLE_YEAR
from cchc.reference.rule_kinds import PERCENT_OF
from cchc.reference.rules import COMMUNES, OF_LAST_YEAR, Key, Rule, Term, load_rules
from cchc.sample.drawing import Figures, Wanted
from cchc.sample.magnitudes import drifting, magnitude_in, magnitude_of
from cchc.sample.narrative import DOCUMENT_FIGURES, may_tell

COMMUNES_OR_SO = Key("plausible", "commune_count")  # of every unit
_PASSING, _PASSING_BOUND = Decimal(20), Decimal(1000)  # how far a percentage that may pass 100 does, and at most

_YES_TIMES = 4  # a flag is mostly yes, the greatest of its codes


@cache
def figures_of(form: Form, unit_level: str, period: str) -> Figures:
    """All that a report of a unit of this level says on a form in a period, ready to be drawn."""
    told = [Key(*key) for key in may_tell(form) if key[1] not in DOCUMENT_FIGURES]
    places = {one.concept: one for one in told} | {row.concept: Key("appendix", row.concept) for row in form.answered}
    places["commune_count"] = COMMUNES_OR_SO
    wanted: dict[Key, Wanted] = {}
    for row in form.answered:
        wanted |= _answers(row, places, unit_level, period)
    for place in told:
        wanted[place] = _plausible(place.concept, places, unit_level, period)
    rules = (*load_rules(), *_told_again(wanted))
    for rule in rules:
        wanted |= _share_of_whole(rule, wanted)
    given = [COMMUNES, COMMUNES_OR_SO, *of_last_year(_followed())]
    return Figures(wanted, given, rules)


@cache
def figures_of_story(unit_level: str) -> Figures:
    """What a unit takes over from year to year, whatever form it reports on, ready to be drawn."""
    concepts = sorted(drifting() | _followed(with_others=True))
    wanted = {Key("appendix", concept): _plausible(concept, {}, unit_level, WHOLE_YEAR) for concept in concepts}
    return Figures(wanted, list(of_last_year(concepts)), load_rules())


def of_last_year(concepts: Iterable[str]) -> Iterator[Key]:
    """Where rules look for figures of a year before."""
    return (Key(source, concept) for concept in concepts for source in OF_LAST_YEAR)


def is_of_period(concept: str) -> bool:
    """Whether a figure that is taken over from year to year is less in a part of a year."""
    magnitude = magnitude_of(concept)
    return magnitude is not None and magnitude.is_of_period and concept not in _followed(with_others=True)


@cache
def judged_concepts() -> frozenset[str]:
    """Concepts that some rule speaks of."""
    return frozenset(term.concept for rule in load_rules() for term in rule.terms)


@cache
def _followed(with_others: bool = False) -> frozenset[str]:
    """Concepts whose figure of the year before a rule asks for; or all that such rules name."""
    rules = [rule for rule in load_rules() if any(term.source in OF_LAST_YEAR for term in rule.terms)]
    return frozenset(
        term.concept for rule in rules for term in rule.terms if with_others or term.source in OF_LAST_YEAR
    )


@cache
def _rows_by_concept() -> Mapping[str, FormRow]:
    """The row that asks for a concept, on the newest form that does."""
    return {row.concept: row for form in load_forms() for row in form.answered}


def _answers(row: FormRow, places: Mapping[str, Key], unit_level: str, period: str) -> Iterator[tuple[Key, Wanted]]:
    """What the row's answer may be; of a ratio its base, and the value as a part of it."""
    place = Key("appendix", row.concept)
    if row.codes:
        codes = sorted(map(Decimal, row.codes))
        mostly_yes = codes[-1:] * _YES_TIMES if row.answer_type == "flag" else []
        yield place, Wanted(Decimal(0), Decimal(0), codes=(*codes, *mostly_yes))
    elif row.answer_type == "ratio":
        base, known = place._replace(measure="base"), magnitude_of(row.concept)
        counted = magnitude_in(row.unit_vi)
        scale = counted.scale(unit_level, period)
        yield base, Wanted(counted.least * scale, counted.most * scale)
        part = Wanted(Decimal(0), Decimal(100), of=base)
        yield place, _plausible(row.concept, places, unit_level, period, row) if known else part
    else:
        yield place, _plausible(row.concept, places, unit_level, period, row)


def _plausible(
    concept: str, places: Mapping[str, Key], unit_level: str, period: str, row: FormRow | None = None
) -> Wanted:
    """What a figure may be by its concept, or by the unit it is counted in; `places` are those it may be a share of."""
    row = row or _rows_by_concept().get(concept)
    is_percent = row.answer_type == "percent" if row else concept.endswith("_pct")
    may_pass_100 = row.may_pass_100 if row else is_percent
    bound = _PASSING_BOUND if may_pass_100 else Decimal(100)
    magnitude = magnitude_of(concept)
    if magnitude and magnitude.of_concept:
        of, share = places.get(magnitude.of_concept), magnitude.scale(unit_level, period)
        if of is not None:
            return Wanted(magnitude.least * share, magnitude.most * share, of=of)
        magnitude = None
    if is_percent:
        magnitude = magnitude or magnitude_in("%")
        passing = _PASSING if may_pass_100 and magnitude_of(concept) is None else 0
        return Wanted(magnitude.least, magnitude.most + passing, is_percent=True, bound=bound)
    magnitude = magnitude or magnitude_in(row.unit_vi if row else "")
    scale = magnitude.scale(unit_level, period)
    return Wanted(magnitude.least * scale, magnitude.most * scale)


def _told_again(wanted: Mapping[Key, Wanted]) -> Iterator[Rule]:
    """What is told of a figure of the form is that figure, also where no rule of the seeds says so."""
    for place in wanted:
        if place.source != "appendix" and (answer := place._replace(source="appendix")) in wanted:
            terms = tuple(Term(role, Decimal(1), *one) for role, one in (("left", answer), ("right", place)))
            zero = Decimal(0)
            yield Rule(f"{place.concept}_told", "narrative", "=", zero, zero, "critical", "", "", terms)


def _share_of_whole(rule: Rule, wanted: Mapping[Key, Wanted]) -> dict[Key, Wanted]:
    """The part of a percentage of figures: that plausible percentage of the whole, if no line tells of it."""
    if rule.arithmetic != PERCENT_OF or any(term.key not in wanted for term in rule.terms):
        return {}
    percent, *parts = (term.key for role in ("percent", "part", "whole") for term in rule.side(role))
    if len(parts) != 2 or magnitude_of(parts[0].concept) or wanted[parts[0]].is_percent:
        return {}
    part, whole = parts
    return {part: replace(wanted[part], least=wanted[percent].least, most=wanted[percent].most, of=whole)}
