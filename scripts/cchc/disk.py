"""What stays after a power cut: files and names that the disk itself holds, and not the system's memory alone."""

from __future__ import annotations

import os
from pathlib import Path

_HAS_FOLDERS = os.name == "posix"  # elsewhere a folder cannot be opened, and the system sees to its names


def to_disk(path: Path) -> None:
    """Wait until the disk holds a file as it was written, or the names that stand in a folder."""
    if path.is_dir() and not _HAS_FOLDERS:
        return
    handle = os.open(path, os.O_RDONLY if _HAS_FOLDERS else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def tree_to_disk(folder: Path) -> None:
    """Wait until the disk holds all that is in a folder, and the folder."""
    for path in (*folder.rglob("*"), folder):
        to_disk(path)


def move(path: Path, place: Path) -> None:
    """Rename a file or folder whose content the disk holds, over a file that is there, and wait for the new name."""
    path.replace(place)
    for folder in {path.parent, place.parent}:
        to_disk(folder)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, as far as they are not there, and wait for their names."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        to_disk(one.parent)
