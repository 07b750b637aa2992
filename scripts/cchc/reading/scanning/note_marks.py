"""Marks of footnotes beside a figure on a scan: small, raised, and to the engine a digit like any other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median

from cchc.reading.scanning.cell_pictures import INK_AROUND, CellPicture, Mark, marks_of

_FULL = 0.8  # of the highest mark's height: as high are the digits, which stand on the line
_RAISED, _SMALL = 0.3, 0.8  # of that height: so far above the line, and no higher, is a raised mark
_LIFTED, _LESS = 0.14, 0.88  # so far above and so much less high is no digit that stands on the line
_LEAST = 0.18  # of that height: lower is a dot, a dash or dirt
_ASIDE = 0.15  # of that height by which a mark may reach over its figure


@dataclass(frozen=True)
class Unmarked:
    """A cell's picture without the raised marks before and after its figure; whether there were any.

    `doubt` says why what stands higher than the digits may be something else, '' if nothing does.
    """

    picture: CellPicture
    is_marked: bool = False
    doubt: str = ""


def without_note_marks(cell: CellPicture) -> Unmarked:
    """The cell without its notes' marks. What stands within the figure, or over other ink, is doubted and stays."""
    marks = marks_of(cell)
    highest = max((mark.height for mark in marks), default=0)
    full = [mark for mark in marks if mark.height >= _FULL * highest]
    others = [mark for mark in marks if _LEAST * highest <= mark.height < _LESS * highest and mark not in full]
    if not full or not others:
        return Unmarked(cell)
    line = median(mark.bottom for mark in full)
    raised = [mark for mark in others if line - mark.bottom >= _RAISED * highest and mark.height < _SMALL * highest]
    lifted = [mark for mark in others if line - mark.bottom >= _LIFTED * highest and mark not in raised]
    first, last = min(mark.left for mark in full), max(mark.right for mark in full)
    aside = _ASIDE * highest
    beside = [mark for mark in raised if mark.left >= last - aside or mark.right <= first + aside]
    standing = [mark for mark in marks if mark not in raised]
    if lifted or len(beside) < len(raised) or any(_is_over(mark, other) for mark in beside for other in standing):
        return Unmarked(cell, doubt="mark_raised")
    return Unmarked(_wiped(cell, beside, standing), bool(beside))


def _is_over(mark: Mark, other: Mark) -> bool:
    """True if both may be parts of one broken digit: most of the mark is over the other."""
    return min(mark.right, other.right) - max(mark.left, other.left) > (mark.right - mark.left) / 2


def _wiped(cell: CellPicture, beside: list[Mark], standing: list[Mark]) -> CellPicture:
    """The cell's picture without the marks beside, cut to what stands."""
    if not beside:
        return cell
    pixels = cell.pixels.copy()
    for mark in beside:
        pixels[max(mark.top - 2, 0) : mark.bottom + 2, max(mark.left - 2, 0) : mark.right + 2] = round(cell.paper)
    left, top = (
        max(min(side) - INK_AROUND, 0) for side in zip(*((one.left, one.top) for one in standing), strict=True)
    )
    right, bottom = (
        max(side) + INK_AROUND for side in zip(*((one.right, one.bottom) for one in standing), strict=True)
    )
    return replace(cell, pixels=pixels[top:bottom, left:right], left=cell.left + left, top=cell.top + top)
