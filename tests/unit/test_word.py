"""Word reports: the right table among others, in any layout; what nobody can stand by is never sure."""

from __future__ import annotations

import copy
import time
import zipfile

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips

from cchc.errors import CchcError
from cchc.reading.extraction import extract
from cchc.reading.formats import read_document

from .form_documents import (
    APPENDIX,
    DECOY,
    NARRATIVE,
    SIGNATURE,
    TOP,
    Layout,
    answers,
    expected,
    found,
    write_docx,
    write_xlsx,
)

LAYOUTS = {
    "plain": Layout(),
    "merged headings": Layout(two_row_heading=True, merged_sections=True),
    "numbers before labels": Layout(numbered_labels=True, columns=("label", "unit", "answer", "note")),
    "no unit": Layout(columns=("stt", "label", "answer")),
    "other order": Layout(columns=("stt", "unit", "label", "note", "answer")),
    "beside another table": Layout(decoy=True, narrative=False),
    "a table a section": Layout(tables=7, merged_sections=True),
    "numbered columns": Layout(numbered_columns=True, headings={"label": "Chỉ tiêu", "answer": "Số lượng"}),
}


@pytest.mark.parametrize(("name", "seed"), [(name, seed) for seed, name in enumerate(LAYOUTS, start=20)])
def test_whatever_the_layout_every_answer_is_read_right_and_sure(tmp_path, name, seed):
    given = answers(seed, blanks=0.05 + 0.3 * (seed % 2))
    extraction = extract(write_docx(tmp_path / "report.docx", given, LAYOUTS[name]))
    assert found(extraction.rows) == expected(given)
    assert (extraction.heading.report_id, extraction.document.format) == ("943-2022", "docx")
    assert extraction.heading.signed_on.isoformat() == "2022-12-15"


def test_text_beside_the_table_is_kept_in_order(tmp_path):
    document = read_document(write_docx(tmp_path / "report.docx", answers(1), Layout(decoy=True)))
    top = [f"{TOP[0]} {TOP[1]}", f"{TOP[2]} {TOP[3]}", *TOP[4:]]
    decoy = [" ".join(line) for line in DECOY]
    assert [line.text for line in document.lines] == [*top, *NARRATIVE, *decoy, *APPENDIX, *SIGNATURE]
    numbers = [line.number for line in document.lines]
    assert numbers == sorted(numbers)
    assert {row.number for row in document.table}.isdisjoint(numbers)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return write_docx(tmp_path_factory.mktemp("plain") / "report.docx", answers(1, blanks=0))


@pytest.fixture
def changed(plain, tmp_path):
    """Change the document, save, and give what is read of it."""

    def read(change) -> dict[str, tuple[str, str, str, str]]:
        document = docx.Document(plain)
        change(document, document.tables[-1])
        document.save(tmp_path / "report.docx")
        return found(extract(tmp_path / "report.docx").rows)

    return read


GIVEN = expected(answers(1, blanks=0))
FIRST = 2  # the table's row of I.1, the first answered one


def wrapped(element, *tags: str):
    """Put an element into wrappers, the outermost first."""
    outer = inner = OxmlElement(tags[0])
    for tag in tags[1:]:
        child = OxmlElement(tag)
        inner.append(child)
        inner = child
    element.addprevious(outer)
    inner.append(element)


def test_content_controls_around_tables_rows_cells_and_text_are_seen_through(changed):
    def change(document, table):
        wrapped(table.cell(FIRST, 3)._tc, "w:sdt", "w:sdtContent")
        wrapped(table.rows[FIRST + 1]._tr, "w:sdt", "w:sdtContent")
        wrapped(table.cell(FIRST + 2, 3).paragraphs[0].runs[0]._r, "w:sdt", "w:sdtContent")
        wrapped(table.cell(FIRST + 3, 1).paragraphs[0].runs[0]._r, "w:hyperlink")
        wrapped(table._tbl, "w:sdt", "w:sdtContent")

    assert changed(change) == GIVEN


def test_the_table_may_stand_in_a_cell_of_another(changed):
    def change(document, table):
        frame = document.add_table(1, 2)
        frame.cell(0, 0).text = "Phụ lục"
        frame.cell(0, 1)._tc.append(table._tbl)
        frame.cell(0, 1).add_paragraph()

    assert changed(change) == GIVEN


def test_paragraphs_and_tables_in_a_cell_are_read(changed):
    def change(document, table):
        label = table.cell(FIRST + 1, 1)
        words = label.text.split()
        label.text = " ".join(words[:3])
        label.add_paragraph(" ".join(words[3:]))
        note = table.cell(FIRST, 4).add_table(1, 2)
        note.cell(0, 0).text, note.cell(0, 1).text = "1", "2"
        answer = table.cell(FIRST + 2, 3)
        answer.add_paragraph("")
        answer.add_paragraph(" ")

    assert changed(change) == GIVEN


def insert(run):
    wrapped(run._r, "w:ins")


def delete(run):
    wrapped(run._r, "w:del")


def raise_first(run):
    run._r.addnext(copy.deepcopy(run._r))
    run.font.superscript = True


def strike(run):
    run.font.strike = True


