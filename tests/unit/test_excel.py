"""Excel reports: every answered row right and sure whatever the layout; what is doubtful is never sure."""

from __future__ import annotations

import re
import time
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cchc.errors import CchcError
from cchc.reading.extraction import extract, extract_all
from cchc.reading.formats import read_document
from cchc.reading.formats.number_formats import shown_as

from .form_documents import APPENDIX, Answer, Layout, answers, expected, form_2021, found, store, write_docx, write_xlsx

LAYOUTS = {
    "plain": Layout(),
    "merged headings": Layout(two_row_heading=True, merged_sections=True, narrative=False),
    "numbers before labels": Layout(numbered_labels=True, columns=("label", "unit", "answer", "note")),
    "second sheet, aside": Layout(sheets_before=1, left_of_table=3),
    "no unit": Layout(columns=("stt", "label", "answer")),
    "answer first": Layout(columns=("answer", "label", "unit")),
    "other order, text": Layout(columns=("stt", "unit", "label", "note", "answer"), stored_as_text=True),
    "other words, general": Layout(general_format=True, headings={"answer": "Kết quả", "label": "Nội dung"}),
    "beside another table": Layout(decoy=True),
    "numbered columns": Layout(numbered_columns=True),
}


@pytest.mark.parametrize(("name", "seed"), [(name, seed) for seed, name in enumerate(LAYOUTS)])
def test_whatever_the_layout_every_answer_is_read_right_and_sure(tmp_path, name, seed):
    given = answers(seed, blanks=0.05 + 0.3 * (seed % 2))
    extraction = extract(write_xlsx(tmp_path / "report.xlsx", given, LAYOUTS[name]))
    assert found(extraction.rows) == expected(given)
    assert (extraction.heading.report_id, extraction.document.format) == ("943-2022", "xlsx")


def test_a_row_can_be_opened_at_its_sheet_and_row(tmp_path):
    path = write_xlsx(tmp_path / "report.xlsx", answers(3, blanks=0), Layout(sheets_before=2))
    sheet = openpyxl.load_workbook(path).worksheets[2]
    for row in extract(path).rows:
        assert row["page"] == "3"
        assert sheet.cell(int(row["line_from"]), 2).value == row["raw_label"]


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> tuple[Path, dict[str, int]]:
    """A report with every answer, and the sheet's row of each."""
    path = write_xlsx(tmp_path_factory.mktemp("plain") / "report.xlsx", answers(1, blanks=0))
    return path, {row["indicator_code"]: int(row["line_from"]) for row in extract(path).rows}


@pytest.fixture
def changed(plain, tmp_path):
    """Change the cells of some answers, save, and give what is read of them."""

    def read(change: dict[str, object], save=lambda path: None) -> dict[str, tuple[str, str, str, str]]:
        book = openpyxl.load_workbook(plain[0])
        for code, value in change.items():
            cell = book.active.cell(plain[1][code], 4)
            if callable(value):
                value(book.active, cell)
            elif isinstance(value, tuple):
                cell.value, cell.number_format = value
            else:
                cell.value = value
        path = tmp_path / "report.xlsx"
        book.save(path)
        save(path)
        read_again = found(extract(path).rows)
        return {code: read_again[code] for code in change}

    return read


