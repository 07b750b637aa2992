"""The questions of analyses/ as the page asks them: SQL on schema `marts`, with places for what can be chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from cchc.errors import CchcError
from cchc.seeds.reading import read_seed

_PARAMETERS = Path(__file__).with_name("parameters.csv")
_LISTED = re.compile(r"analyses/(\w+)\.sql\) \|")


@dataclass(frozen=True)
class Question:
    """A question in both languages; `sql` has `{{ name }}` where a parameter stands, `parameters` its default."""

    name: str
    title_vi: str
    title_en: str
    sql: str
    parameters: dict[str, str]


@dataclass(frozen=True)
class Parameter:
    """What can be chosen: its name in both languages, and SQL for the choices (code, name_vi, name_en)."""

    name: str
    name_vi: str
    name_en: str
    choices: str


def read_questions(project: Path) -> list[Question]:
    """Every question of `project`, in the order of docs/questions.md.

    Raises CchcError where a file does not begin with the question in both languages, or has a parameter that nobody can
    choose.
    """
    listed = _LISTED.findall((project / "docs" / "questions.md").read_text(encoding="utf-8"))
    known = {parameter.name for parameter in read_parameters()}
    return [_question(project / "analyses" / f"{name}.sql", known) for name in listed]


def read_parameters() -> list[Parameter]:
    """Every parameter that a question may have, in the order in which they are chosen."""
    return [Parameter(**row) for row in read_seed(_PARAMETERS)]


def _question(path: Path, known: set[str]) -> Question:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if not all(line.startswith("-- ") for line in lines[:2]):
        raise CchcError(f"{path}: expected the question in Vietnamese and English as comments in lines 1 and 2.")
    parameters: dict[str, str] = {}

    def var(name: str, default: object) -> str:
        if name not in known:
            raise CchcError(f"{path}: nobody can choose {name}. Add it to {_PARAMETERS}.")
        parameters[name] = str(default)
        return f"{{{{ {name} }}}}"

    template = Environment(undefined=StrictUndefined).from_string("".join(lines[2:]))
    sql = template.render(ref=lambda name: f"marts.{name}", var=var)
    return Question(path.stem, lines[0][3:].strip(), lines[1][3:].strip(), sql.strip() + "\n", parameters)
