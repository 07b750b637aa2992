"""Many hands on the seeds: real processes that land, hold and are killed. No row is lost, doubled or half there."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from cchc.errors import CchcError
from cchc.landing.holding import hold_report
from cchc.landing.recording import archived, land, land_samples
from cchc.reading.documents import Document, Line, sha256_of
from cchc.reading.extraction import FIGURE_COLUMNS, ROW_COLUMNS, Extraction
from cchc.reading.text.report_heading import Heading
from cchc.reference.form import load_forms
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import seeds_lock, write_together

try:
    import resource  # not on Windows
except ImportError:
    resource = None

UNITS = ("941", "942", "943", "944", "945", "946")
YEARS = (2019, 2020, 2021)
ROWS, FIGURES = 146, 3
LANDED = ("reports.csv", "indicator_rows.csv", "narrative_figures.csv")
processes = multiprocessing.get_context("fork")


def extraction(folder: Path, unit: str, year: int, value: str) -> Extraction:
    """A report whose every figure is `value`, its document in `folder`."""
    form = next(form for form in load_forms() if form.version == "2021")
    path = folder / f"{unit}_{year}_{value}.txt"
    path.write_text(f"BÁO CÁO {unit} {year} {value}", encoding="utf-8")
    report_id = f"{unit}-{year}"
    cells = {"report_id": report_id, "form_version": form.version, "raw_value": value, "value": value}
    rows = tuple(
        dict.fromkeys(ROW_COLUMNS, "") | cells | {"indicator_code": row.indicator_code} for row in form.answered
    )
    figures = tuple(
        dict.fromkeys(FIGURE_COLUMNS, "") | {"report_id": report_id, "figure_number": str(number), "value": value}
        for number in range(1, FIGURES + 1)
    )
    document = Document(path, sha256_of(path.read_bytes()), "txt", (Line(1, 1, "BÁO CÁO"),))
    return Extraction(document, Heading(unit, year, "year", None, None), form, rows, figures)


def values_of(seeds: Path) -> dict[str, set[tuple[str, int]]]:
    """What each landed seed holds of each report: its values and how often, `reports.csv` by the document's name."""
    told: dict[str, set[tuple[str, int]]] = {}
    for name in LANDED:
        rows = read_seed(seeds / "landed" / name)
        for report_id in {row["report_id"] for row in rows}:
            own = [
                row.get("value") or row["source_file"][:-4].split("_")[-1]
                for row in rows
                if row["report_id"] == report_id
            ]
            told.setdefault(report_id, set()).update((value, own.count(value)) for value in own)
    return told


def land_years(root: Path, unit: str, value: str, replace: bool) -> None:
    for year in YEARS:
        land(extraction(root, unit, year, value), replace=replace, root=root)


def hold_all(root: Path) -> None:
    for unit in UNITS:
        hold_report(f"{unit}-2000", "a sum is wrong", "Lan", date(2026, 1, 5), root)


def run_at_once(*calls) -> list[int]:
    started = [processes.Process(target=target, args=arguments) for target, *arguments in calls]
    for process in started:
        process.start()
    for process in started:
        process.join(240)
    return [process.exitcode for process in started]


def test_reports_that_land_while_others_land_and_are_held_are_all_there_once(project):
    for unit in UNITS:
        land(extraction(project, unit, 2000, "7"), root=project)
    landing = [(land_years, project, unit, "5", False) for unit in UNITS[:3]]
    assert run_at_once(*landing, (hold_all, project)) == [0, 0, 0, 0]
    told = values_of(project / "seeds")
    assert set(told) == {f"{unit}-2000" for unit in UNITS} | {f"{unit}-{year}" for unit in UNITS[:3] for year in YEARS}
    assert {report: counts for report, counts in told.items() if not report.endswith("2000")} == {
        f"{unit}-{year}": {("5", 1), ("5", ROWS), ("5", FIGURES)} for unit in UNITS[:3] for year in YEARS
    }
    held = read_seed(project / "seeds" / "decisions" / "held_reports.csv")
    assert [row["report_id"] for row in held] == [f"{unit}-2000" for unit in UNITS]


