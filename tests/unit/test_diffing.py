"""Each way a figure may change between two releases is told with its reason."""

from decimal import Decimal

import pytest
from rich.console import Console

from cchc.errors import CchcError
from cchc.releasing.diffing import diff_releases, find_release, hand_changes, render, render_by_report
from cchc.releasing.release_files import write_files

from .tiny_marts import TABLES, hold, tiny_marts


@pytest.fixture
def con():
    with tiny_marts() as connection:
        yield connection


@pytest.fixture
def difference(con, tmp_path):
    """Changes between the marts as they stood first and as they stand after the statements."""

    def run(*statements):
        for side in ("old", "new"):
            (tmp_path / side).mkdir()
            write_files(con, TABLES, tmp_path / side)
            for statement in statements if side == "old" else ():
                con.execute(statement)
        return diff_releases(tmp_path / "old", tmp_path / "new")

    return run


def set_figure(value: str, status: str, code: str = "III.6.1") -> str:
    return f"""
        update marts.fct_indicator_values set value = {value}, value_status = '{status}'
        where report_id = '945-2021' and indicator_code = '{code}'
    """


def test_the_same_marts_differ_in_nothing(difference):
    assert difference() == []


def test_a_correction_is_told_with_its_evidence(difference):
    (change,) = difference(
        set_figure("6633", "corrected"),
        """insert into marts.fct_adjudications values
            ('a2', '945-2021', 'III.6.1', 'ocr_error', 6633, null, 'A', 'III.6.2 + 30 = 6.633', null)""",
    )
    assert (change.report_id, change.indicator_code) == ("945-2021", "III.6.1")
    assert (change.old.value, change.old.value_status) == (Decimal(6632), "reported")
    assert (change.new.value, change.new.value_status) == (Decimal(6633), "corrected")
    assert change.reasons == ("adjudication a2 added (misread, grade A): III.6.2 + 30 = 6.633",)


def test_a_slip_of_the_district_is_told_as_one(difference):
    (change,) = difference(
        set_figure("6633", "corrected"),
        """insert into marts.fct_adjudications values
            ('a2', '945-2021', 'III.6.1', 'district_corrected', 6633, null, 'D', 'Huyện trả lời: 6.633', null)""",
    )
    assert change.reasons == ("adjudication a2 added (corrected by the district, grade D): Huyện trả lời: 6.633",)


def test_a_withdrawn_decision_is_told(difference):
    (change,) = difference(
        set_figure("null", "missing", "III.6.2"),
        "update marts.fct_adjudications set withdrawn_on = date '2022-01-05'",
    )
    assert change.new.value is None
    assert change.reasons[0].startswith("adjudication a1 withdrawn (misread, grade B)")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("delete from marts.fct_adjudications", "adjudication a1 deleted"),
        ("update marts.fct_adjudications set evidence = 'dòng 211'", "adjudication a1 changed"),
        ("update marts.fct_adjudications set corrected_value = 1", "adjudication a1 changed"),
    ],
)
def test_a_decision_that_goes_or_changes_is_told(difference, statement, words):
    (change,) = difference(set_figure("1", "reported", "III.6.2"), statement)
    assert change.reasons[0].startswith(words)


def test_another_document_and_another_reading_are_told(difference):
    (change,) = difference(
        set_figure("6623", "reported"),
        "update marts.fct_indicator_values set raw_value = '6.623' where raw_value = '6.632'",
        "update marts.dim_report set source_sha256 = 'cccccccccccccccc' where report_id = '945-2021'",
    )
    assert change.reasons == (
        "document replaced: sha256 cccccccccccc…, was aaaaaaaaaaaa…",
        "read as 6.623, was 6.632",
    )


def test_a_finding_and_a_changed_rule_are_told(difference):
    (change,) = difference(
        set_figure("82.23", "disputed", "VII.2.2.1"),
        "update marts.fct_data_quality_findings set finding_status = 'open' where rule_id = 'digital_share'",
        "update marts.dim_rule set severity = 'critical' where rule_id = 'digital_share'",
    )
    assert (change.old.value_status, change.new.value_status) == ("reported", "disputed")
    assert change.reasons == ("finding digital_share open, was explained", "rule digital_share changed")


def test_a_release_whose_tables_had_fewer_columns_can_be_compared(difference):
    (change,) = difference(
        set_figure("1", "reported", "III.6.2"),
        "alter table marts.fct_adjudications add column decided_by varchar",
        "alter table marts.dim_rule add column words_vi varchar",
    )
    assert change.reasons == ("no decision, reading or rule changed: the models did",)


