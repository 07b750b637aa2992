"""What is proposed for the real report, after a refresh."""

from __future__ import annotations

import duckdb

from .proposals_table import OUTPUT, PAGE, with_output, with_table


def test_the_page_shows_what_the_command_prints_and_what_is_proposed_for_each_decision_of_the_real_report(
    refreshed_project,
):
    text = PAGE.read_text(encoding="utf-8")
    with duckdb.connect(str(refreshed_project / "target" / "build.duckdb"), read_only=True) as build:
        assert with_table(text, build) == text
        assert with_output(text, build) == text
    assert OUTPUT.search(text)
    assert "| I.2.1 | `g4` | 4 | 1 |" in text
