#!/usr/bin/env bash
# vietnamadminunits 1.0.4: communes of the same name in two merged provinces get each other's successors of 2025-07-01
#
# Behaviour  The table of divided communes reads as if joined on (new province, name of the old commune). Where provinces
#            merged, two communes of one name fall together: both are said to be divided among the successors of both, up to
#            a hundred kilometres apart. convert_address() then takes a "default" of these, once the other commune's.
# Seen       eleven such groups, eight of them in Cần Thơ (old Cần Thơ, Hậu Giang, Sóc Trăng): xã Long Phú of Sóc Trăng may be
#            phường Long Phú 1, 53 km away, and xã Long Phú of Hậu Giang may be xã Long Phú. Xã Phú Tân of Hậu Giang converts
#            to xã Thuận Hòa, which is the successor of Sóc Trăng's xã Phú Tân (its own is xã Phú Hữu).
#            And xã Tân Thạnh of Đồng Tháp converts to "Xãtânthạnh, Xã Tân Thạnh": a key of the table was left with its accents.
# Expected   vietnam-provinces 2026.9.0, made from the published conversion table, gives each of the 16 communes in Cần Thơ
#            one successor, and each of the 22 fewer than here.
# Matters    A series across the break of 2025 is carried over such a table: shares of a district's figures go to a commune
#            that never held its people.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check vietnamadminunits==1.0.4
"$work/venv/bin/pip" download -qq --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.12 \
    --dest "$work" vietnam-provinces==2026.9.0
"$work/venv/bin/python" - "$work" <<'PY'
import importlib.util
import json
import sqlite3
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import vietnamadminunits
from geopy.distance import distance
from vietnamadminunits import convert_address

data = Path(vietnamadminunits.__file__).parent / "data"
divided = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))["DICT_PROVINCE_WARD_DIVIDED"]
tables = sqlite3.connect(data / "dataset.db")
old_codes = {
    "_".join(key): int(code)
    for *key, code in tables.execute(
        "select provinceKey, districtKey, wardKey, wardCode from admin_units_legacy where wardCode is not null"
    )
}
new_codes = {tuple(key): int(code) for *key, code in tables.execute("select provinceKey, wardKey, wardCode from admin_units")}

work = Path(sys.argv[1])
zipfile.ZipFile(next(work.glob("vietnam_provinces-*.whl"))).extractall(work / "other")
spec = importlib.util.spec_from_file_location("other", work / "other/vietnam_provinces/_ward_conversion_2025.py")
other = importlib.util.module_from_spec(spec)
spec.loader.exec_module(other)

groups = defaultdict(list)
for province, communes in divided.items():
    for old, successors in communes.items():
        groups[province, old.split("_")[2], tuple(sorted(s["newWardKey"] for s in successors))].append((old, successors))
shared = {key: found for key, found in groups.items() if len(found) > 1}
alone = 0
for (province, name, successors), found in sorted(shared.items()):
    places = [(s["newWardLat"], s["newWardLon"]) for s in found[0][1]]
    apart = max(distance(a, b).km for a in places for b in places)
    print(f"{province:18} {name:12} -> {', '.join(successors)} ({apart:.0f} km apart) for {' and '.join(old for old, _ in found)}")
    for old, _ in found:
        elsewhere = {ward.code for ward in other.OLD_TO_NEW[old_codes[old]].new_wards}
        assert elsewhere < {new_codes[province, key] for key in successors}
        alone += province == "thanhphocantho" and len(elsewhere) == 1
assert len(shared) == 11 and sum(province == "thanhphocantho" for province, *_ in shared) == 8
assert alone == 16

seen = {
    address: convert_address(address).get_address()
    for address in (
        "Xã Phú Tân, Huyện Châu Thành, Tỉnh Hậu Giang",
        "Xã Phú Tân, Huyện Châu Thành, Tỉnh Sóc Trăng",
        "Xã Tân Thạnh, Huyện Thanh Bình, Tỉnh Đồng Tháp",
    )
}
for address, converted in seen.items():
    print(address, "->", converted)
assert list(seen.values()) == [
    "Xã Thuận Hòa, Thành phố Cần Thơ", "Xã Thuận Hòa, Thành phố Cần Thơ", "Xãtânthạnh, Xã Tân Thạnh, Tỉnh Đồng Tháp",
]
own = other.OLD_TO_NEW[old_codes["tinhhaugiang_huyenchauthanh_xaphutan"]].new_wards
assert [ward.code for ward in own] == [new_codes["thanhphocantho", "xaphuhuu"]]
PY
echo "as described: eleven pairs of namesakes share their successors"
