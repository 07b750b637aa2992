"""What people wrote on the record in English, in Vietnamese: seeds/reference/record_translations.csv."""

from __future__ import annotations

from functools import cache

from cchc.language import VIETNAMESE
from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed


def record_words(text: str, language: str = VIETNAMESE) -> str:
    """A text of the record in a language; as it was written where it is not translated."""
    return _translations().get(text, text) if language == VIETNAMESE else text


@cache
def _translations() -> dict[str, str]:
    return {row["words_en"]: row["words_vi"] for row in read_seed(REFERENCE_SEEDS / "record_translations.csv")}
