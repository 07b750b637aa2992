"""From the lines of one row to its cells: label, unit, answer, note.

A line of text runs across the table's columns, so each line is split where label, unit and the rest part best.
What is then left in the place of the answer is read by the number grammar; nothing is guessed from elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile

from rapidfuzz import fuzz

from cchc.reading.documents import Line
from cchc.reading.number_grammar import (
    BLANK,
    CLEAR,
    DOUBTFUL,
    NOT_FOUND,
    UNREADABLE,
    Reading,
    doubted,
    looks_like_a_figure,
    looks_like_a_ratio,
    read_figure,
    unproven,
)
from cchc.reading.text.listed_codes import beyond_the_list
from cchc.reading.text.row_alignment import PlacedRow
from cchc.reference.form import FormRow
from cchc.text import fold

_EVEN = 0.6  # similarity (0-1) at which giving a word to the label or the unit gains nothing
_UNIT_GAIN, _UNIT_LETTERS = 1.5, 3  # a unit is held to be seen from this gain on, and from so many marks of it
_FIGURE_BONUS, _OWN_FIGURE_BONUS = 4.0, 1.5  # gain of leaving a figure to the answer; one the label has too
_MARK_BONUS, _MARK_LENGTH = 2.0, 3  # gain of leaving a last, short, damaged word to the answer
_LIKE_UNIT = 55  # a word between two figures this like the unit (0-100) may be it
_OWN_WORD = 60  # a word this like one of the label's or unit's (0-100) is theirs
_SURELY_OWN, _LONG_WORD = 70, 3  # so surely, among words of so many letters or more
_DEBRIS_COST = 1.5  # cost of words before the unit that are like nothing
_JUNK_WORDS, _JUNK_LETTERS = 2, 8  # what may stand between the unit and the answer, misread
_ANSWER_LENGTH = 8  # longest damaged answer, in characters
_NOTE_LETTERS = 6  # fewer are debris
_DOUBTED = 0.5  # confidence (0-1) that a doubtful answer has at most
MOST_SURE = {CLEAR: 1.0, BLANK: 0.8, DOUBTFUL: _DOUBTED, UNREADABLE: 0.0, NOT_FOUND: 0.0}  # confidence at most (0-1)
_PLAN_MOST = 200  # per cent of a plan that may be done
_NOT_AN_ANSWER_AFTER = {"nam", "thang", "ngay", "quy", "so", "sb", "s6", "tu", "dieu"}
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_DOCUMENT_NUMBER = re.compile(r"\d+/\D")
_CODE = re.compile(  # lists part their codes by lines, `,` or `/`; an engine reads `=` as a dash too, and `1/` as 17
    r"(?:=[-–—]*\s*([0-9A-Za-z!]?)|(?<=\w)\s?[-–—~]+\s?([0-9!iIlí]))\s?[,;:/\])7!Íí'’]{0,2}(?=[\s|]|$)"
)
# `Có = | 1`: a list has its own code there
_BAR_FOR_CODE = re.compile(r"(?<==)\s*\|(?=\s+\w)")
_GROUPED = re.compile(r"\d{1,2}(?:[.]\d{3})+")
_THOUSANDS_FIRST, _THOUSANDS = re.compile(r"\d{1,3}[.,]?"), re.compile(r"\d{3}\W*")
_PERCENT_SIGN = re.compile(r"(?<!\S)(?:[01oO]%|%[0oO])(?=\s\d[\d.,]*%?\s*$)")
_DECIMALS = re.compile(r"\d{1,3} \d{2}")  # `95 07` may be 95,07
_SEEN = "\ue000"  # stands for a code of the code list that was taken out


@dataclass(frozen=True)
class Cells:
    """The cells of one row as printed, the reading of its answer, and the line the answer stands on."""

    label: str
    unit: str
    answer: str
    note: str
    reading: Reading
    confidence: float
    line: Line | None


def doubted_cells(cells: Cells) -> Cells:
    """The same cells, their answer no longer clear."""
    return replace(cells, reading=doubted(cells.reading), confidence=min(cells.confidence, _DOUBTED))


NO_CELLS = Cells("", "", "", "", Reading(NOT_FOUND), 0.0, None)


@dataclass(frozen=True)
class _Split:
    line: Line
    label: list[str]
    unit: list[str]
    rest: list[str]
    unit_seen: bool


@dataclass(frozen=True)
class _Candidate:
    text: str
    line: Line
    beside_unit: bool
    crisp: bool
    note: list[str]
    contested: bool = False
    beside_whole_unit: bool = False


def read_cells(row: FormRow, placed: PlacedRow) -> Cells:
    """Split the lines of a row into cells and read its answer; empty cells for a heading or a row not found.

    Lines of text prove no empty cell: an engine passes over figures, and leaves a dash where one was.
    """
    if not placed.lines or not row.is_answered:
        return NO_CELLS
    lines = [replace(line, text=_BAR_FOR_CODE.sub(" l", line.text)) for line in placed.lines]
    splits = [_split(line, row) for line in _with_percent_sign(_without_number(lines, row), row)]
    answer, reading, line, notes = _pick_code(row, splits) if row.codes else _pick_figure(row, splits)
    reading = unproven(reading)
    if line is not None and line.number in placed.shared:
        reading = doubted(reading)
    return Cells(
        label=_joined(split.label for split in splits),
        unit=_joined(split.unit for split in splits),
        answer=answer,
        note=_joined(notes),
        reading=reading,
        confidence=confidence_of(reading, placed.similarity),
        line=line,
    )


def _without_number(lines: list[Line], row: FormRow) -> list[Line]:
    """The lines without the row's own number, where it stands alone above others or before another figure."""
    kept = []
    for line in lines:
        number, *others = line.text.replace("|", " ").split() or [""]
        is_number = number.strip(".,;:") == row.number != ""
        if is_number and any(looks_like_a_figure(word.strip(".,;:")) for word in others):
            kept.append(replace(line, text=" ".join(others)))
        elif not (is_number and not others and line is lines[0] and len(lines) > 1):
            kept.append(line)
    return kept