def test_one_report_that_lands_from_several_documents_at_once_is_of_one_of_them(project):
    assert run_at_once(*((land_years, project, "945", value, True) for value in "123")) == [0, 0, 0]
    for counts in values_of(project / "seeds").values():
        ((value, _), *_) = counts
        assert counts == {(value, 1), (value, ROWS), (value, FIGURES)}


def test_samples_that_land_at_once_are_all_there(project):
    calls = [(land_one_sample, project, unit) for unit in UNITS[:3]]
    assert run_at_once(*calls) == [0, 0, 0]
    reports = read_seed(project / "samples" / "seeds" / "landed" / "reports.csv")
    assert [row["report_id"] for row in reports] == [f"{unit}-2021" for unit in UNITS[:3]]


def land_one_sample(root: Path, unit: str) -> None:
    made = extraction(root, unit, 2021, "4")
    document = Document(made.document.path, made.document.sha256, "txt", (Line(1, 1, "BÁO CÁO (MẪU / SAMPLE)"),))
    land_samples([Extraction(document, made.heading, made.form, made.rows, made.figures)], root=root / "samples")


def test_a_document_that_was_replaced_after_it_was_read_does_not_land(project):
    """As one that is saved anew while `land` waits for the seeds."""
    made = extraction(project, "945", 2021, "1")
    made.document.path.write_text("another document", encoding="utf-8")
    with pytest.raises(CchcError, match=r"was changed after it was read. Nothing landed"):
        land(made, root=project)
    assert values_of(project / "seeds") == {}
    assert [path for path in (project / "archive").rglob("*") if path.is_file()] == []


def test_a_document_that_the_archive_lost_is_archived_again(project):
    """As one whose name was on the disk before a power cut, and whose bytes were not."""
    made = extraction(project, "945", 2021, "1")
    land(made, root=project)
    kept = archived(made.document.sha256, "txt", project)
    kept.write_bytes(b"")
    assert land(made, root=project).outcome == "unchanged"
    assert kept.read_bytes() == made.document.path.read_bytes()


@pytest.fixture
def other_hands(project):
    """Another process that has the seeds; it leaves them when told to."""
    code = "import sys; from pathlib import Path; from cchc.seeds.writing import seeds_lock\n"
    code += "with seeds_lock(Path(sys.argv[1])): print('has them', flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(project)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "has them\n"
    yield process
    process.kill()
    process.communicate()


def test_who_waits_is_told_for_whom_and_goes_on_when_it_has_ended(project, other_hands, capfd):
    waiting = processes.Process(target=land_years, args=(project, "945", "5", False))
    waiting.start()
    told = ""
    while "waiting" not in told and waiting.is_alive():
        told += capfd.readouterr().err
    assert f"process {other_hands.pid}, since" in told
    assert read_seed(project / "seeds" / "landed" / "reports.csv") == []
    other_hands.kill()
    waiting.join(120)
    assert waiting.exitcode == 0
    assert len(read_seed(project / "seeds" / "landed" / "reports.csv")) == len(YEARS)


def test_who_waits_too_long_is_told_who_has_the_seeds_and_changes_nothing(project, other_hands):
    with (
        pytest.raises(CchcError, match=rf"process {other_hands.pid}, since .* Then run this again"),
        seeds_lock(project, longest_wait=0.1),
    ):
        pytest.fail("two had the lock")
    assert read_seed(project / "seeds" / "landed" / "reports.csv") == []


def test_a_change_that_cannot_be_written_changes_nothing(project):
    reports = project / "seeds" / "landed" / "reports.csv"
    before = reports.read_text(encoding="utf-8")
    with seeds_lock(project) as seeds, pytest.raises(UnicodeEncodeError):
        write_together(seeds, {reports: "report_id\n", seeds / "landed" / "indicator_rows.csv": "\ud800"})
    assert reports.read_text(encoding="utf-8") == before
    assert list((project / "seeds").rglob(".change*")) == []


