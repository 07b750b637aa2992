"""What a made-up figure is plausibly like: how large, a share of which other, how it moves from year to year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed
from cchc.text import fold

_CSV = Path(__file__).with_name("magnitudes.csv")
_SIZES = {"province": Decimal(10), "commune": Decimal("0.3")}  # of a unit, as so many districts


@dataclass(frozen=True)
class Magnitude:
    """A line of magnitudes.csv: `least` to `most`, in percent of `of_concept` where one is named.

    `drift` is the least and the most of a year in percent of the year before; None of what is drawn anew each year.
    What `is_of_period` is less in a part of a year, what `grows_with_unit` more in a province than in a commune.
    """

    least: Decimal
    most: Decimal
    of_concept: str
    drift: tuple[Decimal, Decimal] | None
    is_of_period: bool
    grows_with_unit: bool

    def scale(self, unit_level: str, period: str) -> Decimal:
        """By how much `least` and `most` are to be multiplied for a unit of this level in a part of a year."""
        size = _SIZES.get(unit_level, Decimal(1)) if self.grows_with_unit else Decimal(1)
        return size * share_of_year(period) if self.is_of_period else size


@cache
def _magnitudes() -> tuple[dict[str, Magnitude], dict[str, Magnitude]]:
    """By concept, and by the folded unit in which a figure is counted."""
    by_concept, by_unit = {}, {}
    for row in read_seed(_CSV):
        drift = (Decimal(row["drift_least"]), Decimal(row["drift_most"])) if row["drift_least"] else None
        magnitude = Magnitude(
            least=Decimal(row["least"]),
            most=Decimal(row["most"]),
            of_concept=row["of_concept"],
            drift=drift,
            is_of_period=row["is_of_period"] == "true",
            grows_with_unit=row["grows_with_unit"] == "true",
        )
        if row["concept"]:
            by_concept[row["concept"]] = magnitude
        else:
            by_unit[fold(row["unit_vi"])] = magnitude
    return by_concept, by_unit


def magnitude_of(concept: str) -> Magnitude | None:
    """What is known of a concept; None of one that no line names."""
    return _magnitudes()[0].get(concept)


def magnitude_in(unit_vi: str) -> Magnitude:
    """What figures counted in a unit are like; of any other unit what the line without one says."""
    by_unit = _magnitudes()[1]
    return by_unit.get(fold(unit_vi), by_unit[""])


@cache
def drifting() -> frozenset[str]:
    """Concepts that each year takes over from the one before, more or less."""
    return frozenset(concept for concept, magnitude in _magnitudes()[0].items() if magnitude.drift)


@cache
def share_of_year(period: str) -> Decimal:
    """How much of a year a period is: 0.25 of a quarter."""
    months = {
        row["report_period"]: int(row["last_day"][:2]) - int(row["first_day"][:2]) + 1
        for row in read_seed(REFERENCE_SEEDS / "report_periods.csv")
    }
    return Decimal(months[period]) / 12