def _with_percent_sign(lines: list[Line], row: FormRow) -> list[Line]:
    """The lines; of a row in per cent without a legible sign, what an engine makes of it before a figure is one."""
    if row.folded_unit != "%" or any("%" in line.text.split() for line in lines):
        return lines
    return [replace(line, text=_PERCENT_SIGN.sub("%", line.text)) for line in lines]


def _joined(parts) -> str:
    return " ".join(word for words in parts for word in words)


def confidence_of(reading: Reading, similarity: float) -> float:
    """0-1: how far the answer is to be trusted; the label's similarity counts for a third of it."""
    return round(MOST_SURE[reading.status] * (2 + min(similarity, 1.0)) / 3, 3)


def _split(line: Line, row: FormRow) -> _Split:
    words = line.text.replace("|", " ").split()
    folded = [fold(word) for word in words]
    own_words = {*row.folded_label.split(), *row.folded_unit.split()}
    best, best_score, best_unit = (0, 0), float("-inf"), 0.0
    label_gains = [
        _gain(" ".join(folded[:at]), row.folded_label) - _FIGURE_BONUS * _foreign_figures(words[1:at], own_words)
        for at in range(_label_end_most(words) + 1)
    ]
    for label_end in range(len(label_gains)):
        for unit_end in range(label_end, len(words) + 1):
            unit_gain = _gain(" ".join(folded[label_end:unit_end]), row.folded_unit)
            score = max(label_gains[label_end], -_DEBRIS_COST) + unit_gain
            score += _answer_bonus(words[unit_end:], own_words)
            if score > best_score:
                best, best_score, best_unit = (label_end, unit_end), score, unit_gain
    label_end, unit_end = best
    if best_unit < _UNIT_GAIN and (before := _before_unit_and_figure(words, folded, row)) is not None:
        label_end, unit_end = before, len(words) - 1
    is_whole_unit = " ".join(folded[label_end:unit_end]) == row.folded_unit != ""
    return _Split(
        line=line,
        label=words[:label_end],
        unit=words[label_end:unit_end],
        rest=words[unit_end:],
        unit_seen=is_whole_unit or (best_unit >= _UNIT_GAIN and _letters(words[label_end:unit_end]) >= _UNIT_LETTERS),
    )


