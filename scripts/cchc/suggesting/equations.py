"""Equalities found in what landed: one figure told twice, a sum of others, a percentage of two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

import numpy as np

from cchc.reference.rules import COMMUNES, Key
from cchc.suggesting.candidates import (
    RATE_OF_VALUES,
    SAME_VALUES,
    SUM_OF_VALUES,
    TOTAL,
    Candidate,
    equal,
    rate,
    within,
)
from cchc.suggesting.coincidence import bound_of, chance_of_equality, is_by_chance, is_one_sided
from cchc.suggesting.form_lines import FormLines, Line
from cchc.suggesting.judging import RIGHT_SHARE, Support, support_of
from cchc.suggesting.observations import EQUAL, Observations
from cchc.suggesting.structure import Family

REPORTS_LEAST = 20  # of one kind, for their figures to suggest anything by themselves
_DIFFERENT_LEAST = 5  # values of a figure, 0 not counted
_SEARCHED_MOST = 1000  # reports
_LOOKED_AT_FIRST = 24  # reports, in the search through all pairs of parts
_FIRST_SHARE = 0.55  # of these obey, or the pair is dropped
_MATTERS_SHARE = 0.05  # of the reports have something in a part, or the sum says nothing of it
_MATTERS_LEAST = 3  # reports
_LARGE_ENOUGH = 50  # a total that a few sums of other figures do not hit by chance


class Figures:
    """The figures of one kind of reports among which equalities are sought: those that take enough values."""

    def __init__(self, form: FormLines, reports: Observations, left_out: Iterable[Key]) -> None:
        self.form = form
        self.reports = reports.sample(_SEARCHED_MOST)
        self.sizes = self.reports.sizes
        left_out = set(left_out)
        self.keys = [key for key in reports.keys if key not in left_out and self._is_counted(key)]
        self.percents = [key for key in reports.keys if self._answer_type(key) == "percent" and self._varies(key)]

    def _answer_type(self, key: Key) -> str:
        line = self.form.by_concept.get(key.concept)
        return line.answer_type if line is not None else ""

    def _is_counted(self, key: Key) -> bool:
        return (key.source == "unit" or self._answer_type(key) in ("count", "ratio")) and self._varies(key)

    def _varies(self, key: Key) -> bool:
        column = self.reports.column(key)
        known = column[~np.isnan(column)]
        return len(known) >= REPORTS_LEAST and len(np.unique(known[known != 0])) >= _DIFFERENT_LEAST

    def line(self, key: Key) -> Line | None:
        """The row of the form that a figure stands in; None for what a unit has."""
        return self.form.by_concept.get(key.concept)

    def agree(self, one: np.ndarray, other: np.ndarray, figures: int, tried: int) -> bool:
        """Whether two columns, of so many figures together, are equal where either is not 0, and not by chance."""
        known = ~np.isnan(one) & ~np.isnan(other)
        one, other, sizes = one[known], other[known], self.sizes[known]
        counts = (one != 0) | (other != 0)
        if counts.sum() < REPORTS_LEAST / 2:
            return False
        off = (one - other)[counts]
        equal_there = np.abs(off) <= EQUAL
        if equal_there.mean() < RIGHT_SHARE**figures or is_one_sided(off[~equal_there]):
            return False
        if len(np.unique(one[counts][equal_there])) < _DIFFERENT_LEAST:
            return False
        chance = chance_of_equality(one[counts], other[counts], sizes[counts])
        return not is_by_chance(int(equal_there.sum()), int(counts.sum()), chance, tried)


def with_all_communes(figures: Figures) -> list[Key]:
    """Figures that are the number of communes in nearly all reports: all of them did it, and no rule says so."""
    if COMMUNES not in figures.keys:
        return []
    communes = figures.reports.column(COMMUNES)
    others = [key for key in figures.keys if key != COMMUNES]
    return [key for key in others if figures.agree(figures.reports.column(key), communes, 2, len(others))]


def told_twice(figures: Figures) -> list[list[Key]]:
    """Groups of figures that are the same in nearly all reports, each group with its chief figure first."""
    tried = len(figures.keys) * (len(figures.keys) - 1) // 2
    group_of: dict[Key, list[Key]] = {}
    for one, other in combinations(figures.keys, 2):
        if figures.agree(figures.reports.column(one), figures.reports.column(other), 2, tried):
            merged = list(dict.fromkeys([*group_of.get(one, [one]), *group_of.get(other, [other])]))
            group_of.update(dict.fromkeys(merged, merged))
    groups = {id(group): group for group in group_of.values()}.values()
    return [_chief_first(group, figures.form) for group in groups]


def _chief_first(group: list[Key], form: FormLines) -> list[Key]:
    """The base that the others are bases under, if there is one, or what stands first."""
    order = {key: at for at, key in enumerate(form.figures())}

    def chief(key: Key) -> tuple[int, int]:
        line = form.by_concept.get(key.concept)
        under = 0 if line is None else sum(one.base in group for one in form.under(line))
        return -under, order.get(key, -1)

    return sorted(group, key=chief)


def same_figures(groups: Iterable[list[Key]]) -> Iterator[Candidate]:
    """Each figure of a group against the chief one."""
    for chief, *others in groups:
        for other in others:
            yield equal("same_figure", other, (chief,), SAME_VALUES)


def sums_of_two(figures: Figures, groups: Iterable[list[Key]]) -> Iterator[Candidate]:
    """Figures that are the sum of two others, anywhere on the form; of a group of same figures one is looked at."""
    groups = list(groups)
    repeated = {key for group in groups for key in group[1:]}
    keys = [key for key in figures.keys if key not in repeated]
    if len(keys) < 3:
        return
    values = figures.reports.columns(keys)
    first = values[np.argsort(np.isnan(values).sum(axis=1), kind="stable")[:_LOOKED_AT_FIRST]]
    tried = len(keys) * (len(keys) - 1) * (len(keys) - 2) // 2
    for total in range(len(keys)):
        for part in range(len(keys)):
            rest = first[:, [total]] - first[:, [part]] - first[:, part + 1 :]
            if part == total or not rest.shape[1]:
                continue
            known = ~np.isnan(rest)
            hits = (np.abs(rest) <= EQUAL) & known
            promising = hits.sum(axis=0) >= np.maximum(_FIRST_SHARE * known.sum(axis=0), _MATTERS_LEAST)
            for other in np.flatnonzero(promising) + part + 1:
                parts = (part, int(other))
                if total not in parts and _is_sum(figures, values, total, parts, tried):
                    found = _likest([keys[total], *(keys[at] for at in parts)], groups, figures)
                    yield equal("sum", found[0], found[1:], SUM_OF_VALUES)


def _likest(keys: list[Key], groups: list[list[Key]], figures: Figures) -> list[Key]:
    """The same with each figure that is told twice by the row whose label has most in common with the other rows'."""

    def words(key: Key) -> set[str]:
        line = figures.line(key)
        return set() if line is None else set(line.label.counted)

    chosen = []
    for key in keys:
        others = set().union(*(words(one) for one in keys if one != key))
        same = next((group for group in groups if key in group), [key])
        chosen.append(max(same, key=lambda one: len(words(one) & others)))
    return chosen


