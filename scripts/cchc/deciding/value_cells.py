"""The cells of an answer that hold its figure: read by the grammar of the form, or refused."""

from __future__ import annotations

from decimal import Decimal

from cchc.deciding.answers import Answer
from cchc.reading.formats.number_formats import shown_as
from cchc.reading.number_grammar import CLEAR, Reading, read_figure, read_stored_number
from cchc.reference.form import FormRow
from cchc.workbooks.filled_in import Refusal, text_of

_VALUE_MOST, _DECIMALS_MOST = Decimal(10) ** 14, 4  # what the warehouse's columns hold
_WRITTEN_AS = {
    "count": "a whole number, as 6632 or 6.632",
    "percent": "a percentage, as 82,23, without more than two decimals",
    "ratio": "a numerator and its base, as 32/33",
    "flag": "a code of the form's list",
    "choice": "a code of the form's list",
}


def read_value(answer: Answer, form_row: FormRow) -> tuple[Decimal | None, Decimal | None, int | None] | Refusal:
    """Value, base and decimals as the form has them; three times None for empty cells."""
    has_base = "base_value" in answer.cells and text_of(answer.cells["base_value"])
    if not text_of(answer.cells["value"]):
        if has_base:
            return answer.refuse("value", "a base without its numerator", "both", "Write the numerator too.")
        return None, None, None
    reading = _reading(answer, "value", form_row.answer_type, form_row.codes)
    if not _is_figure(reading):
        codes = f" ({', '.join(form_row.codes)}: {form_row.unit_vi})" if form_row.codes else ""
        return answer.refuse(
            "value",
            f"“{text_of(answer.cells['value'])}” does not fit the answer of this row",
            _WRITTEN_AS[form_row.answer_type] + codes,
            "Write it so.",
        )
    base = reading.base_value
    if has_base:
        told = _reading(answer, "base_value", "count", ())
        if form_row.answer_type != "ratio" or not _is_figure(told) or base not in (None, told.value):
            return answer.refuse(
                "base_value",
                f"“{text_of(answer.cells['base_value'])}” is no base for it",
                "a whole number, and only for a ratio",
                "Write the base, or empty the cell.",
            )
        base = told.value
    return reading.value, base, reading.decimals


def _reading(answer: Answer, name: str, answer_type: str, codes: tuple[str, ...]) -> Reading:
    """A cell of the workbook by the grammar of the form; a number as it is stored, never by the marks it shows."""
    cell = answer.cells[name]
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        shown = shown_as(Decimal(repr(cell.value)), cell.number_format)
        return read_stored_number(shown.number or Decimal(0), shown.decimals or 0, answer_type, codes)
    return read_figure(text_of(cell), answer_type, codes)


def _is_figure(reading: Reading) -> bool:
    """Whether the grammar stands by it, and the warehouse has room for it."""
    fits = reading.value is not None and reading.value < _VALUE_MOST and (reading.decimals or 0) <= _DECIMALS_MOST
    return reading.status == CLEAR and fits
