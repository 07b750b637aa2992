"""Text that an OCR engine wrote, with or without diacritics, form feeds or a leading space at a page's start."""

from __future__ import annotations

import re
from pathlib import Path

from cchc.errors import CchcError
from cchc.reading.documents import Document, Line, sha256_of
from cchc.reading.formats.declaring import Format
from cchc.reading.formats.delimited import decoded, table_in
from cchc.reading.formats.marked_text import has_tables, parts_of
from cchc.reading.table.report_tables import document_of
from cchc.text import nfc

FORMAT = Format(suffixes=(".txt", ".md"), by_name_alone=(".md",))
_LETTERS_LEAST = 200
_CONTROL_SHARE_MOST = 0.01
_PAGE_MARK = re.compile(r"[-–—]\s*\d{1,4}\s*[-–—]|(?:trang|page)\s*\d{1,4}(?:\s*/\s*\d{1,4})?", re.IGNORECASE)

_BEFORE_FORM_FEED = re.compile(r"(?<=[^\s\f])[^\S\f]*(?=\f)")  # a page may end without its line ending


def read(path: Path) -> Document:
    """Read text in Unicode. Raises CchcError if it is empty, binary, or not UTF-8."""
    content = path.read_bytes()
    if not content.strip():
        raise CchcError(f"{path}: the file is empty. Expected the text of a report; export it again.")
    try:
        text = nfc(decoded(content))
    except UnicodeDecodeError as error:
        raise CchcError(
            f"{path}: byte {error.start} is not UTF-8 text. Is it a renamed PDF, Word or image file? "
            "Save the OCR result as plain UTF-8 text."
        ) from error
    controls = sum(1 for mark in text if ord(mark) < 32 and mark not in "\n\r\t\f")
    if controls > len(text) * _CONTROL_SHARE_MOST:
        raise CchcError(f"{path}: this is binary data, not text. Save the OCR result as plain UTF-8 text.")
    if has_tables(text):
        return document_of(path, content, "txt", parts_of(text))
    table = table_in(text)
    if table is not None:
        return document_of(path, content, "txt", [table])
    if sum(1 for mark in text if mark.isalpha()) < _LETTERS_LEAST:
        raise CchcError(f"{path}: fewer than {_LETTERS_LEAST} letters. Expected the text of a whole report.")
    return Document(path, sha256_of(content), "txt", tuple(_lines(text)))


def _lines(text: str) -> list[Line]:
    """Lines with text. A form feed starts a page; where there is none, so does a line with one leading space.

    Page numbers are no lines; a lone one that is the next page's starts it where there are no form feeds.
    """
    whole_lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = [(number, part) for number, line in enumerate(whole_lines, 1) for part in _BEFORE_FORM_FEED.split(line)]
    raw_lines = [part for _, part in parts]
    by_form_feed = "\f" in text
    numbers = _page_numbers(raw_lines) if by_form_feed else set()
    page = 1
    lines: list[Line] = []
    for index, raw in enumerate(raw_lines):
        stripped = raw.replace("\f", "").strip()
        starts_page = "\f" in raw if by_form_feed else bool(re.match(r" \S", raw))
        if starts_page and lines:
            page += raw.count("\f") or 1
        if index in numbers or _PAGE_MARK.fullmatch(stripped):
            continue
        if not by_form_feed and stripped == str(page + 1) and _stands_alone(raw_lines, index):
            page += 1
            continue
        if stripped:
            lines.append(Line(page, parts[index][0], stripped))
    return lines


def _page_numbers(raw_lines: list[str]) -> set[int]:
    """Indexes of lone numbers at the head or foot of pages that count with the pages, on most of them."""
    edges: dict[int, set[int]] = {}  # by how far the number is ahead of the page
    pages = _pages(raw_lines)
    for page, own in enumerate(pages):
        for index in {own[0], own[-1]} if own else ():
            text = raw_lines[index].replace("\f", "").strip()
            if text.isdecimal():
                edges.setdefault(int(text) - page, set()).add(index)
    most = max(edges.values(), key=len, default=set())
    return most if len(most) > max(len(pages) / 2, 1) else set()


def _pages(raw_lines: list[str]) -> list[list[int]]:
    """The indexes of the lines with text, page by page."""
    pages: list[list[int]] = [[]]
    for index, raw in enumerate(raw_lines):
        pages += [[] for _ in range(raw.count("\f"))]
        if raw.strip():
            pages[-1].append(index)
    return pages


def _stands_alone(raw_lines: list[str], index: int) -> bool:
    around = raw_lines[max(index - 1, 0) : index] + raw_lines[index + 1 : index + 2]
    return not any(line.strip() for line in around)
