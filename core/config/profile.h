/* SPDX-License-Identifier: MIT */
/*
 * A profile: INI files joined by `extends`, overridden by --set, as one list of
 * sections. This room knows the fixed sections and their keys; what a method, a
 * plugin or a script allows is known further up, which reads the raw keys here and
 * marks them used.
 */
#ifndef HENG_CONFIG_PROFILE_H
#define HENG_CONFIG_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/inputs.h"
#include "config/param.h"
#include "stats/level.h"

struct shape_watch; /* data/shape.h */

struct profile_key {
    const char *name;
    const char *value;
    const char *where; /* "zj.ini:12" or "--set" */
    const char *dir;   /* folder that relative paths in this value start from; "." for --set */
    size_t layer; /* whose it is: 0 the base that all build on, more the nearer, --set the most */
    bool used;
};

struct profile_section {
    const char *name;  /* "index", "data.census", "aggregate.education" */
    const char *where; /* the header in the nearest file that has one */
    struct profile_key *keys;
    size_t n_keys, cap_keys;
    bool used;
};

struct profile_file {
    const char *path; /* as opened */
    char sha256[65];  /* of the bytes that were read */
};

struct profile {
    struct arena *arena;
    const char *path;                 /* of the profile itself */
    const char *dir;                  /* its folder */
    struct profile_section *sections; /* in the order first met, base profile first */
    size_t n_sections, cap_sections;
    bool broken; /* lines could not be read: what is missing may stand there */
    bool unread; /* a file of it is not there, or no profile: nothing can be said of what is missing
                  */
    size_t layer;               /* that profile_put writes to */
    struct profile_file *files; /* all files read, the profile itself first */
    size_t n_files;
    bool places;                     /* whoever reads its tables wants to know where cells stood */
    const struct shape_watch *watch; /* who wants to see its sheets; or NULL */
    struct inputs *inputs;           /* where files are read, each once; shared with its copies */
    struct profile_file *tables;     /* CSV files that profile_bind has read for parameters */
    size_t n_tables, cap_tables;
};

/*
 * Reads the profile at path, its bases (`[profile] extends`, at most 8 deep, no cycles), then
 * applies the overrides ("section.key=value"; the key is what follows the last dot before '=', in
 * [uncertainty], whose keys have dots, the first).
 * A key of the nearer file replaces that of the base; an empty value takes it away.
 * All problems go to problems. Returns OK also when there are problems, so that further
 * ones can be found; an error only when there is no profile at all (ERR_NOINPUT) or no memory.
 */
int profile_load(const char *path, const char *const *overrides, size_t n_overrides,
                 struct profile **p, struct messages *problems, struct error *e);
/* The same with the files from `inputs`, which p shares from then on; NULL: one of its own. */
int profile_load_from(struct inputs *inputs, const char *path, const char *const *overrides,
                      size_t n_overrides, struct profile **p, struct messages *problems,
                      struct error *e);
/* One override more, in the layer that p stands at. */
int profile_override(struct profile *p, const char *text, struct messages *problems,
                     struct error *e);
/* The same from sections written down before (a manifest): nothing is read from disk. profile_put
   copies its texts; with key NULL it only opens the section, an empty value takes the key away. */
struct profile *profile_new(const char *path, struct error *e);
int profile_put(struct profile *p, const char *section, const char *key, const char *value,
                const char *where, const char *dir, struct error *e);
/* A copy of all that was read, layers included; nothing in it is marked used. */
int profile_copy(const struct profile *from, struct profile **p, struct error *e);
void profile_free(struct profile *p); /* accepts NULL */
/* From now on p's files are read from there. */
void profile_share(struct profile *p, struct inputs *inputs);

struct profile_section *profile_section(const struct profile *p, const char *name);
struct profile_key *profile_key(const struct profile_section *s, const char *name);

/* The value, or NULL; marks section and key used. */
const char *profile_get(const struct profile *p, const char *section, const char *key);

/*
 * Fills `to` (t->size bytes) with t's defaults, then with those keys of the section that t
 * knows, marking them used. Keys that t does not know stay unused: profile_unused reports them.
 * s may be NULL: defaults only. Bad values go to problems as
 * "zj.ini:12: [treat] max_points = x: expected ..." and leave the default; so does, with s given,
 * a key that has no default and is not there.
 */
