"""What a format must say and where it must be told of, by name where it was forgotten."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import cchc.reading.formats
from cchc.paths import ROOT
from cchc.reading.formats.declaring import Format, format_of, formats

FORMATS = {declared.module: declared for declared in formats().values()}
FOLDER = Path(cchc.reading.formats.__file__).parent


@pytest.mark.parametrize("module", FORMATS)
def test_a_format_is_what_its_module_says_and_reads(module):
    loaded = import_module(f"cchc.reading.formats.{module}")
    own = FORMATS[module]
    assert Format(own.suffixes, own.by_name_alone, own.is_typed, own.sheets, own.has_pages) == loaded.FORMAT
    assert hasattr(loaded, "read") or hasattr(loaded, "read_parts")
    assert set(own.by_name_alone) <= set(own.suffixes)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in own.suffixes)


def test_a_module_that_reads_files_says_which():
    def reads(path: Path) -> bool:
        text = path.read_text(encoding="utf-8")
        return "\ndef read(path: Path)" in text or "\ndef read_parts(path: Path)" in text

    assert [path.stem for path in FOLDER.glob("[a-z]*.py") if reads(path) and path.stem not in FORMATS] == []


@pytest.mark.parametrize("suffix", formats())
def test_a_format_is_told_of_in_the_page_on_reading(suffix):
    assert f"`{suffix}`" in (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")


def test_rows_without_a_document_have_a_format_that_knows_nothing():
    assert format_of("rows") == Format(())
