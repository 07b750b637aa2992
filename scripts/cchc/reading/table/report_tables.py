"""Which of a document's tables is the report's, and what of the document stands beside it as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cchc.errors import CchcError
from cchc.reading.documents import Document, Line, TableRow, sha256_of
from cchc.reading.number_grammar import looks_like_a_figure
from cchc.reading.table.column_headings import find_heading
from cchc.reading.table.known_labels import labels_by_cell, labels_found, repeated_labels
from cchc.reference.form import load_forms

_OVERLAP_MOST = 0.2  # share of its labels that a further part of the table may have in common with the others
_ONCE_MORE = 0.5  # share of the form's labels that stand in the document twice if it holds two reports
_HEADED_LEAST = 2  # so many cells that begin with their column's heading hold the heading and a row
_SHARE_LEAST = 0.3  # share of the rows that are the form's in a part of the table without a heading
_FORM_LEAST = 0.3  # share of the form's labels that make a table without a heading suspect
_WHOLE_LEAST = 0.7  # share of the form's labels that make rows a report of their own

Table = tuple[TableRow, ...]


def last_table(parts: Sequence[Line | Table]) -> tuple[int, Table]:
    """The last table among the parts, and its place; an empty one where there is none."""
    return next(((at, part) for at, part in reversed([*enumerate(parts)]) if isinstance(part, tuple)), (0, ()))


@dataclass(frozen=True)
class _Candidate:
    """A table of the document: where it stands among the parts, its rows, the label each row has or None."""

    at: int
    rows: Table
    labels: tuple[int | None, ...]
    headed: bool

    @property
    def seen(self) -> frozenset[int]:
        """The labels that stand in it, but for those that may rightly stand in another part too."""
        return frozenset(label for label in self.labels if label is not None) - repeated_labels()


def holds_a_report(rows: Table) -> bool:
    """True for rows that are most of a form under its heading, with answers."""
    return find_heading(rows) is not None and labels_found(rows) >= _WHOLE_LEAST * _form_size() and _has_answers(rows)


def document_of(path: Path, content: bytes, file_format: str, parts: Sequence[Line | Table]) -> Document:
    """A document from its parts in order, lines and tables: the report's tables as one, all else as lines.

    Raises CchcError if there is no text, if two reports stand in it, or if the report's table has no heading.
    """
    tables = {at: part for at, part in enumerate(parts) if isinstance(part, tuple)}
    chosen = _report_tables(path, tables)
    lines: list[Line] = []
    table: list[TableRow] = []
    for at, part in enumerate(parts):
        if isinstance(part, Line):
            lines.append(part)
        elif at in chosen:
            before, own, after = _around(_heading_first(chosen[at]))
            lines += [line for row in before for line in _as_lines(row)]
            table += _without_headings(own)
            lines += [line for row in after for line in _as_lines(row)]
        else:
            lines += [line for row in part for line in _as_lines(row)]
    if not lines and not table:
        raise CchcError(f"{path}: there is no text in it. Expected a report with its table; export or scan it again.")
    return Document(
        path,
        sha256_of(content),
        file_format,
        tuple(lines),
        tuple(table),
        other_tables=len(tables) - len(chosen),
        parts=tuple(parts),
    )


def _report_tables(path: Path, tables: dict[int, Table]) -> dict[int, _Candidate]:
    """The report's tables by their place: the fullest one and those that go on where others stop."""
    all_rows = [row for rows in tables.values() for row in rows]
    labels = iter(labels_by_cell(all_rows))
    candidates = [
        _Candidate(at, rows, tuple(_first(next(labels)) for _ in rows), find_heading(rows) is not None)
        for at, rows in tables.items()
    ]
    candidates = _without_blank_forms(candidates)
    chosen: list[_Candidate] = []
    covered: frozenset[int] = frozenset()
    again = 0
    for one in sorted(candidates, key=lambda one: -len(one.seen)):
        common = len(one.seen & covered)
        if common > _OVERLAP_MOST * len(one.seen):
            again += common
        elif one.seen and (one.headed or len(one.seen) >= _SHARE_LEAST * len(one.rows)):
            chosen.append(one)
            covered |= one.seen
    again += sum(sum(label in one.seen for label in one.labels) - len(one.seen) for one in chosen)
    _check_one_report(path, again, len(covered))
    if not any(one.headed for one in chosen):
        widest = max((len([cell for cell in row.cells if cell.text]) for one in chosen for row in one.rows), default=0)
        if widest > 1 and len(covered) >= _FORM_LEAST * _form_size():
            raise CchcError(
                f"{path}: a table with the form's rows was found, but no heading over its columns. Expected "
                "'Chỉ tiêu thống kê' and 'Số lượng/Tỷ lệ' over one column each; write them there."
            )
        return {}
    return {one.at: one for one in chosen}


