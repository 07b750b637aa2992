"""What ties a draft to the forms that it was matched with, and a row of it to what the program found."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from cchc.learning.draft_columns import GUARDED
from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed


def forms_digests(folder: Path = REFERENCE_SEEDS) -> dict[str, str]:
    """For each form known, a digest of its rows: which concept each asks for and where its figure goes."""
    rows: dict[str, list[str]] = defaultdict(list)
    for row in read_seed(folder / "form_rows.csv"):
        cells = ("indicator_code", "concept", "answer_type", "label_vi", "fact_table", "fact_column", "fact_row")
        rows[row["form_version"]].append("\t".join(row[name] for name in cells))
    return {version: _digest("\n".join(own)) for version, own in rows.items()}


def row_guard(version: str, row: Mapping[str, str]) -> str:
    """A digest of what the program wrote in a row of the draft and nobody is to change."""
    return _digest("\t".join((version, *(row[name] for name in GUARDED))))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
