"""What is expected of the marts, written from the same rule data the marts are judged by.

Four kinds of suites, each over one pandas frame (never over every indicator value, nor every result of a rule):
`rules`: a row per report in which something is open, a column per rule; what is settled is counted by SQL.
`completeness`: a row per report of which rows are missing, a column per table; what is there is counted by SQL.
`known`: a row per report of which too few figures are known.
One per subject fact: its keys, its statuses, its percentages, and every rule whose figures all stand in it,
computed again from the fact's own columns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb
import pandas as pd

from cchc.releasing.catalogue import Table
from cchc.releasing.subject_views import LONG_FACT

SETTLED = ["pass", "not_evaluable", "explained", "acknowledged", "corrected"]
ROW_STATUSES = ["reported", "corrected", "disputed", "missing"]
UNIT_AND_PERIOD = ("unit_code", "report_year", "report_period")


@dataclass(frozen=True)
class Expected:
    """One expectation: great-expectations' class and arguments, and what a person wants to know of it.

    `columns` are the columns of the mart it is about, `words` what it means, `counted` what SQL counted
    where the frame holds only what may fail.
    """

    kind: str
    arguments: dict[str, object]
    columns: str
    words: str
    severity: str = "critical"
    rule_id: str | None = None
    counted: str = ""


@dataclass(frozen=True)
class Suite:
    """Expectations over one frame. `row_names` are the columns that name a row to a reader; `messages` says
    more of a row than its value does, by report and column of the frame."""

    name: str
    frame: pd.DataFrame
    row_names: tuple[str, ...]
    expected: tuple[Expected, ...]
    messages: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class FactRule:
    """A linear rule all of whose figures stand in one row of one fact, as an SQL sum that should be near 0.

    `condition` picks the rows it speaks of (`government_level = 'district'`).
    """

    rule_id: str
    severity: str
    words: str
    comparison: str
    fact: str
    columns: tuple[str, ...]
    difference: str
    tolerance: Decimal
    condition: str


def write_suites(
    con: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], least_known_share: Decimal
) -> Iterator[Suite]:
    """Every suite over the marts and the rule data of `con`'s database, one frame at a time.

    `least_known_share`, from 0 to 1, is how much of a report is known at least; less is a warning.
    """
    facts = subject_facts(con)
    rules = fact_rules(con)
    percentages = percent_columns(con)
    keys = {table.name: table.primary_key for table in tables}
    yield rules_suite(con)
    yield completeness_suite(con, facts)
    yield known_suite(con, least_known_share)
    for fact in facts:
        if fact == LONG_FACT:
            continue  # it has no columns to compare; its figures are judged by the rules suite and by its own tests
        yield fact_suite(con, fact, keys[fact], rules[fact], percentages[fact])


def rules_suite(con: duckdb.DuckDBPyConnection) -> Suite:
    """No rule has an open finding in a released report, and every rule has a result for it."""
    rules = con.execute("select rule_id, severity, words_en from marts.dim_rule order by all").fetchall()
    released = _count_released(con)
    counts, open_cells = _standings(con)
    missing = _without_result(con, [rule for rule, *_ in rules if sum(counts[rule].values()) != released])
    for _, rule, standing, _ in missing:
        counts[rule][standing] += 1
    cells = [*open_cells, *missing]
    return Suite(
        name="rules",
        frame=_pivot([cell[:3] for cell in cells], [rule_id for rule_id, *_ in rules]),
        row_names=("report_id",),
        expected=tuple(
            Expected(
                "ExpectColumnValuesToBeInSet",
                {"column": rule_id, "value_set": SETTLED},
                columns=rule_id,
                words=words,
                severity=severity,
                rule_id=rule_id,
                counted=_told(released, counts[rule_id]),
            )
            for rule_id, severity, words in rules
        ),
        messages={(report, rule): message for report, rule, _, message in cells if message},
    )


def completeness_suite(con: duckdb.DuckDBPyConnection, facts: list[str]) -> Suite:
    """Every released report has all its rows in every subject fact, and every answered indicator."""
    tables = ["fct_indicator_values", *facts]
    counts = [
        f"select '{name}' as name, report_id, count(*) as found from marts.{name} group by all" for name in tables
    ]
    rows = con.execute(f"""
        with
        due as (
            select
                form_version, fact_table as name,
                case
                    when fact_table = '{LONG_FACT}' then count(*)
                    else count(distinct coalesce(fact_row, ''))
                end as wanted
            from marts.dim_indicator
            where fact_table is not null
            group by form_version, fact_table
            union all
            select form_version, 'fct_indicator_values', count(*)
            from marts.dim_indicator
            where fact_table is not null
            group by form_version
        ),
        present as ({" union all ".join(counts)}),
        compared as (
            select report_id, due.name, due.wanted, greatest(due.wanted - coalesce(present.found, 0), 0) as missing
            from marts.dim_report as reports
            inner join due using (form_version)
            left join present using (report_id, name)
            where reports.report_status = 'released'
        )
        select
            name, cast(sum(wanted) as bigint), cast(sum(wanted - missing) as bigint),
            list((report_id, name, missing)) filter (where missing > 0)
        from compared
        group by name
    """).fetchall()
    counted = {name: f"{found:,} of {wanted:,} rows due are there." for name, wanted, found, _ in rows}
    return Suite(
        name="completeness",
        frame=_pivot([cell for *_, missing in rows for cell in missing or []], tables).fillna(0),
        row_names=("report_id",),
        expected=tuple(
            Expected(
                "ExpectColumnValuesToBeInSet",
                {"column": table, "value_set": [0]},
                columns=table,
                words=f"No row of a released report is missing in {table}.",
                counted=counted.get(table, "No row is due."),
            )
            for table in tables
        ),
    )


def known_suite(con: duckdb.DuckDBPyConnection, least_known_share: Decimal) -> Suite:
    """Of every released report enough figures are known, reported or corrected: those of which too few are, by name."""
    least = 100 * least_known_share
    rows = con.execute(
        """
        select report_id, rows_known, rows_asked, coalesce(known_pct, 0)
        from marts.dim_report
        where report_status = 'released' and coalesce(known_pct, 0) < $least
        order by report_id
        """,
        {"least": least},
    ).fetchall()
    released = _count_released(con)
    return Suite(
        name="known",
        frame=_pivot([(report, "known_pct", float(known)) for report, *_, known in rows], ["known_pct"]),
        row_names=("report_id",),
        expected=(
            Expected(
                "ExpectColumnValuesToBeBetween",
                {"column": "known_pct", "min_value": float(least)},
                columns="known_pct",
                words=f"Of a report at least {least.normalize():f} % of the figures are known, reported or corrected.",
                severity="warning",
                counted=f"Of {released - len(rows):,} of {released:,} released reports they are.",
            ),
        ),
        messages={
            (report, "known_pct"): f"{known} of {asked} figures are known ({percent:.1f} %)"
            for report, known, asked, percent in rows
        },
    )


def fact_suite(
    con: duckdb.DuckDBPyConnection,
    fact: str,
    key: tuple[str, ...],
    rules: list[FactRule],
    percentages: list[str],
) -> Suite:
    """What one subject fact must hold. Only figures that the release stands by are judged: none that is
    disputed, and by no rule that has a finding on record for the report (the rules suite tells those)."""
    further = tuple(column for column in key if column not in UNIT_AND_PERIOD)
    figures = sorted({*percentages, *(column for rule in rules for column in rule.columns)})
    shown = (*further, "report_id", "row_status", f"{' || '.join(key)} as key")
    judged = [f'{_excess(rule)} as "{_rule_column(rule)}"' for rule in rules]
    frame = con.execute(f"""
        with
        released as (select report_id from marts.dim_report where report_status = 'released'),
        figures as (
            select {", ".join((*shown, *(f"{_undisputed(column)} as {column}" for column in figures)))}
            from marts.{fact}
        )
        select {", ".join(("*", "report_id in (from released) as is_released", *judged))}
        from figures
        order by key
    """).df()
    return Suite(
        name=fact,
        frame=frame,
        row_names=("report_id", *further),
        expected=(
            _whole_key(key),
            _known_status(),
            _of_released_report(),
            *(_percentage(column) for column in percentages),
            *(_holds(rule) for rule in rules),
        ),
    )


def subject_facts(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The facts that hold the form's figures, by name."""
    query = "select distinct fact_table from marts.dim_indicator where fact_table is not null order by all"
    return [fact for (fact,) in con.execute(query).fetchall()]


