#!/usr/bin/env bash
# pandas 3.1.1 (to_csv) and xlsx 0.18.5 (sheet_to_csv) write a cell that contains a carriage return alone without quotes, and
# then read two rows where they wrote one. polars 2.1.0, pyarrow 26.0.1 and papaparse 5.7.1 put such a cell in quotes.
#
# Guess: whatever a reader takes for the end of a row is put in quotes by its own writer.
# Seen on 2026-11-28, Python 3.11, Node 20: one row ("DD01", "no ice\rless sugar") reads back as two rows in pandas and in xlsx.
#
# Needs: python3 with venv, node, npm. Ends with 1 if one of them answers otherwise.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1
npm install --silent --no-audit --no-fund --prefix "$work" xlsx@0.18.5 papaparse@5.7.1 >/dev/null
venv/bin/python - <<'PYTHON'
import io
import pandas, polars, pyarrow, pyarrow.csv

rows = {"order": ["DD01"], "note": ["no ice\rless sugar"]}
text = pandas.DataFrame(rows).to_csv(index=False)
read = pandas.read_csv(io.StringIO(text, newline=""))
print(f"pandas: {text!r}, {len(read)} rows")
assert '"' not in text and len(read) == 2, "changed: pandas"
assert '"no ice\rless sugar"' in polars.DataFrame(rows).write_csv(), "changed: polars"
out = io.BytesIO()
pyarrow.csv.write_csv(pyarrow.table(rows), out)
assert b'"no ice\rless sugar"' in out.getvalue(), "changed: pyarrow"
PYTHON
node -e '
const assert = require("assert"), XLSX = require("xlsx"), Papa = require("papaparse");
const rows = [["order", "note"], ["DD01", "no ice\rless sugar"]];
const text = XLSX.utils.sheet_to_csv(XLSX.utils.aoa_to_sheet(rows));
const book = XLSX.read(text, { type: "string" });
const read = XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1 });
console.log("xlsx: " + JSON.stringify(text) + ", " + (read.length - 1) + " rows");
assert(!text.includes("\"") && read.length === 3, "changed: xlsx");
assert(Papa.unparse(rows).includes("\"no ice\rless sugar\""), "changed: papaparse");
'
echo "as seen: pandas and xlsx read two rows where they wrote one"
