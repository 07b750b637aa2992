"""Where the strokes of a reader's notes run on a PDF's page: what is struck out, lines, and what a pen drew."""

from __future__ import annotations

import ctypes
from itertools import pairwise

import pypdfium2.raw as pdf_c

from cchc.reading.formats.pdf_drawing import Placing, Stroke

_STROKES_MOST = 500  # of a note
_WITH_VERTICES = (pdf_c.FPDF_ANNOT_POLYGON, pdf_c.FPDF_ANNOT_POLYLINE)


def note_strokes(note, place: Placing) -> list[Stroke]:
    """The strokes of a note, in points from the top left of the page as it is shown; none of one without any."""
    kind = pdf_c.FPDFAnnot_GetSubtype(note)
    if kind == pdf_c.FPDF_ANNOT_STRIKEOUT:
        lines = _struck_lines(note)
    elif kind == pdf_c.FPDF_ANNOT_LINE:
        lines = _line(note)
    elif kind == pdf_c.FPDF_ANNOT_INK:
        lines = [
            _points(pdf_c.FPDFAnnot_GetInkListPath, note, at) for at in range(pdf_c.FPDFAnnot_GetInkListCount(note))
        ]
    elif kind in _WITH_VERTICES:
        lines = [_points(pdf_c.FPDFAnnot_GetVertices, note)]
    else:
        return []
    placed = ([place.point(x, y) for x, y in line] for line in lines)
    return [(*one, *other) for line in placed for one, other in pairwise(line)][:_STROKES_MOST]


def _struck_lines(note) -> list[list[tuple[float, float]]]:
    """A level line through the middle of each stretch of text that is struck out."""
    corners = pdf_c.FS_QUADPOINTSF()
    found = []
    for at in range(pdf_c.FPDFAnnot_CountAttachmentPoints(note)):
        if pdf_c.FPDFAnnot_GetAttachmentPoints(note, at, corners):
            xs = (corners.x1, corners.x2, corners.x3, corners.x4)
            ys = (corners.y1, corners.y2, corners.y3, corners.y4)
            middle = (min(ys) + max(ys)) / 2
            found.append([(min(xs), middle), (max(xs), middle)])
    return found


def _line(note) -> list[list[tuple[float, float]]]:
    start, end = pdf_c.FS_POINTF(), pdf_c.FS_POINTF()
    return [[(start.x, start.y), (end.x, end.y)]] if pdf_c.FPDFAnnot_GetLine(note, start, end) else []


def _points(points_of, *of) -> list[tuple[float, float]]:
    count = points_of(*of, None, 0)
    held = (pdf_c.FS_POINTF * count)()
    points_of(*of, ctypes.cast(held, ctypes.POINTER(pdf_c.FS_POINTF)), count)
    return [(point.x, point.y) for point in held]
