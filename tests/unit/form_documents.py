"""Whole reports on the seeds' form, with answers of a seed number, as Excel, Word or PDF in many layouts."""

from __future__ import annotations

import random
import subprocess
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import docx
import openpyxl
from docx.table import Table as WordTable
from openpyxl.styles import Alignment
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from cchc.reference.form import Form, FormRow, load_forms

COLUMNS = ("stt", "label", "unit", "answer", "note")
HEADINGS = {
    "stt": "STT",
    "label": "Chỉ tiêu thống kê",
    "unit": "Đơn vị tính",
    "answer": "Số lượng/Tỷ lệ",
    "note": "Ghi chú",
    "code": "Mã chỉ tiêu",
    "last_year": "Năm trước",
    "next_year": "Kế hoạch năm 2023",
}
TOP = (
    "ỦY BAN NHÂN DÂN HUYỆN KẾ SÁCH",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 345/BC-UBND",
    "Kế Sách, ngày 15 tháng 12 năm 2022",
    "BÁO CÁO",
    "Kết quả thực hiện công tác cải cách hành chính năm 2022",
)
NARRATIVE = (
    "Ủy ban nhân dân huyện Kế Sách báo cáo kết quả thực hiện công tác cải cách hành chính năm 2022 như sau:",
    "Trong năm, huyện đã triển khai các nhiệm vụ theo kế hoạch và chỉ đạo các cơ quan, đơn vị rà soát thủ tục.",
)
APPENDIX = (
    "SỐ LIỆU VÀ KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH NĂM 2022",
    "TRÊN ĐỊA BÀN HUYỆN KẾ SÁCH",
)
SIGNATURE = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
DECOY = (
    ("STT", "Nội dung", "Năm 2020", "Năm 2021"),
    ("1", "Số nhiệm vụ đề ra trong kế hoạch", "31", "33"),
    ("2", "Số nhiệm vụ đã hoàn thành", "30", "32"),
    ("3", "Số lượng phiếu khảo sát", "120", "150"),
)


@dataclass(frozen=True)
class Answer:
    """What one row of the form is answered with, and how it is printed; no value: left blank."""

    printed: str = ""
    value: Decimal | None = None
    base: Decimal | None = None
    decimals: int | None = None

    @property
    def stored(self) -> int | float | str | None:
        """As a spreadsheet stores it: a number where it is one, the text of a ratio."""
        if self.value is None:
            return None
        if self.base is not None:
            return self.printed
        return float(self.value) if self.decimals else int(self.value)


@dataclass(frozen=True)
class Layout:
    """How a report is laid out. `columns` in their order; `ruled`: all, horizontal, upright or none (PDF only).

    `group` is the columns under one more heading, `group_heading`, if `two_row_heading`.
    """

    columns: tuple[str, ...] = COLUMNS
    headings: dict[str, str] = field(default_factory=dict)
    two_row_heading: bool = False
    group: tuple[str, ...] = ("unit", "answer", "note")
    group_heading: str = "Kết quả thống kê"
    unit_after_figure: bool = False
    codes_by_name: bool = False
    without_sections: bool = False
    total_every: int = 0
    merged_sections: bool = False
    numbered_columns: bool = False
    numbered_labels: bool = False
    narrative: bool = True
    decoy: bool = False
    stored_as_text: bool = False
    general_format: bool = False
    sheets_before: int = 0
    left_of_table: int = 0
    tables: int = 1
    ruled: str = "all"
    repeated_heading: bool = True
    font_size: float = 10
    middle: bool = True


def form_2021() -> Form:
    return next(form for form in load_forms() if form.version == "2021")


def answers(seed: int, blanks: float = 0.1) -> dict[str, Answer]:
    """An answer for every answered row, by code; a share of `blanks` (0-1) is left blank."""
    dice = random.Random(seed)
    return {
        row.indicator_code: Answer() if dice.random() < blanks else _answer(row, dice) for row in form_2021().answered
    }


