/* SPDX-License-Identifier: MIT */
/*
 * A source of data read in a worker. Its cells come in parts while it reads, so that neither side
 * ever holds more of them than the sheet that they become.
 */
#include "plugin/source.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/source_internal.h"

struct source_task {
    const struct source_job *job;
    bool only_sheets;
};

/* ---- in the worker ------------------------------------------------------- */

static const struct heng_source *find_source(const struct heng_plugin *p, const char *name)
{
    const struct heng_source *s;
    for (size_t i = 0; (s = plugin_part(plugin_sources(p), i)) != NULL; i++)
        if (strcmp(s->name, name) == 0)
            return s;
    return NULL;
}

static bool is_same(const struct heng_source *a, const struct heng_source *b)
{
    return a && a->n_params == b->n_params && a->params_size == b->params_size &&
           a->traits == b->traits;
}

struct source_call {
    struct heng_read_call c;
    struct source_wire wire;
    char why[PLUGIN_WHY_MAX];
    struct plugin_environment world;
    struct plugin_remarks remarks;
};

static void call_init(struct source_call *c, struct worker *w, const struct source_job *job)
{
    c->wire.worker = w;
    c->c = (struct heng_read_call){
        .size = sizeof c->c,
        .params = job->params,
        .why = c->why,
        .why_size = sizeof c->why,
        .warn = plugin_remark,
        .warn_data = &c->remarks,
        .fd = job->fd < 0 ? -1 : WORKER_FILE,
        .file_size = job->file_size,
        .most = job->most,
        .seconds = job->limits.seconds,
        .to = &c->wire,
        .text = source_put_text,
        .number = source_put_number,
        .merged = source_put_merged,
        .sheet = source_put_sheet,
        .note = source_put_note,
        .server = source_put_server,
    };
}

/* What it answered. What heng itself refused counts before what the plugin says of it. */
static int settle(struct source_call *c, int answered, struct error *e)
{
    c->why[sizeof c->why - 1] = '\0';
    plugin_clean(c->why);
    if (c->wire.stopped) {
        *e = c->wire.error;
        return e->status;
    }
    if (answered == HENG_OK) {
        if (c->why[0])
            plugin_remark(&c->remarks, HENG_NO_COLUMN, c->why);
        return OK;
    }
    if (c->why[0])
        return error_set(e, ERR_PART, "%s", c->why);
    return error_set(e, ERR_PART, "it answered %d without saying why", answered);
}

static int call_source(struct worker *w, const struct source_task *t, const struct heng_source *s,
                       struct source_call *c, struct error *e)
{
    int answered = HENG_OK;
    call_init(c, w, t->job);
    plugin_place(w, t->only_sheets ? "sheets" : "read");
    if (!t->only_sheets)
        answered = s->read(&c->c);
    else if (s->sheets)
        answered = s->sheets(&c->c);
    plugin_world_restore(&c->world);
    plugin_place(w, "%s", "");
    return settle(c, answered, e);
}

static int read_all(struct worker *w, void *arg, struct error *e)
{
    const struct source_task *t = arg;
    const struct source_job *job = t->job;
    const struct heng_plugin *p;
    const struct heng_source *s;
    struct source_call *c = calloc(1, sizeof *c);
    int status;
    if (!c)
        return error_no_memory(e);
    status = plugin_load_again(w, job->plugin, &c->world, &p, e);
    if (status)
        return status;
    s = find_source(p, job->source->name);
    if (!is_same(s, job->source))
        return error_set(e, ERR_PART, "it describes itself differently each time it is loaded");
    status = call_source(w, t, s, c, e);
    if (!status)
        status = worker_send(w, e);
    if (!status)
        plugin_remarks_serialise(&w->message, &c->remarks);
    return status; /* what was allocated ends with the worker */
}

/* ---- in the parent: cells into a sheet ------------------------------------ */

struct filling {
    struct sheet *sheet;
    struct source_place at;
    uint64_t most, used; /* bytes that the sheet may take, and takes */
    struct error error;  /* why no more is wanted */
};

