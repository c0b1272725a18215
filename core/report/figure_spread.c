/* SPDX-License-Identifier: MIT */
/* How values are spread: strips, intervals of ranks, histograms. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/figures.h"
#include "stats/stats.h"

/* Type 7 of Hyndman and Fan, as the core's quantiles. */
static double sorted_quantile(const double *v, size_t n, double p)
{
    double at = p * (double)(n - 1);
    size_t i = (size_t)at;
    return i + 1 < n ? v[i] + (at - (double)i) * (v[i + 1] - v[i]) : v[i];
}

struct spread spread_of(const double *v, size_t n, double *scratch)
{
    size_t m = stats_sort(v, n, scratch);
    if (m == 0)
        return (struct spread){NAN, NAN, NAN, NAN, NAN, NAN};
    return (struct spread){.low = scratch[0],
                           .first = sorted_quantile(scratch, m, 0.25),
                           .median = sorted_quantile(scratch, m, 0.5),
                           .third = sorted_quantile(scratch, m, 0.75),
                           .high = scratch[m - 1],
                           .own = NAN};
}

void figure_strip(struct canvas *c, const struct spread *s, double from, double to)
{
    const double pad = 4, y = c->height / 2;
    const struct scale x = {from, to, pad, c->width - 2 * pad};
    const struct paint range = {INK_NONE, INK_SPREAD, 1.5, false};
    const struct paint quartiles = {INK_SPREAD_SOFT, INK_NONE, 0, false};
    const struct paint median = {INK_NONE, INK_TEXT, 1.5, false};
    const struct paint own = {INK_OWN, INK_GROUND, 1, false};
    if (isnan(s->low))
        return;
    canvas_rectangle(c, scale_place(&x, s->first), y - 3,
                     scale_place(&x, s->third) - scale_place(&x, s->first), 6, &quartiles);
    canvas_line(c, scale_place(&x, s->low), y, scale_place(&x, s->high), y, &range);
    canvas_line(c, scale_place(&x, s->median), y - 4, scale_place(&x, s->median), y + 4, &median);
    if (!isnan(s->own))
        canvas_circle(c, scale_place(&x, s->own), y, 3.6, &own);
}

void figure_interval(struct canvas *c, size_t n, double rank, double low, double high, bool solid)
{
    const double pad = 5, y = c->height / 2;
    const struct scale x = {1, n > 1 ? (double)n : 2, pad, c->width - 2 * pad};
    const struct paint range = {INK_NONE, INK_SPREAD, 1.5, false};
    const struct paint dot = {solid ? INK_OWN : INK_GROUND, INK_OWN, 1.5, false};
    if (!isnan(low) && !isnan(high) && low < high)
        canvas_line(c, scale_place(&x, low), y, scale_place(&x, high), y, &range);
    if (!isnan(rank))
        canvas_circle(c, scale_place(&x, rank), y, 3, &dot);
}

/* ---- histogram ------------------------------------------------------------ */

enum { BINS_MAX = 200 };

static size_t count_bins(const struct histogram *h, size_t *count)
{
    size_t n = (size_t)ceil((h->to - h->from) / h->step - 1e-9), most = 1;
    n = n < 1 ? 1 : n > BINS_MAX ? BINS_MAX : n;
    memset(count, 0, n * sizeof *count);
    for (size_t i = 0; i < h->n; i++) {
        double at = (h->v[i] - h->from) / h->step;
        if (isnan(at))
            continue;
        count[at < 0 ? 0 : at >= (double)n ? n - 1 : (size_t)at]++;
    }
    for (size_t i = 0; i < n; i++)
        most = count[i] > most ? count[i] : most;
    return most;
}

static void draw_bins(struct canvas *c, const struct histogram *h, const struct scale *x,
                      const struct scale *y, const size_t *count)
{
    const struct paint bar = {INK_STEP_3, INK_NONE, 0, false};
    const struct lettering figure = {10, ANCHOR_MIDDLE, INK_MUTED, false};
    for (size_t i = 0; h->from + (double)i * h->step < h->to - 1e-9 && i < BINS_MAX; i++) {
        double low = h->from + (double)i * h->step, left = scale_place(x, low);
        double width = scale_place(x, low + h->step) - left;
        char text[80];
        if (!count[i])
            continue;
        snprintf(text, sizeof text, "%g\u2013%g: %zu", low, low + h->step, count[i]);
        canvas_begin(c, &(struct canvas_group){text, NULL, NULL});
        canvas_rectangle(c, left + 0.5, scale_place(y, (double)count[i]), width - 1,
                         y->at - scale_place(y, (double)count[i]), &bar);
        canvas_end(c);
        snprintf(text, sizeof text, "%zu", count[i]);
        canvas_text(c, left + width / 2, scale_place(y, (double)count[i]) - 3, &figure, text);
    }
}

static void draw_axis(struct canvas *c, const struct scale *x, double y)
{
    const struct paint axis = {INK_NONE, INK_AXIS, 1, false};
    const struct lettering label = {11, ANCHOR_MIDDLE, INK_MUTED, false};
    double ticks[16];
    size_t n = scale_ticks(x, 6, ticks);
    canvas_line(c, x->at, y, x->at + x->length, y, &axis);
    for (size_t i = 0; i < n; i++) {
        char text[40];
        scale_label(ticks[i], n > 1 ? ticks[1] - ticks[0] : 1, text, sizeof text);
        canvas_line(c, scale_place(x, ticks[i]), y, scale_place(x, ticks[i]), y + 4, &axis);
        canvas_text(c, scale_place(x, ticks[i]), y + 16, &label, text);
    }
}

void figure_histogram(struct canvas *c, const struct histogram *h)
{
    const struct scale x = {h->from, h->to, 14, c->width - 28};
    const struct paint mark = {INK_NONE, INK_TEXT, 1.5, true};
    const struct lettering label = {11, ANCHOR_MIDDLE, INK_TEXT, false};
    size_t count[BINS_MAX];
    const struct scale y = {0, (double)count_bins(h, count), c->height - 22, 40 - c->height + 22};
    draw_bins(c, h, &x, &y, count);
    draw_axis(c, &x, c->height - 22);
    if (isnan(h->mark))
        return;
    canvas_line(c, scale_place(&x, h->mark), 18, scale_place(&x, h->mark), c->height - 22, &mark);
    canvas_text(c, scale_place(&x, h->mark), 12, &label, h->mark_label ? h->mark_label : "");
}
