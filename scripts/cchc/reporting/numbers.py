"""Numbers as Vietnamese readers write them: 6.632 and 82,23."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_MARKS = str.maketrans(",.", ".,")


def number(value: Decimal | int) -> str:
    """A number with a dot between thousands and a comma before decimals, without needless zeros."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_MARKS)


def hundredths(value: Decimal) -> Decimal:
    """A computed ratio as it is shown: rounded half up to two decimals."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def signed(value: Decimal | int) -> str:
    """A change: with its sign, 0 as ±0."""
    return "±0" if not value else ("+" if value > 0 else "−") + number(abs(value))
