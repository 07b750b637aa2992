"""`cchc explore`: the release as a site that any web server shows, and that asks nothing of any other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cchc.errors import CchcError
from cchc.paths import ROOT, SAMPLES
from cchc.waiting import at_work

_TARGET, _PORT = ROOT / "target", 8077


def explore(
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")] = _TARGET / "explore",
    serve: Annotated[bool, typer.Option("--serve", help="Show it on 127.0.0.1 until Ctrl+C.")] = False,
    port: Annotated[
        int | None, typer.Option("--port", help="Where to show it, with --serve; else 8077.", min=0, max=65535)
    ] = None,
    target: Annotated[Path | None, typer.Option("--target-path", help="Where dbt wrote its manifest.")] = None,
    documents: Annotated[
        bool, typer.Option("--documents", help="With the pages of the documents in the archive that figures stand on.")
    ] = False,
    samples: Annotated[bool, typer.Option("--samples", help="Of the made-up reports in samples/.")] = False,
) -> None:
    """Write a site in which the release is asked with SQL, in the browser; the first time npm brings DuckDB for it."""
    from rich.console import Console

    from cchc.exploring.serving import ADDRESS, site_server
    from cchc.exploring.site import POLICY, write_site
    from cchc.reference.phrases import say
    from cchc.releasing.publishing import samples_link, warehouse_link

    if port is not None and not serve:
        raise CchcError("--port says where --serve shows the site: give both, or neither.")
    written_by_dbt = target or (_TARGET / SAMPLES.name if samples else _TARGET)
    link = samples_link(ROOT) if samples else warehouse_link(ROOT)
    archive = (SAMPLES if samples else ROOT) if documents else None
    with at_work(say("progress_writing")):
        site = write_site(ROOT, link, written_by_dbt / "manifest.json", output, archive)
    out = Console(markup=False)
    of = {"release": site.release_id, "reports": site.reports, "size": site.database.megabytes}
    out.print(say("explore_written", folder=output, **of), soft_wrap=True)
    if site.database.left_out:
        out.print(say("explore_too_large", tables=", ".join(site.database.left_out)), soft_wrap=True)
    if documents:
        out.print(say("explore_documents", count=site.documents), soft_wrap=True)
    if site.held:
        out.print(say("explore_held", count=site.held), soft_wrap=True)
    if not serve:
        out.print(say("explore_how_to_see"), soft_wrap=True)
        return
    try:
        with site_server(output, POLICY, _PORT if port is None else port) as server:
            out.print(say("explore_serving", address=f"http://{ADDRESS}:{server.server_port}/"), soft_wrap=True)
            server.serve_forever()
    except KeyboardInterrupt:
        return
