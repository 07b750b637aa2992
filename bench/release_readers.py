"""Many readers of the release at once, before, during and after publishes: each must see one whole release.

.venv/bin/python bench/release_readers.py [--readers 50] [--publishes 6] [--build target/build.duckdb] [--write]

Needs a build. Its marts are published in a folder of the bench: as they are, then by turns with a new change in every
mart that is read, and as they were. Each reader is a process that opens warehouse/cchc.duckdb, asks for the
release and for every row of several marts, closes it, rests as a person does, and begins again. What it saw is held
against what that release holds. Exits with 1 where a reader got an error or rows of two releases.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import duckdb

from cchc.paths import ROOT
from cchc.releasing.catalogue import read_catalogue
from cchc.releasing.publishing import publish
from cchc.releasing.release_files import DATABASE
from cchc.releasing.release_record import gather_record

RESULTS = Path(__file__).with_name("release_readers_results.md")
MARKED = {  # in each mart that is read, what tells its releases apart
    "dim_report": "document_number = '{mark}'",
    "dim_rule": "words_en = concat(words_en, '{mark}')",
    "fct_indicator_values": "value = value + {mark}",
    "fct_one_stop_dossiers": "dossiers_received = dossiers_received + {mark}",
    "fct_rule_results": "result = concat(result, '{mark}')",
}
PHASES = ("before", "during", "after")
Rows = tuple[tuple[int, int], ...]  # of each mart in MARKED: how many rows, and a hash of them all


@dataclass(frozen=True)
class Read:
    """One reading: from when to when, in seconds of the system's clock, and what was seen."""

    begun: float
    ended: float
    release_id: str = ""
    rows: Rows = ()
    error: str = ""


def rows_of(con: duckdb.DuckDBPyConnection) -> Rows:
    """What a connection sees of each mart."""
    query = "select count(*), bit_xor(hash(cast(mart as varchar))) from marts.{name} as mart"
    return tuple(con.execute(query.format(name=name)).fetchall()[0] for name in MARKED)


def read_once(link: Path) -> Read:
    """Open the release, look and close."""
    begun = time.monotonic()
    try:
        with duckdb.connect(str(link / DATABASE), read_only=True, config={"threads": 1}) as con:
            con.execute("set enable_progress_bar = false")
            release_id = con.execute("select release_id from release.release").fetchall()[0][0]
            rows = rows_of(con)
        return Read(begun, time.monotonic(), release_id, rows)
    except Exception as error:  # whatever it is, it is what the bench looks for
        return Read(begun, time.monotonic(), error=f"{type(error).__name__}: {error}")


def read_on(link: Path, pause: float, ready, stop, results) -> None:
    """What a reader's process does until `stop` is set, from when all are `ready`."""
    read_once(link)  # the first loads what Python has not loaded yet
    ready.wait()
    reads = []
    while not stop.is_set():
        reads.append(read_once(link))
        stop.wait(pause)
    results.put(reads)


def faults(reads: Sequence[Read], published: dict[str, Rows]) -> list[str]:
    """What is wrong with the reads: errors, and rows that are not all those of the release that was named."""
    found = [read.error for read in reads if read.error]
    for read in reads:
        true = published.get(read.release_id, (None,) * len(MARKED))
        if not read.error and read.rows != true:
            strange = [name for name, seen, known in zip(MARKED, read.rows, true, strict=True) if seen != known]
            found.append(f"release {read.release_id}: rows of another release in {', '.join(strange)}")
    return found


def phase_of(read: Read, spans: Sequence[tuple[float, float]]) -> str:
    """When a read was: `during` a publish, or before the first of them or after it."""
    if any(read.begun < ended and begun < read.ended for begun, ended in spans):
        return "during"
    return "before" if read.ended <= spans[0][0] else "after"


