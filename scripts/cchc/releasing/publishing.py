"""A release: written whole beside the last one, then shown by one rename. docs/release.md tells it in full.

Readers open `warehouse/`, a link to `releases/<release_id>/`. They see one release or the next, never a mix,
and a failed build leaves the one they have.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock
from xlsxwriter.exceptions import FileCreateError

from cchc.disk import make_folder, move, to_disk, tree_to_disk
from cchc.errors import CchcError
from cchc.reading.documents import sha256_of_file
from cchc.releasing.catalogue import Table
from cchc.releasing.dataset_description import DESCRIPTION, write_description
from cchc.releasing.marts_workbook import WORKBOOK
from cchc.releasing.release_files import DATABASE, PACKAGE, name_release, packaged_digests, write_book, write_files

RECORD = "release.json"
KEEP = 10
LEFTOVER = ".tmp-"


@dataclass(frozen=True)
class Release:
    """A published release; `is_new` is False where the marts were the same as those of one that is kept."""

    release_id: str
    path: Path
    is_new: bool
    rows: dict[str, int]


def warehouse_link(project: Path) -> Path:
    """Where readers look: $CCHC_WAREHOUSE_DIR (relative to the project), else `warehouse` in the project."""
    return (project / (os.environ.get("CCHC_WAREHOUSE_DIR") or "warehouse")).absolute()


def samples_link(project: Path) -> Path:
    """Where the warehouse of made-up reports is: no setting lets it stand where real figures are looked for."""
    return (project / "samples" / "warehouse").absolute()


def publish(
    con: duckdb.DuckDBPyConnection,
    tables: tuple[Table, ...],
    link: Path,
    data_docs: Path,
    record: dict,
    keep: int = KEEP,
) -> Release:
    """Publish schema `marts` of `con`'s database under `link`; `record` is what release.json shall tell.

    Marts that a kept release already holds are not written again, unless a file of it was harmed: the link shows that
    release, and its release.json names the commit of `record` where nothing uncommitted stands beside that.
    Keeps the last `keep` releases. Raises CchcError, also where the disk is full or may not be written, and leaves the
    last release as it was.
    """
    _keep_apart(link, bool(record.get("is_sample")))
    releases = link.parent / "releases"
    _check_replaceable(link, releases)
    try:
        return _publish(con, tables, link, releases, data_docs, record, keep)
    except (OSError, duckdb.IOException, FileCreateError) as error:
        why = " ".join(str(error).split())
        raise CchcError(f"{releases} could not be written: {why}. The last release is still shown.") from error


def _publish(
    con: duckdb.DuckDBPyConnection,
    tables: tuple[Table, ...],
    link: Path,
    releases: Path,
    data_docs: Path,
    record: dict,
    keep: int,
) -> Release:
    make_folder(releases)
    with FileLock(releases / ".lock"), _swept(link, releases):
        draft = Path(tempfile.mkdtemp(prefix=LEFTOVER, dir=releases))
        rows = write_files(con, tables, draft)
        release_id = identify(draft)
        place = releases / release_id
        is_new = not is_whole(place, release_id)
        if is_new:
            write_book(con, tables, draft)
            name_release(draft / DATABASE, release_id, bool(record.get("is_sample")))
            _complete(draft, data_docs, {"release_id": release_id, **record, "rows": rows})
            _take_place(draft, place)
        if link.resolve() != place.resolve() and not is_whole(link, release_id):
            show(link, place)
        for folder in (place, link):
            _renew_commit(folder, record)
        _prune(link, releases, keep)
    return Release(release_id, place, is_new, rows)


def _keep_apart(link: Path, is_sample: bool) -> None:
    """Made-up figures never take the place of real ones, nor the other way round."""
    shown = read_record(link)
    if shown is not None and bool(shown.get("is_sample")) != is_sample:
        there, these = ("made-up", "real") if shown.get("is_sample") else ("real", "made-up")
        raise CchcError(
            f"{link} shows a release of {there} reports, and these are {these}: name another place for them"
        )


def identify(folder: Path) -> str:
    """The identity of the release in `folder`: a hash of its datapackage.json, which holds no time, and holds
    the hash of every Parquet and CSV file, every column's type and meaning, and the package's version."""
    return "r-" + sha256_of_file(folder / PACKAGE)[:16]


def is_whole(folder: Path, release_id: str) -> bool:
    """Whether `folder` holds all of release `release_id`, every file as it was written."""
    record = read_record(folder)
    if record is None or record.get("release_id") != release_id or "files" not in record:
        return False
    return all(_is_unharmed(folder / name, sha256) for name, sha256 in record["files"].items())


def read_record(folder: Path) -> dict | None:
    """release.json of the release in `folder` (a release, or the link); None where there is none, or a harmed one."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return record if isinstance(record, dict) else None


def show(link: Path, release: Path) -> None:
    """Let `link` show `release`: one rename of a relative symbolic link, so that every file changes together.

    Where there are no symbolic links the folder `link` becomes a copy, put in place by two renames.
    Raises CchcError where `link` is something that is not ours to replace.
    """
    _check_replaceable(link, release.parent)
    fresh = link.with_name(f"{LEFTOVER}{link.name}")
    if not _try_symlink(Path(os.path.relpath(release, link.parent)), fresh):
        return _show_copy(link, release, fresh)
    if link.is_dir() and not link.is_symlink():
        link.rename(fresh.with_name(f"{fresh.name}-former"))
    move(fresh, link)