int profile_bind(struct profile *p, struct profile_section *s, const struct param_table *t,
                 void *to, struct messages *problems, struct error *e);

/* What a key can change. Who compares profiles, varies keys or tells runs apart goes by it. */
enum key_effect {
    EFFECT_UNKNOWN,     /* there is no such section, or it takes no such key */
    EFFECT_SOURCES,     /* which units, periods and columns there are */
    EFFECT_DATA,        /* values of the indicators */
    EFFECT_INDICATORS,  /* which nodes there are, what they mean and where their values are from */
    EFFECT_GOALPOSTS,   /* how values come to the common scale */
    EFFECT_WEIGHTS,     /* weights */
    EFFECT_AGGREGATION, /* how weighed columns become scores and ranks */
    EFFECT_CLASS,       /* who is ranked and ranged with whom */
    EFFECT_TIERS,       /* tiers of ranked units; no score, no rank */
    EFFECT_LIMITS,      /* whether plugins and scripts come to their end */
    EFFECT_FOLDERS,     /* which plugins and scripts are found */
    EFFECT_REPLICATES,  /* what heng robust does with the index */
    EFFECT_FINDINGS,    /* what is told beside scores, ranks and tiers */
    EFFECT_WORDS,       /* titles, remarks, languages: what people read */
    EFFECT_PLACE        /* where results go */
};

/* Whose the keys are that a section takes beside those of its table. */
enum further_keys { FURTHER_NO, FURTHER_PARAMS /* of a method ... */, FURTHER_USERS };

/* One section kind of the fixed grammar, for checks, help and docs. */
struct section_kind {
    const char *name; /* "data" or, with an id after it, "data.NAME" */
    const char *doc;
    const struct param_table *keys; /* NULL: none of its own */
    enum key_effect further_effect; /* of keys beside them */
    enum further_keys further;
    bool of_node; /* its id is a node's of the index */
    size_t at;    /* in struct fixed_sections; NONE: bound elsewhere */
};

extern const struct section_kind section_kinds[];
extern const size_t n_section_kinds;

/* The kind a section name belongs to, or NULL. An id may be any text, dots included. */
const struct section_kind *section_kind(const char *name);

/* What the key can change; in a section named so, "treat.gdp". */
enum key_effect section_key_effect(const struct section_kind *kind, const char *key);
enum key_effect key_effect(const char *section, const char *key);

/*
 * Problems for every section of no known kind and for every key that nothing has used, each with
 * the nearest known name: among the kind's own keys and the `more` keys that the caller says the
 * section would take (a method's parameters), as n_more texts "section.key". A section of a known
 * kind that nothing has used is one problem, and none when there are other problems already: it
 * may be their consequence. All are ERR_PROFILE. Call it last.
 */
void profile_unused(const struct profile *p, const char *const *more, size_t n_more,
                    struct messages *problems);

/*
 * ---- the fixed sections as structs ------------------------------------------
 * A text that is not given is "", never NULL; a list that is not given is empty.
 */

struct profile_options { /* [profile] */
    const char *title, *title_en;
    int language; /* enum language */
    const char *extends;
    const char *edition, *note;
    int synthetic;
    struct heng_names plugins, scripts; /* further folders, relative to the profile */
    double worker_seconds;              /* limits of each call of a plugin or script */
    int64_t worker_memory_mb, worker_output_kb;
};
enum language { LANGUAGE_ZH, LANGUAGE_EN };

struct data_options {   /* [data] and [data.NAME] */
    const char *source; /* csv, or what a plugin brings; "": by the file's first bytes */
    const char *path;
    const char *sheet, *query, *service; /* of sources that have such */
    const char *snapshot;                /* no, yes, or a file */
    double limit_mb, limit_seconds;      /* NaN: not given */
    const char *unit, *name, *period;
    const char *encoding;
    const char *delimiter;     /* see data_delimiter */
    int decimal;               /* point | comma */
    const char *thousands;     /* see data_thousands */
    struct heng_names missing; /* n 0: the usual marks */
    const char *below_unit;    /* "none": no such mark */
    struct heng_names text, ignore;
    int64_t header_rows;
    const char *aliases;
    int unmatched; /* enum unmatched */
    int layout;    /* enum shape_layout of data/shape.h */
    struct heng_names header, columns, skip, fill_down, periods;
    const char *variable, *value;
    const char *split; /* see data_delimiter */
    const char *where;
    const char *flags; /* yes, no, or a column */
    int percent, notes, intervals, censored;
    const char *names, *dictionary;
};
enum unmatched { UNMATCHED_WARNING, UNMATCHED_ERROR, UNMATCHED_IGNORE };

