/* SPDX-License-Identifier: MIT */
/* Which of a run's tables [output] asks for, and what it asks for that there is not. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "output/output_internal.h"

static const char *const formats[] = {"csv", "json", "sqlite"};
enum { N_FORMATS = sizeof formats / sizeof *formats };

bool output_is_format(const char *name)
{
    for (size_t i = 0; i < N_FORMATS; i++)
        if (strcmp(name, formats[i]) == 0)
            return true;
    return false;
}

/* A table is called as its file is, without .csv. */
static bool is_called(const char *file, const char *name)
{
    const size_t n = strlen(name);
    return strncmp(file, name, n) == 0 && strcmp(file + n, ".csv") == 0;
}

bool output_is_chosen(const struct plan *p, const char *file)
{
    const struct heng_names *tables = &p->fixed.output.tables;
    for (size_t i = 0; i < tables->n; i++)
        if (is_called(file, tables->v[i]))
            return true;
    return tables->n == 0;
}

bool output_has_units(const struct plan *p, char why[OUTPUT_WHY])
{
    const int64_t most = p->fixed.output.units_in_manifest;
    const bool chosen = output_is_chosen(p, "scores.csv");
    *why = '\0';
    if (!chosen)
        snprintf(why, OUTPUT_WHY, "[output] tables does not name scores");
    else if (p->table->n_units > (size_t)most)
        snprintf(why, OUTPUT_WHY, "%zu units, more than [output] units_in_manifest = %lld",
                 p->table->n_units, (long long)most);
    return !*why;
}

struct output *outputs_manifest(const struct outputs *out)
{
    for (size_t k = 0; k < out->n; k++)
        if (out->v[k].format && strcmp(out->v[k].format, "json") == 0)
            return &out->v[k];
    return NULL;
}

/* ---- what there is not ------------------------------------------------------------------------
 */

static const char *place_of(const struct plan *p, const char *key)
{
    struct profile_section *s = profile_section(p->profile, "output");
    const struct profile_key *k = s ? profile_key(s, key) : NULL;
    return k ? k->where : p->profile->path;
}

/* rule.NAME: any that begins so. */
static bool has_section(const struct plan *p, const char *name)
{
    const size_t n = strcspn(name, ".");
    for (size_t i = 0; i < p->profile->n_sections; i++) {
        const char *s = p->profile->sections[i].name;
        if (strncmp(s, name, n) == 0 && s[n] == name[n])
            return true;
    }
    return false;
}

static const struct output_table *find_table(const char *name)
{
    for (size_t k = 0; k < N_OUTPUT_TABLES; k++)
        if (output_tables[k].write && is_called(output_tables[k].name, name))
            return &output_tables[k];
    return NULL;
}

static bool is_analysis(const struct plan *p, const char *name)
{
    for (size_t k = 0; k < p->n_analyses; k++)
        if (is_called(p->analyses[k].file, name))
            return true;
    return false;
}

/* All tables that a run of the plan may have, by name; NULL: out of memory. */
static const char **table_names(const struct plan *p, size_t *n)
{
    const char **names = arena_array(p->arena, N_OUTPUT_TABLES + p->n_analyses, sizeof *names);
    *n = 0;
    for (size_t k = 0; names && k < N_OUTPUT_TABLES; k++)
        if (output_tables[k].write)
            names[(*n)++] = output_tables[k].name;
    for (size_t k = 0; names && k < p->n_analyses; k++)
        names[(*n)++] = p->analyses[k].file;
    for (size_t k = 0; k < *n; k++)
        if (!(names[k] = arena_printf(p->arena, "%.*s", (int)strlen(names[k]) - 4, names[k])))
            return NULL;
    return names;
}

static void refuse_table(struct plan *p, const char *where, const char *name)
{
    size_t n;
    const char **names = table_names(p, &n);
    const char *near = names ? text_nearest(name, names, n) : NULL;
    struct str list = {0};
    for (size_t k = 0; names && !near && k < n; k++)
        str_printf(&list, "%s%s", k ? ", " : "", names[k]);
    if (!names || list.failed) /* told as any arena's that is full */
        p->problems.lost++;
    else if (!near)
        messages_add(&p->problems, ERR_PROFILE,
                     "%s: [output] tables: %s: a run has no such table; there are %s", where, name,
                     list.s);
    else
        messages_add(&p->problems, ERR_PROFILE,
                     "%s: [output] tables: %s: a run has no such table; did you mean %s?", where,
                     name, near);
    str_fini(&list);
}

static void check_table(struct plan *p, const char *where, const char *name)
{
    const struct output_table *t = find_table(name);
    if (!t && !is_analysis(p, name))
        refuse_table(p, where, name);
    else if (t && t->section && !has_section(p, t->section))
        messages_add(&p->problems, ERR_PROFILE,
                     "%s: [output] tables: %s: this profile has none: there is no [%s]", where,
                     name, t->section);
}

static bool has_format(const struct output_options *o, const char *name)
{
    for (size_t i = 0; i < o->formats.n; i++)
        if (strcmp(o->formats.v[i], name) == 0)
            return true;
    return false;
}

void output_check(struct plan *p)
{
    const struct output_options *o = &p->fixed.output;
    for (size_t i = 0; i < o->formats.n; i++)
        if (!output_is_format(o->formats.v[i]))
            messages_add(&p->problems, ERR_UNAVAILABLE,
                         "%s: [output] formats: %s: no such format is built in; there are csv, "
                         "json and sqlite",
                         place_of(p, "formats"), o->formats.v[i]);
    if (o->csv == CSV_FOR_PEOPLE && !has_format(o, "csv"))
        messages_add(&p->problems, ERR_PROFILE,
                     "%s: [output] csv = people: formats does not name csv; add it",
                     place_of(p, "csv"));
    for (size_t i = 0; i < o->tables.n; i++)
        check_table(p, place_of(p, "tables"), o->tables.v[i]);
}
