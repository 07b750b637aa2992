"""How often a proposal that is `sure` is right, on sample reports read badly: misread, not found, torn from pages.

nice .venv/bin/python bench/sure.py [--reports 300] [--texts 24]

Figures by themselves, of so many reports: cells as the engine misreads them (bench/engine_misreads.csv), two of five
other cells not found, contradictions on paper. And whole reports, scanned at 150 to 300 dots an inch and read page by
page by tesseract (bench/torn_texts.py), each text some twenty seconds of processor time the first time.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from random import Random

from proposals import KINDS, RULES, damaged, engine_misreads, sample_reports
from rich.console import Console
from rich.table import Table
from scanned_reports import figures_read
from torn_texts import WAYS, torn_text

from cchc.errors import CchcError
from cchc.proposing.figures import Figure, ReportFigures
from cchc.proposing.proposals import LIKELY, SURE, propose
from cchc.reading.extraction import extract_document
from cchc.reading.formats import read_document
from cchc.reference.rules import Key
from cchc.sample.damage import contradict
from cchc.sample.generate import previous_report
from cchc.sample.read_figures import figures_of

FIRST_SEED, TEXTS_SEED = 9_800_000, 7_300_000  # reports of these seeds are damaged nowhere else
NOT_FOUND_SHARE = 0.4


@dataclass
class Tally:
    """What was proposed: with each certainty, how many, and how many of them right."""

    reports: int = 0
    refused: int = 0
    unread: int = 0
    proposed: dict[str, int] = field(default_factory=lambda: dict.fromkeys((SURE, LIKELY), 0))
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys((SURE, LIKELY), 0))
    wrong: list[str] = field(default_factory=list)

    def add(self, report: ReportFigures, true: Mapping[Key, Figure]) -> None:
        self.reports += 1
        self.unread += sum(one.is_damaged for key, one in report.figures.items() if key.measure == "value")
        for row in propose(report, RULES):
            if row.certainty in self.proposed:
                meant = true.get(Key(row.figure_source, row.concept, row.measure))
                is_right = meant is not None and meant.value == row.proposed_value
                self.proposed[row.certainty] += 1
                self.right[row.certainty] += is_right
                if row.certainty == SURE and not is_right:
                    told = f"{row.read_text!r} -> {row.proposed_value}, true {meant and meant.value}"
                    self.wrong.append(f"{report.report_id} {row.concept}.{row.measure}: {told}; {row.rules_mended}")


def torn(report: ReportFigures, kept: list[Key], random: Random) -> ReportFigures:
    """The report with two of five figures of the appendix not found, but for those kept."""
    lost = {key.concept for key in report.figures if key.source == "appendix" and random.random() < NOT_FOUND_SHARE}
    lost -= {key.concept for key in kept}
    figures = {
        key: replace(one, value=None, raw_text="", read_status="not_found")
        if key.source == "appendix" and key.concept in lost
        else one
        for key, one in report.figures.items()
    }
    return replace(report, figures=figures)


def figures_alone(reports: int, cells: int, is_torn: bool, contradictions: int) -> Tally:
    """Reports with so many cells misread as the engine does."""
    random, into, misreads = Random(cells), Tally(), engine_misreads()
    for sample in islice(sample_reports(FIRST_SEED), reports):
        if contradictions:
            last = previous_report(sample, FIRST_SEED)
            sample, _ = contradict(sample, last, contradictions, Random(sample.report_id))
        true = figures_of(sample)
        made = damaged(true, cells, KINDS[2], misreads, random)
        if made is not None:
            report, chosen = made
            into.add(torn(report, chosen, random) if is_torn else report, true)
    return into


def texts(count: int) -> dict[int, Tally]:
    """Whole reports as tesseract reads their scans, by dots an inch."""
    tallies: dict[int, Tally] = {}
    for number, sample in enumerate(islice(sample_reports(TEXTS_SEED), count)):
        way = WAYS[number % len(WAYS)]
        into, true = tallies.setdefault(way.dpi, Tally()), figures_of(sample)
        try:
            read = figures_read(extract_document(read_document(torn_text(sample, way, TEXTS_SEED))), true)
        except CchcError:
            into.refused += 1
            continue
        into.add(ReportFigures(sample.report_id, read), true)
    return tallies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=300, help="of figures alone, for each line")
    parser.add_argument("--texts", type=int, default=24, help="whole reports")
    options = parser.parse_args()
    tallies = {
        "3 cells misread": figures_alone(options.reports, 3, False, 0),
        "6 cells misread": figures_alone(options.reports, 6, False, 0),
        "14 misread, two of five others not found": figures_alone(options.reports, 14, True, 0),
        "6 misread, 4 contradictions on paper": figures_alone(options.reports, 6, False, 4),
        **{f"texts of scans, {dpi} dots an inch": one for dpi, one in sorted(texts(options.texts).items())},
    }
    table = Table("read", "reports", "refused", "cells not clear", "sure", "right", "likely", "right")
    for name, one in tallies.items():
        numbers = (one.reports, one.refused, one.unread, one.proposed[SURE], one.right[SURE], one.proposed[LIKELY],
                   one.right[LIKELY])  # fmt: skip
        table.add_row(name, *map(str, numbers))
    sure, right = (sum(getattr(one, name)[SURE] for one in tallies.values()) for name in ("proposed", "right"))
    Console(width=140).print(table)
    print(f"sure: {right} of {sure} right, {100 * right / sure:.2f} %")
    for name, one in tallies.items():
        for line in one.wrong:
            print(f"{name}: {line}")


if __name__ == "__main__":
    main()
