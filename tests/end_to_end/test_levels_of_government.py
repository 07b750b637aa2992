"""A province in the year in which its levels change: districts that report late on their old form, communes on another,
the province itself on a third. All stand in one warehouse, and nowhere are two levels added up or ranked together."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import duckdb
import pytest

from cchc.paths import ROOT
from cchc.reporting.numbers import hundredths, number

from ..project_copy import run
from . import second_form

sys.path.insert(0, str(ROOT / "bi" / "superset"))
import definitions

PROVINCE, YEAR = "92", 2025
LEVELS = {"district": 9, "commune": 103, "province": 1}


@pytest.fixture(scope="module")
def project(new_project, tmp_path_factory) -> Path:
    root = new_project(tmp_path_factory.mktemp("levels") / "project")
    add_form_of_communes(root / "seeds" / "reference")
    units = second_form.read(root / "seeds" / "reference" / "administrative_units.csv")
    districts = codes(units, "district", "2025-06-30")
    before = made(root, "--units", ",".join(districts), "--years", str(YEAR - 1))
    everybody = [*districts, *codes(units, "commune", ""), PROVINCE]
    for path, rows in made(root, "--units", ",".join(everybody), "--years", str(YEAR)).items():
        if together := before[path] + rows:  # made-up rows stand nowhere on a page
            second_form.write(path, sorted(together, key=lambda row: row["report_id"]))
    built = run(root, "dbt", "build", "--target", "samples", "--target-path", "target/samples")
    assert built.returncode == 0, built.stdout[-3000:]
    return root


def add_form_of_communes(reference: Path) -> None:
    """The second form as that of communes; districts and provinces keep theirs."""
    second_form.add_second_form(reference)
    old, new = second_form.read(reference / "form_versions.csv")[:2]
    others = second_form.read(reference / "form_versions.csv")[2:]
    new |= {"government_levels": "commune", "first_year": str(YEAR)}
    second_form.write(reference / "form_versions.csv", [old | {"last_year": ""}, new, *others])


def codes(units: list[dict[str, str]], level: str, valid_to: str) -> list[str]:
    return sorted(
        unit["unit_code"]
        for unit in units
        if (unit["province_code"], unit["unit_level"], unit["valid_to"]) == (PROVINCE, level, valid_to)
    )


def made(root: Path, *options: str) -> dict[Path, list[dict[str, str]]]:
    """The landed rows of an order of samples, by seed."""
    told = run(root, "cchc", "sample", "--format", "rows", *options)
    assert told.returncode == 0, told.stderr
    return {path: second_form.read(path) for path in (root / "samples" / "seeds" / "landed").glob("*.csv")}


@pytest.fixture(scope="module")
def query(project):
    with duckdb.connect(str(project / "samples" / "warehouse" / "cchc.duckdb"), read_only=True) as con:
        yield lambda sql: con.execute(sql).fetchall()


def test_every_level_is_there_on_its_own_form(query):
    found = query(f"""
        select unit_level, form_version, count(*)
        from marts.dim_report as reports inner join marts.dim_unit_year as units using (unit_code, report_year)
        where report_year = {YEAR} group by all order by 3
    """)
    assert found == [
        ("province", "2025", 1),
        ("district", "2021", 9),
        ("commune", second_form.VERSION, 103),
    ]


def test_ranks_and_medians_are_those_among_units_of_one_level(query):
    faults = query(f"""
        with told as (
            select ratios.*, definitions.rank_first,
                rank() over (
                    partition by units.unit_level, ratios.ratio_id
                    order by case when definitions.rank_first = 'highest' then -ratios.value else ratios.value end
                ) as own_rank,
                median(ratios.value) over (partition by units.unit_level, ratios.ratio_id) as own_median,
                count(*) over (partition by units.unit_level, ratios.ratio_id) as own_count
            from marts.rpt_unit_ratios as ratios
            inner join marts.dim_ratio as definitions using (ratio_id)
            inner join marts.dim_unit_year as units using (unit_code, report_year)
            where report_year = {YEAR} and ratios.value is not null
        )
        select unit_code, ratio_id, province_rank, own_rank, province_median, own_median, units_compared, own_count
        from told
        where province_rank <> own_rank or abs(province_median - own_median) > 0.0001 or units_compared <> own_count
    """)
    assert faults == []
    most = query(
        f"select unit_level, max(units_compared) from marts.rpt_unit_ratios where report_year = {YEAR} group by 1"
    )
    assert dict(most) == LEVELS


def test_totals_are_sums_of_the_units_of_one_level(query):
    faults = query(f"""
        with own as (
            select units.unit_level, figures.concept as figure, sum(figures.value) as value,
                count(figures.value) as units
            from marts.fct_indicator_values as figures
            inner join marts.dim_unit_year as units using (unit_code, report_year)
            where report_year = {YEAR} and report_period = 'year'
            group by all
        )
        select totals.unit_level, totals.figure, totals.value, own.value, totals.units_counted, own.units
        from marts.rpt_province_totals as totals
        left join own using (unit_level, figure)
        where totals.report_year = {YEAR} and totals.figure_kind = 'sum' and totals.total_status <> 'not_summed'
            and (totals.value is distinct from own.value or totals.units_counted is distinct from own.units)
    """)
    assert faults == []
    due = query(
        f"select unit_level, max(units_due) from marts.rpt_province_totals where report_year = {YEAR} group by 1"
    )
    assert dict(due) == LEVELS


def test_the_scorecard_and_the_years_side_by_side_have_each_unit_once(query):
    cards = query(f"""
        select unit_level, count(*), count(distinct unit_code), count(*) filter (row_status = 'reported')
        from marts.rpt_district_scorecard where report_year = {YEAR} and province_code = '{PROVINCE}'
        group by 1
    """)
    assert {level: tuple(counts) for level, *counts in cards} == {level: (n, n, n) for level, n in LEVELS.items()}
    changed = query(f"""
        select units.unit_level, changes.comparability, count(distinct changes.unit_code)
        from marts.rpt_year_over_year as changes inner join marts.dim_unit_year as units using (unit_code, report_year)
        where report_year = {YEAR} and changes.change is not null
        group by all
    """)
    assert changed == []  # a district that ended within the year, and units that have no report of the year before


def test_what_a_dashboard_asks_for_a_level_is_what_the_marts_say_of_it(query):
    compared = definitions.read_datasets()["comparison"]
    shown = query(
        f"select unit_level, {compared.metrics['compared'][0]} from ({compared.sql}) "
        f"where report_year = '{YEAR}' group by 1"
    )
    assert sorted(count for _, count in shown) == sorted(LEVELS.values())
    dossiers = definitions.read_datasets()["one_stop_dossiers"]
    (district,) = query(
        f"select {dossiers.metrics['received'][0]} from ({dossiers.sql}) "
        f"where report_year = '{YEAR}' and unit_level like 'Cấp huyện%'"
    )
    (own,) = query(f"""
        select sum(dossiers_received) from marts.fct_one_stop_dossiers
        inner join marts.dim_unit_year using (unit_code, report_year)
        where report_year = {YEAR} and unit_level = 'district'
    """)
    assert district == own


@pytest.fixture(scope="module")
def page_file(project, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("page") / "p.html"
    told = run(project, "cchc", "report", "--samples", "--province", PROVINCE, "--year", str(YEAR), "-o", str(target))
    assert told.returncode == 0, told.stderr
    return target


@pytest.fixture
def page(browser, page_file):
    """The page as a browser shows it, under its own policy."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        opened = context.new_page()
        said: list[str] = []
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.goto(page_file.as_uri())
        yield opened
        assert said == []


