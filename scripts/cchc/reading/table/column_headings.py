"""Which column of a table is which: by the words over it, and by the form's labels and units that stand in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from cchc.reading.documents import Cell, TableRow
from cchc.reading.number_grammar import looks_like_a_figure
from cchc.reading.table.known_labels import folded_text, labels_by_cell, units_among
from cchc.reference.column_headings import column_headings
from cchc.reference.form import load_forms
from cchc.text import fold

_HEADING_LIKE = 80  # a cell this like the name of a column (0-100) heads it,
_SO_NAMED = 95  # and one this like it is it: beside one less like it, figures that nothing names may be the answers
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")
_BEGINS_LIKE = 92  # a cell that begins this like the name of a column (0-100) heads it,
_BEGINNING_LETTERS = 11  # if the name is so long
_ANOTHER = re.compile(  # columns of figures that are of another time, or are no answers
    r"\b(nam truoc|ky truoc|quy truoc|thang truoc|nam ngoai|lien truoc|lien ke|ban dau|dau ky|truoc khi|da bao cao"
    r"|cung ky|luy ke|cong don|so sanh|so voi|tang|giam|chenh lech|du kien|uoc|muc tieu|duoc giao"
    r"|(?<!thuc hien )ke hoach)\b"
)
_ANSWER_WORDS = {"so", "luong", "luong/ty", "ty", "ket", "qua"}  # one of them is left of a damaged heading of answers
_YEAR = re.compile(r"\b(?:nam )?(20\d\d)\b")
_HEIGHT_MOST = 3  # rows that a heading takes
_LABELS_LEAST = 5  # so many of the form's labels make a column that of the labels
_LABELS_SHARE = 0.1  # share of all its labels that a further column has if labels stand in several, by their level
_UNITS_SHARE = 0.3  # share of the rows with labels that have a unit in the units' column
_FIGURES_SHARE = 0.5  # share of the rows with labels that have a figure in the answers' column if nothing names it


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """What a column may be called, folded, by its kind."""
    return {kind: tuple(map(fold, headings)) for kind, headings in column_headings().items()}


@dataclass(frozen=True)
class Columns:
    """Where in a row label, answer, unit and note stand; None for a column the table does not have.

    Labels may stand in several columns, by their level, and answers too: `Số lượng` beside `Tỷ lệ`.
    """

    labels: tuple[int, ...]
    answers: tuple[int, ...]
    unit: int | None = None
    note: int | None = None

    @property
    def answer(self) -> int:
        return self.answers[0]

    @property
    def last(self) -> int:
        return max(at for at in (*self.labels, *self.answers, self.unit, self.note) if at is not None)


@dataclass(frozen=True)
class TableHeading:
    """The columns of a table, and the first and last row (from 0) of what heads them."""

    columns: Columns
    first: int
    last: int
    named: int


@dataclass(frozen=True)
class Contents:
    """The columns in which the form's labels stand, their rows, and which rows (from 0) these are."""

    labels: tuple[int, ...] = ()
    rows: tuple[TableRow, ...] = ()
    at: frozenset[int] = frozenset()


@lru_cache(maxsize=4096)
def column_likeness(text: str) -> tuple[float, str | None]:
    """Which column a cell heads, and how like a name of it the cell is (0-100): number, label, unit, answer or note;
    None if none.

    A name may have words in brackets with it, and one that no label of the form begins with any words after it.
    """
    whole = folded_text(text)
    bare = " ".join(_BRACKETS.sub(" ", whole).split())
    best = max((_named_most_like(one) for one in {whole, bare} if one), default=(0.0, None))
    if best[0] >= _HEADING_LIKE:
        return best
    begun = (
        (_HEADING_LIKE, name)
        for name, heading in _beginnings()
        if len(bare) > len(heading) and fuzz.ratio(bare[: len(heading)], heading) >= _BEGINS_LIKE
    )
    return next(begun, (0.0, None))


def column_name(text: str) -> str | None:
    """Which column a cell heads, as `column_likeness` has it."""
    return column_likeness(text)[1]


def _named_most_like(folded: str) -> tuple[float, str]:
    return max((fuzz.ratio(folded, heading), name) for name, headings in _names().items() for heading in headings)


