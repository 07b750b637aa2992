"""How much one file may take and hold: each limit once, with the variable of the environment that allows more.

Time and memory are bounded by the system (`cchc.reading.within_limits`), whatever a file does. What a file holds is
counted before it is worked on, so that the usual large file, a list or a book, is told what it is at once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cchc.errors import CchcError


@dataclass(frozen=True)
class Limit:
    """At most `usual` of `what`, or what the variable of the environment says."""

    variable: str
    usual: float
    what: str

    @property
    def most(self) -> float:
        """Raises CchcError if the environment gives no positive number."""
        text = os.environ.get(self.variable, "")
        try:
            most = float(text) if text else self.usual
        except ValueError:
            most = 0.0
        if not 0 < most < float("inf"):
            raise CchcError(f"{self.variable}: '{text}' is no number of {self.what}. Expected one above 0.")
        return most

    def told(self, path: object, most: float | None = None) -> str:
        """What to say of a file that exceeds it; `most` is what was allowed, if not what is now."""
        most = self.most if most is None else most
        return (
            f"{path}: reading it takes more than {most:,.12g} {self.what}, and was ended. Is anything in it that does "
            f"not belong there? Take that out, or allow more: {self.variable}={2 * most:.12g}."
        )

    def check(self, path: object, found: int) -> None:
        """Raises CchcError for a file in which more was counted."""
        if found > self.most:
            raise CchcError(
                f"{path}: {found:,} {self.what}; a file of its kind has at most {self.most:,.12g}. Take out what does "
                f"not belong there, or allow more: {self.variable}={found}."
            )


SECONDS = Limit("CCHC_SECONDS_A_FILE", 120, "seconds of the processor")  # a typed report takes 2
SECONDS_A_PAGE = Limit("CCHC_SECONDS_A_SCANNED_PAGE", 20, "seconds of the processor for a scanned page")  # it takes 3
MEGABYTES = Limit("CCHC_MEGABYTES_A_FILE", 1500, "MB of memory")  # a scan takes 500
PAGES = Limit("CCHC_PAGES_A_FILE", 120, "pages")  # a report has some 30
LINES = Limit("CCHC_LINES_A_FILE", 20_000, "lines")  # a report has 1,000
CELLS = Limit("CCHC_CELLS_A_FILE", 500_000, "cells")  # a report has 1,000, a province's workbook 4,000
CHARACTERS = Limit("CCHC_CHARACTERS_A_FILE", 5_000_000, "characters")  # a report has 60,000
