#!/usr/bin/env bash
# fastparquet 2026.9.0 reads a column of dates in nanoseconds and wraps around beyond the years 1677 to 2262 without an error, in
# the same file in which it reads a column of timestamps in microseconds right.
#
# Guess: 9999-12-31 as a date reads as it does as a timestamp, or is an error.
# Seen on 2026-11-28, Python 3.11, pandas 3.1.1: the date 9999-12-31 is 1816-03-29 05:56:08.066277376, the timestamp is right.
#
# Needs: python3 with venv. Ends with 1 if the date is read right or refused.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -q fastparquet==2026.9.0 pandas==3.1.1 pyarrow==26.0.1
venv/bin/python - <<'PYTHON'
import datetime

import pandas, pyarrow, pyarrow.parquet

end = datetime.datetime(9999, 12, 31)
table = pyarrow.table({
    "date": pyarrow.array([end.date()], pyarrow.date32()),
    "time": pyarrow.array([end], pyarrow.timestamp("us")),
})
pyarrow.parquet.write_table(table, "ends.parquet")
read = pandas.read_parquet("ends.parquet", engine="fastparquet")
date, time = read["date"][0], read["time"][0]
print(f"date {date}, time {time}")
assert time == end, "changed: the timestamp"
assert date.year == 1816, "changed: the date"
print("as seen: a date without end lies in the past")
PYTHON
