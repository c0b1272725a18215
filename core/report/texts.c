/* SPDX-License-Identifier: MIT */
/* Which texts a report has: keys, files, the sections they belong to. */
#include "report/texts.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"

struct report_texts {
    struct markdown_of {
        const char *section;
        bool english;
        struct markdown text;
    } * v;
    size_t n, cap;
    bool has_english;
};

static bool is_known(const struct text_sections *known, const char *name)
{
    for (size_t i = 0; i < known->n; i++)
        if (strcmp(known->names[i], name) == 0)
            return true;
    return false;
}

static void no_section(const struct profile_section *s, const struct profile_key *k,
                       const char *name, const struct text_sections *known,
                       struct messages *problems)
{
    const char *near = text_nearest(name, known->names, known->n);
    if (near)
        messages_add(problems, ERR_PROFILE,
                     "%s: [%s] %s: no such section of a report; did you mean text.%s?", k->where,
                     s->name, k->name, near);
    else
        messages_add(problems, ERR_PROFILE,
                     "%s: [%s] %s: no such section of a report; heng list formats tells them",
                     k->where, s->name, k->name);
}

static int read_text(struct profile *p, const struct profile_section *s,
                     const struct profile_key *k, struct arena *a, struct markdown *m,
                     struct messages *problems, struct error *e)
{
    const char *path = path_join(a, k->dir, k->value);
    const struct input *in;
    struct error why = {0};
    int status;
    if (!path)
        return error_no_memory(e);
    status = inputs_read(p->inputs, path, MARKDOWN_BYTES_MAX, &in, &why);
    if (!status)
        status = markdown_read(path, in->bytes, in->n, a, m, &why);
    if (status == ERR_MEMORY)
        return error_no_memory(e);
    if (status)
        messages_add(problems, status, "%s: [%s] %s: %s", k->where, s->name, k->name, why.text);
    return OK;
}

static int add_text(struct report_texts *t, const char *section, bool english, struct arena *a,
                    struct markdown **m, struct error *e)
{
    struct markdown_of *v = arena_grow(a, t->v, t->n, &t->cap, sizeof *v);
    if (!v)
        return error_no_memory(e);
    t->v = v;
    v += t->n++;
    *v = (struct markdown_of){.section = section, .english = english};
    t->has_english = t->has_english || english;
    *m = &v->text;
    return OK;
}

int texts_read(struct profile *p, const char *section, const struct text_sections *known,
               struct arena *a, struct report_texts **t, struct messages *problems, struct error *e)
{
    const struct profile_section *s = profile_section(p, section);
    int status = OK;
    *t = NULL;
    for (size_t i = 0; s && i < s->n_keys && !status; i++) {
        const struct profile_key *k = &s->keys[i];
        const char *name = profile_text_key(k->name);
        struct markdown *m = NULL;
        if (!name || !*k->value)
            continue;
        if (!is_known(known, name)) {
            no_section(s, k, name, known, problems);
            continue;
        }
        if (!*t && !(*t = arena_alloc(a, sizeof **t)))
            return error_no_memory(e);
        status = add_text(*t, name, strncmp(k->name, "text_en.", 8) == 0, a, &m, e);
        if (!status)
            status = read_text(p, s, k, a, m, problems, e);
    }
    return status;
}

struct markdown *texts_at(const struct report_texts *t, size_t i)
{
    return t && i < t->n ? &t->v[i].text : NULL;
}

struct markdown *texts_of(const struct report_texts *t, const char *section, bool english)
{
    for (size_t i = 0; t && i < t->n; i++)
        if (strcmp(t->v[i].section, section) == 0 && t->v[i].english == (english && t->has_english))
            return &t->v[i].text;
    return NULL;
}
