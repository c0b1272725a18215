/* SPDX-License-Identifier: MIT */
/* The driver: makes the files of a run that are asked for, and writes them together. */
#include "output/output.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "output/output_internal.h"

enum { PIECE = 1 << 16 };

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
    int status = outputs_grow(out, N_OUTPUT_TABLES, e);
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
    int status = outputs_grow(out, r->plan->n_analyses, e);
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

int outputs_add_snapshots(struct outputs *out, const struct plan *p, struct error *e)
{
    const struct dataset *d = p->data;
    int status = outputs_grow(out, d->n_queries, e);
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
    status = make_tables(r, tables, manifest, out, e);
    if (!status)
        status = outputs_add_snapshots(out, p, e);
    if (!status && tables)
        status = make_analyses(r, out, e);
    if (!status && wanted(formats, "csv"))
        status = outputs_add_people(out, r, e);
    return !status && manifest ? make_manifest(r, out, e) : status;
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
