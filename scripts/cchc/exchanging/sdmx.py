"""A release as SDMX: its figures as SDMX-CSV 2.0, and their structure as SDMX-ML 3.0.

The structure is written by pysdmx. It gives every name as English, so the Vietnamese names are added to what it wrote;
and its reader of CSV takes `01` for `1`, as pandas and Excel do, so a unit's code stands behind `GSO_`. The figures are
written by DuckDB, whose decimals keep their digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cchc.errors import CchcError
from cchc.output_path import written_whole
from cchc.reporting.warehouse import Warehouse
from cchc.seeds.reading import read_seed

if TYPE_CHECKING:
    from pysdmx.model import Codelist, Component, Concept

DATA, STRUCTURE = "data.csv", "structure.xml"
AGENCY, VERSION = "CCHC", "1.0.0"
_HERE = Path(__file__).parent
_NAMESPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common"
Names = dict[tuple[str, str], str]  # Vietnamese ones, by the list and what is named in it; the list itself by ''


def write_sdmx(warehouse: Warehouse, folder: Path) -> int:
    """Write data.csv and structure.xml of a release into `folder`; return how many observations there are.

    Raises CchcError where the release has none, or a file cannot be written.
    """
    observations = _observe(warehouse)
    if not observations:
        raise CchcError(
            f"release {warehouse.release.release_id} holds no figures to exchange. See `dbt build`'s last words for "
            "what is held, then build again."
        )
    structure = _structure(warehouse)
    folder.mkdir(parents=True, exist_ok=True)
    with written_whole(folder / DATA) as draft:
        warehouse.connection.execute(
            f"copy ({_rows(warehouse)}) to '{_quoted(draft)}' (format csv, header, delimiter ',')"
        )
    with written_whole(folder / STRUCTURE) as draft:
        draft.write_bytes(structure)
    return observations


def dataflow(is_sample: bool) -> str:
    """The id of the flow of figures; made-up ones never flow in that of the real."""
    return "MADE_UP_FIGURES" if is_sample else "FIGURES"


def _observe(warehouse: Warehouse) -> int:
    """Gather the observations in a temporary table `observed`, and return how many there are."""
    for name in ("observation_statuses", "time_periods"):
        path = _quoted(_HERE / f"{name}.csv")
        warehouse.rows(f"create or replace temporary table {name} as from read_csv('{path}', all_varchar = true)")
    columns = ", ".join(f"{row['sql']} as {row['component']}" for row in _components())
    warehouse.rows(f"""
        create or replace temporary table observed as
        select {columns}, indicator.unit_en, indicator.unit_vi
        from marts.fct_indicator_values as figure
        inner join marts.dim_indicator as indicator using (form_version, indicator_code)
        left join time_periods as period using (report_period)
        left join observation_statuses as status using (value_status)
    """)
    return warehouse.rows("select count(*) as observations from observed")[0]["observations"]


def _rows(warehouse: Warehouse) -> str:
    """The query of data.csv: a row an observation, in the order of their keys."""
    flow = f"{AGENCY}:{dataflow(warehouse.release.is_sample)}({VERSION})"
    columns = ", ".join(_written(row) for row in _components())
    keys = ", ".join(row["component"] for row in _components() if row["role"] == "dimension")
    return f"""
        select 'dataflow' as STRUCTURE, '{flow}' as STRUCTURE_ID, 'I' as ACTION, {columns}
        from observed order by {keys}
    """


def _written(row: Mapping[str, str]) -> str:
    """A component as it is written: of a decimal the digits that tell something, `6632` and `82.23`."""
    name = row["component"]
    if row["data_type"] == "DECIMAL":
        return f"rtrim(rtrim(cast({name} as varchar), '0'), '.') as {name}"
    return name


def _structure(warehouse: Warehouse) -> bytes:
    """structure.xml: code lists, concepts, the data structure definition and its dataflow."""
    from pysdmx.io import write_sdmx as write
    from pysdmx.io.format import Format
    from pysdmx.model import Agency, Components, ConceptScheme, Dataflow, DataStructureDefinition
    from pysdmx.model.message import Header

    release = warehouse.release
    flow = dataflow(release.is_sample)
    vietnamese: Names = {}
    code_lists = _code_lists(warehouse, vietnamese)
    concepts = {row["component"]: _concept(row, vietnamese) for row in _components()}
    made_up = (" (made-up reports)", " (báo cáo giả lập)") if release.is_sample else ("", "")
    english = f"Public administration reform in Vietnam, figures of reports{made_up[0]}"
    for listed in ("CONCEPTS", "STRUCTURE", flow):
        vietnamese[listed, ""] = f"Số liệu báo cáo cải cách hành chính{made_up[1]}"
    scheme = ConceptScheme(
        "CONCEPTS", name=english, agency=AGENCY, version=VERSION, items=tuple(concepts.values())
    )  # fmt: skip
    definition = DataStructureDefinition(
        id="STRUCTURE",
        name=english,
        agency=AGENCY,
        version=VERSION,
        components=Components([_component(row, concepts[row["component"]], code_lists) for row in _components()]),
    )
    named = Dataflow(flow, name=english, agency=AGENCY, version=VERSION, structure=definition)
    header = Header(
        id=release.release_id,
        test=release.is_sample,
        prepared=release.released_at.astimezone(UTC),
        sender=Agency(AGENCY, name=AGENCY),
    )  # fmt: skip
    artefacts = [*code_lists.values(), scheme, definition, named]
    text = write(artefacts, Format.STRUCTURE_SDMX_ML_3_0, header=header, prettyprint=True)
    return _in_vietnamese_too(text or "", vietnamese)


def _code_lists(warehouse: Warehouse, vietnamese: Names) -> dict[str, Codelist]:
    from pysdmx.model import Code, Codelist

    lists = read_seed(_HERE / "code_lists.csv")
    codes: dict[str, list[Code]] = {row["code_list"]: [] for row in lists}
    for row in warehouse.rows((_HERE / "code_lists.sql").read_text(encoding="utf-8")):
        codes[row["code_list"]].append(Code(row["code"], name=row["name_en"]))
        vietnamese[row["code_list"], row["code"]] = row["name_vi"]
    vietnamese |= {(row["code_list"], ""): row["name_vi"] for row in lists}
    return {
        row["code_list"]: Codelist(
            row["code_list"],
            name=row["name_en"],
            agency=AGENCY,
            version=VERSION,
            items=tuple(codes[row["code_list"]]),
        )
        for row in lists
    }


def _concept(row: Mapping[str, str], vietnamese: Names) -> Concept:
    from pysdmx.model import Concept, DataType

    name = row["component"]
    vietnamese["CONCEPTS", name] = row["name_vi"]
    urn = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:CONCEPTS({VERSION}).{name}"
    return Concept(name, name=row["name_en"], dtype=DataType[row["data_type"]], urn=urn)


def _component(row: Mapping[str, str], concept: Concept, code_lists: Mapping[str, Codelist]) -> Component:
    from pysdmx.model import Component, DataType, Role

    role = Role[row["role"].upper()]
    return Component(
        row["component"],
        required=role is Role.DIMENSION,
        role=role,
        concept=concept,
        local_dtype=DataType[row["data_type"]],
        local_codes=code_lists.get(row["code_list"]),
        attachment_level="O" if role is Role.ATTRIBUTE else None,
    )


def _in_vietnamese_too(text: str, vietnamese: Names) -> bytes:
    """The structure with each name in Vietnamese after the English one."""
    from lxml import etree

    root = etree.fromstring(text.encode(), etree.XMLParser(remove_blank_text=True))
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    for name in list(root.iter(f"{{{_NAMESPACE}}}Name")):
        named = name.getparent()
        of_list = (named.get("id"), "")
        words = vietnamese.get(of_list) or vietnamese.get((named.getparent().get("id"), named.get("id")))
        if words:
            name.addnext(etree.Element(name.tag, {language: "vi"}))
            name.getnext().text = words
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


@cache
def _components() -> list[dict[str, str]]:
    return read_seed(_HERE / "components.csv")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
