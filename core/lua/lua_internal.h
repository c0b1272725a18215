/* SPDX-License-Identifier: MIT */
/*
 * What the files of the Lua host share, and no other includes. README.md says which file is what.
 *
 * Functions that take a lua_State raise Lua errors; all run below sandbox_run.
 */
#ifndef HENG_LUA_LUA_INTERNAL_H
#define HENG_LUA_LUA_INTERNAL_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>

#include "base/none.h"
#include "base/serialise.h"
#include "lua/element_internal.h"
#include "lua/expression_internal.h"
#include "lua/lex_internal.h"
#include "lua/script.h"
#include "stats/rng.h"

/* ---- names ---------------------------------------------------------------- */

struct name_list {
    const char *const *v;
    size_t n;
};

/* What a formula may name. Zeroed members are absent. */
struct scope {
    const struct table *t;
    bool all;                       /* every column of t; else those that declared lists hold */
    struct name_list declared[3];   /* needs, optional, attributes */
    const struct formula *formulas; /* earlier ones; the first n_done count */
    size_t n_formulas, n_done;
    double *const *columns;      /* their results, n_rows each */
    const unsigned char *failed; /* those without a result */
    const struct param_table *params;
    const void *values;
    size_t period;
    bool units;     /* one unit at a time, plain values */
    bool condition; /* the result must be true or false */
    size_t unit;
    bool asking;                       /* a unit is looked at */
    const char *(*function)(size_t i); /* what can be called; NULL beyond the last. Never absent */
    size_t missing; /* the first number that was found missing: a variable of t, or
                       behind these a formula; set it to NONE */
};

/* Whether the scope has a column, formula or attribute of that name. */
bool scope_knows(const struct scope *sc, const char *name);
/* What it is; VALUE_ANY where that cannot be told, as of a column without a value. */
enum value_kind scope_kind(const struct scope *sc, const char *name);
/* "; did you mean X?" among all that a formula can name, or "". */
void scope_suggest(const struct scope *sc, const char *name, char *text, size_t size);
/* The longest of the names that need backquotes and stand in the text without, so that they reach
   over `at`; *begin: where. NULL: none. */
const char *scope_bare_name(const struct scope *sc, const char *text, const char *at,
                            const char **begin);

/* A name with signs in it that the text spells without backquotes, as if its parts were calculated
   with: 2019-20, a/b. NULL: none. */
const char *scope_spelled(const struct scope *sc, const char *text, const char **begin);

/* ---- expressions ---------------------------------------------------------- */

/* Reads an expression and looks its names up. NULL: why is filled in, or memory ran out. */
const struct term *expression_read(struct arena *a, const struct scope *sc, const char *text,
                                   char *why, size_t size);
/* OK; ERR_PROFILE where something is wrong with the text, or ERR_MEMORY: why is then filled in. */
int expression_wrong(const struct scope *sc, const char *text, char *why, size_t size);
/* Writes it as Lua's text for a scope of units or columns. */
void expression_write(struct str *b, const struct scope *sc, const struct term *t);
/* Pushes its source; raises what is wrong with it. */
void expression_source(lua_State *L, const struct scope *sc, const char *text);
/* Pushes the function of an expression, read in the scope of the sandbox; the caller sets
   sb->where. */
void expression_push(lua_State *L, const char *text);
/* Puts what expression_write calls into the table at the top: operators of conditions. */
void condition_open(lua_State *L);
int vector_compare(lua_State *L); /* upvalue BINARY_LT ... */
int vector_where(lua_State *L);

/* ---- the state ------------------------------------------------------------ */

enum limit_kind { LIMIT_NONE, LIMIT_TIME, LIMIT_MEMORY };

