"""A form is drafted from its document: its rows in order, the code that its numbers give each, what each asks."""

from __future__ import annotations

import csv
from pathlib import Path

import docx
import openpyxl
import pytest

from cchc.errors import CchcError
from cchc.learning.answer_types import answer_type_of, codes_of
from cchc.learning.document_rows import UNREAD, PrintedRow, printed_tables
from cchc.learning.known_rows import known_rows
from cchc.learning.learning_forms import Draft, check_version, learn_form, levels_told
from cchc.learning.matching import NEW, SAME
from cchc.learning.outline import outlined
from cchc.learning.scanned_numbers import with_likely_numbers
from cchc.paths import REFERENCE_SEEDS, ROOT
from cchc.reading.formats import read_document
from cchc.seeds.reading import read_seed

SHARED = ROOT.parent / "shared"
HEADING = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")
Row = tuple[str, str, str]
TABLES = [  # two tables that each number anew
    (
        ["BIỂU MẪU SỐ LIỆU CẢI CÁCH HÀNH CHÍNH CỦA ỦY BAN NHÂN DÂN XÃ", "Biểu mẫu 1", "Công tác chỉ đạo"],
        [
            ("1.", "Số cuộc họp giao ban đã tổ chức", "Cuộc họp"),
            ("2.", "Khảo sát người dân", ""),
            ("2.1.", "Số lượng phiếu phát ra", "Phiếu"),
            ("2.2", "Hình thức khảo sát", "Trực tuyến = 0 Phát phiếu = 1 Kết hợp = 2"),
            ("2.2.1.", "Tỷ lệ phiếu hợp lệ", "%"),
        ],
    ),
    (
        ["Biểu mẫu 2", "Cải cách thể chế"],
        [
            ("1.", "Có ban hành kế hoạch rà soát", "Không = 0; Có = 1"),
            ("2.", "Tổng số văn bản đã rà soát", "Văn bản"),
            ("2.1.", "Số văn bản hết hiệu lực", "Văn bản"),
        ],
    ),
]
CODES = ["I", "I.1", "I.2", "I.2.1", "I.2.2", "I.2.2.1", "II", "II.1", "II.2", "II.2.1"]
TYPES = ["section", "count", "header", "count", "choice", "percent", "section", "flag", "count", "count"]


def write_docx(path: Path, tables, heading: tuple[str, ...] = HEADING) -> Path:
    document = docx.Document()
    for lines, rows in tables:
        for line in lines:
            document.add_paragraph(line)
        table = document.add_table(rows=0, cols=len(heading))
        for cells in (heading, *rows):
            for cell, text in zip(table.add_row().cells, cells, strict=False):
                cell.text = text
    document.save(str(path))
    return path


def write_xlsx(path: Path, tables, heading: tuple[str, ...] = HEADING) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for lines, rows in tables:
        for line in lines:
            sheet.append([line])
        sheet.append(heading)
        for cells in rows:
            sheet.append([text or None for text in cells])
    workbook.save(path)
    return path


def codes_and_types(draft: Draft) -> tuple[list[str], list[str]]:
    return [row.indicator_code for row in draft.rows], [row.answer_type for row in draft.rows]


@pytest.mark.parametrize("write", [write_docx, write_xlsx])
def test_tables_that_each_number_anew_are_sections(tmp_path, write):
    draft = learn_form(write(tmp_path / f"form.{write.__name__[-4:]}", TABLES))
    assert codes_and_types(draft) == (CODES, TYPES)
    assert [row.parent_code for row in draft.rows] == ["", "I", "I", "I.2", "I.2", "I.2.2", "", "II", "II", "II.2"]
    assert [row.label for row in draft.rows if row.answer_type == "section"] == ["Công tác chỉ đạo", "Cải cách thể chế"]
    assert draft.rows[4].codes == (("0", "Trực tuyến"), ("1", "Phát phiếu"), ("2", "Kết hợp"))
    assert draft.headings == (" ".join(HEADING),)
    assert levels_told(draft) == ("commune",)


