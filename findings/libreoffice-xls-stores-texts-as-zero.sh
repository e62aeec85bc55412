#!/usr/bin/env bash
# LibreOffice 7.4.7 saves a formula with a text result as the number 0 in an .xls, if it took the result from the XLSX and did not
# calculate it itself. Readers that do not calculate, as all libraries, then find 0 where the sheet shows the text.
#
# Guess: the stored result of ="DD"&"02" is DD02 in the .xls as it was in the .xlsx.
# Seen on 2026-11-28, Debian 12, Python 3.11: XlsxWriter 3.3.1 stores DD02, openpyxl 3.1.5 reads it, LibreOffice shows it in a CSV;
# in LibreOffice's .xls xlrd 2.0.2 reads 0.0. A formula that LibreOffice has calculated (saved without a result) is right.
#
# Needs: python3 with venv, soffice (Debian: libreoffice-calc-nogui). Ends with 1 if the .xls has the text.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q xlsxwriter==3.3.1 openpyxl==3.1.5 xlrd==2.0.2
venv/bin/python - <<'PYTHON'
import openpyxl, xlsxwriter

formula = '="DD"&"02"'
with xlsxwriter.Workbook("stored.xlsx") as book:
    book.add_worksheet().write_formula(0, 0, formula, None, "DD02")
book = openpyxl.Workbook()
book.active["A1"] = formula
book.save("bare.xlsx")
assert openpyxl.load_workbook("stored.xlsx", data_only=True).active["A1"].value == "DD02"
PYTHON
for to in csv xls; do
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$to" stored.xlsx bare.xlsx >/dev/null 2>&1
done
shown=$(tr -d '\r\n"' <stored.csv)
stored=$(venv/bin/python -c 'import xlrd; print(*(xlrd.open_workbook(f"{name}.xls").sheet_by_index(0).cell(0, 0) for name in ("stored", "bare")))')
echo "CSV: $shown"
echo "XLS: $stored"
[[ "$shown" == "DD02" ]] || { echo "changed: the CSV"; exit 1; }
[[ "$stored" == "number:0.0 text:'DD02'" ]] || { echo "changed: the XLS"; exit 1; }
echo "as seen: a text is 0 in the XLS"