struct sandbox {
    /* set by the caller; the rest is zeroed */
    const struct script_host *h;
    struct worker *worker;
    const char *path; /* of the script, or NULL */
    const char *text;
    size_t text_size;
    const struct script_lib *libs;
    size_t n_libs;
    const char *where; /* of the formula that runs, or NULL */
    struct scope scope;
    struct arena *arena;    /* for what is read */
    struct script *reading; /* filled in by heng.index and heng.weights */
    enum script_kind kind;
    void *job; /* the body's */
    /* the state's own */
    lua_State *L;
    void (*open)(lua_State *);
    lua_CFunction body;
    size_t used, limit;
    double deadline;
    enum limit_kind limit_hit; /* stays set: from then on nothing catches the error */
    char why[512];
    char full[256];          /* where memory ran out, while that can still be seen */
    unsigned char *required; /* n_libs flags */
    bool compute;            /* libraries that were not required before stay out */
    struct rng rng;
    struct messages warnings;
};

/* Makes the state, runs body(L) in it under the limits, and says in e what ended it. The state
   is left to the end of the process, or to sandbox_end. Call it in a worker. */
int sandbox_run(struct sandbox *sb, lua_CFunction body, void *job, struct error *e);
/* The same, with no more names than open gives it. */
int sandbox_enter(struct sandbox *sb, void (*open)(lua_State *), lua_CFunction body, void *job,
                  struct error *e);
/* Gives back what a run of it has taken, where the process goes on to another. */
void sandbox_end(struct sandbox *sb);
struct sandbox *sandbox_of(lua_State *L);

/* Pushes the function of a chunk of a script, with an environment of its own. */
void sandbox_load(lua_State *L, const char *path, const char *text, size_t n);
/* Pushes the function of what is written as one Lua expression. */
void sandbox_expression(lua_State *L, const char *text, size_t n);
/* Calls what lua_pcall would; returns false with the error's text in why: "path:line: what"
   (*head: length of "path:line", 0 when it has none). A limit_hit limit goes on up. */
bool sandbox_call(lua_State *L, int n_args, int n_results, char *why, size_t size, size_t *head);
/* Opens all names anew: what a chunk has done to a library is gone. */
void sandbox_names(lua_State *L);
void sandbox_raise(lua_State *L, enum limit_kind s); /* does not return */
void sandbox_settle(lua_State *L,
                    int status);  /* after any lua_pcall: raises what no one may catch */
void sandbox_place(lua_State *L); /* tells the parent the line that runs */
/* The nearest of the string keys of the table at index, or NULL. */
const char *sandbox_nearest(lua_State *L, int index, const char *name);

/* Numbers of the stream that belongs to this piece of work. */
void sandbox_reseed(struct sandbox *sb, uint64_t stream);

/* stdlib.c: pushes nothing; fills the table at the top with the standard names. */
void stdlib_open(lua_State *L);
/* Pushes the value at index as a text that holds no address; the text. */
const char *stdlib_text(lua_State *L, int index);
int stdlib_next(lua_State *L);
int stdlib_pairs(lua_State *L);
int stdlib_sort(lua_State *L);
extern const char *const stdlib_names[];       /* NULL-terminated */
const char *stdlib_withheld(const char *name); /* a hint, "" without one, NULL: not withheld */

/* Keys in the registry: the table of base names, of heng, the cache of columns, ... */
enum {
    KEY_BASE,
    KEY_HENG,
    KEY_CACHE,
    KEY_FORMULA_ENV,
    KEY_FUNCTIONS,
    KEY_DESCRIPTION,
    KEY_METHODS_VECTOR,
    KEY_METHODS_MATRIX,
    KEY_LOADED,
    KEY_COUNT
};
extern const char registry_keys[KEY_COUNT];
#define registry_get(L, key) lua_rawgetp((L), LUA_REGISTRYINDEX, &registry_keys[key])
#define registry_set(L, key) lua_rawsetp((L), LUA_REGISTRYINDEX, &registry_keys[key])

/* ---- arrays ----------------------------------------------------------------- */

#define VECTOR "vector"
#define MATRIX "matrix"
#define LABELS "labels"

struct array {
    size_t rows, columns; /* a vector has one column */
    size_t n;
    bool matrix, readonly;
    double *v; /* column by column */
};

struct labels {
    size_t n, n_groups;
    char *const *v;   /* the table's */
    uint32_t group[]; /* LABEL_NONE: blank */
};
#define LABEL_NONE UINT32_MAX

