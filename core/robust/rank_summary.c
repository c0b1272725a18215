/* SPDX-License-Identifier: MIT */
/* Ranks of replicates counted: medians, shares, pairs. */
#include "robust/rank_summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/league.h"
#include "stats/simd.h"
#include "stats/stats.h"

enum { CHUNK = 1 << 22 }; /* bytes of counts or ranks at a time */

/* ---- ranks ----------------------------------------------------------------------------------- */

static void count_ranks(const struct replicates *x, const size_t *rows, size_t m, size_t places,
                        uint32_t *to)
{
    const size_t bins = 2 * places + 1;
    const float last = (float)(2 * places);
    memset(to, 0, m * bins * sizeof *to);
    for (size_t i = 0; i < x->n; i++) {
        const float *rank = x->rank + i * x->n_rows;
        for (size_t j = 0; j < m; j++) {
            float twice = 2 * rank[rows[j]];
            int32_t at = twice >= 2 && twice <= last ? (int32_t)twice : 1;
            if ((float)at != twice)
                at = !isnan(twice);
            to[j * bins + (size_t)at]++;
        }
    }
}

static void sort_ranks(const struct replicates *x, const size_t *rows, size_t m, double *to,
                       double *scratch)
{
    size_t n;
    for (size_t i = 0; i < x->n; i++)
        for (size_t j = 0; j < m; j++)
            to[j * x->n + i] = (double)x->rank[i * x->n_rows + rows[j]];
    for (size_t j = 0; j < m; j++) {
        n = stats_sort(to + j * x->n, x->n, scratch);
        for (size_t i = 0; i < x->n; i++)
            to[j * x->n + i] = i < n ? scratch[i] : (double)NAN;
    }
}

bool rank_counts_new(struct rank_counts *k, const struct replicates *x, size_t places)
{
    bool few = places <= 64 || places <= x->n;
    size_t bytes = few ? (2 * places + 1) * sizeof *k->count : x->n * sizeof *k->v;
    *k = (struct rank_counts){.x = x, .places = places, .counts = few};
    k->chunk = bytes < CHUNK ? CHUNK / bytes : 1;
    k->chunk = k->chunk < places ? k->chunk : places + !places;
    k->count = few ? calloc(k->chunk, bytes) : NULL;
    k->v = calloc(few ? 1 : k->chunk, x->n * sizeof *k->v);
    k->scratch = calloc(x->n, sizeof *k->scratch);
    return (k->count || !few) && k->v && k->scratch;
}

void rank_counts_fini(struct rank_counts *k)
{
    free(k->count);
    free(k->v);
    free(k->scratch);
}

void rank_counts_take(struct rank_counts *k, const size_t *rows, size_t m)
{
    k->rows = rows;
    if (k->counts)
        count_ranks(k->x, rows, m, k->places, k->count);
    else
        sort_ranks(k->x, rows, m, k->v, k->scratch);
}

const uint32_t *rank_counts_counted(const struct rank_counts *k, size_t j)
{
    const uint32_t *count = k->count + (k->counts ? j * (2 * k->places + 1) : 0);
    return k->counts && !count[1] ? count : NULL;
}

const double *rank_counts_sorted(const struct rank_counts *k, size_t j)
{
    if (!k->counts)
        return k->v + j * k->x->n;
    sort_ranks(k->x, &k->rows[j], 1, k->v, k->scratch);
    return k->v;
}

/* ---- one unit -------------------------------------------------------------------------------- */

/* The ranks of a row, each with how often it is there: in rising order. */
struct spread {
    const double *v; /* sorted; or NULL and counted */
    const uint32_t *count;
    size_t n, places;
};

static double value_at(const struct spread *s, size_t i)
{
    size_t t, n = 0;
    if (s->v)
        return s->v[i];
    for (t = 2; t <= 2 * s->places; t++)
        if ((n += s->count[t]) > i)
            break;
    return (double)t / 2;
}

/* Type 7, to the bit as stats_quantile. */
static double quantile(const struct spread *s, double p)
{
    double h = p * (double)(s->n - 1), part, a, b;
    size_t i = (size_t)h;
    part = h - (double)i;
    a = value_at(s, i);
    b = i + 1 < s->n ? value_at(s, i + 1) : a;
    if (part == 0 || a == b)
        return a;
    return fmin(b, fmax(a, (1 - part) * a + part * b));
}

/* The mean of |rank - from|; sums of halves are exact. */
static double mean_from(const struct spread *s, double from)
{
    struct sum sum = {0, 0};
    if (s->v)
        for (size_t t = 0; t < s->n; t++)
            sum_add(&sum, fabs(s->v[t] - from));
    else
        for (size_t t = 2; t <= 2 * s->places; t++)
            if (s->count[t])
                sum_add(&sum, (double)s->count[t] * fabs((double)t / 2 - from));
    return sum_value(&sum) / (double)s->n;
}

