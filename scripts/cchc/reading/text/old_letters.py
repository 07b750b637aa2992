"""Text typed for the Vietnamese fonts before Unicode: its letters are others than it shows, so it cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

_TCVN3 = set("µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞ«¬§")  # letters of .VnTime and its kin, as they are stored
_VNI_MARKS = set("øùûõïâáàåãäéèúüëØÙÛÕÏÂÁÀÅÃÄÉÈÚÜË")  # of VNI-Times: a mark is a letter of its own after the vowel
_VNI_VOWELS = set("aeoyuôöAEOYUÔÖ")
_WORDS = {  # words of every report as they are stored in such an encoding: letters alone are no proof
    "TCVN3": "hµnh chÝnh cña vµ c¸c thñ tôc c¶i c¸ch b¸o c¸o nh©n d©n huyÖn n¨m sè hå c«ng kÕt qu¶ x· cÊp v¨n b¶n",
    "VNI": "haønh cuûa vaø caùc thuû tuïc caûi caùch baùo caùo nhaân daân huyeän naêm soá hoà coâng keát quaû baûn",
}
_WORDS_LEAST = 6  # different ones of them
_SHARE_LEAST = 0.05  # share of the letters that are such; in Unicode text next to none
_LETTERS_LEAST = 200


def old_encoding(texts: Iterable[str]) -> str | None:
    """The name of the encoding that the texts are in if it is an old one: TCVN3 or VNI; None for Unicode."""
    texts = list(texts)
    text = "".join(texts)
    letters = sum(mark.isalpha() for mark in text)
    if letters < _LETTERS_LEAST:
        return None
    least = _SHARE_LEAST * letters
    words = {word.strip(".,;:()") for one in texts for word in one.lower().split()}
    if sum(mark in _TCVN3 for mark in text) > least and _has_words(words, "TCVN3"):
        return "TCVN3 (fonts .VnTime, .VnArial)"
    if sum(vowel in _VNI_VOWELS and mark in _VNI_MARKS for vowel, mark in pairwise(text)) > least and (
        _has_words(words, "VNI")
    ):
        return "VNI (fonts VNI-Times)"
    return None


def _has_words(words: set[str], encoding: str) -> bool:
    return len(words & set(_WORDS[encoding].lower().split())) >= _WORDS_LEAST
