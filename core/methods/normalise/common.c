/* SPDX-License-Identifier: MIT */
/* What the methods of the normalise stage share: checks of a column and its base, the ends of a
   range by direction, and the line between two points. */
#include <float.h>

#include "methods/normalise/normalise_internal.h"
#include "methods/reason.h"
#include "stats/simd.h"
#include "stats/stats.h"

int normalise_check_range(struct heng_column_call *c, const struct heng_reals *r)
{
    if (r->n == 2 && r->v[0] < r->v[1])
        return HENG_OK;
    return refuse(c->why, c->why_size, HENG_FAIL, "range must be two numbers that rise");
}

void normalise_to_range(struct heng_column_call *c, const struct heng_reals *r)
{
    const double lo = r->v[0], width = r->v[1] - r->v[0];
    if (lo == 0 && width == 1)
        return;
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = lo + width * c->y[i];
}

int normalise_check_values(struct heng_column_call *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->x[i]))
            return HENG_OK;
    return refuse(c->why, c->why_size, HENG_UNDEFINED, "no values");
}

int normalise_check_base(struct heng_column_call *c)
{
    struct stats_span span;
    return normalise_check_span(c, &span);
}

int normalise_check_span(struct heng_column_call *c, struct stats_span *base)
{
    const struct stats_span span = *base = stats_range(c->base, c->n_base);
    size_t n = span.n;
    const char *reason = NULL;
    double width;
    int status = normalise_check_values(c);
    if (status != HENG_OK)
        return status;
    if (n < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "%s%s", n ? "one value" : "no values",
                      c->base == c->x ? "" : " in the base");
    width = span.max - span.min;
    if (!(width > 0))
        reason = "constant";
    else if (width > DBL_MAX)
        reason = "the range is too wide for a double";
    return reason ? refuse(c->why, c->why_size, HENG_UNDEFINED, "%s", reason) : HENG_OK;
}

int normalise_check_goalposts(struct heng_column_call *c)
{
    if (!isfinite(c->lo) || !isfinite(c->hi))
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "the indicator has no goalposts; give it goalposts = lo, hi");
    if (!(c->lo < c->hi))
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "the goalposts %.6g, %.6g must rise, whatever the direction", c->lo, c->hi);
    return HENG_OK;
}

double normalise_worst(const struct heng_column_call *c)
{
    return c->direction < 0 ? stats_max(c->base, c->n_base) : stats_min(c->base, c->n_base);
}

double normalise_best(const struct heng_column_call *c)
{
    return c->direction < 0 ? stats_min(c->base, c->n_base) : stats_max(c->base, c->n_base);
}

double normalise_worse_post(const struct heng_column_call *c)
{
    return c->direction < 0 ? c->hi : c->lo;
}

double normalise_better_post(const struct heng_column_call *c)
{
    return c->direction < 0 ? c->lo : c->hi;
}

struct line_through {
    double worst, best, from, width;
};

SIMD_BODY void draw_body(const double *x, size_t n, const struct line_through *l, double *y)
{
    const double worst = l->worst, span = l->best - worst;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        *(lanes *)(y + i) = l->from + l->width * ((*(const lanes *)(x + i) - worst) / span);
    for (; i < n; i++)
        y[i] = l->from + l->width * ((x[i] - worst) / span);
}
SIMD_VERSIONS(static, draw, (const double *x, size_t n, const struct line_through *l, double *y),
              (x, n, l, y))

void normalise_between(struct heng_column_call *c, double worst, double best, double from,
                       double width)
{
    const struct line_through line = {worst, best, from, width};
    draw(c->x, c->n, &line, c->y);
}

enum found normalise_found_line(struct normalise_given *to, double room[4], double worst,
                                double best, double lo, double hi)
{
    const double numbers[] = {worst, best, lo, hi};
    for (size_t i = 0; i < 4; i++)
        room[i] = numbers[i];
    *to = (struct normalise_given){
        .form = FORM_LINE, .at = {room, 2}, .to = {room + 2, 2}, .width = 1};
    return FOUND_GIVEN;
}
