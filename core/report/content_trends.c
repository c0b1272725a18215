/* SPDX-License-Identifier: MIT */
/* Ranks and scores over the periods: a few units picked out, all of them in the tables. */
#include <math.h>
#include <stdlib.h>

#include "output/league.h"
#include "report/content_internal.h"

enum { LEADERS = 4, MOVERS = 2, MOVERS_TOLD = 3, NAMED = 12 };

/* A class while it is written. */
struct trend {
    struct edition *x;
    size_t class, n, *order; /* in the order of the league table */
    size_t first;            /* period that changes are counted from */
    bool *strong;            /* by position in the order: picked out */
};

static double value_of(const struct trend *t, size_t i, size_t period, bool rank)
{
    const struct results *r = t->x->r;
    const size_t row = results_row(r, period, t->order[i]);
    return rank ? r->rank[row] : r->score[TREE_ROOT][row];
}

/* Places gained since the first period. */
static double gained(const struct trend *t, size_t i)
{
    return value_of(t, i, t->first, true) - value_of(t, i, t->x->period, true);
}

/* The first period in which anything of the class is ranked. */
static size_t first_period(const struct trend *t)
{
    for (size_t p = 0; p < t->x->period; p++)
        for (size_t i = 0; i < t->n; i++)
            if (!isnan(value_of(t, i, p, true)))
                return p;
    return t->x->period;
}

/* Up, or down: the unit that has moved most and is not picked out yet. NONE: none has. */
static size_t next_mover(const struct trend *t, int way)
{
    size_t best = NONE;
    for (size_t i = 0; i < t->n; i++)
        if (!t->strong[i] && way * gained(t, i) > 0 &&
            (best == NONE || way * gained(t, i) > way * gained(t, best)))
            best = i;
    return best;
}

static void pick_out(struct trend *t)
{
    for (size_t i = 0; i < t->n; i++)
        t->strong[i] = i < LEADERS && !isnan(value_of(t, i, t->x->period, true));
    for (int way = 1; way >= -1; way -= 2)
        for (size_t k = 0; k < MOVERS; k++) {
            const size_t i = next_mover(t, way);
            if (i != NONE)
                t->strong[i] = true;
        }
}

/* ---- words ---------------------------------------------------------------- */

/* The most places that somebody has moved, fewer than `last`; 0: nobody has. */
static double next_move(const struct trend *t, int way, double last)
{
    double most = 0;
    for (size_t i = 0; i < t->n; i++)
        if (way * gained(t, i) > most && way * gained(t, i) < last)
            most = way * gained(t, i);
    return most;
}

/* Those that have moved so many places: by name, and of many how many they are. */
static const char *name_movers(struct trend *t, int way, double move, size_t *n)
{
    struct edition *x = t->x;
    struct roll r = {.x = x, .most = NAMED};
    for (size_t i = 0; i < t->n; i++)
        if (way * gained(t, i) == move)
            roll_add(&r, unit_name(x, t->order[i]));
    *n = r.n;
    return document_text(
        x->d, *n > 1 ? SAY(x, "%s（各%g位）", "%s (%g each)") : SAY(x, "%s（%g位）", "%s (%g)"),
        roll_text(&r), move);
}

static void write_movers(struct trend *t, int way)
{
    struct edition *x = t->x;
    const char *text = "";
    size_t n = 0, those;
    for (double move = next_move(t, way, INFINITY); move > 0 && n < MOVERS_TOLD;
         move = next_move(t, way, move)) {
        const char *names = name_movers(t, way, move, &those);
        text = document_text(x->d, "%s%s%s", text, n ? SAY(x, "、", ", ") : "", names);
        n += those;
    }
    if (n)
        document_line(
            x->d, PARAGRAPH_ITEM,
            document_text(x->d,
                          way > 0 ? SAY(x, "%s以来位次上升最多：%s。", "Up most since %s: %s.")
                                  : SAY(x, "%s以来位次下降最多：%s。", "Down most since %s: %s."),
                          x->r->plan->table->periods[t->first], text));
}

/* ---- figures -------------------------------------------------------------- */