@cache
def _beginnings() -> tuple[tuple[str, str], ...]:
    """Names of columns, with what they head, that are long and that no label of the forms begins with."""
    labels = [row.folded_label for form in load_forms() for row in form.rows]
    return tuple(
        (name, heading)
        for name, headings in _names().items()
        for heading in headings
        if len(heading) >= _BEGINNING_LETTERS and not any(label.startswith(heading) for label in labels)
    )


def is_of_another(text: str) -> bool:
    """True for the heading of figures that are of another time, a plan or a comparison."""
    return bool(_ANOTHER.search(folded_text(text)))


def find_heading(rows: Sequence[TableRow], year: int | None = None) -> TableHeading | None:
    """The heading of a table of a report of `year`; None where no row heads label and answer.

    A heading may take several rows (`Kết quả thống kê` over unit, answer and note): the height that names most counts,
    and of these one that has words over more columns.
    """
    contents = contents_of(rows)
    for first, row in enumerate(rows):
        if first in contents.at or not _may_head(row):
            continue
        found = [
            TableHeading(columns, first, first + height - 1, named)
            for height in range(1, min(_HEIGHT_MOST, len(rows) - first) + 1)
            if contents.at.isdisjoint(range(first, first + height))
            for columns, named in [_columns_of(rows[first : first + height], contents, year)]
            if columns is not None
        ]
        if found:
            return max(found, key=lambda one: (one.named, len(paths_over(rows[one.first : one.last + 1])), -one.last))
    return None


def is_headed(rows: Sequence[TableRow]) -> bool:
    """Whether words over the columns say which of them has the labels and which the units or answers, whatever form
    stands under them."""
    for at, row in enumerate(rows):
        if _may_head(row):
            names = {
                name for one in rows[at : at + _HEIGHT_MOST] for cell in one.cells if (name := column_name(cell.text))
            }
            if "label" in names and names & {"unit", "answer"}:
                return True
    return False


def contents_of(rows: Sequence[TableRow]) -> Contents:
    """Where the form's labels stand in a table; nothing where too few do."""
    by_cell = labels_by_cell(rows)
    counts = Counter(column for own in by_cell for column in own)
    if max(counts.values(), default=0) < _LABELS_LEAST:
        return Contents()
    least = max(_LABELS_LEAST, _LABELS_SHARE * counts.total())
    columns = tuple(sorted(column for column, count in counts.items() if count >= least))
    labelled = [at for at, own in enumerate(by_cell) if any(column in columns for column in own)]
    return Contents(columns, tuple(rows[at] for at in labelled), frozenset(labelled))


def _may_head(row: TableRow) -> bool:
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    return len(texts) > 1 and any(column_name(text) for text in texts)


def _columns_of(rows: Sequence[TableRow], contents: Contents, year: int | None) -> tuple[Columns | None, int]:
    """The columns under these heading rows, None if label or answer is missing; and how many the heading names."""
    paths = paths_over(rows)
    names = _names_of(paths, year)

    def named(name: str) -> tuple[int, ...]:
        return tuple(at for at, one in names.items() if one == name)

    labels = contents.labels or named("label")[:1]
    unit = next((at for at in named("unit") if at not in labels), None)
    if unit is None:
        unit = _units_column(contents, taken=labels)
    note = next(iter(named("note")), None)
    answers = tuple(at for at in named("answer") if at not in (*labels, unit, note))
    if year is None:
        answers = _latest(answers, paths)
    answers = answers or _only_figures(contents, paths, names, taken=(*labels, unit, note))
    if answers and not any(_is_named_so(paths.get(at, ())) for at in answers):
        answers += tuple(at for at in _figures(contents, paths, names, (*labels, unit, note)) if at not in answers)
    answers = answers or _damaged_heading(paths, unit, note)
    shown = tuple(at for at in answers if not any(_at(row, at).doubt for row in rows))
    columns = Columns(labels, shown or answers, unit, note) if labels and answers else None
    return columns, sum(name is not None for name in names.values())


def paths_over(rows: Sequence[TableRow]) -> dict[int, list[str]]:
    """The words over each column from the top; what stands over several columns stands over each of them."""
    width = max(len(row.cells) for row in rows)
    texts = [[" ".join(_at(row, at).text.split()) for at in range(width)] for row in rows]
    for at, own in enumerate(texts[:-1]):
        below = ["".join(lower[column] for lower in texts[at + 1 :]) for column in range(width)]
        for column in range(1, width):
            if not own[column] and own[column - 1] and below[column] and below[column - 1]:
                own[column] = own[column - 1]
    paths = {column: [own[column] for own in texts if own[column]] for column in range(width)}
    return {column: path for column, path in paths.items() if path}


