"""The loader of seeds (macros/seed_from_csv.sql): it reads what Python's csv reads, and names what it cannot read.

One dbt project of many small seeds, run twice: the first run is good, then some files are spoilt.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path
from random import Random

import duckdb
import pytest

from cchc.paths import ROOT

from ..project_copy import run

COLUMNS = ("code", "name", "amount")
CELLS = (
    "",
    " ",
    "00123",
    "a,b",
    'một "hai"',
    "dòng\nmới",
    "dòng\r\nmới",
    "Đồng Nai",
    "'",
    "NULL",
    "None",
    "\\",
    ";",
    "a\tb",
)
PROJECT = """
name: odd
profile: odd
seeds:
  odd:
    +column_types: {code: varchar, name: varchar, amount: "decimal(18, 4)"}
    integer: {+column_types: {amount: integer}}
    date: {+column_types: {amount: date}}
    text: {+column_types: {amount: varchar}}
"""
PROFILES = "odd: {target: t, outputs: {t: {type: duckdb, path: odd.duckdb, threads: 2}}}"
GOOD = "code,name,amount\n001,a,1.5\n"
BAD = {
    "too_few": (GOOD + "002,b\n", ["line 3", "Expected Number of Columns: 3 Found: 2"]),
    "too_many": (GOOD + "002,b,1,1\n", ["line 3", "Expected Number of Columns: 3 Found: 4"]),
    "not_a_number": (GOOD + "002,b,1a\n", ["line 3, column amount", "1a"]),
    "after_breaks": (GOOD + '002,"b\n\nc",1\n003,d,x\n', ["line 6, column amount"]),
    "several": (GOOD + "002,b\n003,c,2\n004,d,x\n", ["line 3", "line 5, column amount"]),
    "open_quote": (GOOD + '002,"b,1\n003,c,1\n', ["line 3", "unterminated quote"]),
    "bad_quote": (GOOD + '002,"b"c,1\n', ["line 3", "unterminated quote"]),
    "decimal_comma": (GOOD + '002,b,"1,5"\n', ["line 3, column amount", "1,5"]),
    "thousands": (GOOD + "002,b,1.234.567\n", ["line 3, column amount", "1.234.567"]),
    "too_large": (GOOD + "002,b,123456789012345\n", ["line 3, column amount", "123456789012345"]),
    "too_fine": (
        GOOD + '002,"b\nc",1\n003,c,1.23456\n',
        ["line 5, column amount: '1.23456' is not of type decimal(18, 4)"],
    ),
    "power_of_ten": (GOOD + "002,b,1e3\n", ["line 3, column amount: '1e3' is not of type decimal(18, 4)"]),
    "row_of_commas": (GOOD + '002,"b\nc",1\n,,\n', ["line 5: all its cells are empty"]),
    "quoted_formula": (GOOD + '002,"="0012"",1\n', ["line 3", "unterminated quote"]),
    "semicolons": (GOOD.replace(",", ";"), ["line 1", "parted by semicolons"]),
    "further_column": ("code,name,amount,note\n001,a,1.5,x\n", ["line 1", "note"]),
    "blank_column": ("code,name,amount,\n001,a,1.5,\n", ["line 1"]),
    "comma_in_name": ('code,"na,me",amount\n001,a,1.5\n', ["line 1", "Missing: name"]),
    # dbt itself reads small files while it parses; of one above 1 MB it knows the name alone.
    "latin1": (
        GOOD.encode() + b"002,a,1\n" * 150_000 + "003,caf\xe9,1\n".encode("latin-1"),
        ["line 150003", "not utf-8"],
    ),
    "wrong_header": ("code,nmae,amount\n001,a,1\n", ["line 1", "Missing: name", "nmae"]),
    "twice": ("code,code,name,amount\n1,1,a,1\n", ["line 1", "twice"]),
    "nothing": ("", ["line 1", "expected the names"]),
}
NOT_OF_TYPE = [  # DuckDB takes some of them, for something else than is written
    *(("integer", cell) for cell in ("2.5", "1e3", " 5", "1_000", "99999999999")),
    *(("date", cell) for cell in ("31/01/2024", "2024/01/31", "2024-01-31 10:00", "2024", "infinity", "epoch")),
]


def odd_rows(random: Random) -> list[dict[str, str]]:
    return [
        {
            "code": random.choice(CELLS),
            "name": random.choice(CELLS) + random.choice(CELLS),
            "amount": random.choice(("", "0", "-1.5", "82.23", "6632", "123456789012.1234")),
        }
        for _ in range(random.randint(0, 30))
    ]


def written(rows: list[dict[str, str]], random: Random) -> bytes:
    """As spreadsheets and programs write CSV: with or without quotes, CRLF, a byte order mark, a last line break."""
    text = io.StringIO(newline="")
    columns = random.sample(COLUMNS, k=3)
    writer = csv.DictWriter(
        text,
        columns,
        quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        lineterminator=random.choice(("\n", "\r\n")),
    )
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue().encode(random.choice(("utf-8", "utf-8-sig")))
    return content if random.random() < 0.5 else content.removesuffix(b"\n").removesuffix(b"\r")


def dbt_seed(project: Path, *options: str) -> dict[str, dict]:
    run(project, "dbt", "seed", "--quiet", *options)
    results = json.loads((project / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    return {result["unique_id"].split(".")[-1]: result for result in results}


def table(project: Path, seed: str) -> list[dict]:
    with duckdb.connect(str(project / "odd.duckdb"), read_only=True) as con:
        cursor = con.execute(f'select code, name, amount from "{seed}"')
        return [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("odd's seeds")  # a quote in the path too
    (folder / "seeds").mkdir()
    (folder / "macros").mkdir()
    shutil.copy(ROOT / "macros" / "seed_from_csv.sql", folder / "macros")
    (folder / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")
    (folder / "profiles.yml").write_text(PROFILES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def odd_seeds(project) -> dict[str, list[dict[str, str]]]:
    made = {}
    for number in range(40):
        random = Random(number)
        made[f"odd_{number}"] = odd_rows(random)
        (project / "seeds" / f"odd_{number}.csv").write_bytes(written(made[f"odd_{number}"], random))
    for name in BAD:
        (project / "seeds" / f"{name}.csv").write_text(GOOD, encoding="utf-8")
    (project / "seeds" / "text").mkdir()
    (project / "seeds" / "text" / "text_alone.csv").write_text(GOOD, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def first_run(project, odd_seeds):
    return dbt_seed(project)


@pytest.fixture(scope="module")
def second_run(project, first_run):
    for name, (content, _) in BAD.items():
        data = content if isinstance(content, bytes) else content.encode()
        (project / "seeds" / f"{name}.csv").write_bytes(data)
    for number, (kind, cell) in enumerate(NOT_OF_TYPE):
        path = project / "seeds" / kind / f"not_of_type_{number}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"code,name,amount\n001,a,\n002,b,{cell}\n", encoding="utf-8")
    return dbt_seed(project, "--full-refresh")


def test_cells_arrive_as_they_are_written_and_empty_ones_as_null(project, odd_seeds, first_run):
    for name, rows in odd_seeds.items():
        assert first_run[name]["status"] == "success", first_run[name]["message"]
        assert first_run[name]["message"] == f"INSERT {len(rows)}"
        expected = [
            {
                "code": row["code"] or None,
                "name": row["name"] or None,
                "amount": Decimal(row["amount"]) if row["amount"] else None,
            }
            for row in rows
        ]
        assert table(project, name) == expected


def test_a_number_in_a_seed_of_text_alone_stays_text(project, first_run):
    assert first_run["text_alone"]["status"] == "success", first_run["text_alone"]["message"]
    assert table(project, "text_alone") == [{"code": "001", "name": "a", "amount": "1.5"}]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_its_lines_and_changes_nothing(project, second_run, name):
    result = second_run[name]
    assert result["status"] == "error"
    for words in (f"{name}.csv", *BAD[name][1]):
        assert words in result["message"]
    assert table(project, name) == [{"code": "001", "name": "a", "amount": Decimal("1.5")}]


@pytest.mark.parametrize("number", range(len(NOT_OF_TYPE)), ids=[f"{kind} {cell}" for kind, cell in NOT_OF_TYPE])
def test_a_cell_is_never_taken_for_something_else_than_is_written(second_run, number):
    kind, cell = NOT_OF_TYPE[number]
    result = second_run[f"not_of_type_{number}"]
    assert result["status"] == "error", "it was loaded"
    for words in (f"seeds/{kind}/not_of_type_{number}.csv, line 3, column amount: ", cell):
        assert words in result["message"]


def test_one_bad_seed_leaves_the_others_alone(project, odd_seeds, second_run):
    assert {second_run[name]["status"] for name in odd_seeds} == {"success"}
