/* SPDX-License-Identifier: MIT */
/*
 * heng_draft.h: what heng.h does not promise yet: ranking, filling from several columns and
 * analyses, of the core's own methods only (heng refuses a plugin that brings one), and sources of
 * data, which plugins bring. It may change with any version, without another ABI major, until it
 * has moved to heng.h; a source that was built with another draft is refused.
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
    /* NULL, or how many doubles of scratch this very call takes, at least scratch(n, m): so many
       are in call->scratch while it counts. It warns of nothing. */
    size_t (*room)(struct heng_analyse_call *call);
};

/* ---- sources of data ------------------------------------------------------ */

enum heng_source_trait {
    HENG_NETWORK = 1, /* may open sockets; all others may not, nor any other file */
    HENG_NO_FILE = 2  /* reads no file: there is no path */
};

/*
 * A table on its way from where it lies into heng, cell by cell. Rows and columns count from 0, in
 * the order in which a reader sees them: row by row, and within a row from left to right. What is
 * not told is blank. The call may be given again; it has a process of its own, as all have.
 *
 * The functions answer 0; anything else says that no more is wanted (it was too much, it was out of
 * order): then the source stops and answers HENG_FAIL, and heng knows the reason.
 */
struct heng_read_call {
    HENG_CALL;          /* a warning's column is one of the table */
    int32_t fd;         /* the file, open for reading at its start; -1: there is none */
    uint64_t file_size; /* bytes */
    uint64_t most;      /* bytes that may be unpacked or told, in all: more is to be refused */
    double seconds;     /* that the call has */
    void *to;           /* the first argument of these: */
    int32_t (*text)(void *to, uint64_t row, uint32_t column, const char *s, size_t n); /* UTF-8 */
    int32_t (*number)(void *to, uint64_t row, uint32_t column, double v); /* NaN: blank */
    /* Cells that are one, before any cell: the first row and column, and the last. */
    int32_t (*merged)(void *to, uint64_t top, uint32_t left, uint64_t bottom, uint32_t right);
    int32_t (*sheet)(void *to, const char *name,
                     int32_t hidden);            /* that is read; of sheets(): all */
    int32_t (*note)(void *to, const char *text); /* what a reader of the table should know of it */
    int32_t (*server)(void *to, const char *name); /* what answers a query, and its version */
};

/*
 * A kind of source: [data] source = NAME. The parameters are keys of [data] and [data.NAME]; some
 * of them are the profile's own, which have one meaning for all: sheet, query, service.
 */
struct heng_source {
    size_t size; /* sizeof(struct heng_source) */
    const char *name;
    const char *title_zh;
    const char *title_en;
    const char *summary;             /* one sentence, English */
    const struct heng_param *params; /* HENG_PARAMS or HENG_NO_PARAMS */
    size_t n_params, param_stride;
    size_t params_size;
    uint32_t traits;                          /* enum heng_source_trait */
    size_t call_size;                         /* sizeof(struct heng_read_call) */
    int (*read)(struct heng_read_call *call); /* answers enum heng_answer */
    /* Tells the names of what `sheet` chooses from, in their order; NULL: there is one table. */
    int (*sheets)(struct heng_read_call *call);
};

/* All that is left to write of a plugin with one source and nothing else, as HENG_ONE_DIMENSION. */
#define HENG_ONE_SOURCE(NAME, VERSION, LICENCE)                                                    \
    static const struct heng_source *const NAME##_sources[] = {&NAME, NULL};                       \
    static const struct heng_plugin NAME##_plugin = {                                              \
        HENG_PLUGIN_HEAD, #NAME, VERSION, LICENCE, NULL, NULL, NAME##_sources};                    \
    const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)                      \
    {                                                                                              \
        (void)host;                                                                                \
        return &NAME##_plugin;                                                                     \
    }                                                                                              \
    typedef int heng_end_of_plugin

#ifdef __cplusplus
}
#endif

#endif
