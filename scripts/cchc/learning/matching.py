"""Which concept each row of a new form is: the whole form at once, each concept once.

A row is held against every row known, by the meanings of its label, the rows over it, its unit, its answer type and
its neighbours; labels alone do not tell, for they repeat, move and are reworded. `same` is said only where nothing
speaks against it and no other concept comes near; what may be it is `likely`, with the alternatives; the rest is `new`.
How the thresholds were chosen: bench/learnt_forms.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

import numpy
from rapidfuzz import fuzz, process

from cchc.learning.known_rows import KnownRow
from cchc.learning.label_words import Meaning, meaning_of
from cchc.reading.table.known_labels import folded_text

SAME, LIKELY, NEW = "same", "likely", "new"
LEVEL_WORDS = {"province": "cấp tỉnh", "department": "sở ngành", "district": "cấp huyện", "commune": "cấp xã"}

_LABEL, _ABOVE, _UNIT, _BESIDE = 0.56, 0.14, 0.12, 0.18  # shares of a similarity (0-1)
_EXCLUDED = 0.45  # a similarity is so much of itself for each contrast that excludes the other
_FROM_ABOVE = 0.75  # what a word of the label counts that the other row has only in the rows over it or in its unit
_IN_BRACKETS = 0.3  # what a word that the label says in brackets alone counts
_NEAREST_ABOVE = 0.75  # share of the nearest row over both, before that of the section
_SPELLED_LIKE = 86  # a word spelled so like a known one (0-100) is that one, misread by a machine,
_SPELLED_LETTERS = 5  # if it is so long
_LETTERS_LIKE = 0.94  # labels with letters so like each other (0-1) are as like as that whatever their words
_LIKELY_LEAST = 0.575  # a similarity below it is no match
_SAME_LEAST = 0.80  # one below it is no sure match
_SAME_LABEL = 0.93  # of the label alone
_SAME_ABOVE = 0.72  # of the rows over it
_SAME_LEAD = 0.08  # so much less like is any other concept to the row, and any other row to the concept
_HEADER_LABEL = 0.90  # of the label of a row without a unit that may only head others
_ALTERNATIVES_MOST = 3
_ALTERNATIVE_LEAST = 0.5
_ALTERNATIVE_LEAD = 0.22  # less like than the best by no more than this is an alternative
_ROUNDS = 5  # of letting neighbours speak
_NEGATION = "negation"  # the contrast between what a label says and what it does not


@dataclass(frozen=True)
class AskedRow:
    """A row of the new form that asks for a figure, or may: see KnownRow. `parent` is its place in the list, or None.

    `may_be_header`: it has no unit, and rows under it; `is_blank`: the document has no answer to it, so that what
    looks like a count may be a ratio.
    """

    label: str
    unit: str
    answer_type: str
    above: tuple[str, ...]
    parent: int | None = None
    codes: tuple[tuple[str, str], ...] = ()
    may_be_header: bool = False
    is_blank: bool = True


@dataclass(frozen=True)
class Match:
    """What a row is: its likeliest concept and how like it is (0-1); '' and the nearest's likeness for a new one."""

    match: str
    concept: str
    similarity: float
    alternatives: tuple[tuple[str, float], ...] = ()
    known: KnownRow | None = field(default=None, repr=False)


def match_rows(rows: Sequence[AskedRow], known: Sequence[KnownRow], levels: Sequence[str] = ()) -> list[Match]:
    """For each row what it is. `levels` are the levels of government that the whole form is for, if known."""
    if not rows or not known:
        return [Match(NEW, "", 0.0) for _ in rows]
    from scipy.optimize import linear_sum_assignment

    alike = _Likeness.of(rows, known, levels)
    concepts = list(dict.fromkeys(one.concept for one in known))
    columns = [[at for at, one in enumerate(known) if one.concept == concept] for concept in concepts]
    neighbours = _Neighbours(rows, known, concepts)
    chosen = numpy.full(len(rows), -1)
    for _ in range(_ROUNDS):
        scores = alike.similarity + _BESIDE * neighbours.agreeing(chosen) * (alike.similarity > 0)
        by_concept = numpy.stack([scores[:, own].max(axis=1) for own in columns], axis=1)
        gain = numpy.maximum(by_concept - _LIKELY_LEAST, 0)
        before, chosen = chosen, numpy.full(len(rows), -1)
        for at, concept in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
            chosen[at] = concept if gain[at, concept] > 0 else -1
        if (chosen == before).all():
            break
    return [
        _match(at, rows[at], known, alike, scores, by_concept, columns, concepts, chosen) for at in range(len(rows))
    ]


