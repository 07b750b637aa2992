"""Files of old and open kinds: read by way of LibreOffice where it is installed, else told what to install."""

from __future__ import annotations

import shutil
import subprocess

import docx
import pytest

from cchc.errors import CchcError
from cchc.reading.extraction import extract
from cchc.reading.formats import converted, read_document

from .form_documents import answers, expected, found, write_docx, write_xlsx

GIVEN = answers(3)
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def by_office(path, kind, folder):
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(folder / "old"), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / f"old/report.{kind}"


@needs_office
@pytest.mark.parametrize("kind", ["doc", "odt", "fodt", "rtf", "xls", "ods", "fods"])
def test_a_report_of_another_kind_is_read_as_it_stands(tmp_path, kind):
    write, usual = (write_xlsx, "xlsx") if kind in ("xls", "ods", "fods") else (write_docx, "docx")
    path = by_office(write(tmp_path / f"report.{usual}", GIVEN), kind, tmp_path)
    extraction = extract(path)
    assert found(extraction.rows) == expected(GIVEN)
    assert (extraction.document.path, extraction.document.format) == (path, kind)


@needs_office
def test_what_is_raised_in_an_old_file_stays_a_mark(tmp_path):
    path = write_docx(tmp_path / "report.docx", GIVEN)
    document = docx.Document(path)
    cell = document.tables[-1].cell(2, 3)
    cell.text = "1"
    cell.paragraphs[0].add_run("2").font.superscript = True
    document.save(path)
    row = next(row for row in extract(by_office(path, "doc", tmp_path)).rows if row["indicator_code"] == "I.1")
    assert (row["value"], row["read_status"], row["raw_value"]) == ("1", "clear", "1²")


@needs_office
def test_what_libreoffice_cannot_read_is_said(tmp_path):
    path = tmp_path / "report.xls"
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 4000)
    with pytest.raises(CchcError, match=r"report\.xls: ") as raised:
        extract(path)
    assert "/in/" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "package", "kind"),
    [
        ("old.xls", "libreoffice-calc-nogui", r"\.xlsx"),
        ("old.doc", "libreoffice-writer-nogui", r"\.docx"),
        ("OLD.DOC", "libreoffice-writer-nogui", r"\.docx"),
        ("open.ods", "libreoffice-calc-nogui", r"\.xlsx"),
    ],
)
def test_without_libreoffice_the_package_and_the_other_way_are_named(tmp_path, monkeypatch, name, package, kind):
    monkeypatch.setattr(converted, "_office", lambda: None)
    (tmp_path / name).write_bytes(b"old")
    with pytest.raises(CchcError, match=rf"apt-get install {package}.*save it as {kind}"):
        read_document(tmp_path / name)


def test_a_new_file_under_an_old_name_needs_no_libreoffice(tmp_path, monkeypatch):
    monkeypatch.setattr(converted, "_office", lambda: None)
    for write, usual, old in ((write_docx, "docx", "doc"), (write_xlsx, "xlsx", "xls")):
        path = write(tmp_path / f"report.{usual}", GIVEN).rename(tmp_path / f"report.{old}")
        assert found(extract(path).rows) == expected(GIVEN)


def test_a_password_is_told(tmp_path):
    path = tmp_path / "report.xls"
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(CchcError, match="password"):
        read_document(path)
