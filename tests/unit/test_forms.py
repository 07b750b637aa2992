"""Which form a document is on, where two forms differ in a single row."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cchc.errors import CchcError
from cchc.paths import REFERENCE_SEEDS
from cchc.reading import extraction
from cchc.reading.documents import Document, Line
from cchc.reading.recognising import forms_worth_reading
from cchc.reading.text.report_heading import is_of_one_below
from cchc.reference.form import Form, load_forms
from cchc.reference.rules import load_rules
from cchc.sample import render_excel, render_text, render_word
from cchc.sample.choosing import units_for
from cchc.sample.generate import generate

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


def test_of_forms_that_print_the_same_the_level_of_the_unit_decides(tmp_path, monkeypatch):
    of_provinces = replace(FULL, version="of provinces", first_year=2022, government_levels=("province",))
    for forms in ((FULL, of_provinces), (of_provinces, FULL)):
        monkeypatch.setattr(extraction, "load_forms", lambda forms=forms: forms)
        assert extraction.extract(document(FULL, "xlsx", tmp_path)).form.version == FULL.version


@pytest.mark.parametrize("ending", ["xlsx", "txt"])
def test_a_report_on_the_form_of_another_level_is_refused(ending, tmp_path, monkeypatch):
    rows = tuple(row for row in FULL.rows if not row.indicator_code.startswith(("VII.5", "VII.6")))
    of_provinces = replace(FULL, version="short", rows=rows, government_levels=("province",))
    monkeypatch.setattr(extraction, "load_forms", lambda: (FULL, of_provinces))
    with pytest.raises(CchcError, match=r"form short, on which the province level reports; .*\(943\).* on form 2021"):
        extraction.extract(document(of_provinces, ending, tmp_path))


def test_a_level_without_a_form_of_its_own_reports_on_the_one_there_is(tmp_path, monkeypatch):
    of_communes = replace(FULL, government_levels=("commune",))
    monkeypatch.setattr(extraction, "load_forms", lambda: (of_communes,))
    assert extraction.extract(document(FULL, "xlsx", tmp_path)).heading.unit_code == "943"


def test_forms_of_which_few_labels_stand_in_a_document_are_not_read():
    short, other = without("outreach_media_items"), load_forms()[1]
    lines = tuple(Line(1, at, f"{row.label_vi} {row.unit_vi}") for at, row in enumerate(FULL.rows, start=1))
    read = Document(Path("report.txt"), "0" * 64, "txt", lines)
    assert forms_worth_reading(read, (FULL, short, other)) == [FULL, short]
    damaged = tuple(replace(line, text=line.text[::3]) for line in lines)
    assert forms_worth_reading(replace(read, lines=damaged), (FULL, short, other)) == [FULL, short, other]


def test_a_percentage_that_may_not_pass_100_has_its_bound_and_no_other_has():
    bounded = {
        term.concept
        for rule in load_rules()
        for term in rule.terms
        if (rule.comparison, rule.constant, len(rule.terms)) == ("<=", 100, 1)
    }
    rows = [row for form in load_forms() for row in form.answered if row.answer_type == "percent"]
    assert {row.concept for row in rows if not row.may_pass_100} == bounded
    assert {row.concept for row in rows if row.may_pass_100}


def changed_seed(folder: Path, name: str, column: str, told: str, is_chosen) -> None:
    """The forms' seeds in a folder of their own, with another word in one column of the first row chosen."""
    for file in REFERENCE_SEEDS.glob("form_*.csv"):
        shutil.copy(file, folder)
    with (folder / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if is_chosen(row))[column] = told
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("told", ["", "ward", "commune,province", "province; commune"])
def test_a_form_says_for_which_levels_of_government_it_is(tmp_path, told):
    changed_seed(tmp_path, "form_versions.csv", "government_levels", told, lambda row: True)
    with pytest.raises(CchcError, match=rf"form_versions\.csv: form 2021 has '{told}' in column government_levels"):
        load_forms(tmp_path)


def test_a_form_may_be_for_several_levels(tmp_path):
    changed_seed(tmp_path, "form_versions.csv", "government_levels", "department;commune", lambda row: True)
    assert load_forms(tmp_path)[0].government_levels == ("department", "commune")


def test_the_number_of_a_row_is_the_one_printed_and_not_its_code(tmp_path):
    changed_seed(tmp_path, "form_rows.csv", "number", "3.2", lambda row: row["indicator_code"] == "I.1.1")
    by_code = {row.indicator_code: row.number for row in load_forms(tmp_path)[0].rows}
    assert {code: by_code[code] for code in ("I", "I.1", "I.1.1", "I.1.2")} == {
        "I": "I", "I.1": "1", "I.1.1": "3.2", "I.1.2": "",
    }  # fmt: skip


@pytest.mark.parametrize(("answer_type", "told"), [("percent", ""), ("percent", "yes"), ("count", "true")])
def test_whether_a_percentage_may_pass_100_is_said_of_it_and_of_nothing_else(tmp_path, answer_type, told):
    changed_seed(tmp_path, "form_rows.csv", "may_pass_100", told, lambda row: row["answer_type"] == answer_type)
    with pytest.raises(CchcError, match=rf"form_rows\.csv: row .* has '{told}' in column may_pass_100"):
        load_forms(tmp_path)


@pytest.mark.parametrize("period", ["year", "H1"])
def test_a_commune_may_report_on_the_form_of_its_province(tmp_path, period):
    of_province = load_forms()[1]
    unit = units_for(2026, level="commune", period=period)[1700]
    report = generate(unit, 2026, 3, of_province, period)
    render_word.render(report, tmp_path / "report.docx")
    read = extraction.extract(tmp_path / "report.docx")
    assert (read.heading.report_id, read.form.version) == (report.report_id, of_province.version)


def test_a_province_that_names_a_ward_in_its_heading_is_no_ward():
    lines = [Line(1, at, text) for at, text in enumerate(("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG", "Phường Đức Trọng"))]
    assert not is_of_one_below(lines, date(2025, 12, 31))
    assert is_of_one_below([lines[0], replace(lines[2], text="XÃ ĐỨC TRỌNG")], date(2025, 12, 31))
