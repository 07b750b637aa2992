"""What people wrote on the record in English is there in Vietnamese too, and each translation has its text."""

import pytest

from cchc.paths import ROOT
from cchc.reference.record_translations import record_words
from cchc.seeds.reading import read_seed

DECISIONS = ROOT / "seeds" / "decisions"
WRITTEN = {
    row[column]
    for name, columns in (
        ("adjudications", ("evidence",)),
        ("held_reports", ("reason", "lift_reason")),
        ("record_entries", ("reason",)),
    )
    for row in read_seed(DECISIONS / f"{name}.csv")
    for column in columns
    if row[column]
}
TRANSLATIONS = {row["words_en"]: row["words_vi"] for row in read_seed(ROOT / "seeds/reference/record_translations.csv")}


def is_vietnamese(words: str) -> bool:
    return any(
        letter in "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ" for letter in words.lower()
    )


def test_every_english_text_of_the_record_has_its_vietnamese():
    assert {words for words in WRITTEN if not is_vietnamese(words)} - TRANSLATIONS.keys() == set()


def test_every_translation_is_of_a_text_on_record_and_vietnamese():
    assert TRANSLATIONS.keys() - WRITTEN == set()
    assert [words for words in TRANSLATIONS.values() if not is_vietnamese(words)] == []


@pytest.mark.parametrize("written", sorted(TRANSLATIONS))
def test_a_translation_tells_the_same_numbers_and_codes(written):
    """Numbers of a sentence in the order of their size; `99.10` is `99,10` in Vietnamese."""

    def said(words: str) -> list[str]:
        parts = words.replace("(", " ").replace(")", " ").replace(":", " ").replace(";", " ").split()
        return sorted(part.strip(",.").replace(".", ",") for part in parts if any(one.isdigit() for one in part))

    assert said(record_words(written)) == said(written)


def test_what_is_not_translated_stays_as_it_was_written():
    assert record_words("dòng 210: đã giải quyết 6.602 hồ sơ") == "dòng 210: đã giải quyết 6.602 hồ sơ"
    assert record_words(next(iter(TRANSLATIONS)), "en") == next(iter(TRANSLATIONS))
