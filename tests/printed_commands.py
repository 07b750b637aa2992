"""The command lines that the pages print, in their blocks and in their sentences."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc.paths import ROOT

PAGES = [
    *(ROOT / name for name in ("README.md", "README.vi.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
PROGRAMS = ("cchc", "dbt", "make", "pytest", "python", "python3")
_BLOCK = re.compile(r"^( *)```\w*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_IN_SENTENCE = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
_SETS_A_VARIABLE = re.compile(r"\w+=\S*$")


@dataclass(frozen=True)
class Printed:
    """A command line. One of a sentence may be the name of a command with an option, what it is given left out."""

    page: str
    is_whole: bool
    program: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}: {shlex.join((self.program, *self.words))}"


def printed(path: Path) -> Iterator[Printed]:
    """Every command line of a page, placeholders put in the place of values: `Y` is a year."""
    text, page = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
    for block in _BLOCK.finditer(text):
        for line in block[2].replace("\\\n", " ").splitlines():
            for words in _commands(line):
                yield Printed(page, True, *words)
    for mention in _IN_SENTENCE.finditer(_BLOCK.sub("", text)):
        for words in _commands(" ".join(mention[1].split())):
            yield Printed(page, False, *words)


def _commands(line: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Program and words of each command of a line that begins with a program of ours."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return
    while words:
        end = words.index("&&") if "&&" in words else len(words)
        own, words = words[:end], words[end + 1 :]
        while own and _SETS_A_VARIABLE.match(own[0]):
            own = own[1:]
        if len(own) > 1 and Path(own[0]).name in PROGRAMS and own[0].rsplit("/", 1)[0] in (own[0], ".venv-spark/bin"):
            yield Path(own[0]).name, tuple(re.sub(r"\bY\b", "2022", word) for word in own[1:])