def _complete(draft: Path, data_docs: Path, record: dict) -> None:
    """Add Data Docs, dataset.jsonld and release.json, which tells every file's SHA-256, let all users read it, wait
    until the disk holds it."""
    shutil.copytree(data_docs, draft / "data_docs")
    packaged = packaged_digests(draft)
    files = {path.relative_to(draft).as_posix(): path for path in draft.rglob("*") if path.is_file()}
    digests = packaged | {name: sha256_of_file(path) for name, path in files.items() if name not in packaged}
    write_description(draft, record, {name: digests[name] for name in (DATABASE, WORKBOOK, *packaged)})
    digests[DESCRIPTION] = sha256_of_file(draft / DESCRIPTION)
    told = dict(sorted(digests.items(), key=lambda one: Path(one[0])))
    _write_record(draft / RECORD, {**record, "files": told})
    draft.chmod(0o755)  # mkdtemp keeps its folder to one user; BI tools run as another
    tree_to_disk(draft)


def _renew_commit(folder: Path, present: dict) -> None:
    """Let release.json in `folder` name a commit, and the day, that the release can be made from: those of the record
    `present`, if all is in its commit. Nothing of the release's id is touched."""
    git, record = present.get("git"), read_record(folder)
    if not git or git["uncommitted_changes"] or record is None or record.get("git") == git:
        return
    renewed = {name: present[name] for name in ("git", "as_of")}
    _write_record(folder / f"{LEFTOVER}{RECORD}", record | renewed)
    move(folder / f"{LEFTOVER}{RECORD}", folder / RECORD)


def _write_record(file: Path, record: dict) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=2)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")
    to_disk(file)


def _take_place(draft: Path, place: Path) -> None:
    """Rename the finished draft to its place. A harmed release there is mended file by file, release.json last, so that
    who reads it always finds one."""
    if not place.exists():
        move(draft, place)
        return
    for path in sorted(draft.rglob("*"), key=lambda path: path == draft / RECORD):
        mended = place / path.relative_to(draft)
        if path.is_dir():
            make_folder(mended)
        else:
            move(path, mended)


def _try_symlink(target: Path, fresh: Path) -> bool:
    """Make the link `fresh`; False where that cannot be (Windows, some network and USB file systems)."""
    if os.name == "nt":  # a link there needs a privilege, and no rename replaces it in one step
        return False
    try:
        fresh.symlink_to(target, target_is_directory=True)
    except (OSError, NotImplementedError):
        return False
    return True


def _show_copy(link: Path, release: Path, fresh: Path) -> None:
    """Put a copy of `release` in the place of the folder `link`; between two renames there is none."""
    shutil.copytree(release, fresh)
    tree_to_disk(fresh)
    former = fresh.with_name(f"{fresh.name}-former")
    try:
        if link.exists():
            link.rename(former)
        fresh.rename(link)
        to_disk(link.parent)
    except OSError as error:
        if former.exists() and not link.exists():
            former.rename(link)
        raise CchcError(f"{link} is in use: close what reads it, then build again ({error})") from error


def _check_replaceable(link: Path, releases: Path) -> None:
    """Raises CchcError for what somebody else has put there: a file, a folder that is no release, a link elsewhere."""
    if link.is_symlink():
        shown = link.parent / link.readlink()
        is_ours = shown.parent.resolve() == releases.resolve()
    else:
        is_ours = not link.exists() or (link.is_dir() and (not any(link.iterdir()) or (link / RECORD).is_file()))
        shown = None
    if not is_ours:
        raise CchcError(
            f"{link} {f'is a link to {shown}, which' if shown else ''} is not a release: move it away, or let "
            "CCHC_WAREHOUSE_DIR name a path that is still free"
        )


def _is_unharmed(path: Path, sha256: str) -> bool:
    return path.is_file() and sha256_of_file(path) == sha256


@contextmanager
def _swept(link: Path, releases: Path) -> Generator[None]:
    """Leave nothing unfinished behind, neither what an earlier publisher left that was killed nor our own."""
    _remove_leftovers(link, releases)
    try:
        yield
    finally:
        _remove_leftovers(link, releases)


def _remove_leftovers(link: Path, releases: Path) -> None:
    former = link.with_name(f"{LEFTOVER}{link.name}-former")
    if former.exists() and not (link.exists() or link.is_symlink()):
        former.rename(link)  # stopped between the two renames of _show_copy
    for path in (*releases.glob(f"{LEFTOVER}*"), *link.parent.glob(f"{LEFTOVER}{link.name}*")):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _prune(link: Path, releases: Path, keep: int) -> None:
    """Keep the `keep` youngest releases, the one that is shown always among them."""
    records = {path: read_record(path) for path in releases.glob("r-*")}
    shown = (read_record(link) or {}).get("release_id")
    dated = [(path.name == shown, (record or {}).get("released_at", ""), path) for path, record in records.items()]
    for _, _, path in sorted(dated, reverse=True)[max(keep, 1) :]:
        unseen = releases / f"{LEFTOVER}{path.name}"  # what is half removed must be no release
        path.rename(unseen)
        shutil.rmtree(unseen)