def _letters(words: list[str]) -> int:
    return sum(not mark.isspace() for word in words for mark in word)


def _before_unit_and_figure(words: list[str], folded: list[str], row: FormRow) -> int | None:
    """How many words stand before a line's end of the whole unit and a figure, whatever an engine made of them."""
    unit = row.folded_unit.split()
    at = len(words) - 1 - len(unit)
    is_so = bool(unit) and at >= 0 and folded[at:-1] == unit and looks_like_a_figure(words[-1].strip(".,;:"))
    return at if is_so else None


def _label_end_most(words: list[str]) -> int:
    """The label ends before a code list, which is known by its equals signs."""
    for at, word in enumerate(words):
        if "=" in word:
            return max(at - word.startswith("="), 0)
    return len(words)


def _foreign_figures(words: list[str], own_words: set[str]) -> int:
    return sum(looks_like_a_figure(word) and word not in own_words for word in words)


def _answer_bonus(rest: list[str], own_words: set[str]) -> float:
    """What it is worth, in characters, that `rest` begins like an answer and not like the row's own words."""
    if not rest:
        return 0.0
    first = rest[0].strip(".,;:")
    if looks_like_a_figure(first):
        return _OWN_FIGURE_BONUS if first in own_words else _FIGURE_BONUS
    if len(rest) == 1 and len(first) <= _MARK_LENGTH and any(mark.isalnum() for mark in first):
        nearest = max((fuzz.ratio(fold(first), word) for word in own_words), default=0)
        return _MARK_BONUS if nearest < _OWN_WORD else 0.0
    return 0.0


def _gain(fragment: str, reference: str) -> float:
    """What giving `fragment` to `reference` is worth, in characters; negative when it does not belong there."""
    if not fragment:
        return 0.0
    if not reference:
        return -float(len(fragment))
    measure = fuzz.partial_ratio if len(fragment) <= len(reference) else fuzz.ratio
    return (measure(fragment, reference) / 100 - _EVEN) * 2 * len(fragment)


def _pick_figure(row: FormRow, splits: list[_Split]) -> tuple[str, Reading, Line | None, list[list[str]]]:
    """The answer of a count, a percentage or a ratio."""
    candidates = [found for split in splits if (found := _candidate(row, split)) is not None]
    candidates = candidates or _behind_debris(row, splits)
    chosen = max(candidates, key=lambda one: _standing(one, row.answer_type), default=None)
    notes = [chosen.note if chosen and split.line == chosen.line else _note(split.rest) for split in splits]
    if chosen is None:
        left = any(mark.isalnum() for split in splits for word in split.rest for mark in word)
        is_empty = not left and not any(_has_another_figure(split, row) for split in splits)
        return "", Reading(NOT_FOUND if is_empty else UNREADABLE), None, notes
    reading = read_figure(chosen.text, row.answer_type)
    if reading.status == CLEAR and (
        chosen.contested
        or _may_be_of_a_label(chosen, row)
        or _is_lone_remains(chosen, row, splits)
        or _may_be_a_percent_sign(chosen, row, splits)
        or _lost_its_mark(reading, row)
        or (chosen.line == splits[0].line and len(splits) > 1 and _is_among_debris(chosen, row))
        or any(_contests(other, chosen, row, splits) for other in candidates)
    ):
        reading = doubted(reading)
    return chosen.text, reading, chosen.line, notes


def _has_another_figure(split: _Split, row: FormRow) -> bool:
    """True for a figure among the words of label or unit that is none of the form's: `Số nhiệm vụ: 37 Nhiệm vụ`."""
    own = {*row.folded_label.split(), *row.folded_unit.split()}
    words = [word.strip(".,;:()") for word in (*split.label[1:], *split.unit)]  # the first may be the row's number
    return any(word[:1].isdigit() and looks_like_a_figure(word) and fold(word) not in own for word in words)


