"""What a sample report says, before it takes a format: figures, sentences and the rows of its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cchc.reference.form import Form, FormRow
from cchc.reference.periods import WHOLE_YEAR
from cchc.reference.rules import OF_LAST_YEAR, Known, Lookup, Term
from cchc.reference.units import Unit

_DOZEN = 12


@dataclass(frozen=True)
class Figure:
    """A figure as printed: `value` None is a blank, `base` the base of a ratio, `decimals` how many are printed."""

    value: Decimal | None
    base: Decimal | None = None
    decimals: int = 0

    @property
    def number(self) -> Decimal:
        """The value of a figure that is no blank. Raises ValueError for one that is."""
        if self.value is None:
            raise ValueError("a blank has no number")
        return self.value


@dataclass(frozen=True)
class Style:
    """How one district writes: leading zeros, decimal mark, grouping, zero ratios, and how its table is laid out."""

    pads_zeros: bool
    percent_mark: str
    groups_thousands: bool
    bare_zero_ratios: bool
    two_row_heading: bool
    numbers_as_text: bool
    table_of_its_own_sheet: bool
    separator: str
    centred_cells: bool
    with_diacritics: bool
    between_codes: str
    stops_after_numbers: bool


@dataclass(frozen=True)
class SampleReport:
    """One made-up report. `answers` by concept; `told` by source (`narrative`, `note`) and concept.

    `printed` overrides what an answer cell shows, by concept: damage between the paper and the file.
    """

    unit: Unit
    year: int
    period: str
    form: Form
    style: Style
    document_number: int
    signed_on: date
    answers: Mapping[str, Figure]
    told: Mapping[tuple[str, str], Figure]
    printed: Mapping[str, str] = field(default_factory=dict)

    @property
    def commune_count(self) -> int:
        return communes_or_so(self.unit)

    @property
    def report_id(self) -> str:
        return report_id(self.unit.unit_code, self.year, self.period)

    def answer_text(self, row: FormRow) -> str:
        """What the answer cell of a form row shows."""
        return self.printed[row.concept] if row.concept in self.printed else self._shown(row)

    def _shown(self, row: FormRow) -> str:
        figure = self.answers[row.concept]
        if figure.value is None:
            return ""
        if row.answer_type == "percent":
            return percent_text(figure, self.style)
        if row.answer_type == "ratio" and figure.base is not None:
            return f"{figure.value}/{figure.base}"
        return str(figure.value) if row.codes else count_text(figure.value, self.style)


def communes_or_so(unit: Unit) -> int:
    """How many communes a unit has; a dozen where the seed does not tell."""
    return _DOZEN if unit.commune_count is None else unit.commune_count


def report_id(unit_code: str, year: int, period: str) -> str:
    """The id under which such a report lands: `945-2021`, `945-2021-H1`."""
    return f"{unit_code}-{year}" + ("" if period == WHOLE_YEAR else f"-{period}")


def count_text(value: Decimal, style: Style) -> str:
    """A count as the district writes it: `03`, `6.632` or `6632`."""
    if value < 10:
        return f"{value:02f}" if style.pads_zeros and value > 0 else f"{value:f}"
    return f"{value:,f}".replace(",", ".") if style.groups_thousands else f"{value:f}"


def percent_text(figure: Figure, style: Style) -> str:
    """A percentage with its printed decimals and the district's decimal mark, without the sign."""
    return f"{figure.value:.{figure.decimals}f}".replace(".", style.percent_mark)


def lookup(report: SampleReport, previous: SampleReport | None) -> Lookup:
    """The report's figures as the rules name them."""

    def known(term: Term) -> Known | None:
        if term.source == "unit":
            count = report.unit.commune_count
            return None if count is None else Known(Decimal(count))
        if term.source == "appendix" or term.source in OF_LAST_YEAR:
            source = report if term.source == "appendix" else previous
            figure = source.answers.get(term.concept) if source else None
        else:
            figure = report.told.get((term.source, term.concept))
        if figure is None:
            return None
        value = figure.base if term.measure == "base" else figure.value
        return None if value is None else Known(value, figure.decimals)

    return known
