"""What release.json tells: when a release was made and from which commit, how reports stand, and what is open."""

from __future__ import annotations

import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

# What a release is made of, by git's words for paths; a file of ours beside it is no change of it.
MADE_OF = (
    "dbt_project.yml",
    "macros",
    "models",
    "profiles",
    "profiles.yml",
    "pyproject.toml",
    "requirements.lock",
    "scripts",
    "seeds",
    "tests/dbt",
)


def gather_record(con: duckdb.DuckDBPyConnection, project: Path, is_sample: bool = False) -> dict:
    """What release.json tells besides identity and rows: when it was made, from what, and how reports stand.

    `is_sample` tells that the reports are made up. `con` holds the marts and release.expectation_results.
    """
    [(as_of,)] = con.execute("select as_of from intermediate.int_as_of").fetchall()
    return {
        "released_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "is_sample": is_sample,
        "git": git_state(project),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("cchc", "duckdb", "dbt-core", "dbt-duckdb", "great-expectations")},
        },
        "as_of": str(as_of),
        "covers": _covered(con),
        "reports": _reports(con),
        "open_findings": _open_findings(con),
        "problems_with_proposals": _problems_with_proposals(con),
        "warnings": [
            {"suite": suite, "rule_id": rule_id, "details": details}
            for suite, rule_id, details in con.execute("""
                select suite, rule_id, details
                from release.expectation_results
                where severity = 'warning' and not success
                order by all
            """).fetchall()
        ],
    }


def git_state(project: Path) -> dict | None:
    """The commit a build is made from, and whether anything it is made of is not in it; None outside a repository or
    before its first commit."""

    def git(*words: str) -> str:
        call = ["git", "-C", str(project), *words]
        return subprocess.run(call, capture_output=True, text=True, check=True, timeout=30).stdout.strip()

    try:
        commit = git("rev-parse", "HEAD")
        return {"commit": commit, "uncommitted_changes": bool(git("status", "--porcelain", "--", *MADE_OF))}
    except (OSError, subprocess.SubprocessError):
        return None


def _covered(con: duckdb.DuckDBPyConnection) -> dict | None:
    """The first and last day that released reports are about, and their provinces; None without any."""
    query = """
        select
            min(make_date(report_year, 1, 1)), max(period_end),
            list(distinct province_name_vi order by province_name_vi)
        from marts.dim_report
        where report_status = 'released'
    """
    ((first_day, last_day, provinces),) = con.execute(query).fetchall()
    return first_day and {"first_day": str(first_day), "last_day": str(last_day), "provinces": provinces}


def _open_findings(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many findings of released reports are open, by severity."""
    query = """
        select findings.severity, count(*)
        from marts.fct_data_quality_findings as findings
        inner join marts.dim_report as reports using (report_id)
        where findings.finding_status = 'open' and reports.report_status = 'released'
        group by findings.severity
    """
    return dict.fromkeys(("critical", "warning", "info"), 0) | dict(con.execute(query).fetchall())


def _problems_with_proposals(con: duckdb.DuckDBPyConnection) -> int:
    """Of how many problems of released reports a correction is proposed."""
    query = """
        select count(distinct (report_id, problem_number))
        from marts.fct_correction_proposals
        inner join marts.dim_report using (report_id)
        where report_status = 'released'
    """
    return con.execute(query).fetchall()[0][0]


def _reports(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Reports by standing; one that was not received is named by unit and period, as its report would be."""
    standing: dict[str, list[str]] = {"released": [], "held": [], "not_received": []}
    query = """
        select
            reporting_status,
            coalesce(
                report_id,
                concat(unit_code, '-', report_year, case when report_period <> 'year' then '-' || report_period end)
            )
        from marts.fct_reporting_status
        order by all
    """
    for status, report in con.execute(query).fetchall():
        standing.setdefault(status, []).append(report)
    return standing
