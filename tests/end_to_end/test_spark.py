"""The second engine: seeds and marts on Spark are what they are on DuckDB, and a cluster leaves nothing running."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cchc.paths import ROOT

from ..project_copy import copy_project

QUICK = ("+tag:quick_on_spark", "tag:quick_on_spark+1,test_name:primary_key")

# A minute of Java, over a few rows, is over before its second compiler, its parallel collector and what Spark compiles
# and plans anew have paid for themselves. Without the second, Java gives the code of the first less room than it needs.
SOON_JAVA = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"
SOON_DONE = """
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.adaptive.enabled false
"""


@pytest.fixture(scope="module")
def spark_python() -> Iterator[Path]:
    """Python of the environment that holds Spark; `make test` installs it."""
    python = ROOT / ".venv-spark" / "bin" / "python"
    reason = ""
    if not (ROOT / ".venv-spark" / ".complete").is_file():
        reason = "Spark is not installed: make spark-environment"
    elif not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        reason = "Java is not installed: apt-get install openjdk-17-jre-headless"
    if reason:
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with pytest.MonkeyPatch.context() as variables:
        variables.setenv("JAVA_TOOL_OPTIONS", SOON_JAVA)
        yield python


@pytest.fixture(scope="module")
def quick_build(spark_python, refreshed_project, tmp_path_factory) -> tuple[Path, str]:
    """What Spark wrote of the tagged marts, built on a cluster of two workers, and what the command said."""
    folder = tmp_path_factory.mktemp("spark")
    command = [spark_python, "spark/build_on_cluster.py", "--folder", folder]
    selection = ["--indirect-selection", "empty", "--select", *QUICK]
    (conf := tmp_path_factory.mktemp("conf") / "spark-defaults.conf").write_text(SOON_DONE, encoding="utf-8")
    quick = {**os.environ, "SPARK_CONF_DIR": str(conf.parent)}
    options = {"cwd": refreshed_project, "env": quick, "capture_output": True, "text": True}
    done = subprocess.run([*command, *selection], check=False, **options)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return folder, done.stdout


def test_marts_on_a_cluster_are_those_of_duckdb(quick_build, refreshed_project):
    folder, _ = quick_build
    built = built_marts(folder)
    assert {"dim_administrative_unit", "fct_data_quality_findings", "fct_one_stop_dossiers", "fct_rule_results"} <= set(
        built
    )
    done = compare(refreshed_project / "target" / "build.duckdb", folder, *built)
    assert done.returncode == 0, done.stdout
    assert f"{len(built)} of {len(built)} marts are the same" in done.stdout


def test_a_row_on_one_side_only_and_another_type_are_named(quick_build, refreshed_project, tmp_path):
    folder, _ = quick_build
    other = tmp_path / "other.duckdb"
    shutil.copy(refreshed_project / "target" / "build.duckdb", other)
    with duckdb.connect(str(other)) as con:
        con.sql("update marts.fct_one_stop_dossiers set dossiers_received = dossiers_received + 1")
        con.sql("alter table marts.dim_report alter report_year type bigint")
        con.sql("insert into marts.dim_administrative_unit from marts.dim_administrative_unit limit 1")
    done = compare(other, folder, "fct_one_stop_dossiers", "dim_report", "dim_administrative_unit")
    assert done.returncode == 1
    assert "0 of 3 marts are the same" in done.stdout
    assert "report_year BIGINT / INTEGER" in done.stdout


def test_both_workers_did_tasks_and_are_gone(quick_build):
    folder, said = quick_build
    tasks = json.loads((folder / "tasks_by_worker.json").read_text(encoding="utf-8"))
    assert len(tasks) == 2
    assert all(tasks.values()), tasks
    master = re.search(r"spark://127\.0\.0\.1:(\d+)", said)
    for port in (master[1], *(worker.rpartition(":")[2] for worker in tasks)):
        assert not is_open(int(port))


@pytest.mark.parametrize("how", ["raise SystemExit(3)", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_the_cluster_ends_with_what_used_it(spark_python, tmp_path, how):
    program = (
        "import os, signal, sys; from pathlib import Path; from cluster import standalone_cluster\n"
        "with standalone_cluster(Path(sys.argv[1]), workers=1) as cluster:\n"
        f"    print(cluster.master, flush=True); {how}\n"
    )
    command = [spark_python, "-c", program, tmp_path / "cluster"]
    done = subprocess.run(command, cwd=ROOT / "spark", capture_output=True, text=True, check=False)
    assert done.returncode in (3, -signal.SIGKILL), done.stderr
    master = int(done.stdout.strip().rpartition(":")[2])
    for _ in range(60):  # a process that was killed cannot wait for its cluster
        if not is_open(master):
            break
        time.sleep(0.5)
    assert not is_open(master)


def test_seeds_keep_what_cells_hold_and_refuse_what_is_not_of_their_type(spark_python, tmp_path):
    """One seed with quotes, commas, a line break, zeros in front and empty cells; others with a day that is none and
    with a number finer than its type."""
    project = copy_project(tmp_path / "project")
    decisions = project / "seeds" / "decisions"
    (decisions / "held_reports.csv").write_text(
        "report_id,reason,held_by,held_on,lifted_by,lifted_on,lift_reason\n"
        '0945-2021,"Họ nói ""sai"", rồi\nim lặng",An,2024-03-01,,,\n',
        encoding="utf-8",
    )
    header = (decisions / "adjudications.csv").read_text(encoding="utf-8").splitlines()[0]
    cells = {"adjudication_id": "a-1", "decided_on": "2024"}
    row = ",".join(cells.get(name, "") for name in header.split(","))
    (decisions / "adjudications.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    landed = project / "seeds" / "landed" / "indicator_rows.csv"
    landed.write_text(landed.read_text(encoding="utf-8").replace(",6632,", ",6632.00001,"), encoding="utf-8")
    seeds = ("held_reports", "adjudications", "indicator_rows")
    done = subprocess.run(
        [spark_python.with_name("dbt"), "seed", "--target", "spark", "--select", *seeds],
        cwd=project,
        env={**os.environ, "SPARK_FOLDER": str(tmp_path / "spark")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout[-3000:]
    assert "seeds/decisions/adjudications.csv, column decided_on: '2024' is not of type date" in done.stdout
    assert "seeds/landed/indicator_rows.csv, column value: '6632.00001' is not of type decimal(18, 4)" in done.stdout
    held = duckdb.sql(f"from '{tmp_path}/spark/warehouse/seeds.db/held_reports/*.parquet'").fetchall()
    assert [tuple(map(str, row)) for row in held] == [
        ("0945-2021", 'Họ nói "sai", rồi\nim lặng', "An", "2024-03-01", "None", "None", "None")
    ]
    assert held[0][4:] == (None, None, None)


def built_marts(folder: Path) -> list[str]:
    """The marts that this build made, as its results tell."""
    results = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    relations = (result["relation_name"] or "" for result in results)
    return sorted(name.removeprefix("marts.") for name in relations if name.startswith("marts."))


def compare(build_file: Path, folder: Path, *marts: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/same_marts.py", build_file, folder, *marts]
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def is_open(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
