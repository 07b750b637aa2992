"""A code list that an engine damaged still tells its own codes from the answer, or leaves it open."""

import pytest

from cchc.reading.text.listed_codes import beyond_the_list

YES_OR_NO = "co = 1, khong = 0"
WAYS = "truc tuyen = 0, phat phieu = 1, ket hop = 2"
KEPT = "co vi pham = 0, khong vi pham = 1"


@pytest.mark.parametrize(
    ("listed", "codes", "lines", "answer"),
    [
        (YES_OR_NO, "10", ["Co=11 0", "Khéng = 0"], "0"),  # a code that stands there twice
        (YES_OR_NO, "10", ["C6 =1/", "Khong <0 1"], "1"),
        (KEPT, "01", ["C6 vi pham =", "0 1", "Khong vi", "pham = 1"], "1"),
        (YES_OR_NO, "10", ["Khane 6 1 11/KH-UBND ngay"], "1"),  # behind words that have another
        (YES_OR_NO, "10", ["Khan 24 0 10/KH-UBND ngay"], "0"),  # behind the rest of its own
        (YES_OR_NO, "10", ["kianz 0 1 19/KH-UBND ngay"], "1"),  # behind the last code of the list
        (YES_OR_NO, "10", ["Cosi 1", "Khong = 0"], "1"),  # behind what is left of `Có = 1`
        (YES_OR_NO, "10", ["Co 1", "Khong = 0"], None),  # may be that of `Có`
        (YES_OR_NO, "10", ["Co l 1", "Khong = 0"], None),
        (WAYS, "012", ["Truc tuyen =", "0, Phat phieu = 2", "1, Ket hop = 2"], "2"),
        (WAYS, "012", ["Truc tuyen = 0", "Phat phieu = 1", "Ket hop = 2"], None),
        (YES_OR_NO, "10", ["Co=1", "Khone = 1"], None),  # may be the nought, misread
        (YES_OR_NO, "10", ["Co = 1", "Khong = 0"], None),
        (YES_OR_NO, "10", ["Khong 0"], None),
        (YES_OR_NO, "10", ["oe Cee 1 11/KH-UBND ngay"], "1"),  # right before a note that cites a document
        (YES_OR_NO, "10", ["oe Cee 1"], None),
        (YES_OR_NO, "10", ["", "n B 1", ""], "1"),  # on the middle line, where none of the list's is printed
        (YES_OR_NO, "10", ["", "Khong 6 0", ""], None),
        (YES_OR_NO, "10", ["", "n B 1", "", ""], None),
        (YES_OR_NO, "10", ["8 1", "Khong = 0"], "1"),  # behind what is left of its first part
        (YES_OR_NO, "10", ["Co 1 oe 0 11/KH-UBND ngay"], None),  # another may be the answer
    ],
)
def test_only_what_cannot_be_the_lists_own_is_the_answer(listed, codes, lines, answer):
    found = beyond_the_list(listed, tuple(codes), [line.split() for line in lines])
    assert (found and found[0]) == answer
