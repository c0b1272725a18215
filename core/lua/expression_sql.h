/* SPDX-License-Identifier: MIT */
/* An expression of a profile as SQL, row by row; what SQL has no words for is named. */
#ifndef HENG_LUA_EXPRESSION_SQL_H
#define HENG_LUA_EXPRESSION_SQL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

struct sql_names {
    /* Appends what the name is: a number (NULL where missing) or, *text, a text. False: there is
       none. */
    bool (*put)(void *data, const char *name, struct str *to, bool *text);
    void *data;
    const char *log10; /* the dialect's: "LOG10(", "LOG(" */
};

/* A number; truth: a condition, for WHERE. ERR_PROFILE: "PLACE: why". */
int expression_sql(struct arena *a, const char *text, const char *place, bool truth,
                   const struct sql_names *names, struct str *to, struct error *e);

/* The name of a function in it that looks at all units, or NULL. */
const char *expression_looks_at_all(struct arena *a, const char *text);

/* A double as every dialect reads it: with an exponent, so that none takes it for a decimal. */
void sql_number(struct str *to, double v);
/* 'it''s' */
void sql_text(struct str *to, const char *s);

#endif
