"""The pieces of a Word document's paragraphs and cells: text as it looks, controls, symbols, equations, pictures."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn

from cchc.reading.formats.symbols import sign_pieces
from cchc.reading.formats.word_styles import Styles, fill_of
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
_RUN, _TEXT, _DELETED, _SYMBOL, _BREAK = (qn(f"w:{name}") for name in ("r", "t", "delText", "sym", "br"))
_CONTROL, _CONTENT, _FIELD, _BOX = qn("w:sdt"), qn("w:sdtContent"), qn("w:fldChar"), qn("w:txbxContent")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TICK_BOX = "{cchc}tickBox"  # put in the place of a control that is ticked or not
_INSTRUCTION, _EQUATION_FIELD = qn("w:instrText"), "{cchc}equation"  # put in the place of an instruction that is one
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
    """Paragraphs and tables of a body or a cell, in order."""
    for child in children(element):
        if child.tag in (PARAGRAPH, TABLE):
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


def _settle_fields(body) -> None:
    """Take out what stands in the instruction of a field, as the results of fields within it; of one that shows an
    equation by its instruction a thing stays."""
    if next(body.iter(_FIELD), None) is None:
        return
    parts: list[bool] = []  # of the fields that are open: whether the result was reached
    for run in list(body.iter(_RUN)):
        for mark in list(run):
            if mark.tag == _FIELD:
                kind = mark.get(qn("w:fldCharType"))
                if kind == "begin":
                    parts.append(False)
                elif parts and kind == "separate":
                    parts[-1] = True
                elif parts:
                    parts.pop()
            elif mark.tag == _INSTRUCTION and not all(parts) and (mark.text or "").split()[:1] == ["EQ"]:
                mark.tag = _EQUATION_FIELD
            elif mark.tag in (_TEXT, _SYMBOL) and not all(parts):
                run.remove(mark)


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
        pieces = list(self._of(paragraph, paragraph, table_style, cell_fill, frozenset()))
        if not any(piece.text.strip() for piece in pieces) and _is_numbered(paragraph):
            return [*pieces, Piece(NUMBERING, frozenset({THING}))]
        return pieces

    def of_cell(self, cell, row, table_style: str | None) -> list[Piece]:
        """The pieces of a cell, a line for each paragraph; of a table in it a line a row, its cells parted by tabs."""
        looks = _looks_of_row(row) | _looks_of_cell(cell)
        fill = fill_of(cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}"))
        pieces = self._of_blocks(cell, table_style, fill)
        return [Piece(one.text, one.looks | looks) for one in pieces] if looks else pieces

    def _of_blocks(self, element, table_style: str | None, fill: str | None) -> list[Piece]:
        lines: list[list[Piece]] = []
        for block in blocks(element):
            if block.tag == PARAGRAPH:
                lines.append(self.of_paragraph(block, table_style, fill))
                lines += [self._of_blocks(box, None, None) for box in boxes(block)]
            else:
                style = style_of(block)
                for row in own(block, ROW):
                    lines.append(_joined([self.of_cell(one, row, style) for one in own(row, CELL)], "\t"))
        return _joined(lines, "\n")

    def _of(self, element, paragraph, table_style, fill, looks: frozenset[str], font: str | None = None):
        for child in children(element):
            tag = child.tag
            if tag == _RUN:
                own_looks, own_font = self._styles.looks(child, paragraph, table_style, fill)
                if any(_is_custom_reference(note) for note in child.iterchildren(*_NOTE_REFERENCES)):
                    own_looks |= {RAISED}
                yield from self._of(child, paragraph, table_style, fill, looks | own_looks, own_font)
            elif tag in (_TEXT, _DELETED):
                yield from sign_pieces(child.text or "", font, looks)
            elif tag in _MARKS:
                yield Piece(_MARKS[tag], looks)
            elif tag == _TICK_BOX:
                yield Piece(child.text, looks | {THING})
            elif tag == _SYMBOL:
                yield from sign_pieces(_character(child.get(qn("w:char"), "")), child.get(qn("w:font")), looks)
            elif tag == _EQUATION_FIELD:
                yield Piece(FORMULA, looks | {THING})
            elif tag in _DRAWINGS:
                yield from _thing(child, looks)
            elif tag == f"{_MATH}oMath":
                yield from _equation(child, looks)
            elif tag == _RUBY:  # what is written small over a word comes before it in the file
                for part, own_looks in ((_RUBY_BASE, looks), (_RUBY_TEXT, looks | {RAISED})):
                    for inner in child.iterchildren(part):
                        yield from self._of(inner, paragraph, table_style, fill, own_looks, font)
            elif tag == _TURNED and child.get(qn("w:val")) == "rtl":
                yield Piece(RIGHT_TO_LEFT, looks)
                yield from self._of(child, paragraph, table_style, fill, looks, font)
            elif tag in _CHANGES:
                yield from self._of(child, paragraph, table_style, fill, looks | {_CHANGES[tag]}, font)
            elif tag != _BOX:
                yield from self._of(child, paragraph, table_style, fill, looks, font)


def style_of(table) -> str | None:
    """The style of a table."""
    found = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    return None if found is None else found.get(qn("w:val"))


def _joined(lines: list[list[Piece]], between: str) -> list[Piece]:
    full = [line for line in lines if any(piece.text.strip() for piece in line)]
    return [piece for at, line in enumerate(full) for piece in ([Piece(between)] if at else []) + line]


def _is_custom_reference(note) -> bool:
    return note.get(qn("w:customMarkFollows"), "0") in ("1", "true", "on")


def _is_numbered(paragraph) -> bool:
    number = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    return number is not None and number.get(qn("w:val"), "0") != "0"


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


def _equation(element, looks: frozenset[str]) -> Iterator[Piece]:
    """The text of an equation that is a row of letters, a fraction or a power; else a thing."""
    pieces = _linear(element, looks)
    yield from [Piece(FORMULA, looks | {THING})] if pieces is None else pieces


def _linear(element, looks: frozenset[str]) -> list[Piece] | None:
    pieces: list[Piece] = []
    for child in element:
        if not isinstance(child.tag, str) or child.tag.endswith("Pr"):
            continue
        name = child.tag.removeprefix(_MATH)
        if name == "r":
            found = [Piece(text.text or "", looks) for text in child.iterfind(f"{_MATH}t")]
            found = found if child.find(qn("w:rPr")) is None or not _is_struck(child) else [
                Piece(one.text, one.looks | {STRUCK}) for one in found
            ]  # fmt: skip
        elif name == "f":
            above, below = (_linear(child.find(f"{_MATH}{part}"), looks) for part in ("num", "den"))
            found = None if above is None or below is None else [*above, Piece("/", looks), *below]
        elif name in ("sSup", "sSub"):
            base = _linear(child.find(f"{_MATH}e"), looks)
            script = _linear(child.find(f"{_MATH}{name[1:].lower()}"), looks | {RAISED})
            found = None if base is None or script is None else [*base, *script]
        elif name in ("e", "box", "num", "den"):
            found = _linear(child, looks)
        else:
            found = None
        if found is None:
            return None
        pieces += found
    return pieces


def _is_struck(run) -> bool:
    return any(run.find(f"{qn('w:rPr')}/{qn(name)}") is not None for name in ("w:strike", "w:dstrike"))
