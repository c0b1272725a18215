/* SPDX-License-Identifier: MIT */
/* What the functions of facts share: their arguments. */
#ifndef HENG_REPORT_FACTS_INTERNAL_H
#define HENG_REPORT_FACTS_INTERNAL_H

#include "report/facts.h"

/* A function while it is called. */
struct fact_call {
    const struct fact_run *run;
    struct arena *a;
    const struct expression_value *v; /* n arguments */
    size_t n;
    struct expression_value *out; /* missing, until it is set */
    struct error *e;
    bool missing; /* an argument is: so is the result */
};

/* Among what: class NONE: not said. */
struct fact_place {
    size_t class, node, period;
};

/* A function by the name that a table of functions takes, whose body has a fact_call c. */
#define FACT(name)                                                                                 \
    static int name##_of(struct fact_call *c);                                                     \
    static int name(void *data, struct arena *a, const struct expression_value *v, size_t n,       \
                    struct expression_value *out, struct error *e)                                 \
    {                                                                                              \
        *out = (struct expression_value){.kind = EXPRESSION_MISSING};                              \
        return name##_of(&(struct fact_call){data, a, v, n, out, e, false});                       \
    }                                                                                              \
    static int name##_of(struct fact_call *c)

/* Whether there is anything to compute: results, and all arguments. */
bool fact_runs(const struct fact_call *c);
int fact_number(struct fact_call *c, double v);
/* NULL: out of memory. */
int fact_text(struct fact_call *c, const char *text);

/* The arguments from i on, in whatever order: class, node, period. */
int fact_place(struct fact_call *c, size_t i, struct fact_place *to);
/* The same where one class must be meant. */
int fact_class_place(struct fact_call *c, size_t i, struct fact_place *to);
/* That of the report; before there is one, the latest. */
size_t fact_own_period(const struct fact_call *c);
/* As it stands in the period, where its class changes. */
int fact_unit(struct fact_call *c, size_t i, size_t period, size_t *position);
int fact_node(struct fact_call *c, size_t i, size_t *node);
/* A whole number from 1 to n, or from -1 to -n. */
int fact_whole(struct fact_call *c, size_t i, size_t n, long *k);

/* Of a place: by position in the class, NaN where there is none; NULL: out of memory. Ranks are
   those of the run for the index, else counted within the class. */
const double *fact_ranks(struct fact_call *c, const struct fact_place *at);
const double *fact_scores(const struct fact_call *c, const struct fact_place *at);

extern const struct expression_host_function fact_functions_units[], fact_functions_found[];
extern const size_t n_fact_functions_units, n_fact_functions_found;

#endif
