/* SPDX-License-Identifier: MIT */
/*
 * Facts of the analysts' texts: {= expression }, in the language of profiles, over functions of a
 * run. Two ways: with results each gets its words; without, it is looked at as far as a plan
 * tells: functions, classes, nodes, units, ranks that no class has.
 */
#ifndef HENG_REPORT_FACTS_H
#define HENG_REPORT_FACTS_H

#include "lua/expression.h"
#include "report/content.h"
#include "report/markdown.h"

/* What facts are about. */
struct fact_run {
    struct plan *p;
    struct edition *x; /* NULL: only looked at */
    int language;      /* enum language */
};

/* The functions of facts, for lists and documents. */
const struct expression_host_function *fact_function(size_t i); /* NULL: no further one */

/* Sets the value of each fact of the text; a's memory. ERR_PROFILE, "summary.md:12: why". */
int facts_fill(struct markdown *m, const struct fact_run *run, struct arena *a, struct error *e);
/* Each mistake of the text's facts goes to problems. */
int facts_check(const struct markdown *m, struct plan *p, struct messages *problems,
                struct error *e);

#endif
