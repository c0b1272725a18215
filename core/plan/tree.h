/* SPDX-License-Identifier: MIT */
/*
 * The index tree: nodes with children; the leaves are indicators. Node 0 is the index itself.
 * Children stand behind their parent in the array, so a loop from the last node to the first
 * goes up the tree.
 */
#ifndef HENG_PLAN_TREE_H
#define HENG_PLAN_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/inputs.h"
#include "base/none.h"
#include "config/profile.h"
#include "data/text_index.h"
#include "methods/registry.h"

enum { TREE_ROOT = 0, TREE_DEPTH_MAX = 256 /* nodes from the root to an indicator */ };

enum node_kind { NODE_AGGREGATE, NODE_INDICATOR };

/* What every plan binds methods of; analyses have sections of their own. */
enum { FIRST_STAGE = HENG_IMPUTE, STAGE_ENDS = HENG_RANK + 1 };

/* Where the values of an indicator come from. */
enum origin_kind { FROM_VARIABLE, FROM_FORMULA, FROM_PLUGIN, FROM_SCRIPT };

struct origin {
    enum origin_kind kind;
    size_t part;   /* FROM_PLUGIN: which of the plan's dimension parts */
    size_t column; /* of the table, the plan's formulas, the plugin's or script's indicators */
};

/* A method with its parameters, as one node uses it. */
struct bound_method {
    const struct method *method;
    void *params;
    void *const *by_class; /* params of each of n_by_class classes, where a key says KEY.CLASS */
    size_t n_by_class;     /* 0: the same for all */
    struct stage_options options;
    const bool *base_units;     /* normalise: by position, whom its range comes from; NULL: all */
    struct bound_method *parts; /* whose weights it puts together: HENG_OF_WEIGHTS */
    size_t n_parts;
    const char *label; /* of weights, for people: "entropy", "combined(ahp+entropy)" */
};

/* The parameters for the units of a class. */
static inline void *bound_params(const struct bound_method *b, size_t class)
{
    return class < b->n_by_class ? b->by_class[class] : b->params;
}

/* The same method with the same options and parameters. */
bool bound_method_equal(const struct bound_method *a, const struct bound_method *b);

/*
 * direction = target or interval: not more or less is better, but near to the best values. What is
 * normalised is the deviation from them, less is better. All in the unit of the treated values,
 * that is after transform.
 */
struct nearness {
    int kind;            /* DIRECTION_TARGET, DIRECTION_INTERVAL; 0: none */
    double from, to;     /* the best values */
    double lo, hi;       /* where the deviation is 1; NaN: it is in the indicator's unit */
    const char *formula; /* of the deviation, as text */
};

/* What a node's results lie between, before any rules. open: there are no two ends, and this is
   what made them (of several methods: the node's own). */
struct node_range {
    double lo, hi;
    const struct bound_method *open;
};

/* scale = rescale: results are brought from their range (an open one: from what the base shows)
   to that of the node's siblings. */
struct node_rescale {
    size_t on; /* 0 or 1; of this size because reruns compare bytes, and padding would be some */
    struct node_range from;
    double lo, hi;
};

struct node {
    enum node_kind kind;
    const char *id, *title, *title_en;
    const char *where; /* "zj.ini:12", for messages */
    size_t parent;     /* NONE: the root */
    size_t *children;
    size_t n_children;
    double weight;                      /* nominal, among its siblings */
    struct bound_method at[STAGE_ENDS]; /* by stage; which ones a node has: plan/stage_table.h */

    struct node_range range; /* as it meets its siblings: rescaled */
    struct node_rescale rescale;

    /* aggregates */
    const char *aggregate_hint; /* a script's own wish, or NULL */

    /* indicators */
    size_t indicator; /* its place among the indicators */
    bool absent;      /* its column is not there, which is told: no name to suggest */
    struct origin origin;
    const char *unit, *formula, *source;
    const char *definition;           /* of its column, by a dictionary; or NULL */
    const struct column_words *words; /* of the dictionary that unit is from; or NULL */
    int direction;                    /* of a nearness: HENG_NEGATIVE, that of its deviation */
    struct nearness near;
    double lo, hi, target; /* of a nearness: of its deviation */
    int transform;         /* enum transform_option */
    const char *per;       /* variable to divide by, or NULL */
};

struct tree {
    struct arena *arena;
    struct node *nodes;
    size_t n, cap;
    size_t n_indicators;
    size_t *indicators; /* node of each indicator; set by tree_finish */
    struct text_index ids;
    size_t *node_of; /* the first node of each of these ids */
    size_t cap_ids;
};

/* Frees what is not the arena's. */
void tree_fini(struct tree *t);

/* The new node (its index), or NONE when memory runs out. Texts are borrowed. */
size_t tree_add(struct tree *t, enum node_kind kind, size_t parent, const char *id,
                const char *where);
size_t tree_find(const struct tree *t, const char *id);
/* A node that has TREE_DEPTH_MAX nodes above it, or NONE. Parents go round in no circle. */
size_t tree_too_deep(const struct tree *t);
/* How many nodes are above it: 0 of the index. */
size_t tree_depth(const struct tree *t, size_t node);
/* Whether node is above, or lies anywhere below it. */
bool tree_is_below(const struct tree *t, size_t node, size_t above);
/* Marks what goes with a node: all below it, and what is above it without anything else below. */
void tree_leave_out(const struct tree *t, size_t node, bool *aside);

/*
 * Drops aggregates without indicators below them (all but the root), orders nodes so that
 * children follow their parents, and fills in children and indicators.
 */
int tree_finish(struct tree *t, struct error *e);

/* v after a transform (enum transform_option); NaN where it has none. */
double transform_apply(double v, int transform);
/* 0 within the best values, at most 1 with worst ones. NaN of NaN, and beyond a double. */
double polarity_deviation(const struct nearness *near, double x);

/* The node's title in the language, falling back to the other and to the id. */
const char *node_title(const struct node *n, int language);

/*
 * Reads an index tree in the iMeta layout: iCode, Parent, Level, Direction, Weight, Type, and
 * optionally iName, Unit, Target, Denominator. Types other than Indicator and Aggregate are
 * passed over. The one Aggregate without a parent becomes node 0, which must not exist yet; the
 * others keep the order of the file. All problems of the file go to problems. path: of messages;
 * in: its bytes.
 */
int tree_read(struct tree *t, const char *path, const struct input *in, struct messages *problems,
              struct error *e);

#endif
