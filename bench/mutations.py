"""Changes of documents that touch no figure: what is then read `clear` and wrong must be nothing.

.venv/bin/python bench/mutations.py [--documents 500] [--only xlsx] [--seed 1] [--workers 2] [--write]
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from rearranged import Outcome, arguments, judged, measure, report_of

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.reading.extraction import extract_all
from cchc.sample.rearranging import Rearranged

sys.path.insert(0, str(ROOT))
from tests.mutations.kinds import MUTATIONS, WRITERS

RESULTS = ROOT / "bench" / "mutations.md"
_FAULTS_TOLD = 2  # of one document


def read_one(kind: str, seed: int) -> Outcome:
    """Make a document, change it, read it, and hold what was read against what is printed."""
    random = Random(f"mutated-{kind}-{seed}")
    report = report_of(seed, random)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{kind}"
        chosen = random.sample(MUTATIONS[kind], random.choice((1, 1, 2, 3, 5)))
        changes = tuple(WRITERS[kind](report, path, random, chosen))
        try:
            (read,) = extract_all(path, report.unit.unit_code, report.year, period=report.period)
        except CchcError as error:
            return Outcome(
                Counter(refused=1), [f"{kind} {seed}: refused {str(error).replace(str(path), '')} {changes}"]
            )
        except Exception as error:
            return Outcome(Counter(refused=1), [f"{kind} {seed}: FAILED {error!r} {changes}"])
    outcome = judged(Rearranged(report, changes=changes), report, read, f"{kind} {seed}")
    answered = outcome.rows["answered"]
    if outcome.rows["right"] < 0.7 * answered:
        outcome.faults.append(f"{kind} {seed}: little is clear: {outcome.rows['right']} of {answered}; {changes}")
    outcome.faults[_FAULTS_TOLD:] = [f"  and {more} more"] if (more := len(outcome.faults) - _FAULTS_TOLD) > 0 else []
    return outcome


def main() -> None:
    given = arguments(__doc__, 500, WRITERS)
    kinds = [given.only] if given.only else WRITERS
    measure(dict.fromkeys(kinds, given.documents), read_one, given, RESULTS)


if __name__ == "__main__":
    main()