struct array *vector_new(lua_State *L, size_t n); /* pushes it, uninitialised */
struct array *matrix_new(lua_State *L, size_t rows, size_t columns);
void vector_borrow(lua_State *L, const double *v, size_t n);   /* pushes a read-only view */
struct array *array_like(lua_State *L, const struct array *a); /* pushes one of the same shape */
struct array *array_test(lua_State *L, int index);             /* NULL: something else */
struct array *vector_test(lua_State *L, int index);
struct array *vector_check(lua_State *L, int index);
struct array *matrix_check(lua_State *L, int index);
struct array *array_check(lua_State *L, int index);
struct labels *labels_test(lua_State *L, int index);
struct labels *labels_check(lua_State *L, int index);
void labels_push(lua_State *L, char *const *v, size_t n);
double *scratch_new(lua_State *L, size_t n); /* pushes it; collected with the stack */
void array_refuse(lua_State *L, int index, const char *wanted); /* raises */
int vector_binary(lua_State *L);                                /* upvalue: which of element.c's */
enum {
    BINARY_POWER = 4,
    BINARY_LT,
    BINARY_MIN = 11,
    BINARY_MAX,
    BINARY_FILL,
    BINARY_REST,
    BINARY_WHOLE
};
int vector_minus(lua_State *L);
int boolean_error(lua_State *L, const char *what);
/* A plain table of numbers, or a vector, at index into v (n of them, or it is an error). */
void numbers_read(lua_State *L, int index, double *v, size_t n, const char *what);
size_t numbers_count(lua_State *L, int index); /* NONE: neither */

/* ---- the table heng ----------------------------------------------------------- */

struct api_function {
    const char *name;
    lua_CFunction fn;
    int which;   /* an upvalue for fn */
    bool method; /* also v:name() */
};

extern const struct api_function vector_functions[], element_functions[], reduce_functions[],
    matrix_functions[], matrix_methods[], method_functions[];
const char *api_name(size_t i); /* all names of the table heng; NULL beyond the last */
void api_open(lua_State *L);
/* Pushes the value at index as a profile would write it: "0, 1", "yes", "2.5". */
void value_text(lua_State *L, int index, const char *key);
/* A line for the run's warnings. */
void api_note(lua_State *L, const char *text);

/* A call of one of the core's methods. */
struct method_call {
    const struct method *m;
    struct param_table table;
    int texts;   /* index of the table of parameters */
    int options; /* index of the script's table, or 0 */
    struct arena *arena;
    void *values;
    char why[512];
};

/* Finds the method that argument 1 names and reads the parameters from the table at index, if there
   is one; keys of extra (NULL-terminated, or NULL) may stand there too. Pushes one value. */
void method_call_begin(lua_State *L, struct method_call *u, enum heng_stage stage, int index,
                       const char *const *extra);
int method_call_option(lua_State *L, const struct method_call *u,
                       const char *name); /* pushes it; its type */
/* Fills in values. Nothing may raise between this and method_call_end. */
int method_call_bind(lua_State *L, struct method_call *u, struct error *e);
/* Raises on HENG_FAIL, warns on HENG_UNDEFINED. */
int method_call_end(lua_State *L, struct method_call *u, int answer, const struct error *e);
int api_column(lua_State *L);    /* impute, treat, normalise: (name, x[, options]) */
int api_weigh(lua_State *L);     /* weigh(name, x[, params]) */
int api_aggregate(lua_State *L); /* aggregate(name, x, w[, params]) */
int api_rank(lua_State *L);      /* rank("rank", x[, params]) */
int api_analyse(lua_State *L);   /* analyse(name, x[, options]) */

void vector_open(lua_State *L);
void labels_open(lua_State *L);
/* The body of heng.index, heng.weights and heng.selection. */
int read_index(lua_State *L);
int read_weights(lua_State *L);
int read_selection(lua_State *L);
/* Which of the first n directions of a selection has this id; NONE. */
size_t selection_direction(const struct script *s, const char *id, size_t n);

