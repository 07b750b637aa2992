"""Sample reports written to a folder of their own, in every format asked for, with the truth beside them."""

from __future__ import annotations

import csv
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

from cchc.errors import CchcError
from cchc.paths import ARCHIVE, DECISION_SEEDS, LANDED_SEEDS, REFERENCE_SEEDS, SAMPLES
from cchc.reading.extraction import plain
from cchc.reference.form import GOVERNMENT_LEVELS, Form
from cchc.reference.periods import WHOLE_YEAR, load_periods
from cchc.reference.samples import FILE_PREFIX
from cchc.reference.units import Unit
from cchc.sample import render_province
from cchc.sample.choosing import form_for, form_near, units_for, units_near
from cchc.sample.content import Figure, SampleReport, report_id
from cchc.sample.damage import PLANTED_COLUMNS, Planted, contradict, lose_digits
from cchc.sample.generate import generate, previous_report
from cchc.sample.printing import Printing, ScanDamage
from cchc.sample.renderers import FORMATS
from cchc.sample.rows import write_rows

ROWS = "rows"  # no document: rows in the seeds of the samples
PROVINCE = "province"  # one workbook a year, with all its units side by side
TRUTH_COLUMNS = ("report_id", "indicator_code", "value", "base_value")
TOLD_COLUMNS = ("report_id", "figure_source", "concept", "value")
_NOT_FOR_SAMPLES = (LANDED_SEEDS, DECISION_SEEDS, REFERENCE_SEEDS, ARCHIVE)


class _Asked(NamedTuple):
    unit: Unit
    year: int
    form: Form
    period: str


@dataclass(frozen=True)
class Order:
    """What to write: the reports of these units (or of a province, or of a level) for these years and parts of them,
    each on the form of its unit's level unless `forms` names versions; damaged or not."""

    seed: int
    years: tuple[int, ...]
    units: tuple[str, ...] = ()
    province: str | None = None
    level: str = ""
    periods: tuple[str, ...] = (WHOLE_YEAR,)
    forms: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("txt",)
    scan: ScanDamage = field(default_factory=ScanDamage)
    lost_digits: int = 0
    contradictions: int = 0
    font: str = ""

    @property
    def is_damaged(self) -> bool:
        return self.contradictions > 0 or self.lost_digits > 0


@dataclass(frozen=True)
class Written:
    """What was written: the documents, how many reports, and how many of them are held for their planted damage."""

    documents: tuple[Path, ...]
    reports: int
    held: int


def write_samples(folder: Path, order: Order, samples: Path = SAMPLES) -> Written:
    """Write the reports, and beside them truth.csv, truth_told.csv and planted.csv; rows go to the seeds of `samples`.

    truth.csv is what the paper says, contradictions and all; digits lost after it are in planted.csv alone.
    Raises CchcError where the folder is one of the warehouse's own, or a unit, year, period, form or format is not
    known.
    """
    folder = folder.resolve()
    if any(folder.is_relative_to(own) for own in _NOT_FOR_SAMPLES):
        raise CchcError(f"{folder}: real reports are kept there. Samples go to a folder of their own: name another.")
    _check("--format", order.formats, [*FORMATS, PROVINCE, ROWS])
    _check("--periods", order.periods, list(load_periods()))
    _check("--level", (order.level,) if order.level else (), GOVERNMENT_LEVELS)
    asked = _asked(order)
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    with ExitStack() as opened:
        reports = _as_written(asked, folder, order, paths, opened)
        held = write_rows(reports, order.is_damaged, samples) if ROWS in order.formats else 0
        deque(reports, maxlen=0)  # those that no rows were asked of
    return Written(tuple(paths), len(asked), held)


