/* SPDX-License-Identifier: MIT */
/*
 * heng.h: the SDK. A plugin includes this header; one with methods heng_method.h as well.
 *
 * The whole of a plugin, care.c:
 *
 *     #include <heng.h>
 *
 *     enum { POPULATION, BEDS, N_INPUTS };
 *     static const struct heng_input inputs[N_INPUTS] = {
 *         {"population", "persons", "常住人口", "Resident population", 0},
 *         {"hospital_beds", "beds", "医院床位数", "Hospital beds", 0},
 *     };
 *     static const struct heng_indicator indicators[] = {
 *         {"care_beds", "每千人床位数", "Beds per 1000 persons", "beds", HENG_POSITIVE,
 *          "1000 * hospital_beds / population", "statistical yearbook", 1, NAN, NAN},
 *     };
 *     struct options {
 *         double least;
 *     };
 *     static const struct heng_param params[] = {
 *         HENG_PARAM_REAL(struct options, least, "0", 0, HENG_NO_MAX, "persons",
 *                         "where fewer live, there is no figure"),
 *     };
 *     static int compute(struct heng_compute_call *c)
 *     {
 *         const struct options *o = (const struct options *)c->params;
 *         heng_ratio_column(c->out[0], c->in[BEDS], c->in[POPULATION], 1000, c->n);
 *         for (size_t i = 0; i < c->n; i++)
 *             if (c->in[POPULATION][i] < o->least)
 *                 c->out[0][i] = NAN;
 *         return HENG_OK; // or: return heng_refuse(c, "%s has no sea", c->codes[0]);
 *     }
 *     static const struct heng_dimension care = {
 *         sizeof care, "care", "医疗服务", "Care", "Beds for the people.", HENG_ARRAY(inputs),
 *         HENG_ARRAY(indicators), HENG_PARAMS(params, struct options), compute,
 *     };
 *     HENG_ONE_DIMENSION(care, "1.0.0", "MIT");
 *
 * Build: cc -std=c11 -O2 -ffp-contract=off -fPIC -fvisibility=hidden -shared
 *        -Wl,-z,defs $(pkg-config --cflags heng) care.c -o care.so -lm
 * Never link with -Ofast or -ffast-math: that would switch the whole process to another arithmetic
 * on load. The object links against nothing of heng and exports one symbol, heng_plugin_entry.
 * `heng new dimension care` and `heng new method care` write a plugin with its test.
 *
 * In this order: what every call has, dimensions, parameters, methods, the handshake.
 *
 * Rules that hold for ever
 *   - magic, abi_major and size of struct heng_plugin stay where they are.
 *   - A struct that is pointed to begins with its size; members are only appended, with the minor
 *     that has them first ("since 2.1"). HENG_HAS(p, member) tells whether the other side has one.
 *   - An array of structs carries its count and its stride (HENG_ARRAY).
 *   - No member is reordered, reused or given another meaning.
 *   - What is in heng_draft.h is not promised: it may change with any version. Sources of data are
 *     open to plugins all the same; those built with another draft are refused by name.
 *
 * Values
 *   - All numbers are IEEE doubles. NaN means "missing or undefined", never 0. An infinity is never
 *     a lawful value: heng turns one that a plugin returns into "undefined" and warns by name.
 *   - Text is UTF-8, NUL-terminated, and lives as long as the plugin is loaded.
 *   - Every callback is a pure function of its arguments: same input, same bits. It runs in a
 *     process of its own, with limits on time and memory and without files, network or children.
 *     It may be run more than once.
 */
#ifndef HENG_H
#define HENG_H

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HENG_MAGIC 0x474e4548u /* "HENG", little-endian */
#define HENG_ABI_MAJOR 2u      /* another major is refused */
#define HENG_ABI_MINOR 1u      /* for information */

#if defined(__GNUC__)
#define HENG_EXPORT __attribute__((visibility("default")))
#define HENG_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define HENG_INLINE static __inline__ __attribute__((unused))
#else
#define HENG_EXPORT
#define HENG_PRINTF(fmt, args)
#define HENG_INLINE static inline
#endif

