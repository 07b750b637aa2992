"""Where the dbt command that runs us works: asked of dbt, since people build with other targets too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cchc.paths import ROOT


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