static bool refuse(struct filling *f, const char *why)
{
    if (!f->error.status)
        error_set(&f->error, ERR_PART, "%s", why);
    return false;
}

static bool too_much(struct filling *f)
{
    if (!f->error.status)
        error_set(&f->error, ERR_PART,
                  "more than %llu MB come out of it; limit_mb says how much is taken",
                  (unsigned long long)(f->most >> 20));
    return false;
}

/* Rows that are passed over take room, too. */
static bool is_within(struct filling *f, const struct source_place *at)
{
    uint64_t more = at->row >= f->sheet->n_rows ? at->row - f->sheet->n_rows + 1 : 0;
    if (at->column >= SOURCE_COLUMNS_MAX)
        return refuse(f, "more than 65,536 columns");
    if (more > f->most / ROW_BYTES || f->used + more * ROW_BYTES > f->most)
        return too_much(f);
    f->used += more * ROW_BYTES;
    return true;
}

static size_t width_of(const struct sheet *s, uint64_t row)
{
    return row < s->n_rows ? s->widths[row] : 0;
}

/* before: how wide the row was. */
static bool count(struct filling *f, const struct source_place *at, size_t before, size_t text)
{
    f->used += (width_of(f->sheet, at->row) - before) * sizeof(uint64_t) + text;
    return f->used <= f->most || too_much(f);
}

static bool fill_text(void *data, const struct source_place *at, const char *s, size_t n)
{
    struct filling *f = data;
    size_t before = width_of(f->sheet, at->row);
    return is_within(f, at) && !sheet_text(f->sheet, at->row, at->column, s, n, &f->error) &&
           count(f, at, before, n + sizeof(uint32_t));
}

static bool fill_number(void *data, const struct source_place *at, double v)
{
    struct filling *f = data;
    size_t before = width_of(f->sheet, at->row);
    if (!isfinite(v))
        return refuse(f, "a number that is none");
    return is_within(f, at) && !sheet_number(f->sheet, at->row, at->column, v, &f->error) &&
           count(f, at, before, 0);
}

static bool fill_merged(void *data, uint64_t top, uint32_t left, uint64_t bottom, uint32_t right)
{
    struct filling *f = data;
    struct sheet_merge m = {(size_t)top, left, (size_t)bottom, right};
    if (top > bottom || left > right || bottom > UINT32_MAX || right >= SOURCE_COLUMNS_MAX)
        return refuse(f, "merged cells that are none");
    f->used += sizeof m;
    return f->used <= f->most ? !sheet_merged(f->sheet, &m, &f->error) : too_much(f);
}

static bool fill_said(void *data, enum source_mark mark, const char *s, size_t n)
{
    struct filling *f = data;
    char text[PLUGIN_WHY_MAX];
    snprintf(text, sizeof text, "%.*s", (int)n, s);
    f->used += sizeof text;
    if (f->used > f->most)
        return too_much(f);
    if (mark == MARK_NOTE)
        return !sheet_note(f->sheet, text, &f->error);
    if (mark == MARK_SERVER)
        return !sheet_answered(f->sheet, text, &f->error);
    return !sheet_named(f->sheet, text, &f->error);
}

static bool fill(void *data, const char *bytes, size_t n)
{
    struct filling *f = data;
    const struct source_taker t = {f, fill_text, fill_number, fill_merged, fill_said};
    if (source_take(bytes, n, &f->at, &t))
        return true;
    return refuse(f, "its cells arrived damaged (a text that is not UTF-8, or holds a NUL?)");
}

/* ---- in the parent: names of sheets ---------------------------------------- */

struct listing {
    struct arena *arena;
    struct source_sheet *v;
    size_t n, cap;
    struct source_place at;
    struct error error;
};

static bool no_cell(void *data, const struct source_place *at, const char *s, size_t n)
{
    (void)data, (void)at, (void)s, (void)n;
    return false;
}