/* True when the struct at p, which begins with its size, is long enough to hold the member. */
#define HENG_HAS(p, member)                                                                        \
    ((size_t)((const char *)(&(p)->member + 1) - (const char *)(p)) <= (p)->size)

/* The three initialisers of an array member: pointer, count, stride. */
#define HENG_ARRAY(a) (a), sizeof(a) / sizeof(*(a)), sizeof(*(a))

/* ---- what every call has ------------------------------------------------- */

/* What a callback answers. */
enum heng_answer {
    HENG_OK = 0,
    HENG_UNDEFINED = 1, /* there is no value here (of a constant column, say): the results become
                           NaN with the reason in why, and the run goes on */
    HENG_FAIL = 2       /* the input or the parameters are not lawful; the reason is in why */
};

/*
 * The first members of every call struct. One way to fail: the reason goes into why, and the
 * callback answers HENG_FAIL or HENG_UNDEFINED (heng_refuse does both; on HENG_OK it is a note).
 * One way to warn: warn, with the column that it is about, or HENG_NO_COLUMN (heng_warn).
 */
#define HENG_CALL                                                                                  \
    size_t size;        /* of the whole struct */                                                  \
    const void *params; /* params_size bytes, filled in from the profile; NULL where that is 0 */  \
    char *why;          /* "" */                                                                   \
    size_t why_size;                                                                               \
    void (*warn)(void *warn_data, size_t column, const char *text); /* NULL: nobody listens */     \
    void *warn_data

#define HENG_NO_COLUMN ((size_t)-1)

/* ---- dimensions ---------------------------------------------------------- */

enum heng_direction {
    HENG_POSITIVE = 1, /* more is better */
    HENG_NEGATIVE = -1 /* less is better */
};

/* A variable that a dimension reads from the table. */
struct heng_input {
    const char *name; /* column name in the table, for example gdp_100m */
    const char *unit; /* the unit the formulas expect, for example "10^8 yuan" */
    const char *title_zh;
    const char *title_en;
    int32_t optional; /* 0: heng refuses a table without it; 1: in[i] may be NULL */
};

/* What a dimension yields: one column of the table for each of these. */
struct heng_indicator {
    const char *id; /* unique within an index: lower case, digits, underscore */
    const char *title_zh;
    const char *title_en;
    const char *unit;
    int32_t direction;   /* enum heng_direction */
    const char *formula; /* as text, in the names of the inputs; a cell whose named inputs
                            are all present and which is NaN is reported as undefined,
                            otherwise as missing */
    const char *source;  /* where the figures and the formula come from */
    double weight;       /* default weight among its siblings, > 0 */
    double lo, hi;       /* default goalposts in the indicator's unit, or NaN, NaN */
};

/* All indicators of all units of one period. A warning's column is an indicator. */
struct heng_compute_call {
    HENG_CALL;
    size_t n;                 /* units */
    const double *const *in;  /* a column of n values for each of the inputs, in their order; NULL
                                 for an optional one that the table does not have */
    double *const *out;       /* a column of n values for each of the indicators, preset to NaN */
    const char *const *codes; /* n: of the units */
    const char *period;       /* its label; "" where the table has no periods */
};

struct heng_dimension {
    size_t size; /* sizeof(struct heng_dimension) */
    const char *name;
    const char *title_zh;
    const char *title_en;
    const char *summary;             /* one sentence, English */
    const struct heng_input *inputs; /* HENG_ARRAY */
    size_t n_inputs, input_stride;
    const struct heng_indicator *indicators; /* HENG_ARRAY */
    size_t n_indicators, indicator_stride;
    const struct heng_param *params; /* HENG_PARAMS or HENG_NO_PARAMS */
    size_t n_params, param_stride;
    size_t params_size;
    int (*compute)(struct heng_compute_call *call); /* answers enum heng_answer */
};

/* ---- parameters ---------------------------------------------------------- */

/*
 * A parameter is a key that a profile may set. heng parses, checks and fills it in; a plugin never
 * sees text that it would have to parse. The value is stored in the caller's parameter struct, in
 * the C type named here.
 */
