"""A reader's doubt about a cell, `readings_differ: 12, 13`: its code, what it says of this cell, and its words."""

from __future__ import annotations

from cchc.reference.code_words import code_words

ROW_NOT_FOUND = "row_not_found"
_ABOUT = ": "


def parted(doubt: str) -> tuple[str, str]:
    """The code of a doubt and what it says of the cell at hand, '' for nothing; two '' for no doubt."""
    code, _, about = doubt.partition(_ABOUT)
    return code, about


def joined(code: str, about: str) -> str:
    """The doubt that `parted` parts."""
    return _ABOUT.join(filter(None, (code, about)))


def doubt_words(doubt: str) -> tuple[str, str]:
    """The doubt in Vietnamese and English; ('', '') for none. Raises CchcError for one that has no words."""
    if not doubt:
        return "", ""
    code, about = parted(doubt)
    word = code_words("reading_doubt")[code]
    return joined(word.vi, about), joined(word.en, about)
