"""How the build grows with the number of values, beside an earlier build, Polars, pandas, SQLMesh and the plain limit.
Writes docs/performance.md.

.venv/bin/python bench/scale.py [--millions 2 5 20 40] [--before COMMIT] [--turns 3] [--communes-alone]

All run in turn, `--turns` times; the page has the median of each. Processor seconds (user and system) are what to
compare on a busy machine. The earlier build is that of a commit, out of git in a folder of its own. What others make
must be the build's own rows, or the benchmark stops.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import duckdb
from scale_empty import measure_empty
from scale_page import write, write_communes
from scale_timing import MEMORY_LIMIT, PANDAS_LIMIT, Run, timed

from cchc.paths import ROOT

BENCH = Path(__file__).parent
COMMANDS = Path(sys.executable).parent
SQLMESH = ROOT / ".venv-sqlmesh" / "bin"
POLARS = ROOT / ".venv-polars" / "bin" / "python"
BEFORE = "27857f0"  # the last build before rules were judged over a row a report
PROJECT_NEEDS = ("dbt_project.yml", "profiles", "profiles.yml", "macros", "models", "seeds", "tests/dbt")
PYTHON_MODELS = "int_correction_proposals+"  # the search for corrections, the expectations, the release
LEFT_OUT = ("path:models/release", PYTHON_MODELS, "resource_type:unit_test")
SHAPES = {
    1: (853, 2),
    2: (1707, 2),
    5: (1712, 5),
    20: (3425, 10),
    40: (3321, 20),
}  # units and years of four quarters, by millions


def copy_project(folder: Path, root: Path = ROOT) -> None:
    for name in PROJECT_NEEDS:
        source, target = root / name, folder / name
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


def earlier_project(commit: str, folder: Path) -> Path:
    """The project of a commit, with the package of its own: dbt is to import that one."""
    files = subprocess.check_output(("git", "archive", commit), cwd=ROOT)
    with tarfile.open(fileobj=io.BytesIO(files)) as archive:
        archive.extractall(folder)  # of our own making
    return folder


def dbt(folder: Path, landed: Path, *words: str, program: tuple = (COMMANDS / "dbt",), package: Path = ROOT) -> Run:
    variables = ("--vars", json.dumps({"landing_folder": str(landed)}))
    environment = {"PYTHONPATH": str(package / "scripts")}
    return timed([*program, *words, "--target", "samples", *variables], folder, environment)


def bare(python: str | Path, project: Path, database: str | Path, part: str = "all") -> Run | None:
    return timed((python, BENCH / "scale_steps.py", "bare", project, database, MEMORY_LIMIT, part), ROOT)


def in_turn(turns: int, tools: dict[str, Callable[[], Run | None]]) -> dict[str, Run | None]:
    """Each tool once a turn; of its runs the one in the middle by processor seconds, None if one ran out of memory."""
    runs: dict[str, list[Run | None]] = {name: [] for name in tools}
    for _ in range(turns):
        for name, run in tools.items():
            runs[name].append(run())
    return {name: None if None in own else median(own) for name, own in runs.items()}


def median(runs: list) -> Run:
    return sorted(runs, key=attrgetter("processor"))[len(runs) // 2]


def measure_size(millions: int, place: Path, turns: int) -> dict[str, Run | None]:
    units, years = SHAPES[millions]
    landed, project, earlier = (place / f"{name}_{millions}" for name in ("landed", "project", "earlier"))
    order = (sys.executable, BENCH / "scale_steps.py", "sample", landed, str(units), str(years))
    runs: dict[str, Run | None] = {"sample": timed(order, ROOT)}
    package = place / "earlier"
    for folder, root in ((project, ROOT), (earlier, package)):
        copy_project(folder, root)
        prepare_samples(folder, landed)
        dbt(folder, landed, "seed", package=root)
    build = ("build", "--exclude", "resource_type:seed", *LEFT_OUT)
    database, their_database = (folder / "target" / "samples.duckdb" for folder in (project, earlier))
    steps = (sys.executable, BENCH / "scale_steps.py")
    pandas = (sys.executable, BENCH / "scale_pandas.py", landed, project, PANDAS_LIMIT)
    polars = (POLARS, BENCH / "scale_polars.py", landed, project, PANDAS_LIMIT)
    runs |= in_turn(
        turns,
        {
            "before": lambda: dbt(earlier, landed, *build, package=package),
            "dbt": lambda: dbt(project, landed, *build),
            "bare": lambda: bare(sys.executable, project, database),
            "plain": lambda: timed((*steps, "plain", landed, database, place / "plain.duckdb"), ROOT),
            "part before": lambda: bare(sys.executable, earlier, their_database, "figures_and_rules"),
            "part": lambda: bare(sys.executable, project, database, "figures_and_rules"),
            "polars": lambda: timed(polars, ROOT),
            "pandas": lambda: timed(pandas, ROOT),
            "plain part": lambda: timed(
                (*steps, "plain", landed, database, place / "plain.duckdb", "figures_and_rules"), ROOT
            ),
        },
    )
    timed((*steps, "same", database, their_database, project / "polars" if runs["polars"] else ""), ROOT)
    runs |= measure_sqlmesh(project, place / f"sqlmesh_{millions}", is_compared=millions == min(SHAPES))
    program = (sys.executable, BENCH / "scale_steps.py", "gate")
    selected = ("build", "--select", PYTHON_MODELS)
    runs["gate"] = dbt(project, landed, *selected, program=program)  # last: bare reads what the build left
    for folder in (project, earlier, landed):
        shutil.rmtree(folder)
    return runs


def measure_sqlmesh(project: Path, folder: Path, is_compared: bool) -> dict[str, Run | None]:
    """The plan of a project parsed before, as dbt's was, and its SQL in the bare DuckDB that SQLMesh has.

    Raises where marts that are to be compared are not dbt's. Left out where SQLMesh is not installed.
    """
    if not (SQLMESH / "sqlmesh").exists():
        return {}
    timed((sys.executable, BENCH / "scale_sqlmesh.py", project, folder, MEMORY_LIMIT), ROOT)
    database = folder / "samples.duckdb"
    (folder / "bare").mkdir()
    runs = {"older": bare(SQLMESH / "python", project, shutil.copy(database, folder / "bare"))}
    shutil.rmtree(folder / "bare")
    timed((SQLMESH / "sqlmesh", "info", "--skip-connection"), folder)
    runs["sqlmesh"] = timed((SQLMESH / "sqlmesh", "plan", "--auto-apply", "--no-prompts"), folder)
    if is_compared:
        comparison = (ROOT / "scripts" / "same_marts.py", project / "target" / "samples.duckdb", database)
        timed((sys.executable, *comparison), ROOT)
    shutil.rmtree(folder)
    return runs


def measure_communes(place: Path) -> dict[str, Run | None]:
    """Every commune of the country, two years of quarters and whole years: the whole build, gate and release with it,
    and a province's page out of what was released."""
    landed, project = place / "landed_communes", place / "project_communes"
    steps = (sys.executable, BENCH / "scale_steps.py")
    runs = {"sample": timed((*steps, "communes", landed), ROOT)}
    copy_project(project)
    prepare_samples(project, landed)
    dbt(project, landed, "parse")
    runs["build"] = dbt(project, landed, "build")
    runs["page"] = timed((*steps, "page", project / "samples" / "warehouse", place / "page.html"), ROOT)
    shutil.rmtree(project)
    shutil.rmtree(landed)
    return runs


