/* SPDX-License-Identifier: MIT */
/*
 * What the files of the aggregate stage share. A child is a value that is present in a column whose
 * weight is not 0; weights are rescaled over the children of a row.
 */
#ifndef HENG_METHODS_AGGREGATE_AGGREGATE_INTERNAL_H
#define HENG_METHODS_AGGREGATE_AGGREGATE_INTERNAL_H

#include "heng.h"
#include "stats/row_kernels.h"

/* What every method of the stage says of its columns. */
#define HIGHER_IS_BETTER                                                                           \
    "Children are normalised, higher is better, so there are no cost criteria. "
#define NAN_LEFT_OUT "NaN is left out and the row's weights rescaled; no child: undefined. "
/* What those say that divide by a column's largest value or sum, or by its range. */
#define NOT_NEGATIVE                                                                               \
    "A negative child: undefined. A column of zeros is left out, with a note; other constant "     \
    "columns and one unit are nothing special. "
#define LEAVES_CONSTANT                                                                            \
    "Any sign. A constant column is left out, with a note; one unit, or constant columns only: "   \
    "undefined. "

static inline int aggregate_is_child(const struct heng_aggregate_call *c, size_t j, size_t i)
{
    return c->w[j] > 0 && !isnan(c->x[j][i]);
}

/*
 * How each column is put on the method's own scale: r = (x * factor - from - shift) / unit. factor
 * is a power of two that brings the column into [-1, 1], so that nothing overflows; from is a value
 * of the column, so that a large offset costs no digits. unit 0 leaves the column out.
 */
struct aggregate_scale {
    double *factor, *from, *shift, *unit;
    size_t used;             /* columns that are not left out */
    struct stats_span range; /* of the column that is being fitted, before scaling */
};

enum { AGGREGATE_SCALE_DOUBLES = 4 }; /* a column, at the start of the call's scratch */

/* Fills in from, shift and unit of column j, whose factor is known; it has a child. */
typedef void aggregate_fit_fn(const struct heng_aggregate_call *c, size_t j,
                              struct aggregate_scale *s);

/* min-max to [0, 1]; share of the highest, of the sum, of the Euclidean length. */
aggregate_fit_fn aggregate_fit_minmax, aggregate_fit_max, aggregate_fit_sum, aggregate_fit_length;
/* (x - mean) / sd, and (x - mean) / |mean|. */
aggregate_fit_fn aggregate_fit_population, aggregate_fit_sample, aggregate_fit_mean;

size_t aggregate_scratch_scale(size_t n, size_t m);
size_t aggregate_scratch_scale_and_row(size_t n, size_t m); /* n more doubles behind the scale */

/* Fits all columns in the call's scratch; a note names those left out, and why. */
struct aggregate_scale aggregate_scale_fit(struct heng_aggregate_call *c, aggregate_fit_fn *fit,
                                           const char *why);

/* Column j of row i on the scale, or NaN when it is no child or left out. */
static inline double aggregate_scaled(const struct heng_aggregate_call *c,
                                      const struct aggregate_scale *s, size_t j, size_t i)
{
    if (!(s->unit[j] > 0))
        return NAN;
    return (c->x[j][i] * s->factor[j] - s->from[j] - s->shift[j]) / s->unit[j];
}

/* The rows of column j from `first` on, on the scale, in room; false when it is left out. */
int aggregate_scaled_rows(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                          size_t j, size_t first, double *room);
/* Adds those rows, of all columns, to a mean. */
void aggregate_add_scaled(const struct heng_aggregate_call *c, const struct aggregate_scale *s,
                          size_t first, struct rows_mean *mean);
/* Adds those rows, of all columns that count, to a mean as they are: four columns at a time. */
void aggregate_add_columns(const struct heng_aggregate_call *c, size_t first,
                           struct rows_mean *mean);
/* Puts the results of the rows from `first` on, as far as there are rows. */
void aggregate_put(struct heng_aggregate_call *c, size_t first, const double *v);
/* y: the weighted mean of every row on the scale; NaN without a child. */
void aggregate_scaled_means(struct heng_aggregate_call *c, const struct aggregate_scale *s);

/* HENG_OK, or HENG_UNDEFINED and why when a child is negative. */
int aggregate_refuse_negative(struct heng_aggregate_call *c);
/* HENG_OK when a list has one value, or one a column; else HENG_FAIL and why. */
int aggregate_check_list(struct heng_aggregate_call *c, const char *name,
                         const struct heng_reals *list);
/* The value of column j in such a list. */
static inline double aggregate_of_list(const struct heng_reals *list, size_t j)
{
    return list->v[list->n == 1 ? 0 : j];
}

/* Whether row i has any. */
int aggregate_has_child(const struct heng_aggregate_call *c, size_t i);

/* Ends a method: what is not finite becomes NaN; HENG_UNDEFINED and why when no score is left, else
   HENG_OK and a note of how many rows with children have none, and why. */
int aggregate_settle(struct heng_aggregate_call *c, const char *why);

/* mean.c */
extern const struct heng_method aggregate_power_mean, aggregate_owa, aggregate_mean_min,
    aggregate_sum;
/* balance.c */
extern const struct heng_method aggregate_mazziotta_pareto, aggregate_adjusted_mpi;
/* outranking.c */
extern const struct heng_method aggregate_copeland, aggregate_promethee2;
/* reference.c */
extern const struct heng_method aggregate_vikor, aggregate_grey, aggregate_mabac, aggregate_edas,
    aggregate_wroclaw;
/* ratio.c */
extern const struct heng_method aggregate_waspas, aggregate_codas, aggregate_copras,
    aggregate_moora, aggregate_multimoora, aggregate_aras;
/* compromise.c */
extern const struct heng_method aggregate_cocoso, aggregate_marcos, aggregate_mairca,
    aggregate_ocra, aggregate_cradis;
/* ideal.c */
extern const struct heng_method aggregate_probid, aggregate_spotis, aggregate_rim, aggregate_ervd;
/* grade.c */
extern const struct heng_method aggregate_rsr, aggregate_fuzzy;

/* Where one child of 0 makes a score 0 (or its product) whatever the others are: how many there
   are, and what helps. It is lawful, but such units are not told apart. Columns of zeros count or
   do not. */
void aggregate_tell_zeros(struct heng_aggregate_call *c, int columns_of_zeros);

#endif
