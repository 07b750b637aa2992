"""A page with the heading and some rows of the form, drawn as other makers draw tables, and what a scanner adds."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy
from PIL import Image, ImageDraw, ImageFont

from cchc.reading.scanning.page_images import PageImage
from cchc.reference.form import FormRow, load_forms

HEADINGS = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng/Tỷ lệ", "Ghi chú")
ANSWERS = ("1", "09", "6.632", "59", "278", "100", "44.608", "7", "36", "1.061", "15", "4")
_WIDTH, _HEIGHT = 1654, 2339  # A4 at 200 dpi
_EDGES = (120, 200, 800, 1040, 1300, 1530)
_FOLDER = "/usr/share/fonts/truetype/croscore"
_SIZE, _LEADING, _PADDING = 33, 42, 14
_TOP = 300


def rows(part: int = 0) -> tuple[FormRow, ...]:
    """Rows of the first form that ask for a count, as many as there are answers: of a report's `part` from 0."""
    counts = [row for row in load_forms()[0].rows[60:] if row.answer_type == "count"]
    return tuple(counts[part * len(ANSWERS) : (part + 1) * len(ANSWERS)])


def page(
    ruling: str = "solid", answers: tuple[str, ...] = ANSWERS, dark_heading: int | None = None, part: int = 0
) -> numpy.ndarray:
    """A grey page. `ruling` is solid, dashed, level (no upright rules) or none.

    `dark_heading` is the grey level of the rules in a dark heading row with white letters.
    """
    picture = Image.new("L", (_WIDTH, _HEIGHT), 255)
    draw = ImageDraw.Draw(picture)
    regular, bold = (ImageFont.truetype(f"{_FOLDER}/Tinos-{face}.ttf", _SIZE) for face in ("Regular", "Bold"))
    draw.text((420, 120), "SỐ LIỆU CẢI CÁCH HÀNH CHÍNH", font=bold, fill=0)
    lines = [
        HEADINGS,
        *(("", row.label_vi, row.unit_vi, answer, "") for row, answer in zip(rows(part), answers, strict=True)),
    ]
    ys = [_TOP]
    for at, cells in enumerate(lines):
        font = bold if at == 0 else regular
        wrapped = [
            _wrapped(text, right - left, font) for text, (left, right) in zip(cells, pairwise(_EDGES), strict=True)
        ]
        bottom = ys[-1] + max(map(len, wrapped)) * _LEADING + 2 * _PADDING
        is_dark = dark_heading is not None and at == 0
        if is_dark:
            draw.rectangle((_EDGES[0], ys[-1], _EDGES[-1], bottom), fill=60)
            for x in _EDGES:
                draw.line((x, ys[-1], x, bottom), fill=dark_heading, width=3)
        for column, (texts, (left, right)) in enumerate(zip(wrapped, pairwise(_EDGES), strict=True)):
            y = (ys[-1] + bottom - len(texts) * _LEADING) / 2
            for text in texts:
                middle = (left + right - font.getlength(text)) / 2
                draw.text((left + 12 if column == 1 else middle, y), text, font=font, fill=255 if is_dark else 0)
                y += _LEADING
        ys.append(bottom)
    _rule(draw, ys, ruling, first=0 if dark_heading is None else 1)
    return numpy.asarray(picture)


