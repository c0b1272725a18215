/* SPDX-License-Identifier: MIT */
/* The keys of the fixed sections, as tables: checks, help and docs are all read from here. Each
   says what it can change. */
#include <math.h>

#include "config/sections_internal.h"

#define WEIGHT(type, doc) HENG_PARAM_REAL(type, weight, "", 0, HENG_NO_MAX, NULL, doc)

/* KEY(effect, row of parameters) */
#define KEY(what, ...)                                                                             \
    {                                                                                              \
        __VA_ARGS__, EFFECT_##what                                                                 \
    }

#define TABLE(name, type)                                                                          \
    const struct param_table name##_keys = {&name##_params[0].param,                               \
                                            sizeof name##_params / sizeof *name##_params,          \
                                            sizeof *name##_params, sizeof(struct type)}

static const struct section_key profile_params[] = {
    KEY(WORDS,
        HENG_PARAM_TEXT(struct profile_options, title, "", "title of the ranking, in Chinese")),
    KEY(WORDS,
        HENG_PARAM_TEXT(struct profile_options, title_en, "", "title of the ranking, in English")),
    KEY(WORDS, HENG_PARAM_CHOICE(struct profile_options, language, "zh", "zh|en",
                                 "language of titles in the league table and the outputs")),
    KEY(WORDS, HENG_PARAM_TEXT(struct profile_options, extends, "",
                               "profile that this one builds on, relative to this file; its keys "
                               "hold unless set here")),
    KEY(WORDS, HENG_PARAM_TEXT(struct profile_options, edition, "",
                               "edition of the ranking, for example 2024")),
    KEY(WORDS, HENG_PARAM_TEXT(struct profile_options, note, "",
                               "remark that is carried into the outputs")),
    KEY(WORDS, HENG_PARAM_FLAG(struct profile_options, synthetic, "no",
                               "whether the data are made up; every output then says so")),
    KEY(FOLDERS, HENG_PARAM_NAMES(struct profile_options, plugins, "", 0, 0,
                                  "further folders to look for plugins in, relative to this file")),
    KEY(FOLDERS, HENG_PARAM_NAMES(struct profile_options, scripts, "", 0, 0,
                                  "further folders to look for scripts in, relative to this file")),
    KEY(LIMITS,
        HENG_PARAM_REAL(struct profile_options, worker_seconds, "5", 0.05, 86400, "s",
                        "time that a plugin or script may take; one that takes longer is stopped")),
    KEY(LIMITS, HENG_PARAM_INT(struct profile_options, worker_memory_mb, "300", 16, 1 << 20, "MiB",
                               "memory that a plugin or script may take beyond the data")),
    KEY(LIMITS, HENG_PARAM_INT(struct profile_options, worker_output_kb, "1024", 1, 1 << 20, "KiB",
                               "longest description or report that a plugin or script may send")),
};
TABLE(profile, profile_options);

