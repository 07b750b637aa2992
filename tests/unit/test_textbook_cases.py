"""Published error localisation cases: the same sets, all ties. tests/textbook_cases.json names the source of each.

Where a source prints one of several solutions, the others were worked out by hand and by brute force. A source whose
name begins with "after" gave the edits; the records are ours. A missing value is in no set here (in R it always is).
"""

from __future__ import annotations

import json
from math import inf
from pathlib import Path

import pytest

from cchc.editing import locate_errors

CASES = json.loads((Path(__file__).parents[1] / "textbook_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"{at}-{case['source'][:30]}" for at, case in enumerate(CASES)])
def test_finds_the_published_sets(case):
    weights = {field: inf if weight == "inf" else weight for field, weight in case["weights"].items()}
    found = locate_errors(case["rules"], case["record"], weights)
    assert [sorted(fields) for fields in found] == case["sets"]