def _match(at: int, row: AskedRow, known, alike: _Likeness, scores, by_concept, columns, concepts, chosen) -> Match:
    own, concept = by_concept[at], int(chosen[at])
    order = [int(one) for one in numpy.argsort(-own, kind="stable") if one != concept]
    score = float(own[concept]) if concept >= 0 else float(own.max())
    least = max(score - _ALTERNATIVE_LEAD, _ALTERNATIVE_LEAST)
    near = tuple((concepts[one], round(float(own[one]), 3)) for one in order[:_ALTERNATIVES_MOST] if own[one] >= least)
    if concept < 0:
        return Match(NEW, "", round(score, 3), near)
    best = max(columns[concept], key=lambda one: scores[at, one])
    second = max(float(own[order[0]]) if order else 0.0, float(numpy.delete(by_concept[:, concept], at).max(initial=0)))
    one = known[best]
    is_sure = (
        score >= _SAME_LEAST
        and score - second >= _SAME_LEAD
        and alike.is_sure(at, best)
        and not row.may_be_header
        and _asks_alike(row, one)
    )
    return Match(SAME if is_sure else LIKELY, concepts[concept], round(score, 3), near, one)


def _asks_alike(row: AskedRow, known: KnownRow) -> bool:
    """True where both rows are answered alike: of one type, or blank where that alone would tell, by the same codes."""
    if known.codes or row.codes:
        return {code for code, _ in row.codes} == {code for code, _ in known.codes}
    return row.answer_type == known.answer_type or row.is_blank


class _Neighbours:
    """The rows beside and over each row, here and on the known forms, by the concepts that they are."""

    def __init__(self, rows: Sequence[AskedRow], known: Sequence[KnownRow], concepts: Sequence[str]) -> None:
        number = {concept: at for at, concept in enumerate(concepts)}
        self._count = len(concepts)
        self._before, self._after, self._parent = (
            numpy.array([number.get(concept, self._count) for concept in own])
            for own in zip(*((one.before, one.after, one.parent_concept) for one in known), strict=True)
        )
        self._parents = [row.parent for row in rows]

    def agreeing(self, chosen: numpy.ndarray) -> numpy.ndarray:
        """By row and known row, how far the two before, the two after and the one over it are the same (0-1)."""
        size = len(chosen)
        before, after, parent = (numpy.zeros((size, self._count + 1)) for _ in range(3))
        for at in range(size):
            for beside, places in ((before, range(max(at - 2, 0), at)), (after, range(at + 1, min(at + 3, size)))):
                for one in places:
                    if chosen[one] >= 0:
                        beside[at, chosen[one]] = 1
            own = self._parents[at]
            parent[at, chosen[own] if own is not None and chosen[own] >= 0 else self._count] = 1
        return 0.4 * before[:, self._before] + 0.4 * after[:, self._after] + 0.2 * parent[:, self._parent]


@dataclass(frozen=True)
class _Likeness:
    """By row and known row (0-1): `similarity` without neighbours, and of what it is made."""

    similarity: numpy.ndarray
    label: numpy.ndarray
    above: numpy.ndarray
    unit: numpy.ndarray
    excluded: numpy.ndarray
    has_same_words: numpy.ndarray

    def is_sure(self, at: int, other: int) -> bool:
        """True where nothing that the two rows print speaks against it."""
        return bool(
            self.label[at, other] >= _SAME_LABEL
            and self.has_same_words[at, other]
            and self.above[at, other] >= _SAME_ABOVE
            and self.unit[at, other] > 0.5
            and not self.excluded[at, other]
        )

    @staticmethod
    def of(rows: Sequence[AskedRow], known: Sequence[KnownRow], levels: Sequence[str]) -> _Likeness:
        words = _Words(known)
        mine = [words.said(row.label, row.above, row.unit) for row in rows]
        theirs = [words.said(one.label, (one.cells["qualifier_vi"], *one.above), one.unit) for one in known]
        home = [LEVEL_WORDS[level] for level in levels] if len(levels) == 1 else []
        for one in mine:
            one.add_home(home)
        label, has_same_words = _labels_alike(rows, known, mine, theirs, words)
        above = _aboves_alike(rows, known, words)
        unit = numpy.array([[_units_alike(row, one) for one in known] for row in rows])
        excluded = _excluded(mine, theirs, known, home)
        fits = numpy.array([[_may_answer_alike(row, one) for one in known] for row in rows])
        heads = numpy.array([row.may_be_header for row in rows])[:, None]
        fits &= ~heads | (numpy.array([one.has_children and not one.unit for one in known]) & (label >= _HEADER_LABEL))
        whole = (_LABEL * label + _ABOVE * above + _UNIT * unit) * _EXCLUDED**excluded
        return _Likeness(whole * fits * (label > 0), label, above, unit, excluded, has_same_words)


