"""A build that needs more memory than it is given goes on from disk."""

from __future__ import annotations

import duckdb

from ..project_copy import run

SPILLING = """
{{ config(materialized='table') }}
select md5(cast(numbers.range as string)) as text
from range(2000000) as numbers
order by text
"""
AFTERWARDS = "select count(*) as rows_kept from {{ ref('spilling') }}"


def test_what_exceeds_the_memory_limit_goes_to_disk_and_the_build_goes_on(new_project, tmp_path, monkeypatch):
    spill = tmp_path / "spill"
    spill.mkdir()
    empty_since = spill.stat().st_mtime_ns
    monkeypatch.setenv("CCHC_MEMORY_LIMIT", "64MB")
    monkeypatch.setenv("CCHC_TEMP_DIRECTORY", str(spill))
    project = new_project(tmp_path / "project")
    (project / "models" / "spilling.sql").write_text(SPILLING, encoding="utf-8")
    (project / "models" / "afterwards.sql").write_text(AFTERWARDS, encoding="utf-8")

    done = run(project, "dbt", "run", "--select", "spilling", "afterwards")

    assert done.returncode == 0, done.stdout
    assert spill.stat().st_mtime_ns > empty_since, "nothing was too large for the memory"
    with duckdb.connect(str(project / "target" / "build.duckdb"), read_only=True) as con:
        assert con.execute("select rows_kept from main.afterwards").fetchall() == [(2_000_000,)]
