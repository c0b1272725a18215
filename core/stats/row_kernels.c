/* SPDX-License-Identifier: MIT */
/* The loops over rows, four values at a time. */
#include "stats/row_kernels.h"

#include <math.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "stats/simd.h"
#include "stats/simd_log.h"

const double *rows_of(const double *x, size_t n, size_t first, double *room)
{
    const size_t rows = rows_count(n, first), padded = rows_padded(n, first);
    if (rows == padded)
        return x + first;
    memcpy(room, x + first, rows * sizeof *room);
    for (size_t i = rows; i < padded; i++)
        room[i] = x[n - 1];
    return room;
}

void rows_fill(double *to, double v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = v;
}

void rows_blank(double *to, size_t n, size_t first)
{
    for (size_t i = rows_count(n, first); i < rows_padded(n, first); i++)
        to[i] = NAN;
}

SIMD_BODY void find_gap_body(const double *v, size_t n, int *found)
{
    lane_mask gap = {0};
    for (size_t i = 0; i < n; i += LANES) {
        const lanes x = *(const lanes *)(v + i);
        gap |= (lane_mask)(x != x);
    }
    *found = (gap[0] | gap[1] | gap[2] | gap[3]) != 0;
}
SIMD_VERSIONS(static, find_gap, (const double *v, size_t n, int *found), (v, n, found))

int rows_have_gap(const double *v, size_t n)
{
    int found;
    find_gap(v, n, &found);
    return found;
}

/* ---- sums ---------------------------------------------------------------- */

void rows_clear(struct rows_sum *s, size_t n)
{
    s->n = n;
    memset(s->s, 0, n * sizeof *s->s);
    memset(s->c, 0, n * sizeof *s->c);
}

SIMD_BODY void rows_add_body(struct rows_sum *to, const double *v, double w)
{
    for (size_t i = 0; i < to->n; i += LANES) {
        const lanes x = *(const lanes *)(v + i);
        lanes s = *(const lanes *)(to->s + i), c = *(const lanes *)(to->c + i);
        SIMD_ADD(s, c, SIMD_WHERE(x == x, w * x));
        *(lanes *)(to->s + i) = s;
        *(lanes *)(to->c + i) = c;
    }
}
SIMD_VERSIONS(extern, rows_add, (struct rows_sum * to, const double *v, double w), (to, v, w))

SIMD_BODY void rows_add_squares_body(struct rows_sum *to, const double *v, double w)
{
    for (size_t i = 0; i < to->n; i += LANES) {
        const lanes x = *(const lanes *)(v + i);
        lanes s = *(const lanes *)(to->s + i), c = *(const lanes *)(to->c + i);
        SIMD_ADD(s, c, SIMD_WHERE(x == x, w * x * x));
        *(lanes *)(to->s + i) = s;
        *(lanes *)(to->c + i) = c;
    }
}
SIMD_VERSIONS(extern, rows_add_squares, (struct rows_sum * to, const double *v, double w),
              (to, v, w))

/* The block of the same column that comes next, while the others are worked on. */
SIMD_BODY void fetch_next(const double *v)
{
    __builtin_prefetch((const void *)((uintptr_t)v + ROWS * sizeof *v), 0, 2);
}

/* As rows_add column by column; s and c stay in registers meanwhile. gap: whether there is a NaN.
 */
SIMD_BODY void add_four_body(struct rows_sum *to, const double *const *v, const double *w, int *gap)
{
    const double *a = v[0], *b = v[1], *d = v[2], *e = v[3];
    const lanes zero = {0}, wa = zero + w[0], wb = zero + w[1], wd = zero + w[2], we = zero + w[3];
    lane_mask present = ~(lane_mask){0};
    for (size_t i = 0; i < to->n; i += LANES) {
        const lanes xa = *(const lanes *)(a + i), xb = *(const lanes *)(b + i);
        const lanes xd = *(const lanes *)(d + i), xe = *(const lanes *)(e + i);
        const lane_mask ma = (lane_mask)(xa == xa), mb = (lane_mask)(xb == xb);
        const lane_mask md = (lane_mask)(xd == xd), me = (lane_mask)(xe == xe);
        lanes s = *(const lanes *)(to->s + i), c = *(const lanes *)(to->c + i);
        if (i % (2 * LANES) == 0) {
            fetch_next(a + i);
            fetch_next(b + i);
            fetch_next(d + i);
            fetch_next(e + i);
        }
        SIMD_ADD(s, c, SIMD_WHERE(ma, wa * xa));
        SIMD_ADD(s, c, SIMD_WHERE(mb, wb * xb));
        SIMD_ADD(s, c, SIMD_WHERE(md, wd * xd));
        SIMD_ADD(s, c, SIMD_WHERE(me, we * xe));
        present &= ma & mb & md & me;
        *(lanes *)(to->s + i) = s;
        *(lanes *)(to->c + i) = c;
    }
    *gap = (present[0] & present[1] & present[2] & present[3]) == 0;
}
SIMD_VERSIONS(static, add_four,
              (struct rows_sum * to, const double *const *v, const double *w, int *gap),
              (to, v, w, gap))

