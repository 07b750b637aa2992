"""Explanations as proposals: a row a figure, ranked, with how sure it is, what speaks for it, and words for people."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from rich.console import Console

from cchc.proposing.change_kinds import change_kind
from cchc.proposing.explaining import Explanation, Problem, explain
from cchc.proposing.figures import Figure, ReportFigures
from cchc.proposing.readings import reading_costs
from cchc.proposing.solving import Range, solve
from cchc.proposing.support import characters_say, contested, leaves_one
from cchc.proposing.words import in_words
from cchc.reference.rules import Key, Rule, holds

SURE, LIKELY, POSSIBLE = "sure", "likely", "possible"
_SURE_SHARE, _LIKELY_SHARE = 0.99, 0.7
_EXPLANATIONS_TOLD = 5  # of one problem
_MANY, _AS_GOOD = 3, 1.0  # so many values of like cost (nats) for the same figures, and none of them is told
_REPORTS_MOST = 2_000  # searched in one build, at some 50 ms of processor time each
_SECONDS_SILENT = 2.0
_TOLD_SHARE = 0.3  # a value that only characters speak for is told from here on


@dataclass(frozen=True)
class Proposal:
    """One figure of one explanation. Fields as the columns of fct_correction_proposals, see its description."""

    report_id: str
    proposal_number: int
    problem_number: int
    explanation_rank: int
    figure_source: str
    indicator_code: str | None
    concept: str
    measure: str
    read_text: str
    read_value: Decimal | None
    proposed_value: Decimal | None
    proposed_from: Decimal | None
    proposed_to: Decimal | None
    change_kind: str
    cost: float
    certainty: str
    evidence_grade: str | None
    changed_with: str
    rules_mended: str
    rules_left: str
    source_page: int | None
    source_lines: str
    words_en: str
    words_vi: str


def propose(report: ReportFigures, rules: Sequence[Rule]) -> list[Proposal]:
    """Every proposal for a report, problem by problem in the order of the form, likeliest explanation first."""
    by_id = {rule.rule_id: rule for rule in rules}
    rows: list[Proposal] = []
    doubted = contested(report, rules)
    told: set[tuple[Key, Decimal | None]] = set()
    for number, problem in enumerate(explain(report, rules), start=1):
        for rank, one in _told(report, by_id, problem, doubted):
            if one.says not in told:  # the same of a figure is told once, at its best
                told.add(one.says)
                rows.append(one.row(len(rows) + 1, number, rank))
    return rows


def _told(
    report: ReportFigures, rules: Mapping[str, Rule], problem: Problem, doubted: frozenset[Key]
) -> list[tuple[int, _Described]]:
    """The changes worth telling, each with its explanation's rank; at least that a damaged figure is not known."""
    explanations = _one_a_set(problem)[:_EXPLANATIONS_TOLD]
    described = [
        (rank, _Described(report, rules, problem, explanation, key, value, doubted))
        for rank, explanation in enumerate(explanations, start=1)
        for key, value in explanation.changes.items()
    ]
    unread = Explanation(reading_costs()["left_unread"], dict.fromkeys(problem.damaged, None))
    return [(rank, one) for rank, one in described if one.says_something] or [
        (1, _Described(report, rules, problem, unread, key, None, doubted)) for key in problem.damaged
    ]


def _one_a_set(problem: Problem) -> list[Explanation]:
    """The likeliest explanation of each set of figures; without a value where many would do as well."""
    if not problem.rules:  # a damaged figure: what its characters can be is told value by value
        return [one for one in problem.explanations if one.changes]
    sets: dict[frozenset[Key], list[Explanation]] = {}
    for one in problem.explanations:
        if one.changes:
            sets.setdefault(frozenset(one.changes), []).append(one)
    told = []
    for alike in sets.values():
        as_good = [one for one in alike if one.cost <= alike[0].cost + _AS_GOOD]
        known = [one for one in as_good if None not in one.changes.values()]
        if len(known) >= _MANY:
            changes = {key: None if len({one.changes[key] for one in known}) > 1 else value
                       for key, value in alike[0].changes.items()}  # fmt: skip
            told.append(replace(alike[0], changes=changes))
        else:
            told.append(alike[0])
    return told


