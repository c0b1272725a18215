/* SPDX-License-Identifier: MIT */
/* Change: lines over periods, slopes between two, bumps of ranks. */
#include <math.h>
#include <stdlib.h>

#include "report/figures.h"

enum { LEFT = 46, RIGHT = 150, TOP = 12, BOTTOM = 28, LABELS_MAX = 64 };

struct frame {
    const struct lines *l;
    struct scale x, y;
};

static struct frame frame_of(const struct canvas *c, const struct lines *l)
{
    double low = INFINITY, high = -INFINITY, height = c->height - TOP - BOTTOM;
    struct frame f = {
        .l = l,
        .x = {0, l->n_periods > 1 ? (double)(l->n_periods - 1) : 1, LEFT, c->width - LEFT - RIGHT}};
    for (size_t i = 0; i < l->n; i++)
        for (size_t t = 0; t < l->n_periods; t++) {
            low = fmin(low, l->lines[i].v[t]);
            high = fmax(high, l->lines[i].v[t]);
        }
    if (l->ranks)
        f.y = (struct scale){1, isfinite(high) && high > 1 ? high : 2, TOP, height};
    else
        f.y = scale_rounded(isfinite(low) ? low : 0, isfinite(high) ? high : 1, TOP + height,
                            -height);
    return f;
}

static void draw_frame(struct canvas *c, const struct frame *f)
{
    const struct paint grid = {INK_NONE, INK_GRID, 1, false};
    const struct lettering value = {11, ANCHOR_END, INK_MUTED, false};
    const struct lettering period = {11, ANCHOR_MIDDLE, INK_MUTED, false};
    double ticks[16];
    size_t n = f->l->ranks ? scale_rank_ticks(&f->y, 6, ticks) : scale_ticks(&f->y, 6, ticks);
    size_t every = f->l->n_periods / 12 + 1;
    for (size_t i = 0; i < n; i++) {
        char text[40];
        scale_label(ticks[i], n > 1 ? ticks[1] - ticks[0] : 1, text, sizeof text);
        canvas_line(c, LEFT, scale_place(&f->y, ticks[i]), c->width - RIGHT,
                    scale_place(&f->y, ticks[i]), &grid);
        canvas_text(c, LEFT - 6, scale_place(&f->y, ticks[i]) + 4, &value, text);
    }
    for (size_t t = 0; t < f->l->n_periods; t += every)
        canvas_text(c, scale_place(&f->x, (double)t), c->height - 8, &period, f->l->periods[t]);
}

/* A line is interrupted where a value is missing; one that stands alone is a dot. */
static void draw_line(struct canvas *c, const struct frame *f, const struct line *l)
{
    const struct paint how = {INK_NONE, l->strong ? l->ink : INK_OTHER, l->strong ? 2.4 : 0.8,
                              false};
    const struct paint dot = {l->strong ? l->ink : INK_OTHER, INK_GROUND, 0.8, false};
    struct point *p = malloc(f->l->n_periods * sizeof *p);
    size_t n = 0;
    canvas_begin(c, &(struct canvas_group){.title = l->label, .link = l->link});
    for (size_t t = 0; p && t <= f->l->n_periods; t++) {
        bool here = t < f->l->n_periods && !isnan(l->v[t]);
        if (here)
            p[n++] = (struct point){scale_place(&f->x, (double)t), scale_place(&f->y, l->v[t])};
        if (here && (l->strong || f->l->n_periods == 2))
            canvas_circle(c, p[n - 1].x, p[n - 1].y, l->strong ? 3 : 1.8, &dot);
        if (!here && n == 1 && !l->strong && f->l->n_periods != 2)
            canvas_circle(c, p[0].x, p[0].y, 1.8, &dot);
        if (!here) {
            canvas_polyline(c, p, n, &how);
            n = 0;
        }
    }
    canvas_end(c);
    free(p);
}

static int by_height(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    return (x->y > y->y) - (x->y < y->y);
}

/* Labels at the right end, moved down where they would cover each other; x holds the line's number.
 */
static void draw_labels(struct canvas *c, const struct frame *f)
{
    struct point at[LABELS_MAX] = {{0, 0}};
    size_t n = 0;
    double last = -INFINITY;
    for (size_t i = 0; i < f->l->n && n < LABELS_MAX; i++) {
        const double v = f->l->lines[i].v[f->l->n_periods - 1];
        if (f->l->lines[i].strong && !isnan(v))
            at[n++] = (struct point){(double)i, scale_place(&f->y, v)};
    }
    qsort(at, n, sizeof *at, by_height);
    for (size_t i = 0; i < n; i++) {
        const struct line *l = &f->l->lines[(size_t)at[i].x];
        const struct lettering how = {11, ANCHOR_START, l->ink, false};
        last = fmax(at[i].y + 4, last + 13);
        canvas_label(c, c->width - RIGHT + 8, last, &how, l->label, RIGHT - 8);
    }
}

void figure_lines(struct canvas *c, const struct lines *l)
{
    const struct frame f = frame_of(c, l);
    if (l->n_periods == 0)
        return;
    draw_frame(c, &f);
    for (size_t i = 0; i < l->n; i++)
        if (!l->lines[i].strong)
            draw_line(c, &f, &l->lines[i]);
    for (size_t i = 0; i < l->n; i++)
        if (l->lines[i].strong)
            draw_line(c, &f, &l->lines[i]);
    draw_labels(c, &f);
}
