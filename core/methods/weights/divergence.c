/* SPDX-License-Identifier: MIT */
/* How far a column is from equal shares, 1 - e with e Shannon's entropy: entropy, idocriw. */
#include <float.h>

#include "methods/weights/weights_internal.h"
#include "stats/elementary.h"
#include "stats/simd_log.h"
#include "stats/stats.h"

/* u = (x - lowest) factor + shift, below 1, and the sums of u and u ln u, compensated. */
struct entropy_sums {
    double lowest, factor, shift;
    struct sum u, logs;
};

/* Adds x to s, c where s is no smaller: half the steps of SIMD_ADD. */
#define ADD_SMALLER(s, c, x)                                                                       \
    do {                                                                                           \
        const lanes x_ = (x), t_ = (s) + x_;                                                       \
        (c) += x_ - (t_ - (s));                                                                    \
        (s) = t_;                                                                                  \
    } while (0)

/* s[0], s[1] the sum of LANES values u and what it lost, s[2], s[3] those of u ln u. 0 and NaN
   count as the least number, which moves no sum. */
SIMD_BODY void add_terms(const double *x, const struct entropy_sums *e, lanes *s)
{
    const lanes zero = {0}, u = (*(const lanes *)x - e->lowest) * e->factor + e->shift;
    const lanes some = SIMD_PICK(u > 0x1p-1022, u, zero + 0x1p-1022);
    lanes log_u;
    simd_log_normal(&some, &log_u);
    ADD_SMALLER(s[0], s[1], some);
    ADD_SMALLER(s[2], s[3], some * log_u);
}

/* The sums begin at 1 and -1, so that no term is larger, and that is taken off in the end. */
SIMD_BODY void sum_terms_body(const double *x, size_t n, struct entropy_sums *e)
{
    const lanes zero = {0}, one = zero + 1.0;
    lanes a[4] = {one, zero, -one, zero}, b[4] = {one, zero, -one, zero};
    double rest[LANES] = {NAN, NAN, NAN, NAN};
    size_t i = 0;
    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        add_terms(x + i, e, a);
        add_terms(x + i + LANES, e, b);
    }
    for (; i + LANES <= n; i += LANES)
        add_terms(x + i, e, a);
    for (size_t k = 0; i + k < n; k++)
        rest[k] = x[i + k];
    add_terms(rest, e, b);
    for (size_t part = 0; part < 2; part++)
        for (size_t k = 0; k < LANES; k++) {
            sum_add(&e->u, a[part][k]);
            sum_add(&e->u, b[part][k]);
            sum_add(&e->logs, a[2 + part][k]);
            sum_add(&e->logs, b[2 + part][k]);
        }
    sum_add(&e->u, -2 * LANES);
    sum_add(&e->logs, 2 * LANES);
}
SIMD_VERSIONS(static, sum_terms, (const double *x, size_t n, struct entropy_sums *e), (x, n, e))

/*
 * With p = u / U, U the sum of the k values u, and M = U / k: ln k + sum p ln p = (sum u ln u) / U
 * - ln M, in which a factor common to all u falls away. u is scaled to 1 at most: then neither term
 * is above ln k, and the difference is as near as 1 - e is with e rounded to a double.
 */
double weights_divergence(const double *x, size_t n, const struct stats_span *span, double lowest,
                          double shift)
{
    int exponent;
    double k = (double)span->n, mean, d;
    struct entropy_sums e = {.lowest = lowest};
    (void)frexp(fmin(span->max - lowest + shift, DBL_MAX), &exponent);
    e.factor = ldexp(1, exponent < -1000 ? 1000 : -exponent);
    e.shift = shift * e.factor;
    sum_terms(x, n, &e);
    mean = sum_value(&e.u) / k;
    d = (sum_value(&e.logs) / sum_value(&e.u) - real_log(mean)) / real_log(k);
    return d > 0 ? d : 0;
}