def _names_of(paths: dict[int, list[str]], year: int | None) -> dict[int, str | None]:
    """What each column is. Where words right over a column name it the answers', those over a group do no other."""
    names = {at: _name_of(path, year) for at, path in paths.items()}
    answers = {at for at, name in names.items() if name == "answer"}
    words = {
        at: [text for text in paths[at] if any(mark.isalpha() for mark in text) or _YEAR.search(text)] for at in answers
    }
    own = {at for at in answers if _name_of(words[at][-1:], year) == "answer"}
    return {at: None if own and at in answers - own else name for at, name in names.items()}


def _name_of(path: list[str], year: int | None) -> str | None:
    """What a column is by the words over it, the lowest first; `other` for figures of another time."""
    path = [folded_text(text) for text in path]
    whole = " ".join(path)
    years = {int(one) for one in _YEAR.findall(whole)}
    if is_of_another(whole) or (years and year is not None and year not in years):
        return "other"
    for text in (*reversed(path), whole):
        undated = " ".join(_YEAR.sub(" ", text).split())
        name = column_name(undated) if undated else "answer"
        if name:
            return name
    return None


def _latest(answers: tuple[int, ...], paths: dict[int, list[str]]) -> tuple[int, ...]:
    """Of columns by year those of the last one, where the report's own is not known."""
    years = {at: max(map(int, _YEAR.findall(folded_text(" ".join(paths[at])))), default=0) for at in answers}
    return tuple(at for at in answers if years[at] == max(years.values()))


def _units_column(contents: Contents, taken: tuple[int, ...]) -> int | None:
    width = max((len(row.cells) for row in contents.rows), default=0)
    counts = {at: units_among(_at(row, at).text for row in contents.rows) for at in range(width) if at not in taken}
    at = max(counts, key=counts.__getitem__, default=None)
    return at if at is not None and counts[at] >= max(_UNITS_SHARE * len(contents.rows), 1) else None


def _only_figures(
    contents: Contents, paths: dict[int, list[str]], names: dict[int, str | None], taken: tuple[int | None, ...]
) -> tuple[int, ...]:
    """The one column of figures that nothing names, of those that something stands over; () where there are several."""
    found = _figures(contents, paths, names, taken) or _figures_beyond(contents, names, taken)
    return found if len(found) == 1 else ()


def _is_named_so(path: Sequence[str]) -> bool:
    """Whether words over a column name it the answers', and not only words that are like such a name."""
    words = (" ".join(_YEAR.sub(" ", folded_text(text)).split()) for text in path)
    return any(not word or column_likeness(word)[0] >= _SO_NAMED for word in words)


def _figures(
    contents: Contents, paths: dict[int, list[str]], names: dict[int, str | None], taken: tuple[int | None, ...]
) -> tuple[int, ...]:
    """The columns of figures that nothing names, of those that words stand over."""
    return tuple(
        at
        for at in paths
        if at not in taken and names[at] is None and any(mark.isalpha() for mark in "".join(paths[at]))
        and _holds_figures(contents, at)
    )  # fmt: skip


def _figures_beyond(contents: Contents, names: dict[int, str | None], taken: tuple[int | None, ...]) -> tuple[int, ...]:
    """The columns of figures that no words stand over, to the right of the labels, where no row's number is."""
    first = max(contents.labels, default=-1) + 1
    width = max((len(row.cells) for row in contents.rows), default=0)
    return tuple(
        at for at in range(first, width) if at not in taken and names.get(at) is None and _holds_figures(contents, at)
    )


def _holds_figures(contents: Contents, at: int) -> bool:
    figures = sum(looks_like_a_figure(_at(row, at).text.strip()) for row in contents.rows)
    return figures >= max(_FIGURES_SHARE * len(contents.rows), 1)


def _damaged_heading(paths: dict[int, list[str]], unit: int | None, note: int | None) -> tuple[int, ...]:
    """The one column between unit and note, where a word over it is left of the usual heading of answers."""
    if unit is None or note is None or note - unit != 2:
        return ()
    words = set(folded_text(" ".join(paths.get(unit + 1, ()))).split())
    return (unit + 1,) if words & _ANSWER_WORDS else ()


def _at(row: TableRow, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else Cell()
