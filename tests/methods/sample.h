/* SPDX-License-Identifier: MIT */
/* What tests of aggregation methods share: calls, and random matrices for their slow twins. */
#ifndef HENG_TESTS_METHODS_SAMPLE_H
#define HENG_TESTS_METHODS_SAMPLE_H

#include "methods/rig.h"

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define COLUMNS(...)                                                                               \
    (const double *const[])                                                                        \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

enum { SAMPLE_N = 24, SAMPLE_M = 5 };

struct sample {
    size_t n, m;
    double x[SAMPLE_M][SAMPLE_N], w[SAMPLE_M];
    const double *columns[SAMPLE_M];
};

static inline double sample_noise(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

/* Values from lo to hi, some of them ties, a share of gaps missing; weights sum to 1. */
static inline void sample_fill(struct sample *s, uint32_t *state, double lo, double hi, double gaps)
{
    double total = 0;
    s->n = 3 + (size_t)(sample_noise(state) * (SAMPLE_N - 3));
    s->m = 1 + (size_t)(sample_noise(state) * SAMPLE_M);
    for (size_t j = 0; j < s->m; j++)
        total += s->w[j] = 0.05 + sample_noise(state);
    for (size_t j = 0; j < s->m; j++) {
        s->w[j] /= total;
        s->columns[j] = s->x[j];
        for (size_t i = 0; i < s->n; i++) {
            double u = sample_noise(state);
            u = sample_noise(state) < 0.2 ? floor(4 * u) / 4 : u;
            s->x[j][i] = i > 1 && sample_noise(state) < gaps ? NAN : lo + (hi - lo) * u;
        }
    }
}

static inline int sample_has(const struct sample *s, size_t j, size_t i)
{
    return !isnan(s->x[j][i]);
}

/* The weight of column j in row i, rescaled over what the row has; 0 for a gap. */
static inline double sample_weight(const struct sample *s, size_t j, size_t i)
{
    double total = 0;
    for (size_t k = 0; k < s->m; k++)
        total += sample_has(s, k, i) ? s->w[k] : 0;
    return sample_has(s, j, i) ? s->w[j] / total : 0;
}

static inline size_t sample_children(const struct sample *s, size_t i)
{
    size_t k = 0;
    for (size_t j = 0; j < s->m; j++)
        k += sample_has(s, j, i) ? 1 : 0;
    return k;
}

enum sample_statistic { LOW, HIGH, SUM, SQUARES, COUNT_OF };

static inline double sample_of(const struct sample *s, size_t j, enum sample_statistic what)
{
    double low = INFINITY, high = -INFINITY, sum = 0, squares = 0, count = 0;
    for (size_t i = 0; i < s->n; i++)
        if (sample_has(s, j, i)) {
            low = fmin(low, s->x[j][i]);
            high = fmax(high, s->x[j][i]);
            sum += s->x[j][i];
            squares += s->x[j][i] * s->x[j][i];
            count++;
        }
    return what == LOW       ? low
           : what == HIGH    ? high
           : what == SUM     ? sum
           : what == SQUARES ? squares
                             : count;
}

typedef void sample_twin(const struct sample *s, double *y);

/* 200 samples: the method, with its settings, gives what the twin gives. */
static inline void sample_compare(const char *method, const char *settings, double lo, double hi,
                                  double gaps, double tolerance, sample_twin *twin)
{
    struct rig *rig = rig_new();
    uint32_t state = 11;
    for (int round = 0; round < 200; round++) {
        struct sample s;
        double y[SAMPLE_N], want[SAMPLE_N];
        int value;
        sample_fill(&s, &state, lo, hi, gaps);
        for (size_t i = 0; i < s.n; i++)
            want[i] = NAN;
        value = rig_aggregate(rig, method, settings, s.n, s.m, s.columns, s.w, y);
        twin(&s, want);
        ck_assert_msg(value == HENG_OK || (value == HENG_UNDEFINED && !isfinite(want[0])),
                      "%s, round %d: answers %d %s", method, round, value, rig->why);
        for (size_t i = 0; i < s.n && value == HENG_OK; i++) {
            double expected = sample_children(&s, i) > 0 ? want[i] : NAN;
            ck_assert_msg(kit_near(y[i], expected, tolerance),
                          "%s, round %d, [%zu]: %.17g, not %.17g", method, round, i, y[i],
                          expected);
        }
    }
    rig_free(rig);
}

/* Scores do not change when a column is multiplied (and, with shift, moved). */
static inline void sample_invariant(const char *method, const char *settings, double lo, double hi,
                                    int shift)
{
    struct rig *rig = rig_new();
    uint32_t state = 23;
    for (int round = 0; round < 50; round++) {
        struct sample s, t;
        double y[SAMPLE_N], z[SAMPLE_N];
        int value;
        sample_fill(&s, &state, lo, hi, 0.1);
        t = s;
        for (size_t j = 0; j < s.m; j++) {
            double factor = 0.001 + 1000 * sample_noise(&state);
            double move = shift ? 5000 * sample_noise(&state) - 2500 : 0;
            t.columns[j] = t.x[j];
            for (size_t i = 0; i < s.n; i++)
                t.x[j][i] = s.x[j][i] * factor + move;
        }
        value = rig_aggregate(rig, method, settings, s.n, s.m, s.columns, s.w, y);
        ck_assert_int_eq(value, rig_aggregate(rig, method, settings, t.n, t.m, t.columns, t.w, z));
        kit_assert_columns(z, y, s.n, 1e-9);
    }
    rig_free(rig);
}

/* ---- a call ------------------------------------------------------------------------------- */

static struct rig *rig;
static double y[512];

/* What a method makes of columns, into y. */
static inline int run(const char *name, const char *settings, size_t n, size_t m,
                      const double *const *x, const double *w)
{
    return rig_aggregate(rig, name, settings, n, m, x, w, y);
}

#endif
