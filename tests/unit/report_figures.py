"""Made-up reports, and which of their figures rules judge."""

from __future__ import annotations

from collections.abc import Mapping

from cchc.proposing.figures import Figure
from cchc.reference.rules import Key, load_rules
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate


def made_up_report(seed: int, year: int = 2023) -> SampleReport:
    units = units_for(year, (), "94")
    return generate(units[seed % len(units)], year, seed)


def judged_figures(figures: Mapping[Key, Figure]) -> list[Key]:
    """Figures of the appendix that some rule speaks of, and that are printed as digits."""
    judged = {term.key for rule in load_rules() for term in rule.terms}
    return [
        key
        for key, figure in figures.items()
        if key in judged and key.source == "appendix" and key.measure == "value" and figure.value is not None
        and not figure.codes and figure.answer_type != "ratio"
    ]  # fmt: skip
