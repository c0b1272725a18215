/* SPDX-License-Identifier: MIT */
/* A hash table from texts to the order in which they were met. */
#include "data/text_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/none.h"

static uint64_t hash_of(const char *s, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
    return h ^ (h >> 29);
}

/* The slot that holds the text, or the free one where it belongs. */
static struct text_index_slot *slot_of(const struct text_index *k, uint64_t hash, const char *s,
                                       size_t n)
{
    size_t mask = k->n_slots - 1;
    size_t i = (size_t)hash & mask;
    for (; k->slots[i].at; i = (i + 1) & mask) {
        const char *have = k->v[k->slots[i].at - 1];
        if (k->slots[i].hash == hash && strncmp(have, s, n) == 0 && have[n] == '\0')
            break;
    }
    return &k->slots[i];
}

size_t text_index_find(const struct text_index *k, const char *s, size_t n)
{
    return k->n == 0 ? NONE : slot_of(k, hash_of(s, n), s, n)->at - 1;
}

static int grow_slots(struct text_index *k)
{
    size_t want = k->n_slots ? k->n_slots * 4 : 64, mask = want - 1;
    struct text_index_slot *slots =
        want > SIZE_MAX / sizeof *slots ? NULL : calloc(want, sizeof *slots);
    if (!slots)
        return ERR_MEMORY;
    for (size_t i = 0; i < k->n_slots; i++) {
        size_t to = (size_t)k->slots[i].hash & mask;
        while (k->slots[i].at && slots[to].at)
            to = (to + 1) & mask;
        if (k->slots[i].at)
            slots[to] = k->slots[i];
    }
    free(k->slots);
    k->slots = slots;
    k->n_slots = want;
    return OK;
}

static int grow_texts(struct text_index *k)
{
    size_t want = k->cap ? k->cap * 2 : 32;
    char **v = want > SIZE_MAX / sizeof *v ? NULL : realloc(k->v, want * sizeof *v);
    if (!v)
        return ERR_MEMORY;
    k->v = v;
    k->cap = want;
    return OK;
}

int text_index_put(struct text_index *k, const char *s, size_t n, size_t *position)
{
    uint64_t hash = hash_of(s, n);
    struct text_index_slot *slot;
    if (!k->arena && !(k->arena = arena_new()))
        return ERR_MEMORY;
    if (2 * (k->n + 1) > k->n_slots && grow_slots(k))
        return ERR_MEMORY;
    slot = slot_of(k, hash, s, n);
    if (!slot->at) {
        if (k->n == k->cap && grow_texts(k))
            return ERR_MEMORY;
        if (!(k->v[k->n] = arena_strndup(k->arena, s, n)))
            return ERR_MEMORY;
        slot->hash = hash;
        slot->at = ++k->n;
    }
    *position = slot->at - 1;
    return OK;
}

void text_index_fini(struct text_index *k)
{
    arena_free(k->arena);
    free(k->v);
    free(k->slots);
    memset(k, 0, sizeof *k);
}
