"""The columns of a drafted form's workbook: their names, what they hold in both languages, and who fills them in."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

ROWS, FORM, CONCEPTS, GUARD, GUIDE = "rows", "form", "concepts", "guard", "Hướng dẫn - Guide"
NEW_CONCEPT = "new"  # in concept_decided: a concept of its own, named after the label
GUARDED = ("position", "match", "concept", "similarity", "alternatives")  # what the program found; not to be edited


@dataclass(frozen=True)
class Column:
    """A column of the sheet `rows`; `is_input` if a person may fill it in or mend it."""

    name: str
    width: float
    vi: str
    en: str
    is_input: bool = True


COLUMNS = (
    Column("position", 8, "Thứ tự dòng trong biểu", "Place of the row on the form", False),
    Column("section_code", 8, "Mã phần (I, II, …)", "Code of the section"),
    Column("number", 8, "Số thứ tự như in trên biểu", "Number as printed"),
    Column("indicator_code", 11, "Mã chỉ tiêu: mã phần và số thứ tự, không trùng nhau", "Code of the row, unique"),
    Column("label_vi", 58, "Chỉ tiêu như in trên biểu", "Label as printed"),
    Column("unit_vi", 18, "Đơn vị tính như in trên biểu", "Unit as printed"),
    Column(
        "answer_type",
        10,
        "Kiểu trả lời: section, header (không có số liệu), count (số đếm), percent (%), "
        "ratio (tử số/mẫu số), flag (có/không), choice (lựa chọn)",
        "What is answered",
    ),
    Column("concept", 30, "Khái niệm tìm thấy", "Concept found", False),
    Column(
        "concept_label_vi",
        40,
        "Tên chỉ tiêu của khái niệm đó ở biểu đã biết, và mã ở biểu đó",
        "Label of that concept on the form known, and its code there",
        False,
    ),
    Column(
        "match",
        8,
        "same: đã có ở biểu trước; likely: có lẽ là; new: chỉ tiêu mới",
        "What the program found: same, likely or new",
        False,
    ),
    Column("similarity", 9, "Độ giống, từ 0 đến 1", "How like the known row, 0 to 1", False),
    Column("alternatives", 38, "Các khái niệm khác có thể", "Other concepts that it may be", False),
    Column(
        "concept_decided",
        30,
        "QUYẾT ĐỊNH: khái niệm của dòng này, hoặc “new” nếu là chỉ tiêu mới. Dòng “likely” "
        "bắt buộc phải điền; dòng “same”, “new” để trống là đồng ý",
        "DECISION: the concept, or `new`",
    ),
    Column("label_en", 40, "Tên tiếng Anh; để trống thì dùng tên tiếng Việt", "Label in English"),
    Column("unit_en", 14, "Đơn vị tiếng Anh", "Unit in English"),
    Column("parent_code", 10, "Mã của dòng cấp trên", "Code of the row over it"),
    Column("qualifier_vi", 18, "Từ phân biệt khi tên chỉ tiêu lặp lại (không in)", "Tells apart labels that repeat"),
    Column(
        "may_pass_100", 9, "Tỷ lệ có thể quá 100 (so với kế hoạch): true hay false", "Whether a percentage may pass 100"
    ),
    Column("codes_vi", 26, "Bảng mã: 0 = Không; 1 = Có", "Code list in Vietnamese"),
    Column("codes_en", 22, "Bảng mã tiếng Anh", "Code list in English"),
    Column(
        "fact_table",
        24,
        "Bảng dữ liệu chứa số liệu; để trống: theo khái niệm, hoặc chỉ ở fct_indicator_values",
        "Fact that holds the figure; empty: that of the concept, or fct_indicator_values alone",
    ),
    Column("fact_column", 24, "Cột của bảng đó", "Column of the fact"),
    Column("fact_base_column", 20, "Cột chứa mẫu số của ratio", "Column of a ratio's base"),
    Column("fact_row", 26, "Khóa thêm của dòng, như government_level=district", "Further key of the fact's row"),
    Column(
        "may_be_summed",
        9,
        "Chỉ tiêu mới: cộng các đơn vị được không (true/false; để trống: chưa quyết định)",
        "New concepts: may units be added up",
    ),
    Column("page", 6, "Trang trong tài liệu", "Page of the document", False),
    Column("line", 6, "Dòng trong tài liệu", "Row or line of the document", False),
    Column("doubt", 28, "Điều cần xem lại", "What to look at", False),
)
NAMES = tuple(column.name for column in COLUMNS)
LETTERS = {name: get_column_letter(at) for at, name in enumerate(NAMES, start=1)}

FORM_FIELDS = (  # of the sheet `form`: name, in Vietnamese, in English
    ("form_version", "Phiên bản của biểu", "Version of the form"),
    ("name_vi", "Tên biểu", "Title of the form"),
    ("name_en", "Tên biểu bằng tiếng Anh; để trống thì dùng tên tiếng Việt", "Title in English"),
    (
        "government_levels",
        "Cấp báo cáo theo biểu: province, department, district, commune; nhiều cấp cách nhau bằng ;",
        "Levels of government that report on it",
    ),
    ("first_year", "Năm đầu tiên dùng biểu", "First year reported on it"),
    ("last_year", "Năm cuối; để trống nếu còn dùng", "Last year; empty while it is in use"),
    ("source", "Tài liệu gốc của biểu", "Document it was taken from"),
)
