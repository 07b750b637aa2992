"""The names and sentences of a suggested rule, from the labels of the form, in both languages."""

from __future__ import annotations

from cchc.reference.phrases import LANGUAGES, told
from cchc.reference.rules import COMMUNES, Key
from cchc.suggesting.candidates import OF_NOTHING, Candidate
from cchc.suggesting.form_lines import FormLines


def words_of(candidate: Candidate, form: FormLines) -> tuple[str, str]:
    """A whole sentence in English and one in Vietnamese; findings begin with them."""
    english, vietnamese = (_sentence(candidate, form, language) for language in LANGUAGES)
    return english, vietnamese


def _sentence(candidate: Candidate, form: FormLines, language: str) -> str:
    names = [_name(key, form, language) for key in candidate.keys]
    if candidate.kind == "percent_of":
        words = told("rule_percent_of", language, **dict(zip(("percent", "part", "whole"), names, strict=True)))
    elif candidate.reason == OF_NOTHING:
        words = told("rule_of_nothing", language, percent=names[0], whole=names[1])
    else:
        plus, parts = f" {told('rule_plus', language)} ", len(candidate.left)
        right = plus.join(names[parts:]) or f"{candidate.constant:f}"
        relation = {"=": "rule_equal", "<=": "rule_at_most"}[candidate.comparison]
        words = told(relation, language, left=plus.join(names[:parts]), right=right)
    return f"{words[:1].upper()}{words[1:]}"


def expression_of(candidate: Candidate) -> str:
    """The rule written with concepts, as in seeds/reference/rules.csv."""
    names = [_written(key) for key in candidate.keys]
    if candidate.kind == "percent_of":
        return f"{names[0]} = 100 * {names[1]} / {names[2]}"
    parts = len(candidate.left)
    factor = "" if candidate.factor == 1 else f"{candidate.factor:f} * "
    right = " + ".join(f"{factor}{name}" for name in names[parts:]) or f"{candidate.constant:f}"
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


def _name(key: Key, form: FormLines, language: str) -> str:
    if key == COMMUNES:
        return told("communes_of_unit", language)
    line = form.by_concept[key.concept]
    if language == "en":
        name = f"“{_lower_first(line.label_en or line.label_vi)}”"
    else:
        name = f"“{line.label_vi}”" + (f" ({line.qualifier_vi})" if line.qualifier_vi else "")
    return name if key.measure == "value" else told("rule_base", language, figure=name)


def _lower_first(text: str) -> str:
    """With a small first letter, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _written(key: Key) -> str:
    name = key.concept if key.source == "appendix" else f"{key.source}:{key.concept}"
    return name if key.measure == "value" else f"{name}.base"
