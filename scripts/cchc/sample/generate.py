"""Plausible reports from a seed number: one for a unit and a year, each following from the year before.

The figures are drawn so that every rule holds; nothing is drawn and then mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cchc.reference.form import Form, FormRow, load_forms
from cchc.reference.periods import WHOLE_YEAR, last_day
from cchc.reference.rules import COMMUNES, Key, Known
from cchc.reference.units import Unit, load_units
from cchc.sample.choosing import form_for
from cchc.sample.content import Figure, SampleReport, Style, communes_or_so, report_id
from cchc.sample.magnitudes import share_of_year
from cchc.sample.narrative import DOCUMENTS, may_tell, only_told
from cchc.sample.story import FIRST_YEAR, standing
from cchc.sample.wanted import COMMUNES_OR_SO, figures_of, is_of_period, judged_concepts, of_last_year

_IF_ANY, _BLANK_SHARE = "(neu co)", 1 / 3  # rows asked `if any`, and how many of them stay blank


def generate(unit: Unit, year: int, seed: int, form: Form | None = None, period: str = WHOLE_YEAR) -> SampleReport:
    """The report of a unit for a year or a part of it, on the form of its level unless another is given.

    The same seed gives the same report, whatever else is asked for. Raises CchcError where no form serves the unit's
    level in that year, or no figures obey the rules.
    """
    form = form or form_for(unit, year)
    random = Random(f"{seed}-{report_id(unit.unit_code, year, period)}-{form.version}")
    figures = figures_of(form, unit.unit_level, period)
    known = figures.draw(_given(unit, year, seed, period, figures.wanted), random)
    answers = {row.concept: _answer(row, known) for row in form.answered}
    for row in form.answered:
        if _IF_ANY in row.folded_label and row.concept not in judged_concepts() and random.random() < _BLANK_SHARE:
            answers[row.concept] = Figure(None)
    told = {
        (place.source, place.concept): Figure(figure.value, decimals=figure.decimals)
        for place, figure in known.items()
        if place.source != "appendix"
    }
    style = _style(Random(f"{seed}-{unit.unit_code}-style"))
    if style.bare_zero_ratios:
        answers |= {name: Figure(one.value) for name, one in answers.items() if one.base is not None and not one.value}
    return SampleReport(
        unit=unit,
        year=year,
        period=period,
        form=form,
        style=style,
        document_number=random.randint(120, 480),
        signed_on=last_day(year, period) - timedelta(days=random.randint(7, 26)),
        answers=answers,
        told=only_told(told | _documents(form, year, random)),
    )


def _given(unit: Unit, year: int, seed: int, period: str, wanted: Iterable[Key]) -> dict[Key, Decimal]:
    """What is known before the draw: the unit's communes, and where its story stands this year and stood the last."""
    given = {COMMUNES_OR_SO: Decimal(communes_or_so(unit))}
    if unit.commune_count is not None:
        given[COMMUNES] = Decimal(unit.commune_count)
    now, share = standing(unit.unit_code, unit.unit_level, year, seed), share_of_year(period)
    for place in wanted:
        if place.concept in now and place.measure == "value":
            value = now[place.concept]
            given[place] = Decimal(int(value * share)) if is_of_period(place.concept) else value
    if year > FIRST_YEAR:
        last = standing(unit.unit_code, unit.unit_level, year - 1, seed)
        given |= {place: last[place.concept] for place in of_last_year(last)}
    return given


def _answer(row: FormRow, known: Mapping[Key, Known]) -> Figure:
    figure, base = (known.get(Key("appendix", row.concept, measure)) for measure in ("value", "base"))
    assert figure is not None
    return Figure(figure.value, base.value if base else None, figure.decimals)


def previous_report(report: SampleReport, seed: int) -> SampleReport | None:
    """The same unit's report of the year before, or of the same part of it; None where the unit did not report then."""
    year, code = report.year - 1, report.unit.unit_code
    on = last_day(year, report.period)
    unit = next((one for one in load_units() if one.unit_code == code and one.is_valid_on(on)), None)
    forms = [form for form in load_forms() if form.covers(year)]
    own = [form for form in forms if form == report.form or report.unit.unit_level in form.government_levels]
    if unit is None or not own:
        return None
    return generate(unit, year, seed, report.form if report.form in own else own[-1], report.period)


def _style(random: Random) -> Style:
    def often(share: float) -> bool:
        return random.random() < share

    return Style(
        pads_zeros=often(0.5),
        percent_mark="," if often(0.8) else ".",
        groups_thousands=often(0.8),
        bare_zero_ratios=often(0.3),
        two_row_heading=often(0.4),
        numbers_as_text=often(0.4),
        table_of_its_own_sheet=often(0.5),
        separator=" | " if often(0.4) else " ",
        centred_cells=often(0.5),
        with_diacritics=often(0.7),
        between_codes=random.choice(("\n", "\n", ", ", " / ")),
        stops_after_numbers=often(0.5),
    )


def _documents(form: Form, year: int, random: Random) -> dict[tuple[str, str], Figure]:
    """Number and date of the year's plans, in the order in which they were issued, where they are told."""
    figures: dict[str, Figure] = {}
    number, day = random.randint(2, 9), date(year, 1, random.randint(4, 12))
    for name in DOCUMENTS:
        if name == DOCUMENTS[-1]:
            number = random.randint(800, 2900)  # a decision, not a plan
        figures |= {f"{name}_number": Figure(Decimal(number)), f"{name}_date": Figure(Decimal(f"{day:%Y%m%d}"))}
        number += random.randint(1, 14)
        day += timedelta(days=random.randint(1, 32))
    return {key: figures[key[1]] for key in may_tell(form) if key[1] in figures}
