"""What a file may take and hold: small files under lowered limits, each refused with the limit's name and the mend."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from cchc.errors import CchcError
from cchc.reading.formats import read_parts
from cchc.reading.limits import CELLS, CHARACTERS, LINES, MEGABYTES, PAGES, SECONDS, SECONDS_A_PAGE, Limit
from cchc.reading.within_limits import allow_scanned_pages, within_limits

from .form_documents import answers, write_docx, write_xlsx

GIVEN = answers(3)
WORDS = "Tổng số hồ sơ tiếp nhận trong kỳ báo cáo của huyện"


def long_line(path: Path) -> Path:
    path.write_text(f"{WORDS} " * 50, encoding="utf-8")
    return path


def many_lines(path: Path) -> Path:
    path.write_text(f"{WORDS}\n" * 50, encoding="utf-8")
    return path


def small_pages(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=(60, 40))
    for _ in range(4):
        canvas.drawString(2, 20, "7")
        canvas.showPage()
    canvas.save()
    return path


FILES = [
    (CHARACTERS, 2_000, "long.txt", long_line),
    (LINES, 20, "many.txt", many_lines),
    (LINES, 5, "report.docx", lambda path: write_docx(path, GIVEN)),
    (CELLS, 100, "report.xlsx", lambda path: write_xlsx(path, GIVEN)),
    (CELLS, 100, "report.docx", lambda path: write_docx(path, GIVEN)),
    (PAGES, 3, "small.pdf", small_pages),
]


@pytest.mark.parametrize(("limit", "most", "name", "write"), FILES, ids=lambda one: getattr(one, "variable", None))
def test_a_file_that_holds_more_is_refused_with_the_limit_and_what_to_do(
    tmp_path, monkeypatch, limit, most, name, write
):
    path = write(tmp_path / name)
    monkeypatch.setenv(limit.variable, str(most))
    with pytest.raises(CchcError) as refused:
        read_parts(path)
    words = str(refused.value)
    assert words.startswith(f"{path}: ") and f"{limit.what}; a file of its kind has at most {most:,}" in words
    found = words.rpartition(f"{limit.variable}=")[2].rstrip(".")
    assert int(found) > most
    monkeypatch.setenv(limit.variable, found)  # as it is told
    if limit is not PAGES:
        assert read_parts(path)


@pytest.mark.parametrize("given", ["soon", "0", "-3", "nan", "inf"])
@pytest.mark.parametrize("limit", [SECONDS, SECONDS_A_PAGE, MEGABYTES, PAGES, LINES, CELLS, CHARACTERS])
def test_a_limit_that_is_no_number_is_refused(monkeypatch, limit: Limit, given):
    monkeypatch.setenv(limit.variable, given)
    with pytest.raises(CchcError, match=f"{limit.variable}: '{given}' is no number of {limit.what}"):
        _ = limit.most


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a work begins with nothing loaded")
def test_work_begins_where_its_program_has_more_than_the_limit_already(tmp_path, monkeypatch):
    mine = bytearray(200_000_000)
    monkeypatch.setenv(MEGABYTES.variable, "100")
    assert within_limits(tmp_path / "small.txt", len, "three") == len("three")
    with pytest.raises(CchcError, match="MB of memory"):
        within_limits(tmp_path / "large.txt", bytearray, len(mine))


def work(seconds: float, scanned_pages: int) -> str:
    allow_scanned_pages(scanned_pages)
    while time.process_time() < seconds:
        pass
    return "done"


def test_scanned_pages_have_time_of_their_own(monkeypatch):
    monkeypatch.setenv(SECONDS.variable, "0.1")
    monkeypatch.setenv(SECONDS_A_PAGE.variable, "2")
    assert within_limits(Path("scan.pdf"), work, 0.5, 2) == "done"
    with pytest.raises(CchcError, match=r"scan\.pdf: reading it takes more than 0\.1 seconds of the processor"):
        within_limits(Path("scan.pdf"), work, 5, 0)


def grow_in_one_step(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


@pytest.mark.skipif(sys.platform != "linux", reason="this system bounds no memory")
def test_memory_is_bounded_by_the_system_also_where_it_is_asked_for_at_once(monkeypatch):
    monkeypatch.setenv(MEGABYTES.variable, "300")
    assert within_limits(Path("a.txt"), grow_in_one_step, 10) == 10_000_000
    with pytest.raises(
        CchcError, match=r"a\.txt: reading it takes more than 300 MB of memory.*CCHC_MEGABYTES_A_FILE=600"
    ):
        within_limits(Path("a.txt"), grow_in_one_step, 1_000)