enum heng_param_type {
    HENG_BOOL = 1, /* int32_t, 0 or 1; written yes or no */
    HENG_INT,      /* int64_t */
    HENG_REAL,     /* double, finite */
    HENG_CHOICE,   /* int32_t, the position in choices; written as the choice's name */
    HENG_TEXT,     /* const char *, never NULL */
    HENG_REALS,    /* struct heng_reals; written a, b, c */
    HENG_NAMES,    /* struct heng_names; written a, b, c */
    HENG_TABLES    /* struct heng_tables; written as paths of CSV files, relative to the profile */
};

struct heng_reals {
    const double *v;
    size_t n;
};

struct heng_names {
    const char *const *v;
    size_t n;
};

/*
 * A small table that heng has read for a parameter. The first line names the columns, the first
 * field of each further line names the row; both are left out of the counts. Cell (i, j) is
 * [i * n_columns + j]. From Lua, where a matrix stands for a file, rows and columns are NULL.
 */
struct heng_table {
    const char *path; /* for messages */
    size_t n_rows, n_columns;
    const char *const *rows;    /* n_rows names */
    const char *const *columns; /* n_columns names */
    const char *const *text;    /* the cells as written, "" where blank */
    const double *v; /* the cells as numbers; NaN where blank or no number; a/b is a quotient */
};

struct heng_tables {
    const struct heng_table *v;
    size_t n;
};

/* A row of a table of parameters; the macros below write it. */
struct heng_param {
    const char *name;    /* the key: lower case, digits, underscore */
    uint32_t type;       /* enum heng_param_type */
    size_t offset;       /* of the member in the parameter struct */
    const char *def;     /* default, written as in a profile; NULL: must be given; "": may be
                            left out, and is then NaN, "", an empty list, or -1 for a CHOICE */
    double min, max;     /* inclusive range of INT, REAL and each of REALS */
    const char *choices; /* CHOICE: "a|b|c"; else NULL */
    size_t n_min, n_max; /* REALS, NAMES, TABLES: allowed counts; n_max 0: no limit */
    const char *unit;    /* unit of the value, or NULL */
    const char *doc;     /* one line, English */
};

/* min and max of a parameter without such a limit */
#define HENG_NO_MIN (-INFINITY)
#define HENG_NO_MAX INFINITY

/*
 * The rows of a table of parameters, one macro for each type. S is the parameter struct, member
 * the one that the value goes to; the key has its name. A member of another type than the row's
 * is a warning of gcc and clang without any flag, and an error in C++.
 *
 *     static const struct heng_param params[] = {
 *         HENG_PARAM_REAL(struct my, share, "0.5", 0, 1, NULL, "share from which a cell counts"),
 *         HENG_PARAM_CHOICE(struct my, mean, "arithmetic", "arithmetic|geometric", "which mean"),
 *     };
 */
#define HENG_PARAM_FLAG(S, member, def, doc)                                                       \
    HENG_PARAM_ROW(HENG_BOOL, S, member, int32_t, def, HENG_NO_MIN, HENG_NO_MAX, NULL, 0, 0, NULL, \
                   doc)
#define HENG_PARAM_INT(S, member, def, min, max, unit, doc)                                        \
    HENG_PARAM_ROW(HENG_INT, S, member, int64_t, def, min, max, NULL, 0, 0, unit, doc)
#define HENG_PARAM_REAL(S, member, def, min, max, unit, doc)                                       \
    HENG_PARAM_ROW(HENG_REAL, S, member, double, def, min, max, NULL, 0, 0, unit, doc)
#define HENG_PARAM_CHOICE(S, member, def, choices, doc)                                            \
    HENG_PARAM_ROW(HENG_CHOICE, S, member, int32_t, def, HENG_NO_MIN, HENG_NO_MAX, choices, 0, 0,  \
                   NULL, doc)
#define HENG_PARAM_TEXT(S, member, def, doc)                                                       \
    HENG_PARAM_ROW(HENG_TEXT, S, member, const char *, def, HENG_NO_MIN, HENG_NO_MAX, NULL, 0, 0,  \
                   NULL, doc)
