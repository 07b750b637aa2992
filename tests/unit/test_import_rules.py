"""What may import what: the contracts of pyproject.toml hold, and ARCHITECTURE.md shows the same floors."""

import re
import subprocess
import sys
import tomllib

import pytest

from cchc.paths import ROOT

LINT = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache', '--no-logo'])"


def test_no_import_breaks_a_contract() -> None:
    done = subprocess.run([sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_the_floors_that_are_told_are_those_that_are_held() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    held = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    (section,) = re.findall(r"^## What may import what\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    shown = re.findall(r"^```\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert [[set(line.split()) for line in block.splitlines()] for block in shown] == [
        [set(layer.split(" | ")) for layer in layers] for layers in held
    ]
