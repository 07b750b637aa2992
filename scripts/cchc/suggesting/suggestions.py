"""The rules that are suggested: thought of, judged by the reports, and none that others say already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from cchc.proposing.implied_rules import implied_by
from cchc.proposing.linear_rules import LinearRule
from cchc.proposing.report_rules import as_linear, not_negative
from cchc.reference.rules import Rule, load_rules
from cchc.suggesting.candidates import (
    BOUND_OF_VALUES,
    FIRST_OF_GROUP,
    FROM_VALUES,
    HEADING,
    NARROWER,
    STAGE,
    STOCK,
    Candidate,
)
from cchc.suggesting.equations import (
    REPORTS_LEAST,
    Figures,
    rates,
    same_figures,
    sums_of_two,
    told_twice,
    totals,
    totals_of_few,
    with_all_communes,
)
from cchc.suggesting.form_lines import FormLines
from cchc.suggesting.inequalities import bounds
from cchc.suggesting.judging import Support, support_of
from cchc.suggesting.observations import Observations
from cchc.suggesting.sentences import expression_of, name_of, places_of, words_of
from cchc.suggesting.structure import families, partition, structural

_TELLING_LEAST = 10  # reports, where none but they speak for a rule
_DISTINCT_LEAST = 5  # figures among them
# Of two rules that say the same, the one whose reason stands later here is the one that is not needed.
_FIRMEST_LAST = (BOUND_OF_VALUES, FIRST_OF_GROUP, STOCK, NARROWER, STAGE, HEADING)
FORM_AND_REPORTS, FORM_ALONE, REPORTS_ALONE = "form_and_reports", "form_alone", "reports_alone"


@dataclass(frozen=True)
class Suggestion:
    """A rule to be decided on. `implied_by`: rules of this list, or on record, from which it follows."""

    rule: Rule
    candidate: Candidate
    support: Support
    expression: str
    places: str
    form_version: str
    implied_by: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Who speaks for it: the form, the reports, or both."""
        if self.candidate.reason in FROM_VALUES:
            return REPORTS_ALONE
        return FORM_AND_REPORTS if self.support.telling else FORM_ALONE


def suggest(form: FormLines, kinds: Sequence[Observations], standing: Sequence[Rule]) -> list[Suggestion]:
    """The rules suggested for a form, by reports of all kinds; those on record, or told by them, are left out.

    First those that stand by themselves, in form order, then those that follow from them and that the form says all
    the same.
    """
    found = _distinct(_found(form, kinds))
    known = [as_linear(rule) for rule in standing if rule.is_linear]
    on_record = {identity(rule) for rule in standing}
    found = [
        (one, support)
        for one, support in found
        if identity(one.rule()) not in on_record and not _is_told_better(one, standing)
    ]
    named = _named(form, found, {rule.rule_id for rule in standing})
    return _without_implied(named, known)


def suggest_for_all(forms: Iterable[FormLines], observed: Sequence[Observations]) -> list[Suggestion]:
    """The rules suggested for some forms, each rule once: since it names concepts, it holds for all that ask for them.

    Reports on other forms that ask for the same are heard too.
    """
    suggestions: list[Suggestion] = []
    for form in forms:
        standing = [*load_rules(), *(one.rule for one in suggestions)]
        suggestions += suggest(form, observed, standing)
    return suggestions


def _found(form: FormLines, kinds: Sequence[Observations]) -> Iterator[tuple[Candidate, Support]]:
    """Every rule thought of that the reports do not speak against, with what they say of it."""
    reached: list[Candidate] = []
    for candidate in structural(form):
        support = support_of(candidate, kinds)
        if support is not None:
            reached += [candidate] * support.always_at_bound
            yield candidate, support
    many = [one for one in kinds if one.form_version == form.version and len(one.report_ids) >= REPORTS_LEAST]
    for reports in many:
        for candidate in _told_by(reports, form, reached):
            support = support_of(candidate, kinds)
            if support is not None and _is_carried(candidate, support):
                yield candidate, support
    for family in () if many else families(form):
        candidate = partition(family)
        support = None if candidate is None else support_of(candidate, kinds)
        if candidate is not None and support is not None:
            yield candidate, support
        elif candidate is None:
            yield from islice(totals_of_few(family, kinds), 1)


