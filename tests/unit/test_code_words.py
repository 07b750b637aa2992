"""One vocabulary: every code has its words in the seed code_words, one word for one thing, and none is idle."""

from __future__ import annotations

import csv
import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from cchc.deciding import choices
from cchc.errors import CchcError
from cchc.paths import REFERENCE_SEEDS, ROOT
from cchc.proposing import proposals
from cchc.reading import number_grammar as grammar
from cchc.reference import verdicts
from cchc.reference.code_words import code_words, load_code_words

from ..yml_files import told_in

LISTS = load_code_words()
MODELS = sorted(path for layer in ("intermediate", "marts") for path in (ROOT / "models" / layer).glob("*.yml"))
SOURCES = [
    path
    for folder, suffixes in (
        ("models", (".sql",)), ("macros", (".sql",)), ("scripts/cchc", (".py", ".html")),
        ("bi/superset", (".sql", ".py")),
        ("seeds/reference", (".csv",)), ("seeds/decisions", (".csv",)), ("tests/dbt", (".sql",)),
    )
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in suffixes and path.name != "code_words.csv"
]  # fmt: skip
ANOTHER_THING = {  # lists in which a code that other lists have says something else
    "correction", "district_answer", "typed_change", "figure_kind",
}  # fmt: skip
STATUSES = r"`([a-z_]+)`"
CASE = re.compile(r"\b(?:then|else)\s+'([a-z_]+)'")


def columns_with_words() -> list[tuple[str, str, str]]:
    """(mart, column, list) of every column whose yml says that it holds codes of a list."""
    models = [(path.stem, model) for path in MODELS for model in told_in(path).get("models", [])]
    of_columns = [
        (mart, column["name"], test["has_words"]["arguments"]["code_list"])
        for mart, model in models
        for column in model.get("columns", [])
        for test in column.get("data_tests", [])
        if isinstance(test, dict) and "has_words" in test
    ]
    beside_keys = [
        (mart, column, code_list)
        for mart, model in models
        for test in model.get("data_tests", [])
        if isinstance(test, dict) and "primary_key" in test
        for column, code_list in test["primary_key"]["arguments"].get("code_lists", {}).items()
    ]
    return of_columns + beside_keys


def codes_made_by_sql(column: str) -> set[str]:
    """The texts that some model's `case … end as column`, or `'…' as column`, may give."""
    made: set[str] = set()
    for path in SOURCES:
        if path.suffix != ".sql" or not path.is_relative_to(ROOT / "models"):
            continue
        text = path.read_text(encoding="utf-8")
        made |= set(re.findall(rf"'([a-z_]+)' as {column}\b", text))
        for end in re.finditer(rf"\bend\s+as {column}\b", text):
            made |= set(CASE.findall(text[_start_of_case(text, end.start()) : end.start()]))
    return made


def _start_of_case(text: str, end: int) -> int:
    """Where the `case` begins whose `end` stands at this place."""
    depth = 1
    for word in reversed(list(re.finditer(r"\b(case|end)\b", text[:end]))):
        depth += 1 if word[0] == "end" else -1
        if not depth:
            return word.start()
    raise AssertionError(f"no case before {text[end : end + 40]}")


@pytest.mark.parametrize(("mart", "column", "code_list"), columns_with_words())
def test_every_code_that_a_model_makes_has_its_words(mart, column, code_list):
    without = codes_made_by_sql(column) - set(code_words(code_list))
    assert not without, f"{mart}.{column}: add to list {code_list} of seeds/reference/code_words.csv"


def test_no_column_names_its_codes_itself():
    """A list of codes stands in the seed, and no second time as accepted_values."""
    assert not [path.name for path in MODELS if "accepted_values" in path.read_text(encoding="utf-8")]


CONSTANTS = {
    "read_status": {grammar.CLEAR, grammar.DOUBTFUL, grammar.UNREADABLE, grammar.BLANK, grammar.NOT_FOUND},
    "verdict": {*verdicts.SETTLED, verdicts.UNDECIDED},
    "correction": set(verdicts.CORRECTIONS),
    "district_answer": {*choices.ANSWERS_OFFERED, choices.A_FIGURE},
    "certainty": {proposals.SURE, proposals.LIKELY, proposals.POSSIBLE},
}  # fmt: skip