@dataclass
class _Said:
    """What a row says: by itself, in the rows over it (its section left out) and in its unit."""

    own: Meaning
    above: list[Meaning]
    unit: Meaning
    home: tuple[str, ...] = ()

    def add_home(self, home: Sequence[str]) -> None:
        self.home = tuple(home)

    @property
    def beyond(self) -> set[str]:
        """Words that the row means without its label saying them."""
        return {word for one in (*self.above, self.unit) for word in one.words} | set(self.home)

    def contrasts(self) -> set[tuple[str, str]]:
        """What the row says of each contrast: its label, else the nearest row over it that does."""
        found = set(self.own.contrasts)
        for one in self.above:
            said = {name for name, _ in found}
            found |= {pair for pair in one.contrasts if pair[0] not in said and pair[0] not in ("number", _NEGATION)}
        return found


class _Words:
    """The words of the known forms, and what each tells: the more, the fewer of the concepts have it."""

    def __init__(self, known: Sequence[KnownRow]) -> None:
        own: dict[str, set[str]] = {}
        for row in known:
            own.setdefault(row.concept, set()).update(meaning_of(row.label).words)
        self._seen = Counter(word for words in own.values() for word in words)
        self._most = log(len(own) + 1)
        above = (label for row in known for label in (row.cells["qualifier_vi"], *row.above))
        self._all = [*dict.fromkeys((*self._seen, *(word for label in above for word in meaning_of(label).words)))]
        self._folded = [folded_text(word) for word in self._all]
        self._read: dict[str, str] = {word: word for word in self._all}

    def weight(self, word: str) -> float:
        count = self._seen.get(word, 0)
        return self._most - log(count + 0.7) if count else 0.75 * self._most

    def said(self, label: str, above: Sequence[str], unit: str) -> _Said:
        over = [self._meaning(one) for one in above[:-1] if one]
        return _Said(self._meaning(label), over, self._meaning(unit))

    def meanings(self, text: str) -> tuple[str, ...]:
        return self._meaning(text).words

    def _meaning(self, text: str) -> Meaning:
        found = meaning_of(text)
        words = dict.fromkeys(map(self._as_known, found.words))
        return Meaning(tuple(words), found.contrasts, frozenset(map(self._as_known, found.aside)))

    def _as_known(self, word: str) -> str:
        """The known word that a word is spelled like, as one that a machine misread is."""
        if word not in self._read:
            best = None
            if len(word) >= _SPELLED_LETTERS and not word.isdigit():
                best = process.extractOne(
                    folded_text(word), self._folded, scorer=fuzz.ratio, score_cutoff=_SPELLED_LIKE
                )
            self._read[word] = self._all[best[2]] if best else word
        return self._read[word]


def _labels_alike(rows, known, mine: list[_Said], theirs: list[_Said], words: _Words):
    """By row and known row how like the labels are: each one's words in the other, or in what it means beside its
    label; and whether neither has a word more."""
    every = list(dict.fromkeys(word for one in (*mine, *theirs) for word in (*one.own.words, *one.beyond)))
    number = {word: at for at, word in enumerate(every)}
    weights = numpy.array([words.weight(word) for word in every])
    forth = _covered(mine, theirs, number, weights)
    back = _covered(theirs, mine, number, weights).T
    both = numpy.divide(2 * forth * back, forth + back, out=numpy.zeros_like(forth), where=forth + back > 0)
    mine_text, their_text = ([folded_text(one.label) for one in own] for own in (rows, known))
    letters = process.cdist(mine_text, their_text, scorer=fuzz.ratio, dtype=numpy.float32) / 100
    label = numpy.maximum(both, numpy.where(letters > _LETTERS_LIKE, letters, 0))
    only = numpy.array([[set(one.own.words) == set(other.own.words) for other in theirs] for one in mine])
    return label, only | (letters > 0.97) & (both > 0.9)


def _covered(rows: list[_Said], others: list[_Said], number: dict[str, int], weights: numpy.ndarray) -> numpy.ndarray:
    """The share of each row's words, by what they tell, that each other row has (0-1)."""
    said = numpy.zeros((len(rows), len(number)))
    held = numpy.zeros((len(others), len(number)))
    for at, row in enumerate(rows):
        said[at, [number[word] for word in row.own.words]] = 1
        said[at, [number[word] for word in row.own.aside if len(row.own.aside) < len(row.own.words)]] = _IN_BRACKETS
    for at, other in enumerate(others):
        held[at, [number[word] for word in other.beyond]] = _FROM_ABOVE
        held[at, [number[word] for word in other.own.words]] = 1
    said *= weights
    total = said.sum(axis=1, keepdims=True)
    return (said @ held.T) / numpy.where(total > 0, total, 1)


