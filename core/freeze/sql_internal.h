/* SPDX-License-Identifier: MIT */
/* What the files that write SQL share. */
#ifndef HENG_FREEZE_SQL_INTERNAL_H
#define HENG_FREEZE_SQL_INTERNAL_H

#include "base/file.h"
#include "base/none.h"
#include "base/text.h"
#include "freeze/freeze.h"
#include "lua/expression_sql.h"
#include "plan/stage_table.h"
#include "stats/level.h"

/* What differs between dialects. */
struct dialect {
    const char *name;
    char quote; /* around names */
    const char *real;
    const char *log10;
    const char *round, *round_as; /* in front of and behind what is rounded */
    const char *as; /* between the name of a stage and its SELECT: SQLite would put each expression
                       in place of its name in the next stage, again and again */
};

/* Names with a blank, which no column of the CTEs is called otherwise. */
#define UNIT_CODE "unit code"
#define UNIT_CLASS "unit class"
#define UNIT_PERIOD "unit period"

struct sql {
    const struct frozen *f;
    const struct dialect *dialect;
    struct messages *refused;
    struct str *to;
    struct str head; /* further remarks */
    struct error *e;
    const char *stage;          /* the CTE that the next one reads; NULL: none yet */
    const struct table *period; /* has periods; or NULL */
    bool carries;               /* whether a stage hands on what was observed */
    size_t plugin;              /* whose parameters a formula may name, or NONE */
    unsigned depth;             /* of derived columns in one another */
};

/* One block's expression of a node. */
typedef void sql_block(struct sql *q, const struct node *n, size_t block, struct str *to);
/* That of all: one, or a CASE by class. */
void sql_by_block(struct sql *q, sql_block *put, const struct node *n);

void sql_name(struct sql *q, struct str *to, const char *name);
/* A stage's CTE, with what every one carries, and its FROM. */
void sql_begin(struct sql *q, const char *name);
void sql_end(struct sql *q, const char *name);
void sql_refuse(struct sql *q, const char *id, const char *what, const char *why);

/* sql_raw.c: the columns that indicators are made of, up to FROM and WHERE; filled in. */
int sql_raw(struct sql *q, const char *table);
void sql_imputed(struct sql *q);
/* Whether a missing value of the indicator is filled in. */
bool sql_is_filled(const struct sql *q, const struct node *n);
/* Whether a node has no score where nothing below it was observed and something is imputed. */
bool sql_is_withheld(const struct sql *q, size_t node);
void sql_observed(struct sql *q, struct str *to,
                  const struct node *n); /* the name of that column */

/* sql_aggregate.c */
void sql_aggregate(struct sql *q, const struct node *n, size_t block, struct str *to);
/* Appends ", CASE .. AS "ID undefined"" where a child below 0 leaves a node without a score. */
void sql_put_undefined(struct sql *q, size_t node);

#endif
