"""What the warehouse knows of a province's year: its units side by side, its totals, and who has not reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cchc.errors import CchcError
from cchc.reference.code_words import code_words
from cchc.reference.periods import WHOLE_YEAR, load_periods
from cchc.reporting.warehouse import Warehouse

_PROVINCE_LEVEL = "province"
_STANDING = """
    select
        standing.unit_code, units.full_name_vi, units.unit_name_vi, units.province_name_vi, units.unit_level,
        standing.report_id, standing.reporting_status, reports.rows_known, reports.rows_asked, reports.known_pct
    from marts.fct_reporting_status as standing
    left join marts.dim_report as reports on standing.report_id = reports.report_id
    inner join marts.dim_unit_period as units
        on standing.unit_code = units.unit_code and standing.report_year = units.report_year
        and standing.report_period = units.report_period
    where standing.report_year = $year and standing.report_period = $period and units.province_code = $province_code
    order by units.sort_key_vi, standing.unit_code
"""
_PROVINCE = """
    select unit_name_vi, full_name_vi, unit_name_en
    from marts.dim_administrative_unit
    where unit_code = $province_code and unit_level = 'province'
    order by valid_from desc
    limit 1
"""
_RATIOS = "select ratio_id, label_vi, label_en, definition_vi, definition_en from marts.dim_ratio order by position"
_VALUES = """
    select
        unit_code, ratio_id, unit_level, value, numerator, denominator, ratio_status, is_inconsistent, change,
        province_rank,
        province_median, units_compared, report_id
    from marts.rpt_unit_ratios
    where province_code = $province_code and report_year = $year and report_period = $period
"""
_TOTALS = """
    select
        this.unit_level, this.figure_kind, this.figure, this.value, this.value_least, this.value_greatest,
        this.total_status, this.units_due, this.units_counted, this.units_left_out, this.units_bounded,
        this.units_corrected, this.units_inconsistent, this.units_disputed,
        last.value as last_value, last.units_counted as last_units_counted, last.total_status as last_total_status
    from marts.rpt_province_totals as this
    left join marts.rpt_province_totals as last
        on this.province_code = last.province_code and this.unit_level = last.unit_level
        and this.report_year = last.report_year + 1 and this.report_period = last.report_period
        and this.figure_kind = last.figure_kind and this.figure = last.figure
    where this.province_code = $province_code and this.report_year = $year and this.report_period = $period
        and this.total_status in ('complete', 'partial', 'bounds')
"""
# Of each level the figures of its forms; of a figure that two forms ask, the row of the form that most reports are on.
_LABELS = """
    with used as (
        select units.unit_level, reports.form_version, count(*) as reports
        from marts.dim_report as reports
        inner join marts.dim_unit_period as units
            on reports.unit_code = units.unit_code and reports.report_year = units.report_year
            and reports.report_period = units.report_period
        where reports.report_year = $year and reports.report_period = $period and reports.report_status = 'released'
            and units.province_code = $province_code
        group by units.unit_level, reports.form_version
    )
    select used.unit_level, indicators.concept, indicators.label_vi, indicators.label_en, indicators.unit_vi,
        indicators.indicator_code, indicators.section_vi, indicators.section_en
    from used
    inner join marts.dim_indicator as indicators on used.form_version = indicators.form_version
    where indicators.concept is not null
    qualify row_number() over (
        partition by used.unit_level, indicators.concept order by used.reports desc, used.form_version desc
    ) = 1
    order by used.unit_level, used.reports desc, used.form_version desc, indicators.position
"""
_FINDINGS = """
    select report_id, count(*) as findings
    from marts.fct_data_quality_findings
    where report_year = $year and report_period = $period and finding_status in ('open', 'acknowledged')
    group by report_id
"""


@dataclass(frozen=True)
class LevelYear:
    """The units of one level of government: what they reported is compared and added up among them alone.
    `values` is by unit and ratio, `totals` by kind and figure; `labels` are the figures of their forms."""

    level: str
    units: tuple[dict, ...]
    values: Mapping[tuple[str, str], dict]
    totals: Mapping[tuple[str, str], dict]
    labels: tuple[dict, ...]

    @property
    def reported(self) -> list[dict]:
        return [unit for unit in self.units if unit["reporting_status"] == "released"]

    @property
    def missing(self) -> list[dict]:
        return [unit for unit in self.units if unit["reporting_status"] != "released"]


@dataclass(frozen=True)
class ProvinceYear:
    """All that a page on a province's year, or a part of it, tells; rows are dicts as the warehouse gives them.

    `own` is the standing of the province's own report, None where none is due or known; `levels` are those of the units
    below it, districts before communes.
    """

    province_code: str
    province: dict
    year: int
    own: dict | None
    levels: tuple[LevelYear, ...]
    ratios: tuple[dict, ...]
    findings: Mapping[str, int]
    period: str = WHOLE_YEAR


def read_province_year(warehouse: Warehouse, province_code: str, year: int, period: str = WHOLE_YEAR) -> ProvinceYear:
    """Read a province's year, or a part of it. Raises CchcError where nothing is due or known of it."""
    of = {"province_code": province_code, "year": year, "period": period}
    standing = warehouse.rows(_STANDING, **of)
    units = [unit for unit in standing if unit["unit_level"] != _PROVINCE_LEVEL]
    province = warehouse.rows(_PROVINCE, province_code=province_code)
    if not province or not any(unit["reporting_status"] == "released" for unit in units):
        raise CchcError(_nothing(warehouse, province_code, year, period, bool(province)))
    values, totals, labels = (warehouse.rows(query, **of) for query in (_VALUES, _TOTALS, _LABELS))
    there = {unit["unit_level"] for unit in units}
    return ProvinceYear(
        province_code=province_code,
        province=province[0],
        year=year,
        period=period,
        own=next((unit for unit in standing if unit["unit_level"] == _PROVINCE_LEVEL), None),
        levels=tuple(
            LevelYear(
                level=level,
                units=tuple(_of_level(units, level)),
                values={(row["unit_code"], row["ratio_id"]): row for row in _of_level(values, level)},
                totals={(row["figure_kind"], row["figure"]): row for row in _of_level(totals, level)},
                labels=tuple(_of_level(labels, level)),
            )
            for level in code_words("unit_level")
            if level in there
        ),
        ratios=tuple(warehouse.rows(_RATIOS)),
        findings={row["report_id"]: row["findings"] for row in warehouse.rows(_FINDINGS, year=year, period=period)},
    )


def _of_level(rows: Iterable[dict], level: str) -> list[dict]:
    return [row for row in rows if row["unit_level"] == level]


def _nothing(warehouse: Warehouse, province_code: str, year: int, period: str, is_known: bool) -> str:
    if not is_known:
        return f"{province_code} is no province's code, as 94 for Sóc Trăng."
    years = warehouse.rows(
        """
        select distinct reports.report_year
        from marts.dim_report as reports
        inner join marts.dim_administrative_unit as units using (unit_code)
        where units.province_code = $province_code and reports.report_period = $period
            and reports.report_status = 'released'
        order by 1
        """,
        province_code=province_code, period=period,
    )  # fmt: skip
    there = ", ".join(str(row["report_year"]) for row in years) or "none"
    release = warehouse.release.release_id
    kind = "annual report" if period == WHOLE_YEAR else f"report on the {load_periods()[period].name_en}"
    return f"release {release} has no {kind} from province {province_code} for {year}; years it has: {there}."
