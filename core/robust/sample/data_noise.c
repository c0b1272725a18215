/* SPDX-License-Identifier: MIT */
/* Draws for cells, by where each cell comes from. */
#include "robust/sample/data_noise.h"

#include <math.h>

#include "robust/sample/weight_noise.h"
#include "stats/rng.h"

/* The factor on a cell: the same wherever its unit stands. */
static double factor_on(const struct data_noise *d, double sd, const struct results *r,
                        size_t indicator, size_t row)
{
    const struct table *t = r->plan->table;
    size_t period = row / r->n_units, unit = r->plan->order[row % r->n_units];
    struct rng g;
    rng_init(&g, (uint64_t)(d->u * 0x1p53),
             (indicator * t->n_periods + period) * t->n_units + unit);
    return 1 + sd * noise_normal(&g);
}

void data_noise_raw(const struct data_noise *d, const struct results *r, double *const *to)
{
    for (size_t k = 0; k < r->plan->tree.n_indicators; k++)
        for (size_t i = 0; i < r->n_rows; i++) {
            const double v = r->raw[k][i];
            to[k][i] = isnan(v) || v == 0 ? v : v * factor_on(d, d->observed, r, k, i);
        }
}

void data_noise_disturb(struct results *r, size_t indicator, double *column, void *data)
{
    const struct data_noise *d = data;
    for (size_t i = 0; i < r->n_rows; i++)
        if (r->cell[indicator][i] == CELL_IMPUTED && !isnan(column[i]))
            column[i] *= factor_on(d, d->imputed, r, indicator, i);
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
