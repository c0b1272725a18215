/* SPDX-License-Identifier: MIT */
/* The files that a data set is from. */
#include <string.h>

#include "base/file.h"
#include "plan/dataset_internal.h"

int dataset_note_file(struct dataset *d, const char *role, const char *path, const char *sha256,
                      const char *encoding, struct error *e)
{
    struct dataset_file *v = arena_grow(d->arena, d->files, d->n_files, &d->cap_files, sizeof *v);
    if (!v)
        return error_no_memory(e);
    d->files = v;
    v[d->n_files] = (struct dataset_file){
        .role = role, .path = path, .encoding = encoding ? arena_strdup(d->arena, encoding) : NULL};
    memcpy(v[d->n_files++].sha256, sha256, HASH_TEXT);
    return OK;
}

const struct input *dataset_key_file(struct data_making *m, const struct profile_section *s,
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