/* Of k columns, 1 or 2, one after the other for each row. */
SIMD_BODY void add_distances(struct rows_sum *one, struct rows_sum *other, const double *const *v,
                             const struct rows_ends *ends, size_t k)
{
    for (size_t i = 0; i < one->n; i += LANES) {
        lanes s = *(const lanes *)(one->s + i), c = *(const lanes *)(one->c + i);
        lanes t = *(const lanes *)(other->s + i), u = *(const lanes *)(other->c + i);
        for (size_t j = 0; j < k; j++) {
            const lanes x = *(const lanes *)(v[j] + i);
            const lanes d = (x - ends[j].one) * ends[j].factor;
            const lanes e = (x - ends[j].other) * ends[j].factor;
            SIMD_ADD(s, c, SIMD_WHERE(x == x, d * d));
            SIMD_ADD(t, u, SIMD_WHERE(x == x, e * e));
            if (i % (2 * LANES) == 0)
                fetch_next(v[j] + i);
        }
        *(lanes *)(one->s + i) = s;
        *(lanes *)(one->c + i) = c;
        *(lanes *)(other->s + i) = t;
        *(lanes *)(other->c + i) = u;
    }
}

SIMD_BODY void rows_add_distances_body(struct rows_sum *one, struct rows_sum *other,
                                       const double *const *v, const struct rows_ends *ends,
                                       size_t columns)
{
    for (; columns >= 2; columns -= 2, v += 2, ends += 2)
        add_distances(one, other, v, ends, 2);
    if (columns > 0)
        add_distances(one, other, v, ends, 1);
}
SIMD_VERSIONS(extern, rows_add_distances,
              (struct rows_sum * one, struct rows_sum *other, const double *const *v,
               const struct rows_ends *ends, size_t columns),
              (one, other, v, ends, columns))

void rows_value(const struct rows_sum *s, double *to)
{
    for (size_t i = 0; i < s->n; i++)
        to[i] = s->s[i] + s->c[i];
}

double rows_total(const struct rows_sum *s)
{
    struct sum total = {0, 0};
    for (size_t i = 0; i < s->n; i++)
        sum_add(&total, s->s[i]);
    for (size_t i = 0; i < s->n; i++)
        sum_add(&total, s->c[i]);
    return sum_value(&total);
}

void rows_weight_clear(struct rows_weight *w, size_t n)
{
    w->has_gaps = 0;
    w->common = (struct sum){0, 0};
    w->own.n = n;
}

SIMD_BODY void add_weight_body(struct rows_sum *to, const double *v, double w)
{
    const lanes zero = {0}, all = zero + w;
    for (size_t i = 0; i < to->n; i += LANES) {
        const lanes x = *(const lanes *)(v + i);
        lanes s = *(const lanes *)(to->s + i), c = *(const lanes *)(to->c + i);
        SIMD_ADD(s, c, SIMD_WHERE(x == x, all));
        *(lanes *)(to->s + i) = s;
        *(lanes *)(to->c + i) = c;
    }
}
SIMD_VERSIONS(static, add_weight, (struct rows_sum * to, const double *v, double w), (to, v, w))

