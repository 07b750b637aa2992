"""Every page's links lead somewhere."""

import re
from pathlib import Path

import pytest

from cchc.paths import ROOT

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
PLACE = re.compile(r"`((?:scripts|seeds|models|tests|docs|bench|macros|bi|profiles)/[\w./-]+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_named_files_exist(page: Path):
    text = page.read_text(encoding="utf-8")
    named = [page.parent / link for link in LINK.findall(text)] + [ROOT / place for place in PLACE.findall(text)]
    assert not [str(path) for path in named if not path.exists()]