def _aboves_alike(rows: Sequence[AskedRow], known: Sequence[KnownRow], words: _Words) -> numpy.ndarray:
    """By row and known row how like the rows over them are: the nearest over one among all over the other; sections."""
    mine = list(dict.fromkeys(label for row in rows for label in row.above))
    theirs = list(dict.fromkeys(label for one in known for label in one.above))
    alike = {label: {other: _texts_alike(label, other, words) for other in theirs} for label in mine}
    cache: dict[tuple, float] = {}
    result = numpy.full((len(rows), len(known)), 0.5)
    for at, row in enumerate(rows):
        for other, one in enumerate(known):
            key = (row.above, one.above)
            if row.above and one.above:
                if key not in cache:
                    nearest = max(alike[label][one.above[0]] for label in row.above)
                    reverse = max(alike[row.above[0]][label] for label in one.above)
                    section = alike[row.above[-1]][one.above[-1]]
                    cache[key] = _NEAREST_ABOVE * max(nearest, reverse) + (1 - _NEAREST_ABOVE) * section
                result[at, other] = cache[key]
    return result


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    return folded_text(text)


def _texts_alike(one: str, other: str, words: _Words) -> float:
    if _folded(one) == _folded(other):
        return 1.0
    mine, theirs = set(words.meanings(one)), set(words.meanings(other))
    common = sum(map(words.weight, mine & theirs))
    total = sum(map(words.weight, mine)) + sum(map(words.weight, theirs))
    return 2 * common / total if total else 0.0


def _units_alike(row: AskedRow, known: KnownRow) -> float:
    if known.codes or row.unit == known.unit:
        return 1.0
    if not row.unit or not known.unit:
        return 0.7
    own, others = set(meaning_of(row.unit).words), set(meaning_of(known.unit).words)
    if own == others:
        return 1.0
    general = {"đơn vị"}  # `Số lượng`, `Đơn vị`, `Cơ quan, đơn vị` say next to nothing
    return 0.7 if own & others or own <= general or others <= general else 0.2


def _may_answer_alike(row: AskedRow, known: KnownRow) -> bool:
    """True where the figure of one may be the other's: a share is no count; a count that is blank may be a ratio."""
    kinds = {row.answer_type, known.answer_type}
    may_be_ratio = kinds == {"count", "ratio"} and row.is_blank
    return len(kinds) == 1 or may_be_ratio or kinds == {"flag", "choice"} or row.may_be_header


def _excluded(mine: list[_Said], theirs: list[_Said], known: Sequence[KnownRow], home: list[str]) -> numpy.ndarray:
    """By row and known row, in how many contrasts they exclude each other; what a label does not say, the rows over it
    may. A row that names another level than its form's is no figure of a form of one level that names none."""
    here = [(one.own.contrasts, frozenset(one.contrasts())) for one in mine]
    there = [(one.own.contrasts, frozenset(one.contrasts())) for one in theirs]
    homes = [{LEVEL_WORDS[level] for level in one.levels} if len(one.levels) == 1 else set() for one in known]
    cache: dict[tuple, int] = {}
    result = numpy.zeros((len(mine), len(theirs)))
    for at, (own, all_own) in enumerate(here):
        for other, (their, all_their) in enumerate(there):
            key = (own, all_own, their, all_their, frozenset(homes[other]))
            if key not in cache:
                found = _disjoint(own, all_their) | _disjoint(all_own, their)
                found |= {_NEGATION} if _said(own, _NEGATION) != _said(their, _NEGATION) else set()
                named, theirs_named = _said(all_own, "level"), _said(all_their, "level")
                if named and not theirs_named:
                    is_strange = bool(homes[other]) and not named & (homes[other] | set(home))
                else:
                    is_strange = bool(theirs_named and not named and home) and not theirs_named & set(home)
                cache[key] = len(found | ({"level"} if is_strange else set()))
            result[at, other] = cache[key]
    return result


def _disjoint(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> set[str]:
    """The contrasts of which both say something, and nothing in common."""
    names = {name for name, _ in one} & {name for name, _ in other} - {_NEGATION}
    return {name for name in names if not _said(one, name) & _said(other, name)}


def _said(pairs: frozenset[tuple[str, str]], name: str) -> set[str]:
    return {meaning for own, meaning in pairs if own == name}
