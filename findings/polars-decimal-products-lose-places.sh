#!/usr/bin/env bash
# polars 2.1.0 has two products of the same two columns. The expression col("a") * col("b") of Decimal(18, 4) rounds to 4 places
# without a word; the SQL of polars answers 8 places, as DuckDB 2.0.1 and pyarrow 26.0.1 do.
#
# Guess: a product of 4 and 4 places has 8, in both of them.
# Seen on 2026-11-28, Python 3.11: 0.0150 * 0.0150 is 0.0002 by expression and 0.00022500 by SQL.
#
# Needs: python3 with venv. Ends with 1 if both agree.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q polars==2.1.0 duckdb==2.0.1 pyarrow==26.0.1
venv/bin/python - <<'PYTHON'
from decimal import Decimal

import duckdb, polars, pyarrow.compute

price = polars.Decimal(18, 4)
table = polars.DataFrame({"a": [Decimal("0.0150")], "b": [Decimal("0.0150")]}, schema={"a": price, "b": price})
arrow = table.to_arrow()
found = {
    "polars, expression": table.select(polars.col("a") * polars.col("b")).item(),
    "polars, SQL": table.sql("SELECT a * b FROM self").item(),
    "duckdb": duckdb.sql("SELECT a * b FROM arrow").fetchall()[0][0],
    "pyarrow": pyarrow.compute.multiply(arrow["a"], arrow["b"])[0].as_py(),
}
for program, product in found.items():
    print(f"{program}: {product}")
assert found.pop("polars, expression") == Decimal("0.0002"), "changed: the expression"
assert set(found.values()) == {Decimal("0.000225")}, "changed: one of the others"
print("as seen: the expression loses four places, the SQL does not")
PYTHON