def _standing(candidate: _Candidate, answer_type: str) -> tuple:
    """Order among the candidates of one row: a whole ratio, a figure beside its unit, a crisp one, a longer one."""
    is_ratio = answer_type == "ratio" and candidate.crisp and looks_like_a_ratio(candidate.text)
    return (
        is_ratio,
        candidate.beside_unit and (candidate.crisp or any(mark.isalnum() for mark in candidate.text)),
        candidate.crisp,
        len(candidate.text),
        candidate.beside_unit,
        candidate.line.number,
    )


def _contests(other: _Candidate, chosen: _Candidate, row: FormRow, splits: list[_Split]) -> bool:
    """True if another crisp figure of the row might as well be the answer.

    One of fewer digits does not, unless both stand beside a unit, neither does, or they are ratios. A lone digit does
    not at the end of a line below the whole unit and a figure beside it, being what is left of that unit's `g`; nor,
    away from the unit, where the other figure stands among words of the row.
    """
    is_below = chosen.beside_whole_unit and not other.beside_unit and other.line.number > chosen.line.number
    if other is chosen or not other.crisp or (is_below and len(other.text) == 1):
        return False
    is_as_near = other.beside_unit == chosen.beside_unit
    if not other.beside_unit and len(other.text) == 1:
        is_as_near = is_as_near and _is_of_another_row(chosen, row, splits)
    is_as_good = len(other.text) >= len(chosen.text) or is_as_near or looks_like_a_ratio(other.text)
    return is_as_good and read_figure(other.text, row.answer_type).value is not None


def _is_of_another_row(candidate: _Candidate, row: FormRow, splits: list[_Split]) -> bool:
    """True for a figure on a line none of whose longer words is like one of the row's."""
    own = {*row.folded_label.split(), *row.folded_unit.split()}
    (split,) = (split for split in splits if split.line == candidate.line)
    words = [word for word in map(fold, (*split.label, *split.unit)) if sum(map(str.isalpha, word)) >= _LONG_WORD]
    return bool(words) and all(fuzz.ratio(word, one) < _SURELY_OWN for word in words for one in own)


def _may_be_of_a_label(chosen: _Candidate, row: FormRow) -> bool:
    """True for a lone digit away from its unit where labels have digits too: `mức độ 4` may be all there is."""
    label_has_figures = any(looks_like_a_figure(word.strip(",%")) for word in row.folded_label.split())
    return bool(row.folded_unit) and label_has_figures and len(chosen.text) == 1 and not chosen.beside_unit


def _is_lone_remains(chosen: _Candidate, row: FormRow, splits: list[_Split]) -> bool:
    """True for a lone digit that may be what is left of a figure which stood between two lines.

    The unit beside it is then damaged on every line, or it is a 1, as 11 is read there, and its unit goes on below.
    Not between lines is what stands on the middle one.
    """
    if not row.folded_unit or len(chosen.text) > 1 or len(chosen.line.text.split()) == 1:
        return False
    at = next(at for at, split in enumerate(splits) if split.line == chosen.line)
    if at == len(splits) - 1 - at:
        return False
    is_parted = len(splits[at].unit) < len(row.folded_unit.split())
    if not splits[at].unit and any(split.unit_seen and split.rest for split in splits if split.line != chosen.line):
        return True  # beside the unit stands something else
    is_without_unit = chosen.text != "0" and not any(split.unit_seen for split in splits)
    return is_without_unit or (chosen.text == "1" and is_parted)


def _may_be_a_percent_sign(chosen: _Candidate, row: FormRow, splits: list[_Split]) -> bool:
    """True for a lone digit where `%` is not legible, which is often read as one."""
    return row.folded_unit == "%" and len(chosen.text) == 1 and not any(split.unit_seen for split in splits)


def _lost_its_mark(reading: Reading, row: FormRow) -> bool:
    """True for what a percentage is without its comma, and a ratio without its base or some digits of it."""
    if reading.value is None:
        return False
    if row.answer_type == "percent":
        return reading.value > (_PLAN_MOST if row.may_pass_100 else 100)
    if row.answer_type == "ratio":
        return reading.value > (0 if reading.base_value is None else reading.base_value)
    return False


