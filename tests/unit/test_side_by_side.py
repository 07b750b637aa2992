"""The province's workbook: each column (or row) a district lands as a report of its own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from cchc.cli import app
from cchc.errors import CchcError
from cchc.reading.extraction import Extraction, extract, extract_all
from cchc.reading.table.units_side_by_side import _TOTAL
from cchc.sample import render_province
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate
from cchc.sample.layout import lay_out


@pytest.fixture(scope="module")
def reports() -> list[SampleReport]:
    return [generate(unit, 2022, 31) for unit in units_for(2022, (), "94")]


def compare(read: Extraction, meant: SampleReport) -> tuple[int, list[str]]:
    """How many answered rows are right and stood by, and the codes of those wrong although clear."""
    right, wrong = 0, []
    for row, form_row in zip(read.rows, meant.form.answered, strict=True):
        figure = meant.answers[form_row.concept]
        shown = tuple(None if text == "" else Decimal(text) for text in (row["value"], row["base_value"]))
        is_right = shown == (figure.value, figure.base)
        right += is_right and row["read_status"] in ("clear", "blank")
        if row["read_status"] == "clear" and not is_right:
            wrong.append(row["indicator_code"])
    return right, wrong


@pytest.mark.parametrize("is_across", [True, False])
def test_eleven_districts_side_by_side(tmp_path, is_across, reports):
    path = tmp_path / "province.xlsx"
    render_province.render(reports, path, is_across)
    read = extract_all(path)
    assert [one.heading.report_id for one in read] == [report.report_id for report in reports]
    for one, report in zip(read, reports, strict=True):
        assert compare(one, report) == (len(report.form.answered), [])
        assert one.figures == (), "a workbook without notes tells nothing beside its table"


def workbook(path: Path, headings: list, reports: list[SampleReport], title: str, above: list | None = None) -> Path:
    """Indicators down; a column for each report under these headings."""
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    if above:
        sheet.append(["STT", "Nội dung", "ĐVT", *above])
        sheet.append([None, None, None, *headings])
        for column in "ABC":
            sheet.merge_cells(f"{column}2:{column}3")
    else:
        sheet.append(["STT", "Nội dung", "Đơn vị", *headings])
    for rows in zip(*(lay_out(report).rows for report in reports), strict=True):
        sheet.append([rows[0].number, rows[0].label, rows[0].unit, *(row.answer or None for row in rows)])
    book.save(path)
    return path


def test_units_may_go_by_code_or_without_their_type(tmp_path, reports):
    path = workbook(
        tmp_path / "a.xlsx", ["945", "Mỹ Xuyên", "TX. Ngã Năm"], [reports[4], reports[6], reports[7]], "NĂM 2022"
    )
    assert [one.heading.report_id for one in extract_all(path)] == ["945-2022", "947-2022", "948-2022"]


def test_a_year_over_each_column_is_the_year_of_its_report(tmp_path, reports):
    headings = ["Huyện Mỹ Tú năm 2021", "Huyện Mỹ Tú năm 2022", "Huyện Kế Sách năm 2022", "Thị xã Ngã Năm 2022"]
    path = workbook(tmp_path / "a.xlsx", headings, reports[:4], "SỐ LIỆU CCHC")
    assert [one.heading.report_id for one in extract_all(path)] == ["944-2021", "944-2022", "943-2022", "948-2022"]


def test_totals_and_notes_are_no_district(tmp_path, reports):
    headings = ["Huyện Mỹ Tú", "Huyện Kế Sách", "Toàn tỉnh", "Ghi chú"]
    path = workbook(tmp_path / "a.xlsx", headings, reports[:4], "NĂM 2022")
    assert [one.heading.report_id for one in extract_all(path)] == ["944-2022", "943-2022"]


def test_columns_left_out_are_said(tmp_path, reports):
    headings = ["Tổng cộng", "Huyện Mỹ Tú", "Huyện Kế Sách", "Trung bình các huyện", "Ghi chú"]
    path = workbook(tmp_path / "a.xlsx", headings, reports[:5], "NĂM 2022")
    assert [one.left_out for one in extract_all(path)] == [
        ("column D “Tổng cộng”", "column G “Trung bình các huyện”")
    ] * 2
    said = CliRunner().invoke(app, ["extract", str(path)]).output
    assert "left out, of no unit" in said and "column G “Trung bình các huyện”" in said


def test_communes_named_as_totals_begin_are_units():
    assert [bool(_TOTAL.fullmatch(name)) for name in ("cong hoa", "cong", "trung binh", "trung binh cac huyen")] == [
        False, True, True, True,
    ]  # fmt: skip


UNITS, YEARS = ["Huyện Mỹ Tú", "Huyện Kế Sách"], ["Năm 2021", "Năm 2022"]


@pytest.mark.parametrize(
    ("above", "headings", "order"),
    [
        ([UNITS[0], None, UNITS[1], None, "Toàn tỉnh", None], YEARS * 3, [0, 1, 2, 3, 4, 5]),
        ([YEARS[0], None, None, YEARS[1], None, None], [*UNITS, "Cộng"] * 2, [0, 2, 4, 1, 3, 5]),
    ],
    ids=["years under units", "units under years"],
)
def test_each_year_of_each_unit_is_a_report(tmp_path, above, headings, order):
    units = units_for(2022, ("944", "943", "947"))
    meant = {unit: [generate(unit, year, 31) for year in (2021, 2022)] for unit in units}
    mine = [report for code in ("944", "943", "947") for unit, own in meant.items() if unit.unit_code == code
            for report in own]  # fmt: skip
    path = workbook(tmp_path / "a.xlsx", headings, [mine[at] for at in order], "TỔNG HỢP CCHC", above)
    read = {one.heading.report_id: one for one in extract_all(path)}
    assert set(read) == {"944-2021", "944-2022", "943-2021", "943-2022"}
    for report in mine[:4]:
        assert compare(read[report.report_id], report) == (len(report.form.answered), [])


def test_a_heading_over_all_units_names_none(tmp_path, reports):
    above = ["Tổng số", "Chia theo huyện, thị xã, thành phố", None]
    path = workbook(tmp_path / "a.xlsx", [None, *UNITS], reports[2:5], "NĂM 2022", above)
    assert [one.heading.report_id for one in extract_all(path)] == ["944-2022", "943-2022"]


def test_a_column_of_years_beside_the_names_of_rows_is_the_year(tmp_path):
    unit, other = units_for(2022, ("944", "943"))
    meant = [generate(one, year, 31) for one in (other, unit) for year in (2021, 2022)]
    book = Workbook()
    book.active.append(["Đơn vị", "Năm", *(row.indicator_code for row in meant[0].form.answered)])
    for report in meant:
        name = f"{report.unit.unit_type_vi} {report.unit.unit_name_vi}" if report.year == 2021 else None
        cells = [row.answer or None for row in lay_out(report).rows if row.form_row.is_answered]
        book.active.append([name, report.year, *cells])
    book.active.append(["Tổng cộng", 2022, *[9] * len(cells)])
    book.save(tmp_path / "a.xlsx")
    for one, report in zip(extract_all(tmp_path / "a.xlsx"), meant, strict=True):
        assert one.heading.report_id == report.report_id
        assert compare(one, report) == (len(report.form.answered), [])


def test_a_column_of_no_known_unit_fails_the_file_and_is_named(tmp_path, reports):
    path = workbook(tmp_path / "a.xlsx", ["Huyện Mỹ Tú", "Huyện Kế Sách", "Huyện Abc"], reports[:3], "NĂM 2022")
    with pytest.raises(CchcError, match="column F, row 2 “Huyện Abc”"):
        extract_all(path)


def test_a_date_that_excel_made_of_a_ratio_is_never_clear(tmp_path, reports):
    path = workbook(tmp_path / "a.xlsx", ["Huyện Mỹ Tú", "Huyện Kế Sách"], reports[:2], "NĂM 2022")
    import datetime

    import openpyxl

    book = openpyxl.load_workbook(path)
    row = next(row for row in book.active.iter_rows(min_row=3) if "/" in str(row[3].value))
    row[3].value = datetime.datetime(2022, 12, 11)
    book.save(path)
    codes = {one["indicator_code"]: one for one in extract_all(path)[0].rows}
    ratio = next(row for row in reports[0].form.answered if row.answer_type == "ratio")
    assert codes[ratio.indicator_code]["read_status"] in ("doubtful", "unreadable")


def test_one_unit_of_it_can_be_asked_for(tmp_path, reports):
    path = workbook(tmp_path / "a.xlsx", ["Huyện Mỹ Tú", "Huyện Kế Sách"], reports[:2], "NĂM 2022")
    assert extract(path, unit_code="943").heading.report_id == "943-2022"
    with pytest.raises(CchcError, match="2 reports stand in it side by side"):
        extract(path)
    with pytest.raises(CchcError, match="no column or row of it is of unit 947"):
        extract(path, unit_code="947")
