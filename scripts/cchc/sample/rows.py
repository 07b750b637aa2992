"""Made-up reports as rows in the seeds of the samples, without a document: what a perfect reader would land.

From there `dbt build --target samples` builds a warehouse of its own. docs/samples.md tells it in full.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from cchc.landing.holding import COLUMNS as HOLD_COLUMNS
from cchc.paths import SAMPLES
from cchc.reading.extraction import plain
from cchc.reading.number_grammar import BLANK, CLEAR, read_figure
from cchc.reference.form import Form, FormRow
from cchc.reference.rules import Known, Term, holds, load_rules
from cchc.reference.samples import FILE_PREFIX
from cchc.sample.content import SampleReport, lookup
from cchc.sample.narrative import note
from cchc.seeds.sample_seeds import begin_seeds
from cchc.seeds.writing import changing, seeds_lock

SOURCE_FORMAT = "rows"
Cells = tuple[str, ...]


def write_rows(reports: Iterable[SampleReport], are_damaged: bool, root: Path = SAMPLES) -> int:
    """Write the reports, which come in order of their ids, in the place of all that stood in the seeds of the samples.

    A damaged report that breaks a critical rule is held, so that it does not stop the release of the others.
    Returns how many are held.
    """
    held: list[Cells] = []
    names = ("reports.csv", "indicator_rows.csv", "narrative_figures.csv")
    with seeds_lock(root) as seeds, changing(seeds) as draft, ExitStack() as opened:
        begin_seeds(draft)
        writers = [_appending(draft / "landed" / name, opened) for name in names]
        for report in reports:
            rows = list(indicator_rows_of(report))
            writers[0].writerow(_report_row(report, rows))
            writers[1].writerows(rows)
            writers[2].writerows(figures_of(report))
            broken = _broken(report) if are_damaged else []
            if broken:
                held.append(_held(report, broken))
        _appending(draft / "decisions" / "held_reports.csv", opened).writerows(held)
    return len(held)


def _report_row(report: SampleReport, rows: list[Cells]) -> Cells:
    content = "\n".join(",".join(row) for row in rows)
    return (
        report.report_id, report.unit.unit_code, str(report.year), report.period, report.form.version,
        str(report.document_number), report.signed_on.isoformat(), f"{FILE_PREFIX}{report.report_id}",
        hashlib.sha256(content.encode()).hexdigest(), SOURCE_FORMAT,
    )  # fmt: skip


def indicator_rows_of(report: SampleReport) -> Iterator[Cells]:
    """The cells of every answered row, as LANDED_ROW_COLUMNS names them."""
    report_id, version = report.report_id, report.form.version
    for row in report.form.answered:
        text = report.answer_text(row)
        value, base, decimals, status = _as_read(report, row, text)
        yield (
            report_id, version, row.indicator_code, row.unit_vi, text, note(report, row.concept),
            value, base, decimals, status, "1.000", "", "", "",
        )  # fmt: skip


def _as_read(report: SampleReport, row: FormRow, text: str) -> Cells:
    """Value, base, decimals and read_status of an answer; one that was damaged is read from what is left of it."""
    if row.concept in report.printed:
        read = read_figure(text, row.answer_type, row.codes)
        decimals = "" if read.decimals is None else str(read.decimals)
        return plain(read.value), plain(read.base_value), decimals, read.status
    figure = report.answers[row.concept]
    if figure.value is None:
        return "", "", "", BLANK
    value = f"{figure.value:.{figure.decimals}f}" if figure.decimals else str(figure.value)
    return value, plain(figure.base), str(figure.decimals), CLEAR


@cache
def _codes(form: Form) -> dict[str, str]:
    return {row.concept: row.indicator_code for row in form.answered}


def figures_of(report: SampleReport) -> Iterator[Cells]:
    """The cells of every figure told, as FIGURE_COLUMNS names them."""
    report_id, codes = report.report_id, _codes(report.form)
    for number, ((source, concept), figure) in enumerate(sorted(report.told.items()), start=1):
        value = f"{figure.value:.{figure.decimals}f}"
        yield (
            report_id, str(number), source, concept, codes.get(concept, ""), value, value,
            str(figure.decimals), "", "", "", "",
        )  # fmt: skip


def _broken(report: SampleReport) -> list[str]:
    """Critical rules that the figures break, damage and all. No critical rule looks at the year before."""
    told = lookup(report, None)
    shown = {
        row.concept: read_figure(report.answer_text(row), row.answer_type, row.codes)
        for row in report.form.answered
        if row.concept in report.printed
    }

    def known(term: Term) -> Known | None:
        if term.source != "appendix" or term.concept not in shown:
            return told(term)
        read = shown[term.concept]
        value = read.base_value if term.measure == "base" else read.value
        return None if value is None else Known(value, read.decimals or 0)

    critical = (rule for rule in load_rules() if rule.severity == "critical")
    return [rule.rule_id for rule in critical if holds(rule, known) is False]


def _held(report: SampleReport, broken: list[str]) -> Cells:
    hold = {
        "report_id": report.report_id,
        "reason": f"planted damage breaks {', '.join(broken)}",
        "held_by": "cchc sample",
        "held_on": report.signed_on.isoformat(),
    }
    return tuple(hold.get(column, "") for column in HOLD_COLUMNS)


def _appending(seed: Path, opened: ExitStack):
    """Writes rows below the header of a seed."""
    return csv.writer(opened.enter_context(seed.open("a", encoding="utf-8", newline="")), lineterminator="\n")
