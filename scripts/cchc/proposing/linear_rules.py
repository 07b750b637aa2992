"""Linear rules over named figures, read from text such as `c1 - 0.3*t >= 0`, with exact coefficients."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from cchc.errors import CchcError

Number = int | Fraction
Cost = Number | float  # positive; infinite for what may not change
Bound = tuple[Number, int]  # a number, and -1 or 1 where values must lie strictly below or above it, 0 where not

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d](?:[\w.]|:(?=\w))*)"
    r"|(?P<comparison>==|!=|<>|<=|>=|=<|=>|:=|=|<|>)"
    r"|(?P<mark>\*\*|%\w*%|&&|\|\||\S))"
)
_NONE = Fraction(0)
_COMPARISONS = ("==", "=", "<=", ">=", "<", ">")
_WORDS = ("if", "else", "and", "or", "not", "in", "is", "function", "lambda", "for")


class RuleRefused(CchcError, ValueError):
    """A rule that is not linear, cannot be read, or names a field that the record does not have."""


@dataclass(frozen=True)
class LinearRule:
    """`lower` <= the sum of coefficient * field <= `upper`; no bound is None, and no coefficient is 0.

    Coefficients and bounds are exact: int, or Fraction where they are not whole.
    """

    name: str
    coefficients: Mapping[str, Number]
    lower: Bound | None
    upper: Bound | None

    @property
    def identity(self) -> tuple:
        """Equal for rules that say the same of the same fields in the same scale."""
        return frozenset(self.coefficients.items()), self.lower, self.upper

    def holds(self, total: Number) -> bool:
        """Whether a sum lies within the bounds."""
        return (self.lower is None or self.lower <= (total, 0)) and (self.upper is None or (total, 0) <= self.upper)


def whole(number: Number) -> Number:
    """The same number, as an int where it is whole: ints are many times faster."""
    return number.numerator if number.denominator == 1 else number


def parse_rule(text: str) -> LinearRule:
    """Read a rule: two linear sides and one of `==` (or `=`), `<=`, `>=`, `<`, `>`.

    A side may have numbers, field names (dots and colons allowed), `+`, `-`, parentheses, and products and quotients
    with constants. Raises RuleRefused, naming the rule and what stands in the way: products of fields, conditions,
    functions, sets, `!=`, chains of comparisons.
    """
    if not isinstance(text, str):
        raise RuleRefused(f"rule {text!r}: expected text such as 'p + c == t'.")
    return _read(text)


def linear_rule(
    name: str, coefficients: Mapping[str, Number], lower: Bound | None = None, upper: Bound | None = None
) -> LinearRule:
    """A rule scaled to whole coefficients, without those that are 0."""
    scale = lcm(*(Fraction(value).denominator for value in coefficients.values()))
    return LinearRule(
        name,
        {field: whole(Fraction(value) * scale) for field, value in coefficients.items() if value},
        lower and (whole(Fraction(lower[0]) * scale), lower[1]),
        upper and (whole(Fraction(upper[0]) * scale), upper[1]),
    )


@lru_cache(maxsize=10_000)  # the same rules come with every record
def _read(text: str) -> LinearRule:
    return _Reader(text).rule()


class _Reader:
    """Recursive descent over the tokens of one rule. A side is its coefficients and, under "", its constant."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [(match.lastgroup or "", match[match.lastgroup or 0]) for match in _TOKEN.finditer(text)]
        self._at = 0

    def rule(self) -> LinearRule:
        self._refuse_foreign()
        left = self._sum()
        kind, comparison = self._next()
        if kind != "comparison":
            raise self._unexpected(comparison, "one of ==, <=, >=, <, >")
        right = self._sum()
        if self._peek()[0] == "comparison":
            raise self._refused("compares more than twice in a chain; write two rules")
        if self._peek()[0] != "end":
            raise self._unexpected(self._peek()[1], "the end of the rule")
        total = _added(left, right, -1)
        constant = -total.pop("", 0)
        lower = {"==": (constant, 0), "=": (constant, 0), ">=": (constant, 0), ">": (constant, 1)}.get(comparison)
        upper = {"==": (constant, 0), "=": (constant, 0), "<=": (constant, 0), "<": (constant, -1)}.get(comparison)
        return linear_rule(self._text.strip(), total, lower, upper)

    def _refuse_foreign(self) -> None:
        """Name what no linear rule has, before a mere complaint about the order of tokens."""
        for at, (kind, token) in enumerate(self._tokens):
            after = self._tokens[at + 1][1] if at + 1 < len(self._tokens) else ""
            if kind == "comparison" and token not in _COMPARISONS:
                raise self._refused(f"compares with {token}; only ==, <=, >=, <, > are linear")
            if kind == "name" and token in _WORDS:
                raise self._refused(f"has {token!r}, a condition; only linear rules can be taken")
            if kind == "name" and after == "(":
                raise self._refused(f"calls the function {token}; only linear rules can be taken")
            if kind == "mark" and (token not in "+-*/()" or token == "**"):
                raise self._refused(f"has {token!r}; only + - * / and parentheses make a linear rule")

    def _sum(self) -> dict[str, Fraction]:
        total = self._product()
        while self._peek()[1] in ("+", "-"):
            sign = 1 if self._next()[1] == "+" else -1
            total = _added(total, self._product(), sign)
        return total

    def _product(self) -> dict[str, Fraction]:
        result = self._signed()
        while self._peek()[1] in ("*", "/"):
            operator, factor = self._next()[1], self._signed()
            if operator == "/":
                if set(factor) - {""}:
                    raise self._refused(f"divides by the field {_a_field(factor)}; only constants may divide")
                if not factor.get(""):
                    raise self._refused("divides by 0")
                factor = {"": 1 / factor[""]}
            if set(factor) - {""}:
                if set(result) - {""}:
                    raise self._refused(f"multiplies the fields {_a_field(result)} and {_a_field(factor)}")
                result, factor = factor, result
            result = {field: value * factor.get("", 0) for field, value in result.items()}
        return result

    def _signed(self) -> dict[str, Fraction]:
        kind, token = self._next()
        if token in ("+", "-"):
            return _added({}, self._signed(), 1 if token == "+" else -1)
        if kind == "number":
            return {"": Fraction(token)}
        if kind == "name":
            return {token: Fraction(1)}
        if token == "(":
            inner = self._sum()
            if self._peek()[0] == "comparison":
                raise self._refused("compares inside parentheses; only linear rules can be taken")
            closing = self._next()[1]
            if closing != ")":
                raise self._unexpected(closing, "a closing parenthesis")
            return inner
        raise self._unexpected(token, "a number, a field or a parenthesis")

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self._at += 1
        return token

    def _unexpected(self, token: str, expected: str) -> RuleRefused:
        return self._refused(f"cannot be read: {repr(token) if token else 'its end'} stands where {expected} should")

    def _refused(self, why: str) -> RuleRefused:
        return RuleRefused(f"rule {self._text.strip()!r} {why}.")


def _added(left: Mapping[str, Fraction], right: Mapping[str, Fraction], sign: int) -> dict[str, Fraction]:
    return {field: left.get(field, _NONE) + sign * right.get(field, _NONE) for field in dict.fromkeys([*left, *right])}


def _a_field(side: Mapping[str, Fraction]) -> str:
    return next(field for field in side if field)
