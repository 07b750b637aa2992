"""How often the search names the cell that was damaged, on sample reports it has never seen.

.venv/bin/python bench/proposals.py [--reports 200] [--misses 10]

Three kinds of damage to 1, 3 and 6 cells that rules speak of: a digit changed, lost or added; the engine's own misreads
(bench/engine_misreads.csv) that still read clearly, as another number; and its misreads as they come, most of which
are plainly damaged. Reports in which no rule notices are left out. Last, reports that contradict themselves on paper.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from rich.console import Console
from rich.table import Table

from cchc.paths import ROOT
from cchc.proposing.explaining import Problem, explain
from cchc.proposing.figures import Figure, ReportFigures
from cchc.proposing.proposals import SURE, propose
from cchc.reference.rules import Key, holds, load_rules
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.damage import contradict
from cchc.sample.generate import generate, previous_report
from cchc.sample.read_figures import figures_of, misread, read_again

MISREADS = ROOT / "bench" / "engine_misreads.csv"
FIRST_SEED = 9_600_000  # reports of these seeds are damaged nowhere else
RULES = load_rules()
JUDGED = {term.key for rule in RULES for term in rule.terms}
KINDS = ("a digit made up", "engine, reads clearly", "engine, as it comes")


@dataclass
class Tally:
    """What was found for one kind of damage."""

    reports: int = 0
    found: int = 0
    problems: int = 0
    problems_found: int = 0
    damaged: int = 0
    put_right: int = 0
    sure: int = 0
    sure_right: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)


def sample_reports(first_seed: int) -> Iterator[SampleReport]:
    """Reports of a province without end, one for each seed from the first."""
    for seed in itertools.count(first_seed):
        year = (2021, 2022, 2023)[seed % 3]
        units = units_for(year, province="94")
        yield generate(units[seed % len(units)], year, seed)


def engine_misreads() -> dict[str, list[str]]:
    misreads: dict[str, list[str]] = {}
    with MISREADS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            misreads.setdefault(row["printed"], []).extend([row["read"]] * int(row["times"]))
    return misreads


def damaged(
    figures: Mapping[Key, Figure], count: int, kind: str, misreads: Mapping[str, list[str]], random: Random
) -> tuple[ReportFigures, list[Key]] | None:
    """The figures read again with so many of them damaged, and which; None if the engine has not so many misreads."""
    texts: dict[str, str] = {}
    keys = [
        key for key, one in figures.items()
        if key in JUDGED and key.source == "appendix" and key.measure == "value" and one.raw_text
    ]  # fmt: skip
    random.shuffle(keys)
    for key in keys:
        printed = figures[key].raw_text
        for _ in range(20):
            read = misread(printed, random) if kind == KINDS[0] else random.choice(misreads.get(printed, [printed]))
            after = read_again(figures, {key.concept: read}).figures
            is_other = any(after[one].value != figures[one].value for one in _cells(key, figures))
            is_clear = not after[key].is_damaged
            if (is_other or not is_clear) and read != printed and (is_clear or kind == KINDS[2]):
                texts[key.concept] = read
                break
        if len(texts) == count:
            return read_again(figures, texts), [key for key in keys if key.concept in texts]
    return None


def _cells(key: Key, figures: Mapping[Key, Figure]) -> list[Key]:
    return [one for one in (key, key._replace(measure="base")) if one in figures]


def is_noticed(report: ReportFigures) -> bool:
    known = report.known({})
    return any(one.is_damaged for one in report.figures.values()) or any(holds(r, known) is False for r in RULES)


def first_ranked(problem: Problem) -> set[str]:
    likeliest = next((one for one in problem.explanations if one.changes), None)
    return {key.concept for key in likeliest.changes if key.source == "appendix"} if likeliest else set()


def tally(report: ReportFigures, true: Mapping[Key, Figure], chosen: list[Key], into: Tally) -> None:
    """Add what the search makes of a damaged report. Kept are misses: what was read, and what was thought."""
    start = time.process_time()
    problems = explain(report, RULES)
    into.seconds += time.process_time() - start
    wrong = {key.concept for key in chosen}
    named = [first_ranked(problem) for problem in problems]
    into.reports += 1
    into.found += any(concepts & wrong for concepts in named)
    into.problems += len(problems)
    into.problems_found += sum(bool(concepts & wrong) for concepts in named)
    rows = propose(report, RULES)
    values = {(row.figure_source, row.concept, row.measure): row for row in reversed(rows) if row.explanation_rank == 1}
    into.damaged += len(chosen)
    into.put_right += sum(key in values and values[key].proposed_value == true[key].value for key in chosen)
    sure = [row for row in rows if row.certainty == SURE]
    right = [row for row in sure if _true_value(true, row) == row.proposed_value]
    into.sure += len(sure)
    into.sure_right += len(right)
    for row in sure:
        if row not in right:
            into.misses.append(f"SURE {row.concept}.{row.measure} {row.read_text!r} -> {row.proposed_value}")
    for problem, concepts in zip(problems, named, strict=True):
        if not concepts & wrong:
            told = {concept: report.figures[Key("appendix", concept)].raw_text for concept in sorted(wrong | concepts)}
            told = {c: f"{true[Key('appendix', c)].raw_text}->{text}" for c, text in told.items()}
            into.misses.append(f"{sorted(concepts)} for {sorted(wrong)}; {told}; {problem.rules}")


def _true_value(true: Mapping[Key, Figure], row) -> object:
    figure = true.get(Key(row.figure_source, row.concept, row.measure))
    return figure.value if figure else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=200, help="for each kind of damage and number of cells")
    parser.add_argument("--misses", type=int, default=0, help="print so many misses of each")
    options = parser.parse_args()
    misreads = engine_misreads()
    heads = ("culprit named %", "of problems %", "cells put right %", "sure", "right %", "ms a report")
    table = Table("damage", "cells", "reports", *heads)
    for kind in KINDS:
        for count in (1, 3, 6):
            random, into = Random(count), Tally()
            for sample in sample_reports(FIRST_SEED):
                figures = figures_of(sample)
                made = damaged(figures, count, kind, misreads, random)
                if made is not None and is_noticed(made[0]):
                    tally(made[0], figures, made[1], into)
                    if into.reports == options.reports:
                        break
            shares = (into.found / into.reports, into.problems_found / into.problems, into.put_right / into.damaged)
            table.add_row(
                kind, str(count), str(into.reports), *(f"{100 * share:.1f}" for share in shares), str(into.sure),
                f"{100 * into.sure_right / into.sure:.1f}" if into.sure else "-",
                f"{1000 * into.seconds / into.reports:.0f}",
            )  # fmt: skip
            for miss in into.misses[: options.misses]:
                print(f"{kind}, {count}: {miss}")
    sure = planted = 0
    for sample, _ in zip(sample_reports(FIRST_SEED), range(options.reports), strict=False):
        report, damage = contradict(sample, previous_report(sample, FIRST_SEED), 3, Random(sample.report_id))
        planted += len(damage)
        sure += sum(row.certainty == SURE for row in propose(ReportFigures("", figures_of(report)), RULES))
    Console(width=140).print(table)
    print(f"{planted} contradictions on paper in {options.reports} reports, without damage: {sure} proposals are sure")


if __name__ == "__main__":
    main()
