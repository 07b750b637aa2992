"""A checked draft becomes a form: its seeds are written, all or none, under the lock of the seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc.learning.draft_checking import Decided, check_draft
from cchc.learning.draft_reading import CheckedDraft, read_draft
from cchc.paths import ROOT
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import csv_text, seeds_lock, write_together
from cchc.workbooks.filled_in import Refused

_NOT_SUMMED = ("Người duyệt biểu quyết định không cộng", "Decided when the form was adopted")


@dataclass(frozen=True)
class Adopted:
    """What was recorded: the version, how many rows, those with a figure, and the concepts that are new."""

    version: str
    rows: int
    answered: int
    new_concepts: tuple[str, ...]


def adopt_form(path: Path, root: Path = ROOT) -> Adopted:
    """Record the form of a checked draft. Raises CchcError naming every cell that stands against it; then nothing is
    recorded."""
    with seeds_lock(root) as seeds:
        reference = seeds / "reference"
        draft, refusals = read_draft(path, reference)
        decided, more = check_draft(draft, reference)
        if refusals or more:
            raise Refused(path, (*refusals, *more))
        texts = _seeds(draft, decided, reference)
        write_together(seeds, texts)
    answered = [one for one in decided if one.concept]
    return Adopted(
        draft.fields["form_version"], len(decided), len(answered), tuple(one.concept for one in answered if one.is_new)
    )


def _seeds(draft: CheckedDraft, decided: list[Decided], reference: Path) -> dict[Path, str]:
    """The new text of each seed that the form changes."""
    version = draft.fields["form_version"]
    form = {**draft.fields, "name_en": draft.fields["name_en"] or draft.fields["name_vi"]}
    rows = [_form_row(version, at, one) for at, one in enumerate(decided, start=1)]
    codes = [
        {
            "form_version": version,
            "indicator_code": one.row["indicator_code"],
            "code": code,
            "meaning_vi": vi,
            "meaning_en": one.codes_en.get(code, vi),
        }
        for one in decided
        for code, vi in one.codes
    ]
    headings = [{"form_version": version, "heading_vi": heading} for heading in draft.headings]
    sums = [
        {
            "concept": one.concept,
            "may_be_summed": told,
            "reason_vi": _NOT_SUMMED[0] if told == "false" else "",
            "reason_en": _NOT_SUMMED[1] if told == "false" else "",
        }
        for one in decided
        if one.is_new and (told := one.row["may_be_summed"])
    ]
    added = {"form_versions": [form], "form_rows": rows, "form_codes": codes, "form_headings": headings}
    texts = {reference / f"{name}.csv": _with(reference / f"{name}.csv", own) for name, own in added.items() if own}
    if sums:
        path = reference / "province_sums.csv"
        texts[path] = _with(path, sums, by="concept")
    return texts


def _form_row(version: str, position: int, one: Decided) -> dict[str, str]:
    row = one.row
    return {
        "form_version": version,
        "position": str(position),
        **{
            name: row[name]
            for name in (
                "indicator_code",
                "number",
                "parent_code",
                "section_code",
                "answer_type",
                "label_vi",
                "qualifier_vi",
                "unit_vi",
                "may_pass_100",
            )
        },
        "concept": one.concept,
        "label_en": one.label_en or row["label_vi"],
        "unit_en": one.unit_en or row["unit_vi"],
        **one.fact,
    }


def _with(path: Path, rows: Sequence[Mapping[str, str]], by: str = "") -> str:
    """The text of a seed with further rows: at its end, or in the order of a column."""
    with path.open(encoding="utf-8-sig") as file:
        columns = tuple(file.readline().strip().split(","))
    return csv_text(columns, [*read_seed(path), *rows], key=lambda row: row[by] if by else "")
