/* SPDX-License-Identifier: MIT */
/* What the files of the weights stage share. */
#ifndef HENG_METHODS_WEIGHTS_WEIGHTS_INTERNAL_H
#define HENG_METHODS_WEIGHTS_WEIGHTS_INTERNAL_H

#include "heng.h"
#include "stats/stats.h"

void weights_warn(struct heng_weigh_call *c, size_t j, const char *text);
/* Divides what is in w (finite, >= 0) by its sum; HENG_UNDEFINED for this reason when that is 0. */
int weights_finish(struct heng_weigh_call *c, const char *reason);
/* False, and a warning, when column j is empty: its weight is 0. */
int weights_has_values(struct heng_weigh_call *c, size_t j);
/* 1 - e of a column, e = -sum p ln p / ln n, p the share of x - lowest + shift (not negative, 0 ln
   0 = 0) in its sum; of n values with this range, two or more and not all the same. */
double weights_divergence(const double *x, size_t n, const struct stats_span *span, double lowest,
                          double shift);
/* The width of column j's range; 0 and a warning when it has none: its weight is 0. */
double weights_width(struct heng_weigh_call *c, size_t j);
double weights_width_of(struct heng_weigh_call *c, size_t j, const struct stats_span *span);
/* What the data-driven methods need before they look at a column: two units. False: why says so. */
int weights_has_units(struct heng_weigh_call *c);

/* The columns that vary, correlated over the units that have all of them. */
struct weights_whole {
    size_t n, varying; /* such units, such columns; n is 0 where no more than one column varies */
    double *used;      /* m: 1, or 0 with a warning and w 0 */
    double *r;         /* m x m, NaN for a column that is not used */
    double *scale, *length; /* m: see correlation_of_whole; length 0 for a column not used */
};
/* Sets w to used too. scratch: weights_whole_scratch(n, m) doubles, of which w keeps the first. */
void weights_whole(struct heng_weigh_call *c, struct weights_whole *w, double *scratch);
size_t weights_whole_scratch(size_t n, size_t m);

/* spread.c */
extern const struct heng_method weights_cv, weights_sd, weights_variance, weights_information,
    weights_gini, weights_lopcow, weights_angle;
/* removal.c */
extern const struct heng_method weights_merec, weights_cilos, weights_idocriw;
/* independence.c */
extern const struct heng_method weights_independence;
/* components.c */
extern const struct heng_method weights_pca, weights_factor;
/* ahp.c, expert.c */
extern const struct heng_method weights_ahp, weights_precedence, weights_budget;
/* combined.c */
extern const struct heng_method weights_combined;

#endif
