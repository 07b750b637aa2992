"""`cchc report`: one unit's year, or a province's, as a page for a person with a browser or a printer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cchc.errors import CchcError
from cchc.output_path import refuse_output, written_whole
from cchc.paths import ROOT, SAMPLES


def report(
    year: Annotated[int, typer.Option("--year", help="Year of the reports.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write (.html).")],
    unit: Annotated[str | None, typer.Option("--unit", help="Code of the unit, as 945.")] = None,
    province: Annotated[
        str | None, typer.Option("--province", help="Code of a province, as 94: all its units.")
    ] = None,
    samples: Annotated[bool, typer.Option("--samples", help="From the made-up reports in samples/.")] = False,
) -> None:
    """Write one printable page on a unit or a province that needs no server, out of the published warehouse."""
    refuse_output(output, ".html", ".htm")
    code = unit or province
    if code is None or (unit and province):
        raise CchcError("name a unit (--unit 945) or a province (--province 94), one of them.")
    page = _page(code, code == province, year, samples)
    with written_whole(output) as draft:
        draft.write_text(page, encoding="utf-8")
    Console().print(f"{output}: open it in a browser, or print it", soft_wrap=True)


def _page(code: str, is_province: bool, year: int, samples: bool) -> str:
    from cchc.releasing.publishing import samples_link, warehouse_link
    from cchc.reporting.province_figures import read_province_year
    from cchc.reporting.province_page import render_province
    from cchc.reporting.unit_figures import read_unit_year
    from cchc.reporting.unit_page import render_unit
    from cchc.reporting.warehouse import open_warehouse

    with open_warehouse(samples_link(ROOT) if samples else warehouse_link(ROOT)) as warehouse:
        if is_province:
            return render_province(read_province_year(warehouse, code, year), warehouse.release)
        return render_unit(read_unit_year(warehouse, code, year), warehouse.release, SAMPLES if samples else ROOT)
