/* SPDX-License-Identifier: MIT */
/* What a plugin reads of a data set: workbooks, databases. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "plan/dataset_internal.h"
#include "plan/problems.h"
#include "plugin/source.h"

/* What there is when the profile does not say: time and room that grow with the file. */
enum {
    SECONDS_PER_MB = 2,
    NETWORK_SECONDS = 60,
    MEMORY_PER_BYTE = 16, /* in the worker */
    MOST_MB = 64,
    MOST_PER_BYTE = 60,
    MOST_MB_WITHOUT_FILE = 1024
};

/* Sources whose plugins are built only where a library is found: what plugins/sources/NAME.mk say.
 */
static const struct optional_source optional[] = {
#include "plan/optional_sources.inc"
    {NULL, NULL},
};

static const char *where_of(const struct profile_section *s, const char *key)
{
    const struct profile_key *k = profile_key(s, key);
    return k ? k->where : s->where;
}

/* ---- the plugin ------------------------------------------------------------ */

enum { N_OPTIONAL = sizeof optional / sizeof *optional - 1 };

const struct optional_source *optional_source(size_t i)
{
    return i < N_OPTIONAL ? &optional[i] : NULL;
}

static const char *library_of(const char *name)
{
    for (size_t i = 0; i < N_OPTIONAL; i++)
        if (strcmp(optional[i].name, name) == 0)
            return optional[i].library;
    return NULL;
}

static void put_instead(struct str *b, const char *name)
{
    const char *names[N_OPTIONAL + 1] = {"csv"}, *near;
    struct str known = {0};
    for (size_t i = 0; i < N_OPTIONAL; i++)
        names[i + 1] = optional[i].name;
    near = text_nearest(name, names, N_OPTIONAL + 1);
    if (near)
        str_printf(b, "did you mean %s?", near);
    for (size_t i = 0; !near && i <= N_OPTIONAL; i++)
        str_printf(&known, "%s%s", i ? ", " : "", names[i]);
    if (known.n)
        str_printf(b, "there are %s", known.s);
    str_fini(&known);
}

static void tell_no_source(struct data_making *m, const struct profile_section *s, const char *name)
{
    const char *library = library_of(name), *where = where_of(s, "source");
    struct str instead = {0};
    put_instead(&instead, name);
    if (library)
        messages_add(
            &m->d->problems, ERR_UNAVAILABLE,
            "%s: [%s] source: %s: it needs the plugin %s, which is built where %s is found", where,
            s->name, name, name, library);
    else
        messages_add(&m->d->problems, ERR_UNAVAILABLE, "%s: [%s] source: %s: no such source; %s",
                     where, s->name, name, instead.s ? instead.s : "");
    str_fini(&instead);
}

static bool is_noted(const struct dataset *d, const char *path)
{
    for (size_t i = 0; i < d->n_files; i++)
        if (strcmp(d->files[i].path, path) == 0)
            return true;
    return false;
}

static int note_source(struct data_making *m, const struct profile_section *s,
                       const struct plugin *p, const struct heng_source *source, struct error *e)
{
    struct dataset *d = m->d;
    struct dataset_source *v =
        arena_grow(d->arena, d->sources, d->n_sources, &d->cap_sources, sizeof *v);
    if (!v)
        return error_no_memory(e);
    d->sources = v;
    v[d->n_sources] = (struct dataset_source){arena_strdup(d->arena, s->name), source};
    if (!v[d->n_sources++].section)
        return error_no_memory(e);
    return is_noted(d, p->path) ? OK : dataset_note_file(d, "plugin", p->path, p->sha256, NULL, e);
}

/* ---- keys ------------------------------------------------------------------ */

static const char *const source_keys[] = {"sheet",    "query",    "service",
                                          "snapshot", "limit_mb", "limit_seconds"};

bool dataset_is_source_key(const char *key)
{
    for (size_t i = 0; i < sizeof source_keys / sizeof *source_keys; i++)
        if (strcmp(source_keys[i], key) == 0)
            return true;
    return false;
}

/* Keys that other sources have, and this one has not. */
static void check_keys(struct data_making *m, const struct profile_section *s,
                       const struct heng_source *source)
{
    struct param_table t = {source->params, source->n_params, source->param_stride,
                            source->params_size};
    for (size_t i = 0; i < 3; i++) {
        const struct profile_key *k = profile_key(s, source_keys[i]);
        if (k && *k->value && !param_find(&t, k->name))
            problems_add(&m->d->problems, k->where, s->name, k->name,
                         "source %s has none; take it out", source->name);
    }
    if (source->traits & HENG_NO_FILE && profile_key(s, "path") && *profile_key(s, "path")->value)
        problems_add(&m->d->problems, where_of(s, "path"), s->name, "path",
                     "source %s reads no file; take it out", source->name);
}

static struct worker_limits limits_of(const struct data_making *m, const struct data_options *d,
                                      const struct heng_source *source, uint64_t size)
{
    struct worker_limits l = m->tools->limits;
    double mb = (double)size / (1 << 20);
    l.memory += (size_t)size * MEMORY_PER_BYTE;
    if (d->limit_seconds > 0)
        l.seconds = d->limit_seconds;
    else if (source->traits & HENG_NETWORK)
        l.seconds = NETWORK_SECONDS;
    else
        l.seconds += SECONDS_PER_MB * mb;
    return l;
}

