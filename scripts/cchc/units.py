"""Administrative units and their validity, and the unit that a heading names, OCR damage and all."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from cchc.paths import REFERENCE_SEEDS
from cchc.text import fold, nfc

UNITS_CSV = REFERENCE_SEEDS / "administrative_units.csv"

# Types of unit as headings write them, folded: in full, shortened, and `xã` as English OCR reads it.
_TYPES = {
    "tinh": "tinh",
    "thanh pho": "thanh pho",
    "tp": "thanh pho",
    "thi xa": "thi xa",
    "tx": "thi xa",
    "huyen": "huyen",
    "h": "huyen",
    "phuong": "phuong",
    "p": "phuong",
    "thi tran": "thi tran",
    "tt": "thi tran",
    "xa": "xa",
    "x4": "xa",
    "x": "xa",
}
_TYPE_SIMILARITY = 0.78  # the least at which words before a name are a damaged type: `tịch` is not `tỉnh`
_TYPED_LETTERS_A_SLIP = 4  # a name after its type may have one wrong letter in so many …
_BARE_LETTERS_A_SLIP = 8  # … and a name that stands alone one in so many
_BARE_PENALTY = 10  # points off a name without its type: `Sóc Trăng` is a province, a city and a ward
_MARGIN = 8  # points within which two matches are as good as each other
_LEVELS = ("commune", "district", "province")  # the most specific first
_TOKEN = re.compile(r"[^\s,.;:()/\"'“”‘’\-–—_|]+")


@dataclass(frozen=True)
class Unit:
    """One administrative unit while one row of the seed holds; `valid_to` None means that it still does."""

    unit_code: str
    valid_from: date
    valid_to: date | None
    unit_name_vi: str
    unit_name_en: str
    unit_type_vi: str
    unit_level: str
    province_code: str
    commune_count: int | None
    source: str

    def is_valid_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class UnitMatch:
    """A unit that a text may name: score 0–100, whether its type stands before it, and the words read."""

    unit: Unit
    score: float
    typed: bool
    words: str

    def is_as_good_as(self, other: UnitMatch) -> bool:
        """Whether the text cannot tell this match from a better one: near in score, and not its province."""
        is_its_province = self.typed and other.typed and other.unit.province_code == self.unit.unit_code
        return self.score > other.score - _MARGIN and not is_its_province


@cache
def load_units(path: Path = UNITS_CSV) -> tuple[Unit, ...]:
    """The units of the seed, one for each row."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_unit(row) for row in csv.DictReader(file))


def find_units(text: str, on: date) -> list[UnitMatch]:
    """Return the units valid `on` that `text` may name, the likeliest first; empty where it names none.

    Diacritics, Unicode form, case and line breaks do not matter. A name counts with a few wrong letters, more
    of them where the unit's own type (huyện, thị xã, …) stands before it, and not at all after another type.
    """
    tokens = _TOKEN.findall(fold(text))
    matches = (_best_match(unit, tokens) for unit in load_units() if unit.is_valid_on(on))
    return sorted((match for match in matches if match), key=_rank)


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        unit_code=row["unit_code"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        unit_name_vi=nfc(row["unit_name_vi"]),
        unit_name_en=row["unit_name_en"],
        unit_type_vi=nfc(row["unit_type_vi"]),
        unit_level=row["unit_level"],
        province_code=row["province_code"],
        commune_count=int(row["commune_count"]) if row["commune_count"] else None,
        source=row["source"],
    )


def _rank(match: UnitMatch) -> tuple[float, int, str]:
    return -match.score, _LEVELS.index(match.unit.unit_level), match.unit.unit_code


def _best_match(unit: Unit, tokens: list[str]) -> UnitMatch | None:
    return max(_mentions(unit, tokens), key=lambda match: match.score, default=None)


def _mentions(unit: Unit, tokens: list[str]) -> Iterator[UnitMatch]:
    """Every run of words that may be the unit's name; OCR may have split or joined one word of it."""
    name = fold(unit.unit_name_vi)
    own_type = fold(unit.unit_type_vi)
    length = len(name.split())
    for start in range(len(tokens)):
        for size in range(max(1, length - 1), length + 2):
            words = " ".join(tokens[start : start + size])
            slips = Levenshtein.distance(name, words)
            if slips > len(name) // _TYPED_LETTERS_A_SLIP or start + size > len(tokens):
                continue
            named_type = _type_before(tokens, start)
            if named_type in (None, own_type) and (named_type or slips <= len(name) // _BARE_LETTERS_A_SLIP):
                score = 100 * (1 - slips / max(len(name), len(words))) - (0 if named_type else _BARE_PENALTY)
                yield UnitMatch(unit, score, named_type is not None, words)


def _type_before(tokens: list[str], start: int) -> str | None:
    """The type of unit that the words right before position `start` name, or None."""
    one, two = tokens[max(0, start - 1) : start], tokens[max(0, start - 2) : start]
    return _named_type(" ".join(two)) or _named_type(" ".join(one))


def _named_type(words: str) -> str | None:
    """The type that `words` are, exactly or damaged by a letter or so."""
    if words in _TYPES:
        return _TYPES[words]
    likeliest = max(_TYPES.values(), key=lambda full: Levenshtein.normalized_similarity(full, words))
    is_near = Levenshtein.normalized_similarity(likeliest, words) >= _TYPE_SIMILARITY
    return likeliest if is_near else None
