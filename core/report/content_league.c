/* SPDX-License-Identifier: MIT */
/* The league tables: a rank is never shown without its interval where there is one. */
#include <math.h>
#include <string.h>

#include "output/league.h"
#include "report/content_internal.h"

enum { DIMENSIONS_MAX = 24, FIXED_MAX = 6, BLANK_ROWS = 5, BLANK_NAMED = 100 };

struct league {
    struct edition *x;
    size_t class, n_dimensions, dimensions[DIMENSIONS_MAX];
    const unsigned char *fifths[DIMENSIONS_MAX];
    bool tiers;
    struct document_column columns[FIXED_MAX + DIMENSIONS_MAX];
    size_t n_columns, rank, name, score, tier, interval, bounds, first;
};

struct interval {
    size_t n;
    double rank, low, high;
    bool solid;
};

static void draw_interval(struct canvas *c, const void *of)
{
    const struct interval *i = of;
    figure_interval(c, i->n, i->rank, i->low, i->high, i->solid);
}

static size_t add_column(struct league *l, struct document_column c)
{
    l->columns[l->n_columns] = c;
    return l->n_columns++;
}

static void choose_columns(struct league *l)
{
    struct edition *x = l->x;
    l->rank = add_column(
        l, (struct document_column){.title = SAY(x, "位次", "Rank"), .kind = COLUMN_NUMBER});
    l->name = add_column(l, (struct document_column){.title = SAY(x, "名称", "Name")});
    l->score = add_column(l, (struct document_column){.title = SAY(x, "得分", "Score"),
                                                      .kind = COLUMN_NUMBER,
                                                      .decimals = 2,
                                                      .emphasised = true});
    l->tier =
        l->tiers ? add_column(l, (struct document_column){.title = SAY(x, "等级", "Tier")}) : 0;
    if (x->summary) {
        l->interval =
            add_column(l, (struct document_column){.title = SAY(x, "位次区间", "Rank interval"),
                                                   .unit = SAY(x, "5%–95%", "5\u201395 %"),
                                                   .kind = COLUMN_DRAWING});
        l->bounds = add_column(l, (struct document_column){.title = SAY(x, "区间", "Interval")});
    }
    l->first = l->n_columns;
    for (size_t i = 0; i < l->n_dimensions; i++)
        add_column(l, (struct document_column){.title = node_name(x, l->dimensions[i]),
                                               .kind = COLUMN_NUMBER,
                                               .decimals = 1});
}

static void fill_interval(struct league *l, struct document_cell *row, size_t position)
{
    struct edition *x = l->x;
    const struct rank_summary *s = &x->summary[row_of(x, position)];
    struct interval *i = arena_alloc(x->d->arena, sizeof *i);
    if (!i || isnan(s->p05))
        return;
    *i = (struct interval){league_count(x->r, l->class, x->period), x->r->rank[row_of(x, position)],
                           s->p05, s->p95, s->solid};
    row[l->interval].drawing = (struct drawing){draw_interval, i, 120, 14, 20};
    row[l->bounds].text = document_text(x->d, "%g\u2013%g", s->p05, s->p95);
}

/* The one place where all of a long name stands. */
static const char *whole_name(const struct edition *x, size_t position)
{
    const char *name = plan_unit_name(x->r->plan, position);
    return strnlen(name, SHOWN_BYTES + 1) > SHOWN_BYTES ? name : NULL;
}

static void fill_row(struct league *l, size_t position)
{
    struct edition *x = l->x;
    struct document_table *t = x->d->blocks[x->d->n - 1].table;
    struct document_cell *row = table_row(x->d, t);
    if (!row)
        return;
    row[l->rank].v = x->r->rank[row_of(x, position)];
    row[l->name].text = unit_name(x, position);
    row[l->name].note = whole_name(x, position);
    row[l->name].link = unit_link(x, position);
    row[l->score].v = score_of(x, TREE_ROOT, position);
    if (l->tiers)
        row[l->tier].text = tier_label(x->r, row_of(x, position));
    if (x->summary)
        fill_interval(l, row, position);
    for (size_t i = 0; i < l->n_dimensions; i++) {
        row[l->first + i].v = score_of(x, l->dimensions[i], position);
        if (l->fifths[i] && l->fifths[i][position])
            row[l->first + i].shade = ink_of_fifth(l->fifths[i][position]);
    }
}

/* Whether nothing is known of it. */
static bool is_blank(const struct league *l, size_t position)
{
    bool blank = isnan(score_of(l->x, TREE_ROOT, position));
    for (size_t i = 0; i < l->n_dimensions; i++)
        blank = blank && isnan(score_of(l->x, l->dimensions[i], position));
    return blank;
}

/* Pages of dashes tell nobody anything: where there would be many, units are named below the table
   instead; else nobody is here. */
static struct roll blank_units(struct league *l, const size_t *order, size_t n)
{
    struct roll r = {.x = l->x, .most = BLANK_NAMED};
    for (size_t i = 0; i < n; i++)
        if (is_blank(l, order[i]))
            roll_add(&r, unit_name(l->x, order[i]));
    if (r.n <= BLANK_ROWS)
        r.n = 0;
    return r;
}

static int write_class(struct league *l, struct error *e)
{
    struct roll blank;
    struct edition *x = l->x;
    const struct unit_class *c = &x->r->plan->classes[l->class];
    const size_t n = league_count(x->r, l->class, x->period);
    size_t *order = arena_array(x->d->arena, c->n ? c->n : 1, sizeof *order);
    struct document_table *t = document_table(
        x->d, document_text(x->d, "%sleague-%zu", x->prefix, l->class + 1),
        document_text(x->d, SAY(x, "%s（%zu个）", "%s (%zu)"), class_name(x, l->class), n),
        l->columns, l->n_columns);
    if (!order || !t)
        return error_no_memory(e);
    t->sortable = true;
    t->row_header = l->name;
    league_order(x->r, l->class, x->period, order);
    blank = blank_units(l, order, n);
    for (size_t i = 0; i < n; i++)
        if (!blank.n || !is_blank(l, order[i]))
            fill_row(l, order[i]);
    if (blank.n)
        document_line(x->d, PARAGRAPH_NOTE,
                      document_text(x->d,
                                    SAY(x, "没有任何得分的%zu个单位未列入上表：%s。",
                                        "%zu units without any score are not in the table: %s."),
                                    blank.n, roll_text(&blank)));
    return OK;
}

int write_league(struct edition *x, struct error *e)
{
    struct league l = {.x = x, .tiers = x->r->plan->has_tiers};
    int status = OK;
    l.n_dimensions = dimensions_of(x, l.dimensions, DIMENSIONS_MAX);
    for (size_t i = 0; i < l.n_dimensions; i++)
        l.fifths[i] = fifths_of(x, l.dimensions[i]);
    choose_columns(&l);
    document_line(
        x->d, PARAGRAPH_NOTE,
        SAY(x, "底色表示在同类单位中所处的五等分位置，与页面反差越大越靠前。",
            "Shades show the fifth of its class in which a unit lies: the stronger, the better."));
    if (x->summary)
        document_line(
            x->d, PARAGRAPH_NOTE,
            document_text(x->d,
                          SAY(x, "位次区间取自%zu次重复计算的5%%至95%%分位；实心点表示位次稳定。",
                              "Intervals are the 5th to the 95th percentile of %zu replicates; a "
                              "filled dot is a rank that hardly depends on choices."),
                          x->n_replicates));
    for (l.class = 0; l.class < x->r->plan->n_classes && !status; l.class ++)
        status = write_class(&l, e);
    return status;
}
