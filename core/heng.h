/* SPDX-License-Identifier: MIT */
/*
 * heng.h: the SDK. The only header a plugin includes.
 *
 * A plugin is one shared object NAME.so that exports one symbol,
 * heng_plugin_entry. It links against nothing of heng: whatever it needs from
 * the host comes through the table it is handed.
 *
 *     static const struct heng_plugin plugin = { HENG_PLUGIN_HEAD, ... };
 *     HENG_EXPORT const struct heng_plugin *
 *     heng_plugin_entry(const struct heng_host *host) { (void)host; return &plugin; }
 *
 * Build: cc -std=c11 -O2 -ffp-contract=off -fPIC -fvisibility=hidden -shared
 *        -Wl,-z,defs $(pkg-config --cflags heng) NAME.c -o NAME.so -lm
 * Never link with -Ofast or -ffast-math: that would switch the whole process
 * to another arithmetic on load.
 *
 * Rules that hold for ever
 *   - magic, abi_major and size of struct heng_plugin stay where they are.
 *   - A struct that is pointed to begins with its size; new members are only
 *     appended. HENG_HAS(p, type, member) tells whether the other side has one.
 *   - An array of structs carries its count and its stride (HENG_ARRAY).
 *   - No member is reordered, reused or given another meaning.
 *
 * Values
 *   - All numbers are IEEE doubles. NaN means "missing or undefined", never 0.
 *     An infinity is never a lawful value: heng turns one that a plugin returns
 *     into "undefined" and warns by name.
 *   - Text is UTF-8, NUL-terminated, and lives as long as the plugin is loaded.
 *   - Every callback is a pure function of its arguments: same input, same bits.
 *     It runs in a process of its own, with limits on time and memory and
 *     without files, network or children. It may be run more than once.
 */
#ifndef HENG_H
#define HENG_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HENG_MAGIC 0x474e4548u /* "HENG", little-endian */
#define HENG_ABI_MAJOR 1u      /* another major is refused */
#define HENG_ABI_MINOR 1u      /* for information */

#if defined(__GNUC__)
#define HENG_EXPORT __attribute__((visibility("default")))
#define HENG_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define HENG_EXPORT
#define HENG_PRINTF(fmt, args)
#endif

/* True when the struct at p, which begins with its size, is long enough to
   hold the member. */
#define HENG_HAS(p, type, member) ((p)->size >= offsetof(type, member) + sizeof((p)->member))

/* The three initialisers of an array member: pointer, count, stride. */
#define HENG_ARRAY(a) (a), sizeof(a) / sizeof(*(a)), sizeof(*(a))
#define HENG_NO_ARRAY NULL, 0, 0

/* ---- parameters ---------------------------------------------------------- */

/*
 * A parameter is a key that a profile may set. heng parses, checks and fills
 * it in; a plugin never sees text that it would have to parse. The value is
 * stored in the caller's parameter struct at `offset`, in the C type named here.
 */
