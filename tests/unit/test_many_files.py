"""Folders and many files at once: read on all cores, landed one by one, and one bad file stops no other."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc.cli import app
from cchc.errors import CchcError
from cchc.landing.recording import land_all
from cchc.paths import ROOT
from cchc.reading import many_files as many
from cchc.reading.extraction import extract_all
from cchc.reading.many_files import Read, files_of, read_many


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Two good reports, a broken one between them, and files that are none."""
    place = tmp_path_factory.mktemp("many")
    order = ["sample", str(place), "--seed", "77", "--units", "944,947", "--years", "2022", "--format", "txt,xlsx"]
    assert CliRunner().invoke(app, order).exit_code == 0
    (place / "sample_944-2022.xlsx").write_bytes(b"not a workbook")
    (place / "~$sample_947-2022.xlsx").write_bytes(b"a lock")
    (place / "readme.md").write_text("not a report", encoding="utf-8")
    return place


def test_a_folder_is_its_readable_files(folder):
    files, skipped = files_of([folder, folder / "sample_944-2022.txt"])
    names = ["sample_944-2022.txt", "sample_944-2022.xlsx", "sample_947-2022.txt", "sample_947-2022.xlsx"]
    assert [path.name for path in files] == names
    assert "readme.md" in [path.name for path in skipped]


def test_a_folder_without_reports_is_an_error(tmp_path):
    with pytest.raises(CchcError, match="no file to read in this folder"):
        files_of([tmp_path])


def test_one_bad_file_stops_no_other_and_the_rows_keep_the_order_of_the_files(folder, tmp_path):
    rows = tmp_path / "rows.csv"
    result = CliRunner().invoke(app, ["extract", str(folder), "-o", str(rows)])
    assert result.exit_code == 1
    assert "3 reports read; 1 files failed: sample_944-2022.xlsx" in " ".join(result.output.split())
    with rows.open(encoding="utf-8") as file:
        ids = [row["report_id"] for row in csv.DictReader(file)]
    assert list(dict.fromkeys(ids)) == ["944-2022", "947-2022"]
    assert len(ids) == 3 * 146


def _die(path: Path, *_given) -> tuple[()]:
    if path.stem == "deadly":
        os.kill(os.getpid(), signal.SIGTRAP)
    return ()


@pytest.mark.parametrize("names", [["deadly.txt"], ["one.txt", "deadly.txt", "two.txt"]])
def test_a_file_that_kills_its_reader_fails_alone(monkeypatch, names):
    done = _read_by(_die, monkeypatch, names)
    assert [one.path.name for one in done if one.error] == ["deadly.txt"]
    assert "ended the program that read it (SIGTRAP)" in next(one.error for one in done if one.error)


def _read_by(reader: Callable, monkeypatch, names: list[str]) -> list[Read]:
    """What comes of files that `reader` reads, where they are many in processes that find it by its name."""
    monkeypatch.setattr(many, "extract_all", reader)
    monkeypatch.syspath_prepend(ROOT)
    done = list(read_many([Path(name) for name in names]))
    assert [one.path.name for one in done] == names
    return done


@pytest.fixture
def project(tmp_path) -> Path:
    """Empty seeds to land in."""
    root = tmp_path / "project"
    source = Path(__file__).resolve().parents[2] / "seeds"
    for part in ("landed", "decisions"):
        shutil.copytree(source / part, root / "seeds" / part)
    for path in (root / "seeds" / "landed").glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return root


@pytest.fixture
def province(tmp_path, monkeypatch) -> Path:
    """A workbook of three districts that does not say it is a sample."""
    from cchc.sample import render_province

    monkeypatch.setattr(render_province, "MARK", "")
    from cchc.sample.choosing import units_for
    from cchc.sample.generate import generate

    path = tmp_path / "province.xlsx"
    render_province.render([generate(unit, 2022, 8) for unit in units_for(2022, ("943", "944", "947"), None)], path)
    return path


def test_all_reports_of_a_workbook_land_or_none(project, province):
    read = extract_all(province)
    outcomes = land_all(read, root=project)
    assert [(one.report_id, one.outcome) for one in outcomes] == [
        ("943-2022", "landed"), ("944-2022", "landed"), ("947-2022", "landed"),
    ]  # fmt: skip
    assert [one.outcome for one in land_all(read, root=project)] == ["unchanged"] * 3
    reports = project / "seeds" / "landed" / "reports.csv"
    before = reports.read_text(encoding="utf-8")
    reports.write_text(before.replace(read[1].document.sha256, "0" * 64, 2), encoding="utf-8")
    held = reports.read_text(encoding="utf-8")
    with pytest.raises(CchcError, match="has landed from another document"):
        land_all(read, root=project)
    assert reports.read_text(encoding="utf-8") == held


