"""What must come of a case, and where in a document it is put."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.unit.form_documents import form_2021

UNSURE = "unsure"  # something stands there, and nobody can be sure of it: neither clear nor empty
NOTHING = "nothing"  # an empty cell
EMPTY = {"blank", "not_found"}


@dataclass(frozen=True)
class Case:
    """A change to the answer's cell of a row of a kind, and what must then be read: a value, value/base, or a word."""

    name: str
    kind: str
    change: Callable
    expected: str


def placed(cases: Iterable[Case]) -> dict[str, Case]:
    """The cases by the indicator code of the row that each is put into, in form order."""
    free = {kind: [row.indicator_code for row in form_2021().answered if row.answer_type == kind and _plain(row)]
            for kind in ("count", "percent", "ratio", "flag")}  # fmt: skip
    return {free[case.kind].pop(0): case for case in cases}


def _plain(row) -> bool:
    return row.answer_type != "flag" or "Có = 1" in row.unit_vi


def check(case: Case, row: dict[str, str]) -> None:
    """Hold a row as read against its case."""
    status, value = row["read_status"], row["value"] + (f"/{row['base_value']}" if row["base_value"] else "")
    if case.expected == UNSURE:
        assert status not in EMPTY | {"clear"}, (case.name, row["raw_value"], status, value)
    elif case.expected == NOTHING:
        assert status in EMPTY, (case.name, row["raw_value"], status, value)
    else:
        assert (status, value) == ("clear", case.expected), (case.name, row["raw_value"])
