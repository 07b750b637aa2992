"""The pieces of a Word document's paragraphs and cells: text as it looks, controls, symbols, equations, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from cchc.reading.formats.symbols import sign_pieces
from cchc.reading.formats.word_styles import RunLooks, Styles, fill_of
from cchc.reading.pieces import (
    ADDED,
    CHECKED,
    FORMULA,
    HIDDEN,
    NUMBERING,
    PICTURE,
    RAISED,
    REMOVED,
    RIGHT_TO_LEFT,
    SHAPE,
    STRUCK,
    THING,
    UNCHECKED,
    Piece,
)

PARAGRAPH, TABLE, ROW, CELL = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
FILE_WITHIN = qn("w:altChunk")  # a page of another format that Word takes in when it opens the document
_RUN, _TEXT, _DELETED, _SYMBOL, _BREAK = (qn(f"w:{name}") for name in ("r", "t", "delText", "sym", "br"))
_CONTROL, _CONTENT, _FIELD, _BOX = qn("w:sdt"), qn("w:sdtContent"), qn("w:fldChar"), qn("w:txbxContent")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TICK_BOX = "{cchc}tickBox"  # put in the place of a control that is ticked or not
_INSTRUCTION, _SIMPLE_FIELD = qn("w:instrText"), qn("w:fldSimple")
_DRAWN_FIELD = "{cchc}drawn"  # put in the place of the instruction of a field that shows something by it alone
_DRAWN = {"EQ", "SYMBOL", "QUOTE", "MACROBUTTON", "GOTOBUTTON", "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT",
          "ADVANCE"}  # fmt: skip
_NOTE_REFERENCES = (qn("w:footnoteReference"), qn("w:endnoteReference"))
_LEFT_OUT = {qn(f"w:{name}") for name in ("instrText", "pPr", "rPr", "tblPr", "tcPr", "trPr", "sdtPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same once more
}
_CHANGES = {qn("w:ins"): ADDED, qn("w:moveTo"): ADDED, qn("w:del"): REMOVED, qn("w:moveFrom"): REMOVED}
_CELL_CHANGES = ((qn("w:cellIns"), ADDED), (qn("w:cellDel"), REMOVED))
_SLANTED = (qn("w:tl2br"), qn("w:tr2bl"))  # borders that run through a cell
_RUBY, _RUBY_TEXT, _RUBY_BASE = (qn(f"w:{name}") for name in ("ruby", "rt", "rubyBase"))
_TURNED = qn("w:bdo")
_MARKS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): "\n", _BREAK: "\n", qn("w:noBreakHyphen"): "-"}
_DRAWINGS = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
_IMAGES = ("pic", "imagedata", "OLEObject")  # local names of what shows a picture
_LOW_MOST = 60  # twentieths of a point: a row of exactly this height shows nothing


def children(element) -> Iterator:
    """What stands in an element and is shown there."""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield child


def own(element, tag: str) -> Iterator:
    """The nearest elements of a kind, whatever only wraps them seen through; not those of tables within."""
    for child in children(element):
        if child.tag == tag:
            yield child
        elif child.tag not in (TABLE, PARAGRAPH):
            yield from own(child, tag)


def blocks(element) -> Iterator:
    """Paragraphs, tables and files within of a body or a cell, in order."""
    for child in children(element):
        if child.tag in (PARAGRAPH, TABLE, FILE_WITHIN):
            yield child
        else:
            yield from blocks(child)


def boxes(paragraph) -> Iterator:
    """Text boxes that hang on a paragraph."""
    for child in children(paragraph):
        if child.tag == _BOX:
            yield child
        else:
            yield from boxes(child)


def settle_controls(body) -> None:
    """Put what controls and fields of forms show into the document's text; takes out what only asks for an answer."""
    _settle_fields(body)
    for control in list(body.iter(_CONTROL)):
        properties, content = control.find(qn("w:sdtPr")), control.find(_CONTENT)
        if properties is None or content is None:
            continue
        box = properties.find(f"{_WORD_2010}checkbox")
        asks = properties.find(qn("w:showingPlcHdr"))
        if box is not None:
            checked = box.find(f"{_WORD_2010}checked")
            is_checked = checked is not None and checked.get(f"{_WORD_2010}val", "1") in ("1", "true", "on")
            _replace_text(list(content.iter(_TEXT, _SYMBOL)), _TICK_BOX, CHECKED if is_checked else UNCHECKED)
        elif asks is not None and asks.get(qn("w:val"), "1") in ("1", "true", "on"):
            for text in list(content.iter(_TEXT)):
                text.text = ""
    for start in list(body.iter(_FIELD)):
        form = start.find(qn("w:ffData"))
        if form is None:
            continue
        choice, box = form.find(qn("w:ddList")), form.find(qn("w:checkBox"))
        if choice is not None:
            entries = [one.get(qn("w:val"), "") for one in choice.iterfind(qn("w:listEntry"))]
            chosen = _setting(choice, "w:result") or _setting(choice, "w:default") or "0"
            at = int(chosen) if chosen.isdecimal() else 0
            _replace_result(start, _TEXT, entries[at] if at < len(entries) else "")
        elif box is not None:
            state = _setting(box, "w:checked") or _setting(box, "w:default") or "0"
            _replace_result(start, _TICK_BOX, CHECKED if state in ("1", "true", "on") else UNCHECKED)


