/* SPDX-License-Identifier: MIT */
/*
 * What a treatment or a normalisation has found in its base, as parameters of the method `given` of
 * its stage: with them a value is treated and normalised by itself, as it was beside the others.
 */
#ifndef HENG_METHODS_GIVEN_H
#define HENG_METHODS_GIVEN_H

#include "heng.h"

enum found {
    FOUND_ITSELF, /* the method looks at no other value: it stays as it is */
    FOUND_GIVEN,  /* the values are there */
    FOUND_NOTHING /* it has none that would do for a value by itself */
};

enum given_function {
    FUNCTION_NONE,
    FUNCTION_LN,
    FUNCTION_LOG10,
    FUNCTION_MIRRORED,
    FUNCTION_BOXCOX
};

/* y = f(min(max(x, lower), upper)); f over v = x - from + shift, mirrored -ln(from + shift - x). */
struct treat_given {
    double lower, upper; /* NaN: none */
    int function;        /* enum given_function */
    double from, shift, lambda;
};

enum given_form { FORM_LINE, FORM_DISTANCE, FORM_ZSCORE, FORM_RATIO, FORM_VECTOR, FORM_LOGISTIC };

/* The formulas: normalise/given.c. */
struct normalise_given {
    int form; /* enum given_form */
    struct heng_reals at, to;
    double width;
    int capped; /* CAPPED_AT_BOTH: of FOUND_ITSELF alone */
};
enum { CAPPED_AT_BEST = 1, CAPPED_AT_BOTH };

/* Of the call the base, the direction, goalposts and params are looked at; scratch as the method
   asks for the base. Lists point into room, 4 doubles; of FOUND_ITSELF, too, it is filled in: the
   method as a line. A method that is none of ours: FOUND_NOTHING. */
/* Of the n values of a period; *value: what fills in, or NaN. scratch: 2 n. */
enum found impute_found(const struct heng_method *m, const void *params, const double *x, size_t n,
                        double *scratch, double *value);
enum found treat_found(const struct heng_method *m, const struct heng_column_call *c,
                       struct treat_given *to);
enum found normalise_found(const struct heng_method *m, const struct heng_column_call *c,
                           struct normalise_given *to, double room[4]);

/* One value by the values given. */
double treat_value(const struct treat_given *g, double x);

#endif
