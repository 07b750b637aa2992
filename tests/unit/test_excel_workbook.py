"""The marts as an Excel workbook: every table, as a person in Excel expects to find it."""

from datetime import datetime
from decimal import Decimal

import duckdb
import pytest
from openpyxl import load_workbook

from cchc.releasing import marts_workbook as excel_workbook
from cchc.releasing.catalogue import Table
from cchc.releasing.marts_workbook import write_workbook

from .tiny_marts import TABLES, tiny_marts

FIGURES = Table(
    "figures",
    "One row per code.",
    {"code": "The code.", "received": "Dossiers received. Unit: dossiers.", "pct": "A share. Unit: percent points."},
    ("code",),
    meaning_vi="Mỗi dòng là một mã.",
    meanings_vi={"received": "Số hồ sơ."},
)


@pytest.fixture
def con():
    with tiny_marts() as connection:
        yield connection


@pytest.fixture
def figures(tmp_path):
    """The workbook of one table of every type."""
    with duckdb.connect() as con:
        con.execute("""
            create schema marts;
            create table marts.dim_indicator as select
                '2021' as form_version, 1 as position, 'III.6.1' as indicator_code, 'Hồ sơ tiếp nhận' as label_vi,
                null as qualifier_vi, 'figures' as fact_table, 'received' as fact_column,
                cast(null as varchar) as fact_base_column;
            create table marts.dim_ratio (ratio_id varchar, label_vi varchar);
            create table marts.figures as select * from (values
                ('02', 6632, cast(82.23 as decimal(18, 4)), date '2021-12-16', cast(2021 as integer), true),
                ('01', 12, cast(100 as decimal(18, 4)), null, cast(2021 as integer), false)
            ) as rows (code, received, pct, signed_on, year, is_sample);
            alter table marts.figures alter received type bigint;
        """)
        write_workbook(con, (FIGURES,), tmp_path / "cchc.xlsx")
    return load_workbook(tmp_path / "cchc.xlsx")


def test_every_mart_has_its_sheet_with_its_rows_in_the_order_of_the_key(con, tmp_path):
    write_workbook(con, TABLES, tmp_path / "cchc.xlsx")
    book = load_workbook(tmp_path / "cchc.xlsx")
    assert book.sheetnames == ["Mục lục", "Từ điển", *(table.name for table in TABLES)]
    for table in TABLES:
        rows = con.execute(f"select * from marts.{table.name} order by {', '.join(table.primary_key)}").fetchall()
        shown = [tuple(map(as_published, row)) for row in book[table.name].iter_rows(min_row=2, values_only=True)]
        assert shown == rows


def as_published(value: object) -> object:
    """What Excel holds, as DuckDB has it."""
    if type(value) in (int, float):
        return Decimal(str(value))
    return value.date() if isinstance(value, datetime) else value


def test_headings_stay_in_sight_and_filter(figures):
    sheet = figures["figures"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"


def test_values_have_their_types_and_formats(figures):
    first, second = figures["figures"].iter_rows(min_row=2)
    assert [cell.value for cell in first] == ["01", 12, 100, None, 2021, False]
    assert [cell.value for cell in second] == ["02", 6632, 82.23, datetime(2021, 12, 16), 2021, True]
    assert [cell.number_format for cell in second] == ["General", "#,##0", "#,##0.00##", "dd/mm/yyyy", "0", "General"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b & c > d", "a < b & c > d"),
        ("=1+1", "=1+1"),
        ("  giữ nguyên ", "  giữ nguyên "),
        ("<r>không phải XML</r>", "<r>không phải XML</r>"),
        ("chuông\x07", "chuông_x0007_"),
        ("_x0041_", "_x005F_x0041_"),
        ("😀" * 20_000, "😀" * 16_383),
    ],
)
def test_a_text_stays_as_it_is_or_as_excel_writes_it(con, tmp_path, text, shown):
    con.execute("create table marts.texts as select $1 as code", [text])
    texts = Table("texts", "One row per code.", {"code": "The code."}, ("code",))
    write_workbook(con, (texts,), tmp_path / "cchc.xlsx")
    assert load_workbook(tmp_path / "cchc.xlsx")["texts"]["A2"].value == shown


def test_contents_lead_to_each_sheet_and_the_dictionary_tells_units(figures):
    contents = figures["Mục lục"]
    assert contents["A2"].hyperlink.location == "'figures'!A1"
    assert [cell.value for cell in contents[2]] == ["figures", "", 2, "Mỗi dòng là một mã.", "One row per code."]
    told = {row[1]: row[2:] for row in figures["Từ điển"].iter_rows(min_row=2, values_only=True)}
    assert told["received"] == (
        "III.6.1 Hồ sơ tiếp nhận",
        "BIGINT",
        "dossiers",
        "Số hồ sơ.",
        "Dossiers received. Unit: dossiers.",
    )


def test_a_table_too_long_for_a_sheet_is_left_out_and_said(con, tmp_path, monkeypatch):
    monkeypatch.setattr(excel_workbook, "_ROWS_MOST", 11)
    write_workbook(con, TABLES, tmp_path / "cchc.xlsx")
    book = load_workbook(tmp_path / "cchc.xlsx")
    assert "fct_indicator_values" not in book.sheetnames
    told = {row[0]: row[3] for row in book["Mục lục"].iter_rows(min_row=2, values_only=True)}
    assert "Quá lớn đối với Excel: xem csv/fct_indicator_values.csv" in told["fct_indicator_values"]


def test_what_is_too_much_for_one_workbook_is_left_out_from_the_largest_on(con, tmp_path, monkeypatch):
    cells = {}
    for table in TABLES:
        [(rows,)] = con.execute(f"select count(*) from marts.{table.name}").fetchall()
        cells[table.name] = rows * len(table.columns)
    largest = max(cells, key=cells.__getitem__)
    monkeypatch.setattr(excel_workbook, "_CELLS_MOST", sum(cells.values()) - 1)
    write_workbook(con, TABLES, tmp_path / "cchc.xlsx")
    assert set(load_workbook(tmp_path / "cchc.xlsx").sheetnames) - {"Mục lục", "Từ điển"} == cells.keys() - {largest}


def test_the_same_marts_give_the_same_bytes(con, tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(con, TABLES, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
