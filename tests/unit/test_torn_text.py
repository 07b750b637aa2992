"""Texts of other engines: answers on lines of their own, torn headings, page numbers, the habits of a document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cchc.errors import CchcError
from cchc.reading.documents import Cell, Document, Line, TableRow
from cchc.reading.extraction import extract_document
from cchc.reading.formats import read_document
from cchc.reading.text.row_alignment import PlacedRow, appendix_lines, place_rows
from cchc.reading.text.row_cells import read_cells
from cchc.reading.text.writing_habits import unlike_its_document
from cchc.reference.form import FormRow, load_forms
from cchc.sample import render_text
from cchc.sample.choosing import units_for
from cchc.sample.generate import generate

FORM = load_forms()[0]
LETTER = "Báo cáo kết quả cải cách hành chính của huyện " * 10


def lines_of(texts: list[str]) -> list[Line]:
    return [Line(1, number, text) for number, text in enumerate(texts, start=1)]


def answers(lines: list[Line]) -> dict[str, tuple[str, str]]:
    """What was read, text and status, by indicator code."""
    placed = place_rows(lines, FORM)
    read = unlike_its_document(FORM.rows, [read_cells(row, one) for row, one in zip(FORM.rows, placed, strict=True)])
    return {row.indicator_code: (one.answer, one.reading.status) for row, one in zip(FORM.rows, read, strict=True)}


def counts() -> dict[str, str]:
    """A figure for every count of the form, each another one."""
    return {row.indicator_code: str(100 + row.position) for row in FORM.answered if row.answer_type == "count"}


@pytest.mark.parametrize("is_below", [True, False])
def test_answers_on_lines_of_their_own_stay_with_their_rows_above_or_below(is_below):
    printed, texts = counts(), []
    for row in FORM.rows:
        label = (
            [row.number, f"{row.label_vi} {row.unit_vi}".strip()] if row.number else [f"{row.label_vi} {row.unit_vi}"]
        )
        answer = [printed[row.indicator_code]] if row.indicator_code in printed else []
        texts += label + answer if is_below else answer + label
    read = answers(lines_of(texts))
    clear = {code: text for code, (text, status) in read.items() if status == "clear" and code in printed}
    assert clear.items() <= printed.items()
    assert len(clear) >= 0.95 * len(printed)


def test_a_heading_damaged_after_its_first_columns_still_starts_the_table():
    first = f"1 {FORM.rows[1].label_vi} {FORM.rows[1].unit_vi} 1"
    narrative, appendix = appendix_lines(
        tuple(lines_of([LETTER, "STT Chỉ tiêu thống kê bok ctoh sé fake", first])), FORM
    )
    assert [line.text for line in narrative] == [LETTER]
    assert [line.text for line in appendix] == [first]


@pytest.mark.parametrize("mark", ["- {} -", "Trang {}/3", "{}"])
@pytest.mark.parametrize("is_at_head", [True, False])
def test_page_numbers_are_no_lines(tmp_path, mark, is_at_head):
    pages = []
    for number in (1, 2, 3):
        own = mark.format(number)
        pages.append("\n".join([own, LETTER] if is_at_head else [LETTER, own]))
    path = tmp_path / "report.txt"
    path.write_text("\n\f".join(pages), encoding="utf-8")
    assert [(line.page, line.text) for line in read_document(path).lines] == [
        (page, LETTER.strip()) for page in (1, 2, 3)
    ]


def read_whole(changed: dict[str, list[str]], padded: str = "") -> dict[str, tuple[str, str]]:
    """The form with a figure in every count, but for rows that stand as told; lone digits padded if asked for."""
    texts = []
    for row in FORM.rows:
        answer = f"{padded}{row.position % 9 + 1}" if row.answer_type == "count" else ""
        texts += changed.get(row.indicator_code, [f"{row.label_vi} {row.unit_vi} {answer}".strip()])
    return answers(lines_of(texts))


def row_of(code: str):
    return next(row for row in FORM.rows if row.indicator_code == code)


@pytest.mark.parametrize(
    ("code", "tail", "status"),
    [
        ("III.6.7", ["Hồ sơ 5A. 386"], "doubtful"),  # the rest of a longer figure
        ("III.6.7", ["Hồ sơ 386"], "clear"),
        ("III.6.4", ["% 987"], "doubtful"),  # a percentage without its comma
        ("IV.2.5", ["% 150"], "clear"),  # of a plan
        ("VI.3", ["Cơ quan, đơn vị 41/4"], "doubtful"),  # a ratio whose base lost a digit
        ("VI.3", ["Cơ quan, đơn vị 4/41"], "clear"),
        ("IV.2.3", ["xz", "Bee 2"], "doubtful"),  # a lone digit beside what is left of its unit
        ("IV.1.1", ["Cơ quan, đơn 1", "vị"], "doubtful"),  # 11 between two lines is read as 1
    ],
)
def test_a_figure_with_signs_of_a_loss_is_not_stood_by(code, tail, status):
    row = row_of(code)
    assert read_whole({code: [f"{row.label_vi} {tail[0]}", *tail[1:]]})[code][1] == status


def test_a_bare_digit_among_padded_ones_is_not_stood_by():
    row = row_of("III.2.1")
    bare = [f"{row.label_vi} {row.unit_vi} 5"]
    assert read_whole({"III.2.1": bare}, padded="0")["III.2.1"] == ("5", "doubtful")
    assert read_whole({"III.2.1": bare})["III.2.1"] == ("5", "clear")


REPORT = generate(units_for(2022, ("361",))[0], 2022, 77)
HEADING = "STT Chỉ tiêu thống kê Đơn vị tính Số lượng/Tỷ lệ Ghi chú"


def whole_line(row: FormRow, answer: str = "") -> str:
    """Label, unit and answer of a row on one line; the answer of a report that keeps all rules, unless one is given."""
    return f"{row.label_vi} {row.unit_vi} {answer or (REPORT.answer_text(row) if row.is_answered else '')}".strip()


def statuses_of(pages: list[list[str]]) -> dict[str, tuple[str, str, str]]:
    """Value, status and doubt by indicator code of a report whose table stands on these pages."""
    lines = [
        Line(page, 1000 * page + at, text)
        for page, own in enumerate(pages, 1)
        for at, text in enumerate([HEADING, *own])
    ]
    read = extract_document(Document(Path("report.txt"), "", "txt", tuple(lines)), "361", 2022)
    return {
        row["indicator_code"]: (row["value"], row["read_status"], place.doubt)
        for row, place in zip(read.rows, read.places, strict=True)
    }


def test_a_figure_that_breaks_a_rule_with_others_is_not_stood_by():
    """The engine read one digit of the sum otherwise: its parts, borne out by nothing else, are no surer than it is."""
    parts = ("V.6.4.1", "V.6.4.2", "V.6.4.3")
    shown = {"V.6.4": "19", **dict(zip(parts, ("11", "2", "3"), strict=True))}
    read = statuses_of([[whole_line(row, shown.get(row.indicator_code, "")) for row in FORM.rows]])
    assert read["V.6.4"] == ("19", "doubtful", "unlike_other_figures: 11, 2, 3")
    assert all(read[part][1] == "doubtful" for part in parts)
    assert sum(status == "clear" for _, status, _ in read.values()) > 130


def test_a_figure_that_an_equality_bears_out_is_not_doubted_for_one_beside_it():
    """III.3.2 says the same as III.7.2, and V.5.2 breaks a rule with V.5.1 alone."""
    twice = REPORT.answer_text(row_of("III.7.2"))
    shown = {"III.3.2": twice, "III.7.2": twice, "III.7.1": "1"}
    read = statuses_of([[whole_line(row, shown.get(row.indicator_code, "")) for row in FORM.rows]])
    assert read["III.7.1"][1] == "doubtful"
    assert read["III.7.2"][1:] == ("clear", "")


def test_pages_in_columns_leave_other_pages_their_figures_but_lone_digits():
    whole, parted = FORM.rows[:60], FORM.rows[60:]
    columns = [row.label_vi for row in parted] + [row.unit_vi for row in parted if row.unit_vi] + ["12", "7", "90"]
    read = statuses_of([[whole_line(row) for row in whole], columns])
    own = [row for row in whole if row.is_answered]
    sure = [row for row in own if row.codes or len(REPORT.answer_text(row)) > 1]
    clear = {code for code, (_, status, _) in read.items() if status == "clear"}
    assert {row.indicator_code for row in sure[:-5]} <= clear
    assert clear <= {row.indicator_code for row in sure}


def test_a_word_that_lost_its_first_letter_still_tells_its_row_from_another():
    own = row_of("III.2.3.1")
    lines = {"III.2.3.1": ["n TTHC áp dụng tại UBND cấp Thủ tục 158", "uyện"]}
    shown = {"III.2.3": str(158 + int(REPORT.answer_text(row_of("III.2.3.2")).replace(".", "")))}
    assert own.label_vi.endswith("huyện")
    texts = [
        text
        for row in FORM.rows
        for text in lines.get(row.indicator_code, [whole_line(row, shown.get(row.indicator_code, ""))])
    ]
    assert statuses_of([texts])["III.2.3.1"] == ("158", "clear", "")


def test_a_label_that_goes_on_behind_its_unit_is_told_from_another_by_its_one_word():
    """VII.1.1 and VII.1.2, which differ in one word alone, stand in each other's place."""
    own = row_of("VII.1.1").label_vi
    assert own.endswith(" huyện")
    lines = {
        "VII.1.1": [whole_line(row_of("VII.1.2"), "1")],
        "VII.1.2": [f"{own.removesuffix(' huyện')} | Có = 1 / Không | 0", "huyện | = 0"],
    }
    texts = [text for row in FORM.rows for text in lines.get(row.indicator_code, [whole_line(row)])]
    read = statuses_of([texts])
    assert read["VII.1.2"][:2] != ("0", "clear")


