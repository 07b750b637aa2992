"""The formats that samples are written in: every `render_` module here that says what it is called.

`NAME` is what `cchc sample --format` knows it by, `ENDING` what its files end in, and `render(report, path, printing)`
writes one; the same report and printing give the same bytes.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType


def _renderers() -> dict[str, ModuleType]:
    names = sorted(path.stem for path in Path(__file__).parent.glob("render_*.py"))
    modules = [import_module(f"{__package__}.{name}") for name in names]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


FORMATS = _renderers()
