"""`cchc explore`: the site asks the release in the browser, says what SQL says, and fetches nothing from outside."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import threading
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

import duckdb
import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe

from cchc.exploring.questions import Question, read_questions
from cchc.exploring.serving import site_server
from cchc.exploring.site import POLICY
from cchc.landing.recording import archived
from cchc.paths import ROOT

from ..conftest import REPORT_NAME
from ..explore_libraries import linked_libraries
from ..project_copy import run

DESK, PHONE = 1280, 390
QUESTIONS = read_questions(ROOT)
BY_NAME = {question.name: question for question in QUESTIONS}
ANSWER_MILLISECONDS = 60_000  # a busy machine opens the database slowly
MARKS = {"disputed", "missing", "corrected", "inconsistent"}
HOSTILE = '<img src=x onerror="document.title = 1">'


@pytest.fixture(scope="module")
def real_site(refreshed_project, tmp_path_factory):
    """The address of a site of the real reports, with the pages of the one whose text is beside the project."""
    place = tmp_path_factory.mktemp("explore")
    report, archive = ROOT.parent / "shared" / "reports" / REPORT_NAME, {}
    if report.is_file():
        archive[archived(hashlib.sha256(report.read_bytes()).hexdigest(), "txt", place / "project")] = report
    yield from served(refreshed_project, place, "--documents", archive=archive)


@pytest.fixture(scope="module")
def sample_site(sample_province, tmp_path_factory):
    """The address of a site of a made-up province."""
    yield from served(sample_province, tmp_path_factory.mktemp("explore"), "--samples")


def served(project: Path, place: Path, *options: str, archive: Mapping[Path, Path] = MappingProxyType({})):
    copy = place / "project"
    shutil.copytree(project, copy, symlinks=True)
    for kept, document in archive.items():
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(document, kept)
    linked_libraries(copy)
    told = run(copy, "cchc", "explore", "-o", str(place / "site"), *options)
    assert told.returncode == 0, told.stderr
    server = site_server(place / "site", POLICY)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser):
    """Opens the page at what is asked; at the end, no address but the site's was asked for and the console is empty."""
    contexts, said = [], []

    def open_page(site: str, width: int = DESK, scheme: str = "light", **asked: str):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: request.url.startswith((site, "blob:", "data:")) or said.append(request.url))
        hash_asked = f"#{urlencode(asked)}" if asked else ""
        page.goto(site + hash_asked)
        settled(page, hash_asked)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def ask(page, **asked: str) -> None:
    """Go to another address of the page that is open, and wait for what it shows."""
    page.evaluate("hash => { location.hash = hash }", urlencode(asked))
    settled(page, f"#{urlencode(asked)}")


def settled(page, hash_shown: str) -> None:
    page.wait_for_selector(f'html[data-shown="{hash_shown}"]', state="attached", timeout=ANSWER_MILLISECONDS)


def saved(page, button: str) -> bytes:
    with page.expect_download() as download:
        page.locator(button).click()
    return Path(download.value.path()).read_bytes()


def csv_rows(page) -> tuple[list[str], list[list[str]]]:
    text = saved(page, "#csv").decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    return heading, rows


def answer(warehouse: Path, sql: str) -> tuple[list[str], list[list[str]]]:
    """Columns and rows as CSV has them."""
    with duckdb.connect(str(warehouse / "cchc.duckdb"), read_only=True) as con:
        rows = con.execute(sql).fetchall()
        return [column[0] for column in con.description], [[as_text(value) for value in row] for row in rows]


def as_text(value: object) -> str:
    """A value as CSV has it, where nothing is a formula."""
    if isinstance(value, str) and value.startswith("="):
        return f"'{value}"
    if isinstance(value, float):  # the browser's way: a whole number without a point
        return repr(value).removesuffix(".0")
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def chosen(page) -> dict[str, str]:
    picked = page.locator("#parameters select").evaluate_all("all => all.map(one => [one.id, one.value])")
    return {name.removeprefix("parameter-"): value for name, value in picked}


def sql_of(question: Question, given: dict[str, str]) -> str:
    assert given.keys() == question.parameters.keys()
    sql = question.sql
    for name, value in given.items():
        sql = sql.replace(f"{{{{ {name} }}}}", value)
    return sql


