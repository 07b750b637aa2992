"""Text typed for the Vietnamese fonts before Unicode: its letters are others than it shows, so it cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

_TCVN3 = set("µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞ«¬§")  # letters of .VnTime and its kin, as they are stored
_VNI_MARKS = set("øùûõïâáàåãäéèúüëØÙÛÕÏÂÁÀÅÃÄÉÈÚÜË")  # of VNI-Times: a mark is a letter of its own after the vowel
_VNI_VOWELS = set("aeoyuôöAEOYUÔÖ")
_SHARE_LEAST = 0.05  # share of the letters that are such; in Unicode text next to none
_LETTERS_LEAST = 200


def old_encoding(texts: Iterable[str]) -> str | None:
    """The name of the encoding that the texts are in if it is an old one: TCVN3 or VNI; None for Unicode."""
    text = "".join(texts)
    letters = sum(mark.isalpha() for mark in text)
    if letters < _LETTERS_LEAST:
        return None
    least = _SHARE_LEAST * letters
    if sum(mark in _TCVN3 for mark in text) > least:
        return "TCVN3 (fonts .VnTime, .VnArial)"
    if sum(vowel in _VNI_VOWELS and mark in _VNI_MARKS for vowel, mark in pairwise(text)) > least:
        return "VNI (fonts VNI-Times)"
    return None
