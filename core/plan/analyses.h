/* SPDX-License-Identifier: MIT */
/* [analysis.NAME]: an analysis bound to its columns, and what it has found. */
#ifndef HENG_PLAN_ANALYSES_H
#define HENG_PLAN_ANALYSES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/none.h"
#include "config/profile.h"
#include "methods/registry.h"

/* A column that is looked at: one of the two is not NONE. */
struct analysis_column {
    const char *id;
    size_t node;     /* of the tree */
    size_t variable; /* of the table */
};

struct analysis {
    const char *name, *file; /* NAME, analysis-NAME.csv */
    const char *where;       /* "zj.ini:12", for messages */
    const struct method *method;
    void *params;
    struct analysis_options options;
    int data; /* enum analysis_data */
    struct analysis_column *columns;
    size_t m;
    bool weighted;    /* each column is a node below `node`, and none is below another */
    size_t node;      /* of the tree */
    size_t *by, n_by; /* attributes of the table */
    size_t population, longitude, latitude; /* variables of the table, or NONE */
    size_t *periods, n_periods;             /* of the table, rising */
};

/* A line of what was found: as many texts and numbers as the method has such fields, in order. */
struct finding {
    size_t class, period;
    const char *const *text;
    const double *v;
};

struct findings {
    struct finding *v;
    size_t n, cap;
    bool failed; /* told among the plan's failures; there is no file */
};

/* The title of its method in the language. */
const char *analysis_title(const struct analysis *a, int language);

#endif
