"""`cchc report`: the page says what the warehouse says, asks for nothing from outside, and everybody can read it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe

from cchc.reporting.numbers import hundredths, number
from cchc.reporting.province_figures import read_province_year
from cchc.reporting.province_page import render_province
from cchc.reporting.unit_figures import read_unit_year
from cchc.reporting.unit_page import render_unit
from cchc.reporting.warehouse import open_warehouse

from ..project_copy import run

WIDTHS = {"desk": 1200, "phone": 390}


def write_page(project: Path, target: Path, *options: str) -> Path:
    told = run(project, "cchc", "report", "-o", str(target), *options)
    assert told.returncode == 0, told.stderr
    return target


def query(warehouse: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(warehouse / "cchc.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.fixture(scope="module")
def real_page(refreshed_project, tmp_path_factory) -> Path:
    """The page of the real report."""
    return write_page(refreshed_project, tmp_path_factory.mktemp("page") / "p.html", "--unit", "945", "--year", "2021")


@pytest.fixture(scope="module")
def sample_page(sample_province, tmp_path_factory) -> Path:
    """The page of a made-up report with years before it."""
    target = tmp_path_factory.mktemp("page") / "p.html"
    return write_page(sample_province, target, "--samples", "--unit", "946", "--year", "2023")


@pytest.fixture(scope="module")
def province_page(sample_province, tmp_path_factory) -> Path:
    """The page of a province of made-up districts."""
    target = tmp_path_factory.mktemp("page") / "p.html"
    return write_page(sample_province, target, "--samples", "--province", "94", "--year", "2023")


@pytest.fixture
def opened(browser):
    """Opens a page file; fails on any message in the console and any request but for the file itself."""
    contexts = []

    def open_page(path: Path, width: int = WIDTHS["desk"]):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True))
        page = contexts[-1].new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.said.append(request.url))
        page.goto(path.as_uri())
        assert page.said == [path.as_uri()]
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", ["unit", "province"])
def test_what_documents_and_people_wrote_stays_text(opened, refreshed_project, tmp_path, kind):
    """Names, readings, evidence, messages and file names with markup in them, as the pages show them."""
    release = shutil.copytree((refreshed_project / "warehouse").resolve(), tmp_path / "release")
    written = ("unit_name_vi", "province_name_vi", "full_name_vi", "raw_value", "evidence", "message_vi", "message_en",
               "label_vi", "reason_vi", "document_number", "source_file", "note", "words")  # fmt: skip
    with duckdb.connect(str(release / "cchc.duckdb")) as con:
        columns = con.execute(
            "select table_name, column_name from duckdb_columns() semi join duckdb_tables() using (table_name) "
            "where schema_name = 'marts' and column_name in ?",
            [written],
        ).fetchall()
        for table, column in columns:
            con.execute(f"update marts.{table} set {column} = {column} || '<b class=\"planted\">&amp;'")
    with open_warehouse(release) as warehouse:
        if kind == "unit":
            text = render_unit(read_unit_year(warehouse, "945", 2021, "year"), warehouse.release, refreshed_project)
        else:
            text = render_province(read_province_year(warehouse, "94", 2021, "year"), warehouse.release)
    (tmp_path / "p.html").write_text(text, encoding="utf-8")
    page = opened(tmp_path / "p.html")
    assert page.locator("main").text_content().count('<b class="planted">&amp;') > 5
    assert page.locator(".planted").count() == 0


def shown_rows(page) -> dict[str, list[str]]:
    """Code → the cells of its row, as text."""
    rows = page.locator("table.figures tr:has(th[scope=row])").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return {row[0]: row[1:] for row in rows}


def test_every_figure_of_the_real_report_is_on_the_page_as_in_the_warehouse(opened, real_page, refreshed_project):
    rows = shown_rows(opened(real_page))
    figures = query(
        refreshed_project / "warehouse",
        """
        select indicator_code, figures.value, figures.base_value, value_status, source_page, source_line_from,
            answer_type, raw_value, read_status, is_inconsistent
        from marts.fct_indicator_values as figures
        inner join marts.dim_indicator as indicators using (form_version, indicator_code)
        where report_id = '945-2021'
        """,
    )
    assert len(figures) == len(rows) == 146
    assert any(is_inconsistent for *_, is_inconsistent in figures)
    for code, value, base, status, page, line, answer_type, raw, read_status, is_inconsistent in figures:
        _, _, shown, _, _, source = rows[code]
        if value is None:
            assert shown == {"unreadable": "không đọc được", "not_found": "không tìm thấy khi đọc"}[read_status]
        elif answer_type in ("count", "percent", "ratio"):
            assert shown.split("\n")[0] == number(value) + (f"/{number(base)}" if base is not None else "")
        assert ("còn nghi vấn" in shown) == (status == "disputed")
        assert ("mâu thuẫn trong chính báo cáo" in shown) == is_inconsistent
        assert (f"đọc là “{raw or ''}”" in shown) == (status == "corrected")
        assert source.startswith(f"trang {page}, dòng {line}")


def test_each_finding_is_told_in_words(opened, real_page, refreshed_project):
    page = opened(real_page)
    findings = query(
        refreshed_project / "warehouse",
        "select message_vi, message_en from marts.fct_data_quality_findings where report_id = '945-2021'",
    )
    text = page.locator("main").text_content()
    assert findings
    for vietnamese, english in findings:
        assert vietnamese in text
        assert english in text


def test_how_much_of_a_report_is_known_is_said(opened, real_page, sample_page, refreshed_project):
    ((known, asked),) = query(
        refreshed_project / "warehouse",
        "select rows_known, rows_asked from marts.dim_report where report_id = '945-2021'",
    )
    text = opened(real_page).locator("body").inner_text()
    assert f"Known: {known} of {asked} figures." in text
    assert re.search(r"Of 146 figures \d+ are missing and \d+ disputed", text)
    assert "Nothing is left unsettled" not in text
    assert "are missing and" not in opened(sample_page).locator("body").inner_text()


def test_last_year_stands_beside_and_the_change_is_their_difference(opened, sample_page, sample_province):
    rows = shown_rows(opened(sample_page))
    figures = query(
        sample_province / "samples" / "warehouse",
        """
        select this.indicator_code, this.value, last.value
        from marts.fct_indicator_values as this
        inner join marts.fct_indicator_values as last
            on this.unit_code = last.unit_code and this.concept = last.concept
            and last.report_year = this.report_year - 1
        inner join marts.dim_indicator as indicators
            on this.form_version = indicators.form_version and this.indicator_code = indicators.indicator_code
        where this.unit_code = '946' and this.report_year = 2023 and answer_type in ('count', 'percent')
        """,
    )
    assert len(figures) == 123
    for code, value, last in figures:
        change = value - last
        sign = "±0" if not change else ("+" if change > 0 else "−") + number(abs(change))
        assert rows[code][2:5] == [number(value), number(last), sign]


def test_every_point_of_a_chart_is_told_with_its_report(opened, sample_page, sample_province):
    page = opened(sample_page)
    for summary in page.locator("figure summary").all():
        summary.click()
    told = page.locator("figure tbody tr").evaluate_all("rows => rows.map(row => row.innerText.split('\\t'))")
    assert len(told) == page.locator("figure").count() * 2 * 6  # two lines of six years, 2018 to 2023
    values = {
        (report, code): value
        for report, code, value in query(
            sample_province / "samples" / "warehouse",
            "select report_id, indicator_code, value from marts.fct_indicator_values where unit_code = '946'",
        )
    }
    for _, _, shown, _, source in told:
        report, code = source.split(", ")[:2]
        assert shown == number(values[report, code])


def test_the_key_ratios_are_those_of_the_warehouse(opened, sample_page, sample_province):
    cards = opened(sample_page).locator(".card").all_inner_texts()
    ratios = query(
        sample_province / "samples" / "warehouse",
        """
        select label_vi, value, province_rank, units_compared
        from marts.rpt_unit_ratios inner join marts.dim_ratio as names using (ratio_id)
        where unit_code = '946' and report_year = 2023 and value is not null
        """,
    )
    assert len(ratios) > 5
    for label, value, rank, compared in ratios:
        (card,) = [card for card in cards if card.startswith(f"{label}\n")]
        assert f"\n{number(hundredths(value))} %\n" in card
        assert f"hạng {rank}/{compared} trong tỉnh" in card


@pytest.mark.parametrize(("year", "within_bounds", "held"), [(2018, 1, 0), (2023, 0, 1)])
def test_a_province_is_told_unit_by_unit_and_as_ratios_of_sums(
    opened, sample_province, tmp_path, year, within_bounds, held
):
    page = write_page(sample_province, tmp_path / "p.html", "--samples", "--province", "94", "--year", str(year))
    rows = opened(page).locator(".scores tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.split('\\n')[0]))"
    )  # fmt: skip
    told = query(
        sample_province / "samples" / "warehouse",
        f"""
        select unit_name_vi, list(value order by position)
        from marts.rpt_unit_ratios
        inner join marts.dim_ratio using (ratio_id)
        where province_code = '94' and report_year = {year}
        group by all
        union all
        select 'Toàn tỉnh', list(coalesce(value, value_greatest) order by position)
        from marts.rpt_province_totals
        inner join marts.dim_ratio on figure = ratio_id
        where province_code = '94' and report_year = {year}
        """,
    )
    assert len(told) == len(rows) == 12
    shown = {row[0]: row[1 : 1 + len(told[0][1])] for row in rows}
    assert sum(len(cells) == 1 for cells in shown.values()) == held  # a report held back is told in one cell
    for name, values in told:
        for cell, value in zip(shown[name], values, strict=len(shown[name]) > 1):
            if value is None:
                assert not re.search(r"\d", cell), (name, cell)
            else:  # a province's ratio that is told within bounds ends in the greatest it may be
                assert cell.rpartition("–")[2] == number(hundredths(value))
    assert sum("–" in cell for cell in shown["Toàn tỉnh"]) == within_bounds


def test_totals_of_a_province_are_told_with_their_coverage(opened, province_page, sample_province):
    rows = shown_rows(opened(province_page))
    told = query(
        sample_province / "samples" / "warehouse",
        """
        select indicator_code, value, units_counted, units_due, units_corrected, units_inconsistent, units_disputed
        from marts.rpt_province_totals
        inner join marts.dim_indicator on figure = concept
        where province_code = '94' and report_year = 2023 and figure_kind = 'sum'
            and total_status in ('complete', 'partial') and form_version = '2021'
        """,
    )
    assert len(told) == len(rows) > 50
    words = ("đã sửa", "mâu thuẫn trong báo cáo", "còn nghi vấn, không tính")
    for code, value, counted, due, *marked in told:
        marks = [f"{units} {word}" for units, word in zip(marked, words, strict=True) if units]
        assert rows[code][2].split("\n") == [number(value), f"{counted}/{due} đơn vị", *marks]


def test_made_up_figures_are_marked_on_the_page(opened, sample_page, real_page):
    assert "MẪU" in opened(sample_page).locator("header p").first.inner_text()
    assert "MẪU" not in opened(real_page).locator("body").inner_text()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("page", ["real_page", "province_page"])
def test_everybody_can_read_it_at_any_width(opened, request, page, width):
    page = opened(request.getfixturevalue(page), width)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_and_opens_what_is_folded(opened, sample_page):
    page = opened(sample_page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert page.locator("figure details").first.get_attribute("open") is not None


def test_it_prints_on_a4_the_first_page_with_what_a_director_reads(opened, real_page, tmp_path):
    page = opened(real_page)
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as printed:
        sizes = {tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in printed}  # millimetres
        first, second = (printed[number].get_textpage().get_text_bounded() for number in (0, 1))
    assert sizes == {(210, 297)}
    assert all(words in first for words in ("Tỷ lệ hài lòng", "Giải quyết đúng hẹn", "Số liệu: I.2.5 = 97; I.2.4 = 39"))
    assert "I. Công tác chỉ đạo, điều hành CCHC" in second and "I. Công tác" not in first


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--unit", "945", "--year", "2019"), "there are 2021"),
        (("--province", "94", "--year", "2019"), "years it has: 2021"),
        (("--province", "999", "--year", "2021"), "999 is no province's code"),
        (("--year", "2021"), "name a unit"),
        (("--unit", "946", "--year", "2021"), "the release has no annual report of this unit"),
    ],
)
def test_what_the_release_has_not_is_said(refreshed_project, tmp_path, options, told):
    answer = run(refreshed_project, "cchc", "report", "-o", str(tmp_path / "page.html"), *options)
    assert answer.returncode == 1
    assert told in answer.stderr
    assert not (tmp_path / "page.html").exists()
