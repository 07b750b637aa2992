"""A sample as a Word document: two borderless tables around the letter, and the report's own table among them."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from cchc.reference.samples import MARK
from cchc.sample.content import SampleReport
from cchc.sample.layout import FOOTER, FormTable, Layout, lay_out
from cchc.sample.printing import AS_USUAL, Printing
from cchc.workbooks.stable_zip import save_stably

NAME, ENDING = "docx", ".docx"  # of --format, and of its files
_WIDTHS = (1.2, 7.2, 2.6, 2.3, 3.7)  # cm


def render(report: SampleReport, path: Path, printing: Printing = AS_USUAL) -> None:
    """Write the report as .docx. The same report gives the same bytes."""
    layout = lay_out(report)
    document = Document()
    document.core_properties.title = f"{MARK} {report.report_id}"
    document.core_properties.author = MARK
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(12)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.2), Cm(1.6)
    section.header.paragraphs[0].text = MARK
    section.footer.paragraphs[0].text = FOOTER
    _letter(document, layout)
    document.add_page_break()
    for line in layout.appendix_title:
        _centred(document, line)
    for table in layout.tables:
        for line in table.title:
            _centred(document, line)
        _set(document, layout.heading_rows, table)
    save_stably(document.save, path)


def _letter(document: WordDocument, layout: Layout) -> None:
    top = document.add_table(rows=2, cols=2)
    sides = (("\n".join(layout.issuer), "\n".join(layout.state)), (layout.number, layout.place_and_date))
    for row, texts in zip(top.rows, sides, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for line in layout.title:
        _centred(document, line)
    for paragraph in layout.narrative:
        document.add_paragraph(paragraph)
    foot = document.add_table(rows=1, cols=2)
    foot.rows[0].cells[0].text = "Nơi nhận:\n- Sở Nội vụ;\n- Lưu: VT."
    foot.rows[0].cells[1].text = "\n".join(layout.signature)


def _centred(document: WordDocument, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = True


def _set(document: WordDocument, heading: tuple[tuple[str, ...], ...], shown: FormTable) -> None:
    table = document.add_table(rows=len(heading) + len(shown.rows), cols=5, style="Table Grid")
    for row, cells in zip(table.rows, [*heading, *(row.cells for row in shown.rows)], strict=True):
        for cell, text, width in zip(row.cells, cells, _WIDTHS, strict=True):
            cell.width = Cm(width)
            if text:
                cell.text = text
    if len(heading) == 2:
        for column in (0, 1):
            table.cell(0, column).merge(table.cell(1, column))
        table.cell(0, 2).merge(table.cell(0, 4))
