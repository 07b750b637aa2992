"""Rows are known by their labels: moved, swapped, left out or repeated, no figure is read at another row's place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import docx
import pytest
from docx.oxml.ns import qn

from cchc.reading.documents import Line
from cchc.reading.extraction import extract
from cchc.reading.table.column_headings import column_name
from cchc.reading.table.row_order import Labelled, in_form_order, is_of_another, rows_labelled
from cchc.reference.form import load_forms
from cchc.sample import render_excel, render_pdf, render_text, render_word
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate
from cchc.sample.rearranging import CHANGES, Rearranged, faults, rearranged
from cchc.sample.write import truth

FORM = load_forms()[0]
RENDERERS: dict[str, Callable] = {
    "xlsx": render_excel.render,
    "docx": render_word.render,
    "pdf": render_pdf.render,
    "txt": render_text.render,
}
CODES = [row.indicator_code for row in FORM.rows]


def report() -> SampleReport:
    (unit,) = units_for(2022, ("361",))
    return generate(unit, 2022, 77)


def read(made: SampleReport, path: Path) -> dict[str, dict[str, str]]:
    RENDERERS[path.suffix[1:]](made, path)
    return {row["indicator_code"]: row for row in extract(path).rows}


def in_order(codes: list[str]) -> SampleReport:
    made = report()
    rows = {row.indicator_code: row for row in made.form.rows}
    return replace(made, form=replace(made.form, rows=tuple(rows[code] for code in codes)))


def swapped(one: str, other: str) -> list[str]:
    return [{one: other, other: one}.get(code, code) for code in CODES]


@pytest.mark.parametrize("kind", RENDERERS)
@pytest.mark.parametrize(
    ("one", "other"),
    [("IV.1.1", "IV.1.2"), ("V.6.4.1", "V.6.4.2"), ("III.6.8", "III.6.9"), ("VII.4.1", "VII.4.2"), ("I.1.2", "VI.3")],
)
def test_rows_that_changed_places_are_read_by_their_labels(tmp_path, kind, one, other):
    found = read(in_order(swapped(one, other)), tmp_path / f"report.{kind}")
    true = {code: (value, base) for _, code, value, base in truth(report())}
    assert list(faults(Rearranged(report()), truth(report()), found.values())) == []
    for code in (one, other) if kind != "txt" else ():  # whose lines say less of where a row ends
        assert (found[code]["value"], found[code]["base_value"], found[code]["read_status"]) == (*true[code], "clear")
    assert sum(row["read_status"] == "clear" for row in found.values()) >= (130 if kind == "txt" else 144)


def test_a_label_of_two_rows_away_from_its_place_is_no_longer_sure(tmp_path):
    codes = [code for code in CODES if code != "II.2.3"]
    codes.insert(codes.index("II.2.6"), "II.2.3")
    found = read(in_order(codes), tmp_path / "report.xlsx")
    assert {found[code]["read_status"] for code in ("II.2.3", "II.2.6")} <= {"doubtful", "unreadable", "not_found"}


def test_a_block_that_moved_with_its_heading_takes_labels_of_several_rows_along(tmp_path):
    block = ["IV.6", "IV.6.1", "IV.6.2", "IV.6.3"]
    rest = [code for code in CODES if code not in block]
    at = rest.index("I.2")
    found = read(in_order([*rest[:at], *block, *rest[at:]]), tmp_path / "report.xlsx")
    true = {code: value for _, code, value, _ in truth(report())}
    for code in (*block[1:], "I.2.3", "I.2.4", "I.2.5"):
        assert (found[code]["value"], found[code]["read_status"]) == (true[code], "clear")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("seed", range(3))
def test_no_change_of_rows_makes_a_clear_figure_wrong(tmp_path, change, seed):
    random = Random(f"{change}-{seed}")
    made = CHANGES[change](Rearranged(report()), random)
    found = read(made.report, tmp_path / "report.xlsx")
    assert list(faults(made, truth(report()), found.values())) == []
    assert sum(row["read_status"] == "clear" for row in found.values()) >= 140


@pytest.mark.parametrize(("kind", "seed"), [("docx", 5), ("docx", 6), ("pdf", 7), ("txt", 8), ("txt", 9)])
def test_nor_do_several_changes(tmp_path, kind, seed):
    made = rearranged(report(), Random(seed), 4)
    assert list(faults(made, truth(report()), read(made.report, tmp_path / f"report.{kind}").values())) == []


@pytest.mark.parametrize("seed", [17, 18, 19, 250, 516, 595])  # of the last three two rows have the label
def test_a_row_of_a_text_that_stands_twice_far_apart_is_read_as_neither(tmp_path, seed):
    made = CHANGES["a row repeated"](Rearranged(report()), Random(str(seed)))
    assert list(faults(made, truth(report()), read(made.report, tmp_path / "report.txt").values())) == []


@pytest.mark.parametrize("column", [0, 2])
def test_the_figure_of_a_word_row_that_lacks_a_cell_is_doubted_and_not_lost(tmp_path, column):
    path = tmp_path / "report.docx"
    made = report()
    render_word.render(made, path)
    document = docx.Document(path)
    table = max(document.tables, key=lambda one: len(one.rows))
    lacking = [row for row in made.form.answered if row.unit_vi and not row.codes][3::4]
    for row in table._tbl.tr_lst:
        texts = ["".join(text.text for text in cell.iter(qn("w:t"))) for cell in row.tc_lst]
        if len(texts) == 5 and texts[1] in {one.label_vi for one in lacking}:
            row.remove(row.tc_lst[column])
    document.save(path)
    found = {row["indicator_code"]: row for row in extract(path).rows}
    true = {code: (value, base) for _, code, value, base in truth(made)}
    for row in lacking:
        own = found[row.indicator_code]
        assert (own["value"], own["base_value"]) == true[row.indicator_code]
        assert own["read_status"] == "doubtful"
    assert sum(row["read_status"] == "clear" for row in found.values()) >= 100


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.1. Số nhiệm vụ đã hoàn thành", "I.1.2"),
        ("Tổng số TTHC cung cấp trực tuyến mức độ 4:", "VII.4.2"),
        ("Số hô sơ TTHC do UBND cập huyn tiếp nhận", "III.6.1"),
        ("Số hồ sơ TTHC do UBND cấp tỉnh tiếp nhận", None),  # another level's
        ("Tổng số TTHC cung cấp trực tuyến mức độ 5", None),
        ("Số cuộc họp giao ban", None),
    ],
)
def test_a_label_is_known_though_damaged_and_is_no_other(text, code):
    (rows,) = rows_labelled([text], FORM)
    assert [CODES[row] for row in rows] == ([code] if code else [])


def test_a_short_form_spelled_out_is_no_other_word():
    assert not is_of_another("so thu tuc hanh chinh duoc cong bo moi", "so tthc duoc cong bo moi")
    assert is_of_another("so van ban duoc cong bo moi hom qua", "so tthc duoc cong bo moi hom qua")


def test_what_bears_no_label_stays_where_it_stood():
    lines = [Line(1, number, str(number)) for number in range(5)]
    rows = [(2,), (), (0,), (1,), ()]
    order = in_form_order([Labelled((line,), own) for line, own in zip(lines, rows, strict=True)], FORM)
    assert [line.number for line in order.lines] == [1, 2, 3, 0, 4]
    assert order.moved == {2}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chỉ tiêu thống kê (Sử dụng trong kỳ báo cáo hàng quý, 6 tháng, năm)", "label"),
        ("Số lượng/Tỷ lệ thực hiện trong kỳ", "answer"),
        ("Ghi chú (nếu có)", "note"),
        ("Số lượng phiếu khảo sát", None),
        ("Chỉ tiêu chuyển đổi theo quy định", None),
    ],
)
def test_a_heading_may_have_more_words_than_the_form(text, name):
    assert column_name(text) == name


@pytest.mark.parametrize(("gone", "other"), [("III.6.1", "III.6.2"), ("II.2.2", "II.2.3")])
def test_a_row_that_is_not_in_a_text_does_not_take_the_beginning_of_the_next_one(tmp_path, gone, other):
    found = read(in_order([code for code in CODES if code != gone]), tmp_path / "report.txt")
    true = {code: value for _, code, value, _ in truth(report())}
    assert found[gone]["read_status"] != "clear"
    assert found[other]["read_status"] != "clear" or found[other]["value"] == true[other]
