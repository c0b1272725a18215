/* SPDX-License-Identifier: MIT */
/* The sources of a data set: [data] and [data.NAME], read and joined. */
#include <string.h>

#include "base/file.h"
#include "base/machine.h"
#include "data/csv.h"
#include "data/file_kind.h"
#include "plan/dataset_internal.h"
#include "plan/problems.h"

static const char *given(const char *s)
{
    return s && *s ? s : NULL;
}

/* The usual mark yields to `missing` where the profile does not name it. */
static const char *below_unit(const struct profile_section *s, const struct data_options *d)
{
    const struct profile_key *key = profile_key(s, "below_unit");
    if (!key || !given(key->value))
        return NULL;
    return d->below_unit && strcmp(d->below_unit, "none") == 0 ? "" : given(d->below_unit);
}

static struct csv_options csv_options_of(const struct data_making *m,
                                         const struct profile_section *s,
                                         const struct data_options *d, char delimiter,
                                         const struct dataset_layout *l)
{
    struct csv_options o = {
        .unit = given(d->unit),
        .name = given(d->name),
        .period = given(d->period),
        .encoding = given(d->encoding),
        .delimiter = delimiter,
        .decimal = d->decimal || l->point ? ',' : '.',
        .thousands = l->shape.thousands == THOUSANDS_USUAL,
        .header_rows = (size_t)d->header_rows,
        .below_unit = below_unit(s, d),
        .text = {d->text.v, d->text.n},
        .ignore = {d->ignore.v, d->ignore.n},
        .shape = &l->shape,
        .any_layout = true,
        .workers = m->jobs ? m->jobs : machine_processors(),
    };
    if (d->missing.n) {
        o.missing.v = d->missing.v;
        o.missing.n = d->missing.n;
    }
    return o;
}

static const char *where_of(const struct profile_section *s, const char *key)
{
    const struct profile_key *k = profile_key(s, key);
    return k ? k->where : s->where;
}

/* What a key's type does not tell of its value. */
static bool check_options(struct data_making *m, const struct profile_section *s,
                          const struct data_options *d, char *delimiter)
{
    if (!data_delimiter(d->delimiter, delimiter)) {
        problems_add(&m->d->problems, where_of(s, "delimiter"), s->name, "delimiter",
                     "%s: expected auto, comma, semicolon, tab or pipe", d->delimiter);
        return false;
    }
    return true;
}

/* Which encoding was taken is told where it was guessed. */
static void tell_encoding(struct dataset *d, const char *path, const struct table *t, bool given)
{
    if (t->doubt)
        messages_add(&d->warnings, OK,
                     "%s: read as %s, as its letters suggest; its bytes could be %s, too: set "
                     "encoding to what it is",
                     path, t->encoding, t->doubt);
    else if (!given && strcmp(t->encoding, "utf-8"))
        messages_add(&d->notes, OK, "%s: read as %s", path, t->encoding);
}

/* What was read as 0 because it is less than the table's smallest unit. */
static void tell_below_unit(struct dataset *d, const char *path, const struct table *t)
{
    size_t n = 0;
    for (size_t k = 0; k < t->n_variables; k++)
        for (size_t i = 0; i < t->n_rows; i++)
            n += t->variables[k].cell[i] == CELL_BELOW_UNIT;
    if (n)
        messages_add(&d->notes, OK,
                     "%s: %zu cell%s below the smallest unit of the table (below_unit), read as 0",
                     path, n, n == 1 ? " is" : "s are");
}

/* What was passed over on the way. */
static void tell_notes(struct dataset *d, const char *path, const struct table *t)
{
    for (size_t i = 0; i < t->n_notes; i++)
        messages_add(t->notes[i].warning ? &d->warnings : &d->notes, OK, "%s: %s", path,
                     t->notes[i].text);
}

