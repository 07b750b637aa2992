"""Answers in Excel that are more than a plain number or text. `change` gets the sheet and the answer's cell."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import DataBarRule, IconSetRule, Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from PIL import Image as Picture
from tests.cases.expectation import NOTHING, UNSURE, Case


def rich(*parts):
    """Rich text: plain parts, and pairs of a text and what its font sets."""

    def change(sheet, cell):
        cell.value = CellRichText(
            *(part if isinstance(part, str) else TextBlock(InlineFont(**part[1]), part[0]) for part in parts)
        )

    return change


def plain(value, number_format=None, fill=None, **font):
    """A value, with the font and ground of its cell."""

    def change(sheet, cell):
        cell.value = value
        if number_format:
            cell.number_format = number_format
        if font:
            cell.font = Font(**font)
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)

    return change


def formula(text, stored):
    """A formula with what was stored for it; `{r1}` are cells below it that stay as they are."""

    def change(sheet, cell):
        cell.value = f"={text}"
        STORED[text] = stored

    return change


STORED: dict[str, str] = {}


def store_values(path: Path) -> None:
    """Put the values that formulas were saved with into a workbook, which the library that made it leaves out."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if name.startswith("xl/worksheets/sheet"):
                text = content.decode()
                for own, value in STORED.items():
                    text = re.sub(rf"(<f>{re.escape(own)}</f>)<v\s*/>|(<f>{re.escape(own)}</f>)<v></v>",
                                  rf"<f>{own}</f><v>{value}</v>", text)  # fmt: skip
                content = text.encode()
            package.writestr(name, content)


def picture(value=None):
    def change(sheet, cell):
        image = BytesIO()
        Picture.new("RGB", (20, 10), "white").save(image, "PNG")
        cell.value = value
        sheet.add_image(Image(image), cell.coordinate)

    return change


def reaching_over(value=None):
    """A picture that begins in the cell before."""

    def change(sheet, cell):
        image = BytesIO()
        Picture.new("RGB", (700, 8), "white").save(image, "PNG")
        cell.value = value
        sheet.add_image(Image(image), cell.offset(column=-2).coordinate)

    return change


def hidden_row(sheet, cell):
    cell.value = 37
    sheet.row_dimensions[cell.row].hidden = True


def crossed(sheet, cell):
    cell.value = 37
    cell.border = Border(diagonal=Side("thin"), diagonalUp=True)


def low_row(sheet, cell):
    cell.value = 37
    sheet.row_dimensions[cell.row].height = 0.5


def ruled(rule, *formulas, **style):
    """37, under a rule of conditional formatting; `{cell}` in a formula is the cell itself."""

    def change(sheet, cell):
        cell.value = 37
        own = [formula.format(cell=cell.coordinate) for formula in formulas]
        kind, _, compared = rule.partition(" ")
        sheet.conditional_formatting.add(
            cell.coordinate, Rule(kind, operator=compared or None, formula=own, dxf=DifferentialStyle(**style))
        )

    return change


def aligned(value, way):
    def change(sheet, cell):
        cell.value = value
        cell.alignment = Alignment(horizontal=way)

    return change


def signed(rule):
    """37, under a rule of conditional formatting that shows signs."""

    def change(sheet, cell):
        cell.value = 37
        sheet.conditional_formatting.add(cell.coordinate, rule)

    return change


_WHITE = Color(theme=0)
_UNSEEN = {"font": Font(color="FFFFFFFF")}
_NO_FORMAT = {"numFmt": NumberFormat(190, ";;;")}

