"""Pictures that are pages of one report: bound in the order of their names, each as it was."""

from __future__ import annotations

from pathlib import Path

import numpy
import pypdfium2
import pytest
from PIL import Image

from cchc.errors import CchcError
from cchc.reading.bound_pages import bind
from cchc.reading.scanning.page_images import page_images


def picture(path: Path, grey: int) -> Path:
    page = numpy.full((1400, 1000), 250, dtype=numpy.uint8)
    page[100:400, 100:900] = grey
    Image.fromarray(page).save(path)
    return path


def test_pages_stand_in_the_order_of_their_names_and_are_not_squeezed_anew(tmp_path):
    folder, out = tmp_path / "scan", tmp_path / "out"
    folder.mkdir(), out.mkdir()
    paths = [picture(folder / name, grey) for name, grey in (("p10.jpg", 30), ("p2.png", 20), ("p1.jpg", 10))]
    bound = bind([folder], out)
    assert bound == bind([*paths, folder], out)
    assert [int(page.pixels[page.pixels.shape[0] // 6, 500]) // 10 for page in page_images(bound)] == [1, 2, 3]
    assert len(pypdfium2.PdfDocument(bound)) == 3


def test_a_picture_that_was_turned_in_the_camera_stands_upright(tmp_path):
    page = Image.new("L", (1000, 1400), 250)
    turned = page.getexif()
    turned[0x0112] = 6
    page.save(tmp_path / "p.jpg", exif=turned)
    (shown,) = page_images(bind([tmp_path / "p.jpg"], tmp_path))
    assert shown.pixels.shape[0] < shown.pixels.shape[1]


def test_what_is_no_picture_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    with pytest.raises(CchcError, match=r"a\.txt: is no picture"):
        bind([tmp_path / "a.txt"], tmp_path)
    with pytest.raises(CchcError, match="no picture to read"):
        bind([tmp_path], tmp_path)
