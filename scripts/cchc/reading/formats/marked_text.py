"""Text with tables marked up in it, as programs write them: HTML files, HTML or Markdown tables in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from html import unescape
from pathlib import Path

from cchc.errors import CchcError
from cchc.reading.documents import Cell, Document, Line, TableRow
from cchc.reading.formats.declaring import Format
from cchc.reading.formats.html_tables import HtmlPieces, parse
from cchc.reading.pieces import RAISED, STRUCK, Piece, cell_of, seen_text
from cchc.reading.table.known_labels import is_of_a_form
from cchc.reading.table.report_tables import Table, document_of

FORMAT = Format(suffixes=(".html", ".htm", ".mht", ".mhtml"), by_name_alone=(".html", ".htm", ".mht", ".mhtml"))
PAGE_TYPES = ("text/html", "application/xhtml+xml", "message/rfc822", "multipart/related")
_ONE_FILE = (".mht", ".mhtml")  # a page and its pictures, bound as a letter by post is
_HERE = "\ue010"  # stands where a table was
_HTML_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*")  # `| --- | ---: |` under a heading
_CELL = re.compile(r"(?<!\\)\|")
_STRUCK = r"~~(?P<struck>.+?)~~|<(?:s|del|strike)>(?P<gone>.*?)</\w+>"
_RAISED = r"\$?\^\{([^{}]*)\}\$?|\^([^^\s]+)\^|<su[pb]>(.*?)</su[pb]>|\[\^([^\]]+)\]|\$[\^_](\w)\$"
_MARK = re.compile(f"{_STRUCK}|{_RAISED}")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w\\*_~])(\*{1,3}|_{1,3}|`|==)(?=\S)([^*_`|]*?\S)\1(?![\w*_])")
_PLAIN_TAG = re.compile(r"</?(?:b|i|u|em|strong|ins|mark|p|div|nobr|code)>|<!--.*?-->", re.IGNORECASE)
_LINK = re.compile(r"(?<!!)\[([^\[\]^]+)\](?:\([^()]*\)|\[[^\[\]]*\])")
_EQUATION = re.compile(r"\$(\d[^$^_\\]*(?:\\%)?)((?:\^[\w{}]+)?)\$")  # `$366^1$`, `$97,6\%$`
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def read(path: Path) -> Document:
    """Read an HTML file; numbers are lines of the file where they are known. Raises CchcError if it is none."""
    content = path.read_bytes()
    if path.suffix.lower() in _ONE_FILE:
        parts = list(_html_parts(_bound_page(path, content), 1, False))
        return document_of(path, content, path.suffix.lower().lstrip("."), parts)
    text = _decoded(content)
    if text is None:
        raise CchcError(f"{path}: not UTF-8 text. Open it in a browser, and print the page to a PDF.")
    return document_of(path, content, "html", list(_html_parts(_without_declaration(text), 1, False)))


def page_parts(content: bytes) -> list[Line | Table]:
    """The lines and tables of a web page within another file; none of one that cannot be read."""
    page = next(filter(_is_page, message_from_bytes(content, policy=default).walk()), None)
    text = _decoded(content) if page is None else _content(page)
    return [] if text is None else list(_html_parts(_without_declaration(text), 1, False))


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _without_declaration(text: str) -> str:
    return re.sub(r"^\s*<[?!][^>]*>", "", text)


def _is_page(part) -> bool:
    return part.get_content_type() == "text/html"


def _content(part) -> str | None:
    try:
        return part.get_content()
    except LookupError:
        return None


def _bound_page(path: Path, content: bytes) -> str:
    """The page of a file that Word, Excel or a browser saved as a single one."""
    letter = message_from_bytes(content, policy=default)
    page = next(filter(_is_page, letter.walk()), None)
    if page is None:
        raise CchcError(f"{path}: no web page in it. Open it in Word or a browser, and save it as .docx or a PDF.")
    try:
        return page.get_content()
    except LookupError as error:
        raise CchcError(f"{path}: its letters are in a code that nobody knows ({error}). Save it as .docx.") from error


def has_tables(text: str) -> bool:
    """True for a text with a table of HTML or Markdown in it."""
    return bool(_HTML_TABLE.search(text)) or any(_RULE.fullmatch(line) for line in text.splitlines())


def parts_of(text: str) -> list[Line | Table]:
    """The lines and tables of a text in order, numbered by its lines."""
    parts: list[Line | Table] = []
    at, number = 0, 1
    for found in _HTML_TABLE.finditer(text):
        parts += _typed(text[at : found.start()], number)
        number += text.count("\n", at, found.start())
        parts += _html_parts(found[0], number, True)
        number += found[0].count("\n")
        at = found.end()
    return [*parts, *_typed(text[at:], number)]


def _html_parts(text: str, first: int, is_typed: bool) -> Iterator[Line | Table]:
    root = parse(text)
    pieces = HtmlPieces(root, proves_empty=not is_typed)
    tables = list(_tables(pieces, root))
    shown = {id(table): _table(pieces, table, first) for table in tables}
    for table in tables:
        marker = table.makeelement("p")
        marker.text = f"{_HERE}{id(table)}{_HERE}"
        marker.tail = table.tail
        table.getparent().replace(table, marker)
    number = first
    for line in seen_text(pieces.of(root, is_typed=is_typed)).replace(_HERE, f"\n{_HERE}").split("\n"):
        if line.startswith(_HERE) and line[1:].strip().isdecimal() and int(line[1:]) in shown:
            if shown[int(line[1:])]:
                yield shown[int(line[1:])]
        elif line.strip(f"{_HERE} \t\r"):
            yield Line(1, number, " ".join(line.replace(_HERE, "").split()))
        number += 1


def _tables(pieces: HtmlPieces, element) -> Iterator:
    """The tables in an element; of one that only lays out the page, a form's standing in its cells, those in it."""
    for child in element.iterchildren():
        if child.tag != "table":
            yield from _tables(pieces, child)
        elif any(is_of_a_form(_table(pieces, one, 1)) for one in child.iterdescendants("table")):
            yield from (one for cell in child.iterchildren() for one in _tables(pieces, cell))
        else:
            yield child


