"""What every reader yields: a document as lines with their place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One line of a document. `page` and `number` count from 1; `number` runs through the document."""

    page: int
    number: int
    text: str


@dataclass(frozen=True)
class Document:
    """A read document: its lines with text, in order."""

    path: Path
    sha256: str
    format: str
    lines: tuple[Line, ...]


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
