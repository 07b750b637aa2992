"""Holding a report is on record, needs a reason and a landed report, and can be taken back."""

from datetime import date

import pytest

from cchc.errors import CchcError
from cchc.landing.holding import hold_report, lift_hold
from cchc.seeds.reading import read_seed

DAY = date(2022, 1, 10)


@pytest.fixture
def landed(project):
    reports = project / "seeds" / "landed" / "reports.csv"
    with reports.open("a", encoding="utf-8") as file:
        file.write("945-2021,945,2021,year,2021,,2021-12-16,a.txt,00,txt\n")
    return project


def holds(root):
    return read_seed(root / "seeds" / "decisions" / "held_reports.csv")


def test_a_hold_and_its_lifting_stay_on_record(landed):
    hold_report("945-2021", "sum is wrong", "Lan", DAY, landed)
    assert [(row["report_id"], row["held_by"], row["lifted_on"]) for row in holds(landed)] == [("945-2021", "Lan", "")]
    lift_hold("945-2021", "the sum was misread", "Minh", date(2022, 1, 11), landed)
    assert [(row["reason"], row["lifted_by"], row["lifted_on"], row["lift_reason"]) for row in holds(landed)] == [
        ("sum is wrong", "Minh", "2022-01-11", "the sum was misread")
    ]
    hold_report("945-2021", "again", "Lan", date(2022, 1, 12), landed)
    assert len(holds(landed)) == 2


@pytest.mark.parametrize(
    ("report", "reason", "message"),
    [
        ("945-2021", None, "--reason"),
        ("942-2021", "unknown", "no report 942-2021 has landed. Landed: 945-2021"),
    ],
)
def test_a_hold_without_reason_or_report_is_refused(landed, report, reason, message):
    with pytest.raises(CchcError, match=message):
        hold_report(report, reason, "Lan", DAY, landed)
    assert holds(landed) == []


def test_a_report_is_held_once_and_lifted_only_when_held(landed):
    with pytest.raises(CchcError, match="not held"):
        lift_hold("945-2021", "settled", "Lan", DAY, landed)
    hold_report("945-2021", "wrong", "Lan", DAY, landed)
    with pytest.raises(CchcError, match="held already"):
        hold_report("945-2021", "another reason", "Lan", DAY, landed)


def test_what_is_asked_again_as_after_a_kill_is_on_record_once(landed):
    """A command that was killed after its change was decided has held the report: the next one finishes that."""
    for day in (DAY, date(2022, 1, 11)):
        assert "is held" in hold_report("945-2021", "wrong", "Lan", day, landed)
    for day in (date(2022, 1, 12), date(2022, 1, 13)):
        assert "no longer held" in lift_hold("945-2021", "settled", "Minh", day, landed)
    assert [(row["held_on"], row["lifted_on"]) for row in holds(landed)] == [("2022-01-10", "2022-01-12")]
    with pytest.raises(CchcError, match="not held"):
        lift_hold("945-2021", "settled", "Lan", DAY, landed)


@pytest.mark.parametrize(("reason", "by"), [("settled", None), ("settled", " "), (None, "Lan"), ("", "Lan")])
def test_nobody_takes_a_report_back_unnamed_or_without_a_reason(landed, reason, by):
    hold_report("945-2021", "wrong", "Lan", DAY, landed)
    with pytest.raises(CchcError, match="--reason '…' --by '…'"):
        lift_hold("945-2021", reason, by, DAY, landed)
    assert [row["lifted_on"] for row in holds(landed)] == [""]
