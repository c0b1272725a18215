/* SPDX-License-Identifier: MIT */
/* What the files of a run share among themselves. */
#ifndef HENG_RUN_STAGES_H
#define HENG_RUN_STAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "run/run.h"

enum { WHY_MAX = 256 };

/* n columns of n_rows NaN, or NULL. */
double **new_columns(struct results *r, size_t n);

/* A run over the raw values of another, of a plan with the same table and tree. */
struct again {
    const struct results *from; /* that has run to its end */
    struct plan *plan;
    struct arena *arena;   /* takes the results */
    bool keep;             /* take its normalised values too, where nothing before them differs */
    const bool *aside;     /* by node: left out as if set aside; or NULL */
    double **raw;          /* other raw values, by indicator; NULL: those of from */
    void (*adjust)(struct results *r, size_t node, size_t block, size_t period, void *data);
    void *adjust_data;
};

/* Everything behind [screen] up to ranks and tiers. */
int run_again(const struct again *a, struct results **r, struct error *e);

/* The raw values of every indicator, from wherever they come, into r->raw and r->cell. */
int run_columns(struct results *r, struct error *e);
/* Sets aside what [screen] tells. */
int run_screen(struct results *r, struct error *e);
/* impute, transform, treat, normalise. */
int run_stages(struct results *r, struct error *e);
/* weigh, aggregate, caps and deductions, share of imputed data. */
int run_tree(struct results *r, struct error *e);
/* The caps and deductions of a node that has just got its scores; then, at the end, the rules about
   who is ranked, and the warnings. */
int run_node_rules(struct results *r, size_t node, struct error *e);
int run_rank_rules(struct results *r, struct error *e);
/* Ranks, tiers, and where units stand in every node. */
int run_ranks(struct results *r, struct error *e);
/* The plan's analyses, into r->findings. */
int run_analyses(struct results *r, struct error *e);
/* The cases of [selection], into r->choices. */
int run_selection(struct results *r, struct error *e);

/* The periods that a block's statistics are taken from. */
struct span {
    size_t first, n; /* periods */
};

/*
 * Before an indicator with a nearness is normalised: 0, the best deviation there can be, belongs to
 * the range that minmax and efficacy take from the data, so that the textbook's
 * 1 - |x - best| / max |x - best| comes out though no unit is at the best value. Not where all
 * deviate alike: that is a constant column, as for any other indicator. buffer: n_base + 1 doubles,
 * which may hold the base already.
 */
void add_best_deviation(const struct node *n, const struct method *m, struct heng_column_call *call,
                        double *buffer);

/* base = each (or NULL, or ""): the period itself; pooled: all; otherwise the one it names. */
struct span base_span(const struct results *r, const char *base, size_t period);

/*
 * A column's values of a block over a span of periods, one period after the other. Points into
 * the column for one period, else into buffer, which has room for n * span.n values.
 */
const double *gather(const struct results *r, const double *column, const struct block *b,
                     struct span s, double *buffer);

static inline double *slice(const struct results *r, double *column, const struct block *b,
                            size_t period)
{
    return column + period * r->n_units + b->first;
}

/* "class 市辖区, 2019", or less where there is less to tell; for warnings. */
const char *block_name(const struct results *r, size_t block, size_t period);

/* One method over one column, for the periods that belong together. */
struct column_stage {
    struct results *r;
    const struct node *n;
    const struct bound_method *bound;
    const double *from;
    double *to;
    double *x, *y, *base, *scratch; /* n_rows each; scratch as the method asks */
    const uint32_t *group;
    size_t n_groups;
    const char *const *codes; /* stage_codes */
    bool directed;            /* the method sees the direction and the goalposts */
};

/*
 * The units' codes for the spans of every block: block by block, period by period, so that those
 * of a block begin at its first * n_periods for a span of one period as for that of all. Or NULL.
 */
const char *const *stage_codes(const struct results *r);

/* impute: one indicator, over all units of the run; fills s->to, tells the cells. */
int stage_impute(struct column_stage *s, struct error *e);
/* n periods as numbers: what their labels say where all are numbers that rise, else 0, 1, 2 ... */
void number_periods(const char *const *labels, size_t n, double *v);
/* The method over every block and period; a pooled base takes all periods in one call. */
int stage_over_blocks(struct column_stage *s, const char *reference, bool pool_fixed,
                      struct error *e);
/* A decision of the method, or the reason why it has no result. */
void stage_note(struct column_stage *s, struct messages *to, size_t block, size_t period,
                const char *why);

#endif
