"""Figures told in sentences: found by the words around them, and not where those words are not."""

import pytest

from cchc.form import load_forms
from cchc.reading.documents import Line
from cchc.reading.narrative import load_patterns, read_narrative


def told(*texts: str) -> set[tuple[str, str, int]]:
    lines = [Line(1, number, text) for number, text in enumerate(texts, start=1)]
    return {(figure.concept, f"{figure.value:f}", figure.line_from) for figure in read_narrative(lines)}


def test_a_sentence_over_two_lines_gives_each_figure_with_its_own_line():
    figures = told(
        "Trong năm Bộ phận Một cửa huyện đã tiếp nhận 4.120 hồ sơ thủ tục hành chính, đã giải quyết",
        "4.100 hồ sơ, đang giải quyết trong hạn 20 hồ sơ, trong đó có 12 hồ sơ tiếp nhận và giải quyết",
    )
    assert {
        ("district_dossiers_received", "4120", 1),
        ("district_dossiers_resolved", "4100", 2),
        ("district_dossiers_in_progress", "20", 2),
    } <= figures


def test_damaged_words_do_not_hide_a_figure():
    assert ("all_staff_cut", "15", 2) in told(
        "Két qua, trong nam thuc hién tinh",
        "gian bién ché ddi véi 15 cong chirc, vién chirc, dat 136,36% ké hoach nam.",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Ngày 15 tháng 12 năm 2021 huyện họp sơ kết công tác quý III với 27 đại biểu.",
        "Nghị định số 130/2005/NĐ-CP và Nghị định số 117/2013/NĐ-CP của Chính phủ",
        "Phấn đấu đến năm 2025 giảm tối thiểu 10% số lượng đơn vị sự nghiệp công lập",
    ],
)
def test_other_figures_are_left_alone(sentence):
    assert told(sentence) == set()


def test_a_figure_goes_to_the_document_its_words_name():
    figures = told(
        "UBND huyện đã ban hành Kế hoạch số 27/KH-UBND ngày 24/02/2021 về tuyên truyền công tác CCHC năm 2021"
    )
    assert ("outreach_plan_number", "27", 1) in figures
    assert not [figure for figure in figures if figure[0].startswith("reform_plan")]


def test_every_note_pattern_names_a_row_of_a_form():
    concepts = {row.concept for form in load_forms() for row in form.answered}
    assert {pattern.note_of_concept for pattern in load_patterns() if pattern.figure_source == "note"} <= concepts
