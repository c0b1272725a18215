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

int dataset_fits(const struct dataset *d, const struct profile *p, const struct tools *t,
                 bool *fits, struct error *e)
{
    struct saying y;
    int status = saying_init(&y, p, e);
    *fits = !status && same(&d->said->key, &y.key) && (t == d->tools || !evaluates(p)) &&
            (says_nothing(d) || same(&d->said->places, &y.places));
    saying_fini(&y);
    return status;
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
