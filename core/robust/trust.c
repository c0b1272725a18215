/* SPDX-License-Identifier: MIT */
#include "robust/trust.h"

#include <math.h>
#include <stdlib.h>

#include "base/stats.h"

static int no_memory(struct error *e)
{
    return error_set(e, ERR_MEMORY, "out of memory");
}

/* The ranks of a row over all replicates in v, those that there are first; how many. */
static size_t ranks_of(const struct replicates *x, size_t row, double *v)
{
    size_t i, n = 0;
    for (i = 0; i < x->n; i++)
        if (!isnan(x->rank[i * x->n_rows + row]))
            v[n++] = (double)x->rank[i * x->n_rows + row];
    return n;
}

static double tier_share(const struct results *r, const struct replicates *x, size_t row)
{
    size_t i, n = 0;
    if (!x->tier || isnan(r->tier[row]))
        return NAN;
    for (i = 0; i < x->n; i++)
        n += x->tier[i * x->n_rows + row] == (unsigned char)r->tier[row];
    return (double)n / (double)x->n;
}

static struct trust trust_of(const struct results *r, const struct replicates *x, size_t row,
                             double *v, double *scratch)
{
    const struct uncertainty_options *o = &r->plan->uncertainty;
    struct trust t = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, false};
    size_t n = ranks_of(x, row, v), i, top = 0;
    if (!n)
        return t;
    t.mean = stats_mean(v, n);
    t.median = stats_quantile(v, n, 0.5, scratch);
    t.p05 = stats_quantile(v, n, 0.05, scratch);
    t.p95 = stats_quantile(v, n, 0.95, scratch);
    for (i = 0; i < n; i++)
        top += v[i] <= (double)o->top;
    t.top_share = (double)top / (double)x->n;
    t.tier_share = tier_share(r, x, row);
    t.solid = t.p95 - t.p05 <= (double)o->solid;
    for (i = 0; i < n; i++)
        v[i] = fabs(v[i] - r->rank[row]);
    t.shift = isnan(r->rank[row]) ? (double)NAN : stats_mean(v, n);
    return t;
}

int robust_trust(const struct results *r, const struct replicates *x, struct arena *a,
                 struct trust **trust, struct error *e)
{
    double *v = calloc(2 * x->n, sizeof *v);
    size_t row;
    *trust = arena_array(a, x->n_rows, sizeof **trust);
    for (row = 0; v && *trust && row < x->n_rows; row++)
        (*trust)[row] = trust_of(r, x, row, v, v + x->n);
    free(v);
    return v && *trust ? OK : no_memory(e);
}

double robust_ahead(const struct replicates *x, size_t a, size_t b)
{
    size_t i, n = 0, twice = 0;
    for (i = 0; i < x->n; i++) {
        float p = x->rank[i * x->n_rows + a], q = x->rank[i * x->n_rows + b];
        if (isnan(p) || isnan(q))
            continue;
        n++;
        twice += p < q ? 2 : p == q;
    }
    return n ? (double)twice / (2 * (double)n) : NAN;
}