def test_a_table_cut_over_pages_with_half_its_heading_again_is_one(tmp_path):
    (lines, rows), second = TABLES
    cut = [(lines, rows[:3]), ([], [("", "", "Đơn vị tính", "Số liệu", ""), *rows[3:]]), second]
    path = write_docx(tmp_path / "cut.docx", [cut[0]])
    document = docx.Document(str(path))
    for own_lines, own in cut[1:]:
        for line in own_lines:
            document.add_paragraph(line)
        table = document.add_table(rows=0, cols=5)
        for cells in own if not own_lines else (HEADING, *own):
            for cell, text in zip(table.add_row().cells, cells, strict=False):
                cell.text = text
    document.save(str(path))
    assert codes_and_types(learn_form(path)) == (CODES, TYPES)


@pytest.mark.parametrize(
    ("numbers", "codes"),
    [
        (("I", "1", "", "", "2", "II", "1"), ["I", "I.1", "I.1.1", "I.1.2", "I.2", "II", "II.1"]),
        (("I", "I.1", "I.1.1", "I.1.2", "I.2", "II", "II.1"), ["I", "I.1", "I.1.1", "I.1.2", "I.2", "II", "II.1"]),
        (("I.", "1)", "a)", "b)", "2)", "II.", "1)"), ["I", "I.1", "I.1.a", "I.1.b", "I.2", "II", "II.1"]),
        (("I", "1", "-", "+", "2", "II", "1"), ["I", "I.1", "I.1.1", "I.1.1.1", "I.2", "II", "II.1"]),
        (("I", "1", "1.1", "1.1", "2", "II", "1"), ["I", "I.1", "I.1.1", "I.1.2", "I.2", "II", "II.1"]),
    ],
)
def test_the_code_follows_from_what_is_printed_and_is_unique(tmp_path, numbers, codes):
    labels = ["Công tác chỉ đạo", "Kiểm tra công vụ", "Số cuộc kiểm tra", "Số đơn vị vi phạm", "Số cuộc thi"]
    labels += ["Cải cách", "Số buổi tập huấn"]
    units = ["", "", "Cuộc", "Đơn vị", "Cuộc", "", "Buổi"]
    rows = list(zip(numbers, labels, units, strict=True))
    draft = learn_form(write_docx(tmp_path / "form.docx", [(["BIỂU MẪU SỐ LIỆU"], rows)]))
    assert [row.indicator_code for row in draft.rows] == codes


def test_numbers_that_a_sheet_changed_are_those_that_must_follow(tmp_path):
    path = tmp_path / "form.xlsx"
    write_xlsx(path, [(["BIỂU MẪU"], [("1", "Số việc phải làm trong năm", "Việc"), *(
        (f"1.{at}", f"Số việc thứ {at} của kế hoạch", "Việc") for at in range(1, 11))])])  # fmt: skip
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    for row in sheet.iter_rows(min_row=3, max_col=1):
        row[0].value = float(row[0].value)  # 1.10 becomes 1.1
    workbook.save(path)
    assert [row.indicator_code for row in learn_form(path).rows][-2:] == ["I.1.9", "I.1.10"]


def test_a_row_that_a_page_cuts_in_two_is_one(tmp_path):
    (lines, rows), second = TABLES
    cut = [*rows[:1], ("2.", "Khảo sát", ""), ("", "người dân", ""), *rows[2:]]
    draft = learn_form(write_docx(tmp_path / "form.docx", [(lines, cut), second]))
    assert codes_and_types(draft) == (CODES, TYPES)
    assert draft.rows[2].label == "Khảo sát người dân"


