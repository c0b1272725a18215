/* SPDX-License-Identifier: MIT */
/* What a [data] section says of how its table is laid out. */
#include <string.h>

#include "base/file.h"
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
    to->where = (struct formula){arena_printf(m->d->arena, "[%s] where", s->name), d->where,
                                 where_of(s, "where")};
    to->shape.pick = (struct shape_pick){d->where, keep_rows, to};
}

/* ---- files ----------------------------------------------------------------------------------- */

static void read_names(struct data_making *m, const struct profile_section *s, const char *name,
                       struct dataset_layout *to)
{
    const char *path;
    const struct input *in = dataset_key_file(m, s, name, "names", &path);
    struct error why;
    to->shape.names = &to->names;
    if (in && unit_codes_read(&to->names, path, in->bytes, in->n, &why))
        messages_add_error(&m->d->problems, &why);
}

/* [columns] of [data], [columns.NAME] of [data.NAME]. */
static void read_columns(struct data_making *m, const struct profile_section *s,
                         struct dataset_layout *to)
{
    const char *name = arena_printf(m->d->arena, "columns%s", s->name + strlen("data"));
    const struct profile_section *c = name ? profile_section(m->p, name) : NULL;
    for (size_t i = 0; c && i < c->n_keys; i++)
        if (given(c->keys[i].value) &&
            !dataset_layout_call(m, to, c->keys[i].name, c->keys[i].value, false))
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
        .watch = m->p->watch,
    };
    set_marks(m, s, d, to);
    set_rows(m, s, d, to);
    read_columns(m, s, to);
    if (given(d->names))
        read_names(m, s, d->names, to);
    if (given(d->dictionary))
        dataset_read_dictionary(m, s, d->dictionary, to);
}

void dataset_layout_fini(struct dataset_layout *l)
{
    unit_codes_fini(&l->names);
}
