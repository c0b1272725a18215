/* SPDX-License-Identifier: MIT */
/* heng list [dimensions|methods|scripts|profiles|keys|audit|NAME]: what there is, from the
 * descriptors.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "audit/audit.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/list.h"
#include "cli/speak.h"
#include "cli/words.h"
#include "lua/expression.h"
#include "plan/catalogue.h"
#include "report/content.h"
#include "report/facts.h"
#include "report/report.h"

enum { LABEL_WIDTH = 10 };

/* ---- the lists: false when memory runs out ------------------------------------------- */

static bool list_dimensions(const struct catalogue *c)
{
    say("dimensions ([dimension.ID] plugin = NAME)\n");
    for (size_t i = 0; i < c->n_plugins; i++)
        for (size_t k = 0; k < c->plugins[i]->n_dimensions; k++) {
            const struct heng_dimension *d = c->plugins[i]->dimensions[k];
            list_item(d->name, d->title_zh, d->summary);
        }
    return true;
}

/* The stages as the chapters of a handbook. */
static const char *const chapters[] = {
    [HENG_IMPUTE] = "imputation of missing data ([impute] method = NAME)",
    [HENG_TREAT] = "treatment of outliers and skew ([treat] method = NAME)",
    [HENG_NORMALISE] = "normalisation ([normalise] method = NAME)",
    [HENG_WEIGHTS] = "weighting ([weights] method = NAME)",
    [HENG_AGGREGATE] = "aggregation ([aggregate] method = NAME)",
    [HENG_RANK] = "ranking ([rank] method = NAME)",
    [HENG_ANALYSE] = "analysis of data and scores ([analysis.ANY] method = NAME)",
};

/* The methods of one stage; how many. */
static size_t list_stage(const struct catalogue *c, const char *name)
{
    const struct method *m;
    size_t n = 0;
    for (size_t i = 0; (m = registry_at(c->registry, i)); i++) {
        if (strcmp(stage_name(m->desc->stage), name) != 0)
            continue;
        if (!n++)
            print_phrase(chapters[m->desc->stage], "\n");
        list_item(m->desc->name, m->desc->title_zh, m->desc->summary);
    }
    return n;
}

static bool list_methods(const struct catalogue *c)
{
    const struct method *m;
    enum heng_stage stage = 0;
    say("methods\n");
    for (size_t i = 0; (m = registry_at(c->registry, i)); i++) {
        if (m->desc->stage != stage) {
            say(" %s: ", stage_name(m->desc->stage));
            print_phrase(chapters[m->desc->stage], "\n");
        }
        stage = m->desc->stage;
        list_item(m->desc->name, m->desc->title_zh, m->desc->summary);
    }
    return true;
}

static bool list_scripts(const struct catalogue *c)
{
    const struct method *m;
    say("indices ([index] script = NAME)\n");
    for (size_t i = 0; i < c->n_indices; i++)
        list_item(c->indices[i]->name, c->indices[i]->title, c->indices[i]->title_en);
    say("weighting formulas ([weights] method = NAME)\n");
    for (size_t i = 0; (m = registry_at(c->registry, i)); i++)
        if (m->desc->stage == HENG_WEIGHTS && !method_is_core(m))
            list_item(m->desc->name, m->desc->title_zh, m->desc->title_en);
    say("selections of cases ([selection] script = NAME)\n");
    for (size_t i = 0; i < c->n_selections; i++)
        list_item(c->selections[i]->name, c->selections[i]->title, c->selections[i]->title_en);
    return true;
}

static bool list_profiles(const struct catalogue *c)
{
    say("profiles (heng run FILE)\n");
    for (size_t i = 0; i < c->n_profiles; i++)
        list_item(path_base(c->profiles[i].path), c->profiles[i].title, c->profiles[i].title_en);
    return true;
}

static bool list_section(const struct section_kind *s)
{
    bool whole = true;
    say("[%s] ", s->name);
    print_phrase(s->doc, "\n");
    for (size_t k = 0; whole && s->keys && k < s->keys->n; k++) {
        say("    ");
        whole = list_param_line(param_at(s->keys, k));
    }
    return whole;
}

static bool list_keys(const struct catalogue *c)
{
    bool whole = true;
    (void)c;
    for (size_t i = 0; whole && i < n_section_kinds; i++) {
        if (i)
            putchar('\n');
        whole = list_section(&section_kinds[i]);
    }
    return whole;
}

