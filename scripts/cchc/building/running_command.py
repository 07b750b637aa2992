"""The dbt command that runs us: what it was told, its events, its connection to the database of the build."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.flags import get_flags
from dbt_common.events.event_manager_client import get_event_manager
from dbt_common.invocation import get_invocation_id

from cchc.building.running_build import open_build

__all__ = ["DatabasePlugin", "command_name", "hear_events", "invocation_id", "is_quiet", "open_build_again"]


class DatabasePlugin(BasePlugin):
    """A plugin of dbt-duckdb, made when dbt opens its database."""

    @property
    def database(self) -> Path:
        """The file that dbt builds in."""
        return Path(self.creds.path if self.creds is not None else "")


def command_name() -> str:
    """`build`, `run`, `test` and so on."""
    return get_flags().WHICH


def is_quiet() -> bool:
    """True where dbt was told to be quiet, or speaks JSON."""
    return get_flags().QUIET or get_flags().LOG_FORMAT == "json"


def invocation_id() -> str:
    """What dbt's artefacts of this command bear as their `invocation_id`."""
    return get_invocation_id()


def hear_events(told: Callable[[Any], None]) -> None:
    """Let `told` hear of every event of this command from now on."""
    get_event_manager().add_callback(told)


@contextmanager
def open_build_again(file: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """The build's database, to ask further: by dbt's own connection where that is open still."""
    dbts = getattr(DuckDBConnectionManager.env(), "conn", None)
    with dbts.cursor() if dbts is not None else open_build(file) as con:
        yield con
