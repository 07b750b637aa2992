"""What bench/scale_sqlmesh.py makes of dbt's models and tests, so that SQLMesh is measured on the same work."""

import importlib.util

import pytest

from cchc.paths import ROOT


@pytest.fixture(scope="module")
def scale_sqlmesh():
    spec = importlib.util.spec_from_file_location("scale_sqlmesh", ROOT / "bench" / "scale_sqlmesh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def model(**changed) -> dict:
    return {
        "database": "samples",
        "schema": "marts",
        "alias": "dim_report",
        "description": "One row per report that's landed.",
        "config": {"materialized": "table"},
        "columns": {"report_id": {"name": "report_id", "data_type": "varchar", "description": "Which one."}},
        "contract": {"enforced": True},
        "compiled_code": "select report_id from staging.stg_reports",
    } | changed


def test_a_contract_becomes_columns_and_tests_of_the_model_its_audits(scale_sqlmesh):
    assert scale_sqlmesh.model_file(model(), ["primary_key", "accepted_values"]) == (
        "MODEL (\n"
        "  name samples.marts.dim_report,\n"
        "  kind FULL,\n"
        "  description 'One row per report that''s landed.',\n"
        "  column_descriptions (report_id = 'Which one.'),\n"
        "  columns (report_id varchar),\n"
        "  audits (primary_key, accepted_values),\n"
        ");\n\n"
        "select report_id from staging.stg_reports"
    )


def test_a_view_without_contract_or_tests_says_neither(scale_sqlmesh):
    view = model(config={"materialized": "view"}, contract={"enforced": False})
    written = scale_sqlmesh.model_file(view, [])
    assert "  kind VIEW,\n" in written
    assert "columns (" not in written.replace("column_descriptions (", "")
    assert "audits" not in written


@pytest.mark.parametrize(("read", "standalone"), [(["model.a"], "False"), (["model.a", "model.b"], "True")])
def test_a_test_of_several_models_stands_alone(scale_sqlmesh, read, standalone):
    test = {"alias": "keys", "depends_on": {"nodes": read}, "compiled_code": "select 1"}
    assert scale_sqlmesh.audit_file(test) == f"AUDIT (\n  name keys,\n  standalone {standalone},\n);\n\nselect 1"
