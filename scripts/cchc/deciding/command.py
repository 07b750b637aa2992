"""`cchc review` and `cchc decide`: what is open as a workbook to fill in, and the decisions back into the seeds."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cchc.building.running_build import build_file
from cchc.errors import CchcError
from cchc.output_path import refuse_output
from cchc.paths import ROOT, SAMPLES
from cchc.reference.phrases import say
from cchc.waiting import at_work

AmongSamples = Annotated[bool, typer.Option("--samples", help="Among the made-up reports, in samples/.")]


def review(
    reports: Annotated[list[str] | None, typer.Argument(help="Report ids, as 945-2021; without one, all.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write (.xlsx).")] = Path(
        "review.xlsx"
    ),
    letter: Annotated[bool, typer.Option("--letter", help="The questions to the districts, a sheet a report.")] = False,
    pictures: Annotated[bool, typer.Option(help="With the picture of each cell, from the archive.")] = True,
    samples: AmongSamples = False,
) -> None:
    """Write what the last build leaves open as a workbook to fill in; `cchc decide` takes it back."""
    from rich.console import Console

    from cchc.deciding.letter_book import write_letter
    from cchc.deciding.pictures import Pictures, load_pictures
    from cchc.deciding.questions import load_questions
    from cchc.deciding.review_book import write_review

    out, err = Console(markup=False), Console(stderr=True, markup=False)
    root, build = _places(samples)
    refuse_output(output, ".xlsx")
    with at_work(say("progress_reading")):
        questions = load_questions(build, root, reports or ())
        shown = load_pictures(questions, root, partial(err.print, soft_wrap=True)) if pictures else Pictures()
    if letter and not questions.cells:
        out.print(say("review_nothing_to_ask"))
        return
    (write_letter if letter else write_review)(questions, shown, output)
    count = len({question.report_id for question in questions.cells})
    out.print(say("review_written", file=output, cells=len(questions.cells), reports=count), soft_wrap=True)


def decide(
    workbook: Annotated[Path | None, typer.Argument(help="A review or a letter, filled in.")] = None,
    withdraw: Annotated[str | None, typer.Option("--withdraw", help="Take back this decision, by its id.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who takes it back.")] = None,
    samples: AmongSamples = False,
) -> None:
    """Record the decisions of a filled-in workbook, all or none; or take one back."""
    from rich.console import Console

    from cchc.deciding import recording

    out, err = Console(markup=False), Console(stderr=True, markup=False)
    root, build = _places(samples)
    if withdraw is not None and workbook is None:
        out.print(recording.withdraw(withdraw, by, date.today(), root), soft_wrap=True)
        return
    if workbook is None or withdraw is not None:
        raise CchcError("give a workbook to take, or --withdraw with the id of a decision: one of them.")
    if by is not None:
        raise CchcError("--by names who takes a decision back (--withdraw); who decides stands in the workbook.")
    recorded = recording.decide(workbook, build, date.today(), root)
    for adjudication_id in recorded.added:
        out.print(say("decide_decided", decision=adjudication_id))
    for adjudication_id in recorded.withdrawn:
        out.print(say("decide_withdrawn_for_it", decision=adjudication_id))
    out.print(say("decide_counted", count=len(recorded.added), known=recorded.known))
    if recorded.added:
        out.print(say("decide_next", samples=" --target samples" if samples else ""))
    for one in recorded.taken_back:
        err.print(
            say("decide_taken_back", decision=one["adjudication_id"], on=one["withdrawn_on"], by=one["withdrawn_by"]),
            soft_wrap=True, highlight=False, markup=False,
        )  # fmt: skip
    if recorded.taken_back:
        raise typer.Exit(1)


def _places(samples: bool) -> tuple[Path, Path]:
    """The project of the reports, and the build that they are judged in."""
    return (SAMPLES, build_file(name="samples")) if samples else (ROOT, build_file())
