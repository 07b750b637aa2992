"""The Data Docs as pages that fetch nothing from other servers, and the list of them as a page without a script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from cchc.language import VIETNAMESE
from cchc.reference.phrases import told
from cchc.releasing.catalogue import Table

_OF_NO_TABLE = {
    "completeness": "suite_completeness",
    "known": "suite_known",
    "rules": "suite_rules",
    "rules_failures": "suite_rules_failures",
}  # phrases
_FETCHED = (
    re.compile(r"<link\b[^>]*\bhref=[\"']https?://[^>]*>", re.IGNORECASE),
    re.compile(r"<script\b[^>]*\bsrc=[\"']https?://[^>]*>\s*</script>", re.IGNORECASE),
    re.compile(r"<img\b[^>]*\bsrc=[\"']https?://[^>]*>", re.IGNORECASE),
    re.compile(r"url\([\"']?https?://[^)]*\)", re.IGNORECASE),
)
_STYLE = """<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: auto; padding: 1rem }
table { border-collapse: collapse } td, th { border: 1px solid #ccc; padding: .3rem .6rem; text-align: left }
footer, .footer { position: static !important }</style>"""  # Data Docs take theirs from another server
_LIST = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kỳ vọng / Expectations</title>{style}</head>
<body><h1>Kỳ vọng <small lang="en">Expectations</small></h1>
<table><thead><tr><th>Bộ</th><th lang="en">Suite</th><th>Đạt <small lang="en">met</small></th>
<th>Trong số <small lang="en">of</small></th></tr></thead>
<tbody>
{rows}
</tbody></table></body></html>
"""


def suite_names(tables: Iterable[Table]) -> dict[str, str]:
    """What each suite is called in Vietnamese: as its table, or by a phrase."""
    return {table.name: table.name_vi for table in tables} | {
        suite: told(phrase, VIETNAMESE) for suite, phrase in _OF_NO_TABLE.items()
    }


def make_plain(data_docs: Path, counts: Mapping[str, tuple[int, int]], names: Mapping[str, str]) -> None:
    """Let no page of `data_docs` fetch anything, and write index.html anew: each suite by its name, how many
    expectations it has met of how many (`counts`), and the way to its page."""
    pages = suite_pages(data_docs)
    rows = "\n".join(
        f'<tr><td><a href="{escape(pages[suite])}">{escape(names.get(suite, suite))}</a></td>'
        f"<td><code>{escape(suite)}</code></td><td>{met}</td><td>{all_of_it}</td></tr>"
        for suite, (met, all_of_it) in counts.items()
    )
    for page in data_docs.rglob("*.html"):
        text = without_fetching(page.read_text(encoding="utf-8"))
        page.write_text(text.replace("</head>", f"{_STYLE}</head>", 1), encoding="utf-8")
    (data_docs / "index.html").write_text(_LIST.format(style=_STYLE, rows=rows), encoding="utf-8")


def suite_pages(data_docs: Path) -> dict[str, str]:
    """The page of each suite, from `data_docs`."""
    validations = data_docs / "validations"
    pages = sorted(validations.rglob("*.html"), key=lambda page: page.as_posix())
    return {page.relative_to(validations).parts[0]: page.relative_to(data_docs).as_posix() for page in pages}


def without_fetching(page: str) -> str:
    """The page without the styles, scripts and pictures it would fetch from other servers."""
    for fetched in _FETCHED:
        page = fetched.sub("none" if fetched.pattern.startswith("url") else "", page)
    return page
