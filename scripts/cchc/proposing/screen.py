"""Proposals on a screen of 80 columns: a line a problem with its best proposal, or all of them with their reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from cchc.proposing.words import named, plain, shown, word
from cchc.reference.code_words import code_words
from cchc.reference.phrases import told

_TOLD_OF_MANY = 3  # problems of each report where every report is asked for: the rest is a command away
_CERTAINTY = "certainty"
_FIGURE = ("indicator_code", "figure_source", "concept", "measure")

Problems = Sequence[Sequence[dict]]  # of one report: rows of fct_correction_proposals, a list a problem


def problems_of(rows: Sequence[dict]) -> Iterator[Problems]:
    """The rows report by report and problem by problem, in their order."""
    for _, of_report in groupby(rows, lambda row: row["report_id"]):
        yield [list(problem) for _, problem in groupby(of_report, lambda row: row["problem_number"])]


def told_shortly(problems: Problems, language: str, is_alone: bool) -> RenderableType:
    """A line a problem; of one report among others the problems that are surest, and how to see the rest."""
    shown_here = list(problems) if is_alone else _surest(problems)
    words = _headings(language)
    columns = [
        Column(words["problem"], justify="right"),
        Column(words["figure"], max_width=20, overflow="fold"),
        Column(words["read"], max_width=12, overflow="fold"),
        Column(words["should_be"], max_width=12, overflow="fold"),
        Column(words["certainty"], no_wrap=True),
        Column(words["place"], max_width=20, overflow="fold"),
    ]
    table = Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for problem in shown_here:
        best = [row for row in problem if row["explanation_rank"] == problem[0]["explanation_rank"]]
        first, others = best[0], len(best) - 1
        table.add_row(
            str(first["problem_number"]),
            named(*(first[name] for name in _FIGURE), language) + (f" +{others}" if others else ""),
            first["read_text"] or "–",
            _value(first),
            word(_CERTAINTY, first["certainty"], language),
            _place(first, language),
        )
    left = len(problems) - len(shown_here)
    below = [Text(told("propose_more", language, count=left, report=problems[0][0]["report_id"]))] if left else []
    return Group(_title(problems, language), table, *below, "")


def told_in_detail(problems: Problems, language: str) -> RenderableType:
    """Every proposal of every problem, each with how sure it is, its grade and cost, and its sentence."""
    parts: list[RenderableType] = [_title(problems, language), ""]
    words = _headings(language)
    for problem in problems:
        parts.append(Text(f"{words['problem']} {problem[0]['problem_number']}", "bold"))
        for row in problem:
            grade = f", {words['grade']} {row['evidence_grade']}" if row["evidence_grade"] else ""
            place = _place(row, language)
            head = f"{words['rank']} {row['explanation_rank']}{grade}, {words['cost']} {row['cost']:.1f}" + (
                f" · {place}" if place else ""
            )
            parts += [Padding(Text(head), (0, 0, 0, 2)), Padding(Text(row[f"words_{language}"]), (0, 0, 0, 4))]
        parts.append("")
    return Group(*parts)


def _surest(problems: Problems) -> list[Sequence[dict]]:
    """The few whose best proposal is surest, in the order of the report."""
    order = list(code_words(_CERTAINTY))
    by_certainty = sorted(problems, key=lambda problem: order.index(problem[0]["certainty"]))[:_TOLD_OF_MANY]
    return [problem for problem in problems if any(problem is one for one in by_certainty)]


def _title(problems: Problems, language: str) -> Text:
    first = problems[0][0]
    return Text(f"{first['report_id']} · {first['unit_name_vi']}: {_counted(problems, language)}", "bold")


def _counted(problems: Problems, language: str) -> str:
    found = Counter(problem[0]["certainty"] for problem in problems)
    parts = [f"{found[code]} {word(_CERTAINTY, code, language)}" for code in code_words(_CERTAINTY) if found[code]]
    count = "propose_one_problem" if len(problems) == 1 else "propose_problems"
    return told(count, language, count=len(problems), how_sure=", ".join(parts))


def _headings(language: str) -> dict[str, str]:
    return {code: getattr(words, language) for code, words in code_words("proposal_column").items()}


def _value(row: dict) -> str:
    if row["proposed_value"] is not None:
        return shown(row["proposed_value"], row["concept"])
    ends = [plain(end) if end is not None else "…" for end in (row["proposed_from"], row["proposed_to"])]
    return "?" if ends == ["…", "…"] else "–".join(ends)


def _place(row: dict, language: str) -> str:
    """Where the figure stands; of one that a sentence tells, its page and lines, and those that speak for it."""
    if row[f"source_place_{language}"]:
        return row[f"source_place_{language}"]
    own, *others = [
        f"{told('place_lines' if '-' in lines else 'place_line', language)} {lines.replace('-', '–')}"
        for lines in filter(None, str(row["source_lines"] or "").split("; "))
    ] or [""]
    page = f"{told('place_page', language)} {row['source_page']}" if row["source_page"] else ""
    return "; ".join((", ".join(filter(None, (page, own))), *others))
