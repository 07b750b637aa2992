"""What the cells of a page say: words read once, figures read in several ways that must agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from statistics import median

from cchc.reading.scanning.cell_pictures import INK_AROUND, PLAIN, CellPicture, Look, count_marks, shown
from cchc.reading.scanning.note_marks import Unmarked, without_note_marks
from cchc.reading.scanning.tesseract import ENGLISH, VIETNAMESE, Word, read_words

_BLOCK, _LINE, _WORD, _SPARSE, _RAW = 6, 7, 8, 11, 13  # tesseract's page segmentation modes: see its manual
_DIGITS = {"tessedit_char_whitelist": "0123456789.,/%-"}
_LEGIBLE = 0.9  # confidence in words that need not be read in another way
_AGREED = 0.8  # share of the readings that must be alike
_MOST = 0.5  # share that must be alike where the print itself shows which digits they are
_WORD_LETTERS, _WORDS_SURE = 3, 0.6  # so many letters, read so surely (0-1), are words and not a misread figure
DISSENT = 0.95  # confidence in a figure that one reading contradicts
_AS_HIGH = 0.2  # share of the usual height of figures by which a lone digit may differ
_SMALL = 0.72  # of that height; notes' marks have some 0.6
_FLAT, _DASH_HIGH = 1.6, 14  # a dash is so much wider than high, and at most so many pixels high
NOTE_MARK = "ⁿ"  # stands for a raised mark beside a figure
NOT_READ = "?"  # stands for ink that nothing was read from
_TRAILING = re.compile(r"[.,\-]+$|^[.,\-]+")


@dataclass(frozen=True)
class _Pass:
    """One way of reading figures."""

    language: str
    layout: int
    look: Look


# Ways of both models, of either layout and of three sizes: where all agree, and the marks counted apart from them are
# as many, nothing else is asked.
_FIRST_PASSES = (
    _Pass(ENGLISH, _BLOCK, Look(1.0, 1.2, False)),
    _Pass(ENGLISH, _LINE, Look(1.25, 2.0, False)),
    _Pass(VIETNAMESE, _LINE, Look(0.8, 1.2, False)),
)

# With these four readings by one model and two by another: no misreading that one model makes each time has enough
# votes.
_MORE_PASSES = (
    _Pass(ENGLISH, _BLOCK, Look(0.8, 1.2, True)),
    _Pass(ENGLISH, _LINE, Look(1.0, 2.0, False)),
    _Pass(VIETNAMESE, _BLOCK, Look(1.0, 1.2, False)),
)

# A lone digit is often no line of text to the engine: where the readings above give nothing, these must all agree.
_LONE_PASSES = (
    _Pass(ENGLISH, _WORD, Look(1.0, 1.2, False)),
    _Pass(ENGLISH, _RAW, Look(1.25, 2.0, False)),
    _Pass(VIETNAMESE, _WORD, Look(1.25, 2.0, False)),
    _Pass(VIETNAMESE, _RAW, Look(1.0, 1.2, False)),
)


@dataclass(frozen=True)
class ReadCell:
    """The text of a cell, 0-1 how sure, and why it is not stood by, '' if it is.

    `is_split` if nothing is doubted but that some readings differ from the most.
    """

    text: str
    confidence: float = 1.0
    doubt: str = ""
    is_split: bool = False


NO_WORDS = ReadCell("", 0.0)


def read_texts(cells: list[CellPicture]) -> list[ReadCell]:
    """Read cells of words, each of one line or more."""
    return [as_text(words) for words in read_words([shown(cell, PLAIN) for cell in cells], VIETNAMESE, _SPARSE)]


def read_headings(cells: list[CellPicture]) -> list[ReadCell]:
    """Read cells that may head a column: short words broken over lines are legible now in one way, now in the other."""
    readings = read_texts(cells)
    unsure = [at for at, reading in enumerate(readings) if reading.confidence < _LEGIBLE]
    again = read_words([shown(cells[at], PLAIN) for at in unsure], VIETNAMESE, _BLOCK)
    for at, words in zip(unsure, again, strict=True):
        readings[at] = max(readings[at], as_text(words), key=lambda reading: reading.confidence)
    return readings


def as_text(words: Sequence[Word]) -> ReadCell:
    """Words as one text; its confidence is their mean by letters."""
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
    return ReadCell(" ".join(word.text for word in words), confidence)


def read_figures(cells: list[CellPicture], pool: Executor) -> list[ReadCell]:
    """Read cells of figures; where the readings differ the commonest is given, with the doubt.

    A note's mark beside a figure is shown as `ⁿ`: which one it is has not been read.
    """
    unmarked = [without_note_marks(cell) for cell in cells]
    cells = [one.picture for one in unmarked]
    readings = _read_passes(cells, _FIRST_PASSES, pool)
    unsure = [at for at, one in enumerate(readings) if not _is_settled(cells[at], one)]
    asked = [cells[at] for at in unsure]
    found = pool.submit(read_texts, asked)
    for at, more in zip(unsure, _read_passes(asked, _MORE_PASSES, pool), strict=True):
        readings[at] += more
    words = [NO_WORDS] * len(cells)
    for at, one in zip(unsure, found.result(), strict=True):
        words[at] = one
    lone = _lone_digits(cells, readings)
    for at, again in zip(lone, _read_passes([cells[at] for at in lone], _LONE_PASSES, pool), strict=True):
        if all(again) and len({_alike(reading) for reading in again + readings[at] if reading}) == 1:
            readings[at] = again
    agreed = [_agreed(*one) for one in zip(cells, readings, words, strict=True)]
    return _in_usual_size([_with_mark(*one) for one in zip(agreed, unmarked, strict=True)], cells)


def _with_mark(reading: ReadCell, unmarked: Unmarked) -> ReadCell:
    text = reading.text + NOTE_MARK if unmarked.is_marked else reading.text
    doubt = "" if "%" in text else unmarked.doubt  # whose upper ring stands higher
    return replace(reading, text=text, doubt=reading.doubt or doubt, is_split=reading.is_split and not doubt)


def _in_usual_size(readings: list[ReadCell], cells: list[CellPicture]) -> list[ReadCell]:
    """The readings; what is far smaller than the figures of the other cells is a note's mark alone, or dirt."""
    heights = [count_marks(cell).height for cell in cells]
    usual = median([height for height, one in zip(heights, readings, strict=True) if not one.doubt] or [0])
    return [
        replace(one, doubt="figure_small", is_split=False) if _is_small(one, height, usual) else one
        for height, one in zip(heights, readings, strict=True)
    ]