static bool no_number(void *data, const struct source_place *at, double v)
{
    (void)data, (void)at, (void)v;
    return false;
}

static bool no_merge(void *data, uint64_t top, uint32_t left, uint64_t bottom, uint32_t right)
{
    (void)data, (void)top, (void)left, (void)bottom, (void)right;
    return false;
}

static bool list_sheet(void *data, enum source_mark mark, const char *s, size_t n)
{
    struct listing *l = data;
    struct source_sheet *v;
    if (mark == MARK_NOTE || mark == MARK_SERVER)
        return true;
    if (l->n == SOURCE_COLUMNS_MAX)
        return false;
    v = arena_grow(l->arena, l->v, l->n, &l->cap, sizeof *v);
    if (!v)
        return false;
    l->v = v;
    v[l->n].name = arena_strndup(l->arena, s, n);
    v[l->n].hidden = mark == MARK_HIDDEN_SHEET;
    return v[l->n++].name != NULL;
}

static bool list(void *data, const char *bytes, size_t n)
{
    struct listing *l = data;
    const struct source_taker t = {l, no_cell, no_number, no_merge, list_sheet};
    if (source_take(bytes, n, &l->at, &t))
        return true;
    if (arena_failed(l->arena))
        error_no_memory(&l->error);
    else
        error_set(&l->error, ERR_PART, "its list of sheets arrived damaged");
    return false;
}

/* ---- in the parent: the worker --------------------------------------------- */

static void warn(void *warnings, size_t column, const char *text)
{
    if (column == HENG_NO_COLUMN)
        messages_add_once(warnings, OK, "%s", text);
    else
        messages_add_once(warnings, OK, "column %zu: %s", column + 1, text);
}

static int tell_remarks(const struct str *message, struct messages *warnings, struct error *e)
{
    struct arena *a = arena_new();
    struct deserialiser u = {.p = message->s,
                             .end = message->s + message->n,
                             .arena = a,
                             .failed = message->n == 0 || !a,
                             .short_of_memory = !a};
    int status = OK;
    plugin_remarks_tell(&u, SOURCE_COLUMNS_MAX, warn, warnings);
    if (u.failed)
        status = deserialise_refuse(&u, "source", "its report arrived damaged", e);
    arena_free(a);
    return status;
}

/* refused: what the taker says of a part; it counts before how the worker has ended. */
static int run(struct source_task *t, bool (*take)(void *data, const char *bytes, size_t n),
               void *data, const struct error *refused, struct messages *warnings, struct error *e)
{
    const struct source_job *job = t->job;
    struct worker_job w = {
        .name = "",
        .fn = read_all,
        .arg = t,
        .trust = job->source->traits & HENG_NETWORK ? WORKER_NETWORK : WORKER_PLUGIN,
        .limits = job->limits,
        .file = job->fd < 0 ? 0 : job->fd,
        .take = take,
        .take_data = data,
    };
    int status = workers_run(&w, 1, 1, e);
    if (!status && refused->status)
        status = (*e = *refused).status;
    else if (!status && w.end != WORKER_DONE) {
        *e = w.error;
        status = e->status = error_as(w.error.status, ERR_PART);
    } else if (!status && warnings) {
        status = tell_remarks(&w.message, warnings, e);
    }
    str_fini(&w.message);
    return status;
}

int plugin_read(const struct source_job *job, struct sheet *to, struct messages *warnings,
                struct error *e)
{
    struct source_task t = {.job = job};
    struct filling f = {.sheet = to, .most = job->most};
    return run(&t, fill, &f, &f.error, warnings, e);
}

int plugin_sheets(const struct source_job *job, struct arena *a, struct source_sheet **sheets,
                  size_t *n, struct error *e)
{
    struct source_task t = {.job = job, .only_sheets = true};
    struct listing l = {.arena = a};
    int status = run(&t, list, &l, &l.error, NULL, e);
    *sheets = l.v;
    *n = l.n;
    return status;
}
