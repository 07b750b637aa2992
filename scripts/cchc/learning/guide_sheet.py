"""The sheet of a drafted form that a person sees first: what is open to decide, and what to do, in both languages."""

from __future__ import annotations

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from cchc.learning.draft_columns import LETTERS, ROWS
from cchc.learning.known_rows import KnownRow
from cchc.learning.learning_forms import Draft
from cchc.learning.matching import LIKELY, NEW, SAME
from cchc.workbooks.parts import FONT, row_height, set_paper, write_heading, write_text

_WIDTHS = (22, 62, 88)
_OPEN = PatternFill("solid", start_color="F8CBAD", end_color="F8CBAD")
_STEPS = (
    "Xem danh sách dưới đây; bấm vào mã để tới dòng ở trang “rows”. Chọn ở cột concept_decided: khái niệm của dòng đó, "
    "hoặc “new” nếu là chỉ tiêu mới.\nGo through the list below; a code leads to its row. Choose in concept_decided.",
    "Dòng đỏ: chưa quyết định; xanh lá: đã quyết định; xanh dương: chỉ tiêu mới; vàng đậm: máy ngờ là đọc sai, so với "
    "tài liệu gốc.\nRed: open; green: decided; blue: new; amber: compare with the document.",
    "Sửa được mọi ô vàng: tên, đơn vị, mã, kiểu trả lời. Không sửa các ô trắng. Xóa cả dòng nếu đó không phải chỉ tiêu."
    "\nYellow cells may be mended, white ones may not; delete a row that is no row of the form.",
    "Trang “form”: tên biểu, cấp báo cáo, năm áp dụng. Trang “concepts”: mọi khái niệm đã biết."
    "\nSheet `form`: title, levels, years. Sheet `concepts`: every concept known.",
    "Lưu lại rồi chạy: cchc adopt-form <tệp này>. Sai một ô thì không ghi gì cả, và ô sai được nêu tên."
    "\nSave, then run it; one wrong cell and nothing is recorded, and the cell is named.",
)


def write_guide(sheet: Worksheet, draft: Draft, rows: list[dict[str, str]], known: dict[str, KnownRow]) -> None:
    """Write how many rows are open, the steps, and the rows to decide with what each may be."""
    areas = [f"{ROWS}!${LETTERS[name]}$2:${LETTERS[name]}${len(rows) + 1}" for name in ("match", "concept_decided")]
    counts = {kind: str(sum(row["match"] == kind for row in rows)) for kind in (SAME, LIKELY, NEW)}
    answered = sum(row.is_answered for row in draft.rows)
    lines = [
        ("Biểu · Form", draft.title, f"{len(rows)} dòng, {answered} dòng có số liệu · rows, rows with a figure"),
        ("Còn phải quyết định", "", "Số dòng “likely” chưa điền cột concept_decided · likely rows not decided yet"),
        (SAME, counts[SAME], "Đã có ở biểu trước, khớp chắc chắn: xem lướt · asked before: look them over"),
        (LIKELY, counts[LIKELY], "Có lẽ đã có: phải chọn khái niệm hoặc “new” · to be decided"),
        (NEW, counts[NEW], "Chỉ tiêu mới: sẽ có khái niệm riêng · a concept of its own"),
        *(
            [("Chú ý · Note", "", f"Mọi dòng giống biểu {draft.known_as} đã có · the rows of form {draft.known_as}")]
            if draft.known_as
            else []
        ),
        *(("Chú ý · Note", "", f"Không lấy vào · left out: {one}") for one in draft.left_out),
        *((f"Bước {number}", "", text) for number, text in enumerate(_STEPS, start=1)),
    ]
    for at, line in enumerate(lines, start=1):
        _write_line(sheet, at, line)
    sheet["B2"] = f'=COUNTIFS({areas[0]},"{LIKELY}",{areas[1]},"")'
    sheet["B2"].fill, sheet["B2"].font = _OPEN, Font(name=FONT, size=14, bold=True)
    sheet["B2"].alignment = Alignment(horizontal="left")
    at = len(lines) + 1
    for number, heading in enumerate(("Dòng cần quyết định", "Chỉ tiêu trên biểu", "Có thể là · may be"), start=1):
        write_heading(sheet.cell(at, number), heading)
    for number, (cells, row) in enumerate(zip(rows, draft.rows, strict=True), start=2):
        is_open = row.match is not None and row.match.match == LIKELY
        if not is_open and not row.doubt:
            continue
        at += 1
        found = [(row.match.concept, row.match.similarity), *row.match.alternatives] if is_open and row.match else []
        may_be = [f"{name} ({score:.2f}): {known[name].label}" for name, score in found]
        told = "\n".join((*([row.doubt] if row.doubt else []), *may_be))
        _write_line(sheet, at, (cells["indicator_code"], f"{row.label} [{row.unit}]", told))
        sheet.cell(at, 1).hyperlink = f"#'{ROWS}'!{LETTERS['concept_decided']}{number}"
        sheet.cell(at, 1).font = Font(name=FONT, size=11, color="0563C1", underline="single")
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"
    set_paper(sheet, "landscape", "1:1")


def _write_line(sheet: Worksheet, at: int, texts: tuple[str, str, str]) -> None:
    for number, text in enumerate(texts, start=1):
        cell = sheet.cell(at, number)
        write_text(cell, text)
        cell.font = Font(name=FONT, size=11, bold=number == 1)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.row_dimensions[at].height = row_height(zip(texts, _WIDTHS, strict=True))
