/* SPDX-License-Identifier: MIT */
/* The shipped profiles by name: heng run zhejiang-counties, wherever one is. */
#include <string.h>

#include "base/file.h"
#include "cli/cli.h"
#include "plan/search_path.h"

/* The file of a shipped profile; NULL: none is called so, or memory ran out, which the arena knows.
 */
static const char *sample(struct arena *a, const struct folders *f, const char *name)
{
    const char *file = arena_printf(a, "%s.ini", name);
    for (size_t i = 0; file && i < f->n; i++) {
        const char *path = path_join(a, f->v[i], file);
        if (path && file_exists(path))
            return path;
    }
    return NULL;
}

static bool may_be_sample(const char *name)
{
    return *name && !strpbrk(name, "/.") && !file_exists(name);
}

int samples_find(struct arguments *a, const struct command *c, struct arena *arena, struct error *e)
{
    const size_t n = c == &compare_command && a->n_args == 2 ? 2 : a->n_args > 0;
    struct search_path own = {.arena = arena};
    int status = OK;
    if ((c->flags & FLAG_PROFILE) != FLAG_PROFILE || n == 0)
        return OK;
    for (size_t i = 0; !status && i < n; i++) {
        const char *found;
        if (!may_be_sample(a->args[i]))
            continue;
        if (!own.profiles.n)
            status = search_path_add_own(&own, e);
        found = status ? NULL : sample(arena, &own.profiles, a->args[i]);
        if (found)
            a->args[i] = found;
    }
    return !status && arena_failed(arena) ? error_no_memory(e) : status;
}