def hide(run):
    run.font.hidden = True


@pytest.mark.parametrize("change", [insert, delete, strike, hide])
def test_changes_and_struck_or_hidden_characters_alone_are_doubtful(changed, change):
    read = changed(lambda document, table: change(table.cell(FIRST, 3).paragraphs[0].runs[0]))
    assert read["I.1"][3] == "doubtful"
    assert read | {"I.1": ()} == GIVEN | {"I.1": ()}


def test_a_raised_copy_before_the_answer_is_a_mark(changed):
    assert changed(lambda _, table: raise_first(table.cell(FIRST, 3).paragraphs[0].runs[0])) == GIVEN


def test_two_figures_in_a_cell_or_one_over_two_rows_are_never_sure(changed):
    def two(document, table):
        table.cell(FIRST, 3).text = "12"
        table.cell(FIRST, 3).add_paragraph("345")

    assert changed(two)["I.1"][3] == "doubtful"

    def over_two_rows(document, table):
        table.cell(FIRST + 1, 3).text = ""
        table.cell(FIRST, 3).merge(table.cell(FIRST + 1, 3))

    read = changed(over_two_rows)
    assert (read["I.1"][3], read["I.1.1"][3]) == ("doubtful", "not_found")


def test_columns_drawn_a_little_aside_stay_the_same_columns(changed):
    def change(document, table):
        """Half the rows end unit 5 points farther: Word keeps a sliver column that the other rows span."""
        columns = table._tbl.tblGrid.findall(qn("w:gridCol"))
        sliver = OxmlElement("w:gridCol")
        sliver.set(qn("w:w"), str(Twips(100).twips))
        columns[2].addnext(sliver)
        for at, row in enumerate(table._tbl.tr_lst):
            row.tc_lst[2 if at % 2 else 3].grid_span = 2

    assert changed(change) == GIVEN


def test_pages_are_counted_by_breaks(tmp_path):
    document = docx.Document()
    for text in ("Trang một", "Trang hai", "Trang ba"):
        run = document.add_paragraph(text).add_run()
        run.add_break(WD_BREAK.PAGE)
    document.save(tmp_path / "pages.docx")
    assert [line.page for line in read_document(tmp_path / "pages.docx").lines] == [1, 2, 3]


def test_two_reports_in_one_document_are_refused(plain, tmp_path):
    document = docx.Document(plain)
    body = document.element.body
    for element in [copy.deepcopy(child) for child in body[:-1]]:
        body.insert(len(body) - 1, element)
    document.save(tmp_path / "two.docx")
    with pytest.raises(CchcError, match="two reports"):
        extract(tmp_path / "two.docx")


def test_a_report_with_rows_missing_is_refused(changed):
    def change(document, table):
        for row in list(table.rows)[60:90]:
            table._tbl.remove(row._tr)

    with pytest.raises(CchcError, match=r"rows \S+ to \S+ .* were not found"):
        changed(change)


def test_a_table_without_heading_is_refused(tmp_path):
    path = write_docx(tmp_path / "report.docx", answers(5), Layout(headings={"answer": "Kế hoạch năm 2023"}))
    with pytest.raises(CchcError, match="no heading"):
        extract(path)


def test_what_is_no_document_is_refused_with_what_it_is(plain, tmp_path):
    path = tmp_path / "report.docx"
    whole = plain.read_bytes()
    for content, message in [
        (whole[: len(whole) // 2], "cut or damaged"),
        (b"", "empty"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99, "a JPEG picture"),
        (b"{\\rtf1 ...}", "a rich text file"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "an old Office file"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "password"),
        (write_xlsx(tmp_path / "other.xlsx", answers(1)).read_bytes(), r"an Excel workbook \(\.xlsx\)"),
    ]:
        path.write_bytes(content)
        with pytest.raises(CchcError, match=message) as raised:
            read_document(path)
        assert "report.docx" in str(raised.value)


def test_a_zip_bomb_and_a_bomb_of_entities_cost_nothing(plain, tmp_path):
    bomb = tmp_path / "bomb.docx"
    bomb.write_bytes(plain.read_bytes())
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as package, package.open("word/bomb.xml", "w") as part:
        for _ in range(100):
            part.write(b" " * 1_000_000)
    entities = tmp_path / "entities.docx"
    names = [f'<!ENTITY e{at} "{f"&e{at - 1};" * 10 if at else "lol"}">' for at in range(12)]
    xml = (
        f"<?xml version='1.0'?><!DOCTYPE w [{''.join(names)}]><w:document xmlns:w='http://schemas.openxmlformats.org/"
        "wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(entities, "w") as package:
        for info in source.infolist():
            package.writestr(info.filename, xml if info.filename == "word/document.xml" else source.read(info))
    started = time.monotonic()
    with pytest.raises(CchcError, match="unpacks to 1"):
        read_document(bomb)
    with pytest.raises(CchcError):
        read_document(entities)
    assert time.monotonic() - started < 2


def test_an_empty_document_says_nothing(tmp_path):
    docx.Document().save(tmp_path / "empty.docx")
    with pytest.raises(CchcError, match="no text"):
        read_document(tmp_path / "empty.docx")
