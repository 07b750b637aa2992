"""Rules taken away from seeds, and a workbook of suggestions filled in, as a person does."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from cchc.suggesting.suggestion_book import GUARDS, RULES_SHEET
from cchc.workbooks.tables import read_table


def take_away(reference: Path, rule_ids: Collection[str]) -> None:
    """Leave these rules out of the seeds of a folder."""
    own = tuple(f"{rule_id}," for rule_id in rule_ids)
    for name in ("rules.csv", "rule_terms.csv"):
        lines = (reference / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (reference / name).write_text("".join(line for line in lines if not line.startswith(own)), encoding="utf-8")


def fill(path: Path, rule_ids: Collection[str], **cells: object) -> Worksheet:
    """Accept these rules, other cells of their rows filled in or changed."""
    workbook = openpyxl.load_workbook(path)
    for row in read_table(workbook[RULES_SHEET], GUARDS):
        if row["rule_id"].value in rule_ids:
            for name, value in {"decision": "Nhận (accept)", "accepted_by": "Trần Thị Lan", **cells}.items():
                row[name].value = value
    workbook.save(path)
    return workbook[RULES_SHEET]
