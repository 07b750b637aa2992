"""Writes the site into one folder: index.html, dictionary.html, dbt.html and data_docs/, all without a network."""

from __future__ import annotations

import shutil
from pathlib import Path

from cchc.documenting.dictionary import read_dictionary
from cchc.errors import CchcError
from cchc.html_pages import templates
from cchc.releasing.catalogue import read_catalogue
from cchc.releasing.data_docs_pages import suite_names, suite_pages
from cchc.releasing.dataset_description import describe_dataset
from cchc.reporting.warehouse import open_warehouse

_HERE = Path(__file__).parent


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
        dataset = describe_dataset(link, warehouse.record, {})
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    pages = templates(_HERE, _HERE.parent / "reporting")
    shutil.copyfile(static, site / "dbt.html")
    shutil.copytree(link / "data_docs", site / "data_docs")
    suites = {suite: f"data_docs/{page}" for suite, page in suite_pages(site / "data_docs").items()}
    names = suite_names(tables)
    for name in ("index.html", "dictionary.html"):
        text = pages.get_template(name).render(
            entries=entries, release=release, suites=suites, names=names, dataset=dataset
        )
        (site / name).write_text(text, encoding="utf-8")
