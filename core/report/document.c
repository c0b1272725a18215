/* SPDX-License-Identifier: MIT */
/* Documents under construction. */
#include "report/document.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct document *document_new(const char *language, struct error *e)
{
    struct arena *a = arena_new();
    struct document *d = a ? arena_alloc(a, sizeof *d) : NULL;
    if (!d) {
        arena_free(a);
        error_no_memory(e);
        return NULL;
    }
    *d = (struct document){
        .arena = a, .language = language, .title = "", .publisher = "", .date = ""};
    return d;
}

void document_free(struct document *d)
{
    if (d)
        arena_free(d->arena);
}

int document_memory(const struct document *d, struct error *e)
{
    return d->failed || arena_failed(d->arena) ? error_no_memory(e) : OK;
}

const char *document_words(const struct document *d, const char *zh, const char *en)
{
    return strcmp(d->language, "en") == 0 ? en : zh;
}

const char *document_warning(const struct document *d)
{
    if (!d->synthetic)
        return NULL;
    return d->partly
               ? document_words(d, "部分章节使用虚构数据（已在章首注明），仅作示例",
                                "The data of some chapters are made up, as they say; for "
                                "demonstration only")
               : document_words(d, "本报告使用虚构数据，仅作示例",
                                "The data of this report are made up; for demonstration only");
}

const char *document_text(struct document *d, const char *fmt, ...)
{
    va_list ap, again;
    char *s;
    int n;
    va_start(ap, fmt);
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    s = n < 0 ? NULL : arena_alloc(d->arena, (size_t)n + 1);
    if (s)
        vsnprintf(s, (size_t)n + 1, fmt, again);
    else
        d->failed = true;
    va_end(again);
    va_end(ap);
    return s ? s : "";
}

/* ---- blocks --------------------------------------------------------------- */

static struct block *add_block(struct document *d, enum block_kind kind)
{
    struct block *b = arena_grow(d->arena, d->blocks, d->n, &d->cap, sizeof *b);
    if (!b) {
        d->failed = true;
        return NULL;
    }
    d->blocks = b;
    b += d->n++;
    *b = (struct block){.kind = kind};
    return b;
}

/* Zeroed; NULL: out of memory, which the document notes. */
static void *make(struct document *d, size_t size)
{
    void *p = arena_alloc(d->arena, size);
    if (p)
        memset(p, 0, size);
    else
        d->failed = true;
    return p;
}

void document_heading(struct document *d, int level, const char *id, const char *text)
{
    struct block *b = add_block(d, BLOCK_HEADING);
    if (!b)
        return;
    b->level = level + d->depth;
    b->id = id;
    b->text = text;
}

struct paragraph *document_paragraph(struct document *d, enum paragraph_style style)
{
    struct paragraph *p = make(d, sizeof *p);
    struct block *b = p ? add_block(d, BLOCK_PARAGRAPH) : NULL;
    if (!b)
        return NULL;
    p->style = style;
    b->paragraph = p;
    return p;
}

void paragraph_run(struct document *d, struct paragraph *p, struct run run)
{
    struct run *runs = p ? arena_grow(d->arena, p->runs, p->n, &p->cap, sizeof *runs) : NULL;
    if (!runs) {
        d->failed = true;
        return;
    }
    p->runs = runs;
    p->runs[p->n++] = run;
}

const char *paragraph_words(struct document *d, const struct paragraph *p)
{
    struct str words = {0};
    const char *text;
    for (size_t i = 0; i < p->n; i++) {
        str_add(&words, p->runs[i].text);
        str_add(&words, p->runs[i].breaks ? " " : "");
    }
    text = words.s ? arena_strdup(d->arena, words.s) : "";
    d->failed = d->failed || words.failed || !text;
    str_fini(&words);
    return text ? text : "";
}

void document_line(struct document *d, enum paragraph_style style, const char *text)
{
    paragraph_run(d, document_paragraph(d, style), (struct run){.text = text});
}

struct document_table *document_table_apart(struct document *d, const char *caption,
                                            const struct document_column *columns, size_t n)
{
    struct document_table *t = make(d, sizeof *t);
    struct document_column *copy = arena_array(d->arena, n ? n : 1, sizeof *copy);
    if (!t || !copy) {
        d->failed = true;
        return NULL;
    }
    memcpy(copy, columns, n * sizeof *copy);
    *t = (struct document_table){.caption = caption, .columns = copy, .n_columns = n};
    return t;
}

