"""Two releases side by side: every figure that changed, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import duckdb
from rich.markup import escape
from rich.table import Table

from cchc.errors import CchcError
from cchc.language import spoken
from cchc.reference.code_words import code_words
from cchc.reference.phrases import say
from cchc.reference.record_translations import record_words

COMPARED = (
    "dim_report",
    "dim_rule",
    "fct_adjudications",
    "fct_data_quality_findings",
    "fct_indicator_values",
)

_CHANGED = {
    "added": "diff_added",
    "added_withdrawn": "diff_added_withdrawn",
    "changed": "diff_changed_otherwise",
    "deleted": "diff_deleted",
    "in_force_again": "diff_in_force_again",
    "removed": "diff_removed",
    "withdrawn": "diff_withdrawn",
}  # phrases

_ENTRIES = "fct_record_changes"  # releases made before the record had a log do not hold it

_REASONS_TOLD = 3  # of one report, where its figures are not listed

# What makes two rows of one key differ.
FIGURE = ("value", "base_value", "value_status")
DECISION = ("verdict", "corrected_value", "corrected_base_value", "evidence_grade", "evidence", "withdrawn_on")
FINDING = ("finding_status", "blamed_codes")
RULE = ("kind", "severity", "comparison", "constant", "tolerance", "expression")


@dataclass(frozen=True)
class Figure:
    """A figure as one release shows it, in the unit of its row; `raw_value` is what the document says."""

    value: Decimal | None
    base_value: Decimal | None
    value_status: str
    raw_value: str | None


@dataclass(frozen=True)
class Change:
    """One figure that differs; None on the side of a release that does not hold it. `reasons` in words."""

    report_id: str
    indicator_code: str
    old: Figure | None
    new: Figure | None
    reasons: tuple[str, ...]


def find_release(name: str, link: Path) -> Path:
    """The folder of a release given by its path or its id; ids are those kept beside `link`."""
    for folder in (Path(name), link.parent / "releases" / name):
        if (folder / "parquet").is_dir():
            return folder
    kept = sorted(path.name for path in (link.parent / "releases").glob("r-*"))
    raise CchcError(f"{name} is no release: give a folder or one of {', '.join(kept) or 'none, as none is kept'}")


def diff_releases(old: Path, new: Path, report: str | None = None) -> list[Change]:
    """Every figure whose value, base or status differs between two releases' folders, by report and code.

    Of one report where its id is given. Raises CchcError where a folder holds no release, or neither that report.
    """
    with duckdb.connect() as con:
        for side, folder in (("old", old), ("new", new)):
            _open(con, side, folder)
        if report is not None:
            _refuse_unknown(con, report)
        reasons = _reasons(con)
        return [
            Change(one, code, before, after, _why(reasons, one, code, before, after))
            for one, code, before, after in _changed_figures(con)
            if report in (None, one)
        ]


def hand_changes(old: Path, new: Path, report: str | None = None) -> list[str]:
    """What was changed in the record by hand between two releases' folders, by whom and why, whether a figure shows it
    or not."""
    with duckdb.connect() as con:
        for side, folder in (("old", old), ("new", new)):
            _open(con, side, folder)
        found = _hand_changes(con)
    return [f"{one}: {told}" for one, words in found.items() if report in (None, one) for told in words]


def render_by_report(changes: list[Change]) -> Table:
    """A line a report for the terminal: how many of its figures changed, and the reasons that most of them share."""
    table = Table(title=_counted(changes))
    for heading in ("column_report", "column_figures", "column_why_of_how_many"):
        table.add_column(say(heading), overflow="fold")
    for report, of_report in groupby(changes, lambda change: change.report_id):
        own = list(of_report)
        found = Counter(reason for change in own for reason in change.reasons).most_common()
        told = [f"{reason} ({count})" for reason, count in found[:_REASONS_TOLD]]
        more = len(found) - _REASONS_TOLD
        left = [say("diff_more_reasons", count=more, report=report)] if more > 0 else []
        table.add_row(report, str(len(own)), escape("\n".join([*told, *left])))
    return table


def render(changes: list[Change]) -> Table:
    """Every change as a table for the terminal."""
    table = Table(title=_counted(changes))
    for heading in ("column_report", "column_indicator", "column_old", "column_new", "column_why"):
        table.add_column(say(heading), overflow="fold")
    for change in changes:
        shown = (_shown(change.old), _shown(change.new), escape("\n".join(change.reasons)))
        table.add_row(change.report_id, change.indicator_code, *shown)
    return table


def _counted(changes: list[Change]) -> str:
    return say("diff_one_changed" if len(changes) == 1 else "diff_changed", count=len(changes))


def _open(con: duckdb.DuckDBPyConnection, side: str, folder: Path) -> None:
    """Give `con` a schema `side` with a view of each table of the release that is compared."""
    con.execute(f"create schema {side}")
    for table in COMPARED:
        path = folder / "parquet" / f"{table}.parquet"
        if not path.is_file():
            raise CchcError(f"{folder} is no release: {path} is missing")
        con.execute(f"create view {side}.{table} as select * from {_parquet(path)}")
    entries = folder / "parquet" / f"{_ENTRIES}.parquet"
    con.execute(f"create view {side}.{_ENTRIES} as {_entries_of(entries)}")


def _entries_of(path: Path) -> str:
    names = ("report_id", "act", "signed_by", "signed_on", "reason", "changes", "entry_sha256")
    if path.is_file():
        return f"select {', '.join(names)} from {_parquet(path)}"
    return f"select {', '.join(f'cast(null as varchar) as {name}' for name in names)} limit 0"


def _parquet(path: Path) -> str:
    place = str(path).replace("'", "''")
    return f"read_parquet('{place}')"


def _refuse_unknown(con: duckdb.DuckDBPyConnection, report: str) -> None:
    rows = con.execute(
        "select report_id from old.dim_report union select report_id from new.dim_report order by 1"
    ).fetchall()
    known = [row[0] for row in rows]
    if report not in known:
        raise CchcError(f"no report {report} is in either release. There: {', '.join(known) or 'none'}.")


def _changed_figures(
    con: duckdb.DuckDBPyConnection,
) -> Iterator[tuple[str, str, Figure | None, Figure | None]]:
    rows = con.execute(f"""
        select
            coalesce(o.report_id, n.report_id),
            coalesce(o.indicator_code, n.indicator_code),
            o.report_id is not null, o.value, o.base_value, o.value_status, o.raw_value,
            n.report_id is not null, n.value, n.base_value, n.value_status, n.raw_value
        from old.fct_indicator_values as o
        full join new.fct_indicator_values as n
            on o.report_id = n.report_id and o.indicator_code = n.indicator_code
        where {_differ("o", "n", FIGURE)}
        order by 1, 2
    """).fetchall()
    for report, code, in_old, *rest in rows:
        before, (in_new, *after) = rest[:4], rest[4:]
        yield report, code, Figure(*before) if in_old else None, Figure(*after) if in_new else None


@dataclass(frozen=True)
class _Reasons:
    """What changed besides the figures: of whole reports, and of single figures by report and code."""

    of_reports: dict[str, list[str]]
    of_figures: dict[tuple[str, str], list[str]]
    rules: dict[tuple[str, str], list[str]]


def _why(reasons: _Reasons, report: str, code: str, old: Figure | None, new: Figure | None) -> tuple[str, ...]:
    found = [*reasons.of_reports[report], *reasons.of_figures[report, code]]
    if old and new and old.raw_value != new.raw_value:
        nothing = say("read_nothing")
        found.append(say("diff_read", new=new.raw_value or nothing, old=old.raw_value or nothing))
    found += reasons.rules[report, code]
    return tuple(dict.fromkeys(found)) or (say("diff_models"),)


def _reasons(con: duckdb.DuckDBPyConnection) -> _Reasons:
    return _Reasons(_report_reasons(con), _decision_reasons(con), _finding_reasons(con))


def _report_reasons(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Reports that came, went, were held or let go, or whose document is another one."""
    reasons: dict[str, list[str]] = defaultdict(list)
    rows = con.execute("""
        select
            coalesce(o.report_id, n.report_id),
            o.report_status, n.report_status, o.source_sha256, n.source_sha256
        from old.dim_report as o
        full join new.dim_report as n on o.report_id = n.report_id
    """).fetchall()
    for report, old_status, new_status, old_sha, new_sha in rows:
        if old_status is None:
            reasons[report].append(say("diff_report_added"))
        elif new_status is None:
            reasons[report].append(say("diff_report_removed"))
        elif old_status != new_status:
            reasons[report].append(say("diff_report_held" if new_status == "held" else "diff_hold_lifted"))
        if old_sha and new_sha and old_sha != new_sha:
            reasons[report].append(say("diff_document", new=new_sha[:12], old=old_sha[:12]))
    for report, words in _hand_changes(con).items():
        reasons[report] += words
    return reasons


