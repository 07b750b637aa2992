"""The pages of the documents that figures stand on, one file a report, out of the archive."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cchc.reporting.sources import source_pages
from cchc.reporting.warehouse import Warehouse

FOLDER = "documents"
_PLACES = """
    select distinct
        reports.report_id, reports.unit_code, reports.source_sha256, reports.source_format, figures.source_page,
        figures.source_line_from, figures.source_line_to
    from marts.dim_report as reports
    inner join marts.fct_indicator_values as figures on reports.report_id = figures.report_id
    where reports.report_status = 'released' and figures.source_line_from is not null
    order by reports.report_id, figures.source_page, figures.source_line_from
"""


class _Place(NamedTuple):
    """Where a figure stands."""

    page: int | None
    line_from: int | None
    line_to: int | None


def write_documents(warehouse: Warehouse, project: Path, site: Path) -> list[str]:
    """Write documents/<report_id>.json into `site` for every report whose document is in the archive; give their ids.

    A page is its picture (a PDF, a scan) or those of its lines that a figure stands on.
    """
    folder = site / FOLDER
    folder.mkdir()
    written = []
    for report_id, rows in groupby(warehouse.rows(_PLACES), key=lambda row: row["report_id"]):
        places = list(rows)
        cited = [_Place(row["source_page"], row["source_line_from"], row["source_line_to"]) for row in places]
        pages = source_pages(places[0], cited, project)
        if pages:
            told = {page.number: {"picture": page.picture, "lines": page.lines} for page in pages}
            text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
            (folder / f"{report_id}.json").write_text(text, encoding="utf-8")
            written.append(report_id)
    return written
