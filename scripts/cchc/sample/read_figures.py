"""The figures of a made-up report as the search for errors sees them, with other texts in some of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from cchc.proposing.figures import Figure, ReportFigures
from cchc.reading.number_grammar import BLANK, CLEAR, read_figure
from cchc.reference.rules import Key
from cchc.sample.content import SampleReport


def figures_of(report: SampleReport) -> dict[Key, Figure]:
    """Every figure as if it had been read clearly."""
    figures: dict[Key, Figure] = {}
    for row in report.form.answered:
        answer, text = report.answers[row.concept], report.answer_text(row)
        key = Key("appendix", row.concept)
        figures[key] = Figure(
            key, answer.value, text, CLEAR if text else BLANK, answer.decimals, row.answer_type, row.codes,
            row.indicator_code, row.position, 1, (row.position, row.position),
        )  # fmt: skip
        if row.answer_type == "ratio":
            base = key._replace(measure="base")
            figures[base] = replace(figures[key], key=base, value=answer.base)
    for (source, concept), told in report.told.items():
        if told.value is not None:
            key = Key(source, concept)
            kind = "percent" if concept.endswith("_pct") else "date" if concept.endswith("_date") else "count"
            text = f"{told.value:.{told.decimals}f}"
            figures[key] = Figure(key, told.value, text, CLEAR, told.decimals, kind, page=1, lines=(900, 900))
    if report.unit.commune_count:
        communes = Key("unit", "commune_count")
        figures[communes] = Figure(communes, Decimal(report.unit.commune_count), is_settled=True)
    return figures


def read_again(figures: Mapping[Key, Figure], texts: Mapping[str, str], report_id: str = "945-2023") -> ReportFigures:
    """The report with other texts in the cells of some concepts of the appendix, read by the grammar."""
    changed = dict(figures)
    for concept, text in texts.items():
        for measure in ("value", "base"):
            key = Key("appendix", concept, measure)
            if key in changed:
                figure = changed[key]
                reading = read_figure(text, figure.answer_type, figure.codes)
                value = reading.value if measure == "value" else reading.base_value
                changed[key] = replace(
                    figure, raw_text=text, value=value, read_status=reading.status, decimals=reading.decimals or 0
                )
    return ReportFigures(report_id, changed)


def misread(text: str, random: Random) -> str:
    """A figure's text with a digit changed (7 of 10), lost (2) or added."""
    digits = [at for at, mark in enumerate(text) if mark.isdigit()]
    at, kind = random.choice(digits), random.random()
    if kind < 0.7:
        return text[:at] + random.choice([digit for digit in "0123456789" if digit != text[at]]) + text[at + 1 :]
    if kind < 0.9 and len(digits) > 1:
        return text[:at] + text[at + 1 :]
    return text[:at] + random.choice("0123456789") + text[at:]
