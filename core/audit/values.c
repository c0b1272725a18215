/* SPDX-License-Identifier: MIT */
/*
 * Values that stand apart from the others of their class and period. Two rules:
 *     magnitude  at an end of the sizes that are not 0, at most a quarter of them lie beyond a gap
 *                of a factor: another unit of measurement, a digit too many
 *     outlier    beyond the outer fences, 3 interquartile ranges from the nearer quartile, of the
 *                values that are not 0 (of all, for a 0); where all are above 0, of their
 * logarithms, too: a column that is merely skewed, or cut off at 0, is no finding A column that
 * reaches 0 has no order of magnitude at its small end: there it is not looked for. Source: outer
 * fences: Tukey, Exploratory Data Analysis, 1977, p. 44.
 */
#include <math.h>

#include "audit/audit_internal.h"
#include "stats/elementary.h"
#include "stats/sort.h"

enum { SIZES = 5, /* below these nothing stands apart */ QUARTILES = 8 };

/* What lies beyond these sizes has been told as a magnitude. */
struct told {
    double below, above;
};

static void tell_magnitude(struct auditor *w, const struct audit_slice *s, size_t extreme,
                           size_t neighbour, size_t count, double gap)
{
    struct audit_finding f = audit_blank(w, AUDIT_MAGNITUDE, s->node);
    const size_t row = results_row(w->r, s->period, 0);
    f.position = (size_t)w->size_at[extreme];
    f.value = w->r->raw[s->indicator][row + f.position];
    f.against = w->r->raw[s->indicator][row + (size_t)w->size_at[neighbour]];
    f.n = count;
    f.of = s->present;
    f.severity = gap;
    audit_slice_add(w, AUDIT_MAGNITUDE, s, f);
}

static bool reaches_zero(const struct audit_slice *s)
{
    return s->zeros || s->x[0] < 0;
}

static struct told magnitudes(struct auditor *w, const struct audit_slice *s)
{
    const double factor = audit_rules[AUDIT_MAGNITUDE].limit, *size = w->size;
    struct told told = {0, INFINITY};
    size_t m = 0, low = 0, high;
    for (size_t i = 0; i < s->present; i++)
        if (s->x[i] != 0) {
            w->size[m] = fabs(s->x[i]);
            w->size_at[m++] = s->at[i];
        }
    if (m < SIZES)
        return told;
    if (s->x[0] < 0)
        sort_pairs(w->size, w->size_at, m);
    for (size_t i = 1; i <= m / 4 && !reaches_zero(s); i++)
        low = size[i] >= factor * size[i - 1] ? i : low;
    high = m;
    for (size_t i = m - 1; i >= m - m / 4; i--)
        high = size[i] >= factor * size[i - 1] ? i : high;
    if (low) {
        told.below = size[low];
        tell_magnitude(w, s, 0, low, low, size[low] / size[low - 1]);
    }
    if (high < m) {
        told.above = size[high - 1];
        tell_magnitude(w, s, m - 1, high - 1, m - high, size[high] / size[high - 1]);
    }
    return told;
}

/* Of n ascending values: interpolated between two of them, which may be seen as logarithms. */
static double quantile(const double *x, size_t n, double p, bool logs)
{
    const double at = p * (double)(n - 1);
    const size_t i = (size_t)at;
    const double a = logs ? real_log(x[i]) : x[i];
    const double b = i + 1 < n ? logs ? real_log(x[i + 1]) : x[i + 1] : a;
    return a + (at - (double)i) * (b - a);
}

struct fences {
    double lower, upper, range; /* quartiles, and what lies between them */
};

static struct fences fences_of(const double *x, size_t n, bool logs)
{
    struct fences f = {quantile(x, n, 0.25, logs), quantile(x, n, 0.75, logs), 0};
    f.range = f.upper - f.lower;
    return f;
}

/* Interquartile ranges from the nearer quartile; not above 0: within them. */
static double distance(const struct fences *f, double x)
{
    return (x < f->lower ? f->lower - x : x - f->upper) / f->range;
}

/* What is not 0, ascending as it was. */
static void leave_zeros(struct auditor *w, const struct audit_slice *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->present; i++)
        if (s->x[i] != 0)
            w->size[n++] = s->x[i];
}

static void outliers(struct auditor *w, const struct audit_slice *s, struct told told)
{
    const size_t n = s->present - s->zeros;
    const bool logs = s->x[0] >= 0;
    const double limit = audit_rules[AUDIT_OUTLIER].limit;
    struct fences plain, by_log, with_zeros;
    leave_zeros(w, s);
    plain = fences_of(w->size, n, false);
    by_log = logs ? fences_of(w->size, n, true) : plain;
    with_zeros = fences_of(s->x, s->present, false);
    if (!(plain.range > 0) || !(by_log.range > 0))
        return;
    for (size_t i = 0; i < s->present; i++) {
        const double x = s->x[i], apart = distance(x == 0 ? &with_zeros : &plain, x);
        struct audit_finding f;
        double of_logs;
        if (!(apart > limit) || fabs(x) < told.below || fabs(x) > told.above)
            continue;
        of_logs = logs && x > 0 ? distance(&by_log, real_log(x)) : INFINITY;
        if (!(of_logs > limit))
            continue;
        f = audit_blank(w, AUDIT_OUTLIER, s->node);
        f.position = (size_t)s->at[i];
        f.value = x;
        f.against = quantile(w->size, n, 0.5, false);
        f.severity = fmin(apart, of_logs);
        audit_slice_add(w, AUDIT_OUTLIER, s, f);
    }
}

void audit_look_at_values(struct auditor *w, const struct audit_slice *s)
{
    const struct told told = s->present ? magnitudes(w, s) : (struct told){0, INFINITY};
    if (s->present - s->zeros >= QUARTILES)
        outliers(w, s, told);
}
