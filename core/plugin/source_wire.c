/* SPDX-License-Identifier: MIT */
/* The cells of a source as bytes: out of a worker, and into whoever takes them in its parent. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plugin/source_internal.h"

/* ---- in the worker ------------------------------------------------------- */

static void put_bytes(struct source_wire *w, const void *bytes, size_t n)
{
    str_add_bytes(&w->worker->message, bytes, n);
}

/* Sends what there is, once it is worth it. */
static int32_t settle(struct source_wire *w)
{
    if (w->worker->message.n >= PART_BYTES && worker_send(w->worker, &w->error))
        w->stopped = true;
    return w->stopped;
}

static int32_t refuse(struct source_wire *w, const char *why)
{
    if (!w->stopped)
        error_set(&w->error, ERR_PART, "%s", why);
    w->stopped = true;
    return 1;
}

/* The mark of a cell, and where it is unless it is the next to the right. False: out of order. */
static bool put_place(struct source_wire *w, char mark, char next_mark, uint64_t row,
                      uint32_t column)
{
    bool is_next = w->any && row == w->row && column == w->column + 1;
    if (w->any && (row < w->row || (row == w->row && column <= w->column)))
        return false;
    put_bytes(w, is_next ? &next_mark : &mark, 1);
    if (!is_next) {
        put_bytes(w, &row, sizeof row);
        put_bytes(w, &column, sizeof column);
    }
    w->any = true;
    w->row = row;
    w->column = column;
    return true;
}

static void put_text(struct source_wire *w, const char *s, size_t n)
{
    const uint32_t length = (uint32_t)n;
    put_bytes(w, &length, sizeof length);
    put_bytes(w, s, n);
}

int32_t source_put_text(void *to, uint64_t row, uint32_t column, const char *s, size_t n)
{
    struct source_wire *w = to;
    if (w->stopped || n == 0)
        return w->stopped;
    if (!s || n > SOURCE_TEXT_MAX)
        return refuse(w, "a text of more than 1 MB in one cell");
    if (!put_place(w, MARK_TEXT, MARK_NEXT_TEXT, row, column))
        return refuse(w, "its cells do not come row by row from left to right");
    put_text(w, s, n);
    return settle(w);
}

int32_t source_put_number(void *to, uint64_t row, uint32_t column, double v)
{
    struct source_wire *w = to;
    char text[32];
    if (isinf(v)) { /* the reader of cells says what it thinks of it */
        int n = snprintf(text, sizeof text, "%g", v);
        return source_put_text(to, row, column, text, (size_t)n);
    }
    if (w->stopped || isnan(v))
        return w->stopped;
    if (!put_place(w, MARK_NUMBER, MARK_NEXT_NUMBER, row, column))
        return refuse(w, "its cells do not come row by row from left to right");
    put_bytes(w, &v, sizeof v);
    return settle(w);
}

int32_t source_put_merged(void *to, uint64_t top, uint32_t left, uint64_t bottom, uint32_t right)
{
    struct source_wire *w = to;
    const char mark = MARK_MERGED;
    if (w->stopped)
        return 1;
    put_bytes(w, &mark, 1);
    put_bytes(w, &top, sizeof top);
    put_bytes(w, &left, sizeof left);
    put_bytes(w, &bottom, sizeof bottom);
    put_bytes(w, &right, sizeof right);
    return settle(w);
}

static int32_t put_said(struct source_wire *w, char mark, const char *text)
{
    char clean[PLUGIN_WHY_MAX];
    if (w->stopped)
        return 1;
    snprintf(clean, sizeof clean, "%s", text ? text : "");
    plugin_clean(clean);
    put_bytes(w, &mark, 1);
    put_text(w, clean, strlen(clean));
    return settle(w);
}

int32_t source_put_note(void *to, const char *text)
{
    return put_said(to, MARK_NOTE, text);
}

int32_t source_put_server(void *to, const char *name)
{
    return put_said(to, MARK_SERVER, name);
}

int32_t source_put_sheet(void *to, const char *name, int32_t hidden)
{
    return put_said(to, hidden ? MARK_HIDDEN_SHEET : MARK_SHEET, name);
}

/* ---- in the parent ------------------------------------------------------- */

/* What is left of a part. */
struct rest {
    const char *p, *end;
    bool failed;
};

static void take_bytes(struct rest *r, void *to, size_t n)
{
    r->failed = r->failed || (size_t)(r->end - r->p) < n;
    if (r->failed) {
        memset(to, 0, n);
        return;
    }
    memcpy(to, r->p, n);
    r->p += n;
}

static const char *take_text(struct rest *r, size_t *n)
{
    uint32_t length;
    const char *s;
    take_bytes(r, &length, sizeof length);
    r->failed = r->failed || (size_t)(r->end - r->p) < length ||
                text_utf8_check(r->p, length) != length || memchr(r->p, '\0', length);
    if (r->failed)
        return NULL;
    s = r->p;
    r->p += length;
    *n = length;
    return s;
}

static void take_place(struct rest *r, struct source_place *at, bool is_next)
{
    if (is_next) {
        at->column++;
        return;
    }
    take_bytes(r, &at->row, sizeof at->row);
    take_bytes(r, &at->column, sizeof at->column);
}

static bool take_merged(struct rest *r, const struct source_taker *t)
{
    uint64_t top, bottom;
    uint32_t left, right;
    take_bytes(r, &top, sizeof top);
    take_bytes(r, &left, sizeof left);
    take_bytes(r, &bottom, sizeof bottom);
    take_bytes(r, &right, sizeof right);
    return !r->failed && t->merged(t->data, top, left, bottom, right);
}

static bool take_one(struct rest *r, char mark, struct source_place *at,
                     const struct source_taker *t)
{
    const char *s;
    double v;
    size_t n = 0;
    switch (mark) {
    case MARK_TEXT:
    case MARK_NEXT_TEXT:
        take_place(r, at, mark == MARK_NEXT_TEXT);
        s = take_text(r, &n);
        return s && t->text(t->data, at, s, n);
    case MARK_NUMBER:
    case MARK_NEXT_NUMBER:
        take_place(r, at, mark == MARK_NEXT_NUMBER);
        take_bytes(r, &v, sizeof v);
        return !r->failed && t->number(t->data, at, v);
    case MARK_MERGED:
        return take_merged(r, t);
    case MARK_NOTE:
    case MARK_SERVER:
    case MARK_SHEET:
    case MARK_HIDDEN_SHEET:
        s = take_text(r, &n);
        return s && t->said(t->data, (enum source_mark)mark, s, n);
    default:
        return false;
    }
}

bool source_take(const char *bytes, size_t n, struct source_place *at, const struct source_taker *t)
{
    struct rest r = {.p = bytes, .end = bytes + n};
    while (r.p < r.end) {
        char mark = *r.p++;
        if (!take_one(&r, mark, at, t))
            return false;
    }
    return true;
}
