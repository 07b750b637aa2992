"""The page on one unit and year: one HTML file that needs no other file, no server and no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc.reporting.sources import source_pages
from cchc.reporting.templates import environment
from cchc.reporting.unit_charts import draw_charts
from cchc.reporting.unit_figures import FormLine, UnitYear
from cchc.reporting.warehouse import Release


@dataclass(frozen=True)
class Section:
    """A section of the form: its heading's line and the lines under it."""

    heading: FormLine
    lines: tuple[FormLine, ...]


def render_unit(unit_year: UnitYear, release: Release, root: Path) -> str:
    """The page of one unit and year; `root` is the folder whose archive holds the document."""
    figures = [line.figure for line in unit_year.lines if line.figure]
    pages = source_pages(unit_year.report, figures, root)
    return environment().get_template("unit.html").render(
        unit_year=unit_year,
        release=release,
        sections=list(_sections(unit_year.lines)),
        charts=draw_charts(unit_year),
        pages=pages,
        places={page.number: f"trang-{page.number}" for page in pages},
        counts=Counter(figure.value_status for figure in figures),
        inconsistent_count=sum(figure.is_inconsistent for figure in figures),
    )  # fmt: skip


def _sections(lines: tuple[FormLine, ...]) -> Iterator[Section]:
    starts = [at for at, line in enumerate(lines) if line.answer_type == "section"]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Section(lines[start], lines[start + 1 : end])
