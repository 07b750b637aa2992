"""The seeds of units and successors against the packaged gazetteer `vietnam-provinces`.

The gazetteer in the environment (0.6.0, list of 2025-01-04) knows the districts and their last communes. What
it cannot show, the older counts and the communes from 2025-07-01, is stated here and in the seeds' `source`.
Sóc Trăng's rows were looked up one by one; all others come from scripts/making_seeds/gazetteer_units.py.
"""

import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from vietnam_provinces import NESTED_DIVISIONS_JSON_PATH, __data_version__

from cchc.paths import REFERENCE_SEEDS
from cchc.reference.units import Unit, load_units
from cchc.text import fold

LIST_DAY = date.fromisoformat(__data_version__)
BREAK = date(2025, 7, 1)
OF_SOC_TRANG = {"94", *(str(code) for code in range(941, 952))}

# Counted in the older lists of 0.2, 0.4.0 and 0.5.0 (2020-02-25, 2021-02-03, 2023-05-07), which agree.
OLDER_COUNTS = {"94": 109, "941": 10}
# A commune keeps the code of one old commune; these took in old communes of a second district.
ACROSS_DISTRICTS = {("941", "31684"), ("946", "31552"), ("949", "31741")}


@cache
def gazetteer() -> dict:
    """Sóc Trăng as the gazetteer nests it: the province, its districts, their wards."""
    provinces = json.loads(NESTED_DIVISIONS_JSON_PATH.read_text(encoding="utf-8"))
    return next(province for province in provinces if province["code"] == 94)


