"""What holds for the project's files as a whole: lint, the lock, text, and a description beside every table."""

import csv
import re
import subprocess
import sys
import unicodedata
from functools import cache
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cchc.paths import ROOT

from ..yml_files import told_in

SQL_FOLDERS = ("models", "tests/dbt", "analyses")
NOT_OURS = {
    ".git",
    ".venv",
    ".venv-bi",
    ".venv-spark",
    ".venv-sqlmesh",
    ".bi",
    "archive",
    "logs",
    "releases",
    "samples",
    "target",
    "warehouse",
}  # where git cannot tell
GRAIN = re.compile(r"One row( per | for (each|every) |: )")
PINNED = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


def run(*command: str) -> None:
    """Run a Python tool in the root; its report is the failure."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


@cache
def project_files() -> list[Path]:
    """The files that are or would be tracked; without git, all but what the project makes itself."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    else:
        paths = (path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts))
    return sorted(path for path in paths if path.is_file())


def files_under(folder: str, *suffixes: str) -> list[Path]:
    return [path for path in project_files() if path.is_relative_to(ROOT / folder) and path.suffix in suffixes]


def described(path: Path, kind: str) -> dict:
    """The one entry of `kind` (models, seeds) in the .yml beside `path`, which bears its name."""
    beside = path.with_suffix(".yml")
    assert beside.exists(), f"{path.relative_to(ROOT)} has no {beside.name} beside it"
    (entry,) = told_in(beside)[kind]
    assert entry["name"] == path.stem
    return entry


def columns_of(entry: dict) -> dict[str, str]:
    return {column["name"]: column.get("description", "").strip() for column in entry.get("columns", [])}


def by_path(path: Path) -> str:
    return str(path.relative_to(ROOT))


def locked() -> dict[str, str]:
    """Requirement → its lines in the lock, continued ones joined."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = {line: PINNED.match(line) for line in lines}
    assert all(found.values()), [line for line, match in found.items() if not match]
    return {canonicalize_name(match["name"]): line for line, match in found.items() if match}


def needed(requirement: Requirement, seen: set[tuple[str, str]]) -> set[str]:
    """The names that a requirement brings with it here, its own included, extras followed."""
    names = {canonicalize_name(requirement.name)}
    for extra in ("", *requirement.extras):
        if (requirement.name, extra) in seen:
            continue
        seen.add((requirement.name, extra))
        for line in requires(requirement.name) or []:
            further = Requirement(line)
            if not further.marker or further.marker.evaluate({"extra": extra}):
                names |= needed(further, seen)
    return names


def test_python_is_lint_clean() -> None:
    run("ruff", "check", ".")


def test_types_are_right() -> None:
    run("ty", "check", "--python", sys.prefix, "--output-format", "concise")


def test_python_is_formatted() -> None:
    run("ruff", "format", "--check", ".")


def test_sql_is_lint_clean() -> None:
    folders = [folder for folder in SQL_FOLDERS if files_under(folder, ".sql")]
    run("sqlfluff", "lint", "--nocolor", "--disable-progress-bar", *folders)  # in one process: a second one costs more


def test_the_lock_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|\bwww\.|\.(com|org|net|io)\b", text)


def test_the_lock_pins_everything_by_hash() -> None:
    without = [name for name, line in locked().items() if not HASH.search(line)]
    assert without == []


def test_the_lock_is_complete() -> None:
    ours = needed(Requirement("cchc[dev]"), set()) - {"cchc"}
    assert ours - set(locked()) == set()


def test_text_is_composed_utf8_with_plain_line_ends() -> None:
    for path in project_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        text = content.decode("utf-8")
        assert "\r" not in text, f"{by_path(path)} has carriage returns"
        assert unicodedata.is_normalized("NFC", text), f"{by_path(path)} is not in Unicode NFC"


@pytest.mark.parametrize("path", files_under("models", ".sql", ".py"), ids=by_path)
def test_a_model_is_described_beside_it(path: Path) -> None:
    entry = described(path, "models")
    assert GRAIN.match(entry["description"]), "the first sentence says what one row is"
    undescribed = [name for name, description in columns_of(entry).items() if not description]
    assert undescribed == []


@pytest.mark.parametrize("path", files_under("models/marts", ".sql", ".py"), ids=by_path)
def test_a_mart_describes_and_types_its_columns(path: Path) -> None:
    columns = described(path, "models").get("columns", [])
    assert columns
    assert [column["name"] for column in columns if not column.get("data_type")] == []


@pytest.mark.parametrize("path", files_under("seeds", ".csv"), ids=by_path)
def test_a_seed_types_and_describes_its_columns(path: Path) -> None:
    entry = described(path, "seeds")
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert list(entry["config"]["column_types"]) == header
    assert list(columns_of(entry)) == header
    assert entry["description"].strip() and all(columns_of(entry).values())


def test_no_description_is_left_without_its_table() -> None:
    for path in [*files_under("models", ".yml"), *files_under("seeds", ".yml")]:
        if not {"models", "seeds"} & set(told_in(path)):
            continue  # groups and exposures are of no one table
        beside = [path.with_suffix(suffix) for suffix in (".sql", ".py", ".csv")]
        assert any(other.exists() for other in beside), f"{by_path(path)} describes nothing beside it"
