"""`cchc sample`: made-up reports, in any format, with the truth beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cchc.errors import CchcError
from cchc.paths import SAMPLES
from cchc.waiting import at_work


def sample(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder for documents and truth; made if it is not there.")
    ] = SAMPLES / "documents",
    seed: Annotated[int, typer.Option(help="The same seed gives the same files, byte for byte.")] = 1,
    years: Annotated[str, typer.Option(help="A year, years or a span: 2021 or 2021,2023 or 2021-2024.")] = "2021",
    units: Annotated[str, typer.Option(help="Codes or names of units, of any level: 945,947 or 68.")] = "",
    province: Annotated[str | None, typer.Option(help="Code or name of a province: all units below it, as 94.")] = None,
    level: Annotated[
        str, typer.Option(help="province, department, district or commune: all units of that level.")
    ] = "",
    periods: Annotated[str, typer.Option(help="Parts of the years: some of year,H1,9M,Q1,Q2,Q3,Q4.")] = "year",
    form: Annotated[str, typer.Option(help="Version of the form; of several, the first that serves the year.")] = "",
    formats: Annotated[str, typer.Option("--format", help="Some of txt,xlsx,docx,pdf,scan,province, or rows.")] = "txt",
    dpi: Annotated[int, typer.Option(min=72, max=600, help="Of a scan: dots an inch.")] = 200,
    rotate: Annotated[float, typer.Option(min=-10, max=10, help="Of a scan: degrees, counter-clockwise.")] = 0.7,
    noise: Annotated[float, typer.Option(min=0, max=80, help="Of a scan: noise, in grey levels.")] = 8.0,
    jpeg: Annotated[int, typer.Option(min=1, max=95, help="Of a scan: JPEG quality.")] = 40,
    lose_digits: Annotated[int, typer.Option(min=0, help="Answers a report that lose a digit.")] = 0,
    contradictions: Annotated[int, typer.Option(min=0, help="Figures a report that break a rule.")] = 0,
    font: Annotated[str, typer.Option(help="Family of PDF and scan, as Arimo; Tinos or what is there.")] = "",
) -> None:
    """Write made-up reports that obey the rules, marked as samples on every page, and the truth beside them.

    Whose is asked for by `--units`, `--province` or `--level`. Each report is on the form of its unit's level of
    government; `--form` names one where that level has none, or several.

    `--format province` writes one workbook a year with all units side by side; `--format rows` writes no document:
    the reports stand in samples/seeds, for a warehouse of their own that
    `dbt build --target samples` builds in samples/warehouse. Years may then be any.
    """
    from rich.console import Console

    from cchc.reference.phrases import say
    from cchc.sample.printing import ScanDamage
    from cchc.sample.write import ROWS, Order, write_samples

    if not (units or province or level):
        raise CchcError(
            "Whose reports? Name units by their codes or names (--units 945,947), a province for all units below it "
            "(--province 94), or a level of government for all units of the country on it (--level district)."
        )
    given = [
        option
        for option, of in (
            ("dpi", "scan"),
            ("rotate", "scan"),
            ("noise", "scan"),
            ("jpeg", "scan"),
            ("font", "scan,pdf"),
        )
        if _is_given(ctx, option) and not set(listed(of)) & set(listed(formats))
    ]
    if given:
        raise CchcError(f"--{', --'.join(given)}: said of a scan or a PDF, and none is asked for. Name it in --format.")
    first = min(parse_years(years))
    order = Order(
        seed=seed,
        years=parse_years(years),
        units=tuple(_code(one, first, "--units") for one in listed(units)),
        province=_code(province, first, "--province") if province else None,
        level=level,
        periods=listed(periods),
        forms=listed(form),
        formats=listed(formats),
        scan=ScanDamage(dpi, rotate, noise, jpeg),
        lost_digits=lose_digits,
        contradictions=contradictions,
        font=font,
    )
    with at_work(say("progress_writing")):
        written = write_samples(folder, order)
    out, truth = Console(markup=False), folder / "truth.csv"
    if written.documents:
        count = len(written.documents)
        out.print(say("sample_documents_written", count=count, folder=folder, truth=truth), soft_wrap=True)
    if ROWS in order.formats:
        held = say("sample_rows_held", count=written.held) if written.held else ""
        of = {"folder": SAMPLES / "seeds", "truth": truth}
        out.print(say("sample_rows_written", count=written.reports, held=held, **of), soft_wrap=True)


def _is_given(ctx: typer.Context, option: str) -> bool:
    source = ctx.get_parameter_source(option)
    return source is not None and source.name == "COMMANDLINE"


def _code(named: str, year: int, option: str) -> str:
    """The code of a unit given by its code or its name; a code is taken as it is, whatever the year."""
    from cchc.reference.periods import WHOLE_YEAR, last_day
    from cchc.reference.unit_names import named_unit

    if named[:1].isdigit():
        return named
    level = "province" if option == "--province" else None
    return named_unit(named, last_day(year, WHOLE_YEAR), option, level).unit_code


def parse_years(text: str) -> tuple[int, ...]:
    """Years of `2021`, `2021,2023` or `2021-2024`, in order. Raises CchcError for anything else."""
    years: set[int] = set()
    for part in listed(text):
        first, _, last = part.partition("-")
        if not (first.isdigit() and (last or first).isdigit() and int(first) <= int(last or first)):
            raise CchcError(f"--years: '{text}' names no years. Expected 2021, 2021,2023 or 2021-2024.")
        years.update(range(int(first), int(last or first) + 1))
    if not years:
        raise CchcError("--years: no year is given. Expected 2021, 2021,2023 or 2021-2024.")
    return tuple(sorted(years))


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas, each once."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
