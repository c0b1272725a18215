/* SPDX-License-Identifier: MIT */
/* The sections of a profile as one table: what their keys can change, where they are bound. */
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "config/sections_internal.h"

/*
 * The sections. ONE(its name, also of its keys and of its member of struct fixed_sections, effect
 * of further keys, whose they are, doc) stands once in a profile and is bound into a plan's struct
 * fixed_sections. MANY and NODES are bound where what they say is looked at: ids of MANY are the
 * user's own, those of NODES are nodes of the index, with which they come and go.
 */
#define ONE(table, further, whose, doc)                                                            \
    {                                                                                              \
#table, doc, &table##_keys, EFFECT_##further, FURTHER_##whose, false,                      \
            offsetof(struct fixed_sections, table)                                                 \
    }
#define MANY(name, keys, further, whose, doc)                                                      \
    {                                                                                              \
        name, doc, keys, EFFECT_##further, FURTHER_##whose, false, NONE                            \
    }
#define NODES(name, table, further, whose, doc)                                                    \
    {                                                                                              \
        name, doc, &table##_keys, EFFECT_##further, FURTHER_##whose, true, NONE                    \
    }

const struct section_kind section_kinds[] = {
    ONE(profile, UNKNOWN, NO, "What the profile is called and what it builds on."),
    MANY("data", &data_keys, SOURCES, PARAMS,
         "The table; further keys are the parameters of its source."),
    MANY("data.NAME", &data_keys, SOURCES, PARAMS, "A further table, joined on unit (and period)."),
    MANY("columns", NULL, SOURCES, USERS,
         "Columns of [data] by what their headers say: name = pattern, in which * is anything."),
    MANY("columns.NAME", NULL, SOURCES, USERS, "The same of [data.NAME]."),
    MANY("units", &units_keys, UNKNOWN, NO, "Which units take part."),
    ONE(class, WORDS, USERS,
        "Classes of units that are ranked apart; further keys label them: value = label."),
    MANY("derive", NULL, DATA, USERS,
         "Further columns, each an expression: variable = expression."),
    ONE(index, INDICATORS, PARAMS,
        "What the index consists of; further keys are the parameters of its script."),
    NODES("dimension.ID", dimension, INDICATORS, PARAMS,
          "One dimension; further keys are the parameters of its plugin."),
    NODES("indicator.ID", indicator, UNKNOWN, NO, "One indicator."),
    ONE(screen, UNKNOWN, NO, "Setting aside units and indicators with few data or many zeros."),
    MANY("impute", &impute_keys, DATA, PARAMS,
         "Filling missing cells; further keys are the method's parameters."),
    NODES("impute.NODE", impute_node, DATA, PARAMS,
          "The same for one indicator, or for those below one node."),
    MANY("treat", &treat_keys, GOALPOSTS, PARAMS,
         "Treating outliers; further keys are the method's parameters."),
    NODES("treat.NODE", treat_node, GOALPOSTS, PARAMS,
          "The same for one indicator, or for those below one node."),
    MANY("normalise", &normalise_keys, GOALPOSTS, PARAMS,
         "Bringing indicators to one scale; further keys are the method's parameters."),
    NODES("normalise.NODE", normalise_node, GOALPOSTS, PARAMS,
          "The same for one indicator, or for those below one node."),
    MANY("weights", &weights_keys, WEIGHTS, PARAMS,
         "Weighing; further keys are the parameters of the method or script."),
    NODES("weights.NODE", weights_node, WEIGHTS, PARAMS, "The same for the children of one node."),
    MANY("aggregate", &aggregate_keys, AGGREGATION, PARAMS,
         "Aggregating up the tree; further keys are the method's parameters."),
    NODES("aggregate.NODE", aggregate_node, AGGREGATION, PARAMS, "The same for one node."),
    MANY("rank", &rank_keys, AGGREGATION, PARAMS,
         "Ranking; further keys are the method's parameters."),
    MANY("rule.NAME", &rule_keys, UNKNOWN, NO,
         "A rule that units are held to before they are ranked; rules apply in the order of the "
         "profile."),
    ONE(tiers, UNKNOWN, NO, "Tiers of the ranked units of each class, by score."),
    ONE(panorama, UNKNOWN, NO,
        "Rank, strengths and weaknesses of every unit in every node: panorama.csv."),
    MANY("analysis.NAME", &analysis_keys, FINDINGS, PARAMS,
         "One analysis, written to analysis-NAME.csv; further keys are the method's parameters."),
    ONE(selection, FINDINGS, PARAMS,
        "Cases chosen by a script: selection.csv; further keys are the script's parameters."),
    ONE(uncertainty, REPLICATES, PARAMS,
        "What heng robust varies; further keys: vary.SECTION.KEY = a, b (or a | b), uniform(a, b), "
        "integer(a, b), normal(m, s)."),
    ONE(sensitivity, UNKNOWN, NO,
        "Which varied factor moves ranks most, by heng robust: sensitivity.csv."),
    ONE(output, UNKNOWN, NO, "Where the results go and in which formats."),
    ONE(report, WORDS, PARAMS,
        "What heng report makes of the results: pages for people; further keys: text.SECTION = "
        "file.md, text_en.SECTION = file.md."),
    MANY("chapter.NAME", &chapter_keys, WORDS, PARAMS,
         "A chapter of a book: a profile of chapters and [report], which only heng report takes; "
         "further keys: text.SECTION = file.md, text_en.SECTION = file.md."),
};
const size_t n_section_kinds = sizeof section_kinds / sizeof *section_kinds;

const struct section_kind *section_kind(const char *name)
{
    if (kind_has_id(name) && !name[kind_length(name) + 1])
        return NULL;
    for (size_t i = 0; i < n_section_kinds; i++)
        if (kind_equal(section_kinds[i].name, name) &&
            kind_has_id(section_kinds[i].name) == kind_has_id(name))
            return &section_kinds[i];
    return NULL;
}

enum key_effect section_key_effect(const struct section_kind *kind, const char *key)
{
    const struct heng_param *p = kind->keys ? param_find(kind->keys, key) : NULL;
    return p ? ((const struct section_key *)(const void *)p)->effect : kind->further_effect;
}

enum key_effect key_effect(const char *section, const char *key)
{
    const struct section_kind *kind = section_kind(section);
    return kind ? section_key_effect(kind, key) : EFFECT_UNKNOWN;
}

enum base_kind base_kind(const char *base)
{
    if (!base || !*base || strcmp(base, "each") == 0)
        return BASE_EACH;
    return strcmp(base, "pooled") == 0 ? BASE_POOLED : BASE_PERIOD;
}

const char *profile_text_key(const char *key)
{
    static const char *const prefixes[] = {"text.", "text_en."};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        const size_t n = strlen(prefixes[i]);
        if (strncmp(key, prefixes[i], n) == 0 && key[n])
            return key + n;
    }
    return NULL;
}

const char *profile_varied(const char *key)
{
    return strncmp(key, "vary.", 5) == 0 ? key + 5 : NULL;
}

int data_thousands(const char *text, bool *point)
{
    static const struct {
        const char *name;
        int kind;
    } names[] = {{"", 0},           {"no", 0},   {"false", 0},  {"0", 0},
                 {"yes", 1},        {"true", 1}, {"1", 1},      {"comma", 1},
                 {",", 1},          {".", 1},    {"point", 1},  {"space", 2},
                 {"apostrophe", 3}, {"'", 3},    {"\u2019", 3}, {"indian", 4}};
    *point = strcmp(text, "point") == 0 || strcmp(text, ".") == 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].name, text) == 0)
            return names[i].kind;
    return -1;
}

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
