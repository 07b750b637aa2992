"""`cchc review`: what is open as a workbook for a reviewer, a row a cell, with what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cchc.deciding.choices import grades, verdict_choice, verdict_choices
from cchc.deciding.guards import GUARDS, MARK
from cchc.deciding.guide_sheet import GUIDE_SHEET, write_guide
from cchc.deciding.page_sheet import PAGE_SHEET, link_to_page, write_pages
from cchc.deciding.pictures import Pictures
from cchc.deciding.questions import Finding, Question, Questions
from cchc.landing.answer_places import TABLE
from cchc.reference.code_words import code_words
from cchc.reference.doubt_words import doubt_words
from cchc.reference.form import FormRow
from cchc.reference.phrases import told
from cchc.reference.record_translations import record_words
from cchc.reference.samples import MARK as MARK_OF_SAMPLES
from cchc.reference.verdicts import CORRECTIONS
from cchc.workbooks.parts import (
    FONT,
    answer_format,
    answer_validation,
    explain,
    list_validation,
    lock,
    set_paper,
    whole_validation,
    write_heading,
    write_text,
)
from cchc.workbooks.stable_zip import save_stably
from cchc.workbooks.tables import Column, Table

DECIDE_SHEET, UNSURE_SHEET = "Cần quyết định", "Đọc chưa chắc"
ELSEWHERE_SHEET = "Ngoài biểu"
TABLE_TOP = 3  # row of the hidden names
_COLUMNS = (
    Column("report", "Báo cáo", 9),
    Column("code", "Mã", 8),
    Column("label", "Chỉ tiêu", 25),
    Column("read", "Giá trị đọc được", 12),
    Column("place", "Trang, dòng", 9),
    Column("picture", "Ảnh ô số liệu", 17, is_picture=True),
    Column("finding_vi", "Phát hiện", 34),
    Column("finding_en", "Finding (English)", 26),
    Column("proposals", "Đề xuất, xếp theo khả năng", 32),
    Column("verdict", "Kết luận", 19, True),
    Column("value", "Giá trị đúng", 11, True),
    Column("base_value", "Mẫu số đúng", 9, True),
    Column("evidence_grade", "Loại căn cứ", 9, True),
    Column("evidence", "Lý do, căn cứ", 30, True),
    Column("despite", "Vì sao nhận dù trái quy tắc", 17, True),
    Column("decided_by", "Người quyết định", 14, True),
    Column("decided_on", "Ngày", 12, True),
)
_REPEATED = 3  # columns that stand on either half of a print
_LAST_READ = "proposals"  # on paper the columns to fill in stand on a page of their own
_PAPER_WIDTH, _UNIT_WIDTH = 1020, 8.5  # pixels of A4 landscape between its margins, and of a unit of column width
_PROPOSALS_TOLD = 5
_TITLES = (
    "Mỗi dòng là một ô số liệu có phát hiện còn mở hoặc có đề xuất sửa.",
    "Các ô đọc chưa chắc, không đọc được, không tìm thấy hoặc để trống mà chưa quy tắc nào nói tới.",
)
_NO_FINDING = "Chưa có phát hiện nào."
_PICTURE_WIDTH, _PICTURE_HEIGHT = 118, 60  # pixels
_WANTED = PatternFill("solid", start_color="F8CBAD", end_color="F8CBAD")


def write_review(questions: Questions, pictures: Pictures, path: Path) -> None:
    """Write the workbook: what is contested, what was read unsurely, what stands outside the form, and how to fill."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title, workbook.properties.creator = "Số liệu cần quyết định", "cchc"
    contested = [one for one in questions.cells if one.is_contested]
    unsure = [one for one in questions.cells if not one.is_contested]
    sheets = [workbook.create_sheet(name) for name in (DECIDE_SHEET, UNSURE_SHEET)]
    if questions.elsewhere:
        _write_elsewhere(workbook.create_sheet(ELSEWHERE_SHEET), questions.elsewhere)
    write_guide(workbook.create_sheet(GUIDE_SHEET))
    pages = write_pages(workbook.create_sheet(PAGE_SHEET), pictures.pages) if pictures.pages else {}
    made_up = f" ({MARK_OF_SAMPLES})" if any(one.is_made_up for one in questions.cells) else ""
    for sheet, title, own in zip(sheets, _TITLES, (contested, unsure), strict=True):
        _write_cells(sheet, title + made_up, own, pictures, pages)
    save_stably(workbook.save, path)


def _write_cells(
    sheet: Worksheet,
    title: str,
    questions: Iterable[Question],
    pictures: Pictures,
    pages: Mapping[tuple[str, int], str],
) -> None:
    """Write a row for each question; `pages` are the cells that the pages' pictures stand under, by report and page."""
    _write_title(sheet, title)
    table = Table(sheet, _COLUMNS, TABLE_TOP, (*GUARDS, MARK))
    rows: dict[int, Question] = {}
    for question in questions:
        crop = pictures.of_cell(question)
        row = table.add(_texts(question), question.guards, _PICTURE_HEIGHT * 0.75 + 6 if crop else 0)
        table.cell(row, "finding_en").font = Font(name=FONT, size=9, italic=True, color="595959")
        if crop:
            add_picture(sheet, table.cell(row, "picture").coordinate, crop)
        for page in pictures.pages_of(question)[:1]:
            link_to_page(table.cell(row, "picture"), page, pages[question.report_id, page])
        rows[row] = question
    if not any(pictures.of_cell(one) or pictures.pages_of(one) for one in rows.values()):
        sheet.column_dimensions[table.letter("picture")].hidden = True
    if rows:
        _validate(table, rows)
    _set_page(table)


