/* SPDX-License-Identifier: MIT */
/* What a plan writes down while it is made: the files it came from, the keys it would take. */
#include <string.h>

#include "plan/plan_internal.h"

int plan_note_file(struct plan *p, const char *role, const char *path, const char *sha256,
                   struct error *e)
{
    struct input_files *f = &p->files;
    struct input_file *v;
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->v[i].path, path) == 0)
            return OK;
    v = arena_grow(p->arena, f->v, f->n, &f->cap, sizeof *v);
    if (!v)
        return error_no_memory(e);
    f->v = v;
    f->v[f->n].role = role;
    f->v[f->n].path = arena_strdup(p->arena, path);
    if (!f->v[f->n].path)
        return error_no_memory(e);
    memcpy(f->v[f->n].sha256, sha256, sizeof f->v[f->n].sha256);
    f->n++;
    return OK;
}

int plan_note_script(struct plan *p, const struct script *s, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < s->n_files; i++)
        status = plan_note_file(p, "script", s->files[i].path, s->files[i].sha256, e);
    return status;
}

int plan_note_keys(struct plan *p, const char *section, const struct param_table *t,
                   struct error *e)
{
    for (size_t i = 0; i < t->n; i++) {
        const char **v =
            arena_grow(p->arena, p->known_keys, p->n_known_keys, &p->cap_known_keys, sizeof *v);
        if (!v)
            return error_no_memory(e);
        p->known_keys = v;
        p->known_keys[p->n_known_keys] =
            arena_printf(p->arena, "%s.%s", section, param_at(t, i)->name);
        if (!p->known_keys[p->n_known_keys++])
            return error_no_memory(e);
    }
    return OK;
}
