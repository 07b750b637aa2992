"""Changes to a Word document. Each gets the document, its report's tables and a source of chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from random import Random

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.table import Table
from tests.mutations import applied, changes_of
from tests.mutations.decoys import LINES, TABLES, cell_of, column

from cchc.sample import render_word
from cchc.sample.content import SampleReport

_FONTS = ("Arial", "Times New Roman", ".VnTime Unicode", "Calibri")


def tables_of(document: Document) -> list[Table]:
    """The report's own tables: those of five columns under a heading."""
    return [table for table in document.tables if len(table.columns) == 5]


def _texts(row) -> list[str]:
    return ["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.tc_lst]


def _is_heading(row) -> bool:
    return any(text in ("STT", "Đơn vị tính", "Chỉ tiêu thống kê") for text in _texts(row))


def _body(table: Table) -> list:
    return [row for row in table._tbl.tr_lst if not _is_heading(row)]


def _runs(table: Table, random: Random, share: float = 0.2):
    return [run for run in table._tbl.iter(qn("w:r")) if random.random() < share]


def _cell(text: str):
    return parse_xml(
        f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
    )


def _paragraph(text: str):
    return parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{text}</w:t></w:r></w:p>")


def split_runs(document, tables, random):
    for table in tables:
        for run in _runs(table, random):
            texts = run.findall(qn("w:t"))
            if len(texts) == 1 and len(texts[0].text or "") > 1 and not run.findall(qn("w:br")):
                whole, at = texts[0].text, random.randrange(1, len(texts[0].text))
                other = deepcopy(run)
                texts[0].text, other.find(qn("w:t")).text = whole[:at], whole[at:]
                for text in (texts[0], other.find(qn("w:t"))):
                    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                run.addnext(other)
                if random.random() < 0.5:
                    run.addnext(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellStart"/>'))


def fonts(document, tables, random):
    for table in tables:
        for row in table.rows[:: random.randint(1, 5)]:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    for run in paragraph.runs:
                        run.font.size, run.font.name = Pt(random.choice((8, 11, 14))), random.choice(_FONTS)
                        run.font.bold, run.font.italic = random.random() < 0.5, random.random() < 0.3
                        run.font.underline = random.random() < 0.1
                        run.font.color.rgb = RGBColor(random.randint(0, 150), 0, random.randint(0, 200))


def widths(document, tables, random):
    for table in tables:
        for grid in table._tbl.iter(qn("w:gridCol")):
            grid.set(qn("w:w"), str(random.choice((0, 300, 900, 4000))))


def more_column(document, tables, random):
    heading, at = column(random), random.choice((0, 2, 3, 4, 5))
    if any(len(row.tc_lst) != 5 for table in tables for row in table._tbl.tr_lst):
        return
    for table in tables:
        grid = table._tbl.tblGrid
        grid.insert(at, parse_xml(f'<w:gridCol {nsdecls("w")} w:w="900"/>'))
        for row in table._tbl.tr_lst:
            texts = _texts(row)
            is_last = _is_heading(row)
            new = _cell(heading if is_last else cell_of(heading, random) if texts[2] or texts[3] else "")
            row.insert(row.index(row.tc_lst[at]) if at < 5 else row.index(row.tc_lst[4]) + 1, new)


def without_numbers(document, tables, random):
    for table in tables:
        if all(len(row.tc_lst) == 5 for row in table._tbl.tr_lst) and not _spans(table):
            table._tbl.tblGrid.remove(table._tbl.tblGrid[0])
            for row in table._tbl.tr_lst:
                row.remove(row.tc_lst[0])


def other_order(document, tables, random):
    order = random.choice(((0, 1, 3, 2, 4), (1, 0, 2, 3, 4), (0, 1, 4, 2, 3), (0, 2, 1, 3, 4)))
    if any(_spans(table) for table in tables):
        return
    for table in tables:
        for row in table._tbl.tr_lst:
            cells = list(row.tc_lst)
            if len(cells) == 5:
                for at in order:
                    row.append(cells[at])


def _spans(table: Table) -> bool:
    return next(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge")), None) is not None


def tables_around(document, tables, random):
    for table in tables:
        for place in ("addprevious", "addnext"):
            if random.random() < 0.6:
                rows = random.choice(TABLES)
                cells = "".join(f"<w:tr>{''.join(_as_text(text) for text in row)}</w:tr>" for row in rows)
                made = parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/>{cells}</w:tbl>")
                getattr(table._tbl, place)(made)
                getattr(table._tbl, place)(_paragraph(random.choice(LINES)))


def _as_text(text: str) -> str:
    return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def merged_sections(document, tables, random):
    """Rows without unit and answer in one cell over all columns, or from the label on."""
    start = random.choice((0, 1))
    for table in tables:
        for row in _body(table):
            texts = _texts(row)
            if len(texts) == 5 and not any(texts[2:]):
                kept = row.tc_lst[start]
                if start == 0:
                    words = f"{texts[0]} {texts[1]}".strip()
                    kept = row.tc_lst[0]
                    for one in list(kept.iter(qn("w:r"))):
                        one.getparent().remove(one)
                    kept.p_lst[0].append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{words}</w:t></w:r>"))
                for cell in row.tc_lst[start + 1 :]:
                    row.remove(cell)
                kept.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="{5 - start}"/>'))


def merged_notes(document, tables, random):
    """One note for several rows."""
    for table in tables:
        rows = [row for row in _body(table) if len(row.tc_lst) == 5]
        for start in range(random.randint(0, 5), len(rows) - 8, random.randint(9, 30)):
            for at, row in enumerate(rows[start : start + random.randint(2, 8)]):
                kind = 'w:val="restart"' if at == 0 else ""
                row.tc_lst[4].get_or_add_tcPr().append(parse_xml(f"<w:vMerge {nsdecls('w')} {kind}/>"))


def merged_numbers(document, tables, random):
    for table in tables:
        rows = [row for row in _body(table) if len(row.tc_lst) == 5]
        start = random.randrange(max(len(rows) - 3, 1))
        for at, row in enumerate(rows[start : start + 3]):
            kind = 'w:val="restart"' if at == 0 else ""
            row.tc_lst[0].get_or_add_tcPr().append(parse_xml(f"<w:vMerge {nsdecls('w')} {kind}/>"))


def split_cells(document, tables, random):
    """Unit, or note, drawn as two cells in some rows, the grid finer for it."""
    for table in tables:
        if _spans(table):
            return
        at = random.choice((2, 4, 1))
        grid = table._tbl.tblGrid
        grid.insert(at + 1, deepcopy(grid[at]))
        for row in table._tbl.tr_lst:
            if len(row.tc_lst) != 5:
                continue
            if random.random() < 0.15 and not _is_heading(row):
                row.tc_lst[at].addnext(_cell(""))
            else:
                row.tc_lst[at].get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="2"/>'))


def heading_again(document, tables, random):
    for table in tables:
        rows = table._tbl.tr_lst
        heads = [row for row in rows if _is_heading(row)]
        body = _body(table)
        for row in random.sample(body, min(3, len(body))):
            for head in heads:
                row.addprevious(deepcopy(head))


def numbered_columns(document, tables, random):
    for table in tables:
        head = [row for row in table._tbl.tr_lst if _is_heading(row)][-1]
        row = parse_xml(f"<w:tr {nsdecls('w')}>{''.join(_as_text(f'({at})') for at in range(1, 6))}</w:tr>")
        if len(head.tc_lst) == 5:
            head.addnext(row)


def note_marks(document, tables, random):
    """Raised marks behind labels and figures."""
    mark = '<w:r {}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    for table in tables:
        for row in _body(table)[:: random.randint(3, 9)]:
            cells = row.tc_lst
            if len(cells) == 5:
                at = random.choice((1, 3)) if _texts(row)[3].strip() and "/" in _texts(row)[3] else 1
                cells[at].p_lst[-1].append(parse_xml(mark.format(nsdecls("w"), random.randint(1, 9))))


def page_breaks(document, tables, random):
    for table in tables:
        for run in _runs(table, random, 0.05):
            run.insert(0, parse_xml(f"<w:lastRenderedPageBreak {nsdecls('w')}/>"))


def unseen_digits(document, tables, random):
    """Digits behind figures and labels that nobody sees: white, hidden, or of one point."""
    looks = ('<w:color w:val="FFFFFF"/>', "<w:vanish/>", '<w:sz w:val="2"/>')
    for table in tables:
        for row in _body(table)[:: random.randint(2, 9)]:
            for cell in row.tc_lst[1:5:2]:
                if "".join(text.text or "" for text in cell.iter(qn("w:t"))).strip():
                    look = f"<w:rPr>{random.choice(looks)}</w:rPr><w:t>{random.randint(0, 99)}</w:t>"
                    cell.p_lst[-1].append(parse_xml(f"<w:r {nsdecls('w')}>{look}</w:r>"))


def _with_another_figure(row, random):
    """A copy of a row whose answer is another figure."""
    other = deepcopy(row)
    for text in other.tc_lst[3].iter(qn("w:t")):
        text.text = str(random.randint(1, 99))
    return other


def hidden_rows(document, tables, random):
    """Rows once more with another figure, which nobody sees."""
    for table in tables:
        body = [row for row in _body(table) if len(row.tc_lst) == 5 and _texts(row)[3].strip()]
        for row in random.sample(body, min(3, len(body))):
            other = _with_another_figure(row, random)
            other.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))
            getattr(row, random.choice(("addnext", "addprevious")))(other)


def comments(document, tables, random):
    for table in tables:
        for row in table.rows[1 :: random.randint(10, 40)]:
            runs = [run for cell in row.cells[1:4:2] for paragraph in cell.paragraphs for run in paragraph.runs]
            if runs:
                document.add_comment(random.choice(runs), text="Kiểm tra lại: 45?", author="A", initials="A")


def tracked_words(document, tables, random):
    """Words of labels and notes that were changed and the change not accepted."""
    for table in tables:
        for row in _body(table)[:: random.randint(5, 20)]:
            if len(row.tc_lst) == 5:
                paragraph = row.tc_lst[random.choice((1, 4))].p_lst[-1]
                old = f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>cũ 12</w:delText></w:r></w:del>'
                paragraph.append(parse_xml(old))
                for run in paragraph.findall(qn("w:r"))[:1]:
                    new = parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="a"/>')
                    run.addprevious(new)
                    new.append(run)


def removed_rows(document, tables, random):
    """Rows with other figures that were taken out, and the change not accepted."""
    for table in tables:
        body = [row for row in _body(table) if len(row.tc_lst) == 5 and _texts(row)[3].strip()]
        for row in random.sample(body, min(2, len(body))):
            other = _with_another_figure(row, random)
            other.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="3" w:author="a"/>'))
            row.addnext(other)


def text_boxes(document, tables, random):
    names = f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
    box = (
        f"<w:p {names}><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{random.choice(LINES)}</w:t>"
        "</w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    for table in tables:
        table._tbl.addprevious(parse_xml(box))
        row = random.choice(_body(table))
        row.tc_lst[-1].append(parse_xml(box))


def within_a_table(document, tables, random):
    """The report's table in a cell of one that lays out the page."""
    for table in tables:
        frame = parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
                          "<w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>")  # fmt: skip
        table._tbl.addprevious(frame)
        cell = frame.find(f".//{qn('w:tc')}")
        cell.append(table._tbl)
        cell.append(_paragraph(""))


def table_in_a_note(document, tables, random):
    for table in tables:
        rows = [row for row in _body(table) if len(row.tc_lst) == 5]
        cell = random.choice(rows).tc_lst[4]
        inner = (
            f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/><w:tr>{_as_text('Trong đó')}{_as_text('17')}</w:tr></w:tbl>"
        )
        cell.insert(1 if cell.tcPr is not None else 0, parse_xml(inner))


def split_table(document, tables, random):
    """A table cut in two, with its heading again or without, and a line between or none."""
    for table in tables:
        rows, heads = _rows_held(table._tbl), [row for row in table._tbl.tr_lst if _is_heading(row)]
        if len(rows) < 12 or _vertical(table):
            continue
        at = random.randrange(6, len(rows) - 4)
        other = deepcopy(table._tbl)
        for row in rows[at:]:
            table._tbl.remove(row)
        for row in _rows_held(other)[:at]:
            other.remove(row)
        if random.random() < 0.5:
            for head in reversed(heads):
                _rows_held(other)[0].addprevious(deepcopy(head))
        table._tbl.addnext(other)
        table._tbl.addnext(_paragraph(random.choice(("", *LINES))))


def _rows_held(table):
    """The rows, each with the content control around it, if one is."""
    return [child for child in table if child.tag in (qn("w:tr"), qn("w:sdt"))]


def _vertical(table: Table) -> bool:
    return any(_is_heading(row) is False and next(row.iter(qn("w:vMerge")), None) is not None
               for row in table._tbl.tr_lst)  # fmt: skip


def controls(document, tables, random):
    """Content controls around runs, cells and rows; links and bookmarks."""
    for table in tables:
        for run in _runs(table, random, 0.05):
            kind = random.choice(("sdt", "hyperlink", "smartTag", "fldSimple"))
            if kind == "sdt":
                around = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
                inner = around.find(qn("w:sdtContent"))
            else:
                around = inner = parse_xml(f"<w:{kind} {nsdecls('w')}/>")
            run.addprevious(around)
            inner.append(run)
        for row in random.sample(_body(table), 2):
            around = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
            row.addprevious(around)
            around.find(qn("w:sdtContent")).append(row)


def blanks_in_cells(document, tables, random):
    """Empty paragraphs and blanks around what stands in cells."""
    for table in tables:
        for row in _body(table)[:: random.randint(1, 4)]:
            for cell in row.tc_lst:
                if random.random() < 0.5:
                    cell.append(_paragraph(random.choice(("", " ", "\u00a0"))))
                if random.random() < 0.3:
                    cell.p_lst[0].addprevious(_paragraph(""))


def empty_rows(document, tables, random):
    for table in tables:
        body = _body(table)
        for row in random.sample(body, min(4, len(body))):
            made = parse_xml(f"<w:tr {nsdecls('w')}>{''.join(_as_text('') for _ in row.tc_lst)}</w:tr>")
            if len(row.tc_lst) == 5:
                row.addnext(made)


def landscape(document, tables, random):
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for table in tables:
        table.table_direction = WD_TABLE_DIRECTION.LTR


def letter_in_front(document, tables, random):
    first = document.element.body[0]
    for line in ("Kính gửi: Sở Nội vụ", *random.sample(LINES, 3), "Nơi nhận: như trên"):
        first.addprevious(_paragraph(line))


def lacking_notes(document, tables, random):
    """Rows whose last cell, that of an empty note, is not there."""
    for table in tables:
        for row in _body(table)[:: random.randint(3, 9)]:
            if len(row.tc_lst) == 5 and not _texts(row)[4]:
                row.remove(row.tc_lst[4])


def rows_by_tabs_after(document, tables, random):
    """Lines with figures behind the table."""
    for table in tables:
        table._tbl.addnext(_paragraph("Tổng cộng\t105\t37"))


MUTATIONS = changes_of(globals(), ("tables_of",))


def write(report: SampleReport, path: Path, random: Random, chosen: Sequence[Callable]) -> list[str]:
    """Write a report as a Word file with these changes; the names of those that were done."""
    render_word.render(report, path)
    document = docx.Document(path)
    names = []
    for one in sorted(chosen, key=lambda one: one is unseen_digits):  # last: another change of looks would show them
        tables = tables_of(document) or [max(document.tables, key=lambda table: len(table._tbl.tr_lst))]
        names += applied([one], document, tables, random)
    document.save(path)
    return names