class _Described:
    """One change of an explanation, and what can be told about it."""

    def __init__(
        self,
        report: ReportFigures,
        rules: Mapping[str, Rule],
        problem: Problem,
        explanation: Explanation,
        key: Key,
        value: Decimal | None,
        doubted: frozenset[Key],
    ) -> None:
        self._report, self._rules, self._problem, self._explanation = report, rules, problem, explanation
        self._key, self._value, self._doubted = key, value, doubted
        self._figure = report.figures[key]
        self._own_rules = [rule for rule in rules.values() if any(term.key == key for term in rule.terms)]

    @property
    def says(self) -> tuple[Key, Decimal | None]:
        """The figure and what it is proposed to be."""
        return self._key, self._value

    @property
    def says_something(self) -> bool:
        """False for one of many values that damaged characters may be, where nothing speaks for it."""
        is_told = self._problem.rules or any(
            self._is_mended(rule) for rule in self._own_rules if rule.of_kind.leaves_one_value
        )
        return bool(is_told) or self._problem.share(self._key, self._value) >= _TOLD_SHARE

    def row(self, number: int, problem_number: int, rank: int) -> Proposal:
        supporting = self._supporting()
        span = self._range()
        kind = "swapped_rows" if self._is_swapped else change_kind(self._figure, self._value, supporting)
        certainty = self._certainty(supporting)
        mended = sorted(rule.rule_id for rule in self._own_rules if self._is_mended(rule))
        figure = self._figure
        words = {
            language: in_words(
                language, figure, self._value, span, kind, certainty, [self._rules[one] for one in mended]
            )
            for language in ("en", "vi")
        }
        return Proposal(
            report_id=self._report.report_id,
            proposal_number=number,
            problem_number=problem_number,
            explanation_rank=rank,
            figure_source=self._key.source,
            indicator_code=figure.indicator_code,
            concept=self._key.concept,
            measure=self._key.measure,
            read_text=figure.raw_text,
            read_value=figure.value,
            proposed_value=self._value,
            proposed_from=span[0],
            proposed_to=span[1],
            change_kind=kind,
            cost=round(self._explanation.cost, 4),
            certainty=certainty,
            evidence_grade=self._grade(supporting),
            changed_with=" ".join(self._changed_with()),
            rules_mended=" ".join(mended),
            rules_left=" ".join(sorted(self._explanation.left)),
            source_page=figure.page,
            source_lines="; ".join(dict.fromkeys(_lines(one) for one in self._witnesses(supporting) if one.lines)),
            words_en=words["en"],
            words_vi=words["vi"],
        )

    def _changed_with(self) -> list[str]:
        """Codes of the other answers that the explanation changes."""
        others = (self._report.figures[key].indicator_code for key in self._explanation.changes)
        return [code for code in dict.fromkeys(others) if code and code != self._figure.indicator_code]

    @property
    def _is_swapped(self) -> bool:
        changes = self._explanation.changes
        return any(
            other != self._key
            and self._value not in (None, self._figure.value)
            and self._value == self._report.figures[other].value
            and changes[other] == self._figure.value
            for other in changes
        )  # fmt: skip

    def _is_mended(self, rule: Rule) -> bool:
        """True for a rule that failed or could not be judged, and holds once the explanation is laid over."""
        if self._value is None:
            return rule.rule_id in self._problem.rules and rule.rule_id not in self._explanation.left
        before = holds(rule, self._report.known({}))
        return before is not True and holds(rule, self._report.known(self._explanation.changes)) is True

    def _supporting(self) -> list[Rule]:
        """Rules over clear figures that by themselves leave this value alone."""
        if self._value is None:
            return []
        changes = self._explanation.changes
        doubted = self._doubted if self._figure.is_damaged else ()  # a crisp figure is contested by its very problem
        return [
            rule for rule in self._own_rules if leaves_one(rule, self._report, self._key, self._value, changes, doubted)
        ]

    def _certainty(self, supporting: list[Rule]) -> str:
        share = self._problem.share(self._key, self._value)
        is_sure = supporting and share >= _SURE_SHARE and not self._explanation.left
        if is_sure and self._value is not None and characters_say(self._figure, self._key, self._value):
            return SURE
        return LIKELY if share >= _LIKELY_SHARE and self._value is not None else POSSIBLE

    def _grade(self, supporting: list[Rule]) -> str | None:
        if self._value is None:
            return None
        if supporting:
            return min(rule.of_kind.evidence_grade for rule in supporting)
        return "C" if characters_say(self._figure, self._key, self._value) else None

    def _range(self) -> tuple[Decimal | None, Decimal | None]:
        """The value twice, or the ends between which all the problem's rules of the figure hold."""
        if self._value is not None:
            return self._value, self._value
        allowed = Range()
        for rule in self._own_rules:
            solved = solve(rule, self._key, self._report, self._explanation.changes)
            met = allowed.meet(solved) if solved else None
            allowed = met or allowed
        return _as_decimal(allowed.low), _as_decimal(allowed.high)

    def _witnesses(self, supporting: list[Rule]) -> Iterator[Figure]:
        yield self._figure
        for rule in supporting or [self._rules[one] for one in self._problem.rules]:
            for term in rule.terms:
                figure = self._report.figures.get(term.key)
                if figure is not None and self._figure is not figure:
                    yield figure


def _as_decimal(end: Fraction | None) -> Decimal | None:
    return None if end is None else Decimal(end.numerator) / Decimal(end.denominator)


def _lines(figure: Figure) -> str:
    if figure.lines is None:
        return ""
    first, last = figure.lines
    return str(first) if first == last else f"{first}-{last}"


def propose_all(
    reports: Iterable[ReportFigures], rules: Sequence[Rule], most: int = _REPORTS_MOST
) -> Iterator[Proposal]:
    """The proposals of the first `most` reports; says on stderr how far it is, and how many were left out."""
    say = Console(stderr=True, highlight=False, markup=False).print
    told = time.monotonic()
    reports = iter(reports)
    for number, report in enumerate(islice(reports, most)):
        if time.monotonic() - told > _SECONDS_SILENT:
            say(f"searching for likely errors: {number} reports done")
            told = time.monotonic()
        yield from propose(report, rules)
    left_out = sum(1 for _ in reports)
    if left_out:
        say(
            f"Likely errors were searched in {most} reports; {left_out} more with open findings or damaged figures "
            "were left out. Decide what is open in the first ones (cchc review), then build again."
        )


def as_table(proposals: Iterable[Proposal]):
    """Proposals as an Arrow table with the types of fct_correction_proposals."""
    import pyarrow as pa

    types = {"Decimal | None": pa.decimal128(18, 4), "float": pa.decimal128(10, 4), "int": pa.int32()}
    types |= {"int | None": pa.int32()}
    schema = pa.schema([(one.name, types.get(one.type, pa.string())) for one in fields(Proposal)])
    rows = [
        {
            one.name: Decimal(f"{getattr(proposal, one.name):.4f}")
            if one.type == "float"
            else _stored(proposal, one.name)
            for one in fields(Proposal)
        }
        for proposal in proposals
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def _stored(proposal: Proposal, name: str):
    value = getattr(proposal, name)
    return value.quantize(Decimal("0.0001")) if isinstance(value, Decimal) else value
