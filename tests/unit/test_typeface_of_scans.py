"""A figure that is not printed as the others are, as one by hand, is not stood by."""

from __future__ import annotations

import pytest

from cchc.reading.scanning.cell_ocr import ReadCell
from cchc.reading.scanning.cell_pictures import inked_part
from cchc.reading.scanning.typeface import Typeface

from . import drawn_pages

PRINTED = ("10", "23", "456", "7.890", "12", "345", "67", "89,01", "23/46", "57", "98", "06", "143", "258", "79") * 2


def typeface(family: str, dpi: int, by_hand: tuple[str, ...] = (), printed: tuple[str, ...] = PRINTED) -> Typeface:
    drawn = [drawn_pages.cell(text, family=family, dpi=dpi) for text in printed]
    drawn += [drawn_pages.handwritten(text, seed) for seed, text in enumerate(by_hand)]
    return Typeface([inked_part(one) for one in drawn], [*printed, *by_hand])


@pytest.mark.parametrize(("family", "dpi"), [("Arimo", 300), ("Tinos", 200), ("Tinos", 150), ("Cousine", 150)])
def test_print_is_like_itself_and_handwriting_is_not(family, dpi):
    by_hand = ("7", "10", "32")
    strange = typeface(family, dpi, by_hand).strange
    assert set(range(len(PRINTED), len(PRINTED) + len(by_hand))) <= strange
    assert len(strange) <= len(by_hand) + 2  # one figure, twice


def test_where_many_figures_are_by_hand_none_is_stood_by():
    by_hand = ("7", "1", "0", "32", "5", "4", "66", "10") * 2
    face = typeface("Tinos", 300, by_hand)
    assert face.strange == set(range(len(PRINTED) + len(by_hand)))
    assert face.judged(0, ReadCell("10")).doubt == "digits_unlike_print"


def test_the_print_decides_between_readings_and_not_against_other_doubts():
    face = typeface("Tinos", 300)
    split = ReadCell("10", 0.6, "readings_differ: 10, 40", is_split=True)
    assert face.judged(0, split).doubt == ""
    assert face.judged(0, ReadCell("10", 0.6, "ink_faint")).doubt == "ink_faint"


def test_a_digit_read_as_another_is_unlike_it():
    printed = ("40", *PRINTED[1:])  # the 10 of PRINTED, misread
    drawn = [drawn_pages.cell(text, family="Tinos") for text in PRINTED]
    assert Typeface([inked_part(one) for one in drawn], printed).strange == {0}


def test_few_figures_tell_nothing():
    assert not typeface("Tinos", 300, ("7",), PRINTED[:9]).strange