def test_one_folder_by_two_paths_has_one_lock(project, tmp_path, other_hands):
    (tmp_path / "link").symlink_to(project, target_is_directory=True)
    with (
        pytest.raises(CchcError, match=rf"process {other_hands.pid}, since"),
        seeds_lock(tmp_path / "link", longest_wait=0.1),
    ):
        pytest.fail("two had the lock")
    other_hands.kill()
    other_hands.wait()
    land(extraction(project, "945", 2021, "5"), root=tmp_path / "link")
    assert [row["report_id"] for row in read_seed(project / "seeds" / "landed" / "reports.csv")] == ["945-2021"]


def test_who_has_left_is_not_named(project):
    with seeds_lock(project) as seeds:
        assert f"process {os.getpid()}" in (seeds / ".landing.holder").read_text(encoding="utf-8")
    assert not (seeds / ".landing.holder").exists()


@pytest.fixture
def anyones_folder(project):
    """The project where another user of the machine can reach it, and may write in it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can try as another user")
    with tempfile.TemporaryDirectory() as folder:
        shared = Path(shutil.copytree(project, Path(folder) / "project"))
        (shared / "seeds" / ".landing.lock").unlink(missing_ok=True)
        for path in (Path(folder), shared, *shared.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o666)
        yield shared


def refusal_of(call, *arguments) -> str | None:
    """What a call in a process of its own is refused with; None where it is not."""
    ours, theirs = processes.Pipe()
    process = processes.Process(target=tell_refusal, args=(theirs, call, *arguments))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    return ours.recv()


def tell_refusal(pipe, call, *arguments) -> None:
    try:
        call(*arguments)
    except CchcError as error:
        pipe.send(str(error))
    else:
        pipe.send(None)


def land_as_another_user(root: Path, folder: Path) -> None:
    made = extraction(folder, "945", 2021, "5")
    os.setgroups([])
    os.setuid(65534)
    land(made, root=root)


def die_with_the_lock(root: Path) -> None:
    with seeds_lock(root):
        os.kill(os.getpid(), signal.SIGKILL)


def test_another_user_takes_the_lock_that_a_killed_process_left(anyones_folder):
    assert run_at_once((die_with_the_lock, anyones_folder)) == [-signal.SIGKILL]
    assert refusal_of(land_as_another_user, anyones_folder, anyones_folder) is None
    assert len(read_seed(anyones_folder / "seeds" / "landed" / "reports.csv")) == 1


@pytest.mark.parametrize("closed", ["seeds", "seeds/landed", "archive"])
def test_who_may_not_write_is_told_where(anyones_folder, closed):
    (anyones_folder / "archive").mkdir(mode=0o777)
    (anyones_folder / "archive").chmod(0o777)
    with seeds_lock(anyones_folder):
        pass
    (anyones_folder / closed).chmod(0o755)
    refusal = refusal_of(land_as_another_user, anyones_folder, anyones_folder)
    assert f"{anyones_folder / closed}" in refusal
    assert "Permission denied" in refusal
    (anyones_folder / closed).chmod(0o777)
    with seeds_lock(anyones_folder) as seeds:  # what was decided is finished; else nothing was changed
        landed = values_of(seeds)
    assert landed in ({}, {"945-2021": {("5", 1), ("5", ROWS), ("5", FIGURES)}})
    assert list(anyones_folder.rglob("*.new")) == []


def land_where_files_stay_small(root: Path, largest: int) -> None:
    made = extraction(root, "945", 2021, "5")
    sys.dont_write_bytecode = True  # else half a module is kept as the whole
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))  # as on a full disk, a write ends midway
    land(made, root=root)


@pytest.mark.skipif(resource is None, reason="this system bounds no file")
@pytest.mark.parametrize("largest", [0, 10, 1000])  # bytes: no word of who has the lock, no archive, no rows
def test_a_disk_that_takes_no_more_is_told_and_nothing_is_changed(project, largest):
    refusal = refusal_of(land_where_files_stay_small, project, largest)
    assert "File too large" in refusal
    assert refusal.endswith(("Nothing landed.", "Nothing was changed."))
    assert read_seed(project / "seeds" / "landed" / "reports.csv") == []
    assert [path for name in (".change*", "*.new") for path in project.rglob(name)] == []
    assert refusal_of(land_years, project, "945", "5", False) is None
