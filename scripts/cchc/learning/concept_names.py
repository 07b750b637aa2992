"""A name for a concept that was never asked for: from the label of its row, spelled out in small letters."""

from __future__ import annotations

import re
from collections.abc import Collection

from cchc.text import fold, nfc

_LONGEST = 60  # characters
_ABBREVIATIONS = (  # written out, for a name has to be read without the form
    ("cchc", "cai cach hanh chinh"),
    ("tthc", "thu tuc hanh chinh"),
    ("ubnd", "uy ban nhan dan"),
    ("vbqppl", "van ban quy pham phap luat"),
    ("dvctt", "dich vu cong truc tuyen"),
    ("dvc", "dich vu cong"),
    ("dvsncl", "don vi su nghiep cong lap"),
    ("dvsn", "don vi su nghiep"),
    ("sncl", "su nghiep cong lap"),
    ("nsnn", "ngan sach nha nuoc"),
    ("pakn", "phan anh kien nghi"),
    ("bcci", "buu chinh cong ich"),
)
_COUNTED = re.compile(
    r"^\W*(?:tổng số lượng|tổng số|số lượng|tổng|số|tỷ lệ|tỉ lệ)\b"
)  # at its beginning it tells nothing
_EMPTY = frozenset(["đã", "được", "các", "những", "của", "the", "of", "and", "a", "to", "in"])


def concept_name(label: str, answer_type: str, parent: str, taken: Collection[str]) -> str:
    """A name that is not `taken`: the words of the label, with those of the row over it where they do not tell it
    apart, and `pct` at the end of a percentage."""
    ending = "_pct" if answer_type == "percent" else ""
    own = _words(label) or ["chi", "tieu"]
    for words in (own, [*own, *_words(parent)]):
        name = _joined(words, _LONGEST - len(ending)) + ending
        if name not in taken:
            return name
    return next(
        name for number in range(2, 10_000) if (name := f"{_joined(own, _LONGEST - 8)}_{number}{ending}") not in taken
    )


def _words(text: str) -> list[str]:
    bare = _COUNTED.sub(" ", re.sub(r"\([^)]*\)?", " ", nfc(text).lower()))
    folded = fold(" ".join(word for word in re.findall(r"\w+", bare) if word not in _EMPTY))
    for short, long in _ABBREVIATIONS:
        folded = re.sub(rf"\b{short}\b", long, folded)
    words = re.findall(r"[a-z0-9]+", folded)
    return ["n", *words] if words and words[0][0].isdigit() else words


def _joined(words: list[str], longest: int) -> str:
    """As many words as fit."""
    name = ""
    for word in words:
        longer = f"{name}_{word}" if name else word
        if len(longer) > longest:
            break
        name = longer
    return name
