"""A made-up report never lands beside real ones."""

from pathlib import Path

import pytest

from cchc.errors import CchcError
from cchc.form import load_forms
from cchc.landing import land
from cchc.reading.documents import Document, Line
from cchc.reading.extraction import Extraction
from cchc.reading.heading import Heading


def extraction_of(title: str) -> Extraction:
    document = Document(Path("report.txt"), "0" * 64, "txt", (Line(1, 1, title),))
    return Extraction(document, Heading("945", 2021, "year", None, None), load_forms()[0], (), ())


@pytest.mark.parametrize("title", ["BÁO CÁO (MẪU / SAMPLE)", "BAO CAO (MAU / SAMPLE)", "BAO CAO (MAU/ SAMPIE)"])
def test_a_sample_is_refused_by_its_mark(project, title):
    with pytest.raises(CchcError, match="made-up"):
        land(extraction_of(title), root=project)
    assert len((project / "seeds" / "landed" / "reports.csv").read_text().splitlines()) == 1
