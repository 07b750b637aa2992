"""Every doubt that a reader tells has words in both languages; that none is left over says test_code_words.py."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cchc.reading
from cchc.errors import CchcError
from cchc.reference.code_words import code_words
from cchc.reference.doubt_words import doubt_words, joined, parted

SOURCES = sorted(Path(cchc.reading.__path__[0]).rglob("*.py"))
CODE = re.compile(r"([a-z]+(?:_[a-z]+)+)(?:: |$)")


def codes(node: ast.AST) -> Iterator[str]:
    """The codes of doubts among the texts below a node: words joined by underscores, and before what they are about."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and (found := CODE.match(one.value)):
            yield found[1]


def told(path: Path) -> Iterator[str]:
    """What a module gives as `doubt=…`, keeps by a name of doubts, or returns from a function that is named so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "doubt":
            yield from codes(node.value)
        elif isinstance(node, ast.Assign):
            names = {
                name.id.lower() for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)
            }
            if any(name == "odd" or name.endswith("doubt") for name in names):
                yield from codes(node.value)
        elif isinstance(node, ast.FunctionDef) and "doubt" in node.name and ast.unparse(node.returns or node) == "str":
            returned = [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value]
            yield from (code for value in returned for code in codes(value))


def test_every_doubt_has_words():
    doubts = code_words("reading_doubt")
    assert sorted({f"{path.name}: {code}" for path in SOURCES for code in told(path) if code not in doubts}) == []


def test_a_doubt_says_what_it_is_about_in_both_languages():
    assert doubt_words("marks_miscounted: 2 ≠ 3") == (
        "số nét đếm được khác số nét đọc được: 2 ≠ 3",
        "other marks were counted than read: 2 ≠ 3",
    )
    assert doubt_words("struck_out") == ("ký tự bị gạch", "struck out")
    assert doubt_words("") == ("", "")
    assert [joined(*parted(doubt)) for doubt in ("", "struck_out", "readings_differ: 1, –")] == [
        "", "struck_out", "readings_differ: 1, –",
    ]  # fmt: skip


def test_a_doubt_without_words_is_told():
    with pytest.raises(CchcError, match="list reading_doubt has no words for the code 'something_new'"):
        doubt_words("something_new")