static bool list_formats(const struct catalogue *c)
{
    (void)c;
    say("formats of a run ([output] formats, heng run -f)\n");
    list_item("csv", "表格", "tables");
    list_item("json", "清单", "the manifest, run.json");
    list_item("sqlite", "数据库", "tables and manifest as one database, run.sqlite");
    say("formats of a report ([report] formats, heng report -f)\n");
    for (size_t i = 0; i < n_report_formats; i++)
        list_item(report_formats[i].name, report_formats[i].file, report_formats[i].summary);
    say("sections of a report ([report] sections)\n");
    for (size_t i = 0; i < n_report_sections; i++)
        list_item(report_sections[i].name, report_sections[i].title, report_sections[i].summary);
    return true;
}

static bool list_audit(const struct catalogue *c)
{
    (void)c;
    say("what an audit finds (heng check PROFILE --audit)\n");
    for (size_t k = 0; k < AUDIT_KINDS; k++) {
        const struct audit_rule *rule = &audit_rules[k];
        list_item(rule->name, rule->title[LANGUAGE_ZH], rule->title[LANGUAGE_EN]);
        list_label("", rule->looks[LANGUAGE_EN]);
        list_label("", rule->remedy[LANGUAGE_EN]);
        list_label("source", rule->source);
    }
    return true;
}

static bool list_facts(const struct catalogue *c)
{
    const struct expression_host_function *f;
    (void)c;
    say("facts of a report's texts: {= name(1) } (and all functions of one value)\n");
    for (size_t i = 0; (f = fact_function(i)); i++)
        say("  %s%s%s%s\n      %s\n", f->name, f->arguments ? "(" : "",
            f->arguments ? f->arguments : "", f->arguments ? ")" : "", f->summary);
    return true;
}

static void function_line(const struct expression_function *f)
{
    say("  %s(%s)\n      %s%s\n", f->name, f->arguments, f->summary,
        f->traits & EXPRESSION_COLUMNS ? " [all units]" : "");
}

static bool list_functions(const struct catalogue *c)
{
    (void)c;
    say("functions of expressions: formula, [derive], where, when, value; [all units]: not where "
        "one "
        "unit is looked at\n");
    for (size_t i = 0; expression_function(i); i++)
        function_line(expression_function(i));
    return true;
}

static const struct {
    const char *name;
    bool (*list)(const struct catalogue *c); /* false when memory runs out */
} lists[] = {
    {"dimensions", list_dimensions}, {"methods", list_methods}, {"scripts", list_scripts},
    {"profiles", list_profiles},     {"keys", list_keys},       {"audit", list_audit},
    {"formats", list_formats},       {"sources", list_sources}, {"facts", list_facts},
    {"functions", list_functions},
};

enum { N_LISTS = sizeof lists / sizeof *lists, KEYS_LIST = 4 };

/* ---- one thing ------------------------------------------------------------------------ */

static void fields(const struct heng_method *d)
{
    for (size_t i = 0; i < d->analysis->n_fields; i++) {
        const struct heng_field *f = method_field(d, i);
        const char *unit = f->is_text ? "text" : f->unit;
        say("  %-*s %s%s%s%s: %s\n", LABEL_WIDTH, i ? "" : "finds", f->name, unit ? " (" : "",
            unit ? unit : "", unit ? ")" : "", f->doc);
    }
}

/* What an analysis looks at, and the keys that it cannot do without. */
static void needs(const struct heng_method *d)
{
    static const struct {
        unsigned trait;
        const char *text;
    } traits[] = {
        {HENG_OF_PERIODS, "two periods or more, looked at together"},
        {HENG_OF_GROUPS, "by = ATTRIBUTE"},
        {HENG_OF_PLACES, "coordinates = LONGITUDE, LATITUDE"},
        {HENG_OF_WEIGHTED, "columns with weights: nodes below the node"},
    };
    size_t n = 0;
    list_label("data", d->analysis->data == HENG_DATA_NORMALISED ? "normalised" : "raw");
    for (size_t i = 0; i < sizeof traits / sizeof *traits; i++)
        if (method_traits(d) & traits[i].trait)
            list_label(n++ ? "" : "needs", traits[i].text);
}