def _is_among_debris(chosen: _Candidate, row: FormRow) -> bool:
    """True for a lone digit away from its unit, on a line with marks that are no words of the row: `E 1 ]`.

    Over the row's own words it may be the number of another row.
    """
    others = [fold(word) for word in chosen.line.text.replace("|", " ").split() if word.strip(".,;:") != chosen.text]
    own = {*row.folded_label.split(), *row.folded_unit.split()}
    is_strange = all(fuzz.ratio(word, one) < _OWN_WORD for word in others for one in own)
    return len(chosen.text) == 1 and not chosen.beside_unit and bool(others) and is_strange


def _is_before_another(row: FormRow, rest: list[str], at: int) -> bool:
    """True for a figure after which a word and another figure stand, as if that word were the unit: `8 Người 389`."""
    if len(rest) < at + 3 or not row.folded_unit:
        return False
    between, after = rest[at + 1], rest[at + 2].strip(".,;:")
    is_unit = between.isalpha() and fuzz.ratio(fold(between), row.folded_unit) >= _LIKE_UNIT
    return is_unit and read_figure(after, row.answer_type).status == CLEAR


def _is_behind_debris(words: list[str]) -> bool:
    """True for words between the unit and a lone digit, which may be what is left of its others."""
    return any(mark.isalnum() for word in words for mark in word)


def _is_rest_of_another(split: _Split, figure: str, own_words: set[str]) -> bool:
    """True for a figure right after a damaged word that begins like one: `5A. 386` may be 54.386. So for three digits
    after a figure that is no word of the row: `45 073` may be 45.073."""
    words = [*split.label, *split.unit, *split.rest]
    before = words[words.index(figure, len(words) - len(split.rest)) - 1] if words[0] != figure else ""
    if _GROUPED.fullmatch(figure):
        return False  # what stands before the first group of a whole figure is none of its digits
    if _THOUSANDS_FIRST.fullmatch(before) and _THOUSANDS.fullmatch(figure) and before not in own_words:
        return True
    return (
        before[:1].isdigit() and not looks_like_a_figure(before.strip(".,;:")) and not _DOCUMENT_NUMBER.search(before)
    )


def _candidate(row: FormRow, split: _Split) -> _Candidate | None:
    """The word of a line that stands where the answer stands."""
    rest = split.rest
    if not rest:
        return None
    figures, end = _leading_figures(row, split)
    note = rest[end:]
    if figures and (split.unit_seen or not row.folded_unit or not _has_words(note) or _cites(note)):
        at, contested = _suited(row.answer_type, rest, figures)
        own_words = {*row.folded_label.split(), *row.folded_unit.split()}
        contested = contested or _is_before_another(row, rest, at) or _is_rest_of_another(split, rest[at], own_words)
        contested = contested or (split.unit_seen and len(rest[at]) == 1 and _is_behind_debris(rest[:at]))
        is_listed = len(rest[at]) == 1 and [*split.label, *split.unit, *rest[:at]][-1:] == ["="]
        contested = contested or is_listed  # a code list's of another row
        is_whole = fold(" ".join(split.unit)) == row.folded_unit != "" and at == 0
        note = _note(rest[at + 1 :])
        return _Candidate(rest[at].strip(".,;:"), split.line, split.unit_seen, True, note, contested, is_whole)
    if split.unit_seen and _is_short(rest[0]):
        return _Candidate(rest[0], split.line, True, False, _note(rest[1:]))
    last = rest[-1]
    if row.answer_type == "ratio" and looks_like_a_ratio(last.strip(".,;:")) and _is_only_ratio(rest):
        return _Candidate(last.strip(".,;:"), split.line, False, True, [])
    is_alone = sum(any(mark.isalnum() for mark in word) for word in rest) <= _JUNK_WORDS
    is_damaged = _is_short(last) and not looks_like_a_figure(last.strip(".,;:"))
    if is_damaged and (is_alone or any(mark.isdigit() for mark in last)):
        return _Candidate(last, split.line, False, False, [])
    return None


def _behind_debris(row: FormRow, splits: list[_Split]) -> list[_Candidate]:
    """The only figure of a row that is no word of its own, behind words that are like nothing: never a sure one."""
    own_words = {*row.folded_label.split(), *row.folded_unit.split()}
    found = [
        _Candidate(figure, split.line, False, True, [], contested=True)
        for split in splits
        for at, word in enumerate(split.rest)
        if looks_like_a_figure(figure := word.strip(".,;:")) and figure not in own_words and not _DATE.search(word)
        and fold([*split.label, *split.unit, "", *split.rest][at - len(split.rest) - 1]) not in _NOT_AN_ANSWER_AFTER
    ]  # fmt: skip
    return found if len(found) == 1 else []


