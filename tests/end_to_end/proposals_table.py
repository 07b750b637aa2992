"""What docs/proposals.md shows of the real report: what the command prints first, and the table of decisions and ranks.

Run as a script after a build to write both anew: `python tests/end_to_end/proposals_table.py`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path

import duckdb
from rich.console import Console

from cchc.proposing.command import rows_of
from cchc.proposing.loading import load_reports
from cchc.proposing.proposals import Proposal, propose
from cchc.proposing.screen import problems_of, told_in_detail, told_shortly
from cchc.reference.rules import load_rules

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "proposals.md"
TABLE = re.compile(r"\| indicator \| read \| decided (?:\|[^\n]*\n)(?:\|[^\n]*\n)+")
WIDTH = 80
OUTPUT = re.compile(
    r"(?P<command>\$ cchc propose 945-2021(?P<detail> --detail)? --language en(?: \| head -(?P<lines>\d+))?)\n[^`]*```"
)
HEAD = ("indicator", "read", "decided", "rank", "certainty")


def with_table(text: str, build: duckdb.DuckDBPyConnection) -> str:
    """`text` with the table replaced by what the program proposes now, from what was read alone."""
    return TABLE.sub(lambda _: as_markdown(build), text)


def with_output(text: str, build: duckdb.DuckDBPyConnection) -> str:
    """`text` with what follows the command replaced by what it prints of this build."""
    return OUTPUT.sub(lambda block: f"{block['command']}\n{_printed(build, block)}```", text)


def _printed(build: duckdb.DuckDBPyConnection, block: re.Match[str]) -> str:
    (problems,) = problems_of(rows_of(build, "945-2021"))
    told = told_in_detail(problems, "en") if block["detail"] else told_shortly(problems, "en", is_alone=True)
    out = StringIO()
    Console(width=WIDTH, file=out).print(told)
    lines = out.getvalue().rstrip().splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines[: int(block["lines"] or len(lines))])


def as_markdown(build: duckdb.DuckDBPyConnection) -> str:
    (report,) = load_reports(build, "945-2021", with_decisions=False)
    proposals = propose(report, load_rules())
    with (ROOT / "seeds" / "decisions" / "adjudications.csv").open(encoding="utf-8", newline="") as file:
        own = [decision for decision in csv.DictReader(file) if decision["report_id"] == "945-2021"]
    rows = [_cells(decision, proposals) for decision in own if not decision["withdrawn_on"]]
    half = (len(rows) + 1) // 2
    lines = [[*HEAD, "", *HEAD], ["---"] * (2 * len(HEAD) + 1)]
    lines += [[*left, "", *right] for left, right in zip(rows, [*rows[half:], ("",) * len(HEAD)], strict=False)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines[: half + 2])


def _cells(decision: dict[str, str], proposals: Sequence[Proposal]) -> tuple[str, ...]:
    code, value, base = (decision[name] for name in ("indicator_code", "corrected_value", "corrected_base_value"))
    decided = f"{value}/{base}" if base else value or decision["verdict"]
    found = None
    if decision["verdict"] in ("ocr_error", "confirmed"):
        found = next(
            (one for one in proposals if one.indicator_code == code and _says(one, value, base, proposals)), None
        )
    rank, certainty = (str(found.explanation_rank), found.certainty) if found else ("–", "")
    return code, f"`{decision['raw_value_expected']}`", decided, rank, certainty


def _says(one: Proposal, value: str, base: str, proposals: Sequence[Proposal]) -> bool:
    """Whether a proposal, and what it proposes for the base, is the value decided; without one, the value read."""
    if one.measure != "value" or one.figure_source != "appendix":
        return False
    if not value:
        return one.proposed_value == one.read_value
    beside = (
        other.proposed_value
        for other in proposals
        if (other.problem_number, other.explanation_rank, other.concept, other.measure)
        == (one.problem_number, one.explanation_rank, one.concept, "base")
    )
    return one.proposed_value == Decimal(value) and (not base or next(beside, None) == Decimal(base))


if __name__ == "__main__":
    with duckdb.connect(str(ROOT / "target" / "build.duckdb"), read_only=True) as built:
        PAGE.write_text(with_output(with_table(PAGE.read_text(encoding="utf-8"), built), built), encoding="utf-8")
