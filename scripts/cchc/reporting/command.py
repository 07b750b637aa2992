"""`cchc report`: one unit's year, or a province's, as a page for a person with a browser or a printer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cchc.errors import CchcError
from cchc.output_path import refuse_output, written_whole
from cchc.paths import ROOT, SAMPLES


def report(
    year: Annotated[int, typer.Option("--year", help="Year of the reports.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write (.html).")],
    unit: Annotated[str | None, typer.Option("--unit", help="Code or name of the unit, as 945.")] = None,
    province: Annotated[
        str | None, typer.Option("--province", help="Code or name of a province, as 94: all its units.")
    ] = None,
    period: Annotated[str, typer.Option("--period", help="Part of the year: H1, 9M, Q1 to Q4.")] = "year",
    samples: Annotated[bool, typer.Option("--samples", help="From the made-up reports in samples/.")] = False,
) -> None:
    """Write one printable page on a unit or a province that needs no server, out of the published warehouse."""
    refuse_output(output, ".html", ".htm")
    if bool(unit) == bool(province):
        raise CchcError("name a unit (--unit 945) or a province (--province 94), one of them.")
    page = _page(unit, province, year, period, samples)
    with written_whole(output) as draft:
        draft.write_text(page, encoding="utf-8")
    from rich.console import Console

    from cchc.reference.phrases import say

    Console(markup=False).print(say("report_written", file=output), soft_wrap=True)


def _page(unit: str | None, province: str | None, year: int, period: str, samples: bool) -> str:
    from cchc.reference.periods import given_period, last_day
    from cchc.reference.unit_names import named_unit
    from cchc.releasing.publishing import samples_link, warehouse_link
    from cchc.reporting.province_figures import read_province_year
    from cchc.reporting.province_page import render_province
    from cchc.reporting.unit_figures import read_unit_year
    from cchc.reporting.unit_page import render_unit
    from cchc.reporting.warehouse import open_warehouse

    period = given_period(period)
    on = last_day(year, period)
    with open_warehouse(samples_link(ROOT) if samples else warehouse_link(ROOT)) as warehouse:
        if province:
            code = province if province.isdigit() else named_unit(province, on, "--province", "province").unit_code
            return render_province(read_province_year(warehouse, code, year, period), warehouse.release)
        code = unit if not unit or unit.isdigit() else named_unit(unit, on).unit_code
        return render_unit(
            read_unit_year(warehouse, code or "", year, period), warehouse.release, SAMPLES if samples else ROOT
        )