static const struct section_key data_params[] = {
    KEY(SOURCES,
        HENG_PARAM_TEXT(struct data_options, path, "", "file of the table, relative to this file")),
    KEY(SOURCES,
        HENG_PARAM_TEXT(struct data_options, source, "",
                        "csv, xlsx, xls, ods, sqlite, postgres, parquet or what else a plugin "
                        "reads; else the file's first bytes say it")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, sheet, "",
                                 "of a workbook: number, name, or a pattern with *")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, query, "",
                                 "of a database: the SELECT that yields the table")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, service, "",
                                 "of a server: its name in the user's pg_service.conf")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, snapshot, "no",
                                 "yes: the rows that a query has yielded are kept beside the "
                                 "results; the file that they were kept in: it is read instead")),
    KEY(SOURCES, HENG_PARAM_REAL(struct data_options, limit_mb, "", 1, 1048576, "MB",
                                 "most that a workbook may unpack to or a query yield; else 64 "
                                 "and 60 times the file")),
    KEY(SOURCES, HENG_PARAM_REAL(struct data_options, limit_seconds, "", 0.1, 86400, "s",
                                 "most that a plugin may take to read; else worker_seconds and 2 "
                                 "for each MB of the file, 60 for a server")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, unit, "",
                                 "column with the code of each unit; else the first column")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, name, "",
                                 "column with the name of each unit; else the code is the name")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, period, "",
                                 "column with the period of each row; else there is one period")),
    KEY(SOURCES, HENG_PARAM_TEXT(
                     struct data_options, encoding, "auto",
                     "auto, utf-8, gb18030 (GBK, GB2312), windows-1252 or another that `iconv -l` "
                     "lists")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, delimiter, "auto",
                                 "auto, comma, semicolon, tab or pipe")),
    KEY(SOURCES, HENG_PARAM_CHOICE(struct data_options, decimal, "point", "point|comma",
                                   "decimal sign of the numbers")),
    KEY(SOURCES,
        HENG_PARAM_TEXT(struct data_options, thousands, "no",
                        "what parts thousands: no, yes (1,234.5; decimal = comma: 1.234,5), "
                        "space, apostrophe, point, indian (12,34,567)")),
    KEY(SOURCES,
        HENG_PARAM_NAMES(struct data_options, missing, "", 0, 0,
                         "marks of a missing cell; else the usual ones, such as NA, -, ... and *")),
    KEY(SOURCES,
        HENG_PARAM_TEXT(
            struct data_options, below_unit, "\xe2\x80\xa6",
            "mark for \"below the smallest unit of the table\", read as 0; none: no such mark")),
    KEY(SOURCES, HENG_PARAM_NAMES(struct data_options, text, "", 0, 0,
                                  "columns that are attributes even if they look like numbers")),
    KEY(SOURCES,
        HENG_PARAM_NAMES(struct data_options, ignore, "", 0, 0, "columns to leave out, unread")),
    KEY(SOURCES, HENG_PARAM_INT(
                     struct data_options, header_rows, "1", 1, 100, NULL,
                     "lines before the first unit; the names are in the last of them, or in those "
                     "from the column of the unit on, joined to a path: exports/goods")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, aliases, "",
                                 "CSV file of codes that units are met by, code,alias, relative to "
                                 "this file")),
    KEY(SOURCES,
        HENG_PARAM_CHOICE(struct data_options, unmatched, "warning", "warning|error|ignore",
                          "[data.NAME]: what units are that only one of the two tables "
                          "has")),
    KEY(SOURCES, HENG_PARAM_CHOICE(struct data_options, layout, "wide", "wide|long|periods|turned",
                                   "wide: a row a unit (and period); long: a row a value; periods: "
                                   "periods across; turned: units across")),
    KEY(SOURCES, HENG_PARAM_NAMES(struct data_options, header, "", 0, 0,
                                  "numbers of the lines that hold the column names; else found")),
    KEY(SOURCES,
        HENG_PARAM_NAMES(struct data_options, columns, "", 0, 0,
                         "names of the columns by position, whatever the header says; - leaves one "
                         "out")),
    KEY(SOURCES, HENG_PARAM_NAMES(struct data_options, skip, "", 0, 0,
                                  "rows to pass over, by their first filled cell; * is anything")),
    KEY(SOURCES, HENG_PARAM_NAMES(struct data_options, fill_down, "", 0, 0,
                                  "columns in which a blank cell is as the one above")),
    KEY(SOURCES,
        HENG_PARAM_NAMES(struct data_options, periods, "", 0, 0,
                         "layout = periods: the columns that are periods, 1990..2023 or by "
                         "pattern; else all that are called as a year")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, variable, "",
                                 "layout = long: the column that names the variable; periods: the "
                                 "same, or what the figures are to be called")),
    KEY(SOURCES,
        HENG_PARAM_TEXT(struct data_options, value, "", "layout = long: the column of the values")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, split, "",
                                 "character that parts several columns written as one: comma")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, where, "",
                                 "condition over the columns of a row; other rows are left out "
                                 "before anything is asked of them")),
    KEY(SOURCES, HENG_PARAM_TEXT(struct data_options, flags, "no",
                                 "yes: letters and marks behind a number are kept as its mark (1.2 "
                                 "p); layout = long: the column of such marks")),
    KEY(SOURCES, HENG_PARAM_FLAG(struct data_options, percent, "no",
                                 "whether numbers may have a percent sign: 12.5% is 12.5; so are "
                                 "cells of a workbook that are shown so")),
    KEY(SOURCES,
        HENG_PARAM_CHOICE(struct data_options, notes, "refuse", "refuse|strip",
                          "footnote marks behind numbers, 71.2* or 55.1(b): strip keeps the "
                          "number and notes the mark")),
    KEY(SOURCES, HENG_PARAM_FLAG(struct data_options, intervals, "no",
                                 "whether 71.2 [70-72] is 71.2, with the columns NAME_low and "
                                 "NAME_high of its bounds")),
    KEY(SOURCES, HENG_PARAM_CHOICE(struct data_options, censored, "refuse", "refuse|bound|missing",
                                   "what <5 and >95 are: the bound itself, or no value")),
    KEY(SOURCES,
        HENG_PARAM_TEXT(struct data_options, names, "",
                        "CSV file of codes and names, code,name,alias..., relative to this "
                        "file; the table's units are then found by name")),
    KEY(SOURCES,
        HENG_PARAM_TEXT(struct data_options, dictionary, "",
                        "CSV file of columns, relative to this file: id, header, unit, factor, "
                        "title, title_en, definition, source; what a header calls is then "
                        "called by its id")),
};
TABLE(data, data_options);

