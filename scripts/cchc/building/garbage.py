"""Python's search for garbage, kept off what dbt parsed: that is there as long as the command, and is walked again and
again. A build of one report spends a sixth of its processor time on it otherwise.
"""

from __future__ import annotations

import atexit
import gc

BETWEEN_SEARCHES = (100_000, 50, 100)  # objects, and searches among the younger; Python's own are 700, 10, 10


def search_seldom() -> None:
    """From here on. What is there by now is not walked any more, until Python ends: DuckDB tells of each object of its
    own that is still held then."""
    gc.freeze()
    gc.set_threshold(*BETWEEN_SEARCHES)
    atexit.register(gc.unfreeze)
