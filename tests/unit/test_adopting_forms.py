"""A checked draft becomes the seeds of a form, whole; what contradicts itself is refused by sheet and cell."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from cchc.errors import CchcError
from cchc.learning.adopting import adopt_form
from cchc.learning.concept_names import concept_name
from cchc.learning.draft_book import write_draft
from cchc.learning.draft_columns import FORM, GUARD, GUIDE, NAMES, ROWS
from cchc.learning.learning_forms import learn_form
from cchc.paths import REFERENCE_SEEDS, ROOT
from cchc.reference.form import load_forms
from cchc.seeds.reading import read_seed

NEW_FORM = ROOT / "tests" / "new_form.md"
LIKELY_ROW = "| 1.2 | Số hồ sơ cấp xã giải quyết trong kỳ, kể cả hồ sơ cũ | Hồ sơ | | |\n"
FILES = ("form_versions", "form_rows", "form_codes", "form_headings", "province_sums")


@pytest.fixture
def root(tmp_path) -> Path:
    """A project that has the reference seeds alone."""
    shutil.copytree(REFERENCE_SEEDS, tmp_path / "project" / "seeds" / "reference")
    return tmp_path / "project"


@pytest.fixture
def draft(tmp_path) -> Path:
    path = tmp_path / "draft.xlsx"
    write_draft(learn_form(NEW_FORM, ("commune",)), "2031t", 2031, ("commune",), path)
    return path


def edit(path: Path, **cells: str | None) -> None:
    """Write cells of the sheet of rows, by position and column: `p6__label_en`."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[ROWS]
    for place, value in cells.items():
        position, name = place.split("__")
        sheet.cell(int(position[1:]) + 1, NAMES.index(name) + 1).value = value
    workbook.save(path)


def seeds(root: Path) -> dict[str, bytes]:
    return {name: (root / "seeds" / "reference" / f"{name}.csv").read_bytes() for name in FILES}


def rows_of(root: Path, name: str, version: str = "2031t") -> list[dict[str, str]]:
    return [row for row in read_seed(root / "seeds" / "reference" / f"{name}.csv") if row["form_version"] == version]


def test_a_checked_draft_becomes_the_seeds_of_a_form(root, draft):
    before = seeds(root)
    edit(
        draft,
        p6__label_en="Community digital technology groups",
        p6__may_be_summed="true",
        p7__concept_decided="addresses_pct",
    )
    adopted = adopt_form(draft, root)
    assert (adopted.version, adopted.rows, adopted.answered) == ("2031t", 12, 8)
    assert adopted.new_concepts == (
        "community_digital_technology_groups", "addresses_pct", "co_diem_truy_cap_internet_mien_phi_tai_nha_van_hoa",
    )  # fmt: skip
    for name in ("form_versions", "form_rows", "form_codes", "form_headings"):  # what stood there stays, byte for byte
        assert (root / "seeds" / "reference" / f"{name}.csv").read_bytes().startswith(before[name])
    rows = rows_of(root, "form_rows")
    old = {row["concept"]: row for row in read_seed(REFERENCE_SEEDS / "form_rows.csv") if row["form_version"] == "2021"}
    same = next(row for row in rows if row["concept"] == "commune_dossiers_received")
    for name in ("label_en", "unit_en", "fact_table", "fact_column", "fact_row"):
        assert same[name] == old["commune_dossiers_received"][name]
    new = next(row for row in rows if row["concept"] == "community_digital_technology_groups")
    assert (new["fact_table"], new["number"], new["position"], new["section_code"]) == ("", "2.1", "6", "I")
    assert [(row["code"], row["meaning_vi"], row["meaning_en"]) for row in rows_of(root, "form_codes")] == [
        ("0", "Không", "No"), ("1", "Có", "Yes"),
    ]  # fmt: skip
    assert rows_of(root, "form_versions")[0]["government_levels"] == "commune"
    assert [row["heading_vi"] for row in rows_of(root, "form_headings")] == [
        "STT Chỉ tiêu thống kê Đơn vị tính Số liệu Ghi chú"
    ]
    sums = {
        row["concept"]: row["may_be_summed"] for row in read_seed(root / "seeds" / "reference" / "province_sums.csv")
    }
    assert sums["community_digital_technology_groups"] == "true"
    assert "addresses_pct" not in sums  # nobody decided
    form = next(form for form in load_forms(root / "seeds" / "reference") if form.version == "2031t")
    assert [row.indicator_code for row in form.rows][:4] == ["I", "I.1", "I.1.1", "I.1.2"]


