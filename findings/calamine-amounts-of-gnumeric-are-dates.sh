#!/usr/bin/env bash
# Gnumeric 1.12.55 numbers the custom formats of an .xls from 50 on. calamine 0.38.0 drops the definition of a format whose number
# is not among those that Microsoft reserves, and then takes 50 to 58 for the built-in dates of an East Asian Excel: an amount
# under a currency format becomes a date.
#
# Guess: a format that the file defines counts, whatever its number; so it is in xlrd.
# Seen on 2026-11-28, Debian 12, Rust 1.95: calamine reads 1234.5 under "¥"#,##0.00 as DateTime (18 May 1903); xlrd 2.0.2 as a number.
#
# Needs: cargo, python3 with venv, ssconvert (Debian: gnumeric). Ends with 1 if calamine reads a number.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 xlrd==2.0.2
venv/bin/python - <<'PYTHON'
import openpyxl
book = openpyxl.Workbook()
book.active["A1"] = 1234.5
book.active["A1"].number_format = '"¥"#,##0.00'
book.save("amount.xlsx")
PYTHON
ssconvert amount.xlsx amount.xls 2>/dev/null
kind=$(venv/bin/python -c 'import xlrd; print(xlrd.open_workbook("amount.xls").sheet_by_index(0).cell(0, 0))')
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
use calamine::{open_workbook, Reader, Xls};

fn main() {
    let mut book: Xls<_> = open_workbook("amount.xls").unwrap();
    println!("{:?}", book.worksheet_range_at(0).unwrap().unwrap().get((0, 0)));
}
RUST
answer=$(cargo run -q --manifest-path probe/Cargo.toml)
echo "xlrd: $kind"
echo "calamine: $answer"
[[ "$kind" == "number:1234.5" ]] || { echo "changed: xlrd"; exit 1; }
[[ "$answer" == *"DateTime"*"1234.5"* ]] || { echo "changed: calamine"; exit 1; }
echo "as seen: an amount of Gnumeric is a date to calamine"
