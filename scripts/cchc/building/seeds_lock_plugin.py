"""A plugin of dbt-duckdb: one build at a time, on a record that is as it was written and stays so while it is read.

profiles/profiles.yml names it. Its lock is that of the seeds, held until the dbt command has ended, however it ends.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from pathlib import Path

from dbt_common.exceptions import DbtRuntimeError

from cchc.building.known_vars import refuse_unknown_vars
from cchc.building.running_build import open_build, running_build
from cchc.building.running_command import DatabasePlugin
from cchc.errors import CchcError
from cchc.record.checking import refuse_changed
from cchc.record.keeping import record_lock
from cchc.seeds.reading import refuse_conflicts

_held = ExitStack()
_checked: dict[Path, tuple[int, ...]] = {}


class Plugin(DatabasePlugin):
    """Takes the lock before dbt opens its database. `reports`: the folder of the seeds, relative to the project."""

    def initialize(self, plugin_config: dict[str, str]) -> None:
        """Raises DbtRuntimeError where another command has the seeds for too long, a program the database, where the
        seeds were changed by hand or not merged to the end, or where a variable is given that nothing asks for."""
        try:
            project = running_build().project
            refuse_unknown_vars(project)
            refuse_conflicts(project / "seeds")
            seeds = _hold_seeds(project / plugin_config["reports"])
            _checked.update(_written(project / "seeds") | _written(seeds))
            refuse_changed(seeds)
            open_build(self.database, read_only=False).close()
        except CchcError as error:
            raise DbtRuntimeError(str(error)) from None


def touched() -> list[Path]:
    """The seeds that were written to since they were checked, whatever stands in them now; those gone, and new ones."""
    folders = {path.parent.parent for path in _checked}
    now = {path: mark for folder in folders for path, mark in _written(folder).items()}
    return sorted(path for path in now.keys() | _checked.keys() if now.get(path) != _checked.get(path))


def _written(seeds: Path) -> dict[Path, tuple[int, ...]]:
    """By file what the system notes of its last writing, which no program sets as it likes."""
    found = {path: path.stat() for path in seeds.glob("*/*.csv")}
    return {path: (one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for path, one in found.items()}


@cache
def _hold_seeds(root: Path) -> Path:
    """The folder of the seeds, locked for as long as this process lives; once, whatever opens the database again."""
    return _held.enter_context(record_lock(root))
