"""A command that fails leaves no file behind, and says why in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from cchc.cli import app
from cchc.errors import CchcError
from cchc.landing.recording import land_samples
from cchc.output_path import inert, refuse_output, write_csv, written_whole
from cchc.paths import ROOT
from cchc.reading.extraction import extract_all
from cchc.seeds.reading import read_seed
from cchc.workbooks.stable_zip import save_stably

from ..project_copy import run


@pytest.fixture(scope="module")
def document(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("document")
    made = CliRunner().invoke(app, ["sample", str(folder), "--units", "944", "--years", "2022"])
    assert made.exit_code == 0, made.output
    return folder / "sample_944-2022.txt"


def extract(*words: object):
    return CliRunner().invoke(app, ["extract", *map(str, words)])


def test_extract_writes_the_rows_whole(document, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("of last year", encoding="utf-8")
    assert extract(document, "-o", rows).exit_code == 0
    assert len(rows.read_text(encoding="utf-8").splitlines()) == 1 + 146
    assert list(tmp_path.iterdir()) == [rows]


def test_extract_that_reads_nothing_leaves_no_table(tmp_path):
    nothing = tmp_path / "nothing.txt"
    nothing.write_text("no report", encoding="utf-8")
    result = extract(nothing, "-o", tmp_path / "rows.csv")
    assert result.exit_code == 1
    assert "rows.csv is not written: no document could be read" in " ".join(result.output.split())
    assert list(tmp_path.iterdir()) == [nothing]


def test_extract_into_no_folder_says_so_before_it_reads(document, tmp_path, monkeypatch):
    monkeypatch.setattr("cchc.reading.many_files.read_many", lambda *_: pytest.fail("it read the documents"))
    result = extract(document, "-o", tmp_path / "none" / "rows.csv")
    assert result.exit_code == 1
    assert f"there is no folder {tmp_path / 'none'}" in " ".join(result.output.split())


def test_extract_on_a_full_disk_leaves_what_was_there(document, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("of last year", encoding="utf-8")
    limited = "import resource, sys; sys.dont_write_bytecode = True; "  # else half a module is kept as the whole
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); "
    limited += "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limited += f"from cchc.cli import app; app(['extract', {str(document)!r}, '-o', {str(rows)!r}])"
    result = run(ROOT, "python", "-c", limited)
    assert result.returncode == 1
    assert f"{rows} could not be written: File too large" in result.stderr
    assert "Traceback" not in result.stderr
    assert rows.read_text(encoding="utf-8") == "of last year"
    assert list(tmp_path.iterdir()) == [rows]


def test_extract_to_a_device_writes_to_it(document):
    result = run(ROOT, "cchc", "extract", str(document), "-o", "/dev/stdout")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("944-2022,2021,") == 146


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")
def test_a_device_that_takes_no_more_is_told_by_name(document):
    result = extract(document, "-o", "/dev/full")
    assert result.exit_code == 1
    assert "/dev/full could not be written: No space left on device" in result.stderr


def test_brackets_in_the_name_of_a_file_are_told_as_they_are(document, tmp_path):
    odd = tmp_path / "[" / "[b].txt"
    odd.parent.mkdir()
    odd.write_bytes(document.read_bytes())
    result = extract(odd, "-o", tmp_path / "[" / "b].csv")
    assert (result.exit_code, "[b]" in result.output) == (0, True)
    page = CliRunner().invoke(app, ["show", str(odd), "-o", str(tmp_path / "[" / "b].html")])
    assert f"{tmp_path}/[/b].html" in page.output


@pytest.mark.skipif(os.name == "nt", reason="names of files are always Unicode here")
def test_a_name_that_is_no_utf_8_is_told_and_lands_legible(document, tmp_path):
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xe1o.txt"))
    odd.write_bytes(document.read_bytes())
    limited = "import sys; sys.stdout.reconfigure(errors='strict'); sys.stderr.reconfigure(errors='strict')\n"
    limited += "from cchc.cli import app; app(['extract', *sys.argv[1:]])"
    result = run(ROOT, "python", "-c", limited, str(odd), str(document))
    assert (result.returncode, "2 reports read; 0 files failed" in result.stdout) == (0, True), result.stderr
    land_samples(extract_all(odd), root=tmp_path / "samples")
    (report,) = read_seed(tmp_path / "samples" / "seeds" / "landed" / "reports.csv")
    assert report["source_file"] == "sample_b�o.txt"


def test_a_workbook_that_cannot_be_written_leaves_the_former(tmp_path):
    place = tmp_path / "review.xlsx"
    place.write_bytes(b"filled in")

    def full(file):
        raise OSError(28, "No space left on device")

    with pytest.raises(CchcError, match="No space left on device"), written_whole(place) as draft:
        draft.write_bytes(b"half")
        full(draft)
    assert place.read_bytes() == b"filled in"
    save_stably(Workbook().save, place)
    assert place.read_bytes()[:2] == b"PK"
    assert list(tmp_path.iterdir()) == [place]


def test_a_link_goes_on_pointing_at_the_file(tmp_path):
    (tmp_path / "far").mkdir()
    link = tmp_path / "rows.csv"
    link.symlink_to("far/rows.csv")
    with written_whole(link) as draft:
        draft.write_text("rows", encoding="utf-8")
    assert (link.is_symlink(), (tmp_path / "far" / "rows.csv").read_text(encoding="utf-8")) == (True, "rows")


def test_an_output_is_refused_in_words(tmp_path):
    with pytest.raises(CchcError, match=r"ends in \.html"):
        refuse_output(tmp_path / "page.pdf", ".html", ".htm")
    with pytest.raises(CchcError, match="there is no folder"):
        refuse_output(tmp_path / "none" / "page.html", ".html")
    with pytest.raises(CchcError, match="is a folder"):
        refuse_output(tmp_path)


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "@SUM(1)", "-1+1", "- Số thủ tục", "\t=1"])
def test_a_text_that_a_spreadsheet_would_run_is_written_behind_an_apostrophe(tmp_path, text):
    assert inert(text) == f"'{text}"
    write_csv(tmp_path / "rows.csv", [{"raw_value": text, "value": None}], ("raw_value", "value"))
    assert read_seed(tmp_path / "rows.csv") == [{"raw_value": f"'{text}", "value": ""}]


@pytest.mark.parametrize("text", ["", "-", "-5", "+6.632", "82,23%", "32/33", "6632", "không", "a=b", " - ", None, 5])
def test_what_no_spreadsheet_runs_is_written_as_it_is(text):
    assert inert(text) == text
