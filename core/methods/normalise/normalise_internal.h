/* SPDX-License-Identifier: MIT */
/* What the files of the normalise stage share. */
#ifndef HENG_METHODS_NORMALISE_NORMALISE_INTERNAL_H
#define HENG_METHODS_NORMALISE_NORMALISE_INTERNAL_H

#include "methods/given.h"
#include "stats/stats.h"

/* HENG_OK when x has any value; else HENG_UNDEFINED and why. */
int normalise_check_values(struct heng_column_call *c);
/* HENG_OK when, moreover, the base has two different values to take statistics from. */
int normalise_check_base(struct heng_column_call *c);
int normalise_check_span(struct heng_column_call *c, struct stats_span *base); /* its range too */
/* HENG_OK when r is two numbers that rise; else HENG_FAIL and why. */
int normalise_check_range(struct heng_column_call *c, const struct heng_reals *r);

/* The row of a method whose formula says 0 and 1: S has a member struct heng_reals range. */
#define NORMALISE_RANGE_OF_0_1(S)                                                                  \
    HENG_PARAM_REALS(S, range, "0, 1", HENG_NO_MIN, HENG_NO_MAX, 2, 2, NULL,                       \
                     "what 0 and 1 of the formula become")
/* Brings y from 0, 1 to the range, which has been checked. */
void normalise_to_range(struct heng_column_call *c, const struct heng_reals *r);
/* HENG_OK when the indicator has goalposts that rise; else HENG_FAIL and why. */
int normalise_check_goalposts(struct heng_column_call *c);

/* The lowest and the highest value of base in the sense of the direction. */
double normalise_worst(const struct heng_column_call *c);
double normalise_best(const struct heng_column_call *c);
/* The same of the goalposts. */
double normalise_worse_post(const struct heng_column_call *c);
double normalise_better_post(const struct heng_column_call *c);

/* y: from at worst, from + width at best, in line through both. */
void normalise_between(struct heng_column_call *c, double worst, double best, double from,
                       double width);

/* What a method has found in its base, for found.c; numbers of lists go into room. */
typedef enum found normalise_find(const struct heng_column_call *c, struct normalise_given *to,
                                  double room[4]);
normalise_find normalise_found_given, normalise_found_goalposts, normalise_found_scaled,
    normalise_found_minmax, normalise_found_zscore, normalise_found_target,
    normalise_found_reference, normalise_found_max, normalise_found_fraction, normalise_found_sum,
    normalise_found_first, normalise_found_mean, normalise_found_vector, normalise_found_efficacy,
    normalise_found_logistic;
/* A line from worst, which becomes lo, to best, which becomes lo + width. */
enum found normalise_found_line(struct normalise_given *to, double room[4], double worst,
                                double best, double lo, double hi);

/* normalise.c */
extern const struct heng_method normalise_minmax, normalise_zscore, normalise_goalposts,
    normalise_none;
/* given.c */
extern const struct heng_method normalise_given_method;
/* rank.c */
extern const struct heng_method normalise_rank, normalise_percentile_rank, normalise_borda;
/* distance.c */
extern const struct heng_method normalise_dist_target, normalise_dist_reference, normalise_dist_max;
/* ratio.c */
extern const struct heng_method normalise_fraction_max, normalise_sum, normalise_initial_value,
    normalise_mean_value, normalise_vector;
/* scale.c */
extern const struct heng_method normalise_scaled, normalise_efficacy, normalise_logistic;

#endif
