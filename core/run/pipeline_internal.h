/* SPDX-License-Identifier: MIT */
/* What the files of a run share among themselves. */
#ifndef HENG_RUN_PIPELINE_INTERNAL_H
#define HENG_RUN_PIPELINE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "run/run.h"

/* n columns of n_rows NaN, or NULL. */
double **new_columns(struct results *r, size_t n);
double *new_column(struct results *r);

/* An indicator's raw values and cells, to be written: a copy where they were the table's until now.
   NULL: out of memory, which the arena notes. */
double *writable_raw(struct results *r, size_t indicator);
uint8_t *writable_cell(struct results *r, size_t indicator);
/* Whether units are in the table's own order. */
bool is_in_order(const struct results *r);
/* Nothing is written, nor copied, where the cell is that already. */
void set_cell(struct results *r, size_t indicator, size_t row, enum cell cell);

struct pipeline;

/*
 * A run over the raw values of another, of a plan with the same table and tree: everything behind
 * [screen] up to ranks and tiers, of which only what is not as it was is computed. Nothing is told
 * of it but parts that failed, and only raw values, scores, weights, ranks and tiers are to be
 * read.
 */
struct rerun_changes {
    const bool *other; /* by node: may differ from the plan's it repeats; NULL: all may */
    bool same;         /* none does, and no base */
    const bool *aside; /* by node: left out as if set aside; or NULL */
    double **raw; /* other raw values, by indicator, the same ones missing; NULL: those of from */
    void (*adjust)(struct results *r, size_t node, size_t block, size_t period, void *data);
    void *adjust_data;
    void (*disturb)(struct results *r, size_t indicator, double *column, void *data);
    void *disturb_data;
    struct arena *arena; /* for what is left_out before the next pipeline */
};

/* from: a run that has come to its end. plan: where a pipeline finds its own. Lives in rooms; *w is
   the caller's to rerun_free, also after a failure. */
int rerun_new(const struct results *from, struct plan *plan, struct arena *rooms,
              struct pipeline **w, struct error *e);
int rerun_run(struct pipeline *w, const struct rerun_changes *a, struct error *e);
const struct results *rerun_results(const struct pipeline *w);
void rerun_free(struct pipeline *w); /* accepts NULL */

/* The raw values of every indicator, from wherever they come, into r->raw and r->cell. */
int run_columns(struct results *r, struct error *e);
/* Sets aside what [screen] tells. */
int run_screen(struct results *r, struct error *e);
/* impute, transform, treat, normalise. */
int run_stages(struct pipeline *w, struct error *e);
/* weigh, aggregate, caps and deductions, share of imputed data. */
int run_tree(struct pipeline *w, struct error *e);
/* The caps and deductions of a node that has just got its scores; then, at the end, the rules about
   who is ranked, and the warnings. */
int run_node_rules(struct results *r, size_t node, struct error *e);
int run_rank_rules(struct results *r, struct error *e);
/* Ranks, tiers, and where units stand in every node. */
int run_ranks(struct pipeline *w, struct error *e);
/* The plan's analyses, into r->findings. */
int run_analyses(struct results *r, struct error *e);
/* The cases of [selection], into r->choices. */
int run_selection(struct results *r, struct error *e);

