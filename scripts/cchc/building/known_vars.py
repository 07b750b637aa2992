"""What may be told to dbt with `--vars`: a name that nothing asks for would be passed over without a word."""

from __future__ import annotations

import re
from pathlib import Path

from dbt.flags import get_flags

from cchc.errors import CchcError

_ASKED_IN = ("analyses", "macros", "models", "profiles", "tests/dbt")
_ASKED = re.compile(r"""\b(?:env_)?var\(\s*["'](\w+)["']""")


def refuse_unknown_vars(project: Path) -> None:
    """Raises CchcError where `--vars` names what nothing in the project asks for."""
    given = set(get_flags().VARS or {})
    if not given:
        return
    files = [project / "dbt_project.yml", *(path for folder in _ASKED_IN for path in (project / folder).rglob("*"))]
    sources = [path for path in files if path.suffix in (".sql", ".yml", ".py")]
    known = {name for path in sources for name in _ASKED.findall(path.read_text(encoding="utf-8")) if name.islower()}
    if unknown := sorted(given - known):
        raise CchcError(f"--vars: nothing asks for {', '.join(unknown)}. Expected some of {', '.join(sorted(known))}.")
