"""Write the country's units and what took their places into seeds/reference, from packaged gazetteers.

    pip download --no-deps --no-build-isolation --python-version 3.12 --only-binary=:all: --dest FOLDER \
        vietnam-provinces==VERSION                          # once for each VERSION of LISTS, and for CONVERSION
    python scripts/making_seeds/gazetteer_units.py FOLDER

Nothing of the packages is installed or needed later. Lists tell what was so on their days:

- Provinces and districts until 2025-06-30 come from four lists. Where two of them differ nobody knows here on which day
  it changed: the older name stays until the newer list, and in between the commune count is empty, so that no rule is
  judged by a count that may be wrong.
- Provinces and communes from 2025-07-01 come from the newest release, and so does the table of old communes and new
  ones, from which follows what each district became. A district of islands without communes became the special zone of
  its name.

Rows of Sóc Trăng and of what took its place were looked up one by one, departments are added by hand: both are left as
they are. What the lists contradict is told in docs/units.md.
"""

from __future__ import annotations

import csv
import json
import runpy
import sys
import tempfile
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

from cchc.reference.units import UNITS_CSV, unit_types
from cchc.text import fold, nfc

SUCCESSORS_CSV = UNITS_CSV.with_name("unit_successors.csv")
LISTS = {  # release: the day of its list
    "0.2": date(2020, 2, 25),
    "0.4.0": date(2021, 2, 3),
    "0.5.0": date(2023, 5, 7),
    "0.6.0": date(2025, 1, 4),
}
CONVERSION = "2026.9.0"
CONVERSION_LIST = f"vietnam-provinces {CONVERSION} (list of 2026-09-20)"
KEPT_BY_HAND = "94"  # province whose dates and counts were looked up one by one
END = date(2025, 6, 30)  # the last day of districts, and of the provinces as they were
BEGIN = date(2025, 7, 1)
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


@dataclass(frozen=True)
class OldCommune:
    """A commune until 2025-06-30: only what its district became is told by it."""

    name: str
    district_code: str


def nested_list(folder: Path, version: str) -> list[dict]:
    """The provinces of a release of the package, each with what it nests."""
    with ZipFile(folder / f"vietnam_provinces-{version}-py3-none-any.whl") as wheel:
        return json.loads(wheel.read("vietnam_provinces/data/nested-divisions.json"))


def conversion(folder: Path) -> dict:
    """The table of new communes and the old ones that went into each, as the package has it."""
    wheel = folder / f"vietnam_provinces-{CONVERSION}-py3-none-any.whl"
    with ZipFile(wheel) as opened, tempfile.TemporaryDirectory() as temporary:
        return runpy.run_path(opened.extract("vietnam_provinces/_ward_conversion_2025.py", temporary))["NEW_TO_OLD"]


def states_until_2025(provinces: list[dict]) -> dict[str, State]:
    """The provinces and districts of a list, by code."""
    states = {}
    for province in provinces:
        code = f"{province['code']:02d}"
        districts = province["districts"]
        wards = sum(len(district["wards"]) for district in districts)
        states[code] = State(*_name_and_kind(province["name"]), "province", code, wards)
        for district in districts:
            name, kind = _name_and_kind(district["name"])
            states[f"{district['code']:03d}"] = State(name, kind, "district", code, len(district["wards"]))
    return states


def states_since_2025(provinces: list[dict]) -> dict[str, State]:
    """The provinces and communes of the list after districts, by code."""
    states = {}
    for province in provinces:
        code = f"{province['code']:02d}"
        states[code] = State(*_name_and_kind(province["name"]), "province", code, len(province["wards"]))
        for ward in province["wards"]:
            states[f"{ward['code']:05d}"] = State(*_name_and_kind(ward["name"]), "commune", code, 0)
    return states


def _name_and_kind(full_name: str) -> tuple[str, str]:
    full_name = nfc(full_name).strip().replace("’", "'")  # the older lists and the second one write M'Drắk
    kind = next(kind for kind in unit_types().values() if full_name.lower().startswith(f"{kind} "))
    return full_name[len(kind) + 1 :], kind


def romanised(name: str) -> str:
    """The name in plain letters: `Đồng Tháp` is `Dong Thap`."""
    decomposed = unicodedata.normalize("NFD", name.translate(_BARE))
    return "".join(mark for mark in decomposed if unicodedata.category(mark) != "Mn")


def rows_until_2025(code: str, lists: dict[date, dict[str, State]]) -> list[dict[str, str]]:
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
                "; provinces are merged: resolution 202/2025/QH15"
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


def row_since_2025(code: str, state: State) -> dict[str, str]:
    """The row of a province or commune from 2025-07-01, which one list alone tells."""
    count = str(state.communes) if state.level == "province" else ""
    law = "; resolution 202/2025/QH15" if state.level == "province" else ""
    source = f"{CONVERSION_LIST}{law}; that nothing changed since 2025-07-01 it does not prove"
    return _row(code, state, BEGIN, None, count, source)


