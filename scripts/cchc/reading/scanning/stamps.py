"""Stamps over a page: taken off by their colour, so that what is printed under them is read."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy

from cchc.reading.scanning import grey_levels

_COLOURED = 40  # levels that the strongest of red, green and blue is over the weakest where ink is coloured,
_FAINTLY = 20  # and at the edges of its strokes
_SHARE_LEAST = 0.0005  # of a page that a stamp takes
_SHRUNK = 4  # times, to look for stamps
_GAP = 60  # parts of a page's short side: strokes of a stamp are no farther apart
_SIDE_LEAST = 12  # parts of the short side that a stamp is wide and high at least; figures in colour are smaller
_SIDE_MOST = 2.5  # and at most; lines and columns of coloured print are larger
_RING = 0.45  # of a stamp's width and height that its ring or frame, one stroke, spans; lines of print do not
_THIN = 0.2  # of a pixel of what was shrunk that a stroke takes at least
_DARK = 0.6  # of the paper's grey level: darker is ink
_FILLED_MOST = 0.6  # of its area that a stamp's strokes take; the ground of a heading takes more
_INK_PERCENTILE = 30.0  # of a stamp's grey levels: as dark as its ink is where nothing lies under it


def without_stamps(colours: numpy.ndarray) -> numpy.ndarray:
    """The grey levels of a page, shape (height, width), of its colours as red, green, blue in a third dimension.

    In a stamp they are as light as its ink is dark; what is darker than this ink is what was printed under it.
    """
    grey = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    colour = _over_grey(colours)
    coloured = colour > _COLOURED
    if coloured.mean() < _SHARE_LEAST:
        return grey
    paper, lighter = grey_levels.median(grey), grey
    for area in _stamps(coloured, grey < paper * _DARK):
        ink = max(grey_levels.percentile(grey[area & coloured], _INK_PERCENTILE), 1)
        lighter = numpy.where(area & (colour > _FAINTLY), cv2.convertScaleAbs(grey, alpha=paper / ink), lighter)
    return lighter


def _over_grey(colours: numpy.ndarray) -> numpy.ndarray:
    """By how many levels the strongest of red, green and blue is over the weakest, where paper is held to be white."""
    channels = [
        cv2.convertScaleAbs(channel, alpha=255 / max(grey_levels.median(channel), 1)) for channel in cv2.split(colours)
    ]
    return cv2.subtract(cv2.max(cv2.max(*channels[:2]), channels[2]), cv2.min(cv2.min(*channels[:2]), channels[2]))


def _stamps(coloured: numpy.ndarray, dark: numpy.ndarray) -> Iterator[numpy.ndarray]:
    """Where coloured strokes in a ring or frame are as wide and high as a stamp; each of the shape of `coloured`."""
    height, width = coloured.shape
    small, ink = (_shrunk(one) for one in (coloured, dark))
    side = min(small.shape)
    reach = max(side // _GAP, 3)
    strokes = small | (ink & cv2.dilate(small, numpy.ones((reach, reach), numpy.uint8)))  # over the lines of a table
    for box, own in _pieces(cv2.morphologyEx(small, cv2.MORPH_CLOSE, numpy.ones((reach, reach), numpy.uint8))):
        is_as_large = side / _SIDE_LEAST <= min(own.shape) and max(own.shape) <= side / _SIDE_MOST
        if is_as_large and (small[box] & own).mean() <= _FILLED_MOST and _has_ring(strokes[box] & own):
            area = numpy.zeros(small.shape, numpy.uint8)
            area[box] = own
            area = cv2.dilate(area, numpy.ones((3, 3), numpy.uint8))
            yield cv2.resize(area, (width, height), interpolation=cv2.INTER_NEAREST) > 0


def _shrunk(strokes: numpy.ndarray) -> numpy.ndarray:
    """1 where a good part of what becomes one pixel is of a stroke: of a thin one hardly half is."""
    height, width = strokes.shape
    shares = cv2.resize(
        strokes.astype(numpy.float32), (width // _SHRUNK, height // _SHRUNK), interpolation=cv2.INTER_AREA
    )
    return (shares > _THIN).astype(numpy.uint8)


def _has_ring(strokes: numpy.ndarray) -> bool:
    high, wide = (_RING * side for side in strokes.shape)
    return any(own.shape[0] >= high and own.shape[1] >= wide for _, own in _pieces(strokes))


def _pieces(strokes: numpy.ndarray) -> Iterator[tuple[tuple[slice, slice], numpy.ndarray]]:
    """What hangs together: the box that it fills, as rows and columns, and where in this it is."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(strokes)
    for at in range(1, count):
        left, top, wide, high = (int(one) for one in boxes[at, : cv2.CC_STAT_HEIGHT + 1])
        box = slice(top, top + high), slice(left, left + wide)
        yield box, (labels[box] == at).astype(numpy.uint8)
