"""A document becomes the draft of a form: every row in its place, with what it asks and which concept it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc.errors import CchcError
from cchc.learning.answer_types import Codes, answer_type_of, codes_of, may_pass_100
from cchc.learning.document_rows import PrintedTable, printed_tables
from cchc.learning.known_rows import KnownRow, known_rows
from cchc.learning.label_words import meaning_of
from cchc.learning.matching import LEVEL_WORDS, LIKELY, NEW, SAME, AskedRow, Match, match_rows
from cchc.learning.outline import OutlineRow, moved_under, outlined
from cchc.reading.formats import read_parts
from cchc.reading.table.known_labels import folded_text
from cchc.reference.form import load_forms

_FILLED = 0.5  # a document with answers in a larger share of the rows that have a unit is filled
_UNANSWERED = ("section", "header")


@dataclass(frozen=True)
class DraftRow:
    """A row of a drafted form. `known` is the row that it was matched to, if any; `doubt` says what a person should
    look at beside the match."""

    section_code: str
    number: str
    indicator_code: str
    parent_code: str
    label: str
    unit: str
    answer_type: str
    codes: Codes = ()
    may_pass_100: bool = False
    match: Match | None = None
    page: int = 0
    line: int = 0
    doubt: str = ""

    @property
    def is_answered(self) -> bool:
        return self.answer_type not in _UNANSWERED


@dataclass(frozen=True)
class Draft:
    """A form as drafted from a document: `title` as printed, the lines that its headings print as, and its rows.

    `known_as` is the version of the form on record that has the very same rows, if there is one.
    """

    source: Path
    sha256: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[DraftRow, ...]
    left_out: tuple[str, ...] = ()
    known_as: str = ""


def learn_form(path: Path, levels: Sequence[str] = (), known: Sequence[KnownRow] | None = None) -> Draft:
    """Draft a form from a blank or filled document of any format that can be read, for these levels of government.

    Its rows are matched with `known` ones: those of all forms on record unless they are given.
    Raises CchcError where it is no form, where two forms or a row without a label stand in it.
    """
    document = read_parts(path)[0].document
    tables = printed_tables(document)
    rows, left_out = outlined(path, tables, document.is_scanned)
    drafted = _matched(rows, known_rows() if known is None else known, levels)
    return Draft(
        path, document.sha256, _title(tables), _headings(tables), tuple(drafted), tuple(left_out), _known_as(rows)
    )


def _known_as(rows: Sequence[OutlineRow]) -> str:
    """The version of the known form that has these very rows, label by label; '' where none has."""
    own = [folded_text(row.label) for row in rows]
    same = (form.version for form in load_forms() if own == [folded_text(row.label_vi) for row in form.rows])
    return next(same, "")


def _matched(rows: Sequence[OutlineRow], known: Sequence[KnownRow], levels: Sequence[str]) -> list[DraftRow]:
    matches, types = _match(rows, known, levels)
    parents = dict(_parents_as_known(rows, matches))
    if parents:
        rows = moved_under(rows, parents)
        matches, types = _match(rows, known, levels)
    return [_drafted(row, kind, match) for row, kind, match in zip(rows, types, matches, strict=True)]


def _match(rows, known, levels) -> tuple[list[Match | None], list[str]]:
    """What each row is, None for a section; and its answer type as far as the document tells."""
    parents = {row.parent_code for row in rows}
    by_code = {row.indicator_code: row for row in rows}
    with_unit = [row for row in rows if row.unit]
    is_filled = sum(bool(row.answer) for row in with_unit) > _FILLED * len(with_unit)
    asked: dict[str, AskedRow] = {}
    types = []
    for row in rows:
        if row.is_section:
            types.append("section")
            continue
        kind = answer_type_of(row.label, row.unit, row.answer, row.indicator_code in parents)
        types.append(kind)
        if kind == "header" and is_filled:
            continue  # nothing was answered there
        above = tuple(one.label for one in _above(row, by_code))
        parent = list(asked).index(row.parent_code) if row.parent_code in asked else None
        asked[row.indicator_code] = AskedRow(
            row.label,
            row.unit,
            kind,
            above,
            parent,
            codes_of(row.unit),
            may_be_header=kind == "header",
            is_blank=not row.answer,
        )
    found = dict(zip(asked, match_rows(list(asked.values()), known, levels), strict=True))
    return [found.get(row.indicator_code) for row in rows], types


def _parents_as_known(rows: Sequence[OutlineRow], matches: Sequence[Match | None]) -> Iterator[tuple[str, str]]:
    """By code, the parent of rows without a number that stand under another such row on the form known: a table that
    numbers its items alone does not show which of their rows are parts of others."""
    over: OutlineRow | None = None
    for before, row, match in zip(rows, rows[1:], matches[1:], strict=False):
        if row.is_numbered or match is None or match.known is None:
            over = None
            continue
        parent = folded_text(match.known.above[0])
        if over is None or folded_text(over.label) != parent:
            over = before
        if not over.is_numbered and over.parent_code == row.parent_code and folded_text(over.label) == parent:
            yield row.indicator_code, over.indicator_code
        else:
            over = None


def _drafted(row: OutlineRow, kind: str, match: Match | None) -> DraftRow:
    codes = codes_of(row.unit)
    known = match.known if match else None
    if match is not None and kind == "header":
        if known is None or match.match == NEW:
            match = None  # a heading asks nothing
        else:
            kind = known.answer_type
    elif known is not None and match is not None and match.match in (SAME, LIKELY):
        kind = _type_as_known(kind, known.answer_type, row, codes, known)
    over = known.cells["may_pass_100"] == "true" if known and kind == known.answer_type else may_pass_100(row.label)
    return DraftRow(
        row.section_code,
        row.number,
        row.indicator_code,
        row.parent_code,
        row.label,
        row.unit,
        kind,
        codes if kind in ("flag", "choice") else (),
        kind == "percent" and over,
        match,
        row.page,
        row.line,
        row.doubt,
    )


def _type_as_known(kind: str, other: str, row: OutlineRow, codes: Codes, known: KnownRow) -> str:
    """The type of a known row where the document leaves it open: blank, a ratio looks like a count."""
    if {kind, other} == {"count", "ratio"} and not row.answer:
        return other
    if {kind, other} == {"flag", "choice"} and {code for code, _ in codes} == {code for code, _ in known.codes}:
        return other
    return kind


def _above(row: OutlineRow, by_code: dict[str, OutlineRow]) -> list[OutlineRow]:
    """The rows over a row, the nearest first."""
    found = []
    parent = by_code.get(row.parent_code)
    while parent is not None:
        found.append(parent)
        parent = by_code.get(parent.parent_code)
    return found


def _title(tables: Sequence[PrintedTable]) -> str:
    """The title of the form: the last lines in capitals above its first table, of those that follow each other."""
    lines = [line for line in tables[0].above if line.strip()]
    capitals = [at for at, line in enumerate(lines) if line.isupper() and len(line) > 12]
    if not capitals:
        return lines[-1] if lines else ""
    last = capitals[-1]
    first = last
    while first - 1 in capitals:
        first -= 1
    return " ".join(lines[first : last + 1])


def _headings(tables: Sequence[PrintedTable]) -> tuple[str, ...]:
    """Each line that a heading of the form prints as, once."""
    return tuple(dict.fromkeys(line for table in tables for line in table.heading))


def check_version(version: str, first_year: int | None) -> int:
    """The first year of a version. Raises CchcError where the version is recorded already or is no name of one."""
    if any(form.version == version for form in load_forms()):
        raise CchcError(
            f"--version: form {version} is recorded already in seeds/reference/form_versions.csv. Give the new one a "
            f"name of its own, as '{version}b'."
        )
    begins = re.match(r"20\d\d", version)
    if not re.fullmatch(r"20\d\d[A-Za-z0-9_-]*", version) or begins is None:
        raise CchcError(
            f"--version: “{version}” is no version. Expected its first year, with letters after it if need be."
        )
    year = first_year or int(begins[0])
    if not 2000 <= year <= 2099:
        raise CchcError(f"--first-year: {year} is no year. Expected the first year reported on the form.")
    return year


def levels_told(draft: Draft) -> tuple[str, ...]:
    """The levels of government that the title of a form names; () where it names none."""
    said = {meaning for name, meaning in meaning_of(draft.title).contrasts if name == "level"}
    return tuple(level for level, word in LEVEL_WORDS.items() if word in said)