@dataclass
class _Field:
    """A field that is open: its instruction, whether its result was reached, and whether that says anything."""

    instruction: str = ""
    is_reached: bool = False
    says: bool = False


def _settle_fields(body) -> None:
    """Take out what stands in the instruction of a field, as the results of fields within it; for one that shows
    something by its instruction alone a thing stays."""
    for field in body.iter(_SIMPLE_FIELD):
        if _is_drawn(field.get(qn("w:instr"), "")) and not any((text.text or "").strip() for text in field.iter(_TEXT)):
            field.append(field.makeelement(_DRAWN_FIELD))
    if next(body.iter(_FIELD), None) is None:
        return
    fields: list[_Field] = []
    for run in list(body.iter(_RUN)):
        for mark in list(run):
            if mark.tag == _FIELD:
                kind = mark.get(qn("w:fldCharType"))
                if kind == "begin":
                    fields.append(_Field())
                elif fields and kind == "separate":
                    fields[-1].is_reached = True
                elif fields:
                    ended = fields.pop()
                    if not ended.says and _is_drawn(ended.instruction) and all(one.is_reached for one in fields):
                        run.append(run.makeelement(_DRAWN_FIELD))
            elif mark.tag == _INSTRUCTION and fields:
                fields[-1].instruction += mark.text or ""
            elif mark.tag in (_TEXT, _SYMBOL):
                if not all(one.is_reached for one in fields):
                    run.remove(mark)
                for one in fields if mark.tag == _SYMBOL or (mark.text or "").strip() else ():
                    one.says = True


