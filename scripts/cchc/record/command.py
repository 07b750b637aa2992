"""`cchc record`: whether the record is as it was written; what was changed by hand is put back, or signed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cchc.errors import CchcError
from cchc.paths import ROOT, SAMPLES
from cchc.reference.phrases import say


def record(
    reports: Annotated[list[str] | None, typer.Argument(help="Report ids, as 945-2021; without one, all.")] = None,
    restore: Annotated[bool, typer.Option("--restore", help="Put back what was recorded.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Let it stand as it is, by name and for a reason.")] = False,
    by: Annotated[str | None, typer.Option("--by", help="Who accepts it.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why it is changed.")] = None,
    samples: Annotated[bool, typer.Option("--samples", help="Of the made-up reports, in samples/.")] = False,
) -> None:
    """Tell what was changed in the seeds by hand since it was recorded; put it back, or put a name to it."""
    from rich.console import Console

    from cchc.record import keeping
    from cchc.record.checking import faults, tell
    from cchc.record.entries import Entries
    from cchc.record.signing import signed

    out = Console(soft_wrap=True, highlight=False, markup=False).print
    if accept and restore:
        raise CchcError("give --restore or --accept: one of them.")
    with keeping.record_lock(SAMPLES if samples else ROOT) as seeds:
        found = faults(seeds, reports or ())
        if accept:
            why, who = signed("a change of the record", reason, by)
            keeping.accept(seeds, found, who, date.today(), why)
        left = keeping.restore(seeds, found) if restore else found
        for fault in found if accept else [one for one in found if one not in left]:
            report, subject = fault.subject
            out(say("record_accepted" if accept else "record_put_back", report=report, subject=subject))
        told = "" if accept else tell(seeds, left)
        if told:
            raise CchcError("\n".join([say("record_is_not", folder=seeds), told]))
        out(say("record_whole", entries=len(Entries.load(seeds).rows)))
