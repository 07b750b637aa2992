"""The seeds of the samples: those of the project, described alike, under the same columns."""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path

from cchc.errors import CchcError
from cchc.paths import ROOT, SAMPLES
from cchc.seeds.writing import changing, seeds_lock


def prepare_seeds(root: Path = SAMPLES) -> None:
    """Let the seeds of `root` be described and headed as the project's are now; rows stay.

    Raises CchcError for rows under other columns than those.
    """
    with seeds_lock(root) as seeds, changing(seeds) as draft:
        begin_seeds(draft)
        for headed in draft.rglob("*.csv"):
            stands = seeds / headed.relative_to(draft)
            first_lines = _lines(stands, 2) if stands.exists() else []
            if len(first_lines) < 2:
                continue
            if first_lines[:1] != _lines(headed, 1):
                raise CchcError(
                    f"{stands}, line 1: the columns are {first_lines[0]}; they are now {_lines(headed, 1)[0]}. Its "
                    "rows were made before that. Make the samples anew (`cchc sample --format rows` replaces them "
                    "all), or move the seeds of the samples away and land them again."
                )
            headed.unlink()


def begin_seeds(folder: Path) -> None:
    """Write into `folder` the header of every seed that reports fill, without rows, and what describes it."""
    for name in ("landed", "decisions"):
        (folder / name).mkdir()
        for described in (ROOT / "seeds" / name).glob("*.yml"):
            shutil.copyfile(described, folder / name / described.name)
        for seed in (ROOT / "seeds" / name).glob("*.csv"):
            (folder / name / seed.name).write_text(f"{_lines(seed, 1)[0]}\n", encoding="utf-8", newline="")


def _lines(path: Path, number: int) -> list[str]:
    with path.open(encoding="utf-8") as file:
        return [line.rstrip("\n") for line in islice(file, number)]