def fact_rules(con: duckdb.DuckDBPyConnection) -> dict[str, list[FactRule]]:
    """The linear rules of each fact: all terms from the appendix, in one row of that fact, whatever form has them."""
    query = """
        with
        places as (
            select
                concept, 'value' as measure, fact_table, fact_column, coalesce(fact_row, '') as fact_row,
                list(form_version) as form_versions
            from marts.dim_indicator
            group by all
            union all
            select concept, 'base', fact_table, fact_base_column, coalesce(fact_row, ''), list(form_version)
            from marts.dim_indicator
            group by all
        )
        select
            rules.rule_id, rules.severity, rules.words_en, rules.comparison,
            rules.constant, rules.tolerance, terms.role, terms.coefficient, terms.figure_source,
            places.fact_table, places.fact_column, places.fact_row, places.form_versions
        from marts.dim_rule as rules
        inner join staging.stg_rule_terms as terms using (rule_id)
        left join places using (concept, measure)
        order by rules.rule_id, terms.term
    """
    terms = defaultdict(list)
    for rule in con.execute(query).fetchall():
        terms[rule[:6]].append(rule[6:])
    rules: dict[str, list[FactRule]] = defaultdict(list)
    for (rule_id, severity, words, comparison, constant, tolerance), found in terms.items():
        roles, coefficients, sources, facts, columns, rows, versions = zip(*found, strict=True)
        is_linear = set(roles) <= {"left", "right"}
        in_one_row = set(sources) == {"appendix"} and len(set(facts)) == len(set(rows)) == 1 and all(columns)
        if not (is_linear and in_one_row):
            continue
        signs = ["+" if role == "left" else "-" for role in roles]
        parts = zip(signs, coefficients, columns, strict=True)
        rules[facts[0]].append(
            FactRule(
                rule_id=rule_id,
                severity=severity,
                words=words,
                comparison=comparison,
                fact=facts[0],
                columns=tuple(dict.fromkeys(columns)),
                difference=" ".join(f"{sign} {factor} * {column}" for sign, factor, column in parts)
                + f" - ({constant})",
                tolerance=tolerance,
                condition=f"{_condition(rows[0])} and {_on_forms(set.intersection(*map(set, versions)))}",
            )
        )
    return rules


def percent_columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The percent columns of each fact that may not pass 100, and that no rule holds to bounds of its own."""
    query = """
        select distinct fact_table, fact_column
        from marts.dim_indicator
        where answer_type = 'percent' and not may_pass_100 and concept not in (
            select max(concept)
            from staging.stg_rule_terms
            group by rule_id
            having count(*) = 1
        )
        order by all
    """
    columns: dict[str, list[str]] = defaultdict(list)
    for fact, column in con.execute(query).fetchall():
        columns[fact].append(column)
    return columns


def _count_released(con: duckdb.DuckDBPyConnection) -> int:
    [(count,)] = con.execute("select count(*) from marts.dim_report where report_status = 'released'").fetchall()
    return count


def _standings(con: duckdb.DuckDBPyConnection) -> tuple[dict[str, Counter], list[tuple]]:
    """How the rules stand in released reports: how many reports by rule and standing, and of what is not settled
    (report, rule, standing, message)."""
    rows = con.execute(
        """
        with standings as (
            select
                results.report_id,
                results.rule_id,
                coalesce(findings.finding_status, results.result, 'no result') as standing,
                findings.message_en
            from marts.fct_rule_results as results
            inner join marts.dim_report as reports
                on results.report_id = reports.report_id and reports.report_status = 'released'
            left join marts.fct_data_quality_findings as findings
                on results.report_id = findings.report_id and results.rule_id = findings.rule_id
        )
        select
            rule_id, standing, count(*),
            list((report_id, rule_id, standing, message_en)) filter (where not list_contains($settled, standing))
        from standings
        group by rule_id, standing
        """,
        {"settled": SETTLED},
    ).fetchall()
    counts: dict[str, Counter] = defaultdict(Counter)
    for rule_id, standing, reports, _ in rows:
        counts[rule_id][standing] = reports
    return counts, [cell for *_, cells in rows for cell in cells or []]


def _without_result(con: duckdb.DuckDBPyConnection, rules: list[str]) -> list[tuple]:
    """(report, rule, 'no result', None) for released reports of which one of `rules` has no result. Asked only of
    rules whose results are not as many as the reports; that none is told twice is a dbt test of fct_rule_results."""
    if not rules:
        return []
    return con.execute(
        """
        select reports.report_id, rules.rule_id, 'no result', null
        from marts.dim_report as reports
        cross join (select unnest($rules) as rule_id) as rules
        anti join marts.fct_rule_results as results
            on reports.report_id = results.report_id and rules.rule_id = results.rule_id
        where reports.report_status = 'released'
        """,
        {"rules": rules},
    ).fetchall()


def _told(released: int, counts: Counter) -> str:
    """`Of 2 released reports: 1 explained, 1 pass.`"""
    standings = ", ".join(f"{number:,} {standing.replace('_', ' ')}" for standing, number in sorted(counts.items()))
    return f"Of {released:,} released reports: {standings or 'none'}."


def _whole_key(key: tuple[str, ...]) -> Expected:
    words = "No part of the primary key is empty."
    return Expected("ExpectColumnValuesToNotBeNull", {"column": "key"}, columns=", ".join(key), words=words)


def _known_status() -> Expected:
    arguments = {"column": "row_status", "value_set": ROW_STATUSES}
    words = "row_status is one of the four a figure can have."
    return Expected("ExpectColumnValuesToBeInSet", arguments, columns="row_status", words=words)


def _of_released_report() -> Expected:
    arguments = {"column": "is_released", "value_set": [True]}
    words = "A report that is held reaches no fact."
    return Expected("ExpectColumnValuesToBeInSet", arguments, columns="report_id", words=words)


def _percentage(column: str) -> Expected:
    arguments = {"column": column, "min_value": 0, "max_value": 100}
    words = f"{column} is a percentage of a whole: from 0 to 100."
    return Expected("ExpectColumnValuesToBeBetween", arguments, columns=column, words=words)


def _holds(rule: FactRule) -> Expected:
    return Expected(
        "ExpectColumnValuesToBeBetween",
        {"column": _rule_column(rule), "max_value": 0},
        columns=", ".join(rule.columns),
        words=f"{rule.words} (Shown: by how much it is missed, beyond its tolerance.)",
        severity=rule.severity,
        rule_id=rule.rule_id,
    )


def _rule_column(rule: FactRule) -> str:
    """Column of a fact's frame; a rule may bear the name of a figure."""
    return f"rule {rule.rule_id}"


