"""The gate: a build that is not whole, marts without rows, and what a person must settle, each by name and mend."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pytest

from cchc.building import seeds_lock_plugin
from cchc.building.node_results import NodeResult
from cchc.errors import CchcError
from cchc.releasing.gate import GateClosed, describe, refuse_blocked, refuse_touched
from cchc.releasing.whole_build import counted_nodes, downstream, read_manifest, refuse_partial_build, told

GREEN, RED = NodeResult("success", "OK"), NodeResult("error", "")
LAST = "model.cchc.release"


def manifest(edges: dict[str, list[str]]) -> dict:
    """dbt's manifest of nodes by what each reads; the kind stands before the first dot."""
    nodes = {
        one: {
            "resource_type": one.split(".")[0],
            "name": one.split(".")[-1],
            "original_file_path": f"{one.split('.')[-1]}.sql",
        }
        for one in edges
    }
    units = {one: node for one, node in nodes.items() if node["resource_type"] == "unit_test"}
    children = {one: [other for other, parents in edges.items() if one in parents] for one in edges}
    return {
        "nodes": {one: node for one, node in nodes.items() if one not in units},
        "unit_tests": units,
        "parent_map": edges,
        "child_map": children,
    }


EDGES = {
    "seed.cchc.rows": [],
    "model.cchc.staged": ["seed.cchc.rows"],
    "model.cchc.mart": ["model.cchc.staged"],
    "test.cchc.mart_is_unique": ["model.cchc.mart"],
    "unit_test.cchc.mart_adds_up": ["model.cchc.mart"],
    LAST: ["model.cchc.mart"],
    "exposure.cchc.page": ["model.cchc.mart"],
}


def green(edges: dict) -> dict[str, NodeResult]:
    return {one: GREEN for one in edges if one != LAST and not one.startswith("exposure")}


def refusal(edges: dict, results: dict[str, NodeResult], but_for: tuple[str, ...] = ()) -> str:
    with pytest.raises(GateClosed) as refused:
        refuse_partial_build(manifest(edges), results, LAST, but_for)
    return str(refused.value)


def test_a_whole_build_passes():
    refuse_partial_build(manifest(EDGES), green(EDGES), LAST)
    hooked = EDGES | {"operation.cchc.before": []}
    refuse_partial_build(manifest(hooked), green(EDGES) | {"operation.cchc.before": GREEN}, LAST)


@pytest.mark.parametrize("node", sorted(green(EDGES)))
def test_each_node_must_be_seen_and_end_well(node):
    ill = refusal(EDGES, green(EDGES) | {node: RED})
    assert "did not end well in this build:" in ill and "(1)" in ill and node.split(".")[-1] in ill
    assert "not upstream" not in ill and "not run" not in ill
    unseen = refusal(EDGES, {one: result for one, result in green(EDGES).items() if one != node})
    assert "not run by this command" in unseen and "(1)" in unseen and node.split(".")[-1] in unseen
    assert "To do: `dbt build`, without --select" in unseen


def test_what_is_not_asked_for_may_be_missing_or_ill():
    late = EDGES | {"model.cchc.after": [LAST]}
    refuse_partial_build(manifest(late), green(EDGES), LAST, ("model.cchc.after",))
    refuse_partial_build(manifest(late), green(late) | {"model.cchc.after": RED}, LAST, ("model.cchc.after",))


def test_a_hook_that_failed_is_named_and_one_unseen_is_not_asked_for():
    hooked = EDGES | {"operation.cchc.before": []}
    refuse_partial_build(manifest(hooked), green(EDGES), LAST)
    assert "before" in refusal(hooked, green(EDGES) | {"operation.cchc.before": RED})


def test_what_nobody_reads_is_named_with_the_line_that_mends_it():
    apart = EDGES | {
        "seed.cchc.alone": [],
        "model.cchc.aside": ["seed.cchc.rows"],
        "test.cchc.both_agree": ["model.cchc.mart", "model.cchc.aside"],
        "unit_test.cchc.aside_adds_up": ["model.cchc.aside"],
    }
    words = refusal(apart, green(apart))
    assert "not upstream of the release" in words and "(1)" in words
    for told_as in ("seed alone", "model aside", "test both_agree", "unit test aside_adds_up"):
        assert f"{told_as} ({told_as.split()[-1]}.sql)" in words
    assert "mart_is_unique" not in words and "mart_adds_up" not in words
    assert 'To do: read it in release.sql: dbt.ref("aside"), dbt.ref("alone")' in words
    both = refusal(apart, green(apart) | {"model.cchc.aside": RED})
    assert "(2)" in both and "1. did not end well in this build:\n   model aside (aside.sql)\n\n2. not upstream" in both
    assert both.count("model aside") == 1  # told once, by what is worse