def _check(option: str, given: Iterable[str], known: Sequence[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise CchcError(f"{option}: {', '.join(unknown)} is not known. Expected some of: {', '.join(known)}.")


def _asked(order: Order) -> list[_Asked]:
    """What is to be made, in order of the ids. Rows alone claim nothing: they may be of years that no form serves."""
    units, form = (units_near, form_near) if set(order.formats) == {ROWS} else (units_for, form_for)
    asked = [
        _Asked(unit, year, form(unit, year, order.forms), period)
        for year in order.years
        for period in order.periods
        for unit in units(year, order.units, order.province, order.level, period)
    ]
    return sorted(asked, key=lambda one: report_id(one.unit.unit_code, one.year, one.period))


def _as_written(
    asked: Iterable[_Asked], folder: Path, order: Order, paths: list[Path], opened: ExitStack
) -> Iterator[SampleReport]:
    """Each report, damaged if so ordered, once its documents and its truth are written."""
    truths, tellings, damages = (
        _writer(folder / name, columns, opened)
        for name, columns in (
            ("truth.csv", TRUTH_COLUMNS), ("truth_told.csv", TOLD_COLUMNS), ("planted.csv", PLANTED_COLUMNS)
        )
    )  # fmt: skip
    side_by_side: dict[tuple[int, str, str], list[SampleReport]] = defaultdict(list)
    for one in asked:
        report, planted = _damaged(generate(one.unit, one.year, order.seed, one.form, one.period), order)
        paths.extend(_write(folder, report, order))
        truths.writerows(truth(report))
        tellings.writerows(_told(report))
        damages.writerows(damage.cells for damage in planted)
        if PROVINCE in order.formats:
            side_by_side[report.year, report.period, report.form.version].append(report)
        yield report
    has_forms_beside = len({version for _, _, version in side_by_side}) > 1
    paths.extend(_write_province(folder, reports, has_forms_beside) for reports in side_by_side.values())


def _damaged(report: SampleReport, order: Order) -> tuple[SampleReport, list[Planted]]:
    if not order.is_damaged:
        return report, []
    random = Random(f"{order.seed}-{report.report_id}-damage")
    previous = previous_report(report, order.seed)
    report, contradictions = contradict(report, previous, order.contradictions, random)
    report, lost = lose_digits(report, order.lost_digits, random)
    return report, contradictions + lost


def _write(folder: Path, report: SampleReport, order: Order) -> list[Path]:
    printing = Printing(order.font, order.scan, order.seed)
    paths = []
    for name in order.formats:
        if name not in FORMATS:
            continue
        path = folder / f"{FILE_PREFIX}{report.report_id}{FORMATS[name].ENDING}"
        FORMATS[name].render(report, path, printing)
        paths.append(path)
    return paths


def _write_province(folder: Path, reports: Sequence[SampleReport], has_forms_beside: bool) -> Path:
    """One workbook of reports for one period on one form."""
    first = reports[0]
    period = "" if first.period == WHOLE_YEAR else f"-{first.period}"
    form = f"_{first.form.version}" if has_forms_beside else ""
    path = folder / f"{FILE_PREFIX}province_{first.year}{period}{form}.xlsx"
    render_province.render(reports, path)
    return path


def truth(report: SampleReport) -> Iterator[tuple[str, str, str, str]]:
    """What the paper says, a row an answered row of the form: see TRUTH_COLUMNS."""
    report_id = report.report_id
    for row in report.form.answered:
        figure = report.answers[row.concept]
        yield report_id, row.indicator_code, _plain(figure), plain(figure.base)


def _told(report: SampleReport) -> Iterable[Sequence[str]]:
    for (source, concept), figure in sorted(report.told.items()):
        yield report.report_id, source, concept, _plain(figure)


def _plain(figure: Figure) -> str:
    return "" if figure.value is None else f"{figure.value:.{figure.decimals}f}"


def _writer(path: Path, columns: Sequence[str], opened: ExitStack):
    """Writes rows below a header."""
    writer = csv.writer(opened.enter_context(path.open("w", encoding="utf-8", newline="")), lineterminator="\n")
    writer.writerow(columns)
    return writer