NOTHING = ("", "", "", "unreadable")
STORED = {
    "count": [
        ((6632, "General"), ("6632", "", "0", "clear")),
        ((6632, "#,##0"), ("6632", "", "0", "clear")),
        ((6632.0, "0.00"), ("6632", "", "0", "clear")),
        ((6.632, "General"), ("6632", "", "0", "doubtful")),
        ((6.632, "0.000"), ("6632", "", "0", "doubtful")),
        (("6.632", "@"), ("6632", "", "0", "clear")),
        (("6.632", "General"), ("6632", "", "0", "clear")),
        ((5, "0%"), ("500", "", "0", "doubtful")),
        ((6632, "#,##0,"), ("6632", "", "0", "doubtful")),
        ((6632, ";;;"), ("6632", "", "0", "doubtful")),
        ((6632, '"1"0'), ("6632", "", "0", "doubtful")),
        ((-3, "General"), NOTHING),
        (("-", "General"), ("", "", "", "blank")),
        ((date(2021, 11, 11), "dd/mm/yyyy"), NOTHING),
        ((True, "General"), NOTHING),
        (("12\n345", "General"), ("12345", "", "0", "doubtful")),
        *((error, NOTHING) for error in ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!")),
    ],
    "percent": [
        ((144.4444, "0.00"), ("144.44", "", "2", "clear")),
        ((97.6, "General"), ("97.6", "", "1", "clear")),
        ((0.1 + 0.2, "General"), ("0.3", "", "1", "clear")),
        ((0.9765, "0.00%"), ("97.65", "", "2", "clear")),
        ((0.97655, "0.00%"), ("97.66", "", "2", "clear")),
        ((1, "0%"), ("100", "", "0", "clear")),
        ((100, '0.0"%"'), ("100.0", "", "1", "clear")),
        (("#REF!", "0%"), NOTHING),
    ],
    "ratio": [
        (("13/33", "General"), ("13", "33", "0", "clear")),
        ((13 / 33, "# ?/??"), NOTHING),
        ((date(2021, 11, 11), "d-mmm"), NOTHING),
    ],
}


def test_a_stored_value_is_read_by_its_unit_and_as_shown(changed):
    codes = {kind: iter([row for row in form_2021().answered if row.answer_type == kind]) for kind in STORED}
    cases = [(next(codes[kind]).indicator_code, *case) for kind, own in STORED.items() for case in own]
    read = changed({code: value for code, value, _ in cases})
    assert [(value, read[code]) for code, value, _ in cases] == [(value, reading) for _, value, reading in cases]


def test_a_formula_gives_the_value_it_was_saved_with_and_none_without(changed):
    def put_value(path: Path) -> None:
        rewrite(
            path, "xl/worksheets/sheet1.xml", r"(<f>2\+40</f>)<v\s*/>|(<f>2\+40</f>)<v></v>", r"<f>2+40</f><v>42</v>"
        )

    read = changed({"III.6.1": "=2+40", "III.6.2": "=5"}, save=put_value)
    assert read == {"III.6.1": ("42", "", "0", "clear"), "III.6.2": ("", "", "", "unreadable")}


def rewrite(path: Path, part: str, pattern: str, replacement: str) -> None:
    """Change the XML of one part of a package; it must change."""
    with zipfile.ZipFile(path) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for info, content in parts.items():
            if info.filename == part:
                text, times = re.subn(pattern, replacement, content.decode())
                assert times
                content = text.encode()
            package.writestr(info.filename, content)


def hide_row(sheet, cell) -> None:
    sheet.row_dimensions[cell.row].hidden = True


def hide_column(sheet, cell) -> None:
    sheet.column_dimensions[cell.column_letter].hidden = True


def merge_with_next(sheet, cell) -> None:
    sheet.merge_cells(start_row=cell.row, end_row=cell.row + 1, start_column=4, end_column=4)


def test_an_answer_that_nobody_sees_or_that_is_for_two_rows_is_doubtful(changed):
    given = expected(answers(1, blanks=0))
    for code, change in {"III.6.1": hide_row, "IV.5.1": merge_with_next}.items():
        assert changed({code: change})[code] == (given[code][0], "", "0", "doubtful")
    read = changed({"III.6.1": hide_column, "VI.3": (13, "0")})
    assert {status for *_, status in read.values()} == {"doubtful"}


def test_a_hidden_row_without_an_answer_is_blank(tmp_path):
    given = {**answers(1, blanks=0), "III.6.1": Answer()}
    path = write_xlsx(tmp_path / "report.xlsx", given)
    row = next(row for row in extract(path).rows if row["indicator_code"] == "III.6.1")
    book = openpyxl.load_workbook(path)
    hide_row(book.active, book.active.cell(int(row["line_from"]), 4))
    book.save(path)
    assert found(extract(path).rows) == expected(given)


def test_a_hidden_copy_is_not_read(tmp_path):
    given = answers(5)
    path = write_xlsx(tmp_path / "report.xlsx", given)
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.active).sheet_state = "hidden"
    book.save(path)
    assert found(extract(path).rows) == expected(given)
    book.worksheets[0].sheet_state, book.worksheets[1].sheet_state = "hidden", "visible"
    book.active = 1
    book.create_sheet("Ghi chú")
    book.save(path)
    assert found(extract(path).rows) == expected(given)


def test_a_report_only_on_a_hidden_sheet_is_never_sure(tmp_path):
    path = write_xlsx(tmp_path / "report.xlsx", answers(5))
    book = openpyxl.load_workbook(path)
    book.create_sheet("Ghi chú")
    book.active = 1
    book.worksheets[0].sheet_state = "hidden"
    book.save(path)
    assert {row["read_status"] for row in extract(path).rows} <= {"doubtful", "blank"}


def test_a_report_a_sheet_is_a_report_each(tmp_path):
    path = write_xlsx(tmp_path / "report.xlsx", answers(5, blanks=0))
    book = openpyxl.load_workbook(path)
    other = book.copy_worksheet(book.active)
    for cell in other["A"]:
        cell.value = re.sub("(?i)(huyện )?kế sách", "thị xã Ngã Năm", str(cell.value or ""))
    book.copy_worksheet(book.active).title = "Quý III"
    book.save(path)
    read = {one.heading.report_id: one.statuses for one in extract_all(path)}
    assert read == {report_id: {"clear": 146} for report_id in ("943-2022", "948-2022", "943-2022-Q3")}