@pytest.mark.parametrize("kind", ["real", "sample"])
def test_every_question_is_answered_as_sql_answers_it(opened, request, kind):
    site = request.getfixturevalue(f"{kind}_site")
    project = request.getfixturevalue({"real": "refreshed_project", "sample": "sample_province"}[kind])
    warehouse = project / ("warehouse" if kind == "real" else "samples/warehouse")
    page = opened(site)
    described = json.loads(page.locator('script[type="application/ld+json"]').text_content())
    assert [one["contentUrl"] for one in described["distribution"]] == ["cchc.duckdb"]
    assert described["identifier"] == json.loads((warehouse / "release.json").read_text())["release_id"]
    empty = set()
    for question in QUESTIONS:
        ask(page, question=question.name)
        assert page.locator("#error").is_hidden(), question.name
        columns, rows = answer(warehouse, sql_of(question, chosen(page)))
        heading, shown = csv_rows(page)
        assert heading == columns
        assert sorted(shown) == sorted(rows), question.name
        if not rows:
            empty.add(question.name)
    assert empty == {"real": {"none_this_year"}, "sample": {"what_was_corrected", "who_decided"}}[kind]


def test_every_table_is_shown_with_its_dictionary(opened, sample_site, sample_province):
    page = opened(sample_site)
    tables = page.locator("#tables a").evaluate_all("all => all.map(one => one.textContent)")
    (_, counted) = answer(
        sample_province / "samples/warehouse",
        "select table_name, estimated_size from duckdb_tables() where schema_name = 'marts'",
    )
    assert sorted(tables) == sorted(name for name, _ in counted)
    for name, count in counted:
        ask(page, table=name)
        told = page.locator("#told").inner_text()
        rows = f"{min(int(count), 10_000):,}".replace(",", ".")
        assert told.startswith(f"{rows} dòng" if count != "0" else "Không có dòng nào"), (name, told)
    ask(page, table="fct_one_stop_dossiers")
    page.locator("#dictionary summary").click()
    words = page.locator("#columns").inner_text()
    assert "Số hồ sơ TTHC do UBND cấp huyện tiếp nhận" in words
    assert "Số hồ sơ giải quyết đúng hẹn; NULL nếu biểu mẫu chỉ hỏi tỷ lệ." in words
    assert page.locator("#asked-meaning").inner_text().startswith("Mỗi dòng là một đơn vị, một kỳ báo cáo")
    assert "Dossiers received" not in words
    ask(page, table="fct_one_stop_dossiers", language="en")
    assert "Dossiers received. Unit: dossiers." in page.locator("#columns").inner_text()
    assert page.locator("#asked-meaning").inner_text().startswith("One row per unit")


def test_every_status_is_marked_and_every_figure_opens_its_line(opened, real_site, refreshed_project, real_report):
    unsettled = "from marts.fct_indicator_values where value_status <> 'reported' or is_inconsistent"
    columns = "report_id, indicator_code, value, * exclude (report_id, indicator_code, value)"
    page = opened(real_site, sql=f"select {columns} {unsettled} limit 100")
    marks = page.locator("#result tbody tr").evaluate_all(
        "rows => rows.map(row => [row.cells[1].textContent, row.cells[2].textContent, row.cells[3].className])"
    )
    assert page.locator("#result thead th").nth(3).inner_text().startswith("value")
    statuses = f"select report_id, indicator_code, value_status, is_inconsistent {unsettled}"
    _, known = answer(refreshed_project / "warehouse", statuses)
    assert {(report, code): set(names.split()) & MARKS for report, code, names in marks} == {
        (report, code): {status} & MARKS | ({"inconsistent"} if inconsistent == "true" else set())
        for report, code, status, inconsistent in known
    }
    assert {mark for *_, names in marks for mark in names.split()} >= MARKS

    facts = "select * from marts.fct_one_stop_dossiers where report_id = '945-2021' and government_level = 'district'"
    ask(page, sql=facts)
    resolved = page.locator("#result tbody td.corrected")
    assert resolved.inner_text().split("\n") == ["6.602", "đã sửa"]
    resolved.locator("button").click()
    page.locator("#source article").first.wait_for()
    source = page.locator("#source").inner_text()
    for words in ("945-2021", "III.6.2", "trang 10, dòng 488–489", "w02", "cu_lao_dung_2021.txt", "6.602", "đọc sai"):
        assert words in source
    page.locator("#source summary").click()
    page.locator("#source .document tr").first.wait_for()
    lines = page.locator("#source .document tr:has(mark)").evaluate_all("rows => rows.map(row => row.innerText)")
    report = real_report.read_text(encoding="utf-8").splitlines()
    assert lines == [f"{number}\t{report[number - 1].strip()}" for number in (488, 489)]
    page.keyboard.press("Escape")
    assert page.locator("#source").is_hidden()


