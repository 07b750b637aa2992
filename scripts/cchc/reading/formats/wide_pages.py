"""Pages of a sheet that was printed several pages wide: those that go on to the right are put beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cchc.reading.page_words import Page, Rule, Word
from cchc.reading.pieces import HIDDEN

_WIDE_MOST = 4  # pages that a table is wide
_ROWS_LEAST = 4  # level rules of a page that are held against those of another
_SAME = 1.5  # points within which rules stand at one height
_ALIKE = 0.9  # share of the rules that do


def pages_joined(pages: Sequence[Page]) -> list[Page] | None:
    """The pages with those that go on to the right joined; None where their ruled rows do not fit each other.

    Programs print the pages of one column of pages after another, or row by row.
    """
    ruled = [at for at, page in enumerate(pages) if len(_tops(page)) >= _ROWS_LEAST]
    for wide in range(2, _WIDE_MOST + 1):
        if len(ruled) < wide or len(ruled) % wide:
            continue
        tall = len(ruled) // wide
        for groups in (
            [ruled[row::tall] for row in range(tall)],
            [ruled[row * wide : (row + 1) * wide] for row in range(tall)],
        ):
            if all(_fit(pages[own[0]], pages[other]) for own in groups for other in own[1:]):
                joined = {own[0]: _joined([pages[at] for at in own]) for own in groups}
                gone = {at for own in groups for at in own[1:]}
                return [joined.get(at, page) for at, page in enumerate(pages) if at not in gone]
    return None


def _tops(page: Page) -> list[float]:
    """The heights of a page's level rules, each once."""
    tops: list[float] = []
    for top in sorted(rule.top for rule in page.rules if rule.is_level):
        if not tops or top - tops[-1] > _SAME:
            tops.append(top)
    return tops


def _fit(one: Page, other: Page) -> bool:
    own, others = _tops(one), _tops(other)
    same = sum(any(abs(top - another) <= _SAME for another in others) for top in own)
    return same >= _ALIKE * max(len(own), len(others))


def _joined(pages: list[Page]) -> Page:
    """Pages beside each other, each one's ruled area right after that of the one before."""
    first = pages[0]
    words, rules = list(_seen(first)), list(first.rules)
    for page in pages[1:]:
        aside = max(rule.right for rule in rules) - min(rule.left for rule in page.rules)
        words += [replace(word, left=word.left + aside, right=word.right + aside) for word in _seen(page)]
        rules += [Rule(rule.left + aside, rule.right + aside, rule.top, rule.bottom) for rule in page.rules]
    return replace(
        first,
        width=max(rule.right for rule in rules) + first.width / 10,
        words=tuple(words),
        rules=tuple(rules),
        is_moved=True,
    )


def _seen(page: Page) -> list[Word]:
    """The words of a page; of one that reaches over its edge the rest stands on the next page once more."""
    return [word for word in page.words if HIDDEN not in word.looks]
