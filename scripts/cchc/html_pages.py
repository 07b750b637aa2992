"""HTML pages that are one file: their templates escape what they are given, and name the one script that may run."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


@dataclass(frozen=True)
class Script:
    """A script that stands in a page, and how the page's policy names it: by its digest, so that no other runs."""

    text: Markup
    source: str


def templates(*folders: Path) -> Environment:
    """The templates of folders."""
    loader = FileSystemLoader(folders)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def script(text: str) -> Script:
    """A script of ours, from its text."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Script(Markup(text), f"'sha256-{digest}'")
