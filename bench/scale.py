"""How the build grows with the number of values, beside what DuckDB alone and pandas need. Writes docs/performance.md.

.venv/bin/python bench/scale.py [--millions 1 5 20 40]

One run measures everything side by side: processor seconds (user and system) are what to compare on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from cchc.paths import ROOT

BENCH = Path(__file__).parent
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "images" / "performance.svg"
COMMANDS = Path(sys.executable).parent
PROJECT_NEEDS = ("dbt_project.yml", "profiles", "profiles.yml", "macros", "models", "seeds", "tests/dbt")
# Python models need a release or a person; what is measured is SQL, in dbt and bare.
LEFT_OUT = ("path:models/release", "int_correction_proposals+", "resource_type:unit_test")
MEMORY_LIMIT = "8GB"
OUT_OF_MEMORY = ("MemoryError", "bad_alloc")
SHAPES = {1: (853, 2), 5: (1712, 5), 20: (3425, 10), 40: (3321, 20)}  # units and years of four quarters, by millions


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds of the clock and of the processor, and its most memory, in gigabytes."""

    seconds: float
    processor: float
    gigabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.processor:.1f} s, {self.gigabytes:.1f} GB"


def timed(command: Sequence[str | Path], folder: Path) -> Run | None:
    """None where the command was ended for want of memory; raises where it fails otherwise, its output shown."""
    environment = os.environ | {"CCHC_MEMORY_LIMIT": MEMORY_LIMIT, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        told = output.read()
    if process.returncode and (process.returncode == -9 or any(word in told for word in OUT_OF_MEMORY)):
        return None
    if process.returncode:
        sys.stderr.write(told[-4000:])
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6)


def copy_project(folder: Path) -> None:
    for name in PROJECT_NEEDS:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    (folder / "analyses").mkdir()


