"""Every case of every format, from one document a format."""

from __future__ import annotations

import csv
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import pytest
from tests.cases import excel_cases, pdf_cases, text_cases, word_cases
from tests.cases.expectation import Case, check, placed
from tests.unit.form_documents import (
    APPENDIX,
    HEADINGS,
    TOP,
    Layout,
    answers,
    form_2021,
    table_rows,
    write_docx,
    write_xlsx,
)

from cchc.reading.extraction import extract
from cchc.reference.doubt_words import doubt_words

_SHEET = (
    ".struck, .gone {text-decoration: line-through} .white {color: #fff} .outer b {display: none} "
    ".more::after {content: '5'}"
)
GIVEN = answers(1, blanks=0)


def _word(path: Path, cases: dict[str, Case]) -> None:
    write_docx(path, GIVEN)
    document = docx.Document(path)
    table = next(table for table in document.tables if len(table.columns) == 5)
    rows = {row.indicator_code: at for at, row in enumerate(form_2021().rows, start=1)}
    cells = table._cells  # before any is moved
    for code, case in cases.items():
        cell = cells[rows[code] * 5 + 3]
        cell.text = ""
        case.change(document, cell)
    document.save(path)


def _excel(path: Path, cases: dict[str, Case]) -> None:
    write_xlsx(path, GIVEN)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    first = next(row[0].row for row in sheet.iter_rows() if row[1].value == HEADINGS["label"])
    for at, row in enumerate(form_2021().rows, start=first + 1):
        if row.indicator_code in cases:
            cell = sheet.cell(at, 4)
            cell.number_format = "General"
            cases[row.indicator_code].change(sheet, cell)
    book.save(path)
    excel_cases.store_values(path)


def _rows(cases: dict[str, Case]) -> list[list[str]]:
    rows = [[HEADINGS[name] for name in Layout().columns]]
    for row, cells in table_rows(GIVEN, Layout()):
        answer = cases[row.indicator_code].change if row.indicator_code in cases else cells["answer"]
        rows.append([cells["stt"], cells["label"], cells["unit"], answer, cells["note"]])
    return rows


def _html(path: Path, cases: dict[str, Case]) -> None:
    rows = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in _rows(cases))
    head = f"<html><head><meta charset='utf-8'><style>{_SHEET}</style></head><body>"
    words = "".join(f"<p>{line}</p>" for line in (*TOP, *APPENDIX))
    path.write_text(f"{head}{words}<table>{rows}</table></body></html>", encoding="utf-8")


def _bound(path: Path, cases: dict[str, Case]) -> None:
    """The page of `_html` as Word saves it, in one file."""
    _html(path, cases)
    letter = MIMEMultipart("related")
    letter.attach(MIMEText(path.read_text(encoding="utf-8"), "html", "utf-8"))
    path.write_bytes(letter.as_bytes())


def _markdown(path: Path, cases: dict[str, Case]) -> None:
    rows = [f"| {' | '.join(row)} |" for row in _rows(cases)]
    rows.insert(1, "| --- | --- | --- | ---: | --- |")
    path.write_text("\n\n".join((*TOP, *APPENDIX)) + "\n\n" + "\n".join(rows) + "\n", encoding="utf-8")


def _csv(path: Path, cases: dict[str, Case]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([[line] for line in (*TOP, *APPENDIX)] + _rows(cases))


FORMATS = {
    "docx": (_word, word_cases.CASES),
    "xlsx": (_excel, excel_cases.CASES),
    "pdf": (lambda path, cases: pdf_cases.write(path, GIVEN, cases), pdf_cases.CASES),
    "html": (_html, text_cases.HTML),
    "mht": (_bound, text_cases.HTML[:3]),
    "md": (_markdown, text_cases.MARKDOWN),
    "csv": (_csv, text_cases.CSV),
    "txt": (_csv, text_cases.CSV),
}


@cache
def _read(kind: str) -> dict[str, tuple[Case, dict[str, str]]]:
    """By the case's name, the case and the row that was read of it."""
    write, cases = FORMATS[kind]
    by_code = placed(cases)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{kind}"
        write(path, by_code)
        read = extract(path)
    assert all(doubt_words(place.doubt)[0] for place in read.places if place.doubt)
    rows = {row["indicator_code"]: row for row in read.rows}
    return {case.name: (case, rows[code]) for code, case in by_code.items()}


@pytest.mark.parametrize(("kind", "name"), [(kind, case.name) for kind, (_, own) in FORMATS.items() for case in own])
def test_case(kind, name):
    check(*_read(kind)[name])
