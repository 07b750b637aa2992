"""Where the pages' templates are, and how they write numbers and statuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from cchc.html_pages import templates
from cchc.reference.code_words import code_words
from cchc.reference.periods import named_en, named_vi
from cchc.reporting.numbers import hundredths, number, signed
from cchc.reporting.unit_figures import Figure, FormLine

_HERE = Path(__file__).parent


def environment() -> Environment:
    """Templates with the filters that write numbers, bounds and pictures, and words of codes and periods."""
    made = templates(_HERE)
    made.filters |= {"number": number, "hundredths": hundredths, "signed": signed, "shown": shown}
    made.filters["bounds"] = bounds
    made.filters["svg"] = Markup
    shared: dict[str, Any] = {"words": code_words, "named_vi": named_vi, "named_en": named_en}
    made.globals.update(shared)
    return made


def shown(figure: Figure | None, line: FormLine) -> str:
    """A figure as it is written: a ratio over its base, a code by its meaning, '' for none."""
    if figure is None or figure.value is None:
        return ""
    if line.meanings:
        code = number(figure.value)
        return line.meanings[code][0] if code in line.meanings else code
    return number(figure.value) + (f"/{number(figure.base_value)}" if figure.base_value is not None else "")


def bounds(total: dict) -> str:
    """A total that is known within bounds: `12,5–144,44`, or `≥ 12,5` without an upper one."""
    least, greatest = (
        None if bound is None else number(hundredths(bound))
        for bound in (total["value_least"], total["value_greatest"])
    )
    return f"≥ {least}" if greatest is None else f"{least}–{greatest}"
