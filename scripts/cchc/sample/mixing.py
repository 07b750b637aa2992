"""Made-up reports by the million: the figures of a few stories, mixed so that every rule still holds.

Figures that a rule names together form a strand. A rule looks at one strand alone, at one unit, and at the year before;
so a report that takes each strand from any story of a pool (and keeps to it over the years) obeys every rule.
A strand that counts the unit's communes is taken from a story of a unit with as many. The draws of a unit depend on
the seed and its code only.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cchc.landing.answer_places import COLUMNS as PLACE_COLUMNS
from cchc.landing.recording import LANDED_ROW_COLUMNS, REPORT_COLUMNS
from cchc.reading.extraction import FIGURE_COLUMNS
from cchc.reference.form import Form
from cchc.reference.periods import WHOLE_YEAR, last_day
from cchc.reference.rules import load_rules
from cchc.reference.samples import FILE_PREFIX
from cchc.reference.units import Unit
from cchc.sample.choosing import form_near, units_near
from cchc.sample.content import report_id
from cchc.sample.generate import generate
from cchc.sample.narrative import note_concepts
from cchc.sample.rows import SOURCE_FORMAT, figures_of, indicator_rows_of

STORIES_PER_COMMUNE_COUNT, STORIES_LEAST = 2, 60
_UnitOfYear = tuple[str, tuple[int | None, ...]]  # code, and communes at the end of each period
_INTEGERS = {"decimals", "page", "line_from", "line_to", "figure_number", "table_number", "table_row", "table_column"}
_DECIMALS = {"value", "base_value", "confidence", "box_left", "box_top", "box_right", "box_bottom"}


@dataclass(frozen=True)
class MixOrder:
    """What to write: the reports of `unit_count` units (all of the country on `level` unless given) in each of `years`,
    one for each of `periods`, on the form of the level unless `forms` names versions. Units beyond the country's are
    made up, and no figure of theirs is set against a number of communes."""

    seed: int
    years: tuple[int, ...]
    unit_count: int | None = None
    periods: tuple[str, ...] = (WHOLE_YEAR,)
    level: str = "district"
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class MixedRows:
    reports: int
    values: int
    figures_told: int


@dataclass(frozen=True)
class _Pool:
    """The stories of one year, those of one period after those of another. `rows` holds, story after story, a row per
    answered row of the form, `figures` a row per story and figure that any story tells (`is_told` where it does); the
    strand of each stands beside them."""

    form: Form
    rows: pa.Table
    row_strands: np.ndarray
    figures: pa.Table
    figure_strands: np.ndarray
    is_told: np.ndarray


def write_mixed(folder: Path, order: MixOrder) -> MixedRows:
    """Write the landed seeds as Parquet under `folder`, one file of each a year; no answer has a place.

    The same order gives the same bytes, in the place of what an order wrote there before.
    """
    for former in folder.glob("*/report_year=*/rows.parquet"):
        former.unlink()
    strands = _strands()
    units_of_pool = _pool_units(order)
    by_communes = _stories_by_communes(units_of_pool)
    written = [
        _write_year(folder, order, year, _pool(units_of_pool, year, order, strands), by_communes, strands)
        for year in order.years
    ]
    return MixedRows(*(sum(counts) for counts in zip(*written, strict=True)))


@dataclass(frozen=True)
class _Strands:
    """The number of each concept's strand; `of_communes` is the one in which the unit's communes are counted."""

    numbers: dict[str, int]
    of_communes: int

    def of(self, concepts: Iterable[str]) -> np.ndarray:
        return np.array([self.numbers.get(concept, 0) for concept in concepts], dtype=np.int64)

    @property
    def count(self) -> int:
        return max(self.numbers.values()) + 1


def _strands() -> _Strands:
    """Concepts that stand in one rule, or in one row and its note, are in one strand."""
    leaders: dict[str, str] = {}

    def leader(concept: str) -> str:
        while leaders.setdefault(concept, concept) != concept:
            concept = leaders[concept]
        return concept

    groups = [[term.concept for term in rule.terms] for rule in load_rules()]
    groups += [[concept, *told] for concept, told in note_concepts().items()]
    for first, *others in groups:
        for other in others:
            leaders[leader(other)] = leader(first)
    # Strand 0 is of all concepts that no rule names.
    numbers = {name: at for at, name in enumerate(sorted({leader(concept) for concept in leaders}), start=1)}
    of_concept = {concept: numbers[leader(concept)] for concept in sorted(leaders)}
    return _Strands(of_concept, of_concept["commune_count"])


def _pool_units(order: MixOrder) -> list[Unit]:
    """A few units for each number of communes that a unit has at the end of a period, and some dozens in all."""
    by_count: dict[int | None, dict[str, Unit]] = {}
    for year, period in product(order.years, order.periods):
        for unit in units_near(year, level=order.level, period=period):
            by_count.setdefault(unit.commune_count, {}).setdefault(unit.unit_code, unit)
    of_each = max(STORIES_PER_COMMUNE_COUNT, STORIES_LEAST // len(by_count))
    alike = [list(units.values()) for _, units in sorted(by_count.items(), key=lambda one: one[0] or 0)]
    return [unit for units in alike for unit in units[:of_each]]


def _stories_by_communes(units: Sequence[Unit]) -> dict[int | None, np.ndarray]:
    counts = [unit.commune_count for unit in units]
    return {count: np.array([at for at, one in enumerate(counts) if one == count]) for count in set(counts)}


def _pool(units: Sequence[Unit], year: int, order: MixOrder, strands: _Strands) -> _Pool:
    form = form_near(units[0], year, order.forms)
    reports = [generate(unit, year, order.seed, form, period) for period in order.periods for unit in units]
    rows = [row[1:] for report in reports for row in indicator_rows_of(report)]
    told = [{(row[2], row[3]): row[2:] for row in figures_of(report)} for report in reports]
    keys = sorted({key for one in told for key in one})
    blank = ("",) * (len(FIGURE_COLUMNS) - 2)
    figures = [one.get(key, blank) for one in told for key in keys]
    return _Pool(
        form=form,
        rows=_arrow(LANDED_ROW_COLUMNS[1:], rows),
        row_strands=strands.of(row.concept for row in form.answered),
        figures=_arrow(FIGURE_COLUMNS[2:], figures),
        figure_strands=strands.of(concept for _, concept in keys),
        is_told=np.array([key in one for one in told for key in keys]),
    )


def _write_year(
    folder: Path, order: MixOrder, year: int, pool: _Pool, by_communes: dict, strands: _Strands
) -> tuple[int, int, int]:
    periods = order.periods
    units = _units(year, order)
    stories = np.concatenate([_stories(unit, order.seed, by_communes, strands) for unit in units])
    ids = [report_id(code, year, period) for code, _ in units for period in periods]
    rows_at = stories[:, pool.row_strands] * len(pool.row_strands) + np.arange(len(pool.row_strands))
    figures_at = stories[:, pool.figure_strands] * len(pool.figure_strands) + np.arange(len(pool.figure_strands))
    told = pool.is_told[figures_at]
    numbers = np.cumsum(told, axis=1)[told]
    _write(folder, "reports", year, _reports(ids, units, periods, year, pool.form, stories))
    _write(folder, "indicator_rows", year, _of_reports(ids, rows_at.shape[1], pool.rows.take(rows_at.ravel())))
    figures = pool.figures.take(figures_at[told]).add_column(0, "figure_number", pa.array(numbers, pa.int32()))
    _write(folder, "narrative_figures", year, _of_reports(ids, told.sum(axis=1), figures))
    _write(folder, "answer_places", year, _arrow(PLACE_COLUMNS, ()))
    return len(ids), rows_at.size, len(numbers)


def _units(year: int, order: MixOrder) -> list[_UnitOfYear]:
    """The units of the year's end, each with its number of communes at the end of each period; made-up units follow
    those of the country."""
    ends = [units_near(year, level=order.level, period=period) for period in order.periods]
    counts = [{unit.unit_code: unit.commune_count for unit in units} for units in ends]
    codes = [unit.unit_code for unit in units_near(year, level=order.level)]
    real = [(code, tuple(communes.get(code) for communes in counts)) for code in codes]
    count = order.unit_count
    if count is None:
        return real
    unknown = (None,) * len(order.periods)
    return real[:count] + [(f"M{number:05d}", unknown) for number in range(1, count - len(real) + 1)]


def _stories(unit: _UnitOfYear, seed: int, by_communes: dict, strands: _Strands) -> np.ndarray:
    """A story for each period and strand."""
    code, communes_by_period = unit
    periods = len(communes_by_period)
    draws = np.random.default_rng([seed, zlib.crc32(code.encode())]).random((periods, strands.count))
    count = _story_count(by_communes)
    stories = (draws * count).astype(np.int64)
    for period, communes in enumerate(communes_by_period):
        alike = np.arange(count) if communes is None else by_communes[communes]
        stories[period, strands.of_communes] = alike[int(draws[period, strands.of_communes] * len(alike))]
    return stories + count * np.arange(periods)[:, None]


def _story_count(by_communes: dict) -> int:
    return sum(len(alike) for alike in by_communes.values())


def _reports(ids, units, periods, year: int, form: Form, stories: np.ndarray) -> pa.Table:
    count = len(ids)
    days = stories.sum(axis=1) % 20
    ends = [last_day(year, period) for period in periods] * len(units)
    columns = {
        "report_id": pa.array(ids),
        "unit_code": pa.array([code for code, _ in units for _ in periods]),
        "report_period": pa.array(list(periods) * len(units)),
        "form_version": pa.array([form.version] * count),
        "document_number": pa.array([str(120 + number) for number in stories.sum(axis=1) % 361]),
        "signed_on": pa.array([last - timedelta(days=7 + int(day)) for last, day in zip(ends, days, strict=True)]),
        "source_file": pa.array([f"{FILE_PREFIX}{report_id}" for report_id in ids]),
        "source_sha256": pa.array(
            [
                hashlib.sha256(report_id.encode() + figures.tobytes()).hexdigest()
                for report_id, figures in zip(ids, stories, strict=True)
            ]
        ),
        "source_format": pa.array([SOURCE_FORMAT] * count),
    }
    assert set(columns) == set(REPORT_COLUMNS) - {"report_year"}  # that one is the name of the folder
    return pa.table(columns)


def _of_reports(ids: Sequence[str], rows_each: int | np.ndarray, rows: pa.Table) -> pa.Table:
    """`rows` with the id of the report each belongs to, so many a report."""
    owners = pa.DictionaryArray.from_arrays(pa.array(np.repeat(np.arange(len(ids)), rows_each), pa.int32()), ids)
    return rows.add_column(0, "report_id", owners)


def _arrow(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> pa.Table:
    """Cells as text into columns of the types of the seeds; an empty cell is null."""
    arrays = {}
    for at, name in enumerate(columns):
        cells = [row[at] for row in rows]
        if name in _INTEGERS:
            arrays[name] = pa.array([int(cell) if cell else None for cell in cells], pa.int32())
        elif name in _DECIMALS:
            arrays[name] = pa.array([Decimal(cell) if cell else None for cell in cells], pa.decimal128(18, 4))
        else:
            arrays[name] = pa.array([cell or None for cell in cells], pa.string()).dictionary_encode()
    return pa.table(arrays)


def _write(folder: Path, name: str, year: int, table: pa.Table) -> None:
    place = folder / name / f"report_year={year}"
    place.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, place / "rows.parquet", compression="zstd", compression_level=1, row_group_size=122_880)
