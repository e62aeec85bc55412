#!/usr/bin/env bash
# chDB 4.4.0 takes the type of a key in a hive path from the first folder alone: with account=007 before account=tea the key is a
# number, and every question that asks for it fails.
#
# Guess: the key is text, or its type fits all folders.
# Seen on 2026-11-28, Python 3.11, pyarrow 26.0.1: "Cannot convert string 'tea' to type Int64"; a question without the key is answered.
#
# Needs: python3 with venv. Ends with 1 if the key is read, or if the folders cannot be read at all.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q chdb==4.4.0 pyarrow==26.0.1
venv/bin/python - <<'PYTHON'
import os

import chdb, pyarrow, pyarrow.parquet

for account in ["007", "tea"]:
    os.makedirs(f"out/account={account}")
    table = pyarrow.table({"n": [1]})
    pyarrow.parquet.write_table(table, f"out/account={account}/part-0.parquet")
files = "FROM file('out/*/*.parquet', Parquet) SETTINGS use_hive_partitioning = 1"
rows = str(chdb.query(f"SELECT sum(n) {files}", "CSV")).strip()
assert rows == "2", f"changed: {rows} rows"
try:
    read = str(chdb.query(f"SELECT DISTINCT account {files}", "CSV"))
except Exception as error:
    print(error)
    assert "'tea' to type Int64" in str(error), "changed: another error"
else:
    raise SystemExit(f"changed: the accounts are read as {read!r}")
print("as seen: the first folder decides that an account is a number")
PYTHON
