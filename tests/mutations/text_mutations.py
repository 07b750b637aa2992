"""Changes to a report as a table of text (`.csv`) or as a page of HTML."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from random import Random

from tests.mutations import changes_of
from tests.mutations.decoys import LINES, TABLES, cell_of, column

from cchc.sample.content import SampleReport
from cchc.sample.layout import lay_out


class Grid:
    """A report as rows of texts; `marks` by kind of file."""

    def __init__(self, report: SampleReport) -> None:
        layout = lay_out(report)
        self.top = [*layout.issuer, *layout.state, layout.number, layout.place_and_date, *layout.title]
        self.top += [*layout.narrative, *layout.appendix_title]
        self.tables = [
            (list(table.title), [list(row) for row in layout.heading_rows], [list(row.cells) for row in table.rows])
            for table in layout.tables
        ]
        self.after: list[list[str]] = []
        self.mark, self.encoding, self.quoting, self.end = ";", "utf-8-sig", csv.QUOTE_MINIMAL, "\r\n"
        self.tags: set[str] = set()


def more_column(grid, random):
    heading, at = column(random), random.choice((0, 2, 3, 4, 5))
    for _, heads, rows in grid.tables:
        for row in heads:
            row.insert(at, heading if row is heads[-1] else "")
        for row in rows:
            row.insert(at, cell_of(heading, random) if row[2] else "")


def other_order(grid, random):
    order = random.choice(((0, 1, 3, 2, 4), (1, 2, 3, 4), (0, 1, 2, 3), (0, 1, 2, 4, 3)))
    for _, heads, rows in grid.tables:
        for row in (*heads, *rows):
            if len(row) == 5:
                row[:] = [row[at] for at in order]


def empty_columns(grid, random):
    width = random.choice((1, 3))
    for _, heads, rows in grid.tables:
        for row in (*heads, *rows):
            row += [""] * width


def empty_rows(grid, random):
    for _, _, rows in grid.tables:
        for _ in range(3):
            rows.insert(random.randrange(len(rows)), [""] * len(rows[0]))


def heading_again(grid, random):
    for _, heads, rows in grid.tables:
        at = random.randrange(1, len(rows))
        rows[at:at] = [list(row) for row in heads]


def numbered_columns(grid, random):
    for _, _, rows in grid.tables:
        rows.insert(0, [f"({at})" for at in range(1, len(rows[0]) + 1)])


def lines_between(grid, random):
    for title, _, _ in grid.tables:
        title += random.sample(LINES, 2)


def table_after(grid, random):
    grid.after += [list(row) for row in random.choice(TABLES)]


def other_mark(grid, random):
    grid.mark = random.choice((",", "\t", "|"))


def other_encoding(grid, random):
    grid.encoding = random.choice(("utf-8", "utf-16"))


def all_quoted(grid, random):
    grid.quoting, grid.end = csv.QUOTE_ALL, "\n"


def blanks(grid, random):
    for _, _, rows in grid.tables:
        for row in rows:
            for at, text in enumerate(row):
                if text and random.random() < 0.2:
                    row[at] = random.choice((f" {text}", f"{text} ", f"\u00a0{text}"))


def spans(grid, random):
    grid.tags.add("spans")


def styled(grid, random):
    grid.tags.add("styled")


def sections_of_a_table(grid, random):
    grid.tags.add("thead")


def nested(grid, random):
    grid.tags.add("nested")


def unseen(grid, random):
    grid.tags.add("unseen")


MUTATIONS = changes_of(globals(), ("Grid", "lay_out"))


def write(report: SampleReport, path: Path, random: Random, chosen: Sequence[Callable]) -> list[str]:
    """Write a report as `.csv` or `.html`, with these changes; the names of those that were done."""
    grid = Grid(report)
    for one in chosen:
        one(grid, random)
    if path.suffix == ".csv":
        _csv(grid, path)
    else:
        _html(grid, path, random)
    return [one.__name__ for one in chosen]


def _csv(grid: Grid, path: Path) -> None:
    with path.open("w", encoding=grid.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=grid.mark, quoting=grid.quoting, lineterminator=grid.end)
        writer.writerows([line] for line in grid.top)
        for title, heads, rows in grid.tables:
            writer.writerows([line] for line in title)
            writer.writerows([*heads, *rows])
        writer.writerows(grid.after)


def _html(grid: Grid, path: Path, random: Random) -> None:
    words = "".join(f"<p>{escape(line)}</p>" for line in grid.top)
    tables = []
    for title, heads, rows in grid.tables:
        head = "".join(_row(row, "th", grid, random) for row in heads)
        body = "".join(_row(row, "td", grid, random) for row in rows)
        if "thead" in grid.tags:
            head, body = f"<colgroup><col><col></colgroup><thead>{head}</thead>", f"<tbody>{body}</tbody>"
        whole = f"<table border=1>{head}{body}</table>"
        whole = f"<table><tr><td>{whole}</td></tr></table>" if "nested" in grid.tags else whole
        tables.append("".join(f"<p>{escape(line)}</p>" for line in title) + whole)
    after = "".join(_row(row, "td", grid, random) for row in grid.after)
    text = (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>Báo cáo</title></head><body>{words}"
        f"{''.join(tables)}<table>{after}</table></body></html>"
    )
    path.write_text(text, encoding="utf-8")


def _row(row: list[str], tag: str, grid: Grid, random: Random) -> str:
    if "spans" in grid.tags and tag == "td" and len(row) > 4 and row[1] and not any(row[2:]):
        return f"<tr><td>{escape(row[0])}</td><td colspan={len(row) - 1}>{escape(row[1])}</td></tr>"
    cells = []
    for text in row:
        shown = escape(text).replace("\n", "<br>")
        if "styled" in grid.tags and random.random() < 0.3:
            shown = f'<p style="margin:0"><span style="font-size:10pt;color:#222"><b>{shown}</b></span></p>'
        if "unseen" in grid.tags and text and random.random() < 0.2:
            shown += f'<span style="display:none">{random.randint(0, 99)}</span><!-- 12 -->'
        cells.append(f"<{tag}>{shown}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>\n"