def test_the_same_version_again_is_refused(root, draft):
    adopt_form(draft, root)
    before = seeds(root)
    with pytest.raises(CchcError, match="form 2031t is recorded already"):
        adopt_form(draft, root)
    assert seeds(root) == before


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"p6__label_vi": None}, "cell E7.*the label is blank"),
        ({"p6__concept_decided": "commune_dossiers_received"}, "also the concept of row"),
        ({"p6__concept_decided": "Tổ công nghệ"}, "is no name of a concept"),
        ({"p7__concept_decided": "reform_plans"}, "reform_plans is a count on form 2021, and this row asks for a per"),
        ({"p6__answer_type": "number"}, "“number” is no answer type"),
        ({"p6__indicator_code": "I.1.1"}, "code “I.1.1” stands on 2 rows"),
        ({"p6__parent_code": "I.9"}, "no row above has code “I.9”"),
        ({"p6__section_code": "II"}, "section “II” is not that of code I.2.1"),
        ({"p6__fact_table": "fct_towers"}, "no fact “fct_towers” takes figures of the form"),
        ({"p6__fact_table": "fct_inspections", "p6__fact_column": "towers"}, "fct_inspections has no column “towers”"),
        ({"p6__fact_table": "fct_inspections", "p6__fact_column": "departments_inspected", "p6__fact_row": "kind=x"},
         "fct_inspections has no key “kind=x”"),
        ({"p6__fact_column": "departments_inspected"}, "without a fact_table"),
        ({"p6__fact_table": "fct_subject_figures", "p6__fact_column": "groups", "p6__fact_row": "subject=football"},
         "“subject=football” begins with no subject. Expected subject= and one of"),
        ({"p2__fact_column": "plan_tasks_set"}, "where the figures of reform_plans go to “reform_plans”"),
        ({"p6__fact_table": "fct_reform_direction", "p6__fact_column": "reform_plans"}, "goes to .*reform_plans.* too"),
        ({"p7__may_pass_100": None}, "Expected true or false"),
        ({"p8__codes_vi": "1 = Có", "p8__unit_vi": ""}, "a flag with code list “1 = Có”"),
        ({"p6__similarity": "0.9"}, "white cells are not those that the program wrote"),
        ({"p2__concept": "procedures_in_force"}, "white cells are not those that the program wrote"),
        ({"p5__concept_decided": "reform_plans"}, "a header with concept reform_plans"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_by_its_cell_and_nothing_is_recorded(root, draft, cells, words):
    before = seeds(root)
    edit(draft, **cells)
    with pytest.raises(CchcError, match=words) as refused:
        adopt_form(draft, root)
    assert "sheet “rows”, row " in str(refused.value)
    assert seeds(root) == before


def test_a_likely_row_left_undecided_is_refused_and_decided_it_is_taken(root, tmp_path):
    text = NEW_FORM.read_text(encoding="utf-8").splitlines(keepends=True)
    form = tmp_path / "form.md"
    form.write_text("".join([*text[:-1], LIKELY_ROW]), encoding="utf-8")
    draft = tmp_path / "likely.xlsx"
    write_draft(learn_form(form), "2031t", 2031, ("commune",), draft)
    with pytest.raises(CchcError, match="nobody decided whether it is commune_dossiers_resolved"):
        adopt_form(draft, root)
    edit(draft, p12__concept_decided="commune_dossiers_resolved")
    assert adopt_form(draft, root).answered == 8
    assert rows_of(root, "form_rows")[-1]["fact_column"] == "dossiers_resolved"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("government_levels", "commune;village", "is no list of levels"),
        ("first_year", "soon", "“soon” is no year"),
        ("last_year", "2030", "“2030” is no year from 2031 on"),
        ("name_vi", None, "the form has no title"),
    ],
)
def test_what_the_form_says_of_itself_is_checked_too(root, draft, name, value, words):
    workbook = openpyxl.load_workbook(draft)
    cell = next(row[1] for row in workbook[FORM].iter_rows() if row[0].value == name)
    cell.value = value
    workbook.save(draft)
    with pytest.raises(CchcError, match=rf"sheet “form”.*{words}"):
        adopt_form(draft, root)


