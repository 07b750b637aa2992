"""The phrases that sentences in two languages are made of: seeds/reference/phrases.csv, which SQL reads too."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cchc.errors import CchcError
from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed

LANGUAGES = ("en", "vi")


@cache
def load_phrases(folder: Path = REFERENCE_SEEDS) -> dict[tuple[str, str], str]:
    """Every phrase by its name and language."""
    rows = read_seed(folder / "phrases.csv")
    return {(row["phrase"], language): row[f"words_{language}"] for row in rows for language in LANGUAGES}


def told(phrase: str, language: str, **said: str) -> str:
    """A phrase in a language, with what is said of the case at hand. Raises CchcError for one that there is not."""
    if (phrase, language) not in load_phrases():
        raise CchcError(f"{REFERENCE_SEEDS / 'phrases.csv'}: there is no phrase {phrase}. Add a row for it.")
    return load_phrases()[phrase, language].format(**said)
