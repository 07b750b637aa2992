"""The questions in analyses/ are compiled by dbt and answered by the published file."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cchc.paths import ROOT

from ..project_copy import run

QUESTIONS = sorted(path.stem for path in (ROOT / "analyses").glob("*.sql"))
NEED_A_CORRECTION = {
    "provenance_of_one_figure", "what_was_corrected", "figures_not_to_rely_on", "findings_to_settle", "who_decided",
}  # fmt: skip
NEED_TWO_YEARS = {"none_this_year"}
LINES_MOST = 15  # of a question that is one statement


@pytest.fixture(scope="module")
def real_answers(refreshed_project) -> Path:
    """The compiled questions on the real report."""
    return compiled(refreshed_project, "target")


@pytest.fixture(scope="module")
def sample_answers(sample_province) -> Path:
    """The compiled questions on a province of made-up reports."""
    return compiled(sample_province, "target/samples", "--target", "samples")


def compiled(project: Path, built: str, *options: str) -> Path:
    """In a folder of their own, with what dbt knows of the project since it was `built`."""
    (project / "target" / "questions").mkdir(exist_ok=True)
    shutil.copy(project / built / "partial_parse.msgpack", project / "target" / "questions")
    told = run(project, "dbt", "compile", "--select", "path:analyses", "--target-path", "target/questions", *options)
    assert told.returncode == 0, told.stdout[-3000:]
    return project / "target" / "questions" / "compiled" / "cchc" / "analyses"


def answer(warehouse: Path, name: str, question: Path) -> list[tuple]:
    with duckdb.connect() as con:
        con.execute(f"attach '{warehouse / 'cchc.duckdb'}' as {name} (read_only)")
        return con.execute(question.read_text(encoding="utf-8")).fetchall()


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question not in NEED_TWO_YEARS])
def test_the_published_file_answers(refreshed_project, real_answers, question):
    rows = answer(refreshed_project / "warehouse", "build", real_answers / f"{question}.sql")
    assert rows


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question not in NEED_A_CORRECTION])
def test_a_province_of_years_answers(sample_province, sample_answers, question):
    assert answer(sample_province / "samples" / "warehouse", "samples", sample_answers / f"{question}.sql")


def test_a_year_of_which_nothing_has_come_is_asked_for(refreshed_project, real_answers):
    rows = answer(refreshed_project / "warehouse", "build", real_answers / "who_has_not_reported.sql")
    asked = Counter((year, province, due_on) for year, _, province, _, due_on, _ in rows)
    assert asked[2021, "Sóc Trăng", date(2022, 1, 31)] == 10  # of 11 districts one has reported
    assert asked[2024, "Sóc Trăng", date(2025, 1, 31)] == 11
    assert asked[2025, "Cần Thơ", date(2026, 1, 31)] == 103  # the communes that came after the districts


def test_a_number_is_traced_to_its_line_and_decision(refreshed_project, real_answers):
    ((report, code, raw, _, value, status, file, *_, line, _, verdict, grade, evidence, _, _, _),) = answer(
        refreshed_project / "warehouse", "build", real_answers / "provenance_of_one_figure.sql"
    )
    assert (report, code, raw, value, status) == ("945-2021", "III.6.2", "w02", 6602, "corrected")
    assert (file, line, verdict, grade) == ("cu_lao_dung_2021.txt", 488, "ocr_error", "B")
    assert evidence.startswith("Dòng 208: đã giải quyết 6.602 hồ sơ")


def test_the_page_lists_every_question_as_it_is_asked():
    page = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"analyses/(\w+)\.sql\) \|", page)) == QUESTIONS
    assert len(QUESTIONS) == 40
    for question in QUESTIONS:
        vietnamese, english = (ROOT / "analyses" / f"{question}.sql").read_text(encoding="utf-8").splitlines()[:2]
        assert f"| {vietnamese[3:]}<br>{english[3:]} |" in page


def test_twenty_questions_are_one_short_statement_each():
    """What an analyst would write who knows the tables: where it takes more, a mart lacks something."""
    asked = [
        (ROOT / "analyses" / f"{question}.sql").read_text(encoding="utf-8").splitlines()[2:] for question in QUESTIONS
    ]
    assert sum(lines[0] == "select" and len(lines) <= LINES_MOST for lines in asked) == 20


def test_a_join_by_unit_and_year_loses_and_doubles_nothing(sample_province):
    with duckdb.connect(str(sample_province / "samples" / "warehouse" / "cchc.duckdb"), read_only=True) as con:
        named = con.sql("""
            select table_name from duckdb_columns() where schema_name = 'marts'
            group by table_name having list_has_all(list(column_name), ['unit_code', 'report_year', 'unit_name_vi'])
        """).fetchall()
        facts = {name for (name,) in named if not name.startswith(("dim_unit_", "subject_"))}
        assert len(facts) == 28
        counts = {}
        for fact in facts:
            rows, known = con.sql(
                f"select count(*), count(unit_name_vi || province_name_vi) from marts.{fact}"
            ).fetchall()[0]
            (joined,) = con.sql(
                f"select count(*) from marts.{fact} inner join marts.dim_unit_year using (unit_code, report_year)"
            ).fetchall()[0]
            assert rows == known == joined, fact
            counts[fact] = rows
        empty = {fact for fact, rows in counts.items() if not rows}
        assert empty == {"fct_subject_figures"}  # districts have no subjects
