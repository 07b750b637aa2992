"""Where the dbt command that runs us works: asked of dbt, since people build with other targets too."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cchc.errors import CchcError
from cchc.paths import ROOT

if TYPE_CHECKING:
    import duckdb

PATIENCE = 20  # seconds; a build that ends frees the seeds a moment before its file
_HOLDER = re.compile(r"\(PID (\d+)\)")  # as DuckDB tells who has a file open


@dataclass(frozen=True)
class BuildPlace:
    """The project's folder and the folder dbt writes its artefacts to."""

    project: Path
    target: Path

    @property
    def manifest(self) -> Path:
        return self.target / "manifest.json"

    @property
    def data_docs(self) -> Path:
        return self.target / "data_docs"


def running_build() -> BuildPlace:
    """The place of the dbt command this is called in."""
    from dbt.flags import get_flags

    flags = get_flags()
    project = Path(flags.PROJECT_DIR).absolute()
    return BuildPlace(project, project / (flags.TARGET_PATH or "target"))


def build_file(root: Path = ROOT, name: str = "build") -> Path:
    """The DuckDB file that `dbt build` works in, as profiles/profiles.yml names it: `build`, or `samples`."""
    return root / "target" / f"{name}.duckdb"


def open_build(file: Path, read_only: bool = True) -> duckdb.DuckDBPyConnection:
    """Open the file of a build, which serves one writer or else readers; a while is given to who has it open.

    Raises CchcError that names the other program.
    """
    import duckdb

    last_try = time.monotonic() + PATIENCE
    while True:
        try:
            return duckdb.connect(str(file), read_only=read_only)
        except duckdb.IOException as error:
            holder = _HOLDER.search(str(error))
            if holder is None:
                raise
        if time.monotonic() > last_try:
            raise CchcError(
                f"{file} is open in process {holder[1]}{_command(holder[1])}. Wait until that has ended, or close it "
                "there, then run this again. To look at figures, open warehouse/cchc.duckdb: nothing ever locks it."
            )
        time.sleep(0.2)


def _command(process: str) -> str:
    """The command line of a process, where the system tells it."""
    try:
        words = Path("/proc", process, "cmdline").read_text(encoding="utf-8").split("\0")
    except OSError:
        return ""
    return f" ({' '.join(Path(word).name if '/' in word else word for word in words if word)[:80]})"
