/* SPDX-License-Identifier: MIT */
/* Draws for cells, by where each cell comes from. */
#include "robust/sample/data_noise.h"

#include <math.h>
#include <stdio.h>

#include "robust/sample/weight_noise.h"
#include "stats/normal.h"
#include "stats/rng.h"

/* Standard normal, the same wherever its unit stands. */
static double draw_on(const struct data_noise *d, const struct results *r, size_t indicator,
                      size_t row)
{
    const struct table *t = r->plan->table;
    size_t period = row / r->n_units, unit = r->plan->order[row % r->n_units];
    struct rng g;
    rng_init(&g, (uint64_t)(d->u * 0x1p53),
             (indicator * t->n_periods + period) * t->n_units + unit);
    return noise_normal(&g);
}

/* ---- bounds ---------------------------------------------------------------------------------- */

/* The columns of an indicator's bounds; of none but a column's own. */
struct bounds {
    const struct variable *v, *low, *high, *per; /* v NULL: it has none */
};

static const struct variable *beside(const struct table *t, const char *name, const char *ending)
{
    char text[256];
    return (size_t)snprintf(text, sizeof text, "%s%s", name, ending) < sizeof text
               ? table_variable(t, text)
               : NULL;
}

static struct bounds bounds_of(const struct results *r, size_t indicator)
{
    const struct table *t = r->plan->table;
    const struct node *n = &r->plan->tree.nodes[r->plan->tree.indicators[indicator]];
    struct bounds b = {0};
    if (n->origin.kind != FROM_VARIABLE)
        return b;
    b.v = &t->variables[n->origin.column];
    b.low = beside(t, b.v->name, "_low");
    b.high = beside(t, b.v->name, "_high");
    b.per = n->per ? table_variable(t, n->per) : NULL;
    return b.low && b.high ? b : (struct bounds){0};
}

/* Whether the bounds of a row of the table are there, about its value, and apart. */
static bool has_bounds(const struct bounds *b, size_t row)
{
    return b->v && b->low->v[row] <= b->v->v[row] && b->v->v[row] <= b->high->v[row] &&
           b->low->v[row] < b->high->v[row];
}

static double within_bounds(const struct bounds *b, size_t row, double share, double z)
{
    const double v = b->v->v[row], half = normal_quantile((1 + share) / 2);
    const double moved = v + z / half * (z < 0 ? v - b->low->v[row] : b->high->v[row] - v);
    return b->per ? moved / b->per->v[row] : moved;
}

static size_t table_row(const struct results *r, size_t row)
{
    return row / r->n_units * r->n_units + r->plan->order[row % r->n_units];
}

/* ---- what is disturbed ----------------------------------------------------------------------- */

static double disturbed(const struct data_noise *d, const struct results *r, size_t k, size_t i,
                        const struct bounds *b)
{
    const double v = r->raw[k][i];
    if (isnan(v))
        return v;
    if (has_bounds(b, table_row(r, i)))
        return within_bounds(b, table_row(r, i), d->bounds, draw_on(d, r, k, i));
    return v == 0 || !(d->observed > 0) ? v : v * (1 + d->observed * draw_on(d, r, k, i));
}

void data_noise_raw(const struct data_noise *d, const struct results *r, double *const *to)
{
    for (size_t k = 0; k < r->plan->tree.n_indicators; k++) {
        const struct bounds b = d->bounds > 0 ? bounds_of(r, k) : (struct bounds){0};
        for (size_t i = 0; i < r->n_rows; i++)
            to[k][i] = disturbed(d, r, k, i, &b);
    }
}

void data_noise_disturb(struct results *r, size_t indicator, double *column, void *data)
{
    const struct data_noise *d = data;
    for (size_t i = 0; i < r->n_rows; i++)
        if (r->cell[indicator][i] == CELL_IMPUTED && !isnan(column[i]))
            column[i] *= 1 + d->imputed * draw_on(d, r, indicator, i);
}

bool data_noise_observes(const struct results *r)
{
    for (size_t k = 0; k < r->plan->tree.n_indicators; k++)
        for (size_t i = 0; i < r->n_rows; i++)
            if (!isnan(r->raw[k][i]) && r->raw[k][i] != 0)
                return true;
    return false;
}

bool data_noise_imputes(const struct results *r)
{
    for (size_t k = 0; k < r->plan->tree.n_indicators; k++)
        for (size_t i = 0; i < r->n_rows; i++)
            if (r->cell[k][i] == CELL_IMPUTED && r->imputed[k][i] != 0)
                return true;
    return false;
}

bool data_noise_is_bounded(const struct results *r)
{
    for (size_t k = 0; k < r->plan->tree.n_indicators; k++) {
        const struct bounds b = bounds_of(r, k);
        for (size_t row = 0; row < r->n_rows; row++)
            if (has_bounds(&b, row))
                return true;
    }
    return false;
}
