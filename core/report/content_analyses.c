/* SPDX-License-Identifier: MIT */
/* What each analysis has found, as a table; the figures are in content_findings.c. */
#include <math.h>
#include <string.h>

#include "methods/registry.h"
#include "output/words.h"
#include "report/content_findings.h"

enum { LINES_SHOWN = 30 };

static const struct heng_method *method_of(const struct found_lines *f)
{
    return f->a->method->desc;
}

/* ---- the table ------------------------------------------------------------ */

/* Beside the fields: the class where findings are of classes. */
static struct document_table *begin_table(const struct found_lines *f, bool classes)
{
    const struct heng_method *d = method_of(f);
    struct document_column *columns =
        arena_array(f->x->d->arena, d->analysis->n_fields + 1, sizeof *columns);
    size_t n = 0;
    if (!columns)
        return NULL;
    if (classes)
        columns[n++] = (struct document_column){.title = SAY(f->x, "类别", "Class")};
    for (size_t k = 0; k < d->analysis->n_fields; k++) {
        const struct heng_field *g = method_field(d, k);
        const char *title = words_field(f->x->language, d->name, g->name);
        if (!words_is_shown(f->x->language, d, k))
            continue;
        columns[n++] = (struct document_column){.title = title ? title : g->name,
                                                .unit = words_unit(f->x->language, g->unit),
                                                .kind = g->is_text ? COLUMN_TEXT : COLUMN_NUMBER};
    }
    return document_table(f->x->d, NULL,
                          document_text(f->x->d, SAY(f->x, "%s（%s）", "%s (%s)"),
                                        analysis_title(f->a, f->x->language), f->a->name),
                          columns, n);
}

static const char *figure_text(struct edition *x, double v)
{
    if (isnan(v))
        return "\u2013";
    if (v == floor(v) && fabs(v) < 1e9)
        return document_text(x->d, "%.0f", v + 0.0);
    return document_text(x->d, fabs(v) >= 1000 ? "%.0f" : "%.4g", v);
}

static void fill_line(const struct found_lines *f, size_t line, struct document_cell *row,
                      bool classes)
{
    const struct heng_method *d = method_of(f);
    size_t texts = 0, values = 0, at = 0;
    if (classes)
        row[at++].text = f->v[line]->class == NONE ? "" : class_name(f->x, f->v[line]->class);
    for (size_t k = 0; k < d->analysis->n_fields; k++) {
        struct document_cell cell = {.v = NAN};
        if (method_field(d, k)->is_text) {
            const char *text = f->v[line]->text[texts++];
            const char *word = words_value(f->x->language, method_field(d, k)->name, text);
            cell.text = word != text ? word : found_title(f->x, text);
        } else {
            cell.v = f->v[line]->v[values++];
            cell.text = figure_text(f->x, cell.v);
        }
        if (words_is_shown(f->x->language, d, k))
            row[at++] = cell;
    }
}

static void write_lines(const struct found_lines *f)
{
    bool classes = false;
    struct document_table *t;
    for (size_t i = 0; i < f->n; i++)
        classes = classes || f->v[i]->class != NONE;
    classes = classes && f->x->r->plan->n_classes > 1;
    t = begin_table(f, classes);
    if (t)
        t->row_header = classes; /* the first field names the line */
    for (size_t i = 0; t && i < f->n && i < LINES_SHOWN; i++) {
        struct document_cell *row = table_row(f->x->d, t);
        if (!row)
            return;
        fill_line(f, i, row, classes);
    }
    if (f->n > LINES_SHOWN)
        document_line(f->x->d, PARAGRAPH_NOTE,
                      document_text(f->x->d,
                                    SAY(f->x, "只列出%zu行中的前%d行，其余见%s。",
                                        "The first of %zu lines (%d of them); the rest is in %s."),
                                    f->n, LINES_SHOWN, f->a->file));
}

/* ---- the section ---------------------------------------------------------- */

/* Those of the report's period first, so that the table shows them; figures look at all. */
static size_t order_lines(const struct edition *x, const struct findings *all,
                          const struct finding **v)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].period == NONE || all->v[i].period == x->period)
            v[n++] = &all->v[i];
    for (size_t i = 0; n > 0 && i < all->n; i++)
        if (all->v[i].period != NONE && all->v[i].period != x->period)
            v[n++] = &all->v[i];
    return n;
}

static size_t count_current(const struct edition *x, const struct finding *const *v, size_t n)
{
    size_t current = 0;
    while (current < n && (v[current]->period == NONE || v[current]->period == x->period))
        current++;
    return current;
}

int write_analyses(struct edition *x, struct error *e)
{
    for (size_t k = 0; k < x->r->plan->n_analyses; k++) {
        const struct findings *all = &x->r->findings[k];
        const struct finding **v = arena_array(x->d->arena, all->n ? all->n : 1, sizeof *v);
        struct found_lines f = {x, &x->r->plan->analyses[k], v, 0};
        if (!v)
            return error_no_memory(e);
        f.n = all->failed ? 0 : order_lines(x, all, v);
        if (!f.n)
            continue;
        document_heading(x->d, 2, document_text(x->d, "%sa-%s", x->prefix, f.a->name),
                         analysis_title(f.a, x->language));
        write_finding_figures(&f);
        f.n = count_current(x, v, f.n);
        write_lines(&f);
    }
    return OK;
}
