"""A page on one unit and year: one HTML file that needs no other file, no server and no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cchc.reporting.charts import draw_charts
from cchc.reporting.numbers import number, signed
from cchc.reporting.sources import SourcePage, source_pages
from cchc.reporting.unit_figures import Figure, FormLine, UnitYear
from cchc.reporting.warehouse import Release
from cchc.reporting.words import ABSENCES, FINDING_STATUSES, SEVERITIES, VALUE_STATUSES

_HERE = Path(__file__).parent


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
        places=_places(pages),
        counts=Counter(figure.value_status for figure in figures),
    )  # fmt: skip


def environment() -> Environment:
    """Where templates are found, and how they write numbers, statuses and places."""
    made = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"number": number, "signed": signed, "shown": shown, "place": place, "svg": Markup}
    made.globals |= {
        "value_statuses": VALUE_STATUSES,
        "finding_statuses": FINDING_STATUSES,
        "severities": SEVERITIES,
        "absences": ABSENCES,
    }
    return made


def shown(figure: Figure | None, line: FormLine) -> str:
    """A figure as it is written: a ratio over its base, a code by its meaning, '' for none."""
    if figure is None or figure.value is None:
        return ""
    if line.meanings:
        code = number(figure.value)
        return line.meanings[code][0] if code in line.meanings else code
    return number(figure.value) + (f"/{number(figure.base_value)}" if figure.base_value is not None else "")


def place(figure: Figure) -> str:
    """Where a figure stands: `tr. 9, d. 455-457`; '' for rows that came from no document."""
    parts = [f"tr. {figure.page}"] if figure.page is not None else []
    if figure.line_from is not None:
        last = f"-{figure.line_to}" if figure.line_to != figure.line_from else ""
        parts.append(f"d. {figure.line_from}{last}")
    return ", ".join(parts)


def _sections(lines: tuple[FormLine, ...]) -> Iterator[Section]:
    starts = [at for at, line in enumerate(lines) if line.answer_type == "section"]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Section(lines[start], lines[start + 1 : end])


def _places(pages: list[SourcePage]) -> dict[int, str]:
    """The page's anchor for each page that is shown."""
    return {page.number: f"trang-{page.number}" for page in pages}
