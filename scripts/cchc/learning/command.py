"""`cchc learn-form` and `cchc adopt-form`: a form from its document, checked by a person in between."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cchc.errors import CchcError
from cchc.output_path import refuse_output
from cchc.reference.phrases import say
from cchc.waiting import at_work

Level = Annotated[
    list[str] | None,
    typer.Option("--levels", help="Whose form it is: province, department, district, commune; may be given again."),
]


def learn_form(
    file: Annotated[Path, typer.Argument(help="The form, blank or filled: Word, Excel, PDF, scan, HTML or text.")],
    version: Annotated[str, typer.Option("--version", help="Name of the version; it begins with its first year.")],
    first_year: Annotated[
        int | None, typer.Option("--first-year", help="First year reported on it; else that of the version.")
    ] = None,
    levels: Level = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write (.xlsx).")] = Path("draft.xlsx"),
) -> None:
    """Draft a new form from its document as a workbook to check; `cchc adopt-form` takes it back."""
    from rich.console import Console

    from cchc.learning.learning_forms import check_version, learn_form, levels_told
    from cchc.learning.matching import LIKELY, NEW, SAME
    from cchc.reading.within_limits import within_limits

    refuse_output(output, ".xlsx")
    year = check_version(version, first_year)
    given = levels_given(levels or [])
    with at_work(say("progress_reading")):
        draft = within_limits(file, learn_form, file, given)
    from cchc.learning.draft_book import write_draft

    write_draft(draft, version, year, given or levels_told(draft), output)
    out, err = Console(markup=False), Console(stderr=True, markup=False)
    counts = {
        kind: sum(row.match is not None and row.match.match == kind for row in draft.rows)
        for kind in (SAME, LIKELY, NEW)
    }
    answered = sum(row.is_answered for row in draft.rows)
    told = {"same": counts[SAME], "likely": counts[LIKELY], "new": counts[NEW]}
    out.print(say("learn_written", file=output, rows=len(draft.rows), answered=answered, **told), soft_wrap=True)
    if draft.known_as:
        err.print(
            say("learn_known_form", rows=len(draft.rows), form=draft.known_as),
            soft_wrap=True,
            highlight=False,
            markup=False,
        )
    for one in draft.left_out:
        err.print(say("learn_left_out", what=one), soft_wrap=True, highlight=False, markup=False)


def levels_given(levels: list[str]) -> tuple[str, ...]:
    """The levels of government as given, each once. Raises CchcError for one that there is not."""
    from cchc.learning.matching import LEVEL_WORDS

    found = [part.strip() for level in levels for part in level.replace(",", ";").split(";") if part.strip()]
    for level in found:
        if level not in LEVEL_WORDS:
            raise CchcError(f"--levels: no level of government “{level}”. Expected some of {', '.join(LEVEL_WORDS)}.")
    return tuple(dict.fromkeys(found))


def adopt_form(
    workbook: Annotated[Path, typer.Argument(help="The checked draft, as `cchc learn-form` wrote it.")],
) -> None:
    """Record the form of a checked draft in seeds/reference, whole or not at all."""
    from rich.console import Console

    from cchc.learning.adopting import adopt_form as adopt

    adopted = adopt(workbook)
    out = Console(markup=False)
    counts = {"rows": adopted.rows, "answered": adopted.answered, "new": len(adopted.new_concepts)}
    out.print(say("adopt_recorded", form=adopted.version, **counts), soft_wrap=True)
    for concept in adopted.new_concepts:
        out.print(f"  {concept}", highlight=False)
    out.print(say("adopt_next"), soft_wrap=True)
