"""What `cchc explore` writes beside its page: questions, the database of a large release, its libraries."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest

from cchc.errors import CchcError
from cchc.exploring import libraries
from cchc.exploring.database import write_database
from cchc.exploring.questions import read_questions
from cchc.paths import ROOT
from cchc.seeds.reading import read_seed

PAGE = ROOT / "scripts" / "cchc" / "exploring" / "page"


def test_a_question_keeps_its_sql_and_says_what_can_be_chosen():
    found = {question.name: question for question in read_questions(ROOT)}
    assert len(found) == 40
    traced = found["provenance_of_one_figure"]
    assert traced.title_en.startswith("Where does this number come from")
    assert traced.parameters == {"report_id": "945-2021", "indicator_code": "III.6.2"}
    assert "report_id = '{{ report_id }}'" in traced.sql
    assert "from marts.fct_indicator_values" in traced.sql


def question_file(project: Path, text: str) -> None:
    (project / "docs").mkdir()
    (project / "docs" / "questions.md").write_text("| [`a`](../analyses/a.sql) |", encoding="utf-8")
    (project / "analyses").mkdir()
    (project / "analyses" / "a.sql").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("select 1\n", "expected the question in Vietnamese and English as comments"),
        ("-- a\n-- b\nselect '{{ var(\"colour\", 1) }}'\n", "nobody can choose colour"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(tmp_path, text, told):
    question_file(tmp_path, text)
    with pytest.raises(CchcError, match=told) as raised:
        read_questions(tmp_path)
    assert str(tmp_path / "analyses" / "a.sql") in str(raised.value)


@pytest.fixture
def release(tmp_path) -> Path:
    """A release of a small table that is asked, a large one that is not, and a view of each."""
    folder = tmp_path / "release"
    (folder / "parquet").mkdir(parents=True)
    with duckdb.connect(str(folder / "cchc.duckdb")) as con:
        con.execute("create schema marts")
        con.execute("create table marts.asked as select 1 as one")
        con.execute("create table marts.large as select hash(range) as value from range(200000)")
        con.execute("create view marts.of_asked as select * from marts.asked")
        con.execute("create view marts.of_large as select * from marts.large")
        con.execute("comment on table marts.asked is 'Words of it.'")
        for table in ("asked", "large"):
            con.execute(f"copy marts.{table} to '{folder / 'parquet' / table}.parquet'")
    return folder


def names_in(database: Path) -> list[str]:
    with duckdb.connect(str(database), read_only=True) as con:
        return [
            name for (name,) in con.execute("select table_name from information_schema.tables order by 1").fetchall()
        ]


def test_a_small_release_is_taken_as_it_is(release, tmp_path):
    written = write_database(release, ["select * from marts.asked"], tmp_path / "page.duckdb")
    assert written.left_out == ()
    assert (tmp_path / "page.duckdb").read_bytes() == (release / "cchc.duckdb").read_bytes()


def test_of_a_large_release_what_nobody_asks_is_left_out_and_named(release, tmp_path):
    written = write_database(release, ["select * from marts.asked"], tmp_path / "page.duckdb", bytes_most=1_000_000)
    assert written.left_out == ("large",)
    assert written.bytes == (tmp_path / "page.duckdb").stat().st_size < 1_000_000
    assert names_in(tmp_path / "page.duckdb") == ["asked", "of_asked"]
    with duckdb.connect(str(tmp_path / "page.duckdb"), read_only=True) as con:
        assert con.execute("select comment from duckdb_tables()").fetchall() == [("Words of it.",)]
        (storage,) = con.execute("select tags['storage_version'] from duckdb_databases() where not internal").fetchall()
        assert "v1.0.0" in storage[0]


def test_what_is_asked_stays_whatever_its_size(release, tmp_path):
    written = write_database(release, ["select * from marts.large"], tmp_path / "page.duckdb", bytes_most=1_000_000)
    assert "large" not in written.left_out
    assert "large" in names_in(tmp_path / "page.duckdb")


def test_a_missing_npm_is_told_with_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setattr(libraries.shutil, "which", lambda name: None)
    with pytest.raises(CchcError, match=r"npm is not installed.*apt-get install nodejs npm"):
        libraries.installed_libraries(tmp_path)
    assert not (tmp_path / libraries.FOLDER / "library").exists()


def test_the_lock_has_a_hash_for_every_package_and_names_no_registry():
    lock = json.loads((PAGE.parent / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert {"node_modules/@duckdb/duckdb-wasm", "node_modules/fflate"} <= packages.keys()
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package or package.get("hasInstallScript") for package in packages.values())


def test_every_word_of_the_page_is_there_in_both_languages_and_is_used():
    words = read_seed(PAGE.parent / "words.csv")
    assert all(row["vi"] and row["en"] for row in words)
    keys = {row["key"] for row in words}
    page = "".join(path.read_text(encoding="utf-8") for path in PAGE.iterdir())
    named = re.findall(r'data-(?:word|label)="(\w+)"|\bword\("(\w+)"\)|counted\([^)]*"(\w+)"\)', page)
    assert {name for found in named for name in found if name} <= keys
    composed = {f"as_{view}" for view in ("table", "bar", "line", "scatter")}
    assert {key for key in keys - composed if f'"{key}"' not in page and f"words.{key}." not in page} == set()


def test_the_page_reads_no_html_and_names_no_other_place():
    for path in PAGE.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            path
        )
    named = {address for path in PAGE.iterdir() for address in re.findall(r"https?://[\w.]+", path.read_text("utf-8"))}
    assert named <= {"http://schemas.openxmlformats.org", "https://vega.github.io"}  # names of formats, never fetched
