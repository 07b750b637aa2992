"""What a cell may have said: values that its characters can stand for, and how far each is from what was read.

Costs are in nats (minus the logarithm of how often it happens), from seeds/reference/character_costs.csv and
seeds/reference/reading_costs.csv; both are learnt from made-up documents read by the real engine.
"""

from __future__ import annotations

import heapq
import re
from decimal import Decimal
from functools import cache, lru_cache
from itertools import count
from math import log
from pathlib import Path

from cchc.paths import REFERENCE_SEEDS
from cchc.proposing.figures import Figure
from cchc.proposing.slips import meant_texts, slip_cost, typing_costs
from cchc.reading.number_grammar import CLEAR, confusions, read_figure
from cchc.seeds.reading import read_seed

_EXPANSIONS_MOST = 40
_STATES_MOST = 4000
_RUNNING_TEXT = ("narrative", "note")
_NEARER_MOST = 2.0  # nats that a value gains by being near last year's
_FACTORS = tuple(map(Decimal, ("10", "0.1", "1000", "0.001")))
_MARKS_MOST = 2  # characters without a digit among them that may be a number: `oo`, `i`; more of them are a word


@cache
def reading_costs(path: Path = REFERENCE_SEEDS / "reading_costs.csv") -> dict[str, float]:
    """Cost of each way a reading goes wrong, by name."""
    return {row["event"]: float(row["cost"]) for row in read_seed(path)}


@cache
def character_costs(path: Path = REFERENCE_SEEDS / "character_costs.csv") -> dict[tuple[str, str], float]:
    """Cost of reading a printed character as another, by printed and read."""
    return {(row["printed"], row["read"]): float(row["cost"]) for row in read_seed(path)}


def text_cost(read: str, printed: str) -> float:
    """The cheapest way from printed characters to read ones: confused, lost, added or swapped."""
    costs = reading_costs()
    rows, columns = len(printed), len(read)
    table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for at in range(rows + 1):
        for to in range(columns + 1):
            if not at and not to:
                continue
            ways = []
            if at and to:
                ways.append(table[at - 1][to - 1] + _confused(printed[at - 1], read[to - 1]))
            if at:
                ways.append(table[at - 1][to] + (costs["lost_edge"] if at in (1, rows) else costs["lost"]))
            if to:
                ways.append(table[at][to - 1] + (costs["added_stroke"] if read[to - 1] in "1|il/" else costs["added"]))
            if at > 1 and to > 1 and printed[at - 1] == read[to - 2] and printed[at - 2] == read[to - 1]:
                ways.append(table[at - 2][to - 2] + costs["swapped"])
            table[at][to] = min(ways)
    return table[rows][columns]


def _confused(printed: str, read: str) -> float:
    if printed == read:
        return 0.0
    costs = reading_costs()
    known = character_costs().get((printed, read))
    if known is not None:
        return known
    if read.isdigit() or read == "/":
        return costs["confused_digits"]
    seen = confusions().get(read)
    if seen is None:
        return costs["unknown_mark"]
    return costs["known_mark"] if printed in seen else costs["confused_digits"]


def reading_cost(figure: Figure, value: Decimal, base: Decimal | None = None) -> float:
    """How dear it is that the page says this and was read as it was; 0 for what was read clearly.

    A crisp figure is wrong more rarely than a damaged one, whatever its characters.
    """
    costs = reading_costs()
    same = value == figure.value and figure.value is not None
    if figure.read_status == CLEAR and same:
        return 0.0
    start = cost_of_doubt(figure)
    read = squeezed(figure.raw_text)
    if figure.is_crisp_typing:
        slip = min(slip_cost(figure, value, read, text) for text in printings(figure, value, base))
        return start + slip + _unlikelier(value, figure)
    if figure.answer_type == "percent" and not figure.decimals and value != value.to_integral_value():
        start += costs["lost_mark"]
    if not figure.is_damaged and figure.read_status != CLEAR:
        return costs["blank_is_wrong"]
    if figure.value and value in (figure.value * 1000, figure.value / 1000):  # in thousands, or not
        return start + costs["times_thousand"]
    ways = [text_cost(read, text) for text in printings(figure, value, base)]
    return start + min([*ways, costs["unlike"]]) + _rarer(value, figure.value)


def cost_of_doubt(figure: Figure) -> float:
    """How dear it is to hold a figure for wrong at all: nothing for a damaged one, more for a crisp one."""
    if figure.read_status != CLEAR:
        return 0.0
    if figure.is_typed:
        return typing_costs()["figure_is_wrong"]
    return reading_costs()["crisp_in_text_is_wrong" if figure.key.source in _RUNNING_TEXT else "crisp_is_wrong"]


def cost_of_anything(figure: Figure) -> float:
    """How dear it is that a figure was something else, whatever it was."""
    return cost_of_doubt(figure) + (typing_costs() if figure.is_crisp_typing else reading_costs())["unlike"]


def cost_of_swapped_rows(figure: Figure) -> float:
    """How dear it is that a figure and its neighbour stand the other way round."""
    return (typing_costs() if figure.is_crisp_typing else reading_costs())["swapped_rows"]


def _rarer(value: Decimal, than: Decimal | None) -> float:
    """How much rarer a larger number is than the one read: figures are spread evenly over their magnitudes."""
    return 0.0 if than is None or value <= than else log(float((value + 1) / (than + 1)))


def _unlikelier(value: Decimal, figure: Figure) -> float:
    """How much farther from last year's a value is than the one that stands there; without one, how much rarer."""
    if figure.last_value is None or figure.value is None:
        return _rarer(value, figure.value)
    away, before = (abs(log(float((one + 1) / (figure.last_value + 1)))) for one in (value, figure.value))
    return max(away - before, -_NEARER_MOST)


