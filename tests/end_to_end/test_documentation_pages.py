"""The site that `make docs` writes: its links lead somewhere, it fetches nothing, everybody can read our own pages."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe

from ..project_copy import run

OWN_PAGES = ("index.html", "dictionary.html")
WIDTHS = (1200, 390)


@pytest.fixture(scope="module")
def site(refreshed_project, tmp_path_factory) -> Path:
    project = tmp_path_factory.mktemp("docs") / "project"
    shutil.copytree(refreshed_project, project, symlinks=True)
    for command in (("dbt", "docs", "generate", "--static", "--no-compile"), ("cchc", "docs")):
        told = run(project, *command)
        assert told.returncode == 0, told.stdout[-2000:] + told.stderr
    return project / "target" / "docs_site"


@pytest.fixture
def opened(browser):
    """Opens a page; `asked` is every address it asked for, `said` what its console says."""
    contexts = []

    def open_page(path: Path, width: int = WIDTHS[0]):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True))
        page = contexts[-1].new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", OWN_PAGES)
def test_every_link_leads_to_a_place_in_the_site(opened, site, name):
    page = opened(site / name)
    links = page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) > 5
    ids: dict[Path, set[str]] = {}
    for link in set(links):
        address, fragment = urldefrag(link)
        target = site / unquote(address) if address else site / name
        assert target.is_file(), link
        if fragment:
            if target not in ids:
                ids[target] = set(
                    opened(target).locator("[id]").evaluate_all("elements => elements.map(one => one.id)")
                )
            assert fragment in ids[target], link


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", OWN_PAGES)
def test_our_pages_ask_for_nothing_and_everybody_can_read_them(opened, site, name, width):
    page = opened(site / name, width)
    assert (page.asked, page.said) == ([(site / name).as_uri()], [])
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_pages_of_others_show_what_they_are_for_and_fetch_nothing(opened, site):
    page = opened(site / "dbt.html")
    page.get_by_text("fct_indicator_values").first.wait_for(state="attached")
    for suite in (site / "data_docs" / "validations").rglob("*.html"):
        page.goto(suite.as_uri(), wait_until="load")
        page.get_by_text("Expectation").first.wait_for(state="attached")
    assert [address for address in page.asked if not address.startswith(("file:", "data:", "blob:"))] == []
