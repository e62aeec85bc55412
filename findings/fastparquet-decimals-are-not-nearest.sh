#!/usr/bin/env bash
# fastparquet 2026.9.0 reads a decimal as a float that is not even the nearest one: it multiplies the whole number by 10 ** -scale
# where a division would be right. Equality with the same amount from any other source then fails.
#
# Guess: 19.9900 of Decimal(18, 4) reads as the float 19.99, or as a decimal.
# Seen on 2026-11-28, Python 3.11, pandas 3.1.1: 19.990000000000002; pyarrow 26.0.1 reads Decimal("19.9900"), DuckDB 2.0.1 as float 19.99.
#
# Needs: python3 with venv. Ends with 1 if 19.99 is read.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q fastparquet==2026.9.0 pandas==3.1.1 pyarrow==26.0.1 duckdb==2.0.1
venv/bin/python - <<'PYTHON'
from decimal import Decimal

import duckdb, pandas, pyarrow, pyarrow.parquet

amounts = [Decimal(fen) / 100 for fen in range(1, 10_000)]
table = pyarrow.table({"amount": pyarrow.array(amounts, pyarrow.decimal128(18, 4))})
pyarrow.parquet.write_table(table, "amounts.parquet")
read = pandas.read_parquet("amounts.parquet", engine="fastparquet")["amount"].tolist()
floats = duckdb.sql("SELECT amount::DOUBLE FROM 'amounts.parquet'").fetchall()
wrong = sum(found != float(amount) for found, amount in zip(read, amounts))
print(f"fastparquet: {read[1998]!r}, {wrong} of {len(amounts)} amounts are not the nearest float")
assert read[1998] == 19.990000000000002 and wrong > 1000, "changed: fastparquet"
assert [row[0] for row in floats] == [float(amount) for amount in amounts], "changed: DuckDB"
assert pandas.read_parquet("amounts.parquet")["amount"].tolist() == amounts, "changed: pyarrow"
print("as seen: fastparquet's amounts equal no other reader's")
PYTHON
