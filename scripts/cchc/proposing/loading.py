"""Reads the figures of reports out of the build, as the search for errors wants them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

import duckdb

from cchc.proposing.figures import Figure, ReportFigures, with_neighbours
from cchc.reading.formats.declaring import format_of
from cchc.reading.number_grammar import CLEAR, DOUBTFUL
from cchc.reference.form import FormRow, load_forms
from cchc.reference.rules import OF_LAST_YEAR, Key
from cchc.reference.verdicts import CONFIRMED, CORRECTIONS, SETTLED, SOURCE_INCONSISTENT

# Where nothing is open and everything was read clearly, there is nothing to search.
_FIGURES = """
    with concerned as (
        select distinct report_id from intermediate.int_findings where finding_status in ('open', 'acknowledged')
        union
        select report_id from intermediate.int_rule_results where result_as_read = 'fail' and $evaluation = 'as_read'
        union
        select distinct report_id from intermediate.int_indicator_values where read_status not in ('clear', 'blank')
        union
        select $report_id
    ),
    own as (
        select * from intermediate.int_indicator_values
        where report_id in (from concerned)
    ),
    year_before as (
        select reports.report_id, before.concept, before.value
        from staging.stg_reports as reports
        inner join intermediate.int_indicator_values as before
            on reports.unit_code = before.unit_code and reports.report_period = before.report_period
            and reports.report_year = before.report_year + 1
        where reports.report_id in (from concerned)
    ),
    told as (
        select report_id, figure_source, concept, value, min(raw_text) as raw_text
        from staging.stg_narrative_figures
        where report_id in (from concerned)
        group by report_id, figure_source, concept, value
    )
    select
        figures.report_id, figures.figure_source, figures.concept, figures.measure, figures.value, figures.decimals,
        figures.source_page, figures.source_line_from, figures.source_line_to, own.indicator_code, own.form_version,
        case when figures.figure_source = 'appendix' then own.raw_value else told.raw_text end as raw_text,
        own.read_status, own.answer_type, own.verdict, reports.source_format,
        case when figures.measure = 'value' then year_before.value end as last_value
    from intermediate.int_figures as figures
    inner join staging.stg_reports as reports on figures.report_id = reports.report_id
    left join own
        on figures.report_id = own.report_id and figures.concept = own.concept
        and figures.figure_source = 'appendix'
    left join told
        on figures.report_id = told.report_id and figures.figure_source = told.figure_source
        and figures.concept = told.concept and figures.value = told.value
    left join year_before
        on figures.report_id = year_before.report_id and figures.concept = year_before.concept
    where figures.report_id in (from concerned)
        and ($report_id is null or figures.report_id = $report_id)
        and (
            figures.evaluation = $evaluation
            or figures.report_id not in (
                select report_id from intermediate.int_indicator_values where list_contains($corrections, verdict)
            )
        )
    order by figures.report_id, figures.figure_source, figures.concept, figures.measure
"""
_OPEN_RULES = """
    select report_id, rule_id from intermediate.int_findings where finding_status in ('open', 'acknowledged')
"""
_FIXED = {"unit", *OF_LAST_YEAR}


def load_reports(
    build: duckdb.DuckDBPyConnection, report_id: str | None = None, with_decisions: bool = True
) -> Iterator[ReportFigures]:
    """The figures of every report of a build in which something is open or was not read clearly, or of one report
    whatever it is like; without decisions as they were read. One report after another, so that many fit in memory."""
    open_rules: dict[str, set[str]] = {}
    for report, rule in build.execute(_OPEN_RULES).fetchall():
        open_rules.setdefault(report, set()).add(rule)
    codes = {(form.version, row.indicator_code): row for form in load_forms() for row in form.answered}
    evaluation = "as_corrected" if with_decisions else "as_read"
    found = build.execute(_FIGURES, {"evaluation": evaluation, "report_id": report_id, "corrections": CORRECTIONS})
    rows = iter(found.fetchone, None)
    for report, own in groupby(rows, key=itemgetter(0)):
        figures = {figure.key: figure for figure in (_figure(row, codes, with_decisions) for row in own)}
        yield ReportFigures(
            report, with_neighbours(figures), frozenset(open_rules.get(report, ())) if with_decisions else None
        )


def _figure(row: tuple, codes: Mapping[tuple[str, str], FormRow], with_decisions: bool) -> Figure:
    _, source, concept, measure, value, decimals, page, line_from, line_to, code, version, raw_text, *read = row
    status, answer_type, verdict, source_format, last_value = read
    form_row = codes.get((version, code))
    return Figure(
        key=Key(source, concept, measure),
        value=None if value is None else _bare(value),
        raw_text=raw_text or "",
        read_status=_status(status, verdict if with_decisions else None),
        decimals=decimals or 0,
        answer_type=answer_type or _told_type(concept),
        codes=form_row.codes if form_row else (),
        indicator_code=code,
        position=form_row.position if form_row else None,
        page=page,
        lines=None if line_from is None else (line_from, line_to),
        is_settled=source in _FIXED or (with_decisions and verdict in SETTLED),
        is_typed=format_of(source_format).is_typed,
        last_value=None if last_value is None else _bare(last_value),
    )


def _status(read_status: str | None, verdict: str | None) -> str:
    """How far a figure can be built on: what was confirmed or corrected as if read clearly, a contradiction not."""
    if verdict == CONFIRMED or verdict in CORRECTIONS:
        return CLEAR
    if verdict == SOURCE_INCONSISTENT:
        return DOUBTFUL
    return read_status or CLEAR  # told outside the appendix: what was found there was read


def _bare(value: Decimal) -> Decimal:
    """Without the zeros that the column's scale adds."""
    whole = value.to_integral_value()
    return whole if value == whole else Decimal(f"{value:f}".rstrip("0"))


def _told_type(concept: str) -> str:
    """How a figure of narrative or note is written, by what it counts."""
    if concept.endswith("_date"):
        return "date"
    return "percent" if concept.endswith("_pct") else "count"
