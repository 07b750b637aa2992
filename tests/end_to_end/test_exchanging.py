"""What a release gives to those who exchange statistics or harvest catalogues is valid, and holds what the marts do."""

import csv
import hashlib
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import rdflib
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.model import Codelist, Dataflow, DataStructureDefinition
from pyshacl import validate

from cchc.reference.code_words import code_words
from cchc.reference.periods import load_periods
from cchc.seeds.reading import read_seed

from ..project_copy import run

HERE = Path(__file__).parent
EXCHANGING = HERE.parents[1] / "scripts/cchc/exchanging"
AT = "https://example.org/release/dataset.jsonld"
FIGURES = """
    select
        concat('GSO_', unit_code), concept, report_year, report_period, value, base_value, upper(value_status),
        report_id, indicator_code, source_place_vi, adjudication_id
    from marts.fct_indicator_values
"""


@pytest.fixture(scope="module", params=[("refreshed_project", "warehouse"), ("sample_province", "samples/warehouse")])
def exchanged(request, tmp_path_factory):
    """A release, and the folder that `cchc sdmx` wrote of it."""
    fixture, warehouse = request.param
    project = request.getfixturevalue(fixture)
    folder = tmp_path_factory.mktemp("sdmx") / "exchanged"
    options = ["--samples"] if "samples" in warehouse else []
    told = run(project, "cchc", "sdmx", "-o", str(folder), *options)
    assert told.returncode == 0, told.stderr
    return project / warehouse, folder


def period(year: str, part: str) -> str:
    after = {row["report_period"]: row["after_year"] for row in read_seed(EXCHANGING / "time_periods.csv")}
    return f"{year}{after[part]}"


def published(release: Path) -> list[tuple]:
    with duckdb.connect(str(release / "cchc.duckdb"), read_only=True) as con:
        found = con.execute(FIGURES).fetchall()
    return sorted(
        ((unit, concept, period(year, part), *rest) for unit, concept, year, part, *rest in found),
        key=lambda row: row[:3],
    )


def decimal(text: str) -> Decimal | None:
    return Decimal(text) if text not in ("", "<NA>", "nan") else None


def test_the_structure_is_valid_and_named_in_both_languages(exchanged):
    release, folder = exchanged
    found = read_sdmx(folder / "structure.xml", validate=True).structures  # by the XSD of SDMX-ML 3.0
    (flow,) = (one for one in found if isinstance(one, Dataflow))
    (definition,) = (one for one in found if isinstance(one, DataStructureDefinition))
    assert flow.id == ("MADE_UP_FIGURES" if "samples" in str(release) else "FIGURES")
    assert [one.id for one in definition.components.dimensions] == ["REF_AREA", "INDICATOR", "TIME_PERIOD"]
    text = (folder / "structure.xml").read_text(encoding="utf-8")
    assert text.count('Name xml:lang="en"') == text.count('Name xml:lang="vi"') > 100
    assert '<com:Name xml:lang="vi">huyện Cù Lao Dung</com:Name>' in text


def test_every_figure_is_exchanged_as_it_is_published(exchanged):
    release, folder = exchanged
    with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("VALUE_STATUS", "REPORT", "FORM_ROW", "SOURCE_PLACE_VI", "DECISION")
    assert [
        (
            *(row[name] for name in ("REF_AREA", "INDICATOR", "TIME_PERIOD")),
            *(decimal(row[name]) for name in ("OBS_VALUE", "BASE_VALUE")),
            *(row[name] or None for name in names),
        )
        for row in rows
    ] == published(release)
    statuses = {(row["VALUE_STATUS"], row["OBS_STATUS"]) for row in rows}
    assert statuses <= {("REPORTED", "A"), ("CORRECTED", "A"), ("DISPUTED", "U"), ("MISSING", "O")}
    assert all(bool(row["OBS_VALUE"]) == (row["OBS_STATUS"] != "O") for row in rows)


def test_pysdmx_reads_the_same_keys_codes_and_values(exchanged):
    release, folder = exchanged
    (dataset,) = get_datasets(folder / "data.csv", folder / "structure.xml", validate=True)
    read = [
        (unit, concept, when, decimal(str(value)), status)
        for unit, concept, when, value, status in dataset.data[
            ["REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "VALUE_STATUS"]
        ].itertuples(index=False)
    ]
    assert read == [(*row[:4], row[5]) for row in published(release)]
    lists = {
        one.id: {code.id for code in one}
        for one in read_sdmx(folder / "structure.xml").structures
        if isinstance(one, Codelist)
    }
    coded = {"REF_AREA", "INDICATOR", "UNIT_MEASURE", "OBS_STATUS", "VALUE_STATUS"}
    for column in coded:
        used = {code for code in dataset.data[column].astype(str) if code not in ("", "<NA>", "nan")}
        assert used and used <= lists[f"CL_{column}"]


def test_every_period_and_status_has_its_word_in_sdmx():
    assert {row["report_period"] for row in read_seed(EXCHANGING / "time_periods.csv")} == set(load_periods())
    assert {row["value_status"] for row in read_seed(EXCHANGING / "observation_statuses.csv")} == set(
        code_words("value_status")
    )


def conforms(description: dict) -> tuple[bool, str]:
    graph = rdflib.Graph().parse(data=json.dumps(description), format="json-ld", publicID=AT)
    good, _, why = validate(graph, shacl_graph=rdflib.Graph().parse(HERE / "dataset_shapes.ttl"))
    return good, why


def test_harvesters_find_what_they_ask_for(exchanged):
    release, _ = exchanged
    description = json.loads((release / "dataset.jsonld").read_text(encoding="utf-8"))
    good, why = conforms(description)
    assert good, why
    assert description["identifier"] == json.loads((release / "release.json").read_text(encoding="utf-8"))["release_id"]
    assert ("giả lập" in description["alternateName"]) == ("samples" in str(release))
    offered = description["distribution"]
    tables = len(list((release / "csv").iterdir()))
    assert len(offered) == len(description["dcat:distribution"]) == 2 + 2 * tables
    for one in offered:
        content = (release / one["contentUrl"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert one["contentSize"] == f"{len(content)} B"


@pytest.mark.parametrize("left_out", ["dcterms:title", "dcterms:temporal", "description"])
def test_a_description_that_lacks_something_is_found_out(exchanged, left_out):
    description = json.loads((exchanged[0] / "dataset.jsonld").read_text(encoding="utf-8"))
    del description[left_out]
    assert not conforms(description)[0]
