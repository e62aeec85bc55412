#!/usr/bin/env bash
# calamine 0.38.0 refuses a whole ODS if there is a line break between two cells of a row, which XML and OpenDocument allow.
# SheetJS and Gnumeric write every ODS so; LibreOffice and odfpy write the cells of a row without blanks between them.
#
# Guess: the spreadsheets that xlsx 0.18.5 writes as .ods open in calamine as in LibreOffice.
# Seen on 2026-11-28, Rust 1.95, Node 20: "Ods error: Expecting 'table-cell', found 'Text(BytesText { content: Borrowed("\n ...") })'";
# the same file opens with the blanks between its elements taken out.
#
# Needs: cargo, node, npm, python3 (to change the ZIP). Ends with 1 if calamine reads the file as it comes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" xlsx@0.18.5 >/dev/null
node -e '
const XLSX = require("xlsx");
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["order", "amount"], ["DD01", 40]]), "orders");
XLSX.writeFile(book, "as-it-comes.ods");
'
python3 - <<'PYTHON'
import re, zipfile
with zipfile.ZipFile("as-it-comes.ods") as old, zipfile.ZipFile("without-blanks.ods", "w") as new:
    for name in old.namelist():
        text = old.read(name)
        new.writestr(name, re.sub(rb">\s+<", b"><", text) if name == "content.xml" else text)
PYTHON
mkdir -p probe/src
cat >probe/Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.1.0"
edition = "2021"

[dependencies]
calamine = "=0.38.0"
TOML
cat >probe/src/main.rs <<'RUST'
use calamine::{open_workbook, Ods, Reader};

fn main() {
    for file in ["as-it-comes.ods", "without-blanks.ods"] {
        let range = open_workbook::<Ods<_>, _>(file).and_then(|mut book| book.worksheet_range("orders"));
        match range {
            Ok(range) => println!("{file}: {:?}", range.rows().collect::<Vec<_>>()),
            Err(error) => println!("{file}: {error}"),
        }
    }
}
RUST
answer=$(cargo run -q --manifest-path probe/Cargo.toml)
echo "$answer"
[[ "$answer" == *"without-blanks.ods: [[String(\"order\")"* ]] || { echo "changed: the file without blanks is not read"; exit 1; }
[[ "$answer" == *"as-it-comes.ods: Expecting 'table-cell'"* ]] || { echo "changed: another answer to the file as it comes"; exit 1; }
echo "as seen: blanks between cells make the workbook unreadable"
