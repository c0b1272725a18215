/* SPDX-License-Identifier: MIT */
/* The folders from the command line, the profile and the installation. */
#include "plan/search_path.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

int search_path_add(struct search_path *h, struct folders *f, const char *dir, struct error *e)
{
    const char **v = arena_grow(h->arena, f->v, f->n, &f->cap, sizeof *v);
    const char *real = path_real(h->arena, dir);
    if (!real)
        real = arena_strdup(h->arena, dir);
    if (!v || !real)
        return error_no_memory(e);
    f->v = v;
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->v[i], real) == 0)
            return OK;
    f->v[f->n++] = real;
    return OK;
}

/* In a source tree, plugins are where they were built, beside the program. */
struct place {
    size_t folders; /* offset of the struct folders */
    bool built;
    const char *in_tree, *installed;
};

static const struct place places[] = {
    {offsetof(struct search_path, plugins), true, "plugins", "lib/heng/plugins"},
    {offsetof(struct search_path, ranks), true, "ranks", "lib/heng/ranks"},
    {offsetof(struct search_path, scripts), false, "scripts", "share/heng/scripts"},
    {offsetof(struct search_path, profiles), false, "config", "share/heng/config"},
    {offsetof(struct search_path, templates), false, ".", "share/heng/templates"},
};

/* The folder that the program's file is in. */
static char *program_folder(struct arena *a)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0)
        return NULL;
    path[n] = '\0';
    return path_dir(a, path);
}

/* The source tree that the program was built in (build/heng, build/asan/heng), or NULL. */
static const char *source_tree(struct arena *a, const char *bin)
{
    static const char *const ups[] = {"..", "../.."};
    for (size_t i = 0; i < sizeof ups / sizeof *ups; i++) {
        const char *top = path_join(a, bin, ups[i]);
        const char *header = top ? path_join(a, top, "core/heng.h") : NULL;
        if (header && file_exists(header))
            return top;
    }
    return NULL;
}

int search_path_add_own(struct search_path *h, struct error *e)
{
    const char *bin = program_folder(h->arena), *tree, *prefix;
    int status = OK;
    if (!bin)
        return OK;
    tree = source_tree(h->arena, bin);
    prefix = path_dir(h->arena, bin);
    if (!prefix)
        return error_no_memory(e);
    for (size_t i = 0; !status && i < sizeof places / sizeof *places; i++) {
        const struct place *p = &places[i];
        struct folders *f = (struct folders *)(void *)((char *)h + p->folders);
        const char *dir = path_join(h->arena,
                                    !tree      ? prefix
                                    : p->built ? bin
                                               : tree,
                                    tree ? p->in_tree : p->installed);
        if (dir && dir_exists(dir))
            status = search_path_add(h, f, dir, e);
    }
    return status;
}

const char *search_path_elsewhere(struct search_path *h, const struct folders *f, const char *sub,
                                  const char *file, const char *beside, const char *key)
{
    const char *text = "";
    const char *const dirs[] = {beside, "."};
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
        const char *at = arena_printf(h->arena, "%s%s%s/%s", dirs[i], *sub ? "/" : "", sub, file);
        const char *short_at = at && strncmp(at, "./", 2) == 0 ? at + 2 : at;
        if (at && file_exists(at))
            return i == 0 ? arena_printf(h->arena, "; %s lies there: say [profile] %s = .",
                                         short_at, key)
                          : arena_printf(h->arena, "; %s is there: say --%s .", short_at, key);
    }
    for (size_t i = 0; text && i < f->n; i++)
        text = arena_printf(h->arena, "%s%s%s%s%s", text, i ? ", " : "; looked for in ", f->v[i],
                            *sub ? "/" : "", sub);
    return text;
}

const char *search_path_nearest(struct search_path *h, const struct folders *f, const char *sub,
                                const char *suffix, const char *name)
{
    const char **all = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < f->n; i++) {
        const char *dir = *sub ? path_join(h->arena, f->v[i], sub) : f->v[i];
        char **names;
        size_t m;
        if (!dir || dir_list(h->arena, dir, suffix, &names, &m, NULL))
            continue;
        for (size_t k = 0; k < m; k++) {
            all = arena_grow(h->arena, all, n, &cap, sizeof *all);
            if (!all)
                return NULL;
            all[n++] = names[k];
        }
    }
    return text_nearest(name, all, n);
}
