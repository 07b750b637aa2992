"""How the record stands up: random pairs of branches merged both ways, and what its check costs a build.

nice .venv/bin/python bench/record.py [PAIRS]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from cchc.paths import ROOT
from cchc.record.checking import refuse_changed

sys.path.insert(0, str(ROOT))
from tests.record_branches import merge_random_pair

PAIRS, ROUNDS = 50, 15
SHARE_MOST = 0.03  # of a build that takes BUILD seconds of processor time on the real reports
BUILD = 38.0


def main(pairs: int) -> None:
    damaged = []
    for number in range(1000, 1000 + pairs):
        with tempfile.TemporaryDirectory() as folder:
            try:
                merge_random_pair(Path(folder), number)
            except Exception as error:  # whatever it is: it is counted, and told
                damaged.append(f"pair {number}: {error!r}")
    print(f"{pairs} random pairs of branches, merged in both orders: {len(damaged)} damaged")
    print(*damaged, sep="\n")
    took = [_timed() for _ in range(ROUNDS)]
    print(f"the check of the record: {median(took):.3f} s (median of {ROUNDS}), {median(took) / BUILD:.2%} of a build")
    assert not damaged
    assert median(took) < SHARE_MOST * BUILD


def _timed() -> float:
    start = perf_counter()
    refuse_changed(ROOT / "seeds")
    return perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
