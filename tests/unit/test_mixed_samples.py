"""Made-up reports by the million: the same bytes for the same order, the types of the seeds, and every rule obeyed."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from cchc.paths import LANDED_SEEDS, REFERENCE_SEEDS
from cchc.reference.rules import OF_LAST_YEAR, Known, holds, load_rules
from cchc.sample.choosing import units_near
from cchc.sample.mixing import MixOrder, write_mixed

from ..yml_files import told_in

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
ORDER = MixOrder(seed=3, years=(2020, 2021), unit_count=720, periods=QUARTERS)


@pytest.fixture(scope="module")
def landed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("landed")
    written = write_mixed(folder, ORDER)
    assert (written.reports, written.values) == (720 * 8, 720 * 8 * 146)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


def test_the_same_order_gives_the_same_bytes_and_another_seed_others(landed, tmp_path):
    write_mixed(tmp_path, MixOrder(seed=4, years=(2020, 2021, 2022), unit_count=720, periods=QUARTERS))
    filled = [name for name in files(landed) if not str(name).startswith("answer_places")]
    assert all(files(tmp_path)[name] != files(landed)[name] for name in filled)
    write_mixed(tmp_path, ORDER)  # takes the place of what stood there, 2022 too
    assert files(tmp_path) == files(landed)


@pytest.mark.parametrize("name", ["reports", "indicator_rows", "answer_places", "narrative_figures"])
def test_columns_and_types_are_those_of_the_seed(landed, name):
    (seed,) = told_in(LANDED_SEEDS / f"{name}.yml")["seeds"]
    expected = {column: kind.upper().replace(" ", "") for column, kind in seed["config"]["column_types"].items()}
    found = duckdb.sql(f"describe from read_parquet('{landed}/{name}/*/*.parquet')").fetchall()
    types = {column: kind for column, kind, *_ in found}
    types.pop("report_year")  # of the folder's name
    expected.pop("report_year", None)
    assert types == expected


def test_communes_are_counted_on_the_last_day_of_each_quarter(tmp_path):
    """On 31 March 2023 Đống Đa had 21 communes; on 8 May many districts came to have another number."""
    write_mixed(tmp_path, MixOrder(seed=3, years=(2023,), periods=QUARTERS))
    connected = dict(
        duckdb.execute(f"""
            select split_part(report_id, '-', 1), rows.value
            from read_parquet('{tmp_path}/indicator_rows/*/*.parquet') as rows
            inner join read_csv('{REFERENCE_SEEDS}/form_rows.csv', all_varchar = true) as form
                using (form_version, indicator_code)
            where form.concept = 'document_system_communes_connected' and report_id like '%-2023-Q1'
        """).fetchall()
    )
    counts = {unit.unit_code: unit.commune_count for unit in units_near(2023, level="district", period="Q1")}
    assert counts["006"] == 21
    assert [code for code, count in counts.items() if count is not None and connected.get(code, 0) > count] == []


def test_every_rule_holds_in_every_report_also_towards_the_year_before(landed):
    con = duckdb.connect()
    figures: dict[str, dict] = {}
    sample = "where hash(split_part(report_id, '-', 1)) % 40 = 0"
    concepts = "'seeds/reference/form_rows.csv'".replace("seeds", str(LANDED_SEEDS.parent))
    for report, concept, value, base, decimals in con.execute(f"""
        select rows.report_id, form.concept, rows.value, rows.base_value, rows.decimals
        from read_parquet('{landed}/indicator_rows/*/*.parquet') as rows
        inner join read_csv({concepts}, all_varchar = true) as form using (form_version, indicator_code) {sample}
    """).fetchall():
        own = figures.setdefault(report, {})
        own["appendix", concept, "value"], own["appendix", concept, "base"] = (value, decimals), (base, 0)
    for report, source, concept, value, decimals in con.execute(f"""
        select report_id, figure_source, concept, value, decimals
        from read_parquet('{landed}/narrative_figures/*/*.parquet') {sample}
    """).fetchall():
        figures[report][source, concept, "value"] = (value, decimals)
    for report, own in figures.items():
        unit, _, rest = report.partition("-")
        before = figures.get(f"{unit}-{int(rest[:4]) - 1}{rest[4:]}", {})
        last = {key[1:]: told for key, told in before.items() if key[0] == "appendix"}
        own.update({(source, *key): told for key, told in last.items() for source in OF_LAST_YEAR})
    checked = 0
    for report, own in figures.items():

        def known(term, own=own):
            value, decimals = own.get((term.source, term.concept, term.measure), (None, 0))
            return None if value is None else Known(value, decimals or 0)

        for rule in load_rules():
            outcome = holds(rule, known)
            assert outcome is not False, (report, rule.rule_id)
            checked += outcome is True
    assert checked > 80 * len(figures)
    assert len(figures) > 50
