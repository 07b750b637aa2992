"""A form that nobody entered: learnt from its blank document, adopted, and a filled one read, landed, built and shown.

The project stands in a folder of its own; nothing but the two commands touches its seeds.
"""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import openpyxl
import pytest

from ..command_cases import NEW_FORM
from ..project_copy import run

COMMUNE = "31633"  # born on 2025-07-01
ANSWERS = {
    "reform_plans": "1",
    "reform_plan_tasks_set": "40",
    "reform_plan_tasks_completed": "38",
    "to_cong_nghe_so_cong_dong": "12",
    "ho_gia_dinh_co_ma_dia_chi_so_pct": "82,5",
    "co_diem_truy_cap_internet_mien_phi_tai_nha_van_hoa": "1",
    "commune_dossiers_received": "6.632",
    "commune_dossiers_resolved": "6.602",
}


def done(project: Path, *command: str) -> str:
    told = run(project, *command)
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr[-2000:]
    return told.stdout


@pytest.fixture(scope="module")
def project(new_project, tmp_path_factory) -> Path:
    """The form learnt for communes and adopted as it was drafted: its rows are sure, or new."""
    root = new_project(tmp_path_factory.mktemp("new_form") / "project")
    done(root, "cchc", "learn-form", NEW_FORM, "--version", "2026t", "--levels", "commune", "-o", "draft.xlsx")
    done(root, "cchc", "adopt-form", "draft.xlsx")
    return root


@pytest.fixture(scope="module")
def rows(project) -> dict[str, dict[str, str]]:
    with (project / "seeds" / "reference" / "form_rows.csv").open(encoding="utf-8", newline="") as file:
        return {row["concept"]: row for row in csv.DictReader(file) if row["form_version"] == "2026t"}


@pytest.fixture(scope="module")
def filled(project, rows) -> Path:
    """The blank form with its answers, as a commune sends it."""
    by_label = {rows[concept]["label_vi"]: answer for concept, answer in ANSWERS.items()}
    lines = (project / NEW_FORM).read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        cells = line.split("|")
        if len(cells) > 4 and cells[2].strip() in by_label:
            cells[4] = f" {by_label[cells[2].strip()]} "
            lines[at] = "|".join(cells)
    path = project / "filled.md"
    path.write_text("\n".join(["BÁO CÁO năm 2026", "", *lines]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def warehouse(project, filled) -> Path:
    done(project, "cchc", "land", str(filled), "--unit", COMMUNE, "--year", "2026")
    done(project, "dbt", "build")
    return project / "warehouse"


def query(warehouse: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(warehouse / "cchc.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_the_new_rows_have_concepts_of_their_own(rows):
    assert set(rows) - {""} == set(ANSWERS)


def test_the_blank_form_of_its_year_can_be_written(project):
    done(project, "cchc", "form", "--year", "2026", "-o", "blank.xlsx")
    labels = {cell.value for cell in openpyxl.load_workbook(project / "blank.xlsx").worksheets[0]["B"]}
    assert labels


def test_a_filled_form_is_read_whole(project, filled):
    done(project, "cchc", "extract", str(filled), "--unit", COMMUNE, "--year", "2026", "-o", "rows.csv")
    with (project / "rows.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert {row["form_version"] for row in read} == {"2026t"}
    assert [row["raw_value"] for row in read] == list(ANSWERS.values())
    assert {row["read_status"] for row in read} == {"clear"}


def test_its_figures_reach_the_facts_that_the_concepts_have_and_new_ones_the_long_table(warehouse):
    (dossiers,) = query(
        warehouse,
        "select dossiers_received, dossiers_resolved from marts.fct_one_stop_dossiers "
        f"where unit_code = '{COMMUNE}' and government_level = 'commune'",
    )
    assert dossiers == (6632, 6602)
    values = query(
        warehouse,
        "select facts.concept, facts.value from marts.fct_indicator_values as facts "
        "inner join marts.dim_indicator as indicators using (form_version, indicator_code) "
        f"where facts.report_id = '{COMMUNE}-2026' and indicators.fact_table is null order by 1",
    )
    assert {concept: float(value) for concept, value in values} == {
        "to_cong_nghe_so_cong_dong": 12,
        "ho_gia_dinh_co_ma_dia_chi_so_pct": 82.5,
        "co_diem_truy_cap_internet_mien_phi_tai_nha_van_hoa": 1,
    }


def test_the_report_of_the_commune_can_be_shown(warehouse, project):
    done(project, "cchc", "report", "--unit", COMMUNE, "--year", "2026", "-o", "page.html")
    assert "6.632" in (project / "page.html").read_text(encoding="utf-8")
