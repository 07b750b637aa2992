"""A unit that a person names on the command line: by code, by name, and which it may be where it is not one."""

from datetime import date

import pytest

from cchc.errors import CchcError
from cchc.reference.unit_names import is_called, named_unit

IN_2021 = date(2021, 12, 31)
IN_2026 = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "on", "unit_code"),
    [
        ("945", IN_2021, "945"),
        ("Cù Lao Dung", IN_2021, "945"),
        ("cu lao dung", IN_2021, "945"),
        ("huyện Cù Lao Dung", IN_2021, "945"),
        ("HUYEN CU LAO DUNG", IN_2021, "945"),
        ("Cu\u0300 Lao Dung", IN_2021, "945"),
        ("Cù Lao Dung", IN_2026, "31633"),
        ("Châu Thành, Sóc Trăng", IN_2021, "942"),
        ("huyện Châu Thành, tỉnh Long An", IN_2021, "808"),
        ("TP. Sóc Trăng", IN_2021, "941"),
        ("tỉnh Sóc Trăng", IN_2021, "94"),
        ("tx Vĩnh Châu", IN_2021, "950"),
        ("Tân Thạnh, Cần Thơ", IN_2026, "31666"),
        ("xã Tân Thạnh, Đồng Tháp", IN_2026, "30157"),
        ("xã Tân Thành, Đồng Tháp", IN_2026, "29938"),
        ("dac khu con dao", IN_2026, "26732"),
        ("phường b'lao", IN_2026, "24829"),
        ("phường B’Lao", IN_2026, "24829"),
        ("Lâm Đồng", IN_2026, "68"),
        ("92-snv", IN_2026, "92-SNV"),
        ("Sở Nội vụ, Cần Thơ", IN_2026, "92-SNV"),
        ("Quận 1", IN_2021, "760"),
    ],
)
def test_a_unit_is_taken_by_its_code_or_its_name(text: str, on: date, unit_code: str) -> None:
    assert named_unit(text, on).unit_code == unit_code


@pytest.mark.parametrize(
    ("text", "on", "said"),
    [
        ("Châu Thành", IN_2021, ["huyện Châu Thành, tỉnh Sóc Trăng (942)", "tỉnh Long An (808)", "--unit 942"]),
        ("Sóc Trăng", IN_2021, ["tỉnh Sóc Trăng (94)", "thành phố Sóc Trăng, tỉnh Sóc Trăng (941)"]),
        ("xa tan thanh, dong thap", IN_2026, ["(29938)", "(30157)"]),
        ("Cù Lao Dun", IN_2021, ["no reporting unit Cù Lao Dun", "huyện Cù Lao Dung, tỉnh Sóc Trăng (945)"]),
        ("945", IN_2026, ["no reporting unit 945 was valid on 2026-06-30"]),
        ("huyện Cù Lao Dung", IN_2026, ["no reporting unit"]),
        ("", IN_2021, ["no reporting unit"]),
    ],
)
def test_where_it_is_not_one_unit_those_it_may_be_are_named(text: str, on: date, said: list[str]) -> None:
    with pytest.raises(CchcError) as refused:
        named_unit(text, on)
    assert all(part in str(refused.value) for part in said)


def test_of_one_level_others_are_not_meant() -> None:
    assert named_unit("Sóc Trăng", IN_2021, "--province", "province").unit_code == "94"
    with pytest.raises(CchcError, match="--province"):
        named_unit("945", IN_2021, "--province", "province")


def test_a_column_of_a_workbook_is_found_by_the_name_of_its_unit() -> None:
    assert is_called("huyen cu lao dung", "945") and is_called("945", "945")
    assert not is_called("Cù Lao Dung", "946")
