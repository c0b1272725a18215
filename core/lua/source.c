/* SPDX-License-Identifier: MIT */
/* Where scripts and their libraries lie, and their text. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "lua/lua_internal.h"

enum { TEXT_MAX = 1 << 20 };

const char *script_folder(enum script_kind kind)
{
    static const char *const folders[] = {"indices", "weights", "selections"};

    return folders[kind];
}

const char *script_find(struct arena *a, const struct script_host *h, enum script_kind kind,
                        const char *name)
{
    for (size_t i = 0; text_is_id(name) && i < h->n_dirs; i++) {
        const char *path = arena_printf(a, "%s/%s/%s.lua", h->dirs[i], script_folder(kind), name);
        if (path && file_exists(path))
            return path;
    }
    return NULL;
}

/* ---- texts ------------------------------------------------------------------------ */

static size_t line_of(const char *bytes, size_t at)
{
    size_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += bytes[i] == '\n';
    return line;
}

/* Source text only. */
static int check_source(const char *path, const char *bytes, size_t n, struct error *e)
{
    size_t bad;

    if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        return error_set(e, ERR_PART,
                         "%s:1: begins with a byte order mark: save it as UTF-8 without one", path);
    if (n >= 1 && *bytes == '\x1b')
        return error_set(e, ERR_PART, "%s:1: compiled Lua: only source text is run", path);
    bad = text_utf8_check(bytes, n);
    if (memchr(bytes, 0, bad))
        bad = strlen(bytes);
    if (bad < n)
        return error_set(e, ERR_PART, "%s:%zu: byte %zu is not UTF-8 text", path,
                         line_of(bytes, bad), bad + 1);
    return OK;
}

int source_read(struct arena *a, const char *path, const char **text, size_t *n, struct error *e)
{
    char *bytes;
    int status = file_read(path, TEXT_MAX, &bytes, n, e);

    if (status)
        return status == ERR_DATA ? (e->status = ERR_PART) : status;
    status = check_source(path, bytes, *n, e);
    if (!status) {
        *text = arena_strndup(a, bytes, *n);
        if (!*text)
            status = error_no_memory_for(e, path);
    }
    free(bytes);
    return status;
}

static bool has_lib(const struct libs *l, const char *name)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i].name, name) == 0)
            return true;
    return false;
}

/* One that cannot be read keeps text NULL: an error only for who requires it. */
static int add_lib(struct arena *a, struct libs *l, const char *dir, const char *name,
                   struct error *e)
{
    struct script_lib *lib;
    struct error why;
    int status;

    if (!text_is_id(name) || has_lib(l, name))
        return OK;
    lib = arena_grow(a, l->v, l->n, &l->cap, sizeof *lib);
    if (!lib)
        return error_no_memory_for(e, dir);
    l->v = lib;
    lib = &l->v[l->n];
    *lib = (struct script_lib){.name = name};
    lib->path = arena_printf(a, "%s/%s.lua", dir, name);
    if (!lib->path)
        return error_no_memory_for(e, dir);
    l->n++;
    status = source_read(a, lib->path, &lib->text, &lib->text_size, &why);
    if (status == ERR_MEMORY)
        return error_set(e, status, "%s", why.text);
    if (status)
        lib->text = NULL;
    return OK;
}

int source_read_libs(struct arena *a, const struct script_host *h, struct libs *l, struct error *e)
{
    size_t n;
    char **names;
    int status = OK;

    for (size_t i = 0; !status && i < h->n_dirs; i++) {
        const char *dir = arena_printf(a, "%s/lib", h->dirs[i]);
        if (!dir)
            return error_no_memory(e);
        status = dir_list(a, dir, ".lua", &names, &n, e);
        for (size_t k = 0; !status && k < n; k++)
            status = add_lib(a, l, dir, names[k], e);
    }
    return status;
}