@pytest.mark.parametrize("lost_every", [0, 20])
def test_a_text_that_lost_many_rows_is_read_but_nothing_in_it_is_sure(lost_every):
    texts = [whole_line(row) for row in FORM.rows]
    kept = [text for at, text in enumerate(texts, start=1) if not lost_every or at % lost_every]
    lines = tuple(lines_of(["STT Chỉ tiêu thống kê Đơn vị tính Số lượng/Tỷ lệ Ghi chú", *kept]))
    statuses = extract_document(Document(Path("report.txt"), "", "txt", lines), "945", 2021).statuses
    assert statuses["doubtful" if lost_every else "clear"] > 90
    assert not lost_every or not statuses["clear"]


def test_columns_written_one_after_another_leave_nothing_sure():
    """Half of the rows stand whole; of the others the labels, the units and few figures, each column by itself."""
    whole, parted = FORM.rows[:60], FORM.rows[60:]
    texts = [f"{row.label_vi} {row.unit_vi} {row.position + 100 if row.is_answered else ''}" for row in whole]
    texts += [row.label_vi for row in parted] + [row.unit_vi for row in parted if row.unit_vi] + ["12", "7", "90"]
    lines = tuple(lines_of(["STT Chỉ tiêu thống kê Đơn vị tính Số lượng/Tỷ lệ Ghi chú", *texts]))
    statuses = extract_document(Document(Path("report.txt"), "", "txt", lines), "945", 2021).statuses
    assert not statuses["clear"] and statuses["doubtful"] > 30


