/* SPDX-License-Identifier: MIT */
/*
 * A flat byte form for what crosses from a worker to its parent: numbers and texts, one after the
 * other. The writer appends to a struct str; the reader trusts nothing: once a read runs past the
 * end, finds another type than asked for, or a text that is not valid UTF-8, failed is set and
 * every later read returns 0, NaN or "".
 */
#ifndef HENG_BASE_SERIALISE_H
#define HENG_BASE_SERIALISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

void serialise_int(struct str *b, int64_t v);
void serialise_real(struct str *b, double v);
void serialise_text(struct str *b, const char *s); /* NULL is kept as NULL */

struct deserialiser {
    const char *p, *end;
    struct arena *arena; /* texts are copied there */
    bool failed;
    bool short_of_memory; /* and that is why it failed */
};

/* Says that "where: what" when u failed, but for "where: out of memory" when that was it. Returns
   ERR_PART or ERR_MEMORY. */
int deserialise_refuse(const struct deserialiser *u, const char *where, const char *what,
                       struct error *e);
/* Room for n items in the arena; NULL, and failed, when there is none or something has failed. */
void *deserialise_room(struct deserialiser *u, size_t n, size_t size);

int64_t deserialise_int(struct deserialiser *u);
/* An int within [min, max], or failed. */
int64_t deserialise_int_in(struct deserialiser *u, int64_t min, int64_t max);
double deserialise_real(struct deserialiser *u);
char *deserialise_text(struct deserialiser *u); /* may be NULL where NULL was packed */

#endif
