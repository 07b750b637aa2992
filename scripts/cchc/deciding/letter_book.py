"""`cchc review --letter`: the questions to a district, a sheet a report, with a place to answer and to sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from cchc.deciding.choices import AS_REPORTED, answer_choice, answer_choices
from cchc.deciding.guards import GUARDS, MARK
from cchc.deciding.pictures import Pictures
from cchc.deciding.questions import Question, Questions
from cchc.deciding.review_book import add_picture, date_validation, decided_format
from cchc.reference.doubt_words import doubt_words
from cchc.reference.form import FormRow
from cchc.reference.periods import last_day, named_vi
from cchc.reference.samples import MARK as MARK_OF_SAMPLES
from cchc.reference.units import Unit, load_units, province_of
from cchc.reference.verdicts import DISTRICT_CORRECTED, OCR_ERROR
from cchc.workbooks.parts import (
    FONT,
    answer_validation,
    list_validation,
    lock,
    open_to_fill,
    set_paper,
    write_text,
)
from cchc.workbooks.stable_zip import save_stably
from cchc.workbooks.tables import Column, Table

SIGNATURE = {
    "signed_by": "Họ và tên người trả lời:",
    "signed_position": "Chức vụ:",
    "signed_on": "Ngày trả lời (ngày/tháng/năm):",
}
_COLUMNS = (
    Column("number", "STT", 5),
    Column("code", "Mã số", 9),
    Column("label", "Chỉ tiêu thống kê (đơn vị tính)", 36),
    Column("place", "Trang", 7),
    Column("read", "Số liệu ghi nhận từ báo cáo", 14),
    Column("why", "Nội dung đề nghị xác nhận", 50),
    Column("verdict", "Trả lời (chọn)", 23, True),
    Column("value", "Số đúng", 13, True),
    Column("evidence", "Ghi chú, giải trình", 30, True),
)
_WITH_PICTURE = Column("picture", "Ảnh ô số liệu", 17, is_picture=True)
_WHY_UNSURE = {
    "doubtful": "Chữ số trong bản báo cáo nhận được không rõ nét. Đề nghị xác nhận số liệu.",
    "unreadable": "Bản báo cáo nhận được không đọc được ô này. Đề nghị cho biết số liệu.",
    "blank": "Ô để trống trong báo cáo. Đề nghị bổ sung số liệu (không phát sinh thì ghi 0) hoặc xác nhận là trống.",
    "not_found": "Khi đọc bản báo cáo nhận được, chúng tôi không tìm thấy số liệu này. Đề nghị cho biết số liệu "
    "(không phát sinh thì ghi 0).",
    "clear": "Đề nghị đối chiếu lại với hồ sơ gốc và xác nhận số liệu.",
}
_TABLE_TOP = 9  # row of the hidden names


@dataclass(frozen=True)
class _Sender:
    """Who writes, to whom, and about which report."""

    from_vi: str
    to_vi: str
    about_vi: str
    report_vi: str


def write_letter(questions: Questions, pictures: Pictures, path: Path) -> None:
    """Write the workbook: a sheet for each report that has something to confirm."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title, workbook.properties.creator = "Phiếu đề nghị xác nhận số liệu", "cchc"
    for report_id, asked in groupby(questions.cells, key=lambda question: question.report_id):
        _write_report(workbook.create_sheet(report_id), list(asked), pictures)
    save_stably(workbook.save, path)


def _write_report(sheet: Worksheet, asked: list[Question], pictures: Pictures) -> None:
    has_pictures = any(map(pictures.of_cell, asked))
    columns = [*_COLUMNS[:5], _WITH_PICTURE, *_COLUMNS[5:]] if has_pictures else _COLUMNS
    _write_head(sheet, _sender(asked[0].report), len(asked), len(columns))
    if asked[0].is_made_up:
        sheet["A3"] = f"{sheet['A3'].value} ({MARK_OF_SAMPLES})"
    table = Table(sheet, columns, _TABLE_TOP, (*GUARDS, MARK), 11)
    answers = list_validation(answer_choices(), "Chọn một câu trả lời.", "Hãy chọn trong danh sách.")
    for number, question in enumerate(asked, start=1):
        crop = pictures.of_cell(question)
        row = table.add(_texts(number, question), question.guards, 52 if crop else 30)
        if crop:
            add_picture(sheet, table.cell(row, "picture").coordinate, crop)
        answers.add(table.cell(row, "verdict").coordinate)
        _validate_value(table, row, question.form_row)
    sheet.add_data_validation(answers)
    _write_signature(table)
    _set_page(table)


def _addressed(unit: Unit) -> str:
    """Who answers for the report: a department itself, of any other unit its People's Committee."""
    return f"Sở {unit.unit_name_vi}" if unit.unit_level == "department" else f"Ủy ban nhân dân {_name(unit)}"


def _sender(report: dict[str, str]) -> _Sender:
    """The words of the letter. Where the seed does not tell a unit's name or province, its code stands for it."""
    year, period = int(report["report_year"]), report["report_period"]
    on = last_day(year, period)
    unit = next((one for one in load_units() if one.unit_code == report["unit_code"] and one.is_valid_on(on)), None)
    province = province_of(unit, on) if unit else None
    number = f" số {report['document_number']}/BC-UBND" if report["document_number"] else ""
    signed = f" ngày {date.fromisoformat(report['signed_on']):%d/%m/%Y}" if report["signed_on"] else ""
    time = named_vi(year, period)
    return _Sender(
        from_vi=f"SỞ NỘI VỤ {_name(province).upper()}" if province else "SỞ NỘI VỤ",
        to_vi=_addressed(unit) if unit else f"Ủy ban nhân dân đơn vị {report['unit_code']}",
        about_vi=f"báo cáo công tác cải cách hành chính {time}",
        report_vi=f"Báo cáo{number}{signed}",
    )


