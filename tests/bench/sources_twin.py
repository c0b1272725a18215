# SPDX-License-Identifier: MIT
# What pandas takes to read the same table: sources_twin.py csv|xlsx|sqlite FILE.
import sqlite3
import sys
import time

import pandas

kind, path = sys.argv[1:3]
start = time.perf_counter()
if kind == "csv":
    table = pandas.read_csv(path)
elif kind == "xlsx":
    table = pandas.read_excel(path, engine="openpyxl")
else:
    with sqlite3.connect(path) as database:
        table = pandas.read_sql("SELECT * FROM data", database)
print(f"{time.perf_counter() - start:.2f} {table.shape[0]}")