enum heng_param_type {
    HENG_BOOL = 1, /* int, 0 or 1; written yes or no */
    HENG_INT,      /* int64_t */
    HENG_REAL,     /* double, finite */
    HENG_CHOICE,   /* int, the position in choices; written as the choice's name */
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

struct heng_param {
    const char *name; /* the key: lower case, digits, underscore */
    enum heng_param_type type;
    size_t offset;       /* offsetof(struct my_params, member) */
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
    HENG_PARAM_ROW(HENG_BOOL, S, member, int, def, HENG_NO_MIN, HENG_NO_MAX, NULL, 0, 0, NULL, doc)
#define HENG_PARAM_INT(S, member, def, min, max, unit, doc)                                        \
    HENG_PARAM_ROW(HENG_INT, S, member, int64_t, def, min, max, NULL, 0, 0, unit, doc)
#define HENG_PARAM_REAL(S, member, def, min, max, unit, doc)                                       \
    HENG_PARAM_ROW(HENG_REAL, S, member, double, def, min, max, NULL, 0, 0, unit, doc)
#define HENG_PARAM_CHOICE(S, member, def, choices, doc)                                            \
    HENG_PARAM_ROW(HENG_CHOICE, S, member, int, def, HENG_NO_MIN, HENG_NO_MAX, choices, 0, 0,      \
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
    int optional; /* 0: heng refuses a table without it; 1: in[i] may be NULL */
};

/* What a dimension yields: one column of the table for each of these. */
struct heng_indicator {
    const char *id; /* unique within an index: lower case, digits, underscore */
    const char *title_zh;
    const char *title_en;
    const char *unit;
    int direction;       /* enum heng_direction */
    const char *formula; /* as text, in the names of the inputs; a cell whose named inputs
                            are all present and which is NaN is reported as undefined,
                            otherwise as missing */
    const char *source;  /* where the figures and the formula come from */
    double weight;       /* default weight among its siblings, > 0 */
    double lo, hi;       /* default goalposts in the indicator's unit, or NaN, NaN */
};

/* Handed to every callback; opaque. */
struct heng_ctx;

struct heng_dimension {
    size_t size; /* sizeof(struct heng_dimension) */
    const char *name;
    const char *title_zh;
    const char *title_en;
    const char *summary; /* one sentence, English */
    const struct heng_input *inputs;
    size_t n_inputs, input_stride;
    const struct heng_indicator *indicators;
    size_t n_indicators, indicator_stride;
    const struct heng_param *params; /* or HENG_NO_ARRAY */
    size_t n_params, param_stride;
    size_t params_size; /* sizeof the struct the offsets point into, or 0 */
    size_t state_size;  /* zeroed scratch memory for compute, or 0 */
    /*
     * Computes all indicators of all rows.
     *   state   state_size zeroed bytes, or NULL
     *   params  params_size bytes, filled in from the profile, or NULL
     *   in      n_inputs columns of n_rows values, in the order of inputs;
     *           NULL for an optional input that the table does not have
     *   out     n_indicators columns of n_rows values, preset to NaN
     *   n_rows  units of one period
     * Returns 0, or another value after host->fail has said why.
     */
    int (*compute)(struct heng_ctx *ctx, void *state, const void *params, const double *const *in,
                   double *const *out, size_t n_rows);
};

/* ---- methods ------------------------------------------------------------- */

/* The stages of the pipeline that a method may serve. */
enum heng_stage {
    HENG_IMPUTE = 1, /* a column: fills missing cells */
    HENG_TREAT,      /* a column: tames outliers and skew */
    HENG_NORMALISE,  /* a column: to a common scale, higher is better */
    HENG_WEIGHTS,    /* a matrix: one weight a column */
    HENG_AGGREGATE,  /* a matrix and weights: one score a row */
    HENG_RANK,       /* scores: ranks, 1 is best */
    HENG_ANALYSE     /* columns of any stage, or scores: a table of findings */
};

/* What a method answers. Anything but HENG_OK puts a short text in call->why. */
enum heng_answer {
    HENG_OK = 0,
    HENG_UNDEFINED = 1, /* the formula has no value here (a constant column, say): the
                           column becomes NaN with this reason, and the run goes on */
    HENG_FAIL = 2       /* the input or the parameters are not lawful: the run stops */
};

/*
 * One column: HENG_IMPUTE, HENG_TREAT, HENG_NORMALISE.
 * x and y never overlap. base holds the values that statistics are estimated
 * from: x itself, or all periods, or the base period of a panel.
 */
struct heng_column_call {
    size_t size;
    size_t n;
    const double *x; /* n values; NaN: missing */
    size_t n_base;
    const double *base;    /* n_base values; NaN: missing */
    const uint32_t *group; /* HENG_IMPUTE: group of each of the n values, 0 .. n_groups-1 */
    size_t n_groups;
    int direction;   /* +1 or -1 (normalise only; the other stages see raw values) */
    double lo, hi;   /* the indicator's goalposts in raw units, or NaN */
    double target;   /* the indicator's target, or NaN */
    double *y;       /* n results; NaN where undefined */
    double *scratch; /* as many doubles as the method's scratch() asked for */
    char *why;       /* reason of HENG_UNDEFINED or HENG_FAIL, or a note on HENG_OK */
    size_t why_size;
    const char *const *codes;      /* unit of each of the n values, or NULL: not known */
    const char *const *base_codes; /* unit of each of the n_base values, or NULL */
};

/*
 * Several columns over all periods, for a HENG_IMPUTE method that looks beyond the column it fills:
 * at other indicators of the unit, at other units alike, or at other periods.
 * Value [period * n_units + unit] of a column.
 * The columns are chosen by the method's CHOICE parameter `within`, "node|index": the indicators
 * of the same node, or all of the index. Without such a parameter there is only the column itself.
 */
struct heng_fill_call {
    size_t size;
    size_t n_units, n_periods;
    size_t m, column;       /* columns; the one that is to be filled */
    const double *const *x; /* m columns of n_units * n_periods values; NaN: missing */
    const int *direction;   /* m: +1 or -1 */
    const double
        *period;     /* n_periods, rising: when, in years, quarters, days ..., or 0, 1, 2 ... */
    double *y;       /* n_units * n_periods results; present values are copied */
    double *scratch; /* scratch(n_units * n_periods, m) doubles */
    char *why;
    size_t why_size;
};

/* A matrix, for HENG_WEIGHTS: x[j][i] is unit i of column j, normalised, higher is better. */
struct heng_weigh_call {
    size_t size;
    size_t n, m;
    const double *const *x;
    const double *given;    /* m nominal weights of the profile, >= 0, sum > 0 */
    const char *const *ids; /* m column names, for messages */
    double *w;              /* m results: >= 0, sum 1 */
    double *scratch;
    void (*warn)(struct heng_weigh_call *call, size_t column, const char *text);
    void *warn_data;
    char *why;
    size_t why_size;
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
    size_t size;
    size_t n, m;
    const double *const *x;
    const double *w;
    const char *const *ids;
    double *y; /* n results; NaN where undefined */
    double *scratch;
    char *why;
    size_t why_size;
};

/* Scores, higher is better, for HENG_RANK. NaN is not ranked and yields NaN. */
struct heng_rank_call {
    size_t size;
    size_t n;
    const double *x;
    double *y;
    double *scratch;
    char *why;
    size_t why_size;
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
    int is_text;      /* else a number */
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
    size_t size;
    size_t n, m;
    const double *const *x;     /* NaN: missing */
    const char *const *ids;     /* m column names */
    const char *const *parents; /* m: the node that each belongs to, or NULL */
    const int *direction;       /* m: +1, or -1 where less is better (raw data) */
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
    void (*warn)(struct heng_analyse_call *call, const char *text);
    void *warn_data;
    double *scratch; /* scratch(n, m) doubles */
    char *why;
    size_t why_size;
};

/* What else a method needs or does, bit by bit. */
enum heng_trait {
    HENG_OF_WEIGHTS = 1,   /* WEIGHTS: puts together those of the methods that its NAMES parameter
                              `of` names; call->parts */
    HENG_OF_PERIODS = 2,   /* ANALYSE: sees all periods in one call */
    HENG_OF_GROUPS = 4,    /* ANALYSE: cannot do without by */
    HENG_OF_PLACES = 8,    /* ANALYSE: cannot do without longitude and latitude */
    HENG_OF_WEIGHTED = 16, /* ANALYSE: cannot do without w */
    HENG_BY_ROW = 32, /* AGGREGATE: the score of a unit depends on its own children and the weights
                        only, so that several classes and periods may be put into one call */
    HENG_RANGE_FROM_BASE =
        64,                   /* NORMALISE: from the least to the greatest value of base; where what
                                 is normalised is a distance from the best, heng puts its 0 there */
    HENG_WEIGHTS_FIXED = 128, /* WEIGHTS: no value of x counts, but whether there is any */
    HENG_OF_GIVEN = 256,      /* WEIGHTS: looks at given */
    HENG_LINEAR = 512         /* AGGREGATE: the sum of w x over the sum of w, of what is not NaN */
};

struct heng_method {
    size_t size; /* sizeof(struct heng_method) */
    enum heng_stage stage;
    const char *name;
    const char *title_zh;
    const char *title_en;
    const char *summary; /* one sentence */
    const char *formula; /* as text */
    const char *source;  /* paper, handbook page or standard */
    const char *domain;  /* what it does with NaN, zero, negative, constant column, one unit */
    const struct heng_param *params;
    size_t n_params, param_stride;
    size_t params_size;
    /* doubles of scratch needed for n rows (or n + n_base values) and m columns; NULL: none */
    size_t (*scratch)(size_t n, size_t m);
    /* exactly one of these, one that belongs to the stage; answers enum heng_answer */
    int (*column)(const void *params, struct heng_column_call *call);
    int (*weigh)(const void *params, struct heng_weigh_call *call);
    int (*aggregate)(const void *params, struct heng_aggregate_call *call);
    int (*rank)(const void *params, struct heng_rank_call *call);
    /* since minor 1 */
    int (*fill)(const void *params, struct heng_fill_call *call); /* IMPUTE, instead of column */
    int (*analyse)(const void *params, struct heng_analyse_call *call); /* core only so far */
    unsigned traits;                                                    /* enum heng_trait */
    int data;                        /* ANALYSE: enum heng_data */
    const struct heng_field *fields; /* ANALYSE: what it finds */
    size_t n_fields, field_stride;
    /*
     * NORMALISE, AGGREGATE: what the results lie between, so that the plan sees when scales are
     * mixed; NULL: no two ends. "0, 1"; "-1, 1 when scale = share"; "0, scale" and
     * "constant, constant + factor" (numbers and REAL parameters); "range" (a REALS parameter of
     * two); "children" (a mean: within the least and the greatest child, which therefore need one
     * scale).
     */
    const char *range;
};

/* ---- the handshake ------------------------------------------------------- */

/* What the host offers. ctx is the one a callback was handed. */
struct heng_host {
    size_t size;
    uint32_t abi_major, abi_minor;
    const char *version; /* heng's own, for example "0.1.0" */
    /* Says why a callback fails; the callback then returns non-zero. */
    void (*fail)(struct heng_ctx *ctx, const char *fmt, ...) HENG_PRINTF(2, 3);
    /* A remark for the run's list of warnings; heng adds the plugin's name. */
    void (*warn)(struct heng_ctx *ctx, const char *fmt, ...) HENG_PRINTF(2, 3);
};

/* A callback finds the host through its context: the context begins with it. */
struct heng_ctx {
    const struct heng_host *host;
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
    const void *const *sources;                     /* reserved: NULL */
    const void *const *sinks;                       /* reserved: NULL */
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
    static const struct heng_plugin NAME##_plugin = {HENG_PLUGIN_HEAD,  #NAME, VERSION, LICENCE,   \
                                                     NAME##_dimensions, NULL,  NULL,    NULL};     \
    const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)                      \
    {                                                                                              \
        (void)host;                                                                                \
        return &NAME##_plugin;                                                                     \
    }                                                                                              \
    typedef int heng_end_of_plugin /* so that a semicolon may follow */

/* ---- small helps, inlined into the plugin -------------------------------- */

#if defined(__GNUC__)
#define HENG_INLINE static __inline__ __attribute__((unused))
#else
#define HENG_INLINE static inline
#endif

/* a / b, or NaN where either is missing or b is 0. */
HENG_INLINE double heng_ratio(double a, double b)
{
    return b != 0.0 ? a / b : NAN;
}

/* out[i] = a[i]. An absent column (NULL) yields NaN throughout. */
HENG_INLINE void heng_copy_column(double *out, const double *a, size_t n)
{
    size_t i;
    for (i = 0; i < n; i++)
        out[i] = a ? a[i] : NAN;
}

/* out[i] = scale * a[i] / b[i]. An absent column (NULL) yields NaN throughout. */
HENG_INLINE void heng_ratio_column(double *out, const double *a, const double *b, double scale,
                                   size_t n)
{
    size_t i;
    for (i = 0; i < n; i++)
        out[i] = a && b ? scale * heng_ratio(a[i], b[i]) : NAN;
}

#ifdef __cplusplus
}
#endif

#endif
