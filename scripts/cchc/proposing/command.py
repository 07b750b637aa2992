"""`cchc propose`: likely errors and corrections, ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from cchc.building.running_build import build_file, open_build
from cchc.errors import CchcError
from cchc.proposing.words import plain, shown

if TYPE_CHECKING:
    import duckdb

_COLUMNS = ("problem", "rank", "figure", "read", "should be", "how sure", "grade", "cost", "lines", "in words")
_QUERY = """
    select
        report_id, problem_number, explanation_rank, figure_source, indicator_code, concept, measure, read_text,
        proposed_value, proposed_from, proposed_to, certainty, evidence_grade, cost, source_page, source_lines,
        words_en, words_vi
    from marts.fct_correction_proposals
    where $report_id is null or report_id = $report_id
    order by report_id, proposal_number
"""


def propose(
    report: Annotated[str | None, typer.Argument(help="Report id, as 945-2021; without it, every report.")] = None,
    language: Annotated[str, typer.Option("--language", help="vi or en.")] = "vi",
) -> None:
    """List likely errors and corrections, ranked, with what speaks for them. Nothing is corrected by it."""
    rows = _read(report)
    out = Console()
    if not rows:
        out.print("nothing to propose: no finding is open, and no figure is damaged without a decision.")
        return
    for report_id in dict.fromkeys(row["report_id"] for row in rows):
        out.print(table_of(report_id, [row for row in rows if row["report_id"] == report_id], language))


def _read(report: str | None) -> list[dict]:
    """The proposals of the last build. Raises CchcError where there is no build, or no such report in it."""
    import duckdb

    file = build_file()
    if not file.exists():
        raise CchcError(f"{file}: there is no build yet. Run `dbt build` first; one that the gate stops will do.")
    with open_build(file) as build:
        try:
            known = {row[0] for row in build.execute("select report_id from marts.dim_report").fetchall()}
            if report is not None and report not in known:
                raise CchcError(
                    f"no report {report} is in the last build. There: {', '.join(sorted(known)) or 'none'}."
                )
            return rows_of(build, report)
        except duckdb.CatalogException as error:
            raise CchcError(f"{file}: the last build has no proposals. Run `dbt build` again.") from error


def rows_of(build: duckdb.DuckDBPyConnection, report: str | None) -> list[dict]:
    """The proposals of a build, of one report or of all, in order."""
    found = build.execute(_QUERY, {"report_id": report})
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def table_of(report_id: str, rows: list[dict], language: str) -> Table:
    """The proposals of one report as they are printed."""
    table = Table(*_COLUMNS, title=report_id, show_lines=True)
    for row in rows:
        name = row["indicator_code"] or row["concept"]
        source = "" if row["figure_source"] == "appendix" else f" ({row['figure_source']})"
        table.add_row(
            str(row["problem_number"]),
            str(row["explanation_rank"]),
            name + source + (" / base" if row["measure"] == "base" else ""),
            row["read_text"] or "",
            _value(row),
            row["certainty"],
            row["evidence_grade"] or "",
            f"{row['cost']:.1f}",
            f"p.{row['source_page']} l.{row['source_lines']}",
            row[f"words_{'en' if language == 'en' else 'vi'}"],
        )
    return table


def _value(row: dict) -> str:
    if row["proposed_value"] is not None:
        return shown(row["proposed_value"], row["concept"])
    ends = [plain(end) if end is not None else "…" for end in (row["proposed_from"], row["proposed_to"])]
    return "?" if ends == ["…", "…"] else "–".join(ends)
