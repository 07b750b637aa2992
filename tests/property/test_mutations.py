"""Whatever is changed beside its figures, a document is read, and nothing is read `clear` that it does not say."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from tests.cases.layouts import LAYOUTS, Laid
from tests.mutations.kinds import MUTATIONS, WRITERS

from cchc.reading.extraction import extract_all
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate
from cchc.sample.rearranging import Rearranged, faults
from cchc.sample.write import truth

_TOGETHER = 9  # changes to one document
_CLEAR_LEAST = {"province": 90, "district": 120}  # of 108 and 146 answers
_YEARS = {"province": 2025, "district": 2022}
GROUPS = [
    (kind, start)
    for kind, changes in MUTATIONS.items()
    for start in range(0, len(changes), _TOGETHER)
]  # fmt: skip


def report_of(level: str, seed: int) -> SampleReport:
    units = units_for(_YEARS[level], level=level)
    return generate(units[seed * 37 % len(units)], _YEARS[level], seed)


def check(report: SampleReport, path: Path, least: int, changes: list[str]) -> None:
    (read,) = extract_all(path, report.unit.unit_code, report.year)
    assert list(faults(Rearranged(report), truth(report), read.rows)) == [], changes
    assert read.statuses["clear"] >= least, changes


@pytest.mark.parametrize("laid", LAYOUTS, ids=lambda laid: laid.name)
def test_a_layout_of_others_is_read(tmp_path, laid: Laid):
    report = report_of(laid.level, laid.seed)
    path = tmp_path / f"report.{laid.kind}"
    names = WRITERS[laid.kind](report, path, Random(laid.seed), laid.changes)
    check(report, path, _CLEAR_LEAST[laid.level], names)


@pytest.mark.parametrize(("kind", "start"), GROUPS)
def test_changes_that_touch_no_figure_make_none_wrong(tmp_path, kind, start):
    level = ("district", "province")[start % 2]
    report = report_of(level, start)
    path = tmp_path / f"report.{kind}"
    names = WRITERS[kind](report, path, Random(start), MUTATIONS[kind][start : start + _TOGETHER])
    check(report, path, _CLEAR_LEAST[level] // 2, names)