def _is_small(reading: ReadCell, height: int, usual: float) -> bool:
    return height < _SMALL * usual and any(map(str.isdigit, reading.text))


def _read_passes(cells: list[CellPicture], passes: tuple[_Pass, ...], pool: Executor) -> list[list[str]]:
    """What each pass reads, cell by cell."""
    reading = [
        pool.submit(read_words, [shown(cell, one.look) for cell in cells], one.language, one.layout, _DIGITS)
        for one in passes
    ]
    found = [["".join(word.text for word in words) for words in one.result()] for one in reading]
    return [list(readings) for readings in zip(*found, strict=True)]


def _is_settled(cell: CellPicture, readings: list[str]) -> bool:
    """True for readings that all agree, and are as long as the marks that were counted.

    Not for one digit again and again: letters look so (`III`).
    """
    text, *others = map(_alike, readings)
    digits = [mark for mark in text if mark.isdigit()]
    is_one_again = len(digits) >= _WORD_LETTERS and len(set(digits)) == 1
    if not digits or is_one_again or "%" in readings[0] or "-" in text or any(other != text for other in others):
        return False
    marks = count_marks(cell)
    tall = sum(mark.isdigit() or mark == "/" for mark in text)
    return (marks.lines, marks.tall, marks.low) == (1, tall, text.count("."))


def _lone_digits(cells: list[CellPicture], readings: list[list[str]]) -> list[int]:
    """Which cells hold a single mark, as high as the figures of the others, that some readings pass over."""
    marks = [count_marks(cell) for cell in cells]
    usual = median([one.height for one, own in zip(marks, readings, strict=True) if all(own)] or [0])
    return [
        at
        for at, (one, own) in enumerate(zip(marks, readings, strict=True))
        if not all(own) and one.tall == 1 and not one.low and abs(one.height - usual) <= _AS_HIGH * usual
    ]


def _agreed(cell: CellPicture, readings: list[str], words: ReadCell) -> ReadCell:
    is_words = sum(map(str.isalpha, words.text)) >= _WORD_LETTERS and words.confidence >= _WORDS_SURE
    votes = Counter(_alike(reading) for reading in readings)
    best, count = votes.most_common(1)[0]
    share = count / len(readings)
    if is_words and share < _AGREED:
        return ReadCell(words.text, min(words.confidence, 0.5), "words_for_figure")
    text = Counter(reading for reading in readings if _alike(reading) == best).most_common(1)[0][0]
    if not best:
        return _without_figure(cell, words)
    doubt = _doubt(cell, text, is_words)
    is_split = not doubt and share < _AGREED
    if is_split:
        doubt = "readings_differ: " + ", ".join(sorted({reading or "–" for reading in readings}))
    return ReadCell(text, share if doubt else max(share, DISSENT), doubt, is_split and share >= _MOST)


def _without_figure(cell: CellPicture, words: ReadCell) -> ReadCell:
    """Ink that no reading takes for a figure: a dash is a dash, words are words, and the rest is never a blank."""
    height, width = (side - 2 * INK_AROUND for side in cell.pixels.shape)
    if height * _FLAT <= width and height <= _DASH_HIGH and not cell.is_cut:
        return ReadCell("-", 0.9)
    text = words.text if any(map(str.isalnum, words.text)) else NOT_READ
    return ReadCell(text, 0.0, "ink_without_figure")


def _alike(reading: str) -> str:
    """A reading as it is compared: a dot and a comma are one mark, for the unit tells what it means."""
    return _TRAILING.sub("", reading).replace(",", ".").rstrip("%")


def _doubt(cell: CellPicture, text: str, is_words: bool) -> str:
    if is_words:
        return "words_beside"
    if cell.is_faint:
        return "ink_faint"
    if cell.is_cut:
        return "ink_over_border"
    return _miscounted(cell, text)


def _miscounted(cell: CellPicture, text: str) -> str:
    """The marks are counted apart from reading them: a digit or a separator may have been lost or made up."""
    marks = count_marks(cell)
    if marks.lines > 1:
        return "several_lines"
    if "%" in text or "-" in text:
        return ""
    tall = sum(mark.isdigit() or mark == "/" for mark in text)
    separators = sum(mark in ".," for mark in text)
    if marks.tall > tall or (marks.tall < tall and not marks.wide):
        return f"marks_miscounted: {marks.tall} ≠ {tall}"
    if marks.low > separators:
        return "separator_lost"
    return ""