void rows_weight_add(struct rows_weight *s, const double *v, double w)
{
    if (!s->has_gaps && rows_have_gap(v, s->own.n)) {
        rows_fill(s->own.s, s->common.s, s->own.n);
        rows_fill(s->own.c, s->common.c, s->own.n);
        s->has_gaps = 1;
    }
    if (s->has_gaps)
        add_weight(&s->own, v, w);
    else
        sum_add(&s->common, w);
}

void rows_weight_value(const struct rows_weight *s, double *to)
{
    if (s->has_gaps)
        rows_value(&s->own, to);
    else
        rows_fill(to, sum_value(&s->common), s->own.n);
}

void rows_mean_clear(struct rows_mean *m, size_t n)
{
    rows_clear(&m->total, n);
    rows_weight_clear(&m->weight, n);
}

void rows_mean_add(struct rows_mean *m, const double *v, double w)
{
    rows_add(&m->total, v, w);
    rows_weight_add(&m->weight, v, w);
}

void rows_mean_add_four(struct rows_mean *m, const double *const *v, const double *w)
{
    int gap;
    add_four(&m->total, v, w, &gap);
    for (size_t j = 0; j < 4; j++)
        if (gap || m->weight.has_gaps)
            rows_weight_add(&m->weight, v[j], w[j]);
        else
            sum_add(&m->weight.common, w[j]);
}

void rows_mean_add_squares(struct rows_mean *m, const double *v, double w)
{
    rows_add_squares(&m->total, v, w);
    rows_weight_add(&m->weight, v, w);
}

SIMD_BODY void divide_sums_body(const struct rows_sum *s, const double *by, double *to)
{
    for (size_t i = 0; i < s->n; i += LANES)
        *(lanes *)(to + i) =
            (*(const lanes *)(s->s + i) + *(const lanes *)(s->c + i)) / *(const lanes *)(by + i);
}
SIMD_VERSIONS(static, divide_sums, (const struct rows_sum *s, const double *by, double *to),
              (s, by, to))

void rows_mean_value(const struct rows_mean *m, double *to)
{
    double weight[ROWS];
    rows_weight_value(&m->weight, weight);
    divide_sums(&m->total, weight, to);
}

/* The sums of 3 * LANES rows, from a, b and d on, of all columns; they stay in registers. */
SIMD_BODY void mean_of_lanes(const double *const *v, const double *w, size_t m, double total,
                             size_t a, size_t b, size_t d, double *y, lane_mask *defined)
{
    lanes s0 = {0}, c0 = {0}, s1 = {0}, c1 = {0}, s2 = {0}, c2 = {0};
    for (size_t j = 0; j < m; j++) {
        SIMD_ADD(s0, c0, w[j] * *(const lanes *)(v[j] + a));
        SIMD_ADD(s1, c1, w[j] * *(const lanes *)(v[j] + b));
        SIMD_ADD(s2, c2, w[j] * *(const lanes *)(v[j] + d));
    }
    s0 = (s0 + c0) / total;
    s1 = (s1 + c1) / total;
    s2 = (s2 + c2) / total;
    *(lanes *)(y + a) = s0;
    *(lanes *)(y + b) = s1;
    *(lanes *)(y + d) = s2;
    *defined &= (lane_mask)(s0 == s0) & (lane_mask)(s1 == s1) & (lane_mask)(s2 == s2);
}

/* The last lanes overlap those before: they are the same bits twice. */
SIMD_BODY void means_of_rows_body(const double *const *v, const double *w, size_t m, size_t n,
                                  double total, double *y, int *whole)
{
    const size_t last = n - LANES;
    lane_mask defined = ~(lane_mask){0};
    for (size_t i = 0; i < n; i += 3 * LANES) {
        const size_t b = i + LANES, d = b + LANES;
        mean_of_lanes(v, w, m, total, i < last ? i : last, b < last ? b : last, d < last ? d : last,
                      y, &defined);
    }
    *whole = (defined[0] & defined[1] & defined[2] & defined[3]) != 0;
}
SIMD_VERSIONS(static, means_of_rows,
              (const double *const *v, const double *w, size_t m, size_t n, double total, double *y,
               int *whole),
              (v, w, m, n, total, y, whole))

#if defined(__x86_64__) && !defined(SIMD_PLAIN)

/* The larger one first, an addition has its exact error for three operations less: of what is not
   negative the larger one is the maximum. Adds w x to s and c; low: the lowest x. */
