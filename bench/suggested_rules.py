"""How many of the true rules are found again in made-up reports, and how many of the suggestions are true.

nice .venv/bin/python bench/suggested_rules.py [--reports 300] [--seed 5100000] [--write]

Reports are drawn as `cchc sample` draws them, of districts all over the country; the rules of the seeds are put aside.
True is what they say of the figures of one report in linear form, or what follows from it; that is proved exactly. Then
with slips in so many of the cells, by a form whose labels and nesting say nothing, and with reports mixed.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from rich.console import Console
from rich.table import Table

from cchc.paths import ROOT
from cchc.proposing.figures import Figure, Key
from cchc.proposing.implied_rules import implied_by
from cchc.proposing.report_rules import as_linear, not_negative
from cchc.reference.rules import Rule, load_rules
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate
from cchc.sample.read_figures import figures_of, misread, read_again
from cchc.suggesting.candidates import COMMUNES
from cchc.suggesting.form_lines import FormLines, load_form_lines
from cchc.suggesting.observations import Observations
from cchc.suggesting.suggestions import REPORTS_ALONE, Suggestion, identity, suggest

RESULTS = ROOT / "bench" / "suggested_rules.md"
FIRST_SEED = 5_100_000  # reports of these seeds are seen nowhere else
YEARS = (2021, 2022, 2023)
WITHIN_ONE_REPORT = ("appendix", "unit")


@dataclass(frozen=True)
class Tally:
    """What was found in one set of reports. `named` of the true rules are suggested as they are, `found` follow."""

    suggested: int
    from_reports_alone: int
    named: int
    found: int
    false: tuple[Suggestion, ...]
    lost: tuple[Rule, ...]
    seconds: float


def sample_reports(first_seed: int) -> Iterator[SampleReport]:
    """Reports of districts of the whole country without end, one for each seed from the first."""
    units = {year: units_for(year, level="district") for year in YEARS}
    for seed in itertools.count(first_seed):
        year = YEARS[seed % len(YEARS)]
        yield generate(Random(seed).choice(units[year]), year, seed)


def true_rules() -> list[Rule]:
    """The linear rules of the seeds between figures of one report."""
    return [
        rule for rule in load_rules()
        if rule.is_linear and all(term.source in WITHIN_ONE_REPORT for term in rule.terms)
    ]  # fmt: skip


def with_slips(figures: Mapping[Key, Figure], share: float, random: Random) -> Mapping[Key, Figure]:
    """The figures with a digit changed, lost or added in this share of the cells."""
    printed = {
        key.concept: one.raw_text
        for key, one in figures.items()
        if key.source == "appendix" and key.measure == "value" and any(map(str.isdigit, one.raw_text))
    }
    texts = {concept: misread(text, random) for concept, text in printed.items() if random.random() < share}
    return read_again(figures, texts).figures


def observed(form: FormLines, reports: Sequence[SampleReport], slips: float = 0.0) -> Observations:
    """The figures of made-up reports as the suggestions take them."""
    keys = (*form.figures(), COMMUNES)
    values = np.full((len(reports), len(keys)), np.nan)
    decimals = np.zeros((len(reports), len(keys)), dtype=int)
    for row, report in enumerate(reports):
        figures = figures_of(report)
        if slips:
            figures = with_slips(figures, slips, Random(f"{report.report_id}-{row}"))
        for at, key in enumerate(keys):
            one = figures.get(key)
            if one is not None and one.value is not None:
                values[row, at], decimals[row, at] = float(one.value), one.decimals
    ids = tuple(f"{report.report_id} of seed {row}" for row, report in enumerate(reports))
    return Observations(form.version, "district", "year", ids, np.arange(len(reports)), keys, values, decimals)


def mute(form: FormLines) -> FormLines:
    """The form without what its labels, its nesting and its percentages say; units and kinds of answers stay."""
    lines = (replace(line, label_vi="", parent="", may_pass_100=True) for line in form.lines)
    return replace(form, lines=tuple(lines))


def mixed(reports: Observations) -> Observations:
    """The same figures, each taken from any report: nothing has to do with anything."""
    random = np.random.default_rng(1)
    columns = [random.permutation(reports.values[:, at]) for at in range(len(reports.keys))]
    return replace(reports, values=np.column_stack(columns))


def tally(form: FormLines, reports: Observations, true: Sequence[Rule]) -> Tally:
    """What is suggested by these reports, held against the true rules."""
    start = time.process_time()
    suggestions = suggest(form, [reports], [])
    seconds = time.process_time() - start
    linear = [one for one in suggestions if one.rule.is_linear]
    known, offered = [as_linear(rule) for rule in true], [as_linear(one.rule) for one in linear]
    bounds = not_negative([*known, *offered])
    same = {identity(one.rule) for one in linear}
    lost = [rule for rule in true if implied_by(as_linear(rule), [*offered, *bounds]) is None]
    false = [one for one in linear if implied_by(as_linear(one.rule), [*known, *bounds]) is None]
    return Tally(
        suggested=len(linear),
        from_reports_alone=sum(one.source == REPORTS_ALONE for one in linear),
        named=sum(identity(rule) in same for rule in true),
        found=len(true) - len(lost),
        false=tuple(false),
        lost=tuple(lost),
        seconds=seconds,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--seed", type=int, default=FIRST_SEED)
    parser.add_argument("--write", action="store_true", help="keep the figures in bench/suggested_rules.md")
    options = parser.parse_args()
    true = true_rules()
    reports = list(itertools.islice(sample_reports(options.seed), options.reports))
    form = load_form_lines()[reports[0].form.version]
    drawn = observed(form, reports)
    tallies = {
        "as drawn": tally(form, drawn, true),
        "2 % of the cells wrong": tally(form, observed(form, reports, 0.02), true),
        "5 % of the cells wrong": tally(form, observed(form, reports, 0.05), true),
        "20 of the reports": tally(form, observed(form, reports[:20]), true),
        "no reports, the form alone": tally(form, observed(form, []), true),
        "reports alone, the form says nothing": tally(mute(form), drawn, true),
        "reports alone, 2 % of the cells wrong": tally(mute(form), observed(form, reports, 0.02), true),
        "reports alone, each figure of another report": tally(mute(form), mixed(drawn), true),
    }
    rows = [(name, *_figures(one, len(true))) for name, one in tallies.items()]
    headings = ("reports", "suggested", "of them by reports alone", "true rules named", "named or implied", "not true",
                "true or implied", "time")  # fmt: skip
    shown = Table(*headings)
    for row in rows:
        shown.add_row(*map(str, row))
    Console(width=160).print(shown)
    for name, one in tallies.items():
        for suggestion in one.false:
            print(f"{name}: not true: {suggestion.expression} ({suggestion.candidate.reason})")
    print("lost as drawn:", ", ".join(rule.rule_id for rule in tallies["as drawn"].lost))
    if options.write:
        _write(headings, rows, options, true, tallies["as drawn"])


def _figures(one: Tally, true: int) -> tuple[object, ...]:
    found = f"{one.found} ({100 * one.found / true:.0f} %)"
    right = f"{100 * (1 - len(one.false) / one.suggested):.1f} %" if one.suggested else ""
    return one.suggested, one.from_reports_alone, one.named, found, len(one.false), right, f"{one.seconds:.1f} s"


def _write(
    headings: Sequence[str], rows: Sequence[tuple], options: argparse.Namespace, true: list[Rule], drawn: Tally
) -> None:
    lines = [
        "# Rules suggested from made-up reports",
        "",
        f"{options.reports} reports of seeds from {options.seed:,}; {len(true)} true linear rules. Made by",
        "`.venv/bin/python bench/suggested_rules.py --write`.",
        "",
        f"| {' | '.join(headings)} |",
        f"| {' | '.join(['---'] * len(headings))} |",
        *(f"| {' | '.join(map(str, row))} |" for row in rows),
        "",
        "Not found as drawn, since neither labels nor figures tell them:",
        "",
        *(f"- `{rule.rule_id}`" for rule in drawn.lost),
        "",
    ]
    RESULTS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
