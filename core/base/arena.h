/* SPDX-License-Identifier: MIT */
/* Memory that dies together. All functions return NULL when memory runs out. */
#ifndef HENG_BASE_ARENA_H
#define HENG_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/error.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* accepts NULL */

/* Forgets all that is in the arena and keeps the memory for what comes next: who asks for no more
   than before asks malloc for nothing. */
void arena_reset(struct arena *a);

/* n zeroed bytes, aligned for any type; n 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t n);
/* True once a request could not be served: for whoever has left NULL aside on the way. */
bool arena_failed(const struct arena *a);
/* Notes that something else, done for what is in the arena, lacked memory. */
void arena_fail(struct arena *a);
/* p and q, from malloc, are freed with the arena from now on. False: out of memory, both are still
   the caller's. */
bool arena_adopt(struct arena *a, void *p, void *q);
/* The same of n bytes from mmap. */
bool arena_adopt_mapped(struct arena *a, void *p, size_t n);
/* count * size zeroed bytes; NULL also when the product overflows. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* Room for one more behind n items of *cap: the old array, or a copy twice as large. */
static inline void *arena_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t size)
{
    size_t wanted = *cap ? 2 * *cap : 8;
    void *more;
    if (n < *cap)
        return items;
    more = arena_array(a, wanted, size);
    if (!more)
        return NULL;
    if (n)
        memcpy(more, items, n * size);
    *cap = wanted;
    return more;
}
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
