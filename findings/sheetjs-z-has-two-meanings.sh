#!/usr/bin/env bash
# xlsx 0.18.5 (SheetJS) writes the same date cell with two meanings of "Z": local clock time into an .xlsx with cellDates, UTC into
# an .ods. In Beijing midnight of 1 March is 2026-03-01T00:00:00.000Z in the one and 2026-02-28T16:00:00.000Z in the other, so a
# reader needs one rule for each format.
#
# Guess: a Z is UTC in both, as in ISO 8601; or local time in both.
# Seen on 2026-11-28, Node 20, TZ=Asia/Shanghai: as above.
#
# Needs: node, npm, unzip. Ends with 1 if both say the same.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" xlsx@0.18.5 >/dev/null
TZ=Asia/Shanghai node -e '
const XLSX = require("xlsx");
for (const bookType of ["xlsx", "ods"]) {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[new Date(2026, 2, 1)]], { cellDates: true }), "day");
    XLSX.writeFile(book, "day." + bookType, { bookType, cellDates: true });
}
'
xlsx=$(unzip -p day.xlsx xl/worksheets/sheet1.xml | grep -o '20[0-9T:.-]*Z')
ods=$(unzip -p day.ods content.xml | grep -o '20[0-9T:.-]*Z')
echo "xlsx: $xlsx"
echo "ods: $ods"
[[ "$xlsx" == "2026-03-01T00:00:00.000Z" && "$ods" == "2026-02-28T16:00:00.000Z" ]] || { echo "changed"; exit 1; }
echo "as seen: one Z is local time, the other UTC"
