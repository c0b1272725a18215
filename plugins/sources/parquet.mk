# SPDX-License-Identifier: MIT
# What the plugin is built on; libduckdb is looked for when a file is read.
SOURCES_DESCRIBED += parquet
parquet_LIBRARY = the dynamic loader's header (Debian: libc6-dev)
parquet_HEADER = dlfcn.h
parquet_LIBS = -ldl
