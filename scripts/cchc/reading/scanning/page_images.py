"""The pages of a picture file or of a PDF of pictures, one at a time, as grey images."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import cv2
import numpy
import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from cchc.errors import CchcError
from cchc.reading.limits import PAGES
from cchc.reading.scanning import grey_levels
from cchc.reading.scanning.pasted_pictures import OFFICE, pasted_pages
from cchc.reading.scanning.photographs import as_scanned
from cchc.reading.scanning.stamps import without_stamps

_PIXELS_MOST = 80_000_000  # A3 at 600 dpi has 70 million
_SIDE_LEAST = 600  # pixels of the short side, below which no text is legible
_BITS_OF_COLOURS = 24  # of a picture's pixel
_IN_GREY = ("1", "L", "LA")  # kinds of pictures without colours
_DPI_MOST = 300
_DPI_LEAST = 150
_FORMS_DEEP = 15  # forms within forms that a page's pictures are looked for in
_PAPER_INCHES_MOST = 24  # longer sides than this are drawn at fewer dots an inch

_PAPER_LEAST = 110  # grey level of paper, below which a page is a negative,
_INK_MOST = 0.35  # if no more of it is light
_INK_PERCENTILE = 1.0  # of a page's grey levels, as dark as its print is
_DEPTH_LEAST, _DEPTH_USUAL, _DEPTH_FULL = 20, 110, 220  # grey levels between paper and print: none, faint, full

_DAMAGED = (OSError, EOFError, SyntaxError, ValueError, TypeError, KeyError, struct.error)  # what Pillow raises


@dataclass(frozen=True)
class PageImage:
    """One page: grey levels, shape (height, width), black 0. `page` counts from 1."""

    page: int
    pixels: numpy.ndarray


def page_images(path: Path) -> Iterator[PageImage]:
    """Pages in order, drawn when asked for. Raises CchcError if the file cannot be opened or is too large."""
    if path.suffix.lower() in OFFICE:
        return _pasted_pages(path)
    return _pdf_pages(path) if path.suffix.lower() == ".pdf" else _picture_pages(path)


def page_count(path: Path) -> int:
    """Number of pages. Raises CchcError as `page_images` does, and if there are more than a report can have."""
    if path.suffix.lower() == ".pdf":
        with open_pdf(path) as document:
            count = len(document)
    elif path.suffix.lower() in OFFICE:
        count = len(pasted_pages(path.read_bytes()))
    else:
        with _open_picture(path) as picture:
            count = _frame_count(path, picture)
    PAGES.check(path, count)
    return count


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        reason = "is locked with a password" if "password" in str(error).lower() else "cannot be opened as a PDF"
        raise CchcError(f"{path}: {reason}. Expected a whole PDF without a password; save or scan it again.") from error


def _pdf_pages(path: Path) -> Iterator[PageImage]:
    with open_pdf(path) as document:
        for index in range(len(document)):
            page = document[index]
            _check_pictures(path, page)
            dpi = min(_own_dpi(page), _DPI_MOST, _PAPER_INCHES_MOST * 72 * _DPI_MOST / max(*page.get_size(), 1))
            yield PageImage(index + 1, in_full_contrast(as_scanned(_drawn(page, dpi))))
            page.close()


def _drawn(page: pypdfium2.PdfPage, dpi: float) -> numpy.ndarray:
    """A page in grey levels; one with a picture in colours without its stamps."""
    if any(picture.get_metadata().bits_per_pixel >= _BITS_OF_COLOURS for picture in _pictures(page)):
        return without_stamps(page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3])
    pixels = page.render(scale=dpi / 72, grayscale=True).to_numpy()
    return pixels.reshape(pixels.shape[:2])


def _pictures(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfImage]:
    return page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=_FORMS_DEEP)


def _check_pictures(path: Path, page: pypdfium2.PdfPage) -> None:
    """Before they are unpacked, which takes a byte or more for each of their pixels."""
    for picture in _pictures(page):
        _check_pixels(path, *picture.get_px_size())


def _own_dpi(page: pypdfium2.PdfPage) -> float:
    """Dots an inch of the page's largest picture, so that it is drawn as it was scanned."""
    found = [_DPI_LEAST]
    for picture in _pictures(page):
        left, _, right, _ = picture.get_bounds()
        if right - left > page.get_width() / 2:
            found.append(picture.get_px_size()[0] * 72 / (right - left))
    return max(found) if len(found) > 1 else _DPI_MOST


