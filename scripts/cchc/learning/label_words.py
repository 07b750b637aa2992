"""What the words of a label mean: synonyms and short forms as one, empty words as none, and words that exclude others.

The words are data: seeds/reference/label_words.csv.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed
from cchc.text import nfc

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_BRACKETS = re.compile(r"\([^)]*\)?")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LATE_TONE = re.compile(f"(o[ae]|uy)([{_TONES}])")  # `hoá`, `uỷ`: the tone stands on the second vowel


@dataclass(frozen=True)
class Meaning:
    """What a label says: its words' meanings in order, once each; of these what excludes others, by contrast; and those
    that it says in brackets alone, where a label explains itself."""

    words: tuple[str, ...] = ()
    contrasts: frozenset[tuple[str, str]] = frozenset()
    aside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Entry:
    meanings: tuple[str, ...]
    contrast: str


@lru_cache(maxsize=20_000)
def meaning_of(text: str) -> Meaning:
    """The meaning of a label or unit. Of phrases that are listed the longest counts; any other word means itself."""
    entries, longest = _entries()
    tokens = _tokens(text)
    words: dict[str, None] = {}
    contrasts: set[tuple[str, str]] = set()
    at = 0
    while at < len(tokens):
        for size in range(min(longest, len(tokens) - at), 0, -1):
            entry = entries.get(tuple(tokens[at : at + size]))
            if entry is not None:
                words |= dict.fromkeys(entry.meanings)
                if entry.contrast:
                    contrasts |= {(entry.contrast, meaning) for meaning in entry.meanings}
                break
        else:
            size = 1
            words[tokens[at]] = None
            if tokens[at][0].isdigit():
                contrasts.add(("number", tokens[at]))
        at += size
    bare = _BRACKETS.sub(" ", text)
    aside = frozenset(words) - frozenset(meaning_of(bare).words) if bare != text else frozenset()
    return Meaning(tuple(words), frozenset(contrasts), aside)


def _tokens(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFD", nfc(text).lower())
    early = _LATE_TONE.sub(lambda found: found[1][0] + found[2] + found[1][1], decomposed)
    return _TOKEN.findall(nfc(early))


@cache
def _entries(folder: Path = REFERENCE_SEEDS) -> tuple[dict[tuple[str, ...], _Entry], int]:
    entries = {
        tuple(_tokens(row["words_vi"])): _Entry(
            tuple(part.strip() for part in row["meaning_vi"].split(";") if part.strip()), row["contrast"]
        )
        for row in read_seed(folder / "label_words.csv")
    }
    return entries, max(map(len, entries))