def _answer(row: FormRow, dice: random.Random) -> Answer:
    match row.answer_type:
        case "flag" | "choice":
            code = dice.choice(row.codes)
            return Answer(code, Decimal(code), decimals=0)
        case "ratio":
            base = dice.randint(1, 40)
            part = dice.randint(0, base)
            return Answer(f"{part}/{base}", Decimal(part), Decimal(base), 0)
        case "percent":
            value = Decimal(dice.choice(("100", "97.6", "82.23", "0", "144.44", "7.79", "100.0", "99.95", "21.62")))
            printed = str(value).replace(".", dice.choice(",.")) + dice.choice(("", "", "%"))
            return Answer(printed, value, decimals=-value.as_tuple().exponent)
    value = dice.choice((dice.randint(0, 9), dice.randint(10, 999), dice.randint(1000, 99_999)))
    printed = f"{value:,}".replace(",", ".") if value >= 1000 else dice.choice((f"{value:02d}", str(value)))
    return Answer(printed, Decimal(value), decimals=0)


def expected(given: dict[str, Answer], absent: str = "blank") -> dict[str, tuple[str, str, str, str]]:
    """What reading must give, by code: value, base, decimals and status; `absent` is that of rows without an answer."""
    return {
        code: ("", "", "", absent)
        if answer.value is None
        else (f"{answer.value:f}", "" if answer.base is None else f"{answer.base:f}", str(answer.decimals), "clear")
        for code, answer in given.items()
    }


def found(rows) -> dict[str, tuple[str, str, str, str]]:
    """What was read, as `expected` gives it."""
    return {
        row["indicator_code"]: (row["value"], row["base_value"], row["decimals"], row["read_status"]) for row in rows
    }


def table_rows(given: dict[str, Answer], layout: Layout) -> list[tuple[FormRow, dict[str, str]]]:
    """Each row of the form with the text of its cells by column."""
    rows = []
    if layout.numbered_columns:
        numbers = {name: f"({at})" for at, name in enumerate(layout.columns, start=1)}
        rows.append((replace(form_2021().rows[1], answer_type="header"), numbers))
    for row in form_2021().rows:
        code = row.indicator_code
        number = code if row.answer_type == "section" else code.split(".")[1] if code.count(".") == 1 else ""
        label = f"{number}. {row.label_vi}" if layout.numbered_labels and number else row.label_vi
        note = f"Kế hoạch số {row.position}/KH-UBND ngày 18/02/2022" if row.position % 17 == 2 else ""
        if layout.without_sections and row.answer_type == "section":
            continue
        answer = _answer_text(row, given[code].printed, layout) if row.is_answered else ""
        other = str(3 * row.position) if row.is_answered else ""
        cells = {"stt": number, "label": label, "unit": row.unit_vi, "answer": answer, "note": note}
        rows.append((row, {**cells, "code": code, "last_year": other, "next_year": other}))
        if layout.total_every and row.position % layout.total_every == 0:
            total = dict.fromkeys(HEADINGS, "") | {"label": "Cộng các mục trên", "answer": "777"}
            rows.append((replace(row, answer_type="header"), total))
    return rows


def _answer_text(row: FormRow, printed: str, layout: Layout) -> str:
    if layout.codes_by_name and row.codes:
        return dict(reversed(one.strip().split(" = ")) for one in row.unit_vi.split(",")).get(printed, printed)
    if layout.unit_after_figure and printed and not row.codes and row.answer_type != "percent":
        return f"{printed} {row.unit_vi.lower()}"
    return printed


def _heading(layout: Layout) -> dict[str, str]:
    return {**HEADINGS, **layout.headings}


