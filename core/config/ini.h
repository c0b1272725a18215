/* SPDX-License-Identifier: MIT */
/*
 * An INI file as a list of entries with their lines, read with inih behind a reader of our own
 * that looks at every byte first: NUL, invalid UTF-8, over-long names, stray indentation and
 * anything that inih would cut or glue is refused, and values up to 64 KiB arrive whole.
 */
#ifndef HENG_CONFIG_INI_H
#define HENG_CONFIG_INI_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/* Bytes of a value, bytes of a section name or key, sections and keys of a file. */
enum { INI_VALUE_MAX = 65536, INI_NAME_MAX = 127, INI_ENTRIES_MAX = 10000 };

struct ini_entry {
    const char *section; /* "" before the first section */
    const char *key;     /* NULL for the section header itself */
    const char *value;
    const char *path; /* as it was given to ini_read */
    size_t line;
};

struct ini {
    struct ini_entry *entries;
    size_t n, cap;
};

/*
 * Appends the file's entries to ini; texts live in the arena. All problems of the file are added
 * to problems ("path:line: what: why"); returns OK when there were none. A duplicate key in one
 * section of one file, a section that is opened twice, are problems.
 */
int ini_read(struct arena *a, const char *path, struct ini *ini, struct messages *problems);
int ini_read_bytes(struct arena *a, const char *path, const char *bytes, size_t n, struct ini *ini,
                   struct messages *problems);

#endif
