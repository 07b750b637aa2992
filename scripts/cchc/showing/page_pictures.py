"""The pages of a scan or a PDF as pictures to look at, and the answer cells cut out of them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy
from PIL import Image

from cchc.reading.scanning.page_images import open_pdf, page_images

Box = tuple[float, float, float, float]

_PAGE_WIDTH = 920  # pixels: 110 dots an inch of A4
_CROP_DPI = 200  # that a PDF with text is drawn at
_CROP_HEIGHT = 64  # pixels
_CROP_AROUND = 0.15  # share of a cell's height shown around it
_RULES = 0.2  # share of a cell's shorter side, at its edges, where ruled lines stand
_INK = 70  # grey levels that ink is darker than the paper
_INK_AROUND = 0.6  # share of the ink's height shown over and under it
_PAGE_QUALITY, _CROP_QUALITY = 45, 60  # of JPEG, 1-95


@dataclass(frozen=True)
class PagePicture:
    """One page: its full picture, grey levels of shape (height, width), and how many pixels a unit of its boxes is."""

    number: int
    pixels: numpy.ndarray
    scale: float

    def upright(self, boxes: list[Box]) -> tuple[PagePicture, list[Box]]:
        """The page as it is read, and the boxes of its answers on it: answers in form order go down a page."""
        page = self
        for _ in range(_quarters(boxes)):
            width = page.size[0]
            page = replace(page, pixels=numpy.rot90(page.pixels))
            boxes = [(top, width - right, bottom, width - left) for left, top, right, bottom in boxes]
        return page, boxes

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in the unit of the boxes."""
        height, width = self.pixels.shape
        return width / self.scale, height / self.scale

    def whole(self) -> str:
        """The page as a data address, small enough to send on."""
        return _address(self.whole_jpeg())

    def whole_jpeg(self) -> bytes:
        """The page as a JPEG file, small enough to send on."""
        return _jpeg(self.pixels, _PAGE_WIDTH / self.pixels.shape[1], _PAGE_QUALITY)

    def ink(self, box: Box) -> numpy.ndarray:
        """The pixels of a box and closely around it, without the empty paper over and under what is written."""
        height, width = self.pixels.shape
        left, top, right, bottom = (side * self.scale for side in box)
        around = (bottom - top) * _CROP_AROUND
        top, bottom = max(round(top - around), 0), min(round(bottom + around), height)
        left, right = max(round(left - around), 0), min(round(right + around), width)
        return _to_ink(self.pixels[top:bottom, left:right])

    def crop(self, box: Box) -> str:
        """What is written in a box, as a data address; '' for a box beside the page."""
        content = self.crop_jpeg(box)
        return _address(content) if content else ""

    def crop_jpeg(self, box: Box) -> bytes:
        """What is written in a box, as a JPEG file; empty for a box beside the page."""
        pixels = self.ink(box)
        return _jpeg(pixels, _CROP_HEIGHT / pixels.shape[0], _CROP_QUALITY) if pixels.size else b""


def _quarters(boxes: list[Box]) -> int:
    """How many quarter turns, counter-clockwise, make the boxes go down the page."""
    if len(boxes) < 2:
        return 0
    centres = numpy.array([((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in boxes])
    x, y = numpy.diff(centres, axis=0).sum(axis=0)
    if abs(y) >= abs(x):
        return 0 if y >= 0 else 2
    return 1 if x < 0 else 3


def page_pictures(path: Path, is_scanned: bool) -> Iterator[PagePicture]:
    """The pages in order, drawn when asked for; `is_scanned` as of a Document.

    Raises CchcError if the file cannot be opened.
    """
    if is_scanned:
        for page in page_images(path):
            yield PagePicture(page.page, page.pixels, 1.0)
        return
    with open_pdf(path) as pdf:
        pdf.init_forms()  # what is written into fields is drawn too
        for index, page in enumerate(pdf):
            pixels = page.render(scale=_CROP_DPI / 72, grayscale=True).to_numpy()
            yield PagePicture(index + 1, pixels.reshape(pixels.shape[:2]).copy(), _CROP_DPI / 72)
            page.close()


def _to_ink(cell: numpy.ndarray) -> numpy.ndarray:
    """A cell without empty paper, so that what is written in it is shown large."""
    height, width = cell.shape
    edge = round(_RULES * min(height, width))
    inner = cell[edge : height - edge, edge : width - edge]
    if not inner.size:
        return cell
    inked = numpy.flatnonzero((inner < numpy.median(inner) - _INK).any(axis=1)) + edge
    if not inked.size:
        return cell
    around = round(_INK_AROUND * (inked[-1] - inked[0] + 1))
    return cell[max(inked[0] - around, 0) : inked[-1] + 1 + around]


def _jpeg(pixels: numpy.ndarray, scale: float, quality: int) -> bytes:
    """Pixels as a JPEG, made smaller by `scale` (never larger)."""
    picture = Image.fromarray(pixels)
    if scale < 1:
        width, height = (max(round(side * scale), 1) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.BOX, reducing_gap=2)
    content = BytesIO()
    picture.save(content, "JPEG", quality=quality, optimize=True)
    return content.getvalue()


def _address(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + b64encode(jpeg).decode()