def test_a_test_that_alone_is_apart_is_mended_by_what_it_reads():
    apart = EDGES | {"test.cchc.of_a_source": ["source.cchc.register"]}
    assert "To do: read it in release.sql: what the test reads" in refusal(apart, green(apart))


def test_what_reads_the_release_comes_too_late():
    late = EDGES | {"model.cchc.after": [LAST], "test.cchc.after_is_unique": ["model.cchc.after"]}
    assert "To do: take it out: what reads release comes too late for it" in refusal(late, green(late))
    more = late | {"model.cchc.aside": ["seed.cchc.rows"]}
    assert 'release.sql: dbt.ref("aside")' in refusal(more, green(more))


def test_many_names_are_counted_and_not_all_told():
    for more in (0, 1, 3):
        many = EDGES | {f"seed.cchc.alone_{at:02}": [] for at in range(20 + more)}
        words = refusal(many, green(many))
        assert words.count("seed alone_") == words.count("dbt.ref(") == 20
        assert (f"and {more} more" in words) == bool(more)


def test_what_reads_a_node_is_found_through_others():
    edges = EDGES | {"model.cchc.again": [LAST, "model.cchc.mart"]}
    read = {LAST, "model.cchc.mart", "model.cchc.again", "test.cchc.mart_is_unique", "unit_test.cchc.mart_adds_up"}
    assert downstream(manifest(edges), "model.cchc.staged") == {*read, "exposure.cchc.page"}
    assert downstream(manifest(edges), "model.cchc.again") == set()


def test_only_what_is_built_or_tested_is_counted():
    assert set(counted_nodes(manifest(EDGES))) == EDGES.keys() - {"exposure.cchc.page"}
    assert told(manifest(EDGES), "model.cchc.of_another") == "model.cchc.of_another"
    assert (
        told(manifest(EDGES | {"operation.cchc.before": []}), "operation.cchc.before")
        == "operation before (before.sql)"
    )


def test_a_manifest_is_that_of_the_running_command(tmp_path):
    path = tmp_path / "manifest.json"
    with pytest.raises(CchcError, match="is not of this build"):
        read_manifest(path, "now")
    path.write_text(json.dumps({"metadata": {"invocation_id": "now"}, "nodes": {}}), encoding="utf-8")
    assert read_manifest(path, "now")["nodes"] == {}
    with pytest.raises(CchcError, match="is not of this build"):
        read_manifest(path, "later")


@pytest.fixture
def con():
    with duckdb.connect() as con:
        con.execute("""
            create schema marts; create schema intermediate;
            create table marts.dim_indicator (indicator_code varchar);
            create table intermediate.int_gate_blockers (
                reason varchar, report_id varchar, indicator_codes varchar, rule_id varchar,
                source_places_en varchar, source_places_vi varchar, message_en varchar, message_vi varchar
            )
        """)
        yield con


def test_marts_without_rows_are_not_released(con):
    with pytest.raises(GateClosed, match="the marts have no rows"):
        refuse_blocked(con)
    con.execute("insert into marts.dim_indicator values ('I.1')")
    refuse_blocked(con)


def test_one_blocker_is_enough_and_each_report_is_told_its_mend_once_after_its_last_reason(con):
    con.execute("insert into marts.dim_indicator values ('I.1')")
    con.execute("""
        insert into intermediate.int_gate_blockers values
        ('open_critical_finding', '945-2021', 'VI.3', 'units_sum', 'page 12', 'trang 12', 'second', 'hai'),
        ('open_critical_finding', '945-2021', 'VI.2', 'parts_sum', 'page 11', 'trang 11', 'first', 'một'),
        ('stale_guard', '945-2021', 'VI.3', null, null, null, 'guard', null),
        ('open_critical_finding', '946-2021', 'VI.3', 'units_sum', 'page 12', 'trang 12', 'other', 'khác'),
    """)
    with pytest.raises(GateClosed) as refused:
        refuse_blocked(con)
    first, *reasons = str(refused.value).strip().split("\n\n")
    assert "945-2021, 946-2021 (4)" in first
    assert [one[:2] for one in reasons] == ["1.", "2.", "3.", "4."]
    assert ["To do" in one for one in reasons] == [False, True, True, True]
    assert "first" in reasons[0] and "second" in reasons[1]
    assert "cchc review 945-2021" in " ".join(reasons[1].split())
    con.execute("delete from intermediate.int_gate_blockers where message_en <> 'other'")
    with pytest.raises(GateClosed, match=r"946-2021 \(1\)"):
        refuse_blocked(con)


