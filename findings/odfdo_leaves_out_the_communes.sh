#!/usr/bin/env bash
# odfdo 3.27.3: of an .ods outlined by province, district and commune the communes are not read, and B4 is the next district's figure
#
# Behaviour  Rows in a group (table:table-row-group, an outline) are read, rows in a group within it are not. They are in no list of rows, no
#            CSV, and not counted in addresses: what stands below moves up.
# Seen       province A 30, district B 20 with communes C 15 and D 5, district E 10 with commune F 10, province G 7: five rows of eight with
#            the heading. B4 (commune C, 15) is 10, E's. B8 is nothing. get_values(), rows, to_csv() and odfdo-to-csv agree. With the
#            communes on the first level all are there. pandas 3.1.1 reads all eight by odfpy and by calamine.
# Expected   OpenDocument 1.2, part 1: a table:table-row-group may hold table:table-row-group. LibreOffice writes one in the other for a second
#            level of Data, Group and Outline. odfdo calls its RowGroup a "partial
#            implementation"; get_values() says nothing of it. PhpSpreadsheet#2507 and odftoolkit#88: other readers without any groups.
# Matters    A form outlined so is the rule where figures are added up level by level. The lowest level, where they were counted, is gone, and
#            each of the others has its right figure and is no longer the sum of anything.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check odfdo==3.27.3 pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1
cd "$work"
cat > make.py <<'PY'
import zipfile

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text"))


def row(unit, late):
    figure = f'office:value-type="float" office:value="{late}"' if isinstance(late, int) else 'office:value-type="string"'
    cells = f'<table:table-cell office:value-type="string"><text:p>{unit}</text:p></table:table-cell><table:table-cell {figure}>'
    return f"<table:table-row>{cells}<text:p>{late}</text:p></table:table-cell></table:table-row>"


def group(*rows):
    return f"<table:table-row-group>{''.join(rows)}</table:table-row-group>"


def write(name, *rows):
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(name, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
        package.writestr("content.xml", f'<office:document-content {SPACES} office:version="1.2"><office:body><office:spreadsheet>'
            f'<table:table table:name="late">{"".join(rows)}</table:table></office:spreadsheet></office:body></office:document-content>')


head, a, b, c, d, e, f, g = (row(*cells) for cells in (("unit", "late"), ("A", 30), ("B", 20), ("C", 15), ("D", 5), ("E", 10), ("F", 10), ("G", 7)))
write("two_levels.ods", head, a, group(b, group(c, d), e, group(f)), g)
write("one_level.ods", head, a, group(b, c, d, e, f), g)
PY
venv/bin/python make.py
venv/bin/odfdo-to-csv -i two_levels.ods -o two_levels.csv
venv/bin/python -W ignore - <<'PY'
import odfdo
import pandas as pd

all_rows = [["A", 30], ["B", 20], ["C", 15], ["D", 5], ["E", 10], ["F", 10], ["G", 7]]
seen = {}
for name in ("one_level.ods", "two_levels.ods"):
    for engine in ("odf", "calamine"):
        assert pd.read_excel(name, engine=engine).values.tolist() == all_rows
    (table,) = odfdo.Document(name).body.get_tables()
    seen[name] = (table.get_values()[1:], table.get_value("B4"), table.get_value("B8"))
    assert [row.get_values() for row in table.rows][1:] == seen[name][0]
    assert table.to_csv().split()[1:] == [f"{unit},{late}" for unit, late in seen[name][0]]
    print(name, *seen[name])
assert seen["one_level.ods"] == (all_rows, 15, 7)
assert open("two_levels.csv", encoding="utf-8").read().split() == ["unit,late", "A,30", "B,20", "E,10", "G,7"]
assert seen["two_levels.ods"] == ([["A", 30], ["B", 20], ["E", 10], ["G", 7]], 10, None)
PY
echo "as described: no communes"
