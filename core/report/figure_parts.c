/* SPDX-License-Identifier: MIT */
/* Parts: bars, what a sum is made of, and how unequally something is shared. */
#include <math.h>
#include <stdio.h>

#include "report/figures.h"

enum { LABELS_LEAST = 60, LABELS_MOST = 280, VALUES = 60, LEGEND = 22 };

static double sum_of(const struct bars *b, size_t bar)
{
    double sum = 0;
    for (size_t i = 0; i < b->n_parts; i++)
        sum += isnan(b->v[bar * b->n_parts + i]) ? 0 : b->v[bar * b->n_parts + i];
    return sum;
}

static bool is_missing(const struct bars *b, size_t bar)
{
    size_t here = 0;
    for (size_t i = 0; i < b->n_parts; i++)
        here += isnan(b->v[bar * b->n_parts + i]) ? 0 : 1;
    return here == 0;
}

static struct scale bars_scale(const struct canvas *c, const struct bars *b)
{
    const double labels = labels_width(b->labels, b->n, 12, LABELS_LEAST, LABELS_MOST);
    double low = 0, high = isnan(b->top) ? 0 : b->top;
    for (size_t i = 0; i < b->n && isnan(b->top); i++) {
        high = fmax(high, fmax(sum_of(b, i), b->high ? b->high[i] : 0));
        low = fmin(low, fmin(sum_of(b, i), b->low ? b->low[i] : 0));
    }
    return (struct scale){low, high > low ? high : low + 1, labels, c->width - labels - VALUES};
}

static void draw_parts(struct canvas *c, const struct bars *b, size_t bar, const struct scale *x,
                       double y, double height)
{
    double at = 0;
    for (size_t i = 0; i < b->n_parts; i++) {
        const double v = b->v[bar * b->n_parts + i];
        const struct paint how = {b->n_parts > 1 ? ink_of_kind(i) : INK_STEP_3, INK_GROUND,
                                  b->n_parts > 1 ? 1 : 0.01, false};
        char title[200];
        if (isnan(v) || v == 0)
            continue;
        snprintf(title, sizeof title, "%s%s%s: %.3g", b->labels[bar], b->n_parts > 1 ? ", " : "",
                 b->n_parts > 1 ? b->parts[i] : "", v);
        canvas_begin(c, &(struct canvas_group){.title = title});
        canvas_rectangle(c, fmin(scale_place(x, at), scale_place(x, at + v)), y,
                         fabs(scale_place(x, at + v) - scale_place(x, at)), height, &how);
        canvas_end(c);
        at += v;
    }
}

static void draw_whisker(struct canvas *c, const struct bars *b, size_t bar, const struct scale *x,
                         double y)
{
    const struct paint line = {INK_NONE, INK_TEXT, 1.2, false};
    double low = b->low ? scale_place(x, b->low[bar]) : NAN;
    double high = b->high ? scale_place(x, b->high[bar]) : NAN;
    if (isnan(low) || isnan(high))
        return;
    canvas_line(c, low, y, high, y, &line);
    canvas_line(c, low, y - 3, low, y + 3, &line);
    canvas_line(c, high, y - 3, high, y + 3, &line);
}

static void draw_legend(struct canvas *c, const struct bars *b)
{
    const struct lettering label = {11, ANCHOR_START, INK_TEXT, false};
    double x = labels_width(b->labels, b->n, 12, LABELS_LEAST, LABELS_MOST);
    for (size_t i = 0; i < b->n_parts && b->n_parts > 1; i++) {
        const struct paint how = {ink_of_kind(i), INK_NONE, 0, false};
        canvas_rectangle(c, x, c->height - 14, 10, 10, &how);
        canvas_text(c, x + 14, c->height - 5, &label, b->parts[i]);
        x += canvas_text_width(b->parts[i], 11) + 28;
    }
}

void figure_bars(struct canvas *c, const struct bars *b)
{
    const struct lettering label = {12, ANCHOR_END, INK_TEXT, false};
    const struct lettering value = {11, ANCHOR_START, INK_MUTED, false};
    const struct scale x = bars_scale(c, b);
    const double labels = labels_width(b->labels, b->n, 12, LABELS_LEAST, LABELS_MOST);
    const double room = c->height - (b->n_parts > 1 ? LEGEND : 0);
    const double row = room / (double)(b->n ? b->n : 1), height = fmin(row * 0.72, 22);
    for (size_t i = 0; i < b->n; i++) {
        const double y = row * ((double)i + 0.5),
                     end = fmax(sum_of(b, i), b->high ? b->high[i] : 0);
        char text[40];
        canvas_label(c, labels - 8, y + 4, &label, b->labels[i], labels - 8);
        draw_parts(c, b, i, &x, y - height / 2, height);
        draw_whisker(c, b, i, &x, y);
        snprintf(text, sizeof text, is_missing(b, i) ? "\u2013" : "%.3g", sum_of(b, i));
        canvas_text(c, scale_place(&x, isnan(end) ? 0 : end) + 6, y + 4, &value, text);
    }
    draw_legend(c, b);
}

/* ---- Lorenz --------------------------------------------------------------- */

enum { POINTS_MAX = 4096 };

void figure_lorenz(struct canvas *c, const double *population, const double *share, size_t n,
                   const char *population_label, const char *share_label)
{
    const double pad = 40, side = fmin(c->width, c->height) - 1.5 * pad;
    const struct scale x = {0, 1, pad, side}, y = {0, 1, pad / 2 + side, -side};
    const struct paint frame = {INK_NONE, INK_AXIS, 1, false};
    const struct paint equal = {INK_NONE, INK_OTHER, 1, true};
    const struct paint curve = {INK_NONE, INK_OWN, 2, false};
    const struct lettering label = {11, ANCHOR_MIDDLE, INK_MUTED, false};
    const struct lettering up = {11, ANCHOR_START, INK_MUTED, false};
    struct point p[POINTS_MAX];
    size_t m = 0, every = n / POINTS_MAX + 1;
    for (size_t i = 0; i <= n && m < POINTS_MAX; i += every)
        p[m++] = (struct point){scale_place(&x, population[i]), scale_place(&y, share[i])};
    canvas_rectangle(c, pad, pad / 2, side, side, &frame);
    canvas_line(c, scale_place(&x, 0), scale_place(&y, 0), scale_place(&x, 1), scale_place(&y, 1),
                &equal);
    canvas_polyline(c, p, m, &curve);
    canvas_text(c, pad + side / 2, pad / 2 + side + 18, &label, population_label);
    canvas_text(c, pad + 6, pad / 2 + 16, &up, share_label);
}