/* Those of the key `aliases`; a problem is noted where the file cannot be used. */
static int read_aliases(struct data_making *m, const struct profile_section *s, const char *name,
                        struct aliases *a, struct error *e)
{
    const struct profile_key *key = profile_key(s, "aliases");
    const char *path = path_join(m->d->arena, key->dir, name);
    const struct input *in;
    struct error why;
    if (!path)
        return error_no_memory(e);
    if (!inputs_read(m->p->inputs, path, SIZE_MAX, &in, &why) &&
        !aliases_read(a, path, in->bytes, in->n, &why) &&
        !dataset_note_file(m->d, "aliases", path, in->sha256, NULL, &why))
        return OK;
    error_prefix(&why, "%s: [%s] aliases", key->where, s->name);
    messages_add_error(&m->d->problems, &why);
    return OK;
}

/* A table with what else its section says of it. */
struct source {
    const char *path; /* NULL: it needs none */
    struct table *t;  /* NULL: there is none, and a problem is noted */
    int unmatched;
};

/* Only sources that plugins bring have them. */
static void refuse_source_keys(struct data_making *m, const struct profile_section *s)
{
    for (size_t k = 0; k < s->n_keys; k++)
        if (dataset_is_source_key(s->keys[k].name) && *s->keys[k].value)
            problems_add(&m->d->problems, s->keys[k].where, s->name, s->keys[k].name,
                         "source csv has none; take it out");
}

/* A source that looks at bytes itself is not asked whether they are what they ought to be. */
static bool is_told_by_bytes(const char *source)
{
    static const char *const names[] = {"csv", "xlsx", "xls", "ods", "sqlite", "parquet"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(source, names[i]) == 0)
            return true;
    return false;
}

/* What reads the file: what its section says, or its bytes. *name is NULL where nothing does, and a
   problem is noted. */
static int choose_source(struct data_making *m, const struct profile_section *s,
                         const struct data_options *d, const char *path, const char **name,
                         struct error *e)
{
    struct input *in;
    const struct file_kind *kind;
    *name = given(d->source);
    if (*name && !is_told_by_bytes(*name))
        return OK;
    if (inputs_open(m->p->inputs, path, INPUT_KEPT, &in, e))
        return e->status;
    kind = file_kind(in);
    if (!*name && kind->source)
        *name = kind->source;
    if (*name && kind->source && strcmp(*name, kind->source) == 0)
        return OK;
    if (!kind->source)
        messages_add(&m->d->problems, ERR_DATA, "%s: this is %s: %s", path, kind->what,
                     kind->advice);
    else
        problems_add(&m->d->problems, where_of(s, "source"), s->name, "source",
                     "%s: %s is %s; source = %s reads it", *name, path, kind->what, kind->source);
    *name = NULL;
    return OK;
}

static void tell_unread(struct data_making *m, const struct profile_section *s, struct error *why)
{
    if (why->status == ERR_NOINPUT)
        error_prefix(why, "%s: [%s] path", where_of(s, "path"), s->name);
    messages_add_error(&m->d->problems, why);
}

static void read_csv(struct data_making *m, struct profile_section *s, const char *path,
                     const struct csv_options *o, struct table **t)
{
    struct error why;
    char sha256[HASH_TEXT];
    if (csv_read_input(m->p->inputs, path, o, t, sha256, &why) ||
        dataset_note_file(m->d, "data", path, sha256, (*t)->encoding, &why)) {
        tell_unread(m, s, &why);
        table_free(*t);
        *t = NULL;
    }
    if (*t)
        tell_encoding(m->d, path, *t, o->encoding && strcmp(o->encoding, "auto"));
}

static int read_chosen(struct data_making *m, struct profile_section *s,
                       const struct data_options *d, const struct csv_options *o,
                       const struct dataset_layout *l, struct source *to, struct error *e)
{
    const char *name = dataset_reads_snapshot(d) ? "csv" : given(d->source);
    struct error why;
    int status =
        to->path && !dataset_reads_snapshot(d) ? choose_source(m, s, d, to->path, &name, &why) : OK;
    if (status == ERR_MEMORY)
        return error_no_memory(e);
    if (status)
        tell_unread(m, s, &why);
    else if (name && strcmp(name, "csv") == 0) {
        if (!dataset_reads_snapshot(d))
            refuse_source_keys(m, s);
        read_csv(m, s, to->path, o, &to->t);
    } else if (name)
        status = dataset_read_source(m, s, d, name, to->path, o, &to->t, e);
    if (to->t)
        tell_notes(m->d, to->path ? to->path : s->name, to->t);
    if (to->t)
        tell_below_unit(m->d, to->path ? to->path : s->name, to->t);
    if (!status && to->t)
        status = dataset_use_dictionary(m, l, to->path ? to->path : s->name, to->t, e);
    return status == ERR_MEMORY ? status : OK;
}

