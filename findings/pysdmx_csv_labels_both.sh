#!/usr/bin/env bash
# pysdmx 1.21.0 (with pandas 3.1.1): labels="both" writes the id as its own name, a missing value as text, and reads a note cut short
#
# Behaviour  write_sdmx(..., labels="both") puts f"{x}: {x}" in every cell. So the code's name never appears although the
#            code list is in the schema; uncoded figures are doubled; a missing value becomes the text "<NA>: <NA>". The
#            reader then splits every cell at ": ", uncoded ones too.
# Seen       REF_AREA "94: 94" (not "94: Sóc Trăng"), OBS_VALUE "6632: 6632", missing OBS_VALUE "<NA>: <NA>"; read back: the
#            missing value is the text '<NA>', the note "Ghi chú: đã sửa" is 'Ghi chú'.
# Expected   The writer's own documentation: with "both" the names are written as "id: Name". A figure has no name, and a
#            value that is not there has no id: its field is empty. Writing and reading give back what went in.
# Matters    A blank cell is not a figure and must not become text; notes of our reports carry a colon and say why a
#            figure was corrected: what is after the colon is gone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check 'pysdmx[data]==1.21.0' pandas==3.1.1
"$work/venv/bin/python" - <<'PY'
import csv
import io

import pandas as pd
from pysdmx.io import read_sdmx, write_sdmx
from pysdmx.io.format import Format
from pysdmx.io.pd import PandasDataset
from pysdmx.model import Code, Codelist, Component, Components, Concept, DataType, Role, Schema

areas = Codelist(id="AREA", agency="VN", name="Area", items=[Code("94", "Sóc Trăng"), Code("92", "Cần Thơ")])
schema = Schema(
    "dataflow", "VN", "PAR",
    Components([
        Component("REF_AREA", True, Role.DIMENSION, Concept("REF_AREA", name="Địa phương"), DataType.STRING, local_codes=areas),
        Component("OBS_VALUE", False, Role.MEASURE, Concept("OBS_VALUE", name="Giá trị"), DataType.INTEGER),
        Component("NOTE", False, Role.ATTRIBUTE, Concept("NOTE", name="Ghi chú"), DataType.STRING, attachment_level="O"),
    ]),
    "1.0", name="Cải cách hành chính",
)
data = pd.DataFrame({"REF_AREA": ["94", "92"], "OBS_VALUE": ["6632", None], "NOTE": ["Ghi chú: đã sửa", None]})
for form in (Format.DATA_SDMX_CSV_1_0_0, Format.DATA_SDMX_CSV_2_0_0, Format.DATA_SDMX_CSV_2_1_0):
    text = write_sdmx(PandasDataset(structure=schema, data=data.copy()), form, labels="both")
    print(text)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["REF_AREA: Địa phương"] for row in rows] == ["94: 94", "92: 92"]
    assert [row["OBS_VALUE: Giá trị"] for row in rows] == ["6632: 6632", "<NA>: <NA>"]
    back = read_sdmx(text, validate=False).data[0].data
    print(back.to_dict("records"))
    assert list(back["OBS_VALUE"]) == ["6632", "<NA>"]
    assert list(back["NOTE"]) == ["Ghi chú", "<NA>"]
PY
echo "as described: no names, '<NA>' for a missing value, a note cut at its colon"
