/* SPDX-License-Identifier: MIT */
/* League tables: ranks of scores that may change, shades and a chart that follow them. */
#include <math.h>

#include "output/league.h"
#include "report/xlsx_internal.h"

enum {
    LEAGUE_FIRST = 2, /* row */
    LEAGUE_SCORE,     /* columns, behind rank, code and name */
    LEAGUE_TIER,
    LEAGUE_LOW,
    LEAGUE_HIGH,
    LEAGUE_NODES,
    CHART_UNITS = 20
};

static size_t count_ranked(const struct workbook *b, size_t class)
{
    const struct edition *x = b->x;
    size_t n = 0;
    while (n < x->r->plan->classes[class].n && !isnan(x->r->rank[row_of(x, b->order[class][n])]))
        n++;
    return n;
}

static void put_link(struct workbook *b, lxw_worksheet *s, size_t class, size_t u, size_t column,
                     size_t node)
{
    const double v = score_of(b->x, node, b->order[class][u]);
    struct str f = {0};
    if (isnan(v))
        return;
    str_printf(&f, "=%s!%s", b->computing[class],
               book_cell(b, BOOK_FIRST_UNIT + u, BOOK_FIRST_NODE + node, false, false));
    book_formula(b, s, LEAGUE_FIRST + u, column, &f, v, b->style.score);
    str_fini(&f);
}

/* Ranks are of those that are ranked; they come first. */
static void put_rank(struct workbook *b, lxw_worksheet *s, size_t class, size_t u, size_t ranked)
{
    const double rank = b->x->r->rank[row_of(b->x, b->order[class][u])];
    struct str f = {0};
    if (u >= ranked)
        return;
    str_printf(&f, "=RANK(%s,%s:%s,0)", book_cell(b, LEAGUE_FIRST + u, LEAGUE_SCORE, false, true),
               book_cell(b, LEAGUE_FIRST, LEAGUE_SCORE, true, true),
               book_cell(b, LEAGUE_FIRST + ranked - 1, LEAGUE_SCORE, true, true));
    if (rank == floor(rank))
        book_formula(b, s, LEAGUE_FIRST + u, 0, &f, rank, b->style.whole);
    else
        book_number(s, LEAGUE_FIRST + u, 0, rank, b->style.number);
    str_fini(&f);
}

static void shade(lxw_worksheet *s, size_t column, size_t n)
{
    lxw_conditional_format how = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                  .min_color = 0xffffff,
                                  .max_color = palette[INK_STEP_3].light};
    if (n > 1)
        worksheet_conditional_format_range(s, LEAGUE_FIRST, (lxw_col_t)column,
                                           (lxw_row_t)(LEAGUE_FIRST + n - 1), (lxw_col_t)column,
                                           &how);
}

static void add_chart(struct workbook *b, lxw_worksheet *s, const char *name, size_t n,
                      size_t column)
{
    const size_t shown = n < CHART_UNITS ? n : CHART_UNITS;
    lxw_chart *chart = shown > 1 ? workbook_add_chart(b->book, LXW_CHART_BAR) : NULL;
    lxw_chart_series *series = chart ? chart_add_series(chart, NULL, NULL) : NULL;
    if (!series)
        return;
    chart_series_set_categories(series, name, LEAGUE_FIRST, 2,
                                (lxw_row_t)(LEAGUE_FIRST + shown - 1), 2);
    chart_series_set_values(series, name, LEAGUE_FIRST, LEAGUE_SCORE,
                            (lxw_row_t)(LEAGUE_FIRST + shown - 1), LEAGUE_SCORE);
    chart_series_set_fill(series, &(lxw_chart_fill){.color = palette[INK_STEP_2].light});
    chart_title_set_name(chart, WORDS(b, "得分", "Scores"));
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_axis_set_reverse(chart->y_axis);
    worksheet_insert_chart_opt(s, 1, (lxw_col_t)(column + 1), chart,
                               &(lxw_chart_options){.x_scale = 1, .y_scale = 1.8});
}

