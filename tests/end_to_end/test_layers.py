"""Models read downwards: staging seeds, intermediate no mart, marts no release. Held over dbt's own manifest."""

import json

import pytest

READS = {
    "staging": {"seeds"},
    "intermediate": {"staging", "intermediate"},
    "marts": {"staging", "intermediate", "marts"},
    "semantic": set(),
}


def layer(node: dict) -> str:
    return "seeds" if node["resource_type"] == "seed" else node["fqn"][1]


def may_read(node: dict) -> set[str]:
    """The layers under a model's own; a search in Python also takes its costs from seeds, as they are."""
    return READS[layer(node)] | ({"seeds"} if node["language"] == "python" else set())


def readings_upwards(manifest: dict) -> list[str]:
    """Each model that reads what stands above it, and what it reads, in words."""
    nodes = manifest["nodes"]
    return sorted(
        f"{node['original_file_path']} ({layer(node)}) reads {nodes[read]['name']} ({layer(nodes[read])})"
        for node in nodes.values()
        if node["resource_type"] == "model" and layer(node) in READS
        for read in node["depends_on"]["nodes"]
        if layer(nodes[read]) not in may_read(node)
    )


@pytest.fixture(scope="module")
def manifest(refreshed_project) -> dict:
    return json.loads((refreshed_project / "target" / "manifest.json").read_text(encoding="utf-8"))


def test_no_model_reads_what_stands_above_it(manifest):
    assert len(manifest["nodes"]) > 100
    assert readings_upwards(manifest) == []


def test_a_reading_upwards_is_named(manifest):
    manifest = json.loads(json.dumps(manifest))
    manifest["nodes"]["model.cchc.int_figures"]["depends_on"]["nodes"].append("model.cchc.dim_report")
    manifest["nodes"]["model.cchc.stg_reports"]["depends_on"]["nodes"].append("model.cchc.int_reports")
    assert readings_upwards(manifest) == [
        "models/intermediate/int_figures.sql (intermediate) reads dim_report (marts)",
        "models/staging/stg_reports.sql (staging) reads int_reports (intermediate)",
    ]
