"""Pages are shown as they are read, however they went through the scanner."""

from __future__ import annotations

import numpy
import pytest

from cchc.showing.page_pictures import PagePicture

_PAGE = numpy.random.default_rng(5).integers(0, 256, (300, 200), dtype=numpy.uint8)
_BOXES = [(120, 40, 170, 60), (121, 70, 169, 95), (119, 200, 171, 230)]  # answers in form order, down the page


def turned(quarters: int) -> tuple[PagePicture, list[tuple[float, float, float, float]]]:
    """The page turned clockwise, and where its boxes come to lie."""
    page, boxes = _PAGE, _BOXES
    for _ in range(quarters):
        height = page.shape[0]
        page = numpy.rot90(page, -1)
        boxes = [(height - bottom, left, height - top, right) for left, top, right, bottom in boxes]
    return PagePicture(1, page, 1.0), boxes


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_turned_page_is_shown_upright_with_its_boxes(quarters):
    picture, boxes = turned(quarters)
    upright, placed = picture.upright(boxes)
    assert numpy.array_equal(upright.pixels, _PAGE)
    assert placed == _BOXES


def test_a_page_of_one_answer_or_none_is_left_as_it_is():
    picture, boxes = turned(2)
    for few in (boxes[:1], []):
        assert picture.upright(few) == (picture, few)


def test_a_crop_keeps_all_ink_of_a_high_cell():
    page = numpy.full((400, 300), 245, dtype=numpy.uint8)
    page[150:170, 100:110] = 20
    page[260:280, 100:110] = 20
    crop = PagePicture(1, page, 1.0).ink((50, 50, 200, 350))
    assert (crop < 100).sum() == 2 * 20 * 10
    assert crop.shape[0] < 300
