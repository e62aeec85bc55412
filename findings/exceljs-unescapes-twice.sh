#!/usr/bin/env bash
# exceljs 4.4.0 decodes the entities of a cell of kind "str" a second time. xlsx 0.18.5 (SheetJS) writes every text as such a cell
# unless bookSST is set, so that a text which contains an entity reads as another text.
#
# Guess: exceljs reads back the text that SheetJS wrote, as openpyxl does.
# Seen on 2026-11-28, Node 20: "A&amp;B" reads as "A&B", "1 &lt; 2" as "1 < 2"; with bookSST both read as written.
#
# Needs: node, npm. Ends with 1 if the texts are read as written.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" xlsx@0.18.5 exceljs@4.4.0 >/dev/null
answer=$(node -e '
const XLSX = require("xlsx"), ExcelJS = require("exceljs");
(async () => {
    for (const bookSST of [true, false]) {
        const book = XLSX.utils.book_new();
        XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["A&amp;B", "1 &lt; 2"]]), "texts");
        XLSX.writeFile(book, "texts.xlsx", { bookSST });
        const read = new ExcelJS.Workbook();
        await read.xlsx.readFile("texts.xlsx");
        console.log(JSON.stringify(["A1", "B1"].map(cell => read.worksheets[0].getCell(cell).value)));
    }
})();
')
echo "$answer"
[[ "$answer" == $'["A&amp;B","1 &lt; 2"]\n["A&B","1 < 2"]' ]] || { echo "changed"; exit 1; }
echo "as seen: a text in a str cell is decoded twice"
