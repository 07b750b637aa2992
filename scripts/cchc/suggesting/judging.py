"""What the reports say of a rule: how many obey it, which do not, and whether it stays in spite of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cchc.suggesting.candidates import Candidate
from cchc.suggesting.coincidence import bound_of
from cchc.suggesting.observations import EQUAL, Observations

RIGHT_SHARE = 0.95  # of the figures, at the least, are taken to be right: a rule of three may fail in 1 report of 7
FEW = 10  # reports, below which none but the form itself can speak for a rule
_LARGE_PART = 0.975  # share of the reports whose part is smaller: of the rest some are slips
_PRINTED_MOST = 4  # decimals that are kept


@dataclass(frozen=True)
class Judged:
    """One kind of reports under a rule: of which form, level and period, how many, how many obey."""

    form_version: str
    unit_level: str
    period: str
    judged: int
    held: int


@dataclass(frozen=True)
class Support:
    """What reports say of a rule. `telling` are those that could have broken it and differ from each other.

    Reports where all its figures are 0, or a part equals its whole, or where no report's part is more than the whole,
    are not telling, nor is one that repeats what the same unit's told before. `distinct` counts the different figures
    of the first term among the telling; `always_at_bound`: part and whole are the same in nearly all.
    """

    by_kind: tuple[Judged, ...] = ()
    telling: int = 0
    distinct: int = 0
    always_at_bound: bool = False
    exceptions: tuple[str, ...] = ()

    @property
    def judged(self) -> int:
        return sum(one.judged for one in self.by_kind)

    @property
    def held(self) -> int:
        return sum(one.held for one in self.by_kind)


def least_share(candidate: Candidate) -> float:
    """How many of the reports must obey, so that their slips alone can explain the rest."""
    return RIGHT_SHARE ** len(candidate.keys)


def support_of(candidate: Candidate, kinds: Sequence[Observations]) -> Support | None:
    """What the reports of all kinds say; None where they speak against the rule."""
    by_kind: list[Judged] = []
    exceptions: list[str] = []
    telling = distinct = at_bound = positive = 0
    for reports in kinds:
        obeys, is_known = _obeys(candidate, reports)
        holds = is_known & obeys
        judged, held = int(is_known.sum()), int(holds.sum())
        if not judged:
            continue
        if _is_refuted(candidate, reports, is_known, holds):
            return None
        by_kind.append(Judged(reports.form_version, reports.unit_level, reports.period, judged, held))
        exceptions += [reports.report_ids[at] for at in np.flatnonzero(is_known & ~obeys)]
        tells = _tells(candidate, reports, is_known)
        has_part = holds & _is_positive(candidate, reports)
        positive += int(has_part.sum())
        at_bound += int((has_part & _is_at_bound(candidate, reports)).sum())
        own = _different(candidate, reports, tells & holds)
        telling += len(own)
        distinct += len(np.unique(own[:, 1])) if len(own) else 0
    if candidate.wants_reports and sum(one.judged for one in by_kind) < FEW:
        return None
    always = candidate.comparison == "<=" and at_bound >= max(least_share(candidate) * positive, FEW)
    return Support(tuple(by_kind), telling, distinct, always, tuple(exceptions))


def _obeys(candidate: Candidate, reports: Observations) -> tuple[np.ndarray, np.ndarray]:
    """Which reports obey, and of which all figures are known; a rate of nothing is not judged."""
    if candidate.kind == "percent_of":
        percent, part, whole = (reports.column(key) for key in candidate.keys)
        decimals = np.minimum(reports.decimals_of(candidate.left[0]), _PRINTED_MOST)
        obeys = np.abs(percent * whole - 100 * part) <= 0.5 * 10.0**-decimals * whole + EQUAL
        return obeys, ~np.isnan(percent * part * whole) & ((part != 0) | (whole != 0))
    left, right = _sides(candidate, reports)
    obeys = np.abs(left - right) <= EQUAL if candidate.comparison == "=" else left <= right + EQUAL
    return obeys, ~np.isnan(left - right)


def _is_refuted(candidate: Candidate, reports: Observations, is_known: np.ndarray, holds: np.ndarray) -> bool:
    judged, held = int(is_known.sum()), int(holds.sum())
    if judged < FEW or candidate.is_proven:
        return not candidate.is_firm and held < judged / 2
    if held < least_share(candidate) * judged:
        return True
    if candidate.comparison == "=":
        positive = is_known & _is_positive(candidate, reports)
        return bool((holds & positive).sum() < least_share(candidate) * positive.sum())
    if candidate.comparison == "<=":
        part, whole = _sides(candidate, reports)
        return bound_of(part[is_known], whole[is_known], reports.sizes[is_known]).is_contradicted
    return False


def _sides(candidate: Candidate, reports: Observations) -> tuple[np.ndarray, np.ndarray]:
    """The sum of the left side and that of the right, with the constant."""
    left = reports.columns(candidate.left).sum(axis=1)
    right = reports.columns(candidate.right).sum(axis=1) if candidate.right else np.zeros(len(left))
    return left, float(candidate.factor) * right + float(candidate.constant)


def _is_positive(candidate: Candidate, reports: Observations) -> np.ndarray:
    """Where a figure that the rule compares is not 0."""
    figures = reports.columns(candidate.left if candidate.comparison == "<=" else candidate.keys)
    return (np.nan_to_num(figures) != 0).any(axis=1)


def _tells(candidate: Candidate, reports: Observations, is_known: np.ndarray) -> np.ndarray:
    """Where the rule might have been broken: not all is 0, no part equals its whole, and some report's part is more."""
    tells = is_known & _is_positive(candidate, reports)
    if candidate.comparison == "<=" and tells.any():
        part, whole = _sides(candidate, reports)
        tells &= (np.abs(part - whole) > EQUAL) & (whole < np.quantile(part[is_known], _LARGE_PART) - EQUAL)
    return tells


def _is_at_bound(candidate: Candidate, reports: Observations) -> np.ndarray:
    left, right = _sides(candidate, reports)
    return np.abs(left - right) <= EQUAL


def _different(candidate: Candidate, reports: Observations, chosen: np.ndarray) -> np.ndarray:
    """The unit and figures of these reports, each once."""
    rows = np.column_stack([reports.units, reports.columns(candidate.keys)])[chosen]
    return np.unique(rows, axis=0)
