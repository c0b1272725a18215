/* SPDX-License-Identifier: MIT */
/* What the files of the evaluator share. */
#ifndef HENG_ROBUST_REPLICATE_EVALUATOR_INTERNAL_H
#define HENG_ROBUST_REPLICATE_EVALUATOR_INTERNAL_H

#include "base/none.h"
#include "plan/stage_table.h"
#include "robust/replicate/evaluator.h"
#include "robust/sample/data_noise.h"
#include "robust/sample/weight_noise.h"

/* What every method that takes a number allows it to be. */
struct number_range {
    double least, most;
    bool whole;
};

/* The methods of a stage for one combination of its alternatives. */
struct method_choice {
    struct plan *plan; /* whose bound methods are taken */
    bool **touched;    /* [factor][node]: whether the number is set there; NULL: no number */
    struct number_range *range; /* by factor whose number is set anywhere */
    size_t *other;              /* nodes whose method or parameters are not the scenario's */
    size_t n_other;
    const char *failed; /* why none of its replicates has all its parts; NULL: nothing did */
};

/* All that a plan of its own brings. */
struct scenario {
    struct plan *plan;
    struct results *results;                  /* NULL: it failed as a whole */
    const char *failed;                       /* as of a method_choice */
    struct method_choice *stages[STAGE_ENDS]; /* NULL: nothing of the stage varies */
    size_t n_method_choices[STAGE_ENDS];
    size_t *row;      /* of the base, by row; NONE: it has none */
    bool same_rows;   /* each is the base's own */
    size_t *left_out; /* nodes that may be */
    size_t n_left_out;
};

/* Of a design: which alternatives meet in its rows. */
struct combinations {
    size_t n;
    size_t *of_row; /* by row */
    size_t *first;  /* the first row of each */
};
enum { ALL_STAGES = STAGE_ENDS }; /* a design's rows as a whole */

struct evaluator {
    struct arena *arena;
    struct plan *base;
    size_t n_rows;
    struct factor *factors;
    size_t n_factors;
    struct scenario *scenarios;
    size_t n_scenarios;
    struct plan **plans; /* all that were made; freed with the evaluator */
    size_t n_plans, cap_plans;
    enum evaluator_calls calls;
    bool only_plans;             /* nothing is run */
    const struct design *design; /* NULL: alternatives are drawn, and each meets each */
    struct combinations combinations[ALL_STAGES + 1];
    struct row_plan *rows; /* by combination of ALL_STAGES */
    struct method_choice *choices[STAGE_ENDS];
};

/* Which value of each factor a plan is of. */
struct alternative {
    size_t scenario;
    int stage; /* whose alternatives and numbers are set too; 0: none */
    size_t combination;
    size_t row;  /* of a design, all whose keys are set ... */
    bool blanks; /* ... those of empty cells, too, to some value of their columns */
};

/* The plan of a row of a design, where replicates take anything from it. */
struct row_plan {
    struct plan *plan;
    const char *failed;
    bool needed;
};

/* *to is NULL where the plan has problems, which are then the base's. *failed: the part of it that
   failed, but not in the base; NULL: none. */
int evaluator_plan(struct evaluator *g, const struct alternative *s, struct plan **to,
                   const char **failed, struct error *e);
/* The plans of a design's rows: each is judged, as a whole. */
int evaluator_row_plans(struct evaluator *g, struct error *e);
/* The text of the first failure that the base does not have; NULL: none. */
const char *evaluator_failure(struct evaluator *g, const struct messages *failures);
/* The method_choices of a scenario's stage; effective: by factor, set where it has an effect. */
int evaluator_stage(struct evaluator *g, size_t scenario, int stage, bool *effective,
                    struct error *e);

/* Plans of an evaluator at most. */
enum { PLANS_MAX = 512 };
/* Those of a design, if there is one. */
int combinations_list(struct evaluator *g, struct error *e);
/* How many method_choices the alternatives of a stage (0: of the scenarios) have; of those that are
   drawn no more are counted than just above PLANS_MAX. In a design those of a stage are of one
   scenario each. */
size_t evaluator_combinations(const struct evaluator *g, int stage);
/* Which combination of the alternatives of a stage (0: of the scenarios) a draw is. */
size_t combination_of(const struct evaluator *g, const double *u, int stage);
bool combination_is_of(const struct evaluator *g, int stage, size_t c, size_t scenario);
/* Which choice factor k is in an alternative. */
size_t combination_choice(const struct evaluator *g, const struct alternative *s, size_t k);
static inline bool is_choice_of(const struct factor *f, int stage)
{
    return f->kind == FACTOR_CHOICE && (int)f->stage == stage;
}
static inline bool is_number_of(const struct factor *f, int stage)
{
    return factor_is_number(f) && (int)f->stage == stage;
}

/* Whether a key of the stage is varied. */
bool evaluator_stage_varies(const struct evaluator *g, int stage);
/* Distributions that are for no number, and variations that cannot take effect, the latter once all
   scenarios are made: to the base's problems. */
void evaluator_check_numbers(struct evaluator *g);
void evaluator_check_effects(struct evaluator *g);
/* Row by row: empty cells of keys that take effect, numbers that a method does not take, weights
   that leave nothing. To the base's problems. */
int evaluator_check_design(struct evaluator *g, struct error *e);
/* Whether a number is one that the method_choice's nodes take; if not, a problem of the base's at
   where. */
bool evaluator_check_range(struct evaluator *g, const struct method_choice *c, size_t k, double v,
                           const char *where);

/* ---- one replicate ---- */

/*
 * What a replicate takes: a scenario's plan, with other methods and numbers in it. Made once a
 * scenario; each replicate puts back what the one before it changed.
 */
struct replicate_plan {
    const struct evaluator *g;
    const struct scenario *v;
    const double *u;     /* of the replicate at hand */
    struct arena *arena; /* of its own; empty again before the next */
    struct plan plan;
    struct node *nodes; /* of its own, which plan has as soon as one is changed */
    bool *other;        /* by node: not as in the scenario's plan */
    size_t *others, n_others;
    size_t *node;   /* by factor that is the number of a node: which; NONE */
    struct copied { /* parameters that several nodes share stay shared */
        const void *from;
        void *to;
    } * copies;
    size_t n_copies, cap_copies;
    bool *aside;
    bool leaves_out; /* aside says something */
    struct noise noise;
    struct data_noise data_noise;
    bool noisy;
    bool rescales; /* some node: ranges follow the methods of the replicate */
    bool meets;    /* methods of several stages are drawn together, which no plan has seen */
};

/* Rooms for the replicates of a scenario, in rooms. replicate_plan_fini also after a failure. */
int replicate_plan_new(struct replicate_plan *m, const struct evaluator *g,
                       const struct scenario *v, struct arena *rooms, struct error *e);
void replicate_plan_fini(struct replicate_plan *m);
/* The plan of the replicate at u. */
int replicate_plan_begin(struct replicate_plan *m, const double *u, struct error *e);
/* A node of the plan, to be changed for this replicate. */
struct node *replicate_plan_node(struct replicate_plan *m, size_t node);
/* The raw values with noise on them. NULL: out of memory. */
double **replicate_plan_raw(struct replicate_plan *m);

#endif
