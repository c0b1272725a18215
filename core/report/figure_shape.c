/* SPDX-License-Identifier: MIT */
/* Shapes: the radar of a unit, the weights down the tree. */
#include <math.h>
#include <stdio.h>

#include "report/figures.h"
#include "stats/elementary.h"

enum { SPOKES_MAX = 64, RINGS = 4, LABEL_SIZE = 12, LABEL_GAP = 13 };
static const double UPRIGHT = 0.1;     /* a label less far to the side stands above or below */
static const double LEAST_WHEEL = 0.6; /* of its radius without labels */

struct wheel {
    struct point centre;
    double radius;
    size_t n;
};

static struct point on_wheel(const struct wheel *w, size_t spoke, double share)
{
    double angle = 2 * 3.14159265358979323846 * (double)spoke / (double)w->n;
    return (struct point){w->centre.x + w->radius * share * real_sin(angle),
                          w->centre.y - w->radius * share * real_cos(angle)};
}

static double share_of(const struct radar *r, double v)
{
    return isnan(v) ? 0 : fmax(0, fmin(1, v / r->top));
}

/* A ring through the values that are there; where one is missing the line is open; one that
   stands alone is a circle. */
static void draw_values(struct canvas *c, const struct wheel *w, const struct radar *r,
                        const double *v, const struct paint *how)
{
    struct point p[SPOKES_MAX];
    const struct paint open = {INK_NONE, how->stroke, how->width, how->dashed};
    size_t first = 0, n = 0;
    while (first < w->n && !isnan(v[first]))
        first++;
    if (first == w->n) {
        for (size_t i = 0; i < w->n; i++)
            p[i] = on_wheel(w, i, share_of(r, v[i]));
        canvas_polygon(c, p, w->n, how);
        return;
    }
    for (size_t i = 1; i <= w->n; i++) {
        size_t spoke = (first + i) % w->n;
        if (!isnan(v[spoke]))
            p[n++] = on_wheel(w, spoke, share_of(r, v[spoke]));
        if (isnan(v[spoke]) && n == 1)
            canvas_circle(c, p[0].x, p[0].y, 2, &open);
        if (isnan(v[spoke]) && n > 0) {
            canvas_polyline(c, p, n, &open);
            n = 0;
        }
    }
}

/* All rings are one path, and all spokes, there and back: of hundreds of radars that counts. */
static void draw_web(struct canvas *c, const struct wheel *w)
{
    const struct paint grid = {INK_NONE, INK_GRID, 1, false};
    struct point rings[RINGS * SPOKES_MAX], spokes[2 * SPOKES_MAX];
    size_t ends[RINGS], tips[SPOKES_MAX];
    for (size_t ring = 0; ring < RINGS; ring++) {
        for (size_t i = 0; i < w->n; i++)
            rings[ring * w->n + i] = on_wheel(w, i, (double)(ring + 1) / RINGS);
        ends[ring] = (ring + 1) * w->n;
    }
    for (size_t i = 0; i < w->n; i++) {
        spokes[2 * i] = w->centre;
        spokes[2 * i + 1] = on_wheel(w, i, 1);
        tips[i] = 2 * i + 2;
    }
    canvas_rings(c, rings, ends, RINGS, &grid);
    canvas_rings(c, spokes, tips, w->n, &grid);
}

static void draw_labels(struct canvas *c, const struct wheel *w, const struct radar *r)
{
    for (size_t i = 0; i < w->n; i++) {
        const double side = on_wheel(w, i, 1).x - w->centre.x;
        const struct point at = on_wheel(w, i, 1 + LABEL_GAP / w->radius);
        const bool upright = fabs(side) < UPRIGHT * w->radius;
        const struct lettering how = {LABEL_SIZE,
                                      upright    ? ANCHOR_MIDDLE
                                      : side > 0 ? ANCHOR_START
                                                 : ANCHOR_END,
                                      INK_TEXT, false};
        canvas_label(c, at.x, at.y + 4, &how, r->labels[i],
                     upright    ? c->width
                     : side > 0 ? c->width - at.x
                                : at.x);
    }
}

