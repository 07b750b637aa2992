"""How often the search names a figure that was mistyped, and what was meant, on sample reports it has never seen.

.venv/bin/python bench/typing_slips.py [--reports 200]

Into a report as if typed in Excel one slip of a typist is planted, into a figure that rules speak of: each kind in so
many reports in which a rule notices it. The same reports are searched as if an engine had read them, for comparison.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from proposals import JUDGED, RULES, sample_reports
from rich.console import Console
from rich.table import Table

from cchc.proposing.figures import Figure, ReportFigures, with_neighbours
from cchc.proposing.proposals import propose
from cchc.reference.rules import Key, holds
from cchc.sample.content import SampleReport
from cchc.sample.generate import previous_report
from cchc.sample.read_figures import figures_of, read_again

FIRST_SEED = 9_400_000  # reports of these seeds are damaged nowhere else
TRIES_MOST = 4_000  # reports looked at for one kind, of which rules notice some


def doubled(text: str, random: Random, _: Figure) -> str:
    at = random.randrange(len(text))
    return text[: at + 1] + text[at:]


def dropped(text: str, random: Random, _: Figure) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at + 1 :]


def swapped(text: str, random: Random, _: Figure) -> str:
    at = random.randrange(max(len(text) - 1, 1))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def row_slipped(text: str, random: Random, figure: Figure) -> str:
    return f"{random.choice(figure.beside):f}" if figure.beside else text


def last_year_kept(text: str, _: Random, figure: Figure) -> str:
    return text if figure.last_value is None else f"{figure.last_value:f}"


SLIPS: Mapping[str, Callable[[str, Random, Figure], str]] = {
    "a digit doubled": doubled,
    "a digit dropped": dropped,
    "two digits swapped": swapped,
    "times ten": lambda text, random, figure: text + "0" if figure.answer_type == "count" else text,
    "times a thousand": lambda text, random, figure: text + "000" if figure.answer_type == "count" else text,
    "decimal mark lost": lambda text, random, figure: text.replace(",", ""),
    "the row above or below": row_slipped,
    "last year's figure": last_year_kept,
}


@dataclass
class Tally:
    reports: int = 0
    named: int = 0
    in_first_set: int = 0
    meant_first: int = 0
    meant: int = 0


def typed_figures(sample: SampleReport, seed: int) -> dict[Key, Figure]:
    """The figures of a report as typed, with those of the year before and of the rows beside."""
    last = previous_report(sample, seed)
    before = figures_of(last) if last else {}
    typed = {}
    for key, one in figures_of(sample).items():
        last_one = before.get(Key("appendix", key.concept))
        is_own = last_one is not None and key.measure == "value"
        typed[key] = replace(one, is_typed=True, last_value=last_one.value if is_own else None)
    return with_neighbours(typed)


def mistyped(figures: Mapping[Key, Figure], slip: Callable, random: Random) -> tuple[Key, ReportFigures] | None:
    """A figure that rules speak of with the slip, and the report; None where it would read the same or not clearly."""
    keys = [key for key, one in figures.items() if key in JUDGED and key.source == "appendix" and one.raw_text
            and key.measure == "value" and one.answer_type in ("count", "percent")]  # fmt: skip
    key = random.choice(keys)
    text = figures[key].raw_text.replace(".", "")
    report = read_again(figures, {key.concept: slip(text, random, figures[key])})
    after = report.figures[key]
    return (key, report) if after.is_clear and after.value != figures[key].value else None


def tally(key: Key, meant: Decimal, report: ReportFigures, into: Tally) -> None:
    rows = propose(report, RULES)
    own = [row for row in rows if (row.figure_source, row.concept, row.measure) == key]
    into.reports += 1
    into.named += bool(own)
    into.in_first_set += any(row.explanation_rank == 1 for row in own)
    into.meant_first += any(row.explanation_rank == 1 and row.proposed_value == meant for row in own)
    into.meant += any(row.proposed_value == meant for row in own)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=200, help="for each kind of slip")
    options = parser.parse_args()
    ways = ("typed", "as if read by an engine")
    heads = ("named first %", "meant first %", "meant, at any rank %")
    table = Table("slip", "reports", *(f"{head}, {way}" for way in ways for head in heads))
    for kind, slip in SLIPS.items():
        random, tallies = Random(kind), {way: Tally() for way in ways}
        for at, sample in zip(range(TRIES_MOST), sample_reports(FIRST_SEED), strict=False):
            figures = typed_figures(sample, FIRST_SEED + at)
            made = mistyped(figures, slip, random)
            if made is None or all(holds(rule, made[1].known({})) is not False for rule in RULES):
                continue
            key, report = made
            bare = {one: replace(figure, is_typed=False, last_value=None, beside=()) for one, figure in
                    report.figures.items()}  # fmt: skip
            tally(key, figures[key].value, report, tallies[ways[0]])
            tally(key, figures[key].value, replace(report, figures=bare), tallies[ways[1]])
            if tallies[ways[0]].reports == options.reports:
                break
        shares = [f"{100 * part / one.reports:.1f}" for one in tallies.values()
                  for part in (one.in_first_set, one.meant_first, one.meant)]  # fmt: skip
        table.add_row(kind, str(tallies[ways[0]].reports), *shares)
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
