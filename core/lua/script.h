/* SPDX-License-Identifier: MIT */
/*
 * Lua: formulas in a profile; weighting formulas, thematic indices and selections of cases in
 * scripts/.
 *
 * All Lua runs in workers. A script is read by the parent, described in one worker and computed in
 * another; it sees only what the sandbox puts before it (see scripts/README.md). Vectors are the
 * cross-section of one period: n_units values.
 */
#ifndef HENG_LUA_SCRIPT_H
#define HENG_LUA_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/worker.h"
#include "config/param.h"
#include "data/table.h"
#include "heng.h"
#include "methods/registry.h"

/* Where scripts live, and what they may use. */
struct script_host {
    const char *const *dirs; /* folders with indices/, weights/, lib/ in them; the first wins */
    size_t n_dirs;
    struct worker_limits limits;
    uint64_t seed;                   /* of math.random */
    const struct registry *registry; /* methods that scripts call by name; may be NULL */
    /* Set in a worker that is itself confined as a script's: weights and rules are computed here,
       each in a new state as ever. NULL: in a worker of their own. */
    struct worker *inside;
};

enum script_kind { SCRIPT_INDEX, SCRIPT_WEIGHTS, SCRIPT_SELECTION };

/* "indices", "weights", "selections": the folder of the kind. */
const char *script_folder(enum script_kind kind);

/* The path of dirs[i]/FOLDER/NAME.lua, or NULL. name must be an id. */
const char *script_find(struct arena *a, const struct script_host *h, enum script_kind kind,
                        const char *name);

/* A file that a script consists of: itself, and what it required. */
struct script_file {
    const char *path;
    char sha256[65];
};

/* A file of scripts/lib, as it was when the script was described. */
struct script_lib {
    const char *name, *path;
    const char *text;
    size_t text_size;
};

struct script_node { /* a dimension of a thematic index; a direction of a selection */
    const char *id, *title, *title_en, *parent; /* parent NULL: the index itself */
    double weight;
    const char *aggregate; /* method, or NULL: as the profile says */
};

struct script_indicator {
    const char *id, *parent, *title, *title_en, *unit, *source, *doc;
    const char *formula; /* the expression, or the text "function" for a Lua function */
    int direction;
    double weight, lo, hi;
};

/* A described script. All memory is the arena's. */
struct script {
    enum script_kind kind;
    const char *name, *path;
    struct script_file *files; /* itself first */
    size_t n_files;
    const char *id, *title, *title_en, *summary, *formula, *source, *note, *domain;
    /* formula: of a selection, its rule in words */
    int synthetic;      /* the script ships with, or stands for, made-up data */
    const char **needs; /* variables without which it cannot run; of a selection, nodes too */
    size_t n_needs;
    const char **optional;
    size_t n_optional;
    const char **attributes; /* attributes whose labels it reads */
    size_t n_attributes;
    struct param_table params;
    struct script_node *nodes;
    size_t n_nodes;
    struct script_indicator *indicators;
    size_t n_indicators;
    const char *text; /* the source, kept for the compute worker */
    size_t text_size;
    struct script_lib *libs; /* what it required */
    size_t n_libs;
};

/* Describes dirs/FOLDER/NAME.lua. Errors: ERR_NOINPUT no such script; ERR_PART and
   "PATH:LINE: why" for a mistake in it. */
int script_describe(struct arena *a, const struct script_host *h, enum script_kind kind,
                    const char *name, struct script **s, struct error *e);
/* The same of n of them, by one worker where all goes well; s[i] NULL: errors[i] says why.
   Errors: only where none can be described. */
int scripts_describe(struct arena *a, const struct script_host *h, enum script_kind kind,
                     const char *const *names, size_t n, struct script **s, struct error *errors,
                     struct error *e);

/*
 * Computes the indicators of a thematic index: out[k] is a column of t->n_rows values for
 * s->indicators[k]. An indicator whose formula fails is all NaN and its error is in errors[k]
 * (ERR_PART, "PATH:LINE: indicator ID: why"); the others go on. Anything that ends the script as a
 * whole is returned (ERR_PART). params: s->params.size bytes.
 */
int script_index(const struct script_host *h, const struct script *s, const void *params,
                 const struct table *t, double *const *out, struct error *errors,
                 struct messages *warnings, struct error *e);

/* Adds a weighting script to the registry as a method of stage HENG_WEIGHTS. h and s must outlive
 * it. */
int script_register_weights(struct arena *a, const struct script_host *h, const struct script *s,
                            struct registry *r, struct error *e);

bool script_is_weights(const struct method *m);

