#!/usr/bin/env bash
# pandas 3.1.1 reads no sheet of an ODS in which one cell holds a duration of 24 hours or more: its engine "odf" takes the cell's
# time-value (PT30H00M00S) for a time of day. The same rows in an XLSX read as a timedelta.
#
# Guess: a cell of 30 hours reads as a timedelta in both formats.
# Seen on 2026-11-28, Python 3.11, odfpy 1.4.1, openpyxl 3.1.5: "hour must be in 0..23: 30:00:00" for the ODS, 1 day, 6:00:00 for the XLSX.
#
# Needs: python3 with venv. Ends with 1 if the ODS is read.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 odfpy==1.4.1 openpyxl==3.1.5
venv/bin/python -W ignore - <<'PYTHON'
import datetime

import openpyxl, pandas
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

hours = datetime.timedelta(hours=30)
book = openpyxl.Workbook()
for row in (["worked"], [hours]):
    book.active.append(row)
book.save("hours.xlsx")
document, table = OpenDocumentSpreadsheet(), Table(name="Sheet")
for attributes, text in (({"valuetype": "string"}, "worked"), ({"valuetype": "time", "timevalue": "PT30H00M00S"}, "30:00:00")):
    row, cell = TableRow(), TableCell(**attributes)
    cell.addElement(P(text=text))
    row.addElement(cell)
    table.addElement(row)
document.spreadsheet.addElement(table)
document.save("hours.ods")

found = pandas.read_excel("hours.xlsx", engine="openpyxl")["worked"][0]
print(f"xlsx: {found!r}")
assert found == hours, "changed: the XLSX"
try:
    print(pandas.read_excel("hours.ods", engine="odf"))
except ValueError as error:
    print(f"ods: {error}")
    assert "hour must be in 0..23" in str(error), "changed: another error"
    print("as seen: the ODS is refused for one duration")
else:
    raise SystemExit("changed: the ODS is read")
PYTHON
