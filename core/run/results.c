/* SPDX-License-Identifier: MIT */
/* The arrays of results, of a first run as of its reruns, and columns to put into them. */
#include <math.h>
#include <string.h>

#include "run/pipeline_internal.h"

/* What an array has one element for. */
enum per { PER_INDICATOR, PER_NODE, PER_ROW, PER_WEIGHT };

struct array {
    size_t member, size;
    enum per per;
    bool in_reruns; /* else it is the first run's that is read, or nobody reads it */
};

#define ARRAY(MEMBER, PER, IN_RERUNS)                                                              \
    {                                                                                              \
        offsetof(struct results, MEMBER), sizeof *((struct results *)0)->MEMBER, PER, IN_RERUNS    \
    }

/* Every one of them. */
static const struct array arrays[] = {
    ARRAY(raw, PER_INDICATOR, false),
    ARRAY(imputed, PER_INDICATOR, true),
    ARRAY(treated, PER_INDICATOR, true),
    ARRAY(deviation, PER_INDICATOR, true),
    ARRAY(normalised, PER_INDICATOR, true),
    ARRAY(cell, PER_INDICATOR, true),
    ARRAY(score, PER_NODE, true),
    ARRAY(imputed_share, PER_NODE, false),
    ARRAY(unit_excluded, PER_ROW, false),
    ARRAY(node_excluded, PER_NODE, true),
    ARRAY(weight, PER_WEIGHT, true),
    ARRAY(effective, PER_WEIGHT, false),
    ARRAY(unranked, PER_ROW, true),
    ARRAY(rank, PER_ROW, true),
    ARRAY(tier, PER_ROW, true),
};

static size_t count_of(const struct results *r, enum per per)
{
    const size_t counts[] = {[PER_INDICATOR] = r->plan->tree.n_indicators,
                             [PER_NODE] = r->plan->tree.n,
                             [PER_ROW] = r->n_rows,
                             [PER_WEIGHT] = r->n_blocks * r->n_periods * r->plan->tree.n};
    return counts[per];
}

bool results_arrays(struct results *r, bool rerun, struct arena *arena)
{
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) {
        const struct array *a = &arrays[k];
        void *v;
        if (rerun && !a->in_reruns)
            continue;
        v = arena_array(arena, count_of(r, a->per), a->size);
        if (!v)
            return false;
        memcpy((char *)r + a->member, &v, sizeof v);
    }
    for (size_t i = 0; i < r->n_rows; i++)
        r->tier[i] = NAN;
    return true;
}

void results_free(struct results *r)
{
    if (!r)
        return;
    resting_free(r->resting);
    arena_free(r->arena);
}

/* ---- rest ------------------------------------------------------------------------------- */

/* Below that many bytes of normalised values memory is no matter. */
static const size_t rests_from = 32 << 20;

void results_begin_rest(struct results *r)
{
    if (r->n_rows >= rests_from / sizeof(double) / r->plan->tree.n_indicators)
        r->resting = resting_new();
}

void results_rest_sources(const struct results *r, size_t k)
{
    const double *const columns[] = {r->raw[k], r->imputed[k], r->treated[k], r->deviation[k]};
    for (size_t i = 0; r->resting && i < sizeof columns / sizeof *columns; i++)
        if (columns[i] && columns[i] != r->normalised[k])
            resting_add(r->resting, columns[i], r->n_rows * sizeof(double));
}

void results_rest(const struct results *r)
{
    for (size_t k = 0; r->resting && k < r->plan->tree.n_indicators; k++) {
        results_rest_sources(r, k);
        resting_add(r->resting, r->normalised[k], r->n_rows * sizeof(double));
    }
}

/* ---- columns ---------------------------------------------------------------------------- */

double *new_column(const struct results *r, struct arena *arena)
{
    double *c = arena_array(arena, r->n_rows, sizeof *c);
    for (size_t i = 0; c && i < r->n_rows; i++)
        c[i] = NAN;
    return c;
}

double **new_columns(const struct results *r, size_t n, struct arena *arena)
{
    double **c = arena_array(arena, n, sizeof *c);
    for (size_t i = 0; c && i < n; i++)
        if (!(c[i] = new_column(r, arena)))
            return NULL;
    return c;
}

double *writable_raw(struct pipeline *w, size_t k)
{
    struct results *r = w->r;
    double *to = w->writable_raw[k];
    if (to || !(to = arena_array(r->arena, r->n_rows, sizeof *to)))
        return to;
    memcpy(to, r->raw[k], r->n_rows * sizeof *to);
    r->raw[k] = w->writable_raw[k] = to;
    return to;
}

static uint8_t *writable_cell(struct pipeline *w, size_t k)
{
    struct results *r = w->r;
    uint8_t *to = w->writable_cell[k];
    if (to || !(to = arena_alloc(r->arena, r->n_rows)))
        return to;
    memcpy(to, r->cell[k], r->n_rows);
    r->cell[k] = w->writable_cell[k] = to;
    return to;
}

void set_cell(struct pipeline *w, size_t k, size_t row, enum cell cell)
{
    uint8_t *to = w->r->cell[k][row] == (uint8_t)cell ? NULL : writable_cell(w, k);
    if (to)
        to[row] = (uint8_t)cell;
}

double *workspace_of(struct workspace *s, size_t n)
{
    if (n > s->n || !s->v) {
        s->v = arena_array(s->arena, n, sizeof *s->v);
        s->n = s->v ? n : 0;
    }
    return s->v;
}

/* ---- classes ---------------------------------------------------------------------------- */

size_t unit_class(const struct results *r, size_t unit)
{
    size_t i;
    for (i = 0; i + 1 < r->n_units && r->plan->order[i] != unit; i++)
        ;
    return results_class(r, i);
}