def _is_only_ratio(words: list[str]) -> bool:
    """True where the last word may be an answer and no other one: no date, no number of a document."""
    others = [word for word in words[:-1] if "/" in word and any(mark.isdigit() for mark in word)]
    return not others and (len(words) == 1 or fold(words[-2]) not in _NOT_AN_ANSWER_AFTER)


def _leading_figures(row: FormRow, split: _Split) -> tuple[list[int], int]:
    """Where figures stand at the beginning of the rest of a line, after a little debris; and where they end."""
    figures: list[int] = []
    letters = 0
    for at, word in enumerate(split.rest):
        follows = fold(split.rest[at - 1]) if at else fold((split.unit or split.label or [""])[-1])
        if at == 0 and split.unit and fuzz.ratio(fold(" ".join(split.unit)), row.folded_unit) >= _LIKE_UNIT:
            follows = ""  # a word of the unit, as in `Hồ sơ`
        if looks_like_a_figure(word.strip(".,;:")) and not _DATE.search(word) and follows not in _NOT_AN_ANSWER_AFTER:
            figures.append(at)
            continue
        letters_here = sum(mark.isalpha() for mark in word)
        letters += letters_here
        is_damaged_answer = split.unit_seen and at == 0 and _is_short(word) and letters_here
        if (figures and letters_here) or at >= _JUNK_WORDS or letters > _JUNK_LETTERS or is_damaged_answer:
            break
    return figures, figures[-1] + 1 if figures else 0


def _suited(answer_type: str, rest: list[str], figures: list[int]) -> tuple[int, bool]:
    """Of figures side by side, the one the answer type suits, and whether another suits it as well."""
    if answer_type == "ratio":
        return max(figures, key=lambda at: (looks_like_a_ratio(rest[at].strip(".,;:")), len(rest[at]))), False
    suited = [at for at in figures if read_figure(rest[at].strip(".,;:"), answer_type).status == CLEAR]
    at = (suited or figures)[0]
    is_parted = answer_type == "percent" and bool(_DECIMALS.fullmatch(" ".join(rest[at : at + 2])))
    return at, len(suited) > 1 or is_parted


def _has_words(words: list[str]) -> bool:
    return any(sum(mark.isalpha() for mark in word) >= 2 for word in words)


def _cites(words: list[str]) -> bool:
    """True for a note that cites a document or a date, or stands in brackets: it cannot be label or unit."""
    return words[0].startswith("(") or any(_DOCUMENT_NUMBER.search(word) or _DATE.search(word) for word in words)


def _is_short(word: str) -> bool:
    return len(word) <= _MARK_LENGTH or (
        len(word) <= _ANSWER_LENGTH and any(mark.isdigit() for mark in word) and not _DOCUMENT_NUMBER.search(word)
    )


def _note(words: list[str]) -> list[str]:
    letters = sum(mark.isalpha() for word in words for mark in word)
    has_figure = any("/" in word and any(mark.isdigit() for mark in word) for word in words)
    return words if letters >= _NOTE_LETTERS or has_figure else []