def _is_sum(figures: Figures, values: np.ndarray, total: int, parts: tuple[int, ...], tried: int) -> bool:
    added = values[:, parts]
    return _all_matter(added) and figures.agree(values[:, total], added.sum(axis=1), len(parts) + 1, tried)


def _all_matter(parts: np.ndarray) -> bool:
    known = parts[~np.isnan(parts).any(axis=1)]
    return bool(((known != 0).sum(axis=0) >= max(_MATTERS_SHARE * len(known), _MATTERS_LEAST)).all())


def totals(figures: Figures, families: Iterable[Family]) -> Iterator[Candidate]:
    """Totals over the rows that stand under or after them: equal to all or some, or a bound of their sum.

    Of the choices of parts whose sum is the total the largest is taken. Where none is, parts that the form calls all of
    it may leave something out, or overlap; of other parts those are taken whose sum comes up to the total and stops.
    What was done is within what was due, and all of it being done makes no equality.
    """
    for family in families:
        total = figures.reports.column(family.total.value)
        parts = [part.value for part in family.parts]
        choices = [
            chosen for count in range(len(parts), 1, -1) for chosen in combinations(parts, count)
        ]  # fmt: skip
        if np.isnan(total).all() or all(np.isnan(figures.reports.column(part)).all() for part in parts):
            continue
        found = [
            chosen
            for chosen in choices
            if figures.agree(total, figures.reports.columns(chosen).sum(axis=1), len(chosen) + 1, len(choices))
        ]
        if found and not family.is_within:
            yield equal("sum", family.total.value, found[0], TOTAL, is_firm=family.is_partition)
            continue
        if not (family.is_partition or family.is_within):
            continue
        sums = {chosen: figures.reports.columns(chosen).sum(axis=1) for chosen in choices}
        every, whole = sums[choices[0]], (family.total.value,)
        if family.is_partition and _is_kept(every, total):
            yield within(parts, whole, TOTAL, is_firm=True)
        elif family.is_partition and _is_kept(total, every):
            yield within(whole, parts, TOTAL, is_firm=True)
        else:
            inside = (chosen for chosen in choices if _is_bound(figures, sums[chosen], total, len(choices)))
            yield from (within(chosen, whole, TOTAL) for chosen in islice(inside, 1))


