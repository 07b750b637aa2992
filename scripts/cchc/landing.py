"""Record a read document in the seeds, and keep the document in the archive by its sha256.

All seed files of a landing change together or not at all: they are written beside the old ones, then renamed,
under a lock that a second landing waits for.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock
from rapidfuzz import fuzz

from cchc.errors import CchcError
from cchc.form import load_forms, read_seed
from cchc.paths import ROOT
from cchc.reading.extraction import FIGURE_COLUMNS, ROW_COLUMNS, Extraction
from cchc.sample import MARK as SAMPLE_MARK
from cchc.text import fold

_MARK_LIKE = 80  # a line that holds words this like the mark of samples (0-100) is one
REPORT_COLUMNS = (
    "report_id", "unit_code", "report_year", "report_period", "form_version", "document_number", "signed_on",
    "source_file", "source_sha256", "source_format",
)  # fmt: skip
LANDED_ROW_COLUMNS = tuple(column for column in ROW_COLUMNS if column != "raw_label")


@dataclass(frozen=True)
class Landing:
    """What a landing did. `lost_decisions` are adjudications whose guards no longer match what was read."""

    report_id: str
    outcome: str  # `landed`, `re-read` (same document, newer reader), `replaced` or `unchanged`
    lost_decisions: tuple[str, ...] = field(default=())


def land(extraction: Extraction, replace: bool = False, root: Path = ROOT) -> Landing:
    """Record one report. The same document twice changes nothing.

    Raises CchcError for a made-up sample, and for another document of the same unit and period, unless `replace`.
    """
    _refuse_sample(extraction)
    seeds = root / "seeds"
    report_id = extraction.heading.report_id
    with FileLock(root / "seeds" / ".landing.lock"):
        reports = read_seed(seeds / "landed" / "reports.csv")
        present = next((report for report in reports if report["report_id"] == report_id), None)
        new_files = _seed_files(seeds, reports, extraction)
        if present and present["source_sha256"] != extraction.document.sha256 and not replace:
            raise CchcError(
                f"{extraction.document.path}: report {report_id} has landed from another document, "
                f"{present['source_file']} (sha256 {present['source_sha256'][:12]}…). "
                "Use --replace if this one is to stand instead."
            )
        _archive(extraction, root / "archive")
        if all(path.exists() and path.read_text(encoding="utf-8") == text for path, text in new_files.items()):
            return Landing(report_id, "unchanged")
        _write_together(new_files)
        return Landing(report_id, _outcome(present, extraction), _lost_decisions(seeds, extraction))


def _refuse_sample(extraction: Extraction) -> None:
    """A made-up report says so in its heading, and a scan of it nearly so; it may never land beside real ones."""
    mark = fold(SAMPLE_MARK)
    for line in extraction.document.lines:
        if fuzz.partial_ratio(mark, fold(line.text), score_cutoff=_MARK_LIKE) and len(line.text) >= len(mark):
            raise CchcError(
                f"{extraction.document.path}: line {line.number} says “{SAMPLE_MARK}”: this is a made-up report. "
                "Only real reports land; read it with `cchc extract`."
            )


def _outcome(present: dict[str, str] | None, extraction: Extraction) -> str:
    if present is None:
        return "landed"
    return "re-read" if present["source_sha256"] == extraction.document.sha256 else "replaced"


def archived(sha256: str, source_format: str, root: Path = ROOT) -> Path:
    """Where the archive keeps a document."""
    return root / "archive" / sha256[:2] / f"{sha256}.{source_format}"


def _seed_files(seeds: Path, reports: list[dict[str, str]], extraction: Extraction) -> dict[Path, str]:
    """The text of the three landed seeds with this report in the place of any earlier reading of it."""
    report_id = extraction.heading.report_id
    landed = seeds / "landed"

    def others(name: str) -> list[dict[str, str]]:
        return [row for row in read_seed(landed / name) if row["report_id"] != report_id]

    present = next((report for report in reports if report["report_id"] == report_id), None)
    kept_reports = [report for report in reports if report["report_id"] != report_id]
    return {
        landed / "reports.csv": _csv_text(
            REPORT_COLUMNS, [*kept_reports, _report_row(extraction, present)], key=lambda row: row["report_id"]
        ),
        landed / "indicator_rows.csv": _csv_text(
            LANDED_ROW_COLUMNS, [*others("indicator_rows.csv"), *extraction.rows], key=_row_order()
        ),
        landed / "narrative_figures.csv": _csv_text(
            FIGURE_COLUMNS,
            [*others("narrative_figures.csv"), *extraction.figures],
            key=lambda row: (row["report_id"], int(row["figure_number"])),
        ),
    }


def _report_row(extraction: Extraction, present: dict[str, str] | None) -> dict[str, str]:
    """The report as it lands; the same document keeps the name it first came by, as when read from the archive."""
    heading, document = extraction.heading, extraction.document
    is_same = present is not None and present["source_sha256"] == document.sha256
    return {
        "report_id": heading.report_id,
        "unit_code": heading.unit_code,
        "report_year": str(heading.year),
        "report_period": heading.period,
        "form_version": extraction.form.version,
        "document_number": heading.document_number or "",
        "signed_on": heading.signed_on.isoformat() if heading.signed_on else "",
        "source_file": present["source_file"] if is_same else document.path.name,
        "source_sha256": document.sha256,
        "source_format": document.format,
    }


def _row_order():
    positions = {(form.version, row.indicator_code): row.position for form in load_forms() for row in form.answered}
    return lambda row: (row["report_id"], positions.get((row["form_version"], row["indicator_code"]), 0))


def _csv_text(columns: tuple[str, ...], rows: list[dict[str, str]], key) -> str:
    lines: list[str] = []

    class Sink:
        def write(self, text: str) -> None:
            lines.append(text)

    writer = csv.DictWriter(Sink(), columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=key))
    return "".join(lines)


def _write_together(files: dict[Path, str]) -> None:
    """Write all beside the old files first, so that a failure while writing changes none of them."""
    beside = {path: path.with_suffix(".csv.new") for path in files}
    try:
        for path, text in files.items():
            beside[path].write_text(text, encoding="utf-8", newline="")
        for path in files:
            beside[path].replace(path)
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)


def _archive(extraction: Extraction, folder: Path) -> None:
    document = extraction.document
    target = archived(document.sha256, document.format, folder.parent)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".new")
    shutil.copyfile(document.path, beside)
    beside.replace(target)


def _lost_decisions(seeds: Path, extraction: Extraction) -> tuple[str, ...]:
    read = {row["indicator_code"]: row["raw_value"] for row in extraction.rows}
    return tuple(
        decision["adjudication_id"]
        for decision in read_seed(seeds / "decisions" / "adjudications.csv")
        if decision["report_id"] == extraction.heading.report_id
        and not decision["withdrawn_on"]
        and decision["raw_value_expected"] != read.get(decision["indicator_code"])
    )