def _pick_code(row: FormRow, splits: list[_Split]) -> tuple[str, Reading, Line | None, list[list[str]]]:
    """The answer of a flag or a choice: what stands beside the code list, which prints digits of its own."""
    seen: list[str] = []
    sure: list[tuple[str, Line]] = []
    loose: list[tuple[str, Line]] = []
    damaged: list[tuple[str, Line]] = []
    notes: list[list[str]] = []
    left: list[str] = []
    for split in splits:
        text = " ".join([*split.unit, *split.rest])
        seen.extend(mark for found in _CODE.finditer(text) if (mark := found[1] or found[2]))
        marked = _CODE.sub(f" {_SEEN} ", text).split()
        left.extend(marked)
        after = marked[len(marked) - marked[::-1].index(_SEEN) :] if _SEEN in marked else marked[-1:]
        if after and after[0] in row.codes:
            (sure if _SEEN in marked else loose).append((after[0], split.line))
            notes.append(_note(after[1:]))
        elif after and _is_damaged_mark(after[0]) and _SEEN in marked:
            damaged.append((after[0], split.line))
            notes.append(_note(after[1:]))
        elif (answer_at := _past_own_words(after, row)) and after[answer_at] in row.codes and _SEEN in marked:
            loose.append((after[answer_at], split.line))  # `Có = 1, Không 1` over `= 0`: the list broken in a code
            notes.append(_note(after[answer_at + 1 :]))
        else:
            notes.append(_note(after) if _SEEN in marked else _note(split.rest))
    answer, reading, line = _decide_code(row.codes, seen, sure, loose, damaged)
    if reading.status != CLEAR and (own := _beyond_the_list(row, splits)) is not None:
        answer, line = own
        reading = read_figure(answer, "flag", row.codes)
    left += [word for split in splits for word in split.label[1:] if fold(word) not in row.folded_label.split()]
    if reading.status in (BLANK, NOT_FOUND) and any(word.strip(",;/") in row.codes for word in left):
        reading = Reading(UNREADABLE)  # a code stands there that is not the list's own
    return answer, reading, line, notes


def _beyond_the_list(row: FormRow, splits: list[_Split]) -> tuple[str, Line] | None:
    lines = [
        [] if _begins_with_number(split, row) else [*_strange_end(split.label, row), *split.unit, *split.rest]
        for split in splits
    ]
    found = beyond_the_list(row.folded_unit, row.codes, lines)
    return (found[0], splits[found[1]].line) if found else None


def _strange_end(label: list[str], row: FormRow) -> list[str]:
    """The last words of a label that are like none of its own."""
    own = row.folded_label.split()
    strange = takewhile(lambda word: all(fuzz.ratio(fold(word), one) < _OWN_WORD for one in own), reversed(label))
    return list(strange)[::-1]


def _begins_with_number(split: _Split, row: FormRow) -> bool:
    """True for a line of a number alone, and for one that begins with the row's own and has none of its label."""
    is_own = not split.label and split.line.text.split()[0].strip(".") == row.number
    return is_own or split.line.text.strip().isdecimal()


def _past_own_words(words: list[str], row: FormRow) -> int:
    """How many words of the row's own unit stand first; 0 if nothing follows them."""
    own = set(re.findall(r"\w+", row.folded_unit))
    return next((at for at, word in enumerate(words) if fold(word) not in own or word.isdigit()), 0)


def _is_damaged_mark(word: str) -> bool:
    return _is_short(word) and sum(mark.isalpha() for mark in word) < 2


def _decide_code(codes, seen, sure, loose, damaged) -> tuple[str, Reading, Line | None]:
    """Weigh what stood beside the code list. `seen`: the codes the list itself shows, in order."""
    list_is_whole = tuple(seen) == codes
    crisp = sure + loose
    if crisp:
        answer, line = crisp[-1] if not sure else sure[-1]
        agreed = len({text for text, _ in crisp}) == 1
        reading = read_figure(answer, "flag", codes)
        if not (agreed and (sure or list_is_whole)):
            reading = Reading(DOUBTFUL, reading.value, decimals=0)
        return answer, reading, line
    if damaged:
        answer, line = damaged[0]
        return answer, read_figure(answer, "flag", codes), line
    if list_is_whole:
        return "", Reading(NOT_FOUND), None
    return _answer_for_a_code(codes, seen)


def _answer_for_a_code(codes: tuple[str, ...], seen: list[str]) -> tuple[str, Reading, Line | None]:
    """A code of the list is not as printed: it may be the list's own, misread, or the answer in its place."""
    for mark, code in zip(seen, codes, strict=False) if len(seen) == len(codes) else ():
        if mark != code:
            reading = read_figure(mark, "flag", codes)
            return (
                mark,
                Reading(DOUBTFUL, reading.value, decimals=0) if reading.value is not None else reading,
                None,
            )
    return "", Reading(UNREADABLE if seen else NOT_FOUND), None
