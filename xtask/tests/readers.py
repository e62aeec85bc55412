"""Reads an export with programs that are not ours, and compares it with the ledger row by row.

python readers.py LEDGER FOLDER, where FOLDER holds manifest.json. Parquet and CSV are read by DuckDB, XLSX by openpyxl, JSON
lines by Python itself. Prints how many rows were compared; anything that differs is an error.
"""

import hashlib
import json
import sqlite3
import sys
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl

ROWS = {
    "coupons": (
        "SELECT account, provider, coupon_rows.* FROM coupon_rows JOIN sources ON no = source",
        ["account", "provider", "id"],
    ),
    "templates": (
        "SELECT account, provider, template_rows.* FROM template_rows JOIN sources ON no = source",
        ["account", "provider", "id"],
    ),
    "customers": (
        "SELECT account, provider, c.*, t.name AS template_name FROM customer_rows c JOIN sources ON no = c.source"
        " JOIN template_rows t ON t.source = c.source AND t.id = c.template",
        ["account", "provider", "template", "id"],
    ),
}
PARQUET_TYPES = {
    "text": "VARCHAR",
    "beijing time": "VARCHAR",
    "instant": "TIMESTAMP WITH TIME ZONE",
    "decimal": "DECIMAL(38,10)",
    "count": "UBIGINT",
    "flag": "BOOLEAN",
}


def main(ledger, folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    columns, form = manifest["columns"], manifest["format"]
    wanted = from_ledger(ledger, manifest["what"], columns, form)
    key = [index for index, column in enumerate(columns) if column["name"] in ROWS[manifest["what"]][1]]
    total = 0
    for entry in manifest["files"]:
        path, rows = folder / entry["path"], 0
        assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"], f"{path}: digest"
        for row in READERS[form](path, columns):
            place = tuple(row[index] for index in key)
            assert row == wanted.pop(place, None), f"{path}: {place}: {row}"
            assert row[0] == entry["account"], f"{path}: {row[0]} in a file of {entry['account']}"
            rows += 1
        assert rows == entry["rows"], f"{path}: {rows} rows, the manifest says {entry['rows']}"
        total += rows
    assert not wanted, f"{len(wanted)} rows of the ledger are missing, such as {next(iter(wanted))}"
    assert total == manifest["rows"]
    print(total)


def from_ledger(path, what, columns, form):
    """Every row that is not gone, as a tuple in the order of the columns, by key."""
    sql, key = ROWS[what]
    ledger = sqlite3.connect(path)
    ledger.row_factory = sqlite3.Row
    found = {}
    for row in ledger.execute(sql):
        if row["gone_at"] is None:
            value = tuple(expected(row, column, form) for column in columns)
            found[tuple(row[name] for name in key)] = value
    return found


def expected(row, column, form):
    name, kind = column["name"], column["kind"]
    if kind == "beijing time":
        at = row[name.removesuffix("_beijing")]
        return None if at is None else civil(at, 8, " ")
    if kind == "text" and name not in row.keys():
        return row[name.removesuffix("_text")]
    value = row[name]
    if value is None or (form == "csv" and value == ""):
        return None
    if kind == "instant" and form != "parquet":
        return civil(value, 0, "T") + "Z"
    if kind == "decimal" and form in ("parquet", "xlsx"):
        return Decimal(value)
    if kind == "flag":
        return bool(value)
    return value


def civil(microseconds, hours, between):
    at = datetime(1970, 1, 1) + timedelta(microseconds=microseconds, hours=hours)
    fraction = f".{at.microsecond:06}".rstrip("0") if at.microsecond else ""
    return at.strftime(f"%Y-%m-%d{between}%H:%M:%S") + fraction


def parquet(path, columns):
    source = f"read_parquet('{path}')"
    types = duckdb.sql(f"DESCRIBE SELECT * FROM {source}").fetchall()
    wanted = [(column["title"], PARQUET_TYPES[column["kind"]]) for column in columns]
    assert [(name, kind) for name, kind, *_ in types] == wanted, f"{path}: {types}"
    select = [
        f'epoch_us("{column["title"]}")' if column["kind"] == "instant" else f'"{column["title"]}"'
        for column in columns
    ]
    return duckdb.sql(f"SELECT {', '.join(select)} FROM {source}").fetchall()


def csv(path, columns):
    titles = ", ".join(f"'{column['title']}': 'VARCHAR'" for column in columns)
    read = duckdb.sql(
        f"FROM read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
        f" new_line = '\\r\\n', columns = {{{titles}}})"
    )
    with open(path, encoding="utf-8-sig", newline="") as file:
        header = file.readline().rstrip("\r\n").split(",")
    assert header == [column["title"] for column in columns], f"{path}: {header}"
    for row in read.fetchall():
        yield tuple(of_csv(value, column["kind"]) for value, column in zip(row, columns))


def of_csv(value, kind):
    if value is None:
        return None
    if kind == "count":
        return int(value)
    if kind == "flag":
        return {"true": True, "false": False}[value]
    return value.removeprefix("'")


def jsonl(path, columns):
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            assert list(row) == [column["title"] for column in columns], f"{path}: {list(row)}"
            yield tuple(row.values())


def xlsx(path, columns):
    book = openpyxl.load_workbook(path, read_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = next(rows)
    assert list(header) == [column["title"] for column in columns], f"{path}: {header}"
    for row in rows:
        # Empty cells at the end of a row are left out of the file.
        row = row + (None,) * (len(columns) - len(row))
        yield tuple(of_xlsx(value, column["kind"]) for value, column in zip(row, columns))
    book.close()


def of_xlsx(value, kind):
    if value is None:
        return None
    if kind in ("decimal", "count"):
        # A number cell is the nearest binary fraction; 15 digits of it are the decimal again.
        number = Decimal(value) if isinstance(value, str) else Decimal(format(value, ".15g"))
        return int(number) if kind == "count" else number
    wanted = bool if kind == "flag" else str
    assert isinstance(value, wanted), f"{value!r} is no {wanted.__name__}"
    return value


READERS = {"parquet": parquet, "csv": csv, "jsonl": jsonl, "xlsx": xlsx}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
