"""What somebody who typed a figure meant: values that are one slip away from what stands there, and their costs.

A figure of an Excel or Word file was typed, not read by an engine: a digit doubled, dropped, swapped or from the key
beside, a zero too many, thousands for units, the decimal mark lost, the row slipped, or last year's figure kept.
Costs are in nats, from seeds/reference/typing_costs.csv.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from cchc.paths import REFERENCE_SEEDS
from cchc.proposing.figures import Figure
from cchc.seeds.reading import read_seed

_KEYS = ("789", "456", "123", "0")  # the block of digits of a keyboard
_DIGITS = "0123456789"


@cache
def typing_costs(path: Path = REFERENCE_SEEDS / "typing_costs.csv") -> dict[str, float]:
    """Cost of each slip of a typist, by name."""
    return {row["event"]: float(row["cost"]) for row in read_seed(path)}


def slip_cost(figure: Figure, value: Decimal, typed: str, meant: str) -> float:
    """How dear it is that the figure was meant to be this, and stands there as it does, by the cheapest slip.

    `typed` and `meant` are the characters of both, without marks between digits.
    """
    costs = typing_costs()
    ways = [costs["unlike"]]
    if figure.decimals or value == int(value):  # else the decimal mark went too: that is a second slip
        ways.append(_text_cost(typed, meant))
    if figure.value is not None:
        ways += [costs[event] for event in _slips_of_value(figure, value)]
    return min(ways)


def _slips_of_value(figure: Figure, value: Decimal) -> Iterator[str]:
    if figure.value == figure.last_value != value:
        yield "last_year_kept"
    if figure.value in figure.beside and figure.value != value:
        yield "row_slipped"
    if value and figure.value in (value * 1000, value / 1000):
        yield "times_thousand"
    if value and figure.value in (value * 10, value / 10):
        yield "zero_too_many"
    if figure.answer_type == "percent" and value and figure.value in (value * 10, value * 100):
        yield "mark_lost"


@cache
def _text_cost(typed: str, meant: str) -> float:
    """The cost of the one slip that makes of one text the other; infinite where no single one does."""
    costs = typing_costs()
    return min((costs[event] for event, text in _slips(meant) if text == typed), default=float("inf"))


def _slips(meant: str) -> Iterator[tuple[str, str]]:
    """Every text that one slip makes of what was meant."""
    for at, mark in enumerate(meant):
        before, after = meant[:at], meant[at + 1 :]
        if len(meant) > 1:
            yield "digit_dropped", before + after
        if mark.isdigit():
            yield "digit_doubled", before + mark + mark + after
            for other in _DIGITS:
                if other != mark:
                    yield "digit_beside" if other in _beside(mark) else "digit_replaced", before + other + after
        if after and after[0] != mark:
            yield "digits_swapped", before + after[0] + mark + after[1:]
    for at in range(len(meant) + 1):
        for other in _DIGITS:
            yield "digit_added", meant[:at] + other + meant[at:]


@cache
def _beside(digit: str) -> frozenset[str]:
    """The keys that touch a digit's, on the block of digits or in the row over the letters."""
    row = "1234567890"
    at = row.index(digit)
    places = {key: (line, column) for line, keys in enumerate(_KEYS) for column, key in enumerate(keys)}
    line, column = places[digit]
    near = {key for key, (other, place) in places.items() if abs(other - line) + abs(place - column) == 1}
    return frozenset(near | set(row[max(at - 1, 0) : at]) | set(row[at + 1 : at + 2]))


def meant_texts(typed: str) -> dict[str, float]:
    """Texts of which one slip makes what was typed, with their costs; itself at none."""
    found = {typed: 0.0}
    candidates = {text for _, text in _slips(typed)}  # slips undo each other: a digit dropped one added, and so on
    for text in candidates:
        cost = _text_cost(typed, text)
        if cost < found.get(text, typing_costs()["unlike"]):
            found[text] = cost
    return found
