"""Record a read document in the seeds, and keep the document in the archive by its sha256.

All seed files of a landing change together or not at all, under a lock that a second landing waits for.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz

from cchc.disk import make_folder, move, to_disk
from cchc.errors import CchcError
from cchc.landing.answer_places import COLUMNS as PLACE_COLUMNS
from cchc.landing.answer_places import places_to_land
from cchc.paths import ROOT, SAMPLES
from cchc.reading.documents import Line, sha256_of_file
from cchc.reading.extraction import FIGURE_COLUMNS, ROW_COLUMNS, Extraction
from cchc.record.keeping import record_lock, write_on_record
from cchc.reference.form import load_forms
from cchc.reference.samples import FILE_PREFIX as SAMPLE_PREFIX
from cchc.reference.samples import MARK as SAMPLE_MARK
from cchc.seeds.reading import read_seed
from cchc.seeds.sample_seeds import prepare_seeds
from cchc.seeds.writing import csv_text
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
    outcome: str  # `landed`, `re_read` (same document, newer reader), `replaced` or `unchanged`
    lost_decisions: tuple[str, ...] = field(default=())


def land(extraction: Extraction, replace: bool = False, root: Path = ROOT) -> Landing:
    """Record one report. As `land_all`."""
    return land_all((extraction,), replace, root)[0]


def land_all(extractions: Sequence[Extraction], replace: bool = False, root: Path = ROOT) -> tuple[Landing, ...]:
    """Record the reports of one document, all or none. The same document twice changes nothing.

    Raises CchcError for a made-up report, and for another document of the same unit and period, unless `replace`.
    """
    for extraction in extractions:
        _refuse_sample(extraction)
    return _record(extractions, lambda name: name, replace, root)


def land_samples(extractions: Sequence[Extraction], replace: bool = False, root: Path = SAMPLES) -> tuple[Landing, ...]:
    """Record made-up reports among the samples; the name of their document then begins as theirs do.

    Raises CchcError for a document that does not say it is a sample, and as `land_all` does.
    """
    for extraction in extractions:
        if _line_with_mark(extraction) is None:
            raise CchcError(
                f"{extraction.document.path}: no line says “{SAMPLE_MARK}”. Only made-up reports land among the "
                "samples; land a real one without --samples."
            )
    prepare_seeds(root)
    return _record(extractions, lambda name: name if is_sample_name(name) else f"{SAMPLE_PREFIX}{name}", replace, root)


def _legible(path: Path) -> str:
    """The name of a file, with a mark in the place of bytes that are no UTF-8."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_sample_name(source_file: str) -> bool:
    """Whether a report's `source_file` marks it as made up: the mark that goes with it into the warehouse."""
    return source_file.startswith(SAMPLE_PREFIX)


def _record(
    extractions: Sequence[Extraction], named: Callable[[str], str], replace: bool, root: Path
) -> tuple[Landing, ...]:
    with record_lock(root) as seeds:
        present = {report["report_id"]: report for report in read_seed(seeds / "landed" / "reports.csv")}
        for extraction in extractions:
            if not replace:
                _refuse_another(extraction, present.get(extraction.heading.report_id))
        new_files = _seed_files(seeds, present, extractions, named)
        for extraction in extractions:
            _archive(extraction, root / "archive")
        before = [_of_report(seeds, extraction.heading.report_id) for extraction in extractions]
        write_on_record(seeds, new_files, {extraction.heading.report_id for extraction in extractions})
        return tuple(
            Landing(extraction.heading.report_id, "unchanged")
            if _of_report(seeds, extraction.heading.report_id) == rows
            else Landing(
                extraction.heading.report_id,
                _outcome(present.get(extraction.heading.report_id), extraction),
                _lost_decisions(seeds, extraction),
            )
            for extraction, rows in zip(extractions, before, strict=True)
        )


def _refuse_another(extraction: Extraction, present: dict[str, str] | None) -> None:
    if present and present["source_sha256"] != extraction.document.sha256:
        raise CchcError(
            f"{extraction.document.path}: report {extraction.heading.report_id} has landed from another document, "
            f"{present['source_file']} (sha256 {present['source_sha256'][:12]}…). "
            "Use --replace if this one is to stand instead."
        )


def _of_report(seeds: Path, report_id: str) -> list[dict[str, str]]:
    """All that the landed seeds hold of a report."""
    names = ("reports.csv", "indicator_rows.csv", "answer_places.csv", "narrative_figures.csv")
    return [row for name in names for row in read_seed(seeds / "landed" / name) if row["report_id"] == report_id]


