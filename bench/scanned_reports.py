"""What the search makes of whole sample reports, scanned badly and read as they come.

nice .venv/bin/python bench/scanned_reports.py [--reports 3]

Each report goes through a scanner of 150 dots an inch with noise and JPEG 20, and is read by the program's own reader
of scans, cell by cell, and from the text of its pages as tesseract alone gives it, with English and with Vietnamese
data. Counted are the answers and told figures that were read wrongly, and what is proposed for them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby, islice
from pathlib import Path

from proposals import sample_reports
from rich.console import Console
from rich.table import Table

from cchc.errors import CchcError
from cchc.proposing.explaining import explain
from cchc.proposing.figures import Figure, ReportFigures
from cchc.proposing.proposals import LIKELY, SURE, propose
from cchc.reading.documents import Document, Line
from cchc.reading.extraction import Extraction, extract_document
from cchc.reading.formats import read_document
from cchc.reading.scanning.page_images import page_images
from cchc.reading.scanning.tesseract import ENGLISH, VIETNAMESE, read_words
from cchc.reading.text.narrative import read_narrative
from cchc.reference.rules import Key, load_rules
from cchc.sample.content import SampleReport
from cchc.sample.printing import Printing, ScanDamage
from cchc.sample.read_figures import figures_of
from cchc.sample.render_scan import render

FIRST_SEED = 8_100_002  # the two before were read to learn how sentences are misread
SCANNER = ScanDamage(dpi=150, rotation=0.4, noise=12, jpeg=20)
WHOLE_PAGE = 3  # tesseract's page segmentation mode
RULES = load_rules()


@dataclass
class Tally:
    """What one way of reading gave, over all reports."""

    refused: list[str] = field(default_factory=list)
    answers: int = 0
    damaged: int = 0
    crisp_wrong: int = 0
    told: int = 0
    told_right: int = 0
    told_wrong: list[str] = field(default_factory=list)
    contradictions: int = 0
    named: int = 0
    put_right: int = 0
    likely: int = 0
    likely_right: int = 0
    sure: int = 0
    sure_wrong: list[str] = field(default_factory=list)


ROWS: dict[str, Callable[[Tally], int]] = {
    "documents refused": lambda one: len(one.refused),
    "answers": lambda one: one.answers,
    "not read clearly": lambda one: one.damaged,
    "read clearly and wrong": lambda one: one.crisp_wrong,
    "contradictions": lambda one: one.contradictions,
    "a figure read wrongly is named first": lambda one: one.named,
    "put right by the first proposal": lambda one: one.put_right,
    "likely": lambda one: one.likely,
    "likely and right": lambda one: one.likely_right,
    "sure": lambda one: one.sure,
    "sure and right": lambda one: one.sure - len(one.sure_wrong),
    "figures told in sentences": lambda one: one.told,
    "found and right": lambda one: one.told_right,
    "found and wrong": lambda one: len(one.told_wrong),
}


def documents(scan: Path) -> Iterator[tuple[str, Document]]:
    """The scan as each of the readers has it."""
    yield "cell by cell", read_document(scan)
    pages = [image.pixels for image in page_images(scan)]
    for language in (ENGLISH, VIETNAMESE):
        text = "\f".join(_page_text(words) for words in read_words(pages, language, WHOLE_PAGE))
        path = scan.with_name(f"{scan.stem}_{language}.txt")
        path.write_text(text, encoding="utf-8")
        yield f"tesseract {language}", read_document(path)


def _page_text(words: list) -> str:
    lines = (" ".join(word.text for word in line) for _, line in groupby(words, key=lambda word: word.line))
    return "\n".join(lines) + "\n"


def figures_read(extraction: Extraction, true: Mapping[Key, Figure]) -> dict[Key, Figure]:
    """The figures as this extraction has them. Of several statements the one farthest from the appendix stands."""
    rows = {row["indicator_code"]: row for row in extraction.rows}
    figures = {key: figure for key, figure in true.items() if key.source == "unit"}
    for key, figure in true.items():
        if key.source == "appendix":
            row = rows[figure.indicator_code]
            text = row["base_value" if key.measure == "base" else "value"]
            decimals = int(row["decimals"] or 0)
            figures[key] = replace(figure, value=Decimal(text) if text else None, raw_text=row["raw_value"],
                                   read_status=row["read_status"], decimals=decimals)  # fmt: skip
    for told in extraction.figures:
        key, value = Key(told["figure_source"], told["concept"]), Decimal(told["value"])
        own, before = figures.get(Key("appendix", told["concept"])), figures.get(key)
        if before is not None and (own is None or own.value is None or own.value == value):
            continue
        kind = "percent" if key.concept.endswith("_pct") else "date" if key.concept.endswith("_date") else "count"
        figures[key] = Figure(key, value, told["raw_text"], decimals=int(told["decimals"]), answer_type=kind,
                              page=int(told["page"]), lines=(int(told["line_from"]), int(told["line_to"])))  # fmt: skip
    return figures


def tally(document: Document, sample: SampleReport, into: Tally) -> None:
    true = figures_of(sample)
    try:
        extraction = extract_document(document)
    except CchcError as error:
        into.refused.append(str(error)[:160])
        tally_told(document.lines, true, into)
        return
    tally_told(document.lines, true, into)
    read = figures_read(extraction, true)
    wrong = {key for key, figure in read.items() if figure.value != (true[key].value if key in true else None)}
    answers = [key for key in read if key.source == "appendix" and key.measure == "value"]
    into.answers += len(answers)
    into.damaged += sum(read[key].is_damaged for key in answers)
    into.crisp_wrong += sum(key in wrong and not read[key].is_damaged for key in answers)
    report = ReportFigures(sample.report_id, read)
    for problem in explain(report, RULES):
        first = next((one.changes for one in problem.explanations if one.changes), {})
        into.contradictions += bool(problem.rules)
        into.named += bool(problem.rules) and any(key in wrong for key in first)
    for row in propose(report, RULES):
        key = Key(row.figure_source, row.concept, row.measure)
        is_right = key in true and row.proposed_value == true[key].value
        into.put_right += is_right and key in wrong and row.explanation_rank == 1
        into.likely += row.certainty == LIKELY
        into.likely_right += row.certainty == LIKELY and is_right
        into.sure += row.certainty == SURE
        if row.certainty == SURE and not is_right:
            into.sure_wrong.append(f"{key}: {row.read_text!r} -> {row.proposed_value}, true {true.get(key)}")


def tally_told(lines: tuple[Line, ...], true: Mapping[Key, Figure], into: Tally) -> None:
    """Count the figures of the narrative that were found, and those that are not what it tells."""
    wanted = {key for key in true if key.source == "narrative"}
    into.told += len(wanted)
    found = [(Key(one.figure_source, one.concept), one) for one in read_narrative(lines)]
    right = {key for key, one in found if key in true and one.value == true[key].value}
    into.told_right += len(right & wanted)
    into.told_wrong += [f"{key.concept} {one.value}, true {true[key].value if key in true else None}: {one.words}"
                        for key, one in found if key not in true or one.value != true[key].value]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=3)
    options = parser.parse_args()
    tallies: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory() as name:
        for sample in islice(sample_reports(FIRST_SEED), options.reports):
            scan = Path(name) / f"sample_{sample.report_id}.pdf"
            render(sample, scan, Printing(scan=SCANNER, seed=FIRST_SEED))
            for reader, document in documents(scan):
                tally(document, sample, tallies.setdefault(reader, Tally()))
    Console(width=160).print(as_table(tallies))
    for reader, one in tallies.items():
        for line in (*one.refused, *one.sure_wrong, *one.told_wrong):
            print(f"{reader}: {line}")


def as_table(tallies: Mapping[str, Tally]) -> Table:
    table = Table("", *tallies)
    for name, value in ROWS.items():
        table.add_row(name, *(str(value(one)) for one in tallies.values()))
    return table


if __name__ == "__main__":
    main()