static size_t count_top(const struct spread *s, double top)
{
    size_t n = 0;
    if (s->v)
        for (; n < s->n && s->v[n] <= top;)
            n++;
    else
        for (size_t t = 2; t <= 2 * s->places && (double)t / 2 <= top; t++)
            n += s->count[t];
    return n;
}

static struct rank_summary rank_summary_of(const struct results *r, const struct replicates *x,
                                           size_t row, const struct spread *s)
{
    const struct uncertainty_options *o = &r->plan->fixed.uncertainty;
    struct rank_summary t = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, false};
    if (!s->n)
        return t;
    t.mean = mean_from(s, 0);
    t.median = quantile(s, 0.5);
    t.p05 = quantile(s, 0.05);
    t.p95 = quantile(s, 0.95);
    t.top_share = (double)count_top(s, (double)o->top) / (double)(x->n - x->n_left_out);
    t.solid = t.p95 - t.p05 <= (double)o->solid;
    t.shift = isnan(r->rank[row]) ? (double)NAN : mean_from(s, r->rank[row]);
    return t;
}

/* The ranks of the j-th of those taken. */
static struct spread spread_of(const struct rank_counts *k, size_t j)
{
    struct spread s = {.count = rank_counts_counted(k, j), .places = k->places};
    if (s.count) {
        s.n = k->x->n - s.count[0];
        return s;
    }
    for (s.v = rank_counts_sorted(k, j); s.n < k->x->n && !isnan(s.v[s.n]);)
        s.n++;
    return s;
}

static void rank_summary_rows(const struct results *r, struct rank_counts *k, const size_t *rows,
                              size_t m, struct rank_summary *to)
{
    rank_counts_take(k, rows, m);
    for (size_t j = 0; j < m; j++) {
        const struct spread s = spread_of(k, j);
        to[rows[j]] = rank_summary_of(r, k->x, rows[j], &s);
    }
}

static int rank_summary_class(const struct results *r, const struct replicates *x,
                              const struct unit_class *c, size_t period, struct rank_summary *to,
                              struct error *e)
{
    struct rank_counts k;
    bool fine = rank_counts_new(&k, x, c->n);
    size_t *rows = fine ? calloc(k.chunk, sizeof *rows) : NULL, m;
    for (size_t first = 0; rows && first < c->n; first += m) {
        m = c->n - first < k.chunk ? c->n - first : k.chunk;
        for (size_t j = 0; j < m; j++)
            rows[j] = results_row(r, period, c->first) + first + j;
        rank_summary_rows(r, &k, rows, m, to);
    }
    rank_counts_fini(&k);
    free(rows);
    return rows ? OK : error_no_memory(e);
}

/* The share of replicates in which a unit is in its nominal tier. */
static int find_tiers(const struct results *r, const struct replicates *x, struct rank_summary *to,
                      struct error *e)
{
    size_t n = x->tier ? x->n_rows : 0;
    unsigned char *tier = calloc(n + 1, 1);
    uint32_t *count = calloc(n + 1, sizeof *count);
    for (size_t k = 0; tier && k < n; k++)
        tier[k] = isnan(r->tier[k]) ? 0 : (unsigned char)r->tier[k];
    for (size_t i = 0; tier && count && n && i < x->n; i++)
        for (size_t k = 0; k < n; k++)
            count[k] += x->tier[i * n + k] == tier[k];
    for (size_t k = 0; tier && count && k < n; k++)
        if (tier[k] && !isnan(to[k].mean))
            to[k].tier_share = (double)count[k] / (double)(x->n - x->n_left_out);
    free(tier);
    free(count);
    return tier && count ? OK : error_no_memory(e);
}

int robust_trust(const struct results *r, const struct replicates *x, struct arena *a,
                 struct rank_summary **trust, struct error *e)
{
    int status = OK;
    *trust = arena_array(a, x->n_rows, sizeof **trust);
    if (!*trust)
        return error_no_memory(e);
    for (size_t c = 0; c < r->plan->n_classes; c++)
        for (size_t period = 0; !status && period < r->n_periods; period++)
            status = rank_summary_class(r, x, &r->plan->classes[c], period, *trust, e);
    return status ? status : find_tiers(r, x, *trust, e);
}

double pairwise_winning_index(const struct replicates *x, size_t a, size_t b)
{
    size_t n = 0, twice = 0;
    for (size_t i = 0; i < x->n; i++) {
        float p = x->rank[i * x->n_rows + a], q = x->rank[i * x->n_rows + b];
        if (isnan(p) || isnan(q))
            continue;
        n++;
        twice += p < q ? 2 : p == q;
    }
    return n ? (double)twice / (2 * (double)n) : NAN;
}

/* ---- two units ------------------------------------------------------------------------------- */

enum { WIDE = 8, AT_ONCE = 64 };
typedef float wide __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t wide_mask __attribute__((vector_size(32), aligned(4), may_alias));