static bool show_method(const struct method *m)
{
    const struct heng_method *d = m->desc;
    struct param_table t = method_params(d);
    say("%s: %s, %s (method, stage %s)\n", d->name, d->title_zh, d->title_en, stage_name(d->stage));
    list_label("", d->summary);
    list_label("formula", d->formula);
    list_label("domain", d->domain);
    list_label("source", d->source);
    if (d->stage == HENG_ANALYSE) {
        needs(d);
        fields(d);
    }
    if (d->range)
        list_label("range", d->range);
    list_label("origin", m->origin);
    return list_params(&t);
}

static const char *direction_name(int d)
{
    return d < 0 ? "negative" : "positive";
}

static bool show_dimension(const struct plugin *p, const struct heng_dimension *d)
{
    struct param_table t = {d->params, d->n_params, d->param_stride, d->params_size};
    say("%s: %s, %s (dimension)\n", d->name, d->title_zh, d->title_en);
    list_label("", d->summary);
    for (size_t i = 0; i < d->n_inputs; i++)
        say("  %-10s %s (%s)%s %s, %s\n", i ? "" : "columns", d->inputs[i].name, d->inputs[i].unit,
            d->inputs[i].optional ? " optional:" : ":", d->inputs[i].title_zh,
            d->inputs[i].title_en);
    for (size_t i = 0; i < d->n_indicators; i++) {
        const struct heng_indicator *n = &d->indicators[i];
        say("  %-10s %s: %s, %s (%s, %s, weight %g)\n             = %s\n             %s\n",
            i ? "" : "indicators", n->id, n->title_zh, n->title_en, n->unit,
            direction_name(n->direction), n->weight, n->formula, n->source);
    }
    say("  %-10s %s %s, %s, %s\n", "origin", p->name, p->version, p->licence, p->path);
    return list_params(&t);
}

static bool show_script(const struct script *s)
{
    say("%s: %s, %s (%s%s)\n", s->name, s->title ? s->title : "", s->title_en ? s->title_en : "",
        s->kind == SCRIPT_SELECTION ? "selection" : "index",
        s->synthetic ? ", synthetic data" : "");
    list_label("", s->summary);
    if (s->kind == SCRIPT_SELECTION)
        list_label("rule", s->formula);
    list_label("note", s->note);
    list_label("source", s->source);
    for (size_t i = 0; i < s->n_needs; i++)
        list_label(i ? "" : "columns", s->needs[i]);
    for (size_t i = 0; i < s->n_optional; i++)
        list_label(i ? "" : "optional", s->optional[i]);
    for (size_t i = 0; i < s->n_attributes; i++)
        list_label(i ? "" : "attributes", s->attributes[i]);
    for (size_t i = 0; s->kind == SCRIPT_SELECTION && i < s->n_nodes; i++)
        say("  %-10s %s: %s, %s\n", i ? "" : "directions", s->nodes[i].id, s->nodes[i].title,
            s->nodes[i].title_en);
    for (size_t i = 0; i < s->n_indicators; i++) {
        const struct script_indicator *n = &s->indicators[i];
        say("  %-10s %s: %s, %s (%s, %s, weight %g)\n             = %s\n", i ? "" : "indicators",
            n->id, n->title ? n->title : "", n->title_en ? n->title_en : "", n->unit ? n->unit : "",
            direction_name(n->direction), n->weight, n->formula ? n->formula : "");
        if (n->source)
            say("             %s\n", n->source);
        if (n->doc)
            say("             %s\n", n->doc);
    }
    list_label("origin", s->path);
    return list_params(&s->params);
}

/* "normalise", "[normalise]", and "indicator" of [indicator.ID]. */
static bool is_section(const struct section_kind *s, const char *name)
{
    const size_t bracket = *name == '[', n = strlen(name) - 2 * bracket;
    const size_t head = strcspn(s->name, ".");
    if (bracket && (strlen(name) < 3 || name[strlen(name) - 1] != ']'))
        return false;
    return (n == strlen(s->name) || n == head) && strncmp(name + bracket, s->name, n) == 0;
}

static bool is_profile(const char *path, const char *name)
{
    const char *base = path_base(path);
    const size_t n = strlen(name);
    return strcmp(path, name) == 0 || strcmp(base, name) == 0 ||
           (strncmp(base, name, n) == 0 && strcmp(base + n, ".ini") == 0);
}

