"""What is drawn on a PDF's page: ruled lines, strokes, filled boxes and pictures, in the order in which they cover."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdf_c

from cchc.reading.page_words import Box, Rule, Thing
from cchc.reading.pieces import PICTURE, SHAPE

_LINES_MOST = 40_000  # ruled line pieces of a page
_THINGS_MOST = 3_000
_STROKES_MOST = 2_000  # slanted ones
_DEPTH_MOST = 6  # drawings within drawings
_THIN = 3.0  # a filled shape thinner than this, in points, is a line
_TICK_BOX = 14.0  # points of a side of a box to tick; no cell of a table is so small
_OPAQUE, _WHITE = 250, 250  # of 255
_PAGE_PICTURE = 0.8  # share of a page that a picture covers if it is its ground


Stroke = tuple[float, float, float, float]  # from x, y to x, y


@dataclass(frozen=True)
class Cover:
    """A filled box or a picture, which hides what was drawn before: its place in the order of what is drawn."""

    order: int
    box: Box
    is_picture: bool


class Placing:
    """From a page's own coordinates to those of the page as it is shown: points from its top left."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._left, self._bottom, self._right, self._top = page.get_cropbox()
        self.turned = page.get_rotation()
        self.width, self.height = page.get_size()

    def point(self, x, y):
        """Numbers, or arrays of them."""
        match self.turned:
            case 90:
                return y - self._bottom, x - self._left
            case 180:
                return self._right - x, y - self._bottom
            case 270:
                return self._top - y, self._right - x
        return x - self._left, self._top - y


