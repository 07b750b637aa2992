"""A proposal in words, in English and Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cchc.proposing.figures import Figure
from cchc.reference.rules import Rule

_KINDS = {
    "as_read": ("as it was read", "đúng như đã đọc"),
    "one_digit": ("one digit misread", "đọc sai một chữ số"),
    "swapped_digits": ("two digits swapped", "hai chữ số bị đảo"),
    "lost_digit": ("a digit lost", "mất một chữ số"),
    "extra_digit": ("a digit too many", "thừa một chữ số"),
    "decimal_mark": ("the decimal mark lost", "mất dấu thập phân"),
    "times_ten": ("ten times off", "sai lệch mười lần"),
    "times_thousand": ("a thousand times off", "sai lệch một nghìn lần"),
    "row_slipped": ("the figure of the row beside", "số của dòng bên cạnh"),
    "last_year_kept": ("last year's figure", "số của năm trước"),
    "swapped_rows": ("swapped with its neighbour", "đổi chỗ với dòng bên cạnh"),
    "damaged_characters": ("damaged characters", "ký tự bị hỏng"),
    "told_elsewhere": ("told elsewhere in the report", "nêu ở chỗ khác trong báo cáo"),
    "computed": ("computed from other figures", "tính từ các số liệu khác"),
    "unknown": ("the true value is not known", "chưa biết giá trị đúng"),
}
_TYPED_KINDS = {  # where no engine read anything
    "one_digit": ("one digit mistyped", "gõ sai một chữ số"),
    "lost_digit": ("a digit left out", "gõ thiếu một chữ số"),
    "extra_digit": ("a digit typed too many", "gõ thừa một chữ số"),
    "decimal_mark": ("the decimal mark left out", "gõ thiếu dấu thập phân"),
}
_CERTAINTIES = {
    "sure": ("sure", "chắc chắn"),
    "likely": ("likely", "nhiều khả năng"),
    "possible": ("possible", "có thể"),
}
_SOURCES = {"narrative": (" (narrative)", " (lời văn)"), "note": (" (note)", " (ghi chú)")}
_NOTHING = {
    "blank": ("nothing", "ô trống"),
    "unreadable": ("unreadable", "không đọc được"),
    "not_found": ("not found", "không tìm thấy khi đọc"),
}
_RULES_TOLD = 3


def in_words(
    language: str,
    figure: Figure,
    value: Decimal | None,
    span: tuple[Decimal | None, Decimal | None],
    kind: str,
    certainty: str,
    mended: Sequence[Rule],
) -> str:
    """One sentence: which figure, what stands there, what it should be, how, how sure, and the rules it mends."""
    at = ("en", "vi").index(language)
    name = (figure.indicator_code or figure.key.concept.replace("_", " ")) + _SOURCES.get(figure.key.source, ("", ""))[
        at
    ]
    if figure.key.measure == "base":
        name += (", base", ", mẫu số")[at]
    read = f"“{figure.raw_text}”" if figure.raw_text else _NOTHING.get(figure.read_status, ("nothing", "không có"))[at]
    should = shown(value, figure.key.concept) if value is not None else _span(span, at)
    verb = ("should be", "phải là")[at]
    how = (_KINDS | _TYPED_KINDS if figure.is_typed else _KINDS)[kind][at]
    sentence = f"{name}: {read} → {verb} {should} ({how}; {_CERTAINTIES[certainty][at]})."
    rules = [getattr(rule, f"words_{language}") for rule in mended[:_RULES_TOLD]]
    if rules:
        sentence += " " + ("Then: ", "Khi đó: ")[at] + " ".join(rules)
    return sentence


def shown(value: Decimal, concept: str) -> str:
    """A figure as reports write it: a date with its day first, else a plain number."""
    if concept.endswith("_date"):
        digits = f"{value:08.0f}"
        return f"{digits[6:]}/{digits[4:6]}/{digits[:4]}"
    return plain(value)


def plain(value: Decimal) -> str:
    """A number without needless zeros or exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _span(span: tuple[Decimal | None, Decimal | None], at: int) -> str:
    low, high = span
    if low is not None and low == high:
        return plain(low)
    if low is not None and high is not None:
        return ("from {} to {}", "từ {} đến {}")[at].format(plain(low), plain(high))
    if high is not None:
        return ("at most {}", "không quá {}")[at].format(plain(high))
    if low is not None:
        return ("at least {}", "không dưới {}")[at].format(plain(low))
    return ("another value", "giá trị khác")[at]
