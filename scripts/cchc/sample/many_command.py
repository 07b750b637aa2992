"""`cchc sample-many`: made-up reports by the million, as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cchc.paths import SAMPLES
from cchc.sample.command import listed, parse_years


def sample_many(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Folder for the Parquet files.")] = SAMPLES / "landed",
    seed: Annotated[int, typer.Option(help="The same seed gives the same files, byte for byte.")] = 1,
    years: Annotated[str, typer.Option(help="A year, years or a span: 2021 or 2021,2023 or 2016-2035.")] = "2016-2035",
    unit_count: Annotated[
        int | None, typer.Option(min=1, help="How many units; made-up ones follow the country's.")
    ] = None,
    periods: Annotated[str, typer.Option(help="Parts of the years: some of year,H1,9M,Q1,Q2,Q3,Q4.")] = "year",
    level: Annotated[str, typer.Option(help="district, or another level of government: commune.")] = "district",
    form: Annotated[str, typer.Option(help="Version of the form; of several, the first that serves the year.")] = "",
) -> None:
    """Write made-up reports that obey the rules as Parquet, partitioned by year, a million values a second and more.

    They build with `dbt build --target samples --vars '{landing_folder: OUT}'`. Units that are made up are to be added
    to seeds/reference/administrative_units.csv of a copy of the project first.
    """
    from rich.console import Console

    from cchc.reference.phrases import say
    from cchc.sample.mixing import MixOrder, write_mixed
    from cchc.seeds.sample_seeds import prepare_seeds

    written = write_mixed(folder, MixOrder(seed, parse_years(years), unit_count, listed(periods), level, listed(form)))
    prepare_seeds(SAMPLES)
    Console(markup=False).print(
        say(
            "sample_many_written", reports=written.reports, values=written.values, told=written.figures_told,
            folder=folder, command=f"dbt build --target samples --vars '{{landing_folder: {folder}}}'",
        ),
        soft_wrap=True,
        highlight=False,
    )  # fmt: skip
