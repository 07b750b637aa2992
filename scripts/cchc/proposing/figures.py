"""The figures of one report as the search for errors sees them: what stands on the page, and what is beyond doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from cchc.reading.number_grammar import BLANK, CLEAR
from cchc.reference.rules import Key, Known, Rule, Term


@dataclass(frozen=True)
class Figure:
    """A figure as read. `value` is None where nothing can be read; `decimals` is how many are printed.

    `is_settled` figures are not suspects: a person decided, or they come from outside the report. Of a figure that
    `is_typed` no engine made anything; `last_value` is the year before's, `beside` are those of the rows next to it.
    """

    key: Key
    value: Decimal | None
    raw_text: str = ""
    read_status: str = CLEAR
    decimals: int = 0
    answer_type: str = "count"
    codes: tuple[str, ...] = ()
    indicator_code: str | None = None
    position: int | None = None
    page: int | None = None
    lines: tuple[int, int] | None = None
    is_settled: bool = False
    is_typed: bool = False
    last_value: Decimal | None = None
    beside: tuple[Decimal, ...] = ()

    @property
    def is_damaged(self) -> bool:
        """True where something stands on the page, or may, that was not read clearly."""
        return self.read_status not in (CLEAR, BLANK)

    @property
    def is_clear(self) -> bool:
        """True for a number that was read clearly, comes from outside the report, or was decided on as it is."""
        return self.read_status == CLEAR and self.value is not None

    @property
    def is_crisp_typing(self) -> bool:
        """True for a figure that is wrong, if at all, by a slip of who typed it."""
        return self.is_typed and self.is_clear


def with_neighbours(figures: Mapping[Key, Figure]) -> dict[Key, Figure]:
    """The figures, the typed ones with the values of the answers above and below them on the form."""
    placed = (
        (one.position, one) for one in figures.values() if one.position is not None and one.key.measure == "value"
    )
    answers = [one for _, one in sorted(placed, key=lambda pair: pair[0])]
    beside: dict[Key, list[Decimal]] = {}
    for upper, lower in pairwise(answers):
        if upper.answer_type == lower.answer_type:
            for one, other in ((upper, lower), (lower, upper)):
                if other.value is not None:
                    beside.setdefault(one.key, []).append(other.value)
    return {
        key: replace(one, beside=tuple(beside.get(key, ()))) if one.is_typed else one for key, one in figures.items()
    }


@dataclass(frozen=True)
class ReportFigures:
    """All figures of a report, by key, and the rules that are open between them."""

    report_id: str
    figures: Mapping[Key, Figure]
    open_rules: frozenset[str] | None = field(default=None)  # None: every rule that fails is open

    def known(self, changes: Mapping[Key, Decimal | None]):
        """The figures as rules look them up, with changes laid over them."""

        def look_up(term: Term) -> Known | None:
            key = term.key
            figure = self.figures.get(key)
            own = figure.value if figure else None
            value = changes.get(key, own)
            return None if value is None else Known(value, figure.decimals if figure else 0)

        return look_up


def suspects(rule: Rule, report: ReportFigures) -> list[Key]:
    """The figures of a rule that may be wrong, in the rule's order."""
    keys = (term.key for term in rule.terms)
    return [key for key in dict.fromkeys(keys) if (figure := report.figures.get(key)) and not figure.is_settled]
