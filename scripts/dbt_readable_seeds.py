"""A plugin of dbt itself, found by the first letters of its name: names a seed that cannot be read, and the line, and a
disk that is too full to build on.

dbt reads small seeds, to tell whether they changed, before anything else of the project runs; where one is not UTF-8 it
names no file. Of one whose lines end in two ways DuckDB names no line. On a full disk dbt ends with the system's error,
which names no folder.
"""

from __future__ import annotations

from pathlib import Path

import click
from dbt.constants import MAXIMUM_SEED_SIZE
from dbt.plugins.manager import dbtPlugin

from cchc.building.garbage import search_seldom
from cchc.output_path import refuse_no_room
from cchc.seeds.reading import refuse_mixed_line_ends, seed_text

_MEGABYTES = 100  # a build of one report writes 80


class ReadableSeeds(dbtPlugin):
    """Stops a dbt command before it parses."""

    def initialize(self) -> None:
        """Raises CchcError, which dbt prints. Larger seeds are told by the loader (macros/seed_from_csv.sql)."""
        context = click.get_current_context(silent=True)
        if context is None:  # dbt was called by a program, without its command line
            return
        search_seldom()
        project = context.obj["project"]
        root = Path(project.project_root)
        refuse_no_room(root / project.project_target_path, _MEGABYTES)
        for folder in project.seed_paths:
            for path in sorted((root / folder).rglob("*.csv")):
                if path.stat().st_size <= MAXIMUM_SEED_SIZE:
                    name = path.relative_to(root)
                    refuse_mixed_line_ends(seed_text(path.read_bytes(), name), name)


plugins = [ReadableSeeds]