#define ADD_ORDERED(s, c, x, low)                                                                  \
    do {                                                                                           \
        const lanes x_ = (x), t_ = (s) + x_;                                                       \
        const lanes more_ = (lanes)__builtin_ia32_maxpd256((v4)(s), (v4)x_);                       \
        const lanes less_ = (lanes)__builtin_ia32_minpd256((v4)(s), (v4)x_);                       \
        (low) = (lanes)__builtin_ia32_minpd256((v4)(low), (v4)x_);                                 \
        (c) += less_ - (t_ - more_);                                                               \
        (s) = t_;                                                                                  \
    } while (0)

typedef double v4 __attribute__((vector_size(32)));

/* As means_of_rows, of columns without a negative value; else, or with a gap, *whole is 0. */
__attribute__((target("avx2"), noinline)) static void ordered_means(const double *const *v,
                                                                    const double *w, size_t m,
                                                                    size_t n, double total,
                                                                    double *y, int *whole)
{
    const size_t last = n - LANES;
    lanes low = {0};
    lane_mask defined = ~(lane_mask){0};
    for (size_t i = 0; i < n; i += 3 * LANES) {
        const size_t b = i + LANES < last ? i + LANES : last, a = i < last ? i : last;
        const size_t d = i + 2 * LANES < last ? i + 2 * LANES : last;
        lanes s0 = {0}, c0 = {0}, s1 = {0}, c1 = {0}, s2 = {0}, c2 = {0};
        for (size_t j = 0; j < m; j++) {
            ADD_ORDERED(s0, c0, w[j] * *(const lanes *)(v[j] + a), low);
            ADD_ORDERED(s1, c1, w[j] * *(const lanes *)(v[j] + b), low);
            ADD_ORDERED(s2, c2, w[j] * *(const lanes *)(v[j] + d), low);
        }
        s0 = (s0 + c0) / total;
        s1 = (s1 + c1) / total;
        s2 = (s2 + c2) / total;
        *(lanes *)(y + a) = s0;
        *(lanes *)(y + b) = s1;
        *(lanes *)(y + d) = s2;
        defined &= (lane_mask)(s0 == s0) & (lane_mask)(s1 == s1) & (lane_mask)(s2 == s2);
    }
    defined &= (lane_mask)(low >= 0);
    *whole = (defined[0] & defined[1] & defined[2] & defined[3]) != 0;
}

static int has_ordered(void)
{
    return __builtin_cpu_supports("avx2");
}

#else

static void ordered_means(const double *const *v, const double *w, size_t m, size_t n, double total,
                          double *y, int *whole)
{
    means_of_rows(v, w, m, n, total, y, whole);
}

static int has_ordered(void)
{
    return 0;
}

#endif

int rows_means(const double *const *v, const double *w, size_t m, size_t n, double *y)
{
    struct sum total = {0, 0};
    int whole = 0;
    for (size_t j = 0; j < m; j++)
        sum_add(&total, w[j]);
    if (has_ordered())
        ordered_means(v, w, m, n, sum_value(&total), y, &whole);
    if (!whole)
        means_of_rows(v, w, m, n, sum_value(&total), y, &whole);
    return whole;
}

/* ---- value by value ------------------------------------------------------ */

SIMD_BODY void rows_scale_body(const double *v, double factor, double from, double shift,
                               double unit, double *to, size_t n)
{
    for (size_t i = 0; i < n; i += LANES)
        *(lanes *)(to + i) = (*(const lanes *)(v + i) * factor - from - shift) / unit;
}
SIMD_VERSIONS(extern, rows_scale,
              (const double *v, double factor, double from, double shift, double unit, double *to,
               size_t n),
              (v, factor, from, shift, unit, to, n))

SIMD_BODY void rows_inverse_body(const double *v, double *to, size_t n)
{
    for (size_t i = 0; i < n; i += LANES)
        *(lanes *)(to + i) = 1.0 / *(const lanes *)(v + i);
}
SIMD_VERSIONS(extern, rows_inverse, (const double *v, double *to, size_t n), (v, to, n))