def _name(unit: Unit) -> str:
    return f"{unit.unit_type_vi} {unit.unit_name_vi}"


def _write_head(sheet: Worksheet, sender: _Sender, count: int, width: int) -> None:
    right, slip, other = (answer_choice(answer) for answer in (AS_REPORTED, DISTRICT_CORRECTED, OCR_ERROR))
    lines = (
        (1, sender.from_vi, 12, "bold", "left"),
        (3, "PHIẾU ĐỀ NGHỊ XÁC NHẬN SỐ LIỆU", 15, "bold", "center"),
        (4, f"Số liệu trong {sender.about_vi}", 12, "italic", "center"),
        (5, f"Kính gửi: {sender.to_vi}", 13, "bold", "center"),
        (
            6,
            f"Qua kiểm tra phụ lục thống kê kèm theo {sender.report_vi} của quý cơ quan, có {count} số liệu chưa rõ, "
            "chưa tìm thấy khi đọc hoặc chưa thống nhất với số liệu khác trong cùng báo cáo. Kính đề nghị quý cơ quan "
            "đối chiếu với hồ sơ gốc và trả lời từng mục dưới đây.",
            12, "", "left",
        ),
        (
            7,
            f"Cách trả lời: chỉ điền các ô màu vàng. Nếu số liệu đúng như báo cáo, chọn “{right}”. "
            f"Nếu báo cáo đã gửi ghi nhầm, chọn “{slip}”; nếu số ghi nhận ở đây không phải là "
            f"số trong báo cáo đã gửi, chọn “{other}”. Trong cả hai trường hợp ghi số đúng (tỷ lệ ghi số "
            "phần trăm, không ghi dấu %; phân số ghi tử số/mẫu số). Số đúng mà vẫn khác với số liệu liên quan thì ghi "
            "lý do ở cột ghi chú. Họ tên, chức vụ, ngày trả lời ghi ở cuối phiếu.",
            12, "italic", "left",
        ),
    )  # fmt: skip
    for row, text, size, style, side in lines:
        write_text(sheet.cell(row, 1), text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        sheet.cell(row, 1).font = Font(name=FONT, size=size, bold=style == "bold", italic=style == "italic")
        sheet.cell(row, 1).alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    sheet.row_dimensions[6].height, sheet.row_dimensions[7].height = 34, 66


def _texts(number: int, question: Question) -> dict[str, str]:
    landed = question.landed
    return {
        "number": str(number),
        "code": question.form_row.indicator_code,
        "label": question.label,
        "place": landed["page"],
        "read": question.printed_value.replace(".", ","),
        "why": "\n".join(_why(question)),
    }


def _why(question: Question) -> Iterable[str]:
    """Why the cell is asked about; never what it is thought to be, so as not to put words into the district's mouth."""
    status = question.landed["read_status"]
    if question.findings:
        yield "Số liệu chưa thống nhất:"
        yield from (finding.message_vi for finding in question.findings)
    if question.corrected_value:
        corrected = question.corrected_value.replace(".", ",")
        yield f"Số liệu đã được sửa thành {corrected} khi kiểm tra. Đề nghị ghi rõ số đúng."
    elif status != "clear" or not question.findings:
        yield _WHY_UNSURE[status]
        if question.place.doubt:
            yield f"Điểm ngờ khi đọc: {doubt_words(question.place.doubt)[0]}."


def _validate_value(table: Table, row: int, form_row: FormRow) -> None:
    cell = table.cell(row, "value")
    cell.number_format = decided_format(form_row)
    rule = answer_validation(form_row, cell.coordinate)
    rule.add(cell.coordinate)
    table.sheet.add_data_validation(rule)


def _write_signature(table: Table) -> None:
    """Where the district signs: for the whole sheet, under its table."""
    sheet, when = table.sheet, date_validation()
    for row, (mark, words) in enumerate(SIGNATURE.items(), start=table.next_row + 1):
        label, field = table.cell(row, "why"), table.cell(row, "verdict")
        write_text(label, words)
        label.font, label.alignment = Font(name=FONT, size=12, bold=True), Alignment(horizontal="right")
        for name in ("verdict", "value", "evidence"):
            open_to_fill(table.cell(row, name))
        at = table.number("verdict")
        sheet.merge_cells(start_row=row, end_row=row, start_column=at, end_column=at + 2)
        field.font, field.number_format = Font(name=FONT, size=12), "@"
        table.guard(row, MARK, mark)
        sheet.row_dimensions[row].height = 20
        if mark == "signed_on":
            field.number_format, field.alignment = "dd/mm/yyyy", Alignment(horizontal="left")
            when.add(field.coordinate)
    sheet.add_data_validation(when)


def _set_page(table: Table) -> None:
    sheet = table.sheet
    sheet.freeze_panes = sheet.cell(table.heading_row + 1, 1)
    lock(sheet)
    set_paper(sheet, "landscape", f"{table.heading_row}:{table.heading_row}")
    sheet.print_area = f"A1:{table.letter('evidence')}{table.next_row + len(SIGNATURE)}"