FACTS = ("fct_one_stop_dossiers", "fct_dossier_channels", "fct_tthc_inventory", "fct_staffing_cuts", "fct_leadership")


@pytest.mark.parametrize("asks_for_status", [True, False])
def test_in_a_fact_the_marked_cells_are_those_that_the_fact_lists(
    opened, real_site, refreshed_project, asks_for_status
):
    page = opened(real_site)
    marked = 0
    for fact in FACTS:
        lists = "disputed_columns, corrected_columns, inconsistent_columns"
        names, rows = answer(refreshed_project / "warehouse", f"select * from marts.{fact} order by all")
        columns = "*" if asks_for_status else f"* exclude (row_status, {lists})"
        ask(page, sql=f"select {columns} from marts.{fact} order by all")
        head = [text.split()[0] for text in page.locator("#result thead th").all_inner_texts()]
        cells = page.locator("#result tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].map(c => c.className))"
        )
        for mark in ("disputed", "corrected", "inconsistent"):
            shown = [{head[at] for at, classes in enumerate(row) if mark in classes.split()} for row in cells]
            listed = [set(filter(None, row[names.index(f"{mark}_columns")].split(", "))) for row in rows]
            assert shown == listed, (fact, mark)
            marked += sum(map(len, shown))
    assert marked > 10


def test_what_may_be_made_of_several_figures_is_marked_as_perhaps(opened, real_site):
    sql = "select report_id, sum(dossiers_resolved) as dossiers_resolved from marts.fct_one_stop_dossiers group by all"
    page = opened(real_site, sql=f"{sql} order by report_id desc")
    cell = page.locator("#result tbody tr").first.locator("td").nth(2)
    assert cell.inner_text().split("\n") == ["41.863", "có thể đã sửa"]
    cell.locator("button").click()
    page.locator("#source article").first.wait_for()
    assert page.locator("#source article").count() == 2


def test_a_question_whose_rows_name_no_report_says_so(opened, real_site):
    page = opened(real_site, sql="select sum(dossiers_received) as received from marts.fct_one_stop_dossiers")
    assert "không đánh dấu trạng thái" in page.locator("#note").inner_text()
    assert page.locator("#result button.figure").count() == 0


def test_a_figure_is_reached_and_left_by_keyboard(opened, sample_site):
    page = opened(sample_site, table="fct_one_stop_dossiers")
    page.locator("#result button.figure").first.focus()
    assert page.locator("#result button.figure[tabindex='0']").count() == 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    row, column = page.evaluate(
        "[document.activeElement.closest('tr').rowIndex, document.activeElement.closest('td').cellIndex]"
    )
    assert (row, column) == (2, 7)
    page.keyboard.press("Enter")
    page.locator("#source article").first.wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2


def test_a_chart_draws_each_row_once_and_opens_its_source(opened, sample_site, sample_province):
    page = opened(sample_site, question="ranking_with_ties", view="bar")
    warehouse = sample_province / "samples/warehouse"
    _, rows = answer(warehouse, sql_of(BY_NAME["ranking_with_ties"], chosen(page)))
    bars = page.locator("#chart .mark-rect path")
    assert bars.count() == len(rows)
    told = dict(bars.evaluate_all("all => all.map(one => [one.__data__.datum.place, one.__data__.datum.amount])"))
    assert told == {row[1]: float(row[2]) for row in rows}
    bars.first.click()
    assert page.locator("#source h3").inner_text().endswith(f"{rows[0][1]}, 2021")
    page.keyboard.press("Escape")

    ask(page, question="procedures_offered_online", view="line")
    _, rows = answer(warehouse, sql_of(BY_NAME["procedures_offered_online"], {}))
    assert page.locator("#chart .mark-symbol path[aria-roledescription='point']").count() == len(rows)
    ask(page, question="procedures_offered_online", view="bar", along="report_year", across="online_pct", colour="-")
    assert "không cộng lại" in page.locator("#note").inner_text()  # eleven districts at one year are points, not a sum
    assert page.locator("#chart .mark-rect path").count() == 0


