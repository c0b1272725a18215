/* SPDX-License-Identifier: MIT */
/* Matrices of neighbours: contiguity from a table, or from distances. */
#include "methods/analyse/spatial_weights.h"

#include "base/text.h"
#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/sample.h"
#include "methods/reason.h"
#include "stats/great_circle.h"
#include "stats/stats.h"

/* ---- tables -------------------------------------------------------------- */

/* n_columns when there is none. */
static size_t column_of(const struct heng_table *t, const char *name)
{
    for (size_t j = 0; j < t->n_columns; j++)
        if (text_equal(t->columns[j], name))
            return j;
    return t->n_columns;
}

static int is_matrix(const struct heng_table *t)
{
    if (!t->rows || !t->columns)
        return 1;
    for (size_t i = 0; i < t->n_rows; i++)
        if (column_of(t, t->rows[i]) == t->n_columns)
            return 0;
    return t->n_rows == t->n_columns;
}

static int refuse_weight(struct heng_analyse_call *c, double weight)
{
    return refuse(c->why, c->why_size, HENG_FAIL,
                  "neighbours: a weight is %s; it must be 0 or more",
                  isnan(weight) ? "no number" : short_number(weight, 6).s);
}

/* The first line has been read as names; where it holds a unit, it was meant as data. */
static int refuse_header(const struct heng_table *t, struct heng_analyse_call *c, const char *code)
{
    return refuse(
        c->why, c->why_size, HENG_FAIL,
        "neighbours: %s: the first line holds the unit %s; a list begins with a line of "
        "names such as code,neighbour, a matrix has the same codes in its first line as in "
        "its first column",
        t->path ? t->path : "a table", code);
}

/* A matrix without names is in the order of the units. */
static int fill_matrix(const struct heng_table *t, struct heng_analyse_call *c, double *w,
                       size_t *strange)
{
    if (!t->rows && (t->n_rows != c->n || t->n_columns != c->n))
        return refuse(c->why, c->why_size, HENG_FAIL, "neighbours: %zu rows of %zu for %zu units",
                      t->n_rows, t->n_columns, c->n);
    for (size_t a = 0; a < t->n_rows; a++) {
        size_t i = t->rows ? analyse_unit(c, t->rows[a]) : a;
        *strange += i == c->n;
        for (size_t b = 0; i < c->n && b < t->n_columns; b++) {
            size_t j = t->rows ? analyse_unit(c, t->columns[b]) : b;
            double v = t->v[a * t->n_columns + b];
            int blank = isnan(v) && (!t->text || !t->text[a * t->n_columns + b][0]);
            if (j == c->n || j == i || blank)
                continue;
            if (isnan(v) && t->text && analyse_unit(c, t->text[a * t->n_columns + b]) < c->n)
                return refuse_header(t, c, t->columns[b]);
            if (!(v >= 0))
                return refuse_weight(c, v);
            w[i * c->n + j] = v;
        }
    }
    return HENG_OK;
}

static int fill_list(const struct heng_table *t, struct heng_analyse_call *c, double *w,
                     size_t *strange)
{
    size_t weights = column_of(t, "weight");
    for (size_t b = 0; b < t->n_columns; b++)
        if (analyse_unit(c, t->columns[b]) < c->n)
            return refuse_header(t, c, t->columns[b]);
    for (size_t a = 0; a < t->n_rows; a++) {
        size_t i = analyse_unit(c, t->rows[a]);
        double v = weights == t->n_columns ? 1 : t->v[a * t->n_columns + weights];
        *strange += i == c->n;
        if (!(v >= 0))
            return refuse_weight(c, v);
        for (size_t b = 0; i < c->n && b < t->n_columns; b++) {
            const char *code = t->text[a * t->n_columns + b];
            size_t j = b == weights || !code[0] ? i : analyse_unit(c, code);
            *strange += j == c->n;
            if (j < c->n && j != i)
                w[i * c->n + j] = v;
        }
    }
    return HENG_OK;
}

static void complete(struct heng_analyse_call *c, double *w)
{
    for (size_t i = 0; i < c->n; i++)
        for (size_t j = 0; j < i; j++) {
            double *a = &w[i * c->n + j], *b = &w[j * c->n + i];
            *a = *a > 0 ? *a : *b;
            *b = *b > 0 ? *b : *a;
        }
}

static int fill_table(const struct neighbour_params *p, struct heng_analyse_call *c, double *w)
{
    const struct heng_table *t = &p->neighbours.v[0];
    size_t strange = 0;
    int matrix = is_matrix(t);
    int status = matrix ? fill_matrix(t, c, w, &strange) : fill_list(t, c, w, &strange);
    if (status == HENG_OK && !matrix && p->both_ways)
        complete(c, w);
    if (status == HENG_OK && strange > 0)
        analyse_warn(c, "neighbours: %zu code%s of no unit here", strange,
                     strange == 1 ? " is" : "s are");
    return status;
}

/* ---- distances ----------------------------------------------------------- */

/* Distances of unit i to the others, NaN to itself. */
static void measure(const struct heng_analyse_call *c, size_t i, double *row)
{
    for (size_t j = 0; j < c->n; j++)
        row[j] = j == i ? NAN
                        : great_circle_km(c->latitude[i], c->longitude[i], c->latitude[j],
                                          c->longitude[j]);
}

/* The k-th least, or the greatest when there are fewer. */
static double reach_of(const double *row, size_t n, size_t k)
{
    double reach = -1;
    for (size_t found = 0; found < k;) {
        double next = INFINITY;
        for (size_t j = 0; j < n; j++)
            if (row[j] > reach && row[j] < next)
                next = row[j];
        if (isinf(next))
            break;
        for (size_t j = 0; j < n; j++)
            found += row[j] == next;
        reach = next;
    }
    return reach;
}

static int fill_distances(const struct neighbour_params *p, struct heng_analyse_call *c, double *w,
                          double *row)
{
    for (size_t i = 0; i < c->n; i++) {
        double reach;
        measure(c, i, row);
        reach = p->k > 0 ? reach_of(row, c->n, (size_t)p->k) : p->threshold_km;
        for (size_t j = 0; j < c->n; j++) {
            if (!(row[j] <= reach))
                continue;
            if (p->weights == NEIGHBOURS_INVERSE && row[j] == 0)
                return refuse(c->why, c->why_size, HENG_UNDEFINED,
                              "%s and %s are at one place: no inverse distance", c->codes[i],
                              c->codes[j]);
            w[i * c->n + j] = p->weights == NEIGHBOURS_INVERSE ? 1 / row[j] : 1;
        }
    }
    return HENG_OK;
}

int spatial_weights_fill(const struct neighbour_params *p, struct heng_analyse_call *c, double *w,
                         double *row)
{
    int given = (p->neighbours.n > 0) + (p->k > 0) + !isnan(p->threshold_km);
    if (given > 1)
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "give only one of neighbours, k and threshold_km");
    if (given == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "nobody is a neighbour: give neighbours, k or threshold_km");
    if (p->neighbours.n == 0 && !(c->longitude && c->latitude))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "%s needs longitude and latitude",
                      p->k > 0 ? "k" : "threshold_km");
    for (size_t i = 0; i < c->n * c->n; i++)
        w[i] = 0;
    return p->neighbours.n > 0 ? fill_table(p, c, w) : fill_distances(p, c, w, row);
}
