"""What is given to a command and would be passed over is refused by name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from cchc.building import known_vars
from cchc.cli import app
from cchc.errors import CchcError
from cchc.paths import ROOT


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["explore", "--port", "8080"], "--port says where --serve shows the site"),
        (["propose", "--detail", "-o", "proposals.csv"], "give -o or --detail"),
        (["decide", "review.xlsx", "--by", "Trần Thị B"], "--by names who takes a decision back"),
        (["sample", "out", "--units", "945", "--dpi", "300"], "--dpi: said of a scan or a PDF"),
        (["sample", "out", "--units", "945", "--format", "xlsx", "--font", "Tinos"], "--font: said of a scan or a PDF"),
        (["sample", "out", "--units", "Châu Thành"], "Châu Thành' may be any of"),
        (["sample", "out", "--province", "Mỹ Tú"], "no reporting unit Mỹ Tú was valid"),
    ],
)
def test_an_option_that_says_nothing_is_refused(words, told):
    result = CliRunner().invoke(app, words)
    assert (result.exit_code, told in " ".join(result.output.split())) == (1, True), result.output


def test_a_variable_that_nothing_asks_for_is_named_with_those_that_are_asked_for(monkeypatch):
    monkeypatch.setattr(known_vars, "get_flags", lambda: SimpleNamespace(VARS={"unit": 945, "report_year": 2021}))
    with pytest.raises(CchcError, match=r"nothing asks for unit\. Expected some of as_of, .*report_year, .*unit_code"):
        known_vars.refuse_unknown_vars(ROOT)
    monkeypatch.setattr(known_vars, "get_flags", lambda: SimpleNamespace(VARS={"as_of": "2022-02-01"}))
    known_vars.refuse_unknown_vars(ROOT)