def _write_title(sheet: Worksheet, title: str) -> None:
    sheet["A1"] = title
    sheet["A1"].font = Font(name=FONT, size=13, bold=True)
    sheet["A2"] = f"Chỉ điền các ô màu vàng; dòng chưa quyết định thì để trống. Cách điền: trang “{GUIDE_SHEET}”."
    sheet["A2"].font = Font(name=FONT, size=11, italic=True)


def _texts(question: Question) -> dict[str, str]:
    return {
        "report": question.report_id,
        "code": question.form_row.indicator_code,
        "label": question.label,
        "read": read_words(question),
        "place": place_words(question),
        "finding_vi": "\n".join([*_findings(question.findings, 0), *_decision(question)]) or _NO_FINDING,
        "finding_en": "\n".join(_findings(question.findings, 1)),
        "proposals": "\n".join(_proposals(question)),
    }


def read_words(question: Question) -> str:
    """What stands in the cell, the number it was read as, how surely, and why it is doubted."""
    raw, status = question.landed["raw_value"], question.landed["read_status"]
    value = question.printed_value
    stands = f"“{raw}”" if raw else ("(không rõ)" if status == "unreadable" else "")
    number = f"→ {value}" if value and value != raw else ""
    doubt_vi, _ = doubt_words(question.place.doubt)
    return "\n".join(words for words in (stands, number, code_words("read_status")[status].vi, doubt_vi) if words)


def place_words(question: Question) -> str:
    """The sheet or table and the row in it, or page and lines; of a row not found the pages where it should stand."""
    landed = question.landed
    page_word, line_word, row_word = (told(part, "vi") for part in ("place_page", "place_line", "place_row"))
    if question.place.table:
        kind, number, row = question.place.table
        page = [f"{page_word} {landed['page']}"] if kind == TABLE else []
        return "\n".join([*page, f"{code_words('table_kind')[kind].vi} {number}", f"{row_word} {row}"])
    if not landed["page"]:
        return "–".join(dict.fromkeys(f"{page_word} {page}" for page in (question.pages[:1] + question.pages[-1:])))
    lines = "–".join(dict.fromkeys(line for line in (landed["line_from"], landed["line_to"]) if line))
    return "\n".join([f"{page_word} {landed['page']}"] + [f"{line_word} {lines}"] * bool(lines))


def _findings(findings: Iterable[Finding], language: int) -> Iterable[str]:
    for finding in findings:
        severity = code_words("severity")[finding.severity]
        words, message = ((severity.vi, finding.message_vi), (severity.en, finding.message_en))[language]
        yield f"[{words}] {message}"


def _decision(question: Question) -> Iterable[str]:
    one = question.decision
    if one is None:
        return
    lost = one["raw_value_expected"] != question.landed["raw_value"]
    about = f" (khi đó đọc là “{one['raw_value_expected']}”, nay không còn khớp)" if lost else ""
    verdict = code_words("verdict")[one["verdict"]].title_vi
    yield (
        f"Quyết định hiện có{about}: {verdict} {one['corrected_value']} – {one['decided_by']}, "
        f"{one['decided_on']}: {record_words(one['evidence'])}"
    )


def _proposals(question: Question) -> Iterable[str]:
    for proposal in question.proposals[:_PROPOSALS_TOLD]:
        grade = f" [căn cứ loại {proposal.grade}]" if proposal.grade else ""
        together = f" (cùng với {', '.join(proposal.together)})" if proposal.together else ""
        yield f"{proposal.rank}. {proposal.words_vi}{grade}{together}"


def add_picture(sheet: Worksheet, cell: str, jpeg: bytes) -> None:
    """Lay a picture over a cell, not larger than the cell is made for it."""
    picture = Image(BytesIO(jpeg))
    shrink = min(_PICTURE_WIDTH / picture.width, _PICTURE_HEIGHT / picture.height, 1)
    picture.width, picture.height = round(picture.width * shrink), round(picture.height * shrink)
    sheet.add_image(picture, cell)