/* Of each two of n units (a multiple of WIDE) in m replicates: adds 2 to twice[a * n + b] where a
   is ahead of b, 1 where they are even. Unless `both`, perhaps for a < b only. */
SIMD_BODY void add_wins_body(const float *rank, size_t n, size_t m, bool both, int32_t *twice)
{
    for (size_t a = 0; a < n; a++)
        for (size_t b = both ? 0 : a / WIDE * WIDE; b < n; b += WIDE) {
            wide_mask sum = {0};
            for (size_t i = 0; i < m; i++) {
                const float one = rank[i * n + a];
                const wide p = {one, one, one, one, one, one, one, one};
                const wide q = *(const wide *)(rank + i * n + b);
                sum += (wide_mask)(p < q) + (wide_mask)(p <= q);
            }
            *(wide_mask *)(twice + a * n + b) -= sum;
        }
}
SIMD_VERSIONS(static, add_wins, (const float *rank, size_t n, size_t m, bool both, int32_t *twice),
              (rank, n, m, both, twice))

static double share_of(int64_t ahead, int64_t behind)
{
    return ahead + behind ? (double)ahead / (double)(ahead + behind) : (double)NAN;
}

static bool any_missing(const struct replicates *x, const size_t *rows, size_t n)
{
    for (size_t i = 0; i < x->n; i++)
        for (size_t j = 0; j < n; j++)
            if (isnan(x->rank[i * x->n_rows + rows[j]]))
                return true;
    return false;
}

static int all_pairs(const struct replicates *x, const size_t *rows, struct pairs *p,
                     struct error *e)
{
    size_t n = (p->n + WIDE - 1) / WIDE * WIDE, k = 0, m;
    float *rank = calloc(AT_ONCE * n, sizeof *rank);
    int32_t *twice = calloc(n * n, sizeof *twice), every = (int32_t)(2 * x->n);
    bool both = any_missing(x, rows, p->n);
    for (size_t i = 0; rank && i < AT_ONCE * n; i++)
        rank[i] = NAN;
    for (size_t i = 0; rank && twice && i < x->n; i += m) {
        m = x->n - i < AT_ONCE ? x->n - i : AT_ONCE;
        for (k = 0; k < m; k++)
            for (size_t j = 0; j < p->n; j++)
                rank[k * n + j] = x->rank[(i + k) * x->n_rows + rows[j]];
        add_wins(rank, n, m, both, twice);
    }
    for (size_t i = k = 0; rank && twice && i < p->n; i++)
        for (size_t j = i + 1; j < p->n; j++)
            p->share[k++] =
                share_of(twice[i * n + j], both ? twice[j * n + i] : every - twice[i * n + j]);
    free(rank);
    free(twice);
    return rank && twice ? OK : error_no_memory(e);
}

static int neighbours(const struct replicates *x, const size_t *rows, struct pairs *p,
                      struct error *e)
{
    int32_t *ahead = calloc(2 * p->n, sizeof *ahead), *behind;
    if (!ahead)
        return error_no_memory(e);
    behind = ahead + p->n;
    for (size_t i = 0; i < x->n; i++) {
        const float *rank = x->rank + i * x->n_rows;
        for (size_t j = 0; j + 1 < p->n; j++) {
            float one = rank[rows[j]], next = rank[rows[j + 1]];
            ahead[j] += (one < next) + (one <= next);
            behind[j] += (next < one) + (next <= one);
        }
    }
    for (size_t j = 0; j + 1 < p->n; j++)
        p->share[j] = share_of(ahead[j], behind[j]);
    free(ahead);
    return OK;
}

static int pairs_of(const struct results *r, const struct replicates *x, size_t class,
                    size_t period, size_t *rows, struct pairs *p, struct error *e)
{
    league_order(r, class, period, rows);
    for (size_t i = 0; i < p->n; i++)
        rows[i] += period * r->n_units;
    return p->all ? all_pairs(x, rows, p, e) : neighbours(x, rows, p, e);
}

int robust_pairs(const struct results *r, const struct replicates *x, struct arena *a,
                 struct pairs **pairs, struct error *e)
{
    size_t *rows = calloc(r->n_units + 1, sizeof *rows);
    int status = rows ? OK : error_no_memory(e);
    *pairs = arena_array(a, r->plan->n_classes * r->n_periods, sizeof **pairs);
    if (!*pairs)
        status = error_no_memory(e);
    for (size_t c = 0; c < r->plan->n_classes; c++)
        for (size_t period = 0; !status && period < r->n_periods; period++) {
            struct pairs *p = &(*pairs)[c * r->n_periods + period];
            p->n = r->plan->classes[c].n;
            p->all = p->n <= PAIRS_ALL;
            p->share = arena_array(a, p->all ? p->n * (p->n - 1) / 2 + 1 : p->n, sizeof *p->share);
            status = p->share ? pairs_of(r, x, c, period, rows, p, e) : error_no_memory(e);
        }
    free(rows);
    return status;
}
