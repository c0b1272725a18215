# SPDX-License-Identifier: MIT
# What the plugin is built on, what heng says of its source where that is missing.
SOURCES_DESCRIBED += postgres
postgres_LIBRARY = libpq (Debian: libpq-dev)
postgres_HEADER = libpq-fe.h
postgres_CFLAGS = $(shell pkg-config --cflags libpq 2>/dev/null)
postgres_LIBS = $(shell pkg-config --libs libpq 2>/dev/null)
TEST_PACKAGES += libpq-dev postgresql
