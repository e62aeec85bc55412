#!/usr/bin/env bash
# The built-in number formats 27 to 36 and 50 to 58 are dates in a Chinese Excel (31 is yyyy"年"m"月"d"日"); a workbook names them by
# their number alone. openpyxl 3.1.5 and exceljs 4.4.0 read such a cell as a bare number; xlsx 0.18.5 (SheetJS) reads a date.
#
# Guess: libraries that turn format 14 into a date do the same with 31; exceljs even ships the format's Chinese text.
# Seen on 2026-11-28, Python 3.11, Node 20, a cell of 46082.5 under format 14 and one under format 31:
#     openpyxl: datetime 46082.5    exceljs: Date number    xlsx: Date Date
#
# Needs: python3 with venv, node, npm. Ends with 1 if one of them answers otherwise.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5
npm install --silent --no-audit --no-fund --prefix "$work" xlsx@0.18.5 exceljs@4.4.0 >/dev/null

# A workbook of openpyxl whose second cell has its format's number changed in the file.
ours=$(venv/bin/python - <<'PYTHON'
import zipfile, openpyxl
book = openpyxl.Workbook()
for cell, code in (("A1", "mm-dd-yy"), ("B1", "0.00")):
    book.active[cell] = 46082.5
    book.active[cell].number_format = code
book.save("plain.xlsx")
with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile("chinese.xlsx", "w") as new:
    for name in old.namelist():
        text = old.read(name)
        if name == "xl/styles.xml":
            assert text.count(b'numFmtId="2"') == 1
            text = text.replace(b'numFmtId="2"', b'numFmtId="31"')
        new.writestr(name, text)
sheet = openpyxl.load_workbook("chinese.xlsx").active
print(type(sheet["A1"].value).__name__, sheet["B1"].value)
PYTHON
)
theirs=$(node -e '
const XLSX = require("xlsx"), ExcelJS = require("exceljs");
const kind = value => value instanceof Date ? "Date" : typeof value;
(async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile("chinese.xlsx");
    const one = book.worksheets[0];
    const other = XLSX.readFile("chinese.xlsx", { cellDates: true });
    const two = other.Sheets[other.SheetNames[0]];
    console.log("exceljs: " + ["A1", "B1"].map(cell => kind(one.getCell(cell).value)).join(" "));
    console.log("xlsx: " + ["A1", "B1"].map(cell => kind(two[cell].v)).join(" "));
})();
')
echo "openpyxl: $ours"
echo "$theirs"
[[ "$ours" == "datetime 46082.5" ]] || { echo "changed: openpyxl"; exit 1; }
[[ "$theirs" == $'exceljs: Date number\nxlsx: Date Date' ]] || { echo "changed: exceljs or xlsx"; exit 1; }
echo "as seen: the dates of a Chinese Excel are numbers to openpyxl and exceljs"