def test_a_draft_of_another_project_is_refused(root, draft):
    path = root / "seeds" / "reference" / "form_rows.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",reform_plans,", ",other_plans,"), encoding="utf-8")
    before = seeds(root)
    with pytest.raises(CchcError, match=r"matched with other forms than stand in seeds/reference \(form 2021"):
        adopt_form(draft, root)
    assert seeds(root) == before


def test_a_form_that_came_in_between_does_not_spoil_a_draft(root, draft, tmp_path):
    other = tmp_path / "other.xlsx"
    write_draft(learn_form(NEW_FORM), "2032t", 2032, ("commune",), other)
    adopt_form(other, root)
    with pytest.raises(CchcError, match="co_diem_truy_cap"):  # a name that is taken now is no new concept
        edit(draft, p8__concept_decided="co_diem_truy_cap_internet_mien_phi_tai_nha_van_hoa", p8__answer_type="count",
             p8__codes_vi=None)  # fmt: skip
        adopt_form(draft, root)


def test_a_workbook_that_is_no_draft_is_refused(root, tmp_path):
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(CchcError, match="not a draft that `cchc learn-form` wrote"):
        adopt_form(path, root)


def test_a_row_that_is_deleted_or_put_in_by_hand_is_taken_so(root, draft):
    workbook = openpyxl.load_workbook(draft)
    sheet = workbook[ROWS]
    sheet.delete_rows(9)  # position 8
    at = sheet.max_row + 1
    added = {"position": 13, "section_code": "II", "number": "1.3", "indicator_code": "II.1.3", "parent_code": "II.1",
             "label_vi": "Số hồ sơ trả qua kiosk", "unit_vi": "Hồ sơ", "answer_type": "count"}  # fmt: skip
    for name, value in added.items():
        sheet.cell(at, NAMES.index(name) + 1).value = value
    workbook.save(draft)
    adopted = adopt_form(draft, root)
    assert (adopted.rows, adopted.answered) == (12, 8)
    assert rows_of(root, "form_rows")[-1]["concept"] == "ho_so_tra_qua_kiosk"


def test_the_workbook_says_what_is_open_and_what_to_do(draft, tmp_path):
    workbook = openpyxl.load_workbook(draft)
    assert workbook.sheetnames[:2] == [GUIDE, ROWS]
    assert workbook[GUARD].sheet_state == "hidden"
    assert [cell.value for cell in workbook[ROWS][1]] == list(NAMES)
    assert all(cell.comment for cell in workbook[ROWS][1])
    guide = " ".join(str(cell.value) for row in workbook[GUIDE].iter_rows() for cell in row if cell.value)
    assert "Còn phải quyết định" in guide and "cchc adopt-form" in guide and "COUNTIFS" in guide
    lists = [rule.formula1 for rule in workbook[ROWS].data_validations.dataValidation]
    assert any("section,header,count" in str(formula) for formula in lists)
    again = tmp_path / "again.xlsx"
    write_draft(learn_form(NEW_FORM, ("commune",)), "2031t", 2031, ("commune",), again)
    assert again.read_bytes() == draft.read_bytes()


@pytest.mark.parametrize(
    ("label", "kind", "name"),
    [
        ("Số hồ sơ TTHC quá hạn", "count", "ho_so_thu_tuc_hanh_chinh_qua_han"),
        ("Tỷ lệ hồ sơ quá hạn", "percent", "ho_so_qua_han_pct"),
        ("Số sở, ngành đã kiểm tra", "count", "so_nganh_kiem_tra"),
        ("100% đơn vị tự chủ", "count", "n_100_don_vi_tu_chu"),
        ("Overdue dossiers", "count", "overdue_dossiers"),
    ],
)
def test_a_new_concept_is_named_after_its_label(label, kind, name):
    assert concept_name(label, kind, "", ()) == name
    assert concept_name(label, kind, "Cấp xã", (name,)) not in (name, "")
    assert len(concept_name(label * 9, kind, "", ())) <= 60
