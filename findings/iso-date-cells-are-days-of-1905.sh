#!/usr/bin/env bash
# exceljs 4.4.0 reads a date cell of an XLSX that holds an ISO 8601 text (t="d", as xlsx 0.18.5 of SheetJS writes it with cellDates)
# as the number of its year: 2026-03-01 becomes day 2026 since 1900, a Date of 18 July 1905. Gnumeric 1.12.55 does the same.
#
# Guess: the day is read, as by openpyxl 3.1.5, or the cell is an error.
# Seen on 2026-11-28, Python 3.11, Node 20: exceljs 1905-07-18, openpyxl 2026-03-01.
#
# Needs: python3 with venv, node, npm. Ends with 1 if exceljs reads the day.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5
npm install --silent --no-audit --no-fund --prefix "$work" xlsx@0.18.5 exceljs@4.4.0 >/dev/null
read=$(TZ=UTC node -e '
const XLSX = require("xlsx"), ExcelJS = require("exceljs");
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[new Date(2026, 2, 1)]], { cellDates: true }), "day");
XLSX.writeFile(book, "day.xlsx", { cellDates: true });
const other = new ExcelJS.Workbook();
other.xlsx.readFile("day.xlsx").then(() => console.log(other.worksheets[0].getCell("A1").value.toISOString().slice(0, 10)));
')
right=$(venv/bin/python -c 'import openpyxl; print(openpyxl.load_workbook("day.xlsx").active["A1"].value.date())')
echo "exceljs: $read"
echo "openpyxl: $right"
[[ "$right" == "2026-03-01" ]] || { echo "changed: openpyxl"; exit 1; }
[[ "$read" == "1905-07-18" ]] || { echo "changed: exceljs"; exit 1; }
echo "as seen: a day of 2026 lies in 1905"
