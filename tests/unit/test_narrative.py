"""Figures told in sentences: found by the words around them, and not where those words are not."""

from random import Random

import pytest

from cchc.reading.documents import Line
from cchc.reading.text.narrative import load_patterns, read_narrative
from cchc.reference.form import load_forms
from cchc.sample.narrative import paragraphs

from .report_figures import made_up_report


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


@pytest.mark.parametrize("damaged", ["6.b32", "6.63?", "6.?32", "|.632", "l6.632", "66|", "3S.632", "2A"])
def test_no_part_of_a_damaged_figure_is_taken_for_it(damaged):
    assert not told(
        f"Trong năm Bộ phận Một cửa huyện đã tiếp nhận {damaged} hồ sơ thủ tục hành chính, đã giải quyết 6.602 hồ sơ"
    ) & {("district_dossiers_received", value, 1) for value in ("6", "632", "66", "32", "63", "2", "6632")}


def test_no_figure_is_taken_for_a_damaged_one_beside_it():
    figures = told("bao gồm: cấp huyện 242 TTHC và cấp xã l31 TTHC, 22 TTHC áp dụng chung cấp huyện và cấp xã")
    assert ("procedures_shared", "22", 1) in figures
    assert "procedures_commune" not in {concept for concept, _, _ in figures}


def test_a_short_form_with_letters_read_as_digits_is_no_figure():
    figures = told(
        "TTHC thuộc thẩm quyền giải quyết, bao gồm: cấp huyện 276 11HC và cấp xã 166 11HC,",
        "19 11HC áp dụng chung cấp huyện và cấp xã",
    )
    assert figures == {
        ("procedures_district", "276", 1),
        ("procedures_commune", "166", 1),
        ("procedures_shared", "19", 2),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "đã chi tăng thu nhập cho cán bộ, công chức, viên chức với tổng số tiền là 3.526triệu đồng",
        "da chi tang thu nhap cho can bo, cong chuc, vien chuc voi tong so tien la 3526 trieu dong.",
        "đã chỉ tăng thu nhap cho cán bộ,công chức,viên chức với tổng số tiển là 3.526 triệu đồng",
    ],
)
def test_lost_blanks_and_diacritics_do_not_hide_or_shorten_a_figure(sentence):
    assert ("added_income_million_dong", "3526", 1) in told(sentence)


def test_made_up_letters_with_damaged_words_and_figures_are_told_right_or_as_another_clear_number():
    """Letters and digits damaged as engines do: nine told figures of ten are found, and none is a part of its own."""
    random, found, asked = Random(5), 0, 0
    for seed in range(4):
        report = made_up_report(seed + 2_000)
        damaged_lines = [Line(1, at, damaged_text(text, random)) for at, text in enumerate(paragraphs(report), start=1)]
        true = {concept: one.value for (source, concept), one in report.told.items() if source == "narrative"}
        asked += len(true)
        for figure in read_narrative(damaged_lines):
            is_right = figure.value == true[figure.concept]
            found += is_right
            assert is_right or len(f"{figure.value:f}") == len(f"{true[figure.concept]:f}"), figure
    assert found >= 0.85 * asked


def damaged_text(text: str, random: Random) -> str:
    """A twentieth of the letters, a thirtieth of the blanks and a hundredth of the digits made something else."""
    return "".join(
        random.choice("aehinoruv") if mark.isalpha() and random.random() < 0.05
        else "" if mark == " " and random.random() < 0.03
        else random.choice("?|SBgo8") if mark.isdigit() and random.random() < 0.01
        else mark
        for mark in text
    )  # fmt: skip
