"""Whatever node of the project is broken, the release that is shown stays, and the message names the node."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from cchc.building import running_build as build_place
from cchc.building.node_results import NodeResult
from cchc.building.running_build import BuildPlace
from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.releasing import build_watch
from cchc.releasing.build_watch import BuildWatch
from cchc.releasing.gate import GateClosed
from cchc.releasing.publishing import read_record
from cchc.releasing.whole_build import counted_nodes, downstream, read_manifest

from ..project_copy import run

RELEASE, GREEN = "model.cchc.release", NodeResult("success", "OK")
OTHER_KINDS = {  # which the project has none of yet
    "snapshot.cchc.units_as_of": ("snapshot", []),
    "function.cchc.rounded": ("function", []),
    "test.cchc.source_not_null": ("test", ["source.cchc.register.units"]),
    "model.cchc.after_the_release": ("model", [RELEASE]),
    "test.cchc.release_unique": ("test", [RELEASE]),
}


@pytest.fixture(scope="module")
def project(refreshed_project, tmp_path_factory) -> Path:
    return Path(shutil.copytree(refreshed_project, tmp_path_factory.mktemp("whole") / "project", symlinks=True))


@pytest.fixture(scope="module")
def manifest(refreshed_project) -> dict:
    return json.loads((refreshed_project / "target" / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture
def publish(project, manifest, monkeypatch) -> Iterator[Callable]:
    """Runs the model `release` itself on the built marts, as after a build of this manifest and these results."""
    monkeypatch.setattr(build_place, "running_build", lambda: BuildPlace(project, project / "target"))
    monkeypatch.setattr(build_watch, "running_build", lambda: BuildPlace(project, project / "target"))
    source = compile((ROOT / "models" / "release" / "release.py").read_text(encoding="utf-8"), "release.py", "exec")
    names: dict = {}
    exec(source, names)
    config = SimpleNamespace(meta_get={"target": "duckdb", "keep_releases": "10"}.get)
    dbt = SimpleNamespace(ref=lambda _: None, config=config)

    def run_model(manifest: dict, results: dict[str, NodeResult]):
        watch = BuildWatch(project / "target" / "build.duckdb", is_sample=False)
        watch.results.by_node.update(results)
        monkeypatch.setattr(build_watch, "_watches", [watch])
        monkeypatch.setattr(build_watch, "read_manifest", lambda *_: manifest)
        return names["model"](dbt, con)

    with duckdb.connect(str(project / "target" / "build.duckdb")) as con:
        yield run_model


def all_green(manifest: dict) -> dict[str, NodeResult]:
    return dict.fromkeys(counted_nodes(manifest).keys() - {RELEASE}, GREEN)


def state(project: Path) -> tuple[str, list[str], dict]:
    link = project / "warehouse"
    return str(link.readlink()), sorted(path.name for path in link.parent.glob("releases/r-*")), read_record(link)


def test_a_whole_build_is_released(publish, project, manifest):
    before = state(project)
    assert publish(manifest, all_green(manifest)).to_pylist()[0]["release_id"] == before[2]["release_id"]


@pytest.mark.parametrize("status", ["fail", "error", "skipped", "no-op", "partial success", None])
def test_any_node_that_did_not_end_well_keeps_the_release_and_is_named(publish, project, manifest, status):
    before, released, unnamed = state(project), [], []
    for node, told in counted_nodes(manifest).items():
        if node == RELEASE:
            continue
        results = all_green(manifest) | {node: NodeResult(str(status), "")}
        if status is None:  # not run at all
            del results[node]
        try:
            publish(manifest, results)
            released.append(node)
        except GateClosed as refused:
            if f"{told['name']} ({told['original_file_path']})" not in str(refused):
                unnamed.append(node)
    assert (released, unnamed) == ([], [])
    assert state(project) == before


def test_any_node_that_is_not_upstream_keeps_the_release_and_is_named(publish, project, manifest):
    before, released, unnamed = state(project), [], []
    for node, told in counted_nodes(manifest).items():
        if node == RELEASE:
            continue
        apart = {**manifest, "parent_map": {**manifest["parent_map"]}}
        for child in manifest["child_map"].get(node, []):  # nothing reads it, or it reads what nothing reads
            apart["parent_map"][child] = [one for one in apart["parent_map"][child] if one != node]
        if node.startswith(("test.", "unit_test.")):
            apart["parent_map"][node] = [*apart["parent_map"][node], "model.cchc.read_by_nobody"]
        try:
            publish(apart, all_green(manifest))
            released.append(node)
        except GateClosed as refused:
            is_told = told["resource_type"] != "model" or f'dbt.ref("{told["name"]}")' in str(refused)
            if told["name"] not in str(refused) or not is_told:
                unnamed.append(node)
    assert (released, unnamed) == ([], [])
    assert state(project) == before


@pytest.mark.parametrize("node", OTHER_KINDS)
def test_a_node_of_a_kind_that_is_new_is_asked_for_too(publish, project, manifest, node):
    kind, parents = OTHER_KINDS[node]
    before, more = state(project), copy.deepcopy(manifest)
    added = {"resource_type": kind, "name": node.split(".")[2], "original_file_path": "new", "unique_id": node}
    more["functions" if kind == "function" else "nodes"][node] = added
    more["parent_map"][node] = parents
    with pytest.raises(GateClosed, match=rf"(?s)not upstream.*{kind} {added['name']} \(new\)"):
        publish(more, {**all_green(manifest), node: GREEN})
    assert state(project) == before


def test_a_hook_that_failed_before_the_build_keeps_the_release(publish, project, manifest):
    hook = {"resource_type": "operation", "name": "on-run-start-0", "original_file_path": "dbt_project.yml"}
    more = {**manifest, "nodes": {**manifest["nodes"], "operation.cchc.start": hook}}
    with pytest.raises(GateClosed, match="on-run-start-0"):
        publish(more, {**all_green(manifest), "operation.cchc.start": NodeResult("error", "")})


def test_the_expectations_ask_for_all_but_what_comes_after_them(manifest):
    node = "model.cchc.expectation_results"
    after = downstream(manifest, node)
    results = dict.fromkeys(counted_nodes(manifest).keys() - after - {node}, GREEN)
    build_watch.refuse_partial_build(manifest, results, node, after)
    with pytest.raises(GateClosed, match=r"not run by this command.*\n.*expectation_results"):
        build_watch.refuse_partial_build(manifest, results, RELEASE)


def test_a_manifest_of_another_build_tells_nothing(tmp_path):
    file = tmp_path / "manifest.json"
    file.write_text('{"metadata": {"invocation_id": "of yesterday"}}', encoding="utf-8")
    for place in (file, tmp_path / "none.json"):
        with pytest.raises(CchcError, match="is not of this build"):
            read_manifest(place, "of today")


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def misspell_and_add_a_mart_with_a_failing_key(project: Path) -> None:
    replaced(project / "seeds" / "reference" / "form_rows.csv", ",subject=public_finance", ",subject=public_finances")
    replaced(
        project / "seeds" / "reference" / "rule_terms.csv",
        "commune_dossiers_resolved_within_commune_dossiers_received,1,left,1,appendix,commune_dossiers_resolved,",
        "commune_dossiers_resolved_within_commune_dossiers_received,1,left,1,appendix,commune_dossiers_resolvd,",
    )
    marts = project / "models" / "marts"
    (marts / "fct_new.sql").write_text("select 1 as new_key\nunion all\nselect 1 as new_key\n", encoding="utf-8")
    (marts / "fct_new.yml").write_text(
        "models:\n  - name: fct_new\n    description: One row per new_key.\n    data_tests:\n"
        "      - primary_key:\n          arguments: {columns: [new_key]}\n    columns:\n"
        "      - {name: new_key, data_type: integer, description: The key.}\n",
        encoding="utf-8",
    )


def write_a_seed_cell_wrongly(project: Path) -> None:
    replaced(project / "seeds" / "reference" / "rule_terms.csv", ",1,left,1,", ",one,left,1,")


def expect_what_is_not(project: Path) -> None:
    """Of a model that most others stand on, so that little is built before the end."""
    (project / "models" / "staging" / "wrong.yml").write_text(
        "unit_tests:\n  - name: successors_are_others\n    model: stg_unit_successors\n    given:\n"
        "      - {input: ref('unit_successors'), rows: [{unit_code: '001', coverage: part}]}\n"
        "    expect: {rows: [{unit_code: '001', coverage: other}]}\n    config: {enabled: true}\n",
        encoding="utf-8",
    )


BROKEN: dict[str, tuple[Callable[[Path], None] | None, tuple[str, ...], tuple[str, ...]]] = {
    "a misspelt concept and place, and a new mart with a failing key": (
        misspell_and_add_a_mart_with_a_failing_key,
        ("build",),
        (
            "failed: test rules_are_well_formed",
            "seeds/reference/rule_terms.csv, line ",
            "commune_dossiers_resolvd",
            "failed: test form_rows_are_well_formed",
            "seeds/reference/form_rows.csv, line ",
            "subject=public_finances",
            "failed: test primary_key_fct_new_new_key",
            "new_key 1, rows_found 2: a key that",
        ),
    ),
    "a seed that cannot be read": (
        write_a_seed_cell_wrongly,
        ("build",),
        ("1. failed: seed rule_terms", "seeds/reference/rule_terms.csv, line 2, column term", "Not done because"),
    ),
    "a failing unit test": (
        expect_what_is_not,
        ("build",),
        ("1. failed: unit test successors_are_others (models/staging/wrong.yml)", "other", "Not done because of that"),
    ),
    "the release alone": (
        None,
        ("run", "--select", "path:models/release/release.py"),
        ("the build is not whole", "not run by this command", "model dim_report (models/marts/", "more"),
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_build_changes_nothing_and_ends_with_what_is_wrong(project, tmp_path, what):
    breaks, command, named = BROKEN[what]
    broken, before = tmp_path / "broken", state(project)
    shutil.copytree(project, broken, symlinks=True)
    if breaks is not None:
        breaks(broken)
    built = run(broken, "dbt", *command)
    assert built.returncode != 0
    words = built.stdout[built.stdout.index("\nNothing was published.") :]
    assert f"The release that is shown is still {before[2]['release_id']}, in warehouse." in words
    for word in named:
        assert word in words, words
    assert words.rstrip().endswith("then `dbt build`.")
    assert state(broken) == before
    assert "nanobind" not in built.stdout + built.stderr
