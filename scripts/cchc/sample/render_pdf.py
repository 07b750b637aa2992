"""A sample as a PDF with a text layer: a letter on A4, then a table over many pages with repeated headings."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from cchc.reference.samples import MARK
from cchc.sample.content import SampleReport
from cchc.sample.fonts import register_font
from cchc.sample.layout import FOOTER, FormTable, Layout, lay_out
from cchc.sample.printing import AS_USUAL, Printing

NAME, ENDING = "pdf", ".pdf"  # of --format, and of its files
_WIDTHS = (1.1 * cm, 7.4 * cm, 2.6 * cm, 2.2 * cm, 3.9 * cm)
_CENTRED = (0, 2, 3)


def render(report: SampleReport, path: Path, printing: Printing = AS_USUAL) -> None:
    """Write the report as PDF. The same report gives the same bytes. Raises CchcError without a Vietnamese font."""
    regular, bold = register_font(printing.font)
    layout = lay_out(report)
    body = ParagraphStyle("body", fontName=regular, fontSize=12.5, leading=16, alignment=TA_JUSTIFY, spaceAfter=5)
    head = ParagraphStyle("head", body, fontName=bold, alignment=TA_CENTER, spaceAfter=2)
    cell = ParagraphStyle("cell", fontName=regular, fontSize=11, leading=13)
    document = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=2 * cm, rightMargin=1.6 * cm, topMargin=1.6 * cm, bottomMargin=1.8 * cm,
        invariant=1, title=f"{MARK} {report.report_id}", author=MARK,
    )  # fmt: skip

    def mark_page(canvas: Canvas, _document: SimpleDocTemplate) -> None:
        canvas.setFont(regular, 9)
        canvas.drawCentredString(A4[0] / 2, 1 * cm, FOOTER)

    story = [*_letter(layout, body, head), PageBreak()]
    story += [Paragraph(escape(line), head) for line in layout.appendix_title]
    for table in layout.tables:
        story += [Spacer(1, 8), *(Paragraph(escape(line), head) for line in table.title)]
        story += [Spacer(1, 4), _table(layout.heading_rows, table, cell, bold)]
    document.build(story, onFirstPage=mark_page, onLaterPages=mark_page)


def _letter(layout: Layout, body: ParagraphStyle, head: ParagraphStyle) -> list:
    top = Table(
        [
            [Paragraph("<br/>".join(map(escape, side)), head) for side in (layout.issuer, layout.state)],
            [Paragraph(escape(text), head) for text in (layout.number, layout.place_and_date)],
        ],
        colWidths=(7.4 * cm, 9.8 * cm),
    )
    story = [top, Spacer(1, 12), *(Paragraph(escape(line), head) for line in layout.title), Spacer(1, 10)]
    story += [Paragraph(escape(paragraph), body) for paragraph in layout.narrative]
    return [*story, Spacer(1, 14), *(Paragraph(escape(line), head) for line in layout.signature)]


def _table(heading_rows: tuple[tuple[str, ...], ...], shown: FormTable, cell: ParagraphStyle, bold: str) -> LongTable:
    centred = ParagraphStyle("centred", cell, alignment=TA_CENTER)
    heading = ParagraphStyle("heading", centred, fontName=bold)
    strong = ParagraphStyle("strong", cell, fontName=bold)

    def styled(row, column: int) -> ParagraphStyle:
        if column in _CENTRED:
            return centred
        return strong if row.number and column == 1 else cell

    lines: list[list[Paragraph | str]] = [[Paragraph(escape(text), heading) for text in row] for row in heading_rows]
    for row in shown.rows:
        lines.append(
            [
                Paragraph(escape(text).replace("\n", "<br/>"), styled(row, column)) if text else ""
                for column, text in enumerate(row.cells)
            ]
        )
    rules: list[tuple] = [
        ("GRID", (0, 0), (-1, -1), 0.6, black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if len(heading_rows) == 2:
        rules += [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1)), ("SPAN", (2, 0), (4, 0))]
    return LongTable(lines, colWidths=_WIDTHS, repeatRows=len(heading_rows), style=rules)