@pytest.mark.parametrize("code_list", CONSTANTS)
def test_the_codes_of_the_programs_are_those_of_the_list(code_list):
    assert set(code_words(code_list)) == CONSTANTS[code_list]


@pytest.mark.parametrize("doc", ["ratio_status", "row_status"])
def test_the_codes_that_a_column_is_described_with_are_those_of_its_list(doc):
    docs = (ROOT / "models" / "marts" / "_docs.md").read_text(encoding="utf-8")
    (text,) = re.findall(rf"{{% docs {doc} %}}\n(.*?)\n{{% enddocs %}}", docs, re.DOTALL)
    assert set(re.findall(STATUSES, text)) == set(code_words({"row_status": "value_status"}.get(doc, doc)))


def test_a_change_kind_is_one_that_the_search_can_give():
    rooms = ROOT / "scripts" / "cchc" / "proposing"
    text = "".join((rooms / f"{name}.py").read_text(encoding="utf-8") for name in ("change_kinds", "proposals"))
    assert [code for code in code_words("change_kind") if f'"{code}"' not in text] == []
    assert set(code_words("typed_change")) <= set(code_words("change_kind"))


def test_a_code_is_one_word_in_all_lists():
    told = defaultdict(dict)
    for name, words in LISTS.items():
        if name not in ANOTHER_THING:
            for code, word in words.items():
                told[code].setdefault((word.vi, word.en), name)
    assert {code: words for code, words in told.items() if len(words) > 1} == {}


def test_no_code_is_idle():
    """Each stands somewhere in a model, a program, a dashboard or a seed, or is put together from one that does."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    known = set(re.findall(r"[A-Za-z][A-Za-z_0-9]*", text))
    codes = [(name, code) for name, words in LISTS.items() for code in words]
    assert [one for one in codes if one[1].removeprefix("previous_") not in known] == []


def test_no_list_is_idle():
    used = {code_list for *_, code_list in columns_with_words()}
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.suffix != ".csv")
    assert [name for name in LISTS if name not in used and not re.search(rf"['\"]{name}['\"]", text)] == []


GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", GLOSSARY, re.MULTILINE)
IN_PASSING = re.findall(r"`([a-z_]+)` \(([^)`]*[^\x00-\x7f][^)`]*)\)", GLOSSARY)


@pytest.mark.parametrize(
    ("code", "word", "meaning"), [(row[0], row[1], row[2:]) for row in ROWS if row[0] not in LISTS]
)
def test_the_glossary_has_the_words_of_the_list(code, word, meaning):
    found = [words[code] for name, words in LISTS.items() if name not in ANOTHER_THING and code in words]
    assert word in {one.vi for one in found}
    told = {(one.meaning_en, one.meaning_vi) for one in found if one.meaning_en}
    assert not told or meaning in told


def test_the_glossary_has_the_words_of_the_list_in_passing_too():
    assert IN_PASSING
    known = {(code, word.vi) for words in LISTS.values() for code, word in words.items()}
    assert [pair for pair in IN_PASSING if pair not in known] == []


def test_a_code_without_words_is_told_with_its_list():
    with pytest.raises(CchcError, match=r"code_words\.csv: list verdict has no words for the code 'guessed'"):
        code_words("verdict")["guessed"]
    with pytest.raises(CchcError, match="there is no list verdicts"):
        code_words("verdicts")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"word_en": ""}, "list severity, code 'warning' has no word in one language"),
        ({"code": "info"}, "list severity, code 'info' stands there twice"),
    ],
)
def test_a_list_that_is_not_whole_is_refused(tmp_path: Path, change, said):
    with (REFERENCE_SEEDS / "code_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = [row | change if (row["code_list"], row["code"]) == ("severity", "warning") else row for row in rows]
    shutil.copy(REFERENCE_SEEDS / "rule_kinds.csv", tmp_path)
    with (tmp_path / "code_words.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(CchcError, match=said):
        load_code_words(tmp_path)
