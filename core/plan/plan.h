/* SPDX-License-Identifier: MIT */
/*
 * A plan: a profile bound to its data, plugins, scripts and methods. Making one finds every
 * problem of the profile at once and computes no score. `run` walks the data through it.
 */
#ifndef HENG_PLAN_PLAN_H
#define HENG_PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "config/profile.h"
#include "data/table.h"
#include "lua/script.h"
#include "methods/registry.h"
#include "plan/analyses.h"
#include "plan/rules.h"
#include "plan/search_path.h"
#include "plan/stock.h"
#include "plan/tree.h"
#include "plugin/plugin.h"

struct plan_options {
    const char *path;             /* of the profile */
    struct profile *profile;      /* instead: one that exists (taken; freed with the plan) */
    const char *const *overrides; /* --set */
    size_t n_overrides;
    const char *const *plugins; /* --plugins, searched first */
    size_t n_plugins;
    const char *const *scripts; /* --scripts */
    size_t n_scripts;
    size_t jobs;         /* workers at a time; 0: as many as processors */
    struct stock *stock; /* what it shares with other plans, from then on; NULL: one of its own */
    const struct shape_watch *watch; /* who wants to see its sheets; or NULL */
    bool places;                     /* cells keep where they stood in their files */
    bool scores_only; /* without what no score depends on: warnings, panorama, analyses,
                         selection. Whoever made a plan with them has checked these */
};

/* A file that the results depend on. */
struct input_file {
    const char *role; /* profile, data, tree, table, plugin, script */
    const char *path;
    char sha256[65];
    const char *encoding; /* of data: that was taken; else NULL */
};

struct input_files {
    struct input_file *v;
    size_t n, cap;
};

/* A dimension that a plugin computes. */
struct dimension_part {
    const char *id; /* of the node */
    struct plugin *plugin;
    const struct heng_dimension *dimension;
    void *params;
};

/* Units ranked apart. Units of a class stand together: order[first .. first + n). */
struct unit_class {
    const char *value, *label;
    size_t first, n;
};

/* [selection]: cases that a script chooses. */
struct selection {
    struct script *script; /* NULL: there is none */
    void *params;
    size_t period;
};

struct plan {
    struct arena *arena;
    struct stock *stock;
    struct tools *tools;        /* the stock's */
    const struct dataset *data; /* the same; NULL: none yet */
    struct search_path given;   /* the folders that it was asked for with */
    struct search_path home;
    struct profile *profile;
    struct profile *as_read; /* before binding, which drops keys that another method replaced */
    struct fixed_sections fixed;
    bool screens; /* the profile has a [screen] that says anything */
    size_t jobs;
    bool synthetic; /* the profile or its script says so */

    bool scores_only;

    const struct table *table; /* the data set's: joined, selected, with derived columns */
    size_t *order;             /* units, class by class: positions in the table */
    struct unit_class *classes;
    size_t n_classes, cap_classes;

    const struct registry *registry; /* the tools' */
    bool plugins_seen;               /* it has asked for the methods of plugins */
    struct script_host scripts;
    struct worker_limits limits;
    struct tree tree;
    struct dimension_part *parts;
    size_t n_parts;
    struct script *script; /* [index] script, or NULL */
    void *script_params;
    struct formula *formulas; /* of indicators */
    size_t n_formulas, cap_formulas;
    struct analysis *analyses;
    size_t n_analyses, cap_analyses;
    struct rule *rules; /* in the order of the profile, in which they apply */
    size_t n_rules, cap_rules;
    bool has_tiers, has_panorama; /* [tiers] says anything; it or [panorama] */
    struct selection selection;
    const char *base; /* [normalise] base: also what data-driven weights look at; NULL: each */
    const bool *base_units; /* [normalise] base_units: by position; NULL: all */

    struct input_files files;
    const char **known_keys; /* "section.key" that methods, plugins and scripts take */
    size_t n_known_keys, cap_known_keys;

    struct messages problems; /* what makes the profile unusable */
    struct messages failures; /* parts that are missing from the results */
    struct messages warnings;
    struct messages notes; /* what methods decided: so many points winsorised */
};

/*
 * Returns OK when there is a plan, with or without problems; then *plan is the caller's to
 * plan_free. An error only when there is none at all (no such profile, no memory).
 */
int plan_new(const struct plan_options *o, struct plan **plan, struct error *e);

/* Another choice than a plan's. */
struct plan_setting {
    struct profile *profile;        /* taken; its files are read where base's are */
    const struct search_path *home; /* where plugins and scripts are; NULL: where base's are */
    bool scores_only;
};

/*
 * A plan of it in base's stock: it opens no file that has been opened, and where the profile says
 * the same of the data as one before it has that one's data set. As plan_new.
 */
int plan_with(const struct plan *base, const struct plan_setting *s, struct plan **plan,
              struct error *e);
void plan_free(struct plan *p); /* accepts NULL */

/* ERR_MEMORY when memory ran out in the plan or behind any of its messages, else OK: what lacks
   memory is no part that failed and no mistake of the profile, and ends the plan or run as a whole.
 */
int plan_memory(const struct plan *p, struct error *e);

/* Rules and weights in Lua are from now on computed in w, as are those of all plans of its stock
   that are asked so; for a worker that is itself confined as a script's. */
void plan_inside(struct plan *p, struct worker *w);

/* Notes a file and the hash of what was read; a file noted already is passed over. */
int plan_note_file(struct plan *p, const char *role, const char *path, const char *sha256,
                   struct error *e);

/* The node's method, which is of the core, over values that no data are needed for: one a unit into
   y. Its answer as in heng.h. scratch: as the method asks for twice the units. */
int plan_try_normalise(const struct plan *p, const struct node *n, const double *x, double *y,
                       double *scratch, struct error *refused);

/* The status that a plan with problems ends with. */
int plan_status(const struct plan *p);

/* Whether the indicator has goalposts and its method goes by them; what is not of the core is taken
   at its word. */
bool plan_uses_goalposts(const struct node *n, struct arena *a);

/* The columns of the table that an indicator is made of, into to, which has room for all and one
   more; returns how many. None of a plugin's or script's. */
size_t plan_columns_of(const struct plan *p, const struct node *n, size_t *to);

/* The ranges of all nodes, and what scale = rescale brings to what; tells what is mixed unless it
   is silent, as for a copy whose methods have been changed. */
void plan_scales(struct plan *p, bool silent);

/* Which scores are equal, as [rank] says. */
static inline const struct level *plan_level(const struct plan *p)
{
    return &p->tree.nodes[TREE_ROOT].at[HENG_RANK].options.level;
}

/* The index's title in the profile's language, with a mark when the data are synthetic. */
const char *plan_title(struct plan *p);

/* Of the unit at a position of the plan's order. */
static inline const char *plan_unit_code(const struct plan *p, size_t position)
{
    return p->table->codes[p->order[position]];
}

static inline const char *plan_unit_name(const struct plan *p, size_t position)
{
    return p->table->names[p->order[position]];
}

#endif
