"""The pages have words for every status that the warehouse may give."""

from __future__ import annotations

import re

import pytest

from cchc.paths import ROOT
from cchc.reporting import words

DOCS = (ROOT / "models" / "marts" / "_docs.md").read_text(encoding="utf-8")


def statuses_of(doc: str) -> set[str]:
    """The statuses that a column's description lists, in the form of code."""
    (text,) = re.findall(rf"{{% docs {doc} %}}\n(.*?)\n{{% enddocs %}}", DOCS, re.DOTALL)
    return set(re.findall(r"`([a-z_]+)`", text))


@pytest.mark.parametrize(
    ("doc", "told"), [("ratio_status", words.RATIO_STATUSES), ("row_status", words.VALUE_STATUSES)]
)
def test_every_status_has_its_words(doc, told):
    assert statuses_of(doc) == set(told)
