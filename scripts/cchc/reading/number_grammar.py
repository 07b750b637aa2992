"""How figures are written, by answer type: what a mark on the page may mean, and how sure that is.

The unit decides, not the mark: a dot groups thousands in a count and marks decimals in a percentage.
Nothing here knows the rules between figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import product
from pathlib import Path

from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed

_COUNT = re.compile(r"\d+|\d{1,3}(?:[.  ]\d{3})+")
_PERCENT = re.compile(r"(\d+)(?:[.,](\d+))?\s?%?")
_RATIO = re.compile(r"(\d+)\s?[/⁄∕]\s?(\d+)")  # also Unicode's fraction slash and division slash
_NOTHING = re.compile(r"[-–—_\s]*")
_RAISED = "⁰¹²³⁴-⁹⁺⁻⁽⁾₀-₎ⁱⁿᵃ-ᶻʰ-ʸ①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿"  # raised letters and figures in circles: marks of notes
_NOTE_MARK = re.compile(rf"(?<=[\d%])\s*(?:[{_RAISED}†‡§]|(?<=⁽)\*+)+$|^[{_RAISED}]+\s*(?=\d)")
_DIGITS_MOST = 15
_READINGS_MOST = 64

CLEAR, DOUBTFUL, UNREADABLE, BLANK, NOT_FOUND = "clear", "doubtful", "unreadable", "blank", "not_found"
STATUSES = (CLEAR, DOUBTFUL, UNREADABLE, BLANK, NOT_FOUND)


@dataclass(frozen=True)
class Reading:
    """What a cell says. `value` and `base_value` are plain decimals; `decimals` is how many were printed."""

    status: str
    value: Decimal | None = None
    base_value: Decimal | None = None
    decimals: int | None = None


def doubted(reading: Reading) -> Reading:
    """The same reading, not to be relied on: no longer clear."""
    return replace(reading, status=DOUBTFUL) if reading.status == CLEAR else reading


def unproven(reading: Reading) -> Reading:
    """The same reading where no cell of the document proves that nothing stands there: no blank, but not found."""
    return replace(reading, status=NOT_FOUND) if reading.status == BLANK else reading


def read_figure(text: str, answer_type: str, codes: tuple[str, ...] = ()) -> Reading:
    """Read the text of an answer cell. `codes` are the form's code list, for a flag or a choice."""
    figure = without_note_mark(text)
    if _NOTHING.fullmatch(figure):
        return Reading(BLANK)
    reading = _read_exactly(figure, answer_type, codes) or _read_damaged(figure, answer_type, codes)
    if answer_type == "ratio" and reading.base_value is None and figure != text.strip():
        return doubted(reading)  # what looks like a note's mark may be the base
    return reading


def without_note_mark(text: str) -> str:
    """A figure without the marks of footnotes before and after it: `366¹`, `12⁽*⁾`, `5①`; other text as it is."""
    text = text.strip()
    bare = _NOTE_MARK.sub("", text).strip()
    return bare if bare != text and looks_like_a_figure(bare, has_mark=False) else text


def decimals_of(number: Decimal) -> int:
    """How many decimals a number is written with, those that are 0 included."""
    _, _, exponent = number.as_tuple()
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def read_stored_number(number: Decimal, decimals: int, answer_type: str, codes: tuple[str, ...] = ()) -> Reading:
    """Read a number that a file stores as one, shown with `decimals`; never by the marks it is shown with.

    Whoever typed 6.632 for 6,632 dossiers left the number 6.632: a count with a fraction is never clear.
    """
    if answer_type == "percent":
        shown = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)  # as spreadsheets round
        return Reading(CLEAR, shown, decimals=decimals) if number >= 0 else Reading(UNREADABLE)
    if number < 0:
        return Reading(UNREADABLE)
    if number != number.to_integral_value():
        thousands = number * 1000
        is_grouped = answer_type == "count" and thousands == thousands.to_integral_value()
        return Reading(DOUBTFUL, thousands.quantize(Decimal(1)), decimals=0) if is_grouped else Reading(UNREADABLE)
    return _read_exactly(f"{number:.0f}", answer_type, codes) or Reading(UNREADABLE)


def looks_like_a_figure(text: str, has_mark: bool = True) -> bool:
    """True for anything with a digit in it that the grammar of some answer type takes, the marks of notes aside."""
    text = without_note_mark(text) if has_mark and not text.isascii() else text
    return bool(_COUNT.fullmatch(text) or _PERCENT.fullmatch(text) or _RATIO.fullmatch(text))


