"""Which form a document is on, where two forms differ in a single row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cchc.errors import CchcError
from cchc.reading import extraction
from cchc.reference.form import Form, load_forms
from cchc.sample import render_excel, render_text
from cchc.sample.generate import generate, units_for

FULL = load_forms()[0]
RENDERERS = {"xlsx": render_excel.render, "txt": render_text.render}


def without(concept: str, **changed) -> Form:
    return replace(FULL, version="short", rows=tuple(row for row in FULL.rows if row.concept != concept), **changed)


def document(form: Form, ending: str, folder: Path) -> Path:
    path = folder / f"{form.version}.{ending}"
    RENDERERS[ending](generate(units_for(2023, ("943",))[0], 2023, 6, form), path)
    return path


@pytest.mark.parametrize("removed", ["outreach_media_items", "iso_management_review_by_communes"])
@pytest.mark.parametrize("ending", ["xlsx", "txt"])
def test_one_row_more_or_less_tells_two_forms_apart(removed, ending, tmp_path, monkeypatch):
    short = without(removed)
    monkeypatch.setattr(extraction, "load_forms", lambda: (FULL, short))
    for form in (FULL, short):
        assert extraction.extract(document(form, ending, tmp_path)).form.version == form.version


def test_of_forms_that_print_the_same_the_year_decides(tmp_path, monkeypatch):
    renumbered = replace(FULL, version="later", first_year=2023)
    earlier = replace(FULL, last_year=2022)
    monkeypatch.setattr(extraction, "load_forms", lambda: (earlier, renumbered))
    assert extraction.extract(document(FULL, "xlsx", tmp_path)).form.version == "later"


def test_a_year_given_does_not_bend_a_document_to_the_form_of_that_year(tmp_path, monkeypatch):
    later = without("outreach_media_items", first_year=2024)
    monkeypatch.setattr(extraction, "load_forms", lambda: (replace(FULL, last_year=2023), later))
    with pytest.raises(CchcError, match="form short does"):
        extraction.extract(document(FULL, "xlsx", tmp_path), year=2024)