class Drawing:
    """The ruled lines of a page, its slanted strokes, what covers other things, and the area of its pictures."""

    def __init__(self, place: Placing) -> None:
        self._place = place
        self.rules: list[Rule] = []
        self.strokes: list[Stroke] = []
        self.covers: list[Cover] = []
        self.things: list[Thing] = []
        self.texts: dict[int, int] = {}  # by address, the place of each text in the order
        self.retold: set[int] = set()  # addresses of texts for which the file gives another text than their letters
        self.picture_area = 0.0
        self.paths = 0
        self._order = 0

    def take(self, holder, count_of, get, matrices: tuple[pdf_c.FS_MATRIX, ...]) -> None:
        """Take in every object of a page or of a drawing within it, under the matrices it stands in."""
        for at in range(count_of(holder)):
            thing = get(holder, at)
            kind = pdf_c.FPDFPageObj_GetType(thing)
            self._order += 1
            if kind == pdf_c.FPDF_PAGEOBJ_TEXT:
                self.texts[ctypes.addressof(thing.contents)] = self._order
                if _is_retold(thing):
                    self.retold.add(ctypes.addressof(thing.contents))
            elif kind == pdf_c.FPDF_PAGEOBJ_PATH:
                self.paths += 1
                if len(self.rules) < _LINES_MOST:
                    self._take_path(thing, matrices)
            elif kind == pdf_c.FPDF_PAGEOBJ_IMAGE:
                self._take_picture(thing, matrices)
            elif kind == pdf_c.FPDF_PAGEOBJ_FORM and len(matrices) < _DEPTH_MOST:
                own = (_matrix(thing), *matrices)
                self.take(thing, pdf_c.FPDFFormObj_CountObjects, pdf_c.FPDFFormObj_GetObject, own)

    def _take_picture(self, thing, matrices) -> None:
        corners = [self._shown(x, y, (_matrix(thing), *matrices)) for x in (0, 1) for y in (0, 1)]
        xs = [min(max(x, 0.0), self._place.width) for x, _ in corners]
        ys = [min(max(y, 0.0), self._place.height) for _, y in corners]
        area = (max(xs) - min(xs)) * (max(ys) - min(ys))
        self.picture_area += area
        if area < _PAGE_PICTURE * self._place.width * self._place.height:
            self.things.append(Thing((min(xs), min(ys), max(xs), max(ys)), PICTURE))
            self.covers.append(Cover(self._order, (min(xs), min(ys), max(xs), max(ys)), is_picture=True))

    def _take_path(self, path, matrices) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdf_c.FPDFPath_GetDrawMode(path, fill, stroke)
        if not (fill.value or stroke.value):
            return
        own = (_matrix(path), *matrices)
        start = last = None
        x, y = ctypes.c_float(), ctypes.c_float()
        is_odd, before = False, len(self.rules)
        left = top = float("inf")
        right = bottom = float("-inf")
        for at in range(min(pdf_c.FPDFPath_CountSegments(path), _LINES_MOST)):
            piece = pdf_c.FPDFPath_GetPathSegment(path, at)
            pdf_c.FPDFPathSegment_GetPoint(piece, x, y)
            point = self._shown(x.value, y.value, own)
            left, right = min(left, point[0]), max(right, point[0])
            top, bottom = min(top, point[1]), max(bottom, point[1])
            kind = pdf_c.FPDFPathSegment_GetType(piece)
            if kind == pdf_c.FPDF_SEGMENT_MOVETO:
                start = point
            elif last is not None:
                is_line = kind == pdf_c.FPDF_SEGMENT_LINETO
                is_odd = is_odd or not self._add(last, point, is_line=is_line, is_stroke=bool(stroke.value))
            if pdf_c.FPDFPathSegment_GetClose(piece) and start is not None:
                self._add(point, start, is_line=True, is_stroke=False)
            last = point
        if is_odd and max(right - left, bottom - top) > _THIN and len(self.things) < _THINGS_MOST:
            self.things.append(Thing((left, top, right, bottom), SHAPE))
        if not is_odd and _THIN < right - left <= _TICK_BOX and _THIN < bottom - top <= _TICK_BOX and stroke.value:
            del self.rules[before:]
            self.things.append(Thing((left, top, right, bottom), SHAPE))
            return
        if not fill.value or is_odd or min(right - left, bottom - top) <= _THIN:
            return
        levels = _fill_of(path)
        if levels[3] >= _OPAQUE and not pdf_c.FPDFPageObj_HasTransparency(path):
            self.covers.append(Cover(self._order, (left, top, right, bottom), is_picture=False))
        if not stroke.value and min(levels[:3]) >= _WHITE:
            del self.rules[before:]  # nobody sees the edges of a white box

    def _add(self, one: tuple[float, float], other: tuple[float, float], *, is_line: bool, is_stroke: bool) -> bool:
        """Take in a piece of a path; False if it is neither level nor upright."""
        left, right = (one[0], other[0]) if one[0] <= other[0] else (other[0], one[0])
        top, bottom = (one[1], other[1]) if one[1] <= other[1] else (other[1], one[1])
        if is_line and min(right - left, bottom - top) <= 1:
            if max(right - left, bottom - top) > _THIN:
                self.rules.append(Rule(left, right, top, bottom))
            return True
        if is_stroke and len(self.strokes) < _STROKES_MOST:
            self.strokes.append((*one, *other))
        return False

    def _shown(self, x: float, y: float, matrices: tuple[pdf_c.FS_MATRIX, ...]) -> tuple[float, float]:
        for matrix in matrices:
            x, y = matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f
        return self._place.point(x, y)


def _is_retold(text) -> bool:
    count = pdf_c.FPDFPageObj_CountMarks(text)
    if count < 1:
        return False
    length = ctypes.c_ulong()
    marks = (pdf_c.FPDFPageObj_GetMark(text, at) for at in range(count))
    return any(pdf_c.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, length) for mark in marks)


def _fill_of(path) -> tuple[int, int, int, int]:
    """Red, green, blue and how opaque a shape is filled, 0-255 each."""
    levels = [ctypes.c_uint() for _ in range(4)]
    if not pdf_c.FPDFPageObj_GetFillColor(path, *levels):
        return 0, 0, 0, 255
    red, green, blue, opaque = (level.value for level in levels)
    return red, green, blue, opaque


def _matrix(thing) -> pdf_c.FS_MATRIX:
    matrix = pdf_c.FS_MATRIX()
    pdf_c.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix
