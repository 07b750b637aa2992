"""The long fact of subjects as wide views, one a subject: a row a report and further key, a column a figure.

Which columns a view has is said by the rows of all forms (dim_indicator) and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

LONG_FACT = "fct_subject_figures"
_PLACES = f"""
    select
        split_part(split_part(fact_row, ';', 1), '=', 2) as subject,
        fact_column,
        bool_or(answer_type = 'percent') as has_decimals,
        bool_or(answer_type = 'ratio') as has_base,
        max_by(label_en || coalesce('. Unit: ' || unit_en, ''), form_version) as meaning,
        min(form_version) as first_version,
        min(position) as first_position
    from marts.dim_indicator
    where fact_table = '{LONG_FACT}'
    group by subject, fact_column
    order by subject, first_version, first_position
"""
_COMMENTS = f"""
    select column_name, coalesce(comment, '')
    from duckdb_columns()
    where schema_name = 'marts' and table_name = '{LONG_FACT}' and list_contains(?, column_name)
"""
_OF_ROW = {
    "row_status": "The worst status of the row's figures: disputed, missing, corrected or reported.",
    "disputed_columns": "Columns whose figure is disputed, separated by a comma and a space; empty if none.",
    "corrected_columns": "Columns whose figure is corrected, separated by a comma and a space; empty if none.",
    "inconsistent_columns": "Columns whose figure is part of a contradiction of the report's own; empty if none.",
}
_KEYS = ("unit_code", "unit_name_vi", "province_name_vi", "report_year", "report_period", "row_key")
_DISPUTED, _CORRECTED = ("value_status = 'disputed'", "value_status = 'corrected'")
_WORST_FIRST = ("disputed", "missing", "corrected", "reported")


def write_subject_views(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Create view marts.subject_<subject> for every subject, and give their names."""
    by_subject: dict[str, list[tuple]] = {}
    for subject, *place in con.execute(_PLACES).fetchall():
        by_subject.setdefault(subject, []).append(tuple(place))
    for subject, places in by_subject.items():
        _write_view(con, subject, places)
    return [_view(subject) for subject in by_subject]


def _view(subject: str) -> str:
    return f"subject_{subject}"


def _write_view(con: duckdb.DuckDBPyConnection, subject: str, places: Iterable[tuple]) -> None:
    figures, comments = [], {}
    for column, has_decimals, has_base, meaning, *_ in places:
        kind = "decimal(18, 4)" if has_decimals else "bigint"
        figures.append(_pivoted(column, "value", kind, column))
        comments[column] = f"{meaning}."
        if has_base:
            figures.append(_pivoted(column, "base_value", "bigint", f"{column}_base"))
            comments[f"{column}_base"] = f"The base of {column}."
    status = " ".join(f"when bool_or(value_status = '{one}') then '{one}'" for one in _WORST_FIRST)
    name, keys = f"marts.{_view(subject)}", ", ".join(_KEYS)
    con.execute(
        f"create view {name} as select {keys}, {', '.join(figures)}, report_id, case {status} end as row_status, "
        f"{_columns_that(_DISPUTED)} as disputed_columns, {_columns_that(_CORRECTED)} as corrected_columns, "
        f"{_columns_that('is_inconsistent')} as inconsistent_columns "
        f"from marts.{LONG_FACT} where subject = '{subject}' group by {keys}, report_id"
    )
    words = f"One row per unit, reporting period and row_key: the figures of {LONG_FACT} whose subject is {subject}."
    con.execute(f"comment on view {name} is {_text(words)}")
    comments |= dict(con.execute(_COMMENTS, [[*_KEYS, "report_id"]]).fetchall()) | _OF_ROW
    for column, meaning in comments.items():
        con.execute(f'comment on column {name}."{column}" is {_text(meaning)}')


def _pivoted(figure: str, measure: str, kind: str, column: str) -> str:
    return f"cast(max(case when figure = '{figure}' then {measure} end) as {kind}) as \"{column}\""


def _columns_that(condition: str) -> str:
    return f"coalesce(string_agg(figure, ', ' order by figure) filter ({condition}), '')"


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