def _refuse_sample(extraction: Extraction) -> None:
    """A made-up report says so in its heading, and a scan of it nearly so; it may never land beside real ones."""
    line, path = _line_with_mark(extraction), extraction.document.path
    if line is not None:
        raise CchcError(
            f"{path}: line {line.number} says “{SAMPLE_MARK}”: this is a made-up report. Only real reports land; read "
            "it with `cchc extract`, or land it among the samples with `cchc land --samples`."
        )
    if is_sample_name(path.name):
        raise CchcError(
            f"{path}: a name that begins with {SAMPLE_PREFIX} marks a made-up report. If this one is real, rename it."
        )


def _line_with_mark(extraction: Extraction) -> Line | None:
    mark = fold(SAMPLE_MARK)
    for line in extraction.document.lines:
        if fuzz.partial_ratio(mark, fold(line.text), score_cutoff=_MARK_LIKE) and len(line.text) >= len(mark):
            return line
    return None


def _outcome(present: dict[str, str] | None, extraction: Extraction) -> str:
    if present is None:
        return "landed"
    return "re_read" if present["source_sha256"] == extraction.document.sha256 else "replaced"


def archived(sha256: str, source_format: str, root: Path = ROOT) -> Path:
    """Where the archive keeps a document."""
    return root / "archive" / sha256[:2] / f"{sha256}.{source_format}"


def _seed_files(
    seeds: Path, present: Mapping[str, dict[str, str]], extractions: Sequence[Extraction], named: Callable[[str], str]
) -> dict[Path, str]:
    """The text of the landed seeds with these reports in the place of any earlier reading of them."""
    landed = seeds / "landed"
    new = {extraction.heading.report_id for extraction in extractions}

    def others(name: str) -> list[dict[str, str]]:
        return [row for row in read_seed(landed / name) if row["report_id"] not in new]

    reports = others("reports.csv") + [
        _report_row(one, present.get(one.heading.report_id), named(_legible(one.document.path))) for one in extractions
    ]
    in_form_order = _form_order(reports)
    return {
        landed / "reports.csv": csv_text(REPORT_COLUMNS, reports, key=lambda row: row["report_id"]),
        landed / "indicator_rows.csv": csv_text(
            LANDED_ROW_COLUMNS,
            [*others("indicator_rows.csv"), *(row for one in extractions for row in one.rows)],
            key=in_form_order,
        ),
        landed / "answer_places.csv": csv_text(
            PLACE_COLUMNS,
            [*others("answer_places.csv"), *(place for one in extractions for place in places_to_land(one))],
            key=in_form_order,
        ),
        landed / "narrative_figures.csv": csv_text(
            FIGURE_COLUMNS,
            [*others("narrative_figures.csv"), *(figure for one in extractions for figure in one.figures)],
            key=lambda row: (row["report_id"], int(row["figure_number"])),
        ),
    }


def _report_row(extraction: Extraction, present: dict[str, str] | None, source_file: str) -> dict[str, str]:
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
        "source_file": present["source_file"] if is_same else source_file,
        "source_sha256": document.sha256,
        "source_format": document.format,
    }


def _form_order(reports: Iterable[Mapping[str, str]]) -> Callable[[Mapping[str, str]], tuple[str, int]]:
    """Sorts rows of these reports by report, and as their form has them."""
    positions = {(form.version, row.indicator_code): row.position for form in load_forms() for row in form.answered}
    versions = {report["report_id"]: report["form_version"] for report in reports}

    def place(row: Mapping[str, str]) -> tuple[str, int]:
        version = versions.get(row["report_id"], "")
        return row["report_id"], positions.get((version, row["indicator_code"]), 0)

    return place


def _archive(extraction: Extraction, folder: Path) -> None:
    """Keep the document that was read, and no other: what stands under its name by now may be another one."""
    document = extraction.document
    target = archived(document.sha256, document.format, folder.parent)
    beside = target.with_suffix(".new")
    try:
        if target.exists() and sha256_of_file(target) == document.sha256:
            return
        make_folder(target.parent)
        shutil.copyfile(document.path, beside)
        if sha256_of_file(beside) != document.sha256:
            raise CchcError(f"{document.path}: was changed after it was read. Nothing landed; land it again.")
        to_disk(beside)
        move(beside, target)
    except OSError as error:
        raise CchcError(f"{error.filename2 or error.filename or target}: {error.strerror}. Nothing landed.") from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _lost_decisions(seeds: Path, extraction: Extraction) -> tuple[str, ...]:
    read = {row["indicator_code"]: row["raw_value"] for row in extraction.rows}
    return tuple(
        decision["adjudication_id"]
        for decision in read_seed(seeds / "decisions" / "adjudications.csv")
        if decision["report_id"] == extraction.heading.report_id
        and not decision["withdrawn_on"]
        and decision["raw_value_expected"] != read.get(decision["indicator_code"])
    )