def test_a_change_by_hand_is_told_whether_a_figure_shows_it_or_not(con, tmp_path):
    for side in ("old", "new"):
        (tmp_path / side).mkdir()
        write_files(con, TABLES, tmp_path / side)
    entries = tmp_path / "new" / "parquet" / "fct_record_changes.parquet"
    con.execute(f"""
        copy (
            select
                '945-2021' as report_id, 'changed' as act, 'Lan' as signed_by, date '2026-11-30' as signed_on,
                'đối chiếu' as reason, 'landed/reports.csv, signed_on: ∅ → 2021-12-16' as changes, 'e1' as entry_sha256
        ) to '{entries}' (format parquet)
    """)
    told = "changed by hand, signed by Lan on 2026-11-30: đối chiếu (landed/reports.csv, signed_on: ∅ → 2021-12-16)"
    old, new = tmp_path / "old", tmp_path / "new"
    assert (diff_releases(old, new), hand_changes(old, new)) == ([], [f"945-2021: {told}"])
    assert hand_changes(old, new, "946-2021") == hand_changes(new, new) == []


def test_a_new_rule_and_whom_it_blames_are_told(difference):
    (change,) = difference(
        set_figure("6632", "disputed"),
        "insert into marts.dim_rule values ('received_twice', 'sum', '=', 0, 0, 'warning', 'x', 'x')",
        """insert into marts.fct_data_quality_findings values
            ('945-2021', 'received_twice', 'warning', 'open', 'III.6.1, III.6.2', 'III.6.1', 'x')""",
    )
    assert change.reasons == (
        "finding received_twice open, was none",
        "finding received_twice blames III.6.1, was nobody",
        "rule received_twice added",
    )


def test_a_held_report_loses_its_figures_and_gets_them_back(con, tmp_path):
    for side, step in (("old", lambda: hold(con, "947-2021")), ("new", lambda: None)):
        (tmp_path / side).mkdir()
        write_files(con, TABLES, tmp_path / side)
        step()
    gone = diff_releases(tmp_path / "old", tmp_path / "new")
    assert [change.report_id for change in gone] == ["947-2021"] * 6
    assert all(change.new is None and change.reasons == ("report held",) for change in gone)
    back = diff_releases(tmp_path / "new", tmp_path / "old")
    assert all(change.old is None and change.reasons == ("hold lifted",) for change in back)


def test_added_and_removed_reports_are_told(con, tmp_path, difference):
    changes = difference(
        "delete from marts.fct_indicator_values where report_id = '947-2021'",
        "delete from marts.dim_report where report_id = '947-2021'",
    )
    assert {change.reasons for change in changes} == {("report removed",)}
    changes = diff_releases(tmp_path / "new", tmp_path / "old")
    assert {change.reasons for change in changes} == {("report added",)}


def test_a_base_that_changes_is_a_change(difference):
    (change,) = difference("update marts.fct_indicator_values set base_value = 33 where value = 6632")
    assert (change.old.base_value, change.new.base_value) == (None, Decimal(33))


def test_a_change_nobody_decided_is_told_as_such(difference):
    (change,) = difference(set_figure("1", "reported"))
    assert change.reasons == ("no decision, reading or rule changed: the models did",)


def test_the_table_shows_both_figures_and_why(difference):
    changes = difference(set_figure("82.5", "corrected"), set_figure("null", "missing", "VII.2.2"))
    console = Console(width=160, record=True)
    console.print(render(changes))
    text = console.export_text()
    for words in (
        "2 figures changed",
        "945-2021",
        "III.6.1",
        "6632 as reported",
        "82.5 corrected",
        "no value missing",
    ):
        assert words in text


def test_a_report_is_one_line_with_the_reasons_that_most_of_its_figures_share(difference):
    changes = difference(
        set_figure("1", "reported"),
        set_figure("null", "missing", "VII.2.2"),
        """insert into marts.fct_adjudications values
            ('a2', '945-2021', 'VII.2.2', 'ocr_error', null, null, 'E', 'the paper [sheet 2] is torn', null)""",
    )
    console = Console(width=80, record=True)
    console.print(render_by_report(changes))
    words = " ".join(console.export_text().replace("│", " ").split())
    assert "2 figures changed" in words
    assert "945-2021 2 no decision, reading or rule changed: the models did (1)" in words
    assert "the paper [sheet 2] is torn (1)" in words


def test_the_changes_of_one_report_are_those_of_a_report_that_is_there(difference, tmp_path):
    difference(set_figure("1", "reported"))
    (change,) = diff_releases(tmp_path / "old", tmp_path / "new", "945-2021")
    assert change.indicator_code == "III.6.1"
    with pytest.raises(CchcError, match=r"no report 946-2021 is in either release\. There: 945-2021"):
        diff_releases(tmp_path / "old", tmp_path / "new", "946-2021")


def test_a_release_is_found_by_path_or_id(tmp_path):
    release = tmp_path / "releases" / "r-0123456789abcdef"
    (release / "parquet").mkdir(parents=True)
    link = tmp_path / "warehouse"
    assert find_release("r-0123456789abcdef", link) == release
    assert find_release(str(release), link) == release
    with pytest.raises(CchcError, match="r-0123456789abcdef"):
        find_release("r-none", link)
    with pytest.raises(CchcError, match="missing"):
        diff_releases(release, release)
