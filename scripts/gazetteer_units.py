"""Write the country's provinces and districts into seeds/reference/administrative_units.csv.

    python scripts/gazetteer_units.py 2020-02-25=OLD.json 2021-02-03=… 2023-05-07=… 2025-01-04=NEW.json

Each argument is the day of a list and that list: `data/nested-divisions.json` of the package `vietnam-provinces`
(0.2, 0.4.0, 0.5.0, 0.6.0). Lists tell what was so on their days. Where two of them differ nobody knows here on which
day it changed: the older name stays until the newer list, and in between the commune count is empty, so that no
rule is judged by a count that may be wrong. Rows of Sóc Trăng and all communes are kept by hand and left as they are.
"""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from cchc.reference.units import UNITS_CSV
from cchc.text import nfc

KEPT_BY_HAND = "94"  # province whose dates and counts were looked up one by one
END = date(2025, 6, 30)  # the last day of districts, and of the provinces as they were
TYPES = ("thành phố", "thị xã", "tỉnh", "huyện", "quận")
_BARE = str.maketrans({"đ": "d", "Đ": "D"})
DAY = timedelta(days=1)


@dataclass(frozen=True)
class State:
    """What one list says of a unit."""

    name: str
    kind: str
    level: str
    province_code: str
    communes: int


def read_list(path: Path) -> dict[str, State]:
    """The provinces and districts of a list, by code."""
    states = {}
    for province in json.loads(path.read_text(encoding="utf-8")):
        code = f"{province['code']:02d}"
        districts = province["districts"]
        wards = sum(len(district["wards"]) for district in districts)
        states[code] = State(*_name_and_kind(province["name"]), "province", code, wards)
        for district in districts:
            name, kind = _name_and_kind(district["name"])
            states[f"{district['code']:03d}"] = State(name, kind, "district", code, len(district["wards"]))
    return states


def _name_and_kind(full_name: str) -> tuple[str, str]:
    full_name = nfc(full_name).strip()
    kind = next(kind for kind in TYPES if full_name.lower().startswith(f"{kind} "))
    return full_name[len(kind) + 1 :], kind


def romanised(name: str) -> str:
    """The name in plain letters: `Đồng Tháp` is `Dong Thap`."""
    decomposed = unicodedata.normalize("NFD", name.translate(_BARE))
    return "".join(mark for mark in decomposed if unicodedata.category(mark) != "Mn")


def rows_of(code: str, lists: dict[date, dict[str, State]]) -> list[dict[str, str]]:
    """The rows of one unit, one for each time in which the lists agree and one for each in between."""
    days = sorted(lists)
    spans: list[tuple[State | None, date, date]] = []  # what lists say, the first and the last day they do
    for day in days:
        state = lists[day].get(code)
        if spans and spans[-1][0] == state:
            spans[-1] = (state, spans[-1][1], day)
        else:
            spans.append((state, day, day))
    rows = []
    for at, (state, first, last) in enumerate(spans):
        if state is None:
            continue
        seen = ", ".join(day.isoformat() for day in days if first <= day <= last)
        listed = f"vietnam-provinces, list{'s' if last > first else ''} of {seen}".replace(", 2", "; 2")
        since = "; valid_from is the date of the list; not of founding" if at == 0 or spans[at - 1][0] is None else ""
        if at + 1 == len(spans):
            end = "; districts end: resolution 203/2025/QH15 art. 2" if state.level == "district" else (
                "; what holds from 2025-07-01 is not recorded here (resolution 202/2025/QH15)"
            )  # fmt: skip
            rows.append(_row(code, state, first, END, str(state.communes), f"{listed}{since}{end}"))
            continue
        after, newer = spans[at + 1][:2]
        is_recounted = after is None or after.communes != state.communes
        change = f"; changed or gone by the list of {newer}; on which day is not known here"
        if not is_recounted:
            rows.append(_row(code, state, first, newer - DAY, str(state.communes), f"{listed}{since}{change}"))
            continue
        rows.append(_row(code, state, first, last, str(state.communes), f"{listed}{since}"))
        rows.append(_row(code, state, last + DAY, newer - DAY, "", f"{listed}{change}; so is the commune count"))
    return rows


def _row(code: str, state: State, first: date, last: date, communes: str, source: str) -> dict[str, str]:
    return {
        "unit_code": code,
        "valid_from": first.isoformat(),
        "valid_to": last.isoformat(),
        "unit_name_vi": state.name,
        "unit_name_en": romanised(state.name),
        "unit_type_vi": state.kind,
        "unit_level": state.level,
        "province_code": state.province_code,
        "commune_count": communes,
        "source": f"Code, name and count: {source}",
    }


def main(arguments: list[str]) -> None:
    lists = {}
    for argument in arguments:
        day, _, path = argument.partition("=")
        lists[date.fromisoformat(day)] = read_list(Path(path))
    with UNITS_CSV.open(encoding="utf-8", newline="") as file:
        present = list(csv.DictReader(file))
    by_hand = [
        row
        for row in present
        if row["unit_level"] == "commune" or row["province_code"] == KEPT_BY_HAND or row["valid_from"] > str(END)
    ]
    codes = {code for one in lists.values() for code, state in one.items() if state.province_code != KEPT_BY_HAND}
    rows = [*by_hand, *(row for code in codes for row in rows_of(code, lists))]
    rows.sort(key=lambda row: (row["unit_code"], row["valid_from"]))
    with UNITS_CSV.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(present[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} rows in {UNITS_CSV.name}, {len(by_hand)} of them kept as they were")


if __name__ == "__main__":
    main(sys.argv[1:])
