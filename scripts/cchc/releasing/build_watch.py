"""A plugin of dbt-duckdb: sees how every node of the command ends, and has the last word on it.

profiles/profiles.yml names it. Without it no release is published, for nothing tells whether the build was whole.
"""

from __future__ import annotations

from pathlib import Path

from cchc.building.garbage import search_seldom
from cchc.building.node_results import BuildResults
from cchc.building.running_build import running_build
from cchc.building.running_command import DatabasePlugin, hear_events, invocation_id
from cchc.building.seeds_lock_plugin import touched
from cchc.errors import CchcError
from cchc.releasing.gate import refuse_touched
from cchc.releasing.publishing import Release
from cchc.releasing.whole_build import downstream, read_manifest, refuse_partial_build


class BuildWatch:
    """What came of the running command: results of its nodes, and the release once it is published."""

    def __init__(self, database: Path, is_sample: bool) -> None:
        self.database = database
        self.is_sample = is_sample
        self.results = BuildResults()
        self.published: tuple[Release, dict] | None = None

    def __call__(self, event) -> None:
        self.results(event)
        if event.info.name == "CommandCompleted" and self in _watches:  # dbt tries more than once to open its database
            from cchc.releasing.last_words import say_last_words

            say_last_words(self, event.data.success)


_watches: list[BuildWatch] = []


class Plugin(DatabasePlugin):
    """Begins to watch when dbt opens its database, before the first node. `reports`: as for the lock of the seeds."""

    def initialize(self, plugin_config: dict[str, str]) -> None:
        watch = BuildWatch(self.database, is_sample=plugin_config["reports"] != ".")
        _watches[:] = [watch]
        hear_events(watch)
        search_seldom()


def running_watch() -> BuildWatch:
    """The watch of the running command. Raises CchcError where the profile names no such plugin."""
    if not _watches:
        raise CchcError(
            "no release: nobody watched how the nodes of this build ended. Name the plugin cchc.releasing.build_watch "
            "in the profile, as profiles/profiles.yml does."
        )
    return _watches[0]


def refuse_running_build(model: str, is_last: bool) -> None:
    """Raise GateClosed, naming each, unless all of the project is upstream of `model` and ended well in this build.

    `is_last` tells that nothing may come after the model; else what reads it is not asked for.
    """
    watch, node = running_watch(), f"model.cchc.{model}"
    manifest = read_manifest(running_build().manifest, invocation_id())
    refuse_partial_build(manifest, watch.results.by_node, node, () if is_last else downstream(manifest, node))
    refuse_touched(touched())