def all_successors() -> list[dict[str, str]]:
    with (REFERENCE_SEEDS / "unit_successors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def successors() -> list[dict[str, str]]:
    """Those of Sóc Trăng and its districts."""
    return [row for row in all_successors() if row["unit_code"] in OF_SOC_TRANG]


def full_name(unit: Unit) -> str:
    return f"{unit.unit_type_vi} {unit.unit_name_vi}".capitalize()


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def in_soc_trang(day: date) -> list[Unit]:
    return [unit for unit in load_units() if unit.is_valid_on(day) and unit.province_code == "94"]


def test_provinces_and_districts_of_the_country_are_those_of_the_gazetteer() -> None:
    packaged = {}
    for province in json.loads(NESTED_DIVISIONS_JSON_PATH.read_text(encoding="utf-8")):
        code, districts = f"{province['code']:02d}", province["districts"]
        packaged[code] = (composed(province["name"]).casefold(), sum(len(one["wards"]) for one in districts), code)
        for one in districts:
            packaged[f"{one['code']:03d}"] = (composed(one["name"]).casefold(), len(one["wards"]), code)
    ours = {
        unit.unit_code: (full_name(unit).casefold(), unit.commune_count, unit.province_code)
        for unit in load_units()
        if unit.is_valid_on(LIST_DAY)
    }
    assert ours == packaged
    assert len(ours) == 63 + 696


def test_a_count_is_empty_where_nobody_knows_on_which_day_it_changed() -> None:
    ba_dinh = {unit.valid_from.isoformat(): unit.commune_count for unit in load_units() if unit.unit_code == "001"}
    assert ba_dinh == {"2020-02-25": 14, "2023-05-08": None, "2025-01-04": 13}


def test_districts_are_those_of_the_gazetteer_with_their_commune_counts() -> None:
    packaged = {
        str(district["code"]): (composed(district["name"]).casefold(), len(district["wards"]))
        for district in gazetteer()["districts"]
    }
    ours = {
        unit.unit_code: (full_name(unit).casefold(), unit.commune_count)
        for unit in in_soc_trang(LIST_DAY)
        if unit.unit_level == "district"
    }
    assert ours == packaged
    assert len(ours) == 11


def test_the_province_is_that_of_the_gazetteer_with_its_commune_count() -> None:
    (province,) = [unit for unit in load_units() if unit.unit_code == "94" and unit.is_valid_on(LIST_DAY)]
    wards = sum(len(district["wards"]) for district in gazetteer()["districts"])
    assert full_name(province).casefold() == composed(gazetteer()["name"]).casefold()
    assert province.commune_count == wards == 108


@pytest.mark.parametrize("day", [date(2020, 2, 25), date(2021, 2, 3), date(2023, 5, 7), date(2024, 8, 31)])
def test_older_counts_differ_from_the_gazetteer_only_where_known(day: date) -> None:
    packaged = {str(district["code"]): len(district["wards"]) for district in gazetteer()["districts"]}
    ours = {unit.unit_code: unit.commune_count for unit in in_soc_trang(day)}
    assert ours == packaged | OLDER_COUNTS


def test_cu_lao_dung_has_eight_communes_in_2021() -> None:
    (unit,) = [u for u in load_units() if u.unit_code == "945" and u.is_valid_on(date(2021, 12, 31))]
    assert (unit.unit_name_vi, unit.unit_type_vi, unit.commune_count) == ("Cù Lao Dung", "huyện", 8)


@pytest.mark.parametrize("day", [date(2020, 2, 25), date(2024, 9, 1), date(2025, 6, 30)])
def test_the_province_has_as_many_communes_as_its_districts(day: date) -> None:
    valid = in_soc_trang(day)
    (total,) = [unit.commune_count for unit in valid if unit.unit_level == "province"]
    assert total == sum(unit.commune_count for unit in valid if unit.unit_level == "district")


def test_names_and_sources_are_composed_and_say_where_they_come_from() -> None:
    for unit in load_units():
        assert unit.source and composed(unit.source) == unit.source
        assert composed(unit.unit_name_vi) == unit.unit_name_vi
        assert fold(unit.unit_name_vi) == fold(unit.unit_name_en) == unit.unit_name_en.lower()


def test_the_rows_of_a_unit_follow_each_other_without_gap_or_overlap() -> None:
    rows = [(unit.unit_code, unit.valid_from) for unit in load_units()]
    assert rows == sorted(set(rows))
    for earlier, later in pairwise(load_units()):
        if earlier.unit_code == later.unit_code:
            assert earlier.valid_to is not None
            assert earlier.valid_to + timedelta(days=1) == later.valid_from


def test_every_unit_that_ended_has_successors_of_the_next_day_and_each_exists() -> None:
    units = load_units()
    went_on = {unit.unit_code for unit in units if unit.valid_from == BREAK}
    ended = {unit.unit_code for unit in units if unit.valid_to == BREAK - timedelta(days=1)} - went_on
    begun = {unit.unit_code for unit in units if unit.valid_from == BREAK and unit.unit_level == "commune"}
    assert {row["unit_code"] for row in all_successors()} == ended
    assert {row["successor_code"] for row in all_successors() if len(row["unit_code"]) == 3} == begun
    assert {row["succeeded_on"] for row in all_successors()} == {BREAK.isoformat()}
    assert all(unit.valid_to is None for unit in units if unit.valid_from == BREAK)
    assert (len(ended), len(begun)) == (696 + 29, 3321)


def test_the_country_since_2025_has_its_provinces_and_communes() -> None:
    there = [unit for unit in load_units() if unit.is_valid_on(date(2026, 1, 1))]
    kinds = Counter(unit.unit_type_vi for unit in there if unit.unit_level == "commune")
    assert kinds == {"xã": 2621, "phường": 687, "đặc khu": 13}
    communes = Counter(unit.province_code for unit in there if unit.unit_level == "commune")
    counts = {unit.unit_code: unit.commune_count for unit in there if unit.unit_level == "province"}
    assert counts == communes and len(counts) == 34
    assert all(
        "does not prove" in unit.source or "resolution" in unit.source
        for unit in there
        if unit.unit_level != "department"
    )


def test_a_departments_code_is_its_provinces_and_the_letters_of_its_documents() -> None:
    provinces = {unit.unit_code for unit in load_units() if unit.unit_level == "province"}
    departments = [unit for unit in load_units() if unit.unit_level == "department"]
    assert departments
    for unit in departments:
        assert unit.unit_type_vi == "sở" and unit.province_code in provinces
        assert re.fullmatch(rf"{unit.province_code}-[A-ZĐ]+", unit.unit_code)
        assert unit.commune_count is None


def test_districts_went_on_into_the_provinces_that_took_over_their_own() -> None:
    province = {(unit.unit_code, unit.valid_from >= BREAK): unit.province_code for unit in load_units()}
    over = {(row["unit_code"], row["successor_code"]) for row in all_successors() if len(row["unit_code"]) == 2}
    for row in all_successors():
        old, new = province[row["unit_code"], False], province[row["successor_code"], True]
        assert old == new or (old, new) in over, row
    assert len(over) == 63 - 34


def test_coverage_is_whole_exactly_where_one_unit_took_over() -> None:
    by_unit = defaultdict(list)
    for row in all_successors():
        by_unit[row["unit_code"]].append(row["coverage"])
    for unit_code, coverages in by_unit.items():
        assert coverages == ["whole"] if len(coverages) == 1 else set(coverages) == {"part"}, unit_code


def test_a_new_commune_succeeds_the_district_of_the_old_commune_whose_code_it_keeps() -> None:
    district_of = {
        str(ward["code"]): str(district["code"]) for district in gazetteer()["districts"] for ward in district["wards"]
    }
    ours = {(row["unit_code"], row["successor_code"]) for row in successors() if row["successor_code"] != "92"}
    kept = {(district_of[successor], successor) for _, successor in ours}
    assert ours - kept == ACROSS_DISTRICTS
    assert kept <= ours
    assert len(kept) == 43


def test_every_old_commune_went_into_exactly_one_succession_of_its_district() -> None:
    packaged = {
        str(district["code"]): sorted(composed(ward["name"]) for ward in district["wards"])
        for district in gazetteer()["districts"]
    }
    ours = defaultdict(list)
    for row in successors():
        if row["coverage"] == "part":
            ours[row["unit_code"]] += row["source"].partition("; from ")[2].split("; ")
    assert {unit_code: sorted(communes) for unit_code, communes in ours.items()} == packaged
