"""`cchc sdmx`: the release for those who exchange statistics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cchc.paths import ROOT
from cchc.waiting import at_work


def sdmx(
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")],
    samples: Annotated[bool, typer.Option("--samples", help="Of the made-up reports in samples/.")] = False,
) -> None:
    """Write the figures of a release for those who exchange statistics: data.csv (SDMX-CSV 2.0) and structure.xml
    (SDMX-ML 3.0)."""
    from rich.console import Console

    from cchc.exchanging.sdmx import write_sdmx
    from cchc.reference.phrases import say
    from cchc.releasing.publishing import samples_link, warehouse_link
    from cchc.reporting.warehouse import open_warehouse

    with (
        at_work(say("progress_writing")),
        open_warehouse(samples_link(ROOT) if samples else warehouse_link(ROOT)) as one,
    ):
        observations = write_sdmx(one, output)
    told = say("sdmx_written", folder=output, count=observations, release=one.release.release_id)
    Console(markup=False).print(told, soft_wrap=True)
