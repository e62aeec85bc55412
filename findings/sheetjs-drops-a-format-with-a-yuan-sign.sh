#!/usr/bin/env bash
# xlsx 0.18.5 (SheetJS) shows a number without its format if the format has a character outside ASCII that is not in quotes: ¥ or
# 号, which Excel takes as it stands. An order number that is a number under the format 单00000000 loses prefix and zeros, also in
# sheet_to_csv, without an error.
#
# Guess: 单00000000 shows 59 as 单00000059 and ¥#,##0.00 shows ¥1,234.50, as € does and as LibreOffice shows both.
# Seen on 2026-11-28, Node 20: "59" and "1234.5"; with quotes around the character, and for €, the format counts.
#
# Needs: node, npm. Ends with 1 if the format counts.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" xlsx@0.18.5 >/dev/null
answer=$(node -e '
const XLSX = require("xlsx");
const sheet = XLSX.utils.aoa_to_sheet([[59, 59, 1234.5, 1234.5]]);
Object.entries({ A1: "单00000000", B1: "\"单\"00000000", C1: "¥#,##0.00", D1: "€#,##0.00" }).forEach(([cell, format]) => sheet[cell].z = format);
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "orders");
XLSX.writeFile(book, "orders.xlsx");
console.log(XLSX.utils.sheet_to_csv(XLSX.readFile("orders.xlsx").Sheets.orders, { FS: ";" }));
')
echo "$answer"
[[ "$answer" == "59;单00000059;1234.5;€1,234.50" ]] || { echo "changed"; exit 1; }
echo "as seen: a format with a bare Chinese character is dropped"
