"""What was recorded once, found again by its digest: in the archive, or in the commits of git."""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from cchc.disk import make_folder, move, to_disk
from cchc.errors import CchcError
from cchc.record.contents import Read, Row, as_text, contents, digest, from_text

_COMMITS_ASKED = 300  # the youngest that touch the record
_PATIENCE = 30  # seconds for one answer of git


def keep(rows: Sequence[Row], archive: Path) -> None:
    """Keep rows in the archive under their digest. Raises CchcError where the disk does not take them."""
    path = _place(archive, digest(rows))
    if not rows or path.exists():
        return
    draft = path.with_suffix(".new")
    try:
        make_folder(path.parent)
        draft.write_text(as_text(rows), encoding="utf-8", newline="")
        to_disk(draft)
        move(draft, path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise CchcError(f"{error.filename or path}: {error.strerror}. Nothing was changed.") from None


def recorded(seeds: Path, digests: Collection[str], reports: Collection[str]) -> dict[str, list[Row]]:
    """The rows of these digests, as far as archive or git hold them; `reports` are those they are of."""
    found = {"": []}
    for one in digests:
        path = _place(seeds.parent / "archive", one)
        if one and path.exists():
            rows = from_text(path.read_text(encoding="utf-8"))
            if digest(rows) == one:
                found[one] = rows
    for commit in _commits(seeds) if set(digests) - found.keys() else ():
        with suppress(CchcError):  # a commit may hold what could not be read
            for rows in contents(_committed(seeds, commit), reports).values():
                found.setdefault(digest(rows), rows)
        if set(digests) <= found.keys():
            break
    return {one: found[one] for one in digests if one in found}


def _place(archive: Path, name: str) -> Path:
    return archive / name[:2] / f"{name}.rows"


def _commits(seeds: Path) -> Iterator[str]:
    told = _git(seeds, "log", "--all", "--format=%H", f"--max-count={_COMMITS_ASKED}", "--", "landed", "decisions")
    yield from (told or b"").decode().split()


def _committed(seeds: Path, commit: str) -> Read:
    return lambda seed: _git(seeds, "show", f"{commit}:./{seed}.csv")


def _git(seeds: Path, *words: str) -> bytes | None:
    """What git answers; None where it cannot, or is not there."""
    try:
        return subprocess.run(
            ["git", "-C", str(seeds), *words], capture_output=True, check=True, timeout=_PATIENCE
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
