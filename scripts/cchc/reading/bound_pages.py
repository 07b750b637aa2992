"""Pictures that are pages of one report, bound as one PDF in the order of their names; none is squeezed anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cchc.errors import CchcError
from cchc.reading.formats.declaring import format_of
from cchc.reading.scanning.page_images import page_images

EXTENSIONS = format_of("png").suffixes
_WIDTH = 595.0  # points of A4, for what a picture of unknown resolution shows
_ORIENTATION = 0x0112  # of EXIF: 1 lies as it is shown


def bind(paths: Sequence[Path], folder: Path) -> Path:
    """Write the pictures among files and folders as one PDF in `folder`, named after the first, and return it.

    Raises CchcError where there is none, or one of the files named is no picture.
    """
    named = [path for path in paths if not path.is_dir()]
    inside = [one for path in paths if path.is_dir() for one in path.iterdir() if one.suffix.lower() in EXTENSIONS]
    for path in named:
        if path.suffix.lower() not in EXTENSIONS:
            raise CchcError(f"{path}: is no picture. With --pages expected pictures ({', '.join(EXTENSIONS)}) alone.")
    pictures = sorted(dict.fromkeys([*named, *inside]), key=_natural)
    if not pictures:
        raise CchcError(f"{', '.join(map(str, paths))}: no picture to read. Expected some in {', '.join(EXTENSIONS)}.")
    bound = folder / f"{pictures[0].stem}.pdf"
    canvas = Canvas(str(bound), invariant=1)
    for path in pictures:
        for picture in _pages(path):
            width, height = picture.getSize()
            canvas.setPageSize((_WIDTH, _WIDTH * height / width))
            canvas.drawImage(picture, 0, 0, _WIDTH, _WIDTH * height / width)
            canvas.showPage()
    canvas.save()
    return bound


def _natural(path: Path) -> list[tuple[int, str]]:
    """`page 2` before `page 10`."""
    return [(int(part), "") if part.isdecimal() else (-1, part.lower()) for part in re.split(r"(\d+)", str(path))]


def _pages(path: Path) -> list[ImageReader]:
    """The pictures of a file: a JPEG that lies upright as it is, others as grey pages."""
    pages = list(page_images(path))  # whatever it is, its own faults are told
    if path.suffix.lower() in (".jpg", ".jpeg"):
        with Image.open(path) as picture:
            if picture.mode in ("L", "RGB") and picture.getexif().get(_ORIENTATION, 1) == 1:
                return [ImageReader(str(path))]
    return [ImageReader(Image.fromarray(page.pixels)) for page in pages]
