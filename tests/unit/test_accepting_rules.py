"""Accepted suggestions become rules of the seeds, all or none; what cannot be taken is named by sheet and cell."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from cchc.errors import CchcError
from cchc.paths import REFERENCE_SEEDS
from cchc.reference.rules import load_rules
from cchc.seeds.reading import read_seed
from cchc.suggesting.accepting import accept
from cchc.suggesting.form_lines import load_form_lines
from cchc.suggesting.suggestion_book import GUARDS, RULES_SHEET, write_suggestions
from cchc.suggesting.suggestions import suggest
from cchc.workbooks.written_rows import rows_under_names

from ..suggestions_filled_in import fill, take_away

SUM, BOUND, SHARE = "public_service_staff_disciplined_sum", "feedback_resolved_within_feedback_received", (
    "satisfaction_pct_at_most_100"
)  # fmt: skip
TAKEN_AWAY = (SUM, BOUND, SHARE)


def without(path: Path, rule_ids: tuple[str, ...]) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if not line.startswith(tuple(f"{one}," for one in rule_ids))), "utf-8"
    )


@pytest.fixture
def root(tmp_path) -> Path:
    """A project whose seeds lack three rules."""
    reference = tmp_path / "seeds" / "reference"
    shutil.copytree(REFERENCE_SEEDS, reference)
    take_away(reference, TAKEN_AWAY)
    load_rules.cache_clear()
    return tmp_path


@pytest.fixture
def book(root, tmp_path) -> Path:
    """What the form of 2021 suggests there."""
    reference = root / "seeds" / "reference"
    path = tmp_path / "suggestions.xlsx"
    write_suggestions(suggest(load_form_lines(reference)["2021"], [], load_rules(reference)), {}, path)
    return path


def seeds(root: Path) -> dict[str, bytes]:
    return {name: (root / "seeds" / "reference" / name).read_bytes() for name in ("rules.csv", "rule_terms.csv")}


def test_rules_taken_away_are_suggested_and_accepted_word_for_word(root, book):
    fill(book, TAKEN_AWAY)
    assert set(accept(book, root).added) == set(TAKEN_AWAY)
    reference = root / "seeds" / "reference"
    before = {row["rule_id"]: row for row in read_seed(REFERENCE_SEEDS / "rules.csv")}
    after = {row["rule_id"]: row for row in read_seed(reference / "rules.csv")}
    assert set(after) == set(before)
    for rule_id in TAKEN_AWAY:
        own, known = after[rule_id], before[rule_id]
        same = ("kind", "comparison", "constant", "tolerance", "expression", "words_vi")
        assert [own[name] for name in same] == [known[name] for name in same]
        assert "accepted by Trần Thị Lan" in own["source"]
    assert (reference / "rule_terms.csv").read_bytes() == (REFERENCE_SEEDS / "rule_terms.csv").read_bytes()
    unchanged = [
        line for line in (reference / "rules.csv").read_text("utf-8").splitlines() if "accepted by" not in line
    ]
    assert set(unchanged) < set((REFERENCE_SEEDS / "rules.csv").read_text("utf-8").splitlines())


def test_a_rate_and_its_base_are_accepted_as_they_stand_on_record(root, tmp_path):
    """Terms of other roles and of another coefficient than 1."""
    rates = ("feedback_resolved_pct_of_its_base", "feedback_resolved_pct_of_nothing")
    reference, path = root / "seeds" / "reference", tmp_path / "rates.xlsx"
    take_away(reference, rates)
    load_rules.cache_clear()
    write_suggestions(suggest(load_form_lines(reference)["2025"], [], load_rules(reference)), {}, path)
    fill(path, rates)
    assert set(accept(path, root).added) == set(rates)
    own, record = (
        [
            {name: value for name, value in row.items() if name not in ("severity", "source")}
            for row in [*read_seed(folder / "rules.csv"), *read_seed(folder / "rule_terms.csv")]
            if row["rule_id"] in rates
        ]
        for folder in (reference, REFERENCE_SEEDS)
    )
    assert own == record


def test_the_same_workbook_again_changes_nothing(root, book):
    fill(book, TAKEN_AWAY)
    accept(book, root)
    before = seeds(root)
    again = accept(book, root)
    assert (again.added, again.known) == ((), 3)
    assert seeds(root) == before


def test_what_is_rejected_or_left_open_is_not_recorded(root, book):
    fill(book, (SUM,), decision="Bỏ (reject)")
    fill(book, (BOUND,))
    assert accept(book, root).added == (BOUND,)


def test_words_and_severity_may_be_changed(root, book):
    fill(book, (BOUND,), severity="thông tin", words_vi="Giải quyết không quá tiếp nhận.")
    accept(book, root)
    (rule,) = (one for one in load_rules(root / "seeds" / "reference") if one.rule_id == BOUND)
    assert (rule.severity, rule.words_vi) == ("info", "Giải quyết không quá tiếp nhận.")


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"decision": "có lẽ"}, "A", "“có lẽ” is none of the choices"),
        ({"severity": "to"}, "B", "Expected Nghiêm trọng (critical), Cảnh báo (warning)"),
        ({"accepted_by": None}, "C", "not signed"),
        ({"words_vi": ""}, "E", "whole sentence"),
        ({"words_en": "=A1"}, "F", "a formula or an error"),
        ({"terms": "left:1:appendix:no_such_concept:value"}, "A", "no form asks for no_such_concept"),
        ({"terms": "left:appendix"}, "A", "hidden cells"),
        ({"kind": "guess"}, "A", "no kind of rule “guess”"),
        ({"comparison": "<"}, "A", "compares nothing"),
        ({"constant": "many"}, "A", "hidden cells"),
        (
            {"kind": "percent_of"},
            "A",
            "its figures are left, right, where the kind percent_of has percent, part, whole",
        ),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_recorded(root, book, cells, column, said):
    before = seeds(root)
    fill(book, TAKEN_AWAY)
    sheet = fill(book, (BOUND,), **cells)
    row = next(row["rule_id"].row for row in rows_under_names(sheet, GUARDS) if row["rule_id"].value == BOUND)
    with pytest.raises(CchcError) as refused:
        accept(book, root)
    message = str(refused.value)
    assert f"sheet “{RULES_SHEET}”, row {row}, cell {column}{row} ({BOUND})" in message
    assert said in message
    assert "1. " in message and "2. " not in message
    assert seeds(root) == before


def terms(left: str, *right: str) -> str:
    return " ".join([f"left:1:appendix:{left}:value", *(f"right:1:appendix:{one}:value" for one in right)])


def test_a_rule_that_contradicts_those_on_record_is_refused_with_their_names(root, book):
    """At least 200 percent satisfied, where at most 100 is accepted beside it."""
    before = seeds(root)
    fill(book, (BOUND,), kind="range", comparison=">=", constant="200", terms="left:1:appendix:satisfaction_pct:value")
    fill(book, (SHARE,))
    with pytest.raises(CchcError, match="cannot hold together with satisfaction_pct_at_most_100"):
        accept(book, root)
    assert seeds(root) == before


def test_a_rule_that_follows_from_those_on_record_is_refused_with_their_names(root, book):
    fill(book, (BOUND,), terms=terms("unlawful_documents_handled_after_check", "legal_documents_checked_by_competence"))
    with pytest.raises(CchcError) as refused:
        accept(book, root)
    assert "it follows from unlawful_documents_found_by_check_within_legal_documents_checked_by_competence" in str(
        refused.value
    )


def test_a_name_that_another_rule_has_is_refused(root, book):
    fill(book, (BOUND,), rule_id="job_rotations_done_within_job_rotations_required")
    with pytest.raises(CchcError, match="another rule on record is called job_rotations_done"):
        accept(book, root)


def test_a_workbook_of_another_kind_is_refused(root, tmp_path):
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(CchcError, match="no sheet of it was written by `cchc suggest-rules`"):
        accept(path, root)


def test_a_workbook_without_a_suggestion_records_nothing(root, tmp_path):
    path = tmp_path / "nothing.xlsx"
    write_suggestions([], {}, path)
    assert accept(path, root).added == ()


def test_the_same_suggestions_are_the_same_bytes(root, book, tmp_path):
    again = tmp_path / "again.xlsx"
    reference = root / "seeds" / "reference"
    write_suggestions(suggest(load_form_lines(reference)["2021"], [], load_rules(reference)), {}, again)
    assert again.read_bytes() == book.read_bytes()