def _table(pieces: HtmlPieces, table, first: int) -> Table:
    return tuple(
        TableRow(1, first + (line or at) - 1, cells) for at, (line, cells) in enumerate(pieces.rows(table), start=1)
    )


def _typed(text: str, first: int) -> Iterator[Line | Table]:
    """Lines of text, and tables of Markdown among them."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        if "|" in lines[at] and at + 1 < len(lines) and _RULE.fullmatch(lines[at + 1]):
            end = at + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
            own = [one for one in range(at, end) if not _RULE.fullmatch(lines[one])]
            yield tuple(TableRow(1, first + one, _markdown_cells(lines[one])) for one in own)
            at = end
            continue
        if lines[at].strip():
            yield Line(1, first + at, " ".join(lines[at].split()))
        at += 1


def _markdown_cells(line: str) -> tuple[Cell, ...]:
    return tuple(
        cell_of(_markdown_pieces(_BREAK.sub("\n", text.replace("\\|", "|"))))
        for text in _CELL.split(line.strip().removeprefix("|").removesuffix("|"))
    )


def _markdown_pieces(text: str) -> Iterator[Piece]:
    text = _EQUATION.sub(lambda found: f"{found[1]}${found[2]}$" if found[2] else found[1], _PLAIN_TAG.sub("", text))
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    at = 0
    for found in _MARK.finditer(text):
        yield Piece(_typed_text(text[at : found.start()]))
        struck = found["struck"] or found["gone"]
        mark = struck or next(filter(None, found.groups()), "")
        yield Piece(_typed_text(mark), frozenset({STRUCK if struck else RAISED}))
        at = found.end()
    yield Piece(_typed_text(text[at:]).rstrip())


def _typed_text(text: str) -> str:
    """Text without the strokes before marks that are none of Markdown's, and with the letters that were written by
    their names."""
    return unescape(_ESCAPED.sub(r"\1", text))
