"""Sample reports written to a folder of their own, in every format asked for, with the truth beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from cchc.errors import CchcError
from cchc.paths import ARCHIVE, DECISION_SEEDS, LANDED_SEEDS, REFERENCE_SEEDS, SAMPLES
from cchc.reading.extraction import plain
from cchc.reference.samples import FILE_PREFIX
from cchc.sample import render_province
from cchc.sample.content import Figure, SampleReport
from cchc.sample.damage import PLANTED_COLUMNS, Planted, contradict, lose_digits
from cchc.sample.generate import form_near, generate, previous_report, units_for, units_near
from cchc.sample.printing import Printing, ScanDamage
from cchc.sample.renderers import FORMATS
from cchc.sample.rows import write_rows

ROWS = "rows"  # no document: rows in the seeds of the samples
PROVINCE = "province"  # one workbook a year, with all its units side by side
TRUTH_COLUMNS = ("report_id", "indicator_code", "value", "base_value")
TOLD_COLUMNS = ("report_id", "figure_source", "concept", "value")
_NOT_FOR_SAMPLES = (LANDED_SEEDS, DECISION_SEEDS, REFERENCE_SEEDS, ARCHIVE)


@dataclass(frozen=True)
class Order:
    """What to write: the reports of these units (or of a province, or of all) in these years, damaged or not."""

    seed: int
    years: tuple[int, ...]
    units: tuple[str, ...] = ()
    province: str | None = None
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
    Raises CchcError where the folder is one of the warehouse's own, or a unit, year or format is not known.
    """
    folder = folder.resolve()
    if any(folder.is_relative_to(own) for own in _NOT_FOR_SAMPLES):
        raise CchcError(f"{folder}: real reports are kept there. Samples go to a folder of their own: name another.")
    unknown = set(order.formats) - {*FORMATS, PROVINCE, ROWS}
    if unknown:
        expected = ", ".join([*FORMATS, PROVINCE, ROWS])
        raise CchcError(f"--format: {', '.join(sorted(unknown))} is not known. Expected some of: {expected}.")
    reports, planted, paths = [], [], []
    for made in _reports(order):
        report, damage = _damaged(made, order)
        reports.append(report)
        planted.extend(damage)
    folder.mkdir(parents=True, exist_ok=True)
    for report in reports:
        paths.extend(_write(folder, report, order))
    if PROVINCE in order.formats:
        paths.extend(_write_province(folder, reports))
    held = write_rows(reports, order.is_damaged, samples) if ROWS in order.formats else 0
    _write_csv(folder / "truth.csv", TRUTH_COLUMNS, (row for report in reports for row in truth(report)))
    _write_csv(folder / "truth_told.csv", TOLD_COLUMNS, (row for report in reports for row in _told(report)))
    _write_csv(folder / "planted.csv", PLANTED_COLUMNS, (one.cells for one in planted))
    return Written(tuple(paths), len(reports), held)


def _reports(order: Order) -> Iterator[SampleReport]:
    """The reports before any damage. Rows alone claim nothing, so they may be of years that no form serves."""
    if set(order.formats) == {ROWS}:
        for year in order.years:
            form = form_near(year)
            for unit in units_near(year, order.units, order.province):
                yield generate(unit, year, order.seed, form)
    else:
        for year in order.years:
            for unit in units_for(year, order.units, order.province):
                yield generate(unit, year, order.seed)


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


def _write_province(folder: Path, reports: Sequence[SampleReport]) -> Iterator[Path]:
    for year in sorted({report.year for report in reports}):
        path = folder / f"{FILE_PREFIX}province_{year}.xlsx"
        render_province.render([report for report in reports if report.year == year], path)
        yield path


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


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