def measure_seed(place: Path) -> dict[str, Run]:
    """A seed of a million rows inside `dbt build`, less an empty one, beside a bare read_csv of it."""
    project = place / "seed"
    copy_project(project)
    rows = project / "seeds" / "landed" / "indicator_rows.csv"
    header, *lines = rows.read_text(encoding="utf-8").splitlines(keepends=True)
    for name in (
        "landed/reports",
        "decisions/adjudications",
        "decisions/record_entries",
    ):  # else its check would stop the build
        path = project / "seeds" / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    few = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    few = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    rows.write_text(header + "".join(lines * (1_000_000 // len(lines) + 1)), encoding="utf-8")
    many = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    many = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    bare = timed((sys.executable, BENCH / "scale_steps.py", "seed", rows), ROOT)
    return {"few": few, "many": many, "bare": bare}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=int, nargs="+", choices=SHAPES, default=[2, 5, 20, 40])
    parser.add_argument("--before", default=BEFORE, help="the commit of the earlier build")
    parser.add_argument("--turns", type=int, default=3, help="how often each tool runs")
    parser.add_argument("--sizes-alone", action="store_true", help="neither seeds, empty nodes nor the communes")
    parser.add_argument("--communes-alone", action="store_true", help="only the line of the communes")
    options = parser.parse_args()
    if options.communes_alone:
        with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder:
            write_communes(measure_communes(Path(folder)))
        return
    if not POLARS.exists():
        parser.error("Polars is not installed; run: make polars-environment")
    tools = f"Polars {version_of(POLARS, 'polars')}"
    if (SQLMESH / "sqlmesh").exists():
        versions = (version_of(SQLMESH / "python", package) for package in ("sqlmesh", "duckdb"))
        tools += f"; SQLMesh {' with duckdb '.join(versions)}"
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder:
        place, sizes, empty, seed = Path(folder), {}, {}, {}
        earlier_project(options.before, place / "earlier")
        told = f"{tools}. Before: commit {options.before}. The middle of {options.turns} turns"
        if not options.sizes_alone:
            seed = measure_seed(place)
        for millions in sorted(options.millions):
            sizes[millions] = measure_size(millions, place, options.turns)
            write(sizes, seed, empty, told)
        if not options.sizes_alone:
            write_communes(measure_communes(place))
            empty = measure_empty(place)
            write(sizes, seed, empty, told)


def version_of(python: Path, package: str) -> str:
    asked = f"from importlib.metadata import version; print(version('{package}'))"
    return subprocess.check_output((python, "-c", asked), text=True).strip()


if __name__ == "__main__":
    main()
