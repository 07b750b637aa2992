"""Made-up reports in every format come back as they were written: what is clear is right."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc.cli import app
from cchc.reading.extraction import Extraction, extract
from cchc.sample.renderers import FORMATS

READ_AS_WRITTEN = sorted(FORMATS.keys() - {"scan"})  # what is scanned is asked below
LEAST_OF_A_TEXT = 0.95  # where columns are spaces


@pytest.fixture(scope="module")
def samples(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    order = ["sample", str(folder), "--seed", "20", "--units", "943,950", "--years", "2022"]
    made = CliRunner().invoke(app, [*order, "--format", ",".join(READ_AS_WRITTEN)])
    assert made.exit_code == 0, made.output
    return folder


def compare(folder: Path, extraction: Extraction) -> tuple[float, list[str]]:
    """The share of answered rows read right and clear (0-1), and the rows that are clear and wrong."""
    with (folder / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        truth = {(row["report_id"], row["indicator_code"]): row for row in csv.DictReader(file)}
    rows = extraction.rows
    right, wrong, answered = 0, [], 0
    for row in rows:
        true = truth[row["report_id"], row["indicator_code"]]
        is_right = (row["value"], row["base_value"]) == (true["value"], true["base_value"])
        answered += true["value"] != ""
        if row["read_status"] == "clear":
            right += is_right
            if not is_right:
                wrong.append(row["indicator_code"])
    return right / answered, wrong


@pytest.mark.parametrize("name", READ_AS_WRITTEN)
@pytest.mark.parametrize("report", ["943-2022", "950-2022"])
def test_a_report_comes_back_right_and_clear(samples, report, name):
    share, wrong = compare(samples, extract(samples / f"sample_{report}{FORMATS[name].ENDING}"))
    assert not wrong
    assert share >= LEAST_OF_A_TEXT if name == "txt" else share == 1


def test_a_scan_at_200_dpi_comes_back_right(scanned_sample):
    share, wrong = compare(*scanned_sample)
    assert not wrong
    assert share >= 0.97
