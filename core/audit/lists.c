/* SPDX-License-Identifier: MIT */
/* The emptiest columns and the units with least data, of all: as many as somebody wants to see. */
#include <math.h>

#include "audit/audit.h"

struct listed {
    double share;
    size_t at;
};

/* The smallest of the n shares that are below 1, at most `most` of them, ascending, ties as they
   stand: kept in a heap, the largest on top. */
struct heap {
    struct listed *v;
    size_t n, most;
};

static bool is_later(const struct listed *a, const struct listed *b)
{
    return a->share != b->share ? a->share > b->share : a->at > b->at;
}

static void swap(struct listed *a, struct listed *b)
{
    const struct listed kept = *a;
    *a = *b;
    *b = kept;
}

static void sink(struct listed *v, size_t n, size_t i)
{
    for (size_t child = 2 * i + 1; child < n; child = 2 * i + 1) {
        if (child + 1 < n && is_later(&v[child + 1], &v[child]))
            child++;
        if (!is_later(&v[child], &v[i]))
            return;
        swap(&v[child], &v[i]);
        i = child;
    }
}

static void offer(struct heap *h, struct listed x)
{
    size_t i = h->n;
    if (h->n == h->most) {
        if (h->most && is_later(&h->v[0], &x)) {
            h->v[0] = x;
            sink(h->v, h->n, 0);
        }
        return;
    }
    h->v[h->n++] = x;
    for (; i && is_later(&h->v[i], &h->v[(i - 1) / 2]); i = (i - 1) / 2)
        swap(&h->v[i], &h->v[(i - 1) / 2]);
}

static struct listed *least(const double *share, size_t count, struct heap *h, size_t *below,
                            struct arena *arena)
{
    *below = 0;
    h->most = h->most < count ? h->most : count;
    h->v = arena_array(arena, h->most, sizeof *h->v);
    for (size_t i = 0; h->v && i < count; i++)
        if (share[i] < 1) {
            ++*below;
            offer(h, (struct listed){share[i], i});
        }
    for (size_t n = h->v ? h->n : 0; n > 1; n--) {
        swap(&h->v[0], &h->v[n - 1]);
        sink(h->v, n - 1, 0);
    }
    return h->v;
}

struct audit_gap *audit_gaps(const struct audit *a, size_t most, size_t *n, struct arena *arena)
{
    const struct plan *p = a->r->plan;
    const size_t periods = a->r->n_periods;
    struct heap h = {.most = most};
    const struct listed *v =
        least(a->available, p->tree.n_indicators * p->n_classes * periods, &h, n, arena);
    struct audit_gap *to = v ? arena_array(arena, h.n, sizeof *to) : NULL;
    for (size_t i = 0; to && i < h.n; i++)
        to[i] = (struct audit_gap){v[i].at / periods / p->n_classes,
                                   v[i].at / periods % p->n_classes, v[i].at % periods, v[i].share};
    return to;
}

size_t *audit_units(const struct audit *a, size_t most, size_t *n, struct arena *arena)
{
    struct heap h = {.most = most};
    const struct listed *v = least(a->on_data, a->r->n_rows, &h, n, arena);
    size_t *to = v ? arena_array(arena, h.n, sizeof *to) : NULL;
    for (size_t i = 0; to && i < h.n; i++)
        to[i] = v[i].at;
    return to;
}
