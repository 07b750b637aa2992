"""What the warehouse knows of one unit and year: its figures beside last year's, its findings, and earlier years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cchc.errors import CchcError
from cchc.reference.periods import WHOLE_YEAR, load_periods
from cchc.reporting.warehouse import Warehouse

SETTLED = ("reported", "corrected")
_CHARTED_YEARS = 8

_UNIT = """
    select unit_code, full_name_vi, unit_name_en, province_name_vi, commune_count
    from marts.dim_unit_period
    where unit_code = $unit_code and report_year = $year and report_period = $period
"""
_REPORTS = """
    select reports.*
    from marts.dim_report as reports
    where unit_code = $unit_code and report_period = $period and report_status = 'released'
    order by report_year
"""
_FORM = """
    select
        indicator_code, concept, section_code, parent_code, answer_type, label_vi, label_en, unit_vi, unit_en,
        code_list_vi, code_list_en
    from marts.dim_indicator
    where form_version = $form_version
    order by position
"""
_FIGURES = """
    select
        figures.report_year, figures.report_id, figures.indicator_code, figures.concept, figures.raw_value,
        figures.value, figures.base_value, figures.value_status, figures.is_inconsistent, figures.read_status,
        figures.source_page, figures.source_line_from, figures.source_line_to, figures.source_place_vi,
        decisions.verdict, decisions.evidence_vi as evidence
    from marts.fct_indicator_values as figures
    left join marts.fct_adjudications as decisions on figures.adjudication_id = decisions.adjudication_id
    where figures.unit_code = $unit_code and figures.report_period = $period
        and figures.report_year between $first_year and $year
"""
_CHANGES = """
    select concept, change
    from marts.rpt_year_over_year
    where unit_code = $unit_code and report_year = $year and report_period = $period
"""
_RATIOS = """
    select
        names.label_vi, names.label_en, names.definition_vi, ratios.value, ratios.ratio_status,
        ratios.is_inconsistent, ratios.change,
        ratios.province_rank, ratios.province_median, ratios.units_compared
    from marts.rpt_unit_ratios as ratios
    inner join marts.dim_ratio as names on ratios.ratio_id = names.ratio_id
    where ratios.unit_code = $unit_code and ratios.report_year = $year and ratios.report_period = $period
    order by names.position
"""
_FINDINGS = """
    select
        rule_id, severity, finding_status, indicator_codes, blamed_codes, message_vi, message_en,
        evidence_vi as evidence, source_places_vi as source_places
    from marts.fct_data_quality_findings
    where report_id = $report_id
    order by
        array_position(['open', 'acknowledged', 'explained', 'corrected'], finding_status),
        array_position(['critical', 'warning', 'info'], severity), rule_id
