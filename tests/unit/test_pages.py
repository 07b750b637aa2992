"""Every page's links lead somewhere, and the files and modules that it names are there."""

import re
from pathlib import Path

import pytest

from cchc.paths import ROOT

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
PLACE = re.compile(r"`((?:scripts|seeds|models|tests|docs|bench|macros|bi|profiles)/[\w./-]+)`")
MODULE = re.compile(r"`(cchc(?:\.[a-z_]+)+)`")
FILES = {"cchc.duckdb", "cchc.xlsx"}  # of a release


def by_path(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=by_path)
def test_links_and_named_files_exist(page: Path):
    text = page.read_text(encoding="utf-8")
    named = [page.parent / link for link in LINK.findall(text)] + [ROOT / place for place in PLACE.findall(text)]
    assert not [str(path) for path in named if not path.exists()]


@pytest.mark.parametrize("page", PAGES, ids=by_path)
def test_named_modules_exist(page: Path):
    named = set(MODULE.findall(page.read_text(encoding="utf-8"))) - FILES
    assert not sorted(name for name in named if not is_there(name))


def is_there(name: str) -> bool:
    """Whether a dotted name is a module, a room, or something that a module or a room has."""
    path = ROOT / "scripts" / Path(*name.split("."))
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    holder = path.parent / "__init__.py" if path.parent.is_dir() else path.parent.with_suffix(".py")
    return holder.is_file() and re.search(rf"\b{path.name}\b", holder.read_text(encoding="utf-8")) is not None