def _hand_changes(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """What somebody changed by hand and signed since, by report."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = con.execute(f"""
        select report_id, signed_by, signed_on, reason, changes
        from new.{_ENTRIES}
        where act = 'changed' and entry_sha256 not in (select entry_sha256 from old.{_ENTRIES})
        order by all
    """).fetchall()
    for report, by, on, reason, changes in rows:
        what = changes or say("diff_changes_unknown")
        found[report].append(say("diff_changed_by_hand", by=by, on=on, reason=reason, changes=what))
    return found


def _decision_reasons(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[str]]:
    """Decisions on a figure that were made, changed, withdrawn or deleted."""
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = con.execute(f"""
        select
            coalesce(n.report_id, o.report_id), coalesce(n.indicator_code, o.indicator_code),
            coalesce(n.adjudication_id, o.adjudication_id), coalesce(n.verdict, o.verdict),
            coalesce(n.evidence_grade, o.evidence_grade), coalesce(n.evidence, o.evidence),
            case
                when n.adjudication_id is null then 'deleted'
                when o.adjudication_id is null then if(n.withdrawn_on is null, 'added', 'added_withdrawn')
                when o.withdrawn_on is null and n.withdrawn_on is not null then 'withdrawn'
                when o.withdrawn_on is not null and n.withdrawn_on is null then 'in_force_again'
                else 'changed'
            end
        from old.fct_adjudications as o
        full join new.fct_adjudications as n on o.adjudication_id = n.adjudication_id
        where {_differ("o", "n", DECISION)}
        order by all
    """).fetchall()
    for report, code, decision, verdict, grade, evidence, what in rows:
        words = _code("verdict", verdict)
        graded = say("diff_graded", verdict=words, grade=grade) if grade else words
        told = record_words(evidence or "", spoken())
        reasons[report, code].append(
            say("diff_decision", decision=decision, what=say(_CHANGED[what]), verdict=graded, evidence=told)
        )
    return reasons


def _finding_reasons(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[str]]:
    """Findings that came, went or changed their standing, told of every figure in their rule."""
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = con.execute(f"""
        select
            coalesce(o.report_id, n.report_id), coalesce(o.rule_id, n.rule_id),
            concat_ws(', ', o.indicator_codes, o.blamed_codes, n.indicator_codes, n.blamed_codes),
            o.finding_status, n.finding_status, coalesce(o.blamed_codes, ''), coalesce(n.blamed_codes, ''),
            old_rules.rule_id is null, new_rules.rule_id is null, {_differ("old_rules", "new_rules", RULE)}
        from old.fct_data_quality_findings as o
        full join new.fct_data_quality_findings as n on o.report_id = n.report_id and o.rule_id = n.rule_id
        left join old.dim_rule as old_rules on old_rules.rule_id = coalesce(o.rule_id, n.rule_id)
        left join new.dim_rule as new_rules on new_rules.rule_id = coalesce(o.rule_id, n.rule_id)
        where {_differ("o", "n", FINDING)}
        order by all
    """).fetchall()
    for report, rule, codes, old_status, new_status, old_blame, new_blame, is_new, is_gone, is_other in rows:
        change = "added" if is_new else "removed" if is_gone else "changed" if is_other else ""
        words = []
        if old_status != new_status:
            now, was = (_code("finding_status", one) if one else say("diff_none") for one in (new_status, old_status))
            words.append(say("diff_finding", rule=rule, now=now, was=was))
        if old_blame != new_blame:
            now, was = new_blame or say("diff_nobody"), old_blame or say("diff_nobody")
            words.append(say("diff_finding_blames", rule=rule, now=now, was=was))
        words += [say("diff_rule", rule=rule, what=say(_CHANGED[change]))] if change else []
        for code in codes.replace(",", " ").split():
            reasons[report, code] += words
    return reasons


def _differ(old: str, new: str, columns: tuple[str, ...]) -> str:
    """SQL: whether any of the columns differs between the rows `old` and `new`, an absent row being all NULL."""
    return " or ".join(f"{old}.{column} is distinct from {new}.{column}" for column in columns)


def _code(listed: str, code: str) -> str:
    """A code's words in the language that is spoken."""
    return getattr(code_words(listed)[code], spoken())


def _shown(figure: Figure | None) -> str:
    """A figure as a person writes it: `32/33 corrected`."""
    if figure is None:
        return "–"
    number = say("diff_no_value") if figure.value is None else f"{figure.value.normalize():f}"
    base = "" if figure.base_value is None else f"/{figure.base_value.normalize():f}"
    return f"{number}{base} {_code('value_status', figure.value_status)}"
