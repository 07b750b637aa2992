"""What a made-up district carries from one year into the next: its offices, posts, procedures and workload."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

FIRST_YEAR = 2016  # where every story begins, whatever years are asked for; an earlier year has no year before it


@dataclass(frozen=True)
class Standing:
    """The figures of one year that the next one starts from, and what was added and taken away in the year."""

    departments: int
    public_service_units: int
    public_service_units_cut: int
    procedures_in_force: int
    procedures_commune: int
    procedures_published: int
    procedures_repealed: int
    procedures_shared: int
    civil_servant_positions: int
    public_service_positions: int
    district_dossiers: int
    commune_dossiers: int
    outgoing_documents: int


@lru_cache(maxsize=4096)
def standing(unit_code: str, year: int, seed: int) -> Standing:
    """Where a district stands in a year. The same seed tells the same story, whatever year it is asked from."""
    draw = Random(f"{seed}-{unit_code}-{year}-standing").randint
    published, repealed, cut, shared = draw(2, 40), draw(2, 36), draw(0, 3), draw(4, 24)
    if year <= FIRST_YEAR:
        commune = draw(105, 165)
        return Standing(
            departments=draw(9, 13),
            public_service_units=draw(28, 62),
            public_service_units_cut=cut,
            procedures_in_force=draw(190, 310) + commune - shared,
            procedures_commune=commune,
            procedures_published=published,
            procedures_repealed=repealed,
            procedures_shared=shared,
            civil_servant_positions=draw(70, 135),
            public_service_positions=draw(620, 1900),
            district_dossiers=draw(2500, 19000),
            commune_dossiers=draw(8000, 48000),
            outgoing_documents=draw(4000, 21000),
        )
    last = standing(unit_code, year - 1, seed)
    return Standing(
        departments=last.departments,
        public_service_units=max(last.public_service_units - cut, 12),
        public_service_units_cut=cut,
        procedures_in_force=last.procedures_in_force + published - repealed,
        procedures_commune=last.procedures_commune + draw(-2, 4),
        procedures_published=published,
        procedures_repealed=repealed,
        procedures_shared=shared,
        civil_servant_positions=last.civil_servant_positions * draw(97, 102) // 100,
        public_service_positions=last.public_service_positions * draw(97, 102) // 100,
        district_dossiers=last.district_dossiers * draw(93, 112) // 100,
        commune_dossiers=last.commune_dossiers * draw(93, 112) // 100,
        outgoing_documents=last.outgoing_documents * draw(95, 112) // 100,
    )