static uint64_t most_of(const struct data_options *d, const struct heng_source *source,
                        uint64_t size)
{
    if (d->limit_mb > 0)
        return (uint64_t)(d->limit_mb * (1 << 20));
    if (source->traits & HENG_NO_FILE)
        return (uint64_t)MOST_MB_WITHOUT_FILE << 20;
    return ((uint64_t)MOST_MB << 20) + size * MOST_PER_BYTE;
}

/* ---- reading --------------------------------------------------------------- */

struct reading {
    struct data_making *m;
    struct profile_section *s;
    const struct data_options *d;
    const char *path; /* or NULL */
    struct source_job job;
    struct sheet sheet;
};

static void tell(struct reading *r, struct messages *warnings)
{
    const char *what = r->path ? r->path : r->s->name;
    for (size_t i = 0; i < warnings->n; i++)
        messages_add(&r->m->d->warnings, OK, "%s: %s", what, warnings->items[i].text);
}

static bool is_same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool is_unchanged(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && is_same_time(a->st_mtim, b->st_mtim) &&
           is_same_time(a->st_ctim, b->st_ctim);
}

/* Through a descriptor; what is not kept as bytes must not change between hash and cells. */
static int read_file(struct reading *r, struct messages *warnings, struct error *e)
{
    struct inputs *inputs = r->m->p->inputs;
    struct stat before = {0}, after = {0};
    struct input *in;
    char sha256[HASH_TEXT];
    int status = inputs_open(inputs, r->path, INPUT_KEPT, &in, e);
    if (!status)
        status = input_descriptor(in, r->path, &r->job.fd, e);
    if (status)
        return status;
    fstat(r->job.fd, &before);
    status = inputs_hash(inputs, r->path, sha256, e);
    if (!status)
        status = plugin_read(&r->job, &r->sheet, warnings, e);
    fstat(r->job.fd, &after);
    close(r->job.fd);
    if (!status && !is_unchanged(&before, &after))
        status = error_set(e, ERR_IO, "was changed while it was read; try again");
    if (status)
        return status == ERR_MEMORY ? status : error_prefix(e, "%s", r->path);
    return dataset_note_file(r->m->d, "data", r->path, sha256, NULL, e);
}

/* A few cells far out make a table of nearly nothing. */
static int make_table(struct reading *r, const struct csv_options *o, struct table **t,
                      struct error *e)
{
    const struct sheet *s = &r->sheet;
    size_t filled = 0, cells;
    for (size_t i = 0; i < s->n_rows; i++)
        filled += sheet_row_is_blank(s, i) ? 0 : 1;
    if (!__builtin_mul_overflow(filled, s->n_columns, &cells) && cells <= r->job.most)
        return shape_read(s, o, t, e);
    return error_set(e, ERR_DATA,
                     "%s: rows of %zu columns, nearly all blank: more than %llu MB; limit_mb says "
                     "how much is taken",
                     s->path, s->n_columns, (unsigned long long)(r->job.most >> 20));
}

static int read_cells(struct reading *r, const struct csv_options *o, struct table **t,
                      struct error *e)
{
    struct messages warnings = {0};
    int status =
        r->path ? read_file(r, &warnings, e) : plugin_read(&r->job, &r->sheet, &warnings, e);
    if (!status) {
        tell(r, &warnings);
        status = dataset_note_query(r->m, r->s, r->d, r->job.source, &r->sheet, e);
    }
    if (!status) {
        status = make_table(r, o, t, e);
    }
    messages_fini(&warnings);
    sheet_fini(&r->sheet);
    return status;
}

static int size_of(struct reading *r, struct error *e)
{
    struct input *in;
    int status = r->path ? inputs_open(r->m->p->inputs, r->path, INPUT_KEPT, &in, e) : OK;
    if (!status && r->path)
        r->job.file_size = in->n;
    return status;
}

static int bind(struct reading *r, struct error *e)
{
    const struct heng_source *source = r->job.source;
    struct param_table t = {source->params, source->n_params, source->param_stride,
                            source->params_size};
    void *params = arena_alloc(r->m->d->arena, t.size);
    if (!params)
        return error_no_memory(e);
    r->job.params = params;
    return profile_bind(r->m->p, r->s, &t, params, &r->m->d->problems, e);
}

int dataset_read_source(struct data_making *m, struct profile_section *s,
                        const struct data_options *d, const char *name, const char *path,
                        const struct csv_options *o, struct table **t, struct error *e)
{
    struct reading r = {.m = m, .s = s, .d = d, .path = path, .job.fd = -1};
    size_t before = m->d->problems.n;
    struct error why;
    int status = tools_source(m->tools, name, m->jobs, &r.job.plugin, &r.job.source, &why);
    *t = NULL;
    if (!status && !r.job.source) {
        tell_no_source(m, s, name);
        return OK;
    }
    if (!status)
        status = note_source(m, s, r.job.plugin, r.job.source, &why);
    if (!status)
        status = bind(&r, &why);
    if (!status)
        check_keys(m, s, r.job.source);
    if (!status)
        status = size_of(&r, &why);
    if (status == ERR_MEMORY)
        return error_no_memory(e);
    if (status || m->d->problems.n > before) {
        if (status)
            messages_add_error(&m->d->problems, &why);
        return OK;
    }
    r.sheet.path = path ? path : s->name;
    r.job.limits = limits_of(m, d, r.job.source, r.job.file_size);
    r.job.most = most_of(d, r.job.source, r.job.file_size);
    status = read_cells(&r, o, t, &why);
    if (status) {
        why.status = error_as(why.status, ERR_DATA);
        if (!path)
            error_prefix(&why, "%s: [%s]", s->where, s->name);
        messages_add_error(&m->d->problems, &why);
    }
    return OK;
}
