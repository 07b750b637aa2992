"""Unicode forms of Vietnamese text: how it is stored, and how it is compared."""

import unicodedata
from functools import lru_cache

_FOLDED_MOST = 32_768  # texts kept: the same labels and units are compared again and again

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
