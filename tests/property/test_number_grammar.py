"""What is written by the rules reads back exactly; anything else is never a confident number."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cchc.reading.number_grammar import CLEAR, read_figure

ANSWER_TYPES = st.sampled_from(["count", "percent", "ratio"])


@given(st.integers(0, 10**12))
def test_a_count_reads_back_with_and_without_thousands_dots(number):
    for text in (str(number), f"{number:,}".replace(",", ".")):
        reading = read_figure(text, "count")
        assert (reading.status, reading.value) == (CLEAR, number)


@given(st.integers(0, 99999), st.sampled_from(".,"))
def test_a_percentage_reads_back_with_either_decimal_mark(hundredths, mark):
    text = f"{hundredths // 100}{mark}{hundredths % 100:02d}"
    reading = read_figure(text, "percent")
    assert (reading.status, reading.value) == (CLEAR, Decimal(hundredths) / 100)
    assert reading.decimals == 2


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_a_ratio_reads_back(part, base):
    reading = read_figure(f"{part}/{base}", "ratio")
    assert (reading.status, reading.value, reading.base_value) == (CLEAR, part, base)


@given(st.text(max_size=12), ANSWER_TYPES)
def test_any_text_is_read_without_failing_and_clear_only_by_its_own_digits(text, answer_type):
    reading = read_figure(text, answer_type)
    assert (reading.value is None) == (reading.status in ("blank", "unreadable"))
    if reading.status == CLEAR:
        assert not any(mark.isalpha() for mark in text)
        digits = "".join(str(int(mark)) for mark in text if mark.isdecimal())
        written = f"{reading.value:f}".replace(".", "") + (
            f"{reading.base_value:f}" if reading.base_value is not None else ""
        )
        assert digits.strip("0") in ("", written.strip("0")) or written.strip("0") in digits
