#!/usr/bin/env bash
# mlcroissant 1.1.1: a Croissant field declared sc:Integer reads 12.5 as 12, and one declared sc:Text reads the code 01 as 1 and "NA" as nothing
#
# Behaviour  The CSV is first read by pandas, which guesses a type for each column, and only then the declared type is laid over it:
#            a fraction is cut off, a code has lost its zeros already, an integer beside an empty cell has been through a float.
#            No message, although the values do not fit what the metadata declares.
# Seen       12.5 as sc:Integer 12. Code 01 as sc:Text b"1", beside a code "1" in the same column. Notes "NA" and "null" as sc:Text None.
#            9007199254740993 as sc:Integer 9007199254740992 where another row of the column is empty.
# Expected   mlcroissant's own page of Field: dataType is "the data type of the field, identified by the URI of the corresponding class".
#            The text of a text field is what stands in the file, and 12.5 is no integer; a value that does not fit is told.
# Matters    Codes of units are joined by their text, 01 and 1 are two of them, and a count that is 12.5 is a count to ask about, not 12.
#            It is the metadata that data catalogues now ask for so that a reader need not guess.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check mlcroissant==1.1.1 pandas==3.1.1
cd "$work"
printf 'code,count,large,note\n01,6632,9007199254740993,NA\n1,12.5,,null\n' > figures.csv
venv/bin/python - 2> stderr.txt <<'PY' || { cat stderr.txt >&2; exit 1; }
import hashlib
import json
from pathlib import Path

import mlcroissant

data = Path("figures.csv").read_bytes()
fields = {"code": "sc:Text", "count": "sc:Integer", "large": "sc:Integer", "note": "sc:Text"}
metadata = {
    "@context": {
        "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
        "dct": "http://purl.org/dc/terms/", "conformsTo": "dct:conformsTo",
        **{word: f"cr:{word}" for word in ("citeAs", "column", "extract", "field", "fileObject", "recordSet", "source")},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    },
    "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", "name": "figures", "description": "figures of units",
    "license": "CC0-1.0", "url": "https://example.org/", "version": "1.0.0", "datePublished": "2025-12-31", "citeAs": "figures",
    "distribution": [{
        "@type": "cr:FileObject", "@id": "figures.csv", "name": "figures.csv", "contentUrl": "figures.csv", "encodingFormat": "text/csv",
        "sha256": hashlib.sha256(data).hexdigest(),
    }],
    "recordSet": [{"@type": "cr:RecordSet", "@id": "units", "name": "units", "field": [
        {
            "@type": "cr:Field", "@id": f"units/{name}", "name": name, "dataType": kind,
            "source": {"fileObject": {"@id": "figures.csv"}, "extract": {"column": name}},
        }
        for name, kind in fields.items()
    ]}],
}
Path("croissant.json").write_text(json.dumps(metadata))
dataset = mlcroissant.Dataset(jsonld="croissant.json")
assert not dataset.metadata.ctx.issues.errors
seen = [{key.removeprefix("units/"): value for key, value in record.items()} for record in dataset.records("units")]
print(data.decode())
for record in seen:
    print(record)
assert seen == [
    {"code": b"1", "count": 6632, "large": 9007199254740992, "note": None},
    {"code": b"1", "count": 12, "large": None, "note": None},
]
PY
echo "as described: 12, twice the code 1"
