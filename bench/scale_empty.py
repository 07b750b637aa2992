"""`dbt build` of the real report beside as many nodes in which nothing happens: what of a small build is our own.

.venv/bin/python bench/scale_empty.py
"""

from __future__ import annotations

import json
import shutil
import tempfile
from operator import attrgetter
from pathlib import Path

from run import BUILD_NEEDS, COMMANDS, copy, machine
from scale_page import empty_told
from scale_timing import Run, timed

from cchc.paths import ROOT


def measure_empty(place: Path) -> dict[str, Run]:
    """`dbt build` of the real report, and of a project with as many nodes of each kind in which nothing happens.

    After the first build of each, the median of five by turns: one alone is off by a tenth.
    """
    real, empty = place / "real", place / "empty"
    real.mkdir()
    for name in BUILD_NEEDS:
        copy(ROOT / name, real / name)
    parse, build = (COMMANDS / "dbt", "parse"), (COMMANDS / "dbt", "build")
    runs = {
        "real: parsing alone, first": timed(parse, real),
        "real: parsing alone, again": timed(parse, real),
        "real, first": timed(build, real),
    }
    manifest = json.loads((real / "target" / "manifest.json").read_text(encoding="utf-8"))
    kinds = [node["resource_type"] for node in manifest["nodes"].values()]
    counts = {kind: kinds.count(kind) for kind in ("seed", "model", "test")} | {"unit": len(manifest["unit_tests"])}
    write_empty_project(empty, **counts)
    runs["empty, first"] = timed(build, empty)
    pairs = [(timed(build, real), timed(build, empty)) for _ in range(5)]
    for name, of_one in zip(("real", "empty"), zip(*pairs, strict=True), strict=True):
        runs[name] = sorted(of_one, key=attrgetter("processor"))[2]
    return runs


def write_empty_project(folder: Path, seed: int, model: int, test: int, unit: int) -> None:
    for name in ("models", "seeds", "tests"):
        (folder / name).mkdir(parents=True)
    (folder / "dbt_project.yml").write_text("name: empty\nprofile: cchc\nmodels: {+materialized: table}\n")
    shutil.copytree(ROOT / "profiles", folder / "profiles")
    shutil.copy(ROOT / "profiles" / "profiles.yml", folder / "profiles.yml")
    for number in range(seed):
        (folder / "seeds" / f"seed_{number}.csv").write_text("x\n1\n")
    for number in range(model):
        parent = f"{{{{ ref('seed_{number % seed}') }}}}"
        (folder / "models" / f"model_{number}.sql").write_text(f"select x from {parent}")
    for number in range(test):
        asked = f"{{{{ ref('model_{number % model}') }}}}"
        (folder / "tests" / f"test_{number}.sql").write_text(f"select x from {asked} where x <> 1")
    units = "".join(
        f"  - name: unit_{number}\n    model: model_{number % model}\n"
        f"    given: [{{input: ref('seed_{number % model % seed}'), rows: [{{x: 1}}]}}]\n"
        "    expect: {rows: [{x: 1}]}\n"
        for number in range(unit)
    )
    (folder / "models" / "units.yml").write_text("unit_tests:\n" + units)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder:
        print(f"On {machine()}; seconds of the clock, of the processor, and the most memory:\n")
        print(empty_told(measure_empty(Path(folder))))


if __name__ == "__main__":
    main()