static const struct section_key units_params[] = {
    KEY(SOURCES, HENG_PARAM_TEXT(struct units_options, where, "",
                                 "condition over code, name, attributes and variables; the "
                                 "other units are left out")),
};
TABLE(units, units_options);

static const struct section_key class_params[] = {
    KEY(CLASS, HENG_PARAM_TEXT(
                   struct class_options, by, "",
                   "attribute whose values divide the units into classes that are ranked apart")),
    KEY(CLASS, HENG_PARAM_CHOICE(
                   struct class_options, scale, "own", "own|common",
                   "whether ranges and weights are taken from each class or from all units")),
};
TABLE(class, class_options);

static const struct section_key index_params[] = {
    KEY(INDICATORS,
        HENG_PARAM_TEXT(struct index_options, id, "",
                        "id of the index, the root of the tree; else that of the script")),
    KEY(WORDS, HENG_PARAM_TEXT(struct index_options, title, "", "title of the index, in Chinese")),
    KEY(WORDS,
        HENG_PARAM_TEXT(struct index_options, title_en, "", "title of the index, in English")),
    KEY(INDICATORS, HENG_PARAM_NAMES(struct index_options, dimensions, "", 0, 0,
                                     "dimensions of the index, plugins or [dimension.ID]")),
    KEY(INDICATORS,
        HENG_PARAM_TEXT(struct index_options, script, "",
                        "thematic index, scripts/indices/NAME.lua, instead of dimensions")),
    KEY(INDICATORS, HENG_PARAM_TEXT(struct index_options, tree, "",
                                    "CSV file with the columns of COINr's iMeta instead of "
                                    "dimensions, relative to this file")),
};
TABLE(index, index_options);

static const struct section_key dimension_params[] = {
    KEY(INDICATORS,
        HENG_PARAM_TEXT(
            struct dimension_options, plugin, "",
            "plugin that computes it; else the one named like the id, if there is one")),
    KEY(WORDS, HENG_PARAM_TEXT(struct dimension_options, title, "",
                               "title in Chinese; else the plugin's")),
    KEY(WORDS, HENG_PARAM_TEXT(struct dimension_options, title_en, "",
                               "title in English; else the plugin's")),
    KEY(WEIGHTS, WEIGHT(struct dimension_options, "weight among its siblings; else 1")),
    KEY(INDICATORS, HENG_PARAM_TEXT(struct dimension_options, parent, "",
                                    "node it belongs to; else the index")),
    KEY(INDICATORS, HENG_PARAM_NAMES(struct dimension_options, indicators, "", 0, 0,
                                     "indicators it consists of, of the plugin or of "
                                     "[indicator.ID]; else all of the plugin")),
};
TABLE(dimension, dimension_options);

