/* SPDX-License-Identifier: MIT */
/* Sobol indices and their intervals, from the results at a Saltelli design. */
#include "robust/sample/sobol.h"

#include <math.h>

#include "stats/rng.h"
#include "stats/stats.h"

/* Streams of the bootstrap lie beyond those of the samples. */
static const uint64_t BOOTSTRAP = UINT64_C(1) << 62;

void sobol_point(const struct sobol_design *d, size_t r, double *u)
{
    const size_t sample = r / (d->k + 2), scenario = r % (d->k + 2);
    struct rng rng;
    rng_init(&rng, d->seed, sample);
    for (size_t j = 0; j < d->k; j++) {
        double a = rng_uniform(&rng), b = rng_uniform(&rng);
        u[j] = scenario == 1 || scenario == j + 2 ? b : a;
    }
}

size_t sobol_scratch(const struct sobol_design *d, size_t resamples)
{
    return 2 * d->n + 2 * d->k * resamples + resamples;
}

/* What an estimate is made from: the samples that are used, perhaps resampled. */
struct draw {
    const struct sobol_design *d;
    const double *y;
    const double *at; /* positions of samples, as doubles */
    size_t n;
    double variance;
};

static const double *runs_of(const struct draw *w, size_t i)
{
    return w->y + (size_t)w->at[i] * (w->d->k + 2);
}

static double variance(const struct draw *w)
{
    struct sum mean = {0, 0}, squares = {0, 0};
    double m;
    for (size_t i = 0; i < w->n; i++) {
        sum_add(&mean, runs_of(w, i)[0]);
        sum_add(&mean, runs_of(w, i)[1]);
    }
    m = sum_value(&mean) / (2 * (double)w->n);
    for (size_t i = 0; i < w->n; i++)
        for (size_t v = 0; v < 2; v++)
            sum_add(&squares, (runs_of(w, i)[v] - m) * (runs_of(w, i)[v] - m));
    return sum_value(&squares) / (2 * (double)w->n - 1);
}

/* mean (f(from) - f(a with b_j))^2 / (2 V); from: 0 at a, 1 at b. */
static double half_square(const struct draw *w, size_t j, size_t from)
{
    struct sum s = {0, 0};
    for (size_t i = 0; i < w->n; i++) {
        double d = runs_of(w, i)[from] - runs_of(w, i)[j + 2];
        sum_add(&s, d * d);
    }
    return sum_value(&s) / (2 * (double)w->n * w->variance);
}

static size_t usable(const struct sobol_design *d, const double *y, double *at)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++) {
        size_t v = 0;
        while (v < d->k + 2 && isfinite(y[i * (d->k + 2) + v]))
            v++;
        if (v == d->k + 2)
            at[n++] = (double)i;
    }
    return n;
}

static void interval(const double *v, size_t n, double level, double *low, double *high,
                     double *sorted)
{
    *low = stats_quantile(v, n, (1 - level) / 2, sorted);
    *high = stats_quantile(v, n, (1 + level) / 2, sorted);
}

/* values: 2 k columns of `resamples` estimates, first order and then total. */
static void bootstrap(const struct draw *whole, size_t resamples, double level,
                      struct sobol_index *out, double *at, double *values)
{
    const size_t k = whole->d->k;
    struct draw w = *whole;
    w.at = at;
    for (size_t r = 0; r < resamples; r++) {
        struct rng rng;
        rng_init(&rng, w.d->seed, BOOTSTRAP + r);
        for (size_t i = 0; i < w.n; i++)
            at[i] = whole->at[(size_t)(rng_uniform(&rng) * (double)w.n)];
        w.variance = variance(&w);
        if (!(w.variance > 0))
            w.variance = NAN; /* such a resample tells nothing */
        for (size_t j = 0; j < k; j++) {
            values[2 * j * resamples + r] = 1 - half_square(&w, j, 1);
            values[(2 * j + 1) * resamples + r] = half_square(&w, j, 0);
        }
    }
    for (size_t j = 0; j < k; j++) {
        double *first = values + 2 * j * resamples, *total = first + resamples;
        double *sorted = values + 2 * k * resamples;
        interval(first, resamples, level, &out[j].first_low, &out[j].first_high, sorted);
        interval(total, resamples, level, &out[j].total_low, &out[j].total_high, sorted);
    }
}

size_t sobol_estimate(const struct sobol_design *d, const double *y, size_t resamples, double level,
                      struct sobol_index *out, double *scratch)
{
    double *at = scratch, *resampled = scratch + d->n, *values = scratch + 2 * d->n;
    struct draw w = {d, y, at, usable(d, y, at), NAN};
    for (size_t j = 0; j < d->k; j++)
        out[j] = (struct sobol_index){NAN, NAN, NAN, NAN, NAN, NAN};
    if (w.n < 2)
        return w.n;
    w.variance = variance(&w);
    if (!(w.variance > 0))
        return w.n;
    for (size_t j = 0; j < d->k; j++) {
        out[j].first = 1 - half_square(&w, j, 1);
        out[j].total = half_square(&w, j, 0);
    }
    if (resamples > 0)
        bootstrap(&w, resamples, level, out, resampled, values);
    return w.n;
}
