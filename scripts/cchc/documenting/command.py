"""`cchc docs`: the documentation site out of what dbt wrote and the published warehouse."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cchc.paths import ROOT


def docs(
    target: Annotated[Path, typer.Option("--target-path", help="Where dbt wrote its documentation.")] = ROOT / "target",
    samples: Annotated[bool, typer.Option("--samples", help="Of the made-up reports in samples/.")] = False,
) -> None:
    """Write the documentation site into docs_site/ in dbt's folder; `make docs` lets dbt write its part first."""
    from rich.console import Console

    from cchc.documenting.site import write_site
    from cchc.reference.phrases import say
    from cchc.releasing.publishing import samples_link, warehouse_link

    site = target / "docs_site"
    write_site(target, samples_link(ROOT) if samples else warehouse_link(ROOT), site)
    Console(markup=False).print(say("show_written", file=site / "index.html"), soft_wrap=True)
