"""Changes to a document that touch no figure: whatever else they do, what is read `clear` stays true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any


def applied(chosen: Iterable[Callable], *given: Any) -> list[str]:
    """Do what of the changes can still be done to what earlier ones left; the names of all of them."""
    names = []
    for one in chosen:
        try:
            one(*given)
            names.append(one.__name__)
        except (IndexError, KeyError, ValueError, StopIteration):
            names.append(f"({one.__name__})")
    return names


def changes_of(module: dict[str, Any], others: Sequence[str] = ()) -> tuple[Callable, ...]:
    """The public functions that a module defines, in their order."""
    return tuple(
        one
        for name, one in module.items()
        if getattr(one, "__module__", "") == module["__name__"] and not name.startswith("_") and name not in others
    )
