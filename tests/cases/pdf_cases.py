"""Answers in a PDF that are more than plain text. `change` draws in the answer's cell, from its lower left corner."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table
from tests.cases.expectation import NOTHING, UNSURE, Case
from tests.unit.form_documents import APPENDIX, HEADINGS, NARRATIVE, TOP, Layout, font_with_vietnamese, table_rows

_WIDTHS = (30, 230, 80, 80, 90)
_SIZE = 10


class Drawn(Flowable):
    """What a function draws, in a cell of its own height."""

    def __init__(self, draw) -> None:
        super().__init__()
        self._draw = draw

    def wrap(self, width, height):
        return width, _SIZE * 1.2

    def draw(self):
        self.canv.setFont(font_with_vietnamese(), _SIZE)
        self._draw(self.canv)


def text(*stretches):
    """Stretches beside each other: text, rise, size, colour and render mode, what is left out as usual."""

    def draw(canvas):
        left = 4.0
        for stretch in stretches:
            words, rise, size, colour, mode = (*stretch, *(None,) * 5)[:5]
            made = canvas.beginText(left, 3 + (rise or 0))
            made.setFont(font_with_vietnamese(), size or _SIZE)
            made.setFillColor(colour or "black")
            made.setTextRenderMode(mode or 0)
            made.textOut(words)
            canvas.drawText(made)
            left += canvas.stringWidth(words, font_with_vietnamese(), size or _SIZE)

    return draw


def then(*draws):
    def draw(canvas):
        for one in draws:
            canvas.saveState()
            one(canvas)
            canvas.restoreState()

    return draw


def at(left, words):
    return lambda canvas: canvas.drawString(left, 3, words)


def line(x, y, x_other, y_other):
    return lambda canvas: canvas.line(x, y, x_other, y_other)


def box(left, bottom, width, height, colour="white"):
    def draw(canvas):
        canvas.setFillColor(colour)
        canvas.rect(left, bottom, width, height, stroke=0, fill=1)

    return draw


def picture(left=4, width=20):
    def draw(canvas):
        image = BytesIO()
        Image.new("RGB", (40, 20), "grey").save(image, "PNG")
        image.seek(0)
        canvas.drawImage(ImageReader(image), left, 0, width, 10)

    return draw


def moved(*matrix_and_words):
    """Words under a matrix."""
    *matrix, words = matrix_and_words

    def draw(canvas):
        canvas.transform(*matrix)
        canvas.drawString(0, 0, words)

    return draw


def retold(shown, told):
    def draw(canvas):
        canvas._code.append(f"/Span <</ActualText ({told})>> BDC")
        at(4, shown)(canvas)
        canvas._code.append("EMC")

    return draw


def curve(canvas):
    canvas.bezier(6, 2, 10, 12, 14, 0, 18, 9)


def off_the_page(canvas):
    at(4, "37")(canvas)
    at(900, "9")(canvas)


def clipped(canvas):
    at(4, "37")(canvas)
    path = canvas.beginPath()
    path.rect(4, 0, 2, 1)
    canvas.clipPath(path, stroke=0, fill=0)
    at(14, "9")(canvas)


def on_hidden_layer(canvas):
    """A figure, and a digit after it on a layer that is off."""
    at(4, "37")(canvas)
    canvas._code.append("/OC /LayerOff BDC")
    at(14, "9")(canvas)
    canvas._code.append("EMC")


def only_on_hidden_layer(canvas):
    canvas._code.append("/OC /LayerOff BDC")
    at(4, "37")(canvas)
    canvas._code.append("EMC")


class _WithLayer(Canvas):
    """A canvas whose document has a layer that is off, LayerOff."""

    def __init__(self, *arguments, **named) -> None:
        super().__init__(*arguments, **named)
        layer = self._doc.Reference(pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("OCG"), "Name": "(old)"}), "layerOff")
        order = pdfdoc.PDFDictionary({"OFF": pdfdoc.PDFArray([layer])})
        catalog = self._doc.Catalog
        catalog.OCProperties = pdfdoc.PDFDictionary({"OCGs": pdfdoc.PDFArray([layer]), "D": order})
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OCProperties"]
        self._layer = layer

    def showPage(self) -> None:
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page = self._doc.idToObject.get(page.name, page) if hasattr(page, "name") else page
        resources = pdfdoc.PDFResourceDictionary(Properties={"LayerOff": self._layer})
        resources.basicFonts()
        resources.allProcs()
        resources.XObject = page.XObjects or {}
        if page.ExtGState:
            resources.ExtGState = page.ExtGState
        page.Resources = resources


def link(canvas):
    at(4, "37")(canvas)
    canvas.linkURL("https://example.org", (0, 0, 60, 12), relative=1)


def highlight(canvas):
    at(4, "37")(canvas)
    canvas.highlightAnnotation("mark", (canvas.absolutePosition(4, 0) + canvas.absolutePosition(20, 12)))


def note(kind, box, points=None):
    """37, under a note of a reader that has no drawing of its own, be it over more than the cell."""

    def draw(canvas):
        at(4, "37")(canvas)
        left, bottom, right, top = (*canvas.absolutePosition(*box[:2]), *canvas.absolutePosition(*box[2:]))
        said = {"Type": pdfdoc.PDFName("Annot"), "Subtype": pdfdoc.PDFName(kind), "F": 4}
        said["Rect"] = pdfdoc.PDFArray([left, bottom, right, top])
        said["QuadPoints"] = pdfdoc.PDFArray([left, top, right, top, left, bottom, right, bottom])
        if points:
            said[points] = pdfdoc.PDFArray([left, (bottom + top) / 2, right, (bottom + top) / 2])
        canvas._addAnnotation(pdfdoc.PDFDictionary(said))

    return draw


def see_through(canvas):
    canvas.setFillAlpha(0)
    at(14, "9")(canvas)


_BOX = {"x": 4, "y": 1, "size": 9, "relative": True}
_FIELD = {"x": 4, "y": 0, "width": 50, "height": 12, "fontSize": 9, "borderWidth": 0, "relative": True}

CASES = (
    Case("plain", "count", text(("6.632",)), "6632"),
    Case("raised mark", "count", text(("37",), ("1", 4, 6)), "37"),
    Case("raised mark apart", "count", text(("366",), (" ",), ("2", 4, 6)), "366"),
    Case("raised as large as the figure", "count", text(("366",), ("2", 4)), "366"),
    Case("raised mark in brackets", "count", text(("366",), ("(1)", 4, 6)), "366"),
    Case("raised mark after a percentage", "percent", text(("97,6",), ("1", 4, 6)), "97.6"),
    Case("raised mark after a flag", "flag", text(("1",), ("2", 4, 6)), "1"),
    Case("raised mark after a ratio", "ratio", text(("11/12",), ("2", 4, 6)), "11/12"),
    Case("raised mark after half a ratio", "ratio", text(("10",), ("2", 4, 6)), UNSURE),
    Case("lowered mark", "count", text(("37",), ("1", -2, 6)), "37"),
    Case("lowered a little", "count", text(("37",), ("1", -1, 6)), "37"),
    Case("small on the line", "count", text(("37",), ("1", 0, 6)), "37"),
    Case("too small to be seen", "count", text(("37",), ("9", 0, 1)), "37"),
    Case("box to tick", "flag", lambda canvas: canvas.rect(4, 1, 8, 8), UNSURE),
    Case("white digit", "count", text(("37",), ("9", 0, None, "white")), "37"),
    Case("invisible digit", "count", text(("37",), ("9", 0, None, None, 3)), "37"),
    Case("nearly white digit", "count", text(("37",), ("9", 0, None, "#fbfbfb")), "37"),
    Case("white figure", "count", text(("37", 0, None, "white")), UNSURE),
    Case("white on dark", "count", then(box(0, 0, 40, 12, "navy"), text(("37", 0, None, "white"))), "37"),
    Case("white digit on a pale ground", "count",
         then(box(0, 0, 60, 12, "#dde8f5"), text(("37",), ("9", 0, None, "white"))), UNSURE),
    Case("grey figure", "count", text(("37", 0, None, "#909090")), "37"),
    Case("covered and typed anew", "count", then(at(4, "37"), box(2, 0, 30, 12), at(4, "41")), "41"),
    Case("covered and typed anew, shorter", "count", then(at(4, "21.577"), box(2, 0, 40, 12), at(4, "9")), "9"),
    Case("covered and typed anew beside it", "count", then(at(4, "37"), box(2, 0, 14, 12), at(22, "41")), "41"),
    Case("covered", "count", then(at(4, "37"), box(2, 0, 30, 12)), UNSURE),
    Case("half covered", "count", then(at(4, "375"), box(14, 0, 20, 12)), "37"),
    Case("on a yellow box", "count", then(box(2, 0, 30, 12, "yellow"), at(4, "37")), "37"),
    Case("typed over without a box", "count", then(at(4, "37"), at(4, "41")), UNSURE),
    Case("struck out", "count", then(at(4, "37"), line(3, 6.3, 15, 6.3)), UNSURE),
    Case("struck out by a thin box", "count", then(at(4, "37"), box(3, 6, 12, 0.6, "black")), UNSURE),
    Case("struck out, and a clean one", "count", then(at(4, "35"), line(3, 6.3, 15, 6.3), at(22, "37")), "37"),
    Case("crossed out", "count", then(at(4, "37"), line(3, 2, 15, 11)), UNSURE),
    Case("underlined", "count", then(at(4, "37"), line(3, 1.5, 15, 1.5)), "37"),
    Case("drawn twice to look bold", "count", then(at(4, "6.632"), at(4.3, "6.632")), "6632"),
    Case("drawn in four places to look bold", "count",
         then(at(4, "11"), at(4.2, "11"), at(4, "11"), at(4.4, "11")), "11"),
    Case("two figures far apart", "count", then(at(4, "8"), at(30, "105")), UNSURE),
    Case("two figures by blanks", "count", text(("8     105",)), UNSURE),
    Case("thousands by a blank", "count", text(("8 105",)), "8105"),
    Case("raised letter of Unicode", "count", text(("366¹",)), "366"),
    Case("off the page", "count", off_the_page, "37"),
    Case("cut off", "count", clipped, "37"),
    Case("picture", "count", picture(), UNSURE),
    Case("picture over a figure", "count", then(at(4, "37"), picture()), UNSURE),
    Case("picture beside a figure", "count", then(at(4, "37"), picture(30)), UNSURE),
    Case("written by hand", "count", curve, UNSURE),
    Case("link", "count", link, "37"),
    Case("highlight", "count", highlight, "37"),
    Case("on a layer that is off", "count", on_hidden_layer, "37"),
    Case("only on a layer that is off", "count", only_on_hidden_layer, UNSURE),
    Case("text typed over a page, without its drawing", "count", lambda canvas: canvas.freeTextAnnotation(
        "45", DA="0 g /Helv 10 Tf", Rect=[4, 0, 40, 12], relative=1), UNSURE),
    Case("see-through digit", "count", then(at(4, "37"), see_through), "37"),
    Case("field of a form", "count", lambda canvas: canvas.acroForm.textfield(value="37", **_FIELD), "37"),
    Case("list of a form", "flag", lambda canvas: canvas.acroForm.choice(options=["0", "1"], value="1", **_FIELD), "1"),
    Case("box of a form, ticked", "flag", lambda canvas: canvas.acroForm.checkbox(checked=True, **_BOX), "1"),
    Case("box of a form, not ticked", "flag", lambda canvas: canvas.acroForm.checkbox(checked=False, **_BOX), UNSURE),
    Case("mirrored", "count", moved(-1, 0, 0, 1, 30, 3, "216"), UNSURE),
    Case("upside down", "count", moved(-1, 0, 0, -1, 30, 10, "69"), UNSURE),
    Case("slanted", "count", moved(1, 0, 0.3, 1, 4, 3, "37"), "37"),
    Case("with another text in the file", "count", retold("37", "99"), UNSURE),
    Case("a little smaller on the line", "count", text(("37",), ("1", 0, 8)), UNSURE),
    Case("struck out near its top", "count", then(at(4, "37"), line(3, 8.2, 16, 8.2)), UNSURE),
    Case("note of a line over the row", "count", note("Line", (-60, 1, 16, 11), "L"), UNSURE),
    Case("note of several lines", "count", note("PolyLine", (3, 1, 17, 11), "Vertices"), UNSURE),
    Case("note that puts something in", "count", note("Caret", (14, 0, 20, 6)), UNSURE),
    Case("dash", "count", text(("-",)), NOTHING),
    Case("nothing", "count", text(("",)), NOTHING),
)  # fmt: skip


def write(path, given, cases) -> None:
    """A report as a PDF with ruled lines, the answers of the cases drawn by them."""
    style = ParagraphStyle("cell", fontName=font_with_vietnamese(), fontSize=_SIZE, leading=_SIZE * 1.2)
    body = [[Paragraph(HEADINGS[name], style) for name in Layout().columns]]
    for row, cells in table_rows(given, Layout()):
        own = [Paragraph(cells[name], style) for name in Layout().columns]
        if row.indicator_code in cases:
            own[3] = Drawn(cases[row.indicator_code].change)
        body.append(own)
    table = Table(body, _WIDTHS, repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("LEFTPADDING", (0, 0), (-1, -1), 3)])
    words = [Paragraph(one, style) for one in TOP + NARRATIVE * 12 + APPENDIX]
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=40, rightMargin=40).build(
        [*words, table], canvasmaker=_WithLayer
    )
