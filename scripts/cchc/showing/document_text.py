"""A document without pictures of its pages: its own lines and table rows, with the answers marked."""

from __future__ import annotations

from dataclasses import dataclass

from cchc.reading.documents import Document, Line, TableRow


@dataclass(frozen=True)
class Piece:
    """Text of a line or cell of a row; `row` is the number of the form row whose answer it is, None if of none."""

    text: str
    row: int | None = None


@dataclass(frozen=True)
class TextRow:
    """One line (its pieces in order) or one table row (a piece a cell) as it stands in the document."""

    number: int
    is_table: bool
    pieces: tuple[Piece, ...]


def text_pages(document: Document, places, rows) -> dict[int, list[TextRow]]:
    """Lines and table rows by page, in order. `places` and `rows` as in an Extraction."""
    answers: dict[int, list[int]] = {}
    for at, place in enumerate(places):
        if place.number is not None:
            answers.setdefault(place.number, []).append(at)
    used = _used_columns(document.table)
    pages: dict[int, list[TextRow]] = {}
    for one in sorted([*document.lines, *document.table], key=lambda one: (one.page, one.number)):
        if isinstance(one, Line):
            own = [] if document.table else answers.get(one.number, [])
            row = TextRow(one.number, False, _marked(one.text, [(at, rows[at]) for at in own]))
        else:
            by_column = {places[at].column: at for at in answers.get(one.number, []) if places[at].page == one.page}
            row = TextRow(one.number, True, tuple(_cell(one, column, by_column) for column in used))
        pages.setdefault(one.page, []).append(row)
    return pages


def _used_columns(table: tuple[TableRow, ...]) -> list[int]:
    return sorted({at for row in table for at, cell in enumerate(row.cells) if cell.text.strip()})


def _cell(row: TableRow, column: int, by_column: dict[int | None, int]) -> Piece:
    return Piece(row.cells[column].text if column < len(row.cells) else "", by_column.get(column))


def _marked(text: str, answered: list[tuple[int, dict[str, str]]]) -> tuple[Piece, ...]:
    """The line cut where its answer stands: the last word like it before the note; at the end for a blank one."""
    if not answered:
        return (Piece(text),)
    at, row = answered[0]
    rest = tuple(Piece("", other) for other, _ in answered[1:])
    answer, note = row["raw_value"], row["raw_note"]
    end = text.rfind(note) if note and note in text else len(text)
    start = _last_word(text[:end], answer) if answer else -1
    if start < 0:
        start = _last_word(text, answer) if answer else -1
    if start < 0:
        return (Piece(f"{text} "), Piece("", at), *rest)
    stop = start + len(answer)
    return (Piece(text[:start]), Piece(answer, at), Piece(text[stop:]), *rest)


def _last_word(text: str, word: str) -> int:
    """Where a word last stands that does not go on to either side; -1 if nowhere."""
    start = text.rfind(word)
    while start >= 0:
        before, after = text[:start][-1:], text[start + len(word) :][:1]
        if not before.isalnum() and not after.isalnum():
            return start
        start = text.rfind(word, 0, start + len(word) - 1) if start else -1
    return -1
