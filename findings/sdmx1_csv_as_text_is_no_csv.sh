#!/usr/bin/env bash
# sdmx1 2.28.0 (with pandas 3.1.1): to_csv() without a path returns a table laid out with blanks, its figures cut to seven digits
#
# Behaviour  With its default, rtype=str, to_csv() formats the data frame for the eye (pandas' to_string) instead of as CSV:
#            columns are parted by blanks, not commas, texts with blanks in them are not quoted, and a column of large and
#            small figures is shortened to 1.234568e+09. With a path the same call writes a CSV with all digits.
# Seen       1234567890.25 and 0.25 are "1.234568e+09" and "2.500000e-01" in the text; in the file 1234567890.25 and 0.25. No
#            line of the text has a comma.
# Expected   The function's own documentation: "Convert an SDMX obj to SDMX-CSV", with rtype=str or a path valid SDMX-CSV without the
#            index; SDMX-CSV is RFC 4180, its separator a comma.
# Matters    What a service returns is the text, not the file: budgets in đồng lose all but seven digits, and a note of several
#            words moves the columns behind it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check sdmx1==2.28.0 pandas==3.1.1
cd "$work"
venv/bin/python - <<'PY'
import sdmx
from sdmx.model import common, v21

office = common.Agency(id="VN")
structure = v21.DataStructureDefinition(id="PAR", maintainer=office, version="1.0")
structure.dimensions.append(v21.Dimension(id="REF_AREA", order=0))
structure.dimensions.append(v21.TimeDimension(id="TIME_PERIOD", order=1))
measure = v21.PrimaryMeasure(id="OBS_VALUE")
structure.measures.append(measure)
note = v21.DataAttribute(id="NOTE", related_to=v21.PrimaryMeasureRelationship())
structure.attributes.append(note)
flow = v21.DataflowDefinition(id="PAR", maintainer=office, version="1.0", structure=structure)
data = v21.StructureSpecificDataSet(structured_by=structure, described_by=flow)
for area, value, remark in (("94", 1234567890.25, "thu nhập tăng thêm"), ("92", 0.25, "tỷ lệ")):
    observation = v21.Observation(
        dimension=v21.Key(REF_AREA=area, TIME_PERIOD="2022", described_by=structure.dimensions), value=value, value_for=measure
    )
    observation.attached_attribute["NOTE"] = v21.AttributeValue(value=remark, value_for=note)
    data.add_obs([observation])

text = sdmx.to_csv(data, attributes="o")
sdmx.to_csv(data, attributes="o", path="data.csv")
with open("data.csv", encoding="utf-8") as file:
    written = file.read()
print(f"as text:\n{text}\n\nas a file:\n{written}")
assert "," not in text and "1.234568e+09" in text and "1234567890.25" not in text
assert [line.split(",")[-2:] for line in written.splitlines()] == [
    ["OBS_VALUE", "NOTE"], ["1234567890.25", "thu nhập tăng thêm"], ["0.25", "tỷ lệ"],
]
PY
echo "as described: no comma, seven digits"
