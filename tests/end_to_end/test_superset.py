"""The dashboards of `make bi` in Chromium, over a made-up province: what a page shows is what SQL finds."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb
import pytest
import yaml

from cchc.building.running_build import build_file
from cchc.paths import ROOT
from cchc.releasing.catalogue import read_catalogue
from cchc.releasing.publishing import Release, publish, samples_link
from cchc.releasing.release_record import gather_record

from ..project_copy import run

SUPERSET = ROOT / ".venv-bi" / "bin" / "python"
DASHBOARDS = sorted(path.stem for path in (ROOT / "bi" / "superset" / "dashboards").glob("[a-z]*.yml"))
BUILD = (
    *("dbt", "build", "--select", "held_reports+", "--resource-type", "seed", "model"),
    *("--exclude", "path:models/release", "--target", "samples", "--target-path", "target/samples"),
)
START_LIMIT = 300  # seconds, on a machine that does other work too


@dataclass
class Server:
    """A running Superset: `project` holds its warehouse, `state` what it keeps."""

    project: Path
    state: Path
    port: int
    process: subprocess.Popen

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        return (self.state / "admin_password").read_text()

    @property
    def output(self) -> str:
        return (self.state.parent / "output").read_text()

    def query(self, sql: str) -> list[tuple]:
        with duckdb.connect(str(warehouse(self.project).resolve()), read_only=True) as con:
            return con.execute(sql).fetchall()


def warehouse(project: Path) -> Path:
    return project / "samples" / "warehouse" / "cchc.duckdb"


def start(project: Path, state: Path) -> Server:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {"CCHC_WAREHOUSE_DIR": "samples/warehouse", "CCHC_BI_PORT": str(port), "CCHC_BI_STATE": str(state)}
    with (state.parent / "output").open("w") as output:
        process = subprocess.Popen(
            [SUPERSET, project / "bi" / "superset" / "serve.py"],
            env={**os.environ, **places},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(project, state, port, process)
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"{server.url}/health", timeout=5)
            return server
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    stop(server)
    pytest.fail(f"Superset did not start:\n{server.output[-3000:]}")


def stop(server: Server) -> None:
    server.process.terminate()
    server.process.wait(60)


@pytest.fixture(scope="module")
def server(sample_province, tmp_path_factory) -> Iterator[Server]:
    if not (ROOT / ".venv-bi" / ".complete").is_file():
        reason = "Superset is not installed: make bi-environment"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    root = tmp_path_factory.mktemp("superset")
    project = Path(shutil.copytree(sample_province, root / "project", symlinks=True))
    running = start(project, root / "state")
    yield running
    stop(running)


@dataclass
class Dashboards:
    """A browser that is logged in, and what it should not have come upon."""

    page: object
    url: str
    troubles: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", lambda message: message.type == "error" and self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.context.route(lambda url: not url.startswith((self.url, "data:", "blob:")), self._refuse)

    def _refuse(self, route) -> None:
        self.troubles.append(f"asked of another server: {route.request.url}")
        route.abort()

    def log_in(self, password: str) -> None:
        self.page.goto(f"{self.url}/login/", wait_until="networkidle")
        self.page.locator("input[type=text]").fill("admin")
        self.page.locator("input[type=password]").fill(password)
        self.page.locator("button[type=submit]").click()
        self.page.wait_for_url(re.compile(r"/(?!login)"), wait_until="networkidle")

    def open(self, slug: str) -> None:
        self.page.goto(f"{self.url}/superset/dashboard/{slug}/")
        self.page.locator(".dashboard-grid").wait_for(timeout=60_000)
        self.wait()

    def wait(self) -> None:
        """Until nothing is loading any more; charts out of sight draw when they come into it."""
        self.page.set_viewport_size({"width": 1500, "height": 4500})
        self.page.wait_for_timeout(1000)
        loading = self.page.locator("[data-test=loading-indicator], .loading")
        end = time.monotonic() + 60
        while loading.count() and time.monotonic() < end:
            self.page.wait_for_timeout(100)
        assert loading.count() == 0, "charts are still loading after a minute"
        self.page.wait_for_timeout(500)

    def choose(self, **values: str) -> None:
        """Choose a value of the filter over each column named, and apply them."""
        for column, value in values.items():
            box = self.page.locator(".ant-select", has=self.page.locator(f"#NATIVE_FILTER-{column}"))
            box.click()
            self.page.locator(".ant-select-item-option", has_text=value).first.click()
            self.page.keyboard.press("Escape")
        self.page.locator("[data-test=filter-bar__apply-button]").click()
        self.wait()

    def chart(self, title: str):
        return self.page.locator(".dashboard-component-chart-holder", has_text=title)

    def number(self, title: str) -> Decimal:
        """The large number of a chart of its own."""
        number = self.chart(title).locator(".header-line")
        return as_number(number.inner_text())

    def rows(self, title: str) -> list[list[str]]:
        """The body of a table, as it is printed."""
        body = self.chart(title).locator("table tbody tr")
        return [
            [cell.strip() for cell in body.nth(at).locator("th, td").all_inner_texts()] for at in range(body.count())
        ]

    def release(self) -> list[str]:
        (row,) = self.rows("The release shown here")
        return row


@pytest.fixture(scope="module")
def logged_in(server, browser) -> Iterator[Dashboards]:
    with browser.new_context(viewport={"width": 1500, "height": 1000}) as context:
        context.set_default_timeout(60_000)
        seen = Dashboards(context.new_page(), server.url)
        seen.watch()
        seen.log_in(server.password)
        yield seen


@pytest.fixture
def dashboards(logged_in) -> Iterator[Dashboards]:
    logged_in.troubles.clear()
    yield logged_in
    assert logged_in.troubles == []


def as_number(text: str) -> Decimal:
    """`6.632` and `82,23`, as Vietnamese write."""
    return Decimal(text.replace(".", "").replace(",", "."))


def released(server: Server) -> str:
    return json.loads((server.project / "samples" / "warehouse" / "release.json").read_text())["release_id"]


def dossiers_are_right_for_whatever_is_chosen(server: Server, dashboards: Dashboards) -> None:
    totals = """
        select sum(dossiers_received), sum(dossiers_resolved), sum(dossiers_in_progress)
        from marts.fct_one_stop_dossiers where report_year = {year} and {further}
    """

    def shown() -> tuple[Decimal, ...]:
        return tuple(map(dashboards.number, ("Tiếp nhận / Received", "Đã giải quyết / Resolved", "/ In progress")))

    assert shown() == server.query(totals.format(year=2025, further="true"))[0]
    dashboards.choose(report_year="2021")
    assert shown() == server.query(totals.format(year=2021, further="true"))[0]
    dashboards.choose(district="Cù Lao Dung")
    assert shown() == server.query(totals.format(year=2021, further="unit_code = '945'"))[0]
    dashboards.choose(government_level="Cấp xã / Commune")
    commune = "unit_code = '945' and government_level = 'commune'"
    assert shown() == server.query(totals.format(year=2021, further=commune))[0]
    assert [row[-1] for row in dashboards.rows("The figures of each unit")] == ["945-2021"]


FIGURES = {
    "procedures": {"/ Median in force": "median(procedures_in_force) from marts.fct_tthc_inventory"},
    "staffing": {
        "/ Positions assigned": "sum(positions_assigned) from marts.fct_staffing_cuts",
        "/ Vacancy rate %": "round(100 * sum(positions_vacant) / sum(positions_assigned), 2) "
        "from marts.fct_staffing_cuts",
    },
    "digital-documents": {
        "/ Outgoing documents": "sum(outgoing_documents) from marts.fct_digital_documents",
        "/ Median only digital %": "median(fully_digital_pct) from marts.fct_digital_documents",
    },
}


def figures_of_a_year_are_right(slug: str, server: Server, dashboards: Dashboards) -> None:
    dashboards.choose(report_year="2020")
    for title, sql in FIGURES[slug].items():
        ((expected,),) = server.query(f"select {sql} where report_year = 2020")
        assert dashboards.number(title) == round(Decimal(str(expected)), 4)


def ranks_and_medians_are_right(server: Server, dashboards: Dashboards) -> None:
    dashboards.choose(report_year="2023")
    ratios = "from marts.rpt_unit_ratios join marts.dim_ratio using (ratio_id) where report_year = 2023"
    medians = server.query(f"select round(max(province_median), 2) {ratios} group by position order by position")
    assert [as_number(row[1]) for row in dashboards.rows("Medians of the province")] == [one for (one,) in medians]
    ranks = server.query(
        f"select position, province_rank {ratios} and unit_code = '945' and value is not null order by 1"
    )
    (row,) = [row for row in dashboards.rows("Rank in the province") if row[0] == "Cù Lao Dung"]
    assert [Decimal(cell) for cell in row[1:] if cell] == [rank for _, rank in ranks]


def each_indicator_stands_beside_last_year(server: Server, dashboards: Dashboards) -> None:
    dashboards.choose(district="Long Phú", report_year="2021")
    shown = dashboards.rows("This year against last")
    expected = server.query("""
        select indicator_code, previous_value, value, change
        from marts.rpt_year_over_year as changes
        join marts.dim_report as reports using (report_id)
        join marts.dim_indicator as indicators using (form_version, indicator_code)
        where changes.unit_code = '946' and changes.report_year = 2021
        order by position
        limit 25
    """)
    assert [row[0] for row in shown] == [code for code, *_ in expected]
    numbers = [[None if cell == "N/A" else as_number(cell) for cell in row[3:6]] for row in shown]
    assert numbers == [list(figures) for _, *figures in expected]


def reports_due_cells_and_findings_are_counted(server: Server, dashboards: Dashboards) -> None:
    ((due, held, missing),) = server.query(
        "select count(*), count(*) filter (reporting_status = 'held'), "
        "count(*) filter (reporting_status = 'not_received') from marts.fct_reporting_status"
    )
    assert held == 3 and missing > 0
    assert dashboards.release()[2:] == [str(due), str(due - held - missing), str(held), str(missing)]
    ((doubtful, missing),) = server.query("""
        select
            round(100.0 * count(*) filter (read_status = 'doubtful') / count(*), 2),
            round(100.0 * count(*) filter (value_status = 'missing') / count(*), 2)
        from marts.fct_indicator_values
    """)
    assert doubtful > 0 and missing > 0
    assert dashboards.number("/ Doubtful cells %") == Decimal(str(doubtful))
    assert dashboards.number("/ Missing cells %") == Decimal(str(missing))
    findings = (
        "select count(*) from marts.fct_data_quality_findings where finding_status = 'open' and severity like '{}'"
    )
    assert dashboards.number("/ Open findings") == server.query(findings.format("%"))[0][0]
    dashboards.choose(severity="Critical")
    assert dashboards.number("/ Open findings") == server.query(findings.format("critical"))[0][0]


RIGHT = {
    "one-stop-dossiers": dossiers_are_right_for_whatever_is_chosen,
    "province": ranks_and_medians_are_right,
    "district": each_indicator_stands_beside_last_year,
    "quality": reports_due_cells_and_findings_are_counted,
    **{slug: partial(figures_of_a_year_are_right, slug) for slug in FIGURES},
}


@pytest.mark.parametrize("slug", DASHBOARDS)
def test_a_dashboard_draws_every_chart_tells_its_release_and_shows_the_figures_of_the_warehouse(
    slug, server, dashboards
):
    told = yaml.safe_load((ROOT / "bi" / "superset" / "dashboards" / f"{slug}.yml").read_text(encoding="utf-8"))
    dashboards.open(slug)
    charts = [key for row in told["rows"] for key in row]
    assert dashboards.page.locator(".dashboard-component-chart-holder").count() == len(charts) + 1  # and the note
    for words in ("No results", "No data", "Unexpected error", "An error occurred", "Data error"):
        assert dashboards.page.get_by_text(words).count() == 0, words
    release_id, kind, *_ = dashboards.release()
    assert release_id == released(server)
    assert "SAMPLE" in kind
    RIGHT[slug](server, dashboards)


def api(dashboards: Dashboards) -> Callable[..., object]:
    """Sends orders to Superset as the user who is logged in: the path, what is ordered, and how (`post`)."""
    token = dashboards.page.request.get(f"{dashboards.url}/api/v1/security/csrf_token/").json()["result"]
    headers = {"X-CSRFToken": token, "Referer": dashboards.url}
    return lambda path, data, method="post": dashboards.page.request.fetch(
        f"{dashboards.url}{path}", method=method, data=data, headers=headers
    )


ELSEWHERE = (
    "create table marts.mine (a int)",
    "delete from marts.dim_rule",
    "attach '{folder}/mine.duckdb' as mine",
    "install json",
    "copy (select 1 as one) to '{folder}/mine.csv'",
    "set memory_limit = '64GB'",
    "select * from read_text('{folder}/secret_key')",
    "select * from glob('{folder}/*')",
)


def refused_in_sql_lab(post: Callable[..., object], server: Server, sqls: Sequence[str]) -> None:
    """SQL Lab answers what is asked of the release, and nothing that would read or write elsewhere."""
    order = {"database_id": 1, "schema": "marts", "runAsync": False}
    files = sorted(server.state.iterdir())
    assert post("/api/v1/sqllab/execute/", {**order, "sql": "select count(*) as n from marts.dim_rule"}).ok
    for sql in sqls:
        assert not post("/api/v1/sqllab/execute/", {**order, "sql": sql.format(folder=server.state)}).ok, sql
    assert sorted(server.state.iterdir()) == files
    assert server.query("select count(*) from marts.dim_rule")[0][0] > 0


def test_the_warehouse_is_read_only_and_no_other_file_is_read(server, dashboards):
    refused_in_sql_lab(api(dashboards), server, ELSEWHERE)


def test_whatever_a_user_writes_among_its_options_the_warehouse_stays_so(server, dashboards):
    path = "/api/v1/database/1"
    options = json.loads(dashboards.page.request.get(f"{server.url}{path}/connection").json()["result"]["extra"])
    opened = {"engine_params": {"connect_args": {"read_only": False, "config": {"enable_external_access": True}}}}
    changed = {"allow_dml": True, "extra": json.dumps(options | opened)}
    back = {"allow_dml": False, "extra": json.dumps(options)}
    assert api(dashboards)(path, changed, "put").ok
    try:
        refused_in_sql_lab(api(dashboards), server, ELSEWHERE)
    finally:
        assert api(dashboards)(path, back, "put").ok


@pytest.mark.parametrize(
    "uri", ["duckdb:///:memory:", "duckdb:///{folder}/other.duckdb", "sqlite:///{folder}/superset.db"]
)
def test_no_other_database_can_be_added(uri, server, dashboards):
    other = {"database_name": "other", "sqlalchemy_uri": uri.format(folder=server.state)}
    for path in ("/api/v1/database/", "/api/v1/database/test_connection/"):
        refused = api(dashboards)(path, {**other, "extra": "{}"})
        assert 400 <= refused.status < 500, refused.text()
    assert dashboards.page.request.get(f"{server.url}/api/v1/database/").json()["count"] == 1


@pytest.mark.parametrize("password", ["admin", "general", "password", "superset", ""])
def test_no_usual_password_lets_anyone_in(password, server):
    account = {"username": "admin", "password": password, "provider": "db", "refresh": False}
    order = urllib.request.Request(
        f"{server.url}/api/v1/security/login", json.dumps(account).encode(), {"Content-Type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError, match=r"40[01]"):
        urllib.request.urlopen(order, timeout=60)


def test_secrets_are_drawn_once_and_read_by_their_owner_alone(server):
    for name in ("secret_key", "admin_password"):
        assert (server.state / name).stat().st_mode & 0o777 == 0o600
    assert server.state.stat().st_mode & 0o777 == 0o700
    assert f"first run: user admin, password {server.password}" in server.output


def test_pages_work_while_a_release_is_published_and_then_show_it(server, dashboards):
    dashboards.open("one-stop-dossiers")
    before, shown = released(server), dashboards.release()
    held = run(server.project, "cchc", "hold", "945-2025", "--samples", "--reason", "a test", "--by", "a test")
    assert held.returncode == 0, held.stderr
    built = run(server.project, *BUILD)
    assert built.returncode == 0, built.stdout[-3000:]
    with ThreadPoolExecutor() as beside:
        publishing = beside.submit(publish_what_was_built, server.project)
        while not publishing.done():
            dashboards.page.reload()
            dashboards.wait()
            assert dashboards.release()[0] in (before, released(server))
            dashboards.page.wait_for_timeout(3000)
    assert publishing.result().is_new
    assert released(server) != before
    dashboards.page.reload()
    dashboards.wait()
    release_id, _, due, count, held, _ = dashboards.release()
    assert (release_id, due) == (released(server), shown[2])
    assert (int(count), int(held)) == (int(shown[3]) - 1, int(shown[4]) + 1)
    ((received,),) = server.query(
        "select sum(dossiers_received) from marts.fct_one_stop_dossiers where report_year = 2025"
    )
    assert dashboards.number("Tiếp nhận / Received") == received


def publish_what_was_built(project: Path) -> Release:
    """As the last node of a build does it."""
    target = project / "target" / "samples"
    with duckdb.connect(str(build_file(project, "samples"))) as con:
        tables = read_catalogue(target / "manifest.json")
        return publish(con, tables, samples_link(project), target / "data_docs", gather_record(con, project, True))


def test_a_second_start_imports_the_same_again(server):
    def kept() -> dict[str, list]:
        with sqlite3.connect(server.state / "superset.db") as con:
            tables = ("dbs", "tables", "slices", "dashboards")
            return {table: con.execute(f"select id, uuid from {table} order by 1").fetchall() for table in tables}

    password, before = server.password, kept()
    stop(server)
    again = start(server.project, server.state)
    server.process, server.port = again.process, again.port
    assert server.password == password
    assert "first run" not in server.output
    assert kept() == before
