"""`cchc propose`: likely errors and corrections, ranked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc.building.running_build import build_file, open_build
from cchc.errors import CchcError
from cchc.language import spoken
from cchc.output_path import refuse_output, write_csv
from cchc.reference.phrases import say

if TYPE_CHECKING:
    import duckdb

_QUERY = """
    select
        proposals.report_id, reports.unit_name_vi, proposals.problem_number, proposals.explanation_rank,
        proposals.figure_source, proposals.indicator_code, proposals.concept, proposals.measure, proposals.read_text,
        proposals.proposed_value, proposals.proposed_from, proposals.proposed_to, proposals.change_kind,
        proposals.certainty, proposals.evidence_grade, proposals.cost, proposals.source_page, proposals.source_lines,
        proposals.words_en, proposals.words_vi, figures.source_place_en, figures.source_place_vi
    from marts.fct_correction_proposals as proposals
    inner join marts.dim_report as reports on proposals.report_id = reports.report_id
    left join marts.fct_indicator_values as figures
        on proposals.report_id = figures.report_id and proposals.indicator_code = figures.indicator_code
            and proposals.figure_source = 'appendix'
    where $report_id is null or proposals.report_id = $report_id
    order by proposals.report_id, proposals.proposal_number
"""


def propose(
    report: Annotated[str | None, typer.Argument(help="Report id, as 945-2021; without it, every report.")] = None,
    detail: Annotated[
        bool, typer.Option("--detail", help="Every proposal of every problem, with what speaks for it.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write every proposal here, as CSV (.csv).")
    ] = None,
) -> None:
    """List likely errors and corrections, ranked: a line a problem. Nothing is corrected by it."""
    from rich.console import Console

    from cchc.proposing.screen import problems_of, told_in_detail, told_shortly

    if output is not None and detail:
        raise CchcError("--detail is for the screen, and a file has every proposal: give -o or --detail, one of them.")
    if output is not None:
        refuse_output(output, ".csv")
    rows = _read(report)
    out = Console(highlight=False, markup=False)
    if not rows:
        out.print(say("propose_nothing"))
        return
    if output is not None:
        write_csv(output, rows, tuple(rows[0]))
        out.print(say("propose_written", count=len(rows), file=output), soft_wrap=True)
        return
    for report_rows in problems_of(rows):
        if detail:
            out.print(told_in_detail(report_rows, spoken()))
        else:
            out.print(told_shortly(report_rows, spoken(), is_alone=report is not None))


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
