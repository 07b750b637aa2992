"""The page on a province's year: one HTML file that needs no other file, no server and no script."""

from __future__ import annotations

from itertools import groupby

from cchc.reporting.province_charts import draw_ratio
from cchc.reporting.province_figures import ProvinceYear
from cchc.reporting.templates import environment
from cchc.reporting.warehouse import Release


def render_province(province_year: ProvinceYear, release: Release) -> str:
    names = {unit["unit_code"]: unit["unit_name_vi"] for unit in province_year.units}
    return environment().get_template("province.html").render(
        province_year=province_year,
        release=release,
        charts=_charts(province_year, names),
        sections=_sections(province_year),
        names=names,
    )  # fmt: skip


def _charts(province_year: ProvinceYear, names: dict[str, str]) -> list[tuple[dict, str, list[dict]]]:
    """Each ratio that a unit tells, its chart, and the rows behind it in the order of rank."""
    charts = []
    for ratio in province_year.ratios:
        own = [row for (_, ratio_id), row in province_year.values.items()
               if ratio_id == ratio["ratio_id"] and row["value"] is not None and row["unit_code"] in names]  # fmt: skip
        own.sort(key=lambda row: (row["province_rank"], names[row["unit_code"]]))
        if own:
            charts.append((ratio, draw_ratio(own, names), own))
    return charts


def _sections(province_year: ProvinceYear) -> list[tuple[str, str, list[tuple[dict, dict]]]]:
    """The figures that may be summed, with their totals, by section of the form."""
    told = [
        (label, province_year.totals["sum", label["concept"]])
        for label in province_year.labels
        if ("sum", label["concept"]) in province_year.totals
    ]
    return [
        (*section, list(lines))
        for section, lines in groupby(told, key=lambda line: (line[0]["section_vi"], line[0]["section_en"]))
    ]
