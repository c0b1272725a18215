/* SPDX-License-Identifier: MIT */
/* What a data set is made of, and whose it is too. */
#include "plan/dataset.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "plan/dataset_internal.h"

/* ---- what the profile says ------------------------------------------------------------------- */

/* Texts that are equal where the data are, and where what is complained of is told alike. */
struct saying {
    struct str key, places;
    struct arena *arena; /* of paths */
};

static void put(struct str *b, const char *text)
{
    str_add(b, text);
    str_add_bytes(b, "", 1);
}

/* Whether the table is made of it. The other keys of the data's group are the indicators'. */
static bool makes_table(const struct profile_section *s, const struct profile_key *k)
{
    return strcmp(s->name, "derive") == 0 || key_effect(s->name, k->name) == EFFECT_SOURCES;
}

static void put_key(struct saying *y, const struct profile_section *s, const struct profile_key *k)
{
    static const char *const files[] = {"path", "aliases", "names", "dictionary", "snapshot"};
    bool is_path = false;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        is_path = is_path || (is_data_section(s) && strcmp(k->name, files[i]) == 0);
    const char *path = is_path ? path_join(y->arena, k->dir, k->value) : NULL;
    const char *real = path ? path_real(y->arena, path) : NULL;
    put(&y->key, s->name);
    put(&y->key, k->name);
    put(&y->key, real ? real : path ? path : k->value);
    put(&y->places, s->where);
    put(&y->places, k->where);
    put(&y->places, k->dir);
    put(&y->places, k->value);
}

static void put_section(struct saying *y, const struct profile_section *s)
{
    if (is_data_section(s)) { /* of which keys may be missing */
        put(&y->key, s->name);
        put(&y->places, s->where);
    }
    for (size_t k = 0; k < s->n_keys; k++)
        if (makes_table(s, &s->keys[k]))
            put_key(y, s, &s->keys[k]);
}

/* In the profile's order, in which tables are joined and columns derived; but [data] comes first,
   wherever it stands. */
static void put_profile(struct saying *y, const struct profile *p)
{
    const struct profile_section *data = profile_section(p, "data");
    put(&y->places, p->path);
    if (data)
        put_section(y, data);
    for (size_t i = 0; i < p->n_sections; i++)
        if (&p->sections[i] != data)
            put_section(y, &p->sections[i]);
}

static int saying_init(struct saying *y, const struct profile *p, struct error *e)
{
    *y = (struct saying){.arena = arena_new()};
    if (y->arena)
        put_profile(y, p);
    if (!y->arena || arena_failed(y->arena) || y->key.failed || y->places.failed)
        return error_no_memory(e);
    return OK;
}

static void saying_fini(struct saying *y)
{
    str_fini(&y->key);
    str_fini(&y->places);
    arena_free(y->arena);
}

static bool evaluates(const struct profile *p)
{
    bool found = profile_section(p, "units") || profile_section(p, "derive");
    for (size_t i = 0; i < p->n_sections && !found; i++)
        found = is_data_section(&p->sections[i]) && profile_key(&p->sections[i], "where");
    return found;
}

static bool same(const struct str *a, const struct str *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->s, b->s, a->n) == 0);
}

static bool says_nothing(const struct dataset *d)
{
    return !d->problems.n && !d->failures.n && !d->warnings.n && !d->notes.n;
}

static const char *class_of(const struct profile *p)
{
    const char *by = profile_get(p, "class", "by");
    return by ? by : "";
}

int dataset_fits(const struct dataset *d, const struct profile *p, const struct tools *t,
                 bool *fits, struct error *e)
{
    struct saying y;
    int status = saying_init(&y, p, e);
    *fits = !status && same(&d->said->key, &y.key) && (t == d->tools || !evaluates(p)) &&
            (!d->class_by || text_equal(d->class_by, class_of(p))) &&
            (says_nothing(d) || same(&d->said->places, &y.places));
    saying_fini(&y);
    return status;
}

/* ---- units that change their class -------------------------------------------------------------
 */

/* Whether any text of a unit changes, so that it matters by which one it is classed. */
static bool changes(const struct table *t)
{
    for (size_t i = 0; i < t->n_attributes; i++)
        if (t->attributes[i].each)
            return true;
    return false;
}

enum { PARTED_SHOWN = 10 };

static void tell_parted(struct dataset *d, const char *by, const struct table_parted *v, size_t n)
{
    struct str list = {0};
    for (size_t i = 0; i < n && i < PARTED_SHOWN; i++)
        str_printf(&list, "%s%s (%s) %s from %s on", i ? ", " : "", d->table->names[v[i].unit],
                   d->table->codes[v[i].unit], v[i].text, v[i].first);
    messages_add(&d->notes, OK,
                 "[class] by = %s: units that change it are ranked in the class of each period: "
                 "%s%s",
                 by, list.s ? list.s : "", n > PARTED_SHOWN ? ", ..." : "");
    str_fini(&list);
}

static int part_units(struct data_making *m, struct error *e)
{
    struct dataset *d = m->d;
    const char *by = class_of(m->p);
    const struct attribute *a = table_attribute(d->table, by);
    struct table *to;
    struct table_parted *parted;
    size_t n;
    int status;
    if (changes(d->table) && !(d->class_by = arena_strdup(d->arena, by)))
        return error_no_memory(e);
    if (!a || !a->each)
        return OK;
    status = table_split(d->table, by, &to, &parted, &n, e);
    if (status)
        return status;
    table_free(d->table);
    d->table = to;
    tell_parted(d, by, parted, n);
    return OK;
}

/* ---- making one ------------------------------------------------------------------------------ */

static int make(struct data_making *m, struct error *e)
{
    struct dataset *d = m->d;
    const struct messages *const lists[] = {&d->problems, &d->failures, &d->warnings, &d->notes};
    int status = saying_init(d->said, m->p, e);
    if (!status)
        status = dataset_read(m, e);
    if (!status && d->table)
        status = dataset_select(m, e);
    if (!status && d->table && !d->problems.n)
        dataset_tell_joins(m);
    if (!status && d->table && !d->problems.n)
        dataset_tell_totals(m);
    if (!status && d->table && !d->problems.n)
        status = part_units(m, e);
    if (!status && d->table)
        status = dataset_derive(m, e);
    for (size_t i = 0; !status && i < sizeof lists / sizeof *lists; i++)
        status = messages_memory(lists[i], e);
    return !status && arena_failed(d->arena) ? error_no_memory(e) : status;
}

int dataset_new(struct profile *p, struct tools *t, size_t jobs, struct dataset **to,
                struct error *e)
{
    struct arena *a = arena_new();
    struct dataset *d = a ? arena_alloc(a, sizeof *d) : NULL;
    struct data_making m = {d, p, t->host, t, jobs};
    int status;
    *to = NULL;
    if (d) {
        d->arena = a;
        d->tools = t;
        d->places = p->places;
        d->said = arena_alloc(a, sizeof *d->said);
    }
    if (!d || !d->said) {
        arena_free(a);
        return error_no_memory(e);
    }
    status = make(&m, e);
    if (status)
        dataset_free(d);
    else
        *to = d;
    return status;
}

void dataset_free(struct dataset *d)
{
    if (!d)
        return;
    table_free(d->table);
    for (size_t i = 0; i < d->n_queries; i++)
        str_fini(&d->queries[i].rows);
    saying_fini(d->said);
    messages_fini(&d->problems);
    messages_fini(&d->failures);
    messages_fini(&d->warnings);
    messages_fini(&d->notes);
    arena_free(d->arena);
}
