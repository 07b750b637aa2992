"""How what was read became what it should be, by name."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cchc.proposing.figures import Figure
from cchc.proposing.readings import squeezed
from cchc.reading.number_grammar import CLEAR
from cchc.reference.rules import Rule


def change_kind(figure: Figure, value: Decimal | None, supporting: Sequence[Rule]) -> str:
    """How what was read became what it should be: one of the kinds that fct_correction_proposals names."""
    if value is None:
        return "unknown"
    if value == figure.value:
        return "as_read"
    if not squeezed(figure.raw_text) or not (figure.is_damaged or figure.read_status == CLEAR):
        return "computed" if supporting else "unknown"
    if figure.is_damaged:
        return "damaged_characters"
    if figure.value:
        factor = value / figure.value
        if factor in (10, Decimal("0.1")):
            return "times_ten"
        if factor in (1000, Decimal("0.001")):
            return "times_thousand"
    read, printed = squeezed(figure.raw_text), squeezed(f"{value:f}")
    if read == printed:
        return "decimal_mark"
    if len(read) == len(printed):
        unlike = [at for at in range(len(read)) if read[at] != printed[at]]
        if len(unlike) == 1:
            return "one_digit"
        if len(unlike) == 2 and sorted(read) == sorted(printed) and unlike[1] - unlike[0] == 1:
            return "swapped_digits"
    if len(printed) == len(read) + 1 and _is_without_one(read, printed):
        return "lost_digit"
    if len(read) == len(printed) + 1 and _is_without_one(printed, read):
        return "extra_digit"
    if figure.is_crisp_typing and figure.value == figure.last_value:
        return "last_year_kept"
    if figure.is_crisp_typing and figure.value in figure.beside:
        return "row_slipped"
    return (
        "told_elsewhere" if any(term.source != "appendix" for rule in supporting for term in rule.terms) else "computed"
    )


def _is_without_one(shorter: str, longer: str) -> bool:
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
