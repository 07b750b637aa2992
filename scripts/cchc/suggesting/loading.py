"""The figures of a build as observations: as corrected, without what is disputed, missing or held back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import numpy as np

from cchc.building.running_build import open_build
from cchc.errors import CchcError
from cchc.reference.periods import WHOLE_YEAR
from cchc.reference.rules import COMMUNES, Key
from cchc.suggesting.form_lines import FormLines
from cchc.suggesting.observations import Observations

PART_OF_YEAR = "part"  # of a period that is no whole year: its figures are not as large
# Several validities of a unit may hold in a year; int_unit_periods has the one of the period's last day.
_FIGURES = """
    select
        figures.form_version, units.unit_level, figures.report_period, figures.report_id, figures.unit_code,
        figures.concept, cast(figures.value as double) as value, cast(figures.base_value as double) as base,
        coalesce(own.decimals, 0) as decimals, cast(units.commune_count as double) as communes
    from marts.fct_indicator_values as figures
    inner join intermediate.int_indicator_values as own
        on figures.report_id = own.report_id and figures.indicator_code = own.indicator_code
    inner join intermediate.int_unit_periods as units
        on
            figures.unit_code = units.unit_code and figures.report_year = units.report_year
            and figures.report_period = units.report_period
    where figures.value_status in ('reported', 'corrected')
    order by figures.form_version, units.unit_level, figures.report_id
"""
_PLACES = """
    select report_id, concept, value, base_value, source_page, source_line_from, source_line_to
    from marts.fct_indicator_values
    where report_id in (select unnest($reports))
"""


def load_observations(build: Path, forms: Iterable[FormLines]) -> list[Observations]:
    """The reports of a build by form, level of government and kind of period. Raises CchcError where none is built."""
    if not build.is_file():
        raise CchcError(f"{build}: there is no build yet. Run `dbt build` first; one that the gate stops will do.")
    with open_build(build) as connection:
        try:
            found = connection.execute(_FIGURES).fetchnumpy()
        except duckdb.CatalogException as error:
            raise CchcError(f"{build}: the last build did not get far enough. Run `dbt build` again.") from error
    kinds = np.char.add(
        np.char.add(found["form_version"].astype(str), "|"),
        np.char.add(
            np.char.add(found["unit_level"].astype(str), "|"),
            np.where(found["report_period"] == WHOLE_YEAR, WHOLE_YEAR, PART_OF_YEAR),
        ),
    )
    by_version = {form.version: form for form in forms}
    observed = []
    for kind in np.unique(kinds):
        version, level, period = kind.split("|")
        if version in by_version:
            own = {name: column[kinds == kind] for name, column in found.items()}
            observed.append(_table(by_version[version], level, period, own))
    return observed


def _table(form: FormLines, level: str, period: str, found: dict[str, np.ndarray]) -> Observations:
    reports, rows = np.unique(found["report_id"].astype(str), return_inverse=True)
    keys = (*form.figures(), COMMUNES)
    at = {key: number for number, key in enumerate(keys)}
    values = np.full((len(reports), len(keys)), np.nan)
    decimals = np.zeros((len(reports), len(keys)), dtype=int)
    units = np.zeros(len(reports), dtype=int)
    concepts, which = np.unique(found["concept"].astype(str), return_inverse=True)
    for number, concept in enumerate(concepts):
        own = which == number
        for measure, column in (("value", "value"), ("base", "base")):
            key = Key("appendix", str(concept), measure)
            if key in at:
                values[rows[own], at[key]] = _plain(found[column][own])
                decimals[rows[own], at[key]] = found["decimals"][own]
    values[rows, at[COMMUNES]] = _plain(found["communes"])
    units[rows] = np.unique(found["unit_code"].astype(str), return_inverse=True)[1]
    return Observations(form.version, level, period, tuple(map(str, reports)), units, keys, values, decimals)


def _plain(column: np.ndarray) -> np.ndarray:
    """With NaN for what is not known."""
    return np.ma.filled(np.ma.asarray(column, dtype=float), np.nan)


def load_places(build: Path, reports: Iterable[str]) -> dict[tuple[str, str], tuple]:
    """Value, base, page, first and last line of every figure of these reports, by report and concept."""
    with open_build(build) as connection:
        found = connection.execute(_PLACES, {"reports": sorted(reports)}).fetchall()
    return {(report, concept): tuple(rest) for report, concept, *rest in found}
