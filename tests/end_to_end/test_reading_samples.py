"""Made-up reports in every format come back as they were written: what is clear is right."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc.cli import app
from cchc.reading.extraction import extract


@pytest.fixture(scope="module")
def samples(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    order = ["sample", str(folder), "--seed", "20", "--units", "943,950", "--years", "2022"]
    made = CliRunner().invoke(app, [*order, "--format", "txt,xlsx,docx,pdf"])
    assert made.exit_code == 0, made.output
    return folder


def compare(folder: Path, document: Path) -> tuple[float, list[str]]:
    """The share of answered rows read right and clear (0-1), and the rows that are clear and wrong."""
    with (folder / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        truth = {(row["report_id"], row["indicator_code"]): row for row in csv.DictReader(file)}
    rows = extract(document).rows
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


@pytest.mark.parametrize(("ending", "least"), [("xlsx", 1), ("docx", 1), ("pdf", 1), ("txt", 0.95)])
@pytest.mark.parametrize("report", ["943-2022", "950-2022"])
def test_a_report_comes_back_right_and_clear(samples, report, ending, least):
    share, wrong = compare(samples, samples / f"sample_{report}.{ending}")
    assert not wrong
    assert share >= least


def test_a_scan_at_200_dpi_comes_back_right(tmp_path):
    if shutil.which("tesseract") is None:
        reason = "tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-vie"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    order = ["sample", str(tmp_path), "--seed", "21", "--units", "944", "--years", "2023", "--format", "scan"]
    assert CliRunner().invoke(app, order).exit_code == 0
    (scan,) = tmp_path.glob("*scan*.pdf")
    share, wrong = compare(tmp_path, scan)
    assert not wrong
    assert share >= 0.97