static void write_league_row(struct workbook *b, lxw_worksheet *s, size_t class, size_t u,
                             size_t ranked)
{
    struct edition *x = b->x;
    const size_t position = b->order[class][u], row = LEAGUE_FIRST + u;
    put_rank(b, s, class, u, ranked);
    book_text(b, s, row, 1, unit_code(x, position), b->style.text);
    book_text(b, s, row, 2, unit_name(x, position), b->style.text);
    put_link(b, s, class, u, LEAGUE_SCORE, TREE_ROOT);
    book_text(b, s, row, LEAGUE_TIER, tier_label(x->r, row_of(x, position)), b->style.text);
    if (x->summary) {
        book_number(s, row, LEAGUE_LOW, x->summary[row_of(x, position)].p05, b->style.whole);
        book_number(s, row, LEAGUE_HIGH, x->summary[row_of(x, position)].p95, b->style.whole);
    }
}

/* Columns of what the run has not: the sheet keeps its shape. */
static void hide_blank(const struct workbook *b, lxw_worksheet *s)
{
    lxw_row_col_options unseen = {.hidden = LXW_TRUE};
    const struct edition *x = b->x;
    if (x->r->plan->has_tiers)
        worksheet_set_column(s, LEAGUE_TIER, LEAGUE_TIER, 15, NULL);
    else
        worksheet_set_column_opt(s, LEAGUE_TIER, LEAGUE_TIER, 10, NULL, &unseen);
    if (x->summary)
        worksheet_set_column(s, LEAGUE_LOW, LEAGUE_HIGH, 12, NULL);
    else
        worksheet_set_column_opt(s, LEAGUE_LOW, LEAGUE_HIGH, 12, NULL, &unseen);
}

void book_league(struct workbook *b, lxw_worksheet *s, const char *name, size_t class)
{
    struct edition *x = b->x;
    const size_t n = league_count(x->r, class, x->period), ranked = count_ranked(b, class);
    size_t nodes[BOOK_DIMENSIONS_MAX];
    const size_t m = dimensions_of(x, nodes, BOOK_DIMENSIONS_MAX);
    book_text(b, s, 0, 0,
              document_text(x->d, "%s %s", plan_title(x->r->plan), class_name(x, class)),
              b->style.title);
    book_heads(b, s, 1,
               (const char *[]){WORDS(b, "位次", "Rank"), WORDS(b, "代码", "Code"),
                                WORDS(b, "名称", "Name"), WORDS(b, "得分", "Score"),
                                WORDS(b, "等级（原权重）", "Tier (as run)"),
                                WORDS(b, "位次5%（原权重）", "Rank, 5 % (as run)"),
                                WORDS(b, "位次95%（原权重）", "Rank, 95 % (as run)")},
               LEAGUE_NODES);
    for (size_t i = 0; i < m; i++)
        book_text(b, s, 1, LEAGUE_NODES + i, node_name(x, nodes[i]), b->style.head);
    for (size_t u = 0; u < n; u++) {
        write_league_row(b, s, class, u, ranked);
        for (size_t i = 0; i < m; i++)
            put_link(b, s, class, u, LEAGUE_NODES + i, nodes[i]);
    }
    for (size_t i = 0; i < m; i++)
        shade(s, LEAGUE_NODES + i, n);
    shade(s, LEAGUE_SCORE, n);
    worksheet_set_column(s, 0, 0, 7, NULL);
    worksheet_set_column(s, 1, 1, 10, NULL);
    worksheet_set_column(s, 2, 2, 18, NULL);
    worksheet_set_column(s, LEAGUE_SCORE, LEAGUE_SCORE, 10, NULL);
    worksheet_set_column(s, LEAGUE_NODES, (lxw_col_t)(LEAGUE_NODES + m), 10, NULL);
    hide_blank(b, s);
    worksheet_set_row(s, 1, 32, NULL);
    worksheet_freeze_panes(s, LEAGUE_FIRST, 3);
    worksheet_repeat_rows(s, 0, 1);
    add_chart(b, s, name, ranked, LEAGUE_NODES + m);
}