static const struct section_key indicator_params[] = {
    KEY(INDICATORS,
        HENG_PARAM_TEXT(
            struct indicator_options, formula, "",
            "expression over the columns of the table; else the column named like the id")),
    KEY(WORDS, HENG_PARAM_TEXT(struct indicator_options, title, "", "title in Chinese")),
    KEY(WORDS, HENG_PARAM_TEXT(struct indicator_options, title_en, "", "title in English")),
    KEY(WORDS,
        HENG_PARAM_TEXT(struct indicator_options, unit, "", "unit of the indicator's values")),
    KEY(INDICATORS,
        HENG_PARAM_CHOICE(
            struct indicator_options, direction, "default",
            "default|positive|negative|target|interval",
            "whether more is better; default: as the plugin or script says, else positive; target, "
            "interval: the nearer to best the better; what is normalised is the deviation from "
            "it")),
    KEY(WEIGHTS, WEIGHT(struct indicator_options,
                        "weight among its siblings; else that of the plugin or script, or 1")),
    KEY(GOALPOSTS, HENG_PARAM_REALS(struct indicator_options, goalposts, "", HENG_NO_MIN,
                                    HENG_NO_MAX, 2, 3, NULL,
                                    "lowest and highest value for normalising, in the indicator's "
                                    "unit, then a target; with "
                                    "direction = target or interval, those of the deviation")),
    KEY(INDICATORS,
        HENG_PARAM_REALS(
            struct indicator_options, best, "", HENG_NO_MIN, HENG_NO_MAX, 1, 2, NULL,
            "direction = target: the best value c, the deviation is max(0, |x - c| - tolerance); "
            "interval: best from a to b, it is a - x below, x - b above, 0 between")),
    KEY(INDICATORS, HENG_PARAM_REAL(struct indicator_options, tolerance, "0", 0, INFINITY, NULL,
                                    "direction = target: so far from best is as good as best")),
    KEY(INDICATORS,
        HENG_PARAM_REALS(
            struct indicator_options, worst, "", HENG_NO_MIN, HENG_NO_MAX, 2, 2, NULL,
            "direction = interval: lo below a and hi above b, where the deviation reaches 1 and "
            "stays: "
            "(a - x) / (a - lo), (x - b) / (hi - b); goalposts are then 0, 1 unless given")),
    KEY(DATA, HENG_PARAM_CHOICE(struct indicator_options, transform, "default",
                                "default|none|ln|log10|sqrt",
                                "function applied before treating and normalising")),
    KEY(DATA, HENG_PARAM_TEXT(struct indicator_options, per, "",
                              "column to divide by, for example a population")),
};
TABLE(indicator, indicator_options);

#define SHARE(member, doc) HENG_PARAM_REAL(struct screen_options, member, "", 0, 1, NULL, doc)

static const struct section_key screen_params[] = {
    KEY(DATA,
        SHARE(unit_min_share, "least share of the indicators that a unit must have in a period")),
    KEY(DATA, SHARE(unit_max_zeros,
                    "largest share of zeros among the values that a unit has in a period")),
    KEY(DATA,
        SHARE(indicator_min_share,
              "least share of the units that must have the indicator, over all periods together")),
    KEY(DATA, SHARE(indicator_max_zeros, "largest share of zeros among the indicator's values")),
    KEY(DATA, HENG_PARAM_CHOICE(
                  struct screen_options, first, "indicators", "indicators|units",
                  "what is looked at first; the other then sees only what was not set aside")),
};
TABLE(screen, screen_options);

#define METHOD(def, doc) HENG_PARAM_TEXT(struct stage_options, method, def, doc)
#define BY                                                                                         \
    HENG_PARAM_TEXT(struct stage_options, by, "",                                                  \
                    "attribute whose groups class_mean and class_median use")
#define SCALE                                                                                      \
    HENG_PARAM_TEXT(struct stage_options, scale, "",                                               \
                    "rescale: results are brought linearly to the range that the node's siblings " \
                    "have; other values are those of the method's own key")
#define MISSING(def, doc)                                                                          \
    HENG_PARAM_CHOICE(struct stage_options, missing, def, "renormalise|fail|impute", doc)

static const struct section_key impute_params[] = {
    KEY(DATA, METHOD("none", "how missing cells are filled")),
    KEY(DATA, BY),
};
TABLE(impute, stage_options);

static const struct section_key treat_params[] = {
    KEY(GOALPOSTS, METHOD("none", "how outliers and skew are tamed")),
};
TABLE(treat, stage_options);

static const struct section_key normalise_params[] = {
    KEY(GOALPOSTS, METHOD("minmax", "how indicators are brought to a common scale")),
    KEY(GOALPOSTS,
        HENG_PARAM_TEXT(
            struct stage_options, base, "each",
            "where ranges come from in a panel: each period, pooled (all periods), or one period")),
    KEY(GOALPOSTS,
        HENG_PARAM_TEXT(struct stage_options, base_units, "",
                        "condition, as [units] where: the units that ranges, limits of treatment "
                        "and data-driven weights come from; else all")),
    KEY(GOALPOSTS, SCALE),
};
TABLE(normalise, stage_options);

