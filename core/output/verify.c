/* SPDX-License-Identifier: MIT */
/* Repeating the run of a manifest. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/file.h"
#include "output/manifest.h"
#include "output/output.h"

enum { MANIFEST_MAX = 256 << 20, ROOM = 128, ROOM_LEAST = 4096, LAYERS_MAX = 64 };

/*
 * jansson crashes when an allocation fails halfway. So it gets all it can want beforehand, in pages
 * that cost nothing until they are used: a text of n bytes never takes more than ROOM times n. Its
 * allocator is handed nothing of ours to keep the room in: hence the one variable.
 */
static struct {
    char *at, *end;
} room;

static void *room_take(size_t n)
{
    char *p = room.at;
    n = (n + 15) / 16 * 16;
    if (n > (size_t)(room.end - p))
        return NULL;
    room.at += n;
    return p;
}

static void room_leave(void *p)
{
    (void)p;
}

struct manifest {
    json_t *json;
    char *bytes, *room;
    size_t n, room_size;
};

static void manifest_fini(struct manifest *m)
{
    json_decref(m->json);
    if (m->room)
        munmap(m->room, m->room_size);
    free(m->bytes);
}

static int manifest_read(const char *path, struct manifest *m, struct error *e)
{
    json_error_t why;
    int status = file_read(path, MANIFEST_MAX, &m->bytes, &m->n, e);
    if (status)
        return status;
    m->room_size = ROOM * (m->n + ROOM_LEAST);
    m->room = mmap(NULL, m->room_size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (m->room == MAP_FAILED) {
        m->room = NULL;
        return error_no_memory_for(e, path);
    }
    room.at = m->room;
    room.end = m->room + m->room_size;
    json_set_alloc_funcs(room_take, room_leave);
    m->json = json_loadb(m->bytes, m->n, JSON_REJECT_DUPLICATES, &why);
    return m->json ? OK : error_set(e, ERR_DATA, "%s:%d: not JSON: %s", path, why.line, why.text);
}

static const char *member(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

static int bad(const char *path, struct error *e)
{
    return error_set(e, ERR_DATA,
                     "%s: not a manifest of heng: a part is missing or of another kind", path);
}

static int read_profile(const json_t *m, const char *path, struct profile **p, struct error *e)
{
    const json_t *profile = json_object_get(m, "profile"), *keys = json_object_get(profile, "keys");
    const json_t *inputs = json_object_get(m, "inputs");
    size_t n = 0, highest = 0;
    int status = OK;
    *p = NULL;
    if (!json_is_array(keys) || !json_is_array(inputs) || !*member(profile, "path"))
        return bad(path, e);
    *p = profile_new(member(profile, "path"), e);
    if (!*p)
        return e->status;
    for (size_t i = 0; !status && i < json_array_size(keys); i++) {
        const json_t *k = json_array_get(keys, i);
        json_int_t layer = json_integer_value(json_object_get(k, "layer"));
        (*p)->layer = layer > 0 && layer < LAYERS_MAX ? (size_t)layer : 0;
        highest = (*p)->layer > highest ? (*p)->layer : highest;
        status = profile_put(*p, member(k, "section"), member(k, "key"), member(k, "value"),
                             member(k, "where"), member(k, "dir"), e);
    }
    (*p)->layer = highest;
    (*p)->files = arena_array((*p)->arena, json_array_size(inputs), sizeof *(*p)->files);
    if (!status && !(*p)->files)
        status = error_no_memory(e);
    for (size_t i = 0; !status && i < json_array_size(inputs); i++) {
        const json_t *f = json_array_get(inputs, i);
        if (strcmp(member(f, "role"), "profile"))
            continue;
        (*p)->files[n].path = arena_strdup((*p)->arena, member(f, "path"));
        if (!(*p)->files[n].path)
            status = error_no_memory(e);
        snprintf((*p)->files[n].sha256, sizeof(*p)->files[n].sha256, "%s", member(f, "sha256"));
        (*p)->n_files = ++n;
    }
    if (status) {
        profile_free(*p);
        *p = NULL;
    }
    return status;
}

/* Every input must still be what it was. */
static void compare_inputs(const json_t *m, struct messages *differences)
{
    const json_t *inputs = json_object_get(m, "inputs");
    for (size_t i = 0; i < json_array_size(inputs); i++) {
        const json_t *f = json_array_get(inputs, i);
        char now[HASH_TEXT];
        struct error why;
        if (hash_file(member(f, "path"), now, &why))
            messages_add(differences, error_as(why.status, ERR_NOINPUT),
                         "%s %s: gone or unreadable since the run", member(f, "role"),
                         member(f, "path"));
        else if (strcmp(now, member(f, "sha256")))
            messages_add(differences, ERR_DATA, "%s %s: changed since the run", member(f, "role"),
                         member(f, "path"));
    }
}

static const char **folder_list(const json_t *m, const char *key, size_t *n)
{
    const json_t *a = json_object_get(m, key);
    const char **v = calloc(json_array_size(a) + 1, sizeof *v);
    *n = 0;
    for (size_t i = 0; v && i < json_array_size(a); i++) {
        const char *dir = json_string_value(json_array_get(a, i));
        if (dir && dir_exists(dir))
            v[(*n)++] = dir;
    }
    return v;
}

/* The outputs as the manifest tells, as they come out now, and as they lie beside it. */
static int compare_outputs(const json_t *m, const char *path, const struct outputs *now,
                           struct arena *a, struct messages *differences, struct error *e)
{
    const json_t *outputs = json_object_get(m, "outputs");
    size_t k;
    for (size_t i = 0; i < json_array_size(outputs); i++) {
        const json_t *o = json_array_get(outputs, i);
        const char *name = member(o, "name"), *then = member(o, "sha256");
        const char *dir = path_dir(a, path), *beside = dir ? path_join(a, dir, name) : NULL;
        char hash[HASH_TEXT];
        if (!beside)
            return error_no_memory(e);
        for (k = 0; k < now->n && strcmp(now->v[k].name, name); k++)
            ;
        if (k == now->n || strcmp(now->v[k].sha256, then))
            messages_add(differences, ERR_DATA, "%s: comes out otherwise than in the manifest",
                         name);
        if (file_exists(beside) && !hash_file(beside, hash, NULL) && strcmp(hash, then))
            messages_add(differences, ERR_DATA, "%s: is not as the run wrote it", beside);
    }
    return OK;
}

static int run_again(const json_t *m, const struct verify_options *o, const char *recorded,
                     struct messages *differences, struct error *e)
{
    struct plan_options options = {.jobs = o->jobs};
    struct outputs now = {0};
    char hex[HASH_TEXT];
    struct results *r = NULL;
    struct plan *p = NULL;
    int status = read_profile(m, o->path, &options.profile, e);
    if (status)
        return status;
    options.plugins = folder_list(m, "plugins", &options.n_plugins);
    options.scripts = folder_list(m, "scripts", &options.n_scripts);
    if (options.plugins && options.scripts) {
        status = plan_new(&options, &p, e);
    } else {
        profile_free(options.profile);
        status = error_no_memory(e);
    }
    if (!status && p->problems.n)
        status = error_set(e, plan_status(p), "the run cannot be repeated: %s",
                           p->problems.items[0].text);
    if (!status)
        status = run_plan(p, &r, e);
    if (!status && json_is_number(json_object_get(m, "replicates")) && o->robust)
        status = o->robust(&options, p, r, &now, e);
    else if (!status)
        status = outputs_make(r, &now, e);
    if (!status)
        status = compare_outputs(m, o->path, &now, p->arena, differences, e);
    hash_bytes(recorded, strlen(recorded), hex);
    if (!status && !differences->n && strcmp(now.v[OUTPUT_MANIFEST].sha256, hex))
        messages_add(differences, ERR_DATA, "%s: the manifest itself comes out otherwise", o->path);
    outputs_fini(&now);
    results_free(r);
    plan_free(p);
    free(options.plugins ? (void *)(uintptr_t)options.plugins : NULL);
    free(options.scripts ? (void *)(uintptr_t)options.scripts : NULL);
    return status;
}

int verify(const struct verify_options *o, struct messages *differences, struct error *e)
{
    struct manifest m = {0};
    int status = manifest_read(o->path, &m, e);
    if (!status && !*member(m.json, "heng"))
        status = bad(o->path, e);
    if (!status && strcmp(member(m.json, "heng"), HENG_VERSION))
        messages_add(differences, OK, "written by heng %s; this is heng %s", member(m.json, "heng"),
                     HENG_VERSION);
    if (!status) {
        compare_inputs(m.json, differences);
        status = run_again(m.json, o, m.bytes, differences, e);
    }
    if (!status)
        status = messages_memory(differences, e);
    manifest_fini(&m);
    return status;
}

static int keep_folders(const json_t *m, const char *key, struct arena *a,
                        const char *const **folders, size_t *n, struct error *e)
{
    const char **found = folder_list(m, key, n), **v = arena_array(a, *n, sizeof *v);
    for (size_t i = 0; found && v && i < *n; i++)
        v[i] = arena_strdup(a, found[i]);
    free(found ? (void *)(uintptr_t)found : NULL);
    *folders = v;
    return found && v && !arena_failed(a) ? OK : error_no_memory(e);
}

int manifest_options(const char *path, struct arena *a, struct plan_options *o,
                     struct messages *changes, struct error *e)
{
    struct manifest m = {0};
    int status = manifest_read(path, &m, e);
    if (!status && !*member(m.json, "heng"))
        status = bad(path, e);
    if (!status)
        status = keep_folders(m.json, "plugins", a, &o->plugins, &o->n_plugins, e);
    if (!status)
        status = keep_folders(m.json, "scripts", a, &o->scripts, &o->n_scripts, e);
    if (!status)
        compare_inputs(m.json, changes);
    if (!status)
        status = messages_memory(changes, e);
    if (!status)
        status = read_profile(m.json, path, &o->profile, e);
    manifest_fini(&m);
    return status;
}
