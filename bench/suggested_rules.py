"""How many of the true rules are found again in made-up reports, and how many of the suggestions are true.

nice .venv/bin/python bench/suggested_rules.py [--reports 300] [--seed 5100000] [--form 2021] [--write]

Reports on each form are drawn as `cchc sample` draws them, of units all over the country; the rules of the seeds are
put aside. True is what they say of the figures of one report in linear form, or what follows from it; that is proved
exactly. Then with slips in so many of the cells, by a form whose labels and nesting say nothing, and reports mixed.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.proposing.figures import Figure
from cchc.proposing.implied_rules import implied_by
from cchc.proposing.report_rules import as_linear, not_negative
from cchc.reference.form import Form, load_forms
from cchc.reference.rules import COMMUNES, Key, Rule, load_rules
from cchc.reference.units import Unit
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate
from cchc.sample.read_figures import figures_of, misread, read_again
from cchc.suggesting.form_lines import FormLines, load_form_lines
from cchc.suggesting.observations import Observations
from cchc.suggesting.suggestions import REPORTS_ALONE, Suggestion, identity, suggest

RESULTS = ROOT / "bench" / "suggested_rules.md"
FIRST_SEED = 5_100_000  # reports of these seeds are seen nowhere else
YEARS_MOST = 3  # of a form, from its first


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


def sample_reports(form: Form, first_seed: int) -> Iterator[SampleReport]:
    """Reports on a form without end, one for each seed from the first, of units of all levels that report on it."""
    last = form.last_year or form.first_year + YEARS_MOST - 1
    years = range(form.first_year, min(last, form.first_year + YEARS_MOST - 1) + 1)
    units = {year: [unit for level in form.government_levels for unit in _units(year, level)] for year in years}
    for seed in itertools.count(first_seed):
        year = years[seed % len(years)]
        yield generate(Random(seed).choice(units[year]), year, seed, form)


def _units(year: int, level: str) -> Sequence[Unit]:
    try:
        return units_for(year, level=level)
    except CchcError:  # nobody of that level then
        return ()


def true_rules(form: FormLines) -> list[Rule]:
    """The linear rules of the seeds between figures of one report on this form."""
    asked = {*form.figures(), COMMUNES}
    return [rule for rule in load_rules() if rule.is_linear and all(term.key in asked for term in rule.terms)]


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
    return Observations(form.version, "any", "year", ids, np.arange(len(reports)), keys, values, decimals)


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


def tallies_of(version: str, first_seed: int, count: int) -> dict[str, Tally]:
    """What is found by reports on a form, and by parts of what they say."""
    form = load_form_lines()[version]
    true = true_rules(form)
    own = next(one for one in load_forms() if one.version == version)
    reports = list(itertools.islice(sample_reports(own, first_seed), count))
    drawn, slipped = observed(form, reports), observed(form, reports, 0.02)
    return {
        "as drawn": tally(form, drawn, true),
        "2 % of the cells wrong": tally(form, slipped, true),
        "5 % of the cells wrong": tally(form, observed(form, reports, 0.05), true),
        "20 of the reports": tally(form, observed(form, reports[:20]), true),
        "no reports, the form alone": tally(form, observed(form, []), true),
        "reports alone, the form says nothing": tally(mute(form), drawn, true),
        "reports alone, 2 % of the cells wrong": tally(mute(form), slipped, true),
        "reports alone, each figure of another report": tally(mute(form), mixed(drawn), true),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--seed", type=int, default=FIRST_SEED)
    parser.add_argument("--form", help="one version; all without it")
    parser.add_argument("--write", action="store_true", help="keep the figures in bench/suggested_rules.md")
    options = parser.parse_args()
    lines = [
        "# Rules suggested from made-up reports",
        "",
        f"{options.reports} reports on each form, of seeds from {options.seed:,}. Made by",
        "`.venv/bin/python bench/suggested_rules.py --write`.",
    ]
    for version in [options.form] if options.form else load_form_lines():
        lines += _section(version, tallies_of(version, options.seed, options.reports))
    text = "\n".join([*lines, ""])
    print(text)
    if options.write:
        RESULTS.write_text(text, encoding="utf-8")


def _section(version: str, tallies: Mapping[str, Tally]) -> Iterator[str]:
    true = len(true_rules(load_form_lines()[version]))
    headings = (
        "reports", "suggested", "of them by reports alone", "true rules named", "named or implied", "not true",
        "true or implied", "time",
    )  # fmt: skip
    yield from ("", f"## Form {version}: {true} true linear rules", "")
    yield f"| {' | '.join(headings)} |"
    yield f"| {' | '.join(['---'] * len(headings))} |"
    for name, one in tallies.items():
        found = f"{one.found} ({100 * one.found / true:.0f} %)"
        right = f"{100 * (1 - len(one.false) / one.suggested):.1f} %" if one.suggested else ""
        cells = (name, one.suggested, one.from_reports_alone, one.named, found, len(one.false), right)
        yield f"| {' | '.join(map(str, cells))} | {one.seconds:.1f} s |"
    yield from ("", "Not found as drawn, since neither labels nor figures tell them:", "")
    yield from (f"- `{rule.rule_id}`" for rule in tallies["as drawn"].lost)
    yield from ("", "Suggested and not true:", "")
    yield from (
        f"- {name}: `{bad.expression}` ({bad.candidate.reason})" for name, one in tallies.items() for bad in one.false
    )


if __name__ == "__main__":
    main()
