"""Properties of stored and compared text, whatever the text."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cchc.text import fold, nfc

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
words = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " 0123456789/-.,")


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@given(st.text())
def test_nfc_is_stable_and_equal_for_both_forms(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text) == nfc(decomposed(text))


@given(st.text())
def test_fold_is_stable_and_equal_for_both_forms(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(decomposed(text))


@given(words)
def test_folded_vietnamese_is_plain_lower_case_of_the_same_length(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == folded.lower()
    assert len(folded) == len(nfc(text))


@given(words)
def test_fold_does_not_see_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


def test_fold_takes_the_stroke_off_d() -> None:
    assert fold("Đông Đức, Trần Đề") == "dong duc, tran de"
