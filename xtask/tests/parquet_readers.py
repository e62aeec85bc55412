"""Reads an exported folder of coupons whole, by its path that never changes, with every reader at hand.

python parquet_readers.py LEDGER FOLDER, where FOLDER is out/coupons/parquet/current. Prints a table in Markdown; a reader that finds
something else than the ledger, or another type, ends it with an error. A reader that is not installed is said.
"""

import importlib
import sqlite3
import sys
from decimal import Decimal
from importlib.metadata import version


def main(ledger, folder):
    wanted = expected(ledger)
    print("| reader | version | rows | sum of amount × amount | accounts | months | types |")
    print("|---|---|---|---|---|---|---|")
    for name, (module, read) in READERS.items():
        try:
            importlib.import_module(module)
        except ImportError:
            print(f"| {name} | not installed | | | | | |")
            continue
        found, types = read(folder)
        assert found == wanted, f"{name}: {found}, the ledger has {wanted}"
        print(f"| {name} | {version(module)} | {found[0]} | {found[1]} | {found[2]} | {found[3]} | {types} |")


def expected(ledger):
    store = sqlite3.connect(ledger)
    rows = store.execute(
        "SELECT account, strftime('%Y-%m', coalesce(created_at, received_at) / 1000000 + 28800, 'unixepoch'), amount"
        " FROM coupon_rows JOIN sources ON no = source WHERE gone_at IS NULL"
    ).fetchall()
    squares = sum(Decimal(amount) * Decimal(amount) for _, _, amount in rows if amount is not None)
    accounts, months = {account for account, _, _ in rows}, {month or "unknown" for _, month, _ in rows}
    return len(rows), Decimal(squares).normalize(), len(accounts), len(months)


def result(rows, squares, accounts, months):
    return int(rows), Decimal(str(squares)).normalize(), int(accounts), int(months)


SQL = "SELECT count(*), sum(amount * amount), count(DISTINCT account), count(DISTINCT month) FROM coupons"


def of_duckdb(folder):
    import duckdb

    store = duckdb.connect()
    store.execute(f"CREATE VIEW coupons AS FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = true)")
    types = dict(store.execute("SELECT column_name, column_type FROM (DESCRIBE coupons)").fetchall())
    assert types["amount"] == "DECIMAL(18,4)" and types["ends_at"] == "TIMESTAMP WITH TIME ZONE", types
    assert types["id"] == types["account"] == "VARCHAR", types
    return result(*store.execute(SQL).fetchone()), f"{types['amount']}, {types['ends_at']}"


def of_pyarrow(folder):
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    table = ds.dataset(folder, partitioning="hive").to_table()
    amount, ends = table.schema.field("amount").type, table.schema.field("ends_at").type
    assert str(amount) == "decimal128(18, 4)" and str(ends) == "timestamp[us, tz=UTC]", table.schema
    squares = pc.sum(pc.multiply(table["amount"], table["amount"])).as_py()
    months, accounts = pc.count_distinct(table["month"]).as_py(), pc.count_distinct(table["account"]).as_py()
    return result(table.num_rows, squares, accounts, months), f"{amount}, {ends}"


def of_pandas(folder):
    import pandas

    frame = pandas.read_parquet(folder)
    assert str(frame["ends_at"].dtype) == "datetime64[us, UTC]", frame.dtypes
    amounts = frame["amount"].dropna()
    squares = sum(amount * amount for amount in amounts)
    found = result(len(frame), squares, frame["account"].nunique(), frame["month"].nunique())
    return found, f"{type(amounts.iloc[0]).__name__}, {frame['ends_at'].dtype}"


def of_polars(folder):
    import polars

    frame = polars.scan_parquet(folder, hive_partitioning=True).collect()
    types = frame.schema
    assert types["amount"] == polars.Decimal(18, 4) and types["id"] == types["account"] == polars.String, types
    squares = frame.select((polars.col("amount").cast(polars.Decimal(38, 8)) * polars.col("amount")).sum()).item()
    found = result(frame.height, squares, frame["account"].n_unique(), frame["month"].n_unique())
    return found, f"{types['amount']}, {types['ends_at']}"


def of_datafusion(folder):
    import datafusion
    import pyarrow

    context = datafusion.SessionContext()
    parts = [("account", pyarrow.string()), ("month", pyarrow.string())]
    context.register_parquet("coupons", f"{folder}/", table_partition_cols=parts)
    row = {name: values[0] for name, values in context.sql(SQL).to_pydict().items()}
    schema = context.table("coupons").schema()
    types = f"{schema.field('amount').type}, {schema.field('ends_at').type}"
    return result(*row.values()), types


def of_chdb(folder):
    import chdb

    table = f"file('{folder}/**/*.parquet', Parquet)"
    settings = " SETTINGS use_hive_partitioning = 1"
    cells = str(chdb.query(SQL.replace("FROM coupons", f"FROM {table}") + settings, "TSV")).split()
    types = str(chdb.query(f"SELECT toTypeName(amount), toTypeName(ends_at) FROM {table} LIMIT 1", "TSV")).replace("\\", "").split("\t")
    return result(*cells), ", ".join(types).strip()


def of_spark(folder):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    frame = spark.read.parquet(folder)
    frame.createOrReplaceTempView("coupons")
    types = dict(frame.dtypes)
    row = spark.sql(SQL).first()
    spark.stop()
    return result(*row), f"{types['amount']}, {types['ends_at']}"


READERS = {
    "DuckDB": ("duckdb", of_duckdb),
    "pyarrow": ("pyarrow", of_pyarrow),
    "pandas": ("pandas", of_pandas),
    "polars": ("polars", of_polars),
    "DataFusion": ("datafusion", of_datafusion),
    "chDB": ("chdb", of_chdb),
    "Spark": ("pyspark", of_spark),
}

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