/* As large as the canvas and the labels beside the wheel allow, within reason. */
static double radius_of(const struct canvas *c, const struct radar *r, size_t n)
{
    const double most = fmin(c->width / 3, c->height / 2 - 26);
    const struct wheel one = {{0, 0}, 1, n};
    double radius = most;
    for (size_t i = 0; i < n; i++) {
        const double side = fabs(on_wheel(&one, i, 1).x);
        const double room = c->width / 2 - canvas_text_width(r->labels[i], LABEL_SIZE);
        if (side >= UPRIGHT)
            radius = fmin(radius, room / side - LABEL_GAP);
    }
    return fmax(radius, most * LEAST_WHEEL);
}

void figure_radar(struct canvas *c, const struct radar *r)
{
    const struct paint middle = {INK_NONE, INK_OTHER, 1.2, true};
    const struct paint own = {INK_OWN_SOFT, INK_OWN, 2, false};
    const size_t n = r->n < SPOKES_MAX ? r->n : SPOKES_MAX;
    const struct wheel w = {{c->width / 2, c->height / 2}, radius_of(c, r, n), n};
    if (w.n < 3)
        return;
    draw_values(c, &w, r, r->own, &own); /* areas first: what lies over them stays visible */
    canvas_begin(c, &(struct canvas_group){.shared = true}); /* the class's, of all its units */
    draw_web(c, &w);
    draw_values(c, &w, r, r->middle, &middle);
    draw_labels(c, &w, r);
    canvas_end(c);
}

/* ---- icicle --------------------------------------------------------------- */

enum { NODES_MAX = 2000, ROW_LEAST = 15 };

static enum ink ink_of_depth(size_t depth)
{
    return depth == 0 ? INK_STEP_2 : depth == 1 ? INK_STEP_3 : INK_STEP_4;
}

static void draw_node(struct canvas *c, const struct icicle_node *n, struct point at,
                      struct point size)
{
    const struct paint box = {ink_of_depth(n->depth), INK_GROUND, 1, false};
    const struct lettering label = {11, ANCHOR_START, n->depth == 0 ? INK_GROUND : INK_TEXT,
                                    n->depth < 2};
    struct lettering figure = label;
    char title[200], text[24];
    snprintf(text, sizeof text, "%.1f%%", 100 * n->share);
    snprintf(title, sizeof title, "%s %s", n->label, text);
    figure.anchor = ANCHOR_END;
    canvas_begin(c, &(struct canvas_group){.title = title});
    canvas_rectangle(c, at.x, at.y, size.x, size.y, &box);
    canvas_end(c);
    if (size.y < ROW_LEAST - 2)
        return;
    canvas_label(c, at.x + 6, at.y + size.y / 2 + 4, &label, n->label, size.x - 12);
    if (canvas_text_width(n->label, 11) + canvas_text_width(text, 11) + 20 < size.x)
        canvas_text(c, at.x + size.x - 6, at.y + size.y / 2 + 4, &figure, text);
}

static size_t deepest_of(const struct icicle_node *nodes, size_t n)
{
    size_t deepest = 0;
    for (size_t i = 0; i < n; i++)
        deepest = nodes[i].depth > deepest ? nodes[i].depth : deepest;
    return deepest;
}

double icicle_height(const struct icicle_node *nodes, size_t n, double most)
{
    double least = 1;
    for (size_t i = 0; i < n; i++)
        least = nodes[i].share > 0 ? fmin(least, nodes[i].share) : least;
    return fmax(120, fmin(most, ROW_LEAST / least));
}

/* Children are laid below each other from their parent's upper edge, in their order; the last
   column, whose labels are the longest, takes twice the room. */
void figure_icicle(struct canvas *c, const struct icicle_node *nodes, size_t n)
{
    double top[NODES_MAX], next[NODES_MAX];
    const size_t deepest = deepest_of(nodes, n);
    const double column = c->width / (double)(deepest + 2);
    n = n < NODES_MAX ? n : NODES_MAX;
    for (size_t i = 0; i < n; i++) {
        const size_t parent = nodes[i].parent, depth = nodes[i].depth;
        top[i] = parent < i ? next[parent] : 0;
        next[i] = top[i];
        if (parent < i)
            next[parent] += nodes[i].share;
        draw_node(c, &nodes[i], (struct point){column * (double)depth, top[i] * c->height},
                  (struct point){depth == deepest ? c->width - column * (double)depth : column,
                                 nodes[i].share * c->height});
    }
}
