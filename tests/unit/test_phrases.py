"""What is told in two languages is told in both: phrases and their holes, and every pair of columns of a seed."""

from __future__ import annotations

import ast
import re
from functools import cache
from string import Formatter

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from cchc.cli import app
from cchc.errors import CchcError
from cchc.language import LANGUAGES
from cchc.paths import REFERENCE_SEEDS, ROOT
from cchc.reference.phrases import in_language, load_phrases, told
from cchc.reference.rule_kinds import load_arithmetics
from cchc.seeds.reading import read_seed

SEEDS = {path.name: read_seed(path) for path in sorted(REFERENCE_SEEDS.glob("*.csv"))}
PAIRS = [
    (name, column)
    for name, rows in SEEDS.items()
    for column in rows[0]
    if column.endswith("_en") and f"{column[:-3]}_vi" in rows[0]
]
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for folder, kind in (("models", "*.sql"), ("scripts/cchc", "*.py"))
    for path in sorted((ROOT / folder).rglob(kind))
)

# What is told to those who build or change the project, not to those who bring reports in and use the figures.
FOR_ENGINEERS = ("releasing", "documenting", "sample", "reference", "learning/draft_reading", "exploring/questions")
FOR_ENGINEERS += ("seeds/sample_seeds", "reading/formats/declaring")


