"""The gate before a release: what a person must settle first, said in words a person can act on."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

import duckdb

from cchc.errors import CchcError
from cchc.language import spoken
from cchc.reference.phrases import say

MENDS = {"open_critical_finding": "gate_mend_finding", "stale_guard": "gate_mend_guard"}  # phrases
_WIDTH = 80
_COMMAND = re.compile(r"`[^`]+`")


class GateClosed(CchcError):
    """The release is refused; the message names every reason and what to do about it."""

    # dbt prints the whole traceback of a Python model that fails. Whoever reads this one needs the report
    # and its lines, not ours.
    __traceback__ = None


def refuse_blocked(con: duckdb.DuckDBPyConnection, is_sample: bool = False) -> None:
    """Raise GateClosed, naming each, when int_gate_blockers holds a reason not to release, or the marts no rows.

    `is_sample` tells that the reports are made up: what mends them is done among those.
    """
    _refuse_rowless(con)
    query = """
        select report_id, reason, rule_id, indicator_codes, source_places_en, source_places_vi, message_en, message_vi
        from intermediate.int_gate_blockers
        order by all
    """
    rows = con.execute(query)
    names = [column[0] for column in rows.description]
    blockers = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    if blockers:
        reports = ", ".join(dict.fromkeys(str(blocker["report_id"]) for blocker in blockers))
        mends = {
            (one["report_id"], one["reason"]): number for number, one in enumerate(blockers)
        }  # said after the last
        reasons = [
            describe(one, mends[one["report_id"], one["reason"]] == number, is_sample)
            for number, one in enumerate(blockers)
        ]
        raise GateClosed(closed(say("gate_settle", reports=reports), reasons))


def refuse_touched(seeds: Sequence[Path]) -> None:
    """Raise GateClosed, naming each, where seeds were written to since they were checked: the build read either."""
    if seeds:
        mend = say("gate_seeds_touched_mend")
        raise GateClosed(closed(say("gate_seeds_touched"), [f"{path}\n   {mend}" for path in seeds]))


def closed(cause: str, reasons: list[str]) -> str:
    """The message of a closed gate: a sentence, then the reasons, numbered."""
    listed = "\n\n".join(f"{number}. {reason}" for number, reason in enumerate(reasons, start=1))
    return f"{say('gate_closed', cause=cause, count=len(reasons))}\n\n{listed}\n"


def describe(blocker: dict[str, str | int | None], with_mend: bool = True, is_sample: bool = False) -> str:
    """One reason, with its place and its mend; `blocker` is a row of int_gate_blockers. Lines of 80 characters."""
    report = blocker["report_id"]
    message = blocker[f"message_{spoken()}"]
    paragraphs = [
        say("gate_reason", report=report, rule=blocker["rule_id"] or "–", figures=blocker["indicator_codes"]),
        say("gate_place", place=blocker[f"source_places_{spoken()}"] or say("gate_no_place")),
        *([str(message)] if message else []),
        *(
            [
                say(
                    MENDS.get(str(blocker["reason"]), "gate_mend_other"),
                    report=report,
                    samples=" --samples" if is_sample else "",
                )
            ]
            if with_mend
            else []
        ),
    ]
    lines = [line for paragraph in paragraphs for line in _wrapped(paragraph)]
    return "\n   ".join(lines)


def _wrapped(paragraph: str) -> list[str]:
    """Lines with room for the number before the first; a command stays on one line, so that it can be copied."""
    whole = _COMMAND.sub(lambda command: command[0].replace(" ", "\N{NO-BREAK SPACE}"), paragraph)
    lines = textwrap.wrap(whole, _WIDTH - len("   "), break_long_words=False, break_on_hyphens=False)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _refuse_rowless(con: duckdb.DuckDBPyConnection) -> None:
    """Raise GateClosed where the marts were built without rows: `dbt build --empty` tries the SQL alone."""
    [(indicators,)] = con.execute("select count(*) from marts.dim_indicator").fetchall()
    if not indicators:
        raise GateClosed(
            "no release, the marts have no rows: they were built with `--empty`, which tries the SQL alone; the last "
            "one stays as it was.\nTo do: `dbt build` fills them. To try the SQL without this end: `dbt build --empty "
            "--exclude path:models/release`\n"
        )
