"""Which lines are which row of a form, on a form of eleven rows: placed, put in order, told apart, and read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cchc.reading.documents import Cell, Line, TableRow
from cchc.reading.rising_rows import longest_increasing
from cchc.reading.table.answers import place_table_rows, read_table_cells
from cchc.reading.table.column_headings import Columns, TableHeading
from cchc.reading.table.empty_cells import Surroundings, surroundings
from cchc.reading.table.row_order import Labelled, bare_label, in_form_order, is_of_another, rows_labelled
from cchc.reading.text.row_alignment import (
    PlacedRow,
    appendix_lines,
    cost_of,
    is_answer_alone,
    measured,
    place_rows,
)
from cchc.reference.form import Form, FormRow, load_forms
from cchc.text import fold

ROWS = [
    ("I", "section", "Công tác chỉ đạo, điều hành", ""),
    ("1", "count", "Số cuộc họp giao ban", "Cuộc"),
    ("2", "count", "Số văn bản ban hành trong kỳ", "Văn bản"),
    ("a", "count", "Trong đó đúng hạn", "Hồ sơ"),
    ("3", "percent", "Tỷ lệ nhiệm vụ hoàn thành", "%"),
    ("4", "flag", "Có kế hoạch kiểm tra", "Có = 1; Không = 0"),
    ("II", "section", "Cải cách thủ tục hành chính", ""),
    ("5", "count", "Số hồ sơ tiếp nhận qua bưu chính", "Hồ sơ"),
    ("b", "count", "Trong đó đúng hạn", "Hồ sơ"),
    ("6", "ratio", "Cơ quan có trang điện tử", "Cơ quan, đơn vị"),
    ("7", "count", "Số công chức được đào tạo", "Người"),
]
HEADINGS = (
    "stt",
    "chi tieu thong ke",
    "stt chi tieu thong ke don vi tinh so luong ghi chu",
    "don vi tinh",
    "danh muc bao cao cua nganh noi vu",
)
FORM = Form(
    "tried", ("district",), 2021, None,
    tuple(
        FormRow(
            "tried", at, f"R{at}", number, kind, f"concept_{at}", label, unit,
            ("1", "0") if kind == "flag" else (), fold(label), fold(unit), kind == "percent" and False,
        )
        for at, (number, kind, label, unit) in enumerate(ROWS, start=1)
    ),
    HEADINGS,
)  # fmt: skip
ANSWERS = {1: "12", 2: "34", 3: "5", 4: "98,5", 5: "1", 7: "67", 8: "8", 9: "3/33", 10: "21"}


def lines_of(texts: list[str], page: int = 1) -> list[Line]:
    return [Line(page, number, text) for number, text in enumerate(texts, start=1)]


def row_text(at: int, answer: str | None = None) -> str:
    _, _, label, unit = ROWS[at]
    return " ".join(filter(None, [label, unit, ANSWERS.get(at, "") if answer is None else answer]))


def numbers(placed: list[PlacedRow]) -> list[list[int]]:
    return [[line.number for line in one.lines] for one in placed]


WHOLE = [row_text(at) for at in range(len(ROWS))]


def test_rows_that_stand_as_on_the_form_are_placed_one_a_line():
    placed = place_rows(lines_of(WHOLE), FORM)
    assert numbers(placed) == [[at] for at in range(1, 12)]
    assert [one.position for one in placed] == list(range(1, 12))
    assert all(0.8 < one.similarity <= 1 for one in placed)
    assert not any(one.shared for one in placed)


def test_rows_without_lines_are_not_found():
    assert numbers(place_rows([], FORM)) == [[]] * 11
    assert [one.similarity for one in place_rows([], FORM)] == [0.0] * 11


@pytest.mark.parametrize("gone", range(11))
def test_a_row_that_is_gone_takes_no_line_of_another(gone):
    placed = place_rows(lines_of([text for at, text in enumerate(WHOLE) if at != gone]), FORM)
    found = numbers(placed)
    if ROWS[gone][2] != "Trong đó đúng hạn":
        assert found[gone] == []
        assert [one for at, one in enumerate(found) if at != gone] == [[at] for at in range(1, 11)]


@pytest.mark.parametrize("at", range(11))
def test_a_strange_line_takes_no_row_from_its_own(at):
    texts = [*WHOLE[:at], "Người lập biểu ký và ghi rõ họ tên", *WHOLE[at:]]
    found = numbers(place_rows(lines_of(texts), FORM))
    assert [set(own) - {at + 1} for own in found] == [{one + (one > at)} for one in range(1, 12)]


def test_a_row_may_take_several_lines():
    texts = [*WHOLE[:7], "Số hồ sơ tiếp nhận", "qua bưu chính", "Hồ sơ 67", *WHOLE[8:]]
    assert numbers(place_rows(lines_of(texts), FORM))[7] == [8, 9, 10]
    assert numbers(place_rows(lines_of(texts), FORM))[8] == [11]


def test_a_line_known_to_be_a_rows_is_given_to_no_other():
    texts = [*WHOLE[:3], "Trong đó đúng hạn Hồ sơ 8"]
    assert numbers(place_rows(lines_of(texts), FORM))[3] == [4]
    known = place_rows(lines_of(texts), FORM, {4: 8})
    assert (numbers(known)[3], numbers(known)[8]) == ([], [4])


def test_a_line_known_to_be_the_first_rows_is_given_to_no_other():
    lines = lines_of(["Cải cách thủ tục hành chính"])
    assert numbers(place_rows(lines, FORM))[6] == [1]
    assert numbers(place_rows(lines, FORM, {1: 0}))[6] == []


def test_a_row_of_which_little_is_left_is_placed_and_one_of_which_nothing_is_left_is_not():
    texts = [*WHOLE[:7], "So ho xx yep nhan qua bn ch 67", *WHOLE[8:]]
    placed = place_rows(lines_of(texts), FORM)
    assert numbers(placed)[7] == [8] and 0.42 < placed[7].similarity < 0.9
    texts[7] = "Số qồ zy zxếw xykn qqz yyu yhyzy yồ zơ 67"
    assert numbers(place_rows(lines_of(texts), FORM))[7] == [8]
    texts[7] = "Tnag vong xxuy eert 67"
    assert numbers(place_rows(lines_of(texts), FORM))[7] == []


def test_what_was_measured_before_is_taken():
    lines = lines_of(WHOLE)
    assert place_rows(lines, FORM, found=measured(lines, FORM)) == place_rows(lines, FORM)


@pytest.mark.parametrize("is_below", [True, False])
def test_answers_on_lines_of_their_own_are_those_of_the_rows_beside_them(is_below):
    texts, expected = [], []
    for at, (_, kind, label, unit) in enumerate(ROWS):
        words, answer = [f"{label} {unit}".strip()], [ANSWERS[at]] if kind != "section" else []
        own = words + answer if is_below else answer + words
        expected.append([len(texts) + one for one in range(1, len(own) + 1)])
        texts += own
    placed = place_rows(lines_of(texts), FORM)
    if is_below:
        assert numbers(placed)[:-1] == expected[:-1]
        assert numbers(placed)[-1] and set(numbers(placed)[-1]) <= set(expected[-1])
    else:
        held = {number: one for one in placed for number in (line.number for line in one.lines)}
        answers = [at for at, text in enumerate(texts, start=1) if is_answer_alone(text)]
        for at, own in enumerate(expected):
            stolen = [number for number in answers if number not in own and number in numbers(placed)[at]]
            assert set(stolen) <= placed[at].shared
        assert held


@pytest.mark.parametrize(
    ("text", "is_alone"),
    [
        ("12", True), ("12.", True), ("| 12 |", True), ("6.632", True), ("98,5 %", False), ("98,5%", True),
        ("3/33", True), ("12 (hai lần)", True), ("12 hồ sơ", False), ("hồ sơ", False), ("", False), ("|", False),
        ("hồ sơ 12", False),
    ],
)  # fmt: skip
def test_a_line_that_holds_an_answer_alone(text, is_alone):
    assert is_answer_alone(text) is is_alone


def test_a_forms_cost_is_what_its_rows_lack_and_the_lines_between_them():
    lines = lines_of(WHOLE)
    placed = place_rows(lines, FORM)
    whole = cost_of(placed, lines)
    assert whole == pytest.approx(-sum(one.similarity - 0.42 for one in placed))
    more = lines_of([*WHOLE[:5], "Người lập biểu ký và ghi rõ họ tên", *WHOLE[5:]])
    assert cost_of(place_rows(more, FORM), more) == pytest.approx(whole + 0.15)
    around = lines_of(["Kính gửi Sở Nội vụ", *WHOLE, "Nơi nhận như trên"])
    assert cost_of(place_rows(around, FORM), around) == pytest.approx(whole)  # before and after they cost nothing
    assert cost_of(place_rows([], FORM), lines) == pytest.approx(11 * 0.15)


LETTER = "Kính gửi Sở Nội vụ tỉnh, huyện báo cáo như sau"
HEAD = "STT Chỉ tiêu thống kê Đơn vị tính Số lượng Ghi chú"


def parted(texts: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    narrative, appendix = appendix_lines(tuple(lines_of(texts)), FORM)
    return [line.text for line in narrative], [(line.page, line.text) for line in appendix]


def test_the_table_begins_at_its_heading_which_is_no_row_of_it():
    assert parted([LETTER, HEAD, *WHOLE]) == ([LETTER], [(1, text) for text in WHOLE])
    assert parted(WHOLE) == ([], [(1, text) for text in WHOLE])


def test_any_long_line_of_the_heading_begins_the_table():
    assert parted([LETTER, "Danh mục báo cáo của ngành nội vụ", *WHOLE])[0] == [LETTER]
    assert parted([LETTER, "Đơn vị tính", HEAD, *WHOLE])[0] == [LETTER, "Đơn vị tính"]  # too short to be sure


def test_a_heading_that_comes_again_begins_a_page():
    narrative, appendix = parted([LETTER, HEAD, *WHOLE[:5], HEAD, *WHOLE[5:8], HEAD, *WHOLE[8:]])
    assert narrative == [LETTER]
    assert appendix == [(1 + (at >= 5) + (at >= 8), text) for at, text in enumerate(WHOLE)]


def test_any_line_that_is_most_of_the_heading_begins_a_page_and_a_short_one_does_not():
    for again, pages in (("Danh mục báo cáo của ngành nội vụ", {1, 2}), ("Đơn vị tính", {1})):
        _, appendix = parted([HEAD, *WHOLE[:5], again, *WHOLE[5:]])
        assert [text for _, text in appendix] == WHOLE and {page for page, _ in appendix} == pages


def test_a_heading_on_the_next_page_adds_no_further_one():
    lines = [Line(1, 1, HEAD), Line(1, 2, WHOLE[0]), Line(2, 3, HEAD), Line(2, 4, WHOLE[1])]
    assert [line.page for line in appendix_lines(tuple(lines), FORM)[1]] == [1, 2]
    twice = [Line(1, 1, HEAD), Line(1, 2, HEAD), Line(1, 3, WHOLE[0])]
    assert [line.page for line in appendix_lines(tuple(twice), FORM)[1]] == [1]


@pytest.mark.parametrize(("before", "is_taken"), [(2, False), (3, True), (5, True)])
def test_three_rows_before_the_heading_show_that_the_table_began_there(before, is_taken):
    narrative, appendix = parted([LETTER, *WHOLE[:before], HEAD, *WHOLE[before:]])
    assert narrative == [LETTER, *(() if is_taken else WHOLE[:before])]
    assert [text for _, text in appendix] == (WHOLE if is_taken else WHOLE[before:])


@pytest.mark.parametrize(("between", "is_taken"), [(10, True), (13, True), (14, False), (20, False)])
def test_rows_far_before_the_heading_are_of_the_letter(between, is_taken):
    letter = [f"{LETTER} số {at}" for at in range(between)]
    narrative, _ = parted([*WHOLE[:3], *letter, HEAD, *WHOLE[3:]])
    assert (narrative == []) is is_taken


def test_rows_in_no_order_before_the_heading_are_of_the_letter():
    narrative, _ = parted([*WHOLE[7:11], HEAD, *WHOLE])
    assert narrative == WHOLE[7:11]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []), ([5], [0]), ([1, 2, 3], [0, 1, 2]), ([3, 1, 2], [1, 2]), ([1, 9, 2, 3], [0, 2, 3]),
        ([2, 2], [1]), ([1, 5, 3], [0, 2]), ([5, 6, 1, 2, 3], [2, 3, 4]), ([4, 5, 1, 6], [0, 1, 3]), ([3, 2, 1], [2]),
    ],
)  # fmt: skip
def test_the_longest_run_in_the_forms_order(rows, expected):
    assert longest_increasing(list(enumerate(rows))) == set(expected)
    assert longest_increasing([(at + 7, row) for at, row in enumerate(rows)]) == {at + 7 for at in expected}


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("1.1. Số cuộc họp", "so cuoc hop"), ("a) Số cuộc họp", "so cuoc hop"), ("- Số cuộc họp:", "so cuoc hop"),
        ("2) Số  cuộc họp", "so cuoc hop"), ("Số 12/QĐ", "so 12/qd"), ("5 12", "5 12"), ("Tỷ lệ %", "ty le %"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_label_without_its_number_and_marks(text, bare):
    assert bare_label(text) == bare


LABELS = [label for _, _, label, _ in ROWS]


def test_labels_are_known_exactly_and_a_little_damaged():
    assert rows_labelled(LABELS, FORM) == [(at,) if at not in (3, 8) else (3, 8) for at in range(11)]
    damaged = [label.replace("ô", "o").replace("ị", "j", 1) for label in LABELS]
    assert rows_labelled(damaged, FORM) == rows_labelled(LABELS, FORM)
    assert rows_labelled(["", "12", "Nơi nhận", "Số", "Số cuộc họp"], FORM) == [()] * 5
    assert rows_labelled(["Số cuộc họp giao bam", "", "Số cuộc hpp giao ban"], FORM) == [(1,), (), (1,)]


def test_a_label_that_may_be_either_of_two_is_neither():
    rows = [replace(FORM.rows[1], label_vi=f"Số cuộc họp giao ban tháng {name}") for name in ("ba", "bo")]
    form = replace(FORM, rows=tuple(rows))
    assert rows_labelled(["Số cuộc họp giao ban tháng bu"], form) == [()]
    assert rows_labelled(["Số cuộc họp giao ban thánh ba"], form) == [(0,)]


@pytest.mark.parametrize(
    ("text", "label", "is_other"),
    [
        ("so ho so cap tinh tiep nhan", "so ho so cap xa tiep nhan", True),
        ("so ho so cap xa tiep nhan", "so ho so cap xa tiep nhan", False),
        ("so ho so cap xo tiep nhan", "so ho so cap xa tiep nhan", False),  # a letter of it
        ("so ho so tiep nhan", "so ho so cap xa tiep nhan", False),  # words are gone, none in their place
        ("so ho so cap xa da tiep nhan", "so ho so cap xa tiep nhan", False),
        ("tong chi ngan sach nam", "so ho so cap xa tiep nhan", False),  # nothing in common: no crisp other
        ("so thu tuc hanh chinh moi", "so tthc moi", False),
        ("so tthc moi", "so thu tuc hanh chinh moi", False),
        ("so abc hanh chinh moi", "so thu tuc hanh chinh moi", True),
        ("nguoi duoc dao tao", "cong chuc duoc dao tao", True),  # at the beginning
        ("so nguoi duoc khen", "so nguoi duoc dao", True),  # at the end
        ("ban so xa", "ban ho so so", True),  # behind a word that stands twice
    ],
)
def test_a_label_with_other_words_in_the_place_of_the_forms(text, label, is_other):
    assert is_of_another(text, label) is is_other


def ordered(parts: list[int | None]) -> tuple[list[int], object]:
    """Parts by the row that each has the label of, 3 and 8 having the same; the parts in order, and the Order."""
    lines = lines_of([str(row) for row in parts])
    rows = [() if row is None else (3, 8) if row in (3, 8) else (row,) for row in parts]
    order = in_form_order([Labelled((line,), own) for line, own in zip(lines, rows, strict=True)], FORM)
    return [line.number - 1 for line in order.lines], order


def test_rows_in_the_forms_order_stay():
    at, order = ordered([0, 1, 2, 3, 4, None, 6, 7, 8, 9])
    assert at == list(range(10))
    assert order.rows == {1: 0, 2: 1, 3: 2, 4: 3, 5: 4, 7: 6, 8: 7, 9: 8, 10: 9}
    assert (order.repeats, order.unsure, order.moved) == ({}, frozenset(), frozenset())


@pytest.mark.parametrize(
    ("parts", "expected", "moved"),
    [
        ([1, 0, 2], [1, 0, 2], {0, 1}),
        ([2, 0, 1], [1, 2, 0], {2}),
        ([0, 5, 1, 2, 4], [0, 2, 3, 4, 1], {5}),
        ([0, 2, None, 4, 1], [0, 4, 1, 2, 3], {1}),
        ([10, 0, 1, None], [1, 2, 3, 0], {10}),
        ([7, 0, 4, None, 9], [1, 2, 3, 0, 4], {7}),
        ([1, None, 0, None], [2, 0, 1, 3], {0, 1}),
        ([0, 1, 6, 2, None, 7], [0, 1, 3, 4, 2, 5], {6}),
    ],
)
def test_a_row_that_moved_comes_back_beside_those_of_the_form(parts, expected, moved):
    at, order = ordered(parts)
    rows = [parts[one] for one in at if parts[one] is not None]
    assert rows == sorted(rows)
    assert set(order.moved) <= moved and order.moved
    assert sorted(at) == list(range(len(parts)))
    assert len(order.moved) > 1 or at == expected or set(order.moved) != moved


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([2, 0, 1, None, 4, 5], [1, 2, 0, 3, 4, 5]),  # right behind the row before it, not behind what follows that
        ([5, 0, 1, None, 6, 7], [1, 2, 3, 0, 4, 5]),  # before the next one, where the row before it is gone
        ([10, 0, 1, None], [1, 2, 3, 0]),
        ([10, 9, 0, 1, None], [2, 3, 4, 1, 0]),
    ],
)
def test_a_moved_row_stands_beside_its_neighbours_of_the_form(parts, expected):
    assert ordered(parts)[0] == expected


def test_a_row_that_stands_twice_is_kept_once_in_its_place():
    at, order = ordered([0, 4, 1, 2, 4, 5])
    assert at == [0, 2, 3, 4, 5]
    assert {row: [line.number for run in runs for line in run] for row, runs in order.repeats.items()} == {4: [2]}
    assert 2 not in order.rows


@pytest.mark.parametrize(
    ("parts", "told", "unsure"),
    [
        ([2, 3, 4, 7, 8, 9], {2: 3, 5: 8}, set()),
        ([7, 8, 9, 2, 3, 4], {2: 8, 5: 3}, set()),
        ([2, 3], {2: 3}, {3, 8}),  # the other one may be the last of the document
        ([3, 8], {1: 3, 2: 8}, {3, 8}),
        ([3], {1: 3}, {3, 8}),
        ([2, 3, 8, 9], {2: 3, 3: 8}, {3, 8}),
        ([2, 3, 8, 3, 9], {2: 3, 3: 8, 4: 3}, {3, 8}),  # a third one
        ([1, 3, 5, 6, 8, 10], {2: 3, 5: 8}, set()),  # between rows around them
        ([2, 3, 1], {2: 3}, set()),  # behind the row that it stands behind on the form
        ([6, 3, 4], {2: 3}, set()),  # before the one that it stands before
        ([7, 3, 5], {2: 8}, set()),
    ],
)
def test_a_label_of_two_rows_is_told_by_the_rows_beside_it(parts, told, unsure):
    _, order = ordered(parts)
    assert {number: row for number, row in order.rows.items() if row in (3, 8)} == {
        number: row for number, row in told.items() if number in order.rows
    }
    assert set(order.unsure) == unsure


COLUMNS = Columns(labels=(1,), answers=(3,), unit=2, note=4)


def cells(*texts: str, **given) -> tuple[Cell, ...]:
    return tuple(Cell(text, is_bounded=True, **given) for text in texts)


def table(answers: dict[int, Cell] | None = None, order: list[int] | None = None) -> list[TableRow]:
    """The form as a table; its heading is row 1, and the row of the form at 0 is row 2."""
    rows = [cells("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng", "Ghi chú")]
    for at in order or range(11):
        number, _, label, unit = ROWS[at]
        own = list(cells(number, label, unit, ANSWERS.get(at, ""), ""))
        own[3] = (answers or {}).get(at, own[3])
        rows.append(tuple(own))
    return [TableRow(1, number, own) for number, own in enumerate(rows, start=1)]


def read_all(rows: list[TableRow], columns: Columns = COLUMNS) -> dict[int, tuple]:
    """By row of the form: text, status, value and why it is doubted."""
    placed, by_number = place_table_rows(tuple(rows), TableHeading(columns, 0, 0, 4), FORM)
    beside = surroundings(placed, by_number, columns)
    found = {}
    for at, (row, place) in enumerate(zip(FORM.rows, placed, strict=True)):
        own, where = read_table_cells(row, place, by_number, columns, beside)
        if row.is_answered and place.lines:
            found[at] = (own.answer, own.reading.status, own.reading.value, where.doubt)
    return found


def test_a_table_is_read_row_by_row():
    assert read_all(table()) == {
        at: (text, "clear", Decimal(text.partition("/")[0].replace(",", ".")), "") for at, text in ANSWERS.items()
    }


def apart(is_under: bool, without: frozenset[int] = frozenset()) -> list[TableRow]:
    """The table, each answer but some on a row of its own under or over that of its label."""
    rows = []
    for row in table():
        answer = row.cells[3]
        own = [row] if row.number == 1 or not answer.text else [
            replace(row, cells=(*row.cells[:3], Cell(is_bounded=True), row.cells[4])),
            replace(row, cells=(*cells("", "", ""), answer, *cells(""))),
        ]  # fmt: skip
        own = own[:1] if row.number - 2 in without else own
        rows += own if is_under else own[::-1]
    return [replace(row, number=at) for at, row in enumerate(rows, start=1)]


@pytest.mark.parametrize("is_under", [True, False], ids=["under", "over"])
def test_answers_on_rows_of_their_own_are_beside_their_labels(is_under):
    assert read_all(apart(is_under)) == read_all(table())
    lost = read_all(apart(is_under, without=frozenset({4})))
    assert "clear" not in {status for _, status, _, _ in lost.values()}


def test_a_figure_behind_a_list_of_codes_is_seen():
    rows = table({5: Cell(is_bounded=True)})
    slipped = replace(
        rows[6], cells=(*rows[6].cells[:2], Cell("Có = 1; Không = 0 1", is_bounded=True), *rows[6].cells[3:])
    )
    assert read_all([*rows[:6], slipped, *rows[7:]])[5][1:] == ("not_found", None, "figure_in_other_cell")


def test_no_row_is_blank_under_several_figures():
    rows = table({1: Cell("12\n34", is_bounded=True, doubt="several_figures"), 2: Cell(is_bounded=True)})
    assert read_all(rows)[2][1:] == ("not_found", None, "answer_beside_may_be_own")


def test_a_table_in_another_order_is_read_by_its_labels():
    found = read_all(table(order=[0, 2, 1, 3, 4, 5, 6, 7, 8, 10, 9]))
    assert (found[1], found[2]) == (("12", "clear", 12, ""), ("34", "clear", 34, ""))
    assert (found[9][:3], found[10][:3]) == (("3/33", "clear", 3), ("21", "clear", 21))


def test_a_label_of_two_rows_in_an_order_that_tells_nothing_is_doubted():
    found = read_all(table(order=[0, 1, 2, 4, 5, 6, 7, 9, 10, 3, 8]))
    assert {found[at][1] for at in (3, 8) if at in found} <= {"doubtful", "not_found"}
    assert "label_in_other_order" in {found[at][3] for at in (3, 8) if at in found}


@pytest.mark.parametrize(("again", "status"), [("12", "clear"), ("13", "doubtful")])
def test_a_row_that_stands_again_with_another_answer_is_doubted(again, status):
    rows = table()
    more = TableRow(1, len(rows) + 1, cells("1", ROWS[1][2], "Cuộc", again, ""))
    assert read_all([*rows, more])[1] == ("12", status, 12, "row_repeated" if status == "doubtful" else "")


def test_a_label_with_other_words_is_doubted():
    rows = table()
    other = cells("5", "Số hồ sơ tiếp nhận qua trực tuyến", "Hồ sơ", "67", "")
    found = read_all([*rows[:8], TableRow(1, 9, other), *rows[9:]])
    assert found.get(7, ("", "doubtful", None, "label_has_other_words"))[1:] == (
        "doubtful",
        67,
        "label_has_other_words",
    )


def kept(*texts: str, heading: tuple[str, ...] = ()) -> bool:
    """Whether a row of these texts between those of the form is taken for a row of the table."""
    rows = table()
    if heading:
        rows[0] = replace(rows[0], cells=cells(*heading))
    more = [*rows[:6], TableRow(1, 7, cells(*texts)), *(replace(row, number=row.number + 1) for row in rows[6:])]
    _, by_number = place_table_rows(tuple(more), TableHeading(COLUMNS, 0, 0, 4), FORM)
    assert len(by_number) in (11, 12)
    return len(by_number) == 12


@pytest.mark.parametrize(
    ("texts", "is_row"),
    [
        (("(1)", "(2)", "(3)", "(4)", "(5)"), False),
        (("A", "B", "1", "2", "3"), False),
        (("1", "2", "3", "", ""), False),
        (("1", "2", "", "", ""), True),  # too few to number columns
        (("2", "7", "5", "", ""), True),
        (("1", "2", "12", "", ""), True),
        (("A", "B", "C", "", ""), True),
        (("1", "2", "3", "hồ sơ", ""), True),
        (("", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng", "Ghi chú"), False),
        (("", "", "Đơn vị tính", "Số lượng", ""), False),
        (("", "Chỉ tiêu thống kê", "", "", ""), False),
        (("", "Chỉ tiêu thống kê", "của huyện ta", "", ""), True),
        (("", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng", "vvv xx"), False),  # the rest may be misread
        (("", "", "", "", ""), True),
    ],
)
def test_rows_that_head_or_number_the_columns_are_no_rows_of_the_form(texts, is_row):
    assert kept(*texts) is is_row


def test_what_heads_the_table_is_known_where_it_comes_again_whatever_it_says():
    strange = ("Mã", "Điều được hỏi", "Đo bằng", "Trả lời", "Thêm")
    assert kept(*strange)
    assert not kept(*strange, heading=strange)


@pytest.mark.parametrize("heading", [("(1)", "(2)", "(3)", "(4)", "(5)"), ("A", "B", "1", "2", "3")])
def test_a_row_that_numbers_the_columns_is_no_row_of_the_form(heading):
    rows = table()
    numbered = [rows[0], TableRow(1, 2, cells(*heading)), *(replace(row, number=row.number + 1) for row in rows[1:])]
    assert read_all(numbered) == read_all(rows)


def test_a_heading_that_comes_again_is_no_row_of_the_form():
    rows = table()
    again = [*rows[:6], replace(rows[0], number=7), *(replace(row, number=row.number + 1) for row in rows[6:])]
    assert read_all(again) == read_all(rows)


@pytest.mark.parametrize(
    ("at", "cell", "expected"),
    [
        (1, Cell("", is_bounded=True), ("blank", None)),
        (1, Cell("-", is_bounded=True), ("blank", None)),
        (1, Cell(""), ("not_found", None)),
        (1, Cell("12 cuộc"), ("clear", 12)),
        (1, Cell("12 người"), ("doubtful", 12)),
        (1, Cell("12cuộc"), ("clear", 12)),
        (1, Cell("12xyz"), ("unreadable", None)),  # no word after the figure: a damaged one
        (1, Cell("37*"), ("clear", 37)),
        (1, Cell("37 (**)"), ("clear", 37)),
        (1, Cell("37 (1)"), ("doubtful", 37)),
        (1, Cell("37 [2]"), ("doubtful", 37)),
        (1, Cell("12", confidence=0.9), ("clear", 12)),
        (1, Cell("12", confidence=0.89), ("doubtful", 12)),
        (1, Cell("12", doubt="struck_out"), ("doubtful", 12)),
        (1, Cell("-", doubt="struck_out", is_bounded=True), ("unreadable", None)),
        (1, Cell("12%"), ("unreadable", None)),
        (1, Cell("12", Decimal(12), 0), ("clear", 12)),
        (1, Cell("12,00", Decimal(12), 2), ("clear", 12)),
        (1, Cell("6.632", Decimal("6.632"), 3), ("doubtful", 6632)),
        (1, Cell("12%", Decimal("0.12"), 2), ("doubtful", 120)),
        (4, Cell("98,5 %"), ("clear", Decimal("98.5"))),
        (4, Cell("98.52%", Decimal("98.52"), 2), ("clear", Decimal("98.52"))),
        (4, Cell("100%", Decimal(100), 0), ("clear", 100)),
        (4, Cell("9143%", Decimal("9143"), 0), ("doubtful", 9143)),
        (4, Cell("101%", Decimal("101"), 0), ("doubtful", 101)),
        (9, Cell("3/33 đơn vị"), ("clear", 3)),
        (9, Cell("3/33 cơ quan"), ("clear", 3)),
        (9, Cell("3/33 lần"), ("doubtful", 3)),
        (5, Cell("Có"), ("clear", 1)),
        (5, Cell("Không"), ("clear", 0)),
        (5, Cell("Có = 1"), ("clear", 1)),
        (5, Cell("Không=0"), ("clear", 0)),
        (5, Cell("2"), ("doubtful", 2)),
        (5, Cell("☑ Có ☐ Không"), ("clear", 1)),
        (5, Cell("☐ Có ☑ Không"), ("clear", 0)),
        (5, Cell("Có ☑ Không ☐"), ("clear", 1)),
        (5, Cell("Có ☐; Không ☑"), ("clear", 0)),
        (5, Cell("☑ Có ☑ Không"), ("unreadable", None)),
        (5, Cell("☐ Có ☐ Không"), ("unreadable", None)),
        (5, Cell("☑"), ("clear", 1)),
        (5, Cell("☐"), ("doubtful", 0)),
    ],
)
def test_what_an_answers_cell_says(at, cell, expected):
    assert read_all(table({at: cell}))[at][1:3] == expected


def test_an_answer_in_two_columns_or_pieces_is_not_stood_by():
    both = Columns(labels=(1,), answers=(3, 4), unit=2)
    rows = table()
    doubled = list(rows)
    doubled[2] = replace(rows[2], cells=cells("1", ROWS[1][2], "Cuộc", "12", "13"))
    assert read_all(doubled, both)[1][:2] == ("12 13", "doubtful")
    doubled[2] = replace(rows[2], cells=cells("1", ROWS[1][2], "Cuộc", "12", "12"))
    assert read_all(doubled, both)[1][1] == "clear"
    parts = [*rows[:8], TableRow(1, 9, cells("5", "Số hồ sơ tiếp nhận", "Hồ sơ", "6", ""))]
    parts += [
        TableRow(1, 10, cells("", "qua bưu chính", "", "7", "")),
        *(replace(r, number=r.number + 1) for r in rows[9:]),
    ]
    assert read_all(parts)[7][:3] == ("6 7", "doubtful", 67)


def test_words_between_the_rows_are_no_part_of_the_one_that_has_its_whole_label():
    row, columns = FORM.rows[7], COLUMNS
    by_number = {
        1: TableRow(1, 1, cells("5", ROWS[7][2], "Hồ sơ", "67", "")),
        2: TableRow(1, 2, cells("", "Người lập biểu ký tên", "", "99", "")),
        3: TableRow(1, 3, cells("", "VIII", "", "", "")),
    }
    lines = tuple(Line(1, number, "") for number in by_number)
    read, place = read_table_cells(row, PlacedRow(8, lines, 0.9), by_number, columns, Surroundings())
    assert (read.answer, read.reading.status, place.number) == ("67", "clear", 1)
    assert read.label == f"{ROWS[7][2]} VIII"
    alone, _ = read_table_cells(row, PlacedRow(8, lines[1:2], 0.9), by_number, columns, Surroundings())
    assert alone.answer == "99"


def test_the_forms_of_the_seeds_are_placed_by_the_same_rules():
    form = replace(load_forms()[0], rows=load_forms()[0].rows[:25])
    texts = [f"{row.label_vi} {row.unit_vi} {row.position if row.is_answered else ''}".strip() for row in form.rows]
    assert numbers(place_rows(lines_of(texts), form)) == [[at] for at in range(1, 26)]
