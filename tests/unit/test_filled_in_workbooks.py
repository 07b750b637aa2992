"""Workbooks that come back are opened within the limits of every file, and refused with the limit's name."""

from __future__ import annotations

import os
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cchc.deciding.answers import read_answers
from cchc.errors import CchcError
from cchc.learning.draft_reading import read_draft
from cchc.paths import REFERENCE_SEEDS
from cchc.reading import within_limits
from cchc.reading.limits import CELLS, MEGABYTES, SECONDS
from cchc.suggesting.accepting import accept
from cchc.workbooks.filled_in import held_rows, open_filled, text_of

READERS = {
    "decide": lambda path: read_answers(path, date(2026, 11, 30)),
    "accept-rules": accept,
    "adopt-form": lambda path: read_draft(path, REFERENCE_SEEDS),
}


def book(path: Path, rows: int = 60, text: str = "hồ sơ") -> Path:
    workbook = openpyxl.Workbook()
    for at in range(rows):
        workbook.active.append([at, f"{text} {at}", f"=A{at + 1}"])
    workbook.save(path)
    return path


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    ("limit", "most", "told"),
    [
        (CELLS, "100", "180 cells; a file of its kind has at most 100"),
        (SECONDS, "0.001", "reading it takes more than 0.001 seconds of the processor"),
        (MEGABYTES, "1", "reading it takes more than 1 MB of memory"),
    ],
    ids=lambda one: getattr(one, "variable", ""),
)
def test_a_workbook_that_exceeds_a_limit_is_refused_with_its_name(tmp_path, monkeypatch, read, limit, most, told):
    text = "hồ sơ " * 500 if limit is MEGABYTES else "hồ sơ"
    path = book(tmp_path / "filled.xlsx", 2_000 if limit is not CELLS else 60, text)
    monkeypatch.setenv(limit.variable, most)
    monkeypatch.setattr(within_limits, "_LOOK_EVERY", 0.001)
    with pytest.raises(CchcError) as refused:
        read(path)
    assert str(refused.value).startswith(f"{path}: {told}")
    assert f"allow more: {limit.variable}=" in str(refused.value)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_workbook_that_unpacks_to_more_than_any_is_refused_unopened(tmp_path, read):
    path = book(tmp_path / "filled.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet9.xml", b" " * 41_000_000)
    with pytest.raises(CchcError, match=r"filled\.xlsx: unpacks to 41 MB"):
        read(path)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "no such file"),
        (b"", "empty, not an Excel workbook"),
        (b"%PDF-1.7", "a PDF file, not an Excel workbook"),
        (b"PK\x03\x04 cut off", "the file is cut or damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_it_is(tmp_path, read, content, told):
    path = tmp_path / "filled.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CchcError, match=rf"filled\.xlsx: .*{told}"):
        read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_what_is_no_file_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setenv(SECONDS.variable, "1")
    for path in (tmp_path / "pipe.xlsx", tmp_path):
        if path != tmp_path:
            os.mkfifo(path)
        with pytest.raises(CchcError, match=f"{path}: no such file"):
            open_filled(path)


def test_a_stray_cell_in_the_farthest_corner_costs_nothing(tmp_path):
    path = tmp_path / "filled.xlsx"
    workbook = openpyxl.load_workbook(book(path))
    workbook.active.cell(1_048_576, 16_384).value = "x"
    workbook.save(path)
    sheet = open_filled(path).worksheets[0]
    assert held_rows(sheet) == [*range(1, 61), 1_048_576] and held_rows(sheet, 60) == [60, 1_048_576]
    with pytest.raises(CchcError, match="no sheet of it was written by `cchc review`"):
        read_answers(path, date(2026, 11, 30))


def test_cells_come_back_as_they_were_saved(tmp_path):
    path = tmp_path / "filled.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Quyết định"
    for column, value in enumerate([6632, 98.5, "=1+1", "trang 9", date(2026, 11, 30), None, True], start=1):
        sheet.cell(2, column).value = value
    sheet.cell(2, 4).number_format = "@"
    sheet.cell(2, 8).value, sheet.cell(2, 8).data_type = "=no formula", "s"
    workbook.save(path)
    (read,) = open_filled(path).worksheets
    assert read.title == "Quyết định"
    assert [text_of(read.cell(2, at)) for at in range(1, 9)] == [
        "6632", "98.5", "=1+1", "trang 9", "30/11/2026", "", "True", "=no formula"
    ]  # fmt: skip
    assert [read.cell(2, at).data_type for at in (1, 3, 4)] == ["n", "f", "s"]
    assert read.cell(2, 4).number_format == "@"
