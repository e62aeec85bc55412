#!/usr/bin/env bash
# xlsx 0.18.5 (SheetJS) writes an .xlsb whose cells, but for the first of a row, are records without a column, as the format allows.
# pyxlsb 1.0.10 reads the right number of rows and no value; calamine (python-calamine 0.9.1) reads the first column and drops the
# others. Neither says a word.
#
# Guess: a file whose rows are counted right has its values too; SheetJS itself and LibreOffice read all of them.
# Seen on 2026-11-28, Python 3.11, Node 20: rows of None in pyxlsb, [["order"], ["DD01"], ["DD02"]] in calamine.
#
# Needs: python3 with venv, node, npm. Ends with 1 if one of them reads the second column.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pyxlsb==1.0.10 python-calamine==0.9.1
npm install --silent --no-audit --no-fund --prefix "$work" xlsx@0.18.5 >/dev/null
node -e '
const XLSX = require("xlsx");
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["order", "amount"], ["DD01", 40], ["DD02", 1.5]]), "orders");
XLSX.writeFile(book, "orders.xlsb");
'
venv/bin/python - <<'PYTHON'
import pyxlsb, python_calamine

with pyxlsb.open_workbook("orders.xlsb") as book, book.get_sheet("orders") as sheet:
    found = [[cell.v for cell in row] for row in sheet.rows()]
print(f"pyxlsb: {found}")
other = python_calamine.load_workbook("orders.xlsb").get_sheet_by_name("orders").to_python()
print(f"calamine: {other}")
assert other == [["order"], ["DD01"], ["DD02"]], "changed: calamine"
assert len(found) == 3 and all(value is None for row in found for value in row), "changed: pyxlsb"
print("as seen: the amounts are lost")
PYTHON