/* The path, where there is one; without, there must be a source that needs none. */
static bool find_path(struct data_making *m, const struct profile_section *s,
                      const struct data_options *d, const char **path)
{
    const struct profile_key *key = profile_key(s, dataset_reads_snapshot(d) ? "snapshot" : "path");
    if (dataset_reads_snapshot(d)) {
        *path = path_join(m->d->arena, key->dir, d->snapshot);
        return true;
    }
    *path = key && given(d->path) ? path_join(m->d->arena, key->dir, d->path) : NULL;
    if (*path || arena_failed(m->d->arena) || (given(d->source) && !is_told_by_bytes(d->source)))
        return true;
    problems_add(&m->d->problems, s->where, s->name, NULL,
                 "a key is missing: path (file of the table, relative to this file)");
    return false;
}

/* Reads the table of a [data] or [data.NAME] section. */
static int read_table(struct data_making *m, struct profile_section *s, struct source *to,
                      struct error *e)
{
    struct data_options d;
    struct csv_options o;
    struct aliases aliases = {0};
    struct dataset_layout layout;
    char delimiter;
    size_t before = m->d->problems.n;
    int status;
    *to = (struct source){0};
    status = profile_bind(m->p, s, &data_keys, &d, &m->d->problems, e);
    if (status)
        return status;
    if (!find_path(m, s, &d, &to->path) || !check_options(m, s, &d, &delimiter))
        return OK;
    if (arena_failed(m->d->arena))
        return error_no_memory(e);
    dataset_layout_of(m, s, &d, &layout);
    o = csv_options_of(m, s, &d, delimiter, &layout);
    to->unmatched = d.unmatched;
    if (given(d.aliases)) {
        status = read_aliases(m, s, d.aliases, &aliases, e);
        o.aliases = &aliases;
    }
    if (!status && m->d->problems.n == before)
        status = read_chosen(m, s, &d, &o, &layout, to, e);
    aliases_fini(&aliases);
    dataset_layout_fini(&layout);
    return status;
}

static int join(struct data_making *m, struct profile_section *s, const struct source *from,
                struct error *e)
{
    struct error why;
    int status =
        dataset_note_join(m, s, from->path ? from->path : s->name, from->unmatched, from->t, e);
    if (!status && table_join(m->d->table, from->t, &why)) {
        error_prefix(&why, "%s: [%s]", s->where, s->name);
        messages_add(&m->d->problems, why.status, "%s%s", why.text, dataset_join_hint(m->d));
    }
    return status;
}

static int join_tables(struct data_making *m, struct error *e)
{
    int status = OK;
    for (size_t i = 0; i < m->p->n_sections && !status; i++) {
        struct profile_section *s = &m->p->sections[i];
        struct source from;
        if (!is_data_section(s) || strcmp(s->name, "data") == 0)
            continue;
        status = read_table(m, s, &from, e);
        if (!status && from.t && m->d->table)
            status = join(m, s, &from, e);
        table_free(from.t);
    }
    return status;
}

/* A profile of chapters has no table of its own. */
static bool is_book(const struct profile *p)
{
    for (size_t i = 0; i < p->n_sections; i++)
        if (strncmp(p->sections[i].name, "chapter.", 8) == 0)
            return true;
    return false;
}

int dataset_read(struct data_making *m, struct error *e)
{
    struct profile_section *s = profile_section(m->p, "data");
    struct source first;
    int status;
    if (!s) {
        if (!m->p->broken)
            problems_add(&m->d->problems, m->p->path, NULL, NULL,
                         is_book(m->p) ? "a book: heng report makes it; run its chapters' profiles"
                                       : "no [data] section: say where the table is ([data] path = "
                                         "FILE.csv)");
        return join_tables(m, e);
    }
    status = read_table(m, s, &first, e);
    m->d->table = first.t;
    return status ? status : join_tables(m, e);
}
