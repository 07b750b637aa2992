"""A release is whole, the same for the same marts, and never half there."""

import codecs
import csv
import hashlib
import json
import subprocess
import threading
from pathlib import Path

import duckdb
import pytest
from frictionless import Package, validate
from openpyxl import load_workbook

from cchc.errors import CchcError
from cchc.releasing import publishing
from cchc.releasing.catalogue import ForeignKey, read_catalogue
from cchc.releasing.gate import GateClosed, refuse_blocked
from cchc.releasing.publishing import publish, read_record, samples_link, show, warehouse_link
from cchc.releasing.release_record import gather_record, git_state

from .tiny_marts import TABLES, tiny_marts


@pytest.fixture
def con():
    with tiny_marts() as connection:
        yield connection


@pytest.fixture
def link(tmp_path):
    return tmp_path / "warehouse"


@pytest.fixture
def data_docs(tmp_path):
    folder = tmp_path / "target" / "data_docs"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("docs")
    return folder


@pytest.fixture
def release(con, link, data_docs, tmp_path):
    """Publishes the marts as they stand, with any options."""
    return lambda **options: publish(con, TABLES, link, data_docs, gather_record(con, tmp_path), **options)


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file under the folder, links followed."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def set_value(con, value) -> None:
    con.execute("update marts.fct_indicator_values set value = ? where indicator_code = 'III.6.1'", [value])


def kept(link: Path) -> set[str]:
    return {path.name for path in (link.parent / "releases").glob("r-*")}


def unfinished(link: Path) -> list[Path]:
    return [path for folder in (link.parent, link.parent / "releases") for path in folder.glob(".tmp-*")]


def test_link_is_relative_and_shows_every_file(release, link):
    made = release()
    assert made.is_new
    assert link.readlink() == Path("releases") / made.release_id
    names = {"cchc.duckdb", "cchc.xlsx", "datapackage.json", "dataset.jsonld", "release.json", "data_docs/index.html"}
    names |= {f"{folder}/{table.name}.{folder}" for folder in ("parquet", "csv") for table in TABLES}
    assert set(contents(link)) == names
    assert unfinished(link) == []