def write_xlsx(path: Path, given: dict[str, Answer], layout: Layout = Layout()) -> Path:
    """A workbook with the report's table on its last sheet."""
    book = openpyxl.Workbook()
    for number in range(layout.sheets_before):
        sheet = book.create_sheet(f"Sheet {number + 1}", number)
        for line in TOP + NARRATIVE:
            sheet.append([line])
    sheet = book.worksheets[-1]
    for line in (*TOP, *NARRATIVE) if layout.narrative else APPENDIX:
        sheet.append([line])
    if layout.decoy:
        for line in DECOY:
            sheet.append(line)
        sheet.append([])
    left = 1 + layout.left_of_table
    at = sheet.max_row + 2
    headings = _heading(layout)
    if layout.two_row_heading:
        tops = [index for index, name in enumerate(layout.columns) if name in layout.group]
        sheet.cell(at, left + tops[0], layout.group_heading)
        sheet.merge_cells(start_row=at, end_row=at, start_column=left + tops[0], end_column=left + tops[-1])
        for index, name in enumerate(layout.columns):
            is_under = index in tops
            sheet.cell(at + is_under, left + index, headings[name])
            if not is_under:
                column = left + index
                sheet.merge_cells(start_row=at, end_row=at + 1, start_column=column, end_column=column)
        at += 1
    else:
        for index, name in enumerate(layout.columns):
            sheet.cell(at, left + index, headings[name])
    for row, cells in table_rows(given, layout):
        at += 1
        if layout.merged_sections and row.answer_type == "section":
            sheet.cell(at, left, f"{cells['stt']}. {row.label_vi}")
            sheet.merge_cells(start_row=at, end_row=at, start_column=left, end_column=left + len(layout.columns) - 1)
            continue
        for index, name in enumerate(layout.columns):
            cell = sheet.cell(at, left + index, cells[name] or None)
            cell.alignment = Alignment(wrap_text=True)
            if name == "answer" and row.is_answered and not layout.stored_as_text:
                store(cell, given[row.indicator_code], layout.general_format)
    for line in SIGNATURE:
        at += 1
        sheet.cell(at, left, line)
    book.save(path)
    return path


def store(cell, answer: Answer, general_format: bool = False) -> None:
    """Put an answer into a cell as a number, with the format that shows its decimals."""
    cell.value = answer.stored
    if answer.value is None or answer.base is not None:
        return
    shows_itself = not answer.decimals or answer.value != round(answer.value, answer.decimals - 1)
    if not (general_format and shows_itself):
        cell.number_format = f"0.{'0' * answer.decimals}" if answer.decimals else "#,##0"


def write_docx(path: Path, given: dict[str, Answer], layout: Layout = Layout()) -> Path:
    """A Word document: heading in a table without rules, narrative, the report's table, the signature."""
    document = docx.Document()
    top = document.add_table(2, 2)
    for index, line in enumerate(TOP[:4]):
        top.cell(index // 2, index % 2).text = line
    for line in (*TOP[4:], *NARRATIVE) if layout.narrative else TOP[4:]:
        document.add_paragraph(line)
    if layout.decoy:
        decoy = document.add_table(0, len(DECOY[0]))
        for line in DECOY:
            for cell, text in zip(decoy.add_row().cells, line, strict=True):
                cell.text = text
    for line in APPENDIX:
        document.add_paragraph(line)
    rows = table_rows(given, layout)
    size = -(-len(rows) // layout.tables)
    for start in range(0, len(rows), size):
        _word_table(document, rows[start : start + size], layout)
        document.add_paragraph()
    for line in SIGNATURE:
        document.add_paragraph(line)
    document.save(path)
    return path


def _word_table(document, rows, layout: Layout) -> WordTable:
    headings = _heading(layout)
    table = document.add_table(2 if layout.two_row_heading else 1, len(layout.columns))
    table.style = "Table Grid"
    if layout.two_row_heading:
        under = [index for index, name in enumerate(layout.columns) if name in layout.group]
        table.cell(0, under[0]).merge(table.cell(0, under[-1])).text = layout.group_heading
        for index, name in enumerate(layout.columns):
            cell = table.cell(1, index) if index in under else table.cell(0, index).merge(table.cell(1, index))
            cell.text = headings[name]
    else:
        for cell, name in zip(table.rows[0].cells, layout.columns, strict=True):
            cell.text = headings[name]
    for row, cells in rows:
        own = table.add_row().cells
        if layout.merged_sections and row.answer_type == "section":
            own[0].merge(own[-1]).text = f"{cells['stt']}. {row.label_vi}"
            continue
        for cell, name in zip(own, layout.columns, strict=True):
            cell.text = cells[name]
    return table


@cache
def font_with_vietnamese() -> str:
    """The name under which reportlab knows a font with Vietnamese letters. Raises RuntimeError if there is none."""
    file = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
    if not file.is_file():
        listed = subprocess.run(["fc-match", "-f", "%{file}", "serif:lang=vi"], capture_output=True, text=True)
        file = Path(listed.stdout.strip())
    face = TTFont("Vietnamese", str(file)) if file.suffix.lower() == ".ttf" and file.is_file() else None
    if face is None or not {ord(letter) for letter in "ếườợẵđƠ"} <= face.face.charToGlyph.keys():
        raise RuntimeError("no font has the Vietnamese letters; on Debian: apt-get install fonts-croscore")
    pdfmetrics.registerFont(face)
    return "Vietnamese"


def write_pdf(path: Path, given: dict[str, Answer], layout: Layout = Layout(), encrypt=None) -> Path:
    """A PDF with text. `encrypt`: a password, or an encryption of reportlab."""
    document = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=50, rightMargin=40, topMargin=50, bottomMargin=50, encrypt=encrypt
    )
    document.build(pdf_story(given, layout), onFirstPage=_page_number, onLaterPages=_page_number)
    return path


def _page_number(canvas, document) -> None:
    if document.page > 1:
        canvas.setFont(font_with_vietnamese(), 10)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 35, str(document.page))


