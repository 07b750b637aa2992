"""The pictures of a review are cut out of the archived document, where its cells stood when it landed."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from cchc.deciding.pictures import load_pictures
from cchc.deciding.questions import Question, Questions
from cchc.landing.answer_places import LandedPlace, landed_places
from cchc.landing.recording import archived, land_samples
from cchc.reference.form import load_forms
from cchc.seeds.reading import read_seed

CODE = "III.2.3.1"


@pytest.fixture
def asked(scanned_sample, tmp_path) -> Questions:
    """One cell of a scan that landed among the samples of `tmp_path`."""
    _, extraction = scanned_sample
    land_samples([extraction], root=tmp_path)
    landed = tmp_path / "seeds" / "landed"
    (report,), rows = read_seed(landed / "reports.csv"), read_seed(landed / "indicator_rows.csv")
    places = landed_places(landed, rows)
    form = next(form for form in load_forms() if form.version == report["form_version"])
    form_row = next(row for row in form.answered if row.indicator_code == CODE)
    row = next(row for row in rows if row["indicator_code"] == CODE)
    place = places[report["report_id"], CODE]
    question = Question(report, form_row, row, place, "disputed", (), (), None, (place.page or 0,))
    return Questions((question,), (), places)


def size(jpeg: bytes) -> tuple[int, int]:
    return Image.open(BytesIO(jpeg)).size


def test_a_cell_is_cut_out_of_the_archive_without_reading_it(asked, tmp_path, monkeypatch):
    monkeypatch.setattr("cchc.reading.extraction.extract_all", None)
    told: list[str] = []
    shown = load_pictures(asked, tmp_path, told.append)
    (cell,) = asked.cells
    picture = shown.of_cell(cell)
    assert picture is not None and told == [] and shown.pages == {}
    width, height = size(picture)
    assert width < 600 and height <= 64


def test_of_a_document_that_landed_before_places_were_kept_the_page_is_shown(asked, tmp_path):
    told: list[str] = []
    bare = {key: LandedPlace(place.page) for key, place in asked.places.items()}
    shown = load_pictures(replace(asked, places=bare), tmp_path, told.append)
    (cell,) = asked.cells
    assert shown.of_cell(cell) is None and shown.pages_of(cell) == [cell.place.page]
    assert "land its document once more" in told[0]


def test_why_there_are_no_pictures_is_told(asked, tmp_path):
    told: list[str] = []
    (cell,) = asked.cells
    path: Path = archived(cell.report["source_sha256"], cell.report["source_format"], tmp_path)
    path.write_bytes(b"%PDF-1.7 harmed")
    assert load_pictures(asked, tmp_path, told.append).cells == {}
    path.unlink()
    assert load_pictures(asked, tmp_path, told.append).cells == {}
    assert ["cannot be opened" in told[0], "not in the archive" in told[1]] == [True, True]