def totals_of_few(family: Family, kinds: Sequence[Observations]) -> Iterator[tuple[Candidate, Support]]:
    """A row “Tổng số” that is the sum of those after it in every report there is, the longest such sum first.

    A total this large is no sum of its neighbours by chance, of the few sums that are tried.
    """
    if not family.total.label.is_total:
        return
    parts = [part.value for part in family.parts]
    for count in range(len(parts), 1, -1):
        candidate = equal("sum", family.total.value, parts[:count], TOTAL)
        support = support_of(candidate, kinds)
        if support is None or not support.telling or support.exceptions:
            continue
        figures = np.vstack([reports.columns(candidate.keys) for reports in kinds])
        figures = figures[~np.isnan(figures).any(axis=1)]
        if (figures[:, 0] >= _LARGE_ENOUGH).any() and (figures != 0).any(axis=0).all():
            yield candidate, support


def _is_kept(part: np.ndarray, whole: np.ndarray) -> bool:
    known = ~np.isnan(part) & ~np.isnan(whole)
    return known.sum() >= REPORTS_LEAST and bool((part[known] <= whole[known] + EQUAL).mean() >= RIGHT_SHARE**2)


def _is_bound(figures: Figures, part: np.ndarray, whole: np.ndarray, tried: int) -> bool:
    if not _is_kept(part, whole):
        return False
    known = ~np.isnan(part) & ~np.isnan(whole)
    return bound_of(part[known], whole[known], figures.sizes[known]).is_told(tried)


def rates(figures: Figures) -> Iterator[Candidate]:
    """Percentages that are those of two figures of the same group of rows, or of the rows under them."""
    reports = figures.reports
    counted = {key: figures.line(key) for key in figures.keys}
    for percent in figures.percents:
        line = figures.form.by_concept[percent.concept]
        around = {line.parent, line.code} - {""}
        near = [key for key, own in counted.items() if own is not None and {own.parent, own.code} & around]
        tried = len(near) * (len(near) - 1)
        for part in near:
            for whole in near:
                if part != whole and _is_rate(reports, percent, part, whole, tried):
                    yield rate(percent, part, whole, RATE_OF_VALUES)


def _is_rate(reports: Observations, percent: Key, part: Key, whole: Key, tried: int) -> bool:
    parts, wholes, percents = (reports.column(key) for key in (part, whole, percent))
    half = 0.5 * 10.0 ** -reports.decimals_of(percent)
    # A rate of 0 or 100 is had by many, and says little of what it is of.
    known = ~np.isnan(parts * wholes * percents) & (wholes > 0) & (percents > 0) & (percents < 100)
    if known.sum() < REPORTS_LEAST / 2:
        return False
    implied = 100 * parts[known] / wholes[known]
    hits = np.abs(implied - percents[known]) <= half[known] + EQUAL
    spread = np.ptp(np.quantile(percents[known], (0.1, 0.9)))
    chance = float(min(2 * half[known].mean() / max(spread, EQUAL), 1.0))
    return bool(hits.mean() >= RIGHT_SHARE**3) and not is_by_chance(int(hits.sum()), int(known.sum()), chance, tried)
