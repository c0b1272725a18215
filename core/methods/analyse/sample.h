/* SPDX-License-Identifier: MIT */
/*
 * The units that an analysis of one column looks at, and going through the columns one by one.
 */
#ifndef HENG_METHODS_ANALYSE_SAMPLE_H
#define HENG_METHODS_ANALYSE_SAMPLE_H

#include "heng_draft.h"
#include "methods/lines.h"

/* What every analysis of a sample says of its units. */
#define ANALYSE_UNITS                                                                              \
    "A unit without a value, or whose population is missing or 0, is left out and counted in a "   \
    "warning; with a population the values are per head and count by it, without one all count "   \
    "alike. "

/* Values and populations are multiplied by powers of two that bring them into [-1, 1], so that
   nothing overflows and no digit changes. */
struct analyse_sample {
    size_t n;           /* units with a value and a population above 0 */
    double *x, *w;      /* n each */
    double *unit;       /* n: position of the unit in the call */
    double scale;       /* of x */
    double total, mean; /* of w; of x, weighted */
};

enum { ANALYSE_SAMPLE_DOUBLES = 3 }; /* a unit, in the room that the caller gives */

/* Takes column j in. HENG_OK, or HENG_UNDEFINED and why: there is no unit. */
int analyse_sample_take(struct heng_analyse_call *c, size_t j, double *room,
                        struct analyse_sample *s);
/* HENG_OK, or HENG_UNDEFINED and why: a value is negative, or all are 0. */
int analyse_sample_refuse(struct heng_analyse_call *c, const struct analyse_sample *s);

/* Part of a sample, ascending. */
struct analyse_run {
    const double *x, *w;
    size_t n;
    double total; /* of w */
};

/* The mean of max(b - a, 0) over all pairs: the integral of F_a (1 - F_b), a sum without a negative
   term. */
double analyse_mean_excess(const struct analyse_run *a, const struct analyse_run *b);

/* One column's findings. HENG_UNDEFINED leaves the column out. */
typedef int analyse_column_fn(const void *params, struct heng_analyse_call *c, size_t j);
/* All columns; one that is undefined is warned of by name unless it is the only one. HENG_UNDEFINED
   when all are. */
int analyse_each(const void *params, struct heng_analyse_call *c, analyse_column_fn *column);

/* Hands a line over; an infinity in it becomes NaN. */
void analyse_put(struct heng_analyse_call *c, const char *const *text, double *v, size_t n);
#define ANALYSE_PUT(c, text, ...)                                                                  \
    analyse_put(c, text, (double[]){__VA_ARGS__}, sizeof((double[]){__VA_ARGS__}) / sizeof(double))

/* HENG_OK, or HENG_FAIL and why, told before anything is computed: so many lines would be found. */
int analyse_refuse_lines(struct heng_analyse_call *c, double lines, const char *remedy);

/* The unit with this code; n_units when there is none. */
size_t analyse_unit(const struct heng_analyse_call *c, const char *code);

/* The power of two that brings the n values, NaN left out, into [-1, 1]. */
double analyse_scale(const double *x, size_t n);

#endif
