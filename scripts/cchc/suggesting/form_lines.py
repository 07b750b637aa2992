"""A form as its lines and how they stand under one another, labels taken apart: what its structure is read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cchc.paths import REFERENCE_SEEDS
from cchc.reference.rules import Key
from cchc.seeds.reading import read_seed
from cchc.suggesting.label_phrases import Label, read_label
from cchc.text import fold


@dataclass(frozen=True)
class Line:
    """One row of a form. `qualifier_vi` tells rows of the same label apart."""

    position: int
    code: str
    parent: str
    answer_type: str
    concept: str
    label_vi: str
    qualifier_vi: str
    label_en: str
    unit_vi: str
    may_pass_100: bool

    @cached_property
    def label(self) -> Label:
        return read_label(self.label_vi)

    @property
    def is_number(self) -> bool:
        """Whether its answer counts something: a count, or the numerator of a ratio."""
        return self.answer_type in ("count", "ratio")

    @property
    def is_heading_with_figure(self) -> bool:
        """Whether it counts, but its label does not say so: the heading of what stands under it."""
        return self.is_number and not self.label.counts

    @property
    def value(self) -> Key:
        return Key("appendix", self.concept)

    @property
    def base(self) -> Key:
        return Key("appendix", self.concept, "base")

    def same_unit(self, other: Line) -> bool:
        """Whether both are counted in one unit; a unit that is not printed is that of the rows around it."""
        units = {fold(one.unit_vi) for one in (self, other) if one.unit_vi}
        return len(units) < 2


@dataclass(frozen=True)
class FormLines:
    """The lines of one form version in document order, and the levels of government whose units report on it."""

    version: str
    government_levels: frozenset[str]
    lines: tuple[Line, ...]

    @cached_property
    def _under(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.parent, []).append(line)
        return found

    @cached_property
    def by_concept(self) -> dict[str, Line]:
        return {line.concept: line for line in self.lines if line.concept}

    @cached_property
    def by_code(self) -> dict[str, Line]:
        return {line.code: line for line in self.lines}

    def under(self, line: Line) -> list[Line]:
        """The rows directly under one."""
        return self._under.get(line.code, [])

    def numbers_under(self, line: Line) -> list[Line]:
        return [one for one in self.under(line) if one.is_number]

    @property
    def is_of_units_with_communes(self) -> bool:
        return bool(self.government_levels & {"province", "district"})

    def groups(self) -> Iterator[list[Line]]:
        """Rows that stand beside one another, under the same row."""
        return iter(self._under.values())

    def figures(self) -> Iterator[Key]:
        """Every figure that the form asks for."""
        for line in self.lines:
            if line.concept:
                yield line.value
                if line.answer_type == "ratio":
                    yield line.base


def load_form_lines(folder: Path = REFERENCE_SEEDS) -> dict[str, FormLines]:
    """Every form version by its name, in the order of the seed."""
    found: dict[str, list[Line]] = {}
    for row in read_seed(folder / "form_rows.csv"):
        found.setdefault(row["form_version"], []).append(
            Line(
                position=int(row["position"]),
                code=row["indicator_code"],
                parent=row["parent_code"],
                answer_type=row["answer_type"],
                concept=row["concept"],
                label_vi=row["label_vi"],
                qualifier_vi=row["qualifier_vi"],
                label_en=row["label_en"],
                unit_vi=row["unit_vi"],
                may_pass_100=row["may_pass_100"] == "true",
            )
        )
    levels = {
        row["form_version"]: frozenset(row["government_levels"].split(";"))
        for row in read_seed(folder / "form_versions.csv")
    }
    return {
        version: FormLines(version, levels[version], tuple(sorted(lines, key=lambda line: line.position)))
        for version, lines in found.items()
    }
