"""Reads the figures of reports out of the build, as the search for errors wants them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb

from cchc.editing.figures import Figure, Key, ReportFigures
from cchc.form import load_forms

_FIGURES = """
    select
        figures.report_id, figures.figure_source, figures.concept, figures.measure, figures.value, figures.decimals,
        figures.source_page, figures.source_line_from, figures.source_line_to, own.indicator_code, own.form_version,
        case when figures.figure_source = 'appendix' then own.raw_value else told.raw_text end as raw_text,
        own.read_status, own.answer_type, own.verdict
    from intermediate.int_figures as figures
    left join intermediate.int_indicator_values as own
        on figures.report_id = own.report_id and figures.concept = own.concept
        and figures.figure_source = 'appendix'
    left join (
        select report_id, figure_source, concept, value, min(raw_text) as raw_text
        from seeds.narrative_figures
        group by report_id, figure_source, concept, value
    ) as told
        on figures.report_id = told.report_id and figures.figure_source = told.figure_source
        and figures.concept = told.concept and figures.value = told.value
    where figures.evaluation = $evaluation and ($report_id is null or figures.report_id = $report_id)
    order by figures.report_id
"""
_OPEN_RULES = """
    select report_id, rule_id from intermediate.int_findings where finding_status in ('open', 'acknowledged')
"""
_SETTLED = {"confirmed", "ocr_error", "source_inconsistent", "rule_not_applicable"}
_FIXED = {"unit", "previous_year"}


def load_reports(
    build: duckdb.DuckDBPyConnection, report_id: str | None = None, with_decisions: bool = True
) -> Iterator[ReportFigures]:
    """The figures of every report of a build, or of one; without decisions as they were read."""
    evaluation = "as_corrected" if with_decisions else "as_read"
    rows = build.execute(_FIGURES, {"evaluation": evaluation, "report_id": report_id}).fetchall()
    open_rules: dict[str, set[str]] = {}
    for report, rule in build.execute(_OPEN_RULES).fetchall():
        open_rules.setdefault(report, set()).add(rule)
    form_rows = {(row.form_version, row.indicator_code): row for form in load_forms() for row in form.answered}
    reports: dict[str, dict[Key, Figure]] = {}
    for row in rows:
        report, source, concept, measure, value, decimals, page, line_from, line_to, code, version = row[:11]
        raw_text, status, answer_type, verdict = row[11:]
        key = Key(source, concept, measure)
        form_row = form_rows.get((version, code))
        reports.setdefault(report, {})[key] = Figure(
            key=key,
            value=None if value is None else _bare(value),
            raw_text=raw_text or "",
            read_status=status or "clear",
            decimals=decimals or 0,
            answer_type=answer_type or _told_type(concept),
            codes=form_row.codes if form_row else (),
            indicator_code=code,
            position=form_row.position if form_row else None,
            page=page,
            lines=None if line_from is None else (line_from, line_to),
            is_settled=source in _FIXED or (with_decisions and verdict in _SETTLED),
        )
    for report, figures in reports.items():
        yield ReportFigures(report, figures, frozenset(open_rules.get(report, ())) if with_decisions else None)


def _bare(value: Decimal) -> Decimal:
    """Without the zeros that the column's scale adds."""
    whole = value.to_integral_value()
    return whole if value == whole else Decimal(f"{value:f}".rstrip("0"))


def _told_type(concept: str) -> str:
    """How a figure of narrative or note is written, by what it counts."""
    if concept.endswith("_date"):
        return "date"
    return "percent" if concept.endswith("_pct") else "count"
