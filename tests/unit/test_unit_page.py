"""A unit's page says what is not known, whatever its findings, and has words for a ratio without a base."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cchc.reporting.unit_figures import Figure, FormLine, UnitYear
from cchc.reporting.unit_page import render_unit
from cchc.reporting.warehouse import Release

RELEASE = Release("r-0123456789abcdef", datetime(2022, 1, 31, tzinfo=UTC), is_sample=False)
REPORT = {
    "report_id": "945-2021", "unit_code": "945", "document_number": None, "signed_on": None, "form_version": "2021",
    "source_file": "a.txt", "source_sha256": "0" * 64, "source_format": "txt",
}  # fmt: skip
UNIT = {
    "unit_code": "945", "full_name_vi": "huyện Cù Lao Dung", "unit_name_en": "Cu Lao Dung",
    "province_name_vi": "Sóc Trăng", "commune_count": 8,
}  # fmt: skip
RATIO = {
    "label_vi": "Tỷ lệ", "label_en": "Ratio", "definition_vi": "a trên b", "value": None, "ratio_status": "no_base",
    "is_inconsistent": False, "change": None, "province_rank": None, "province_median": None, "units_compared": 0,
}  # fmt: skip
SAID = "Nothing is left unsettled"


def page(tmp_path: Path, *statuses: str, inconsistent: bool = False) -> str:
    """The page of a report without findings whose figures have these statuses."""
    known = sum(status in ("reported", "corrected") for status in statuses)
    report = REPORT | {
        "rows_known": known, "rows_asked": len(statuses), "known_pct": Decimal(100 * known) / len(statuses)
    }  # fmt: skip
    lines = [FormLine("I", None, "section", 0, "Chỉ đạo", "Direction", None, None, {}, None, None, None)]
    for number, status in enumerate(statuses):
        value = None if status == "missing" else Decimal(number)
        figure = Figure(
            "945-2021", 2021, f"I.{number}", "1", value, None, status, inconsistent, "clear", 1, 1, 1, None, None, None
        )
        lines.append(
            FormLine(f"I.{number}", f"c{number}", "count", 1, "Số", "Number", None, None, {}, figure, None, None)
        )
    told = UnitYear(UNIT, 2021, report, None, tuple(lines), (RATIO,), (), {})
    return render_unit(told, RELEASE, tmp_path)


@pytest.mark.parametrize("status", ["missing", "disputed"])
def test_a_report_of_which_much_is_not_known_does_not_end_in_nothing_left(tmp_path, status):
    text = page(tmp_path, "reported", status, status)
    assert SAID not in text
    assert "Known: 1 of 3 figures." in text
    missing, disputed = (2, 0) if status == "missing" else (0, 2)
    assert f"Of 3 figures {missing} are missing and {disputed} disputed." in text


def test_a_report_that_is_known_whole_does(tmp_path):
    assert SAID in page(tmp_path, "reported", "reported")


def test_a_contradiction_of_the_report_is_marked_on_its_figures(tmp_path):
    assert "mâu thuẫn trong chính báo cáo" in page(tmp_path, "reported", inconsistent=True)
    assert "mâu thuẫn trong chính báo cáo" not in page(tmp_path, "reported")


def test_a_ratio_without_a_base_has_its_words(tmp_path):
    assert "mẫu số bằng 0" in page(tmp_path, "reported")


def test_a_rank_of_one_is_no_rank(tmp_path, monkeypatch):
    alone = RATIO | {"value": Decimal(90), "province_rank": 1, "province_median": Decimal(90), "units_compared": 1}
    monkeypatch.setitem(globals(), "RATIO", alone)
    assert "chỉ một đơn vị, không xếp hạng" in page(tmp_path, "reported")
    monkeypatch.setitem(globals(), "RATIO", alone | {"units_compared": 11})
    assert "hạng 1/11 trong tỉnh" in page(tmp_path, "reported")
