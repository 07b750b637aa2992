"""Seeds that people saved from a spreadsheet: read as they are, or refused with file, line and mend."""

from __future__ import annotations

import re
import unicodedata

import pytest

from cchc.errors import CchcError
from cchc.seeds.reading import read_seed

from ..project_copy import run

HEADER = "report_id,reason\n"
ROW = "945-2021,tổng sai\n"
READ = [{"report_id": "945-2021", "reason": "tổng sai"}]
NOT_UTF8 = {
    "windows": (HEADER + ROW).encode() + 'a,"dòng\nmới"\n'.encode() + b"945-2022,t\xd4ng\n",
    "utf16": (HEADER + ROW).encode("utf-16"),
}
MIXED = b'report_id,reason\r\na,"two\nlines ""so"""\r\nb,c\nd,e\r\n'
LINES = {"windows": "line 5: not UTF-8 (no letter: 945-2022,t", "utf16": "line 1: not UTF-8 (UTF-16)"}


@pytest.mark.parametrize(
    "content",
    [
        HEADER + ROW,
        "\ufeff" + HEADER + ROW,
        (HEADER + ROW).replace("\n", "\r\n"),
        '"report_id","reason"\n"945-2021","tổng sai"\n\n',
        unicodedata.normalize("NFD", HEADER + ROW),  # letters and their marks apart
        "reason,report_id\ntổng sai,945-2021",
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path, content):
    path = tmp_path / "held.csv"
    path.write_bytes(content.encode())
    assert read_seed(path) == READ


@pytest.mark.parametrize("content", ["", HEADER, HEADER.strip()])
def test_a_seed_without_rows_has_none(tmp_path, content):
    path = tmp_path / "held.csv"
    path.write_text(content, encoding="utf-8")
    assert read_seed(path) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEADER + 'a,"b\nc"\n945-2021\n', "line 4: 1 cells; the first line names 2 columns. The row begins: 945-2021"),
        (HEADER + ROW.strip() + ",x\n", "line 2: 3 cells"),
        (HEADER + ROW + ",\n", "line 3: all its cells are empty"),
        ((HEADER + ROW).replace(",", ";"), "line 1: its cells are parted by semicolons"),
        *((content, LINES[name]) for name, content in NOT_UTF8.items()),
    ],
)
def test_a_bad_seed_is_refused_with_file_and_line(tmp_path, content, words):
    path = tmp_path / "held.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CchcError, match=re.escape(f"{path}, {words}")):
        read_seed(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [*((content, LINES[name]) for name, content in NOT_UTF8.items()), (MIXED, "line 4: it ends in another way")],
    ids=[*NOT_UTF8, "mixed line ends"],
)
def test_dbt_too_names_a_seed_that_it_cannot_read(tmp_path, content, words):
    """dbt reads it before any of the project runs, and says only at which byte."""
    (tmp_path / "dbt_project.yml").write_text("{name: odd, profile: odd, seed-paths: [given]}", encoding="utf-8")
    (tmp_path / "profiles.yml").write_text("odd: {target: t, outputs: {t: {type: duckdb}}}", encoding="utf-8")
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "held.csv").write_bytes(content)
    (tmp_path / "elsewhere.csv").write_bytes(content)
    done = run(tmp_path, "dbt", "parse")
    assert done.returncode != 0
    assert f"given/held.csv, {words}" in done.stdout
    assert "Open the file in" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("report_id,reason,reason\n945-2021,one,other\n", "line 1: reason stands there twice"),
        ('report_id,reason\n945-2021,"66"32\n', "line 2: quotation marks that do not match"),
        ('report_id,reason\n945-2021,"66\n', "quotation marks that do not match"),
    ],
)
def test_what_two_programs_would_read_in_two_ways_is_refused(tmp_path, content, told):
    """DuckDB builds what Python checks: neither may choose."""
    path = tmp_path / "held.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CchcError, match=re.escape(f"{path}, ") + f".*{told}"):
        read_seed(path)