@pytest.mark.parametrize("level", ["district", "commune"])
def test_the_page_tells_each_level_by_itself(level, page, query):
    rows = page.locator(f"#diem-{level} tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.split('\\n')[0]))"
    )
    told = query(f"""
        select list(value order by position)
        from marts.rpt_unit_ratios as ratios
        inner join marts.dim_ratio using (ratio_id)
        where ratios.province_code = '{PROVINCE}' and report_year = {YEAR} and unit_level = '{level}'
        group by unit_code
    """)
    assert len(rows) == len(told) + 1 == LEVELS[level] + 1
    ratios = len(told[0][0])
    shown = sorted(row[1 : 1 + ratios] for row in rows[:-1])
    assert shown == sorted([number(hundredths(value)) for value in values] for (values,) in told)
    charts = page.locator(f"section[aria-labelledby=bieu-do-{level}] figure").count()
    assert charts == ratios


def test_the_province_itself_is_named_and_in_no_table(page):
    assert f"({PROVINCE}-{YEAR})" in page.locator("header").inner_text()
    assert page.locator("#diem-province").count() == 0
    counts = re.findall(r"(\d+)/(\d+) đơn vị cấp", page.locator("header").inner_text())
    assert counts == [("9", "9"), ("103", "103")]


def test_a_unit_is_found_by_its_name_without_diacritics_under_the_policy_of_the_page(page):
    shown = page.locator("#diem-commune tbody tr[data-name]:visible")
    assert shown.count() == LEVELS["commune"]
    page.locator(".find input").fill("ho dac kien")
    assert shown.all_inner_texts()[0].startswith("Hồ Đắc Kiện") and shown.count() == 1
    page.locator(".find input").fill("")
    page.locator(".find select").select_option("missing")
    assert shown.count() == 0
    page.locator(".find select").select_option("")
    page.locator("#diem-commune").evaluate("table => table.parentElement.scrollTop = 1500")
    tops = page.locator("#diem-commune thead").evaluate(
        "head => [head.querySelector('th'), head.closest('.tall')].map(part => part.getBoundingClientRect().top)"
    )
    assert abs(tops[0] - tops[1]) < 2  # the heading stays in sight


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_the_page_fits_a_screen(width, page):
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
