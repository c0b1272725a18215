/* SPDX-License-Identifier: MIT */
/*
 * heng_draft.h: what the core's own methods use and heng.h does not promise yet: ranking, filling
 * from several columns, analyses. heng refuses a plugin that brings one. It may change with any
 * version, without another ABI major, until it has moved to heng.h.
 */
#ifndef HENG_DRAFT_H
#define HENG_DRAFT_H

#include "heng.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Scores, higher is better, for HENG_RANK. NaN is not ranked and yields NaN. */
struct heng_rank_call {
    HENG_CALL;
    size_t n;
    const double *x;
    double *y;
    double *scratch;
};

/*
 * Several columns over all periods, for a HENG_IMPUTE method that looks beyond the column it fills:
 * at other indicators of the unit, at other units alike, or at other periods.
 * Value [period * n_units + unit] of a column.
 * The columns are chosen by the method's CHOICE parameter `within`, "node|index": the indicators
 * of the same node, or all of the index. Without such a parameter there is only the column itself.
 */
struct heng_fill_call {
    HENG_CALL;
    size_t n_units, n_periods;
    size_t m, column;         /* columns; the one that is to be filled */
    const double *const *x;   /* m columns of n_units * n_periods values; NaN: missing */
    const int32_t *direction; /* m: +1 or -1 */
    const double
        *period;     /* n_periods, rising: when, in years, quarters, days ..., or 0, 1, 2 ... */
    double *y;       /* n_units * n_periods results; present values are copied */
    double *scratch; /* scratch(n_units * n_periods, m) doubles */
};

/* Units divided by an attribute. */
struct heng_grouping {
    const char *name;   /* of the attribute */
    const uint32_t *of; /* n_units: 0 .. n-1 */
    size_t n;
    const char *const *labels; /* n */
};

/* The stage that an analysis looks at unless the profile says otherwise. */
enum heng_data {
    HENG_DATA_RAW = 1,   /* raw values of indicators; variables of the table */
    HENG_DATA_NORMALISED /* normalised indicators, scores of nodes */
};

/* A column of what an analysis finds. */
struct heng_field {
    const char *name; /* lower case, digits, underscore; never class or period */
    int32_t is_text;  /* else a number */
    const char *unit; /* or NULL */
    const char *doc;  /* one line, English */
};

/*
 * An analysis: m columns of n = n_units * n_periods values, [period * n_units + unit]. There is one
 * period unless the method's traits say HENG_OF_PERIODS. What is not given is NULL.
 * Findings are handed over line by line with put: as many texts as there are text fields, as many
 * numbers (NaN: none) as there are number fields, each in the order of the fields.
 */
struct heng_analyse_call {
    HENG_CALL;
    size_t n, m;
    const double *const *x;     /* NaN: missing */
    const char *const *ids;     /* m column names */
    const char *const *parents; /* m: the node that each belongs to, or NULL */
    const int32_t *direction;   /* m: +1, or -1 where less is better (raw data) */
    const double *w;            /* m weights, sum 1, of the columns within the index; or NULL */
    const double *score;        /* n scores of the index, or NULL */
    size_t n_units, n_periods;
    const char *const *codes;   /* n_units */
    const char *const *periods; /* n_periods labels */
    const double
        *period; /* n_periods, rising: when, in years, quarters, days ..., or 0, 1, 2 ... */
    const struct heng_grouping *by; /* n_by divisions of the units, coarse to fine; or NULL */
    size_t n_by;
    const double *population; /* n sizes of units, >= 0 or NaN; or NULL: all count alike */
    const double *longitude, *latitude; /* n_units degrees, or NULL */
    void (*put)(struct heng_analyse_call *call, const char *const *text, const double *v);
    void *put_data;
    double *scratch; /* scratch(n, m) doubles */
};

/* What else an analysis needs, in heng_method.traits. */
enum heng_draft_trait {
    HENG_OF_PERIODS = 2,  /* sees all periods in one call */
    HENG_OF_GROUPS = 4,   /* cannot do without by */
    HENG_OF_PLACES = 8,   /* cannot do without longitude and latitude */
    HENG_OF_WEIGHTED = 16 /* cannot do without w */
};

/* What heng_method.analysis of HENG_ANALYSE points to. */
struct heng_analysis {
    size_t size; /* sizeof(struct heng_analysis) */
    int (*analyse)(struct heng_analyse_call *call);
    uint32_t data;                   /* enum heng_data */
    const struct heng_field *fields; /* what it finds */
    size_t n_fields, field_stride;
};

#ifdef __cplusplus
}
#endif

#endif
