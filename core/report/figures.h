/* SPDX-License-Identifier: MIT */
/*
 * Figures of an evaluation, each drawn from plain numbers onto a canvas that is there already; how
 * large it is, the canvas says. Missing values are NaN and are drawn as missing, or not at all,
 * never as 0. Captions, tables and what a figure is for belong to the document.
 */
#ifndef HENG_REPORT_FIGURES_H
#define HENG_REPORT_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/canvas.h"
#include "report/geo.h"

/* A stretch of values, and where on the canvas it lies. */
struct scale {
    double from, to;   /* values */
    double at, length; /* canvas */
};

double scale_place(const struct scale *s, double v);
/* A line of the canvas below values at y, with ticks and figures. */
void scale_draw(struct canvas *c, const struct scale *s, double y);
/* Room for the longest of n labels at a size, from `least` to `most`. */
double labels_width(const char *const *labels, size_t n, double size, double least, double most);
/* Whether a text on this ground has to be light. */
bool ink_is_strong(enum ink ink);
/* Round values within the scale, about `most` of them; at least room for 16. How many. */
size_t scale_ticks(const struct scale *s, size_t most, double *ticks);
/* As scale_ticks, of ranks: whole numbers only. */
size_t scale_rank_ticks(const struct scale *s, size_t most, double *ticks);
/* A scale's ends moved out to round values. */
struct scale scale_rounded(double low, double high, double at, double length);
/* Shortest text that tells the ticks of a step apart. */
void scale_label(double v, double step, char *text, size_t size);

/* ---- how values are spread --------------------------------------------------- */

struct spread {
    double low, first, median, third, high; /* ends and quartiles of those compared with */
    double own;                             /* NaN: none */
};

/* Of the n values at v that are there, without an own one. scratch: n. */
struct spread spread_of(const double *v, size_t n, double *scratch);
/* A strip: range, quartiles, median and the own dot, over the domain from..to. */
void figure_strip(struct canvas *c, const struct spread *s, double from, double to);
/* A row of a chart of strips. */
struct strip_row {
    const char *label;
    const double *v; /* of its n units; NaN: none */
    const char *const *names;
    size_t n;
    bool apart; /* begins a new group of rows */
};
/* A row each: a dot a unit (a box over the quartiles where there are too many to be told apart) and
   the median, over from..to. */
void figure_strips(struct canvas *c, const struct strip_row *rows, size_t n, double from,
                   double to);

/* A rank among n, and the ranks low..high that it may have; solid: it hardly depends on choices. */
void figure_interval(struct canvas *c, size_t n, double rank, double low, double high, bool solid);

/* A unit in a chart of rank intervals; NaN: none. */
struct ranked_row {
    const char *label, *link;
    double rank, low, high; /* and where 90 % of the replicates lie */
    double best, worst;     /* that any admissible weights give */
    bool solid;
};
/* A row a unit: a dot where it is ranked, a line over its interval, a pale one over what is
   possible. places: how many ranks there are. */
void figure_ranks(struct canvas *c, const struct ranked_row *rows, size_t n, size_t places);

struct histogram {
    const double *v;
    size_t n;
    double from, to, step;
    double mark; /* a line there (the median), or NaN */
    const char *mark_label;
};
void figure_histogram(struct canvas *c, const struct histogram *h);
/* How many values are counted in a bar, from 0; those beyond the ends are in the outer ones. */
size_t histogram_count(const struct histogram *h, size_t bin);

/* ---- shapes -------------------------------------------------------------------- */

/* Axes all round, 0 in the middle; middle: what is compared with, dashed. */
struct radar {
    const char *const *labels;
    const double *own, *middle;
    size_t n;
    double top; /* value at the rim */
};
void figure_radar(struct canvas *c, const struct radar *r);

/* Weights down the tree, which grows to the right: a node's box is as high as its share. */
struct icicle_node {
    const char *label;
    size_t parent; /* position of an earlier node; its own for the root */
    double share;  /* of the whole */
    size_t depth;
};
void figure_icicle(struct canvas *c, const struct icicle_node *nodes, size_t n);
/* How high an icicle has to be for the labels of its nodes, within `most`. */
double icicle_height(const struct icicle_node *nodes, size_t n, double most);

/* ---- change -------------------------------------------------------------------- */

struct line {
    const char *label, *link;
    const double *v; /* by period */
    enum ink ink;
    bool strong; /* picked out: on top, labelled */
};
struct lines {
    const struct line *lines;
    size_t n;
    const char *const *periods;
    size_t n_periods;
    bool ranks; /* 1 is on top */
};
/* Lines over periods; with two periods a slope chart, of ranks a bump chart. */
void figure_lines(struct canvas *c, const struct lines *l);

/* ---- tables of colours -------------------------------------------------------------- */

struct matrix {
    const char *const *rows, *const *columns;
    size_t n_rows, n_columns;
    const double *v;                     /* row by row */
    enum ink (*ink)(double v, void *of); /* of a cell */
    void *of;
    bool figures; /* written into the cells */
    int decimals;
};
void figure_matrix(struct canvas *c, const struct matrix *m);
/* From -1 to 1: low to high about a middle. */
enum ink ink_of_correlation(double v, void *of);
/* From 0 to 1, five steps. */
enum ink ink_of_share(double v, void *of);

/* ---- parts ---------------------------------------------------------------------------- */

/* Bars, each of parts that add up; with one part, plain bars. whisker: lower and upper end of the
   sum by bar, or NULL. */
struct bars {
    const char *const *labels;
    size_t n;
    const double *v; /* bar by bar, n_parts of each */
    size_t n_parts;
    const char *const *parts; /* names, for the legend; NULL for one part */
    const double *low, *high;
    double top; /* NaN: the longest bar */
};
void figure_bars(struct canvas *c, const struct bars *b);

/* A Lorenz curve: shares of the population against those of what they have, from the poorest; both
   cumulative, n + 1 points that begin with 0 and end with 1. */
void figure_lorenz(struct canvas *c, const double *population, const double *share, size_t n,
                   const char *population_label, const char *share_label);

/* ---- maps ------------------------------------------------------------------------------ */

struct map_area {
    enum ink ink;
    bool bold;         /* outlined strongly, drawn last */
    const char *title; /* NULL: no unit belongs to it */
    const char *link, *key;
    const char *label; /* written into it where there is room; or NULL */
};
struct map_flow {
    struct point from, to; /* on the map */
    double width;          /* 0..1 of the widest */
    const char *title;
};
struct map {
    const struct geo_map *geo;
    const struct map_area *areas; /* by feature */
    const struct map_flow *flows;
    size_t n_flows;
    double line; /* how wide lines are: 1, or more where the map is shown small */
};
void figure_map(struct canvas *c, const struct map *m);

#endif
