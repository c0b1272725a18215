# SPDX-License-Identifier: MIT
"""duckdb.py LIBRARY DATABASE <SQL: runs the statements in a DuckDB file and writes the rows of the last as CSV.

By the C interface, since a bare Debian has no duckdb: whoever has read a Parquet file with heng has the library.
"""
import csv
import ctypes
import sys


class Result(ctypes.Structure):
    _fields_ = [("columns", ctypes.c_uint64), ("rows", ctypes.c_uint64), ("changed", ctypes.c_uint64),
                ("of_columns", ctypes.c_void_p), ("error", ctypes.c_char_p), ("internal", ctypes.c_void_p)]


def main():
    lib = ctypes.CDLL(sys.argv[1])
    database, connection, result = ctypes.c_void_p(), ctypes.c_void_p(), Result()
    at = ctypes.byref(result)
    lib.duckdb_result_error.restype = lib.duckdb_column_name.restype = ctypes.c_char_p
    lib.duckdb_column_count.restype = lib.duckdb_row_count.restype = ctypes.c_uint64
    lib.duckdb_value_varchar.restype = ctypes.c_void_p
    lib.duckdb_value_varchar.argtypes = [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint64]
    lib.duckdb_column_name.argtypes = [ctypes.c_void_p, ctypes.c_uint64]
    lib.duckdb_free.argtypes = [ctypes.c_void_p]
    if lib.duckdb_open(sys.argv[2].encode(), ctypes.byref(database)):
        sys.exit("no database")
    if lib.duckdb_connect(database, ctypes.byref(connection)):
        sys.exit("no connection")
    if lib.duckdb_query(connection, sys.stdin.buffer.read(), at):
        sys.exit(lib.duckdb_result_error(at).decode())

    def cell(column, row):
        text = lib.duckdb_value_varchar(at, column, row)
        value = ctypes.string_at(text).decode() if text else ""
        lib.duckdb_free(text)
        return value

    columns = range(lib.duckdb_column_count(at))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(lib.duckdb_column_name(at, i).decode() for i in columns)
    out.writerows([cell(i, row) for i in columns] for row in range(lib.duckdb_row_count(at)))
    lib.duckdb_destroy_result(at)
    lib.duckdb_disconnect(ctypes.byref(connection))
    lib.duckdb_close(ctypes.byref(database))


main()
