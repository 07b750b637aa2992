"""What a camera does to a page is undone; what a scanner made is left alone."""

from __future__ import annotations

import cv2
import numpy
import pytest

from cchc.reading.scanning.photographs import as_scanned, evenly_lit

from . import drawn_pages


@pytest.mark.parametrize("degrees", [0.0, 0.4, -2.5])
def test_a_scan_stays_as_it_is(degrees):
    scan = drawn_pages.scanned(drawn_pages.page(), degrees).pixels
    assert as_scanned(scan) is scan


def test_a_page_without_rules_stays_as_it_is():
    page = numpy.full((1600, 1200), 250, numpy.uint8)
    assert as_scanned(page) is page


@pytest.mark.parametrize("seed", range(4))
def test_rules_of_a_photograph_come_to_lie_at_right_angles(seed):
    flat = as_scanned(drawn_pages.photographed(drawn_pages.page(), seed, degrees=3.0))
    ends = cv2.createLineSegmentDetector().detect(flat)[0].reshape(-1, 4)
    run = numpy.abs(ends[:, 2:] - ends[:, :2])
    turned = numpy.degrees(numpy.arctan2(run.min(axis=1), run.max(axis=1)))[run.max(axis=1) > 250]
    assert len(turned) >= 8
    assert numpy.percentile(turned, 90) < 0.3


def test_a_shadow_is_taken_off_and_print_stays():
    page = drawn_pages.page().astype(numpy.float32)
    shadow = numpy.linspace(1.0, 0.4, page.shape[1], dtype=numpy.float32)
    lit = evenly_lit((page * shadow).astype(numpy.uint8))
    assert numpy.percentile(lit[page == 255], 2) > 225
    assert lit[page == 0].mean() < 40
