/* SPDX-License-Identifier: MIT */
/* What the files of the impute stage share. */
#ifndef HENG_METHODS_IMPUTE_IMPUTE_INTERNAL_H
#define HENG_METHODS_IMPUTE_IMPUTE_INTERNAL_H

#include "heng_draft.h"

/* A call that is being filled, cell by cell. */
struct filling {
    struct heng_fill_call *c;
    const void *params;
    /* Gets ready for the missing cells of a period, in scratch; or NULL. */
    void (*begin)(const struct filling *f, size_t period);
    /* The value of a missing cell, or NaN. */
    double (*value)(const struct filling *f, size_t period, size_t unit);
};

/*
 * Copies what is present and fills what is missing. `how` says with what, `left` why nothing was
 * found: "imputed 3 of 20 values with HOW", "1 value left missing: LEFT". A column without values
 * is undefined.
 */
int impute_fill(const struct filling *f, const char *how, const char *left);

/* Column j of the unit in the period. */
static inline double impute_cell(const struct filling *f, size_t j, size_t period, size_t unit)
{
    return f->c->x[j][period * f->c->n_units + unit];
}

/* (a - b) / (to - from) without overflow; NaN where the two ends are one. */
double impute_part(double a, double b, double from, double to);
/* The value at part s, 0 to 1, of the way. */
double impute_between(double s, double from, double to);

/* fill.c */
extern const struct heng_method impute_row_mean, impute_knn;
/* panel.c */
extern const struct heng_method impute_latest, impute_linear, impute_linear_constant;

#endif
