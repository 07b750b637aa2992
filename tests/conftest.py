"""What the tests share: where the real report lies, and a project folder of their own."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from typer.testing import CliRunner

from cchc.cli import app
from cchc.language import ENGLISH, speak
from cchc.paths import ROOT
from cchc.reading.extraction import Extraction, extract

from .end_to_end.sample_province import write_province
from .loaded_programs import PLACE
from .project_copy import copy_parsed, loaded_programs, parse_project, run

settings.register_profile("cchc", deadline=None)  # a slow machine is no failure; timings belong in bench/
settings.load_profile("cchc")

speak(ENGLISH)  # whatever the language of the one who tests

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as of what a shell runs in the background, and all it starts
    signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = {"refreshed_project", "sample_province"}  # fixtures that are a whole build, made once
REPORT_NAME = "cu_lao_dung_2021.txt"
CHROMIUM = "chromium-headless-shell", "chromium", "chromium-browser"


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a test waits for a browser, a cluster, or another's build."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return len(cores) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Who tests side by side has one server of programs, which the process that starts them keeps."""
    if getattr(config.option, "dist", "no") != "no" and not hasattr(config, "workerinput"):
        os.environ[PLACE] = loaded_programs()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole builds first, for a file of one test may be the longest; and of the files that share a build only one among
    them: while it makes what they share, others make their own."""
    sharing = list(dict.fromkeys(item.path for item in items if SHARED & set(getattr(item, "fixturenames", ()))))

    def turn(item: pytest.Item) -> int:
        if item.path.parent.name != "end_to_end":
            return 2
        return int(item.path in sharing[1:])

    items.sort(key=turn)


@pytest.fixture(scope="session")
def real_report() -> Path:
    """The real report's text, which the repository does not hold."""
    return beside_the_project(REPORT_NAME)


def beside_the_project(name: str) -> Path:
    """A real report; the test is skipped where there is none, and fails in CI."""
    path = ROOT.parent / "shared" / "reports" / name
    if not path.is_file():
        reason = f"{name} is not beside the project, and the repository does not hold the report's text"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium without a window, driven by Playwright; of two the one that can have none, which does half
    the work."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        reason = f"chromium is not installed: apt-get install {CHROMIUM[0]}"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", *quiet])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def scanned_sample(once) -> tuple[Path, Extraction]:
    """The folder of a sample scan at 200 dpi and its truth, and what was read of it: once, for it takes a while."""
    if shutil.which("tesseract") is None:
        reason = "tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-vie"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)

    def read(folder: Path) -> None:
        order = ["sample", str(folder), "--seed", "21", "--units", "944", "--years", "2023", "--format", "scan"]
        made = CliRunner().invoke(app, order)
        assert made.exit_code == 0, made.output
        (scan,) = folder.glob("*scan*.pdf")
        (folder / "read.pickle").write_bytes(pickle.dumps(extract(scan)))

    folder = once("scanned", read)
    return folder, pickle.loads((folder / "read.pickle").read_bytes())


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """Makes a folder by its name, once for all processes that run the tests side by side."""
    mine = tmp_path_factory.getbasetemp()
    shared = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine

    def make(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                fill(folder)
                done.touch()
        return folder

    return make


@pytest.fixture(scope="session")
def new_project(once) -> Callable[[Path], Path]:
    """Copies the project to a folder that is not there yet, as `copy_project` does, but read by dbt already."""

    def copy(target: Path) -> Path:
        return copy_parsed(once("parsed", parse_project), target)

    return copy


@pytest.fixture(scope="session")
def refreshed_project(once, new_project) -> Path:
    """A copy of the project after its yearly refresh. Only read it: copy it to change anything."""

    def refresh(root: Path) -> None:
        built = run(new_project(root), "dbt", "build")
        assert built.returncode == 0, built.stdout[-3000:]

    return once("refreshed", refresh)


@pytest.fixture(scope="session")
def sample_province(once, new_project) -> Path:
    """A copy of the project with the warehouse of `write_province` in samples/: 11 made-up districts over 8 years, some
    of their reports held, lost or badly read. Only read it."""

    def build_samples(root: Path) -> None:
        new_project(root)
        write_province(root / "samples")
        built = run(root, "dbt", "build", "--target", "samples", "--target-path", "target/samples")
        assert built.returncode == 0, built.stdout[-3000:]

    return once("province", build_samples)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with the reference seeds, nothing landed and nothing decided."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "seeds", root / "seeds")
    for seed in [*(root / "seeds" / "landed").glob("*.csv"), *(root / "seeds" / "decisions").glob("*.csv")]:
        seed.write_text(seed.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return root


def pytest_collection_finish() -> None:
    """What was collected stays as long as the tests: it is not searched for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """DuckDB tells of each object of its own that is still held when Python ends."""
    gc.unfreeze()
