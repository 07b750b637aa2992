"""Print, as tables of docs/units.md, where the units in seeds/reference differ from a second packaged list.

    pip download --no-deps --dest FOLDER vietnamadminunits==1.0.4
    python scripts/making_seeds/gazetteer_differences.py FOLDER

The second list names communes by province and folded name, so that two old communes of one name in one province are one
to it: where it sends a district on through such a name and the seed knows the namesake's way, the table says so.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from zipfile import ZipFile

from cchc.reference.units import UNITS_CSV
from cchc.text import fold, nfc

WHEEL = "vietnamadminunits-1.0.4-py3-none-any.whl"
COMMUNES = "select wardCode, ward, provinceCode from admin_units"
KEYS = "select wardCode, provinceKey, wardKey from admin_units"
OLD_COMMUNES = "select provinceKey || '_' || districtKey || '_' || wardKey, districtCode, ward from admin_units_legacy"


def _seed(name: str) -> list[dict[str, str]]:
    with UNITS_CSV.with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _plain(name: str) -> str:
    return nfc(name).strip().replace("’", "'")


def second_list(folder: Path) -> tuple[sqlite3.Connection, dict]:
    """The second list as a database in memory, and its table of old and new communes."""
    connection = sqlite3.connect(":memory:")
    with ZipFile(folder / WHEEL) as wheel, tempfile.TemporaryDirectory() as temporary:
        file = wheel.extract("vietnamadminunits/data/dataset.db", temporary)
        with sqlite3.connect(file) as packaged:
            packaged.backup(connection)
        return connection, json.loads(wheel.read("vietnamadminunits/data/converter_2025.json"))


def print_communes(connection: sqlite3.Connection) -> None:
    """Communes whose code, name or province differs."""
    ours = {
        row["unit_code"]: (f"{row['unit_type_vi']} {row['unit_name_vi']}", row["province_code"])
        for row in _seed("administrative_units.csv")
        if row["unit_level"] == "commune" and not row["valid_to"]
    }
    theirs = {code: (_plain(name), province) for code, name, province in connection.execute(COMMUNES)}
    print("| commune | here | second list | what differs |\n| --- | --- | --- | --- |")
    same = 0
    for code in sorted(ours.keys() | theirs.keys()):
        (name, province), (their_name, their_province) = ours.get(code, ("", "")), theirs.get(code, ("", ""))
        if (name.casefold(), province) == (their_name.casefold(), their_province):
            same += 1
        elif province != their_province:
            print(f"| {code} | {name} ({province}) | {their_name} ({their_province}) | being there, or its province |")
        else:
            kind = "the place of the tone mark" if fold(name) == fold(their_name) else "the name"
            print(f"| {code} | {name} | {their_name[0].lower()}{their_name[1:]} | {kind} |")
    print(
        f"\n{same} of {len(ours)} communes here, {len(theirs)} there, are the same in code, type, name and province.\n"
    )


def their_successions(connection: sqlite3.Connection, converter: dict) -> dict[tuple[str, str], set[str]]:
    """District and new commune of the second list, with the old communes by which it says so."""
    new_code = {(province, ward): code for code, province, ward in connection.execute(KEYS)}
    old = {
        key: (district, _plain(ward)) for key, district, ward in connection.execute(OLD_COMMUNES) if district and ward
    }
    ways = [
        (province, ward, key)
        for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for ward, keys in wards.items()
        for key in keys
    ] + [
        (province, heir["newWardKey"], key)
        for province, keys in converter["DICT_PROVINCE_WARD_DIVIDED"].items()
        for key, heirs in keys.items()
        for heir in heirs
    ]
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for province, ward, key in ways:
        if key in old:
            district, name = old[key]
            pairs[district, new_code[province, ward]].add(name)
    return pairs


def our_successions() -> dict[tuple[str, str], set[str]]:
    """District and new commune of the seed, with the names of the old communes by which it says so."""
    return {
        (row["unit_code"], row["successor_code"]): {
            name.removesuffix(" (a part)") for name in row["source"].partition("; from ")[2].split("; ")
        }
        for row in _seed("unit_successors.csv")
        if len(row["unit_code"]) == 3 and "; from " in row["source"]
    }


def print_successions(connection: sqlite3.Connection, converter: dict) -> None:
    """Districts and the communes that took over parts of them, where only one of the lists says so."""
    ours, theirs = our_successions(), their_successions(connection, converter)
    print("| district | commune | only | by the old communes | why it may be |\n| --- | --- | --- | --- | --- |")
    for district, commune in sorted(ours.keys() ^ theirs.keys()):
        names = ours.get((district, commune)) or theirs[district, commune]
        folded = {fold(name) for name in names}
        namesakes = sorted(
            other
            for (other, heir), theirs_names in ours.items()
            if heir == commune and other != district and folded & {fold(name) for name in theirs_names}
        )
        why = f"a namesake in district {', '.join(namesakes)} went there" if namesakes else "not known"
        side = "here" if (district, commune) in ours else "second list"
        print(f"| {district} | {commune} | {side} | {', '.join(sorted(names))} | {why} |")
    print(f"\n{len(ours.keys() & theirs.keys())} pairs are in both, of {len(ours)} here and {len(theirs)} there.")


if __name__ == "__main__":
    database, table = second_list(Path(sys.argv[1]))
    print_communes(database)
    print_successions(database, table)
