"""The sheet of a review that says how to fill it in."""

from __future__ import annotations

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from cchc.deciding.choices import ON_PAPER, SIGNED_ANSWER, verdict_choice
from cchc.reference.code_words import code_words
from cchc.reference.verdicts import (
    CONFIRMED,
    DISTRICT_CORRECTED,
    OCR_ERROR,
    RULE_NOT_APPLICABLE,
    SOURCE_INCONSISTENT,
    UNDECIDED,
)
from cchc.workbooks.parts import FONT, lock, set_paper

GUIDE_SHEET = "Hướng dẫn"
_WANTED = {  # by verdict: when it is chosen, and what is filled in with it
    CONFIRMED: "Ô trong báo cáo đúng là như đã đọc; không cần ghi giá trị. "
    f"Ô không tìm thấy, xem trên giấy đúng là để trống: căn cứ loại {ON_PAPER}.",
    OCR_ERROR: "Máy đọc sai, không đọc được hoặc không tìm thấy: ghi giá trị đúng, loại căn cứ và căn cứ.",
    DISTRICT_CORRECTED: "Đọc đúng, nhưng huyện trả lời rằng báo cáo ghi nhầm: ghi giá trị đúng, "
    f"căn cứ loại {SIGNED_ANSWER}.",
    SOURCE_INCONSISTENT: "Đọc đúng, nhưng chính báo cáo mâu thuẫn: số liệu giữ nguyên, phát hiện được giải thích.",
    RULE_NOT_APPLICABLE: "Đọc đúng, quy tắc không áp dụng cho trường hợp này: ghi lý do.",
    UNDECIDED: "Đã xem, chưa kết luận được: ghi vì sao; số liệu vẫn ở trạng thái "
    f"“{code_words('value_status')['disputed'].vi}”.",
}


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
        *((verdict_choice(verdict), meaning) for verdict, meaning in _WANTED.items()),
        ("Loại căn cứ", "Chữ cái là loại, không phải thứ hạng. “Ai cũng biết” không phải là căn cứ."),
        *((grade, words.meaning_vi) for grade, words in code_words("evidence_grade").items()),
    ]
    for row, (name, text) in enumerate(lines, start=1):
        sheet.cell(row, 1, name).font = Font(name=FONT, size=11, bold=True)
        sheet.cell(row, 2, text).font = Font(name=FONT, size=11)
        sheet.cell(row, 2).alignment = Alignment(vertical="top", wrap_text=True)
        sheet.cell(row, 1).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 40, 90
    lock(sheet)
    set_paper(sheet, "landscape", "1:1")
