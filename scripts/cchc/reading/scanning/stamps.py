"""Red stamps over a page: taken off by their colour, so that what is printed under them is read."""

from __future__ import annotations

import cv2
import numpy

from cchc.reading.scanning import grey_levels

_RED = 40  # levels by which red is over green and blue where ink is red,
_REDDISH = 20  # and at the edges of its strokes
_SHARE_LEAST = 0.0005  # of a page that a stamp takes
_SHRUNK = 4  # times, to look for stamps
_GAP = 60  # parts of a page's short side: strokes of a stamp are no farther apart
_SIDE = 12  # parts of the short side that a stamp is wide and high at least; figures in red are smaller
_INK_PERCENTILE = 30.0  # of the red ink's grey levels: as dark as it is where nothing lies under it


def without_stamps(colours: numpy.ndarray) -> numpy.ndarray:
    """The grey levels of a page, shape (height, width), of its colours as red, green, blue in a third dimension.

    In a stamp they are as light as its ink is dark; what is darker than this ink is what was printed under it.
    """
    grey = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    over = cv2.subtract(colours[:, :, 0], cv2.max(colours[:, :, 1], colours[:, :, 2]))
    red = over > _RED
    if red.mean() < _SHARE_LEAST:
        return grey
    stamped = _areas(red)
    if not stamped.any():
        return grey
    ink = max(grey_levels.percentile(grey[stamped & red], _INK_PERCENTILE), 1)
    lighter = cv2.convertScaleAbs(grey, alpha=grey_levels.median(grey) / ink)
    return numpy.where(stamped & (over > _REDDISH), lighter, grey)


def _areas(red: numpy.ndarray) -> numpy.ndarray:
    """Where strokes in red make up something as wide and as high as a stamp; shape as `red`."""
    height, width = red.shape
    small = cv2.resize(red.astype(numpy.uint8), (width // _SHRUNK, height // _SHRUNK), interpolation=cv2.INTER_AREA)
    reach = max(min(small.shape) // _GAP, 3)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, numpy.ones((reach, reach), numpy.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(closed)
    least = min(small.shape) / _SIDE
    large = [at for at in range(1, count) if min(boxes[at, cv2.CC_STAT_WIDTH], boxes[at, cv2.CC_STAT_HEIGHT]) >= least]
    areas = cv2.dilate(numpy.isin(labels, large).astype(numpy.uint8), numpy.ones((3, 3), numpy.uint8))
    return cv2.resize(areas, (width, height), interpolation=cv2.INTER_NEAREST) > 0
