/* SPDX-License-Identifier: MIT */
/* The sections of a profile by kind and id. */
#include <string.h>

#include "plan/plan_internal.h"

const char *section_id(const struct profile_section *s, const char *kind)
{
    size_t n = strlen(kind);
    return strncmp(s->name, kind, n) == 0 && s->name[n] == '.' ? s->name + n + 1 : NULL;
}

struct profile_section *plan_section(const struct plan *p, const char *kind, const char *id)
{
    for (size_t i = 0; i < p->profile->n_sections; i++) {
        const char *found = section_id(&p->profile->sections[i], kind);
        if (found && strcmp(found, id) == 0)
            return &p->profile->sections[i];
    }
    return NULL;
}

/* All keys of a section that belongs to a part that could not be loaded. */
void mark_keys_used(struct profile_section *s)
{
    for (size_t i = 0; s && i < s->n_keys; i++)
        s->keys[i].used = true;
}
