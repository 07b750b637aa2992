"""The sheet of a review that says how to fill it in."""

from __future__ import annotations

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from cchc.deciding.words import GRADES, VERDICT_MEANINGS, verdict_choice
from cchc.workbooks.parts import FONT, lock, set_paper

GUIDE_SHEET = "Hướng dẫn"


def write_guide(sheet: Worksheet) -> None:
    """Write the verdicts and the kinds of evidence, and what each row wants."""
    lines = [
        ("Cách điền", ""),
        ("", "Mở tài liệu gốc ở trang và dòng đã nêu, so với ảnh của ô, rồi chọn kết luận cho từng dòng."),
        ("", "Dòng nào có kết luận thì phải có lý do, họ tên và ngày. Dòng để trống thì giữ nguyên như cũ."),
        ("", "Số liệu theo đơn vị của chỉ tiêu. Tỷ lệ ghi số phần trăm, không ghi dấu %. Phân số ghi tử và mẫu riêng."),
        ("", "Nếu giá trị đúng vẫn trái một quy tắc thì ghi vì sao vẫn nhận, ở cột “Vì sao nhận dù trái quy tắc”."),
        ("", "Xong thì chạy: cchc decide <tệp này>. Có một dòng sai thì không dòng nào được ghi."),
        ("Kết luận", ""),
        *((verdict_choice(verdict), meaning) for verdict, meaning in VERDICT_MEANINGS.items()),
        ("Loại bằng chứng", "Chữ cái là loại, không phải thứ hạng. “Ai cũng biết” không phải là bằng chứng."),
        *((grade, meaning) for grade, meaning in GRADES.items()),
    ]
    for row, (name, text) in enumerate(lines, start=1):
        sheet.cell(row, 1, name).font = Font(name=FONT, size=11, bold=True)
        sheet.cell(row, 2, text).font = Font(name=FONT, size=11)
        sheet.cell(row, 2).alignment = Alignment(vertical="top", wrap_text=True)
        sheet.cell(row, 1).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 40, 90
    lock(sheet)
    set_paper(sheet, "landscape", "1:1")