"""


@dataclass(frozen=True)
class Figure:
    """One figure of one report: what it is, how sure it is, and where it stands."""

    report_id: str
    report_year: int
    indicator_code: str
    raw_value: str | None
    value: Decimal | None
    base_value: Decimal | None
    value_status: str
    is_inconsistent: bool
    read_status: str
    page: int | None
    line_from: int | None
    line_to: int | None
    place: str | None
    verdict: str | None
    evidence: str | None

    @property
    def is_settled(self) -> bool:
        return self.value_status in SETTLED


@dataclass(frozen=True)
class FormLine:
    """One row of the form with its figure of the year and of the year before; headings have neither.

    `change` is None where the two years may not be compared, see rpt_year_over_year.
    """

    indicator_code: str
    concept: str | None
    answer_type: str
    depth: int
    label_vi: str
    label_en: str
    unit_vi: str | None
    unit_en: str | None
    meanings: Mapping[str, tuple[str, str]]
    figure: Figure | None
    last: Figure | None
    change: Decimal | None


@dataclass(frozen=True)
class UnitYear:
    """All that a page on one unit tells of a year, or of one part of it in this year and those before.

    `history` has a figure for each concept and year, this year's too.
    """

    unit: dict
    year: int
    report: dict
    last_report: dict | None
    lines: tuple[FormLine, ...]
    ratios: tuple[dict, ...]
    findings: tuple[dict, ...]
    history: Mapping[tuple[str, int], Figure]
    period: str = WHOLE_YEAR

    @property
    def years(self) -> list[int]:
        return sorted({year for _, year in self.history})


def read_unit_year(warehouse: Warehouse, unit_code: str, year: int, period: str = WHOLE_YEAR) -> UnitYear:
    """Read the report of a unit on a year or a part of it. Raises CchcError where the release has none, and says what
    it has."""
    of = {"unit_code": unit_code, "period": period}
    reports = {row["report_year"]: row for row in warehouse.rows(_REPORTS, **of)}
    if year not in reports:
        raise CchcError(_nothing(warehouse, unit_code, year, period, list(reports)))
    report = reports[year]
    history = _history(warehouse, unit_code, year, period)
    form = warehouse.rows(_FORM, form_version=report["form_version"])
    changes = {row["concept"]: row["change"] for row in warehouse.rows(_CHANGES, year=year, **of)}
    return UnitYear(
        unit=warehouse.rows(_UNIT, year=year, **of)[0],
        year=year,
        report=report,
        last_report=reports.get(year - 1),
        lines=tuple(_line(row, history, year, changes.get(row["concept"])) for row in form),
        ratios=tuple(warehouse.rows(_RATIOS, year=year, **of)),
        findings=tuple(warehouse.rows(_FINDINGS, report_id=report["report_id"])),
        history=history,
        period=period,
    )


def _nothing(warehouse: Warehouse, unit_code: str, year: int, period: str, years: list[int]) -> str:
    held = warehouse.rows(
        """
        select report_id from marts.dim_report
        where unit_code = $unit_code and report_year = $year and report_period = $period
        """,
        unit_code=unit_code, year=year, period=period,
    )  # fmt: skip
    if held:
        report_id = held[0]["report_id"]
        return f"report {report_id} is held back from the release: `cchc hold {report_id} --lift --reason … --by …`."
    kind = "annual report" if period == WHOLE_YEAR else f"report on the {load_periods()[period].name_en}"
    there = f"there are {', '.join(map(str, years))}" if years else f"the release has no {kind} of this unit"
    return f"release {warehouse.release.release_id} has no {kind} of unit {unit_code} for {year}; {there}."


def _history(warehouse: Warehouse, unit_code: str, year: int, period: str) -> dict[tuple[str, int], Figure]:
    first_year = year - _CHARTED_YEARS + 1
    rows = warehouse.rows(_FIGURES, unit_code=unit_code, year=year, period=period, first_year=first_year)
    return {(row["concept"], row["report_year"]): _figure(row) for row in rows}


def _figure(row: dict) -> Figure:
    return Figure(
        report_id=row["report_id"],
        report_year=row["report_year"],
        indicator_code=row["indicator_code"],
        raw_value=row["raw_value"],
        value=row["value"],
        base_value=row["base_value"],
        value_status=row["value_status"],
        is_inconsistent=row["is_inconsistent"],
        read_status=row["read_status"],
        page=row["source_page"],
        line_from=row["source_line_from"],
        line_to=row["source_line_to"],
        place=row["source_place_vi"],
        verdict=row["verdict"],
        evidence=row["evidence"],
    )


def _line(row: dict, history: Mapping[tuple[str, int], Figure], year: int, change: Decimal | None) -> FormLine:
    return FormLine(
        indicator_code=row["indicator_code"],
        concept=row["concept"],
        answer_type=row["answer_type"],
        depth=row["indicator_code"].count("."),
        label_vi=row["label_vi"],
        label_en=row["label_en"],
        unit_vi=row["unit_vi"],
        unit_en=row["unit_en"],
        meanings=_meanings(row["code_list_vi"], row["code_list_en"]),
        figure=history.get((row["concept"], year)),
        last=history.get((row["concept"], year - 1)),
        change=change,
    )


def _meanings(code_list_vi: str | None, code_list_en: str | None) -> dict[str, tuple[str, str]]:
    """`0 = Không, 1 = Có` and `0 = No, 1 = Yes` as the words of each code."""
    lists = [dict(part.split(" = ", 1) for part in (codes or "").split(", ") if part) for codes in
             (code_list_vi, code_list_en)]  # fmt: skip
    return {code: (words, lists[1].get(code, words)) for code, words in lists[0].items()}