/* The character that [data] delimiter names: comma, semicolon, tab, pipe or the character itself;
   0 for auto. False for anything else. */
bool data_delimiter(const char *text, char *delimiter);

/* What [data] thousands names: an enum shape_thousands; -1 for anything else. *point: the point is
   named, and then it is no decimal sign. */
int data_thousands(const char *text, bool *point);

struct units_options { /* [units] */
    const char *where;
};

struct class_options { /* [class]; other keys are value = label */
    const char *by;
    int scale; /* enum class_scale */
};
enum class_scale { SCALE_OWN, SCALE_COMMON };

struct index_options { /* [index] */
    const char *id, *title, *title_en;
    struct heng_names dimensions;
    const char *script, *tree;
};

struct dimension_options { /* [dimension.ID]; other keys are the plugin's parameters */
    const char *plugin, *title, *title_en;
    double weight; /* NaN: not given */
    const char *parent;
    struct heng_names indicators;
};

struct indicator_options { /* [indicator.ID] */
    const char *formula, *title, *title_en, *unit;
    int direction;               /* enum direction_option */
    double weight;               /* NaN: not given */
    struct heng_reals goalposts; /* lo, hi [, target] */
    int transform;               /* enum transform_option */
    const char *per;
    struct heng_reals best, worst; /* direction = target: one best; interval: two, and two worst */
    double tolerance;
};
enum direction_option {
    DIRECTION_DEFAULT,
    DIRECTION_POSITIVE,
    DIRECTION_NEGATIVE,
    DIRECTION_TARGET,
    DIRECTION_INTERVAL
};
enum transform_option {
    TRANSFORM_DEFAULT,
    TRANSFORM_NONE,
    TRANSFORM_LN,
    TRANSFORM_LOG10,
    TRANSFORM_SQRT
};

struct screen_options { /* [screen]; NaN: not looked at */
    double unit_min_share, unit_max_zeros, indicator_min_share, indicator_max_zeros;
    int first; /* enum screen_first */
};
enum screen_first { SCREEN_INDICATORS_FIRST, SCREEN_UNITS_FIRST };

struct stage_options {  /* the keys that every [STAGE] and [STAGE.NODE] has beside its method's */
    const char *method; /* "" in [STAGE.NODE]: as the stage */
    const char *by;     /* impute: attribute whose groups class_mean, class_median use */
    const char *base;   /* normalise: each, pooled, or a period */
    const char *base_units; /* normalise: a condition, or "": all units */
    int scope;              /* weights: enum weights_scope */
    int missing;            /* aggregate: enum missing_rule; -1 in [aggregate.NODE]: as the stage */
    int unobserved;         /* aggregate: enum unobserved_rule */
    struct level level;     /* rank: which scores are equal */
    const char *scale;      /* normalise, aggregate: "rescale"; other values are the method's own */
};
/* What base says: each (or nothing), pooled, or else the name of a period. */
enum base_kind { BASE_EACH, BASE_POOLED, BASE_PERIOD };
enum base_kind base_kind(const char *base); /* accepts NULL */
enum weights_scope { SCOPE_NODE, SCOPE_INDEX };
enum unobserved_rule { UNOBSERVED_NONE, UNOBSERVED_SCORE };
enum missing_rule { MISSING_RENORMALISE, MISSING_FAIL, MISSING_IMPUTE };

struct analysis_options { /* [analysis.NAME]; other keys are the method's parameters */
    const char *method;
    struct heng_names of; /* n 0: all indicators below the node */
    int data;             /* enum analysis_data; -1: as the method's descriptor says */
    const char *node;     /* "": the index */
    struct heng_names by;
    const char *population;
    struct heng_names coordinates; /* longitude, latitude; or none */
    int scope;                     /* enum analysis_scope */
    struct heng_names periods;     /* all, latest, or their names */
};
enum analysis_data { ANALYSE_RAW, ANALYSE_IMPUTED, ANALYSE_TREATED, ANALYSE_NORMALISED };
enum analysis_scope { ANALYSE_CLASS, ANALYSE_ALL };

