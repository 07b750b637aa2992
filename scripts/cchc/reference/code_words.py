"""The words of every code, Vietnamese and English, by list: seeds/reference/code_words.csv, and those of rule kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cchc.errors import CchcError
from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed

_FILE, _KINDS_FILE, RULE_KINDS = "code_words.csv", "rule_kinds.csv", "rule_kind"


@dataclass(frozen=True)
class CodeWord:
    """A code and its words, in small letters as inside a sentence; `meaning_…` is '' where the word says all."""

    code: str
    vi: str
    en: str
    meaning_vi: str = ""
    meaning_en: str = ""

    @property
    def title_vi(self) -> str:
        """The Vietnamese word as it stands alone: `Đọc sai`."""
        return self.vi[:1].upper() + self.vi[1:]


class CodeList(Mapping[str, CodeWord]):
    """The codes of one list in the order that pages show them, with their words.

    Raises CchcError at a code that the list does not have.
    """

    def __init__(self, name: str, words: Mapping[str, CodeWord], path: Path) -> None:
        self._name, self._words, self._path = name, words, path

    def __getitem__(self, code: str) -> CodeWord:
        if code not in self._words:
            raise CchcError(
                f"{self._path}: list {self._name} has no words for the code '{code}'. Expected one of "
                f"{', '.join(self._words)}. Add a row for it."
            )
        return self._words[code]

    def __contains__(self, code: object) -> bool:
        return code in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


@cache
def load_code_words(folder: Path = REFERENCE_SEEDS) -> dict[str, CodeList]:
    """Every list by its name. Raises CchcError where a list has a code twice or a code has no words."""
    rows = [(folder / _FILE, row) for row in read_seed(folder / _FILE)]
    rows += [
        (folder / _KINDS_FILE, row | {"code_list": RULE_KINDS, "code": row["kind"]})
        for row in read_seed(folder / _KINDS_FILE)
    ]
    lists: dict[str, dict[str, CodeWord]] = {}
    paths: dict[str, Path] = {}
    for path, row in sorted(rows, key=lambda one: (one[1]["code_list"], int(one[1]["position"]))):
        told = f"{path}: list {row['code_list']}, code '{row['code']}'"
        words = lists.setdefault(row["code_list"], {})
        paths[row["code_list"]] = path
        if row["code"] in words:
            raise CchcError(f"{told} stands there twice. Delete one of the rows.")
        if not (row["word_vi"] and row["word_en"]):
            raise CchcError(f"{told} has no word in one language. Expected word_vi and word_en. Fill in the row.")
        words[row["code"]] = CodeWord(row["code"], row["word_vi"], row["word_en"], row["meaning_vi"], row["meaning_en"])
    return {name: CodeList(name, words, paths[name]) for name, words in lists.items()}


def code_words(code_list: str) -> CodeList:
    """One list of codes with their words. Raises CchcError where there is no such list."""
    lists = load_code_words()
    if code_list not in lists:
        raise CchcError(f"{REFERENCE_SEEDS / _FILE}: there is no list {code_list}. Expected one of {', '.join(lists)}.")
    return lists[code_list]
