/* SPDX-License-Identifier: MIT */
/* The driver: makes the files of a run that are asked for, and writes them together. */
#include "output/output.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "output/output_internal.h"

enum {
    KEPT_MAX = 8 << 20, /* bytes of an output that stay in memory */
    PIECE = 1 << 16
};

/* What is being made: in memory, then in a file. */
struct kept_output {
    struct str text;
    struct output *o;
    bool unspilled; /* no temporary file can be made: all stays in memory */
};

/* In $TMPDIR or where disks are, rather than in memory. */
static FILE *temporary_file(void)
{
    const char *dir = getenv("TMPDIR");
    int fd = open(dir && *dir ? dir : "/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    FILE *f = fd >= 0 ? fdopen(fd, "w+") : tmpfile();
    if (!f && fd >= 0)
        close(fd);
    return f;
}

/* Not open_memstream, which says nothing when it runs out of memory. */
static ssize_t keep_bytes(void *to, const char *bytes, size_t n)
{
    struct kept_output *k = to;
    struct output *o = k->o;
    if (!o->spill && !k->unspilled && k->text.n + n > KEPT_MAX) {
        o->spill = temporary_file();
        k->unspilled = !o->spill;
        if (o->spill && fwrite(k->text.s, 1, k->text.n, o->spill) != k->text.n)
            return 0;
        if (o->spill)
            str_fini(&k->text);
    }
    o->n += n;
    if (o->spill)
        return fwrite(bytes, 1, n, o->spill) == n ? (ssize_t)n : 0;
    str_add_bytes(&k->text, bytes, n);
    return k->text.failed ? 0 : (ssize_t)n;
}

static int hash_output(struct output *o, struct error *e)
{
    if (o->spill)
        return hash_opened(fileno(o->spill), o->name, o->sha256, e);
    hash_bytes(o->bytes, o->n, o->sha256);
    return OK;
}

int output_make(struct output *o, bool (*write)(void *of, FILE *f), void *of, struct error *e)
{
    struct kept_output k = {.o = o};
    char buffer[PIECE];
    FILE *f = fopencookie(&k, "w", (cookie_io_functions_t){.write = keep_bytes});
    bool ok;
    o->n = 0;
    if (!f)
        return error_no_memory(e);
    setvbuf(f, buffer, _IOFBF, sizeof buffer);
    ok = write(of, f);
    ok = !ferror(f) && ok;
    ok = fclose(f) == 0 && ok && !k.text.failed;
    o->bytes = k.text.s; /* outputs_fini frees it */
    if (o->spill && (fflush(o->spill) || ferror(o->spill)))
        return error_set(e, ERR_IO, "%s: no room for it in the folder of temporary files (TMPDIR)",
                         o->name);
    return ok ? hash_output(o, e) : error_no_memory(e);
}

static bool wanted(const struct heng_names *formats, const char *format)
{
    if (!format)
        return true;
    for (size_t i = 0; i < formats->n; i++)
        if (strcmp(formats->v[i], format) == 0)
            return true;
    return formats->n == 0;
}

/* One of a run's; kind NULL: of an analysis. */
struct output_files {
    struct table_file l;
    const struct outputs *all;
    const struct output_table *kind;
};

static bool write_making(void *of, FILE *f)
{
    struct output_files *m = of;
    bool ok;
    m->l.out.w.out = f;
    if (!m->kind)
        ok = output_findings(&m->l);
    else
        ok = m->kind->write ? m->kind->write(&m->l) : !manifest_write(m->l.r, m->all, f);
    return ok && !arena_failed(m->l.r->arena) && !arena_failed(m->l.r->plan->arena);
}

static int make_one(const struct results *r, const struct outputs *all, struct output *to,
                    const struct output_table *kind, size_t analysis, struct error *e)
{
    struct output_files m = {
        {.r = r, .out.synthetic = r->plan->synthetic, .analysis = analysis}, all, kind};
    m.l.out.w.kinds = &to->kinds;
    return output_make(to, write_making, &m, e);
}

static struct output *add_output(struct outputs *out, const char *name, const char *format)
{
    struct output *to = &out->v[out->n++];
    to->name = name;
    to->format = format;
    return to;
}

/* The manifest takes its place, and is made last: it tells of the others. */
static int make_tables(const struct results *r, bool tables, bool manifest, struct outputs *out,
                       struct error *e)
{
    int status = OK;
    for (size_t k = 0; !status && k < N_OUTPUT_TABLES; k++) {
        const struct output_table *t = &output_tables[k];
        if (!t->write && manifest)
            add_output(out, t->name, "json");
        else if (t->write && tables && output_is_chosen(r->plan, t->name) &&
                 (!t->wanted || t->wanted(r)))
            status = make_one(r, out, add_output(out, t->name, "csv"), t, 0, e);
    }
    return status;
}

static int make_analyses(const struct results *r, struct outputs *out, struct error *e)
{
    int status = OK;
    for (size_t k = 0; !status && k < r->plan->n_analyses; k++) {
        const char *file = r->plan->analyses[k].file;
        if (!r->findings[k].failed && output_is_chosen(r->plan, file))
            status = make_one(r, out, add_output(out, file, "csv"), NULL, k, e);
    }
    return status;
}

static int make_manifest(const struct results *r, const struct outputs *out, struct error *e)
{
    const struct output_table *t = output_tables;
    while (t->write)
        t++;
    return make_one(r, out, outputs_manifest(out), t, 0, e);
}

/* Written whatever the formats: it is an input that is kept. */
static bool write_rows(void *of, FILE *f)
{
    const struct dataset_query *q = of;
    fwrite(q->rows.s, 1, q->rows.n, f);
    return true;
}

static int make_snapshots(const struct dataset *d, struct outputs *out, struct error *e)
{
    int status = OK;
    for (size_t k = 0; !status && k < d->n_queries; k++)
        if (d->queries[k].file)
            status = output_make(add_output(out, d->queries[k].file, NULL), write_rows,
                                 &d->queries[k], e);
    return status;
}

int outputs_make(const struct results *r, const struct heng_names *formats, struct outputs *out,
                 struct error *e)
{
    const struct plan *p = r->plan;
    const bool database = formats->n > 0 && wanted(formats, "sqlite");
    const bool tables = database || wanted(formats, "csv");
    const bool manifest = database || wanted(formats, "json");
    int status;
    *out = (struct outputs){.of_run = true};
    out->v = calloc(N_OUTPUT_TABLES + p->n_analyses + p->data->n_queries, sizeof *out->v);
    status = out->v ? make_tables(r, tables, manifest, out, e) : error_no_memory(e);
    if (!status)
        status = make_snapshots(p->data, out, e);
    if (!status && tables)
        status = make_analyses(r, out, e);
    return !status && manifest ? make_manifest(r, out, e) : status;
}

int outputs_add(struct outputs *out, const char *name, char *bytes, size_t n, struct error *e)
{
    struct output *v = realloc(out->v, (out->n + 1) * sizeof *v);
    if (!v) {
        free(bytes);
        return error_no_memory(e);
    }
    out->v = v;
    v[out->n] = (struct output){.name = name, .bytes = bytes, .n = n};
    return hash_output(&v[out->n++], e);
}

int outputs_join(struct outputs *out, struct outputs *more, struct error *e)
{
    struct output *v = realloc(out->v, (out->n + more->n) * sizeof *v);
    if (!v)
        return error_no_memory(e);
    memcpy(v + out->n, more->v, more->n * sizeof *v);
    out->v = v;
    out->n += more->n;
    more->n = 0;
    outputs_fini(more);
    return OK;
}

void outputs_fini(struct outputs *out)
{
    for (size_t k = 0; k < out->n; k++) {
        free(out->v[k].bytes);
        str_fini(&out->v[k].kinds);
        if (out->v[k].spill)
            fclose(out->v[k].spill);
    }
    free(out->v);
    *out = (struct outputs){0};
}

/* An output never replaces a file that the run reads. */
static int check_inputs(const struct plan *p, const char *dir, const char *name, struct error *e)
{
    const char *to = path_join(p->arena, dir, name);
    const char *real = to ? path_real(p->arena, to) : NULL;
    for (size_t i = 0; real && i < p->files.n; i++) {
        const char *input = path_real(p->arena, p->files.v[i].path);
        if (input && strcmp(input, real) == 0)
            return error_set(
                e, ERR_CANTCREATE,
                "%s: would replace an input of this run (%s); choose another folder with -o", to,
                p->files.v[i].role);
    }
    return OK;
}

static int copy_spill(const struct output *o, FILE *to, struct error *e)
{
    char piece[PIECE];
    size_t n;
    rewind(o->spill);
    while ((n = fread(piece, 1, sizeof piece, o->spill)) > 0)
        fwrite(piece, 1, n, to);
    return ferror(o->spill) ? error_set(e, ERR_IO, "%s: its temporary file cannot be read", o->name)
                            : OK;
}

static int write_one(struct file_set *set, const struct output *o, struct error *e)
{
    FILE *f;
    int status = file_set_open(set, o->name, &f, e);
    if (status)
        return status;
    if (o->spill)
        status = copy_spill(o, f, e);
    else
        fwrite(o->bytes, 1, o->n, f);
    return status ? status : file_set_close(set, f, e);
}

int outputs_check(const struct outputs *out, const char *dir, const struct plan *p, struct error *e)
{
    int status = OK;
    for (size_t k = 0; !status && k < out->n; k++)
        status = check_inputs(p, dir, out->v[k].name, e);
    if (!status && arena_failed(p->arena)) /* a path that could not be compared */
        status = error_no_memory_for(e, dir);
    return status;
}

/* Only where it is asked for by name, of outputs that have a manifest. */
static int write_database(struct file_set *set, const struct outputs *out,
                          const struct heng_names *formats, struct error *e)
{
    struct output database = {0};
    int status = OK;
    if (!outputs_manifest(out) || formats->n == 0 || !wanted(formats, "sqlite"))
        return OK;
    status = output_database(out, &database, e);
    if (!status)
        status = write_one(set, &database, e);
    free(database.bytes);
    return status;
}

int outputs_write(const struct outputs *out, const struct heng_names *formats, const char *dir,
                  const struct plan *p, struct error *e)
{
    struct file_set *set = NULL;
    int status = outputs_check(out, dir, p, e);
    if (!status)
        status = file_set_begin(dir, &set, e);
    for (size_t k = 0; !status && k < out->n; k++)
        if (wanted(formats, out->v[k].format))
            status = write_one(set, &out->v[k], e);
    if (!status)
        status = write_database(set, out, formats->n ? formats : &p->fixed.output.formats, e);
    if (!status) {
        file_set_ask_earlier(set, earlier_drop, (void *)(uintptr_t)out);
        return file_set_commit(set, e);
    }
    file_set_abort(set);
    return status;
}
