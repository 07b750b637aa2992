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