def test_a_form_that_nobody_filled_in_stands_beside_the_report(tmp_path):
    given = answers(5)
    path = write_xlsx(tmp_path / "report.xlsx", given)
    blank = write_xlsx(tmp_path / "blank.xlsx", answers(5, blanks=1))
    book, template = openpyxl.load_workbook(path), openpyxl.load_workbook(blank)
    sheet = book.create_sheet("Mẫu", 0)
    for row in template.active.iter_rows():
        sheet.append([cell.value for cell in row])
    book.save(path)
    assert found(extract(path).rows) == expected(given)


def test_two_reports_in_one_workbook_are_refused(tmp_path):
    path = write_xlsx(tmp_path / "report.xlsx", answers(5))
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.active)
    book.save(path)
    with pytest.raises(CchcError, match="two reports"):
        extract(path)


def test_a_table_without_heading_is_refused(tmp_path):
    path = write_xlsx(tmp_path / "report.xlsx", answers(5), Layout(headings={"answer": "Kế hoạch năm 2023"}))
    with pytest.raises(CchcError, match="no heading"):
        extract(path)


def test_text_around_the_table_is_kept_in_order(tmp_path):
    document = read_document(write_xlsx(tmp_path / "report.xlsx", answers(5), Layout(narrative=False)))
    assert [line.text for line in document.lines] == [*APPENDIX, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


@pytest.mark.parametrize(
    ("number", "number_format", "text", "decimals", "doubtful"),
    [
        ("6632", "#,##0", "6632", 0, False),
        ("0.9765", "0.00%", "97.65%", 2, False),
        ("5", "0.##", "5", 0, False),
        ("5.5", "0.##", "5.5", 1, False),
        ("5.5", "0.0#", "5.5", 1, False),
        ("-5", "0;(0)", "-5", 0, False),
        ("33.3333333333333", "General", "33.33333333", 8, False),
        ("12", '0 "hồ sơ"', "12 hồ sơ", 0, False),
        ("12", "[$-42A]#,##0", "12", 0, False),
        ("12", "[>5]0;0.00", "12", 0, True),
        ("12", "0.00E+00", "12.00", 2, True),
        ("12", '"x"', "12", 0, True),
    ],
)
def test_a_number_is_shown_by_its_format(number, number_format, text, decimals, doubtful):
    cell = shown_as(Decimal(number), number_format)
    assert (cell.text, cell.decimals, bool(cell.doubt)) == (text, decimals, doubtful)


def test_what_is_no_workbook_is_refused_with_what_it_is(tmp_path):
    path = tmp_path / "report.xlsx"
    whole = write_xlsx(path, answers(1)).read_bytes()
    for content, message in [
        (whole[: len(whole) // 2], "cut or damaged"),
        (whole[: len(whole) - 30], "cut or damaged"),
        (b"", "empty"),
        (b"\0" * 2000, "empty"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "a PNG picture"),
        (b"MZ\x90\0" * 100, "something else"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "an old Office file"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "password"),
        (write_docx(tmp_path / "other.docx", answers(1)).read_bytes(), r"a Word document \(\.docx\)"),
    ]:
        path.write_bytes(content)
        with pytest.raises(CchcError, match=message) as raised:
            read_document(path)
        assert "report.xlsx" in str(raised.value)


def test_damaged_data_inside_a_whole_package_are_refused(tmp_path):
    path = write_xlsx(tmp_path / "report.xlsx", answers(1))
    rewrite(path, "xl/workbook.xml", "<sheets>", "<sheets")
    with pytest.raises(CchcError, match="damaged"):
        read_document(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = write_xlsx(tmp_path / "report.xlsx", answers(1))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/bomb.xml", "w") as part:
        for _ in range(100):
            part.write(b" " * 1_000_000)
    started = time.monotonic()
    with pytest.raises(CchcError, match="unpacks to 1"):
        read_document(path)
    assert time.monotonic() - started < 1


def test_one_stray_cell_far_away_does_not_cost_memory_or_time(tmp_path):
    given = answers(2)
    path = write_xlsx(tmp_path / "report.xlsx", given)
    book = openpyxl.load_workbook(path)
    book.active["XFD1048576"] = " "
    store(book.active["AZ900000"], Answer("7", Decimal(7), decimals=0))
    book.save(path)
    started = time.monotonic()
    assert found(extract(path).rows) == expected(given)
    assert time.monotonic() - started < 10


def test_nothing_in_a_workbook_is_said(tmp_path):
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(CchcError, match="no text"):
        read_document(tmp_path / "empty.xlsx")
