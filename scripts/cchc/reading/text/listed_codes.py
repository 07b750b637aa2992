"""The answer of a flag or a choice whose code list an engine damaged, where it can be none of the list's own codes.

A list prints each code once, behind the words it belongs to (`Có = 1`, `Không = 0`). So a code that stands there twice
is the answer, and so is one that follows words which have another code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from cchc.text import fold

_LIKE, _SHORT = 60, 3  # a word so like one of the list (0-100) is it; one of so few letters only where it is the same
_SIGN_AND_CODE = 2  # marks of `= 0`, whatever an engine makes of them: `24`, `SU`
_PART = re.compile(r"([a-z][^=]*?)\s*=\s*(\w)")
_GLUED = re.compile(r"=\W*(\w)\W*$")
_LEADING = re.compile(r"(\w)\s?[/,](?!\d)")
_MARKS = ".,;:/|()[]<>=!"
_CITED = re.compile(r"\d+/\D|\d/\d+/\d")


@dataclass(frozen=True)
class _Code:
    """A code as it stands: its line and word (from 0), and what stands about it.

    One `is_listed` behind a sign of equality, `is_last` if nothing but a note follows, and `is_noted` if one does.
    """

    code: str
    line: int
    word: int
    is_listed: bool
    is_last: bool
    is_noted: bool


def beyond_the_list(listed: str, codes: Sequence[str], lines: Sequence[Sequence[str]]) -> tuple[str, int] | None:
    """The code that is the answer, and its line (from 0); None where it may be the list's own.

    `listed` is the list as the form has it, folded; `lines` are the words of each line of the row that are not its
    label's, and none of a line that is a number alone, which may be the next row's.
    """
    seen = [
        code for at, words in enumerate(lines) for code in _codes(at, words, codes, _goes_on(lines[at + 1 :], codes))
    ]
    times = {code: [one for one in seen if one.code == code] for code in codes}
    twice = [own for own in times.values() if len(own) > 1]
    if len(twice) == 1 and len(twice[0]) == 2:
        last = [one for one in twice[0] if one.is_last and not one.is_listed]
        return (last[-1].code, last[-1].line) if last else None
    parts = _parts(listed)
    for one in seen:
        if (
            one.is_last
            and not one.is_listed
            and not twice
            and (
                _follows_other_words(one, lines, parts)
                or _follows_last_code(one, seen, parts)
                or _follows_broken_first_part(one, seen, lines, parts)
                or _stands_on_the_middle_line(one, seen, lines, parts)
                or (one.is_noted and all(other.is_listed for other in seen if other is not one))
            )
        ):
            return one.code, one.line
    return None


def _goes_on(following: Sequence[Sequence[str]], codes: Sequence[str]) -> bool:
    """True where the next line begins with a code of the list: `Phát phiếu =` over `1/ Kết hợp = 2`."""
    first = _LEADING.match(" ".join(following[0][:1])) if following else None
    return first is not None and first[1] in codes


def _codes(line: int, words: Sequence[str], codes: Sequence[str], goes_on: bool) -> list[_Code]:
    found = []
    for at, word in enumerate(words):
        glued = _GLUED.search(word)
        leading = _LEADING.match(word)
        bare = glued[1] if glued else leading[1] if leading else word.strip(_MARKS)
        if bare in codes:
            after = words[at + 1 :]
            is_noted = bool(after) and bool(_CITED.search(after[0]))
            is_last = is_noted or not any(mark.isalnum() for other in after for mark in other)
            is_listed = bool(glued) or word.startswith("=") or (at > 0 and words[at - 1].endswith("="))
            is_listed = is_listed and not (goes_on and is_last and at == len(words) - 1)
            found.append(_Code(bare, line, at, is_listed, is_last, is_noted))
    return found


def _follows_other_words(one: _Code, lines: Sequence[Sequence[str]], parts: Sequence[tuple[str, str]]) -> bool:
    """True for a code behind the list's last words, which have another, or behind these and the rest of their own."""
    word, code = parts[-1]
    before = [fold(other) for other in lines[one.line][: one.word]]
    if any(_is_like(other, word) for other in before[-2:]) and code != one.code:
        return True
    between = before[-1] if before else ""
    is_rest = len(between) == _SIGN_AND_CODE and between.isalnum()
    return code == one.code and is_rest and len(before) > 1 and _is_like(before[-2], word)


def _follows_last_code(one: _Code, seen: Sequence[_Code], parts: Sequence[tuple[str, str]]) -> bool:
    """True for a code on the line of the list's last one, behind it."""
    last = [other for other in seen if other.code == parts[-1][1] and other.line == one.line]
    return bool(last) and one.code != parts[-1][1] and one.word == last[0].word + 1


def _follows_broken_first_part(
    one: _Code, seen: Sequence[_Code], lines: Sequence[Sequence[str]], parts: Sequence[tuple[str, str]]
) -> bool:
    """True for the code of the first part, behind what is left of that part with its sign and its code, over
    the other parts as they are printed."""
    others = [other for other in seen if other is not one]
    if [other.code for other in others] != [code for _, code in parts[1:]]:
        return False
    before = [_bare(word) for word in lines[one.line][: one.word]]
    is_left = before and len(before[-1]) >= _SIGN_AND_CODE and before[-1] != parts[0][0]
    is_over = all(other.is_listed and other.line > one.line for other in others)
    return one.code == parts[0][1] and is_over and (bool(is_left) or _is_behind_strange_words(before, parts))


def _stands_on_the_middle_line(
    one: _Code, seen: Sequence[_Code], lines: Sequence[Sequence[str]], parts: Sequence[tuple[str, str]]
) -> bool:
    """True for the one code on the middle line, where an answer is, and of two parts none is printed."""
    is_middle = len(lines) > 1 and one.line == len(lines) - 1 - one.line and len(parts) % 2 == 0
    is_only = all(other.is_listed for other in seen if other is not one)
    return is_middle and is_only and _is_behind_strange_words(list(map(_bare, lines[one.line][: one.word])), parts)


def _is_behind_strange_words(before: Sequence[str], parts: Sequence[tuple[str, str]]) -> bool:
    """True behind words that are none of the list's: what is left of it, at least."""
    return bool(before) and not any(_is_like(word, part) for word in before[-2:] for part, _ in parts)


def _bare(word: str) -> str:
    return re.sub(r"\W", "", fold(word))


def _is_like(word: str, listed: str) -> bool:
    if len(listed) <= _SHORT:
        return word == listed
    return max(fuzz.ratio(word, listed), fuzz.ratio(word[: len(listed)], listed)) >= _LIKE


@cache
def _parts(listed: str) -> tuple[tuple[str, str], ...]:
    """The first word that tells each part of the list from the others, and its code."""
    found = [(words.strip(" ,;/").split(), code) for words, code in _PART.findall(listed)]
    times = Counter(word for words, _ in found for word in set(words))
    return tuple((next((word for word in words if times[word] == 1), words[0]), code) for words, code in found)
