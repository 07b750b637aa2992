"""What the hidden columns of a review or a letter are called: they say what a row was written for."""

from __future__ import annotations

from collections.abc import Mapping

from cchc.landing.recording import is_sample_name

GUARDS = ("report_id", "indicator_code", "raw_value", "rule_ids", "record")
REAL, MADE_UP = "real", "made_up"  # which record a row is about
MARK = "mark"  # what else is to be filled in on a row, as a signature


def record_of(report: Mapping[str, str]) -> str:
    """Which record a row of reports.csv belongs to: made-up reports bear the ids of real ones."""
    return MADE_UP if is_sample_name(report["source_file"]) else REAL
