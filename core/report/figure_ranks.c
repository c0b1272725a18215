/* SPDX-License-Identifier: MIT */
/* Intervals of ranks, a row a unit. */
#include <math.h>

#include "report/figures.h"

enum { LABELS_LEAST = 40, LABELS_MOST = 200, PAD = 12, HEAD = 22 };

static void draw_scale(struct canvas *c, const struct scale *x)
{
    const struct paint grid = {INK_NONE, INK_GRID, 1, false};
    const struct lettering label = {11, ANCHOR_MIDDLE, INK_MUTED, false};
    double ticks[16];
    size_t n = scale_rank_ticks(x, 12, ticks);
    for (size_t i = 0; i < n; i++) {
        const double at = ticks[i] < 1 ? 1 : ticks[i];
        char text[40];
        scale_label(at, 1, text, sizeof text);
        canvas_line(c, scale_place(x, at), HEAD - 4, scale_place(x, at), c->height, &grid);
        canvas_text(c, scale_place(x, at), HEAD - 8, &label, text);
    }
}

static void draw_span(struct canvas *c, const struct scale *x, double from, double to, double y,
                      const struct paint *how)
{
    if (!isnan(from) && !isnan(to) && from < to)
        canvas_line(c, scale_place(x, from), y, scale_place(x, to), y, how);
}

static void draw_row(struct canvas *c, const struct ranked_row *r, const struct scale *x, double y)
{
    const struct paint possible = {INK_NONE, INK_GRID, 5, false};
    const struct paint likely = {INK_NONE, INK_SPREAD, 1.8, false};
    const struct paint dot = {r->solid ? INK_OWN : INK_GROUND, INK_OWN, 1.6, false};
    const struct lettering label = {11, ANCHOR_END, INK_TEXT, false};
    canvas_label(c, x->at - 8, y + 4, &label, r->label, x->at - 8);
    draw_span(c, x, r->best, r->worst, y, &possible);
    draw_span(c, x, r->low, r->high, y, &likely);
    if (!isnan(r->rank))
        canvas_circle(c, scale_place(x, r->rank), y, 3.4, &dot);
}

void figure_ranks(struct canvas *c, const struct ranked_row *rows, size_t n, size_t places)
{
    struct scale x = {1, places > 1 ? (double)places : 2, LABELS_LEAST, 0};
    const double row = (c->height - HEAD) / (double)(n ? n : 1);
    for (size_t i = 0; i < n; i++)
        x.at = fmax(x.at, labels_width(&rows[i].label, 1, 11, LABELS_LEAST, LABELS_MOST));
    x.length = c->width - x.at - PAD;
    draw_scale(c, &x);
    for (size_t i = 0; i < n; i++)
        draw_row(c, &rows[i], &x, HEAD + row * ((double)i + 0.5));
}
