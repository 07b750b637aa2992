"""The yearly refresh in a project of its own: what it publishes, what stops it, and that a stop changes nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from cchc.paths import ROOT

from ..project_copy import run, sign_changes, stopped_at_the_gate
from .readme_outputs import READMES, with_outputs


def bytes_of(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def plant(project: Path, indicator_code: str, **cells: str) -> None:
    path = project / "seeds" / "landed" / "indicator_rows.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if (row["report_id"], row["indicator_code"]) == ("945-2021", indicator_code):
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sign_changes(project)


def link_of(project: Path) -> str:
    return str((project / "warehouse").readlink())


def query(project: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(project / "warehouse" / "cchc.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.fixture(scope="module")
def project(refreshed_project, tmp_path_factory) -> Path:
    """A refreshed project to plant errors and decide in."""
    return Path(shutil.copytree(refreshed_project, tmp_path_factory.mktemp("gate") / "project", symlinks=True))


def test_the_release_has_every_file_and_names_itself(project):
    link = project / "warehouse"
    assert link.is_symlink()
    assert not str(link.readlink()).startswith("/")
    release = json.loads((link / "release.json").read_text())
    assert link.readlink().name == release["release_id"]
    assert release["reports"]["released"] == ["68-2025", "945-2021"]
    tables = {path.stem for path in (link / "parquet").glob("*.parquet")}
    assert tables == {path.stem for path in (link / "csv").glob("*.csv")}
    assert tables == {
        name for (name,) in query(project, "select table_name from duckdb_tables() where schema_name = 'marts'")
    }
    assert (link / "data_docs" / "index.html").is_file()


def test_published_columns_have_plain_types_and_descriptions(project):
    columns = query(
        project,
        "select table_name, column_name, data_type, comment from duckdb_columns() where schema_name = 'marts'",
    )
    plain = ("VARCHAR", "INTEGER", "BIGINT", "DATE", "BOOLEAN")
    assert not [column for column in columns if column[2] not in plain and not column[2].startswith("DECIMAL")]
    assert not [column for column in columns if not column[3]]


def test_the_four_named_facts_of_2021(project):
    assert query(
        project,
        "select government_level, dossiers_received, dossiers_resolved, dossiers_in_progress "
        "from marts.fct_one_stop_dossiers where unit_code = '945' order by 1",
    ) == [("commune", 35261, 35261, 0), ("district", 6632, 6602, 30)]
    assert query(
        project,
        "select procedures_in_force, procedures_district, procedures_commune, procedures_shared, "
        "procedures_published, procedures_repealed from marts.fct_tthc_inventory where unit_code = '945'",
    ) == [(389, 269, 136, 16, 32, 31)]
    staff = query(
        project,
        "select staff_group, positions_assigned, staff_present, staff_cut, cut_vs_plan_pct, planned_cuts "
        "from marts.fct_staffing_cuts where unit_code = '945' order by 1",
    )
    assert [tuple(map(str, row)) for row in staff] == [
        ("autonomous_unit_staff", "10", "10", "None", "None", "None"),
        ("civil_servants", "85", "84", "2", "100.0000", "2"),
        ("public_service_staff", "871", "809", "13", "144.4400", "9"),
    ]
    documents = query(
        project,
        "select outgoing_documents, fully_digital_pct, digital_and_paper_pct from marts.fct_digital_documents "
        "where unit_code = '945'",
    )
    assert [tuple(map(float, row)) for row in documents] == [(12325.0, 82.23, 21.62)]


def test_the_named_facts_of_a_province_in_2025(project):
    assert query(
        project,
        "select government_level, dossiers_resolved, dossiers_resolved_on_time, on_time_pct "
        "from marts.fct_one_stop_dossiers where unit_code = '68' order by 1",
    ) == [("commune", 468463, 467565, Decimal("99.8100")), ("province", 195197, 193457, Decimal("99.1000"))]
    assert query(
        project,
        "select procedures_in_force, procedures_province, procedures_commune, procedures_vertical_agencies, "
        "procedures_published, procedures_repealed, procedures_with_online_payment "
        "from marts.fct_tthc_inventory where unit_code = '68'",
    ) == [(2372, 1946, 426, 420, 247, 60, 453)]
    assert query(
        project,
        "select staff_group, positions_assigned, staff_present, staff_cut from marts.fct_staffing_cuts "
        "where unit_code = '68' order by 1",
    ) == [("civil_servants", 9976, 8575, 300), ("public_service_staff", 60674, 60082, 47)]
    assert query(
        project,
        "select public_investment_planned, public_investment_disbursed, public_investment_disbursed_pct "
        "from marts.subject_public_finance where unit_code = '68'",
    ) == [(17454000, 9037000, Decimal("51.8000"))]
    assert query(
        project,
        "select row_key, documents_issued from marts.subject_legal_documents where unit_code = '68' order by 1",
    ) == [("", 249), ("government_level=commune", 75), ("government_level=province", 174)]


def test_the_report_of_a_province_makes_no_commune_due_and_is_in_no_total_of_theirs(project):
    assert query(project, "select distinct unit_code from marts.fct_reporting_status where unit_code like '68%'") == [
        ("68",)
    ]
    totals = query(project, "select distinct unit_level from marts.rpt_province_totals where province_code = '68'")
    assert totals == [("province",)]


def test_of_the_damaged_cells_22_are_recovered_and_none_is_silently_wrong(project):
    with (ROOT / "tests" / "end_to_end" / "cu_lao_dung_2021_printed.csv").open(encoding="utf-8") as file:
        printed = {row["indicator_code"]: row for row in csv.DictReader(file)}
    published = {
        code: (value, base, status)
        for code, value, base, status in query(
            project,
            "select indicator_code, value, base_value, value_status from marts.fct_indicator_values "
            "where report_id = '945-2021'",
        )
    }
    assert len(published) == 146
    recovered = set()
    for code, truth in printed.items():
        value, base, status = published[code]
        is_right = (value, base) == tuple(
            Decimal(text) if text else None for text in (truth["value"], truth["base_value"])
        )
        if truth["legible"] == "yes":
            assert is_right and status == "reported", code
        elif status in ("reported", "corrected"):
            assert is_right, code
            recovered.add(code)
        else:
            assert status in ("disputed", "missing")
    assert len(recovered) >= 22


@pytest.mark.parametrize(
    ("rule_id", "status"),
    [
        ("digital_documents_share", "explained"),
        ("fully_digital_documents_pct_told_in_narrative", "explained"),
        ("reform_plan_tasks_completed_told_in_narrative", "explained"),
        ("online_procedures_balance", "explained"),
        ("reform_plan_date_told_in_narrative", "open"),
        ("procedure_control_plan_number_told_in_narrative", "open"),
        ("staff_cut_told_in_narrative", "corrected"),
        ("civil_servants_cut_whole_plan", "corrected"),
        ("public_service_units_told_twice", "corrected"),
        ("autonomous_public_service_units_sum", "corrected"),
        ("reform_inspection_problems_resolved_within_reform_inspection_problems_found", "acknowledged"),
    ],
)
def test_each_contradiction_of_the_real_report_is_a_finding_with_lines(project, rule_id, status):
    found = query(
        project,
        "select finding_status, source_lines, message_vi from marts.fct_data_quality_findings "
        f"where rule_id = '{rule_id}'",
    )
    assert [row[0] for row in found] == [status]
    assert "l." in found[0][1]
    assert found[0][2]


@pytest.mark.parametrize("name", READMES)
def test_each_query_of_the_readme_gives_what_is_printed_there(project, name):
    text = (ROOT / name).read_text(encoding="utf-8")
    with duckdb.connect(str(project / "warehouse" / "cchc.duckdb"), read_only=True) as con:
        assert with_outputs(text, con) == text


def test_tables_built_without_rows_are_never_released(project):
    before, link = bytes_of(project / "warehouse"), link_of(project)
    for options in (
        ("--empty", "--select", "dim_indicator", "path:models/release"),
        ("--select", "path:models/release"),
    ):
        refused = run(project, "dbt", "run", *options)
        assert refused.returncode != 0
        assert "the marts have no rows: they were built with `--empty`" in refused.stdout
        assert link_of(project) == link
    assert bytes_of(project / "warehouse") == before
    assert run(project, "dbt", "run", "--select", "dim_indicator").returncode == 0


def test_a_planted_contradiction_stops_the_release_until_the_report_is_held(project):
    """And once it is mended, a build of what there was at first gives the first release again, byte for byte."""
    before, link = bytes_of(project / "warehouse"), link_of(project)
    recorded = {path: path.read_bytes() for path in (project / "seeds").glob("*/*.csv")}
    plant(project, "III.2.3.1", raw_value="279", value="279")
    failed = stopped_at_the_gate(project)
    for words in ("945-2021", "III.2.3.1", "procedures_in_force_sum", "lines 462", "cchc hold 945-2021"):
        assert words in failed.stdout, words
    assert link_of(project) == link
    assert bytes_of(project / "warehouse") == before

    held = run(project, "cchc", "hold", "945-2021", "--reason", "III.2.3 does not add up", "--by", "Lan")
    assert held.returncode == 0, held.stderr
    built = run(project, "dbt", "build")
    assert built.returncode == 0, built.stdout[-3000:]
    assert link_of(project) != link
    held = [("68-2025", "released"), ("945-2021", "held")]
    assert query(project, "select report_id, report_status from marts.dim_report order by all") == held
    assert query(project, "select distinct report_id from marts.fct_indicator_values") == [("68-2025",)]
    told = "select report_id, reporting_status from marts.fct_reporting_status where report_id is not null order by all"
    assert query(project, told) == held

    assert run(project, "cchc", "hold", "945-2021", "--lift", "--reason", "settled", "--by", "Lan").returncode == 0
    for path, content in recorded.items():  # as git brings them back: a log of another past is another release
        path.write_bytes(content)
    tables = bytes_of(project / link / "parquet")
    shutil.rmtree(project / link)
    assert run(project, "dbt", "build").returncode == 0
    assert link_of(project) == link
    assert bytes_of(project / "warehouse" / "parquet") == tables
    changes = run(project, "cchc", "diff", link.split("/")[-1], link.split("/")[-1])
    assert changes.returncode == 0, changes.stderr


def test_a_decision_whose_reading_changed_stops_the_release(project):
    link = link_of(project)
    recorded = {path: path.read_bytes() for path in (project / "seeds").glob("*/*.csv")}
    plant(project, "III.6.2", raw_value="6.60?")
    failed = stopped_at_the_gate(project)
    for path, content in recorded.items():
        path.write_bytes(content)
    assert "945-2021-III.6.2-1" in failed.stdout
    assert link_of(project) == link