static const struct section_key weights_params[] = {
    KEY(WEIGHTS, METHOD("given", "how weights are found; a method or a script of scripts/weights")),
    KEY(WEIGHTS,
        HENG_PARAM_CHOICE(
            struct stage_options, scope, "node", "node|index",
            "whether the method weighs the children of each node, or all indicators at once")),
};
TABLE(weights, stage_options);

static const struct section_key aggregate_params[] = {
    KEY(AGGREGATION, METHOD("arithmetic", "how the children of a node become its score")),
    KEY(AGGREGATION,
        MISSING("renormalise",
                "where a child is missing: the others' weights are rescaled, the score "
                "is missing too, or the child is set to the mean of its class")),
    KEY(AGGREGATION, SCALE),
    KEY(DATA, /* where nothing was observed, nothing is imputed */
        HENG_PARAM_CHOICE(struct stage_options, unobserved, "none", "none|score",
                          "what a unit has in a node below which none of its values was observed: "
                          "no score, or the score of what was imputed")),
};
TABLE(aggregate, stage_options);

static const struct section_key rank_params[] = {
    KEY(AGGREGATION, METHOD("rank", "how scores become ranks")),
    KEY(AGGREGATION,
        {"tolerance", HENG_REAL, offsetof(struct stage_options, level.tolerance), "1e-12", 0, 0.01,
         NULL, 0, 0, NULL,
         "scores within this share of the largest score of their class from the best of a group "
         "share its rank; 0: only the same number does"}),
    KEY(AGGREGATION,
        {"decimals", HENG_INT, offsetof(struct stage_options, level.decimals), "-1", -1,
         LEVEL_DECIMALS_MAX, NULL, 0, 0, NULL,
         "instead: scores are ranked as rounded to so many decimals; -1: they are not"}),
};
TABLE(rank, stage_options);

static const struct section_key impute_node_params[] = {
    KEY(DATA, METHOD("", "how this indicator's missing cells are filled; else as [impute] says")),
    KEY(DATA, BY),
};
TABLE(impute_node, stage_options);

static const struct section_key treat_node_params[] = {
    KEY(GOALPOSTS, METHOD("", "how this indicator's outliers are tamed; else as [treat] says")),
};
TABLE(treat_node, stage_options);

static const struct section_key normalise_node_params[] = {
    KEY(GOALPOSTS,
        METHOD("", "how this indicator is brought to the common scale; else as [normalise] says")),
    KEY(GOALPOSTS,
        HENG_PARAM_TEXT(struct stage_options, base, "",
                        "where its range comes from in a panel; else as [normalise] says")),
    KEY(GOALPOSTS,
        HENG_PARAM_TEXT(struct stage_options, base_units, "",
                        "condition: the units its range comes from; else as [normalise] says")),
    KEY(GOALPOSTS, SCALE),
};
TABLE(normalise_node, stage_options);

static const struct section_key weights_node_params[] = {
    KEY(WEIGHTS, METHOD("", "how the children of this node are weighed; else as [weights] says")),
};
TABLE(weights_node, stage_options);

static const struct section_key aggregate_node_params[] = {
    KEY(AGGREGATION,
        METHOD("", "how the children of this node become its score; else as [aggregate] says")),
    KEY(AGGREGATION,
        MISSING("", "what is done where a child is missing; else as [aggregate] says")),
    KEY(AGGREGATION, SCALE),
};
TABLE(aggregate_node, stage_options);