def _undisputed(column: str) -> str:
    """SQL: the figure, or NULL where the row says it is disputed."""
    disputed = "string_split(replace(coalesce(disputed_columns, ''), ' ', ''), ',')"
    return f"case when not list_contains({disputed}, '{column}') then {column} end"


def _excess(rule: FactRule) -> str:
    """SQL: how far a row of `figures` misses the rule beyond its tolerance, in the unit of the figures; 0 or
    less where it holds, NULL where it is not to be judged."""
    missed = {"=": f"abs({rule.difference})", "<=": rule.difference, ">=": f"-({rule.difference})"}[rule.comparison]
    return f"""
        case
            when {rule.condition} and not exists (
                select 1
                from marts.fct_data_quality_findings as findings
                where findings.report_id = figures.report_id and findings.rule_id = '{rule.rule_id}'
                    and findings.finding_status <> 'corrected'
            ) then cast({missed} - {rule.tolerance} as double)
        end"""


def _condition(fact_row: str) -> str:
    """SQL for `fact_row`, one `key=value` or nothing."""
    column, _, value = fact_row.partition("=")
    return f"{column} = '{value}'" if column else "true"


def _on_forms(versions: set[str]) -> str:
    """SQL: whether a row is of a report on one of these forms; on another its columns may hold other figures."""
    named = ", ".join(f"'{version}'" for version in sorted(versions))
    return f"report_id in (select report_id from marts.dim_report where form_version in ({named or 'null'}))"


def _pivot(cells: list[tuple], columns: list[str]) -> pd.DataFrame:
    """A row per report, in order, from (report, column, value). Many columns are quick as objects."""
    rows: dict[str, dict] = defaultdict(dict)
    for report_id, column, value in cells:
        rows[report_id][column] = value
    wide = [{"report_id": report_id, **values} for report_id, values in sorted(rows.items())]
    return pd.DataFrame(wide, columns=["report_id", *columns], dtype=object)
