"""What a .yml file says, read once for all tests of a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is many times as fast


@cache
def told_in(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _LOADER)