static const struct section_key analysis_params[] = {
    KEY(FINDINGS, HENG_PARAM_TEXT(struct analysis_options, method, NULL,
                                  "what is looked for; `heng list methods` shows them last")),
    KEY(FINDINGS, HENG_PARAM_NAMES(struct analysis_options, of, "", 0, 0,
                                   "columns: indicators, nodes of the index, or variables of the "
                                   "table; else all indicators")),
    KEY(FINDINGS,
        HENG_PARAM_CHOICE(struct analysis_options, data, "", "raw|imputed|treated|normalised",
                          "stage at which indicators are looked at; else as suits the method")),
    KEY(FINDINGS, HENG_PARAM_TEXT(struct analysis_options, node, "",
                                  "node whose score it is about and within which the columns have "
                                  "their weights; else the "
                                  "index")),
    KEY(FINDINGS, HENG_PARAM_NAMES(struct analysis_options, by, "", 0, 0,
                                   "attributes that divide the units into groups, coarse to fine")),
    KEY(FINDINGS, HENG_PARAM_TEXT(struct analysis_options, population, "",
                                  "column with the size of each unit; else all count alike")),
    KEY(FINDINGS,
        HENG_PARAM_NAMES(struct analysis_options, coordinates, "", 2, 2,
                         "columns with the longitude and the latitude of each unit, in degrees")),
    KEY(FINDINGS,
        HENG_PARAM_CHOICE(struct analysis_options, scope, "class", "class|all",
                          "whether each class is looked at by itself or all units together")),
    KEY(FINDINGS, HENG_PARAM_NAMES(struct analysis_options, periods, "all", 0, 0,
                                   "periods that are looked at: all, latest, or their names")),
};
TABLE(analysis, analysis_options);

static const struct section_key rule_params[] = {
    KEY(AGGREGATION,
        HENG_PARAM_CHOICE(
            struct rule_options, kind, NULL, "threshold|veto|cap|deduction|warning",
            "threshold: units where `when` is not true are not ranked; veto: those where it is "
            "true; "
            "cap, deduction: lower the score of `node` where it is true; warning: tells them")),
    KEY(AGGREGATION, HENG_PARAM_TEXT(struct rule_options, when, NULL,
                                     "condition over code, name, attributes, variables, "
                                     "indicators (raw values) and scores")),
    KEY(AGGREGATION,
        HENG_PARAM_TEXT(struct rule_options, node, "",
                        "cap, deduction: node whose score it acts on; else the index")),
    KEY(AGGREGATION, HENG_PARAM_TEXT(struct rule_options, value, "",
                                     "cap: highest score; deduction: points; a number or an "
                                     "expression over the same names")),
    KEY(AGGREGATION, HENG_PARAM_NAMES(struct rule_options, class, "", 0, 0,
                                      "classes whose units it is for; else all")),
    KEY(WORDS,
        HENG_PARAM_TEXT(struct rule_options, reason, "", "why, in Chinese; else the condition")),
    KEY(WORDS,
        HENG_PARAM_TEXT(struct rule_options, reason_en, "", "why, in English; else the condition")),
};
TABLE(rule, rule_options);

static const struct section_key tiers_params[] = {
    KEY(TIERS,
        HENG_PARAM_CHOICE(
            struct tiers_options, how, "natural", "natural|quantile|equal|given",
            "where the cuts between the scores of a class lie: natural breaks, the same number of "
            "units each, the same range of scores each, or at `limits`")),
    KEY(TIERS, HENG_PARAM_INT(struct tiers_options, k, "5", 2, 20, NULL, "number of tiers")),
    KEY(WORDS, HENG_PARAM_NAMES(struct tiers_options, labels, "", 2, 20,
                                "names of the tiers, best first; else 1, 2, 3 ...")),
    KEY(TIERS,
        HENG_PARAM_REALS(struct tiers_options, limits, "", HENG_NO_MIN, HENG_NO_MAX, 1, 19, NULL,
                         "how = given: lowest score of each tier but the last, best first")),
};
TABLE(tiers, tiers_options);

#define SHARE_OF(member, doc)                                                                      \
    HENG_PARAM_REAL(struct panorama_options, member, "0.25", 0, 1, NULL, doc)

static const struct section_key panorama_params[] = {
    KEY(FINDINGS,
        SHARE_OF(top_share, "a strength: at most this share of the class is as good or better")),
    KEY(FINDINGS,
        SHARE_OF(bottom_share, "a weakness: at most this share of the class is as bad or worse")),
    KEY(FINDINGS,
        HENG_PARAM_CHOICE(struct panorama_options, nodes, "all", "all|dimensions",
                          "whether indicators are listed, too, or only what lies above them")),
};
TABLE(panorama, panorama_options);

static const struct section_key selection_params[] = {
    KEY(FINDINGS, HENG_PARAM_TEXT(struct selection_options, script, "",
                                  "how cases are chosen: scripts/selections/NAME.lua")),
    KEY(FINDINGS, HENG_PARAM_TEXT(struct selection_options, period, "",
                                  "period that is looked at; else the latest")),
};
TABLE(selection, selection_options);

