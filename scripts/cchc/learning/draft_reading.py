"""A checked draft read back: its rows and what it says of the form, or every cell that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cchc.errors import CchcError
from cchc.learning.draft_columns import FORM, FORM_FIELDS, GUARD, GUARDED, NAMES, ROWS
from cchc.learning.guards import forms_digests, row_guard
from cchc.workbooks.filled_in import Refusal, held_rows, open_filled, text_of

_AGAIN = "Learn the form anew (cchc learn-form) and carry the decisions over."


@dataclass(frozen=True)
class CheckedRow:
    """A row of the draft as text, and its cells to name."""

    texts: Mapping[str, str]
    cells: Mapping[str, Cell]

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    def refuse(self, name: str, found: str, expected: str, mend: str) -> Refusal:
        return Refusal.at(self.cells[name], found, expected, mend, self.texts["label_vi"][:60])


@dataclass(frozen=True)
class CheckedDraft:
    """What a person gave back: the form's own fields, the lines of its headings, its rows in order."""

    fields: Mapping[str, str]
    field_cells: Mapping[str, Cell]
    headings: tuple[str, ...]
    rows: tuple[CheckedRow, ...]


def read_draft(path: Path, reference: Path) -> tuple[CheckedDraft, list[Refusal]]:
    """The draft, and what of it the program wrote and somebody changed; `reference` has the forms of this project.

    Raises CchcError for a file that is no draft, and for one that was matched with other forms than stand here.
    """
    workbook = open_filled(path)
    if not {ROWS, FORM, GUARD} <= set(workbook.sheetnames):
        raise CchcError(f"{path}: not a draft that `cchc learn-form` wrote: it has no sheets '{ROWS}' and '{FORM}'.")
    guard = workbook[GUARD]
    guards = {text_of(guard.cell(at, 1)): text_of(guard.cell(at, 2)) for at in held_rows(guard)}
    _check_forms(path, guards, reference)
    fields, headings = _fields(workbook[FORM])
    missing = [name for name, *_ in FORM_FIELDS if name not in fields]
    if missing:
        raise CchcError(f"{path}: sheet “{FORM}” has no line {', '.join(missing)}. {_AGAIN}")
    rows = _rows(path, workbook[ROWS])
    version = text_of(fields["form_version"])
    refusals = [refusal for row in rows if (refusal := _edited(row, version, guards))]
    texts = {name: text_of(cell) for name, cell in fields.items()}
    return CheckedDraft(texts, fields, headings, tuple(rows)), refusals


def _check_forms(path: Path, guards: Mapping[str, str], reference: Path) -> None:
    here = {f"form {version}": digest for version, digest in forms_digests(reference).items()}
    known = {name: digest for name, digest in guards.items() if name.startswith("form ")}
    strange = [name for name, digest in known.items() if here.get(name) != digest]
    if strange or not known:
        raise CchcError(
            f"{path}: this draft was matched with other forms than stand in seeds/reference ({', '.join(strange)}), as "
            f"one of another project is, or one made before they changed. {_AGAIN}"
        )


def _fields(sheet: Worksheet) -> tuple[dict[str, Cell], tuple[str, ...]]:
    fields, headings = {}, []
    for name, value in ((sheet.cell(at, 1), sheet.cell(at, 2)) for at in held_rows(sheet, 2)):
        if text_of(name) == "heading":
            headings.append(text_of(value))
        elif text_of(name):
            fields[text_of(name)] = value
    return fields, tuple(filter(None, headings))


def _rows(path: Path, sheet: Worksheet) -> list[CheckedRow]:
    names = {text_of(cell): at for at, cell in enumerate(sheet[1])}
    missing = [name for name in NAMES if name not in names]
    if missing:
        raise CchcError(f"{path}: sheet “{ROWS}”, row 1: no column {', '.join(missing)}. {_AGAIN}")
    rows = []
    for number in held_rows(sheet, 2):
        own = {name: sheet.cell(number, names[name] + 1) for name in NAMES}
        texts = {name: text_of(cell) for name, cell in own.items()}
        if texts["similarity"]:
            texts["similarity"] = f"{float(own['similarity'].value):.3f}" if _is_number(own["similarity"]) else ""
        if any(texts.values()):
            rows.append(CheckedRow(texts, own))
    return sorted(
        rows,
        key=lambda row: (not row["position"].isdigit(), int(row["position"] or 0) if row["position"].isdigit() else 0),
    )


def _is_number(cell: Cell) -> bool:
    return isinstance(cell.value, int | float)


def _edited(row: CheckedRow, version: str, guards: Mapping[str, str]) -> Refusal | None:
    """Why a row cannot be taken whose white cells are not those that were written; a row put in by hand has none."""
    guard = guards.get(f"row {row['position']}")
    if guard == row_guard(version, row.texts) or (guard is None and not row["match"] and not row["concept"]):
        return None
    return row.refuse(
        "position",
        "the row's white cells are not those that the program wrote",
        f"{', '.join(GUARDED)} and the sheet form's form_version as they were",
        "Put them back from the draft, or learn the form anew; what you decide goes into concept_decided.",
    )