def test_a_table_begins_with_its_rows_where_its_first_heading_is_damaged():
    rows = [f"{row.label_vi} {row.unit_vi} 7".strip() for row in FORM.rows[:12]]
    letter = ["Cải cách thể chế", LETTER, "Cải cách tài chính công", LETTER]
    texts = [*letter, "- Chi tigu théng ké Don vj tinh pie sis Ghi cha", *rows[:7], "Chỉ tiêu thống kê", *rows[7:]]
    narrative, appendix = appendix_lines(tuple(lines_of(texts)), FORM)
    assert [line.text for line in narrative] == texts[:5]
    assert [line.text for line in appendix] == rows


def test_a_table_begins_with_its_rows_though_several_long_ones_of_them_are_broken():
    letter = ["Cải cách thể chế", LETTER]
    broken = [piece for row in FORM.rows[11:16] for piece in ("Ty 1é", "va duoc", row.unit_vi or "oe")]
    rows = [f"{row.label_vi} {row.unit_vi} 7".strip() for row in FORM.rows[:24]]
    texts = [*letter, *rows[:11], *broken, *rows[16:18], HEADING, *rows[18:]]
    narrative, _ = appendix_lines(tuple(lines_of(texts)), FORM)
    assert [line.text for line in narrative] == letter


def test_rows_named_in_the_letter_begin_no_table():
    rows = [f"{row.label_vi} {row.unit_vi} 7".strip() for row in FORM.rows[:12]]
    letter = [row.label_vi for row in FORM.rows if row.answer_type == "section"]
    narrative, _ = appendix_lines(tuple(lines_of([*letter, LETTER, "Chỉ tiêu thống kê", *rows])), FORM)
    assert [line.text for line in narrative] == [*letter, LETTER]


