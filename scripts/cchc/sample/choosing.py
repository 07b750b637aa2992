"""Who reports in a year, and on which form: the units asked for, and for each the form of its level of government."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from cchc.errors import CchcError
from cchc.reference.form import Form, load_forms
from cchc.reference.periods import WHOLE_YEAR, last_day
from cchc.reference.units import Unit, load_units

_BELOW_A_PROVINCE = ("district", "commune")


def units_for(
    year: int, codes: Sequence[str] = (), province: str | None = None, level: str = "", period: str = WHOLE_YEAR
) -> tuple[Unit, ...]:
    """The units valid on the last day of a period: those named, all of a level, or what is below a province; by code.

    Raises CchcError where no form serves the year, or there is no such unit on that day.
    """
    if not any(form.covers(year) for form in load_forms()):
        first = load_forms()[0].first_year
        raise CchcError(f"no form in seeds/reference/form_versions.csv serves {year}. Expected {first} or later.")
    return _found([_asked(codes, province, level)], last_day(year, period), codes, province, level)


def units_near(
    year: int, codes: Sequence[str] = (), province: str | None = None, level: str = "", period: str = WHOLE_YEAR
) -> tuple[Unit, ...]:
    """As `units_for`, for any year: where none of those asked for was valid then, as on the nearest day that has any.

    All districts where nothing is asked for. Raises CchcError where there never was such a unit.
    """
    groups = [_asked((code,), province, level) for code in codes]
    if not codes:
        groups = [_asked((), province, level or ("" if province else "district"))]
    return _found([_near(group, last_day(year, period)) for group in groups], None, codes, province, level)


def form_for(unit: Unit, year: int, versions: Sequence[str] = ()) -> Form:
    """The form on which a unit reports for a year: the first of `versions` that serves it, or the one of its level.

    Raises CchcError where no form does, several do and none is named, or a version is not known.
    """
    serving = [form for form in _forms(unit, versions) if form.covers(year)]
    return _only(serving, unit, f"serves {year}", versions)


def form_near(unit: Unit, year: int, versions: Sequence[str] = ()) -> Form:
    """As `form_for`, for any year: where no form serves it, one that serves the year nearest to it."""
    forms = _forms(unit, versions)
    least = min((_years_from(form, year) for form in forms), default=0)
    return _only(
        [form for form in forms if _years_from(form, year) == least], unit, f"serves a year near {year}", versions
    )


def _asked(codes: Sequence[str], province: str | None, level: str) -> list[Unit]:
    return [
        unit
        for unit in load_units()
        if (not codes or unit.unit_code in codes)
        and (not province or unit.province_code == province)
        and (unit.unit_level == level if level else bool(codes) or unit.unit_level in _BELOW_A_PROVINCE)
    ]


def _near(units: Sequence[Unit], day: date) -> list[Unit]:
    """Of these those valid on the day, or on the nearest day on which any is."""
    if not units:
        return []
    earliest = min(unit.valid_from for unit in units)
    latest = max(unit.valid_to or date.max for unit in units)
    return [unit for unit in units if unit.is_valid_on(min(max(day, earliest), latest))]


def _found(
    groups: Iterable[Sequence[Unit]], day: date | None, codes: Sequence[str], province: str | None, level: str
) -> tuple[Unit, ...]:
    found = [unit for group in groups for unit in group if day is None or unit.is_valid_on(day)]
    at = f" was valid on {day}" if day else ""
    unknown = sorted(set(codes) - {unit.unit_code for unit in found})
    if unknown:
        raise CchcError(
            f"--units: no reporting unit {', '.join(unknown)}{at}. "
            "Codes stand in seeds/reference/administrative_units.csv."
        )
    if not found:
        option, what = ("--province", f"unit of province {province}") if province else ("--level", f"{level or 'unit'}")
        raise CchcError(f"{option}: no {what}{at}. Codes stand in seeds/reference/administrative_units.csv.")
    return tuple(sorted(found, key=lambda unit: unit.unit_code))


def _forms(unit: Unit, versions: Sequence[str]) -> list[Form]:
    """The forms named, in that order, or those of the unit's level."""
    forms = {form.version: form for form in load_forms()}
    unknown = [version for version in versions if version not in forms]
    if unknown:
        raise CchcError(f"--form: there is no form {', '.join(unknown)}. Expected some of {', '.join(forms)}.")
    if versions:
        return [forms[version] for version in versions]
    return [form for form in forms.values() if unit.unit_level in form.government_levels]


def _years_from(form: Form, year: int) -> int:
    return max(form.first_year - year, year - (form.last_year or year), 0)


def _only(forms: Sequence[Form], unit: Unit, what: str, versions: Sequence[str]) -> Form:
    if forms and (versions or len(forms) == 1):
        return forms[0]
    known = ", ".join(form.version for form in load_forms())
    if versions:
        raise CchcError(f"--form: none of {', '.join(versions)} {what}. Expected some of {known}.")
    if forms:
        several = ", ".join(form.version for form in forms)
        raise CchcError(f"{several}: more than one form for a {unit.unit_level} {what}. Name those to take: --form.")
    raise CchcError(
        f"no form for a {unit.unit_level} ({unit.unit_code}) {what}. Forms say for whom they are in column "
        f"government_levels of seeds/reference/form_versions.csv. Name one all the same: --form, of {known}."
    )
