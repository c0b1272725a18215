/* SPDX-License-Identifier: MIT */
/* Outputs between guard zones, which show who writes beside them. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "plugin/plugin_internal.h"

/* A signalling NaN that no arithmetic yields. */
static const uint64_t pattern = 0x7ff4c0de5afe600dULL;

bool guarded_new(struct guarded *g, size_t n_slices, size_t rows)
{
    size_t each, doubles;
    memset(g, 0, sizeof *g);
    if (__builtin_add_overflow(rows, (size_t)PLUGIN_GUARD, &each) ||
        __builtin_mul_overflow(each, n_slices, &doubles) ||
        __builtin_add_overflow(doubles, (size_t)PLUGIN_GUARD, &doubles) ||
        __builtin_mul_overflow(doubles, sizeof(double), &g->bytes))
        return false;
    g->n_slices = n_slices;
    g->rows = rows;
    g->p = shared_new(g->bytes);
    return g->p != NULL;
}

void guarded_free(struct guarded *g)
{
    shared_free(g->p, g->bytes);
    memset(g, 0, sizeof *g);
}

double *guarded_slice(const struct guarded *g, size_t slice)
{
    return g->p + slice * (g->rows + PLUGIN_GUARD) + PLUGIN_GUARD;
}

/* The guard in front of a slice; guard n_slices is behind the last. */
static unsigned char *guard_at(const struct guarded *g, size_t slice)
{
    return (unsigned char *)(g->p + slice * (g->rows + PLUGIN_GUARD));
}

void guarded_preset(const struct guarded *g)
{
    for (size_t s = 0; s <= g->n_slices; s++) {
        unsigned char *guard = guard_at(g, s);
        for (size_t i = 0; i < PLUGIN_GUARD; i++)
            memcpy(guard + i * sizeof pattern, &pattern, sizeof pattern);
        for (size_t i = 0; s < g->n_slices && i < g->rows; i++)
            guarded_slice(g, s)[i] = NAN;
    }
}

static bool guard_whole(const unsigned char *guard)
{
    for (size_t i = 0; i < PLUGIN_GUARD; i++)
        if (memcmp(guard + i * sizeof pattern, &pattern, sizeof pattern) != 0)
            return false;
    return true;
}

size_t guarded_broken(const struct guarded *g)
{
    for (size_t s = 0; s <= g->n_slices; s++)
        if (!guard_whole(guard_at(g, s)))
            return s > 0 ? s - 1 : 0;
    return g->n_slices;
}