def test_excel_has_the_figures_and_how_they_were_asked_for(opened, sample_site, sample_province):
    more = f"'=1+1' as formula, '{HOSTILE}' as words, report_year > 0 as truth"
    page = opened(sample_site, sql=f"select *, {more} from marts.fct_one_stop_dossiers")
    columns, rows = answer(sample_province / "samples/warehouse", "select * from marts.fct_one_stop_dossiers")
    book = openpyxl.load_workbook(io.BytesIO(saved(page, "#excel")))
    heading, *shown = book["Kết quả"].iter_rows(values_only=True)
    assert list(heading) == [*columns, "formula", "words", "truth"]
    assert [row[-3:] for row in shown] == [("=1+1", HOSTILE, True)] * len(rows)
    assert {cell.data_type for row in book["Kết quả"].iter_rows(min_row=2) for cell in row[-3:-1]} == {"s"}
    numbers = [at for at, name in enumerate(columns) if name.startswith("dossiers_") or name.endswith("_pct")]
    assert [[row[at] for at in numbers] for row in shown] == [
        [None if row[at] == "" else float(Decimal(row[at])) for at in numbers] for row in rows
    ]
    query = dict(book["Câu truy vấn"].iter_rows(values_only=True))
    assert query["SQL"].startswith("select *, '=1+1'")
    assert query["URL"] == page.url
    assert query["Bản công bố"] in page.locator(".release").inner_text()


def test_a_link_holds_the_query(opened, sample_site):
    page = opened(sample_site, question="ranking_with_ties", report_year="2023")
    assert chosen(page)["report_year"] == "2023"
    offered = page.locator("#parameters option").all_inner_texts()
    assert {"tỉnh Sóc Trăng", "2018", "2025", "cả năm", "Tỷ lệ hồ sơ TTHC giải quyết đúng hẹn"} <= set(offered)
    page.locator("#parameter-report_year").select_option("2019")
    page.wait_for_selector('html[data-shown*="2019"]', state="attached")
    rows = csv_rows(page)
    assert csv_rows(opened(page.url.partition("#")[0], **dict(parse_qsl(page.url.partition("#")[2])))) == rows
    page.locator("#sql").fill("select 1 as one, 2.50::decimal(9, 2) as two")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector('html[data-shown*="decimal"]', state="attached")
    assert csv_rows(page) == (["one", "two"], [["1", "2.50"]])
    page.go_back()
    page.wait_for_selector('html[data-shown*="2019"]:not([data-shown*="decimal"])', state="attached")
    assert csv_rows(page) == rows


def test_values_come_as_duckdb_has_them(opened, sample_site):
    sql = """select -1.5::decimal(18, 4) as a, 99999999999999999999.01::decimal(38, 2) as b, sum(range) as c,
        date '2021-12-31' as d, true as e, null as f, '' as g, 'Đồng Tháp, "x"' as h, 9007199254740993 as i, [1.5] as j
        from range(3)"""
    page = opened(sample_site, sql=sql)
    _, (row,) = csv_rows(page)
    assert row == ["-1.5000", "99999999999999999999.01", "3", "2021-12-31", "true", "", "", 'Đồng Tháp, "x"',
                   "9007199254740993", "j: viết cast(… as varchar) để xem"]  # fmt: skip
    assert page.locator("#result tbody td").nth(1).inner_text() == "99.999.999.999.999.999.999,01"


def test_what_documents_say_is_text_and_no_formula(opened, sample_site):
    page = opened(sample_site, sql=f"select '{HOSTILE}' as words, '=1+1' as formula, '-5' as figure")
    assert page.locator("#result tbody td").first.inner_text() == HOSTILE
    assert page.locator("#result img").count() == 0
    assert csv_rows(page)[1] == [[HOSTILE, "'=1+1", "-5"]]
    assert page.title() == "Tra cứu số liệu cải cách hành chính"


REFUSED = (
    "select * from read_csv('{site}site.json')",
    "select * from 'site.json'",
    "attach '{site}cchc.duckdb' as other",
    "load httpfs",
    "copy (select 1) to 'x.csv'",
    "set enable_external_access = true",
    "create table marts.own as select 1",
    "drop table marts.dim_report",
    "selec",
)


