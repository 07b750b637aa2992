"""What a row of a form may be answered with, as far as its unit, its label and an answer that stands there tell."""

from __future__ import annotations

import re

from cchc.reading.table.known_labels import folded_text

_NAME_FIRST = re.compile(r"([^=:;,/|]*?[^\W\d_][^=:;,/|]*?)\s*[=:]\s*(\d{1,2})(?!\d)")  # `Có = 1`
_CODE_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s*[=:.–-]\s*([^=:;,/|\d]*[^\W\d_][^=:;,/|\d]*)")  # `1 = Có`
_IN_BRACKETS = re.compile(r"([^=:;,/|()]*[^\W\d_][^=:;,/|()]*?)\s*\(\s*(\d{1,2})\s*\)")  # `Có (1)`
_YES_OR_NO = re.compile(r"co\s*[/,;]\s*khong|khong\s*[/,;]\s*co")
_RATIO = re.compile(r"\d[\d.]*\s*/\s*\d[\d.]*")
_RATIO_UNIT = re.compile(r"(so luong|tu so)\s*/\s*(tong so|mau so)|\bx/y\b")
_OF_A_PLAN = re.compile(r"\b(ke hoach|chi tieu|so voi|nam truoc|cung ky)\b")

Codes = tuple[tuple[str, str], ...]


def codes_of(unit: str) -> Codes:
    """The code list that a unit prints: code and meaning, in the order of print; () where it prints none."""
    if _YES_OR_NO.fullmatch(folded_text(unit)):
        return (("1", "Có"), ("0", "Không"))
    for pattern, code_at in ((_CODE_FIRST, 0), (_NAME_FIRST, 1), (_IN_BRACKETS, 1)):
        if code_at == 0 and not re.match(r"\s*\d", unit):
            continue
        found = [(one[code_at], one[1 - code_at].strip(" .-–()")) for one in pattern.findall(unit)]
        if len(found) > 1 and len({code for code, _ in found}) == len(found):
            return tuple(found)
    return ()


def answer_type_of(label: str, unit: str, answer: str, has_children: bool) -> str:
    """header, count, percent, ratio, flag or choice.

    A row without a unit asks for a figure where one stands there, or where no row stands under it.
    """
    codes = codes_of(unit)
    if codes:
        no = folded_text(dict(codes).get("0", ""))
        is_flag = {code for code, _ in codes} == {"0", "1"} and no.startswith(("khong", "chua"))
        return "flag" if is_flag else "choice"
    folded = folded_text(label)
    if unit.strip() in ("%", "phần trăm", "Phần trăm") or (not unit and folded.startswith("ty le ")):
        return "percent"
    if _RATIO.fullmatch(answer) or _RATIO_UNIT.search(folded_text(unit)):
        return "ratio"
    return "count" if unit or answer or not has_children else "header"


def may_pass_100(label: str, parents: str = "") -> bool:
    """Whether a percentage may be more than 100: of a plan or of another year it may, of a whole it may not."""
    return bool(_OF_A_PLAN.search(folded_text(label)))