def pdf_story(given: dict[str, Answer], layout: Layout) -> list:
    """The flowables of a report."""
    style = ParagraphStyle(
        "cell", fontName=font_with_vietnamese(), fontSize=layout.font_size, leading=layout.font_size * 1.2
    )
    narrative = (TOP + NARRATIVE * 12 if layout.narrative else TOP) + APPENDIX
    story = [Paragraph(line, style) for line in narrative]
    if layout.decoy:
        story.append(_pdf_table([[Paragraph(text, style) for text in line] for line in DECOY], layout))
    heading = _heading(layout)
    body = [[Paragraph(heading[name], style) for name in layout.columns]]
    spans = []
    for row, cells in table_rows(given, layout):
        if layout.merged_sections and row.answer_type == "section":
            spans.append(("SPAN", (0, len(body)), (-1, len(body))))
            body.append([Paragraph(f"{cells['stt']}. {row.label_vi}", style)] + [""] * (len(layout.columns) - 1))
            continue
        body.append([Paragraph(cells[name].replace(", ", ", "), style) for name in layout.columns])
    story.append(_pdf_table(body, layout, spans))
    return story + [Paragraph(line, style) for line in SIGNATURE]


def _pdf_table(body, layout: Layout, spans=()) -> Table:
    widths = {
        "stt": 28,
        "label": 230,
        "unit": 75,
        "answer": 62,
        "note": 108,
        "code": 40,
        "last_year": 45,
        "next_year": 45,
    }
    share = min(1.0, 510 / sum(widths[name] for name in layout.columns))
    rules = {
        "all": [("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
        "horizontal": [
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, "black"),
        ],
        "upright": [
            ("LINEAFTER", (0, 0), (-1, -1), 0.5, colors.black),
            ("BOX", (0, 0), (-1, -1), 0.5, colors.black),
            ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
        ],
        "none": [],
    }
    is_report = len(body) > len(DECOY)
    table = Table(
        body,
        colWidths=[share * widths[name] for name in layout.columns] if is_report else None,
        repeatRows=1 if layout.repeated_heading else 0,
        splitInRow=1,
    )
    alignment = [("VALIGN", (0, 0), (-1, -1), "MIDDLE" if layout.middle else "TOP")]
    table.setStyle(TableStyle([*rules[layout.ruled], *alignment, *spans]))
    return table