def test_sql_reaches_nothing_but_the_release_and_an_error_is_told(opened, sample_site):
    page = opened(sample_site)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for sql in REFUSED:
        ask(page, sql=sql.format(site=sample_site))
        assert page.locator("#error").inner_text().startswith("Câu lệnh không chạy được:"), sql
        assert page.locator("#answer").is_hidden()
    ask(page, sql="select count(*) as reports from marts.dim_report")
    assert csv_rows(page)[1] == [["87"]]
    assert [address for address in asked if not address.startswith("blob:")] == []


def test_a_question_that_takes_long_is_stopped_and_the_next_is_answered(opened, sample_site):
    page = opened(sample_site)
    page.locator("#sql").fill("select sum(a.range * b.range) from range(10000000) as a, range(10000000) as b")
    page.locator("#run").click()
    page.locator("#stop").click()
    page.wait_for_selector("#error:text-is('Đã dừng.')", timeout=ANSWER_MILLISECONDS)
    assert page.locator("#answer").is_hidden()
    ask(page, sql="select 1 as one")
    assert csv_rows(page) == (["one"], [["1"]])


def test_without_a_network_the_open_page_goes_on(opened, sample_site):
    page = opened(sample_site)
    page.context.set_offline(True)
    ask(page, table="rpt_unit_ratios")
    assert page.locator("#result tbody tr").count() == 100
    page.locator("#next").click()
    assert page.locator("#shown").inner_text().startswith("101–200")
    page.locator("#result thead button").filter(has_text="report_year").click()
    assert page.locator("#result thead th[aria-sort='ascending']").inner_text().startswith("report_year")


@pytest.mark.parametrize(("width", "scheme"), [(DESK, "light"), (PHONE, "light"), (DESK, "dark"), (PHONE, "dark")])
def test_everybody_can_use_it(opened, real_site, width, scheme):
    page = opened(real_site, width, scheme, question="figures_not_to_rely_on")
    for asked in (
        {"question": "figures_not_to_rely_on"},
        {"table": "fct_one_stop_dossiers"},
        {"question": "positions_vacant", "view": "bar", "language": "en"},
        {"sql": "selec", "language": "en"},
    ):
        ask(page, **asked)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    ask(page, question="what_was_corrected", language="vi")
    page.locator("#result button.figure").first.click()
    page.locator("#source article").first.wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_page_speaks_either_language(opened, real_site):
    page = opened(real_site, question="told_twice")
    assert page.locator("html").get_attribute("lang") == "vi"
    page.locator("#language").click()
    page.wait_for_selector('html[lang="en"][data-shown*="language=en"]', state="attached")
    assert page.locator("#asked-title").inner_text() == BY_NAME["told_twice"].title_en
    assert page.locator("#run").inner_text() == "Run"
    assert page.locator("#told").inner_text().startswith("80 rows")
    assert "report, page and line" in page.locator("#note").inner_text()


def test_a_name_is_found_with_or_without_diacritics(opened, real_site):
    page = opened(real_site)
    page.locator("#find").fill("khong duoc vi sao")
    assert page.locator("#questions a:visible").evaluate_all("all => all.map(one => one.hash)") == [
        "#question=change_on_last_year&language=vi"
    ]


def test_nothing_else_is_overwritten_and_what_is_not_there_is_said(refreshed_project, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    told = run(refreshed_project, "cchc", "explore", "-o", str(tmp_path))
    assert (told.returncode, "holds something else" in told.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    told = run(refreshed_project, "cchc", "explore", "--samples", "-o", str(tmp_path / "site"))
    assert (told.returncode, "no release is published there. Run `dbt build` first" in told.stderr) == (1, True)


def test_a_release_of_no_report_says_what_to_do(refreshed_project, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(refreshed_project, project, symlinks=True)
    with duckdb.connect(str((project / "warehouse" / "cchc.duckdb").resolve())) as con:
        con.execute("update marts.dim_report set report_status = 'held'")
        con.execute(
            "update marts.fct_reporting_status set reporting_status = 'held' where reporting_status = 'released'"
        )
    told = run(project, "cchc", "explore", "-o", str(tmp_path / "site"))
    assert told.returncode == 1
    assert "the release holds no report, 2 are held back" in told.stderr
    assert "cchc hold REPORT --lift" in told.stderr
    assert not (tmp_path / "site").exists()
