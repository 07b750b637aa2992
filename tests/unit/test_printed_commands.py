"""Every command line that a page prints is one: its program has the command, the options, and what they name."""

from __future__ import annotations

import ast
import re
import shlex
from importlib import import_module

import pytest
import yaml
from dbt.cli.main import cli as DBT
from typer.main import get_command

from cchc.cli import app
from cchc.paths import ROOT

from ..command_cases import CCHC as CCHC_CASES
from ..command_cases import DBT as DBT_CASES
from ..printed_commands import PAGES, Printed, printed

CCHC = get_command(app)
PRINTED = [command for page in PAGES for command in printed(page)]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SQL = ("models", "analyses", "tests/dbt")
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("models", "macros", "analyses", "profiles", "scripts", "bi/superset")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".sql", ".yml", ".py")
)


def of(program: str) -> list:
    return [pytest.param(one, id=str(one)) for one in dict.fromkeys(PRINTED) if one.program.startswith(program)]


def parse(group, command: Printed, words: tuple[str, ...]) -> dict:
    """The parameters by name, as the program itself reads them; of a mention, those that are given."""
    name, *rest = words
    assert name in group.commands, f"{command}: there is no command {name}"
    known = group.commands[name]
    try:
        if command.is_whole or len(rest) > 2:
            return known.make_context(name, list(rest)).params
        context = known.context_class(known, info_name=name)
        return known.make_parser(context).parse_args(list(rest))[0]
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        pytest.fail(f"{command}: {error.format_message()}", pytrace=False)


def form(group, words: tuple[str, ...]) -> set[str]:
    """The command, what it is given and the variables that are set, whatever their values."""
    name, *rest = words
    known = group.commands[name]
    given, _, order = known.make_parser(known.context_class(known, info_name=name)).parse_args(list(rest))
    return {name, *(str(one.name) for one in order), *variables(given)} - {"help"}


def variables(given: dict) -> dict:
    """What `--vars` sets, read by dbt or not yet."""
    told = given.get("vars") or {}
    return yaml.safe_load(told) if isinstance(told, str) else told


@pytest.mark.parametrize("command", of("cchc"))
def test_the_command_is_one_of_ours_and_is_run(command):
    parse(CCHC, command, command.words)
    assert any(form(CCHC, command.words) <= form(CCHC, case.words) for case in CCHC_CASES), (
        f"{command}: no case of tests/command_cases.py runs it with these options"
    )


@pytest.mark.parametrize("command", of("dbt"))
def test_the_command_is_one_of_dbt_and_is_run(command):
    given = parse(DBT, command, command.words)
    for name in given.get("select") or ():
        assert name.startswith("path:") or any((ROOT / part).rglob(f"{name.strip('+')}.sql") for part in SQL), name
    if given.get("target"):
        assert given["target"] in yaml.safe_load((ROOT / "profiles/profiles.yml").read_text("utf-8"))["cchc"]["outputs"]
    for name in variables(given):
        assert re.search(rf"\bvar\(['\"]{name}\b", SOURCES), f"{command}: nothing reads {name}"
    if str(given.get("target")).startswith("spark"):
        return  # in an environment of its own: tests/end_to_end/test_spark.py
    if "--empty" in command.words:
        return  # it is meant to be refused: tests/end_to_end/test_gate_and_release.py
    assert any(form(DBT, command.words) <= form(DBT, case.words) for case in DBT_CASES), (
        f"{command}: no case of tests/command_cases.py runs it with these options"
    )


@pytest.mark.parametrize("command", of("make"))
def test_the_target_is_one_of_the_makefile(command):
    """None is run here: they make environments, and take minutes."""
    for word in command.words:
        name, _, value = word.partition("=")
        if name == "SAMPLES":
            parse(CCHC, command, ("sample", "--format", "rows", *shlex.split(value)))
        elif value:
            assert name in SOURCES + MAKEFILE, f"{command}: nothing reads {name}"
        else:
            assert re.search(rf"^{word}:", MAKEFILE, re.MULTILINE), f"{command}: no such target"


@pytest.mark.parametrize("command", of("pytest"))
def test_the_tests_are_there(command):
    for word in command.words:
        assert not word.startswith("tests/") or (ROOT / word).exists(), f"{command}: no {word}"


@pytest.mark.parametrize("command", of("python"))
def test_what_python_is_told_is_there(command):
    if command.words[:2] == ("-m", "venv"):
        return
    if (ROOT / command.words[0]).is_file():
        return  # a script: what it reads is fetched by hand
    assert command.words[0] == "-c", f"{command}: only code of one line can be checked here"
    for node in ast.walk(ast.parse(command.words[1])):
        if isinstance(node, ast.Import):
            assert all(import_module(one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert all(hasattr(import_module(str(node.module)), one.name) for one in node.names), str(command)


def test_pages_print_commands():
    assert {"cchc", "dbt", "make", "pytest", "python"} <= {one.program for one in PRINTED}
