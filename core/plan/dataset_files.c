/* SPDX-License-Identifier: MIT */
/* The files that a data set is from. */
#include <string.h>

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