def _is_drawn(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and (words[0].upper() in _DRAWN or words[0].startswith("="))


def _setting(element, name: str) -> str | None:
    """The value of a setting; one that is there without a value is on."""
    found = element.find(qn(name))
    return None if found is None else found.get(qn("w:val"), "1")


def _replace_text(texts: list, tag: str, shown: str) -> None:
    for at, text in enumerate(texts):
        parent = text.getparent()
        if at == 0:
            new = parent.makeelement(tag)
            new.text = shown
            parent.insert(parent.index(text), new)
        parent.remove(text)


def _replace_result(start, tag: str, shown: str) -> None:
    """Put a text in the place of a field's result: what stands in its paragraph until the field ends."""
    run = start.getparent()
    new = start.makeelement(tag)
    new.text = shown
    run.append(new)
    for following in run.itersiblings():
        for text in list(following.iter(_TEXT)):
            text.getparent().remove(text)
        if any(mark.get(qn("w:fldCharType")) == "end" for mark in following.iter(_FIELD)):
            return


class Pieces:
    """Makes pieces of the elements of one document."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def of_paragraph(self, paragraph, table_style: str | None = None, cell_fill: str | None = None) -> list[Piece]:
        """The pieces of a paragraph, without its text boxes."""
        pieces = list(self._of(paragraph, paragraph, table_style, cell_fill, RunLooks()))
        if not any(piece.text.strip() for piece in pieces) and self._is_numbered(paragraph):
            return [*pieces, Piece(NUMBERING, frozenset({THING}))]
        return pieces

    def _is_numbered(self, paragraph) -> bool:
        number = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if number is not None:
            return number.get(qn("w:val"), "0") != "0"
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return style is not None and self._styles.is_numbered(style.get(qn("w:val")))

    def of_cell(self, cell, row, table_style: str | None) -> list[Piece]:
        """The pieces of a cell, a line for each paragraph; of a table in it a line a row, its cells parted by tabs."""
        looks = _looks_of_row(row) | _looks_of_cell(cell)
        fill = fill_of(cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}"))
        pieces = self._of_blocks(cell, table_style, fill)
        return [replace(one, looks=one.looks | looks) for one in pieces] if looks else pieces

    def _of_blocks(self, element, table_style: str | None, fill: str | None) -> list[Piece]:
        lines: list[list[Piece]] = []
        for block in blocks(element):
            if block.tag == PARAGRAPH:
                lines.append(self.of_paragraph(block, table_style, fill))
                lines += [self._of_blocks(box, None, None) for box in boxes(block)]
            elif block.tag == FILE_WITHIN:
                lines.append([Piece(SHAPE, frozenset({THING}))])
            else:
                style = style_of(block)
                for row in own(block, ROW):
                    lines.append(_joined([self.of_cell(one, row, style) for one in own(row, CELL)], "\t"))
        return _joined(lines, "\n")

    def _of(self, element, paragraph, table_style, fill, like: RunLooks):
        looks = like.looks
        for child in children(element):
            tag = child.tag
            if tag == _RUN:
                own = self._styles.looks(child, paragraph, table_style, fill)
                own_looks = looks | own.looks
                if any(_is_custom_reference(note) for note in child.iterchildren(*_NOTE_REFERENCES)):
                    own_looks |= {RAISED}
                own = own if own_looks == own.looks else own._replace(looks=own_looks)
                yield from self._of(child, paragraph, table_style, fill, own)
            elif tag in (_TEXT, _DELETED):
                yield from sign_pieces(child.text or "", like.font, looks, like.size, like.lift)
            elif tag in _MARKS:
                yield Piece(_MARKS[tag], looks)
            elif tag == _TICK_BOX:
                yield Piece(child.text, looks | {THING})
            elif tag == _SYMBOL:
                yield from sign_pieces(_character(child.get(qn("w:char"), "")), child.get(qn("w:font")), looks)
            elif tag == _DRAWN_FIELD:
                yield Piece(FORMULA, looks | {THING})
            elif tag in _DRAWINGS:
                yield from _thing(child, looks)
            elif tag == f"{_MATH}oMath":
                yield from _equation(
                    child, lambda run: looks | self._styles.looks(run, paragraph, table_style, fill).looks
                )
            elif tag == _RUBY:  # what is written small over a word comes before it in the file
                for part, own_looks in ((_RUBY_BASE, looks), (_RUBY_TEXT, looks | {RAISED})):
                    for inner in child.iterchildren(part):
                        yield from self._of(inner, paragraph, table_style, fill, like._replace(looks=own_looks))
            elif tag == _TURNED and child.get(qn("w:val")) == "rtl":
                yield Piece(RIGHT_TO_LEFT, looks)
                yield from self._of(child, paragraph, table_style, fill, like)
            elif tag in _CHANGES:
                yield from self._of(child, paragraph, table_style, fill, like._replace(looks=looks | {_CHANGES[tag]}))
            elif tag != _BOX:
                yield from self._of(child, paragraph, table_style, fill, like)


def style_of(table) -> str | None:
    """The style of a table."""
    found = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    return None if found is None else found.get(qn("w:val"))


def _joined(lines: list[list[Piece]], between: str) -> list[Piece]:
    full = [line for line in lines if any(piece.text.strip() for piece in line)]
    return [piece for at, line in enumerate(full) for piece in ([Piece(between)] if at else []) + line]


def _is_custom_reference(note) -> bool:
    return note.get(qn("w:customMarkFollows"), "0") in ("1", "true", "on")


def _looks_of_row(row) -> frozenset[str]:
    properties = row.find(qn("w:trPr"))
    if properties is None:
        return frozenset()
    looks = set()
    hidden = properties.find(qn("w:hidden"))
    height = properties.find(qn("w:trHeight"))
    is_flat = height is not None and height.get(qn("w:hRule")) == "exact" and _number(height) <= _LOW_MOST
    if is_flat or (hidden is not None and hidden.get(qn("w:val"), "1") in ("1", "true", "on")):
        looks.add(HIDDEN)
    if properties.find(qn("w:ins")) is not None:
        looks.add(ADDED)
    if properties.find(qn("w:del")) is not None:
        looks.add(REMOVED)
    return frozenset(looks)


def _number(height) -> float:
    try:
        return float(height.get(qn("w:val"), "inf"))
    except ValueError:
        return float("inf")


def _looks_of_cell(cell) -> frozenset[str]:
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return frozenset()
    looks = {look for tag, look in _CELL_CHANGES if properties.find(tag) is not None}
    crossing = (properties.find(f"{qn('w:tcBorders')}/{tag}") for tag in _SLANTED)
    if any(line is not None and line.get(qn("w:val")) not in ("nil", "none") for line in crossing):
        looks.add(STRUCK)
    return frozenset(looks)


def _character(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "�"


def _thing(drawing, looks: frozenset[str]) -> Iterator[Piece]:
    """A picture, or a shape without words; a text box is no thing, its words are read as its own."""
    names = {one.tag.rpartition("}")[2] for one in drawing.iter() if isinstance(one.tag, str)}
    if names & set(_IMAGES):
        yield Piece(PICTURE, looks | {THING})
    elif "txbxContent" not in names:
        yield Piece(SHAPE, looks | {THING})


def _equation(element, looks_of: Callable[[Any], frozenset[str]]) -> Iterator[Piece]:
    """The text of an equation that is a row of letters, a fraction or a power; else a thing."""
    pieces = _linear(element, looks_of)
    yield from [Piece(FORMULA, looks_of(element) | {THING})] if pieces is None else pieces


def _linear(element, looks_of) -> list[Piece] | None:
    pieces: list[Piece] = []
    for child in element:
        if not isinstance(child.tag, str) or child.tag.endswith("Pr"):
            continue
        name = child.tag.removeprefix(_MATH)
        if name == "r":
            looks = looks_of(child)
            found = [Piece(text.text or "", looks) for text in child.iterfind(f"{_MATH}t")]
        elif name == "f":
            above, below = (_linear(child.find(f"{_MATH}{part}"), looks_of) for part in ("num", "den"))
            is_mixed = any(piece.text.strip() for piece in pieces)  # a whole number before it
            found = None
            if above is not None and below is not None and not (is_mixed or _has_no_bar(child)):
                found = [*above, Piece("/"), *below]
        elif name in ("sSup", "sSub"):
            base = _linear(child.find(f"{_MATH}e"), looks_of)
            script = _linear(child.find(f"{_MATH}{name[1:].lower()}"), lambda run: looks_of(run) | {RAISED})
            found = None if base is None or script is None else [*base, *script]
        elif name in ("e", "box", "num", "den"):
            found = _linear(child, looks_of)
        else:
            found = None
        if found is None:
            return None
        pieces += found
    return pieces


def _has_no_bar(fraction) -> bool:
    kind = fraction.find(f"{_MATH}fPr/{_MATH}type")
    return kind is not None and kind.get(f"{_MATH}val") == "noBar"
