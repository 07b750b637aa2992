"""What a made-up unit carries from one year into the next, whatever form it reports on: offices, posts, workload."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from random import Random

from cchc.reference.periods import WHOLE_YEAR
from cchc.reference.rules import Key
from cchc.sample.magnitudes import drifting, magnitude_of
from cchc.sample.wanted import figures_of_story, of_last_year

FIRST_YEAR = 2016  # where every story begins, whatever years are asked for; an earlier year has no year before it


@lru_cache(maxsize=8192)
def standing(unit_code: str, unit_level: str, year: int, seed: int) -> Mapping[str, Decimal]:
    """The year's figures that the next one starts from, by concept.

    The same seed tells the same story, whatever year it is asked from. Raises CchcError where no figures obey the
    rules.
    """
    random = Random(f"{seed}-{unit_code}-{year}-standing")
    given: dict[Key, Decimal] = {}
    if year > FIRST_YEAR:
        last = standing(unit_code, unit_level, year - 1, seed)
        given = {place: last[place.concept] for place in of_last_year(last)}
        given |= {
            Key("appendix", concept): _drifted(concept, last[concept], unit_level, random)
            for concept in sorted(drifting())
        }
    drawn = figures_of_story(unit_level).draw(given, random)
    return {place.concept: figure.value for place, figure in drawn.items()}


def _drifted(concept: str, last: Decimal, unit_level: str, random: Random) -> Decimal:
    """The figure of the year after, between what the concept plausibly is."""
    magnitude = magnitude_of(concept)
    assert magnitude is not None and magnitude.drift is not None
    least, most = magnitude.drift
    scale = magnitude.scale(unit_level, WHOLE_YEAR)
    now = int(last * random.randint(int(least), int(most)) / 100)
    return Decimal(min(max(now, int(magnitude.least * scale)), int(magnitude.most * scale)))
