"""Reads an export with programs that are not ours, and compares it with the ledger row by row.

python readers.py LEDGER FOLDER, where FOLDER holds _manifest.json. Parquet and CSV are read by DuckDB, XLSX by openpyxl, JSON
lines by Python itself; what they should find is asked of SQLite. Prints how many rows were compared; anything that differs is
an error.
"""

import hashlib
import json
import os
import sqlite3
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from operator import itemgetter
from pathlib import Path

import duckdb
import openpyxl

# Rows of a table, the instant whose Beijing month names their file, and their key.
ROWS = {
    "coupons": (
        "SELECT account, provider, coupon_rows.* FROM coupon_rows JOIN sources ON no = source",
        "coalesce(created_at, received_at)",
        ["account", "provider", "id"],
    ),
    "templates": (
        "SELECT account, provider, template_rows.* FROM template_rows JOIN sources ON no = source",
        "created_at",
        ["account", "provider", "id"],
    ),
    "customers": (
        "SELECT account, provider, c.*, t.name AS template_name, t.created_at FROM customer_rows c"
        " JOIN sources ON no = c.source JOIN template_rows t ON t.source = c.source AND t.id = c.template",
        "created_at",
        ["account", "provider", "template", "id"],
    ),
}
# The words of a workbook with Chinese headers.
STATES = {
    "open": "进行中",
    "ended": "已结束",
    "pending_review": "待审批",
    "sent_back": "被打回",
    "available": "可用",
    "locked": "已锁定",
    "used": "已使用",
    "recovered": "已回收",
    "expired": "已过期",
    "revoked": "已作废",
}
PARQUET_TYPES = {
    "text": "VARCHAR",
    "beijing time": "VARCHAR",
    "instant": "TIMESTAMP WITH TIME ZONE",
    "decimal": "DECIMAL(18,4)",
    "count": "UBIGINT",
    "flag": "BOOLEAN",
}


def main(ledger, folder):
    manifest = json.loads((folder / "_manifest.json").read_text(encoding="utf-8"))
    months = defaultdict(list)
    for entry in manifest["files"]:
        months[entry["account"], entry["month"]].append(entry)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        wanted = Path(scratch, "wanted.db")
        there = keep_wanted(wanted, ledger, manifest)
        assert set(months) == there, f"months of the files and of the ledger: {set(months) ^ there}"
        with ProcessPoolExecutor(os.cpu_count()) as workers:
            jobs = [workers.submit(compare, wanted, folder, manifest, entries) for entries in months.values()]
            total = sum(job.result() for job in jobs)
    assert total == manifest["rows"], f"{total} rows, the manifest says {manifest['rows']}"
    print(total)


def keep_wanted(path, ledger, manifest):
    """Copies every row that is not gone, with the month of its file; says which accounts and months there are."""
    rows, filed_under, _ = ROWS[manifest["what"]]
    # A Parquet file has its account in its path.
    columns = ", ".join(dict.fromkeys(["account", *(source(column, manifest["format"]) for column in manifest["columns"])]))
    store = sqlite3.connect(path)
    store.execute("ATTACH ? AS ledger", [str(ledger)])
    month = f"strftime('%Y-%m', {filed_under} / 1000000 + 28800, 'unixepoch')"
    store.execute(
        f"CREATE TABLE wanted AS SELECT {columns}, {month} AS file_month FROM ({rows}) WHERE gone_at IS NULL"
        " ORDER BY account, file_month"
    )
    store.execute("CREATE INDEX by_file ON wanted (account, file_month)")
    store.commit()
    return set(store.execute("SELECT DISTINCT account, file_month FROM wanted"))


