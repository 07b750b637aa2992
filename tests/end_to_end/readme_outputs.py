"""The outputs that the READMEs show: each SQL block is followed by its result as a Markdown table.

Run as a script after a build to write the tables anew: `python tests/end_to_end/readme_outputs.py`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.vi.md")
BLOCK = re.compile(r"```sql\n(?P<sql>[^`]*)```\n(?:\n(?:\|[^\n]*\n)+)?")


def with_outputs(text: str, con: duckdb.DuckDBPyConnection) -> str:
    """`text` with the table after each SQL block replaced by what `con` answers now."""
    return BLOCK.sub(lambda block: f"```sql\n{block['sql']}```\n\n{as_markdown(con, block['sql'])}", text)


def as_markdown(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    result = con.execute(sql)
    names = [column[0] for column in result.description]
    rows = [[_shown(value) for value in row] for row in result.fetchall()]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in [names, ["---"] * len(names), *rows])


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value).replace("|", "\\|")


if __name__ == "__main__":
    with duckdb.connect(str(ROOT / "warehouse" / "cchc.duckdb"), read_only=True) as warehouse:
        for name in READMES:
            path = ROOT / name
            if path.exists():
                path.write_text(with_outputs(path.read_text(encoding="utf-8"), warehouse), encoding="utf-8")