/* What a selection sees: one period of a run. By unit in the order of the table. */
struct script_cases {
    const struct table *t;
    size_t period;
    const char *language; /* "zh", "en": of the reasons */
    char *const *classes, *const *class_titles;
    const double *rank;                     /* within the class; NaN: not ranked */
    const char *const *ids, *const *titles; /* of the nodes, the index first */
    size_t n_nodes;
    const double *const *score;     /* by node */
    const double *const *node_rank; /* by node: within the class */
    const double *const *raw;       /* by node; NULL: no indicator */
};

/* A case that a selection has chosen, or has nearly chosen. */
struct script_choice {
    size_t direction; /* of s->nodes */
    size_t unit;      /* in the table */
    bool chosen;
    double value; /* NaN: none */
    const char *reason;
};

/* Runs a selection: *out in the order of the directions and, within one, of the script. Errors:
   ERR_PART, "PATH:LINE: why". Memory is a's. */
int script_select(struct arena *a, const struct script_host *h, const struct script *s,
                  const void *params, const struct script_cases *cases, struct script_choice **out,
                  size_t *n, struct messages *warnings, struct error *e);

/* An expression of a profile: [derive] name = text, [indicator.X] formula = text. */
struct formula {
    const char *name;
    const char *text;
    const char *where; /* "zj.ini:12", in front of messages */
};

/*
 * Evaluates the formulas in order, each for every period, over the columns of t: out[k] gets
 * t->n_rows values. A formula sees the results of those before it by name. It must yield a vector
 * of n_units values or a number. A failing one is all NaN with its reason in errors[k]
 * (ERR_PROFILE); the others go on, but one that uses a failed one fails too.
 */
int script_formulas(const struct script_host *h, const struct formula *f, size_t n,
                    const struct table *t, double *const *out, struct error *errors,
                    struct error *e);

/*
 * The same where one may end the worker of all, by a limit perhaps: then each has one of its own.
 * errors[k] of one that ends it again is ERR_PART; those behind it see a column of NaN. Returns OK,
 * or ERR_MEMORY.
 */
int script_formulas_each(const struct script_host *h, const struct formula *f, size_t n,
                         const struct table *t, double *const *out, struct error *errors,
                         struct error *e);

/*
 * Checks formulas without computing: errors[k] is filled in for a syntax error, or a name that is
 * neither a column of t, an earlier formula, nor a function (with the nearest known name).
 */
int script_check_formulas(const struct script_host *h, const struct formula *f, size_t n,
                          const struct table *t, struct error *errors, struct error *e);

/* The names of t's columns that a formula's text mentions (lexically, Lua's identifiers outside
   strings and comments), as indices into t->variables; for provenance. out has room for
   t->n_variables; returns how many. */
size_t formula_inputs(const char *text, const struct table *t, size_t *out);

/*
 * [units] where: evaluated once a unit with plain Lua values: code, name and attributes as texts,
 * variables as numbers of the latest period (NaN where missing). keep[i] is 1 where it yields true.
 */
int script_where(const struct script_host *h, const struct formula *f, const struct table *t,
                 unsigned char *keep, struct error *e);

/* A rule of a profile: a condition, and a number that is asked for where it holds. */
struct script_rule {
    struct formula when, value; /* value.text NULL: no number */
    const struct table *t;
    const struct formula *nodes; /* names beside those of the table; only their names count */
    double *const *columns;      /* their values: n_rows each, in the order of t */
    size_t n_nodes;
    const unsigned char *asked; /* n_rows flags: the rows that are judged */
};

/* VERDICT_MISSING: a value that was looked at is missing; verdict_missing tells which. */
enum { VERDICT_NO, VERDICT_YES, VERDICT_MISSING };
struct verdict {
    double value; /* of VERDICT_YES, where the rule has one: finite */
    size_t missing;
    int state;
};

/*
 * Judges rows one at a time, with plain Lua values as script_where, of the row's own period. The
 * condition must yield true or false, the value a finite number; anything else is ERR_PROFILE, with
 * the unit. ERR_PART: the worker was ended. out: n_rows.
 */
int script_rule(const struct script_host *h, const struct script_rule *rule, struct verdict *out,
                struct error *e);
/* Looks at syntax and names alone; columns and asked may be NULL. */
int script_rule_check(const struct script_host *h, const struct script_rule *rule, struct error *e);

/*
 * n rules in one worker, each in a Lua state of its own: what n calls of script_rule give, or an
 * error where one of them fails or all take more than the limits of one. Then ask each alone: that
 * tells which it is and why.
 */
int script_rules(const struct script_host *h, const struct script_rule *rules, size_t n,
                 struct verdict *const *out, struct error *e);
int script_rules_check(const struct script_host *h, const struct script_rule *rules, size_t n,
                       struct error *e);
const char *verdict_missing(const struct verdict *v, const struct script_rule *rule);

/* Whether a formula's text mentions a name: lexically, outside strings and comments. */
bool formula_mentions(const char *text, const char *name);

#endif
