"""Unicode forms of Vietnamese text: how it is stored, and how it is compared."""

import unicodedata
from functools import lru_cache

_FOLDED_MOST = 32_768  # texts kept: the same labels and units are compared again and again

_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0")  # letters to Unicode that show nothing: fillers of Hangul
_LETTERS_OF_A_WORD = 2
STROKE = str.maketrans({"đ": "d", "Đ": "d"})  # a letter of its own: no decomposition takes the stroke off


def nfc(text: str) -> str:
    """Return `text` in Unicode NFC, the one form in which text is stored here."""
    return unicodedata.normalize("NFC", text)


@lru_cache(_FOLDED_MOST)
def fold(text: str) -> str:
    """Return `text` for comparison: lower case, no diacritics, đ as d; the same for NFC and NFD input."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", nfc(text).lower())
    bare = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return nfc(bare.translate(STROKE))


def shown(text: str) -> str:
    """Return `text` without what nobody sees: signs that only format, fillers, spaces beside spaces."""
    seen = (" " if letter.isspace() else letter for letter in nfc(text))
    return " ".join(
        "".join(one for one in seen if unicodedata.category(one) not in ("Cf", "Cc") and one not in _UNSEEN).split()
    )


def says_something(text: str) -> bool:
    """Whether a reader finds a name or a word in `text`: letters that can be seen."""
    return sum(letter.isalpha() for letter in shown(text)) >= _LETTERS_OF_A_WORD