@pytest.mark.parametrize(
    ("code", "lines", "status"),
    [
        ("III.6.4", ["{label}", "0"], "doubtful"),  # `%` read as 0, and the figure lost
        ("III.6.4", ["{label} % 0"], "clear"),
        ("II.2.1", ["{label}", "Có = 1", "Không = 0"], "doubtful"),  # the code list of another row
    ],
)
def test_a_digit_that_may_be_another_mark_of_the_form_is_not_stood_by(code, lines, status):
    row = row_of(code)
    assert read_whole({code: [line.format(label=row.label_vi) for line in lines]})[code][1] == status


@pytest.mark.parametrize("kept", [range(60), [*range(60), *range(100, 182)]])
def test_a_report_without_a_page_is_read_as_far_as_it_goes_when_asked_for(kept):
    texts = [
        f"{row.label_vi} {row.unit_vi} {row.position + 100 if row.is_answered else ''}"
        for at, row in enumerate(FORM.rows)
        if at in kept
    ]
    lines = tuple(lines_of(["STT Chỉ tiêu thống kê Đơn vị tính Số lượng/Tỷ lệ Ghi chú", *texts]))
    document = Document(Path("report.txt"), "", "txt", lines)
    with pytest.raises(CchcError, match="--partial"):
        extract_document(document, "945", 2021)
    read = extract_document(document, "945", 2021, partial=True)
    assert "were not found" in read.missing
    own = {FORM.rows[at].indicator_code: str(FORM.rows[at].position + 100) for at in kept}
    assert not read.statuses["clear"]
    values = {row["indicator_code"]: row["value"] for row in read.rows if row["read_status"] == "doubtful"}
    assert len(values) > 0.5 * len(kept)
    assert all(value == own[code] for code, value in values.items() if len(value) == 3)


@pytest.mark.parametrize(("line", "status"), [("{label} {unit} 988", "clear"), ("988", "doubtful")])
def test_a_row_beside_one_that_was_lost_is_sure_where_its_answer_stands_among_its_own_words(line, status):
    texts = []
    for row in FORM.rows:
        if row.indicator_code == "IV.2.1":
            own = line.format(label=row.label_vi, unit=row.unit_vi)
            texts += [own] if row.label_vi in own else [row.label_vi, own]
        elif row.indicator_code != "IV.2.3":
            texts.append(whole_line(row))
    lines = tuple(lines_of(["STT Chỉ tiêu thống kê Đơn vị tính Số lượng/Tỷ lệ Ghi chú", *texts]))
    read = extract_document(Document(Path("report.txt"), "", "txt", lines), "945", 2021)
    found = {row["indicator_code"]: (row["value"], row["read_status"]) for row in read.rows}
    assert found["IV.2.1"] == ("988", status)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["{label} Co- 1/ 1", "Không = 0"], "clear"),
        (["{label} Co—i/ 1", "Không = 0"], "clear"),
        (["{label} Co= 17 1", "Không = 0"], "clear"),
        (["{label} Co=— i, 1", "Không = 0"], "clear"),
        (["{label} CO-1' 1", "Không = 0"], "clear"),
        (["{label} Co = | 1", "Không = 0"], "clear"),
        (["{label} „` 1", "Không = 0"], "clear"),  # what is left of the list stands among the label's words
        (["Kế hoạch số", "{label} oe Cee 1 11/KH-UBND", "ngày 04/02/2023"], "clear"),  # before a note is the answer
        (["{label} Co- 1/", "Không = 0"], "not_found"),  # the list's own code, and no answer
        (["{label} Co - 1", "Không = 0"], "not_found"),
    ],
)
def test_a_code_list_whose_equals_sign_is_read_as_a_dash_gives_no_answer_of_its_own(lines, status):
    read = read_whole({"III.1": [line.format(label=row_of("III.1").label_vi) for line in lines]})["III.1"]
    assert read == ("1" if status == "clear" else "", status)


