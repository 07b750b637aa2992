"""What the tests share: where the real report lies, and a project folder of their own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from cchc.paths import ROOT

settings.register_profile("cchc", deadline=None)  # a slow machine is no failure; timings belong in bench/
settings.load_profile("cchc")

REPORT_NAME = "cu_lao_dung_2021.txt"


@pytest.fixture(scope="session")
def real_report() -> Path:
    """The real report's text, which the repository does not hold."""
    path = ROOT.parent / "shared" / "reports" / REPORT_NAME
    if not path.is_file():
        reason = f"{REPORT_NAME} is not beside the project, and the repository does not hold the report's text"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with the reference seeds, nothing landed and nothing decided."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "seeds", root / "seeds")
    for seed in [*(root / "seeds" / "landed").glob("*.csv"), *(root / "seeds" / "decisions").glob("*.csv")]:
        seed.write_text(seed.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return root
