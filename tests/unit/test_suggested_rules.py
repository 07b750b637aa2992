"""Rules are found again in made-up reports, and what is only coincidence is not suggested."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from cchc.paths import ROOT
from cchc.reference.form import load_forms
from cchc.reference.rules import COMMUNES, Key, load_rules
from cchc.suggesting.candidates import FROM_VALUES
from cchc.suggesting.coincidence import bound_of, chance_of_equality, is_by_chance
from cchc.suggesting.form_lines import FormLines, Line, load_form_lines
from cchc.suggesting.label_phrases import read_label
from cchc.suggesting.observations import Observations
from cchc.suggesting.sentences import words_of
from cchc.suggesting.suggestions import Suggestion, suggest

FORM = load_form_lines()["2021"]


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("bench_suggested_rules", ROOT / "bench" / "suggested_rules.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def reports(bench):
    own = next(form for form in load_forms() if form.version == FORM.version)
    return list(islice(bench.sample_reports(own, 5_200_000), 80))


@pytest.mark.parametrize(("slips", "found"), [(0.0, 0.9), (0.02, 0.88)])
def test_the_true_rules_are_found_again_and_what_is_suggested_is_true(bench, reports, slips, found):
    tally = bench.tally(FORM, bench.observed(FORM, reports, slips), bench.true_rules(FORM))
    assert tally.found >= found * len(bench.true_rules(FORM))
    assert len(tally.false) <= 0.03 * tally.suggested, [one.expression for one in tally.false]
    assert tally.suggested >= 70


def test_reports_alone_find_equalities_and_bounds(bench, reports):
    """Without a word of the form: what the figures say by themselves."""
    suggested = expressions(suggest(bench.mute(FORM), [bench.observed(FORM, reports)], []))
    assert {
        "procedures_level_3_4_on_service_portal = procedures_level_3_4_on_one_stop_site",
        "legal_documents_checked = legal_documents_self_checked + legal_documents_checked_by_competence",
    } <= suggested
    assert any("legal_documents_reviewed <= legal_documents_" in one for one in suggested)


def test_figures_that_have_nothing_to_do_with_each_other_suggest_nothing(bench, reports):
    for figures in (reports, reports[:25]):
        mixed = bench.mixed(bench.observed(FORM, figures))
        found = [one for one in suggest(bench.mute(FORM), [mixed], []) if one.candidate.reason in FROM_VALUES]
        assert [one.expression for one in found] == []


def test_what_is_on_record_is_not_suggested_again(bench, reports):
    again = suggest(FORM, [bench.observed(FORM, reports)], load_rules())
    assert len([one for one in again if not one.implied_by]) <= 3, [one.expression for one in again]
    assert not {one.rule.rule_id for one in again} & {rule.rule_id for rule in load_rules()}


def test_no_suggestion_follows_from_the_others_unless_it_is_told(bench, reports):
    suggested = suggest(FORM, [bench.observed(FORM, reports)], [])
    told = {one.expression: one.implied_by for one in suggested if one.implied_by}
    assert told["units_funded_by_state <= units_funded_by_state.base"]
    names = {one.rule.rule_id for one in suggested}
    assert all(set(reasons) <= names for reasons in told.values())


def test_the_words_of_a_rule_are_those_of_the_rules_on_record(bench, reports):
    """Suggested anew, a rule reads as it stands in the seeds."""
    known = {bench.identity(rule): rule for rule in bench.true_rules(FORM)}
    for one in suggest(FORM, [bench.observed(FORM, reports)], []):
        rule = known.get(bench.identity(one.rule))
        if rule is not None and rule.comparison == "<=" and rule.kind == one.rule.kind:
            assert one.rule.words_vi == rule.words_vi
            assert one.rule.words_en.casefold() == rule.words_en.casefold()


# A form and reports of their own, to say one thing at a time.


def line(position: int, code: str, label: str, unit: str = "Hồ sơ", kind: str = "count", parent: str = "I") -> Line:
    return Line(position, code, parent, kind, f"c{position}", label, "", label, unit, False)


def form_of(*lines: Line, levels: tuple[str, ...] = ("district",)) -> FormLines:
    heading = Line(0, "I", "", "section", "", "Mục", "", "Section", "", False)
    return FormLines("own", frozenset(levels), (heading, *lines))


def table(form: FormLines, level: str = "district", period: str = "year", **columns) -> Observations:
    keys = (*form.figures(), COMMUNES)
    count = len(next(iter(columns.values())))
    values = np.full((count, len(keys)), np.nan)
    for name, column in columns.items():
        key = COMMUNES if name == "communes" else Key("appendix", *name.split("__"))
        values[:, keys.index(key)] = column
    ids = tuple(f"{level}-{row}" for row in range(count))
    return Observations("own", level, period, ids, np.arange(count), keys, values, np.zeros(values.shape, dtype=int))


def expressions(suggested: list[Suggestion]) -> set[str]:
    return {one.expression for one in suggested}


PLAIN = form_of(line(1, "I.1", "Số thứ nhất"), line(2, "I.2", "Lượng thứ hai"), line(3, "I.3", "Khoản thứ ba"))


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_small_numbers_that_often_agree_are_no_rule():
    """0 and 1 agree in nine of ten reports, and a sum of them too."""
    random = rng()
    flags = {f"c{at}": (random.random(300) < 0.03).astype(float) for at in (1, 2, 3)}
    assert expressions(suggest(PLAIN, [table(PLAIN, **flags)], [])) == set()


def test_figures_of_other_magnitude_are_no_bound():
    """A few against thousands: no report could have broken it, so that none tells it."""
    random = rng()
    columns = {"c1": random.integers(1, 9, 300), "c2": random.integers(4000, 9000, 300)}
    assert expressions(suggest(PLAIN, [table(PLAIN, **columns)], [])) == set()


def test_large_units_have_more_of_everything_and_that_is_no_bound():
    random = rng()
    size = np.exp(random.normal(5, 1.2, 2000))
    columns = {
        f"c{at}": np.round(size * share * np.exp(random.normal(0, 0.12, 2000))) for at, share in ((1, 3), (2, 5))
    }
    assert (columns["c1"] <= columns["c2"]).mean() > 0.99
    assert expressions(suggest(PLAIN, [table(PLAIN, **columns)], [])) == set()


def test_a_bound_that_reports_come_up_to_is_suggested_and_its_exceptions_listed():
    random = rng()
    whole = random.integers(20, 400, 300)
    part = whole - random.integers(0, whole // 4)
    part[7] = whole[7] + 90
    (found,) = suggest(PLAIN, [table(PLAIN, c1=part, c2=whole)], [])
    assert found.expression == "c1 <= c2"
    assert found.support.exceptions == ("district-7",)
    assert (found.support.held, found.support.judged) == (299, 300)


def test_what_is_missed_on_one_side_alone_is_no_equality():
    """Nearly all is in either part, and what is not makes the total more: never less, as slips would."""
    random = rng()
    one, other = random.integers(20, 90, 200), random.integers(5, 90, 200)
    rest = np.where(random.random(200) < 0.1, random.integers(1, 9, 200), 0)
    assert suggest(PLAIN, [table(PLAIN, c1=one + other + rest, c2=one, c3=other)], []) == []
    either_way = rest * random.choice([-1, 1], 200)
    (found,) = suggest(PLAIN, [table(PLAIN, c1=one + other + either_way, c2=one, c3=other)], [])
    assert found.expression == "c1 = c2 + c3"


@pytest.mark.parametrize(("more", "suggested"), [(3, "c2 + c3 <= c1"), (-3, "c1 <= c2 + c3")])
def test_parts_that_leave_something_out_or_overlap_are_a_bound(more, suggested):
    form = form_of(
        line(1, "I.1", "Tổng số thủ tục", "Thủ tục"),
        line(2, "I.1.1", "Số thủ tục cấp huyện", "Thủ tục", parent="I.1"),
        line(3, "I.1.2", "Số thủ tục cấp xã", "Thủ tục", parent="I.1"),
    )
    random = rng()
    one, other = random.integers(20, 90, 100), random.integers(20, 90, 100)
    found = suggest(form, [table(form, c1=one + other + more * random.integers(0, 4, 100), c2=one, c3=other)], [])
    assert suggested in expressions(found)
    assert not {"c2 + c3 <= c1", "c1 <= c2 + c3", "c1 = c2 + c3"} & expressions(found) - {suggested}


def test_all_tasks_being_done_makes_no_equality():
    form = form_of(
        line(1, "I.1", "Tổng số nhiệm vụ được giao", "Nhiệm vụ"),
        line(2, "I.1.1", "Số nhiệm vụ đã hoàn thành đúng hạn", "Nhiệm vụ", parent="I.1"),
        line(3, "I.1.2", "Số nhiệm vụ đã hoàn thành nhưng quá hạn", "Nhiệm vụ", parent="I.1"),
    )
    random = rng()
    on_time, late = random.integers(20, 90, 200), random.integers(1, 9, 200)
    found = suggest(form, [table(form, c1=on_time + late, c2=on_time, c3=late)], [])
    assert {one.expression for one in found if not one.implied_by} == {"c2 + c3 <= c1"}


def test_a_part_that_always_is_its_whole_is_a_bound_and_no_equality():
    """Every district has connected all its communes, and all have published: nothing says that they must be equal."""
    form = form_of(
        line(1, "I.1", "Số UBND cấp xã đã kết nối", "Đơn vị"), line(2, "I.2", "Số UBND cấp xã đã công bố", "Đơn vị")
    )
    communes = rng().integers(6, 30, 100)
    found = suggest(form, [table(form, c1=communes, c2=communes, communes=communes)], [])
    assert expressions(found) == {"c1 <= unit:commune_count", "c2 <= unit:commune_count"}
    assert all(one.rule.severity == "critical" and one.support.always_at_bound for one in found)


def test_a_form_of_communes_has_no_bound_of_communes():
    form = form_of(line(1, "I.1", "Số UBND cấp xã đã kết nối", "Đơn vị"), levels=("commune",))
    assert suggest(form, [], []) == []


def test_a_rule_that_fails_at_another_level_or_in_part_of_a_year_is_not_suggested():
    random = rng()
    one, other = random.integers(5, 400, 100), random.integers(5, 400, 100)
    holds = table(PLAIN, c1=one + other, c2=one, c3=other)
    assert expressions(suggest(PLAIN, [holds], [])) == {"c1 = c2 + c3"}
    for level, period in (("commune", "year"), ("district", "part")):
        fails = table(PLAIN, level, period, c1=one + 2 * other, c2=one, c3=other)
        assert suggest(PLAIN, [holds, fails], []) == []


def test_a_unit_that_repeats_its_figures_every_year_is_one_voice():
    random = rng()
    one, other = random.integers(5, 400, 3), random.integers(5, 400, 3)
    reports = table(PLAIN, c1=np.tile(one + other, 30), c2=np.tile(one, 30), c3=np.tile(other, 30))
    repeated = replace(reports, units=np.tile(np.arange(3), 30))
    assert suggest(PLAIN, [repeated], []) == []


def test_what_is_not_known_says_nothing():
    random = rng()
    one, other = random.integers(5, 400, 100).astype(float), random.integers(5, 400, 100).astype(float)
    total = one + other
    total[::2] = np.nan
    (found,) = suggest(PLAIN, [table(PLAIN, c1=total, c2=one, c3=other)], [])
    assert (found.expression, found.support.judged) == ("c1 = c2 + c3", 50)


RATED = form_of(
    line(1, "I.1", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "percent"),
    line(2, "I.1.1", "Tổng số hồ sơ đã giải quyết xong", parent="I.1"),
    line(3, "I.1.2", "Số hồ sơ giải quyết đúng hạn", parent="I.1"),
)


def test_a_rate_stands_above_its_base_and_its_part():
    assert expressions(suggest(RATED, [], [])) == {"c1 <= 100", "c1 <= 100 * c2", "c1 = 100 * c3 / c2", "c3 <= c2"}


def test_a_rate_that_is_cut_off_instead_of_rounded_is_an_exception_that_is_told():
    reports = table(RATED, c1=[99.10], c2=[195197], c3=[193457])
    reports.decimals[:] = 2
    told = {one.expression: one.support.exceptions for one in suggest(RATED, [reports], [])}
    assert told["c1 = 100 * c3 / c2"] == ("district-0",)


def test_a_total_is_its_parts_and_a_heading_repeats_the_row_under_it():
    form = form_of(
        line(1, "I.1", "Thực hiện tự chủ tài chính của đơn vị", "Đơn vị"),
        line(2, "I.1.1", "Tổng số đơn vị", "Đơn vị", parent="I.1"),
        line(3, "I.1.2", "Số đơn vị tự bảo đảm chi thường xuyên và chi đầu tư", "Đơn vị", parent="I.1"),
        line(4, "I.1.3", "Số đơn vị tự bảo đảm chi thường xuyên", "Đơn vị", parent="I.1"),
        line(5, "I.1.4", "Số đơn vị đã chuyển đổi thành công ty cổ phần", "Đơn vị", parent="I.1"),
        line(6, "I.2", "Tổng số văn bản ban hành", "Văn bản"),
        line(7, "I.2.1", "Số văn bản do cấp tỉnh ban hành", "Văn bản", parent="I.2"),
        line(8, "I.2.2", "Số văn bản do cấp xã ban hành", "Văn bản", parent="I.2"),
    )
    reports = table(form, c1=[83], c2=[83], c3=[12], c4=[71], c5=[0], c6=[249], c7=[174], c8=[75])
    found = suggest(form, [reports], [])
    assert {one.expression for one in found if not one.implied_by} == {"c1 = c2", "c2 = c3 + c4", "c6 = c7 + c8"}


def test_done_is_not_more_than_due_within_one_piece_of_work():
    """Problems found are not communes inspected, and what left is no longer among the rest."""
    form = form_of(
        line(1, "I.1", "Số UBND cấp xã đã kiểm tra", "Cơ quan"),
        line(2, "I.2", "Số vấn đề phát hiện qua kiểm tra", "Vấn đề"),
        line(3, "I.3", "Số vấn đề phát hiện đã xử lý xong", "Vấn đề"),
        line(4, "I.4", "Tổng số biên chế được giao", "Người"),
        line(5, "I.5", "Tổng số biên chế có mặt", "Người"),
        line(6, "I.6", "Số biên chế đã tinh giản", "Người"),
        levels=("commune",),
    )
    assert expressions(suggest(form, [], [])) == {"c3 <= c2", "c5 <= c4"}


def test_a_narrower_label_is_part_of_the_wider_one():
    wider, narrower = (
        read_label("Số lượng lãnh đạo UBND cấp huyện"),
        read_label("Số lãnh đạo UBND cấp huyện bị kỷ luật"),
    )
    assert narrower.narrows(wider) and not wider.narrows(narrower)
    besides = read_label("Số đơn vị tự bảo đảm chi thường xuyên và chi đầu tư")
    assert not besides.narrows(read_label("Số đơn vị tự bảo đảm chi thường xuyên"))


def test_the_chance_of_agreement_is_that_of_units_of_like_size():
    ones = np.array([1.0, 1.0, 2.0, 2.0])
    assert chance_of_equality(ones, ones, np.zeros(4)) == pytest.approx(0.5)
    assert chance_of_equality(ones, ones, np.array([0, 0, 1, 1])) == pytest.approx(1.0)
    assert is_by_chance(9, 10, 0.5, 1000) and not is_by_chance(100, 100, 0.5, 1000)


def test_a_bound_broken_as_often_as_by_mixing_is_contradicted():
    random = rng()
    part, whole = random.integers(0, 2, 300).astype(float), random.integers(0, 13, 300).astype(float)
    assert (part <= whole).mean() > 0.9
    assert bound_of(part, whole, np.zeros(300)).is_contradicted


def test_words_name_a_base_and_the_communes():
    by_expression = {one.expression: one for one in suggest(FORM, [], [])}
    bound = by_expression["reform_inspection_communes <= unit:commune_count"]
    assert words_of(bound.candidate, FORM)[1].endswith("không được lớn hơn số đơn vị hành chính cấp xã.")
    base = by_expression["units_covering_recurrent.base = autonomous_public_service_units.base"]
    assert base.rule.words_en.startswith("The base of “")