/* A stage, a section, a profile; *n counts. */
static bool show_group(const struct catalogue *c, const char *name, size_t *n)
{
    bool whole = true;
    *n += list_stage(c, name);
    for (size_t i = 0; i < n_section_kinds; i++)
        if (is_section(&section_kinds[i], name) && ++*n)
            whole = list_section(&section_kinds[i]) && whole;
    for (size_t i = 0; expression_function(i); i++)
        if (strcmp(expression_function(i)->name, name) == 0 && ++*n)
            function_line(expression_function(i));
    for (size_t i = 0; i < c->n_profiles; i++)
        if (is_profile(c->profiles[i].path, name) && ++*n) {
            list_item(path_base(c->profiles[i].path), c->profiles[i].title,
                      c->profiles[i].title_en);
            list_label("path", c->profiles[i].path);
        }
    return whole;
}

/* Whether a thing is called so, by its id or its title in either language. */
static bool is_called(const char *id, const char *zh, const char *en, const char *name)
{
    return strcmp(id, name) == 0 || (zh && strcmp(zh, name) == 0) ||
           (en && strcasecmp(en, name) == 0);
}

/* Everything of this name or title; *n counts. False when memory runs out. */
static bool show(const struct catalogue *c, const char *name, size_t *n)
{
    const struct method *m;
    bool whole = true;
    *n = 0;
    for (size_t i = 0; i < c->n_plugins; i++)
        for (size_t k = 0; k < c->plugins[i]->n_dimensions; k++) {
            const struct heng_dimension *d = c->plugins[i]->dimensions[k];
            if (is_called(d->name, d->title_zh, d->title_en, name) && ++*n)
                whole = show_dimension(c->plugins[i], d) && whole;
        }
    for (size_t i = 0; i < c->n_indices; i++) {
        const struct script *s = c->indices[i];
        if (is_called(s->name, s->title, s->title_en, name) && ++*n)
            whole = show_script(s) && whole;
    }
    for (size_t i = 0; i < c->n_selections; i++) {
        const struct script *s = c->selections[i];
        if (is_called(s->name, s->title, s->title_en, name) && ++*n)
            whole = show_script(s) && whole;
    }
    for (size_t i = 0; (m = registry_at(c->registry, i)); i++)
        if (is_called(m->desc->name, m->desc->title_zh, m->desc->title_en, name) && ++*n)
            whole = show_method(m) && whole;
    whole = list_source_called(c, name, n) && whole;
    return show_group(c, name, n) && whole;
}

/* Whether the word, a Chinese character or four letters at least, is in a title. */
static bool is_in_title(const char *title, const char *word)
{
    return strlen(word) >= ((unsigned char)*word < 0x80 ? 4 : 3) && title &&
           strcasestr(title, word) != NULL;
}

static void list_if(const char *id, const char *zh, const char *en, const char *word, size_t *n)
{
    if ((is_in_title(zh, word) || is_in_title(en, word)) && ++*n)
        list_item(id, zh, en);
}

/* A line for each thing with the word in its title; *n counts. */
static void list_by_word(const struct catalogue *c, const char *word, size_t *n)
{
    const struct method *m;
    for (size_t i = 0; i < c->n_plugins; i++)
        for (size_t k = 0; k < c->plugins[i]->n_dimensions; k++) {
            const struct heng_dimension *d = c->plugins[i]->dimensions[k];
            list_if(d->name, d->title_zh, d->title_en, word, n);
        }
    for (size_t i = 0; i < c->n_indices; i++)
        list_if(c->indices[i]->name, c->indices[i]->title, c->indices[i]->title_en, word, n);
    for (size_t i = 0; i < c->n_selections; i++)
        list_if(c->selections[i]->name, c->selections[i]->title, c->selections[i]->title_en, word,
                n);
    for (size_t i = 0; (m = registry_at(c->registry, i)); i++)
        list_if(m->desc->name, m->desc->title_zh, m->desc->title_en, word, n);
}

