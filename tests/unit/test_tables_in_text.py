"""Tables of HTML and of text: hidden rows and columns, those within Word, and which marks part their cells."""

from __future__ import annotations

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from tests.cases.test_cases import _html
from tests.unit.form_documents import APPENDIX, TOP, Layout, answers, expected, found, table_rows

from cchc.reading.extraction import extract

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    _html(path, {})
    return path.read_text(encoding="utf-8")


def _statuses(path, text):
    path.write_text(text, encoding="utf-8")
    return {row["indicator_code"]: row["read_status"] for row in extract(path).rows}


def test_a_hidden_row_is_doubted_and_a_hidden_column_whole(page, tmp_path):
    label = "Số nhiệm vụ đã hoàn thành"
    at = page.rindex("<tr>", 0, page.index(label))
    hidden = _statuses(tmp_path / "row.html", f'{page[:at]}<tr class="white">{page[at + 4 :]}')
    assert [code for code, status in hidden.items() if status != "clear"] == ["I.1.2"]
    columns = '<table><col span="3"><col style="display:none">'
    assert set(_statuses(tmp_path / "column.html", page.replace("<table>", columns)).values()) == {"doubtful"}


def test_a_table_of_a_web_page_within_a_word_document_is_read(page, tmp_path):
    document = docx.Document()
    part = Part(PackURI("/word/page.html"), "text/html", page.encode(), document.part.package)
    name = document.part.relate_to(part, f"{_OFFICE}/aFChunk")
    document.element.body.insert(0, parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="{name}"/>'))
    document.save(tmp_path / "report.docx")
    assert {row["read_status"] for row in extract(tmp_path / "report.docx").rows} == {"clear"}


def test_commas_of_labels_and_figures_part_no_cells_of_a_table_with_semicolons(tmp_path):
    given = answers(1, blanks=0)
    rows = [[cells["label"], cells["answer"], ""] for _, cells in table_rows(given, Layout())]
    lines = [*TOP, *APPENDIX, *map(";".join, [["Chỉ tiêu thống kê", "Số lượng/Tỷ lệ", "Ghi chú"], *rows])]
    (tmp_path / "report.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    assert found(extract(tmp_path / "report.csv").rows) == expected(given)