def of_row(indicator_code: str, *texts: str) -> tuple[str, str]:
    """What is read of a row's lines, text and status."""
    row = next(row for row in FORM.rows if row.indicator_code == indicator_code)
    cells = read_cells(row, PlacedRow(row.position, tuple(lines_of(list(texts))), 0.8))
    return cells.answer, cells.reading.status


def test_a_unit_and_a_figure_at_a_lines_end_stand_whatever_the_label_became():
    label = ("Tỷ lệ hồ sơ TTHC do UBND cấp huyện", "tiếp nhận được giải quyết đúng hẹn")
    assert of_row("III.6.3", label[0], "vá 5 ` HẸ tri % 100", label[1]) == ("100", "clear")
    assert of_row("III.6.3", label[0], "vá 5 ` HẸ tri 100", label[1])[1] != "clear"


@pytest.mark.parametrize(("answer", "status"), [("45 073", "doubtful"), ("45. 073", "doubtful"), ("073", "clear")])
def test_three_digits_after_another_figure_may_be_its_end(answer, status):
    row = row_of("III.2.1")
    assert of_row("III.2.1", f"{row.label_vi} {row.unit_vi} {answer}")[1] == status


def test_a_whole_ratio_at_a_lines_end_is_the_answer_of_a_ratio():
    label = ("Số đơn vị SNCL do nhà nước đảm bảo E n", "100% chi thường xuyên (lũy kế đến thời h Nhu 2yệt")
    assert of_row("VI.3.4", label[0], f"{label[1]} 24/29", "điểm báo cáo)") == ("24/29", "clear")
    assert of_row("VI.3.4", label[0], f"{label[1]} ngày 24/29", "điểm báo cáo)")[1] != "clear"


@pytest.mark.parametrize("own", ["3", "03", "19"])
@pytest.mark.parametrize("below", ["Số máy vi tính được trang bị mới Bộ 203", "Tổng 203", "Số sáng kiến 203"])
def test_a_longer_figure_of_a_strange_row_below_does_not_take_the_place_of_the_rows_own(own, below):
    """Their unit is broken over the lines, so that neither stands beside it."""
    lines = ("Số phòng ban chuyên môn thuộc UBND Cơ quan, đơn", f"cấp huyện vị {own}", below)
    assert of_row("IV.1.1", *lines)[1] == "doubtful"


def test_a_colon_after_a_code_of_the_list_is_none_of_the_answer():
    label = ("Cơ quan, đơn vị đã được phê duyệt vị trí Có = 1: 1", "việc làm theo quy định Không = 0")
    assert of_row("V.1.1", *label) == ("1", "clear")


def test_lines_that_were_rows_of_strange_tables_are_not_relied_on(tmp_path):
    """A sheet printed so that its columns run into each other: whose figure is whose is no longer known."""
    (unit,) = units_for(2022, ("361",))
    render_text.render(generate(unit, 2022, 77), tmp_path / "report.txt")
    read = read_document(tmp_path / "report.txt")
    rows = tuple(TableRow(one.page, one.number, (Cell("1"), Cell(one.text), Cell("2"))) for one in read.lines)
    assert extract_document(replace(read, parts=read.lines)).statuses["clear"] > 130
    assert extract_document(replace(read, parts=(rows,))).statuses["clear"] == 0
