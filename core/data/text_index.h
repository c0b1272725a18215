/* SPDX-License-Identifier: MIT */
/* Texts and their positions, in the order they were first met: unit codes, periods, columns. */
#ifndef HENG_DATA_TEXT_INDEX_H
#define HENG_DATA_TEXT_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define KEYS_NONE ((size_t)-1)

/* Zero-initialise; keys_fini frees what it owns. */
struct keys {
    char **v; /* n texts, copies */
    size_t n, cap;
    struct arena *arena;
    struct keys_slot {
        uint64_t hash;
        size_t at; /* position + 1, 0 where free */
    } * slots;
    size_t n_slots; /* a power of two */
};

/* The position of the n bytes at s, or KEYS_NONE. The bytes hold no NUL. */
size_t keys_find(const struct keys *k, const char *s, size_t n);

/* As keys_find, but adds a text that is new. *position == the old k->n tells that it was.
   Errors: ERR_MEMORY, without a text. */
int keys_put(struct keys *k, const char *s, size_t n, size_t *position);

void keys_fini(struct keys *k);

#endif
