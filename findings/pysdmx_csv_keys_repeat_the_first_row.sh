#!/usr/bin/env bash
# pysdmx 1.21.0: SDMX-CSV written with keys="both" gives every row the key of the first row, and the OBS_KEY holds the value
#
# Behaviour  write_sdmx(..., keys=...) builds SERIES_KEY and OBS_KEY from row 0 and writes that one text in all rows. Its
#            OBS_KEY is made of the measure and the attributes, not of the dimensions; its SERIES_KEY holds the period too.
# Seen       three observations (94/2021, 94/2022, 92/2022) all carry SERIES_KEY "94.2021" and OBS_KEY "6632".
# Expected   The key columns of SDMX-CSV 2.x identify the series and the observation of their own row: the values of all
#            dimensions, for the series without the observation's (sdmx1 2.28 documents the same columns so). Two
#            observations never share an OBS_KEY.
# Matters    A loader that merges by OBS_KEY keeps one figure of a whole file; one that compares two releases by key finds
#            that "the key" 6632 vanished because the value was corrected.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check 'pysdmx[data]==1.21.0' pandas==3.1.1
"$work/venv/bin/python" - <<'PY'
import csv
import io

import pandas as pd
from pysdmx.io import write_sdmx
from pysdmx.io.format import Format
from pysdmx.io.pd import PandasDataset
from pysdmx.model import Component, Components, Concept, DataType, Role, Schema

schema = Schema(
    "dataflow", "VN", "PAR",
    Components([
        Component("REF_AREA", True, Role.DIMENSION, Concept("REF_AREA"), DataType.STRING),
        Component("TIME_PERIOD", True, Role.DIMENSION, Concept("TIME_PERIOD"), DataType.PERIOD),
        Component("OBS_VALUE", False, Role.MEASURE, Concept("OBS_VALUE"), DataType.INTEGER),
    ]),
    "1.0",
)
data = pd.DataFrame({"REF_AREA": ["94", "94", "92"], "TIME_PERIOD": ["2021", "2022", "2022"], "OBS_VALUE": [6632, 6700, 12325]})
for form in (Format.DATA_SDMX_CSV_2_0_0, Format.DATA_SDMX_CSV_2_1_0):
    text = write_sdmx(PandasDataset(structure=schema, data=data.copy()), form, keys="both")
    print(text)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["REF_AREA"], row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows] == [
        ("94", "2021", "6632"), ("94", "2022", "6700"), ("92", "2022", "12325"),
    ]
    assert {(row["SERIES_KEY"], row["OBS_KEY"]) for row in rows} == {("94.2021", "6632")}
PY
echo "as described: three observations, one key"
