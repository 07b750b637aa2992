"""The last lines of a build: what was published and what is open, or what failed, where, and what to do next."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from cchc.building.node_results import BuildResults, NodeResult
from cchc.building.running_build import BuildPlace
from cchc.releasing import build_watch
from cchc.releasing import last_words as last_words_module
from cchc.releasing.failed_tests import lines_of, told_rows
from cchc.releasing.last_words import last_words, published_words
from cchc.releasing.publishing import Release

RECORD = {
    "is_sample": False,
    "git": {"commit": "abc", "uncommitted_changes": False},
    "reports": {"released": ["945-2021", "947-2021"], "held": ["941-2021"], "not_received": ["946-2021"]},
    "open_findings": {"critical": 0, "warning": 2, "info": 1},
    "problems_with_proposals": 1,
    "warnings": [{"suite": "rules", "rule_id": "staff_sum", "details": "945-2021: 85 against 84. " * 20}],
}
NOTHING_OPEN = {"open_findings": dict.fromkeys(("critical", "warning", "info"), 0), "problems_with_proposals": 0}


def words_of(is_new: bool = True, **changes: object) -> str:
    return "\n".join(published_words(Release("r-1", Path("releases/r-1"), is_new, {}), RECORD | changes, "warehouse"))


def test_a_release_is_told_with_its_numbers_and_what_to_do_next():
    words = words_of()
    assert "Published: release r-1, in warehouse." in words
    assert "Reports: 2 released, 1 held, 1 due and not received." in words
    assert "Open: findings 2 warning, 1 information; corrections are proposed for 1 problem." in words
    assert "Warnings, published with it: 1.\n    rules staff_sum: 945-2021: 85 against 84." in words
    assert "Next: see what is open: cchc review -o review.xlsx." in words
    assert "cchc report --unit 945 --year 2021 -o page.html, or warehouse." in words
    assert "commit" not in words
    assert max(map(len, words.splitlines())) < 300


def test_only_what_is_there_to_do_is_named():
    words = words_of(**NOTHING_OPEN, warnings=[])
    assert "Open: no finding; corrections are proposed for 0 problems." in words
    assert "review" not in words and "Warnings" not in words
    assert "its figures are those of a release that was there before" in words_of(is_new=False)
    assert "Next: commit what it was made from" in words_of(git={"commit": "abc", "uncommitted_changes": True})
    nobody = {"released": [], "held": [], "not_received": []}
    assert words_of(**NOTHING_OPEN, reports=nobody).endswith("Next: land a report: cchc land FILE.")
    assert "cchc review --samples -o" in words_of(is_sample=True)


@pytest.fixture
def place(tmp_path) -> BuildPlace:
    """A project with a seed, a staging view, two tests, and a release that is shown."""
    seed = tmp_path / "seeds" / "rule_terms.csv"
    seed.parent.mkdir()
    seed.write_text('rule_id,term,concept\na,1,staff\nb,1,"two\nlines"\nb,2,staff\n', encoding="utf-8")
    nodes = {
        "seed.cchc.rule_terms": {"resource_type": "seed", "name": "rule_terms", "path": "seeds/rule_terms.csv"},
        "model.cchc.stg_rule_terms": {"resource_type": "model", "name": "stg_rule_terms", "path": "models/a.sql"},
        "test.cchc.well_formed": {
            "resource_type": "test",
            "name": "well_formed",
            "path": "tests/dbt/well_formed.sql",
            "depends_on": {"nodes": ["model.cchc.stg_rule_terms"]},
        },
    }
    nodes = {
        name: {"package_name": "cchc", "original_file_path": node.pop("path"), **node} for name, node in nodes.items()
    }
    parents = {"model.cchc.stg_rule_terms": ["seed.cchc.rule_terms"]}
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "manifest.json").write_text(json.dumps({"nodes": nodes, "parent_map": parents}))
    shown = tmp_path / "warehouse"
    shown.mkdir()
    (shown / "release.json").write_text('{"release_id": "r-0"}', encoding="utf-8")
    return BuildPlace(tmp_path, tmp_path / "target")


def ended(**statuses: NodeResult) -> SimpleNamespace:
    results = BuildResults()
    results.by_node.update({name.replace("__", "."): result for name, result in statuses.items()})
    return SimpleNamespace(results=results, is_sample=False, published=None)


def test_a_failed_build_names_what_failed_and_what_was_not_done(place, monkeypatch):
    monkeypatch.delenv("CCHC_WAREHOUSE_DIR", raising=False)
    watch = ended(
        seed__cchc__rule_terms=NodeResult("error", "Runtime Error in seed\n  line 3, column term: 'x' is no integer"),
        model__cchc__stg_rule_terms=NodeResult("skipped", ""),
        exposure__cchc__page=NodeResult("skipped", ""),
        test__cchc__warned=NodeResult("warn", "Got 1 result"),
    )
    assert last_words(watch, place, "build") == [
        "",
        "Nothing was published. The release that is shown is still r-0, in warehouse.",
        "1. failed: seed rule_terms (seeds/rule_terms.csv)",
        "   Runtime Error in seed",
        "     line 3, column term: 'x' is no integer",
        "Not done because of that: stg_rule_terms.",
        "Next: mend what is named above, then `dbt build`.",
    ]


def test_a_part_of_a_build_says_that_it_published_nothing(place, monkeypatch):
    monkeypatch.delenv("CCHC_WAREHOUSE_DIR", raising=False)
    (place.project / "warehouse" / "release.json").unlink()
    watch = ended(seed__cchc__rule_terms=NodeResult("success", ""))
    assert last_words(watch, place, "build") == [
        "",
        "Nothing was published: the release was no part of this command. There is no release yet.",
    ]
    assert last_words(watch, place, "seed") == []
    assert "the command was stopped before its end" in last_words(watch, place, "build", is_done=False)[1]


def test_what_fails_after_the_release_does_not_deny_it(place):
    watch = ended(model__cchc__release=NodeResult("error", "No space left on device"))
    watch.published = (Release("r-1", place.project / "releases" / "r-1", True, {}), RECORD)
    assert last_words(watch, place, "build", is_done=False)[1:4] == [
        "Published: release r-1; then this failed:",
        "1. failed: model.cchc.release",
        "   No space left on device",
    ]


def rows_told(place: BuildPlace, sql: str, **test: object) -> list[str]:
    manifest = json.loads(place.manifest.read_text(encoding="utf-8"))
    manifest["nodes"]["test.cchc.well_formed"].update(test)
    with duckdb.connect() as con:
        return told_rows(con, place.project, manifest, "test.cchc.well_formed", sql)


def test_a_row_is_told_with_its_problem_and_the_line_of_its_seed(place):
    sql = "select 'no such figure' as problem, 'b' as rule_id, 2.00 as term, null as concept"
    assert rows_told(place, sql) == ["seeds/rule_terms.csv, line 5: rule_id b, term 2.00: no such figure"]
    sql = "select 'no terms' as problem, 'rule_terms' as seed, 'c' as rule_id"
    assert rows_told(place, sql, depends_on={"nodes": []}) == ["seeds/rule_terms.csv: rule_id c: no terms"]


def test_a_test_of_dbts_own_is_told_in_words(place):
    metadata = {"name": "unique", "kwargs": {"column_name": "rule_id"}}
    told = rows_told(place, "select 'b' as unique_field, 2 as n_records -- end", test_metadata=metadata)
    assert told == [
        "seeds/rule_terms.csv, lines 3, 5: rule_id b, n_records 2: rule_id: the value stands there more than once"
    ]


def test_many_rows_are_cut(place):
    told = rows_told(place, "select 'wrong' as problem, i as number from range(40) as t (i)")
    assert (len(told), told[0], told[-1]) == (11, "seeds/rule_terms.csv: number 0: wrong", "and more")


def test_lines_are_counted_over_the_line_breaks_in_cells(place):
    file = place.project / "seeds" / "rule_terms.csv"
    assert lines_of(file, {"concept": "staff"}) == [2, 5]
    assert lines_of(file, {"concept": "two\nlines"}) == [3]
    assert lines_of(file, {"other": "staff", "concept": None}) == []
    assert lines_of(file, {"term": True}) == []


def test_where_the_database_was_opened_more_than_once_the_last_words_are_said_once(monkeypatch, tmp_path):
    said, watches = [], [build_watch.BuildWatch(tmp_path / "build.duckdb", is_sample=False) for _ in range(3)]
    monkeypatch.setattr(build_watch, "_watches", watches[-1:])
    monkeypatch.setattr(last_words_module, "say_last_words", lambda watch, is_done: said.append(watch))
    event = SimpleNamespace(info=SimpleNamespace(name="CommandCompleted"), data=SimpleNamespace(success=False))
    for watch in watches:
        watch(event)
    assert said == watches[-1:]
