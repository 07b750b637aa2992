"""A plugin of dbt-duckdb: one build at a time, and no change of the seeds while it reads them.

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
from cchc.seeds.writing import seeds_lock


class Plugin(DatabasePlugin):
    """Takes the lock before dbt opens its database. `reports`: the folder of the seeds, relative to the project."""

    def initialize(self, plugin_config: dict[str, str]) -> None:
        """Raises DbtRuntimeError where another command has the seeds for too long, or a program the database, or where
        a variable is given that nothing asks for."""
        try:
            refuse_unknown_vars(running_build().project)
            _hold_seeds(running_build().project / plugin_config["reports"])
            open_build(self.database, read_only=False).close()
        except CchcError as error:
            raise DbtRuntimeError(str(error)) from None


@cache
def _hold_seeds(root: Path) -> ExitStack:
    """The lock of the seeds, held for as long as this process lives; taken once, whatever opens the database again."""
    held = ExitStack()
    held.enter_context(seeds_lock(root))
    return held
