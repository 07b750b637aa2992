#!/usr/bin/env bash
# pandera 0.35.0: with coerce and drop_invalid_rows one cell that is no number leaves its whole column text and unchecked: -7 passes ge(0)
#
# Behaviour  Where a value cannot be coerced its row is dropped, as asked, but the column is handed back as it came, as text. On Polars
#            the column's checks are then passed over without a word; on pandas they raise, and without checks nothing is raised.
# Seen       float, coerce, 0 to 100: of "5", "98,75", "-7" Polars keeps "5" and "-7", as text. Of "5", "-7" it keeps 5.0, a number. Of
#            "10", "98,75", "9" the largest kept is "9". pandas, with the type alone: "5", "98,75", "7" is "5", "7", and their sum "57".
# Expected   pandera's page "Dropping Invalid Rows": the row that fails is removed, "ensuring the validated dataframe contains only valid
#            data". A column of another type than the schema's is not valid, and -7 is not between 0 and 100. (Other faults of this
#            option are told there or in pandera#1830; not this one.)
# Matters    98,75 is how a figure is written in Vietnam. One of them in a thousand rows, and the check of all the others is off.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check 'pandera[pandas,polars]==0.35.0' pandas==3.1.1 polars==2.1.0
"$work/venv/bin/python" -W ignore - <<'PY'
import pandas as pd
import pandera.pandas as pa
import pandera.polars as pp
import polars as pl


class Checked(pp.DataFrameModel):
    late: float = pp.Field(in_range={"min_value": 0, "max_value": 100})

    class Config:
        coerce = True
        drop_invalid_rows = True


seen = {}
for texts in (("5", "98,75", "-7"), ("5", "-7"), ("10", "98,75", "9")):
    late = Checked.validate(pl.DataFrame({"late": texts}), lazy=True)["late"]
    seen[texts] = (late.dtype, late.to_list(), late.max())
    print("Polars", texts, *seen[texts])
assert seen == {
    ("5", "98,75", "-7"): (pl.String, ["5", "-7"], "5"),
    ("5", "-7"): (pl.Float64, [5.0], 5.0),
    ("10", "98,75", "9"): (pl.String, ["10", "9"], "9"),
}

schema = pa.DataFrameSchema({"late": pa.Column(float, coerce=True)}, drop_invalid_rows=True)
sums = {texts: schema.validate(pd.DataFrame({"late": texts}), lazy=True)["late"].sum() for texts in (("5", "98,75", "7"), ("5", "7"))}
print("pandas, sums", sums)
assert sums == {("5", "98,75", "7"): "57", ("5", "7"): 12.0}
PY
echo "as described: text where numbers were asked for, and no check"
