/* SPDX-License-Identifier: MIT */
/*
 * Rank changes and what they come from: between two profiles, or two periods of one.
 *
 * Of two profiles, the walk from the first to the second takes over one group of keys at a time,
 * in the order of enum change_group, and runs every profile on the way. The effect of a group is
 * the score after it less the score before it. So the effects depend on that order, which is
 * always the same, and they add up.
 *
 * Of two periods, data is what changes on the yardstick of the first period (ranges and
 * data-driven weights of that period for both), goalposts is the rest: the yardstick itself.
 *
 * A unit's scores are rounded to 48 binary digits below the largest of them before the
 * differences are taken. Differences and sums of these are exact: the effects add up to
 * score_change bit for bit, in any order.
 */
#ifndef HENG_EXPLAIN_COMPARE_H
#define HENG_EXPLAIN_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "explain/explain.h"
#include "output/output.h"

enum change_group {
    CHANGE_DATA,       /* tables, derived columns, units, per, transform, screening, imputing */
    CHANGE_INDICATORS, /* the tree, formulas, directions, parameters of plugins and scripts */
    CHANGE_GOALPOSTS,  /* treating, normalising, goalposts */
    CHANGE_WEIGHTS,
    CHANGE_AGGREGATION, /* aggregating, rules, ranking */
    CHANGE_CLASS,       /* classes, and whether each has its own ranges */
    N_CHANGES
};

/* One step of the walk. Groups stand together where the profile between them cannot be run. */
struct change {
    unsigned groups;  /* 1 << enum change_group; 0: none of them, as the order of sections */
    const char *name; /* "data", "data+indicators", "other" */
};

/* A unit in a pair of periods. NaN: has none. */
struct compared {
    const char *code, *name;
    bool in_from, in_to;         /* the table has the unit */
    size_t class_from, class_to; /* of the plan on that side, where the table has it */
    size_t row_from, row_to;     /* of the results on that side */
    bool moved;                  /* to another class; ranks then do not compare */
    double rank_from, rank_to;
    double rank_change; /* places gained */
    /* among the units of the class that both sides have and rank: no one who has come or gone moves
       them; the lines of newcomers and of those gone are NaN */
    double common_from, common_to;
    double score_from, score_to, score_change;
    double *effects;                /* by step; NaN: stands in that of the next step with a score */
    double *parts;                  /* of the effect of data, by node; NULL: not known */
    double *before, *after, *rules; /* points of the node before and after, points of its rules */
};

struct period_pair {
    size_t from, to;   /* of the tables */
    const char *label; /* "2021", or "2019 -> 2021" */
};

struct comparison {
    struct arena *arena;
    struct plan *from, *to; /* borrowed; the same where periods are compared */
    struct results *was, *is;
    struct change *changes;
    size_t n_changes;
    struct period_pair *pairs;
    size_t n_pairs;
    struct compared
        *units;     /* pair by pair; those of `to` class by class, then what only `from` has */
    size_t n_units; /* in each pair */
    const struct plan *parts;        /* whose nodes the parts are of; NULL: there are none */
    struct results *middle, *before; /* the run after data; that before it */
    struct plan *middle_plan;
};

/*
 * Both plans are without problems and stay the caller's. *c is the caller's to comparison_free
 * also after an error, before the plans are freed. Without two periods in common ERR_DATA, unless
 * each side has only one: these are compared whatever they are called.
 */
int compare_profiles(struct plan *from, struct plan *to, struct comparison **c, struct error *e);
/* Two different periods of the plan's table. */
int compare_periods(struct plan *p, size_t from, size_t to, struct comparison **c, struct error *e);
void comparison_free(struct comparison *c); /* accepts NULL */

/* Units of a class of `to` in a pair: by places gained, then by score gained. order has room for
   all units. Returns how many there are. */
size_t comparison_order(const struct comparison *c, size_t class, size_t pair, size_t *order);

/* The ranks among the units that both sides have (compare_common.c). */
int comparison_rank_common(struct comparison *c, struct error *e);
/* Whether anyone of the class of `to` came or went between the two sides of a pair. */
bool comparison_has_newcomers(const struct comparison *c, size_t class, size_t pair);

/* compare.csv, and compare_nodes.csv where there are parts. outputs_fini also after a failure. */
int comparison_outputs(struct comparison *c, struct outputs *out, struct error *e);

/* ---- profiles on the way (compare_steps.c) ------------------------------------------------ */

/* "data", ... */
const char *change_name(enum change_group g);
/* The groups in which the two differ, 1 << enum change_group each. */
unsigned changes_between(const struct plan *from, const struct plan *to);
/* Plans the profile that has the groups of `taken` from `to` and the others from `from`; ranges
   where base is each from the period `base` unless that is NULL. *p NULL without an error: it
   has problems. */
int plan_between(const struct plan *from, const struct plan *to, unsigned taken, const char *base,
                 struct plan **p, struct error *e);

#endif
