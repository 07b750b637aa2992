"""Every doubt that a reader tells has Vietnamese words, and no words are left over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import cchc.reading
from cchc.reference.doubt_words import ROW_NOT_FOUND, doubt_words, doubts

SOURCES = sorted(Path(cchc.reading.__path__[0]).rglob("*.py"))


def sentences(node: ast.AST) -> Iterator[str]:
    """The texts of more than one word below a node, as the seed has them."""
    for one in ast.walk(node):
        if isinstance(one, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in one.values)
        elif isinstance(one, ast.Constant) and isinstance(one.value, str) and " " in one.value.strip():
            yield one.value


def told(path: Path) -> Iterator[str]:
    """What a module gives as `doubt=…`, keeps by a name of doubts, or returns from a function that is named so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "doubt":
            yield from sentences(node.value)
        elif isinstance(node, ast.Assign):
            names = {
                name.id.lower() for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)
            }
            if any(name == "odd" or "doubt" in name for name in names):
                yield from sentences(node.value)
        elif isinstance(node, ast.FunctionDef) and "doubt" in node.name:
            returned = [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value]
            yield from (text for value in returned for text in sentences(value))


def test_every_doubt_has_words():
    known = [*doubts(), "readings differ: ", *(doubt.replace("{}", "") for doubt in doubts())]
    assert sorted({f"{path.name}: {text}" for path in SOURCES for text in told(path) if text not in known}) == []


def test_no_words_are_left_over():
    source = " ".join(path.read_text(encoding="utf-8") for path in SOURCES) + ROW_NOT_FOUND
    assert [doubt for doubt in doubts() if not all(part.strip() in source for part in doubt.split("{}"))] == []


def test_holes_are_filled_in_both_languages():
    assert all(english.count("{}") == vietnamese.count("{}") for english, vietnamese in doubts().items())
    assert doubt_words("2 marks were counted and 3 read") == (
        "đếm được 2 nét, đọc được 3",
        "2 marks were counted and 3 read",
    )
    assert doubt_words("readings differ: 1, nothing")[0] == "các lần đọc khác nhau: 1, trống"
    assert doubt_words("") == ("", "")
    assert doubt_words("something new") == ("something new", "")