def test_duckdb_file_has_old_storage_comments_and_rows_in_key_order(release, link):
    release()
    header = (link / "cchc.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64  # the storage version of DuckDB 1.0
    with duckdb.connect(str((link / "cchc.duckdb").resolve()), read_only=True) as published:
        rows = published.execute("select report_id, indicator_code from marts.fct_indicator_values").fetchall()
        assert len(rows) == 12
        assert rows == sorted(rows)
        comment = "select comment from duckdb_tables() where table_name = 'dim_rule'"
        assert published.execute(comment).fetchall() == [("One row per rule_id; the district's own words.",)]
        comment = "select comment from duckdb_columns() where table_name = 'dim_rule' and column_name = 'rule_id'"
        assert published.execute(comment).fetchall() == [("Cột rule_id.",)]
        types = published.execute("""
            select distinct data_type from information_schema.columns
            where table_name = 'fct_indicator_values'
        """).fetchall()
        assert {name for (name,) in types} == {"VARCHAR", "DECIMAL(18,4)"}


def test_the_database_names_its_release(con, link, data_docs, tmp_path):
    made = publish(con, TABLES, link, data_docs, gather_record(con, tmp_path, is_sample=True))
    with duckdb.connect(str((link / "cchc.duckdb").resolve()), read_only=True) as published:
        assert published.execute("from release.release").fetchall() == [(made.release_id, True)]


def test_parquet_equals_the_database(release, link):
    release()
    with duckdb.connect(str((link / "cchc.duckdb").resolve()), read_only=True) as published:
        for table in TABLES:
            stored = published.execute(f"from marts.{table.name}").fetchall()
            path = link / "parquet" / f"{table.name}.parquet"
            assert published.execute(f"from read_parquet('{path}')").fetchall() == stored, table.name


def test_parquet_tells_what_its_columns_mean(release, link):
    release()
    path = link / "parquet" / "dim_rule.parquet"
    told = dict(duckdb.sql(f"select decode(key), decode(value) from parquet_kv_metadata('{path}')").fetchall())
    assert told["description"] == "One row per rule_id; the district's own words."
    assert json.loads(told["columns"])["rule_id"] == {"description": "Cột rule_id.", "unit": ""}


def test_csv_keeps_text_as_text(release, link):
    release()
    text = (link / "csv" / "fct_indicator_values.csv").read_bytes()
    lines = text.removeprefix(codecs.BOM_UTF8).split(b"\r\n")
    assert len(text) == len(b"\r\n".join(lines)) + len(codecs.BOM_UTF8)
    assert lines[0] == b"report_id,indicator_code,raw_value,value,base_value,value_status"
    assert b"947-2021,III.6.1,03,3.0000,,reported" in lines
    assert b'947-2021,III.6.6,"a ""b"",\nc",,,missing' in lines
    assert "giải quyết".encode() in (link / "csv" / "fct_adjudications.csv").read_bytes()


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@sum(A1)", "\t=1+1", "=cmd|' /C calc'!A0"])
def test_no_text_is_a_formula_in_a_spreadsheet(con, release, link, text):
    con.execute("update marts.fct_indicator_values set raw_value = ? where indicator_code = 'III.6.1'", [text])
    release()
    with (link / "csv" / "fct_indicator_values.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["raw_value"] for row in csv.DictReader(file) if row["indicator_code"] == "III.6.1"} == {f"'{text}"}
    sheet = load_workbook(link / "cchc.xlsx")["fct_indicator_values"]
    cells = [row[2] for row in sheet.iter_rows(min_row=2) if row[1].value == "III.6.1"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} == {text}


@pytest.mark.parametrize("text", ["-", "-5", "+3,5%", "08"])
def test_dashes_and_figures_stay_as_they_are_in_csv(con, release, link, text):
    con.execute("update marts.fct_indicator_values set raw_value = ? where indicator_code = 'III.6.1'", [text])
    release()
    with (link / "csv" / "fct_indicator_values.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["raw_value"] for row in csv.DictReader(file) if row["indicator_code"] == "III.6.1"} == {text}


def test_data_package_is_valid_and_describes_what_stands_beside_it(release, link):
    release()
    report = validate(str(link / "datapackage.json"))
    assert report.valid, report.flatten(["fieldName", "type", "message"])
    package = Package(str(link / "datapackage.json"))
    assert package.profile == "tabular-data-package"
    values = package.get_resource("fct_indicator_values")
    assert values.schema.primary_key == ["report_id", "indicator_code"]
    assert [field.type for field in values.schema.fields][2:4] == ["string", "number"]
    assert values.schema.foreign_keys[0]["reference"] == {"resource": "dim_report", "fields": ["report_id"]}
    assert values.read_rows()[6]["raw_value"] == "03"


def test_a_harmed_file_makes_the_data_package_invalid(release, link):
    release()
    path = link / "csv" / "dim_report.csv"
    path.write_bytes(path.read_bytes().replace(b"2021", b"2022"))
    assert not validate(str(link / "datapackage.json")).valid


def test_a_foreign_key_that_does_not_hold_is_not_claimed(con, release, link):
    con.execute("update marts.fct_data_quality_findings set report_id = '999-2021' where rule_id = 'plan_08_date'")
    release()
    package = Package(str(link / "datapackage.json"))
    assert package.get_resource("fct_data_quality_findings").schema.foreign_keys == []
    assert package.get_resource("fct_indicator_values").schema.foreign_keys != []
    assert validate(str(link / "datapackage.json")).valid


def test_release_json_tells_what_it_holds(con, release, link):
    con.execute("""
        insert into release.expectation_results
        values ('rules', 'e', 'digital_share', 'c', 'warning', false, 1, '945-2021: too much')
    """)
    con.execute("insert into marts.fct_reporting_status values ('941', 2021, 'H1', null, 'not_received')")
    made = release()
    record = read_record(link)
    assert record["release_id"] == made.release_id
    assert record["as_of"] == "2026-01-15"
    assert record["reports"] == {
        "released": ["945-2021", "947-2021"],
        "held": [],
        "not_received": ["941-2021", "941-2021-H1"],
    }
    assert record["open_findings"] == {"critical": 0, "warning": 0, "info": 1}
    assert record["warnings"] == [{"suite": "rules", "rule_id": "digital_share", "details": "945-2021: too much"}]
    assert record["rows"]["fct_indicator_values"] == 12
    assert record["git"] is None
    con.execute("update marts.dim_report set report_status = 'held' where report_id = '945-2021'")
    release()
    assert read_record(link)["open_findings"] == {"critical": 0, "warning": 0, "info": 0}
    assert record["versions"]["duckdb"] == duckdb.__version__


@pytest.mark.parametrize("is_sample", [True, False])
def test_made_up_and_real_reports_never_take_each_others_place(con, link, data_docs, tmp_path, is_sample):
    def release(is_sample: bool):
        return publish(con, TABLES, link, data_docs, gather_record(con, tmp_path, is_sample))

    shown = release(is_sample)
    assert read_record(link)["is_sample"] is is_sample
    before = contents(link)
    with pytest.raises(CchcError, match="name another place"):
        release(not is_sample)
    assert contents(link) == before and kept(link) == {shown.release_id}


def test_no_setting_moves_the_warehouse_of_samples(tmp_path, monkeypatch):
    monkeypatch.setenv("CCHC_WAREHOUSE_DIR", "elsewhere")
    assert samples_link(tmp_path) == tmp_path / "samples" / "warehouse"


def test_same_marts_are_not_written_again(release, link):
    first = release()
    before = contents(link)
    stamps = {path: path.stat().st_mtime_ns for path in link.rglob("*")}
    second = release()
    assert (second.release_id, second.is_new) == (first.release_id, False)
    assert contents(link) == before
    assert {path: path.stat().st_mtime_ns for path in link.rglob("*")} == stamps
    assert unfinished(link) == []


def commit_all(project: Path, words: str) -> str:
    for command in (["add", "-A"], ["commit", "-q", "-m", words], ["rev-parse", "HEAD"]):
        call = ["git", "-C", str(project), "-c", "user.name=Lan", "-c", "user.email=lan@example.vn", *command]
        done = subprocess.run(call, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path) -> Path:
    """A project in git, its first commit made."""
    project = tmp_path / "project"
    (project / "seeds").mkdir(parents=True)
    (project / "seeds" / "adjudications.csv").write_text("adjudication_id\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    commit_all(project, "begun")
    return project


def test_the_commit_counts_what_a_release_is_made_of_and_no_file_beside_it(repository):
    commit = git_state(repository)["commit"]
    (repository / "review.xlsx").write_bytes(b"ours")
    (repository / "docs").mkdir()
    (repository / "docs" / "own.md").write_text("ours", encoding="utf-8")
    assert git_state(repository) == {"commit": commit, "uncommitted_changes": False}
    for name in ("seeds/adjudications.csv", "seeds/new.csv", "models/new.sql", "requirements.lock"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text("changed", encoding="utf-8")
        assert git_state(repository) == {"commit": commit, "uncommitted_changes": True}, name
        commit = commit_all(repository, name)
        assert git_state(repository) == {"commit": commit, "uncommitted_changes": False}, name


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_release_names_a_commit_it_can_be_made_from(con, link, data_docs, repository, monkeypatch, is_linked):
    if not is_linked:
        monkeypatch.setattr(publishing, "_try_symlink", lambda *_: False)

    def build():
        return publish(con, TABLES, link, data_docs, gather_record(con, repository))

    def named() -> list[dict]:
        return [read_record(folder)["git"] for folder in (link, made.path)]

    begun = git_state(repository)["commit"]
    (repository / "seeds" / "adjudications.csv").write_text("adjudication_id\na1\n", encoding="utf-8")
    made = build()
    assert named() == [{"commit": begun, "uncommitted_changes": True}] * 2
    before = contents(link) | {"release.json": ""}
    released_at = read_record(link)["released_at"]

    decided = commit_all(repository, "decided")
    assert not build().is_new
    assert named() == [{"commit": decided, "uncommitted_changes": False}] * 2
    assert contents(link) | {"release.json": ""} == before
    assert (read_record(link)["released_at"], unfinished(link)) == (released_at, [])
    assert read_record(link)["release_id"] == made.release_id

    (repository / "seeds" / "adjudications.csv").write_text("adjudication_id\n", encoding="utf-8")
    build()  # of what is in no commit: the release can still be made from the one it names
    assert named() == [{"commit": decided, "uncommitted_changes": False}] * 2


def test_rows_in_another_order_on_another_machine_give_the_same_bytes(release, link, tmp_path, data_docs):
    first = release()
    elsewhere = tmp_path / "elsewhere" / "warehouse"
    with tiny_marts() as other:
        for table in TABLES:
            other.execute(f"create or replace table marts.{table.name} as from marts.{table.name} order by all desc")
        second = publish(other, TABLES, elsewhere, data_docs, gather_record(other, tmp_path))
    assert second.release_id == first.release_id
    here, there = contents(link), contents(elsewhere)
    for name in (name for name in here if name.startswith(("parquet", "csv", "datapackage"))):
        assert here[name] == there[name], name


def test_many_rows_give_the_same_bytes_whatever_the_threads(con, tmp_path, data_docs):
    con.execute("""
        insert into marts.fct_indicator_values
        select 'x' || (i % 977), 'c' || i, 'r' || (i % 13), i / 7.0, null, 'reported'
        from range(300000) as t (i)
    """)
    prints = set()
    for threads in (1, 4):
        con.execute(f"set threads = {threads}")
        link = tmp_path / str(threads) / "warehouse"
        publish(con, TABLES, link, data_docs, gather_record(con, tmp_path))
        prints.add(contents(link)["parquet/fct_indicator_values.parquet"])
    assert len(prints) == 1


def test_another_value_or_another_description_is_another_release(con, link, data_docs, release, tmp_path):
    first = release()
    before = contents(link)
    set_value(con, 279)
    second = release()
    assert link.readlink() == Path("releases") / second.release_id
    described = (TABLES[0].__class__(**{**vars(TABLES[0]), "description": "Other words."}), *TABLES[1:])
    third = publish(con, described, link, data_docs, gather_record(con, tmp_path))
    assert len({first.release_id, second.release_id, third.release_id}) == 3
    assert contents(first.path) == before


@pytest.mark.parametrize(
    "harm",
    [
        "alter table marts.fct_rule_results add column bad hugeint",
        "alter table marts.fct_rule_results add column bad double",
        "drop table marts.fct_rule_results",
    ],
)
def test_a_failed_publish_leaves_the_last_release(con, release, link, harm):
    release()
    before, target = contents(link), link.readlink()
    set_value(con, 279)
    con.execute(harm)
    with pytest.raises((CchcError, duckdb.Error)):
        release()
    assert (contents(link), link.readlink()) == (before, target)
    assert unfinished(link) == []
    assert len(kept(link)) == 1
    assert con.execute("select count(*) from duckdb_databases() where database_name = 'published'").fetchall() == [(0,)]


@pytest.mark.parametrize("step", ["_complete", "_take_place", "show"])
def test_a_crash_at_any_step_leaves_the_last_release(con, release, link, monkeypatch, step):
    first = release()
    before = contents(link)
    set_value(con, 279)
    with monkeypatch.context() as broken:
        broken.setattr(publishing, step, lambda *_: (_ for _ in ()).throw(OSError("no space left")))
        with pytest.raises(CchcError, match=r"releases could not be written: no space left. The last release is"):
            release()
    assert link.readlink() == Path("releases") / first.release_id
    assert contents(link) == before
    assert link.readlink() != Path("releases") / release().release_id  # and the next build goes through


def test_leftovers_of_a_killed_publisher_are_cleared(release, link):
    releases = link.parent / "releases"
    (releases / ".tmp-abc" / "csv").mkdir(parents=True)
    (releases / ".tmp-abc" / "csv" / "half.csv").write_text("half")
    (link.parent / ".tmp-warehouse").symlink_to("releases/.tmp-abc")
    release()
    assert unfinished(link) == []


def test_a_reader_goes_on_reading_the_release_it_opened(con, release, link):
    release()
    question = """
        select value from marts.fct_indicator_values
        where report_id = '945-2021' and indicator_code = 'III.6.1'
    """
    with duckdb.connect(str(link / "cchc.duckdb"), read_only=True) as reader:
        set_value(con, 279)
        newer = release()
        assert reader.execute(question).fetchall()[0][0] == 6632
    with duckdb.connect(str(newer.path / "cchc.duckdb"), read_only=True) as reader:
        assert reader.execute(question).fetchall()[0][0] == 279


def test_the_last_releases_are_kept_and_the_one_shown_always(con, release, link):
    made = []
    for value in range(4):
        set_value(con, value)
        made.append(release(keep=3).release_id)
    assert kept(link) == set(made[1:])
    set_value(con, 1)  # back to the oldest that is kept
    assert not release(keep=1).is_new
    assert kept(link) == {made[1]}
    assert read_record(link)["release_id"] == made[1]


def test_a_release_can_be_shown_again_and_the_next_build_moves_on(con, release, link):
    first = release()
    set_value(con, 279)
    second = release()
    show(link, first.path)
    assert link.readlink() == Path("releases") / first.release_id
    assert not release().is_new
    assert link.readlink() == Path("releases") / second.release_id


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?")])
@pytest.mark.parametrize(
    "name",
    [
        "parquet/dim_rule.parquet",
        "csv/dim_rule.csv",
        "release.json",
        "cchc.duckdb",
        "cchc.xlsx",
        "dataset.jsonld",
        "data_docs/index.html",
    ],
)
def test_a_damaged_release_is_written_anew(release, link, name, harm):
    whole = release()
    before = contents(link)
    harm(link / name)
    mended = release()
    assert (mended.release_id, mended.is_new) == (whole.release_id, True)
    assert set(contents(link)) == set(before)
    assert contents(link)["parquet/dim_rule.parquet"] == before["parquet/dim_rule.parquet"]
    assert unfinished(link) == []


@pytest.fixture
def no_links(monkeypatch):
    def refuse(*_, **__):
        raise OSError("a required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)


def test_without_symbolic_links_the_folder_is_a_copy_put_in_place_by_rename(con, release, link, no_links):
    release()
    assert link.is_dir()
    assert not link.is_symlink()
    set_value(con, 279)
    second = release()
    assert contents(link) == contents(second.path)
    assert unfinished(link) == []


def test_without_symbolic_links_a_folder_in_use_stays(con, release, link, no_links, monkeypatch):
    release()
    before = contents(link)
    set_value(con, 279)
    rename = Path.rename

    def refuse(path, target):
        if Path(target) == link and not path.name.endswith("-former"):
            raise PermissionError("in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(CchcError, match="in use"):
        release()
    assert contents(link) == before


def test_without_symbolic_links_a_publisher_killed_between_its_renames_is_undone(con, release, link, no_links):
    release()
    before = contents(link)
    link.rename(link.with_name(".tmp-warehouse-former"))
    con.execute("drop table marts.fct_rule_results")
    with pytest.raises(duckdb.Error):
        release()
    assert contents(link) == before
    assert unfinished(link) == []


def test_a_copied_folder_becomes_a_link_where_links_are_possible(release, link, monkeypatch):
    with monkeypatch.context() as without:
        without.setattr(publishing, "_try_symlink", lambda *_: False)
        made = release()
    show(link, made.path)
    assert link.readlink() == Path("releases") / made.release_id


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_not_ours_is_not_replaced(release, link, kind):
    if kind == "file":
        link.write_text("mine")
    else:
        link.mkdir()
        (link / "mine.txt").write_text("mine")
    with pytest.raises(CchcError, match="CCHC_WAREHOUSE_DIR"):
        release()
    assert (link if kind == "file" else link / "mine.txt").read_text() == "mine"


def test_a_link_of_somebody_elses_is_not_replaced(release, link, tmp_path):
    (tmp_path / "disk").mkdir()
    link.symlink_to(tmp_path / "disk")
    with pytest.raises(CchcError, match=r"is a link to .*disk, which is not a release.*CCHC_WAREHOUSE_DIR"):
        release()
    assert link.readlink() == tmp_path / "disk"
    assert list((tmp_path / "disk").iterdir()) == []
    assert not (link.parent / "releases").exists()


def test_a_harmed_release_that_is_not_shown_stops_no_build_and_is_removed_with_the_others(con, release, link):
    first = release()
    (first.path / "cchc.duckdb").write_text("harmed")
    (first.path / "release.json").write_text("{")
    set_value(con, 279)
    assert release().is_new
    set_value(con, 280)
    assert release(keep=2).is_new
    assert first.release_id not in kept(link)


def test_an_empty_folder_makes_way(release, link):
    link.mkdir()
    made = release()
    assert link.readlink() == Path("releases") / made.release_id


def test_two_publishers_at_once_take_turns(tmp_path, link, data_docs):
    errors = []

    def build(value):
        try:
            with tiny_marts() as con:
                set_value(con, value)
                publish(con, TABLES, link, data_docs, gather_record(con, tmp_path))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=build, args=(value,)) for value in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(kept(link)) == 3
    assert all(publishing.is_whole(link.parent / "releases" / name, name) for name in kept(link))


def test_the_warehouse_stands_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.delenv("CCHC_WAREHOUSE_DIR", raising=False)
    assert warehouse_link(tmp_path) == tmp_path / "warehouse"
    monkeypatch.setenv("CCHC_WAREHOUSE_DIR", "out/published")
    assert warehouse_link(tmp_path) == tmp_path / "out" / "published"
    monkeypatch.setenv("CCHC_WAREHOUSE_DIR", str(tmp_path / "far"))
    assert warehouse_link(tmp_path / "project") == tmp_path / "far"


def test_the_gate_names_report_indicators_rule_lines_and_mend(con, monkeypatch):
    refuse_blocked(con)
    con.execute("""
        insert into intermediate.int_gate_blockers values
        ('open_critical_finding', '945-2021', 'III.2.3, III.2.3.1', 'procedures_in_force_sum', 9,
            'p.9 l.500-506', 'page 9, lines 500–506', 'trang 9, dòng 500–506',
            'III.2.3 is 389, its parts make 399.', 'III.2.3 là 389, các phần cộng lại là 399.'),
        ('open_critical_finding', '945-2021', 'VI.3', 'units_sum', 12, 'p.12 l.600', 'page 12, line 600',
            'trang 12, dòng 600', 'VI.3 is 9.', 'VI.3 là 9.'),
        ('stale_guard', '947-2021', 'VI.3', null, null, '', '', '', 'a1 expects 13/33, it says 33/33.', null)
    """)
    with pytest.raises(GateClosed) as refused:
        refuse_blocked(con)
    message = str(refused.value)
    assert message.count("To do: open the document") == 1  # one report, one thing to do
    assert max(len(line) for line in message.splitlines()[1:]) <= 80
    message = " ".join(message.split())
    for words in (
        "settled first in 945-2021, 947-2021 (3)",
        "1. report 945-2021, rule procedures_in_force_sum: III.2.3, III.2.3.1",
        "in the document: page 9, lines 500–506",
        "III.2.3 is 389",
        "`cchc decide review.xlsx`",
        "`cchc hold 945-2021 --reason",
        "2. report 945-2021, rule units_sum: VI.3",
        "3. report 947-2021",
        "a1 expects 13/33",
        "--withdraw",
    ):
        assert words in message
    assert "None" not in message
    monkeypatch.setenv("CCHC_LANGUAGE", "vi")
    with pytest.raises(
        GateClosed, match=r"không công bố, phải xử lý trước trong 945-2021(?s:.*)III.2.3 là 389(?s:.*)Cần làm: mở"
    ):
        refuse_blocked(con)


def test_the_catalogue_is_read_from_the_manifest(tmp_path):
    def mart(name, **columns):
        return {
            "resource_type": "model",
            "unique_id": f"model.{name}",
            "schema": "marts",
            "name": name,
            "original_file_path": f"models/marts/{name}.sql",
            "description": "One row per report\n and rule. ",
            "columns": {column: {"description": words} for column, words in columns.items()},
        }

    def check(name, of, **arguments):
        test = {"name": name, "kwargs": arguments}
        return {"resource_type": "test", "attached_node": f"model.{of}", "test_metadata": test}

    reference = {"column_name": "previous_report_id", "to": "ref('dim_report')", "field": "report_id"}
    nodes = {
        "model.results": mart("fct_rule_results", report_id="", rule_id="The rule.\n", previous_report_id=""),
        "model.report": mart("dim_report", report_id=""),
        "model.rule": mart("dim_rule", rule_id=""),
        "model.figures": {"resource_type": "model", "schema": "intermediate", "name": "int_figures"},
        "test.results": check("primary_key", "fct_rule_results", columns=["report_id", "rule_id"]),
        "test.report": check("primary_key", "dim_report", columns=["report_id"]),
        "test.rule": check("primary_key", "dim_rule", columns=["rule_id"]),
        "test.previous": check("relationships", "fct_rule_results", **reference),
        "test.sql": {"resource_type": "test"},
    }
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"nodes": nodes}))
    report, rule, results = read_catalogue(manifest)
    assert (report.foreign_keys, rule.foreign_keys) == ((), ())
    assert results.description == "One row per report and rule."
    assert results.columns["rule_id"] == "The rule."
    assert results.primary_key == ("report_id", "rule_id")
    assert results.foreign_keys == (
        ForeignKey(("previous_report_id",), "dim_report", ("report_id",)),
        ForeignKey(("report_id",), "dim_report", ("report_id",)),
        ForeignKey(("rule_id",), "dim_rule", ("rule_id",)),
    )
    del nodes["test.results"]
    manifest.write_text(json.dumps({"nodes": nodes}))
    with pytest.raises(CchcError, match=r"fct_rule_results.sql: .* no primary_key"):
        read_catalogue(manifest)