/* ---- names in Lua --------------------------------------------------------------- */

void scope_open(lua_State *L); /* the environment of formulas */
void scope_period(lua_State *L, size_t period);
void scope_push_data(lua_State *L);   /* d */
void scope_push_params(lua_State *L); /* p */
int scope_data(lua_State *L);         /* the __index of d */
/* Pushes something read-only that is indexed by a function; what: in front of complaints. */
void scope_push_proxy(lua_State *L, const char *what, lua_CFunction index);
int scope_lag(lua_State *L);
/* Stores the value at the top as n_units values; raises what is wrong with it. */
void result_read(lua_State *L, double *out, size_t n);

/* ---- fields of a description ----------------------------------------------------- */

struct reader {
    lua_State *L;
    struct sandbox *sb;
    struct script *s;
    const char *item; /* "indicator gdp", or "" */
    size_t line;      /* where the item begins */
    size_t cap_nodes, cap_indicators;
};

/* Begins the description of a script of this kind: the table that is argument 1. */
void reader_init(struct reader *r, lua_State *L, enum script_kind kind);
/* id, titles, texts and parameters, which all kinds have. */
void read_head(struct reader *r);
void read_columns(struct reader *r); /* needs, optional, attributes */
/* Raises "path:line: item: key: why", with the line of `key =` where it can be found. */
void field_fail(struct reader *r, const char *key, const char *fmt, ...) PRINTF_LIKE(3, 4);
void *field_keep(struct reader *r, void *p); /* p, which must not be NULL */
/* Every key of the table at index must be one of known. */
void field_keys(struct reader *r, int index, const char *const *known);
int field_get(struct reader *r, int t, const char *key); /* pushes it; its type */
/* A copy of the text at the top, popped. Blanks and line ends in a row become one blank. */
const char *field_take(struct reader *r, const char *key, bool keep_lines);
const char *field_text(struct reader *r, int t, const char *key, const char *def);
const char *field_id(struct reader *r, int t, const char *key);
double field_number(struct reader *r, int t, const char *key, double def);
int field_bool(struct reader *r, int t, const char *key);
double field_weight(struct reader *r, int t);
/* Pushes the list under key; its length. A missing one is empty. */
size_t field_list(struct reader *r, int t, const char *key, size_t most);
const char **field_names(struct reader *r, int t, const char *key, size_t *n);

/* ---- texts of scripts ---------------------------------------------------------------- */

struct libs {
    struct script_lib *v;
    size_t n, cap;
};

/* The text of a script: UTF-8 source and nothing else, or ERR_PART. */
int source_read(struct arena *a, const char *path, const char **text, size_t *n, struct error *e);
/* All libraries of the host's folders, the first of a name; one that cannot be read has no text. */
int source_read_libs(struct arena *a, const struct script_host *h, struct libs *l, struct error *e);

/* ---- descriptions ----------------------------------------------------------------- */

void script_pack(struct str *b, const struct script *s);
/* Fills in all but name, path, files, text and libs. */
int script_unpack(struct deserialiser *u, struct script *s, struct error *e);
void pack_lines(struct str *b, const struct messages *m);
int unpack_lines(struct deserialiser *u,
                 struct messages *m); /* adds them; 0, or -1 when malformed */

/* Runs one worker whose fn packs an int status and a text before all else, and hands its own
   error back as it is. u is left at what follows; *job is the caller's to fini. */
int script_work(const struct script_host *h, const char *name, worker_fn *fn, void *arg,
                struct arena *a, struct worker_job *job, struct deserialiser *u, struct error *e);
/* The halves of it: the job, and what it has answered. */
void script_job(const struct script_host *h, const char *name, worker_fn *fn, void *arg,
                struct worker_job *job);
int script_answer(const struct worker_job *job, struct arena *a, struct deserialiser *u,
                  struct error *e);
/* Runs the script's chunk up to its description, which heng.index or heng.weights has read. */
void script_run_chunk(lua_State *L);
/* The worker's side: OK and "", or e. */
void pack_outcome(struct str *b, const struct error *e);

#endif
