"""The libraries of `cchc explore`, installed once for all projects of the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cchc.errors import CchcError
from cchc.exploring.libraries import FOLDER, installed_libraries
from cchc.paths import ROOT


def linked_libraries(project: Path) -> None:
    """Let a copy of the project use them; the test is skipped where npm cannot bring them, and fails in CI."""
    try:
        installed_libraries(ROOT)
    except CchcError as error:
        pytest.fail(str(error)) if os.environ.get("CI") == "true" else pytest.skip(str(error))
    if not (project / FOLDER).exists():
        (project / FOLDER).symlink_to(ROOT / FOLDER)