def _row(code: str, state: State, first: date, last: date | None, communes: str, source: str) -> dict[str, str]:
    return {
        "unit_code": code,
        "valid_from": first.isoformat(),
        "valid_to": last.isoformat() if last else "",
        "unit_name_vi": state.name,
        "unit_name_en": romanised(state.name),
        "unit_type_vi": state.kind,
        "unit_level": state.level,
        "province_code": state.province_code,
        "commune_count": communes,
        "source": f"{'Code and name' if state.level == 'commune' else 'Code, name and count'}: {source}",
    }


def old_communes(provinces: list[dict]) -> dict[int, OldCommune]:
    """The communes of the last list before 2025-07-01, by code."""
    return {
        ward["code"]: OldCommune(nfc(ward["name"]), f"{district['code']:03d}")
        for province in provinces
        for district in province["districts"]
        for ward in district["wards"]
    }


def district_successions(
    table: dict, communes: dict[int, OldCommune], states: dict[str, State], new_states: dict[str, State]
) -> list[dict[str, str]]:
    """What took over each district: the new communes that its old ones went into, wholly or in part."""
    from_old: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
    for new_code, entry in table.items():
        for old in entry.old_wards:
            known = communes.get(
                old.code, OldCommune(f"commune {old.code:05d} (no list names it)", f"{old.district_code:03d}")
            )
            from_old[known.district_code, f"{new_code:05d}"].append((known.name, old.is_partly_merged))
    heirs: dict[str, list[str]] = defaultdict(list)
    for district_code, new_code in from_old:
        heirs[district_code].append(new_code)
    rows = []
    for (district_code, new_code), parts in from_old.items():
        is_whole = len(heirs[district_code]) == 1 and not any(is_part for _, is_part in parts)
        origin = "; ".join(f"{name} (a part)" if is_part else name for name, is_part in parts)
        source = f"vietnam-provinces {CONVERSION} (ward conversion of 2025); from {origin}"
        rows.append(_succession(district_code, new_code, is_whole, source))
    zones = {fold(state.name): code for code, state in new_states.items() if state.kind == "đặc khu"}
    for code, state in states.items():
        if state.level == "district" and code not in heirs and not state.communes:
            source = f"{CONVERSION_LIST}; a district without communes; told by the name alone"
            rows.append(_succession(code, zones[fold(state.name)], True, source))
    return rows


def province_successions(
    districts: list[dict[str, str]], states: dict[str, State], new_states: dict[str, State]
) -> list[dict[str, str]]:
    """What took over each province under a code that is not its own, as what its districts became tells."""
    pairs = {
        (states[row["unit_code"]].province_code, new_states[row["successor_code"]].province_code) for row in districts
    }
    source = f"vietnam-provinces {CONVERSION} (ward conversion of 2025); resolution 202/2025/QH15"
    return [_succession(old, new, True, source) for old, new in pairs if old != new]


def _succession(code: str, successor: str, is_whole: bool, source: str) -> dict[str, str]:
    return {
        "unit_code": code,
        "successor_code": successor,
        "succeeded_on": BEGIN.isoformat(),
        "coverage": "whole" if is_whole else "part",
        "source": source,
    }


def _present(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]], kept: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} rows in {path.name}, {kept} of them kept as they were")


def main(folder: Path) -> None:
    units, successors = _present(UNITS_CSV), _present(SUCCESSORS_CSV)
    by_hand = {row["unit_code"] for row in units if row["province_code"] == KEPT_BY_HAND}
    by_hand_since = {row["successor_code"] for row in successors if row["unit_code"] in by_hand}
    kept = [
        row
        for row in units
        if row["unit_code"] in by_hand
        or row["unit_level"] == "department"
        or (row["unit_code"] in by_hand_since and row["valid_from"] > str(END))
    ]
    kept_successors = [row for row in successors if row["unit_code"] in by_hand]

    nested = {version: nested_list(folder, version) for version in (*LISTS, CONVERSION)}
    lists = {day: states_until_2025(nested[version]) for version, day in LISTS.items()}
    last = lists[max(lists)]
    new = states_since_2025(nested[CONVERSION])
    codes = {code for one in lists.values() for code in one} - by_hand
    rows = [row for code in codes for row in rows_until_2025(code, lists)]
    rows += [row_since_2025(code, state) for code, state in new.items() if code not in by_hand_since]
    communes = old_communes(nested[max(LISTS, key=lambda version: LISTS[version])])
    of_districts = district_successions(conversion(folder), communes, last, new)
    successions = [*of_districts, *province_successions(of_districts, last, new)]

    rows = sorted([*kept, *rows], key=lambda row: (row["unit_code"], row["valid_from"]))
    _write(UNITS_CSV, rows, len(kept))
    successions = [*kept_successors, *(row for row in successions if row["unit_code"] not in by_hand)]
    successions.sort(key=lambda row: (row["unit_code"], row["successor_code"]))
    _write(SUCCESSORS_CSV, successions, len(kept_successors))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
