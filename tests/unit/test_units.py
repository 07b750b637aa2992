"""The unit that a heading names: clean, decomposed, without diacritics, damaged, or not to be told."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.reference.units import Unit, UnitMatch, find_units, load_units
from cchc.text import fold

IN_2021 = date(2021, 12, 31)
IN_2025 = date(2025, 12, 31)
THERE_2021 = [unit for unit in load_units() if unit.is_valid_on(IN_2021)]
DISTRICTS_2021 = [unit for unit in THERE_2021 if unit.unit_level == "district"]
PROVINCES_2021 = {unit.unit_code: unit for unit in THERE_2021 if unit.unit_level == "province"}


def clear_match(text: str, on: date = IN_2021) -> str | None:
    """The code of the one unit that `text` names, or None where none or several do."""
    matches = find_units(text, on)
    if not matches or (len(matches) > 1 and matches[1].is_as_good_as(matches[0])):
        return None
    return matches[0].unit.unit_code


def test_units_of_a_date_are_those_of_the_country_then() -> None:
    assert (len(PROVINCES_2021), len(DISTRICTS_2021)) == (63, 705)
    soc_trang = [unit.unit_code for unit in THERE_2021 if unit.province_code == "94"]
    assert soc_trang == ["94"] + [str(code) for code in range(941, 952)]
    assert {unit.unit_level for unit in load_units() if unit.is_valid_on(IN_2025)} == {
        "province",
        "commune",
        "department",
    }


def test_validity_includes_both_of_its_days() -> None:
    cu_lao_dung = next(unit for unit in load_units() if unit.unit_code == "945")
    assert cu_lao_dung.commune_count == 8
    assert cu_lao_dung.is_valid_on(date(2025, 6, 30))
    assert not cu_lao_dung.is_valid_on(date(2025, 7, 1))


@given(
    st.sampled_from(DISTRICTS_2021),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([str, str.upper, fold]),
    st.booleans(),
)
def test_every_unit_is_found_however_its_name_is_written(unit: Unit, form: str, write, wrapped: bool) -> None:
    between = "\n " if wrapped else " "
    name = unit.unit_name_vi.replace(" ", between)
    province = PROVINCES_2021[unit.province_code]
    where = f"{province.unit_type_vi} {province.unit_name_vi}"
    text = f"Ủy ban nhân dân {unit.unit_type_vi} {name}, {where} báo cáo kết quả năm 2021"
    assert clear_match(unicodedata.normalize(form, write(text))) == unit.unit_code


@pytest.mark.parametrize(
    ("text", "unit_code"),
    [
        ("huyện Mỹ Tú", "944"),
        ("huyen My Ta", "944"),
        ("huyện Mỹ Xuyên", "947"),
        ("huyen Mj Xuyén", "947"),
        ("HUYEN CHAU THANH, TINH SOC TRANG", "942"),
        ("huyện Châu Thành, tỉnh Long An", "808"),
        ("Kế Sách, ngày 12 tháng 12 năm 2021", "943"),
        ("huyện Châu Thành A", "932"),
        ("thị xã Cai Lậy", "817"),
        ("huyện Cai Lậy", "820"),
        ("huyện Thạnh Trị", "949"),  # and not huyện Thanh Trì
        ("UBND Quận 10, thành phố Hồ Chí Minh", "771"),
        ("UBND TP. Sóc Trăng", "941"),
        ("thành phố Sóc Trăng, tỉnh Sóc Trăng", "941"),
        ("Uy ban nhan dan tinh Séc Tring", "94"),
        ("thi xa Nga Nim", "948"),
        ("huyén CuLao Dung, tinh Soc Triang", "945"),
    ],
)
def test_neighbours_and_damage_are_told_apart(text: str, unit_code: str) -> None:
    assert clear_match(text) == unit_code


@pytest.mark.parametrize(
    "text",
    [
        "huyện Châu Thành",  # in ten provinces
        "Các bên thống nhất thực hiện",  # words, not huyện Thống Nhất
        "quận 99",
        "huyện Mỹ Tú và huyện Mỹ Xuyên",
        "huyện Mỹ",
        "thị trấn Cù Lao Dung",  # a town in the district
        "xã An Thạnh Nam",
        "hàng năm, tháng 12 năm 2021",  # not Ngã Năm
        "huyện Long Mỹ và huyện Phụng Hiệp, tỉnh Hậu Giang",
        "Ủy ban nhân dân huyện",
        "",
    ],
)
def test_what_names_none_or_several_gives_no_clear_match(text: str) -> None:
    assert clear_match(text) is None


def test_the_rest_of_the_document_tells_the_province_where_the_heading_does_not() -> None:
    (told, *_) = find_units("UBND huyện Châu Thành", IN_2021, elsewhere="kế hoạch của UBND tỉnh Sóc Trăng")
    assert told.unit.unit_code == "942"
    (heading, *_) = find_units("UBND huyện Châu Thành, tỉnh Long An", IN_2021, elsewhere="như tỉnh Sóc Trăng")
    assert heading.unit.unit_code == "808"


def test_the_real_heading_names_its_district() -> None:
    heading = (
        "S6: H/JF MBC-UBND Cit Lao Dung, ngay AC thdng 12 ndm 2021 \n dan tinh Séc Tring vé thuc hién ci cdch"
        " \n Uy ban nhén dén huyén Cu Lao Dung b4o co két qua thuc hién cong tac"
    )
    best = find_units(heading, IN_2021)[0]
    assert (best.unit.unit_code, best.score, best.typed) == ("945", 100, True)


def test_after_the_districts_a_name_is_the_commune_of_that_name() -> None:
    assert clear_match("xã Cù Lao Dung, thành phố Cần Thơ", IN_2025) == "31633"
    assert clear_match("phường Sóc Trăng", IN_2025) == "31507"
    assert clear_match("huyện Cù Lao Dung", IN_2025) is None
    assert clear_match("xã Tân Thạnh, thành phố Cần Thơ", IN_2025) == "31666"
    assert clear_match("xã Tân Thạnh", IN_2025) is None  # in seven provinces
    assert clear_match("xã 1an Thạnh", IN_2025) is None  # An Thạnh or Tân Thạnh


@pytest.mark.parametrize(
    ("text", "unit_code"),
    [
        ("UBND XÃ TÂN THẠNH, TỈNH ĐỒNG THÁP", "30157"),
        ("UBND XÃ TÂN THÀNH, TỈNH ĐỒNG THÁP", "29938"),
        ("UBND xã Minh Thanh", "02554"),  # and not xã Minh Thạnh: a text with diacritics has them all
        ("UBND xã Minh Thạnh", "25780"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None),  # xã Hội Cư is none of it
        ("phát triển kinh tế - xã hội năm 2025", None),  # not nearly xã Hòa Nam
        ("UBND XÃ HỘI CƯ", "28393"),
        ("UBND ĐẶC KHU CÔN ĐẢO", "26732"),
        ("UBND xã D’Ran, tỉnh Lâm Đồng", "24934"),
    ],
)
def test_communes_of_the_country_are_told_apart(text: str, unit_code: str | None) -> None:
    assert clear_match(text, IN_2025) == unit_code


def test_a_bare_name_ranks_below_one_with_its_type() -> None:
    matches = find_units("Sóc Trăng, ngày 12/12/2021, UBND huyện Kế Sách", IN_2021)
    assert [match.unit.unit_code for match in matches] == ["943", "941", "94"]
    assert not matches[1].is_as_good_as(matches[0])
    assert isinstance(matches[0], UnitMatch)
