"""Whether a document is a report on a known form at all, and if not, what it is as far as can be told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy
from rapidfuzz import fuzz, process

from cchc.errors import CchcError
from cchc.reading.documents import Document, Line, TableRow
from cchc.reading.table.known_labels import folded_text
from cchc.reference.form import Form, load_forms
from cchc.text import fold

_LIKE = 62  # a line or cell this like a row's label (0-100) may be it
_LIKE_AMONG_MANY, _MANY = 85, 2_000  # in so many lines, more than any report has, some are like labels by chance
_LETTERS_LEAST = 8  # of a line that may be a row
_SURELY_LIKE = 75  # a run of lines this like a row's label and unit (0-100) tells forms apart
_RUN_MOST = 3  # lines that a label may take
_AS_MANY = 0.6  # of the rows that the likeliest form finds, the share that a form worth a reading finds of its own
_ROWS_LEAST = 0.15  # share of a form's rows, or of any of its parts, in a document that may be a report
_ROWS_FEW = 5
_LINES_AT_ONCE = 2_000
_TOP_LINES = 30  # that may hold a document's title
_KINDS = {  # how titles of an office's documents begin, folded, and what such a document is
    "bien ban": "minutes", "giay moi": "an invitation", "thu moi": "an invitation", "hoa don": "an invoice",
    "quyet dinh": "a decision", "nghi quyet": "a resolution", "to trinh": "a proposal", "thong bao": "a notice",
    "ke hoach": "a plan", "cong van": "a letter", "v/v": "a letter", "don xin": "an application",
    "de cuong": "an outline", "hop dong": "a contract", "danh sach": "a list", "giay": "a certificate",
    "chi thi": "a directive", "cong dien": "a telegram", "bang luong": "a payroll", "lich": "a schedule",
    "chuong trinh": "a programme", "bao cao": "another report",
}  # fmt: skip


def check_is_report(document: Document) -> None:
    """Raises CchcError, saying what the document is, where next to nothing of any known form stands in it."""
    form, rows = nearest_form(document)
    if rows >= _enough(form):
        return
    raise CchcError(f"{document.path}: no report on a known form: {what_it_is(document)}. {_nearest(form, rows)}")


def may_be_report(parts: Sequence[Line | tuple[TableRow, ...]]) -> bool:
    """True for lines and tables in which a good part of some form's rows may stand."""
    lines = tuple(part for part in parts if isinstance(part, Line))
    rows = tuple(row for part in parts if not isinstance(part, Line) for row in part)
    form, found = nearest_form(Document(Path(), "", "", lines, rows))
    return found >= _enough(form)


def _enough(form: Form) -> float:
    """So many rows of a form are in a report on it at least; a few of a short form are there by chance."""
    return max(_ROWS_LEAST * len(form.rows), min(_ROWS_FEW, len(form.rows) / 2))


def nearest_form(document: Document) -> tuple[Form, int]:
    """The form of whose rows the largest share may stand in a document, and how many they are."""
    texts = _texts(document)
    return max(((form, _rows_alike(texts, form)) for form in load_forms()), key=lambda one: one[1] / len(one[0].rows))


def forms_worth_reading(document: Document, forms: Sequence[Form]) -> list[Form]:
    """Those of the forms whose labels stand in a document as often as those of the likeliest, or nearly so.

    Placing every row of a form on a text is dear, and most of all where the form is another one.
    """
    lines = [fold(line.text) for line in document.lines] if not document.table else []
    texts = [fold(" ".join(cell.text for cell in row.cells)) for row in document.table] or lines
    runs = [" ".join(texts[at : at + size]) for size in range(1, _RUN_MOST + 1) for at in range(len(texts) - size + 1)]
    shares = [_share_found(runs, form) for form in forms]
    return [form for form, share in zip(forms, shares, strict=True) if share >= _AS_MANY * max(shares)]


def _share_found(runs: Sequence[str], form: Form) -> float:
    labels = [f"{row.folded_label} {row.folded_unit}".strip() for row in form.rows]
    found = numpy.zeros(len(labels), dtype=bool)
    for start in range(0, len(runs), _LINES_AT_ONCE):
        some = runs[start : start + _LINES_AT_ONCE]
        scores = process.cdist(some, labels, scorer=fuzz.ratio, score_cutoff=_SURELY_LIKE, dtype=numpy.uint8)
        found |= scores.any(axis=0)
    return float(found.mean())


def what_it_is(document: Document) -> str:
    """What a document is as far as its title and its tables tell, in words."""
    kind = next((kind for line in document.lines[:_TOP_LINES] if (kind := _kind(line.text))), "")
    has_table = bool(document.table or document.other_tables)
    if document.is_scanned and not kind:
        return "no words of one are legible on its pages; is it another document, upside down or too faint?"
    table = "no table in it is the form's" if has_table else "there is no table in it"
    return f"it seems to be {kind}, and {table}" if kind else table


def other_form(document: Document, form: Form, found: int) -> str:
    """Why a document of which a good part is like a form's rows is not read as that form."""
    lines = f"{len(document.table)} rows" if document.table else f"{len(document.lines)} lines"
    faint = " Or is the scan or the text too damaged to read?" if document.is_scanned or not document.table else ""
    return (
        f"{document.path}: laid out as another form: of its {lines} only {found} are like one of "
        f"the {len(form.rows)} rows of form {form.version}, the nearest known. Send the report on that "
        f"form, or let the other one be known (cchc learn-form; docs/new-form.md).{faint}"
    )


def _nearest(form: Form, rows: int) -> str:
    return (
        f"Of the {len(form.rows)} rows of form {form.version}, the nearest known, {rows or 'none'} may stand in it. "
        "Expected the appendix table of a district's CCHC report in Vietnamese; is this another document, another "
        "form or another language?"
    )


def _kind(title: str) -> str:
    folded = folded_text(title)
    if not title.isupper() and not folded.startswith("v/v"):
        return ""
    return next((kind for start, kind in _KINDS.items() if folded.startswith(start)), "")


def _texts(document: Document) -> list[str]:
    lines = [folded_text(line.text) for line in document.lines]
    cells = [folded_text(cell.text) for row in document.table for cell in row.cells]
    return list(dict.fromkeys(text for text in (*lines, *cells) if len(text) >= _LETTERS_LEAST))


def _rows_alike(texts: Sequence[str], form: Form) -> int:
    """How many rows of a form have a text that is like their label, alone or with their unit."""
    labels = [row.folded_label for row in form.rows]
    whole = [f"{row.folded_label} {row.folded_unit}".strip() for row in form.rows]
    best = numpy.zeros(len(labels))
    like = _LIKE if len(texts) <= _MANY else _LIKE_AMONG_MANY
    for start in range(0, len(texts), _LINES_AT_ONCE):
        some = texts[start : start + _LINES_AT_ONCE]
        for expected in (labels, whole):
            scores = process.cdist(some, expected, scorer=fuzz.ratio, score_cutoff=like, dtype=numpy.uint8)
            best = numpy.maximum(best, scores.max(axis=0))
    return int((best > 0).sum())
