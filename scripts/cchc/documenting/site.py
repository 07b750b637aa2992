"""Writes the site into one folder: index.html, dictionary.html, dbt.html and data_docs/, all without a network."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from cchc.documenting.dictionary import read_dictionary
from cchc.errors import CchcError
from cchc.html_pages import templates
from cchc.releasing.catalogue import read_catalogue
from cchc.reporting.warehouse import open_warehouse

_HERE = Path(__file__).parent
_FETCHED = (
    re.compile(r"<link\b[^>]*\bhref=[\"']https?://[^>]*>", re.IGNORECASE),
    re.compile(r"<script\b[^>]*\bsrc=[\"']https?://[^>]*>\s*</script>", re.IGNORECASE),
    re.compile(r"<img\b[^>]*\bsrc=[\"']https?://[^>]*>", re.IGNORECASE),
    re.compile(r"url\([\"']?https?://[^)]*\)", re.IGNORECASE),
)


_PLAIN_STYLE = """<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: auto; padding: 1rem }
table { border-collapse: collapse } td, th { border: 1px solid #ccc; padding: .3rem .6rem; text-align: left }
footer, .footer { position: static !important }</style>"""  # Data Docs take theirs from another server


def write_site(target: Path, link: Path, site: Path) -> None:
    """Write the site into `site`, in the place of what stood there.

    `target` is dbt's folder after `dbt docs generate --static`, `link` the published warehouse.
    Raises CchcError where something the site shows is not there yet.
    """
    static = target / "static_index.html"
    if not static.is_file():
        raise CchcError(f"{static} is missing: run `dbt docs generate --static`, or `make docs`.")
    tables = read_catalogue(target / "manifest.json")
    with open_warehouse(link) as warehouse:
        entries = read_dictionary(warehouse, tables)
        release = warehouse.release
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    pages = templates(_HERE, _HERE.parent / "reporting")
    shutil.copyfile(static, site / "dbt.html")
    shutil.copytree(link / "data_docs", site / "data_docs")
    for page in (site / "data_docs").rglob("*.html"):
        text = without_fetching(page.read_text(encoding="utf-8"))
        page.write_text(text.replace("</head>", f"{_PLAIN_STYLE}</head>", 1), encoding="utf-8")
    suites = _suite_pages(site)
    for name in ("index.html", "dictionary.html"):
        text = pages.get_template(name).render(entries=entries, release=release, suites=suites)
        (site / name).write_text(text, encoding="utf-8")


def _suite_pages(site: Path) -> dict[str, str]:
    """The Data Docs' page of each suite: their own index draws its list with a script from another server."""
    validations = site / "data_docs" / "validations"
    pages = sorted(validations.rglob("*.html"), key=lambda page: page.as_posix())
    return {page.relative_to(validations).parts[0]: page.relative_to(site).as_posix() for page in pages}


def without_fetching(page: str) -> str:
    """The page without the styles, scripts and pictures it would fetch from other servers."""
    for fetched in _FETCHED:
        page = fetched.sub("none" if fetched.pattern.startswith("url") else "", page)
    return page
