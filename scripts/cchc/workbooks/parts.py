"""What the workbooks for people to fill in have in common: locked sheets, yellow cells, lists to choose from, paper."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cchc.reference.form import FormRow
from cchc.text import nfc

FONT = "Times New Roman"
PERCENT_MOST = 9999.99  # of a percentage that may pass 100
COUNT_MOST = 10**12
_EDGE = Side(style="thin", color="808080")
BORDER = Border(_EDGE, _EDGE, _EDGE, _EDGE)
TO_FILL = PatternFill("solid", start_color="FFF9DB")
HEAD = PatternFill("solid", start_color="DCE6F1")
UNLOCKED = Protection(locked=False)
_LINE_HEIGHT, _LETTERS_A_UNIT = 1.3, 13.0  # of the letters' size; letters of one point in a unit of column width
_HEIGHT_MOST = 405.0  # points, of Excel


def as_cell(text: str) -> str:
    """A text as a cell can hold it: NFC, without control characters."""
    return ILLEGAL_CHARACTERS_RE.sub("", nfc(text))


def write_text(cell: Cell, text: str) -> None:
    """Write a text that never becomes a formula, whatever it begins with, not even when somebody edits the cell."""
    cell.value = as_cell(text) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = cell.value[0] in "=+-@"


def write_heading(cell: Cell, text: str, size: int = 11) -> None:
    """Write the heading of a column."""
    cell.value = text
    cell.font, cell.fill, cell.border = Font(name=FONT, size=size, bold=True), HEAD, BORDER
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def open_to_fill(cell: Cell) -> None:
    """Make a cell one that people fill in, on a sheet that is locked."""
    cell.protection, cell.fill, cell.border = UNLOCKED, TO_FILL, BORDER


def row_height(cells: Iterable[tuple[str, float]], size: float = 11) -> float:
    """Points for a row of these texts, each in a column so wide, wrapped; LibreOffice would not find it when it prints.

    `size` is that of the letters, in points.
    """
    lines = max((_lines(text, max(int(width * _LETTERS_A_UNIT / size), 1)) for text, width in cells), default=1)
    return min(lines * _LINE_HEIGHT * size + 4, _HEIGHT_MOST)


def _lines(text: str, letters: int) -> int:
    return sum(max(len(wrap(line, letters)), 1) for line in text.splitlines()) or 1


def list_validation(choices: Iterable[str], prompt: str, error: str) -> DataValidation:
    """One of these choices, or nothing; none of them may have a comma in it."""
    rule = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    explain(rule, prompt, error)
    return rule


def answer_validation(row: FormRow, cell: str) -> DataValidation:
    """What may be typed into the answer cell of a form row."""
    if row.codes:
        return list_validation(row.codes, row.unit_vi, f"Chỉ được chọn: {row.unit_vi}.")
    if row.answer_type == "count":
        return whole_validation()
    if row.answer_type == "percent":
        most = f"{PERCENT_MOST}" if row.may_pass_100 else "100"
        rule = DataValidation("decimal", operator="between", formula1="0", formula2=most, allow_blank=True)
        limit = "từ 0 trở lên" if row.may_pass_100 else "từ 0 đến 100"
        explain(rule, f"Ghi số phần trăm {limit}, không ghi dấu %.", f"Phải là số phần trăm {limit}.")
        return rule
    digits = f'SUBSTITUTE({cell},"/","")'
    whole = f'ISNUMBER(VALUE({digits})),ISERROR(FIND(".",{digits})),ISERROR(FIND(",",{digits}))'
    slash = f'FIND("/",{cell})>1,LEN({cell})-LEN({digits})=1,RIGHT({cell})<>"/",LEFT({cell})<>"-"'
    rule = DataValidation("custom", formula1=f"AND({slash},{whole})", allow_blank=True)
    explain(rule, "Ghi tử số/mẫu số, thí dụ: 3/33.", "Phải ghi tử số/mẫu số, hai số nguyên.")
    return rule


def whole_validation() -> DataValidation:
    """A whole number, 0 or more."""
    rule = DataValidation("whole", operator="between", formula1="0", formula2=str(COUNT_MOST), allow_blank=True)
    explain(rule, "Ghi số nguyên, không ghi dấu chấm hay dấu phẩy.", "Phải là số nguyên, từ 0 trở lên.")
    return rule


def answer_format(row: FormRow) -> str:
    """The number format of the answer cell of a form row."""
    return {"percent": "0.00", "ratio": "@", "count": "#,##0"}.get(row.answer_type, "0")


def explain(rule: DataValidation, prompt: str, error: str) -> None:
    """What Excel says beside the cell, and when something else is typed."""
    rule.promptTitle, rule.prompt, rule.errorTitle, rule.error = "Cách ghi", prompt, "Không hợp lệ", error
    rule.showInputMessage = rule.showErrorMessage = True


def lock(sheet: Worksheet) -> None:
    """Lock a sheet but for its open cells, without a password: a slip is prevented, nobody is locked out."""
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False


def set_paper(sheet: Worksheet, orientation: str, repeated_rows: str) -> None:
    """Print on A4, as wide as the paper, with these rows on every page and the pages numbered."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = repeated_rows
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.center.text = "Trang &P/&N"
