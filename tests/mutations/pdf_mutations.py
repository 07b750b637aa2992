"""Reports as PDFs that are laid out, drawn and bound in as many ways, their figures the same."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import pypdfium2 as pdfium
import pypdfium2.raw as pdf_c
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, PageBreak, Paragraph, SimpleDocTemplate, Spacer
from tests.mutations import applied, changes_of
from tests.mutations.decoys import LINES, TABLES, cell_of, column

from cchc.sample.content import SampleReport
from cchc.sample.fonts import register_font
from cchc.sample.layout import lay_out

_WIDTHS = (30, 215, 75, 65, 105)


@dataclass
class Look:
    """How a report is set. `columns` are those of the layout in their order, None for one more, headed `extra`."""

    size: tuple[float, float] = A4
    font_size: float = 10.5
    padding: float = 3
    columns: list[int | None] = field(default_factory=lambda: [0, 1, 2, 3, 4])
    extra: str = ""
    widths: tuple[float, ...] = _WIDTHS
    rules: list[tuple] = field(default_factory=lambda: [("GRID", (0, 0), (-1, -1), 0.6, "black")])
    valign: str = "MIDDLE"
    right: bool = False
    repeat: bool = True
    split_rows: bool = False
    tables_around: bool = False
    merged_sections: bool = False
    merged_notes: bool = False
    numbered: bool = False
    marks: bool = False
    unseen: bool = False
    footer: str = ""
    watermark: str = ""
    bookmarks: bool = False
    letter: bool = True


def on_its_side(look, random):
    look.size = landscape(random.choice((A4, A3)))


def small(look, random):
    look.font_size, look.padding = random.choice((7, 8)), random.choice((0.5, 1))


def large(look, random):
    look.font_size, look.padding = 13, 5


def other_widths(look, random):
    look.widths = random.choice(((20, 260, 60, 50, 100), (40, 150, 90, 90, 120), (30, 200, 100, 45, 60)))


def more_column(look, random):
    look.extra = column(random)
    look.columns.insert(random.choice((0, 2, 3, 4, 5)), None)


def other_order(look, random):
    look.columns = random.choice(([0, 1, 3, 2, 4], [0, 1, 2, 4, 3], [1, 2, 3, 4], [0, 1, 2, 3]))


def grounds(look, random):
    """Rows on grounds of their own, as spreadsheets and web pages have them."""
    look.rules.append(
        ("ROWBACKGROUNDS", (0, 0), (-1, -1), (HexColor("#ffffff"), HexColor(random.choice(("#dde8f5", "#f2f2f2")))))
    )


def lines(look, random):
    kind = random.choice(("thin", "thick", "double", "dotted", "level", "inner"))
    if kind == "double":
        look.rules = [("GRID", (0, 0), (-1, -1), 0.4, "black", None, None, None, 2, 1)]
    elif kind == "dotted":
        look.rules = [("GRID", (0, 0), (-1, -1), 0.5, "black", None, (1, 2))]
    elif kind == "level":
        look.rules = [("LINEBELOW", (0, 0), (-1, -1), 0.5, "black"), ("LINEABOVE", (0, 0), (-1, 0), 0.5, "black")]
    elif kind == "inner":
        look.rules = [("INNERGRID", (0, 0), (-1, -1), 0.5, "grey")]
    else:
        look.rules = [("GRID", (0, 0), (-1, -1), 0.2 if kind == "thin" else 2, "black")]


def at_the_top(look, random):
    look.valign, look.right = random.choice(("TOP", "BOTTOM")), random.random() < 0.5


def heading_once(look, random):
    look.repeat = False


def rows_over_pages(look, random):
    look.split_rows = True


def tables_around(look, random):
    look.tables_around = True


def merged_sections(look, random):
    look.merged_sections = True


def merged_notes(look, random):
    look.merged_notes = True


def numbered_columns(look, random):
    look.numbered = True


def note_marks(look, random):
    look.marks = True


def unseen_digits(look, random):
    look.unseen = True


def page_foot(look, random):
    look.footer = random.choice(("Trang {0}/12", "{0}", "- {0} -", "Báo cáo CCHC 105 trang {0}", "12/12/2025 8:05"))


def watermark(look, random):
    look.watermark = random.choice(("DỰ THẢO", "BẢN SAO 2025", "MẬT"))


def links(look, random):
    look.bookmarks = True


def appendix_alone(look, random):
    look.letter = False


def turned(path, random):
    """Pages turned as by a scanner's viewer: their words stand upright again by the page's own mark."""
    with _opened(path) as document:
        for page in document:
            page.set_rotation(0)
            box = page.get_mediabox()
            page.set_cropbox(box[0], box[1], box[2], box[3])
            page.set_trimbox(box[0] + 5, box[1] + 5, box[2] - 5, box[3] - 5)


def moved_origin(path, random):
    """Pages whose corner is not at 0."""
    with _opened(path) as document:
        for page in document:
            left, bottom, right, top = page.get_mediabox()
            for one in list(page.get_objects(max_depth=1)):
                matrix = one.get_matrix()
                one.set_matrix(matrix.translate(100, -50))
            page.set_mediabox(left + 100, bottom - 50, right + 100, top - 50)
            page.set_cropbox(left + 100, bottom - 50, right + 100, top - 50)
            page.gen_content()


def notes_of_a_reader(path, random):
    """Annotations: a note, and words marked in colour."""
    with _opened(path) as document:
        for page in document:
            for kind in (pdf_c.FPDF_ANNOT_TEXT, pdf_c.FPDF_ANNOT_HIGHLIGHT, pdf_c.FPDF_ANNOT_SQUARE):
                annotation = pdf_c.FPDFPage_CreateAnnot(page.raw, kind)
                left, top = random.randint(40, 500), random.randint(60, 700)
                pdf_c.FPDFAnnot_SetRect(annotation, pdf_c.FS_RECTF(left, top, left + 30, top - 12))
                pdf_c.FPDFAnnot_SetStringValue(annotation, b"Contents", _wide("45?"))
                pdf_c.FPDFPage_CloseAnnot(annotation)


def cover(path, random):
    """A page of another document in front, and one behind."""
    with _opened(path) as document:
        for at, line in ((0, LINES[0]), (len(document) + 1, LINES[1])):
            page = document.new_page(595, 842, at)
            shown = pdf_c.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", 12.0)
            pdf_c.FPDFText_SetText(shown, _wide(line))
            pdf_c.FPDFPageObj_Transform(shown, 1, 0, 0, 1, 72, 700)
            pdf_c.FPDFPage_InsertObject(page.raw, shown)
            page.gen_content()


def two_up(path, random):
    """Two pages on each sheet."""
    with _opened(path) as document:
        raw = pdf_c.FPDF_ImportNPagesToOne(document.raw, 1190.0, 842.0, 2, 1)
        pdfium.PdfDocument(raw).save(f"{path}.new")
    Path(f"{path}.new").replace(path)


def _wide(text: str):
    encoded = text.encode("utf-16-le") + b"\0\0"
    return ctypes.cast(ctypes.create_string_buffer(encoded), ctypes.POINTER(ctypes.c_ushort))


class _opened:
    """A PDF that is changed and written again."""

    def __init__(self, path) -> None:
        self._path, self._document = path, pdfium.PdfDocument(Path(path).read_bytes())

    def __enter__(self):
        return self._document

    def __exit__(self, kind, *_) -> None:
        if kind is None:
            self._document.save(str(self._path))


AFTERWARDS = (turned, moved_origin, notes_of_a_reader, cover, two_up)
MUTATIONS = changes_of(globals(), ("Look", "lay_out"))


class _Unseen(Flowable):
    """A figure, and digits that nobody sees behind it."""

    def __init__(self, text: str, font: str, size: float) -> None:
        super().__init__()
        self._text, self._font, self._size = text, font, size

    def wrap(self, width, height):
        return width, self._size * 1.3

    def draw(self):
        self.canv.setFont(self._font, self._size)
        self.canv.drawString(2, 2, self._text)
        self.canv.setFillColor("white")
        self.canv.drawString(3 + self.canv.stringWidth(self._text, self._font, self._size), 2, "9")


def write(report: SampleReport, path: Path, random: Random, chosen: Sequence[Callable]) -> list[str]:
    """Write a report as a PDF with these changes; the names of those that were done."""
    look = Look()
    names = applied([one for one in chosen if one not in AFTERWARDS], look, random)
    _render(report, path, look, random)
    return names + applied([one for one in chosen if one in AFTERWARDS], path, random)


def _render(report: SampleReport, path: Path, look: Look, random: Random) -> None:
    regular, bold = register_font("")
    layout = lay_out(report)
    cell = ParagraphStyle("cell", fontName=regular, fontSize=look.font_size, leading=look.font_size * 1.2)
    head = ParagraphStyle("head", cell, fontName=bold, alignment=TA_CENTER)
    document = SimpleDocTemplate(
        str(path), pagesize=look.size, leftMargin=45, rightMargin=40, topMargin=45, bottomMargin=50
    )

    def on_page(canvas: Canvas, own: SimpleDocTemplate) -> None:
        canvas.setFont(regular, 9)
        if look.footer:
            canvas.drawCentredString(look.size[0] / 2, 25, look.footer.format(own.page))
        if look.watermark:
            canvas.saveState()
            canvas.setFont(bold, 70)
            canvas.setFillColor("#d8d8d8")
            canvas.translate(look.size[0] / 2, look.size[1] / 2)
            canvas.rotate(40)
            canvas.drawCentredString(0, 0, look.watermark)
            canvas.restoreState()
        if look.bookmarks:
            canvas.bookmarkPage(f"p{own.page}")
            canvas.addOutlineEntry(f"Trang {own.page}", f"p{own.page}", 0)
            canvas.linkURL("https://example.org", (60, 300, 300, 330))

    top = [*layout.issuer, *layout.state, layout.number, layout.place_and_date, *layout.title]
    story = [Paragraph(escape(line), head) for line in top]
    if look.letter:
        story += [*(Paragraph(escape(line), cell) for line in layout.narrative), PageBreak()]
    story += [Paragraph(escape(line), head) for line in layout.appendix_title]
    for table in layout.tables:
        story += [Paragraph(escape(line), head) for line in table.title]
        if look.tables_around:
            story += [_other_table(random.choice(TABLES), cell), Spacer(1, 6)]
        story.append(_table(layout.heading_rows, table.rows, look, cell, head, random))
    if look.tables_around:
        story += [Spacer(1, 6), _other_table(random.choice(TABLES), cell)]
    document.build(story, onFirstPage=on_page, onLaterPages=on_page)


def _other_table(rows, cell) -> LongTable:
    made = [[Paragraph(escape(text).replace("\n", "<br/>"), cell) for text in row] for row in rows]
    return LongTable(made, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])


def _table(headings, rows, look: Look, cell, head, random: Random) -> LongTable:
    own = ParagraphStyle("own", cell, alignment=TA_RIGHT if look.right else TA_CENTER)
    body = [[_shown(look.extra if at is None and last else "" if at is None else row[at], head) for at in look.columns]
            for row, last in zip(headings, [False] * (len(headings) - 1) + [True], strict=True)]  # fmt: skip
    rules = list(look.rules)
    if look.numbered:
        body.append([_shown(f"({at})", head) for at in range(1, len(look.columns) + 1)])
    label = look.columns.index(1)
    for row in rows:
        cells = row.cells
        made = [
            _shown(cell_of(look.extra, random) if at is None and cells[2] else "" if at is None else cells[at],
                   own if at in (0, 2, 3, None) else cell)
            for at in look.columns
        ]  # fmt: skip
        if look.merged_sections and not any(cells[2:]) and label + 1 < len(made):
            rules.append(("SPAN", (label, len(body)), (-1, len(body))))
        if look.marks and random.random() < 0.2:
            made[label] = Paragraph(f"{escape(cells[1])}<super>{random.randint(1, 9)}</super>", cell)
        if look.unseen and cells[3] and 3 in look.columns and random.random() < 0.2:
            made[look.columns.index(3)] = _Unseen(cells[3], cell.fontName, look.font_size)
        body.append(made)
    if look.merged_notes and look.columns[-1] == 4:
        empty = [at for at, row in enumerate(rows, start=len(body) - len(rows)) if not row.note]
        start = random.choice(empty)
        run = [at for at in range(start, start + 3) if at in empty]
        rules.append(("SPAN", (-1, run[0]), (-1, run[0] + run.index(run[-1]))))
    share = (look.size[0] - 90) / sum(60 if at is None else look.widths[at] for at in look.columns)
    rules += [("VALIGN", (0, 0), (-1, -1), look.valign), *(
        (f"{side}PADDING", (0, 0), (-1, -1), look.padding) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM"))]  # fmt: skip
    if len(headings) == 2 and look.columns == [0, 1, 2, 3, 4]:
        rules += [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1)), ("SPAN", (2, 0), (4, 0))]
    return LongTable(
        body, colWidths=[share * (60 if at is None else look.widths[at]) for at in look.columns], style=rules,
        repeatRows=len(headings) if look.repeat else 0, splitInRow=int(look.split_rows),
    )  # fmt: skip


def _shown(text: str, style: ParagraphStyle):
    return Paragraph(escape(text).replace("\n", "<br/>"), style) if text else ""