def _pasted_pages(path: Path) -> Iterator[PageImage]:
    for number, content in enumerate(pasted_pages(path.read_bytes()), start=1):
        try:
            with Image.open(BytesIO(content)) as picture:
                yield PageImage(number, _grey(path, picture))
        except _DAMAGED as error:
            raise CchcError(
                f"{path}: picture {number} in it is damaged. Expected it whole; send the scan itself."
            ) from error


def _open_picture(path: Path) -> Image.Image:
    try:
        return Image.open(path)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise CchcError(
            f"{path}: cannot be opened as a picture. Expected a whole PNG, JPEG or TIFF file; scan or save it again."
        ) from error


def _picture_pages(path: Path) -> Iterator[PageImage]:
    with _open_picture(path) as picture:
        for index in range(_frame_count(path, picture)):
            try:
                picture.seek(index)
                pixels = _grey(path, picture)
            except _DAMAGED as error:
                raise CchcError(
                    f"{path}: page {index + 1} breaks off or is damaged. Expected it whole; copy or scan it again."
                ) from error
            yield PageImage(index + 1, pixels)


def _frame_count(path: Path, picture: Image.Image) -> int:
    """How many pages a picture has. A TIFF file is walked through to its last for it."""
    try:
        return getattr(picture, "n_frames", 1)
    except _DAMAGED as error:
        raise CchcError(f"{path}: breaks off or is damaged. Expected it whole; copy or scan it again.") from error


def _grey(path: Path, picture: Image.Image) -> numpy.ndarray:
    width, height = picture.size
    _check_pixels(path, width, height)
    if min(width, height) < _SIDE_LEAST:
        raise CchcError(f"{path}: {width} × {height} pixels hold no legible page. Scan at 200 or 300 dpi.")
    upright = _in_8_bits(ImageOps.exif_transpose(picture))
    if "A" in upright.getbands() or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    if upright.mode in _IN_GREY:
        return in_full_contrast(as_scanned(numpy.asarray(upright.convert("L"))))
    return in_full_contrast(as_scanned(without_stamps(numpy.asarray(upright.convert("RGB")))))


def in_full_contrast(pixels: numpy.ndarray) -> numpy.ndarray:
    """A page as dark print on light paper: a negative turned, and print that is faint as dark as print is."""
    paper = grey_levels.median(pixels)
    if paper < _PAPER_LEAST and (pixels > 255 - _PAPER_LEAST).mean() < _INK_MOST:
        pixels, paper = 255 - pixels, 255 - paper
    soft = cv2.blur(pixels, (3, 3))  # lest grain be taken for ink
    print_depth = paper - grey_levels.percentile(soft, _INK_PERCENTILE)
    if not _DEPTH_LEAST < print_depth < _DEPTH_USUAL:
        return pixels.copy()
    levels = 255 - (paper - pixels.astype(numpy.float32)) * (_DEPTH_FULL / print_depth)
    return numpy.clip(levels, 0, 255).astype(numpy.uint8)


def _in_8_bits(picture: Image.Image) -> Image.Image:
    """A picture whose grey levels take more than a byte, from the darkest one to the lightest."""
    if picture.mode not in ("I", "F") and not picture.mode.startswith("I;16"):
        return picture
    levels = numpy.asarray(picture, dtype=numpy.float32)
    low, high = float(levels.min()), float(levels.max())
    return Image.fromarray(((levels - low) * (255 / max(high - low, 1))).astype(numpy.uint8))


def _check_pixels(path: Path, width: int, height: int) -> None:
    if width * height > _PIXELS_MOST:
        raise CchcError(f"{path}: a picture of {width} × {height} pixels is too large. Scan at 200 or 300 dpi.")
