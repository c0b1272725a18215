/* SPDX-License-Identifier: MIT */
/*
 * What the files of a run share among themselves. Lowest first: results, reference and inputs are
 * what stages are made of; then the stages; pipeline.c puts them in a row, and run.c and rerun.c
 * walk through it, once and often.
 */
#ifndef HENG_RUN_PIPELINE_INTERNAL_H
#define HENG_RUN_PIPELINE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "run/reference.h"
#include "run/rerun.h"

/* ---- results.c -------------------------------------------------------------------------- */

/* Every array of r, in arena; of a rerun those that it has of its own. False: out of memory. */
bool results_arrays(struct results *r, bool rerun, struct arena *arena);

/* n columns of n_rows NaN, or NULL. */
double **new_columns(const struct results *r, size_t n, struct arena *arena);
double *new_column(const struct results *r, struct arena *arena);

/* An indicator's raw values, to be written: a copy where they were the table's until now. NULL: out
   of memory, which the arena notes. */
double *writable_raw(struct pipeline *w, size_t indicator);
/* Nothing is written, nor copied, where the cell is that already. */
void set_cell(struct pipeline *w, size_t indicator, size_t row, enum cell cell);

/* What methods ask for: as much as the greediest, one call after the other. */
struct workspace {
    struct arena *arena;
    double *v;
    size_t n;
};

/* n doubles, of any content; NULL: out of memory. */
double *workspace_of(struct workspace *s, size_t n);

/* ---- reference.c ------------------------------------------------------------------------ */

/* Units that a stage works on group by group. */
struct unit_groups {
    const struct reference_group *v;
    size_t n;
    const char *const *codes; /* of a group from its first * n_periods on */
    const uint32_t *by;       /* what group of n_by the method has a unit in; or NULL */
    size_t n_by;
};

/* False: out of memory. */
bool groups_of(struct unit_groups *g, const struct results *r, const struct reference_group *v,
               size_t n, struct arena *a);
/* " (市辖区, 2019)", or less where there is less to tell; for messages. */
const char *group_name(const struct results *r, size_t n_groups, size_t group, size_t period);
/* Whether units are in the table's own order. */
bool is_in_order(const struct results *r);

/* ---- inputs.c --------------------------------------------------------------------------- */

enum { INDICATOR_STAGES = HENG_NORMALISE - HENG_IMPUTE + 1 };

/*
 * All that a stage makes an indicator's column of, beside what every rerun has in common: units,
 * periods, groups, what [screen] set aside. It sees no more of the plan than this, and so this is
 * its identity: of the same inputs, byte by byte, comes the same column.
 */
struct stage_inputs {
    const double *from; /* the column of the stage before */
    struct bound_method bound;
    struct period_range base; /* see reference_base */
    int transform;            /* impute: afterwards */
    int direction;            /* as the method sees them: */
    double lo, hi, target;    /* NaN: not at all */
    struct node_rescale rescale;
    struct nearness near;           /* normalise */
    const struct results *others;   /* impute: whose other indicators a method with fill sees */
    const struct results *observed; /* impute: whose values tell who is withheld */
    void (*disturb)(struct results *r, size_t indicator, double *column, void *data); /* impute */
};

/* Those of an indicator's INDICATOR_STAGES stages, but for the columns that they begin with. */
void stage_inputs_of(const struct results *r, size_t indicator, const struct results *others,
                     const struct rerun_changes *changes, struct stage_inputs *to);
const double *column_before(const struct results *r, size_t indicator, enum heng_stage stage);
bool stage_inputs_equal(const struct stage_inputs *a, const struct stage_inputs *b);

/* Whether a node's children have the weights that they had, before any noise; whether it has, in a
   group, the scores that it had. Never in a first run. */
bool pipeline_keeps_weights(const struct pipeline *w, size_t node);
bool pipeline_keeps_index_weights(const struct pipeline *w);
bool pipeline_keeps_scores(const struct pipeline *w, size_t node, size_t group);
/* Whether none of the unit's values below a node was observed, so that it has no score there. */
bool is_withheld(const struct results *r, size_t node, size_t row);
/* Of a rerun: whether among the indicator's siblings the same is observed as in from's run. */
bool pipeline_observes_alike(const struct pipeline *w, size_t indicator);
/* Of a rerun: whether a method with fill sees anything else of any indicator than in from's run. */
bool pipeline_has_others(const struct pipeline *w);

/* ---- stages ----------------------------------------------------------------------------- */

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
    size_t indicator;
    const char *id, *where; /* for messages */
    struct stage_inputs inputs[INDICATOR_STAGES];
    const struct stage_inputs *in; /* of the stage at hand */
    const double *from;            /* what the method sees: in->from, or its deviation */
    double *to;
    double *spare;           /* a column that no result has yet, or NULL */
    double *x, *y, *base;    /* n_rows each */
    const char **base_codes; /* the same, of a base of chosen units; NULL: not made yet */
    struct workspace *workspace;
    struct arena *call; /* emptied after a call; NULL: a call has its own */
    struct grouping grouping;
    struct reference_group everyone;
    struct unit_groups all; /* all units as one group; codes NULL: not made yet */
    const bool *whole;      /* by indicator, of a rerun: no raw value is missing; or NULL */
};

