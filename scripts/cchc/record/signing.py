"""Who acts on the record and why: both are asked for, and both must be there to read."""

from __future__ import annotations

from cchc.errors import CchcError
from cchc.text import says_something, shown

WHY_AND_WHO = "--reason '…' --by '…'"


def signed(act: str, reason: str | None, by: str | None) -> tuple[str, str]:
    """Reason and name of an act that goes on record; raises CchcError where one says nothing."""
    reason, by = shown(reason or ""), shown(by or "")
    if not (says_something(reason) and says_something(by)):
        raise CchcError(f"{act} needs a reason and a name: {WHY_AND_WHO}.")
    return reason, by
