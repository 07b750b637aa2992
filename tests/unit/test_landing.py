"""A made-up report never lands beside real ones."""

from dataclasses import replace
from pathlib import Path

import pytest

from cchc.errors import CchcError
from cchc.landing.answer_places import landed_places, places_to_land
from cchc.landing.recording import land, land_samples
from cchc.reading.documents import Cell, Document, Line, Place, TableRow
from cchc.reading.extraction import Extraction, extract
from cchc.reading.text.report_heading import Heading
from cchc.reference.form import load_forms
from cchc.sample.write import Order, write_samples
from cchc.seeds.reading import read_seed


def extraction_of(title: str) -> Extraction:
    document = Document(Path("report.txt"), "0" * 64, "txt", (Line(1, 1, title),))
    return Extraction(document, Heading("945", 2021, "year", None, None), load_forms()[0], (), ())


@pytest.mark.parametrize("title", ["BÁO CÁO (MẪU / SAMPLE)", "BAO CAO (MAU / SAMPLE)", "BAO CAO (MAU/ SAMPIE)"])
def test_a_sample_is_refused_by_its_mark(project, title):
    with pytest.raises(CchcError, match="made-up"):
        land(extraction_of(title), root=project)
    assert len((project / "seeds" / "landed" / "reports.csv").read_text().splitlines()) == 1


def test_a_name_that_marks_a_sample_is_refused(project):
    real = extraction_of("BÁO CÁO")
    renamed = Extraction(
        Document(Path("sample_945.txt"), "0" * 64, "txt", real.document.lines), real.heading, real.form, (), ()
    )
    with pytest.raises(CchcError, match="rename it"):
        land(renamed, root=project)


def test_a_real_report_never_lands_among_samples(tmp_path):
    with pytest.raises(CchcError, match="Only made-up reports"):
        land_samples([extraction_of("BÁO CÁO")], root=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_sample_lands_among_samples_and_keeps_its_mark_under_another_name(tmp_path):
    order = Order(seed=2, years=(2022,), units=("945",), formats=("xlsx",))
    (made,) = write_samples(tmp_path / "documents", order).documents
    renamed = made.rename(tmp_path / "report.xlsx")
    assert land_samples([extract(renamed)], root=tmp_path / "samples")[0].outcome == "landed"
    assert land_samples([extract(renamed)], root=tmp_path / "samples")[0].outcome == "unchanged"
    (report,) = read_seed(tmp_path / "samples" / "seeds" / "landed" / "reports.csv")
    assert (report["report_id"], report["source_file"]) == ("945-2022", "sample_report.xlsx")


def test_where_an_answer_stands_and_why_it_is_doubted_lands_with_it(tmp_path):
    (made,) = write_samples(tmp_path, Order(seed=2, years=(2022,), units=("945",), formats=("xlsx",))).documents
    read = extract(made)
    boxed = Place(2, 5, 3, (10.0, 20.25, 30.0, 40.0), "readings_differ: 12, –")
    places = (boxed, Place(doubt="row_not_found"), *(Place(1, 1) for _ in read.places[2:]))
    document = replace(read.document, is_scanned=True)
    rows = tuple(row | {"page": "2"} for row in read.rows)
    root = tmp_path / "samples"
    read = replace(read, document=document, rows=rows, places=places)
    land_samples([read], root=root)
    landed = landed_places(root / "seeds" / "landed", rows)
    first, second, third, *_ = (landed["945-2022", row["indicator_code"]] for row in rows)
    assert (first.page, first.doubt, first.is_scanned) == (2, "readings_differ: 12, –", True)
    assert first.box == pytest.approx((10, 20.25, 30, 40), abs=0.1)
    assert (second.doubt, second.box, third.doubt, third.box) == ("row_not_found", None, "", None)
    assert land_samples([read], root=root)[0].outcome == "unchanged"
    assert land_samples([replace(read, places=places[:1])], root=root)[0].outcome == "re_read"


@pytest.mark.parametrize(
    ("source_format", "expected"),
    [
        ("xlsx", ("sheet", "2", "12")),
        ("ods", ("sheet", "2", "12")),
        ("docx", ("table", "2", "1")),
        ("pdf", ("", "", "")),
    ],
)
def test_a_person_can_count_to_the_row_of_a_sheet_or_a_table(source_format, expected):
    letterhead, row = (TableRow(1, 1, (Cell("UBND"),)), TableRow(2, 12, (Cell("1"), Cell("389"))))
    document = Document(
        Path("a"), "0" * 64, source_format, (), (row,), parts=((letterhead,), Line(1, 3, "BÁO CÁO"), (row,))
    )
    read = Extraction(
        document, Heading("945", 2021, "year", None, None), load_forms()[0],
        ({"report_id": "945-2021", "indicator_code": "I.1"},), (), (Place(2, 12, 1),),
    )  # fmt: skip
    (place,) = places_to_land(read)
    assert (place["table_kind"], place["table_number"], place["table_row"]) == expected