#define HENG_PARAM_REALS(S, member, def, min, max, n_min, n_max, unit, doc)                        \
    HENG_PARAM_ROW(HENG_REALS, S, member, struct heng_reals, def, min, max, NULL, n_min, n_max,    \
                   unit, doc)
#define HENG_PARAM_NAMES(S, member, def, n_min, n_max, doc)                                        \
    HENG_PARAM_ROW(HENG_NAMES, S, member, struct heng_names, def, HENG_NO_MIN, HENG_NO_MAX, NULL,  \
                   n_min, n_max, NULL, doc)
#define HENG_PARAM_TABLES(S, member, def, n_min, n_max, doc)                                       \
    HENG_PARAM_ROW(HENG_TABLES, S, member, struct heng_tables, def, HENG_NO_MIN, HENG_NO_MAX,      \
                   NULL, n_min, n_max, NULL, doc)

#define HENG_PARAM_ROW(type, S, member, T, def, min, max, choices, n_min, n_max, unit, doc)        \
    {                                                                                              \
#member, type, HENG_CHECKED_OFFSET(S, member, T), def, min, max, choices, n_min, n_max,    \
            unit, doc                                                                              \
    }

/* offsetof(S, member); to compare pointers of two types is what compilers warn of by themselves. */
#define HENG_CHECKED_OFFSET(S, member, T)                                                          \
    (offsetof(S, member) + 0 * sizeof((T *)0 == &((S *)0)->member))

/* The four initialisers of the members params .. params_size, S the parameter struct. */
#define HENG_PARAMS(rows, S) HENG_ARRAY(rows), sizeof(S)
#define HENG_NO_PARAMS NULL, 0, 0, 0

/* ---- methods ------------------------------------------------------------- */

/* The stages of the pipeline that a method may serve. */
enum heng_stage {
    HENG_IMPUTE = 1, /* a column: fills missing cells */
    HENG_TREAT,      /* a column: tames outliers and skew */
    HENG_NORMALISE,  /* a column: to a common scale, higher is better */
    HENG_WEIGHTS,    /* a matrix: one weight a column */
    HENG_AGGREGATE,  /* a matrix and weights: one score a row */
    HENG_RANK,       /* scores: ranks, 1 is best; a draft */
    HENG_ANALYSE     /* columns of any stage, or scores: a table of findings; a draft */
};

/*
 * One column: HENG_IMPUTE, HENG_TREAT, HENG_NORMALISE.
 * x and y never overlap. base holds the values that statistics are estimated
 * from: x itself, or all periods, or the base period of a panel.
 */
struct heng_column_call {
    HENG_CALL;
    size_t n;
    const double *x; /* n values; NaN: missing */
    size_t n_base;
    const double *base;    /* n_base values; NaN: missing */
    const uint32_t *group; /* HENG_IMPUTE: group of each of the n values, 0 .. n_groups-1 */
    size_t n_groups;
    int32_t direction;             /* +1 or -1 (normalise only; the other stages see raw values) */
    double lo, hi;                 /* the indicator's goalposts in raw units, or NaN */
    double target;                 /* the indicator's target, or NaN */
    double *y;                     /* n results; NaN where undefined */
    double *scratch;               /* as many doubles as the method's scratch() asked for */
    const char *const *codes;      /* unit of each of the n values, or NULL: not known */
    const char *const *base_codes; /* unit of each of the n_base values, or NULL */
};

/* A matrix, for HENG_WEIGHTS: x[j][i] is unit i of column j, normalised, higher is better. */
struct heng_weigh_call {
    HENG_CALL;
    size_t n, m;
    const double *const *x;
    const double *given;    /* m nominal weights of the profile, >= 0, sum > 0 */
    const char *const *ids; /* m column names, for messages */
    double *w;              /* m results: >= 0, sum 1 */
    double *scratch;
    const double *const *parts; /* HENG_OF_WEIGHTS: n_parts vectors of m weights, each sums to 1 */
    const char *const *part_names; /* the methods they come from, for messages */
    size_t n_parts;
};

