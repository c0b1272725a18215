/* SPDX-License-Identifier: MIT */
/* Other codes of units, and which ones they stand for. */
#ifndef HENG_DATA_ALIASES_H
#define HENG_DATA_ALIASES_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/text_index.h"

/* Zero-initialise; aliases_fini frees what it owns. */
struct aliases {
    struct text_index names;
    const char **codes; /* of each name */
    size_t cap;
    struct arena *arena;
};

/*
 * A CSV: the line code,alias, then a line for each unit with the code that it is to have and, in as
 * many columns as the header has, others that it is met by. Blank cells are passed over.
 * path: of messages. Errors: ERR_DATA, ERR_MEMORY.
 */
int aliases_read(struct aliases *a, const char *path, const char *bytes, size_t n, struct error *e);

/* The code that the *n bytes at s are an alias of, *n its length; s itself where they are none. */
const char *aliases_code(const struct aliases *a, const char *s, size_t *n);

void aliases_fini(struct aliases *a);

#endif
