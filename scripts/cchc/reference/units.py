"""Administrative units and their validity, and the unit that a heading names, OCR damage and all."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed
from cchc.text import fold, nfc

UNITS_CSV = REFERENCE_SEEDS / "administrative_units.csv"

_TYPE_SIMILARITY = 0.78  # the least at which words before a name are a damaged type: `tịch` is not `tỉnh`
_TYPED_LETTERS_A_SLIP = 4  # a name after its type may have one wrong letter in so many …
_BARE_LETTERS_A_SLIP = 8  # … and a name that stands alone one in so many
_BARE_PENALTY = 10  # points off a name without its type: `Sóc Trăng` is a province, a city and a ward
_MARGIN = 8  # points within which two matches are as good as each other
_LEVELS = ("commune", "district", "department", "province")  # the most specific first
# What stands on top of every report, the longest first; `Đông Hòa`, `Hội Cư` and `Độc Lập` are communes.
_MOTTOES = ("cong hoa xa hoi chu nghia", "xa hoi chu nghia", "doc lap tu do")
_MOTTO_SIMILARITY = 0.8  # the least at which words are the motto's
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
    """A unit that a text may name: score 0–100, whether its type stands before it, and the words read, folded.

    `spelled` tells that the text has the name letter for letter, diacritics and all.
    """

    unit: Unit
    score: float
    typed: bool
    words: str
    spelled: bool = False

    def is_as_good_as(self, other: UnitMatch) -> bool:
        """Whether the text cannot tell this match from a better one: near in score, and not its province."""
        is_its_province = self.typed and other.typed and other.unit.province_code == self.unit.unit_code
        return self.score > other.score - _MARGIN and not is_its_province


@cache
def load_units(path: Path = UNITS_CSV) -> tuple[Unit, ...]:
    """The units of the seed, one for each row."""
    return tuple(_unit(row) for row in read_seed(path))


@cache
def unit_types() -> dict[str, str]:
    """The types of unit in full, by each way in which they are written: `tp` is `thành phố`."""
    return {row["written_vi"]: row["unit_type_vi"] for row in read_seed(REFERENCE_SEEDS / "unit_types.csv")}


@cache
def _folded_types() -> dict[str, str]:
    return {fold(written): fold(full) for written, full in unit_types().items()}


def is_written_type(folded: str, unit_type: str) -> bool:
    """Whether folded words are a way in which a type of unit is written: `tp` for `thành phố`."""
    return _folded_types().get(folded) == fold(unit_type)


@cache
def provinces_served(path: Path = REFERENCE_SEEDS / "provinces_served.csv") -> frozenset[str]:
    """Codes of the provinces whose units report to this warehouse."""
    return frozenset(row["province_code"] for row in read_seed(path))


def find_units(text: str, on: date, elsewhere: str = "") -> list[UnitMatch]:
    """Return the units valid `on` that `text` may name, the likeliest first; empty where it names none.

    Diacritics, Unicode form, case and line breaks do not matter. A name counts with a few wrong letters, more
    of them where the unit's own type (huyện, thị xã, …) stands before it, and not at all after another type.
    Of units alike in type and folded name those stay that are spelled out with their diacritics, then those whose
    province the text names, or failing that `elsewhere` (the rest of the document); else all stay. A department is not
    found: every report names the one that it goes to, see `cchc.reading.text.report_heading`.
    """
    best: dict[Unit, UnitMatch] = {}
    for match in _matches(_names_on(on), text):
        present = best.get(match.unit)
        if present is None or (match.score, match.spelled) > (present.score, present.spelled):
            best[match.unit] = match
    return sorted(_told_apart(list(best.values()), on, elsewhere), key=_rank)


def homonyms(units: Iterable[Unit]) -> set[Unit]:
    """Of these units, those that another one is like in type and folded name: `huyện Châu Thành` is in many provinces.

    A department is always like another.
    """
    units = list(units)
    keys = {unit: (unit.unit_type_vi, fold(unit.unit_name_vi)) for unit in units}
    times = Counter(keys.values())
    return {unit for unit, key in keys.items() if times[key] > 1 or unit.unit_level == "department"}


def province_of(unit: Unit, on: date) -> Unit | None:
    """The province that a unit belongs to on a day; None where the seed does not tell."""
    return next((one for one in units_on(on) if one.unit_code == unit.province_code), None)


def full_name(unit: Unit, on: date) -> str:
    """Type and name of a unit, and those of its province: `xã An Thạnh, thành phố Cần Thơ`."""
    province = province_of(unit, on) if unit.unit_level != "province" else None
    return ", ".join(f"{one.unit_type_vi} {one.unit_name_vi}" for one in (unit, province) if one)


@cache
def units_on(on: date) -> tuple[Unit, ...]:
    """The units of the seed that were there on a day."""
    return tuple(unit for unit in load_units() if unit.is_valid_on(on))


@cache
def _names_on(on: date) -> dict[str, list[Unit]]:
    """The units that a text may name on a day, by their folded names."""
    by_name: dict[str, list[Unit]] = defaultdict(list)
    for unit in units_on(on):
        if unit.unit_level != "department":
            by_name[fold(" ".join(_printed(unit.unit_name_vi)))].append(unit)
    return by_name


@cache
def _province_names_on(on: date) -> dict[str, list[Unit]]:
    provinces = {name: [one for one in units if one.unit_level == "province"] for name, units in _names_on(on).items()}
    return {name: units for name, units in provinces.items() if units}


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


def _told_apart(matches: list[UnitMatch], on: date, elsewhere: str) -> list[UnitMatch]:
    """Of matches alike in type and name, those spelled out, then those whose province is named; else all of them."""
    alike: dict[tuple[str, str], list[UnitMatch]] = defaultdict(list)
    for match in matches:
        alike[match.unit.unit_type_vi, fold(match.unit.unit_name_vi)].append(match)
    alike = {key: [match for match in group if match.spelled] or group for key, group in alike.items()}
    named = {match.unit.unit_code for match in matches if match.unit.unit_level == "province"}
    open_groups = [group for group in alike.values() if len(group) > 1 and not _within(group, named)]
    named_elsewhere = _provinces_named(on, elsewhere) if open_groups else set()
    return [
        match
        for group in alike.values()
        for match in (len(group) > 1 and (_within(group, named) or _within(group, named_elsewhere))) or group
    ]


def _within(matches: list[UnitMatch], provinces: set[str]) -> list[UnitMatch]:
    return [match for match in matches if match.unit.province_code in provinces]


def _provinces_named(on: date, text: str) -> set[str]:
    """Codes of the provinces that a text names after their type (`tỉnh Sóc Trăng`)."""
    return {match.unit.unit_code for match in _matches(_province_names_on(on), text) if match.typed}


def _matches(by_name: dict[str, list[Unit]], text: str) -> Iterator[UnitMatch]:
    """Every run of words that may be a unit's name; OCR may have split or joined one word of it."""
    printed = _without_motto(_printed(text))
    tokens = [fold(token) for token in printed]
    runs = list(_like_a_name(list(by_name), tokens))
    exact = {(start, start + size) for _, start, size, slips in runs if slips == 0}
    typed = {begin - len(kind) for begin, _ in exact for kind in (tokens[begin - 2 : begin], tokens[begin - 1 : begin])
             if " ".join(kind) in _folded_types()}  # fmt: skip
    for name, start, size, slips in runs:
        around = ((begin, end) for begin, end in exact if begin <= start and start + size <= end)
        if any(end - begin > size or slips for begin, end in around):
            continue  # `Châu Thành` in `Châu Thành A`, or nearly `Kiên Giang` where `Tiền Giang` stands
        named_type = _type_before(tokens, start)
        if slips and any((start, at) in exact and at in typed for at in range(start + 1, start + size)):
            continue  # `Tân Thạnh, tỉnh` before `An Giang`, not nearly `Tân Thành Bình`
        if slips and tokens[max(0, start - 1) : start + 1] == ["xa", "hoi"]:
            continue  # `kinh tế - xã hội năm`, not nearly `xã Hòa Nam`
        if not named_type and slips and " ".join(tokens[start : start + size]) in _folded_types():
            continue  # `UBND thành phố`, not nearly `Thạnh Phú`
        if not named_type and (len(name.split()) == 1 or slips > len(name) // _BARE_LETTERS_A_SLIP):
            continue
        words, as_printed = (" ".join(run[start : start + size]) for run in (tokens, printed))
        score = 100 * (1 - slips / max(len(name), len(words))) - (0 if named_type else _BARE_PENALTY)
        for unit in by_name[name]:
            is_named = named_type == fold(unit.unit_type_vi)
            if is_named or (not named_type and (unit.unit_level == "province" or _is_a_place(tokens, start, size))):
                with_type = " ".join(printed[max(0, start - 1) : start + size])
                has_marks = as_printed != words or (named_type is not None and fold(with_type) != with_type)
                is_spelled = has_marks and as_printed == " ".join(_printed(unit.unit_name_vi))
                yield UnitMatch(unit, score, is_named, words, is_spelled)


def _printed(text: str) -> list[str]:
    """The words of a text in lower case, diacritics and all."""
    return _TOKEN.findall(nfc(text).lower())


def _without_motto(printed: list[str]) -> list[str]:
    """The words with a sign in place of `cộng hòa xã hội chủ nghĩa` and `độc lập - tự do`, which name no commune."""
    kept: list[str] = []
    at = 0
    while at < len(printed):
        size = next((len(motto.split()) for motto in _MOTTOES if _begins(motto, printed, at)), 0)
        kept.append("*" if size else printed[at])
        at += size or 1
    return kept


def _begins(motto: str, printed: list[str], at: int) -> bool:
    words = fold(" ".join(printed[at : at + len(motto.split())]))
    return words[:1] == motto[0] and Levenshtein.normalized_similarity(motto, words) >= _MOTTO_SIMILARITY


def _is_a_place(tokens: list[str], start: int, size: int) -> bool:
    """Whether a name without its type stands where a place does: many are words too, as `thống nhất`."""
    before, after = tokens[max(0, start - 1) : start], tokens[start + size : start + size + 1]
    return before in (["ubnd"], ["dan"]) or (bool(after) and Levenshtein.distance(after[0], "ngay") <= 1)


def _like_a_name(names: list[str], tokens: list[str]) -> Iterator[tuple[str, int, int, int]]:
    """Each run of tokens that may be a name: the name, where the run starts, its tokens, its wrong letters."""
    lengths = {name: len(name.split()) for name in names}
    for size in range(1, max(lengths.values(), default=0) + 2):
        near = [name for name in names if abs(lengths[name] - size) <= 1]
        starts: dict[str, list[int]] = defaultdict(list)
        for start in range(len(tokens) - size + 1):
            starts[" ".join(tokens[start : start + size])].append(start)
        if not near or not starts:
            continue
        most = numpy.array([len(name) // _TYPED_LETTERS_A_SLIP for name in near])
        runs = list(starts)
        slips = process.cdist(near, runs, scorer=Levenshtein.distance, score_cutoff=int(most.max()), dtype=numpy.uint16)
        for at, run in zip(*numpy.nonzero(slips <= most[:, None]), strict=True):
            yield from ((near[at], start, size, int(slips[at, run])) for start in starts[runs[run]])


def _type_before(tokens: list[str], start: int) -> str | None:
    """The type of unit that the words right before position `start` name, or None."""
    one, two = tokens[max(0, start - 1) : start], tokens[max(0, start - 2) : start]
    return _named_type(" ".join(two)) or _named_type(" ".join(one))


def _named_type(words: str) -> str | None:
    """The type that `words` are, exactly or damaged by a letter or so."""
    types = _folded_types()
    if words in types:
        return types[words]
    likeliest = max(types.values(), key=lambda full: Levenshtein.normalized_similarity(full, words))
    is_near = Levenshtein.normalized_similarity(likeliest, words) >= _TYPE_SIMILARITY
    return likeliest if is_near else None
