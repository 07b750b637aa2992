"""The rows of a new form are matched to the concepts known: as many as the bench says, and none wrongly as `same`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from cchc.learning.known_rows import known_rows
from cchc.learning.label_words import meaning_of
from cchc.learning.matching import LIKELY, NEW, SAME, AskedRow, Match, match_rows
from cchc.paths import REFERENCE_SEEDS, ROOT
from cchc.seeds.reading import read_seed

KNOWN_2021 = tuple(row for row in known_rows() if row.cells["form_version"] == "2021")
RESULTS = "Kết quả giải quyết TTHC"
REFORM = "Cải cách thủ tục hành chính"


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("learnt_forms", ROOT / "bench" / "learnt_forms.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["learnt_forms"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("ending", "numbering"), [("docx", "tables"), ("xlsx", "sections"), ("pdf", "whole")])
def test_made_forms_are_learnt_as_the_bench_says(bench, tmp_path, ending, numbering):
    counts = bench.Counts()
    for seed in (501, 502, 503):
        truth = bench.numbered(bench.made_form(seed), numbering)
        path = tmp_path / f"{seed}.{ending}"
        bench.WRITERS[ending](path, bench._tables(truth, numbering))
        bench.measure(counts, truth, path)
    assert counts.kept > 250 and counts.new > 120
    assert counts.wrong_same == 0, counts.notes
    assert counts.right >= 0.95 * counts.kept, counts.notes
    assert counts.told_new >= 0.95 * counts.new, counts.notes
    assert counts.right_same >= 0.4 * counts.kept
    assert counts.codes_right >= 0.98 * counts.rows


def asked(label: str, unit: str, *above: str, kind: str = "count") -> AskedRow:
    return AskedRow(label, unit, kind, above)


def matched(*rows: AskedRow, levels: tuple[str, ...] = ()) -> list[Match]:
    return match_rows(rows, KNOWN_2021, levels)


def test_a_short_label_is_told_by_the_heading_over_it():
    first, second = matched(
        asked("Số hồ sơ tiếp nhận", "Hồ sơ", "Kết quả giải quyết TTHC của UBND cấp xã", REFORM),
        asked("Số hồ sơ giải quyết và trả kết quả", "Hồ sơ", "Kết quả giải quyết TTHC của UBND cấp xã", REFORM),
    )
    assert (first.concept, second.concept) == ("commune_dossiers_received", "commune_dossiers_resolved")
    assert {first.match, second.match} <= {SAME, LIKELY}


@pytest.mark.parametrize(("level", "concept"), [("commune", "commune"), ("district", "district")])
def test_a_label_that_names_no_level_is_of_the_level_of_its_form(level, concept):
    (match,) = matched(asked("Số hồ sơ TTHC tiếp nhận", "Hồ sơ", RESULTS, REFORM), levels=(level,))
    assert match.concept == f"{concept}_dossiers_received"


def test_labels_that_repeat_are_told_apart_by_what_stands_over_them():
    label = "Số vấn đề phát hiện đã xử lý xong"
    rows = [
        asked(label, "Vấn đề", "Hoạt động thanh tra cấp huyện", "Cải cách tổ chức bộ máy hành chính nhà nước"),
        asked(label, "Vấn đề", "Kiểm tra CCHC", "Công tác chỉ đạo, điều hành CCHC"),
    ]
    found = matched(*rows)
    assert [match.concept for match in found] == [
        "inspectorate_problems_resolved",
        "reform_inspection_problems_resolved",
    ]
    assert [match.match for match in found] == [SAME, SAME]


def test_the_same_label_under_another_heading_is_never_the_same():
    (match,) = matched(
        asked("Số vấn đề phát hiện đã xử lý xong", "Vấn đề", "Giám sát của Hội đồng nhân dân", "Công tác khác")
    )
    assert match.match != SAME


@pytest.mark.parametrize(
    ("label", "unit", "kind"),
    [
        ("Số hồ sơ TTHC do các sở, ngành tiếp nhận", "Hồ sơ", "count"),  # of another level
        ("Số hồ sơ TTHC do UBND cấp xã giải quyết quá hạn", "Hồ sơ", "count"),  # late, not on time
        ("Tỷ lệ hồ sơ TTHC do UBND cấp xã tiếp nhận", "%", "percent"),  # a share of what is a count
        ("Số TTHC do UBND cấp xã tiếp nhận", "Thủ tục", "count"),  # procedures, not dossiers
        ("Số hồ sơ TTHC do UBND cấp xã tiếp nhận trực tuyến", "Hồ sơ", "count"),  # a part
    ],
)
def test_a_label_that_differs_in_what_matters_is_never_the_same(label, unit, kind):
    (match,) = matched(asked(label, unit, RESULTS, REFORM, kind=kind))
    assert match.match != SAME


def test_a_concept_is_given_once_and_a_new_row_beside_it_stays_new():
    own, other = matched(
        asked("Số hồ sơ TTHC do UBND cấp xã tiếp nhận", "Hồ sơ", RESULTS, REFORM),
        asked("Số hồ sơ TTHC do UBND cấp xã tiếp nhận trong ngày nghỉ", "Hồ sơ", RESULTS, REFORM),
    )
    assert (own.match, own.concept) == (SAME, "commune_dossiers_received")
    assert other.concept != own.concept


def test_every_row_of_a_known_form_is_itself():
    rows = [AskedRow(one.label, one.unit, one.answer_type, one.above, codes=one.codes) for one in KNOWN_2021]
    found = match_rows(rows, KNOWN_2021)
    wrong = [(one.label, match) for one, match in zip(KNOWN_2021, found, strict=True) if match.concept != one.concept]
    assert wrong == []
    assert sum(match.match == SAME for match in found) > 0.9 * len(found)


def test_without_known_forms_all_is_new():
    (match,) = match_rows([asked("Số hồ sơ tiếp nhận", "Hồ sơ", REFORM)], ())
    assert match.match == NEW


def test_words_mean_what_the_seed_says():
    assert meaning_of("Số TTHC do UBND cấp xã tiếp nhận").words == ("TTHC", "cấp xã", "tiếp nhận")
    assert meaning_of("Số thủ tục hành chính xã nhận được").words == ("TTHC", "cấp xã", "tiếp nhận")
    assert meaning_of("Uỷ ban nhân dân cấp xã").words == meaning_of("Ủy ban nhân dân cấp xã").words == ("cấp xã",)
    assert meaning_of("Hồ sơ (bản giấy)").aside == {"trực tiếp"}


def test_the_seed_of_words_names_each_once_in_order():
    rows = read_seed(REFERENCE_SEEDS / "label_words.csv")
    words = [row["words_vi"].lower() for row in rows]
    assert len(words) == len(set(words))
    assert rows == sorted(rows, key=lambda row: (row["meaning_vi"], row["contrast"], row["words_vi"]))
    assert all(row["meaning_vi"] or not row["contrast"] for row in rows)


def test_the_bench_rewords_every_concept_of_2021_and_its_new_rows_are_new(bench):
    said = {row["concept"] for row in bench.read(ROOT / "bench" / "learnt_forms_reworded.csv")}
    assert said == {row.concept for row in KNOWN_2021}
    known = {row.label for row in known_rows() if row.cells["form_version"] == "2021"}
    new = [row["label_vi"] for row in bench.read(ROOT / "bench" / "learnt_forms_new.csv")]
    assert len(new) == len(set(new)) and not known & set(new)


def test_the_bench_reads_its_files_from_the_repository(bench):
    assert Path(bench.HERE) == ROOT / "bench"