struct rule_options { /* [rule.NAME] */
    int kind;         /* enum rule_kind */
    const char *when;
    const char *node, *value; /* of a cap or a deduction */
    struct heng_names class;  /* n 0: all */
    const char *reason, *reason_en;
};
enum rule_kind { RULE_THRESHOLD, RULE_VETO, RULE_CAP, RULE_DEDUCTION, RULE_WARNING };

struct tiers_options { /* [tiers] */
    int how;           /* enum tiers_option */
    int64_t k;
    struct heng_names labels;
    struct heng_reals limits;
};
enum tiers_option { TIERS_OF_NATURAL, TIERS_OF_QUANTILE, TIERS_OF_EQUAL, TIERS_OF_GIVEN };

struct panorama_options { /* [panorama] */
    double top_share, bottom_share;
    int nodes; /* enum panorama_nodes */
};
enum panorama_nodes { PANORAMA_ALL, PANORAMA_DIMENSIONS };

struct selection_options { /* [selection]; other keys are the script's parameters */
    const char *script, *period;
};

struct uncertainty_options { /* [uncertainty]; other keys are vary.SECTION.KEY */
    int64_t replicates, seed, top;
    int weights;                      /* enum noise_option */
    struct heng_reals weights_spread; /* level by level, the last for all deeper ones */
    int possible;
    double data_noise_observed, data_noise_imputed, data_noise_bounds;
    int leave_out; /* enum leave_out_option */
    int64_t solid;
    const char *design; /* CSV: row by row, what the replicates are */
    int keep_replicates;
};
enum noise_option { NOISE_NONE, NOISE_UNIFORM, NOISE_DIRICHLET };
enum leave_out_option { LEAVE_OUT_NONE, LEAVE_OUT_INDICATORS, LEAVE_OUT_DIMENSIONS };

struct sensitivity_options { /* [sensitivity] */
    int64_t samples, resamples;
    struct heng_names units;
};

/* SECTION.KEY of a key vary.SECTION.KEY, or NULL for any other key. */
const char *profile_varied(const char *key);
/* SECTION of a key text.SECTION or text_en.SECTION, or NULL for any other key. */
const char *profile_text_key(const char *key);

struct output_options { /* [output] */
    const char *dir;
    struct heng_names formats, tables;
    int csv;          /* enum csv_option */
    int64_t decimals; /* csv = people: -1: those of [rank] */
    int64_t units_in_manifest;
};

enum csv_option { CSV_EXACT, CSV_FOR_PEOPLE };

struct report_section_options { /* [report] */
    const char *title, *title_en, *publisher, *date;
    const char *logo; /* SVG */
    int language;     /* enum report_language */
    struct heng_names formats, sections;
    const char *map, *map_key, *map_number, *groups;
    struct heng_names portraits;
    const char *css, *compare;
};
struct chapter_options { /* [chapter.NAME] of a book */
    const char *profile, *title, *title_en;
    struct heng_names sections, portraits, cases;
};
enum report_language { REPORT_AS_PROFILE, REPORT_ZH, REPORT_EN, REPORT_BOTH };

/* Those that stand once and are bound all together; the rows of section_kinds say which keys go
   where. */
struct fixed_sections {
    struct profile_options profile;
    struct class_options class;
    struct index_options index;
    struct screen_options screen;
    struct tiers_options tiers;
    struct panorama_options panorama;
    struct selection_options selection;
    struct uncertainty_options uncertainty;
    struct sensitivity_options sensitivity;
    struct output_options output;
    struct report_section_options report;
};

extern const struct param_table profile_keys, data_keys, units_keys, class_keys, index_keys,
    dimension_keys, indicator_keys, screen_keys, impute_keys, treat_keys, normalise_keys,
    weights_keys, aggregate_keys, rank_keys, rule_keys, tiers_keys, panorama_keys, analysis_keys,
    output_keys, report_keys, chapter_keys, selection_keys, uncertainty_keys, sensitivity_keys;

/* Of [STAGE.NODE], into struct stage_options too: only what one indicator or node may have of its
   own, everything optional. */
extern const struct param_table impute_node_keys, treat_node_keys, normalise_node_keys,
    weights_node_keys, aggregate_node_keys;

#endif