static void draw_lines(struct canvas *c, const void *of)
{
    figure_lines(c, of);
}

static struct document_table *values_table(struct trend *t, bool rank)
{
    struct edition *x = t->x;
    const size_t n = x->period - t->first + 1;
    struct document_column *columns = arena_array(x->d->arena, n + 1, sizeof *columns);
    struct document_table *table;
    if (!columns)
        return NULL;
    columns[0] = (struct document_column){.title = SAY(x, "名称", "Name")};
    for (size_t p = 0; p < n; p++)
        columns[p + 1] = (struct document_column){.title = x->r->plan->table->periods[t->first + p],
                                                  .kind = COLUMN_NUMBER,
                                                  .decimals = rank ? 0 : 2};
    table = document_table_apart(x->d, NULL, columns, n + 1);
    for (size_t i = 0; i < t->n; i++) {
        struct document_cell *row = table_row(x->d, table);
        if (!row)
            return NULL;
        row[0].text = unit_name(x, t->order[i]);
        for (size_t p = 0; p < n; p++)
            row[p + 1].v = value_of(t, i, t->first + p, rank);
    }
    return table;
}

static void fill_lines(struct trend *t, bool rank, struct lines *l, struct line *lines, double *v)
{
    struct edition *x = t->x;
    const size_t n = x->period - t->first + 1;
    size_t kinds = 0;
    for (size_t i = 0; i < t->n; i++) {
        for (size_t p = 0; p < n; p++)
            v[i * n + p] = value_of(t, i, t->first + p, rank);
        lines[i] = (struct line){.label = unit_name(x, t->order[i]),
                                 .link = unit_link(x, t->order[i]),
                                 .v = v + i * n,
                                 .ink = t->strong[i] ? ink_of_kind(kinds++) : INK_OTHER,
                                 .strong = t->strong[i]};
    }
    *l = (struct lines){lines, t->n, (const char *const *)x->r->plan->table->periods + t->first, n,
                        rank};
}

static void write_lines(struct trend *t, bool rank)
{
    struct edition *x = t->x;
    const size_t n = x->period - t->first + 1;
    struct lines *l = arena_alloc(x->d->arena, sizeof *l);
    struct line *lines = arena_array(x->d->arena, t->n ? t->n : 1, sizeof *lines);
    double *v = numbers(x->d, t->n * n);
    struct document_figure *f = document_figure(
        x->d, NULL,
        document_text(x->d,
                      rank ? SAY(x, "%s：谁在上升，谁在下降？", "%s: who rises, who falls?")
                           : SAY(x, "%s：得分怎样变化？", "%s: how have scores moved?"),
                      class_name(x, t->class)),
        rank ? SAY(x, "各期位次；彩色为当前前列与升降最多的单位，其余为灰色。",
                   "Ranks by period; coloured: those that lead now and those that moved most.")
             : SAY(x, "各期得分；彩色同上图。", "Scores by period; colours as above."));
    if (!l || !lines || !v || !f) {
        x->d->failed = true;
        return;
    }
    fill_lines(t, rank, l, lines, v);
    f->links = true;
    f->drawing = (struct drawing){draw_lines, l, 760, 340, 160};
    f->figures = values_table(t, rank);
}

/* ---- the section ---------------------------------------------------------- */

int write_trends(struct edition *x, struct error *e)
{
    for (size_t c = 0; c < x->r->plan->n_classes; c++) {
        struct trend t = {.x = x, .class = c, .n = x->r->plan->classes[c].n};
        t.order = arena_array(x->d->arena, t.n ? t.n : 1, sizeof *t.order);
        t.strong = arena_array(x->d->arena, t.n ? t.n : 1, sizeof *t.strong);
        if (!t.order || !t.strong)
            return error_no_memory(e);
        league_order(x->r, c, x->period, t.order);
        t.first = first_period(&t);
        if (t.first == x->period)
            continue;
        pick_out(&t);
        if (x->r->plan->n_classes > 1)
            document_heading(x->d, 2, NULL, class_name(x, c));
        write_movers(&t, 1);
        write_movers(&t, -1);
        write_lines(&t, true);
        write_lines(&t, false);
    }
    return OK;
}