/*
 * A matrix with weights, for HENG_AGGREGATE. w sums to 1. A NaN child is left
 * out of its row and the row's other weights are rescaled to sum to 1; a row
 * without any child yields NaN. (Rules such as "fail" or "impute" are applied
 * by the host before the call.)
 */
struct heng_aggregate_call {
    HENG_CALL;
    size_t n, m;
    const double *const *x;
    const double *w;
    const char *const *ids;
    double *y; /* n results; NaN where undefined */
    double *scratch;
};

/* What else a method needs or does, bit by bit; 2 to 16 are drafts'. */
enum heng_trait {
    HENG_OF_WEIGHTS = 1, /* WEIGHTS: puts together those of the methods that its NAMES parameter
                            `of` names; call->parts */
    HENG_BY_ROW = 32,    /* AGGREGATE: the score of a unit depends on its own children and the
                            weights only, so that several classes and periods may be in one call */
    HENG_RANGE_FROM_BASE =
        64,                   /* NORMALISE: from the least to the greatest value of base; where what
                                 is normalised is a distance from the best, heng puts its 0 there */
    HENG_WEIGHTS_FIXED = 128, /* WEIGHTS: no value of x counts, but whether there is any */
    HENG_OF_GIVEN = 256,      /* WEIGHTS: looks at given */
    HENG_LINEAR = 512,        /* AGGREGATE: the sum of w x over the sum of w, of what is not NaN */
    HENG_NOT_NEGATIVE = 1024  /* AGGREGATE: a unit with a child below 0 has no score */
};

/* In heng_draft.h. */
struct heng_rank_call;
struct heng_fill_call;
struct heng_analysis;
struct heng_source;

struct heng_method {
    size_t size;    /* sizeof(struct heng_method) */
    uint32_t stage; /* enum heng_stage */
    const char *name;
    const char *title_zh;
    const char *title_en;
    const char *summary; /* one sentence */
    const char *formula; /* as text */
    const char *source;  /* paper, handbook page or standard */
    const char *domain;  /* what it does with NaN, zero, negative, constant column, one unit */
    const struct heng_param *params; /* HENG_PARAMS or HENG_NO_PARAMS */
    size_t n_params, param_stride;
    size_t params_size;
    /* doubles of scratch needed for n rows (or n + n_base values) and m columns; NULL: none */
    size_t (*scratch)(size_t n, size_t m);
    /* exactly one of these, the one that belongs to the stage; answers enum heng_answer */
    int (*column)(struct heng_column_call *call);
    int (*weigh)(struct heng_weigh_call *call);
    int (*aggregate)(struct heng_aggregate_call *call);
    uint32_t traits; /* enum heng_trait */
    /*
     * NORMALISE, AGGREGATE: what the results lie between, so that the plan sees when scales are
     * mixed; NULL: no two ends. "0, 1"; "-1, 1 when scale = share"; "0, scale"
     * and "constant, constant + factor" (numbers and REAL parameters); "range" (a REALS parameter
     * of two); "children" (a mean: within the least and the greatest child, which therefore need
     * one scale).
     */
    const char *range;
    /* drafts: NULL in a plugin */
    int (*rank)(struct heng_rank_call *call);
    int (*fill)(struct heng_fill_call *call);
    const struct heng_analysis *analysis;
};

/* ---- the handshake ------------------------------------------------------- */

/* What the host tells of itself. */
struct heng_host {
    size_t size;
    uint32_t abi_major, abi_minor;
    const char *version; /* heng's own, for example "0.1.0" */
};

struct heng_plugin {
    uint32_t magic;     /* HENG_MAGIC */
    uint32_t abi_major; /* HENG_ABI_MAJOR */
    size_t size;        /* sizeof(struct heng_plugin) */
    const char *name;   /* the file's name without .so */
    const char *version;
    const char *licence;                            /* SPDX */
    const struct heng_dimension *const *dimensions; /* NULL-terminated, or NULL */
    const struct heng_method *const *methods;       /* NULL-terminated, or NULL */
    /* since 2.1; a draft: taken only from a plugin that was built with this heng's heng_draft.h */
    const struct heng_source *const *sources; /* NULL-terminated, or NULL */
};

