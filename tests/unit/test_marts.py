"""What a mart needs besides its SQL, told by name where it was forgotten, before anything is built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cchc.paths import REFERENCE_SEEDS, ROOT
from cchc.releasing.catalogue import IN_VIETNAMESE, unit_of
from cchc.releasing.vietnamese_names import RATIO_ENDINGS
from cchc.seeds.reading import read_seed
from cchc.text import nfc

from ..yml_files import told_in

MODELS = ROOT / "models"
LAST = MODELS / "release" / "expectation_results.py"
REF = re.compile(r"""\bref\(\s*['"](\w+)['"]""")


def described(path: Path) -> dict:
    (entry,) = told_in(path.with_suffix(".yml"))["models"]
    return entry


MARTS = {path.stem: described(path) for path in sorted((MODELS / "marts").glob("*.sql"))}
FACTS = [path.stem for path in sorted((MODELS / "marts").glob("fct_*.sql")) if "fact_cells(" in path.read_text("utf-8")]


def meta(entry: dict, name: str) -> str:
    return entry.get("config", {}).get("meta", {}).get(name, "")


def name_vi(entry: dict) -> str:
    return meta(entry, "name_vi")


def named_elsewhere() -> set[tuple[str, str] | str]:
    """Columns that rows of a form name, by table; those that a ratio names, in any table."""
    rows = read_seed(REFERENCE_SEEDS / "form_rows.csv")
    figures = {(row["fact_table"], row[column]) for row in rows for column in ("fact_column", "fact_base_column")}
    ratios = read_seed(REFERENCE_SEEDS / "ratios.csv")
    return figures | {f"{ratio['ratio_id']}{ending}" for ratio in ratios for ending in RATIO_ENDINGS}


def test_a_mart_and_its_columns_have_vietnamese_names():
    columns = [(mart, column) for mart, entry in MARTS.items() for column in entry["columns"]]
    named = {column["name"] for _, column in columns if name_vi(column)} | named_elsewhere()
    unnamed = [f"{mart}.{one['name']}" for mart, one in columns if not {one["name"], (mart, one["name"])} & named]
    unnamed += [mart for mart, entry in MARTS.items() if not name_vi(entry)]
    assert unnamed == [], "without a Vietnamese name: say it in the .yml, as config: {meta: {name_vi: …}}"


def test_a_mart_and_its_columns_say_what_they_mean_in_vietnamese():
    blocks = re.findall(r"docs (\w+) ", (MODELS / "marts" / "_docs.md").read_text(encoding="utf-8"))
    silent = []
    for mart, entry in MARTS.items():
        for one in (entry, *entry["columns"]):
            shared = re.fullmatch(r"\{\{ doc\('(\w+)'\) \}\}", one["description"].strip())
            says = f"{shared[1]}{IN_VIETNAMESE}" in blocks if shared else meta(one, "meaning_vi")
            silent += [] if says else [f"{mart}.{one['name']}"]
    assert silent == [], "say it in the .yml, as config: {meta: {meaning_vi: …}}, or in a block of _docs.md"


def test_what_is_measured_is_measured_in_vietnamese_too():
    """A unit or NULL that the English meaning names is in the Vietnamese one."""
    for mart, entry in MARTS.items():
        for one in (entry, *entry["columns"]):
            if meaning := meta(one, "meaning_vi"):
                assert meaning == nfc(meaning), (mart, one["name"])
                assert bool(unit_of(one["description"])) == ("Đơn vị tính:" in meaning), (mart, one["name"])
                assert "NULL" not in one["description"] or "NULL" in meaning, (mart, one["name"])


def test_a_name_is_said_once():
    """So that a column is called the same in every mart, unless it means something else there."""
    said: dict[str, list[str]] = {}
    for entry in MARTS.values():
        for column in entry["columns"]:
            if name_vi(column):
                said.setdefault(column["name"], []).append(name_vi(column))
    assert {name: words for name, words in said.items() if len(words) != len(set(words))} == {}


@pytest.mark.parametrize("fact", FACTS)
def test_a_subject_fact_is_asked_for_the_figures_of_the_form(fact):
    assert "holds_its_figures" in MARTS[fact]["data_tests"], f"add `- holds_its_figures` to data_tests in {fact}.yml"


def test_the_release_waits_for_what_no_model_reads():
    """The build would refuse too, and name the same lines, but only at its end."""
    sources = [path for path in MODELS.rglob("*") if path.suffix in (".sql", ".py") and path.parent.name != "semantic"]
    read = {name for path in sources for name in REF.findall(path.read_text(encoding="utf-8"))}
    there = {path.stem for path in sources} | {path.stem for path in REFERENCE_SEEDS.glob("*.csv")}
    forgotten = sorted(there - read - {"release"})
    assert forgotten == [], f"add to {LAST.relative_to(ROOT)}: " + ", ".join(f'dbt.ref("{one}")' for one in forgotten)
