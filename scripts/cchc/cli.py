"""The command line: `cchc extract`, `land`, `hold`, `diff`, `form`, `sample`."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.sample.command import sample

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
out = Console()
err = Console(stderr=True)

Files = Annotated[list[Path], typer.Argument(help="Documents: OCR text, Excel, Word, PDF, scans (.png .jpg .tif).")]
Unit = Annotated[str | None, typer.Option("--unit", help="Code of the unit, if the heading is not to be believed.")]
Year = Annotated[int | None, typer.Option("--year", help="Year of the report, if the heading is not to be believed.")]


@app.command()
def extract(
    files: Files,
    unit: Unit = None,
    year: Year = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the rows here as CSV.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail if any row is doubtful or unreadable.")] = False,
) -> None:
    """Read documents into rows, one for every answered row of the form. Nothing is recorded."""
    from cchc.reading.extraction import ROW_COLUMNS
    from cchc.reading.extraction import extract as read

    extractions, failures = _each(files, lambda path: read(path, unit, year))
    rows = [row for extraction in extractions for row in extraction.rows]
    if output is not None:
        with output.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ROW_COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    _print_summary(extractions)
    unsure = sum(row["read_status"] in ("doubtful", "unreadable") for row in rows)
    if strict and unsure:
        err.print(f"{unsure} rows are doubtful or unreadable, and --strict was asked for.")
    raise typer.Exit(1 if failures or (strict and unsure) else 0)


@app.command()
def land(
    files: Files,
    unit: Unit = None,
    year: Year = None,
    replace: Annotated[bool, typer.Option("--replace", help="Let this document stand for one that landed.")] = False,
) -> None:
    """Read documents and record them in the seeds; keep each document in the archive."""
    from cchc.landing import land as record
    from cchc.reading.extraction import extract as read

    def read_and_record(path: Path):
        extraction = read(path, unit, year)
        return extraction, record(extraction, replace)

    landed, failures = _each(files, read_and_record)
    _print_summary([extraction for extraction, _ in landed])
    for _, landing in landed:
        out.print(f"{landing.report_id}: {landing.outcome}")
        if landing.lost_decisions:
            err.print(
                f"{landing.report_id}: these decisions no longer match what was read and hold up the build until "
                f"they are withdrawn or renewed in seeds/decisions/adjudications.csv: "
                f"{', '.join(landing.lost_decisions)}"
            )
    raise typer.Exit(1 if failures else 0)


@app.command()
def hold(
    report: Annotated[str, typer.Argument(help="Report id, as 945-2021.")],
    by: Annotated[str | None, typer.Option("--by", help="Who decides; needed to hold.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why the report may not be released.")] = None,
    lift: Annotated[bool, typer.Option("--lift", help="Take the report back into the release.")] = False,
) -> None:
    """Leave one report out of the release, on record, or take it back."""
    from cchc.holding import hold_report, lift_hold

    try:
        message = lift_hold(report, by, date.today()) if lift else hold_report(report, reason, by, date.today())
    except CchcError as error:
        _fail(error)
    out.print(message)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A release: its id or its folder.")],
    new: Annotated[str, typer.Argument(help="A later release: its id or its folder.")],
) -> None:
    """List every figure that differs between two releases, and why."""
    from cchc.diffing import diff_releases, find_release, render
    from cchc.publishing import warehouse_link

    link = warehouse_link(ROOT)
    try:
        out.print(render(diff_releases(find_release(old, link), find_release(new, link))))
    except CchcError as error:
        _fail(error)


@app.command()
def form(
    form_year: Annotated[int, typer.Option("--year", help="Year of the report.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write (.xlsx).")],
    unit: Annotated[str | None, typer.Option("--unit", help="Code of the unit, filled in; else it is chosen.")] = None,
) -> None:
    """Write the blank form of a year as an Excel workbook for a district to fill in, with the rules built in."""
    from cchc.blank_form import write_blank_form

    try:
        write_blank_form(form_year, output, unit)
    except CchcError as error:
        _fail(error)
    out.print(f"blank form for {form_year}: {output}", soft_wrap=True)


app.command()(sample)


def _each(files: list[Path], work) -> tuple[list, int]:
    """What `work` gives for each file; one bad file is reported and never stops the others."""
    done, failures = [], 0
    for path in files:
        try:
            done.append(work(path))
        except CchcError as error:
            failures += 1
            err.print(f"[red]error:[/red] {error}", soft_wrap=True, highlight=False)
    return done, failures


def _fail(error: CchcError) -> None:
    err.print(f"[red]error:[/red] {error}", soft_wrap=True, highlight=False)
    raise typer.Exit(1)


def _print_summary(extractions: list) -> None:
    if not extractions:
        return
    table = Table("report", "document", "form", "clear", "doubtful", "unreadable", "blank", "told elsewhere")
    for extraction in extractions:
        statuses = extraction.statuses
        table.add_row(
            extraction.heading.report_id,
            extraction.document.path.name,
            extraction.form.version,
            *(str(statuses[status]) for status in ("clear", "doubtful", "unreadable", "blank")),
            str(len(extraction.figures)),
        )
    out.print(table)


if __name__ == "__main__":
    app()
