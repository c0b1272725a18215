/* SPDX-License-Identifier: MIT */
/*
 * A manifest, read. JSON is parsed in a worker: jansson crashes when an allocation fails halfway,
 * and its allocator is a variable of the whole process. What comes back is what struct manifest
 * holds.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/serialise.h"
#include "base/text.h"
#include "base/worker.h"
#include "output/manifest_internal.h"

/* The least that a key, an input or an output takes of JSON is two bytes ("0,"), of a message 64.
 */
enum { MANIFEST_MAX = 256 << 20, MESSAGE_PER_BYTE = 64, MESSAGE_LEAST = 4096, LAYERS_MAX = 64 };

/* ---- in the worker ------------------------------------------------------------------------ */

struct source {
    const char *path;
    const char *bytes;
    size_t size;
    manifest_teller *tell;
};

/* Nothing else in the worker ends it early: to the parent that means that memory ran out. */
static void *take_or_end(size_t n)
{
    void *p = malloc(n);
    if (!p)
        _exit(EXIT_FAILURE);
    return p;
}

const char *manifest_member(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

static void tell_texts(struct str *b, const json_t *o, const char *const *names)
{
    for (; *names; names++)
        serialise_text(b, manifest_member(o, *names));
}

/* Each item of the array a: its members of these names. */
static void tell_items(struct str *b, const json_t *a, const char *const *names)
{
    serialise_int(b, (int64_t)json_array_size(a));
    for (size_t i = 0; i < json_array_size(a); i++)
        tell_texts(b, json_array_get(a, i), names);
}

static void tell_layers(struct str *b, const json_t *keys)
{
    for (size_t i = 0; i < json_array_size(keys); i++) {
        json_int_t layer = json_integer_value(json_object_get(json_array_get(keys, i), "layer"));
        serialise_int(b, layer > 0 && layer < LAYERS_MAX ? (int64_t)layer : 0);
    }
}

static void tell_folders(struct str *b, const json_t *a)
{
    serialise_int(b, (int64_t)json_array_size(a));
    for (size_t i = 0; i < json_array_size(a); i++) {
        const char *folder = json_string_value(json_array_get(a, i));
        serialise_text(b, folder ? folder : "");
    }
}

static const char *const key_members[] = {"section", "key", "value", "where", "dir", NULL};
static const char *const input_members[] = {"role", "path", "sha256", NULL};
static const char *const output_members[] = {"name", "sha256", NULL};
static const char *const query_members[] = {"section", "server", "sha256", NULL};

static int tell(struct str *b, const json_t *m, const char *path, struct error *e)
{
    const json_t *profile = json_object_get(m, "profile"), *keys = json_object_get(profile, "keys");
    const json_t *inputs = json_object_get(m, "inputs");
    if (!*manifest_member(m, "heng") || !*manifest_member(profile, "path") ||
        !json_is_array(keys) || !json_is_array(inputs))
        return error_set(e, ERR_DATA,
                         "%s: not a manifest of heng: a part is missing or of another kind", path);
    serialise_text(b, manifest_member(m, "heng"));
    serialise_text(b, manifest_member(profile, "path"));
    serialise_int(b, json_is_number(json_object_get(m, "replicates")));
    tell_items(b, keys, key_members);
    tell_layers(b, keys);
    tell_items(b, inputs, input_members);
    tell_items(b, json_object_get(m, "outputs"), output_members);
    tell_items(b, json_object_get(m, "queries"), query_members);
    tell_folders(b, json_object_get(m, "plugins"));
    tell_folders(b, json_object_get(m, "scripts"));
    return OK;
}

static int parse(struct worker *w, void *arg, struct error *e)
{
    const struct source *s = arg;
    json_error_t why;
    json_t *m;
    int status;
    json_set_alloc_funcs(take_or_end, free);
    m = json_loadb(s->bytes, s->size, JSON_REJECT_DUPLICATES, &why);
    if (!m)
        return error_set(e, ERR_DATA, "%s:%d: not JSON: %s", s->path, why.line, why.text);
    status = s->tell(&w->message, m, s->path, e);
    json_decref(m);
    return status;
}

/* ---- what it says ------------------------------------------------------------------------- */

/* The number of items, and room for them. */
static void *hear_room(struct deserialiser *u, size_t *n, size_t size)
{
    void *v;
    *n = (size_t)deserialise_int_in(u, 0, MANIFEST_MAX);
    v = deserialise_room(u, *n, size);
    if (!v)
        *n = 0;
    return v;
}

const char *manifest_hear(struct deserialiser *u)
{
    char *whole = deserialise_text(u), *s = whole, *to = whole;
    uint32_t c = 0;
    for (size_t length; s && *s; s += length) {
        length = text_decode(s, strnlen(s, 4), &c);
        length = length ? length : 1;
        if (is_manifest_byte(c))
            *to++ = (char)(c - MANIFEST_BYTE);
        else
            for (size_t i = 0; i < length; i++)
                *to++ = s[i];
    }
    if (to != s) /* an empty text may be a constant */
        *to = '\0';
    return whole ? whole : "";
}

static void hear_keys(struct deserialiser *u, struct manifest *m)
{
    m->keys = hear_room(u, &m->n_keys, sizeof *m->keys);
    for (struct manifest_key *k = m->keys; k < m->keys + m->n_keys; k++) {
        k->section = manifest_hear(u);
        k->key = manifest_hear(u);
        k->value = manifest_hear(u);
        k->where = manifest_hear(u);
        k->dir = manifest_hear(u);
    }
    for (struct manifest_key *k = m->keys; k < m->keys + m->n_keys; k++)
        k->layer = (size_t)deserialise_int_in(u, 0, LAYERS_MAX);
}

static void hear_files(struct deserialiser *u, struct manifest *m)
{
    m->inputs = hear_room(u, &m->n_inputs, sizeof *m->inputs);
    for (struct manifest_input *f = m->inputs; f < m->inputs + m->n_inputs; f++) {
        f->role = manifest_hear(u);
        f->path = manifest_hear(u);
        f->sha256 = manifest_hear(u);
    }
    m->outputs = hear_room(u, &m->n_outputs, sizeof *m->outputs);
    for (struct manifest_output *f = m->outputs; f < m->outputs + m->n_outputs; f++) {
        f->name = manifest_hear(u);
        f->sha256 = manifest_hear(u);
    }
}

static void hear_queries(struct deserialiser *u, struct manifest *m)
{
    m->queries = hear_room(u, &m->n_queries, sizeof *m->queries);
    for (struct manifest_query *q = m->queries; q < m->queries + m->n_queries; q++) {
        q->section = manifest_hear(u);
        q->server = manifest_hear(u);
        q->sha256 = manifest_hear(u);
    }
}

static void hear_folders(struct deserialiser *u, struct manifest_folders *f)
{
    size_t n;
    f->v = hear_room(u, &n, sizeof *f->v);
    f->n = 0;
    for (size_t i = 0; i < n; i++) {
        const char *folder = manifest_hear(u);
        if (*folder)
            f->v[f->n++] = folder;
    }
}

static int hear(const struct str *message, const char *path, struct manifest *m, struct error *e)
{
    struct deserialiser u = {message->s, message->s + message->n, m->arena, false, false};
    m->heng = manifest_hear(&u);
    m->profile = manifest_hear(&u);
    m->replicates = deserialise_int_in(&u, 0, 1) != 0;
    hear_keys(&u, m);
    hear_files(&u, m);
    hear_queries(&u, m);
    hear_folders(&u, &m->plugins);
    hear_folders(&u, &m->scripts);
    return u.failed ? deserialise_refuse(&u, path, "the manifest could not be read", e) : OK;
}

int manifest_ask(const char *path, const struct manifest *m, manifest_teller *teller,
                 struct str *message, struct error *e)
{
    struct source s = {path, m->bytes, m->size, teller};
    struct worker_job job = {.fn = parse, .arg = &s, .trust = WORKER_CORE};
    int status;
    job.limits.message = MESSAGE_PER_BYTE * (m->size + MESSAGE_LEAST);
    status = workers_run(&job, 1, 1, e);
    if (!status && job.end == WORKER_EXITED)
        status = error_no_memory_for(e, path);
    else if (!status && job.end != WORKER_DONE)
        status = error_set(e, job.error.status, "%s", job.error.text);
    *message = job.message;
    return status;
}

int manifest_read(const char *path, struct manifest *m, struct error *e)
{
    struct str message = {0};
    int status;
    m->arena = arena_new();
    if (!m->arena)
        return error_no_memory(e);
    status = file_read(path, MANIFEST_MAX, &m->bytes, &m->size, e);
    if (status)
        return status;
    status = manifest_ask(path, m, tell, &message, e);
    if (!status)
        status = hear(&message, path, m, e);
    str_fini(&message);
    return status;
}

void manifest_fini(struct manifest *m)
{
    arena_free(m->arena);
    free(m->bytes);
}
