#!/usr/bin/env bash
# pysdmx 1.21.0 (with pandas 3.1.1): reading SDMX-CSV turns the code 01 into 1, even in a file pysdmx has just written
#
# Behaviour  All three SDMX-CSV readers let pandas guess the type of each column and make text of it afterwards. A code list
#            whose codes are digits loses its leading zeros, and a decimal its last digits, without a word. SDMX-ML keeps both.
# Seen       written 01, 02 and 0010 -> read back '1', '2' and '10'; '6.10' -> '6.1';
#            '12345678901234567.89' -> '1.2345678901234568e+16', which is no xs:decimal at all.
# Expected   An SDMX code is a string (SDMX information model: IDType, "01" and "1" are two codes); SDMX-CSV carries ids as
#            they are, so what was written is what is read, as with the same library's SDMX-ML.
# Matters    The statistics office's codes begin with zeros (01 Hà Nội, 04 Cao Bằng, communes 00004): after one round trip
#            no row joins its code list any more, or worse, it joins another list's code.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check 'pysdmx[data,xml]==1.21.0' pandas==3.1.1
"$work/venv/bin/python" - <<'PY'
import pandas as pd
from pysdmx.io import read_sdmx, write_sdmx
from pysdmx.io.format import Format
from pysdmx.io.pd import PandasDataset
from pysdmx.model import Component, Components, Concept, DataType, Role, Schema

schema = Schema(
    "dataflow", "VN", "PAR",
    Components([
        Component("REF_AREA", True, Role.DIMENSION, Concept("REF_AREA"), DataType.STRING),
        Component("INDICATOR", True, Role.DIMENSION, Concept("INDICATOR"), DataType.STRING),
        Component("OBS_VALUE", False, Role.MEASURE, Concept("OBS_VALUE"), DataType.STRING),
    ]),
    "1.0",
)
data = pd.DataFrame({"REF_AREA": ["01", "02"], "INDICATOR": ["0010", "0010"], "OBS_VALUE": ["6.10", "12345678901234567.89"]})
seen = {}
for form in (Format.DATA_SDMX_CSV_1_0_0, Format.DATA_SDMX_CSV_2_0_0, Format.DATA_SDMX_CSV_2_1_0, Format.DATA_SDMX_ML_3_0):
    text = write_sdmx(PandasDataset(structure=schema, data=data.copy()), form)
    assert "01" in text and "0010" in text and "6.10" in text
    back = read_sdmx(text, validate=False).data[0].data
    seen[form.name] = back.astype(str).to_dict("list")
    print(f"{form.name:22}", seen[form.name])
lost = {"REF_AREA": ["1", "2"], "INDICATOR": ["10", "10"], "OBS_VALUE": ["6.1", "1.2345678901234568e+16"]}
kept = {name: list(column) for name, column in data.items()}
assert [seen[name] == lost for name in seen] == [True, True, True, False]
assert seen["DATA_SDMX_ML_3_0"] == kept
PY
echo "as described: SDMX-CSV lost the zeros and digits that SDMX-ML kept"
