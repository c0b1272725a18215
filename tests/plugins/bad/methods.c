/* SPDX-License-Identifier: MIT */
/* Methods, sound and spoilt; the table in the test says which is which. */
#include <stdio.h>
#include <stdlib.h>

#include "heng.h"

struct options {
    double scale;
};

static const struct heng_param params[] = {
    HENG_PARAM_REAL(struct options, scale, "2", 0, 10, NULL, "A factor."),
};

#define TEXTS                                                                                      \
    "方法", "Method", "A method of a test.", "y = scale * x", "the tests", "NaN stays NaN."

static size_t scratch(size_t n, size_t m)
{
    return n * m;
}

/* Uses all of the scratch it asked for, so that too little would show. */
static int scale_column(struct heng_column_call *c)
{
    const struct options *o = c->params;
    size_t n = c->n + c->n_base;
    for (size_t i = 0; i < n; i++)
        c->scratch[i] = i < c->n ? c->x[i] : c->base[i - c->n];
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = o->scale * c->scratch[i] * c->direction;
    snprintf(c->why, c->why_size, "a note");
    heng_warn(c, 0, "stretched by %g", o->scale);
    return HENG_OK;
}

static int undefined_column(struct heng_column_call *c)
{
    snprintf(c->why, c->why_size, "no variation");
    return HENG_UNDEFINED;
}

static int failing_column(struct heng_column_call *c)
{
    snprintf(c->why, c->why_size, "x must be positive");
    return HENG_FAIL;
}

static int mute_column(struct heng_column_call *c)
{
    (void)c;
    return HENG_FAIL;
}

static int odd_column(struct heng_column_call *c)
{
    (void)c;
    return 77;
}

static int crashing_column(struct heng_column_call *c)
{
    (void)c;
    abort();
}

static int spilling_column(struct heng_column_call *c)
{
    c->y[c->n] = 1;
    return HENG_OK;
}

static size_t endless_scratch(size_t n, size_t m)
{
    return ((size_t)1 << 50) + n + m;
}

static int equal_weigh(struct heng_weigh_call *c)
{
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = c->given[j];
    c->warn(c->warn_data, 1, "column \xff is odd");
    c->warn(c->warn_data, HENG_NO_COLUMN, "no column in particular");
    c->warn(c->warn_data, 0, NULL);
    for (int i = 0; i < 1000; i++)
        c->warn(c->warn_data, 0, "again");
    return HENG_OK;
}

static int sum_aggregate(struct heng_aggregate_call *c)
{
    for (size_t j = 0; j < c->m; j++)
        if (c->w[j] > 0.5)
            heng_warn(c, j, "heavy");
    for (size_t i = 0; i < c->n; i++) {
        c->y[i] = 0;
        for (size_t j = 0; j < c->m; j++)
            c->y[i] += c->w[j] * c->x[j][i];
    }
    return HENG_OK;
}

/* From 0 to scale, whatever the children are. */
static int topped_aggregate(struct heng_aggregate_call *c)
{
    const struct options *o = c->params;
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = o->scale * (double)i / (double)c->n;
    return HENG_OK;
}

struct judged {
    struct heng_tables tables;
};

static const struct heng_param expert_params[] = {
    HENG_PARAM_TABLES(struct judged, tables, NULL, 1, 2,
                      "Files; the last row of the last one has the weights."),
};

static int expert_weigh(struct heng_weigh_call *c)
{
    const struct judged *o = c->params;
    const struct heng_table *t = &o->tables.v[o->tables.n - 1];
    for (size_t j = 0; j < c->m && j < t->n_columns; j++)
        c->w[j] = t->v[(t->n_rows - 1) * t->n_columns + j];
    snprintf(c->why, c->why_size, "%s %s %s", t->rows[t->n_rows - 1], t->columns[0], t->text[0]);
    return HENG_OK;
}

#define COLUMN(name, f, scratch)                                                                   \
    {                                                                                              \
        sizeof(struct heng_method), HENG_NORMALISE, name, TEXTS,                                   \
            HENG_PARAMS(params, struct options), scratch, f, NULL, NULL, 0, NULL, NULL, NULL       \
    }

static const struct heng_method methods[] = {
    COLUMN("stretched", scale_column, scratch),
    COLUMN("nothing", undefined_column, NULL),
    COLUMN("failing", failing_column, NULL),
    COLUMN("mute", mute_column, NULL),
    COLUMN("odd", odd_column, NULL),
    COLUMN("crashing", crashing_column, NULL),
    COLUMN("spilling", spilling_column, NULL),
    COLUMN("greedy", scale_column, endless_scratch),
    {sizeof(struct heng_method), HENG_WEIGHTS, "as_given", TEXTS, HENG_NO_PARAMS, NULL, NULL,
     equal_weigh, NULL, 0, NULL, NULL, NULL},
    {sizeof(struct heng_method), HENG_AGGREGATE, "weighted_sum", TEXTS, HENG_NO_PARAMS, NULL, NULL,
     NULL, sum_aggregate, HENG_BY_ROW, NULL, NULL, NULL},
    {sizeof(struct heng_method), HENG_WEIGHTS, "judged", TEXTS,
     HENG_PARAMS(expert_params, struct judged), NULL, NULL, expert_weigh, NULL, 0, NULL, NULL, NULL,
     NULL},
    {sizeof(struct heng_method), HENG_AGGREGATE, "topped", TEXTS,
     HENG_PARAMS(params, struct options), NULL, NULL, NULL, topped_aggregate, HENG_BY_ROW,
     "0, scale", NULL, NULL, NULL},
    {sizeof(struct heng_method), HENG_AGGREGATE, "middle", TEXTS, HENG_NO_PARAMS, NULL, NULL, NULL,
     sum_aggregate, HENG_BY_ROW, "children", NULL, NULL, NULL},
};

static const struct heng_method *const all[] = {
    &methods[0], &methods[1], &methods[2], &methods[3],  &methods[4],  &methods[5],  &methods[6],
    &methods[7], &methods[8], &methods[9], &methods[10], &methods[11], &methods[12], NULL,
};

static const struct heng_plugin plugin = {
    HENG_PLUGIN_HEAD, "methods", "1.0", "MIT", NULL, all,
};

HENG_EXPORT const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)
{
    (void)host;
    return &plugin;
}