def test_a_text_without_tables_is_learnt_by_its_marks(tmp_path):
    path = tmp_path / "form.txt"
    lines = ["BIỂU MẪU SỐ LIỆU CẢI CÁCH HÀNH CHÍNH", " | ".join(HEADING)]
    lines += [
        "I | Công tác chỉ đạo, điều hành cải cách hành chính của Ủy ban nhân dân",
        "1 | Số cuộc họp giao ban về cải cách hành chính đã | Cuộc",
        "tổ chức trong năm | họp",
        "2 | Tỷ lệ nhiệm vụ hoàn thành | %",
        "3 | Có phân công công chức phụ trách | Có = 1",
        "Không = 0",
        "II | Cải cách thể chế",
        "1 | Số văn bản đã ban hành | Văn bản",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    draft = learn_form(path)
    assert [row.indicator_code for row in draft.rows] == ["I", "I.1", "I.2", "I.3", "II", "II.1"]
    assert draft.rows[1].label == "Số cuộc họp giao ban về cải cách hành chính đã tổ chức trong năm"
    assert draft.rows[3].unit == "Có = 1 Không = 0"


def test_a_row_without_a_label_is_refused_with_its_place(tmp_path):
    lines, rows = TABLES[0]
    path = write_docx(tmp_path / "form.docx", [(lines, [*rows[:2], ("2.1.", "", "Phiếu"), *rows[3:]])])
    with pytest.raises(CchcError, match=r"page 1, row \d+: number '2\.1\.' without a label"):
        learn_form(path)


def test_a_form_twice_and_two_forms_are_refused(tmp_path):
    with pytest.raises(CchcError, match="as if it held the form twice"):
        learn_form(write_docx(tmp_path / "twice.docx", [*TABLES, *TABLES]))
    one = [("I", "Công tác chỉ đạo", ""), ("1", "Số cuộc họp đã tổ chức", "Cuộc"), ("II", "Cải cách thể chế", "")]
    two = [("I", "Chuyển đổi số", ""), ("1", "Số tổ công nghệ số", "Tổ"), ("2", "Số máy tính", "Máy")]
    with pytest.raises(CchcError, match=r"section I begins a second time, with “Chuyển đổi số”"):
        learn_form(write_docx(tmp_path / "two.docx", [(["BIỂU A"], one), (["BIỂU B"], two)]))


def test_a_document_that_is_no_form_is_refused(tmp_path):
    document = docx.Document()
    document.add_paragraph("Quyết định về việc ban hành quy chế làm việc")
    table = document.add_table(rows=6, cols=3)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "Nguyễn Văn A"
    document.save(str(tmp_path / "other.docx"))
    with pytest.raises(CchcError, match=r"no form was found in it\. Expected a table whose columns are headed"):
        learn_form(tmp_path / "other.docx")


def test_a_report_on_a_known_form_is_told_to_be_one_and_its_rows_are_the_same(tmp_path):
    from cchc.sample import render_word
    from cchc.sample.choosing import units_for
    from cchc.sample.generate import generate

    path = tmp_path / "report.docx"
    render_word.render(generate(units_for(2023, ("943",))[0], 2023, 6), path)
    draft = learn_form(path)
    assert draft.known_as == "2021"
    assert {row.match.match for row in draft.rows if row.match is not None} == {SAME}


def test_a_version_on_record_is_refused_before_anything_is_read():
    with pytest.raises(CchcError, match="form 2021 is recorded already"):
        check_version("2021", None)
    with pytest.raises(CchcError, match="“new” is no version"):
        check_version("new", None)
    assert check_version("2031b", None) == 2031
    assert check_version("2031b", 2032) == 2032


@pytest.mark.parametrize(
    ("unit", "codes"),
    [
        ("Có = 1; Không = 0", {"1": "Có", "0": "Không"}),
        ("Không = 0 Có = 1", {"1": "Có", "0": "Không"}),
        ("1 = Có, 0 = Không", {"1": "Có", "0": "Không"}),
        ("0: Chưa; 1: Đã làm", {"0": "Chưa", "1": "Đã làm"}),
        ("Có (1)/Không (0)", {"1": "Có", "0": "Không"}),
        ("Có/Không", {"1": "Có", "0": "Không"}),
        ("Trực tuyến = 0 Phát phiếu = 1 Kết hợp = 2", {"0": "Trực tuyến", "1": "Phát phiếu", "2": "Kết hợp"}),
        ("Cơ quan, đơn vị", {}),
        ("Triệu đồng", {}),
    ],
)
def test_a_code_list_is_read_in_either_order(unit, codes):
    assert dict(codes_of(unit)) == codes


@pytest.mark.parametrize(
    ("label", "unit", "answer", "has_children", "expected"),
    [
        ("Tỷ lệ hài lòng", "%", "", False, "percent"),
        ("Tỷ lệ hài lòng", "", "", False, "percent"),
        ("Số đơn vị tự chủ", "Đơn vị", "3/33", False, "ratio"),
        ("Kiểm tra CCHC", "", "", True, "header"),
        ("Thực hiện tự chủ tài chính", "", "1.647", True, "count"),
        ("Trong đơn vị tự chủ", "", "", False, "count"),
        ("Cập nhật kiến trúc", "Chưa = 0 Hoàn thành = 1", "", False, "flag"),
        ("Chấp hành kỷ luật", "Có vi phạm = 0, Không vi phạm = 1", "", False, "choice"),
    ],
)
def test_what_a_row_asks_is_told_by_its_unit_and_what_stands_there(label, unit, answer, has_children, expected):
    assert answer_type_of(label, unit, answer, has_children) == expected


def test_numbers_that_a_machine_lost_or_misread_are_those_that_must_follow():
    read = ["I", UNREAD, "1.l", "12", UNREAD, "2.1", "I1", "?", "1.1"]
    units = ["", "", "Văn bản", "Văn bản", "", "Người", "", "", "%"]
    rows = [
        PrintedRow(number, f"Chỉ tiêu {at}", unit, "", 1, at)
        for at, (number, unit) in enumerate(zip(read, units, strict=True))
    ]
    found = with_likely_numbers(rows)
    assert [row.number for row in found] == ["I", "1", "1.1", "1.2", "2", "2.1", "II", "1", "1.1"]
    assert [bool(row.misread) for row in found] == [False, True, False, False, True, False, False, True, False]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real report is not in the repository")
def test_the_ministrys_form_is_learnt_from_a_filled_appendix():
    document = read_document(SHARED / "reports" / "lam_dong_2025_appendix.docx")
    rows, left_out = outlined(document.path, printed_tables(document), is_scanned=False)
    with (SHARED / "reference" / "form_bnv_2025_with_lam_dong.csv").open(encoding="utf-8") as file:
        expected = list(csv.DictReader(file))
    parents = {row.parent_code for row in rows}
    drafted = [
        (
            row.indicator_code,
            row.parent_code,
            "section" if row.is_section
            else answer_type_of(row.label, row.unit, row.answer, row.indicator_code in parents),
            row.label,
            row.unit,
            row.answer,
        )
        for row in rows
    ]  # fmt: skip
    names = ("indicator_code", "parent_code", "answer_type", "label_vi", "unit_vi", "printed_value_lam_dong_2025")
    assert drafted == [tuple(row[name] for name in names) for row in expected]
    assert left_out == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real report is not in the repository")
def test_the_ministrys_form_is_matched_to_that_of_2021_as_it_was_decided_by_hand():
    known = [row for row in known_rows() if row.cells["form_version"] == "2021"]
    of_2021 = {row.concept for row in known}
    draft = learn_form(SHARED / "reports" / "lam_dong_2025_appendix.docx", ("province",), known)
    rows = read_seed(REFERENCE_SEEDS / "form_rows.csv")
    decided = {row["indicator_code"]: row["concept"] for row in rows if row["form_version"] == "2025"}
    asked = [(row.match, decided[row.indicator_code]) for row in draft.rows if row.match is not None]
    assert [match for match, concept in asked if match.match == SAME and match.concept != concept] == []
    kept = [match.match != NEW and match.concept == concept for match, concept in asked if concept in of_2021]
    new = [match.match == NEW for match, concept in asked if concept not in of_2021]
    assert sum(match.match == SAME for match, _ in asked) >= 20
    assert sum(kept) >= 0.9 * len(kept) and len(kept) > 30
    assert sum(new) >= 0.85 * len(new)
