"""The notebook that a researcher begins from: a release answers its every query. marimo itself is not locked."""

from __future__ import annotations

import ast

import duckdb

from cchc.paths import ROOT

GIVEN = {"ratio": "dossiers_on_time_pct", "year": 2021, "report": "945-2021", "code": "III.6.2"}


def test_every_query_of_the_notebook_is_answered(refreshed_project):
    tree = ast.parse((ROOT / "bi" / "marimo" / "first_look.py").read_text(encoding="utf-8"))
    asked = [
        (node.args[0].value, {keyword.arg for keyword in node.keywords})
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ask"
    ]
    assert len(asked) == 7
    with duckdb.connect(str(refreshed_project / "warehouse" / "cchc.duckdb"), read_only=True) as con:
        for sql, names in asked:
            assert con.execute(sql, {name: GIVEN[name] for name in names}).fetchall(), sql
