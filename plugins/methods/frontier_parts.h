/* SPDX-License-Identifier: MIT */
/*
 * How near a unit is to the frontier of the others, as linear programs that GLPK solves.
 *
 * Written down is the envelopment form, whose rows are the columns of the matrix and whose columns
 * are the units: a handful of rows, and from one unit to the next little but the right-hand side
 * changes, so that the last basis is nearly the next one. lambda_k are the shares of peers.
 *
 *     bod   min sum lambda             s.t. Y' lambda >= y_o            (the dual of max w y_o)
 *     dea   min theta                  s.t. Y' lambda >= y_o, X' lambda <= theta x_o
 *           max phi                    s.t. Y' lambda >= phi y_o, X' lambda <= x_o
 *           and, with variable returns to scale, sum lambda = 1
 *
 * A unit takes part in the program once it would lower the optimum: of thousands, few ever do.
 * Units are taken in the order of their values, so that the order they come in changes no bit, and
 * like units get the same score.
 */
#ifndef HENG_PLUGINS_METHODS_FRONTIER_PARTS_H
#define HENG_PLUGINS_METHODS_FRONTIER_PARTS_H

#include <glpk.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "heng_method.h"

/* Of a score to 1, of shares to their sum; a tenth of it in each row and reduced cost. */
#define FRONTIER_TOLERANCE 1e-9

/* A unit: p values as the program has them, NaN where missing. */
struct row {
    const double *v;
    size_t p, unit;
    int at;      /* its column of the program, or 0 */
    int is_peer; /* of the unit that is looked at */
};

struct frontier {
    struct heng_aggregate_call *c;
    const void *params;
    size_t p, inputs; /* columns that count; how many of them are inputs */
    size_t *column;   /* p: which of the call's */
    double *sign;     /* p: +1 an output, -1 an input */
    double *factor;   /* p: powers of two that bring the columns into [0, 1] */
    struct row *rows; /* n units with a child, sorted */
    size_t n;
    const struct row *like; /* the program is set up for units with the children of this one */
    glp_prob *lp;
    int *index; /* room for a column of the program, from 1 */
    double *value;
    const char *why;  /* a score would be undefined for; */
    const char *lost; /* the first one is undefined for */
};

/* What sets one method apart from the other. */
struct kind {
    size_t rows;                      /* beside those of the columns, which come first */
    double cost;                      /* of a unit */
    double scale;                     /* the score of a unit at the frontier */
    int (*begin)(struct frontier *f); /* adds what is beside the units; an answer */
    void (*fit)(struct frontier *f, const struct row *o); /* to the children that o has */
    int (*pose)(struct frontier *f, const struct row *o); /* 0: has no answer, for f->why */
    double (*score)(double objective);
};

/* Columns of the program: the unit itself, those of begin, peers as they come. */
enum { SELF = 1, FRONTIER_ROWS = 64 };

/* The row of the program that stands for column q. */
static inline int row_of(size_t q)
{
    return (int)q + 1;
}

/* Puts f->value, of the rows of all columns, into column `at` of the program. */
void frontier_set_column(struct frontier *f, int at);

int frontier_envelop(const struct kind *kind, struct heng_aggregate_call *c);
size_t frontier_scratch(size_t n, size_t m);

extern const struct heng_method frontier_bod, frontier_dea;

#endif
