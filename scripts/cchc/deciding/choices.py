"""What the lists of the workbooks offer to choose from, and which code was chosen."""

from __future__ import annotations

import re

from cchc.reference.code_words import code_words
from cchc.reference.verdicts import DISTRICT_CORRECTED, OCR_ERROR

AS_REPORTED = "as_reported"  # a district's answer: what the report says is right; the rules tell which verdict that is
A_FIGURE = "a_figure"  # a district's answer: the true figure, and not a word on whose mistake the other one was
ANSWERS_OFFERED = (AS_REPORTED, DISTRICT_CORRECTED, OCR_ERROR)
SIGNED_ANSWER = "D"  # the grade of what a district states
ON_PAPER = "E"  # the grade of what a person read on the paper
_PLACE = re.compile(r"\b(?:trang|tr|tờ|dòng|page|p|sheet|line)\b[\s.:]*\d", re.IGNORECASE)


def grades() -> tuple[str, ...]:
    """The kinds of evidence, by their letters."""
    return tuple(code_words("evidence_grade"))


def names_place(evidence: str) -> bool:
    """Whether it names a page or a line: `trang 9`, `tr.9`, `page 9`."""
    return bool(_PLACE.search(evidence))


def verdict_choice(verdict: str) -> str:
    """A verdict as the list offers it: Vietnamese words, with its code."""
    return f"{code_words('verdict')[verdict].title_vi} ({verdict})"


def verdict_choices() -> list[str]:
    """All verdicts as the list offers them."""
    return [verdict_choice(verdict) for verdict in code_words("verdict")]


def verdict_of(choice: str) -> str | None:
    """The verdict that a cell of the list says, or None. Its code alone will do."""
    return next((verdict for verdict in code_words("verdict") if choice in (verdict, verdict_choice(verdict))), None)


def answer_choice(answer: str) -> str:
    """A district's answer as the list offers it, or as it is told."""
    return code_words("district_answer")[answer].title_vi


def answer_choices() -> list[str]:
    """All answers that a district may choose."""
    return [answer_choice(answer) for answer in ANSWERS_OFFERED]


def answer_of(choice: str) -> str | None:
    """The answer of a district that a cell of the list says, or None."""
    return next((answer for answer in ANSWERS_OFFERED if choice == answer_choice(answer)), None)
