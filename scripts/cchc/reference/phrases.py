"""The phrases that sentences in two languages are made of: seeds/reference/phrases.csv, which SQL reads too.

What stands in Python in English alone, help and errors, is found there by its English words, as gettext does it:
`help_` as it is, `error_` with names in braces for what differs from case to case.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from string import Formatter

from cchc.errors import CchcError
from cchc.language import ENGLISH, LANGUAGES, spoken
from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed


@cache
def load_phrases(folder: Path = REFERENCE_SEEDS) -> dict[tuple[str, str], str]:
    """Every phrase by its name and language."""
    rows = read_seed(folder / "phrases.csv")
    return {(row["phrase"], language): row[f"words_{language}"] for row in rows for language in LANGUAGES}


def told(phrase: str, language: str, **said: object) -> str:
    """A phrase in a language, with what is said of the case at hand. Raises CchcError for one that there is not."""
    if (phrase, language) not in load_phrases():
        raise CchcError(f"{REFERENCE_SEEDS / 'phrases.csv'}: there is no phrase {phrase}. Add a row for it.")
    return load_phrases()[phrase, language].format(**said)


def say(phrase: str, **said: object) -> str:
    """A phrase in the language that is spoken (cchc.language)."""
    return told(phrase, spoken(), **said)


def in_language(english: str, language: str) -> str:
    """The English words of a help text or an error in a language; as they are where the catalogue has not got them.

    What an error says of the case at hand is looked up too, so that an error inside another is told as well.
    """
    if language == ENGLISH or not english:
        return english
    if "\n" in english:
        return "\n".join(in_language(line, language) for line in english.split("\n"))
    known = _by_english(language)
    if english in known:
        return known[english]
    for pattern, words in _patterns(language):
        if found := pattern.fullmatch(english):
            return words.format(**{name: in_language(part, language) for name, part in found.groupdict().items()})
    return english


@cache
def _by_english(language: str) -> dict[str, str]:
    """Words of help and errors that are always the same."""
    phrases = load_phrases()
    return {
        phrases[phrase, ENGLISH]: phrases[phrase, language]
        for phrase, one in phrases
        if one == language and phrase.startswith(("help_", "error_"))
    }


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Errors with their names in braces, and their words; those that say most by themselves first."""
    found = []
    for english, words in _by_english(language).items():
        parts = list(Formatter().parse(english))
        named: set[str] = set()
        pattern = ""
        for literal, name, *_ in parts:
            pattern += re.escape(literal)
            if name:
                pattern += f"(?P={name})" if name in named else f"(?P<{name}>.*?)"
                named.add(name)
        if named:
            found.append((sum(len(literal) for literal, *_ in parts), pattern, words))
    return [(re.compile(pattern), words) for _, pattern, words in sorted(found, reverse=True)]
