"""Readers that open and close the release while others take its place see one whole release each, and no error."""

from __future__ import annotations

import importlib.util
import re
import sys

import pytest

from cchc.paths import ROOT

from ..project_copy import run


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("bench_readers", ROOT / "bench" / "release_readers.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look for themselves there
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_eight_readers_during_three_publishes_see_whole_releases(refreshed_project):
    few = ("--readers", "8", "--publishes", "3", "--quiet", "1", "--pause", "0.5")
    told = run(refreshed_project, "python", "bench/release_readers.py", *few)
    assert told.returncode == 0, told.stderr
    seen, published = re.search(r"reads of (\d+) of (\d+) releases, 3 publishes", told.stdout).groups()
    assert seen == published == "3"  # as it was, a new one, as it was again, and another new one
    assert all(f"| {phase} |" in told.stdout for phase in ("before", "during", "after"))


def test_rows_of_two_releases_and_errors_are_told(bench):
    old, new = (tuple((rows, hashed) for hashed in range(5)) for rows in (1, 2))
    published = {"r-old": old, "r-new": new}
    whole = [bench.Read(0, 1, "r-old", old), bench.Read(0, 1, "r-new", new)]
    assert bench.faults(whole, published) == []
    torn = bench.Read(0, 1, "r-old", (*old[:4], new[4]))
    unknown = bench.Read(0, 1, "r-other", old)
    failed = bench.Read(0, 1, error="IOException: gone")
    assert bench.faults([*whole, torn, unknown, failed], published) == [
        "IOException: gone",
        "release r-old: rows of another release in fct_rule_results",
        f"release r-other: rows of another release in {', '.join(bench.MARKED)}",
    ]


def test_a_read_is_during_a_publish_where_they_share_a_moment(bench):
    spans = [(10.0, 12.0), (20.0, 22.0)]
    reads = {(8, 9): "before", (9, 10.5): "during", (13, 14): "after", (21, 21.5): "during", (23, 24): "after"}
    assert {times: bench.phase_of(bench.Read(*times), spans) for times in reads} == reads
