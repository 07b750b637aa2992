"""Spares the time to load what another library imports for parts of it that are not used."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


class _Late(ModuleType):
    """Stands for a module that is loaded when something of it is first asked for."""

    def __getattr__(self, name: str) -> object:
        _withdraw(self)
        return getattr(import_module(self.__name__), name)


@contextmanager
def imported_late(*names: str) -> Generator[None]:
    """Inside, an import of a module of these `names` that is not loaded yet gives one that loads itself once used."""
    stand_ins = [_Late(name) for name in names if name not in sys.modules]
    sys.modules.update({module.__name__: module for module in stand_ins})
    try:
        yield
    finally:
        for module in stand_ins:
            _withdraw(module)


def _withdraw(module: _Late) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
