#!/usr/bin/env bash
# pandas 3.1.1 with openpyxl 3.1.5: if DataFrame.to_excel fails at a cell, the file is there all the same, a sound workbook with the
# rows above that cell. An old file of that name is gone. Whoever only looks whether the file opens takes a part for the whole.
#
# Guess: after the exception there is no file, or the old one.
# Seen on 2026-11-28, Python 3.11: IllegalCharacterError for a control character in row 3 of 4; the file opens and has 2 rows.
#
# Needs: python3 with venv. Ends with 1 if there is no such file.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q pandas==3.1.1 openpyxl==3.1.5
venv/bin/python - <<'PYTHON'
import openpyxl
import pandas

pandas.DataFrame({"order": ["old"] * 9}).to_excel("orders.xlsx", index=False)
try:
    pandas.DataFrame({"order": ["DD01", "DD02", "DD\x0203", "DD04"]}).to_excel("orders.xlsx", index=False)
    raise SystemExit("changed: the control character is written")
except openpyxl.utils.exceptions.IllegalCharacterError as error:
    print(f"pandas: {type(error).__name__}")
found = [row[0] for row in openpyxl.load_workbook("orders.xlsx").active.iter_rows(values_only=True)]
print(f"the file: {found}")
assert found[:3] == ["order", "DD01", "DD02"] and "DD04" not in found and "old" not in found, "changed"
print("as seen: the rows above the failure stand in a sound workbook")
PYTHON