def _told_by(reports: Observations, form: FormLines, reached: Sequence[Candidate]) -> Iterator[Candidate]:
    """What the figures of many reports suggest; a bound of the form that they always reach is no equality."""
    ceilings = {candidate.left[0] for candidate in reached if len(candidate.left) == 1}
    figures = Figures(form, reports, ceilings)
    figures = Figures(form, reports, ceilings.union(with_all_communes(figures)))
    groups = told_twice(figures)
    at_bound = {frozenset(candidate.keys) for candidate in reached}
    for candidate in (
        *totals(figures, families(form)), *rates(figures), *same_figures(groups), *sums_of_two(figures, groups),
        *bounds(figures, groups),
    ):  # fmt: skip
        if candidate.comparison != "=" or frozenset(candidate.keys) not in at_bound:
            yield candidate


def _is_carried(candidate: Candidate, support: Support) -> bool:
    """Whether the reports alone carry it: enough that differ."""
    return candidate.is_firm or (support.telling >= _TELLING_LEAST and support.distinct >= _DISTINCT_LEAST)


def _distinct(found: Iterable[tuple[Candidate, Support]]) -> list[tuple[Candidate, Support]]:
    """Each rule once: as the form says it, if the form does."""
    kept: dict[object, tuple[Candidate, Support]] = {}
    for candidate, support in found:
        if len(set(candidate.keys)) == len(candidate.keys):
            kept.setdefault(identity(candidate.rule()), (candidate, support))
    return list(kept.values())


def identity(rule: Rule) -> object:
    """Equal for rules that say the same, whichever side of an equality a figure stands on."""
    if not rule.is_linear:
        return rule.kind, rule.terms
    linear = as_linear(rule)
    fields = sorted(linear.coefficients.items())
    if fields[0][1] > 0:
        return tuple(fields), linear.lower, linear.upper
    turned = tuple((field, -value) for field, value in fields)
    lower, upper = ((None if one is None else (-one[0], -one[1])) for one in (linear.upper, linear.lower))
    return turned, lower, upper


def _is_told_better(candidate: Candidate, standing: Sequence[Rule]) -> bool:
    """Whether an equality on record has all its figures and more, as a sum less what is counted twice."""
    keys = set(candidate.keys)
    return candidate.comparison == "=" and any(
        rule.is_linear and rule.comparison == "=" and keys < {term.key for term in rule.terms} for rule in standing
    )


def _named(form: FormLines, found: list[tuple[Candidate, Support]], taken: set[str]) -> list[Suggestion]:
    """With names, words and severity, in form order."""
    positions = {key: at for at, key in enumerate(form.figures())}
    named = []
    for candidate, support in sorted(found, key=lambda pair: [positions.get(key, -1) for key in pair[0].keys]):
        rule_id = name_of(candidate, form, taken)
        taken.add(rule_id)
        severity = "critical" if candidate.is_proven and not support.exceptions else "warning"
        named.append(
            Suggestion(
                rule=candidate.rule(rule_id, severity, words_of(candidate, form)),
                candidate=candidate,
                support=support,
                expression=expression_of(candidate),
                places=places_of(candidate, form),
                form_version=form.version,
            )
        )
    return named


def _without_implied(named: list[Suggestion], known: list[LinearRule]) -> list[Suggestion]:
    """Those from which all others follow; after them those that follow and that the form itself says."""
    linear = {one.rule.rule_id: as_linear(one.rule) for one in named if one.rule.is_linear}
    bounds = not_negative([*linear.values(), *known])
    kept, told = dict(linear), {}
    for one in sorted(named, key=_need):
        rule = kept.pop(one.rule.rule_id, None)
        if rule is None:
            continue
        names = implied_by(rule, [*kept.values(), *known, *bounds])
        if names is None:
            kept[one.rule.rule_id] = rule
        else:
            told[one.rule.rule_id] = tuple(sorted(name for name in names if not name.endswith(" >= 0")))
    by_itself = [one for one in named if one.rule.rule_id not in told]
    following = [
        replace(one, implied_by=told[one.rule.rule_id])
        for one in named
        if one.rule.rule_id in told
        and one.candidate.is_firm
        and implied_by(linear[one.rule.rule_id], [*known, *bounds]) is None
    ]
    return by_itself + following


def _need(one: Suggestion) -> tuple[int, int, int]:
    """Least needed first: bounds before equalities, what reports alone tell before what the form says."""
    candidate = one.candidate
    is_equality = candidate.comparison == "="
    firmness = _FIRMEST_LAST.index(candidate.reason) if candidate.reason in _FIRMEST_LAST else len(_FIRMEST_LAST)
    return int(is_equality), firmness, -len(candidate.keys)
