"""A made-up report whose rows stand otherwise than on the form: moved, swapped, left out, repeated, with strangers.

The figures stay as they are printed, each beside its own label; what a reader may then say is told by `Rearranged`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from cchc.reference.form import FormRow
from cchc.sample.content import Figure, SampleReport
from cchc.text import fold

_BLOCK_MOST = 6  # rows that move together
_FOREIGN = (
    ("Số cuộc họp giao ban về CCHC", "Cuộc"),
    ("Tổng số cán bộ làm công tác văn thư", "Người"),
    ("Số máy vi tính được trang bị mới", "Bộ"),
    ("Kinh phí thực hiện nhiệm vụ CCHC", "Triệu đồng"),
    ("Số sáng kiến được công nhận", "Sáng kiến"),
    ("Tổng", ""),
)


@dataclass(frozen=True)
class Rearranged:
    """The report as it is printed; codes of rows that no longer stand in it, and of those that stand twice with
    figures that differ; and in words what was done."""

    report: SampleReport
    removed: frozenset[str] = frozenset()
    contested: frozenset[str] = frozenset()
    changes: tuple[str, ...] = ()

    def _with(self, rows: list[FormRow], change: str, answers: dict[str, Figure] | None = None) -> Rearranged:
        report = replace(self.report, form=replace(self.report.form, rows=tuple(rows)))
        if answers:
            report = replace(report, answers={**report.answers, **answers})
        return replace(self, report=report, changes=(*self.changes, change))


def faults(made: Rearranged, true: Iterable[Sequence[str]], read: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """What a reader must not say of the report: a clear value that is not printed beside that label alone, and a blank
    where something is. `true` as of the report before its changes."""
    printed = {code: tuple(values) for _, code, *values in true}
    for row in read:
        code, status, values = row["indicator_code"], row["read_status"], (row["value"], row["base_value"])
        is_right = values == printed[code] and code not in made.removed | made.contested
        if status == "clear" and not is_right:
            yield f"{code} clear {'/'.join(filter(None, values))} for {'/'.join(filter(None, printed[code]))}"
        elif status == "blank" and any(printed[code]) and code not in made.removed:
            yield f"{code} blank for {'/'.join(filter(None, printed[code]))}"


def rearranged(report: SampleReport, random: Random, changes: int = 1) -> Rearranged:
    """The report after so many changes, each of a kind and at a place chosen at random."""
    made = Rearranged(report)
    for _ in range(changes):
        made = random.choice(list(CHANGES.values()))(made, random)
    return made


def _swap_neighbours(made: Rearranged, random: Random) -> Rearranged:
    rows = list(made.report.form.rows)
    at = random.choice([at for at in range(len(rows) - 1) if _differ(rows[at], rows[at + 1])])
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return made._with(rows, f"swapped {rows[at + 1].indicator_code} and {rows[at].indicator_code}")


def _swap(made: Rearranged, random: Random) -> Rearranged:
    rows = list(made.report.form.rows)
    one, other = random.sample([at for at, row in enumerate(rows) if row.is_answered], 2)
    if not _differ(rows[one], rows[other]):
        return made
    rows[one], rows[other] = rows[other], rows[one]
    return made._with(rows, f"swapped {rows[other].indicator_code} and {rows[one].indicator_code}")


def _move(made: Rearranged, random: Random) -> Rearranged:
    return _moved(made, random, 1)


def _move_block(made: Rearranged, random: Random) -> Rearranged:
    return _moved(made, random, random.randint(2, _BLOCK_MOST))


def _moved(made: Rearranged, random: Random, length: int) -> Rearranged:
    rows = list(made.report.form.rows)
    start = random.randrange(len(rows) - length)
    block = rows[start : start + length]
    del rows[start : start + length]
    to = random.randrange(len(rows) + 1)
    rows[to:to] = block
    return made._with(rows, f"moved {block[0].indicator_code} (and {length - 1} more) to {to}")


def _remove(made: Rearranged, random: Random) -> Rearranged:
    """A row left out that stands once: of two with figures that differ nobody could say which is its own."""
    rows = list(made.report.form.rows)
    times = Counter(row.indicator_code for row in rows)
    once = [at for at, row in enumerate(rows) if row.is_answered and times[row.indicator_code] == 1]
    gone = rows.pop(random.choice(once))
    without = made._with(rows, f"removed {gone.indicator_code}")
    return replace(without, removed=without.removed | {gone.indicator_code})


def _repeat(made: Rearranged, random: Random) -> Rearranged:
    """A row printed once more, with the same figure or with another one."""
    rows = list(made.report.form.rows)
    at = random.choice([at for at, row in enumerate(rows) if row.is_answered and row.concept in made.report.answers])
    figure = made.report.answers[rows[at].concept]
    is_another = random.random() < 0.5 and figure.value is not None and not rows[at].codes
    if is_another:
        figure = replace(figure, value=figure.value + random.randint(1, 9))
    concept = f"again_{len(made.changes)}"
    once_more = replace(rows[at], concept=concept)
    to = at + 1 if random.random() < 0.5 else random.randrange(len(rows) + 1)
    rows.insert(to, once_more)
    how = "another figure" if is_another else "the same figure"
    repeated = made._with(rows, f"repeated {once_more.indicator_code} at {to} with {how}", {concept: figure})
    if is_another:
        repeated = replace(repeated, contested=repeated.contested | {once_more.indicator_code})
    return repeated


def _add_stranger(made: Rearranged, random: Random) -> Rearranged:
    rows = list(made.report.form.rows)
    label, unit = random.choice(_FOREIGN)
    concept = f"foreign_{len(made.changes)}"
    to = random.randrange(len(rows) + 1)
    stranger = FormRow(
        made.report.form.version, 0, f"X.X.{to}", "", "count", concept, label, unit, (), fold(label), fold(unit)
    )
    rows.insert(to, stranger)
    return made._with(rows, f"added “{label}” at {to}", {concept: Figure(Decimal(random.randint(0, 400)))})


def _differ(row: FormRow, other: FormRow) -> bool:
    return row.folded_label != other.folded_label


CHANGES: dict[str, Callable[[Rearranged, Random], Rearranged]] = {
    "neighbours swapped": _swap_neighbours,
    "two rows swapped": _swap,
    "a row moved": _move,
    "a block moved": _move_block,
    "a row removed": _remove,
    "a row repeated": _repeat,
    "a foreign row added": _add_stranger,
}