/* A node whose children are weighed and put together for one group and one period. */
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
    double *total;    /* by node: weights of the whole index, summed up the tree */
    size_t most;      /* children of a node, or indicators */
    struct workspace *workspace;
    double **parts; /* most weights of each part of a combination */
    const char **part_names;
    size_t n_parts;      /* there is room for */
    struct str withheld; /* from whom a node's score is: "甲 (2015), 乙 (2015)" */
    size_t n_withheld;
    bool index_kept; /* of a rerun: the weights of the whole index are those that it had */
};

/* What is done with one class in one period. */
struct ranking {
    struct pipeline *pipeline;
    struct results *r;
    double *x, *y;   /* n_units */
    double *level;   /* n_units: what scores count as */
    double *scratch; /* as the method and the tiers ask */
    struct workspace *workspace;
};

/* Columns that a rerun has of its own, by indicator or node. */
struct own_columns {
    double **imputed, **treated, **deviation, **normalised, **score;
};

/* All that a run works with and nobody reads later: the same for a first run, which walks through
   it once, and for its reruns, which do so often. */
struct pipeline {
    struct results *r;
    bool quiet; /* a rerun: no notes, warnings, cells, shares of imputed data, effective weights */
    struct workspace workspace;
    struct unit_groups groups; /* that share a range and weights */
    struct period_range base;  /* that weights look at */
    struct indicator_stage indicator;
    struct node_stage node;
    struct ranking ranking;
    double *none; /* a column of NaN */
    /* by node: it has no value because a part failed, which is told: what else is said of it is but
       what comes of that */
    bool *failed;
    bool *dropped; /* by node: of its indicators values were filled in that make no score */
    /* by indicator: its raw values and cells where they are not the table's; NULL where they are */
    double **writable_raw;
    uint8_t **writable_cell;
    const struct rerun_changes *changes; /* of a first run: none */

    /* of a rerun; NULL in a first run */
    const struct results *from;
    struct stage_inputs *was; /* INDICATOR_STAGES an indicator, of from */
    const struct results *others;
    struct period_range base_was;
    struct own_columns own;
    bool were_unchanged;       /* all columns of indicators are those of from, from this rerun on */
    bool indicators_unchanged; /* since the one before it */
};

/* Whether what a stage says of a node is heard. */
static inline bool pipeline_tells(const struct pipeline *w, size_t node)
{
    return !w->quiet && !w->failed[node];
}

/* results.c: of a run that is large, before its first column; then, once an indicator is
   normalised, all columns that come before that rest. */
void results_begin_rest(struct results *r);
void results_rest_sources(const struct results *r, size_t indicator);

/* Everything but columns; in arena. */
int pipeline_begin(struct pipeline *w, struct results *r, struct arena *arena, struct error *e);
/* From the raw values to ranks and tiers. */
int pipeline_run(struct pipeline *w, struct error *e);

/* The raw values of every indicator, from wherever they come, into r->raw and r->cell. */
int run_columns(struct pipeline *w, struct error *e);
/* Sets aside what [screen] tells. */
int run_screen(struct pipeline *w, struct error *e);
/* impute, transform, treat, normalise. */
int run_indicators(struct pipeline *w, struct error *e);
/* weigh, aggregate, caps and deductions, share of imputed data. */
int run_tree(struct pipeline *w, struct error *e);
/* The caps and deductions of a node that has just got its scores; then, at the end, the rules about
   who is ranked, and the warnings. */
int run_node_rules(struct pipeline *w, size_t node, struct error *e);
int run_rank_rules(struct pipeline *w, struct error *e);
/* Ranks, tiers, and where units stand in every node. */
int run_ranks(struct pipeline *w, struct error *e);
/* The plan's analyses, into r->findings. */
int run_analyses(struct results *r, struct error *e);
/* The cases of [selection], into r->choices. */
int run_selection(struct results *r, struct error *e);

/* rescale.c: scale = rescale: the node's column, which this run has made, from its range (or what
   the base shows of it) to that of its siblings. */
void run_rescale(struct pipeline *w, const struct node *n, struct period_range base,
                 double *column);

/* column_call.c: the method over every group and period; a pooled base takes all periods in one
   call. */
int stage_over_groups(struct indicator_stage *s, const struct unit_groups *g,
                      struct period_range base, struct error *e);
/* impute.c: one indicator, over all units of the run; fills s->to, tells the cells. */
int stage_impute(struct indicator_stage *s, struct error *e);

/* node_stage.c */
int node_stage_begin(struct pipeline *w, struct arena *arena, struct error *e);
/* Before a rerun: what the plan at hand needs. */
int node_stage_parts(struct node_stage *c, struct error *e);
/* A script or plugin that failed is told once, whatever the nodes it failed at. */
void node_stage_part_failed(struct node_stage *c, const struct node *n, size_t group, size_t period,
                            const struct method *m, const struct error *e);

/* weigh.c: weights that come from all indicators at once (scope = index), before any node. */
int node_stage_weigh_index(struct node_stage *c, struct error *e);
/* Of a rerun: the node's children keep the weights that they had, but for noise. */
bool node_stage_keeps_weights(const struct node_stage *c, size_t node);
/* The weights of a node's children in a group, noise included; kept: node_stage_keeps_weights. */
int node_stage_weigh(struct node_stage *c, size_t node, size_t group, bool kept, struct error *e);
/* Of a node that is set aside with all below it, whose scores stay NaN. */
void node_stage_weigh_nothing(struct results *r, const struct node *n);

#endif
