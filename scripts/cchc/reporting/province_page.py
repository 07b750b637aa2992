"""The page on a province's year: one HTML file that needs no other file and no server. Its script finds units only."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from cchc.html_pages import script
from cchc.reporting.province_charts import DRAWN_EACH, DRAWN_WHOLE, draw_ratio
from cchc.reporting.province_figures import LevelYear, ProvinceYear
from cchc.reporting.templates import environment
from cchc.reporting.warehouse import Release

_LISTED_MOST = 12  # units without a report that the heading names, and not in a list that is folded

_NEVER_TOLD = ("not_asked", "no_report")


def render_province(province_year: ProvinceYear, release: Release) -> str:
    """The page as HTML; what units of different levels reported stands in sections of their own."""
    levels = {level.level: level for level in province_year.levels}
    return environment().get_template("province.html").render(
        province_year=province_year,
        release=release,
        ratios_of=lambda level: _ratios(province_year, level),
        charts={name: _charts(province_year, level) for name, level in levels.items()},
        sections={name: _sections(level) for name, level in levels.items()},
        names={unit["unit_code"]: unit["unit_name_vi"] for level in levels.values() for unit in level.units},
        long_from=DRAWN_WHOLE,
        drawn_each=DRAWN_EACH,
        listed_most=_LISTED_MOST,
        script=script((Path(__file__).parent / "find_units.js").read_text(encoding="utf-8")),
    )  # fmt: skip


def _ratios(province_year: ProvinceYear, level: LevelYear) -> list[dict]:
    """The ratios that a form of the level's units asks for."""
    told = {ratio_id for (_, ratio_id), row in level.values.items() if row["ratio_status"] not in _NEVER_TOLD}
    return [ratio for ratio in province_year.ratios if ratio["ratio_id"] in told]


def _charts(province_year: ProvinceYear, level: LevelYear) -> list[tuple[dict, str, list[dict]]]:
    """Each ratio that a unit tells, its chart, and the rows behind it in the order of rank."""
    names = {unit["unit_code"]: unit["unit_name_vi"] for unit in level.units}
    charts = []
    for ratio in province_year.ratios:
        own = [row for (_, ratio_id), row in level.values.items()
               if ratio_id == ratio["ratio_id"] and row["value"] is not None and row["unit_code"] in names]  # fmt: skip
        own.sort(key=lambda row: (row["province_rank"], names[row["unit_code"]]))
        if own:
            charts.append((ratio, draw_ratio(own, names), own))
    return charts


def _sections(level: LevelYear) -> list[tuple[str, str, list[tuple[dict, dict]]]]:
    """The figures that may be summed, with their totals, by section of the form."""
    told = [
        (label, level.totals["sum", label["concept"]])
        for label in level.labels
        if ("sum", label["concept"]) in level.totals
    ]
    return [
        (*section, list(lines))
        for section, lines in groupby(told, key=lambda line: (line[0]["section_vi"], line[0]["section_en"]))
    ]
