"""Damage on request: digits lost between the paper and the file, and contradictions of the district's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from cchc.reference.form import FormRow
from cchc.reference.rules import Rule, Term, holds, load_rules
from cchc.sample.content import Figure, SampleReport, lookup

PLANTED_COLUMNS = ("report_id", "damage", "figure_source", "concept", "indicator_code", "meant", "shown", "rule_ids")


@dataclass(frozen=True)
class Planted:
    """One thing that was done to a report: what was meant, what is shown, and the rules it broke."""

    report_id: str
    damage: str
    figure_source: str
    concept: str
    indicator_code: str
    meant: str
    shown: str
    rule_ids: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.report_id, self.damage, self.figure_source, self.concept, self.indicator_code, self.meant, self.shown,
            " ".join(self.rule_ids),
        )  # fmt: skip


def lose_digits(report: SampleReport, count: int, random: Random) -> tuple[SampleReport, list[Planted]]:
    """Take a digit out of so many answers as printed; a lone digit leaves an empty cell. The truth stays."""
    shown = {row: text for row in report.form.answered if (text := report.answer_text(row))}
    printed, planted = dict(report.printed), []
    for row in _some(list(shown), count, random):
        text = shown[row]
        at = random.choice([index for index, mark in enumerate(text) if mark.isdigit()])
        left = text[:at] + text[at + 1 :]
        printed[row.concept] = left if any(mark.isdigit() for mark in left) else ""
        planted.append(
            Planted(
                report.report_id, "lost_digit", "appendix", row.concept, row.indicator_code, text, printed[row.concept]
            )
        )
    return replace(report, printed=printed), planted


def contradict(
    report: SampleReport, previous: SampleReport | None, count: int, random: Random
) -> tuple[SampleReport, list[Planted]]:
    """Change so many figures that each breaks a rule that held. The contradiction is on the paper: it is the truth."""
    planted: list[Planted] = []
    changed: set[tuple[str, str]] = set()
    rules = list(load_rules())
    random.shuffle(rules)
    for rule in rules:
        if len(planted) == count:
            break
        found = _break(report, previous, rule, changed, random)
        if found is not None:
            report, one = found
            changed.add((one.figure_source, one.concept))
            planted.append(one)
    return report, planted


def _some(rows: list[FormRow], count: int, random: Random) -> list[FormRow]:
    return sorted(random.sample(rows, min(count, len(rows))), key=lambda row: row.position)


def _break(
    report: SampleReport, previous: SampleReport | None, rule: Rule, changed: set[tuple[str, str]], random: Random
) -> tuple[SampleReport, Planted] | None:
    """The report with one figure of the rule changed so that the rule fails; None where no small change does."""
    known = lookup(report, previous)
    terms = [
        term
        for term in rule.terms
        if term.source in ("appendix", "narrative", "note")
        and term.measure == "value"
        and not term.concept.endswith("_date")
        and (term.source, term.concept) not in changed
    ]
    if rule.severity == "info" or not terms or not holds(rule, known):
        return None
    term = random.choice(terms)
    row = next((row for row in report.form.answered if row.concept == term.concept), None)
    if row is not None and row.codes:
        return None
    meant, failing = _figure(report, term), _failing(report, previous)
    for step in _steps(random):
        if meant.number + step < 0:
            continue
        after = _with(report, term, replace(meant, value=meant.number + step))
        now_failing = _failing(after, previous)
        if rule.rule_id in now_failing and failing <= now_failing:
            code = row.indicator_code if row is not None and term.source == "appendix" else ""
            texts = str(meant.number), str(meant.number + step)
            broken = tuple(sorted(now_failing - failing))
            return after, Planted(report.report_id, "contradiction", term.source, term.concept, code, *texts, broken)
    return None


def _failing(report: SampleReport, previous: SampleReport | None) -> set[str]:
    known = lookup(report, previous)
    return {rule.rule_id for rule in load_rules() if holds(rule, known) is False}


def _steps(random: Random) -> list[Decimal]:
    """Changes to try, small ones first: districts miscount by a few, or by a digit."""
    sizes = [random.randint(1, 4), random.randint(5, 30), 100, 1000]
    sign = random.choice((1, -1))
    return [Decimal(sign * size) for size in sizes] + [Decimal(-sign * size) for size in sizes]


def _figure(report: SampleReport, term: Term) -> Figure:
    return report.answers[term.concept] if term.source == "appendix" else report.told[term.source, term.concept]


def _with(report: SampleReport, term: Term, figure: Figure) -> SampleReport:
    if term.source == "appendix":
        return replace(report, answers={**report.answers, term.concept: figure})
    return replace(report, told={**report.told, (term.source, term.concept): figure})