def _nothing(path: Path, *_given) -> tuple[()]:
    return ()


def test_each_of_many_files_is_heard_of(monkeypatch):
    monkeypatch.setattr(many, "extract_all", _nothing)
    monkeypatch.syspath_prepend(ROOT)
    files = [Path(f"{number}.txt") for number in range(9)]
    heard: list[Path] = []
    assert [one.path for one in read_many(files, told=heard.append)] == files
    assert sorted(heard) == files


def _go_round(path: Path, *_given) -> tuple[()]:
    while path.stem == "slow":  # as a library that goes round in circles
        pass
    return ()


@pytest.mark.parametrize("names", [["slow.txt"], ["one.txt", "slow.txt", "two.txt"]])
def test_a_file_that_takes_too_long_is_ended_and_stops_no_other(monkeypatch, names):
    monkeypatch.setenv("CCHC_SECONDS_A_FILE", "0.3")
    done = _read_by(_go_round, monkeypatch, names)
    assert [one.path.name for one in done if one.error] == ["slow.txt"]
    error = next(one.error for one in done if one.error)
    assert "more than 0.3 seconds of the processor" in error and "CCHC_SECONDS_A_FILE=0.6" in error


def _held_by_library(path: Path, *_given) -> tuple[()]:
    if path.stem == "held":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # as code that never comes back to Python
        time.sleep(60)
    return ()


def test_a_library_that_never_gives_way_is_ended_with_its_process(monkeypatch):
    monkeypatch.setenv("CCHC_SECONDS_A_FILE", "0.05")
    done = _read_by(_held_by_library, monkeypatch, ["held.txt"])
    assert "more than 0.05 seconds of the processor" in done[0].error


def _grow(path: Path, *_given) -> tuple[()]:
    grown = []
    while path.stem == "large":
        grown.append(bytearray(10_000_000))
    return ()


def _grow_and_take_it_for_damage(path: Path, *given) -> tuple[()]:
    try:
        return _grow(path, *given)
    except Exception as error:
        raise CchcError(f"{path}: damaged") from error


@pytest.mark.skipif(sys.platform != "linux", reason="this system bounds no memory")
@pytest.mark.parametrize(
    ("reader", "names"), [(_grow_and_take_it_for_damage, ["large.txt"]), (_grow, ["one.txt", "large.txt", "two.txt"])]
)
def test_a_file_that_takes_too_much_memory_is_ended_and_stops_no_other(monkeypatch, reader, names):
    monkeypatch.setenv("CCHC_MEGABYTES_A_FILE", "400")
    done = _read_by(reader, monkeypatch, names)
    assert [one.path.name for one in done if one.error] == ["large.txt"]
    error = next(one.error for one in done if one.error)
    assert "more than 400 MB of memory" in error and "CCHC_MEGABYTES_A_FILE=800" in error


_READ_SLOWLY = """
import subprocess, sys
from pathlib import Path
from cchc.reading import many_files as many

def slow(path, *given):
    process = subprocess.Popen(["sleep", "60"])
    Path(f"{path}.started").write_text(f"{many.os.getpid()} {process.pid}\\n")
    try:
        process.wait()
    finally:
        process.kill()

many.extract_all = slow
if __name__ == "__main__":
    list(many.read_many([Path(name) for name in sys.argv[1:]]))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks Linux which processes there are")
@pytest.mark.parametrize("names", [["one.txt"], ["one.txt", "two.txt"]])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_who_reads_files_and_is_ended_leaves_no_process(tmp_path, how, names):
    program = tmp_path / "reads_slowly.py"
    program.write_text(_READ_SLOWLY, encoding="utf-8")
    files = [tmp_path / name for name in names]
    reading = subprocess.Popen([sys.executable, program, *files], start_new_session=True, stderr=subprocess.DEVNULL)
    started = [Path(f"{file}.started") for file in files[: len(os.sched_getaffinity(0))]]
    _until(lambda: all(one.exists() and one.read_text().endswith("\n") for one in started))
    processes = [process for one in started for process in one.read_text().split()]
    reading.send_signal(how)
    reading.wait(30)
    _until(lambda: not any(Path(f"/proc/{process}/cmdline").is_file() for process in processes))


def _until(is_so) -> None:
    last = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < last
        time.sleep(0.1)


def test_a_limit_that_is_no_number_is_refused(monkeypatch, folder):
    monkeypatch.setenv("CCHC_SECONDS_A_FILE", "soon")
    result = CliRunner().invoke(app, ["extract", str(folder / "sample_947-2022.txt")])
    assert result.exit_code == 1 and "is no number of seconds" in " ".join(result.output.split())
