/* SPDX-License-Identifier: MIT */
#include "methods/rows.h"

#include <math.h>
#include <string.h>

#include "base/lanes.h"

const double *rows_of(const double *x, size_t n, size_t first, double *room)
{
    size_t rows = rows_count(n, first);
    if (rows == ROWS)
        return x + first;
    memcpy(room, x + first, rows * sizeof *room);
    for (size_t i = rows; i < ROWS; i++)
        room[i] = NAN;
    return room;
}

void rows_fill(double *to, double v)
{
    for (size_t i = 0; i < ROWS; i++)
        to[i] = v;
}

LANES_BODY void find_gap_body(const double *v, int *found)
{
    lane_mask gap = {0};
    for (size_t i = 0; i < ROWS; i += LANES) {
        const lanes x = *(const lanes *)(v + i);
        gap |= (lane_mask)(x != x);
    }
    *found = (gap[0] | gap[1] | gap[2] | gap[3]) != 0;
}
LANES_VERSIONS(static, find_gap, (const double *v, int *found), (v, found))

int rows_have_gap(const double *v)
{
    int found;
    find_gap(v, &found);
    return found;
}

/* ---- sums ---------------------------------------------------------------- */

void rows_clear(struct rows_sum *s)
{
    memset(s, 0, sizeof *s);
}

LANES_BODY void rows_add_body(struct rows_sum *to, const double *v, double w)
{
    for (size_t i = 0; i < ROWS; i += LANES) {
        const lanes x = *(const lanes *)(v + i);
        lanes s = *(const lanes *)(to->s + i), c = *(const lanes *)(to->c + i);
        LANES_ADD(s, c, LANES_WHERE(x == x, w * x));
        *(lanes *)(to->s + i) = s;
        *(lanes *)(to->c + i) = c;
    }
}
LANES_VERSIONS(extern, rows_add, (struct rows_sum *to, const double *v, double w), (to, v, w))

LANES_BODY void rows_add_squares_body(struct rows_sum *to, const double *v, double w)
{
    for (size_t i = 0; i < ROWS; i += LANES) {
        const lanes x = *(const lanes *)(v + i);
        lanes s = *(const lanes *)(to->s + i), c = *(const lanes *)(to->c + i);
        LANES_ADD(s, c, LANES_WHERE(x == x, w * x * x));
        *(lanes *)(to->s + i) = s;
        *(lanes *)(to->c + i) = c;
    }
}
LANES_VERSIONS(extern, rows_add_squares, (struct rows_sum *to, const double *v, double w), (to, v, w))

void rows_value(const struct rows_sum *s, double *to)
{
    for (size_t i = 0; i < ROWS; i++)
        to[i] = s->s[i] + s->c[i];
}

double rows_total(const struct rows_sum *s)
{
    struct sum total = {0, 0};
    for (size_t i = 0; i < ROWS; i++)
        sum_add(&total, s->s[i]);
    for (size_t i = 0; i < ROWS; i++)
        sum_add(&total, s->c[i]);
    return sum_value(&total);
}

void rows_weight_clear(struct rows_weight *w)
{
    w->has_gaps = 0;
    w->common = (struct sum){0, 0};
}

LANES_BODY void add_weight_body(struct rows_sum *to, const double *v, double w)
{
    const lanes zero = {0}, all = zero + w;
    for (size_t i = 0; i < ROWS; i += LANES) {
        const lanes x = *(const lanes *)(v + i);
        lanes s = *(const lanes *)(to->s + i), c = *(const lanes *)(to->c + i);
        LANES_ADD(s, c, LANES_WHERE(x == x, all));
        *(lanes *)(to->s + i) = s;
        *(lanes *)(to->c + i) = c;
    }
}
LANES_VERSIONS(static, add_weight, (struct rows_sum *to, const double *v, double w), (to, v, w))