def _wrapped(text: str, width: float, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width - 24 or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _rule(draw: ImageDraw.ImageDraw, ys: list[int], ruling: str, first: int) -> None:
    if ruling == "none":
        return
    step = 14 if ruling == "dashed" else _HEIGHT
    for y in ys[first:]:
        for x in range(_EDGES[0], _EDGES[-1], step):
            draw.line((x, y, min(x + step * 0.6 if step < _HEIGHT else _EDGES[-1], _EDGES[-1]), y), fill=0, width=2)
    if ruling == "level":
        return
    for x in _EDGES:
        for y in range(ys[first], ys[-1], step):
            draw.line((x, y, x, min(y + step * 0.6 if step < _HEIGHT else ys[-1], ys[-1])), fill=0, width=2)


def cell(text: str, mark: str = "", family: str = "Arimo", dpi: int = 300, raised: float = 0.33) -> numpy.ndarray:
    """A cell with a figure in 12 points, a smaller mark raised behind it, grey at 300 dpi as scanned at `dpi`."""
    em = 12 / 72 * dpi
    face = f"{_FOLDER}/{family}-Regular.ttf"
    large, small = ImageFont.truetype(face, round(em)), ImageFont.truetype(face, round(em * 0.62))
    picture = Image.new("L", (round(em * 9), round(em * 2.2)), 250)
    draw = ImageDraw.Draw(picture)
    draw.text((em * 3, em * 1.4), text, font=large, fill=15, anchor="ls")
    draw.text((em * 3 + large.getlength(text), em * (1.4 - raised)), mark, font=small, fill=15, anchor="ls")
    grain = numpy.random.default_rng(5).normal(0, 5, picture.size[::-1])
    pixels = numpy.clip(numpy.asarray(picture) + grain, 0, 255).astype(numpy.uint8)
    return cv2.resize(pixels, None, fx=300 / dpi, fy=300 / dpi, interpolation=cv2.INTER_CUBIC)


_STROKES = {  # of digits as a pen writes them, in a square of 10 by 10
    "0": [(5, 0), (1, 3), (1, 7), (5, 10), (9, 6), (8, 2), (5, 0)], "1": [(3, 3), (6, 0), (5, 10)],
    "2": [(2, 2), (5, 0), (8, 3), (2, 10), (9, 9)], "3": [(2, 1), (7, 1), (4, 4), (8, 7), (4, 10), (1, 8)],
    "4": [(6, 0), (1, 6), (9, 6), (7, 3), (6, 10)], "5": [(8, 0), (3, 0), (2, 4), (7, 5), (7, 9), (1, 10)],
    "6": [(7, 0), (2, 5), (2, 9), (6, 10), (8, 7), (3, 6)], "7": [(1, 1), (9, 0), (4, 10)],
    "8": [(7, 2), (3, 1), (3, 4), (8, 7), (5, 10), (2, 8), (7, 3), (7, 1)],
    "9": [(8, 3), (3, 5), (2, 1), (7, 0), (8, 3), (5, 10)],
}  # fmt: skip


def handwritten(text: str, seed: int) -> numpy.ndarray:
    """A cell with a figure by a pen, as high as print of 12 points, grey at 300 dpi; each `seed` writes otherwise."""
    random = numpy.random.default_rng(seed)
    cell = numpy.full((110, 60 + 30 * len(text)), 250, numpy.uint8)
    for at, digit in enumerate(text):
        points = numpy.array(_STROKES[digit]) + random.normal(0, 0.5, (len(_STROKES[digit]), 2))
        points[:, 1] = (points[:, 1] - points[:, 1].min()) / numpy.ptp(points[:, 1]) * 10
        line = numpy.round((points * (2.2, 3.3) + (30 + 30 * at, 40)) * 8).astype(numpy.int32)
        cv2.polylines(cell, [line], isClosed=False, color=15, thickness=4, lineType=cv2.LINE_AA, shift=3)
    return numpy.clip(cell + random.normal(0, 5, cell.shape), 0, 255).astype(numpy.uint8)


def scanned(pixels: numpy.ndarray, degrees: float = 0.4, noise: float = 6.0, paper: int = 255) -> PageImage:
    """The page as a scanner gives it: a little turned, with grain."""
    turn = cv2.getRotationMatrix2D((_WIDTH / 2, _HEIGHT / 2), degrees, 1.0)
    turned = cv2.warpAffine(pixels, turn, (_WIDTH, _HEIGHT), flags=cv2.INTER_CUBIC, borderValue=paper)
    grain = numpy.random.default_rng(3).normal(0, noise, turned.shape)
    return PageImage(1, numpy.clip(turned + grain, 0, 255).astype(numpy.uint8))


def shining_through(pixels: numpy.ndarray, share: float = 0.15) -> numpy.ndarray:
    """The page with its back's print shining through: its own, mirrored."""
    back = numpy.roll(cv2.GaussianBlur(pixels[:, ::-1], (0, 0), 2), 37, axis=0)
    return numpy.clip(pixels - (255.0 - back) * share, 0, 255).astype(numpy.uint8)


def with_black_rim(pixels: numpy.ndarray) -> numpy.ndarray:
    """The page as it comes from under an open lid."""
    rimmed = pixels.copy()
    rimmed[:40] = rimmed[:, :34] = rimmed[:, -24:] = 12
    return rimmed


def stamped(pixels: numpy.ndarray, at: tuple[int, int] = (1170, 900)) -> numpy.ndarray:
    """The page with a round stamp over its answers."""
    layer = numpy.full_like(pixels, 255)
    cv2.circle(layer, at, 140, 90, 4)
    cv2.circle(layer, at, 112, 90, 2)
    return numpy.minimum(pixels, layer)


def photographed(pixels: numpy.ndarray, seed: int, aslant: float = 0.08, degrees: float = 2.0) -> numpy.ndarray:
    """The page as a telephone gives it: on a dark desk, a corner nearer than another, an arm's shadow over it."""
    random = numpy.random.default_rng(seed)
    height, width = pixels.shape
    size = (round(width * 1.25), round(height * 1.25))
    corners = numpy.float32([[0, 0], [width, 0], [width, height], [0, height]])
    middle = numpy.float32(size) / 2
    lying = corners - numpy.float32([width, height]) / 2 + random.uniform(-aslant, aslant, (4, 2)) * width
    turn = cv2.getRotationMatrix2D((0, 0), degrees, 1.0)[:, :2]
    seen = cv2.getPerspectiveTransform(corners, (lying @ turn.T + middle).astype(numpy.float32))
    page = cv2.warpPerspective(pixels, seen, size, flags=cv2.INTER_AREA, borderValue=90).astype(numpy.float32)
    x, y = numpy.meshgrid(numpy.linspace(0, 1, size[0]), numpy.linspace(0, 1, size[1]))
    slope = 1 - 0.5 * numpy.clip(0.7 * x + 0.6 * y - 0.5, 0, 1)
    arm = 1 - 0.18 / (1 + numpy.exp(-((x - 0.55) + (y - 0.4) * 0.7) * 60))
    grain = random.normal(0, 5, page.shape)
    soft = cv2.GaussianBlur(page * 0.85 * slope * arm, (0, 0), 1.0)
    return numpy.clip(soft + grain, 0, 255).astype(numpy.uint8)
