/* SPDX-License-Identifier: MIT */
/* The fixed sections of a profile, as tables: checks, help and docs are all read from here. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "config/profile.h"

#define WEIGHT(type, doc) HENG_PARAM_REAL(type, weight, "", 0, HENG_NO_MAX, NULL, doc)

#define TABLE(name, type)                                                                          \
    const struct param_table name##_keys = PARAM_TABLE(name##_params, struct type)

static const struct heng_param profile_params[] = {
    HENG_PARAM_TEXT(struct profile_options, title, "", "title of the ranking, in Chinese"),
    HENG_PARAM_TEXT(struct profile_options, title_en, "", "title of the ranking, in English"),
    HENG_PARAM_CHOICE(struct profile_options, language, "zh", "zh|en",
                      "language of titles in the league table and the outputs"),
    HENG_PARAM_TEXT(
        struct profile_options, extends, "",
        "profile that this one builds on, relative to this file; its keys hold unless set here"),
    HENG_PARAM_TEXT(struct profile_options, edition, "",
                    "edition of the ranking, for example 2024"),
    HENG_PARAM_TEXT(struct profile_options, note, "", "remark that is carried into the outputs"),
    HENG_PARAM_FLAG(struct profile_options, synthetic, "no",
                    "whether the data are made up; every output then says so"),
    HENG_PARAM_NAMES(struct profile_options, plugins, "", 0, 0,
                     "further folders to look for plugins in, relative to this file"),
    HENG_PARAM_NAMES(struct profile_options, scripts, "", 0, 0,
                     "further folders to look for scripts in, relative to this file"),
    HENG_PARAM_REAL(struct profile_options, worker_seconds, "5", 0.05, 86400, "s",
                    "time that a plugin or script may take; one that takes longer is stopped"),
    HENG_PARAM_INT(struct profile_options, worker_memory_mb, "300", 16, 1 << 20, "MiB",
                   "memory that a plugin or script may take beyond the data"),
    HENG_PARAM_INT(struct profile_options, worker_output_kb, "1024", 1, 1 << 20, "KiB",
                   "longest description or report that a plugin or script may send"),
};
TABLE(profile, profile_options);

static const struct heng_param data_params[] = {
    HENG_PARAM_TEXT(struct data_options, path, NULL, "file of the table, relative to this file"),
    HENG_PARAM_TEXT(struct data_options, source, "csv", "kind of file; csv is built in"),
    HENG_PARAM_TEXT(struct data_options, unit, "",
                    "column with the code of each unit; else the first column"),
    HENG_PARAM_TEXT(struct data_options, name, "",
                    "column with the name of each unit; else the code is the name"),
    HENG_PARAM_TEXT(struct data_options, period, "",
                    "column with the period of each row; else there is one period"),
    HENG_PARAM_TEXT(struct data_options, encoding, "auto",
                    "auto, utf-8, gb18030 (GBK, GB2312), windows-1252 or another that `iconv -l` "
                    "lists"),
    HENG_PARAM_TEXT(struct data_options, delimiter, "auto", "auto, comma, semicolon, tab or pipe"),
    HENG_PARAM_CHOICE(struct data_options, decimal, "point", "point|comma",
                      "decimal sign of the numbers"),
    HENG_PARAM_FLAG(
        struct data_options, thousands, "no",
        "whether numbers have thousands separators: 1,234.5 (decimal = comma: 1.234,5)"),
    HENG_PARAM_NAMES(struct data_options, missing, "", 0, 0,
                     "marks of a missing cell; else the usual ones, such as NA, -, ... and *"),
    HENG_PARAM_TEXT(
        struct data_options, below_unit, "\xe2\x80\xa6",
        "mark for \"below the smallest unit of the table\", read as 0; none: no such mark"),
    HENG_PARAM_NAMES(struct data_options, text, "", 0, 0,
                     "columns that are attributes even if they look like numbers"),
    HENG_PARAM_NAMES(struct data_options, ignore, "", 0, 0, "columns to leave out, unread"),
    HENG_PARAM_INT(struct data_options, header_rows, "1", 1, 100, NULL,
                   "lines before the first unit; the last of them holds the column names"),
};
TABLE(data, data_options);

static const struct heng_param units_params[] = {
    HENG_PARAM_TEXT(
        struct units_options, where, "",
        "Lua condition over code, name, attributes and variables; the other units are left out"),
};
TABLE(units, units_options);

static const struct heng_param class_params[] = {
    HENG_PARAM_TEXT(struct class_options, by, "",
                    "attribute whose values divide the units into classes that are ranked apart"),
    HENG_PARAM_CHOICE(struct class_options, scale, "own", "own|common",
                      "whether ranges and weights are taken from each class or from all units"),
};
TABLE(class, class_options);

static const struct heng_param index_params[] = {
    HENG_PARAM_TEXT(struct index_options, id, "",
                    "id of the index, the root of the tree; else that of the script"),
    HENG_PARAM_TEXT(struct index_options, title, "", "title of the index, in Chinese"),
    HENG_PARAM_TEXT(struct index_options, title_en, "", "title of the index, in English"),
    HENG_PARAM_NAMES(struct index_options, dimensions, "", 0, 0,
                     "dimensions of the index, plugins or [dimension.ID]"),
    HENG_PARAM_TEXT(struct index_options, script, "",
                    "thematic index, scripts/indices/NAME.lua, instead of dimensions"),
    HENG_PARAM_TEXT(
        struct index_options, tree, "",
        "CSV file with the columns of COINr's iMeta instead of dimensions, relative to this file"),
};
TABLE(index, index_options);

static const struct heng_param dimension_params[] = {
    HENG_PARAM_TEXT(struct dimension_options, plugin, "",
                    "plugin that computes it; else the one named like the id, if there is one"),
    HENG_PARAM_TEXT(struct dimension_options, title, "", "title in Chinese; else the plugin's"),
    HENG_PARAM_TEXT(struct dimension_options, title_en, "", "title in English; else the plugin's"),
    WEIGHT(struct dimension_options, "weight among its siblings; else 1"),
    HENG_PARAM_TEXT(struct dimension_options, parent, "", "node it belongs to; else the index"),
    HENG_PARAM_NAMES(
        struct dimension_options, indicators, "", 0, 0,
        "indicators it consists of, of the plugin or of [indicator.ID]; else all of the plugin"),
};
TABLE(dimension, dimension_options);

static const struct heng_param indicator_params[] = {
    HENG_PARAM_TEXT(
        struct indicator_options, formula, "",
        "Lua expression over the columns of the table; else the column named like the id"),
    HENG_PARAM_TEXT(struct indicator_options, title, "", "title in Chinese"),
    HENG_PARAM_TEXT(struct indicator_options, title_en, "", "title in English"),
    HENG_PARAM_TEXT(struct indicator_options, unit, "", "unit of the indicator's values"),
    HENG_PARAM_CHOICE(
        struct indicator_options, direction, "default", "default|positive|negative|target|interval",
        "whether more is better; default: as the plugin or script says, else positive; target, "
        "interval: the nearer to best the better; what is normalised is the deviation from it"),
    WEIGHT(struct indicator_options,
           "weight among its siblings; else that of the plugin or script, or 1"),
    HENG_PARAM_REALS(
        struct indicator_options, goalposts, "", HENG_NO_MIN, HENG_NO_MAX, 2, 3, NULL,
        "lowest and highest value for normalising, in the indicator's unit, then a target; with "
        "direction = target or interval, those of the deviation"),
    HENG_PARAM_REALS(
        struct indicator_options, best, "", HENG_NO_MIN, HENG_NO_MAX, 1, 2, NULL,
        "direction = target: the best value c, the deviation is max(0, |x - c| - tolerance); "
        "interval: best from a to b, it is a - x below, x - b above, 0 between"),
    HENG_PARAM_REAL(struct indicator_options, tolerance, "0", 0, INFINITY, NULL,
                    "direction = target: so far from best is as good as best"),
    HENG_PARAM_REALS(
        struct indicator_options, worst, "", HENG_NO_MIN, HENG_NO_MAX, 2, 2, NULL,
        "direction = interval: lo below a and hi above b, where the deviation reaches 1 and stays: "
        "(a - x) / (a - lo), (x - b) / (hi - b); goalposts are then 0, 1 unless given"),
    HENG_PARAM_CHOICE(struct indicator_options, transform, "default", "default|none|ln|log10|sqrt",
                      "function applied before treating and normalising"),
    HENG_PARAM_TEXT(struct indicator_options, per, "",
                    "column to divide by, for example a population"),
};
TABLE(indicator, indicator_options);

#define SHARE(member, doc) HENG_PARAM_REAL(struct screen_options, member, "", 0, 1, NULL, doc)

static const struct heng_param screen_params[] = {
    SHARE(unit_min_share, "least share of the indicators that a unit must have in a period"),
    SHARE(unit_max_zeros, "largest share of zeros among the values that a unit has in a period"),
    SHARE(indicator_min_share,
          "least share of the units that must have the indicator, over all periods together"),
    SHARE(indicator_max_zeros, "largest share of zeros among the indicator's values"),
    HENG_PARAM_CHOICE(struct screen_options, first, "indicators", "indicators|units",
                      "what is looked at first; the other then sees only what was not set aside"),
};
TABLE(screen, screen_options);

#define METHOD(def, doc) HENG_PARAM_TEXT(struct stage_options, method, def, doc)
#define BY                                                                                         \
    HENG_PARAM_TEXT(struct stage_options, by, "",                                                  \
                    "attribute whose groups class_mean and class_median use")
#define MISSING(def, doc)                                                                          \
    HENG_PARAM_CHOICE(struct stage_options, missing, def, "renormalise|fail|impute", doc)

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
    HENG_PARAM_TEXT(
        struct stage_options, base, "each",
        "where ranges come from in a panel: each period, pooled (all periods), or one period"),
};
TABLE(normalise, stage_options);

static const struct heng_param weights_params[] = {
    METHOD("given", "how weights are found; a method or a script of scripts/weights"),
    HENG_PARAM_CHOICE(
        struct stage_options, scope, "node", "node|index",
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
    {"tolerance", HENG_REAL, offsetof(struct stage_options, level.tolerance), "1e-12", 0, 0.01,
     NULL, 0, 0, NULL,
     "scores within this share of the largest score of their class from the best of a group share "
     "its rank; 0: only the same number does"},
    {"decimals", HENG_INT, offsetof(struct stage_options, level.decimals), "-1", -1,
     LEVEL_DECIMALS_MAX, NULL, 0, 0, NULL,
     "instead: scores are ranked as rounded to so many decimals; -1: they are not"},
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
    HENG_PARAM_TEXT(struct stage_options, base, "",
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
    HENG_PARAM_TEXT(struct analysis_options, method, NULL,
                    "what is looked for; `heng list methods` shows them last"),
    HENG_PARAM_NAMES(
        struct analysis_options, of, "", 0, 0,
        "columns: indicators, nodes of the index, or variables of the table; else all indicators"),
    HENG_PARAM_CHOICE(struct analysis_options, data, "", "raw|imputed|treated|normalised",
                      "stage at which indicators are looked at; else as suits the method"),
    HENG_PARAM_TEXT(
        struct analysis_options, node, "",
        "node whose score it is about and within which the columns have their weights; else the "
        "index"),
    HENG_PARAM_NAMES(struct analysis_options, by, "", 0, 0,
                     "attributes that divide the units into groups, coarse to fine"),
    HENG_PARAM_TEXT(struct analysis_options, population, "",
                    "column with the size of each unit; else all count alike"),
    HENG_PARAM_NAMES(struct analysis_options, coordinates, "", 2, 2,
                     "columns with the longitude and the latitude of each unit, in degrees"),
    HENG_PARAM_CHOICE(struct analysis_options, scope, "class", "class|all",
                      "whether each class is looked at by itself or all units together"),
    HENG_PARAM_NAMES(struct analysis_options, periods, "all", 0, 0,
                     "periods that are looked at: all, latest, or their names"),
};
TABLE(analysis, analysis_options);

static const struct heng_param rule_params[] = {
    HENG_PARAM_CHOICE(
        struct rule_options, kind, NULL, "threshold|veto|cap|deduction|warning",
        "threshold: units where `when` is not true are not ranked; veto: those where it is true; "
        "cap, deduction: lower the score of `node` where it is true; warning: tells them"),
    HENG_PARAM_TEXT(
        struct rule_options, when, NULL,
        "Lua condition over code, name, attributes, variables, indicators (raw values) and scores"),
    HENG_PARAM_TEXT(struct rule_options, node, "",
                    "cap, deduction: node whose score it acts on; else the index"),
    HENG_PARAM_TEXT(
        struct rule_options, value, "",
        "cap: highest score; deduction: points; a number or a Lua expression over the same names"),
    HENG_PARAM_NAMES(struct rule_options, class, "", 0, 0,
                     "classes whose units it is for; else all"),
    HENG_PARAM_TEXT(struct rule_options, reason, "", "why, in Chinese; else the condition"),
    HENG_PARAM_TEXT(struct rule_options, reason_en, "", "why, in English; else the condition"),
};
TABLE(rule, rule_options);

static const struct heng_param tiers_params[] = {
    HENG_PARAM_CHOICE(
        struct tiers_options, how, "natural", "natural|quantile|equal|given",
        "where the cuts between the scores of a class lie: natural breaks, the same number of "
        "units each, the same range of scores each, or at `limits`"),
    HENG_PARAM_INT(struct tiers_options, k, "5", 2, 20, NULL, "number of tiers"),
    HENG_PARAM_NAMES(struct tiers_options, labels, "", 2, 20,
                     "names of the tiers, best first; else 1, 2, 3 ..."),
    HENG_PARAM_REALS(struct tiers_options, limits, "", HENG_NO_MIN, HENG_NO_MAX, 1, 19, NULL,
                     "how = given: lowest score of each tier but the last, best first"),
};
TABLE(tiers, tiers_options);

#define SHARE_OF(member, doc)                                                                      \
    HENG_PARAM_REAL(struct panorama_options, member, "0.25", 0, 1, NULL, doc)

static const struct heng_param panorama_params[] = {
    SHARE_OF(top_share, "a strength: at most this share of the class is as good or better"),
    SHARE_OF(bottom_share, "a weakness: at most this share of the class is as bad or worse"),
    HENG_PARAM_CHOICE(struct panorama_options, nodes, "all", "all|dimensions",
                      "whether indicators are listed, too, or only what lies above them"),
};
TABLE(panorama, panorama_options);

static const struct heng_param selection_params[] = {
    HENG_PARAM_TEXT(struct selection_options, script, "",
                    "how cases are chosen: scripts/selections/NAME.lua"),
    HENG_PARAM_TEXT(struct selection_options, period, "",
                    "period that is looked at; else the latest"),
};
TABLE(selection, selection_options);

static const struct heng_param output_params[] = {
    HENG_PARAM_TEXT(struct output_options, dir, "",
                    "folder for the results; -o on the command line goes before it"),
    HENG_PARAM_NAMES(struct output_options, formats, "csv, json", 0, 0,
                     "what is written: csv, json"),
};
TABLE(output, output_options);

static const struct heng_param uncertainty_params[] = {
    HENG_PARAM_INT(struct uncertainty_options, replicates, "1000", 1, 10000000, NULL,
                   "how many times the index is computed anew"),
    HENG_PARAM_INT(struct uncertainty_options, seed, "1", 0, 9007199254740992.0, NULL,
                   "seed of the random numbers; the same seed gives the same bits"),
    HENG_PARAM_INT(
        struct uncertainty_options, top, "10", 1, 1000000, NULL,
        "top_share is the share of replicates in which a unit is among so many first ones"),
    HENG_PARAM_CHOICE(
        struct uncertainty_options, weights, "none", "none|uniform|dirichlet",
        "noise on the weights, among siblings, of whatever method: each times 1 + U(-spread, "
        "spread) and rescaled, or Dirichlet about them"),
    HENG_PARAM_REALS(
        struct uncertainty_options, weights_spread, "", 0, 1000000, 0, 0, NULL,
        "of uniform: up to 1, else 0.25; of dirichlet: the concentration, larger is narrower, else "
        "100; "
        "several: for the index's children, for theirs ..., the last for all deeper levels"),
    HENG_PARAM_REAL(struct uncertainty_options, data_noise_observed, "0", 0, 10, NULL,
                    "noise on the values of the indicators that were observed: each times 1 + N(0, "
                    "sd), this sd"),
    HENG_PARAM_REAL(struct uncertainty_options, data_noise_imputed, "0", 0, 10, NULL,
                    "the same, on the values that [impute] has filled in"),
    HENG_PARAM_CHOICE(struct uncertainty_options, leave_out, "none", "none|indicators|dimensions",
                      "whether nothing or one of these, each as likely, is left out of the index"),
    HENG_PARAM_INT(struct uncertainty_options, solid, "2", 0, 1000000, NULL,
                   "a rank is solid where 90 % of the replicates lie within so many places"),
    HENG_PARAM_FLAG(
        struct uncertainty_options, possible, "yes",
        "possible.csv: what ranks the weights can give that weights = uniform allows, exactly; "
        "where "
        "scores are linear in the weights, for classes of up to 200 units"),
    HENG_PARAM_TEXT(
        struct uncertainty_options, design, "",
        "CSV whose rows are the replicates and whose columns are the keys (SECTION.KEY, as after "
        "vary.) that they set; instead of everything that is drawn"),
    HENG_PARAM_FLAG(
        struct uncertainty_options, keep_replicates, "no",
        "whether replicates.csv is written, score and rank of every unit in every replicate, and "
        "settings.csv, what was drawn for it; with design replicates.csv always is"),
};
TABLE(uncertainty, uncertainty_options);

static const struct heng_param sensitivity_params[] = {
    HENG_PARAM_INT(struct sensitivity_options, samples, "200", 0, 1000000, NULL,
                   "samples of Saltelli's design, each as many replicates as there are factors and "
                   "two; 0: none"),
    HENG_PARAM_INT(struct sensitivity_options, resamples, "500", 0, 100000, NULL,
                   "bootstrap resamples for the 95 % intervals; 0: no intervals"),
    HENG_PARAM_NAMES(struct sensitivity_options, units, "", 0, 0,
                     "codes of units of whose own ranks the indices are wanted too"),
};
TABLE(sensitivity, sensitivity_options);

bool stage_options_equal(const struct stage_options *a, const struct stage_options *b)
{
    return text_equal(a->by, b->by) && text_equal(a->base, b->base) && a->scope == b->scope &&
           a->missing == b->missing && a->level.tolerance == b->level.tolerance &&
           a->level.decimals == b->level.decimals;
}

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