def _validate(table: Table, rows: dict[int, Question]) -> None:
    first, last = min(rows), max(rows)

    def add(rule: DataValidation, name: str) -> None:
        rule.add(f"{table.letter(name)}{first}:{table.letter(name)}{last}")
        table.sheet.add_data_validation(rule)

    add(list_validation(verdict_choices(), "Chọn một kết luận.", "Hãy chọn trong danh sách."), "verdict")
    letters = " hoặc ".join([", ".join(grades()[:-1]), grades()[-1]])  # `A, B hoặc C`
    add(
        list_validation(grades(), f"{letters}: xem trang {GUIDE_SHEET}.", f"Chỉ được chọn {letters}."),
        "evidence_grade",
    )
    add(date_validation(), "decided_on")
    _validate_values(table, rows)
    for row in rows:
        table.cell(row, "decided_on").number_format = "dd/mm/yyyy"
        table.cell(row, "decided_by").number_format = table.cell(row, "evidence").number_format = "@"
    _mark_wanted(table, first, last)


def decided_format(form_row: FormRow) -> str:
    """The number format of a value decided on: a percentage shows as many decimals as are typed, as the page prints."""
    return "General" if form_row.answer_type == "percent" else answer_format(form_row)


def date_validation() -> DataValidation:
    """A day of this century."""
    rule = DataValidation("date", operator="between", formula1="36526", formula2="73050", allow_blank=True)
    explain(rule, "Ghi ngày/tháng/năm.", "Phải là một ngày, ghi ngày/tháng/năm.")
    return rule


def _validate_values(table: Table, rows: dict[int, Question]) -> None:
    """One rule for all answers that are written alike."""
    rules: dict[tuple, DataValidation] = {}
    for row, question in rows.items():
        form_row, value, base = question.form_row, table.cell(row, "value"), table.cell(row, "base_value")
        value.number_format = base.number_format = "#,##0"
        if form_row.answer_type == "ratio":
            rules.setdefault(("whole",), whole_validation()).add(base.coordinate)
            rule = rules.setdefault(("whole",), whole_validation())
        else:
            value.number_format = decided_format(form_row)
            kind = (form_row.answer_type, form_row.codes, form_row.concept if form_row.answer_type == "percent" else "")
            rule = rules.setdefault(kind, answer_validation(form_row, value.coordinate))
        rule.add(value.coordinate)
    for rule in rules.values():
        table.sheet.add_data_validation(rule)


def _mark_wanted(table: Table, first: int, last: int) -> None:
    """Cells that a verdict still wants turn red."""
    verdict = f"${table.letter('verdict')}{first}"
    wanted = dict.fromkeys(("evidence", "decided_by", "decided_on"), f'{verdict}<>""')
    is_correction = ",".join(f'{verdict}="{verdict_choice(one)}"' for one in CORRECTIONS)
    wanted |= dict.fromkeys(("value", "evidence_grade"), f"OR({is_correction})")
    for name, condition in wanted.items():
        letter = table.letter(name)
        rule = FormulaRule([f'AND({condition},${letter}{first}="")'], fill=_WANTED)
        table.sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)


def _set_page(table: Table) -> None:
    sheet, last = table.sheet, max(table.next_row - 1, table.heading_row)
    sheet.freeze_panes = sheet.cell(table.heading_row + 1, 4)
    sheet.auto_filter.ref = f"A{table.heading_row}:{table.letter('decided_on')}{last}"
    lock(sheet)
    sheet.protection.autoFilter = False
    set_paper(sheet, "landscape", f"{table.heading_row}:{table.heading_row}")
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.scale = _scale(table)
    sheet.print_title_cols = f"A:{table.letter('label')}"
    sheet.print_area = f"A1:{table.letter('decided_on')}{last}"
    columns = [column.name for column in table.columns]
    sheet.col_breaks = ColBreak(brk=[Break(id=columns.index(_LAST_READ) + 1)])


def _scale(table: Table) -> int:
    """Percent of its size at which either half of the table is as wide as the paper."""
    names = [column.name for column in table.columns]
    middle = names.index(_LAST_READ) + 1
    shown = {name: table.sheet.column_dimensions[table.letter(name)] for name in names}
    pixels = {name: 0 if column.hidden else _UNIT_WIDTH * column.width for name, column in shown.items()}
    halves = (names[:middle], names[:_REPEATED] + names[middle:])
    return min(round(100 * _PAPER_WIDTH / sum(pixels[name] for name in half)) for half in halves)


def _write_elsewhere(sheet: Worksheet, findings: Iterable[Finding]) -> None:
    _write_title(sheet, "Phát hiện giữa lời văn và ghi chú, không đụng tới ô nào của biểu: để biết, không phải điền.")
    sheet["A2"] = None
    for column, (heading, width) in enumerate(
        (("Báo cáo", 12), ("Ở đâu trong văn bản", 22), ("Phát hiện", 70), ("Finding (English)", 60)), start=1
    ):
        write_heading(sheet.cell(3, column), heading, 10)
        sheet.column_dimensions[sheet.cell(3, column).column_letter].width = width
    for row, finding in enumerate(findings, start=4):
        texts = (finding.report_id, finding.source_places_vi, *_findings([finding], 0), *_findings([finding], 1))
        for column, text in enumerate(texts, start=1):
            write_text(sheet.cell(row, column), text)
            sheet.cell(row, column).font = Font(name=FONT, size=10)
            sheet.cell(row, column).alignment = Alignment(vertical="top", wrap_text=True)
    lock(sheet)
    set_paper(sheet, "landscape", "3:3")
