"""Two pages printed beside each other on one sheet: each is read as a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cchc.reading.page_words import Page

_GUTTER = 0.01  # share of a sheet's width, to each side of its middle, over which no word stands
_LONG = 0.1  # share of a sheet's width that a rule is longer than if it is a table's, and no reader's mark
_MARGIN = 0.06  # share of a sheet's height, at its top and bottom, where its own number may stand
_RULES_LEAST = 4  # heights of level rules on each side of a sheet that has a table on both


def pages_of_sheets(sheets: Sequence[Page]) -> list[Page]:
    """The pages; those of sheets with two, from the left, where at least one sheet has a table on each side.

    All places stay those of the sheet.
    """
    halves = [_halves(sheet) for sheet in sheets]
    if not any(all(_is_ruled(half) for half in own) for own in halves if len(own) > 1):
        return list(sheets)
    return [half for own in halves for half in own if half.words]


def _halves(sheet: Page) -> list[Page]:
    """The left and right half of a sheet that lies on its side; the whole sheet where something stands over both."""
    middle, gutter = sheet.width / 2, _GUTTER * sheet.width
    top, bottom = _MARGIN * sheet.height, (1 - _MARGIN) * sheet.height
    is_parted = not any(
        word.right > middle - gutter and word.left < middle + gutter and word.top > top and word.bottom < bottom
        for word in sheet.words
    ) and not any(
        rule.left < middle < rule.right and rule.right - rule.left > _LONG * sheet.width for rule in sheet.rules
    )
    if not (sheet.width > sheet.height and is_parted):
        return [sheet]
    return [
        replace(
            sheet,
            left=middle if is_right else 0.0,
            words=tuple(word for word in sheet.words if (word.left + word.right > 2 * middle) == is_right),
            rules=tuple(rule for rule in sheet.rules if (rule.left + rule.right > 2 * middle) == is_right),
            things=tuple(thing for thing in sheet.things if (thing.box[0] + thing.box[2] > 2 * middle) == is_right),
        )
        for is_right in (False, True)
    ]


def _is_ruled(half: Page) -> bool:
    return len({round(rule.top) for rule in half.rules if rule.is_level}) >= _RULES_LEAST
