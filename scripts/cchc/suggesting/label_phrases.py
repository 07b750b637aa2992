"""What the words of a label say: whether it counts, what it counts, and at which stage of a piece of work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from cchc.seeds.reading import read_seed
from cchc.text import fold

Words = tuple[str, ...]
_TOKEN = re.compile(r"\w+|%")


@dataclass(frozen=True)
class Lexicon:
    """The lines of label_phrases.csv by role, each phrase as folded words; stages are pairs, due before done."""

    phrases: dict[str, tuple[Words, ...]]
    stages: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True)
class Label:
    """A label taken apart. `words` are all of it, folded; `counted` what follows the words that say that it counts.

    Marks of time and asides, which narrow nothing, are left out of `counted`; `counts` is empty where it counts
    nothing. `is_part`: it begins with “of them”.
    """

    words: Words
    counts: Words
    counted: Words
    is_part: bool

    def has(self, role: str) -> bool:
        """Whether a phrase of this role stands in the label."""
        return any(holds_phrase(self.words, phrase) for phrase in lexicon().phrases[role])

    @property
    def is_total(self) -> bool:
        return self.counts in lexicon().phrases["total"]

    @property
    def counts_communes(self) -> bool:
        """Whether communes are what is counted, and not something of theirs."""
        return bool(self.counts) and any(_begins(self.counted, phrase) for phrase in lexicon().phrases["communes"])

    def narrows(self, wider: Label) -> bool:
        """Whether it says the same as another label and a condition at its end, and not something besides."""
        more = self.counted[len(wider.counted) :]
        is_besides = any(_begins(more, phrase) for phrase in lexicon().phrases["joiner"])
        return bool(wider.counted and more) and _begins(self.counted, wider.counted) and not is_besides

    def same_thing(self, other: Label) -> bool:
        """Whether both count things that have the same first word; labels that name none are taken to."""
        return not (self.counts and other.counts) or self.counted[:1] == other.counted[:1]

    @cached_property
    def due_at(self) -> frozenset[int]:
        """The stages of the lexicon, by number, at which it tells what was due."""
        return frozenset(
            number
            for number, (due, done) in enumerate(lexicon().stages)
            if holds_phrase(self.words, due) and not holds_phrase(self.words, done)
        )

    @cached_property
    def done_at(self) -> frozenset[int]:
        """The stages at which it tells what was done."""
        return frozenset(number for number, (_, done) in enumerate(lexicon().stages) if holds_phrase(self.words, done))

    @property
    def is_of_work(self) -> bool:
        """Whether it tells of a stage of some work: what work, only the rows around it say."""
        return bool(self.due_at or self.done_at)

    @cached_property
    def things(self) -> frozenset[str]:
        """The words of what is counted, without those that say that it is offered somewhere."""
        offered = {word for phrase in lexicon().phrases["offered"] for word in phrase}
        return frozenset(self.counted) - offered

    def shared_end(self, other: Label) -> int:
        """How many words the two have in common at their ends."""
        pairs = zip(reversed(self.counted), reversed(other.counted), strict=False)
        shared = 0
        for own, others in pairs:
            if own != others:
                break
            shared += 1
        return shared


@cache
def lexicon() -> Lexicon:
    """The words that labels of such forms are made of."""
    phrases: dict[str, list[Words]] = {}
    stages = []
    for row in read_seed(Path(__file__).with_name("label_phrases.csv")):
        if row["role"] == "stage":
            stages.append((split(row["phrase"]), split(row["goes_with"])))
        else:
            phrases.setdefault(row["role"], []).append(split(row["phrase"]))
    return Lexicon({role: tuple(found) for role, found in phrases.items()}, tuple(stages))


def split(text: str) -> Words:
    """A text as folded words, without marks."""
    return tuple(_TOKEN.findall(fold(text)))


@cache
def read_label(text: str) -> Label:
    """A label as printed, taken apart."""
    words = split(text)
    known = lexicon().phrases
    is_part = next((phrase for phrase in known["part"] if _begins(words, phrase)), ())
    counted = words[len(is_part) :]
    counts = max((phrase for phrase in known["count"] if _begins(counted, phrase)), key=len, default=())
    counted = counted[len(counts) :]
    for aside in known["aside"]:
        counted = _without(counted, aside)
    auxiliaries = {phrase[0] for phrase in known["auxiliary"]}
    return Label(words, counts, tuple(word for word in counted if word not in auxiliaries), bool(is_part))


def holds_phrase(words: Words, phrase: Words) -> bool:
    """Whether the words of a phrase stand side by side."""
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))


def _begins(words: Words, phrase: Words) -> bool:
    return words[: len(phrase)] == phrase


def _without(words: Words, phrase: Words) -> Words:
    for at in range(len(words) - len(phrase) + 1):
        if words[at : at + len(phrase)] == phrase:
            return words[:at] + words[at + len(phrase) :]
    return words