/* The first three members of a struct heng_plugin. */
#define HENG_PLUGIN_HEAD HENG_MAGIC, HENG_ABI_MAJOR, sizeof(struct heng_plugin)

/* The one exported symbol. Returns NULL when the plugin cannot work with this host. */
typedef const struct heng_plugin *heng_plugin_entry_fn(const struct heng_host *host);
HENG_EXPORT const struct heng_plugin *heng_plugin_entry(const struct heng_host *host);

/*
 * All that is left to write of a plugin with one dimension and nothing else, behind
 * `static const struct heng_dimension NAME`: HENG_ONE_DIMENSION(NAME, "1.0.0", "MIT").
 * The file is NAME.c and its object NAME.so.
 */
#define HENG_ONE_DIMENSION(NAME, VERSION, LICENCE)                                                 \
    static const struct heng_dimension *const NAME##_dimensions[] = {&NAME, NULL};                 \
    HENG_PLUGIN_OF(NAME, VERSION, LICENCE, NAME##_dimensions, NULL)

/* Descriptor and entry of the plugin NAME, with its NULL-terminated arrays, or NULL. */
#define HENG_PLUGIN_OF(NAME, VERSION, LICENCE, DIMENSIONS, METHODS)                                \
    static const struct heng_plugin NAME##_plugin = {HENG_PLUGIN_HEAD, #NAME,   VERSION, LICENCE,  \
                                                     DIMENSIONS,       METHODS, NULL};             \
    const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)                      \
    {                                                                                              \
        (void)host;                                                                                \
        return &NAME##_plugin;                                                                     \
    }                                                                                              \
    typedef int heng_end_of_plugin /* so that a semicolon may follow */

/* ---- small helps, inlined into the plugin -------------------------------- */

/* return heng_refuse(c, "no value of %s is positive", c->ids[0]); c: any call struct. */
#define heng_refuse(c, ...) heng_answer((c)->why, (c)->why_size, HENG_FAIL, __VA_ARGS__)

/* heng_warn(c, j, "no values: weight 0"); HENG_NO_COLUMN: about none in particular. */
#define heng_warn(c, column, ...) heng_warning((c)->warn, (c)->warn_data, column, __VA_ARGS__)

/* Puts the text in why (cut to size) and returns the answer. */
HENG_INLINE int heng_answer(char *why, size_t size, int value, const char *fmt, ...)
    HENG_PRINTF(4, 5);
HENG_INLINE int heng_answer(char *why, size_t size, int value, const char *fmt, ...)
{
    va_list ap;
    if (!why || size == 0)
        return value;
    va_start(ap, fmt);
    vsnprintf(why, size, fmt, ap);
    va_end(ap);
    return value;
}

HENG_INLINE void heng_warning(void (*warn)(void *warn_data, size_t column, const char *text),
                              void *warn_data, size_t column, const char *fmt, ...)
    HENG_PRINTF(4, 5);
HENG_INLINE void heng_warning(void (*warn)(void *warn_data, size_t column, const char *text),
                              void *warn_data, size_t column, const char *fmt, ...)
{
    char text[256];
    va_list ap;
    if (!warn)
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    warn(warn_data, column, text);
}

/* a / b, or NaN where either is missing or b is 0. */
HENG_INLINE double heng_ratio(double a, double b)
{
    return b != 0.0 ? a / b : NAN;
}

/* out[i] = a[i]. An absent column (NULL) yields NaN throughout. */
HENG_INLINE void heng_copy_column(double *out, const double *a, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = a ? a[i] : NAN;
}

/* out[i] = scale * a[i] / b[i]. An absent column (NULL) yields NaN throughout. */
HENG_INLINE void heng_ratio_column(double *out, const double *a, const double *b, double scale,
                                   size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = a && b ? scale * heng_ratio(a[i], b[i]) : NAN;
}

#ifdef __cplusplus
}
#endif

#endif