def compare(wanted, folder, manifest, entries):
    """The files of one account and month with what the ledger has of it; how many rows both have."""
    columns, form, what = manifest["columns"], manifest["format"], manifest["what"]
    found = []
    for entry in entries:
        path = folder / entry["path"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"], f"{path}: digest"
        rows = READERS[form](path, columns)
        assert len(rows) == entry["rows"], f"{path}: {len(rows)} rows, the manifest says {entry['rows']}"
        found += rows
    names = [column["name"] for column in columns]
    found.sort(key=itemgetter(*[names.index(name) for name in ROWS[what][2] if name in names]))

    select = ", ".join(expected(column, form) for column in columns)
    sql = f"SELECT {select} FROM wanted WHERE account = ? AND file_month IS ? ORDER BY {', '.join(ROWS[what][2])}"
    store = sqlite3.connect(f"file:{wanted}?mode=ro", uri=True)
    decimals = places(columns, "decimal") if form in ("parquet", "xlsx") else []
    there = changed(store.execute(sql, [entry["account"], entry["month"]]), decimals, Decimal)
    if found != there:
        differ = next((pair for pair in zip(found, there) if pair[0] != pair[1]), "one has more rows")
        raise AssertionError(f"{path}: {len(found)} rows, the ledger {len(there)}: {differ}")
    return len(found)


def source(column, form):
    """The column of the ledger that a column of a file is made of."""
    name, kind = column["name"], column["kind"]
    if kind == "beijing time":
        return name.removesuffix("_beijing")
    return name.removesuffix("_text") if form == "parquet" and kind == "text" else name


def expected(column, form):
    """What a column should hold, in SQLite's words."""
    name, kind = source(column, form), column["kind"]
    if form == "xlsx" and column["title"] == "状态":
        words = " ".join(f"WHEN '{state}' THEN '{word}'" for state, word in STATES.items())
        return f"CASE state {words} ELSE state END"
    if kind == "beijing time":
        # A date of a workbook keeps thousandths of a second.
        return civil(f"({name} - {name} % 1000)" if form == "xlsx" else name, 28800, " ")
    if kind == "instant" and form != "parquet":
        return civil(name, 0, "T") + " || 'Z'"
    return f"nullif({name}, '')" if form == "csv" and kind == "text" else name


def civil(name, seconds, between):
    fraction = f"CASE {name} % 1000000 WHEN 0 THEN '' ELSE rtrim(printf('.%06d', {name} % 1000000), '0') END"
    return f"strftime('%Y-%m-%d{between}%H:%M:%S', {name} / 1000000 + {seconds}, 'unixepoch') || {fraction}"


def places(columns, *kinds):
    return [place for place, column in enumerate(columns) if column["kind"] in kinds]


def changed(rows, at, change):
    """The rows with some cells changed, where there is something in them."""
    if not at:
        return list(rows)
    result = []
    for row in rows:
        row = list(row)
        for place in at:
            if row[place] is not None:
                row[place] = change(row[place])
        result.append(tuple(row))
    return result


def parquet(path, columns):
    table = f"read_parquet('{path}', hive_partitioning = false)"
    types = duckdb.sql(f"DESCRIBE SELECT * FROM {table}").fetchall()
    wanted = [(column["title"], PARQUET_TYPES[column["kind"]]) for column in columns]
    assert [(name, kind) for name, kind, *_ in types] == wanted, f"{path}: {types}"
    select = [
        f'epoch_us("{column["title"]}")' if column["kind"] == "instant" else f'"{column["title"]}"'
        for column in columns
    ]
    return duckdb.sql(f"SELECT {', '.join(select)} FROM {table}").fetchall()


def csv(path, columns):
    with open(path, encoding="utf-8-sig", newline="") as file:
        header = file.readline().rstrip("\r\n").split(",")
    assert header == [column["title"] for column in columns], f"{path}: {header}"
    titles = ", ".join(f"'{column['title']}': 'VARCHAR'" for column in columns)
    table = (
        f"read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
        f" new_line = '\\r\\n', columns = {{{titles}}})"
    )
    select = ", ".join(of_csv(f'"{column["title"]}"', column["kind"]) for column in columns)
    return duckdb.sql(f"SELECT {select} FROM {table}").fetchall()


def of_csv(title, kind):
    casts = {"count": f"CAST({title} AS UBIGINT)", "flag": f"CAST({title} AS BOOLEAN)"}
    return casts.get(kind, f"CASE WHEN {title}[1] = '''' THEN {title}[2:] ELSE {title} END")


def jsonl(path, columns):
    titles, rows = [column["title"] for column in columns], []
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            assert list(row) == titles, f"{path}: {list(row)}"
            rows.append(tuple(row.values()))
    return rows


def xlsx(path, columns):
    book = openpyxl.load_workbook(path, read_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True, max_col=len(columns))
    header = next(rows)
    assert list(header) == [column["title"] for column in columns], f"{path}: {header}"
    found = changed(rows, places(columns, "decimal", "count"), of_number)
    # A Beijing time is a date, unless a spreadsheet has no such date.
    found = changed(found, places(columns, "beijing time"), shown)
    book.close()
    for place, column in enumerate(columns):
        kinds = {type(row[place]) for row in found} - {type(None)}
        assert kinds <= {XLSX_TYPES.get(column["kind"], str)}, f"{path}: {column['title']} holds {kinds}"
    return found


XLSX_TYPES = {"decimal": Decimal, "count": Decimal, "flag": bool}


def shown(time):
    """A date as SQLite writes it: without the final zeros of a part of a second."""
    text = str(time)
    return text.rstrip("0") if "." in text else text


def of_number(value):
    """A number cell is the nearest binary fraction; 15 digits of it are the decimal again."""
    return Decimal(value) if isinstance(value, str) else Decimal(format(value, ".15g"))


READERS = {"parquet": parquet, "csv": csv, "jsonl": jsonl, "xlsx": xlsx}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
