"""How a spreadsheet shows a number: its decimals, its percent sign, and formats that show another number."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from cchc.reading.documents import Cell
from cchc.reading.number_grammar import decimals_of

_QUIET = re.compile(r'"[^"]*"|\\.|_.|\*.')  # words and blanks between the figures
_TOKEN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|.', re.DOTALL)
_GROUPING = re.compile(r'(?<=[0#?])(?:"([., \u00a0])"|\\([., \u00a0]))(?=[0#?]{3}(?![0#?]))')  # typed, as in `#\.##0`
_WORDS = re.compile(r'"([^"]*)"|\\(.)')
_BETWEEN = "\ue000"  # stands for words between the figures
_UNSEEN = re.compile(r"\[(?:white|colou?r ?2)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")  # colours, languages and conditions
_CONDITION = re.compile(r"\[[<>=]")
_OTHER_DIGITS = re.compile(r"\[DBNum", re.IGNORECASE)  # numbers in the signs of other languages
_ALL_TEXT = ("General", "@")  # formats that show a text as it is
_PLACES = re.compile(r"(?:[0#?][0#?,]*(?:\.([0#?]*))?|\.([0#?]+)),*")
_SCALED = re.compile(r",(?:\.|$)")  # a comma after the last whole figure shows thousands
_TEXT_SECTION = 3  # the fourth section of a format shows texts
_GENERAL_LENGTH = 11  # characters that the General format has room for


def shown_as(number: Decimal, number_format: str, doubt: str = "") -> Cell:
    """A stored number as a cell: text as shown with a decimal point, `number` ×100 where a percentage is shown."""
    section, words, odd = _section(number, number_format)
    if _adds_digits(number_format, section):
        odd = odd or "format_adds_digits"
    if section.strip().lower() in ("general", "@", ""):
        decimals = _general_decimals(number)
        if section == "":
            odd = odd or "format_hides_number"
        return _cell(number, decimals, decimals, words if section else "", doubt or odd)
    percents = section.count("%")
    if percents:
        number *= 100**percents
    places = _PLACES.search(section)
    if not places:
        return _cell(number, _general_decimals(number), 0, "", doubt or "format_shows_no_number")
    digits = places[1] or places[2] or ""
    if "0" not in places[0] and number.quantize(Decimal(1).scaleb(-len(digits)), ROUND_HALF_UP) == 0:
        odd = odd or "format_hides_number"
    if percents > 1 or _SCALED.search(places[0]) or "/" in section:
        odd = "format_shows_other_number"
    if re.search("[eE][+-]", section) or re.search(r"[0#?]", section[places.end() :]):
        odd = odd or "format_shows_parts"
    return _cell(number, len(digits), len(digits.rstrip("#")), "%" * percents + words, doubt or odd)


def _cell(number: Decimal, most: int, least: int, sign: str, doubt: str) -> Cell:
    """`most` and `least` decimals shown: a `#` shows a decimal only where there is one."""
    shown = number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    decimals = most
    while decimals > least and shown == shown.quantize(Decimal(1).scaleb(1 - decimals), ROUND_HALF_UP):
        decimals -= 1
    return Cell(f"{shown:.{decimals}f}{sign}", number=number, decimals=decimals, doubt=doubt)


def _section(number: Decimal, number_format: str) -> tuple[str, str, str]:
    """The part of a format that this number is shown by, a mark for words between its figures; the words that it shows
    after a blank; and what is odd about it."""
    number_format = number_format or "General"
    odd = "format_with_conditions" if _CONDITION.search(_QUIET.sub("", number_format)) else ""
    sections = _sections(number_format)
    own = sections[0]
    if len(sections) > 2 and number == 0:
        own = sections[2]
    elif len(sections) > 1 and number < 0:
        own = sections[1]
    odd = odd or ("format_hides_number" if _UNSEEN.search(own) else "")
    own = _GROUPING.sub("", _BRACKETS.sub("", own))
    words = "".join(one or other for one, other in _WORDS.findall(own)).strip()
    bare = _QUIET.sub(lambda found: _BETWEEN if found[0][0] in '"\\' and found[0].strip('"\\ \u00a0') else "", own)
    if "‰" in own or _OTHER_DIGITS.search(number_format):
        odd = odd or "format_shows_other_number"
    return bare.strip(f"{_BETWEEN} "), f" {words}" if any(map(str.isalpha, words)) else "", odd


def text_shown_by(number_format: str) -> tuple[str, str]:
    """What a format adds to a text that stands in its cell, and what is odd about it; two '' for most formats."""
    if number_format in _ALL_TEXT or not ("@" in number_format or number_format.count(";") >= _TEXT_SECTION):
        return "", ""
    sections = _sections(number_format)
    own = sections[_TEXT_SECTION] if len(sections) > _TEXT_SECTION else sections[-1]
    bare = _BRACKETS.sub("", _QUIET.sub("", own))
    words = "".join(one or other for one, other in _WORDS.findall(own))
    if _UNSEEN.search(own) or not (bare.strip() or words.strip()):
        return "", "format_hides_number"
    if "@" not in bare:
        return ("", "format_shows_no_number") if len(sections) > _TEXT_SECTION else ("", "")
    if bare.count("@") > 1:
        return "", "format_shows_other_number"
    return words, "format_adds_digits" if any(map(str.isdigit, words + bare)) else ""


def _sections(number_format: str) -> list[str]:
    sections = [""]
    for token in _TOKEN.findall(number_format):
        sections += [""] if token == ";" else []
        sections[-1] += token if token != ";" else ""
    return sections


def _adds_digits(number_format: str, section: str) -> bool:
    """Whether digits stand in a format as words, in quotes or not; the 8 of a fraction in eighths is none."""
    quiet = (
        words for words in _QUIET.findall(number_format) if not words.startswith("_")
    )  # `_1`: a blank of its width
    return any(mark.isdigit() for words in quiet for mark in words) or (
        "/" not in section and any(mark in "123456789" for mark in section)
    )


def _general_decimals(number: Decimal) -> int:
    """Decimals that the General format shows: all there are, as far as there is room."""
    whole = len(str(abs(int(number))))
    decimals = decimals_of(number.normalize())
    return max(min(decimals, _GENERAL_LENGTH - whole - 1), 0)
