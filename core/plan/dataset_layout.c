/* SPDX-License-Identifier: MIT */
/* What a [data] section says of how its table is laid out. */
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/none.h"
#include "base/text.h"
#include "plan/dataset_internal.h"
#include "plan/problems.h"

static const char *given(const char *s)
{
    return s && *s ? s : NULL;
}

static struct csv_names names_of(const struct heng_names *from)
{
    return (struct csv_names){from->v, from->n};
}

static const char *where_of(const struct profile_section *s, const char *key)
{
    const struct profile_key *k = profile_key(s, key);
    return k ? k->where : s->where;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static int keep_rows(void *data, const struct table *t, unsigned char *keep, struct error *e)
{
    const struct dataset_layout *l = data;
    return script_where(l->host, &l->where, t, keep, e);
}

static void set_rows(struct data_making *m, const struct profile_section *s,
                     const struct data_options *d, struct dataset_layout *to)
{
    if (!given(d->where))
        return;
    to->host = &m->host;
    to->where = (struct formula){"where", d->where, where_of(s, "where")};
    to->shape.pick = (struct shape_pick){d->where, keep_rows, to};
}

/* ---- files ----------------------------------------------------------------------------------- */

/* The file that a key names; NULL with a problem, or without a key. */
static const struct input *read_file(struct data_making *m, const struct profile_section *s,
                                     const char *name, const char *key, const char **path)
{
    const struct profile_key *k = profile_key(s, key);
    const struct input *in = NULL;
    struct error why;
    *path = k ? path_join(m->d->arena, k->dir, name) : NULL;
    if (!*path)
        return NULL;
    if (!inputs_read(m->p->inputs, *path, SIZE_MAX, &in, &why) &&
        !dataset_note_file(m->d, key, *path, in->sha256, NULL, &why))
        return in;
    error_prefix(&why, "%s: [%s] %s", k->where, s->name, key);
    messages_add_error(&m->d->problems, &why);
    return NULL;
}

static void read_names(struct data_making *m, const struct profile_section *s, const char *name,
                       struct dataset_layout *to)
{
    const char *path;
    const struct input *in = read_file(m, s, name, "names", &path);
    struct error why;
    to->shape.names = &to->names;
    if (in && unit_codes_read(&to->names, path, in->bytes, in->n, &why))
        messages_add_error(&m->d->problems, &why);
}

static size_t column_of(const struct csv_grid *g, const char *a, const char *b)
{
    for (size_t i = 0; i < g->n_columns; i++)
        if (strcasecmp(g->cells[i], a) == 0 || strcasecmp(g->cells[i], b) == 0)
            return i;
    return NONE;
}

static bool add_header(struct data_making *m, struct dataset_layout *to, const char *name,
                       const char *pattern, bool may_lack)
{
    struct shape_header *v =
        arena_grow(m->d->arena, to->headers, to->shape.n_named, &to->cap_headers, sizeof *v);
    if (!v)
        return false;
    to->headers = v;
    v[to->shape.n_named++] = (struct shape_header){
        arena_strdup(m->d->arena, name), arena_strdup(m->d->arena, pattern), may_lack, false};
    to->shape.named = v;
    return true;
}

static void read_dictionary(struct data_making *m, const struct profile_section *s,
                            const char *name, struct dataset_layout *to)
{
    const char *path;
    const struct input *in = read_file(m, s, name, "dictionary", &path);
    struct csv_grid g = {0};
    struct error why;
    size_t id, header;
    if (!in)
        return;
    if (csv_grid_read_bytes(path, in->bytes, in->n, NULL, &g, &why)) {
        messages_add_error(&m->d->problems, &why);
        return;
    }
    id = column_of(&g, "id", "column");
    header = column_of(&g, "header", "label");
    if (id == NONE || header == NONE)
        messages_add(&m->d->problems, ERR_DATA,
                     "%s:1: expected a line with the columns id and header", path);
    for (size_t row = 1; id != NONE && header != NONE && row < g.n_rows; row++) {
        char *const *cells = g.cells + row * g.n_columns;
        if (cells[id][0] && cells[header][0] && !add_header(m, to, cells[id], cells[header], true))
            arena_fail(m->d->arena);
    }
    csv_grid_fini(&g);
}

/* [columns] of [data], [columns.NAME] of [data.NAME]. */
static void read_columns(struct data_making *m, const struct profile_section *s,
                         struct dataset_layout *to)
{
    const char *name = arena_printf(m->d->arena, "columns%s", s->name + strlen("data"));
    const struct profile_section *c = name ? profile_section(m->p, name) : NULL;
    for (size_t i = 0; c && i < c->n_keys; i++)
        if (given(c->keys[i].value) && !add_header(m, to, c->keys[i].name, c->keys[i].value, false))
            arena_fail(m->d->arena);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void set_marks(struct data_making *m, const struct profile_section *s,
                      const struct data_options *d, struct dataset_layout *to)
{
    bool point;
    int thousands = data_thousands(d->thousands, &point);
    bool off = !given(d->flags) || strcmp(d->flags, "no") == 0 || strcmp(d->flags, "false") == 0;
    bool on = !off && (strcmp(d->flags, "yes") == 0 || strcmp(d->flags, "true") == 0);
    to->shape.flags = on;
    to->shape.flag_column = on || off ? NULL : d->flags;
    to->shape.percent = d->percent != 0;
    to->shape.notes = d->notes != 0;
    to->shape.intervals = d->intervals != 0;
    to->shape.censored = (enum shape_censored)d->censored;
    to->shape.thousands = thousands > 0 ? (enum shape_thousands)thousands : THOUSANDS_NONE;
    to->point = point;
    if (thousands < 0)
        problems_add(&m->d->problems, where_of(s, "thousands"), s->name, "thousands",
                     "%s: expected no, yes, space, apostrophe, point or indian", d->thousands);
    if (given(d->split) && !data_delimiter(d->split, &to->shape.split))
        problems_add(&m->d->problems, where_of(s, "split"), s->name, "split",
                     "%s: expected comma, semicolon, tab or pipe", d->split);
}

void dataset_layout_of(struct data_making *m, const struct profile_section *s,
                       const struct data_options *d, struct dataset_layout *to)
{
    *to = (struct dataset_layout){0};
    to->shape = (struct shape_options){
        .layout = (enum shape_layout)d->layout,
        .header = names_of(&d->header),
        .columns = names_of(&d->columns),
        .skip = names_of(&d->skip),
        .fill_down = names_of(&d->fill_down),
        .periods = names_of(&d->periods),
        .variable = given(d->variable),
        .value = given(d->value),
        .places = m->d->places,
    };
    set_marks(m, s, d, to);
    set_rows(m, s, d, to);
    read_columns(m, s, to);
    if (given(d->names))
        read_names(m, s, d->names, to);
    if (given(d->dictionary))
        read_dictionary(m, s, d->dictionary, to);
}

void dataset_layout_fini(struct dataset_layout *l)
{
    unit_codes_fini(&l->names);
}
