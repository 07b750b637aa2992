"""Unit, period, number and date from a report's own heading, with and without diacritics."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from cchc.errors import CchcError
from cchc.reading.documents import Document, Line
from cchc.reading.text.report_heading import read_heading
from cchc.text import fold

TITLE = "Kết quả thực hiện công tác cải cách hành chính"


def heading_of(*texts: str, **given):
    lines = [Line(1, number, text) for number, text in enumerate(texts, start=1)]
    return read_heading(Document(Path("report.txt"), "0" * 64, "txt", tuple(lines)), lines, **given)


def plain(text: str) -> str:
    return text


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("written", [plain, fold, decomposed])
@pytest.mark.parametrize(
    ("name", "unit_code"),
    [
        ("huyện Mỹ Xuyên", "947"),
        ("huyện Mỹ Tú", "944"),
        ("huyện Châu Thành", "942"),
        ("thị xã Vĩnh Châu", "950"),
        ("thị xã Ngã Năm", "948"),
        ("thành phố Sóc Trăng", "941"),
        ("huyện Trần Đề", "951"),
    ],
)
def test_the_unit_is_found_however_it_is_written(written, name, unit_code):
    heading = heading_of(
        written(f"ỦY BAN NHÂN DÂN {name.upper()}"),
        written("Căn cứ Kế hoạch của Ủy ban nhân dân tỉnh Sóc Trăng"),
        written(f"{TITLE} năm 2021"),
    )
    assert heading.unit_code == unit_code


@pytest.mark.parametrize(
    ("title", "year", "period", "report_id"),
    [
        (f"{TITLE} năm 2021 và phương hướng, nhiệm vụ năm 2022", 2021, "year", "945-2021"),
        (f"{TITLE} 6 tháng đầu năm 2021", 2021, "H1", "945-2021-H1"),
        (f"{TITLE} sáu tháng đầu năm 2021", 2021, "H1", "945-2021-H1"),
        (f"{TITLE} 9 tháng đầu năm 2021", 2021, "9M", "945-2021-9M"),
        (f"Cù Lao Dung, ngày 9 tháng 12 năm 2021 {TITLE} năm 2021", 2021, "year", "945-2021"),
        (f"{TITLE} quý III năm 2021", 2021, "Q3", "945-2021-Q3"),
        (f"{TITLE} quý 1 năm 2021", 2021, "Q1", "945-2021-Q1"),
        (f"{TITLE} 06 tháng đầu năm 2021", 2021, "H1", "945-2021-H1"),
        (f"{TITLE} 6 tháng năm 2021", 2021, "H1", "945-2021-H1"),
        (f"{TITLE} 6 tháng đầu năm và nhiệm vụ 6 tháng cuối năm 2021", 2021, "H1", "945-2021-H1"),
        (f"{TITLE} 09 tháng năm 2021, nhiệm vụ quý IV năm 2021", 2021, "9M", "945-2021-9M"),
        (f"{TITLE} QUÝ II/2021", 2021, "Q2", "945-2021-Q2"),
        (f"{TITLE} quí IV năm 2021", 2021, "Q4", "945-2021-Q4"),
        (f"{TITLE} quý I và phương hướng, nhiệm vụ quý II năm 2021", 2021, "Q1", "945-2021-Q1"),
        ("Báo cáo quý lll năm 2021 về cải cách hành chính", 2021, "Q3", "945-2021-Q3"),
        ("Báo cáo sơ kết 6 tháng đầu năm 2021 công tác CCHC", 2021, "H1", "945-2021-H1"),
        (f"{TITLE} quý II và 6 tháng đầu năm 2021; nhiệm vụ quý III năm 2021", 2021, "H1", "945-2021-H1"),
        (f"{TITLE} quý III, 9 tháng đầu năm 2021", 2021, "9M", "945-2021-9M"),
        (f"{TITLE} tháng 3 và quý I năm 2021", 2021, "Q1", "945-2021-Q1"),
        (f"{TITLE} 3 tháng đầu năm 2021", 2021, "Q1", "945-2021-Q1"),
        (f"{TITLE} Quý 01 năm 2021", 2021, "Q1", "945-2021-Q1"),
        (f"{TITLE} quý một năm 2021", 2021, "Q1", "945-2021-Q1"),
        (f"{TITLE} 6 tháng/2021", 2021, "H1", "945-2021-H1"),
        (f"{TITLE} 9 tháng 2021", 2021, "9M", "945-2021-9M"),
        (f"{TITLE} nửa đầu năm 2021", 2021, "H1", "945-2021-H1"),
        (f"{TITLE} 12 tháng năm 2021", 2021, "year", "945-2021"),
        # what a year's report says of a part of a year is of another one
        (f"{TITLE} năm 2021 và nhiệm vụ quý I năm 2022", 2021, "year", "945-2021"),
        (f"{TITLE} năm 2021 và phương hướng, nhiệm vụ 6 tháng đầu năm 2022", 2021, "year", "945-2021"),
        (f"{TITLE} quý IV và năm 2021", 2021, "year", "945-2021"),
        (f"{TITLE} năm 2021\nThực hiện chế độ báo cáo quý 1, 6 tháng, 9 tháng và năm", 2021, "year", "945-2021"),
    ],
)
def test_year_and_part_of_a_year_make_the_report_id(title, year, period, report_id):
    heading = heading_of("UBND huyện Cù Lao Dung", title)
    assert (heading.year, heading.period, heading.report_id) == (year, period, report_id)


def test_the_documents_own_number_and_date_are_taken():
    heading = heading_of(
        "UBND huyện Cù Lao Dung",
        "Số: 214/BC-UBND    Cù Lao Dung, ngày 16 tháng 12 năm 2021",
        f"{TITLE} năm 2021",
        "Căn cứ Kế hoạch số 142/KH-UBND ngày 24 tháng 12 năm 2020",
    )
    assert (heading.document_number, heading.signed_on) == ("214", date(2021, 12, 16))


def test_a_damaged_number_or_date_is_not_made_up():
    heading = heading_of("UBND huyện Cù Lao Dung", "Số: U /BC-UBND ngày AC tháng 12 năm 2021", f"{TITLE} năm 2021")
    assert (heading.document_number, heading.signed_on) == (None, None)


def test_without_a_unit_or_a_year_the_message_says_what_to_give():
    with pytest.raises(CchcError, match="--unit"):
        heading_of(f"{TITLE} năm 2021")
    with pytest.raises(CchcError, match="--year"):
        heading_of("UBND huyện Cù Lao Dung", TITLE)


def test_two_units_in_one_heading_are_not_chosen_between():
    with pytest.raises(CchcError, match="may name any of"):
        heading_of("UBND huyện Mỹ Tú, UBND huyện Kế Sách", f"{TITLE} năm 2021")


def test_of_units_of_one_name_the_province_decides_then_the_one_served_or_all_are_named():
    there = heading_of("Châu Thành, ngày 12 tháng 12 năm 2021", f"{TITLE} năm 2021", "Kính gửi: UBND tỉnh Sóc Trăng")
    assert there.unit_code == "942"
    assert heading_of("UBND huyện Châu Thành, tỉnh Long An", f"{TITLE} năm 2021").unit_code == "808"
    assert heading_of("UBND huyện Châu Thành", f"{TITLE} năm 2021").unit_code == "942"
    assert heading_of("UBND huyen Thanh Tri", f"{TITLE} năm 2021").unit_code == "949"
    with pytest.raises(CchcError) as refused:
        heading_of("UBND huyện Phú Tân", f"{TITLE} năm 2021")
    message = str(refused.value)
    assert "huyện Phú Tân, tỉnh An Giang (888)" in message and "tỉnh Cà Mau (972)" in message
    assert "--unit" in message


def test_a_unit_is_sought_on_the_last_day_of_what_the_report_covers():
    assert heading_of("UBND huyện Cù Lao Dung", f"{TITLE} 6 tháng đầu năm 2025").report_id == "945-2025-H1"
    with pytest.raises(CchcError, match="2025-12-31"):
        heading_of("UBND huyện Cù Lao Dung", f"{TITLE} năm 2025")


def test_what_the_caller_gives_is_taken():
    assert heading_of(TITLE, unit_code="945", year=2021).report_id == "945-2021"
    assert heading_of(TITLE, unit_code="huyen cu lao dung", year=2021).report_id == "945-2021"
    assert heading_of(f"{TITLE} năm 2021", unit_code="945", period="h1").report_id == "945-2021-H1"
    assert heading_of(f"{TITLE} quý I năm 2021", unit_code="945", period="year").report_id == "945-2021"
    with pytest.raises(CchcError, match=r"Expected one of .*Q4"):
        heading_of(TITLE, unit_code="945", year=2021, period="Q5")


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@pytest.mark.parametrize("written", [plain, fold, decomposed, str.upper])
@pytest.mark.parametrize(
    ("texts", "report_id"),
    [
        (("ỦY BAN NHÂN DÂN", "XÃ AN THẠNH", NATION, "BÁO CÁO", f"{TITLE} năm 2025", "thành phố Cần Thơ"), "31615-2025"),
        (("UBND PHƯỜNG B’LAO", NATION, f"{TITLE} quý III năm 2025", "Kính gửi: UBND tỉnh Lâm Đồng"), "24829-2025-Q3"),
        (("UBND ĐẶC KHU CÔN ĐẢO", NATION, f"{TITLE} 9 tháng năm 2025"), "26732-2025-9M"),
        (
            (
                "UBND xã Trung Chính, tỉnh Bắc Ninh",
                "Trung Chính, ngày 15 tháng 6 năm 2026",
                f"{TITLE} 6 tháng năm 2026",
            ),
            "09523-2026-H1",
        ),
        (("UBND XÃ TRÀNG XÁ   Độc lập - Tự do - Hạnh phúc", f"{TITLE} quý I năm 2026"), "05746-2026-Q1"),
        (("UBND xã Tân Tiến", NATION, f"{TITLE} năm 2025", "theo Kế hoạch của UBND tỉnh Cà Mau"), "32188-2025"),
    ],
)
def test_a_commune_of_the_country_is_found_by_its_heading(written, texts, report_id):
    assert heading_of(*(written(text) for text in texts)).report_id == report_id


def test_communes_of_one_name_without_a_province_are_refused_by_their_names():
    with pytest.raises(CchcError) as refused:
        heading_of("UBND xã Tân Tiến", NATION, f"{TITLE} năm 2025")
    message = str(refused.value)
    assert "xã Tân Tiến, tỉnh Cà Mau (32188)" in message and "--unit" in message


@pytest.mark.parametrize("written", [plain, fold, decomposed])
def test_the_report_of_a_province_is_its_own(written):
    texts = ("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG", NATION, "Đà Lạt, ngày 5 tháng 12 năm 2024", f"{TITLE} năm 2024")
    assert heading_of(*map(written, texts)).report_id == "68-2024"
    columns = (
        f"ỦY BAN NHÂN DÂN  {NATION}",
        "THÀNH PHỐ HÀ NỘI  Độc lập - Tự do - Hạnh phúc",
        f"{TITLE} quý III năm 2025",
    )
    assert heading_of(*map(written, columns)).report_id == "01-2025-Q3"
    appendix = ("PHỤ LỤC", f"BIỂU MẪU {TITLE.upper()} NĂM 2025", "CỦA ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG")
    assert heading_of(*map(written, appendix)).report_id == "68-2025"


@pytest.mark.parametrize("part", ["tháng 6", "11 tháng", "6 tháng cuối", "tháng 8 năm 2021, phương hướng quý IV"])
def test_a_part_of_a_year_that_is_no_period_is_not_taken_for_the_year(part):
    with pytest.raises(CchcError, match=r"part of the year.*--period"):
        heading_of("UBND huyện Cù Lao Dung", f"{TITLE} {part} năm 2021")
    assert heading_of("UBND huyện Cù Lao Dung", f"{TITLE} {part} năm 2021", period="Q3").period == "Q3"


def test_a_type_of_unit_is_known_as_it_is_written():
    assert heading_of("UBND TP. HỒ CHÍ MINH", f"{TITLE} năm 2025").unit_code == "79"
    assert heading_of("UBND HUYỆN ĐẢO CÔN ĐẢO", f"{TITLE} năm 2022").unit_code == "755"


@pytest.mark.parametrize("title", ["SO LIEU VA KET QUA", "SO KET", "SO LUONG"])
def test_words_that_begin_like_a_department_without_their_marks_are_none(title):
    assert heading_of("UY BAN NHAN DAN", "HUYEN MY TU", f"{title} {fold(TITLE)} nam 2021").unit_code == "944"


def test_who_a_report_goes_to_is_not_who_it_is_from():
    with pytest.raises(CchcError, match="names no administrative unit"):
        heading_of("BÁO CÁO", f"{TITLE} năm 2025", "Kính gửi: Ủy ban nhân dân tỉnh Lâm Đồng")
    with pytest.raises(CchcError, match="names no administrative unit"):
        heading_of("ỦY BAN NHÂN DÂN", "XÃ …", f"{TITLE} năm 2025", "Kính gửi: Ủy ban nhân dân tỉnh Lâm Đồng")


def test_the_report_of_a_department_is_not_its_provinces():
    department = ("UBND THÀNH PHỐ CẦN THƠ", "SỞ NỘI VỤ", NATION, f"{TITLE} quý III năm 2025")
    assert heading_of(*department).report_id == "92-SNV-2025-Q3"
    with pytest.raises(CchcError, match=r"SỞ NỘI VỤ.*docs/units\.md"):
        heading_of("UBND TỈNH LÂM ĐỒNG", "SỞ NỘI VỤ", NATION, f"{TITLE} năm 2025")
    to_it = heading_of("UBND xã An Thạnh", f"{TITLE} năm 2025", "Kính gửi: Sở Nội vụ thành phố Cần Thơ")
    assert to_it.report_id == "31615-2025"


@pytest.mark.parametrize("mark", ["| {} |", "• {}", "> {}", "    {}    "])
def test_what_stands_around_a_line_is_none_of_its_words(mark):
    texts = ("ỦY BAN NHÂN   DÂN", "THÀNH PHỐ ĐÀ NẴNG", f"{TITLE} năm 2025")
    assert heading_of(*(mark.format(text) for text in texts)).report_id == "48-2025"


SENTENCE = "ổn định địa phương, đồng thời phục vụ người dân tại xã Đức Trọng và phường Xuân Hương - Đà Lạt"


@pytest.mark.parametrize("written", [plain, fold, decomposed])
def test_a_report_of_a_province_is_not_that_of_a_unit_its_sentences_name(written):
    top = ("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG", "Số:    /BC-UBND", "BÁO CÁO", f"{TITLE} năm 2025", "của tỉnh Lâm Đồng")
    assert heading_of(*map(written, (*top, SENTENCE))).unit_code == "68"


def test_a_unit_under_its_province_in_the_heading_is_the_one_that_reports():
    top = ("ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG", "ỦY BAN NHÂN DÂN XÃ ĐỨC TRỌNG", "BÁO CÁO", f"{TITLE} năm 2025")
    assert heading_of(*top).unit_code == "24958"
