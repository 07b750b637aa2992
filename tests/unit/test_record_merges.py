"""Two analysts land and decide on two branches of git: the merge has no conflict, and the record is whole after it."""

from __future__ import annotations

import subprocess

import pytest
from tests.record_branches import Branches, merge_random_pair

from cchc.errors import CchcError
from cchc.record.checking import refuse_changed
from cchc.record.keeping import record_lock
from cchc.seeds.reading import read_seed

PAIRS_TRIED = 5  # bench/record.py tries fifty


@pytest.mark.parametrize("number", range(PAIRS_TRIED))
def test_work_on_different_reports_merges_either_way(tmp_path, number):
    merge_random_pair(tmp_path, number)


def test_a_reading_made_anew_beside_a_report_that_landed_leaves_no_older_rows(tmp_path, capfd):
    branches = Branches(tmp_path)
    branches.branch("one", lambda: branches.land("943", "5"))
    branches.branch("other", lambda: branches.land("944", "1"))
    branches.git("merge", "--quiet", "--no-edit", "one")
    with pytest.raises(CchcError, match="report 943-2021, reading: it is not as it was recorded"):
        refuse_changed(branches.seeds)  # both editions of a row, where the merge could not tell
    with record_lock(branches.root):
        refuse_changed(branches.seeds)
    assert "943-2021, reading: rows of before" in capfd.readouterr().err
    rows = read_seed(branches.seeds / "landed/indicator_rows.csv")
    assert {row["confidence"] for row in rows if row["report_id"] == "943-2021"} == {"0.500"}


def test_two_decisions_on_one_report_merge_and_the_next_entry_follows_both(tmp_path):
    branches = Branches(tmp_path)
    branches.branch("one", lambda: branches.decide("943", 1))
    branches.branch("other", lambda: branches.decide("943", 2))
    branches.git("merge", "--quiet", "--no-edit", "one")
    refuse_changed(branches.seeds)
    branches.decide("943", 3)
    refuse_changed(branches.seeds)
    last = max(
        (row for row in read_seed(branches.seeds / "decisions/record_entries.csv") if row["report_id"] == "943-2021"),
        key=lambda row: int(row["entry_number"]),
    )
    assert len(last["follows"].split()) == 2


def test_one_cell_decided_twice_is_told(tmp_path):
    branches = Branches(tmp_path)
    branches.branch("one", lambda: branches.decide("943", 1))

    def otherwise() -> None:
        branches.rows["decisions/adjudications"][1]["evidence"] = "Trang 9 ghi khác."
        branches.decide("943", 1)

    branches.branch("other", otherwise)
    branches.git("merge", "--quiet", "--no-edit", "one")
    with pytest.raises(CchcError, match="two branches recorded it differently"):
        refuse_changed(branches.seeds)


def test_a_conflict_that_was_left_is_named_with_file_and_line(tmp_path):
    branches = Branches(tmp_path)
    branches.git("rm", "--quiet", ".gitattributes")
    branches.commit()
    branches.branch("one", lambda: branches.land("944", "1"))
    branches.branch("other", lambda: branches.land("945", "2"))
    with pytest.raises(subprocess.CalledProcessError):
        branches.git("merge", "--quiet", "--no-edit", "one")
    with pytest.raises(CchcError, match=r"seeds/\w+/\w+\.csv, line \d+: a merge of git was not finished"):
        branches.hold("943")
