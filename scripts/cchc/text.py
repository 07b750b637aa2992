"""Unicode forms of Vietnamese text: how it is stored, and how it is compared."""

import unicodedata

STROKE = str.maketrans({"đ": "d", "Đ": "d"})  # a letter of its own: no decomposition takes the stroke off


def nfc(text: str) -> str:
    """Return `text` in Unicode NFC, the one form in which text is stored here."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return `text` for comparison: lower case, no diacritics, đ as d; the same for NFC and NFD input."""
    decomposed = unicodedata.normalize("NFD", nfc(text).lower())
    bare = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return nfc(bare.translate(STROKE))