void rows_root(const double *v, double *to, size_t n)
{
#if defined(__SSE2__)
    for (size_t i = 0; i < n; i += 2) /* n is a multiple of LANES; rounded correctly, as sqrt is */
        _mm_storeu_pd(to + i, _mm_sqrt_pd(_mm_loadu_pd(v + i)));
#else
    for (size_t i = 0; i < n; i++)
        to[i] = sqrt(v[i]);
#endif
}

SIMD_BODY void rows_divide_body(const double *v, const double *by, double *to, size_t n)
{
    for (size_t i = 0; i < n; i += LANES)
        *(lanes *)(to + i) = *(const lanes *)(v + i) / *(const lanes *)(by + i);
}
SIMD_VERSIONS(extern, rows_divide, (const double *v, const double *by, double *to, size_t n),
              (v, by, to, n))

SIMD_BODY void rows_subtract_body(const double *v, const double *less, double *to, size_t n)
{
    for (size_t i = 0; i < n; i += LANES)
        *(lanes *)(to + i) = *(const lanes *)(v + i) - *(const lanes *)(less + i);
}
SIMD_VERSIONS(extern, rows_subtract, (const double *v, const double *less, double *to, size_t n),
              (v, less, to, n))

SIMD_BODY void rows_above_body(const double *v, double sign, double *to, size_t n)
{
    const lanes zero = {0};
    for (size_t i = 0; i < n; i += LANES) {
        const lanes x = *(const lanes *)(v + i) * sign;
        *(lanes *)(to + i) = SIMD_WHERE(x > zero, x);
    }
}
SIMD_VERSIONS(extern, rows_above, (const double *v, double sign, double *to, size_t n),
              (v, sign, to, n))

SIMD_BODY void rows_grade_body(const double *v, double from, double most, double rho, double top,
                               double *to, size_t n)
{
    for (size_t i = 0; i < n; i += LANES) {
        const lanes d = from - *(const lanes *)(v + i);
        *(lanes *)(to + i) = top / (SIMD_PICK(d < -d, -d, d) / most + rho);
    }
}
SIMD_VERSIONS(extern, rows_grade,
              (const double *v, double from, double most, double rho, double top, double *to,
               size_t n),
              (v, from, most, rho, top, to, n))

SIMD_BODY void rows_lowest_body(double *low, const double *v, size_t n)
{
    for (size_t i = 0; i < n; i += LANES) {
        const lanes x = *(const lanes *)(v + i), a = *(const lanes *)(low + i);
        *(lanes *)(low + i) = SIMD_PICK(x < a, x, a);
    }
}
SIMD_VERSIONS(extern, rows_lowest, (double *low, const double *v, size_t n), (low, v, n))

SIMD_BODY void rows_highest_body(double *high, const double *v, size_t n)
{
    for (size_t i = 0; i < n; i += LANES) {
        const lanes x = *(const lanes *)(v + i), a = *(const lanes *)(high + i);
        *(lanes *)(high + i) = SIMD_PICK(x > a, x, a);
    }
}
SIMD_VERSIONS(extern, rows_highest, (double *high, const double *v, size_t n), (high, v, n))

SIMD_BODY void rows_regret_body(double *most, const double *v, const double *weight, double w,
                                size_t n)
{
    for (size_t i = 0; i < n; i += LANES) {
        const lanes r = *(const lanes *)(v + i), a = *(const lanes *)(most + i);
        const lanes x = w / *(const lanes *)(weight + i) * (1.0 - r);
        *(lanes *)(most + i) = SIMD_PICK(x > a, x, a);
    }
}
SIMD_VERSIONS(extern, rows_regret,
              (double *most, const double *v, const double *weight, double w, size_t n),
              (most, v, weight, w, n))

SIMD_BODY void rows_log_body(const double *v, double *to, size_t n)
{
    for (size_t i = 0; i < n; i += LANES)
        simd_log((const lanes *)(v + i), (lanes *)(to + i));
}
SIMD_VERSIONS(extern, rows_log, (const double *v, double *to, size_t n), (v, to, n))

SIMD_BODY void rows_log1p_body(const double *v, double *to, size_t n)
{
    for (size_t i = 0; i < n; i += LANES)
        simd_log1p((const lanes *)(v + i), (lanes *)(to + i));
}
SIMD_VERSIONS(extern, rows_log1p, (const double *v, double *to, size_t n), (v, to, n))
