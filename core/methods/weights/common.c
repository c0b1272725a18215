/* SPDX-License-Identifier: MIT */
/* What the methods of the weights stage share: what a column must have, and weights that sum to 1.
 */
#include <float.h>

#include "methods/reason.h"
#include "methods/weights/weights_internal.h"
#include "stats/stats.h"

void weights_warn(struct heng_weigh_call *c, size_t j, const char *text)
{
    if (c->warn)
        c->warn(c->warn_data, j, text);
}

int weights_finish(struct heng_weigh_call *c, const char *reason)
{
    double top = stats_max(c->w, c->m), total;
    if (!(top > 0))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "%s", reason);
    for (size_t j = 0; j < c->m; j++)
        c->w[j] /= top;
    total = stats_sum(c->w, c->m);
    for (size_t j = 0; j < c->m; j++)
        c->w[j] /= total;
    return HENG_OK;
}

int weights_has_values(struct heng_weigh_call *c, size_t j)
{
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->x[j][i]))
            return 1;
    weights_warn(c, j, "no values: weight 0");
    return 0;
}

double weights_width_of(struct heng_weigh_call *c, size_t j, const struct stats_span *span)
{
    double width = span->max - span->min;
    if (width > 0 && width <= DBL_MAX)
        return width;
    weights_warn(c, j,
                 span->n == 0 ? "no values: weight 0"
                 : width > 0  ? "the range is too wide for a double: weight 0"
                              : "constant: weight 0");
    return 0;
}

double weights_width(struct heng_weigh_call *c, size_t j)
{
    const struct stats_span span = stats_range(c->x[j], c->n);
    return weights_width_of(c, j, &span);
}

int weights_has_units(struct heng_weigh_call *c)
{
    if (c->n >= 2)
        return 1;
    refuse(c->why, c->why_size, HENG_UNDEFINED, c->n == 1 ? "one unit" : "no units");
    return 0;
}
