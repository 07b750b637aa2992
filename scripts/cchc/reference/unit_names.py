"""The unit that a person names on the command line: by its code, or by its name, its type and its province."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rapidfuzz import fuzz, process

from cchc.errors import CchcError
from cchc.reference.units import Unit, full_name, load_units, provinces_served, unit_types
from cchc.text import fold, nfc

_NAMED_MOST = 10  # units named in a message
_LIKE_LEAST = 75  # a name so like the one given (0-100) may be meant


def named_unit(text: str, on: date, option: str = "--unit", level: str | None = None) -> Unit:
    """The unit there was `on` a day that `text` is the code or the name of; of one `level` where that is given.

    A name may go without its type and without diacritics, and with its province after a comma: `xã An Thạnh`,
    `an thanh`, `An Thạnh, Cần Thơ`. Of units alike those stay that are spelled with their diacritics, as far as the
    text has any. Raises CchcError, with the units that it may be, where it is no unit's or several units'.
    """
    there = [unit for unit in load_units() if unit.is_valid_on(on) and level in (None, unit.unit_level)]
    found = units_called(text, there, on)
    if len(found) == 1:
        return found[0]
    if found:
        raise CchcError(
            f"{option}: on {on} '{text}' may be any of {_listed(found, on)}. "
            f"Give the code: {option} {found[0].unit_code}, or the province after a comma."
        )
    near = _near(text, there)
    meant = f"Is one of these meant: {_listed(near, on)}? " if near else ""
    raise CchcError(
        f"{option}: no reporting unit {text} was valid on {on}. {meant}"
        "Codes and names stand in seeds/reference/administrative_units.csv."
    )


def units_called(text: str, units: Iterable[Unit], on: date) -> list[Unit]:
    """Those of `units` that a text is the code or the name of, those of the provinces served first."""
    bare = " ".join(nfc(text).replace("’", "'").split())
    units = list(units)
    by_code = [unit for unit in units if unit.unit_code == bare.upper()]
    if by_code:
        return by_code
    name, _, province = (_in_full(part) for part in bare.partition(","))
    found = [unit for unit in units if fold(name) in _written(unit)]
    if province:
        provinces = {one.unit_code for one in load_units() if one.is_valid_on(on) and fold(province) in _written(one)}
        found = [unit for unit in found if unit.province_code in provinces]
    if fold(name) != name:
        found = [unit for unit in found if name in _written(unit, str.lower)] or found
    return sorted(found, key=lambda unit: (unit.province_code not in provinces_served(), unit.unit_code))


def is_called(text: str, unit_code: str) -> bool:
    """Whether a text is the code of a unit, or its name at any time, as `named_unit` takes it."""
    validities = [unit for unit in load_units() if unit.unit_code == unit_code]
    return text == unit_code or any(units_called(text, [unit], unit.valid_from) for unit in validities)


def _in_full(text: str) -> str:
    """A name in lower case, its type in full: `TX. Vĩnh Châu` is `thị xã vĩnh châu`."""
    first, _, rest = text.strip().lower().partition(" ")
    return f"{unit_types().get(first.rstrip('.'), first)} {rest}".strip()


def _written(unit: Unit, form=fold) -> tuple[str, str]:
    return form(unit.unit_name_vi), form(f"{unit.unit_type_vi} {unit.unit_name_vi}")


def _near(text: str, units: list[Unit]) -> list[Unit]:
    names = {at: fold(unit.unit_name_vi) for at, unit in enumerate(units)}
    like = process.extract(
        fold(text), names, scorer=fuzz.ratio, processor=None, limit=_NAMED_MOST, score_cutoff=_LIKE_LEAST
    )
    return [units[at] for _, _, at in like]


def _listed(units: list[Unit], on: date) -> str:
    named = [f"{full_name(unit, on)} ({unit.unit_code})" for unit in units]
    more = f" and {len(named) - _NAMED_MOST} more" if len(named) > _NAMED_MOST else ""
    return ", ".join(named[:_NAMED_MOST]) + more
