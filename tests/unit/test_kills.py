"""A command that is killed at any change of a file leaves all as it was or as it would be, and is safe to run again."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cchc.landing.holding import hold_report, lift_hold
from cchc.landing.recording import land
from cchc.output_path import written_whole
from cchc.record.checking import refuse_changed
from cchc.record.entries import entries_path
from cchc.releasing import publishing
from cchc.releasing.publishing import Release, is_whole, publish, read_record
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import seeds_lock, write_together

from ..killing import kills, needs_kills, unsafe_renames
from .test_seed_files import ROWS, extraction, values_of
from .tiny_marts import TABLES, tiny_marts

pytestmark = needs_kills
DAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.csv"))}


def test_a_landing_killed_anywhere_leaves_the_old_reading_or_the_new_and_its_document(project):
    seen = []
    shutil.copytree(project, project.with_name("before"))
    old, new = extraction(project, "945", 2021, "1"), extraction(project, "945", 2021, "9")
    for _ in kills(land, new, True, project):
        with seeds_lock(project, longest_wait=0) as seeds:
            told = values_of(seeds).get("945-2021", {("1", 1), ("1", ROWS)})
            assert {path.name for path in seeds.rglob(".change*")} == set()
        ((value, _), *_) = told
        if value == "9":
            (report,) = read_seed(seeds / "landed" / "reports.csv")
            (kept,) = (project / "archive").rglob("*.txt")
            assert hashlib.sha256(kept.read_bytes()).hexdigest() == report["source_sha256"]
        assert land(new, True, project).outcome == ("unchanged" if value == "9" else "landed")
        seen.append(value)
        shutil.rmtree(project)
        shutil.copytree(project.with_name("before"), project)
        extraction(project, "945", 2021, "9")
    assert old.document.path != new.document.path
    assert seen == sorted(seen) and seen.count("1") > 10 and seen.count("9") > 10


def _hold(root: Path) -> None:
    hold_report("945-2021", "a sum is wrong", "Lan", DAY, root)


def _lift(root: Path) -> None:
    lift_hold("945-2021", "it was misread", "Minh", DAY, root)


def test_a_hold_and_its_lifting_killed_anywhere_are_done_by_the_same_command_again(project):
    land(extraction(project, "945", 2021, "1"), root=project)
    held = project / "seeds" / "decisions" / "held_reports.csv"
    former = texts(project / "seeds")
    log = entries_path(project / "seeds")
    for call, done in ((_hold, [("Lan", "")]), (_lift, [("Lan", "Minh")])):
        before = {path: path.read_bytes() for path in (held, log)}
        for _ in kills(call, project):
            call(project)
            assert [(row["held_by"], row["lifted_by"]) for row in read_seed(held)] == done
            now = texts(project / "seeds")
            assert {name for name in now if now[name] != former[name]} == {
                "decisions/held_reports.csv",
                "decisions/record_entries.csv",
            }
            refuse_changed(project / "seeds")
            for path, content in before.items():
                path.write_bytes(content)
        call(project)


def test_many_seeds_change_together_or_not_at_all_wherever_it_is_killed(project):
    """As the seeds of a form that is adopted."""
    seeds = project / "seeds"
    names = [f"reference/{name}.csv" for name in ("form_versions", "form_rows", "form_codes", "province_sums")]
    before = texts(seeds)
    for _ in kills(write_together, seeds, {seeds / name: before[name] + "new\n" for name in names}):
        with seeds_lock(project, longest_wait=0):
            now = texts(seeds)
        assert [name for name in now if now[name] != before[name]] in ([], sorted(names))
        for name in names:
            (seeds / name).write_text(before[name], encoding="utf-8")


def _write(path: Path) -> None:
    with written_whole(path) as draft:
        draft.write_text("new", encoding="utf-8")


def test_an_output_killed_anywhere_is_the_former_or_the_new(tmp_path):
    place = tmp_path / "rows.csv"
    for _ in kills(_write, place):
        assert place.read_text(encoding="utf-8") in ("old", "new") if place.exists() else True
        place.write_text("old", encoding="utf-8")


@pytest.fixture
def release(tmp_path, monkeypatch):
    """Publishes one of two releases under `tmp_path`, whose files were written by DuckDB once and are copied since."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.html").write_text("docs", encoding="utf-8")
    with tiny_marts() as con:
        for value in ("1", "2"):
            folder = tmp_path / "written" / value
            folder.mkdir(parents=True)
            rows = publishing.write_files(con, (replace(TABLES[0], description=value),), folder)
            (folder / "cchc.xlsx").write_bytes(b"a workbook")

    def copied(value, _tables, draft):
        shutil.copytree(tmp_path / "written" / str(value), draft, dirs_exist_ok=True)
        return rows

    monkeypatch.setattr(publishing, "write_files", copied)
    monkeypatch.setattr(publishing, "write_book", lambda *_: None)
    monkeypatch.setattr(publishing, "name_release", lambda *_: None)

    def made(value: int, root: Path = tmp_path) -> Release:
        record = {"released_at": f"2026-01-0{value}", "git": None}
        return publish(value, TABLES[:1], root / "warehouse", docs, record, keep=1)

    return made


def _shown(root: Path) -> str:
    link = root / "warehouse"
    shown = (read_record(link) or {}).get("release_id", "")
    assert is_whole(link, shown)
    return shown


@pytest.mark.parametrize("has_links", [True, False])
def test_a_publisher_killed_anywhere_leaves_a_whole_release_and_the_next_one_publishes(
    release, tmp_path, monkeypatch, has_links
):
    if not has_links:
        monkeypatch.setattr(publishing, "_try_symlink", lambda *_: False)
    first = release(1).release_id
    seen, second = [], release(2, tmp_path / "apart").release_id
    for _ in kills(release, 2):
        if has_links or (tmp_path / "warehouse").exists():  # without links there is none between two renames
            seen.append(_shown(tmp_path))
        assert release(2).release_id == _shown(tmp_path) == second
        assert [path.name for path in (tmp_path / "releases").iterdir() if path.name != ".lock"] == [second]
        assert list(tmp_path.glob(".tmp-*")) == []
        assert release(1).release_id == _shown(tmp_path) == first
    assert seen == sorted(seen, key=lambda one: one == second) and seen.count(first) > 15


@pytest.mark.parametrize("name", ["cchc.duckdb", "release.json"])
def test_a_harmed_release_is_mended_wherever_that_is_killed_and_its_files_are_always_there(release, tmp_path, name):
    made = release(1)
    files = [path for path in made.path.rglob("*") if path.is_file()]
    for _ in kills(_harm_and_publish, release, made.path / name):
        assert [path for path in files if not path.is_file()] == []
        assert release(1).release_id == _shown(tmp_path)


def _harm_and_publish(release, path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"?")
    release(1)


def test_what_is_renamed_is_on_the_disk_first_and_so_is_its_name(project, release, tmp_path):
    made = extraction(project, "945", 2021, "9")
    assert unsafe_renames(land, made, True, project) == []
    land(made, True, project)
    assert unsafe_renames(_hold, project) == []
    assert unsafe_renames(_write, tmp_path / "rows.csv") == []
    assert unsafe_renames(release, 1) == []
    path = release(1).path / "cchc.xlsx"
    assert unsafe_renames(_harm_and_publish, release, path) == []
    assert unsafe_renames(path.rename, path.with_name("unsafe")) != []
