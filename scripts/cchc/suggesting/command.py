"""`cchc suggest-rules` and `cchc accept-rules`: rules found in a form and its reports, and those a person accepts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cchc.building.running_build import build_file
from cchc.errors import CchcError
from cchc.output_path import refuse_output
from cchc.reference.phrases import say
from cchc.waiting import at_work


def suggest_rules(
    form: Annotated[str | None, typer.Option("--form", help="Version of the form, as 2021; without it, all.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write (.xlsx).")] = Path(
        "suggestions.xlsx"
    ),
    samples: Annotated[bool, typer.Option("--samples", help="By the made-up reports in samples/.")] = False,
) -> None:
    """Suggest rules from a form's structure and the reports of the last build, as a workbook to decide on."""
    from rich.console import Console

    from cchc.suggesting.form_lines import load_form_lines
    from cchc.suggesting.loading import load_observations, load_places
    from cchc.suggesting.suggestion_book import write_suggestions
    from cchc.suggesting.suggestions import suggest_for_all

    out, err = Console(markup=False), Console(stderr=True, markup=False)
    refuse_output(output, ".xlsx")
    forms = load_form_lines()
    if form is not None and form not in forms:
        raise CchcError(f"--form: there is no form {form}. Expected one of {', '.join(forms)}.")
    build = build_file(name="samples") if samples else build_file()
    observed = []
    if build.is_file():
        observed = load_observations(build, forms.values())
    else:
        err.print(say("suggest_no_build", file=build), soft_wrap=True)
    chosen = [one for version, one in forms.items() if form in (None, version)]
    with at_work(say("progress_searching")):
        suggestions = suggest_for_all(chosen, observed)
    against = {report for one in suggestions for report in one.support.exceptions}
    write_suggestions(suggestions, load_places(build, against) if against else {}, output)
    by_itself = sum(not one.implied_by for one in suggestions)
    counts = {"rules": by_itself, "further": len(suggestions) - by_itself}
    reports = sum(len(one.report_ids) for one in observed)
    out.print(say("suggest_written", file=output, reports=reports, **counts), soft_wrap=True)


def accept_rules(
    workbook: Annotated[Path, typer.Argument(help="The suggestions, with the decisions filled in.")],
) -> None:
    """Record the accepted rules of a workbook of suggestions, all or none; `dbt build` then judges by them."""
    from rich.console import Console

    from cchc.suggesting.accepting import accept

    out = Console(markup=False)
    accepted = accept(workbook)
    for rule_id in accepted.added:
        out.print(say("accept_accepted", rule=rule_id), soft_wrap=True)
    out.print(say("accept_counted", count=len(accepted.added), known=accepted.known))
    if accepted.added:
        out.print(say("accept_next"))
