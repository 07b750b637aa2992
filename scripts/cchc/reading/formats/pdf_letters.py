"""The letters of a PDF's page and how they look: struck out, hidden, raised; and the words that they make."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy
import pypdfium2 as pdfium
import pypdfium2.raw as pdf_c

from cchc.reading.formats.pdf_drawing import Drawing, Placing
from cchc.reading.page_words import GAP, PLAIN, Word
from cchc.reading.pieces import HIDDEN, LOWERED, RAISED, STRUCK, seen_by
from cchc.text import nfc

_BASELINE = 0.12  # letters within this share of their height stand on one line
_UPRIGHT, _ASLANT = 0.05, 0.1  # radians that letters may be turned; from so many to the next side on they are aslant
_LARGE = 3  # letters aslant of so many times the usual height are a mark behind the page's words
_AGAIN = 0.12  # share of a letter's height within which the same letter was drawn once more, to look bold
_ROW = 4.0  # points, more than twice what such letters may be apart
_STRUCK_FROM, _STRUCK_TO = 0.1, 0.6  # shares of a letter's height over its baseline where a line strikes it out
_CROSSED = 0.3  # share of a letter's height within which a slanted stroke meets its middle
_DRAWN_MOST = 300  # with more shapes than this a page's strokes are letters or charts
_SCALE = 2.0  # pixels a point of the picture in which ink is looked for
_AROUND = 2  # pixels over and under a letter
_FIGURE_GAP = 0.06  # share of the letters' height that parts a figure from letters after it, as in a cell of its own
_TINY = 2.5  # points of a letter that nobody sees
_MUCH_SMALLER = 0.75  # share of the height of the letter before one that is no part of the same figure
_SMALLER, _LIFTED, _LIFTED_MOST = 0.87, (0.06, 0.14), 0.65  # shares of the height of the letter before a raised one
_BESIDE = 0.35  # share of its height within which a raised letter follows it
_MARK_LENGTH = 4  # letters of a mark


class Letters:
    """The letters of a page, in the file's order: text and places as arrays of the page as it is shown."""

    def __init__(self, text: pdfium.PdfTextPage, count: int, place: Placing) -> None:
        box, x, y = pdf_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        turned = math.radians(place.turned)
        self._text, self._place = text, place
        self.marks: list[str] = []
        self._at: list[int] = []
        rows: list[tuple[float, ...]] = []
        self.broken = 0
        self._retold: set[int] = set()
        aslant: list[int] = []
        for at in range(count):
            code = pdf_c.FPDFText_GetUnicode(text, at)
            letter = "-" if code in (0x2, 0xFFFE, 0xAD) else chr(code)  # PDFium's marks for a hyphen at a line's end
            if pdf_c.FPDFText_IsGenerated(text, at) == 1 and letter != "-":
                continue
            pdf_c.FPDFText_GetLooseCharBox(text, at, box)
            pdf_c.FPDFText_GetCharOrigin(text, at, x, y)
            rows.append((box.left, box.top, box.right, box.bottom, x.value, y.value))
            if not letter.isspace():
                angle = (pdf_c.FPDFText_GetCharAngle(text, at) + turned + _UPRIGHT) % math.tau
                own_use = 0xE000 <= code <= 0xF8FF
                is_broken = angle > 2 * _UPRIGHT or not letter.isprintable() or own_use or code == 0xFFFD
                if _ASLANT < (angle - _UPRIGHT) % (math.pi / 2) < math.pi / 2 - _ASLANT:
                    aslant.append(len(self.marks))
                self.broken += is_broken or pdf_c.FPDFText_HasUnicodeMapError(text, at) == 1
            self.marks.append(letter)
            self._at.append(at)
        places = numpy.array(rows).reshape(-1, 6)
        (x_one, y_one), (x_other, y_other) = place.point(*places[:, 0:2].T), place.point(*places[:, 2:4].T)
        self.left, self.right = numpy.minimum(x_one, x_other), numpy.maximum(x_one, x_other)
        self.top, self.bottom = numpy.minimum(y_one, y_other), numpy.maximum(y_one, y_other)
        self.baseline = place.point(*places[:, 4:6].T)[1]
        self.height = self.bottom - self.top
        self._behind = {at for at in aslant if self.height[at] > _LARGE * numpy.median(self.height)}
        self.turned = self._backwards()
        self.broken += len(self.turned) - len(self._behind)

    def _backwards(self) -> set[int]:
        """The letters that follow each other from right to left, mirrored or upside down."""
        if len(self) < 2:
            return set()
        near = _BESIDE * self.height[:-1]
        follows = (numpy.abs(self.left[:-1] - self.right[1:]) <= near) & (self.right[1:] > self.left[1:])
        follows &= numpy.abs(self.baseline[:-1] - self.baseline[1:]) <= _BASELINE * self.height[:-1]
        pairs = [at for at in numpy.flatnonzero(follows).tolist() if self._is_turned(at) or self._is_turned(at + 1)]
        return {letter for at in pairs for letter in (at, at + 1)}

    def _is_turned(self, at: int) -> bool:
        matrix = pdf_c.FS_MATRIX()
        return bool(pdf_c.FPDFText_GetMatrix(self._text, self._at[at], matrix)) and matrix.a < 0

    def __len__(self) -> int:
        return len(self.marks)

    def words(self, page: pdfium.PdfPage, drawing: Drawing, look_at_all: bool) -> tuple[Word, ...]:
        """The words of the page. `look_at_all`: look for the ink of every letter, not of those beside figures alone."""
        if not len(self):
            return ()
        again = self._drawn_again() | self._behind
        self._retold = self._told_otherwise(drawing) if drawing.retold else set()
        looks, over = self._looks(drawing)
        words = list(self._joined(again, looks, over))
        pale = self._without_ink(page, words, look_at_all, looks)
        if pale:
            for at, seen in pale.items():
                looks[at] = looks.get(at, PLAIN) | seen
            words = list(self._joined(again, looks, over))
        return tuple(_with_raised([word for word, _ in words]))

    def _drawn_again(self) -> set[int]:
        """The letters that stand where the same letter stood before."""
        codes = numpy.array([0 if mark.isspace() else ord(mark) for mark in self.marks])
        near = _AGAIN * self.height
        again: set[int] = set()
        for shift in (0.0, _ROW / 2):  # letters at one height stand in one row of one of the two ways to part the page
            rows = numpy.floor((self.baseline + shift) / _ROW)
            order = numpy.lexsort((self.left, rows, codes))
            one, other = order[:-1], order[1:]
            same = (codes[one] == codes[other]) & (codes[one] > 0) & (rows[one] == rows[other])
            same &= self.left[other] - self.left[one] <= near[one]
            same &= numpy.abs(self.baseline[other] - self.baseline[one]) <= near[one]
            again.update(numpy.maximum(one, other)[same].tolist())
        return again

    def _looks(self, drawing: Drawing) -> tuple[dict[int, frozenset[str]], set[int]]:
        """How letters look that do not look plain; and those under a picture."""
        looks: dict[int, frozenset[str]] = {}
        over: set[int] = set()
        middle_x, middle_y = (self.left + self.right) / 2, self.baseline - 0.3 * self.height

        def add(found: numpy.ndarray, look: str) -> None:
            for at in found.tolist():
                looks[at] = looks.get(at, PLAIN) | {look}

        width, height = self._place.width, self._place.height
        outside = (middle_x < 0) | (middle_x > width) | (middle_y < 0) | (middle_y > height)
        add(numpy.flatnonzero(outside | (self.height < _TINY)), HIDDEN)
        for cover in drawing.covers:
            left, top, right, bottom = cover.box
            inside = numpy.flatnonzero((middle_x > left) & (middle_x < right) & (middle_y > top) & (middle_y < bottom))
            under = [at for at in inside.tolist() if self._order(drawing, at) < cover.order]
            if cover.is_picture:
                over.update(under)
            else:
                add(numpy.array(under, dtype=int), HIDDEN)
        order = numpy.argsort(self.baseline, kind="stable")
        baselines = self.baseline[order]
        tallest = float(self.height.max())
        for rule in drawing.rules:
            if not rule.is_level:
                continue
            y = (rule.top + rule.bottom) / 2
            start, end = numpy.searchsorted(baselines, (y, y + _STRUCK_TO * tallest))
            if start == end:
                continue
            near = order[start:end]
            above = (self.baseline[near] - y) / numpy.maximum(self.height[near], 0.1)
            crossed = (above > _STRUCK_FROM) & (above < _STRUCK_TO)
            crossed &= (middle_x[near] > rule.left) & (middle_x[near] < rule.right)
            add(near[crossed], STRUCK)
        if drawing.paths <= _DRAWN_MOST:
            for x, y, x_other, y_other in drawing.strokes:
                add(numpy.flatnonzero(self._crosses(x, y, x_other, y_other, middle_x, middle_y)), STRUCK)
        return looks, over

    def _crosses(self, x, y, x_other, y_other, middle_x, middle_y) -> numpy.ndarray:
        """Where the middles of letters lie near a stroke."""
        length = max((x_other - x) ** 2 + (y_other - y) ** 2, 1e-6)
        along = numpy.clip(((middle_x - x) * (x_other - x) + (middle_y - y) * (y_other - y)) / length, 0, 1)
        away = numpy.hypot(middle_x - x - along * (x_other - x), middle_y - y - along * (y_other - y))
        return away < _CROSSED * self.height

    def _told_otherwise(self, drawing: Drawing) -> set[int]:
        found = set()
        for at, own in enumerate(self._at):
            thing = pdf_c.FPDFText_GetTextObject(self._text, own)
            if thing and ctypes.addressof(thing.contents) in drawing.retold:
                found.add(at)
        return found

    def _order(self, drawing: Drawing, at: int) -> int:
        thing = pdf_c.FPDFText_GetTextObject(self._text, self._at[at])
        return drawing.texts.get(ctypes.addressof(thing.contents), 0) if thing else 0

    def _without_ink(self, page, words, look_at_all: bool, looks) -> dict[int, frozenset[str]]:
        """The letters that leave no mark on the page, or a faint one: white, invisible, on a layer that is off, cut
        off."""
        figures = [at for word, own in words if any(mark.isdecimal() for mark in word.text) for at in own]
        if figures and not look_at_all and not self._pale(_drawn(page), figures, looks):
            return {}
        everything = [at for _, own in words for at in own]
        return self._pale(_drawn(page), everything, looks)  # where one figure is hidden, words may be too

    def _pale(self, pixels: numpy.ndarray, letters: list[int], looks) -> dict[int, frozenset[str]]:
        sides = [ctypes.c_double() for _ in range(4)]
        shown = [at for at in letters if HIDDEN not in looks.get(at, PLAIN) and self.marks[at].isalnum()]
        boxes = numpy.zeros((len(shown), 4))
        for box, at in zip(boxes, shown, strict=True):
            pdf_c.FPDFText_GetCharBox(self._text, self._at[at], *sides)
            box[:] = [side.value for side in sides]
        (x, y), (x_other, y_other) = self._place.point(boxes[:, 0], boxes[:, 3]), self._place.point(*boxes[:, 1:3].T)
        start = numpy.ceil(numpy.minimum(x, x_other) * _SCALE).astype(int)
        end = numpy.maximum(numpy.floor(numpy.maximum(x, x_other) * _SCALE).astype(int), start + 1)
        top = numpy.floor(numpy.minimum(y, y_other) * _SCALE).astype(int) - _AROUND
        bottom = numpy.ceil(numpy.maximum(y, y_other) * _SCALE).astype(int) + _AROUND
        edges = numpy.maximum(numpy.stack([top, bottom, start, end], axis=1), 0).tolist()
        seen = ((at, seen_by(_contrast(pixels, *edge))) for at, edge in zip(shown, edges, strict=True))
        pale = {at: look for at, look in seen if look}
        for at in letters:  # a dot has too little ink to be told by: it looks as what it stands after
            if not self.marks[at].isalnum() and at - 1 in pale:
                pale[at] = pale[at - 1]
        return pale

    def _joined(self, again: set[int], looks, over: set[int]) -> Iterator[tuple[Word, list[int]]]:
        """Letters that follow each other without a gap, on one line: each word with its letters."""
        left, right = self.left.tolist(), self.right.tolist()
        baseline, height = self.baseline.tolist(), self.height.tolist()
        run: list[int] = []
        for at, mark in enumerate(self.marks):
            if at in again:
                continue
            if mark.isspace():
                if run:
                    yield self._word(run, looks, over), run
                run = []
                continue
            if run:
                last = run[-1]
                tall = max(height[last], height[at])
                gap = left[at] - right[last]
                on_line = abs(baseline[last] - baseline[at]) <= _BASELINE * tall and -tall / 2 <= gap <= GAP * tall
                low = min(height[last], height[at])
                is_mark = low < _SMALLER * tall and mark.isdecimal() and self.marks[last].isdecimal()
                is_beside_figure = gap > _FIGURE_GAP * tall and _ends_figure(self.marks[last], mark)
                if on_line and looks.get(last) == looks.get(at) and not (is_mark or is_beside_figure):
                    run.append(at)
                    continue
                yield self._word(run, looks, over, glued=not is_beside_figure), run
            run = [at]
        if run:
            yield self._word(run, looks, over), run

    def _doubt(self, run: list[int], over: set[int]) -> str:
        if not self.turned.isdisjoint(run):
            return "letters_turned"
        if not self._retold.isdisjoint(run):
            return "letters_retold"
        return "picture_over_cell" if over and not over.isdisjoint(run) else ""

    def _word(self, run: list[int], looks, over: set[int], glued: bool = False) -> Word:
        return Word(
            nfc("".join(self.marks[at] for at in run)),
            float(min(self.left[at] for at in run)),
            float(max(self.right[at] for at in run)),
            float(min(self.top[at] for at in run)),
            float(max(self.bottom[at] for at in run)),
            float(self.baseline[run[0]]),
            glued,
            looks.get(run[0], PLAIN),
            self._doubt(run, over),
        )


