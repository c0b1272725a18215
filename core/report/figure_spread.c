/* SPDX-License-Identifier: MIT */
/* How values are spread: strips, intervals of ranks, histograms. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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
    canvas_begin(c, &(struct canvas_group){.shared = true}); /* the class's, of all its units */
    canvas_rectangle(c, scale_place(&x, s->first), y - 3,
                     scale_place(&x, s->third) - scale_place(&x, s->first), 6, &quartiles);
    canvas_line(c, scale_place(&x, s->low), y, scale_place(&x, s->high), y, &range);
    canvas_line(c, scale_place(&x, s->median), y - 4, scale_place(&x, s->median), y + 4, &median);
    canvas_end(c);
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

/* ---- strips of units ------------------------------------------------------ */

enum { STRIP_LABELS_LEAST = 50, STRIP_LABELS_MOST = 180, STRIP_FOOT = 24, DOTS_MOST = 300 };

/* How many of the units before i stand at about the same place: dots over each other are moved up
   and down by turns. */
static int dots_before(const struct strip_row *r, size_t i, const struct scale *x)
{
    int before = 0;
    for (size_t k = 0; k < i; k++)
        before += fabs(scale_place(x, r->v[k]) - scale_place(x, r->v[i])) < 4;
    return before;
}

static void draw_dots(struct canvas *c, const struct strip_row *r, const struct scale *x, double y,
                      double room)
{
    const struct paint dot = {INK_KIND_1, INK_GROUND, 0.8, false};
    for (size_t i = 0; i < r->n; i++) {
        const int place = isnan(r->v[i]) ? 0 : dots_before(r, i, x);
        const int step = (place + 1) / 2;
        const double away = fmin(4.0 * step, room / 2 - 3);
        if (isnan(r->v[i]))
            continue;
        canvas_begin(c, &(struct canvas_group){.title = r->names[i]});
        canvas_circle(c, scale_place(x, r->v[i]), y + (place % 2 ? -away : away), 3, &dot);
        canvas_end(c);
    }
}

static void draw_box(struct canvas *c, const struct spread *s, const struct scale *x, double y,
                     bool dots)
{
    const struct paint range = {INK_NONE, INK_SPREAD, dots ? 1 : 1.8, false};
    const struct paint quartiles = {INK_SPREAD_SOFT, INK_NONE, 0, false};
    if (!dots)
        canvas_rectangle(c, scale_place(x, s->first), y - 5,
                         scale_place(x, s->third) - scale_place(x, s->first), 10, &quartiles);
    canvas_line(c, scale_place(x, s->low), y, scale_place(x, s->high), y, &range);
}

static void draw_strip_row(struct canvas *c, const struct strip_row *r, const struct scale *x,
                           double y, double room, double *scratch)
{
    const struct lettering label = {11, ANCHOR_END, INK_TEXT, false};
    const struct paint rule = {INK_NONE, INK_GRID, 1, false};
    const struct paint median = {INK_NONE, INK_KIND_2, 2.4, false};
    const struct spread s = spread_of(r->v, r->n, scratch);
    const bool dots = r->n <= DOTS_MOST;
    if (r->apart)
        canvas_line(c, 0, y - room / 2, c->width, y - room / 2, &rule);
    canvas_label(c, x->at - 10, y + 4, &label, r->label, x->at - 10);
    if (isnan(s.low))
        return;
    draw_box(c, &s, x, y, dots);
    if (dots)
        draw_dots(c, r, x, y, room);
    canvas_line(c, scale_place(x, s.median), y - 10, scale_place(x, s.median), y + 10, &median);
}

void figure_strips(struct canvas *c, const struct strip_row *rows, size_t n, double from, double to)
{
    struct scale x = {from, to, STRIP_LABELS_LEAST, 0};
    const double room = (c->height - STRIP_FOOT) / (double)(n ? n : 1);
    size_t most = 1;
    double *scratch;
    for (size_t i = 0; i < n; i++) {
        x.at =
            fmax(x.at, labels_width(&rows[i].label, 1, 11, STRIP_LABELS_LEAST, STRIP_LABELS_MOST));
        most = rows[i].n > most ? rows[i].n : most;
    }
    x.length = c->width - x.at - 12;
    scratch = malloc(most * sizeof *scratch);
    for (size_t i = 0; i < n && scratch; i++)
        draw_strip_row(c, &rows[i], &x, room * ((double)i + 0.5), room, scratch);
    c->out->failed = c->out->failed || !scratch;
    free(scratch);
    scale_draw(c, &x, c->height - STRIP_FOOT + 4);
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

size_t histogram_count(const struct histogram *h, size_t bin)
{
    size_t count[BINS_MAX];
    count_bins(h, count);
    return bin < BINS_MAX ? count[bin] : 0;
}

static void draw_bins(struct canvas *c, const struct histogram *h, const struct scale *x,
                      const struct scale *y, const size_t *count)
{
    const struct paint bar = {INK_STEP_3, INK_NONE, 0, false};
    for (size_t i = 0; h->from + (double)i * h->step < h->to - 1e-9 && i < BINS_MAX; i++) {
        double low = h->from + (double)i * h->step, left = scale_place(x, low);
        double width = scale_place(x, low + h->step) - left;
        char text[80];
        if (!count[i])
            continue;
        snprintf(text, sizeof text, "%g\u2013%g: %zu", low, low + h->step, count[i]);
        canvas_begin(c, &(struct canvas_group){.title = text});
        canvas_rectangle(c, left + 0.5, scale_place(y, (double)count[i]), width - 1,
                         y->at - scale_place(y, (double)count[i]), &bar);
        canvas_end(c);
    }
}

/* Above the bars; where the mark goes through one, the number stands out from it. */
static void draw_counts(struct canvas *c, const struct histogram *h, const struct scale *x,
                        const struct scale *y, const size_t *count)
{
    const struct lettering figure = {10, ANCHOR_MIDDLE, INK_MUTED, false};
    const struct paint ground = {INK_GROUND, INK_NONE, 0, false};
    for (size_t i = 0; h->from + (double)i * h->step < h->to - 1e-9 && i < BINS_MAX; i++) {
        const double middle = scale_place(x, h->from + ((double)i + 0.5) * h->step);
        const double top = scale_place(y, (double)count[i]) - 3;
        char text[24];
        if (!count[i])
            continue;
        snprintf(text, sizeof text, "%zu", count[i]);
        if (fabs(scale_place(x, h->mark) - middle) < 10)
            canvas_rectangle(c, middle - 7, top - 9, 14, 11, &ground);
        canvas_text(c, middle, top, &figure, text);
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
    scale_draw(c, &x, c->height - 22);
    if (!isnan(h->mark)) {
        canvas_line(c, scale_place(&x, h->mark), 18, scale_place(&x, h->mark), c->height - 22,
                    &mark);
        canvas_text(c, scale_place(&x, h->mark), 12, &label, h->mark_label ? h->mark_label : "");
    }
    draw_counts(c, h, &x, &y, count);
}
