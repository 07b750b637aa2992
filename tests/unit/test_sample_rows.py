"""Made-up reports as rows: seeds of their own, with the columns and the mark that the warehouse relies on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cchc.errors import CchcError
from cchc.paths import DECISION_SEEDS, LANDED_SEEDS
from cchc.sample.choosing import units_near
from cchc.sample.write import Order, write_samples
from cchc.seeds.sample_seeds import prepare_seeds


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, **order) -> Path:
    write_samples(folder / "documents", Order(seed=4, formats=("rows",), **order), folder / "samples")
    return folder / "samples" / "seeds"


def test_seeds_of_samples_are_those_of_the_project_with_other_rows(tmp_path):
    seeds = write(tmp_path, years=(2021,), units=("945",))
    for real in (*LANDED_SEEDS.iterdir(), *DECISION_SEEDS.iterdir()):
        made = seeds / real.parent.name / real.name
        if real.suffix == ".csv":
            assert made.read_text(encoding="utf-8").splitlines()[0] == real.read_text(encoding="utf-8").splitlines()[0]
        else:
            assert made.read_bytes() == real.read_bytes()
    (report,) = read(seeds / "landed" / "reports.csv")
    assert report["source_file"].startswith("sample_")
    assert len(read(seeds / "landed" / "indicator_rows.csv")) == 146
    assert read(seeds / "decisions" / "adjudications.csv") == read(seeds / "decisions" / "held_reports.csv") == []


def test_a_province_over_eight_years_has_a_report_for_each_district_and_year(tmp_path):
    seeds = write(tmp_path, years=tuple(range(2018, 2026)), province="94")
    reports = read(seeds / "landed" / "reports.csv")
    assert len({(one["unit_code"], one["report_year"]) for one in reports}) == 11 * 8
    assert [one["report_id"] for one in reports] == sorted(one["report_id"] for one in reports)


def test_rows_hold_what_the_truth_tells(tmp_path):
    seeds = write(tmp_path, years=(2024,), units=("941", "950"))
    truth = {(one["report_id"], one["indicator_code"]): one for one in read(tmp_path / "documents" / "truth.csv")}
    rows = read(seeds / "landed" / "indicator_rows.csv")
    assert len(rows) == len(truth)
    for row in rows:
        true = truth[row["report_id"], row["indicator_code"]]
        assert (row["value"], row["base_value"]) == (true["value"], true["base_value"])
        assert row["read_status"] == ("clear" if true["value"] else "blank")


def test_an_order_takes_the_place_of_the_one_before_and_is_the_same_when_repeated(tmp_path):
    seeds = write(tmp_path, years=(2021, 2022), units=("945",))
    first = (seeds / "landed" / "indicator_rows.csv").read_bytes()
    write(tmp_path, years=(2023,), units=("947",))
    assert {one["report_id"] for one in read(seeds / "landed" / "reports.csv")} == {"947-2023"}
    write(tmp_path, years=(2021, 2022), units=("945",))
    assert (seeds / "landed" / "indicator_rows.csv").read_bytes() == first


def test_seeds_made_before_a_column_was_added_get_it(tmp_path):
    seeds = write(tmp_path, years=(2021,), units=("945",))
    for name in ("adjudications.csv", "held_reports.csv"):
        header, _, rows = (seeds / "decisions" / name).read_text(encoding="utf-8").partition("\n")
        (seeds / "decisions" / name).write_text(f"{header.rpartition(',')[0]}\n{rows}", encoding="utf-8")
    write(tmp_path, years=(2021,), units=("945",))
    for real in DECISION_SEEDS.glob("*.csv"):
        made = (seeds / "decisions" / real.name).read_text(encoding="utf-8")
        assert made == f"{real.read_text(encoding='utf-8').splitlines()[0]}\n"


def test_samples_that_land_under_columns_of_before_are_refused_with_what_to_do(tmp_path):
    seeds = write(tmp_path, years=(2021,), units=("945",))
    reports = seeds / "landed" / "reports.csv"
    rows = reports.read_text(encoding="utf-8").replace("signed_on", "signed_at")
    reports.write_text(rows, encoding="utf-8")
    with pytest.raises(CchcError, match=r"reports.csv, line 1: .*signed_at.*signed_on.*cchc sample --format rows"):
        prepare_seeds(tmp_path / "samples")
    assert reports.read_text(encoding="utf-8") == rows


def test_damaged_reports_are_held_with_the_rules_they_break(tmp_path):
    seeds = write(tmp_path, years=(2023,), province="94", contradictions=4, lost_digits=2)
    holds = read(seeds / "decisions" / "held_reports.csv")
    assert all(None not in one.values() for one in holds), "a cell a column"
    held = {one["report_id"]: one["reason"] for one in holds}
    planted = read(tmp_path / "documents" / "planted.csv")
    critical = {
        rule["rule_id"]
        for rule in read(DECISION_SEEDS.parent / "reference" / "rules.csv")
        if rule["severity"] == "critical"
    }
    contradicting = {one["report_id"] for one in planted if critical & set(one["rule_ids"].split())}
    assert contradicting and contradicting <= set(held)
    assert all(set(reason.partition("breaks ")[2].split(", ")) <= critical for reason in held.values())
    rows = {(one["report_id"], one["indicator_code"]): one for one in read(seeds / "landed" / "indicator_rows.csv")}
    lost = [one for one in planted if one["damage"] == "lost_digit"]
    assert [rows[one["report_id"], one["indicator_code"]]["raw_value"] for one in lost] == [
        one["shown"] for one in lost
    ]


def test_the_country_has_the_districts_of_the_nearest_day_known():
    assert [len(units_near(year)) for year in (2016, 2022, 2030)] == [707, 705, 696]
    assert all(unit.unit_level == "district" for unit in units_near(2030))
    with pytest.raises(CchcError, match="no reporting unit 99999"):
        units_near(2030, ("99999",))


def test_a_province_has_its_communes_once_there_are_and_its_districts_before():
    assert {unit.unit_level for unit in units_near(2025, province="92")} == {"commune"}
    assert {unit.unit_level for unit in units_near(2018, province="92")} == {"district"}
    assert {unit.unit_level for unit in units_near(2030, province="94")} == {"district"}
