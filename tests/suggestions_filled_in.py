"""Rules taken away from seeds, and a workbook of suggestions filled in, as a person does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cchc.suggesting.suggestion_book import GUARDS, RULES_SHEET
from cchc.workbooks.filled_in import text_of
from cchc.workbooks.written_rows import WRITTEN, marks_of, rows_under_names


def take_away(reference: Path, rule_ids: Collection[str]) -> None:
    """Leave these rules out of the seeds of a folder."""
    own = tuple(f"{rule_id}," for rule_id in rule_ids)
    for name in ("rules.csv", "rule_terms.csv"):
        lines = (reference / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (reference / name).write_text("".join(line for line in lines if not line.startswith(own)), encoding="utf-8")


def fill(path: Path, rule_ids: Collection[str], **cells: object) -> Worksheet:
    """Accept these rules, other cells of their rows filled in or changed."""
    workbook = openpyxl.load_workbook(path)
    for row in rows_under_names(workbook[RULES_SHEET], GUARDS):
        if row["rule_id"].value in rule_ids:
            for name, value in {"decision": "Nhận (accept)", "accepted_by": "Trần Thị Lan", **cells}.items():
                row[name].value = value
            mark_anew(row)
    workbook.save(path)
    return workbook[RULES_SHEET]


def mark_anew(row: Mapping[str, Cell]) -> None:
    """Let a row say that what stands in it now is what was written: as of a suggestion that has it so."""
    marks = dict(part.split("=") for part in row[WRITTEN].value.split())
    guarded = {name: text_of(row[name]) for name, mark in marks.items() if mark}
    row[WRITTEN].value = marks_of(guarded, marks.keys() - guarded)
