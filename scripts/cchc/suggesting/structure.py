"""What the form's own shape says of its figures, before any report: parts, stages, rates, shares, bounds.

Every rule found here is one that a reader of the blank form would expect. Whether it is suggested is for the reports
to say, where there are any (cchc.suggesting.judging).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cchc.reference.rules import COMMUNES
from cchc.suggesting.candidates import (
    COMMUNE_BOUND,
    FIRST_OF_GROUP,
    HEADING,
    NARROWER,
    OWN_BASE,
    PARENT,
    PARENT_BASE,
    RATE,
    SHARE,
    SHARES,
    STAGE,
    STOCK,
    TOTAL,
    Candidate,
    equal,
    of_nothing,
    rate,
    within,
)
from cchc.suggesting.form_lines import FormLines, Line

_PARTS_MOST = 9  # of one total: every choice among them is looked at
_WORDS_OF_A_KIND = 2  # a label of fewer words is too general for others to be a narrower case of it
_WORDS_ANYWHERE = 3  # and one of fewer than this only in its own section
_WORDS_OF_A_PLACE = 2  # that two labels end with, as “Cổng DVC”
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Family:
    """A row that may be the total of others. `is_partition`: by the form all of `parts` together are the total."""

    total: Line
    parts: tuple[Line, ...]
    is_partition: bool
    is_within: bool


def structural(form: FormLines) -> Iterator[Candidate]:
    """Every rule that the form suggests, firmest first, but for totals that are all their parts (`partition`)."""
    yield from _of_percentages(form)
    yield from _of_ratios(form)
    yield from _of_communes(form)
    yield from _of_rates(form)
    yield from _of_parents(form)
    yield from _of_stages(form)
    yield from _of_narrower(form)
    yield from _of_stocks(form)
    yield from _of_first_rows(form)
    for family in families(form):
        if family.is_within:
            yield within((part.value for part in family.parts), (family.total.value,), TOTAL, is_firm=True)


def families(form: FormLines) -> Iterator[Family]:
    """Rows that may be totals: over the rows under them, or a row “Tổng số” over those that follow it."""
    for line in form.lines:
        parts = [one for one in _parts(form, line) if one.same_unit(line)]
        if line.is_number and 2 <= len(parts) <= _PARTS_MOST:
            # Some of what was issued in time and some of it by procedure are no parts; kinds of a total are.
            narrows = not line.label.is_total and any(part.label.narrows(line.label) for part in parts)
            of_stages = any(_is_stage(earlier, later) for earlier in (line, *parts) for later in parts)
            has_total = any(part.label.is_total for part in parts)
            is_partition = not (narrows or of_stages or has_total)
            yield Family(line, tuple(parts), is_partition, _is_stage_of_all(line, parts))
    for group in form.groups():
        for at, line in enumerate(group):
            if line.is_number and line.label.is_total:
                parts = _following(line, group[at + 1 :])
                if len(parts) >= 2:
                    yield Family(line, tuple(parts), False, _is_stage_of_all(line, parts))


def partition(family: Family) -> Candidate | None:
    """What the form says of a family where reports do not: all parts are the total, or nothing."""
    if not family.is_partition:
        return None
    return equal("sum", family.total.value, (part.value for part in family.parts), TOTAL, is_firm=True)


def _parts(form: FormLines, line: Line) -> list[Line]:
    """The counting rows under a row; those under a row “Trong đó:” count as under the row above it."""
    found = []
    for one in form.under(line):
        found += form.numbers_under(one) if one.label.is_part and not one.is_number else [one] * one.is_number
    return [one for one in found if not one.label.has("left")]


def _following(total: Line, rest: list[Line]) -> list[Line]:
    found: list[Line] = []
    for one in rest:
        is_part = one.is_number and one.same_unit(total) and not (one.label.is_total or one.label.has("left"))
        if not is_part or len(found) == _PARTS_MOST:
            break
        found.append(one)
    return found


def _is_stage(earlier: Line, later: Line) -> bool:
    return bool(earlier.label.due_at & later.label.done_at) and earlier.label.same_thing(later.label)


def _is_stage_of_all(total: Line, parts: list[Line]) -> bool:
    """Whether every part tells what was done of what the total says was due, each in another way."""
    own = {part.label.counted for part in parts}
    return len(own) == len(parts) and all(_is_stage(total, part) for part in parts)


def _of_percentages(form: FormLines) -> Iterator[Candidate]:
    for line in form.lines:
        if line.answer_type == "percent" and not line.may_pass_100:
            yield Candidate("range", "<=", (line.value,), (), SHARE, _HUNDRED, is_firm=True, is_proven=True)
        shares = [one for one in form.under(line) if one.answer_type == "percent" and not one.may_pass_100]
        if line.is_number and len(shares) > 1:
            yield Candidate("share", "<=", tuple(one.value for one in shares), (), SHARES, _HUNDRED)


def _of_ratios(form: FormLines) -> Iterator[Candidate]:
    for line in form.lines:
        if line.answer_type == "ratio":
            yield within((line.value,), (line.base,), OWN_BASE, is_firm=True, is_proven=True)
            parent = form.by_code.get(line.parent)
            if parent is not None and parent.answer_type == "ratio":
                yield equal("same_figure", line.base, (parent.base,), PARENT_BASE, is_firm=True)


def _of_communes(form: FormLines) -> Iterator[Candidate]:
    for line in form.lines if form.is_of_units_with_communes else ():
        if line.answer_type == "count" and line.label.counts_communes:
            yield within((line.value,), (COMMUNES,), COMMUNE_BOUND, is_firm=True, is_proven=True)


def _of_rates(form: FormLines) -> Iterator[Candidate]:
    """A percentage with two counts under it: of what, and how many of them."""
    for line in form.lines:
        counts = form.numbers_under(line)
        if line.answer_type == "percent" and len(counts) == 2:
            whole, part = counts
            if _is_stage(part, whole) or (part.label.is_total and not whole.label.is_total):
                whole, part = part, whole
            yield rate(line.value, part.value, whole.value, RATE, is_firm=True)
            if not line.may_pass_100:
                yield within((part.value,), (whole.value,), RATE, is_firm=True)
                yield of_nothing(line.value, whole.value)


def _of_parents(form: FormLines) -> Iterator[Candidate]:
    for line in form.lines:
        if not line.is_number:
            continue
        parts = [one for one in _parts(form, line) if one.same_unit(line)]
        if line.is_heading_with_figure:
            if parts:
                yield equal(
                    "same_figure", line.value, (parts[0].value,), HEADING, is_firm=parts[0].label.is_total
                )  # fmt: skip
            continue
        for part in parts:
            yield within((part.value,), (line.value,), PARENT, is_firm=True)
    for group in form.groups():
        for above, line in pairwise(group):
            if line.label.is_part and line.is_number and above.is_number and above.same_unit(line):
                yield within((line.value,), (above.value,), PARENT, is_firm=True)


def _of_stages(form: FormLines) -> Iterator[Candidate]:
    """What was done is not more than what was due: the nearest row above in the group that tells of the due.

    The rows under a percentage are of the group that it stands in.
    """
    for group in form.groups():
        rows = [one for line in group for one in (form.under(line) if line.answer_type == "percent" else [line])]
        numbers = [line for line in rows if line.is_number and not line.label.has("left")]
        for at, later in enumerate(numbers):
            for stage in sorted(later.label.done_at):
                earlier = next(
                    (one for one in reversed(numbers[:at]) if stage in one.label.due_at and _is_comparable(one, later)),
                    None,
                )
                if earlier is not None:
                    yield within((later.value,), (earlier.value,), STAGE)


def _is_comparable(one: Line, other: Line) -> bool:
    """Whether two rows count the same; of two that stand under different rows, only where their unit is printed."""
    is_beside = one.parent == other.parent or bool(one.unit_vi and other.unit_vi)
    return is_beside and one.same_unit(other) and one.label.same_thing(other.label)


def _of_narrower(form: FormLines) -> Iterator[Candidate]:
    numbers = [line for line in form.lines if line.is_number and line.label.counts and not line.label.has("left")]
    for line in numbers:
        wider = [
            one
            for one in numbers
            if line.label.narrows(one.label)
            and one.same_unit(line)
            and (one.parent == line.parent or not one.label.is_of_work)
            and len(one.label.counted) >= (_WORDS_OF_A_KIND if _section(one) == _section(line) else _WORDS_ANYWHERE)
        ]
        above = [one for one in wider if one.position < line.position]
        if wider:
            yield within((line.value,), ((above[-1] if above else wider[0]).value,), NARROWER)


def _of_stocks(form: FormLines) -> Iterator[Candidate]:
    for stock in form.lines:
        if not (stock.is_number and stock.label.is_total and stock.label.has("stock")):
            continue
        for line in form.lines:
            is_part = line.is_number and line.label.counts and line.label.same_thing(stock.label)
            if (
                is_part
                and line is not stock
                and line.unit_vi == stock.unit_vi
                and not (line.label.has("left") or line.label.has("new"))
            ):
                yield within((line.value,), (stock.value,), STOCK)


def _of_first_rows(form: FormLines) -> Iterator[Candidate]:
    """Rows of a group that end with the same place as its first: those there, against all there."""
    for group in form.groups():
        above = form.by_code.get(group[0].parent)
        if above is not None and above.is_number:
            continue  # parts of the row above, and not of each other
        numbers = [line for line in group if line.is_number and line.label.counts]
        for line in numbers[1:]:
            first = numbers[0]
            if first.label.is_of_work:
                break
            is_alike = line.same_unit(first) and line.label.same_thing(first.label) and not line.label.has("left")
            is_of_it = first.label.things < line.label.things
            if is_alike and is_of_it and line.label.shared_end(first.label) >= _WORDS_OF_A_PLACE:
                yield within((line.value,), (first.value,), FIRST_OF_GROUP, wants_reports=True)


def _section(line: Line) -> str:
    return line.code.split(".")[0]
