"""The names and sentences of a suggested rule, from the labels of the form, in both languages."""

from __future__ import annotations

from decimal import Decimal

from cchc.proposing.figures import Key
from cchc.suggesting.candidates import COMMUNES, OF_NOTHING, Candidate
from cchc.suggesting.form_lines import FormLines

_COMMUNES_EN = {True: "communes of the district", False: "communes of the unit"}  # by whether districts alone report
_COMMUNES_VI = {True: "số xã, phường, thị trấn của huyện", False: "số xã, phường, đặc khu của đơn vị"}
_RELATIONS_EN = {"=": "must equal", "<=": "may not exceed"}
_RELATIONS_VI = {"=": "phải bằng", "<=": "không được lớn hơn"}


def words_of(candidate: Candidate, form: FormLines) -> tuple[str, str]:
    """A whole sentence in English and one in Vietnamese; findings begin with them."""
    english = [_name_en(key, form) for key in candidate.keys]
    vietnamese = [_name_vi(key, form) for key in candidate.keys]
    if candidate.kind == "percent_of":
        percent, part, whole = english
        percent_vi, part_vi, whole_vi = vietnamese
        return (
            _sentence(f"{percent} must be 100 × {part} / {whole}"),
            _sentence(f"{percent_vi} phải bằng 100 × {part_vi} / {whole_vi}"),
        )
    if candidate.reason == OF_NOTHING:
        return (
            _sentence(f"{english[0]} can only be told where {english[1]} is not 0"),
            _sentence(f"Chỉ ghi được {vietnamese[0]} khi {vietnamese[1]} khác 0"),
        )
    parts = len(candidate.left)
    left, right = " plus ".join(english[:parts]), " plus ".join(english[parts:]) or _plain(candidate.constant)
    left_vi = " cộng ".join(vietnamese[:parts])
    right_vi = " cộng ".join(vietnamese[parts:]) or _plain(candidate.constant)
    return (
        _sentence(f"{left} {_RELATIONS_EN[candidate.comparison]} {right}"),
        _sentence(f"{left_vi} {_RELATIONS_VI[candidate.comparison]} {right_vi}"),
    )


def expression_of(candidate: Candidate) -> str:
    """The rule written with concepts, as in seeds/reference/rules.csv."""
    names = [_written(key) for key in candidate.keys]
    if candidate.kind == "percent_of":
        return f"{names[0]} = 100 * {names[1]} / {names[2]}"
    parts = len(candidate.left)
    factor = "" if candidate.factor == 1 else f"{_plain(candidate.factor)} * "
    right = " + ".join(f"{factor}{name}" for name in names[parts:]) or _plain(candidate.constant)
    return f"{' + '.join(names[:parts])} {candidate.comparison} {right}"


def name_of(candidate: Candidate, form: FormLines, taken: set[str]) -> str:
    """A rule id that no other rule has, which says what the rule says."""
    first = candidate.left[0].concept
    last = candidate.right[0] if candidate.right else None
    if candidate.kind == "percent_of":
        name = f"{first}_of_its_base"
    elif candidate.reason == OF_NOTHING:
        name = f"{first}_of_nothing"
    elif last is None:
        name = f"{first}_at_most_100" if len(candidate.left) == 1 else f"{first}_and_other_shares"
    elif candidate.comparison == "=":
        told_twice = f"{first}_base" if candidate.left[0].measure == "base" else f"{first}_told_twice"
        name = told_twice if len(candidate.right) == 1 else f"{first}_sum"
    elif last == COMMUNES:
        name = f"{first}_within_{'district' if _is_of_districts(form) else 'unit'}"
    elif last == candidate.left[0]._replace(measure="base"):
        name = f"{first}_within_base"
    elif len(candidate.right) > 1:
        name = f"{first}_at_most_sum"
    else:
        name = f"{first}{'_and_others' * (len(candidate.left) > 1)}_within_{last.concept}"
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def places_of(candidate: Candidate, form: FormLines) -> str:
    """The codes of the rows that the rule speaks of."""
    codes = (form.by_concept[key.concept].code for key in candidate.keys if key.concept in form.by_concept)
    return ", ".join(dict.fromkeys(codes))


def _is_of_districts(form: FormLines) -> bool:
    return form.government_levels == {"district"}


def _name_en(key: Key, form: FormLines) -> str:
    if key == COMMUNES:
        return _COMMUNES_EN[_is_of_districts(form)]
    line = form.by_concept[key.concept]
    name = f"“{_lower_first(line.label_en or line.label_vi)}”"
    return name if key.measure == "value" else f"the base of {name}"


def _name_vi(key: Key, form: FormLines) -> str:
    if key == COMMUNES:
        return _COMMUNES_VI[_is_of_districts(form)]
    line = form.by_concept[key.concept]
    name = f"“{line.label_vi}”" + (f" ({line.qualifier_vi})" if line.qualifier_vi else "")
    return name if key.measure == "value" else f"mẫu số của {name}"


def _lower_first(text: str) -> str:
    """With a small first letter, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _written(key: Key) -> str:
    name = key.concept if key.source == "appendix" else f"{key.source}:{key.concept}"
    return name if key.measure == "value" else f"{name}.base"


def _plain(number: Decimal) -> str:
    return f"{number:f}"