def marts_of(build: Path, copy: Path) -> duckdb.DuckDBPyConnection:
    """A copy of a build's marts, and of what a publish asks besides, to change at will."""
    con = duckdb.connect(str(copy))
    con.execute("set enable_progress_bar = false")
    con.execute(f"attach '{build}' as build (read_only)")
    wanted = "select table_schema, table_name from information_schema.tables where table_catalog = 'build'"
    for schema, name in con.execute(f"{wanted} and table_schema in ('marts', 'release')").fetchall():
        con.execute(f"create schema if not exists {schema}")
        con.execute(f"create table {schema}.{name} as from build.{schema}.{name}")
    con.execute("create schema intermediate; create table intermediate.int_as_of as from build.intermediate.int_as_of")
    con.execute("detach build; create schema original")
    for name in MARKED:
        con.execute(f"create table original.{name} as from marts.{name}")
    return con


def run(
    build: Path, target: Path, readers: int, publishes: int, pause: float, quiet: float
) -> tuple[list[Read], list[tuple[float, float]], dict[str, Rows]]:
    """All reads, when each publish began and ended, and what each release holds."""
    processes = multiprocessing.get_context("forkserver")  # Python loads once for all readers
    ready, stop, results = processes.Barrier(readers + 1), processes.Event(), processes.Queue()
    with TemporaryDirectory() as folder:
        link, published, spans = Path(folder) / "warehouse", {}, []
        with marts_of(build, Path(folder) / "copy.duckdb") as con:
            tables = read_catalogue(target / "manifest.json")
            is_sample = build.stem == "samples"

            def publish_now() -> None:
                begun, rows = time.monotonic(), rows_of(con)
                record = gather_record(con, ROOT, is_sample)
                release = publish(con, tables, link, target / "data_docs", record)
                spans.append((begun, time.monotonic()))
                published[release.release_id] = rows

            publish_now()
            spans.clear()
            common = (link, pause, ready, stop, results)
            started = [processes.Process(target=read_on, args=common, daemon=True) for _ in range(readers)]
            for process in started:
                process.start()
            ready.wait()
            time.sleep(quiet)
            for number in range(publishes):
                for name, change in MARKED.items():
                    con.execute(f"create or replace table marts.{name} as from original.{name}")
                    if number % 2 == 0:
                        con.execute(f"update marts.{name} set {change.format(mark=number + 1)}")
                publish_now()
            time.sleep(quiet)
            stop.set()
            reads = [read for _ in started for read in results.get(timeout=120)]
            for process in started:
                process.join()
    return reads, spans, published


def table_of(reads: Sequence[Read], spans: Sequence[tuple[float, float]]) -> str:
    """Latencies by phase, as Markdown."""
    lines = ["| phase | reads | median ms | 95 % ms | slowest ms |", "| --- | ---: | ---: | ---: | ---: |"]
    for phase in PHASES:
        took = [1000 * (read.ended - read.begun) for read in reads if phase_of(read, spans) == phase]
        if len(took) > 1:
            high = quantiles(took, n=20, method="inclusive")[-1]
            lines.append(f"| {phase} | {len(took):,} | {median(took):.0f} | {high:.0f} | {max(took):.0f} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--publishes", type=int, default=6)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds that a reader rests")
    parser.add_argument("--quiet", type=float, default=15.0, help="seconds of reading before and after the publishes")
    parser.add_argument("--build", type=Path, default=ROOT / "target" / "build.duckdb")
    parser.add_argument("--target", type=Path, default=ROOT / "target", help="dbt's folder of that build")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {RESULTS.name}")
    options = parser.parse_args()
    reads, spans, published = run(
        options.build, options.target, options.readers, options.publishes, options.pause, options.quiet
    )
    wrong = faults(reads, published)
    seen = {read.release_id for read in reads if not read.error}
    told = (
        f"{options.readers} readers, {len(reads):,} reads of {len(seen)} of {len(published)} releases, "
        f"{len(spans)} publishes of {median(ended - begun for begun, ended in spans):.1f} s: "
        f"{len(wrong)} errors or mixed releases."
    )
    text = f"{told}\n\n{table_of(reads, spans)}\n"
    print(text)
    print("\n".join(wrong[:10]), file=sys.stderr)
    if options.write:
        system = f"{os.cpu_count()} cores, {platform.system()}, duckdb {duckdb.__version__}"
        RESULTS.write_text(f"Measured {date.today()} on {system}.\n\n{text}", encoding="utf-8")
    return 1 if wrong or not reads else 0


if __name__ == "__main__":
    sys.exit(main())
