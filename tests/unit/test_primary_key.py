"""The dbt test primary_key (tests/dbt/generic): a key that stands twice and an empty part are found, also where the
last column is only counted, by the names that are listed (`listed_in`) or as a number (`is_numbered`); there codes
without words are found too (`code_lists`)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cchc.paths import ROOT

MACROS = ("distinct_numbers.sql", "numbers.sql", "row_hash.sql")
NAMES = [f"n{number}" for number in range(2100)]  # more than are counted together
TABLES = {
    "sound": [*(("a", name) for name in NAMES), ("b", "n1"), ("a", "not listed")],
    "twice": [("a", "n1"), ("b", "n1"), ("b", "n2"), ("b", "n2")],
    "twice_among_many": [*(("a", name) for name in NAMES), ("a", "n1500")],
    "twice_not_listed": [("a", "n1"), ("a", "not listed"), ("a", "not listed")],
    "no_name": [("a", "n1"), ("a", None)],
    "no_report": [("a", "n1"), (None, "n1")],
    "without_words": [("a", "n1"), ("a", "told strangely")],
}
KINDS = {
    "plain": "columns: [report, name]",
    "listed": "columns: [report, name], listed_in: ref('names'), code_lists: {status: statuses}",
    "numbered": "columns: [report, number], is_numbered: true, code_lists: {status: statuses}",
}
FINDS_NOTHING = {("sound", kind) for kind in KINDS} | {("without_words", "plain")}  # has_words asks for those


@pytest.fixture(scope="module")
def failures(tmp_path_factory) -> dict[str, int]:
    """Rows returned, by name of the dbt test: `twice_plain`, `twice_listed`, `twice_numbered`, …"""
    project = tmp_path_factory.mktemp("keys")
    for folder in ("macros", "models", "tests/generic"):
        (project / folder).mkdir(parents=True)
    for macro in MACROS:
        shutil.copy(ROOT / "macros" / macro, project / "macros")
    shutil.copy(ROOT / "tests/dbt/generic/primary_key.sql", project / "tests/generic")
    (project / "dbt_project.yml").write_text("name: keys\nprofile: keys\nflags: {send_anonymous_usage_stats: false}\n")
    (project / "profiles.yml").write_text("keys: {target: t, outputs: {t: {type: duckdb, path: keys.duckdb}}}\n")
    (project / "models/names.sql").write_text(selected([(name, name) for name in NAMES]))
    (project / "models/dim_code_word.sql").write_text("select 'statuses' as code_list, 'told' as code")
    told = ["models:"]
    for table, rows in TABLES.items():
        (project / f"models/{table}.sql").write_text(selected(rows))
        told += [f"  - name: {table}", "    data_tests:"]
        for kind, arguments in KINDS.items():
            told.append(f"      - primary_key: {{name: {table}_{kind}, arguments: {{{arguments}}}}}")
    (project / "models/models.yml").write_text("\n".join(told))
    command = (Path(sys.executable).with_name("dbt"), "build")
    subprocess.run(command, cwd=project, capture_output=True, check=False)  # tests are to fail
    results = json.loads((project / "target/run_results.json").read_text(encoding="utf-8"))["results"]
    return {one["unique_id"].split(".")[2]: one["failures"] for one in results if one["unique_id"].startswith("test.")}


def selected(rows: list) -> str:
    """Each row has the number of its name too, 5000 where it is not listed, and a status."""
    literals = ", ".join("(" + ", ".join("null" if part is None else f"'{part}'" for part in row) + ")" for row in rows)
    return f"""
        select
            *,
            case when name in ('not listed', 'told strangely') then 5000 else cast(name[2:] as integer) end as number,
            case when name = 'told strangely' then 'strange' else 'told' end as status
        from (values {literals}) as listed (report, name)
    """


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("table", TABLES)
def test_a_key_that_does_not_name_one_row_is_found(failures, table, kind):
    assert failures[f"{table}_{kind}"] == ((table, kind) not in FINDS_NOTHING)