def looks_like_a_ratio(text: str) -> bool:
    """True for two whole numbers with a slash between them, the marks of notes aside."""
    return bool(_RATIO.fullmatch(without_note_mark(text)))


def _read_exactly(text: str, answer_type: str, codes: tuple[str, ...]) -> Reading | None:
    if sum(mark.isdecimal() for mark in text) > _DIGITS_MOST:
        return Reading(UNREADABLE)
    match answer_type:
        case "count":
            return _read_count(text)
        case "percent":
            return _read_percent(text)
        case "ratio":
            return _read_ratio(text)
        case "flag" | "choice":
            return _read_code(text, codes)
    raise ValueError(f"answer type '{answer_type}' has no grammar")


def _read_count(text: str) -> Reading | None:
    if _COUNT.fullmatch(text):
        return Reading(CLEAR, Decimal(re.sub(r"\D", "", text)), decimals=0)
    percent = _PERCENT.fullmatch(text)
    if percent and percent[2] and "%" not in text:
        # 6.63 or 6,632 in a count: a separator that fits neither thousands nor a whole number
        digits = Decimal(percent[1] + percent[2]) if len(percent[2]) == 3 else None
        return Reading(DOUBTFUL, digits, decimals=0) if digits is not None else Reading(UNREADABLE)
    return None


def _read_percent(text: str) -> Reading | None:
    found = _PERCENT.fullmatch(text)
    if not found:
        return None
    fraction = found[2] or ""
    value = Decimal(f"{found[1]}.{fraction}" if fraction else found[1])
    is_odd = len(fraction) == 3 or value >= 1000 or (len(found[1]) > 1 and found[1].startswith("0"))
    return Reading(DOUBTFUL if is_odd else CLEAR, value, decimals=len(fraction))


def _read_ratio(text: str) -> Reading | None:
    found = _RATIO.fullmatch(text)
    if found:
        return Reading(CLEAR, Decimal(found[1]), Decimal(found[2]), 0)
    if not text.isdecimal():
        return None
    if len(text) < 3:
        return Reading(CLEAR, Decimal(text), decimals=0)
    return _read_ratio_without_slash(text)


def _read_ratio_without_slash(digits: str) -> Reading:
    """A slash is easily read as 1: the split with the most even halves is the best reading, never a sure one."""
    splits = [(digits[:at], digits[at + 1 :]) for at in range(1, len(digits) - 1) if digits[at] in "17"]
    if not splits:
        return Reading(DOUBTFUL, Decimal(digits), decimals=0)
    part, base = min(splits, key=lambda split: abs(len(split[0]) - len(split[1])))
    return Reading(DOUBTFUL, Decimal(part), Decimal(base), 0)


def _read_code(text: str, codes: tuple[str, ...]) -> Reading | None:
    if text.isdecimal():
        bare = str(int(text))
        return Reading(CLEAR if bare in codes else DOUBTFUL, Decimal(bare), decimals=0)
    return None


def _read_damaged(text: str, answer_type: str, codes: tuple[str, ...]) -> Reading:
    """The value of damaged characters, if the table of confusions leaves only one; never a sure one."""
    options = [(mark,) if mark.isdecimal() or mark in ".,/%" else confusions().get(mark, ()) for mark in text]
    count = 1
    for option in options:
        count *= len(option)
    if not 0 < count <= _READINGS_MOST or not any(mark.isalnum() for mark in text):
        return Reading(UNREADABLE)
    readings = {
        reading
        for characters in product(*options)
        if (reading := _read_exactly("".join(characters), answer_type, codes)) is not None
        and reading.value is not None
        and (not codes or str(reading.value) in codes)
    }
    if len(readings) != 1:
        return Reading(UNREADABLE)
    only = readings.pop()
    return Reading(DOUBTFUL, only.value, only.base_value, only.decimals)


@cache
def confusions(path: Path = REFERENCE_SEEDS / "character_confusions.csv") -> dict[str, tuple[str, ...]]:
    """Digits that each damaged character may stand for."""
    table: dict[str, list[str]] = {}
    for row in read_seed(path):
        table.setdefault(row["mark"], []).append(row["digit"])
    return {mark: tuple(sorted(digits)) for mark, digits in table.items()}