def template(node: ast.expr) -> str:
    """Words in a source, `{}` for what is put into them."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return "{}"


def shape(words: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", words)


@cache
def parsed() -> dict[str, list[ast.AST]]:
    """Of each file of the program what its source is made of."""
    return {
        path.relative_to(ROOT / "scripts/cchc").as_posix(): list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        for path in sorted((ROOT / "scripts/cchc").rglob("*.py"))
    }


@cache
def templates() -> set[str]:
    return {
        shape(template(node))
        for nodes in parsed().values()
        for node in nodes
        if isinstance(node, ast.JoinedStr | ast.Constant)
    }


def errors() -> set[tuple[str, str]]:
    return {
        (file, words)
        for file, nodes in parsed().items()
        for node in nodes
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CchcError" and node.args
        if not file.startswith(FOR_ENGINEERS) and (words := shape(template(node.args[0]))) not in ("{}", "{}: {}")
    }


@cache
def help_texts() -> set[str]:
    group = get_command(app)
    return {
        shape(" ".join(words.split()))
        for command in (group, *group.commands.values())
        for one in (command, *command.params)
        for words in (getattr(one, "help", None) or "").split("\n\n")
        if words
    }


@cache
def all_words() -> str:
    return "\n".join(sorted(help_texts() | templates()))


KNOWN = {
    prefix: {
        shape(words)
        for (name, language), words in load_phrases().items()
        if language == "en" and name.startswith(prefix)
    }
    for prefix in ("help_", "error_")
}


def test_every_help_text_is_in_the_catalogue():
    assert help_texts() - KNOWN["help_"] == set()


def test_every_error_that_a_user_meets_is_in_the_catalogue():
    assert {(file, words) for file, words in errors() if words not in KNOWN["error_"]} == set()


def test_an_error_is_told_in_vietnamese_and_so_is_what_stands_in_it():
    assert in_language("a.txt: no such file. Check the name and the folder.", "vi") == (
        "a.txt: không có tệp này. Kiểm tra tên và thư mục."
    )
    assert in_language("a hold needs a reason and a name: --by.", "vi") == (
        "giữ báo cáo phải có lý do và tên người quyết định: --by."
    )
    assert in_language(
        "b.xlsx: nothing was recorded; this must be mended first (1).\n1. sheet “A”, row 2, cell B2: no value "
        "is given. Expected the true value. Write it there.",
        "vi",
    ) == (
        "b.xlsx: chưa ghi gì; phải sửa những chỗ này trước (1).\n1. trang tính “A”, dòng 2, ô B2: chưa ghi giá trị. "
        "Cần giá trị đúng. Ghi vào đó."
    )
    assert in_language("nobody translated this", "vi") == "nobody translated this"


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        (["--language", "en", "land", "nothing.txt"], {"LANG": "vi_VN.UTF-8"}, "no such file"),
        (["land", "nothing.txt", "--language", "vi"], {"LANG": "C.UTF-8"}, "không có tệp này"),
        (["land", "nothing.txt"], {"LANG": "vi_VN.UTF-8"}, "không có tệp này"),
        (["land", "nothing.txt"], {"LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8"}, "no such file"),
        (["land", "--help"], {"LANG": "vi_VN"}, "Đọc tài liệu và ghi vào seeds"),
        (["land", "--help"], {"LANG": "fr_FR"}, "Read documents and record them"),
        (["land", "--help", "--language", "vi"], {"LANG": "C.UTF-8"}, "Cách dùng: root land"),
        (["--language=vi", "land", "--help"], {"LANG": "C.UTF-8"}, "[bắt buộc]"),
        (["--help", "--language", "vi"], {"LANG": "C.UTF-8"}, "Các lệnh:"),
        (["land", "--help"], {"LANG": "vi_VN"}, "Hiện hướng dẫn này rồi thoát."),
        (["land", "--nothing", "--language", "vi"], {"LANG": "C.UTF-8"}, "lỗi: Không có tùy chọn --nothing"),
        (["form", "--year", "x", "--language", "vi"], {"LANG": "C.UTF-8"}, "'--year': cần một số nguyên"),
        (["form", "--language", "vi"], {"LANG": "C.UTF-8"}, "Thiếu tùy chọn '--year'."),
        (["explore", "--port", "70000", "--language", "vi"], {"LANG": "C.UTF-8"}, "cần một số không lớn hơn 65535"),
        (["--language", "xx", "land"], {"LANG": "vi_VN"}, "'xx' không phải một trong các giá trị 'vi', 'en'"),
        (["nothing"], {"LANG": "vi_VN"}, "Không có lệnh 'nothing'."),
    ],
)
def test_a_command_speaks_the_language_that_is_named_or_that_of_the_system(words, environment, expected, monkeypatch):
    for name in ("CCHC_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    told = CliRunner().invoke(app, words, env=environment)
    assert expected in " ".join(told.output.split())


@pytest.mark.parametrize(("seed", "column"), PAIRS)
def test_what_has_words_in_one_language_has_them_in_the_other(seed, column):
    pair = (column, f"{column[:-3]}_vi")
    assert [row for row in SEEDS[seed] if bool(row[pair[0]]) != bool(row[pair[1]])] == [], f"{pair} of {seed}"


def holes(phrase: str, language: str) -> set[str | None]:
    return {hole for _, hole, *_ in Formatter().parse(load_phrases()[phrase, language]) if hole is not None}


@pytest.mark.parametrize("phrase", sorted({phrase for phrase, _ in load_phrases()}))
def test_a_phrase_says_the_same_in_both_languages_and_is_used(phrase):
    assert all(load_phrases()[phrase, language] for language in LANGUAGES)
    assert holes(phrase, "en") == holes(phrase, "vi")
    if phrase.startswith(("help_", "error_")):
        assert shape(load_phrases()[phrase, "en"]) in all_words()
    else:
        assert re.search(rf"['\"]{phrase}['\"]", SOURCES) or phrase.removeprefix("finding_") in load_arithmetics()


def test_a_phrase_that_there_is_not_is_named():
    with pytest.raises(CchcError, match=r"phrases\.csv: there is no phrase proposal_guessed"):
        told("proposal_guessed", "vi")


def test_every_phrase_that_python_tells_is_there():
    asked = set(re.findall(r"\b(?:told|say)\(\s*\"(\w+)\"", SOURCES))
    assert asked and asked <= {phrase for phrase, _ in load_phrases()}
