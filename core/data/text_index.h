/* SPDX-License-Identifier: MIT */
/* Texts and their positions, in the order they were first met: unit codes, periods, columns. */
#ifndef HENG_DATA_TEXT_INDEX_H
#define HENG_DATA_TEXT_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/none.h"

/* Zero-initialise; text_index_fini frees what it owns. */
struct text_index {
    char **v; /* n texts, copies */
    size_t n, cap;
    struct arena *arena;
    struct text_index_slot {
        uint64_t hash;
        size_t at; /* position + 1, 0 where free */
    } * slots;
    size_t n_slots; /* a power of two */
};

/* The position of the n bytes at s, or NONE. The bytes hold no NUL. */
size_t text_index_find(const struct text_index *k, const char *s, size_t n);

/* As text_index_find, but adds a text that is new. *position == the old k->n tells that it was.
   Errors: ERR_MEMORY, without a text. */
int text_index_put(struct text_index *k, const char *s, size_t n, size_t *position);

void text_index_fini(struct text_index *k);

#endif
