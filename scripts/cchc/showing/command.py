"""`cchc show`: what was read from a document, on one page beside the document itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cchc.output_path import refuse_output, written_whole
from cchc.waiting import at_work


def show(
    file: Annotated[Path, typer.Argument(help="A document: OCR text, Excel, Word, PDF or a scan.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write (.html).")],
    unit: Annotated[str | None, typer.Option("--unit", help="Code or name of the unit, if not the heading's.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="Year of the report, if not the heading's.")] = None,
    period: Annotated[
        str | None, typer.Option("--period", help="Part of the year (H1, 9M, Q1 to Q4) or year, if not the heading's.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Show a report that is not whole as far as it goes.")
    ] = False,
) -> None:
    """Write a page that shows each answer as it was read beside its place in the document. Nothing is recorded."""
    from rich.console import Console

    from cchc.reading.within_limits import within_limits
    from cchc.reference.phrases import say
    from cchc.showing.rendering import page_of

    refuse_output(output, ".html", ".htm")
    with at_work(say("progress_reading")):
        page = within_limits(file, page_of, file, unit, year, partial, period)
    with written_whole(output) as draft:
        draft.write_text(page, encoding="utf-8")
    Console(markup=False).print(say("show_written", file=output), soft_wrap=True)