def prepare_samples(folder: Path, landed: Path) -> None:
    """Empty seeds of the samples, since the rows stand in `landed`, and the made-up units beside the country's."""
    for kind in ("landed", "decisions"):
        shutil.copytree(folder / "seeds" / kind, folder / "samples" / "seeds" / kind)
        for seed in (folder / "samples" / "seeds" / kind).glob("*.csv"):
            seed.write_text(seed.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    codes = duckdb.sql(
        f"""
        select distinct unit_code
        from read_parquet('{landed}/reports/*/*.parquet')
        where unit_code like 'M%'
        order by all
        """
    ).fetchall()
    with (folder / "seeds" / "reference" / "administrative_units.csv").open("a", encoding="utf-8") as file:
        file.writelines(
            f"{code},2002-01-01,,Mẫu {code},Sample {code},huyện,district,94,,made up\n" for (code,) in codes
        )


def dbt(folder: Path, landed: Path, *words: str) -> Run:
    variables = ("--vars", json.dumps({"landing_folder": str(landed)}))
    return timed([COMMANDS / "dbt", *words, "--target", "samples", *variables], folder)


def measure_size(millions: int, place: Path) -> dict[str, Run | None]:
    units, years = SHAPES[millions]
    landed, project = place / f"landed_{millions}", place / f"project_{millions}"
    order = (sys.executable, BENCH / "scale_steps.py", "sample", landed, str(units), str(years))
    runs: dict[str, Run | None] = {"sample": timed(order, ROOT)}
    copy_project(project)
    prepare_samples(project, landed)
    dbt(project, landed, "seed")
    runs["dbt"] = dbt(project, landed, "build", "--exclude", "resource_type:seed", *LEFT_OUT)
    runs["bare"] = timed((sys.executable, BENCH / "scale_steps.py", "bare", project, MEMORY_LIMIT), ROOT)
    runs["pandas"] = timed((sys.executable, BENCH / "scale_pandas.py", landed, project, MEMORY_LIMIT), ROOT)
    shutil.rmtree(project)
    shutil.rmtree(landed)
    return runs


def measure_seed(place: Path) -> dict[str, Run]:
    """A seed of a million rows inside `dbt build`, less an empty one, beside a bare read_csv of it."""
    project = place / "seed"
    copy_project(project)
    rows = project / "seeds" / "landed" / "indicator_rows.csv"
    header, *lines = rows.read_text(encoding="utf-8").splitlines(keepends=True)
    few = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    few = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    rows.write_text(header + "".join(lines * (1_000_000 // len(lines) + 1)), encoding="utf-8")
    many = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    many = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    bare = timed((sys.executable, BENCH / "scale_steps.py", "seed", rows), ROOT)
    return {"few": few, "many": many, "bare": bare}


def measure_empty(place: Path) -> dict[str, Run]:
    """`dbt build` of the real report, and of a project with as many nodes of each kind in which nothing happens."""
    real, empty = place / "real", place / "empty"
    copy_project(real)
    command = (COMMANDS / "dbt", "build")
    runs = {"real, first": timed(command, real), "real": timed(command, real)}
    manifest = json.loads((real / "target" / "manifest.json").read_text(encoding="utf-8"))
    kinds = [node["resource_type"] for node in manifest["nodes"].values()]
    counts = {kind: kinds.count(kind) for kind in ("seed", "model", "test")} | {"unit": len(manifest["unit_tests"])}
    write_empty_project(empty, **counts)
    return runs | {"empty, first": timed(command, empty), "empty": timed(command, empty)}


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


def slope(points: Iterable[tuple[float, float]]) -> float:
    """Of a line through the points on logarithmic axes: 1 is linear growth."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x, mean_y = (sum(one) / len(logs) for one in zip(*logs, strict=True))
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)


def ratio(run: Run | None, other: Run | None, key: str = "processor") -> str:
    return f"{getattr(run, key) / getattr(other, key):.2f}" if run and other else "–"


def sizes_told(sizes: dict[int, dict[str, Run | None]]) -> str:
    rows = []
    for millions, runs in sizes.items():
        cells = [str(runs[name] or "out of memory") for name in ("sample", "dbt", "bare", "pandas")]
        ratios = [ratio(runs["dbt"], runs["bare"]), ratio(runs["pandas"], runs["dbt"])]
        rows.append(f"| {' | '.join([str(millions), *cells, *ratios])} |")
    lines = "\n".join(rows)
    return f"""| million values | `cchc sample-many` | `dbt build` | bare DuckDB | pandas | dbt / bare | pandas / dbt |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{lines}

Ratios are of processor seconds. {slopes_told(sizes) if len(sizes) > 1 else ""}

![Processor seconds against million values](images/performance.svg)
"""


def slopes_told(sizes: dict[int, dict[str, Run | None]]) -> str:
    lines = {
        "`dbt build`, clock": ("dbt", "seconds"),
        "`dbt build`, processor": ("dbt", "processor"),
        "bare, processor": ("bare", "processor"),
    }
    told = [
        f"{words} {slope((millions, getattr(runs[name], unit)) for millions, runs in sizes.items()):.2f}"
        for words, (name, unit) in lines.items()
    ]
    return f"Slope of time against values on logarithmic axes (1 is linear): {', '.join(told)}."


def seed_told(seed: dict[str, Run]) -> str:
    loading = seed["many"].processor - seed["few"].processor
    return f"""| a seed of a million rows | |
| --- | ---: |
| inside `dbt build` | {seed["many"]} |
| `dbt build` with 146 rows | {seed["few"]} |
| bare `read_csv` into a table | {seed["bare"]} |

The rows cost dbt {loading:.1f} processor seconds beyond its start,
{loading / seed["bare"].processor:.2f} × the bare read.
"""


def empty_told(empty: dict[str, Run]) -> str:
    builds = "\n".join(f"| {name} | {run} |" for name, run in empty.items())
    return f"""| `dbt build` of the real report, and of as many nodes that do nothing | |
| --- | ---: |
{builds}

The real report takes {ratio(empty["real"], empty["empty"], "seconds")} × the time of the empty nodes
({ratio(empty["real"], empty["empty"])} × in processor seconds).
"""


def write(sizes: dict, seed: dict, empty: dict) -> None:
    """Put what has been measured so far on the page, and the plot beside it."""
    versions = f"{os.cpu_count()} cores, duckdb {duckdb.__version__}, memory limit {MEMORY_LIMIT}"
    parts = [
        f"Measured {date.today()}: {versions}.\nA cell: seconds on the clock, of the processor, peak memory.\n",
        *(told(figures) for told, figures in ((sizes_told, sizes), (seed_told, seed), (empty_told, empty)) if figures),
    ]
    text = PAGE.read_text(encoding="utf-8")
    measured = "\n".join(parts)
    page = re.sub(r"(?s)(<!-- measured -->\n).*(?=<!-- end -->)", lambda found: found[1] + measured, text)
    PAGE.write_text(page, encoding="utf-8")
    if sizes:
        PLOT.write_text(plot_of(sizes), encoding="utf-8")


def plot_of(sizes: dict[int, dict[str, Run | None]]) -> str:
    """Processor seconds against million values, both logarithmic, as SVG."""
    left, right, top, bottom = 60, 560, 20, 320
    points = {key: [(m, r[key].processor) for m, r in sizes.items() if r[key]] for key in ("dbt", "bare", "pandas")}
    values = [y for line in points.values() for _, y in line]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def place(x: float, y: float) -> str:
        across = math.log(x) / math.log(50)
        return (
            f"{left + across * (right - left):.0f},{bottom - (math.log10(y) - low) / (high - low) * (bottom - top):.0f}"
        )

    colours = {"dbt": "#1f5f8b", "bare": "#3a9d5d", "pandas": "#c0562f"}
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 360" font-family="sans-serif" font-size="12">',
             '<rect width="680" height="360" fill="white"/>']  # fmt: skip
    for power in range(low, high + 1):
        x, y = place(1, 10**power).split(",")
        parts.append(
            f'<line x1="{x}" x2="{right}" y1="{y}" y2="{y}" stroke="#ddd"/><text x="8" y="{y}">{10**power:g} s</text>'
        )
    for millions in sizes:
        x = place(millions, 10**low).split(",")[0]
        parts.append(f'<text x="{x}" y="{bottom + 20}" text-anchor="middle">{millions} M</text>')
    for name, line in points.items():
        if line:
            path = " ".join(place(x, y) for x, y in line)
            x, y = place(*line[-1]).split(",")
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colours[name]}" stroke-width="2"/>')
            parts.append(f'<text x="{int(x) + 8}" y="{y}" fill="{colours[name]}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=int, nargs="+", choices=SHAPES, default=list(SHAPES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder:
        place, sizes, empty = Path(folder), {}, {}
        seed = measure_seed(place)
        for millions in sorted(options.millions):
            sizes[millions] = measure_size(millions, place)
            write(sizes, seed, empty)
        empty = measure_empty(place)
        write(sizes, seed, empty)


if __name__ == "__main__":
    main()
