/* SPDX-License-Identifier: MIT */
/* What [report] says, looked at before anything is computed. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/none.h"
#include "base/text.h"
#include "output/reread.h"
#include "plan/problems.h"
#include "report/content.h"
#include "report/house.h"
#include "report/report.h"
#include "report/report_internal.h"
#include "report/texts.h"

static const struct profile_key *key_of(const struct plan *p, const char *key)
{
    const struct profile_section *s = profile_section(p->profile, "report");
    return s ? profile_key(s, key) : NULL;
}

static const char *where_of(const struct plan *p, const char *key)
{
    const struct profile_section *s = profile_section(p->profile, "report");
    const struct profile_key *k = key_of(p, key);
    return k ? k->where : s ? s->where : p->profile->path;
}

/* ---- names ---------------------------------------------------------------- */

static const char *nearest_format(const char *name)
{
    const char *names[16];
    size_t n;
    for (n = 0; n < n_report_formats && n < sizeof names / sizeof *names; n++)
        names[n] = report_formats[n].name;
    return text_nearest(name, names, n);
}

static const char *nearest_section(const char *name)
{
    const char *names[64];
    size_t n;
    for (n = 0; n < n_report_sections && n < sizeof names / sizeof *names; n++)
        names[n] = report_sections[n].name;
    return text_nearest(name, names, n);
}

static void check_formats(struct plan *p, const struct heng_names *formats)
{
    for (size_t i = 0; i < formats->n; i++)
        if (!report_format_find(formats->v[i]))
            messages_add(&p->problems, ERR_UNAVAILABLE,
                         "%s: [report] formats: %s: not built in (heng list formats tells them)%s",
                         where_of(p, "formats"), formats->v[i],
                         plan_hint(p, nearest_format(formats->v[i])));
}

static void check_sections(struct plan *p, const struct heng_names *sections)
{
    for (size_t i = 0; i < sections->n; i++)
        if (!report_section_find(sections->v[i]))
            plan_problem(p, where_of(p, "sections"), "report", "sections",
                         "%s: no such section of a report (heng list formats tells them)%s",
                         sections->v[i], plan_hint(p, nearest_section(sections->v[i])));
}

static const char *nearest_attribute(const struct plan *p, const char *name)
{
    const char *names[128];
    size_t n;
    for (n = 0; n < p->table->n_attributes && n < sizeof names / sizeof *names; n++)
        names[n] = p->table->attributes[n].name;
    return text_nearest(name, names, n);
}

/* all, none, top 10, or codes of units. */
void report_check_portraits(struct plan *p, const char *where, const char *section,
                            const struct heng_names *names)
{
    const char *const *codes = (const char *const *)p->table->codes;
    size_t n;
    char rest;
    if (names->n == 1 && (strcmp(names->v[0], "all") == 0 || strcmp(names->v[0], "none") == 0 ||
                          sscanf(names->v[0], "top %zu%c", &n, &rest) == 1))
        return;
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->v[i], "all") != 0 && table_unit(p->table, names->v[i]) == NONE)
            plan_problem(p, where, section, "portraits",
                         "%s: the table has no such unit (expected all, none, top 10, or codes)%s",
                         names->v[i],
                         plan_hint(p, text_nearest(names->v[i], codes, p->table->n_units)));
}

/* ---- files ---------------------------------------------------------------- */

/* What reading a file has come to; false: memory ran out. */
static bool tell(struct plan *p, const char *key, const struct error *why)
{
    if (why->status == ERR_MEMORY)
        return false;
    if (why->status)
        messages_add(&p->problems, why->status, "%s: [report] %s: %s", where_of(p, key), key,
                     why->text);
    return true;
}

static bool is_on_map(const struct plan *p, const struct geo_map *map)
{
    for (size_t i = 0; i < map->n; i++)
        if (table_unit(p->table, map->features[i].key) != NONE)
            return true;
    return map->n == 0;
}

static void read_map(struct plan *p, const struct report_section_options *o, const char *path,
                     struct arena *a, struct error *why)
{
    const struct geo_options options = {.path = path,
                                        .key = *o->map_key ? o->map_key : NULL,
                                        .width = REPORT_MAP_WIDTH,
                                        .least = REPORT_MAP_LEAST};
    const struct input *in;
    struct geo_map map = {0};
    if (inputs_read(p->profile->inputs, path, REPORT_MAP_BYTES_MAX, &in, why) ||
        geo_read(in->bytes, in->n, &options, a, &map, why))
        return;
    if (!is_on_map(p, &map))
        error_set(why, ERR_DATA,
                  "%s: none of its %zu areas has the code of a unit (the first has %s, the table's "
                  "first unit %s); say with map_key which property holds the codes",
                  path, map.n, map.features[0].key, p->table->codes[0]);
}

static int check_map(struct plan *p, const struct report_section_options *o, struct error *e)
{
    const struct profile_key *k = key_of(p, "map");
    struct error why = {0};
    struct arena *a;
    const char *path;
    if (!k || !*o->map)
        return OK;
    a = arena_new();
    path = a ? path_join(a, k->dir, o->map) : NULL;
    if (path)
        read_map(p, o, path, a, &why);
    if (!path || !tell(p, "map", &why)) {
        arena_free(a);
        return error_no_memory(e);
    }
    arena_free(a);
    return OK;
}

static int check_house(struct plan *p, const char *key, const char *value, report_house_check check,
                       struct error *e)
{
    struct error why = {0};
    struct arena *a = arena_new();
    const char *text;
    bool told;
    if (!a)
        return error_no_memory(e);
    report_read_house(p->profile, a, key, value, check, &text, &why);
    told = tell(p, key, &why);
    arena_free(a);
    return told ? OK : error_no_memory(e);
}

static int check_earlier(struct plan *p, const struct report_section_options *o, struct error *e)
{
    struct results *earlier = NULL;
    struct error why = {0};
    if (!*o->compare)
        return OK;
    report_reread_earlier(p, &earlier, &why);
    results_reread_free(earlier);
    return tell(p, "compare", &why) ? OK : error_no_memory(e);
}

int report_check(struct plan *p, struct error *e)
{
    const struct report_section_options *o = &p->fixed.report;
    struct report_texts *texts;
    int status;
    if (!profile_section(p->profile, "report"))
        return OK;
    check_formats(p, &o->formats);
    check_sections(p, &o->sections);
    if (p->table)
        report_check_portraits(p, where_of(p, "portraits"), "report", &o->portraits);
    if (p->table && *o->groups && !table_attribute(p->table, o->groups))
        plan_problem(p, where_of(p, "groups"), "report", "groups",
                     "%s: no column of texts has this name%s", o->groups,
                     plan_hint(p, nearest_attribute(p, o->groups)));
    status = p->table ? check_map(p, o, e) : OK;
    if (!status)
        status = check_earlier(p, o, e);
    if (!status)
        status = check_house(p, "css", o->css, house_check_css, e);
    if (!status)
        status = check_house(p, "logo", o->logo, house_check_logo, e);
    if (!status)
        status = report_read_texts(p->profile, "report", p->arena, &texts, &p->problems, e);
    return status || p->problems.n ? status : report_check_texts(texts, p, &p->problems, e);
}