/* The periods that a block's statistics are taken from. */
struct period_range {
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
struct period_range base_span(const struct results *r, const char *base, size_t period);

/*
 * A column's values of a block over a span of periods, one period after the other. Points into
 * the column for one period, else into buffer, which has room for n * span.n values.
 */
const double *gather(const struct results *r, const double *column, const struct reference_group *b,
                     struct period_range s, double *buffer);

static inline double *slice(const struct results *r, double *column,
                            const struct reference_group *b, size_t period)
{
    return column + period * r->n_units + b->first;
}

/* "class 市辖区, 2019", or less where there is less to tell; for warnings. */
const char *block_name(const struct results *r, size_t block, size_t period);

/* What methods ask for: as much as the greediest, one call after the other. */
struct scratch {
    struct arena *arena;
    double *v;
    size_t n;
};

/* Room for n doubles, of any content; NULL: out of memory. */
double *scratch_of(struct scratch *s, size_t n);

/* Units by an attribute, or by class. */
struct grouping {
    bool known;
    const char *name;           /* of by, as the last method has it */
    const struct attribute *by; /* NULL: by class */
    uint32_t *group;
    size_t n;
};

/* One method over one column, for the periods that belong together. */
struct indicator_stage {
    struct pipeline *pipeline;
    struct results *r;
    const struct node *n;
    const struct bound_method *bound;
    const double *from;
    double *to;
    double *spare;        /* a column that no result has yet, or NULL */
    double *x, *y, *base; /* n_rows each */
    struct scratch *scratch;
    struct arena *call; /* emptied after a call; NULL: a call has its own */
    struct grouping grouping;
    const uint32_t *group;
    size_t n_groups;
    const char *const *codes;     /* stage_codes */
    const char *const *all_codes; /* the same of one block of all units; NULL: not asked for yet */
    const bool *whole; /* by indicator, of a run again: no raw value is missing; or NULL */
    bool directed;     /* the method sees the direction and the goalposts */
};

/* A node whose children are weighed and put together for one block and one period. */
struct node_stage {
    struct pipeline *pipeline;
    struct results *r;
    struct plan *p;
    const double **x; /* children's columns */
    const char **ids;
    const char ***child_ids; /* by node */
    const size_t *nodes;     /* that the columns are of, while they are weighed */
    double *given, *w;
    double *gathered; /* room for all children over all periods */
    double *filled;   /* room for all children of one period, for missing = impute */
    size_t most;      /* children of a node, or indicators */
    struct scratch *scratch;
    double **parts; /* most weights of each part of a combination */
    const char **part_names;
    size_t n_parts;  /* there is room for */
    bool index_kept; /* of a run again: the weights of the whole index are those that it had */
};

/* Room for what is done with one class in one period. */
struct ranking {
    struct results *r;
    double *x, *y; /* n_units */
    double *level; /* n_units: what scores count as */
    double *room;  /* as the method and the tiers ask */
    struct scratch *scratch;
};

/* The first stage of an indicator whose result is not known yet. */
enum first_stage { FROM_IMPUTE, FROM_TREAT, FROM_NORMALISE, FROM_NOTHING };

/* The rooms of a run, made once: by the same path a first run walks once and its repetitions often.
 */
struct pipeline {
    struct results *r;
    struct scratch scratch;
    struct indicator_stage column;
    struct node_stage climb;
    struct ranking ranking;

    /* of a run again; NULL in a first one */
    const struct results *from;
    const struct rerun_changes *again;
    double **imputed, **treated, **deviation, **normalised, **score; /* its own columns */
    double *none;                                                    /* a column of NaN */
    bool *unchanged; /* by node: the scores are those of from */
    bool *left_out;  /* by node: left out, and was not before */
    bool any_left_out;
    bool indicators_unchanged; /* all indicators are as they were */
};

/* Everything but columns; in arena. */
int pipeline_begin(struct pipeline *w, struct results *r, struct arena *arena, struct error *e);
int node_stage_begin(struct pipeline *w, struct arena *arena, struct error *e);

/* Weights that come from all indicators at once (scope = index), before any node is climbed. */
int node_stage_weigh_index(struct node_stage *c, struct error *e);
/* Of a run again: the node's children keep the weights that they had, but for noise. */
bool node_stage_keeps_weights(const struct node_stage *c, size_t node);
/* The weights of a node's children in a block, noise included; kept: node_stage_keeps_weights. */
int node_stage_weigh(struct node_stage *c, size_t node, size_t block, bool kept, struct error *e);
/* Of a node that is set aside with all below it, whose scores stay NaN. */
void node_stage_weigh_nothing(struct results *r, const struct node *n);
/* A script or plugin that failed is told once, whatever the nodes it failed at. */
void node_stage_part_failed(struct node_stage *c, const struct node *n, size_t block, size_t period,
                            const struct method *m, const struct error *e);

enum first_stage pipeline_first_stage(const struct pipeline *w, size_t indicator);
/* Whether a node's children have the weights that they had, before any noise; whether it has, in a
   block, the scores that it had. Never in a first run. */
bool pipeline_keeps_weights(const struct pipeline *w, size_t node);
bool pipeline_keeps_index_weights(const struct pipeline *w);
bool pipeline_keeps_scores(const struct pipeline *w, size_t node, size_t block);

/*
 * The units' codes for the spans of every block: block by block, period by period, so that those
 * of a block begin at its first * n_periods for a span of one period as for that of all. Or NULL.
 * The table's own where they are in that order.
 */
const char *const *stage_codes(const struct results *r, struct arena *a);

/* impute: one indicator, over all units of the run; fills s->to, tells the cells. */
int stage_impute(struct indicator_stage *s, struct error *e);
/* n periods as numbers: what their labels say where all are numbers that rise, else 0, 1, 2 ... */
void number_periods(const char *const *labels, size_t n, double *v);
/* The method over every block and period, with what `reference` names as its base; a pooled one
   takes all periods in one call. */
int stage_over_blocks(struct indicator_stage *s, const char *reference, struct error *e);
/* A decision of the method, or the reason why it has no result. */
void stage_note(struct indicator_stage *s, struct messages *to, size_t block, size_t period,
                const char *why);

#endif
