"""Tesseract, the OCR engine: many pictures in one process, words with the engine's own confidence."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy

from cchc.errors import CchcError
from cchc.text import nfc

VIETNAMESE, ENGLISH = "vie", "eng"
_SECONDS_MOST = 60  # of the processor for one process, and
_SECONDS_A_PICTURE = 1  # more for each picture; a page of dense text takes some 5, a hundred cells as long
_BUSY = 20  # times as long by the clock, on a machine that does much else
_PACKAGES = {VIETNAMESE: "tesseract-ocr-vie", ENGLISH: "tesseract-ocr-eng"}


@dataclass(frozen=True)
class Word:
    """One word as read. `line` tells the lines of a picture apart; `confidence` is 0-1."""

    text: str
    confidence: float
    line: tuple[int, int, int]
    box: tuple[int, int, int, int]


@cache
def check_installed() -> None:
    """Raise CchcError, naming the package to install, if the engine or its language data is missing."""
    if shutil.which("tesseract") is None:
        raise CchcError(
            "The OCR engine tesseract is not installed, and scans cannot be read without it. "
            "On Debian or Ubuntu: sudo apt-get install tesseract-ocr tesseract-ocr-vie."
        )
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    languages = set((listed.stdout + listed.stderr).split())
    missing = [package for language, package in _PACKAGES.items() if language not in languages]
    if missing:
        raise CchcError(
            "tesseract is installed without the language data that Vietnamese scans need. "
            f"On Debian or Ubuntu: sudo apt-get install {' '.join(missing)}."
        )


def read_words(
    pictures: list[numpy.ndarray], language: str, layout: int, settings: dict[str, str] | None = None
) -> list[list[Word]]:
    """Words of each picture, read in one process on one core. `layout` is tesseract's page segmentation mode.

    Raises CchcError if the engine is missing, fails or takes too long.
    """
    check_installed()
    if not pictures:
        return []
    with tempfile.TemporaryDirectory(prefix="cchc-ocr-") as name:
        folder = Path(name)
        paths = [folder / f"{at}.pgm" for at in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            cv2.imwrite(str(path), picture)
        (folder / "pictures.txt").write_text("\n".join(map(str, paths)) + "\n", encoding="utf-8")
        command = ["tesseract", str(folder / "pictures.txt"), str(folder / "words")]
        command += ["-l", language, "--psm", str(layout), "--dpi", "300"]
        command += [part for key, value in (settings or {}).items() for part in ("-c", f"{key}={value}")]
        _run([*command, "tsv"], _SECONDS_MOST + _SECONDS_A_PICTURE * len(pictures))
        return _words((folder / "words.tsv").read_text(encoding="utf-8"), len(pictures))


def _run(command: list[str], seconds: int) -> None:
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    bounded = ["sh", "-c", f'ulimit -t {seconds}; exec "$@"', "sh"] if os.name == "posix" else []
    try:
        done = subprocess.run(
            [*bounded, *command], env=environment, capture_output=True, text=True, timeout=_BUSY * seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _took_too_long(seconds) from error
    if bounded and done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _took_too_long(seconds)
    if done.returncode:
        raise CchcError(f"tesseract failed: {done.stderr.strip()[-300:] or done.returncode}. Is it installed whole?")


def _took_too_long(seconds: int) -> CchcError:
    return CchcError(f"tesseract took more than {seconds} s on one page. Is it a photograph? Leave such pages out.")


def _words(table: str, count: int) -> list[list[Word]]:
    found: list[list[Word]] = [[] for _ in range(count)]
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and row["text"].strip():
            left, top = int(row["left"]), int(row["top"])
            found[int(row["page_num"]) - 1].append(
                Word(
                    nfc(row["text"]).strip(),
                    float(row["conf"]) / 100,
                    (int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
                    (left, top, left + int(row["width"]), top + int(row["height"])),
                )
            )
    return found
