/* SPDX-License-Identifier: MIT */
/*
 * The expression language of profiles and report texts: names (Chinese, too; any other in
 * backquotes), numbers, texts, + - * / // % ^ .., comparisons, and or not, functions.
 *
 * Profiles: script.h, which runs expressions as Lua over columns or units. Report texts: below, one
 * value at a time, in this process, over functions and names of the host. config/README.md tells
 * the language.
 */
#ifndef HENG_LUA_EXPRESSION_H
#define HENG_LUA_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/* ---- functions that every expression has ------------------------------------------------ */

enum {
    EXPRESSION_CONDITION_RESULT = 1, /* true, false or missing */
    EXPRESSION_ANY_RESULT = 2,       /* a table, a matrix, nothing */
    EXPRESSION_COLUMNS = 4           /* looks at all units: not where one is looked at */
};

struct expression_function {
    const char *name, *arguments; /* "x[, ties]" */
    int least, most;              /* arguments; most < 0: any number */
    unsigned traits;
    double (*of_numbers)(const double *x, size_t n); /* NaN is missing; NULL: not for one value */
    const char *summary;
};

const struct expression_function *expression_function(size_t i); /* NULL beyond the last */

/* ---- one value at a time ----------------------------------------------------------------- */

enum expression_kind {
    EXPRESSION_MISSING,
    EXPRESSION_NUMBER,
    EXPRESSION_TEXT,
    EXPRESSION_CONDITION
};

struct expression_value {
    enum expression_kind kind;
    double number;    /* of a condition 1 or 0 */
    const char *text; /* borrowed, or of the arena of expression_scalar */
};

/*
 * A function of the host, or, where least and most are both -1, a name that stands alone. kinds:
 * one letter an argument, n number, t text, c condition, a any; the last one holds for further
 * ones. A missing argument is passed on as EXPRESSION_MISSING. call gives *result, or an error
 * whose text does not tell where ("there is no rank 400").
 */
struct expression_host_function {
    const char *name, *kinds;
    int least, most;
    int (*call)(void *data, struct arena *a, const struct expression_value *arguments, size_t n,
                struct expression_value *result, struct error *e);
    const char *arguments, *summary; /* for lists and documents */
};

struct expression_host {
    const struct expression_host_function *functions; /* the first of a name wins, before ours */
    size_t n;
    void *data;
};

struct expression;

/*
 * Reads a text; all names are looked up. Memory is a's, text and host are borrowed for as long as
 * the expression lives. place: in front of messages, "text/summary.md:12". Errors: ERR_PROFILE,
 * "PLACE: why (character 7)", with the nearest name where one is unknown; ERR_MEMORY.
 */
int expression_compile(struct arena *a, const char *text, const char *place,
                       const struct expression_host *host, const struct expression **x,
                       struct error *e);
/* Its value; texts that are joined are a's. The same errors: a function that fails, a kind that
   does not fit. What has no value (x / 0) is EXPRESSION_MISSING. */
int expression_scalar(const struct expression *x, struct arena *a, struct expression_value *value,
                      struct error *e);

#endif
