/* SPDX-License-Identifier: MIT */
/* The fixed sections of a profile, as tables: checks, help and docs are all read from here. */
#include <math.h>
#include <string.h>

#include "config/profile.h"

/* clang-format off */
#define KEY(kind, type, member, def, choices, doc) \
    {#member, kind, offsetof(struct type, member), def, HENG_ANY, choices, 0, 0, NULL, doc}
#define TEXT(type, member, def, doc) KEY(HENG_TEXT, type, member, def, NULL, doc)
#define NAMES(type, member, def, doc) KEY(HENG_NAMES, type, member, def, NULL, doc)
#define FLAG(type, member, def, doc) KEY(HENG_BOOL, type, member, def, NULL, doc)
#define CHOICE(type, member, def, choices, doc) KEY(HENG_CHOICE, type, member, def, choices, doc)
#define WEIGHT(type, doc) \
    {"weight", HENG_REAL, offsetof(struct type, weight), "", 0, INFINITY, NULL, 0, 0, NULL, doc}
/* clang-format on */

#define TABLE(name, type)                                                                          \
    const struct param_table name##_keys = PARAM_TABLE(name##_params, struct type)

static const struct heng_param profile_params[] = {
    TEXT(profile_options, title, "", "title of the ranking, in Chinese"),
    TEXT(profile_options, title_en, "", "title of the ranking, in English"),
    CHOICE(profile_options, language, "zh", "zh|en",
           "language of titles in the league table and the outputs"),
    TEXT(profile_options, extends, "",
         "profile that this one builds on, relative to this file; its keys hold unless set here"),
    TEXT(profile_options, edition, "", "edition of the ranking, for example 2024"),
    TEXT(profile_options, note, "", "remark that is carried into the outputs"),
    FLAG(profile_options, synthetic, "no",
         "whether the data are made up; every output then says so"),
    NAMES(profile_options, plugins, "",
          "further folders to look for plugins in, relative to this file"),
    NAMES(profile_options, scripts, "",
          "further folders to look for scripts in, relative to this file"),
    {"worker_seconds", HENG_REAL, offsetof(struct profile_options, worker_seconds), "5", 0.05,
     86400, NULL, 0, 0, "s",
     "time that a plugin or script may take; one that takes longer is stopped"},
    {"worker_memory_mb", HENG_INT, offsetof(struct profile_options, worker_memory_mb), "300", 16,
     1 << 20, NULL, 0, 0, "MiB", "memory that a plugin or script may take beyond the data"},
    {"worker_output_kb", HENG_INT, offsetof(struct profile_options, worker_output_kb), "1024", 1,
     1 << 20, NULL, 0, 0, "KiB", "longest description or report that a plugin or script may send"},
};
TABLE(profile, profile_options);

static const struct heng_param data_params[] = {
    TEXT(data_options, path, NULL, "file of the table, relative to this file"),
    TEXT(data_options, source, "csv", "kind of file; csv is built in"),
    TEXT(data_options, unit, "", "column with the code of each unit; else the first column"),
    TEXT(data_options, name, "", "column with the name of each unit; else the code is the name"),
    TEXT(data_options, period, "", "column with the period of each row; else there is one period"),
    TEXT(data_options, encoding, "auto", "auto, utf-8 or gb18030 (which covers GBK and GB2312)"),
    TEXT(data_options, delimiter, "auto", "auto, comma, semicolon, tab or pipe"),
    CHOICE(data_options, decimal, "point", "point|comma", "decimal sign of the numbers"),
    FLAG(data_options, thousands, "no",
         "whether numbers have thousands separators: 1,234.5 (decimal = comma: 1.234,5)"),
    NAMES(data_options, missing, "",
          "marks of a missing cell; else the usual ones, such as NA, -, ... and *"),
    TEXT(data_options, below_unit, "\xe2\x80\xa6",
         "mark for \"below the smallest unit of the table\", read as 0; none: no such mark"),
    NAMES(data_options, text, "", "columns that are attributes even if they look like numbers"),
    NAMES(data_options, ignore, "", "columns to leave out, unread"),
    {"header_rows", HENG_INT, offsetof(struct data_options, header_rows), "1", 1, 100, NULL, 0, 0,
     NULL, "lines before the first unit; the last of them holds the column names"},
};
TABLE(data, data_options);

static const struct heng_param units_params[] = {
    TEXT(units_options, where, "",
         "Lua condition over code, name, attributes and variables; the other units are left out"),
};
TABLE(units, units_options);

static const struct heng_param class_params[] = {
    TEXT(class_options, by, "",
         "attribute whose values divide the units into classes that are ranked apart"),
    CHOICE(class_options, scale, "own", "own|common",
           "whether ranges and weights are taken from each class or from all units"),
};
TABLE(class, class_options);

static const struct heng_param index_params[] = {
    TEXT(index_options, id, "", "id of the index, the root of the tree; else that of the script"),
    TEXT(index_options, title, "", "title of the index, in Chinese"),
    TEXT(index_options, title_en, "", "title of the index, in English"),
    NAMES(index_options, dimensions, "", "dimensions of the index, plugins or [dimension.ID]"),
    TEXT(index_options, script, "",
         "thematic index, scripts/indices/NAME.lua, instead of dimensions"),
    TEXT(index_options, tree, "",
         "CSV file with the columns of COINr's iMeta instead of dimensions, relative to this file"),
};
TABLE(index, index_options);

static const struct heng_param dimension_params[] = {
    TEXT(dimension_options, plugin, "",
         "plugin that computes it; else the one named like the id, if there is one"),
    TEXT(dimension_options, title, "", "title in Chinese; else the plugin's"),
    TEXT(dimension_options, title_en, "", "title in English; else the plugin's"),
    WEIGHT(dimension_options, "weight among its siblings; else 1"),
    TEXT(dimension_options, parent, "", "node it belongs to; else the index"),
    NAMES(dimension_options, indicators, "",
          "indicators it consists of, of the plugin or of [indicator.ID]; else all of the plugin"),
};
TABLE(dimension, dimension_options);

static const struct heng_param indicator_params[] = {
    TEXT(indicator_options, formula, "",
         "Lua expression over the columns of the table; else the column named like the id"),
    TEXT(indicator_options, title, "", "title in Chinese"),
    TEXT(indicator_options, title_en, "", "title in English"),
    TEXT(indicator_options, unit, "", "unit of the indicator's values"),
    CHOICE(indicator_options, direction, "default", "default|positive|negative|target|interval",
           "whether more is better; default: as the plugin or script says, else positive; target, "
           "interval: the nearer to best the better; what is normalised is the deviation from it"),
    WEIGHT(indicator_options, "weight among its siblings; else that of the plugin or script, or 1"),
    {"goalposts", HENG_REALS, offsetof(struct indicator_options, goalposts), "", HENG_ANY, NULL, 2,
     3, NULL,
     "lowest and highest value for normalising, in the indicator's unit, then a target; with "
     "direction = target or interval, those of the deviation"},
    {"best", HENG_REALS, offsetof(struct indicator_options, best), "", HENG_ANY, NULL, 1, 2, NULL,
     "direction = target: the best value c, the deviation is max(0, |x - c| - tolerance); "
     "interval: best from a to b, it is a - x below, x - b above, 0 between"},
    {"tolerance", HENG_REAL, offsetof(struct indicator_options, tolerance), "0", 0, INFINITY, NULL,
     0, 0, NULL, "direction = target: so far from best is as good as best"},
    {"worst", HENG_REALS, offsetof(struct indicator_options, worst), "", HENG_ANY, NULL, 2, 2, NULL,
     "direction = interval: lo below a and hi above b, where the deviation reaches 1 and stays: "
     "(a - x) / (a - lo), (x - b) / (hi - b); goalposts are then 0, 1 unless given"},
    CHOICE(indicator_options, transform, "default", "default|none|ln|log10|sqrt",
           "function applied before treating and normalising"),
    TEXT(indicator_options, per, "", "column to divide by, for example a population"),
};
TABLE(indicator, indicator_options);

#define SHARE(member, doc)                                                                         \
    {                                                                                              \
#member, HENG_REAL, offsetof(struct screen_options, member), "", 0, 1, NULL, 0, 0, NULL,   \
            doc                                                                                    \
    }

static const struct heng_param screen_params[] = {
    SHARE(unit_min_share, "least share of the indicators that a unit must have in a period"),
    SHARE(unit_max_zeros, "largest share of zeros among the values that a unit has in a period"),
    SHARE(indicator_min_share,
          "least share of the units that must have the indicator, over all periods together"),
    SHARE(indicator_max_zeros, "largest share of zeros among the indicator's values"),
    CHOICE(screen_options, first, "indicators", "indicators|units",
           "what is looked at first; the other then sees only what was not set aside"),
};
TABLE(screen, screen_options);

#define METHOD(def, doc) TEXT(stage_options, method, def, doc)
#define BY TEXT(stage_options, by, "", "attribute whose groups class_mean and class_median use")
#define MISSING(def, doc) CHOICE(stage_options, missing, def, "renormalise|fail|impute", doc)

static const struct heng_param impute_params[] = {
    METHOD("none", "how missing cells are filled"),
    BY,
};
TABLE(impute, stage_options);

static const struct heng_param treat_params[] = {
    METHOD("none", "how outliers and skew are tamed"),
};
TABLE(treat, stage_options);

static const struct heng_param normalise_params[] = {
    METHOD("minmax", "how indicators are brought to a common scale"),
    TEXT(stage_options, base, "each",
         "where ranges come from in a panel: each period, pooled (all periods), or one period"),
};
TABLE(normalise, stage_options);

static const struct heng_param weights_params[] = {
    METHOD("given", "how weights are found; a method or a script of scripts/weights"),
    CHOICE(stage_options, scope, "node", "node|index",
           "whether the method weighs the children of each node, or all indicators at once"),
};
TABLE(weights, stage_options);

static const struct heng_param aggregate_params[] = {
    METHOD("arithmetic", "how the children of a node become its score"),
    MISSING("renormalise", "where a child is missing: the others' weights are rescaled, the score "
                           "is missing too, or the child is set to the mean of its class"),
};
TABLE(aggregate, stage_options);

static const struct heng_param rank_params[] = {
    METHOD("rank", "how scores become ranks"),
};
TABLE(rank, stage_options);

static const struct heng_param impute_node_params[] = {
    METHOD("", "how this indicator's missing cells are filled; else as [impute] says"),
    BY,
};
TABLE(impute_node, stage_options);

static const struct heng_param treat_node_params[] = {
    METHOD("", "how this indicator's outliers are tamed; else as [treat] says"),
};
TABLE(treat_node, stage_options);

static const struct heng_param normalise_node_params[] = {
    METHOD("", "how this indicator is brought to the common scale; else as [normalise] says"),
    TEXT(stage_options, base, "",
         "where its range comes from in a panel; else as [normalise] says"),
};
TABLE(normalise_node, stage_options);

static const struct heng_param weights_node_params[] = {
    METHOD("", "how the children of this node are weighed; else as [weights] says"),
};
TABLE(weights_node, stage_options);

static const struct heng_param aggregate_node_params[] = {
    METHOD("", "how the children of this node become its score; else as [aggregate] says"),
    MISSING("", "what is done where a child is missing; else as [aggregate] says"),
};
TABLE(aggregate_node, stage_options);

static const struct heng_param analysis_params[] = {
    TEXT(analysis_options, method, NULL, "what is looked for; `heng list methods` shows them last"),
    NAMES(
        analysis_options, of, "",
        "columns: indicators, nodes of the index, or variables of the table; else all indicators"),
    CHOICE(analysis_options, data, "", "raw|imputed|treated|normalised",
           "stage at which indicators are looked at; else as suits the method"),
    TEXT(analysis_options, node, "",
         "node whose score it is about and within which the columns have their weights; else the "
         "index"),
    NAMES(analysis_options, by, "", "attributes that divide the units into groups, coarse to fine"),
    TEXT(analysis_options, population, "",
         "column with the size of each unit; else all count alike"),
    {"coordinates", HENG_NAMES, offsetof(struct analysis_options, coordinates), "", HENG_ANY, NULL,
     2, 2, NULL, "columns with the longitude and the latitude of each unit, in degrees"},
    CHOICE(analysis_options, scope, "class", "class|all",
           "whether each class is looked at by itself or all units together"),
    NAMES(analysis_options, periods, "all",
          "periods that are looked at: all, latest, or their names"),
};
TABLE(analysis, analysis_options);

static const struct heng_param rule_params[] = {
    CHOICE(
        rule_options, kind, NULL, "threshold|veto|cap|deduction|warning",
        "threshold: units where `when` is not true are not ranked; veto: those where it is true; "
        "cap, deduction: lower the score of `node` where it is true; warning: tells them"),
    TEXT(
        rule_options, when, NULL,
        "Lua condition over code, name, attributes, variables, indicators (raw values) and scores"),
    TEXT(rule_options, node, "", "cap, deduction: node whose score it acts on; else the index"),
    TEXT(rule_options, value, "",
         "cap: highest score; deduction: points; a number or a Lua expression over the same names"),
    NAMES(rule_options, class, "", "classes whose units it is for; else all"),
    TEXT(rule_options, reason, "", "why, in Chinese; else the condition"),
    TEXT(rule_options, reason_en, "", "why, in English; else the condition"),
};
TABLE(rule, rule_options);

static const struct heng_param tiers_params[] = {
    CHOICE(tiers_options, how, "natural", "natural|quantile|equal|given",
           "where the cuts between the scores of a class lie: natural breaks, the same number of "
           "units each, the same range of scores each, or at `limits`"),
    {"k", HENG_INT, offsetof(struct tiers_options, k), "5", 2, 20, NULL, 0, 0, NULL,
     "number of tiers"},
    {"labels", HENG_NAMES, offsetof(struct tiers_options, labels), "", HENG_ANY, NULL, 2, 20, NULL,
     "names of the tiers, best first; else 1, 2, 3 ..."},
    {"limits", HENG_REALS, offsetof(struct tiers_options, limits), "", HENG_ANY, NULL, 1, 19, NULL,
     "how = given: lowest score of each tier but the last, best first"},
};
TABLE(tiers, tiers_options);

#define SHARE_OF(member, doc)                                                                      \
    {                                                                                              \
#member, HENG_REAL, offsetof(struct panorama_options, member), "0.25", 0, 1, NULL, 0, 0,   \
            NULL, doc                                                                              \
    }

static const struct heng_param panorama_params[] = {
    SHARE_OF(top_share, "a strength: at most this share of the class is as good or better"),
    SHARE_OF(bottom_share, "a weakness: at most this share of the class is as bad or worse"),
    CHOICE(panorama_options, nodes, "all", "all|dimensions",
           "whether indicators are listed, too, or only what lies above them"),
};
TABLE(panorama, panorama_options);

static const struct heng_param selection_params[] = {
    TEXT(selection_options, script, "", "how cases are chosen: scripts/selections/NAME.lua"),
    TEXT(selection_options, period, "", "period that is looked at; else the latest"),
};
TABLE(selection, selection_options);

static const struct heng_param output_params[] = {
    TEXT(output_options, dir, "", "folder for the results; -o on the command line goes before it"),
    NAMES(output_options, formats, "csv, json", "what is written: csv, json"),
};
TABLE(output, output_options);

static const struct heng_param uncertainty_params[] = {
    {"replicates", HENG_INT, offsetof(struct uncertainty_options, replicates), "1000", 1, 10000000,
     NULL, 0, 0, NULL, "how many times the index is computed anew"},
    {"seed", HENG_INT, offsetof(struct uncertainty_options, seed), "1", 0, 9007199254740992.0, NULL,
     0, 0, NULL, "seed of the random numbers; the same seed gives the same bits"},
    {"top", HENG_INT, offsetof(struct uncertainty_options, top), "10", 1, 1000000, NULL, 0, 0, NULL,
     "top_share is the share of replicates in which a unit is among so many first ones"},
    CHOICE(uncertainty_options, weights, "none", "none|uniform|dirichlet",
           "noise on the weights, among siblings, of whatever method: each times 1 + U(-spread, "
           "spread) and rescaled, or Dirichlet about them"),
    {"weights_spread", HENG_REALS, offsetof(struct uncertainty_options, weights_spread), "", 0,
     1000000, NULL, 0, 0, NULL,
     "of uniform: up to 1, else 0.25; of dirichlet: the concentration, larger is narrower, else "
     "100; "
     "several: for the index's children, for theirs ..., the last for all deeper levels"},
    {"data_noise_observed", HENG_REAL, offsetof(struct uncertainty_options, data_noise_observed),
     "0", 0, 10, NULL, 0, 0, NULL,
     "noise on the values of the indicators that were observed: each times 1 + N(0, sd), this sd"},
    {"data_noise_imputed", HENG_REAL, offsetof(struct uncertainty_options, data_noise_imputed), "0",
     0, 10, NULL, 0, 0, NULL, "the same, on the values that [impute] has filled in"},
    CHOICE(uncertainty_options, leave_out, "none", "none|indicators|dimensions",
           "whether nothing or one of these, each as likely, is left out of the index"),
    {"solid", HENG_INT, offsetof(struct uncertainty_options, solid), "2", 0, 1000000, NULL, 0, 0,
     NULL, "a rank is solid where 90 % of the replicates lie within so many places"},
    FLAG(uncertainty_options, possible, "yes",
         "possible.csv: what ranks the weights can give that weights = uniform allows, exactly; "
         "where "
         "scores are linear in the weights, for classes of up to 200 units"),
    TEXT(uncertainty_options, design, "",
         "CSV whose rows are the replicates and whose columns are the keys (SECTION.KEY, as after "
         "vary.) that they set; instead of everything that is drawn"),
    FLAG(uncertainty_options, keep_replicates, "no",
         "whether replicates.csv is written, score and rank of every unit in every replicate, and "
         "settings.csv, what was drawn for it; with design replicates.csv always is"),
};
TABLE(uncertainty, uncertainty_options);

static const struct heng_param sensitivity_params[] = {
    {"samples", HENG_INT, offsetof(struct sensitivity_options, samples), "200", 0, 1000000, NULL, 0,
     0, NULL,
     "samples of Saltelli's design, each as many replicates as there are factors and two; 0: none"},
    {"resamples", HENG_INT, offsetof(struct sensitivity_options, resamples), "500", 0, 100000, NULL,
     0, 0, NULL, "bootstrap resamples for the 95 % intervals; 0: no intervals"},
    NAMES(sensitivity_options, units, "",
          "codes of units of whose own ranks the indices are wanted too"),
};
TABLE(sensitivity, sensitivity_options);

const char *profile_varied(const char *key)
{
    return strncmp(key, "vary.", 5) == 0 ? key + 5 : NULL;
}

const struct section_kind section_kinds[] = {
    {"profile", "What the profile is called and what it builds on.", &profile_keys, false, false},
    {"data", "The table.", &data_keys, false, false},
    {"data.NAME", "A further table, joined on unit (and period).", &data_keys, false, false},
    {"units", "Which units take part.", &units_keys, false, false},
    {"class", "Classes of units that are ranked apart; further keys label them: value = label.",
     &class_keys, false, true},
    {"derive", "Further columns, each a Lua expression: variable = expression.", NULL, false, true},
    {"index", "What the index consists of; further keys are the parameters of its script.",
     &index_keys, true, false},
    {"dimension.ID", "One dimension; further keys are the parameters of its plugin.",
     &dimension_keys, true, false},
    {"indicator.ID", "One indicator.", &indicator_keys, false, false},
    {"screen", "Setting aside units and indicators with few data or many zeros.", &screen_keys,
     false, false},
    {"impute", "Filling missing cells; further keys are the method's parameters.", &impute_keys,
     true, false},
    {"impute.NODE", "The same for one indicator, or for those below one node.", &impute_node_keys,
     true, false},
    {"treat", "Treating outliers; further keys are the method's parameters.", &treat_keys, true,
     false},
    {"treat.NODE", "The same for one indicator, or for those below one node.", &treat_node_keys,
     true, false},
    {"normalise", "Bringing indicators to one scale; further keys are the method's parameters.",
     &normalise_keys, true, false},
    {"normalise.NODE", "The same for one indicator, or for those below one node.",
     &normalise_node_keys, true, false},
    {"weights", "Weighing; further keys are the parameters of the method or script.", &weights_keys,
     true, false},
    {"weights.NODE", "The same for the children of one node.", &weights_node_keys, true, false},
    {"aggregate", "Aggregating up the tree; further keys are the method's parameters.",
     &aggregate_keys, true, false},
    {"aggregate.NODE", "The same for one node.", &aggregate_node_keys, true, false},
    {"rank", "Ranking; further keys are the method's parameters.", &rank_keys, true, false},
    {"rule.NAME",
     "A rule that units are held to before they are ranked; rules apply in the order of the "
     "profile.",
     &rule_keys, false, false},
    {"tiers", "Tiers of the ranked units of each class, by score.", &tiers_keys, false, false},
    {"panorama", "Rank, strengths and weaknesses of every unit in every node: panorama.csv.",
     &panorama_keys, false, false},
    {"analysis.NAME",
     "One analysis, written to analysis-NAME.csv; further keys are the method's parameters.",
     &analysis_keys, true, false},
    {"selection",
     "Cases chosen by a script: selection.csv; further keys are the script's parameters.",
     &selection_keys, true, false},
    {"uncertainty",
     "What heng robust varies; further keys: vary.SECTION.KEY = a, b (or a | b), uniform(a, b), "
     "integer(a, b), normal(m, s).",
     &uncertainty_keys, true, false},
    {"sensitivity", "Which varied factor moves ranks most, by heng robust: sensitivity.csv.",
     &sensitivity_keys, false, false},
    {"output", "Where the results go and in which formats.", &output_keys, false, false},
};
const size_t n_section_kinds = sizeof section_kinds / sizeof *section_kinds;

bool data_delimiter(const char *text, char *delimiter)
{
    static const struct {
        const char *name;
        char c;
    } names[] = {
        {"auto", '\0'}, {"", '\0'}, {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'},
        {"pipe", '|'},  {",", ','}, {";", ';'},     {"|", '|'},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i].name) == 0) {
            *delimiter = names[i].c;
            return true;
        }
    return false;
}
