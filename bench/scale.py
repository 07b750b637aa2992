"""How the build grows with the number of values, beside bare DuckDB, SQLMesh and pandas. Writes docs/performance.md.

.venv/bin/python bench/scale.py [--millions 1 5 20 40] [--communes-alone]

One run measures everything side by side: processor seconds (user and system) are what to compare on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from scale_empty import measure_empty
from scale_page import write, write_communes
from scale_timing import MEMORY_LIMIT, PANDAS_LIMIT, Run, timed

from cchc.paths import ROOT

BENCH = Path(__file__).parent
COMMANDS = Path(sys.executable).parent
SQLMESH = ROOT / ".venv-sqlmesh" / "bin"
PROJECT_NEEDS = ("dbt_project.yml", "profiles", "profiles.yml", "macros", "models", "seeds", "tests/dbt")
PYTHON_MODELS = "int_correction_proposals+"  # the search for corrections, the expectations, the release
LEFT_OUT = ("path:models/release", PYTHON_MODELS, "resource_type:unit_test")
SHAPES = {1: (853, 2), 5: (1712, 5), 20: (3425, 10), 40: (3321, 20)}  # units and years of four quarters, by millions


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


def dbt(folder: Path, landed: Path, *words: str, program: tuple = (COMMANDS / "dbt",)) -> Run:
    variables = ("--vars", json.dumps({"landing_folder": str(landed)}))
    return timed([*program, *words, "--target", "samples", *variables], folder)


def bare(python: str | Path, project: Path, database: str | Path) -> Run | None:
    return timed((python, BENCH / "scale_steps.py", "bare", project, database, MEMORY_LIMIT), ROOT)


def measure_size(millions: int, place: Path) -> dict[str, Run | None]:
    units, years = SHAPES[millions]
    landed, project = place / f"landed_{millions}", place / f"project_{millions}"
    order = (sys.executable, BENCH / "scale_steps.py", "sample", landed, str(units), str(years))
    runs: dict[str, Run | None] = {"sample": timed(order, ROOT)}
    copy_project(project)
    prepare_samples(project, landed)
    dbt(project, landed, "seed")
    runs["dbt"] = dbt(project, landed, "build", "--exclude", "resource_type:seed", *LEFT_OUT)
    runs |= measure_sqlmesh(project, place / f"sqlmesh_{millions}", is_compared=millions == min(SHAPES))
    runs["bare"] = bare(sys.executable, project, project / "target" / "samples.duckdb")
    runs["pandas"] = timed((sys.executable, BENCH / "scale_pandas.py", landed, project, PANDAS_LIMIT), ROOT)
    program = (sys.executable, BENCH / "scale_steps.py", "gate")
    selected = ("build", "--select", PYTHON_MODELS)
    runs["gate"] = dbt(project, landed, *selected, program=program)  # last: bare reads what the build left
    shutil.rmtree(project)
    shutil.rmtree(landed)
    return runs


def measure_sqlmesh(project: Path, folder: Path, is_compared: bool) -> dict[str, Run | None]:
    """The plan of a project parsed before, as dbt's was, and its SQL in the bare DuckDB that SQLMesh has.

    Raises where marts that are to be compared are not dbt's.
    """
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
    few = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    few = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    rows.write_text(header + "".join(lines * (1_000_000 // len(lines) + 1)), encoding="utf-8")
    many = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    many = timed((COMMANDS / "dbt", "build", "--select", "indicator_rows"), project)
    bare = timed((sys.executable, BENCH / "scale_steps.py", "seed", rows), ROOT)
    return {"few": few, "many": many, "bare": bare}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=int, nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--communes-alone", action="store_true", help="only the line of the communes")
    options = parser.parse_args()
    if options.communes_alone:
        with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder:
            write_communes(measure_communes(Path(folder)))
        return
    if not (SQLMESH / "sqlmesh").exists():
        parser.error("SQLMesh is not installed; run: make sqlmesh-environment")
    versions = "from importlib.metadata import version; print(version('sqlmesh'), 'with', version('duckdb'))"
    sqlmesh = subprocess.check_output((SQLMESH / "python", "-c", versions), text=True).strip()
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder:
        place, sizes, empty = Path(folder), {}, {}
        seed = measure_seed(place)
        for millions in sorted(options.millions):
            sizes[millions] = measure_size(millions, place)
            write(sizes, seed, empty, sqlmesh)
        write_communes(measure_communes(place))
        empty = measure_empty(place)
        write(sizes, seed, empty, sqlmesh)


if __name__ == "__main__":
    main()
