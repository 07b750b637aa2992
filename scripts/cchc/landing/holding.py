"""Leaving a report out of the release, on record, and taking it back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.record.keeping import record_lock, write_on_record
from cchc.record.signing import WHY_AND_WHO, signed
from cchc.reference.phrases import say
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import csv_text

COLUMNS = ("report_id", "reason", "held_by", "held_on", "lifted_by", "lifted_on", "lift_reason")


def hold_report(report_id: str, reason: str | None, by: str | None, on: date, root: Path = ROOT) -> str:
    """Record a hold, once however often it is asked for; returns what to tell.

    Raises CchcError for an unknown report, one that is held for another reason or by another, or no reason or name.
    """
    reason, by = signed("a hold", reason, by)
    if not (root / "seeds" / "landed" / "reports.csv").is_file():
        raise CchcError(f"{root}: nothing has landed there.")
    with record_lock(root) as seeds:
        landed = {row["report_id"] for row in read_seed(seeds / "landed" / "reports.csv")}
        if report_id not in landed:
            raise CchcError(f"no report {report_id} has landed. Landed: {', '.join(sorted(landed)) or 'none'}.")
        holds = _holds(root)
        found = _open_hold(holds, report_id)
        if found and (found["reason"], found["held_by"]) != (reason, by):
            raise CchcError(f"{report_id} is held already. Lift it first: cchc hold {report_id} --lift {WHY_AND_WHO}")
        if not found:
            holds.append(dict(zip(COLUMNS, (report_id, reason, by, on.isoformat(), "", "", ""), strict=True)))
            _write(holds, report_id, root)
    return say("hold_held", report=report_id)


def lift_hold(report_id: str, reason: str | None, by: str | None, on: date, root: Path = ROOT) -> str:
    """Lift a hold; it stays on record, once however often it is asked for.

    Raises CchcError if the report is not held, and was not taken back in these words; or for no reason or name.
    """
    reason, by = signed("taking a report back", reason, by)
    with record_lock(root):
        holds = _holds(root)
        found = _open_hold(holds, report_id)
        if found:
            found.update(lifted_by=by, lifted_on=on.isoformat(), lift_reason=reason)
            _write(holds, report_id, root)
        elif (report_id, by, reason) not in [(one["report_id"], one["lifted_by"], one["lift_reason"]) for one in holds]:
            raise CchcError(f"{report_id} is not held.")
    return say("hold_lifted", report=report_id)


def _path(root: Path) -> Path:
    return root / "seeds" / "decisions" / "held_reports.csv"


def _holds(root: Path) -> list[dict[str, str]]:
    return read_seed(_path(root))


def _open_hold(holds: list[dict[str, str]], report_id: str) -> dict[str, str] | None:
    return next((hold for hold in holds if hold["report_id"] == report_id and not hold["lifted_on"]), None)


def _write(holds: list[dict[str, str]], report_id: str, root: Path) -> None:
    text = csv_text(COLUMNS, holds, key=lambda hold: (hold["report_id"], hold["held_on"], hold["lifted_on"]))
    write_on_record(root / "seeds", {_path(root): text}, {report_id})