def _without_blank_forms(candidates: list[_Candidate]) -> list[_Candidate]:
    """The tables without a form that nobody filled in, which offices keep beside the one that they did."""
    whole = [one for one in candidates if one.headed and len(one.seen) >= _FORM_LEAST * _form_size()]
    if len(whole) < 2:
        return candidates
    blank = {one.at for one in whole if not _has_answers(one.rows)}
    return candidates if len(blank) == len(whole) else [one for one in candidates if one.at not in blank]


def _has_answers(rows: Table) -> bool:
    found = find_heading(rows)
    return found is None or any(_has_figure(row, found.columns.answers) for row in rows[found.last + 1 :])


def _first(labels: dict[int, int]) -> int | None:
    return next(iter(labels.values()), None)


def _check_one_report(path: Path, again: int, covered: int) -> None:
    if covered and again >= _ONCE_MORE * covered and again >= _FORM_LEAST * _form_size():
        raise CchcError(
            f"{path}: {again} of the form's rows stand in it more than once, as if it held two reports. "
            "Save each report as a file of its own."
        )


def _heading_first(candidate: _Candidate) -> _Candidate:
    """The table; where its first legible heading stands on a later page, that before the rows that it heads as well."""
    rows, labels = candidate.rows, candidate.labels
    found = find_heading(rows)
    known = (at for at, label in enumerate(labels) if label is not None and not _has_one_cell(rows[at]))  # no sentence
    first = next(known, len(rows))
    if found is None or found.first <= first:
        return candidate
    after = found.last + 1
    order = [*range(first), *range(found.first, after), *range(first, found.first), *range(after, len(rows))]
    return replace(candidate, rows=tuple(rows[at] for at in order), labels=tuple(labels[at] for at in order))


def _around(candidate: _Candidate) -> tuple[Table, Table, Table]:
    """The rows before the heading, the table itself, and rows of one cell after its last known row and last answer."""
    rows = candidate.rows
    found = find_heading(rows)
    start = 0 if found is None else found.first
    last = max((at for at, label in enumerate(candidate.labels) if label is not None), default=len(rows) - 1)
    answers = () if found is None else found.columns.answers
    end = len(rows)
    while end > last + 1 and _has_one_cell(rows[end - 1]) and not _has_figure(rows[end - 1], answers):
        end -= 1
    return rows[:start], rows[start:end], rows[end:]


def _has_one_cell(row: TableRow) -> bool:
    return sum(bool(cell.text.strip()) for cell in row.cells) <= 1


def _has_figure(row: TableRow, columns: Sequence[int]) -> bool:
    return any(looks_like_a_figure(row.cells[at].text.strip()) for at in columns if at < len(row.cells))


def _without_headings(rows: Table) -> list[TableRow]:
    """The rows; where no line parts a page's heading from the row under it, that row without the heading."""
    found = find_heading(rows)
    if found is None:
        return list(rows)
    heading = [cell.text for cell in rows[found.last].cells]
    return [*rows[: found.last + 1], *(_without_heading(row, heading) for row in rows[found.last + 1 :])]


def _without_heading(row: TableRow, heading: list[str]) -> TableRow:
    headed = [bool(text) and cell.text.startswith(f"{text}\n") for cell, text in zip(row.cells, heading, strict=False)]
    if sum(headed) < _HEADED_LEAST:
        return row
    cells = (
        replace(cell, text=cell.text[len(text) + 1 :]) if is_headed else replace(cell, text="") if cell.text == text
        else cell
        for cell, text, is_headed in zip(row.cells, heading, headed, strict=False)
    )  # fmt: skip
    return replace(row, cells=tuple(cells))


def _as_lines(row: TableRow) -> list[Line]:
    """A row as one line, or line by line where its cells have several."""
    cells = [[part for line in cell.text.splitlines() if (part := line.strip())] for cell in row.cells]
    texts = [" ".join(line for cell in cells for line in cell)]
    if any(len(cell) > 1 for cell in cells):
        texts = [line for cell in cells for line in cell]
    return [Line(row.page, row.number, text) for text in texts if text]


def _form_size() -> int:
    return min(len(form.rows) for form in load_forms())
