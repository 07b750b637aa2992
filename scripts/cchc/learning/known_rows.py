"""The rows of all forms known, as a new form's rows are held against them: a concept may stand on several forms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed


@dataclass(frozen=True)
class KnownRow:
    """An answered row of a known form. `cells` as in form_rows.csv; `above` are the labels of the rows over it, the
    nearest first and its section last; `before` and `after` are the concepts beside it; `levels` are the levels of
    government that its form is for."""

    concept: str
    label: str
    unit: str
    answer_type: str
    above: tuple[str, ...]
    before: str
    after: str
    parent_concept: str
    has_children: bool
    levels: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    cells: dict[str, str]


def known_rows(folder: Path = REFERENCE_SEEDS) -> tuple[KnownRow, ...]:
    """The answered rows of every form in the reference seeds, form by form, in form order."""
    codes: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in read_seed(folder / "form_codes.csv"):
        codes[row["form_version"], row["indicator_code"]].append((row["code"], row["meaning_vi"]))
    versions = read_seed(folder / "form_versions.csv")
    levels = {row["form_version"]: tuple(filter(None, row["government_levels"].split(";"))) for row in versions}
    forms: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_seed(folder / "form_rows.csv"):
        forms[row["form_version"]].append(row)
    found = []
    for version, rows in forms.items():
        by_code = {row["indicator_code"]: row for row in rows}
        answered = sorted((row for row in rows if row["concept"]), key=lambda row: int(row["position"]))
        parents = {row["parent_code"] for row in rows}
        concepts = ["", *(row["concept"] for row in answered), ""]
        for at, row in enumerate(answered, start=1):
            parent = by_code.get(row["parent_code"], {})
            found.append(
                KnownRow(
                    row["concept"],
                    row["label_vi"],
                    row["unit_vi"],
                    row["answer_type"],
                    tuple(_labels_above(row, by_code)),
                    concepts[at - 1],
                    concepts[at + 1],
                    parent.get("concept", ""),
                    row["indicator_code"] in parents,
                    levels[version],
                    tuple(codes[version, row["indicator_code"]]),
                    row,
                )
            )
    return tuple(found)


def _labels_above(row: dict[str, str], by_code: dict[str, dict[str, str]]) -> list[str]:
    labels = []
    parent = by_code.get(row["parent_code"])
    while parent is not None:
        labels.append(parent["label_vi"])
        parent = by_code.get(parent["parent_code"])
    return labels
