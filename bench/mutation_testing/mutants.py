"""Mutants of modules, as JSON: what cosmic-ray makes of them, in the environment that holds it.

    .venv-mutation/bin/python bench/mutation_testing/mutants.py SEED MOST MODULE.py …

A mutant is a module with one change. What differs in annotations alone is none, for nothing is run of it. Of a place
and a kind of change one is taken (of `<` for `<=`, `==`, `is`, …), of a module at most so many; the seed says which.
"""

from __future__ import annotations

import ast
import json
import random
import sys
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names


def mutants(path: str, seed: int) -> Iterator[dict]:
    """Mutants of a module in a random order: kind and name of the change, its line (from 1), the source."""
    chance = random.Random(f"{seed} {path}")
    source = Path(path).read_text(encoding="utf-8")
    nodes, same = list(ast_nodes(get_ast(source))), run_of(source)
    changes: dict[tuple, list] = {}
    for name in operator_names():
        if get_operator(name).arguments():
            continue  # those that are told which variables to mix
        operator = get_operator(name)()
        places = (at for node in nodes for at in operator.mutation_positions(node))
        for occurrence, (start, _) in enumerate(places):
            changes.setdefault((start, name.split("_")[0]), []).append((name, operator, occurrence))
    for (start, kind), ways in chance.sample(sorted(changes.items(), key=lambda one: one[0]), len(changes)):
        name, operator, occurrence = chance.choice(ways)
        made = mutate_code(source, operator, occurrence)
        if made is not None and run_of(made) not in (same, ""):
            yield {"module": path, "kind": kind, "name": name, "line": start[0], "source": made}


def run_of(source: str) -> str:
    """The syntax tree of a module without annotations; '' of what is no Python."""
    try:
        tree = ast.parse(source)
        compile(tree, "", "exec")
    except (SyntaxError, ValueError):
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = ast.Constant(0)
    return ast.dump(tree)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    seed, most, *modules = sys.argv[1:]
    json.dump([one for path in modules for one in islice(mutants(path, int(seed)), int(most))], sys.stdout)