CASES = (
    Case("raised mark", "count", rich("366", ("1", {"vertAlign": "superscript"})), "366"),
    Case("raised mark in brackets after a flag", "flag", rich("1", ("(1)", {"vertAlign": "superscript"})), "1"),
    Case("raised mark after a percentage", "percent", rich("97,6", ("2", {"vertAlign": "superscript"})), "97.6"),
    Case("raised mark after half a ratio", "ratio", rich("10", ("2", {"vertAlign": "superscript"})), UNSURE),
    Case("lowered mark", "count", rich("366", ("a", {"vertAlign": "subscript"})), "366"),
    Case("raised cell", "count", plain("37", vertAlign="superscript"), UNSURE),
    Case("struck beside a clean one", "count", rich(("3", {"strike": True}), "37"), "37"),
    Case("struck after the clean one", "count", rich("37 ", ("35", {"strike": True})), "37"),
    Case("all stretches struck", "count", rich(("3", {"strike": True}), ("7", {"strike": True})), UNSURE),
    Case("struck number", "count", plain(37, strike=True), UNSURE),
    Case("struck text", "count", plain("37", strike=True), UNSURE),
    Case("white stretch", "count", rich("37", ("9", {"color": "FFFFFFFF"})), "37"),
    Case("white number", "count", plain(37, color="FFFFFFFF"), UNSURE),
    Case("white by the theme", "count", plain("37", color=_WHITE), UNSURE),
    Case("white on a dark ground", "count", plain(37, fill="FF1F3864", color="FFFFFFFF"), "37"),
    Case("white on a pale ground", "count", plain("37", fill="FFDDEBF7", color="FFFFFFFF"), UNSURE),
    Case("pale digit", "count", rich("37", ("9", {"color": "FFD9D9D9"})), UNSURE),
    Case("as its ground", "count", plain("37", fill="FFFFFF00", color="FFFFFF00"), UNSURE),
    Case("two figures by blanks", "count", plain("8   105"), UNSURE),
    Case("two figures by a tab", "count", plain("8\t105"), UNSURE),
    Case("two figures by a line", "count", plain("8\n105"), UNSURE),
    Case("two figures by hard blanks", "count", plain("8\u00a0\u00a0105"), UNSURE),
    Case("thousands by a hard blank", "count", plain("55\u00a0973"), "55973"),
    Case("letters that nobody sees", "count", plain("\u200b3\u200e7\ufeff"), "37"),
    Case("only letters that nobody sees", "count", plain("\u200b"), NOTHING),
    Case("wide figures", "count", plain("３６"), "36"),
    Case("raised letter of Unicode after a figure", "count", plain("366¹"), "366"),
    Case("raised letter of Unicode after a flag", "flag", plain("1¹"), "1"),
    Case("raised letter of Unicode after half a ratio", "ratio", plain("10²"), UNSURE),
    Case("figure in a circle", "count", plain("37④"), "37"),
    Case("only raised letters", "count", plain("³⁷"), UNSURE),
    Case("ticked by a font", "flag", plain("ü", name="Wingdings"), UNSURE),
    Case("number in a font of signs", "count", plain(37, name="Wingdings"), UNSURE),
    Case("tick of Unicode", "flag", plain("✔"), UNSURE),
    Case("boxes typed", "flag", plain("☑ Có ☐ Không"), "1"),
    Case("true", "flag", plain(True), UNSURE),
    Case("formula saved with 0", "count", formula("2+40", "0"), UNSURE),
    Case("formula saved with what it gives", "count", formula("12+30", "42"), "42"),
    Case("sum saved with 0", "count", formula("SUM(Z1:Z3)+5", "0"), UNSURE),
    Case("another formula saved with 0", "count", formula("ROUND(3.2,0)", "0"), UNSURE),
    Case("another formula with its value", "count", formula("ROUND(4.2,0)", "4"), "4"),
    Case("percentage of a percentage", "percent", plain(91.43, "0.00%"), UNSURE),
    Case("percentage of a whole one", "percent", plain(97, "0%"), UNSURE),
    Case("percentage as a share", "percent", plain(0.9143, "0.00%"), "91.43"),
    Case("share without its sign", "percent", plain(0.9143, "@"), "0.9143"),
    Case("format without a figure", "count", plain(37, ";;;"), UNSURE),
    Case("hidden row", "count", hidden_row, UNSURE),
    Case("picture", "count", picture(), UNSURE),
    Case("picture over a figure", "count", picture(37), UNSURE),
    Case("format that shows thousands", "count", plain(12345, "0.0,"), UNSURE),
    Case("text with its apostrophe", "count", plain("'37"), "37"),
    Case("border through the cell", "count", crossed, UNSURE),
    Case("row of no height", "count", low_row, UNSURE),
    Case("white by a rule", "count", ruled("expression", "TRUE", **_UNSEEN), UNSURE),
    Case("struck by a rule", "count", ruled("cellIs greaterThan", "9", font=Font(strike=True)), UNSURE),
    Case("hidden by a rule's format", "count", ruled("expression", "{cell}>9", **_NO_FORMAT), UNSURE),
    Case("a rule that hides noughts", "count", ruled("cellIs equal", "0", **_UNSEEN), "37"),
    Case("a rule that hides its noughts", "count", ruled("expression", "{cell}=0", **_UNSEEN), "37"),
    Case("a rule that paints", "count", ruled("expression", "TRUE", font=Font(color="FFFF0000")), "37"),
    Case("white by its format", "count", plain(37, "[White]0"), UNSURE),
    Case("nought by a format of no figure", "count", plain(0, "#,###"), UNSURE),
    Case("figure by that format", "count", plain(6632, "#,###"), "6632"),
    Case("words between its figures", "count", plain(12345, '000"-"000'), UNSURE),
    Case("blank typed between its figures", "count", plain(12345, "#\\ ##0"), "12345"),
    Case("dot typed before one figure", "count", plain(12345, "0\\.0"), UNSURE),
    Case("thousands by words", "count", plain(37, '0" nghìn"'), UNSURE),
    Case("per mille", "percent", plain(0.976, '0.0"‰"'), UNSURE),
    Case("repeated over the cell", "count", aligned(37, "fill"), UNSURE),
    Case("white by the tint of a theme", "count", plain(37, color=Color(theme=1, tint=1.0)), UNSURE),
    Case("icon in its place", "count", signed(IconSetRule("3Arrows", "percent", [0, 33, 67], showValue=False)), UNSURE),
    Case("icon beside it", "count", signed(IconSetRule("3Arrows", "percent", [0, 33, 67])), "37"),
    Case(
        "bar in its place", "count", signed(DataBarRule("min", 0, "max", 9, color="FF638EC6", showValue=False)), UNSURE
    ),
    Case("text that its format hides", "count", plain("37", ";;;"), UNSURE),
    Case("text with a digit of its format", "count", plain("37", '0;0;0;"5"@'), UNSURE),
    Case("text in white by its format", "count", plain("37", "[White]@"), UNSURE),
    Case("base that a format adds", "ratio", plain(10, "0\\/12"), UNSURE),
    Case("digit after the usual format", "count", plain(37, 'General"5"'), UNSURE),
    Case("digits of another language", "count", plain(37, "[DBNum1]0"), UNSURE),
    Case("blank as wide as a digit", "count", plain(37, "0_1"), "37"),
    Case("smaller digit of a stretch", "count", rich("37", ("1", {"sz": 6})), UNSURE),
    Case("lowered digit before", "count", rich(("3", {"vertAlign": "subscript"}), "7"), UNSURE),
    Case("letter by its code", "count", plain("37_x000D_"), "37"),
    Case("usual letters on black", "count", plain(37, fill="FF000000"), UNSURE),
    Case("picture that reaches here", "count", reaching_over(), UNSURE),
    Case("picture that reaches over a figure", "count", reaching_over(37), UNSURE),
    Case("dash", "count", plain("–"), NOTHING),
    Case("nothing", "count", plain(None), NOTHING),
)