struct document_table *document_table(struct document *d, const char *id, const char *caption,
                                      const struct document_column *columns, size_t n)
{
    struct document_table *t = document_table_apart(d, caption, columns, n);
    struct block *b = t ? add_block(d, BLOCK_TABLE) : NULL;
    if (!b)
        return NULL;
    t->id = id;
    b->table = t;
    return t;
}

struct document_cell *table_row(struct document *d, struct document_table *t)
{
    const size_t width = t ? t->n_columns : 0;
    struct document_cell *cells =
        t ? arena_grow(d->arena, t->cells, t->n_rows, &t->cap_rows, width * sizeof *cells) : NULL;
    if (!cells) {
        d->failed = true;
        return NULL;
    }
    t->cells = cells;
    cells += t->n_rows++ * width;
    for (size_t i = 0; i < width; i++)
        cells[i] = (struct document_cell){.v = NAN};
    return cells;
}

static bool is_blank_column(const struct document_table *t, size_t column)
{
    if (column == t->row_header || t->columns[column].kind != COLUMN_TEXT)
        return false;
    for (size_t row = 0; row < t->n_rows; row++) {
        const char *text = t->cells[row * t->n_columns + column].text;
        if (text && *text)
            return false;
    }
    return true;
}

static void drop_column(struct document_table *t, size_t column)
{
    const size_t n = t->n_columns;
    for (size_t i = 0, to = 0; i < n * t->n_rows; i++)
        if (i % n != column)
            t->cells[to++] = t->cells[i];
    for (size_t i = column; i + 1 < n; i++)
        t->columns[i] = t->columns[i + 1];
    t->row_header -= t->row_header > column;
    t->n_columns--;
}

void table_trim(struct document_table *t)
{
    for (size_t i = t->n_rows ? t->n_columns : 0; i-- > 0;)
        if (is_blank_column(t, i))
            drop_column(t, i);
}

struct document_figure *document_figure(struct document *d, const char *id, const char *caption,
                                        const char *description)
{
    struct document_figure *f = make(d, sizeof *f);
    struct block *b = f ? add_block(d, BLOCK_FIGURE) : NULL;
    if (!b)
        return NULL;
    *f = (struct document_figure){.id = id, .caption = caption, .description = description};
    b->figure = f;
    return f;
}

void document_legend(struct document *d, struct document_figure *f, const struct legend_key *keys,
                     size_t n)
{
    struct legend_key *copy = f ? arena_array(d->arena, n ? n : 1, sizeof *copy) : NULL;
    if (!copy) {
        d->failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        copy[i] = keys[i];
    f->legend = copy;
    f->n_legend = n;
}

void document_card(struct document *d, const char *id, const char *title)
{
    struct block *b = add_block(d, BLOCK_CARD);
    if (!b)
        return;
    b->id = id;
    b->text = title;
}

void document_card_end(struct document *d)
{
    add_block(d, BLOCK_CARD_END);
}

void document_data(struct document *d, const char *id, const char *json)
{
    struct page_data *v = arena_grow(d->arena, d->data, d->n_data, &d->cap_data, sizeof *v);
    if (!v) {
        d->failed = true;
        return;
    }
    d->data = v;
    v[d->n_data++] = (struct page_data){id, json};
}

void document_live(struct document *d, const char *name)
{
    struct block *b = add_block(d, BLOCK_LIVE);
    if (b)
        b->id = name;
}

const char *text_shown(struct arena *a, const char *s)
{
    size_t n = strnlen(s, SHOWN_BYTES + 1);
    const char *text;
    if (n <= SHOWN_BYTES)
        return s;
    for (n = SHOWN_BYTES; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
        n--;
    text = arena_printf(a, "%.*s\u2026", (int)n, s);
    return text ? text : "";
}

/* ---- numbers -------------------------------------------------------------- */

const char *document_number(struct document *d, double v, int decimals)
{
    return isnan(v) ? "\u2013" : document_text(d, "%.*f", decimals, v + 0.0);
}

int decimals_for(const double *v, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++)
        if (fabs(v[i]) > most)
            most = fabs(v[i]);
    return most >= 1000 ? 0 : most >= 100 ? 1 : most >= 1 ? 2 : 3;
}