/* All names that could have been meant; NULL when memory runs out. */
static const char **all_names(const struct catalogue *c, size_t *n)
{
    const struct method *m;
    const char **names;
    size_t most = N_LISTS + c->n_indices + c->n_selections;
    for (size_t i = 0; registry_at(c->registry, i); i++)
        most++;
    for (size_t i = 0; i < c->n_plugins; i++)
        most += c->plugins[i]->n_dimensions + c->plugins[i]->n_sources;
    names = arena_array(c->arena, most, sizeof *names);
    *n = 0;
    if (!names)
        return NULL;
    for (size_t i = 0; (m = registry_at(c->registry, i)); i++)
        names[(*n)++] = m->desc->name;
    for (size_t i = 0; i < c->n_plugins; i++)
        for (size_t k = 0; k < c->plugins[i]->n_dimensions; k++)
            names[(*n)++] = c->plugins[i]->dimensions[k]->name;
    for (size_t i = 0; i < c->n_plugins; i++)
        for (size_t k = 0; k < c->plugins[i]->n_sources; k++)
            names[(*n)++] = c->plugins[i]->sources[k]->name;
    for (size_t i = 0; i < c->n_indices; i++)
        names[(*n)++] = c->indices[i]->name;
    for (size_t i = 0; i < c->n_selections; i++)
        names[(*n)++] = c->selections[i]->name;
    for (size_t i = 0; i < N_LISTS; i++)
        names[(*n)++] = lists[i].name;
    return names;
}

static int nothing(const struct catalogue *c, const char *name, struct error *e)
{
    size_t n;
    const char **names = all_names(c, &n), *near = names ? text_nearest(name, names, n) : NULL;
    return error_set(
        e, ERR_USAGE,
        "%s: no list, section, stage or profile, nor a dimension, method, source or script of "
        "this name or title%s",
        name, text_meant(near, (char[TEXT_MEANT_MAX]){0}));
}

static int print_lists(const struct catalogue *c, const char *name, struct error *e)
{
    bool whole = true;
    size_t n = 0;
    for (size_t i = 0; name && i < N_LISTS; i++)
        if (strcmp(lists[i].name, name) == 0 && ++n)
            whole = lists[i].list(c);
    if (name && !n)
        whole = show(c, name, &n);
    if (name && !n)
        list_by_word(c, name, &n);
    if (name && !n)
        return nothing(c, name, e);
    for (size_t i = 0; !name && whole && i < KEYS_LIST; i++) {
        if (i)
            putchar('\n');
        whole = lists[i].list(c);
    }
    if (!whole)
        return error_no_memory(e);
    if (!name)
        say("\nheng list NAME shows one of them; heng list keys the keys of a profile.\n");
    return OK;
}

static int print_completion(const struct arguments *a, const struct catalogue *c, struct error *e)
{
    const char *names[N_LISTS + 1] = {0};
    const struct completion w = {a->commands, names, c};
    for (size_t i = 0; i < N_LISTS; i++)
        names[i] = lists[i].name;
    return list_completion(&w, a->completion, e);
}

/* The codes of a profile's units, for completion. */
static int print_units(const struct arguments *a, struct error *e)
{
    struct plan *p;
    int status;
    if (!a->n_args)
        return error_set(e, ERR_USAGE,
                         "--units: the profile is missing; usage: heng list --units "
                         "PROFILE");
    status = load_plan(a, &p, e);
    for (size_t i = 0; !status && i < p->table->n_units; i++)
        print_text(p->table->codes[i], "\n");
    plan_free(p);
    return status;
}

static int run(const struct arguments *a, struct error *e)
{
    struct catalogue *c;
    int status;
    if (a->units)
        return print_units(a, e);
    if (a->manual) {
        list_manual(a->commands);
        return OK;
    }
    status = catalogue_new(a->plugins.v, a->plugins.n, a->scripts.v, a->scripts.n, a->jobs, &c, e);
    if (status)
        return status;
    status = a->completion ? print_completion(a, c, e)
                           : print_lists(c, a->n_args ? a->args[0] : NULL, e);
    print_messages("", &c->problems);
    if (!status && c->problems.n)
        status = error_set(e, ERR_PART, "%zu plugin%s or script%s cannot be used", c->problems.n,
                           c->problems.n == 1 ? "" : "s", c->problems.n == 1 ? "" : "s");
    catalogue_free(c);
    return status;
}

const struct command list_command = {
    "list",
    "list [KIND|NAME]",
    "dimensions, methods, scripts, profiles, keys, audit; or one by name",
    0,
    1,
    FLAG_PLUGINS | FLAG_SCRIPTS | FLAG_JOBS | FLAG_SHELL,
    run,
};
