# SPDX-License-Identifier: MIT
# What the plugin is built on, what heng says of its source where that is missing.
SOURCES_DESCRIBED += sqlite
sqlite_PARTS = sheet.c
sqlite_LIBRARY = SQLite (Debian: libsqlite3-dev)
sqlite_HEADER = sqlite3.h
sqlite_LIBS = -lsqlite3
BUILD_PACKAGES += libsqlite3-dev
TEST_PACKAGES += sqlite3
