/* SPDX-License-Identifier: MIT */
/* A plan bound to its data. */
#include <string.h>

#include "plan/plan_internal.h"

/* The data set has read the keys, perhaps of another profile. */
static int note_section(struct plan *p, const char *name, const struct param_table *t,
                        struct error *e)
{
    struct profile_section *s = profile_section(p->profile, name);
    if (s)
        s->used = true;
    for (size_t k = 0; s && k < s->n_keys; k++)
        if (param_find(t, s->keys[k].name))
            s->keys[k].used = true;
    return plan_note_keys(p, name, t, e);
}

/* What plugins that read the data take of keys. */
static int note_source_keys(struct plan *p, const struct dataset *d, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < d->n_sources; i++) {
        const struct heng_source *s = d->sources[i].source;
        struct param_table t = {s->params, s->n_params, s->param_stride, s->params_size};
        status = note_section(p, d->sources[i].section, &t, e);
    }
    return status;
}

static int note_sources(struct plan *p, struct error *e)
{
    int status = profile_section(p->profile, "data") ? note_section(p, "data", &data_keys, e) : OK;
    for (size_t i = 0; !status && i < p->profile->n_sections; i++)
        if (section_id(&p->profile->sections[i], "data"))
            status = note_section(p, p->profile->sections[i].name, &data_keys, e);
    return status;
}

static void take(const struct messages *from, struct messages *to)
{
    for (size_t i = 0; i < from->n; i++)
        messages_add(to, from->items[i].status, "%s", from->items[i].text);
}

static int note_file(struct plan *p, const struct dataset_file *f, struct error *e)
{
    struct input_file *noted;
    int status = plan_note_file(p, f->role, f->path, f->sha256, e);
    if (status)
        return status;
    for (noted = p->files.v; strcmp(noted->path, f->path);)
        noted++;
    noted->encoding = f->encoding;
    return OK;
}

static int take_over(struct plan *p, const struct dataset *d, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < d->n_files; i++)
        status = note_file(p, &d->files[i], e);
    take(&d->problems, &p->problems);
    take(&d->failures, &p->failures);
    take(&d->warnings, &p->warnings);
    take(&d->notes, &p->notes);
    p->table = d->table;
    p->data = d;
    return status;
}

static int note_columns(struct plan *p, struct error *e)
{
    for (size_t i = 0; i < p->profile->n_sections; i++) {
        struct profile_section *s = &p->profile->sections[i];
        if (strcmp(s->name, "derive") && strcmp(s->name, "columns") && !section_id(s, "columns"))
            continue;
        s->used = true;
        mark_keys_used(s);
    }
    return note_section(p, "units", &units_keys, e);
}

int plan_data(struct plan *p, struct error *e)
{
    const struct dataset *d;
    int status = stock_dataset(p->stock, p->profile, p->tools, p->jobs, &d, e);
    if (!status)
        status = note_sources(p, e);
    if (!status)
        status = note_source_keys(p, d, e);
    if (!status)
        status = take_over(p, d, e);
    if (!status && p->table)
        status = note_columns(p, e);
    if (!status && p->table)
        status = plan_classes(p, e);
    return status;
}
