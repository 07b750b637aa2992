"""Costs of misreadings are learnt from sheets that the real engine reads, and written as seeds."""

from __future__ import annotations

import shutil
import sys

import pytest

from cchc.paths import REFERENCE_SEEDS, ROOT
from cchc.seeds.reading import read_seed

sys.path.insert(0, str(ROOT / "scripts" / "making_seeds"))
from learnt_reading_costs import Counts, character_rows, learn, write_seeds


def test_a_small_run_reads_most_figures_right_and_writes_both_seeds(tmp_path):
    counts = learn(seed=5, sheets=1)
    assert counts.seen["figures"] == 2 * 176
    assert counts.seen["crisp"] - counts.seen["crisp_wrong"] > 0.8 * counts.seen["figures"]
    shutil.copy(REFERENCE_SEEDS / "reading_costs.csv", tmp_path)
    write_seeds(counts, tmp_path)
    before, after = (read_seed(folder / "reading_costs.csv") for folder in (REFERENCE_SEEDS, tmp_path))
    assert [row["event"] for row in after] == [row["event"] for row in before]
    assert all(float(row["cost"]) > 0 for row in after)
    assert read_seed(tmp_path / "character_costs.csv")


@pytest.mark.parametrize(
    ("printed", "read", "event", "count"),
    [
        ("3", "32", "lost_edge", 0),
        ("123", "13", "lost", 1),
        ("12", "2", "lost_edge", 1),
        ("7", "71", "added_stroke", 1),
    ],
)
def test_what_became_of_characters_is_counted(printed, read, event, count):
    counts = Counts()
    counts.add(printed, read)
    assert counts.seen[event] == count


def test_a_confusion_costs_less_the_oftener_it_is_seen_and_a_named_one_never_much():
    counts = Counts()
    for read in ("4", "9", "9"):
        counts.add("7", read)
    rows = {(row["printed"], row["read"]): float(row["cost"]) for row in character_rows(counts, 1.0, 2.3)}
    assert set(rows) >= {("7", "9"), ("8", "B"), ("0", "o"), ("/", "1"), ("3", "8")}
    assert ("7", "4") not in rows, "once may be chance"
    assert rows["8", "B"] <= 1.0 and rows["3", "8"] <= 2.3
