"""What an office has beside its reports is refused for what it is; `bench/no_reports.py` measures all of it."""

from __future__ import annotations

import pytest
from tests.no_reports import DOCUMENTS, NoReport

from cchc.errors import CchcError
from cchc.reading.extraction import extract_all

_ELSEWHERE = (".rtf", ".odt", ".xls")  # wait for LibreOffice
QUICK = [one for one in DOCUMENTS if not (one.is_picture or one.is_large) and one.suffix not in _ELSEWHERE]


@pytest.mark.parametrize("document", QUICK, ids=lambda one: f"{one.name}{one.suffix}")
def test_it_is_refused_for_what_it_is(tmp_path, document: NoReport):
    with pytest.raises(CchcError, match=document.reason):
        extract_all(document.write(tmp_path))