def squeezed(text: str) -> str:
    """A figure's characters without grouping, decimal marks and blanks, which say little."""
    bare = re.sub(r"[\s.,%]", "", text)
    return bare.lstrip("0") or bare[-1:] if bare.isdigit() else bare


def stands_for_a_number(text: str) -> bool:
    """Whether characters may be a damaged number: half of them digits, or all of them digits and marks read for digits,
    or one alone. A piece of a word, `quả`, is none, whatever digits its letters are like.
    """
    marks = squeezed(text)
    digits = sum(mark.isdigit() or mark == "/" for mark in marks)
    if len(marks) < 2 or 2 * digits >= len(marks):
        return bool(marks)
    alike = sum(mark in confusions() for mark in marks)
    return digits + alike == len(marks) and (digits > 0 or len(marks) <= _MARKS_MOST)


def printings(figure: Figure, value: Decimal, base: Decimal | None) -> list[str]:
    """Ways to print a value in the figure's cell, squeezed."""
    if figure.answer_type == "ratio" and base is not None:
        return [f"{value:f}/{base:f}"]
    if figure.answer_type == "percent":
        printed = f"{value:.{figure.decimals}f}" if figure.decimals else f"{value:f}"
        return [squeezed(printed)]
    text = squeezed(f"{value:f}")
    return [text, f"0{text}"] if len(text) == 1 and figure.answer_type == "count" else [text]


def expansions(figure: Figure) -> list[tuple[float, Decimal, Decimal | None]]:
    """Values that the characters of a damaged cell may stand for, cheapest first: cost, value, base.

    A best-first walk over the characters, each kept, confused, lost or added; only what the grammar of the answer
    type reads clearly counts. A date of a sentence has no such grammar.
    """
    read = squeezed(figure.raw_text)
    if figure.answer_type == "date" or not stands_for_a_number(read):
        return []
    if figure.is_crisp_typing:
        return _meant(figure, read)
    return list(_expansions(read, figure.answer_type, figure.decimals, figure.codes))


def _meant(figure: Figure, typed: str) -> list[tuple[float, Decimal, Decimal | None]]:
    """Values of which one slip makes what was typed, cheapest first."""
    found: dict[tuple[Decimal, Decimal | None], float] = {}
    for text in meant_texts(typed):
        _keep(found, text, 0.0, figure.answer_type, figure.decimals, figure.codes)
    if figure.answer_type in ("count", "percent") and figure.value is not None:
        known = (*figure.beside, figure.last_value, *(figure.value * by for by in _FACTORS))
        step = Decimal("0.01") if figure.answer_type == "percent" else Decimal(1)
        found |= {(one, None): 0.0 for one in known if one is not None and one % step == 0}
    costs = {(value, base): reading_cost(figure, value, base) for value, base in found}
    return sorted((cost, *key) for key, cost in costs.items())[:_EXPANSIONS_MOST]


@lru_cache(maxsize=20_000)  # the same few characters come again and again
def _expansions(
    read: str, answer_type: str, decimals: int, codes: tuple[str, ...]
) -> tuple[tuple[float, Decimal, Decimal | None], ...]:
    found: dict[tuple[Decimal, Decimal | None], float] = {}
    order = count()
    queue: list[tuple[float, int, int, str]] = [(0.0, next(order), 0, "")]
    for _ in range(_STATES_MOST):
        if not queue or len(found) >= _EXPANSIONS_MOST:
            break
        cost, _, at, text = heapq.heappop(queue)
        if cost >= reading_costs()["unlike"]:
            break
        if at == len(read):
            _keep(found, text, cost, answer_type, decimals, codes)
        for dearer, after, more in _steps(read, at, text):
            heapq.heappush(queue, (cost + dearer, next(order), after, more))
    return tuple(sorted((cost, *key) for key, cost in found.items()))


def _steps(read: str, at: int, text: str):
    """Ways on from a place in the characters read: cost, next place, characters printed so far."""
    costs = reading_costs()
    if at < len(read):
        mark = read[at]
        for printed in "0123456789/":
            yield _confused(printed, mark), at + 1, text + printed
        if len(read) > 1:
            yield costs["added_stroke"] if mark in "1|il/" else costs["added"], at + 1, text
    if at in (0, len(read)) and len(text) <= len(read):
        for printed in "123456789" if at == 0 and not text else "0123456789":
            yield costs["lost_edge"], at, text + printed


def _keep(found: dict, text: str, cost: float, answer_type: str, decimals: int, codes: tuple[str, ...]) -> None:
    if not text or (text.startswith("0") and len(text) > 1):
        return
    if answer_type == "percent":
        for places in {decimals} if decimals else {0, 1, 2}:
            if places and len(text) > places:
                lost_mark = 0.0 if decimals else reading_costs()["lost_mark"]
                _keep_reading(found, f"{text[:-places]},{text[-places:]}", cost + lost_mark, answer_type, codes)
    if answer_type != "percent" or not decimals:
        _keep_reading(found, text, cost, answer_type, codes)


def _keep_reading(found: dict, text: str, cost: float, answer_type: str, codes: tuple[str, ...]) -> None:
    reading = read_figure(text, answer_type, codes)
    if reading.status != CLEAR or reading.value is None:
        return
    if answer_type == "ratio" and (reading.base_value is None or reading.value > reading.base_value):
        return
    found.setdefault((reading.value, reading.base_value), cost)