static const struct section_key output_params[] = {
    KEY(PLACE, HENG_PARAM_TEXT(struct output_options, dir, "",
                               "folder for the results; -o on the command line goes before it")),
    KEY(PLACE, HENG_PARAM_NAMES(struct output_options, formats, "csv, json", 0, 0,
                                "what is written: csv, json, sqlite (run.sqlite)")),
    KEY(PLACE, HENG_PARAM_NAMES(struct output_options, tables, "", 0, 0,
                                "tables of a run that are made, as their files are called: scores, "
                                "weights, analysis-NAME ...; else all")),
    KEY(PLACE, HENG_PARAM_CHOICE(struct output_options, csv, "exact", "exact|people",
                                 "people: beside each table people-NAME.csv, in the profile's "
                                 "language, rounded, for spreadsheets")),
    KEY(PLACE, HENG_PARAM_INT(struct output_options, decimals, "-1", -1, 12, NULL,
                              "csv = people: decimals of scores, of weights and shares two more; "
                              "-1: those of [rank], or 2")),
    KEY(PLACE,
        HENG_PARAM_INT(struct output_options, units_in_manifest, "100000", 0, INT32_MAX, NULL,
                       "with more units, run.json has none, and no list that is longer")),
};
TABLE(output, output_options);

#define REPORT_TEXT(member, doc) HENG_PARAM_TEXT(struct report_section_options, member, "", doc)

static const struct section_key report_params[] = {
    KEY(WORDS, REPORT_TEXT(title, "title of the report; else that of the index")),
    KEY(WORDS, REPORT_TEXT(title_en, "the same of the English one, where language = both")),
    KEY(WORDS, REPORT_TEXT(publisher, "who publishes it")),
    KEY(WORDS, REPORT_TEXT(date, "date or edition, as it is to be shown")),
    KEY(WORDS, REPORT_TEXT(logo, "SVG file of at most 200 KB, without scripts and links")),
    KEY(WORDS,
        HENG_PARAM_CHOICE(struct report_section_options, language, "profile", "profile|zh|en|both",
                          "language of the report; both: two, each with a link to the other")),
    KEY(PLACE, HENG_PARAM_NAMES(struct report_section_options, formats, "html", 0, 0,
                                "formats that heng report writes; heng list formats tells them")),
    KEY(WORDS, HENG_PARAM_NAMES(struct report_section_options, sections, "", 0, 0,
                                "sections, in their order; else all that apply")),
    KEY(WORDS, REPORT_TEXT(map, "boundaries of the units, GeoJSON in WGS 84; else no map")),
    KEY(WORDS, REPORT_TEXT(map_key, "property of the map that holds a unit's code; else code, "
                                    "adcode or id")),
    KEY(WORDS, REPORT_TEXT(map_number, "approval number of the map; without it every map says that "
                                       "it has none")),
    KEY(WORDS,
        REPORT_TEXT(groups, "column of texts, such as a city: scores are shown by its groups")),
    KEY(WORDS, HENG_PARAM_NAMES(struct report_section_options, portraits, "all", 0, 0,
                                "units with a page of their own: all, none, top 10, or codes")),
    KEY(WORDS,
        REPORT_TEXT(compare, "run.json of an earlier edition, whose ranks stand beside these")),
    KEY(WORDS, REPORT_TEXT(css, "style sheet of the publisher, put behind the page's own")),
};
TABLE(report, report_section_options);

static const struct section_key chapter_params[] = {
    KEY(PLACE, HENG_PARAM_TEXT(struct chapter_options, profile, NULL,
                               "profile of the run that it is about, relative to this file")),
    KEY(WORDS, HENG_PARAM_TEXT(struct chapter_options, title, "",
                               "title of the chapter; else that of its run")),
    KEY(WORDS, HENG_PARAM_TEXT(struct chapter_options, title_en, "",
                               "the same in English, where the book's language = both")),
    KEY(WORDS, HENG_PARAM_NAMES(struct chapter_options, sections, "", 0, 0,
                                "its sections, in their order; else all that apply")),
    KEY(WORDS, HENG_PARAM_NAMES(struct chapter_options, portraits, "none", 0, 0,
                                "units with a page of their own: all, none, top 10, or codes")),
    KEY(WORDS, HENG_PARAM_NAMES(struct chapter_options, cases, "", 0, 0,
                                "directions of its selection that are shown; else all")),
};
TABLE(chapter, chapter_options);

