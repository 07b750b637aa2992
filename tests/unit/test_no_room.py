"""A full disk and a folder of another user's are told by name, change nothing, and all is fine once they are mended."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from dbt_common.exceptions import DbtRuntimeError

from cchc.errors import CchcError
from cchc.landing.recording import land
from cchc.output_path import refuse_no_room, written_whole
from cchc.paths import ROOT
from cchc.releasing.publishing import publish, read_record
from dbt_readable_seeds import ReadableSeeds

from .test_seed_files import extraction, refusal_of, values_of
from .tiny_marts import TABLES, tiny_marts


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 40 MB, and a call that fills it up to some bytes."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk, and on Linux")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")

    def fill(left: int) -> Path:
        filler = disk / "filler"
        filler.write_bytes(b"x" * (shutil.disk_usage(disk).free - left))
        return filler

    yield disk, fill
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("left", [0, 8_192])  # bytes: no archive, no rows
def test_a_landing_on_a_full_disk_is_told_and_goes_through_when_there_is_room(project, small_disk, left):
    disk, fill = small_disk
    for part in ("landed", "decisions"):
        shutil.copytree(project / "seeds" / part, disk / "seeds" / part)
    made = extraction(project, "945", 2021, "5")
    filler = fill(left)
    with pytest.raises(CchcError, match=rf"{disk}.*No space left on device"):
        land(made, root=disk)
    assert values_of(disk / "seeds") == {}
    assert [path for name in (".change*", "*.new") for path in disk.rglob(name)] == []
    filler.unlink()
    assert land(made, root=disk).outcome == "landed"


def test_a_build_is_not_begun_where_its_folder_has_no_room(small_disk):
    """dbt itself would end with the system's error, which names no folder."""
    disk, _ = small_disk
    project = SimpleNamespace(project_root=str(disk), seed_paths=[], project_target_path="target/here")
    with (
        click.Context(click.Command("build"), obj={"project": project}),
        pytest.raises(DbtRuntimeError, match=rf"{disk}/target/here: no room: 4\d MB are free.*100 MB are wanted"),
    ):
        ReadableSeeds("cchc")
    refuse_no_room(disk / "target", 10)
    project.project_root = str(ROOT)
    with click.Context(click.Command("build"), obj={"project": project}):
        ReadableSeeds("cchc")


def _publish(root: Path, value: int) -> str:
    with tiny_marts() as con:
        con.execute("update marts.fct_indicator_values set value = ? where indicator_code = 'III.6.1'", [value])
        record = {"released_at": f"2026-01-0{value}", "git": None}
        return publish(con, TABLES, root / "warehouse", root / "docs", record).release_id


@pytest.fixture
def published(tmp_path):
    """Publishes a first release in a folder, whoever may write there."""

    def begin(root: Path) -> Path:
        (root / "docs").mkdir(parents=True)
        (root / "docs" / "index.html").write_text("docs", encoding="utf-8")
        _publish(root, 1)
        return root

    return begin


@pytest.mark.parametrize("left", [0, 400_000])  # bytes: no draft, half the DuckDB file
def test_a_release_on_a_full_disk_is_told_and_the_last_one_stays(published, small_disk, left):
    disk, fill = small_disk
    shown = read_record(published(disk) / "warehouse")
    filler = fill(left)
    with pytest.raises(CchcError, match=rf"{disk}/releases could not be written: .*The last release is still shown"):
        _publish(disk, 2)
    assert read_record(disk / "warehouse") == shown
    assert list((disk / "releases").glob(".tmp-*")) == []
    filler.unlink()
    assert _publish(disk, 2) == read_record(disk / "warehouse")["release_id"] != shown["release_id"]


def _as_another_user(root: Path) -> None:
    os.setgroups([])
    os.setuid(65534)
    _publish(root, 2)


def test_a_release_where_another_user_may_not_write_is_told_and_the_last_one_stays(published):
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can try as another user")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        root = published(Path(folder, "project"))
        shown = read_record(root / "warehouse")
        refusal = refusal_of(_as_another_user, root)
        assert f"{root / 'releases'} could not be written: " in refusal and "Permission denied" in refusal
        assert read_record(root / "warehouse") == shown


def test_a_table_on_a_full_disk_leaves_the_former(small_disk):
    disk, fill = small_disk
    place = disk / "rows.csv"
    place.write_text("former", encoding="utf-8")
    fill(0)
    with (
        pytest.raises(CchcError, match=rf"{place} could not be written: No space left on device"),
        written_whole(place) as draft,
    ):
        draft.write_text("new" * 10_000, encoding="utf-8")
    assert [path.name for path in disk.iterdir()] == ["filler", "rows.csv"] or place.read_text() == "former"