void rows_weight_add(struct rows_weight *s, const double *v, double w)
{
    if (!s->has_gaps && rows_have_gap(v)) {
        rows_fill(s->own.s, s->common.s);
        rows_fill(s->own.c, s->common.c);
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
        rows_fill(to, sum_value(&s->common));
}

void rows_mean_clear(struct rows_mean *m)
{
    rows_clear(&m->total);
    rows_weight_clear(&m->weight);
}

void rows_mean_add(struct rows_mean *m, const double *v, double w)
{
    rows_add(&m->total, v, w);
    rows_weight_add(&m->weight, v, w);
}

void rows_mean_add_squares(struct rows_mean *m, const double *v, double w)
{
    rows_add_squares(&m->total, v, w);
    rows_weight_add(&m->weight, v, w);
}

void rows_mean_value(const struct rows_mean *m, double *to)
{
    double weight[ROWS];
    rows_weight_value(&m->weight, weight);
    rows_value(&m->total, to);
    for (size_t i = 0; i < ROWS; i++)
        to[i] /= weight[i];
}

/* ---- value by value ------------------------------------------------------ */

LANES_BODY void rows_scale_body(const double *v, double factor, double from, double shift,
                                double unit, double *to)
{
    for (size_t i = 0; i < ROWS; i += LANES)
        *(lanes *)(to + i) = (*(const lanes *)(v + i) * factor - from - shift) / unit;
}
LANES_VERSIONS(extern, rows_scale,
               (const double *v, double factor, double from, double shift, double unit, double *to),
               (v, factor, from, shift, unit, to))

LANES_BODY void rows_inverse_body(const double *v, double *to)
{
    for (size_t i = 0; i < ROWS; i += LANES)
        *(lanes *)(to + i) = 1.0 / *(const lanes *)(v + i);
}
LANES_VERSIONS(extern, rows_inverse, (const double *v, double *to), (v, to))

void rows_root(const double *v, double *to)
{
    for (size_t i = 0; i < ROWS; i++)
        to[i] = sqrt(v[i]);
}

LANES_BODY void rows_divide_body(const double *v, const double *by, double *to)
{
    for (size_t i = 0; i < ROWS; i += LANES)
        *(lanes *)(to + i) = *(const lanes *)(v + i) / *(const lanes *)(by + i);
}
LANES_VERSIONS(extern, rows_divide, (const double *v, const double *by, double *to), (v, by, to))

LANES_BODY void rows_subtract_body(const double *v, const double *less, double *to)
{
    for (size_t i = 0; i < ROWS; i += LANES)
        *(lanes *)(to + i) = *(const lanes *)(v + i) - *(const lanes *)(less + i);
}
LANES_VERSIONS(extern, rows_subtract, (const double *v, const double *less, double *to),
               (v, less, to))

LANES_BODY void rows_above_body(const double *v, double sign, double *to)
{
    const lanes zero = {0};
    for (size_t i = 0; i < ROWS; i += LANES) {
        const lanes x = *(const lanes *)(v + i) * sign;
        *(lanes *)(to + i) = LANES_WHERE(x > zero, x);
    }
}
LANES_VERSIONS(extern, rows_above, (const double *v, double sign, double *to), (v, sign, to))

LANES_BODY void rows_away_body(const double *v, double from, double factor, double *to)
{
    for (size_t i = 0; i < ROWS; i += LANES)
        *(lanes *)(to + i) = (*(const lanes *)(v + i) - from) * factor;
}
LANES_VERSIONS(extern, rows_away, (const double *v, double from, double factor, double *to),
               (v, from, factor, to))

LANES_BODY void rows_grade_body(const double *v, double from, double most, double rho, double top,
                                double *to)
{
    for (size_t i = 0; i < ROWS; i += LANES) {
        const lanes d = from - *(const lanes *)(v + i);
        *(lanes *)(to + i) = top / (LANES_PICK(d < -d, -d, d) / most + rho);
    }
}
LANES_VERSIONS(extern, rows_grade,
               (const double *v, double from, double most, double rho, double top, double *to),
               (v, from, most, rho, top, to))

LANES_BODY void rows_lowest_body(double *low, const double *v)
{
    for (size_t i = 0; i < ROWS; i += LANES) {
        const lanes x = *(const lanes *)(v + i), a = *(const lanes *)(low + i);
        *(lanes *)(low + i) = LANES_PICK(x < a, x, a);
    }
}
LANES_VERSIONS(extern, rows_lowest, (double *low, const double *v), (low, v))

LANES_BODY void rows_highest_body(double *high, const double *v)
{
    for (size_t i = 0; i < ROWS; i += LANES) {
        const lanes x = *(const lanes *)(v + i), a = *(const lanes *)(high + i);
        *(lanes *)(high + i) = LANES_PICK(x > a, x, a);
    }
}
LANES_VERSIONS(extern, rows_highest, (double *high, const double *v), (high, v))

LANES_BODY void rows_regret_body(double *most, const double *v, const double *weight, double w)
{
    for (size_t i = 0; i < ROWS; i += LANES) {
        const lanes r = *(const lanes *)(v + i), a = *(const lanes *)(most + i);
        const lanes x = w / *(const lanes *)(weight + i) * (1.0 - r);
        *(lanes *)(most + i) = LANES_PICK(x > a, x, a);
    }
}
LANES_VERSIONS(extern, rows_regret,
               (double *most, const double *v, const double *weight, double w),
               (most, v, weight, w))