BLOCKER = {
    "reason": "open_critical_finding", "report_id": "945-2021", "indicator_codes": "VI.3", "rule_id": "units_sum",
    "source_places_en": "page 12, line 600", "message_en": "VI.3 is 9 " + "and so on " * 20, "message_vi": None,
}  # fmt: skip


def test_a_reason_has_lines_that_fit_beside_its_number_and_commands_that_can_be_copied():
    lines = describe(BLOCKER).split("\n")
    assert lines[0].startswith("report 945-2021, rule units_sum: VI.3")
    assert lines[1] == "   in the document: page 12, line 600"
    assert all(line.startswith("   ") for line in lines[1:])
    assert max(len(lines[0]) + 3, *map(len, lines[1:])) <= 80
    assert max(map(len, lines)) > 70
    assert any("`cchc review 945-2021 -o review.xlsx`" in line for line in lines)
    assert any("`cchc hold 945-2021 --reason … --by …`" in line for line in lines)
    assert "\N{NO-BREAK SPACE}" not in describe(BLOCKER)


@pytest.mark.parametrize("whole", ["945-2021-III.6.2-1", "x" * 100])
@pytest.mark.parametrize("before", range(0, 76, 5))
def test_what_is_searched_for_stays_on_one_line(whole, before):
    message = "x" * before + f" {whole} is decided on"
    assert any(whole in line.split() for line in describe(BLOCKER | {"message_en": message}).split("\n"))


@pytest.mark.parametrize("length", range(1, 40))
def test_a_command_stays_on_one_line_whatever_stands_before_it(length):
    report = f"{'9' * length}-2021"
    told = describe(BLOCKER | {"report_id": report})
    for command in (f"`cchc review {report} -o review.xlsx`", f"`cchc hold {report} --reason … --by …`"):
        assert command in told


def test_a_reason_without_rule_place_or_words_says_so():
    bare = BLOCKER | {"rule_id": None, "source_places_en": "", "message_en": "", "reason": "of_another_kind"}
    words = " ".join(describe(bare).split())
    assert words.startswith("report 945-2021, rule –: VI.3 in the document: no line is known") and "None" not in words
    mends = {
        reason: describe(bare | {"reason": reason}) for reason in ("stale_guard", "open_critical_finding", "other")
    }
    assert len(set(mends.values())) == 3
    assert "To do" not in describe(bare, with_mend=False) and "To do" in mends["other"]


def checked(monkeypatch, seeds: Path) -> Path:
    """Seeds as a build has checked them; a file of theirs."""
    (seeds / "landed").mkdir(parents=True)
    file = seeds / "landed" / "rows.csv"
    file.write_text("value\n6632\n", encoding="utf-8")
    monkeypatch.setattr(seeds_lock_plugin, "_checked", seeds_lock_plugin._written(seeds))
    refuse_touched(seeds_lock_plugin.touched())
    return file


def edited_and_put_back(file: Path) -> None:
    times = file.stat()
    file.write_text("value\n9999\n", encoding="utf-8")
    file.write_text("value\n6632\n", encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_text("value\n9999\n", encoding="utf-8"),
        edited_and_put_back,
        Path.unlink,
        lambda file: file.with_name("more.csv").write_text("value\n1\n", encoding="utf-8"),
    ],
    ids=["edited", "edited and put back", "deleted", "one more"],
)
def test_seeds_that_were_written_to_since_they_were_checked_are_not_released(tmp_path, monkeypatch, change):
    file = checked(monkeypatch, tmp_path / "seeds")
    change(file)
    with pytest.raises(GateClosed, match=rf"seeds were written to while the build ran(?s:.*){file.parent}(?s:.*)To do"):
        refuse_touched(seeds_lock_plugin.touched())


def test_the_mend_of_made_up_reports_is_among_them(con):
    con.execute("insert into marts.dim_indicator values ('I.1')")
    con.execute("""
        insert into intermediate.int_gate_blockers values
        ('open_critical_finding', '945-2021', 'VI.3', 'units_sum', 'page 12', 'trang 12', 'second', 'hai')
    """)
    with pytest.raises(GateClosed) as refused:
        refuse_blocked(con, is_sample=True)
    told = " ".join(str(refused.value).split())
    for command in (
        "cchc review --samples 945-2021",
        "cchc decide --samples review.xlsx",
        "cchc hold --samples 945-2021",
    ):
        assert command in told
