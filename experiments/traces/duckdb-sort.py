# SPDX-License-Identifier: Apache-2.0

"""Loads a table into DuckDB's memory and sorts it there; the program behind duckdb-sort.csv."""

import duckdb

ROWS = 24_000_000

connection = duckdb.connect(":memory:")
connection.execute("SET memory_limit = '8GB'")
connection.execute("SET temp_directory = ''")
connection.execute("SET threads = 2")
connection.execute("SELECT setseed(0.2021)")
connection.execute(
    f"""
    CREATE TABLE orders AS
    SELECT i AS id,
           hash(i) AS customer,
           random() AS price,
           'order ' || hash(i + {ROWS}) || ' of customer ' || hash(i) AS note
    FROM range({ROWS}) AS numbers(i)
    """
)
connection.execute("CREATE TABLE sorted AS SELECT * FROM orders ORDER BY customer, price")
print(connection.execute("SELECT count(*), min(price), max(note) FROM sorted").fetchone())