def _ends_figure(mark: str, following: str) -> bool:
    """True between a figure, or the dot after a row's number, and letters or a bracket."""
    return (mark.isdecimal() or mark == ".") and (following.isalpha() or following == "(")


def _drawn(page: pdfium.PdfPage) -> numpy.ndarray:
    """The page as grey levels, shape (height, width)."""
    pixels = page.render(scale=_SCALE, grayscale=True).to_numpy()
    return pixels.reshape(pixels.shape[:2])


def _contrast(pixels: numpy.ndarray, top: int, bottom: int, start: int, end: int) -> int:
    own = pixels[top:bottom, start:end]
    return int(own.max()) - int(own.min()) if own.size else 0


def _with_raised(words: list[Word]) -> list[Word]:
    """The words; short ones that stand raised beside a taller word look so, and then stand on its line."""
    short = [at for at, word in enumerate(words) if len(word.text) <= _MARK_LENGTH]
    if not short or len(words) < 2:
        return words
    right, baseline, height = (
        numpy.array([getattr(word, name) for word in words]) for name in ("right", "baseline", "height")
    )
    left, own_baseline, own_height = (
        numpy.array([getattr(words[at], name) for at in short])[:, None] for name in ("left", "baseline", "height")
    )
    lift = (baseline - own_baseline) / numpy.maximum(height, 0.1)
    beside = numpy.abs(left - right) <= _BESIDE * height
    is_smaller = own_height < _SMALLER * height
    least = numpy.where(is_smaller, *_LIFTED)
    raised = beside & (lift > least) & (lift < _LIFTED_MOST) & (own_height < 1.05 * height)
    lowered = beside & (lift < -0.1) & (lift > -0.5) & is_smaller
    figures = numpy.array([word.text[-1:].isdecimal() for word in words])  # the boxes of words in other fonts differ
    lowered |= beside & (numpy.abs(lift) < 0.1) & (own_height < _MUCH_SMALLER * height) & figures & figures[short, None]
    found = list(words)
    for look, where in ((LOWERED, lowered), (RAISED, raised)):
        for one, base in zip(*(side.tolist() for side in numpy.nonzero(where)), strict=True):
            at = short[one]
            found[at] = replace(words[at], baseline=words[base].baseline, looks=words[at].looks | {look}, glued=False)
    return found