static const struct section_key uncertainty_params[] = {
    KEY(REPLICATES, HENG_PARAM_INT(struct uncertainty_options, replicates, "1000", 1, 10000000,
                                   NULL, "how many times the index is computed anew")),
    KEY(REPLICATES,
        HENG_PARAM_INT(struct uncertainty_options, seed, "1", 0, 9007199254740992.0, NULL,
                       "seed of the random numbers; the same seed gives the same bits")),
    KEY(REPLICATES,
        HENG_PARAM_INT(
            struct uncertainty_options, top, "10", 1, 1000000, NULL,
            "top_share is the share of replicates in which a unit is among so many first ones")),
    KEY(REPLICATES,
        HENG_PARAM_CHOICE(
            struct uncertainty_options, weights, "none", "none|uniform|dirichlet",
            "noise on the weights, among siblings, of whatever method: each times 1 + U(-spread, "
            "spread) and rescaled, or Dirichlet about them")),
    KEY(REPLICATES,
        HENG_PARAM_REALS(
            struct uncertainty_options, weights_spread, "", 0, 1000000, 0, 0, NULL,
            "of uniform: up to 1, else 0.25; of dirichlet: the concentration, larger is narrower, "
            "else "
            "100; "
            "several: for the index's children, for theirs ..., the last for all deeper levels")),
    KEY(REPLICATES,
        HENG_PARAM_REAL(
            struct uncertainty_options, data_noise_observed, "0", 0, 10, NULL,
            "noise on the values of the indicators that were observed: each times 1 + N(0, "
            "sd), this sd")),
    KEY(REPLICATES, HENG_PARAM_REAL(struct uncertainty_options, data_noise_imputed, "0", 0, 10,
                                    NULL, "the same, on the values that [impute] has filled in")),
    KEY(REPLICATES,
        HENG_PARAM_REAL(
            struct uncertainty_options, data_noise_bounds, "0", 0, 0.9999, NULL,
            "figures with bounds (intervals = yes, or columns NAME_low and NAME_high) are drawn "
            "about themselves so that the bounds hold this share of the draws, 0.95 where they "
            "are 95 % intervals; 0: bounds do not count")),
    KEY(REPLICATES,
        HENG_PARAM_CHOICE(
            struct uncertainty_options, leave_out, "none", "none|indicators|dimensions",
            "whether nothing or one of these, each as likely, is left out of the index")),
    KEY(REPLICATES,
        HENG_PARAM_INT(struct uncertainty_options, solid, "2", 0, 1000000, NULL,
                       "a rank is solid where 90 % of the replicates lie within so many places")),
    KEY(REPLICATES,
        HENG_PARAM_FLAG(
            struct uncertainty_options, possible, "yes",
            "possible.csv: what ranks the weights can give that weights = uniform allows, exactly; "
            "where "
            "scores are linear in the weights, for classes of up to 200 units")),
    KEY(REPLICATES, HENG_PARAM_TEXT(struct uncertainty_options, design, "",
                                    "CSV whose rows are the replicates and whose columns are the "
                                    "keys (SECTION.KEY, as after "
                                    "vary.) that they set; instead of everything that is drawn")),
    KEY(REPLICATES,
        HENG_PARAM_FLAG(
            struct uncertainty_options, keep_replicates, "no",
            "whether replicates.csv is written, score and rank of every unit in every replicate, "
            "and "
            "settings.csv, what was drawn for it; with design replicates.csv always is")),
};
TABLE(uncertainty, uncertainty_options);

static const struct section_key sensitivity_params[] = {
    KEY(REPLICATES,
        HENG_PARAM_INT(
            struct sensitivity_options, samples, "200", 0, 1000000, NULL,
            "samples of Saltelli's design, each as many replicates as there are factors and "
            "two; 0: none")),
    KEY(REPLICATES, HENG_PARAM_INT(struct sensitivity_options, resamples, "500", 0, 100000, NULL,
                                   "bootstrap resamples for the 95 % intervals; 0: no intervals")),
    KEY(REPLICATES,
        HENG_PARAM_NAMES(struct sensitivity_options, units, "", 0, 0,
                         "codes of units of whose own ranks the indices are wanted too")),
};
TABLE(sensitivity, sensitivity_options);
