/* SPDX-License-Identifier: MIT */
/* How the methods that weigh by experts' judgements read them. */
#ifndef HENG_METHODS_WEIGHTS_EXPERT_H
#define HENG_METHODS_WEIGHTS_EXPERT_H

#include "base/none.h"
#include "heng.h"

struct judged {
    const char *at;       /* in a text */
    double lo, hi;        /* of an entry */
    const char *expected; /* "a number from 1/9 to 9, such as 3 or 1/3" */
    size_t row;           /* of the text: counted from 1 */
};

/* Rows of the text that hold anything. */
size_t expert_count(const char *text);
/* The next row of the text, exactly n entries, into v. */
int expert_row(struct judged *r, struct heng_weigh_call *c, double *v, size_t n);

/* The place of an id among names, NONE without one; `place` where there are no names. */
size_t expert_find(const char *const *names, size_t n, const char *id, size_t place);
/* HENG_FAIL unless the n names are those of the call's columns, in any order. what: "row". */
int expert_names(struct heng_weigh_call *c, const char *path, const char *what,
                 const char *const *names, size_t n);
/* Cell (i, j) of the table; HENG_FAIL unless it is an entry. */
int expert_cell(const struct judged *r, struct heng_weigh_call *c, const struct heng_table *t,
                size_t i, size_t j, double *v);

/* What is in w, but 0 for columns without values, divided by its sum. */
int expert_finish(struct heng_weigh_call *c);

#endif
