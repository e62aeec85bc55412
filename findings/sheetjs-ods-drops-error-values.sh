#!/usr/bin/env bash
# xlsx 0.18.5 (SheetJS) writes an error value into an .ods as an empty cell, so that a sum over the file is a number; into .xlsx,
# .xlsb and .xls it writes the error value.
#
# Guess: the error value stands in the file as LibreOffice writes it, or at least as text.
# Seen on 2026-11-28, Node 20, a cell #DIV/0! between 40 and 2: read back from .xlsx, .xlsb and .xls it is the error, from .ods nothing.
#
# Needs: node, npm. Ends with 1 if the ODS has the error.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" xlsx@0.18.5 >/dev/null
answer=$(node -e '
const XLSX = require("xlsx");
for (const [name, bookType] of [["a.xlsx", "xlsx"], ["a.xlsb", "xlsb"], ["a.xls", "biff8"], ["a.ods", "ods"]]) {
    const sheet = XLSX.utils.aoa_to_sheet([[40, null, 2]]);
    sheet.B1 = { t: "e", v: 7 };
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, "sums");
    XLSX.writeFile(book, name, { bookType });
    const found = XLSX.readFile(name).Sheets.sums;
    console.log(name + ": " + ["A1", "B1", "C1"].map(cell => found[cell] ? found[cell].t : "nothing").join(" "));
}
')
echo "$answer"
[[ "$answer" == $'a.xlsx: n e n\na.xlsb: n e n\na.xls: n e n\na.ods: n nothing n' ]] || { echo "changed"; exit 1; }
echo "as seen: only the ODS loses the error value"
