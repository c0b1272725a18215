/* SPDX-License-Identifier: MIT */
/* Weights as constants, scores as formulas over them. */
#include <math.h>
#include <string.h>

#include "output/league.h"
#include "report/xlsx_internal.h"
#include "stats/elementary.h"

enum { WEIGHT_COLUMN = 4 };

/* A score that its formula gives to so much is the formula's. */
static const double SAME = 1e-9;

/* ---- weights -------------------------------------------------------------- */

static double weight_of(const struct workbook *b, size_t block, size_t node)
{
    return b->x->r->weight[weight_index(b->x->r, block, b->x->period, node)];
}

/* Row of a node in the sheet of weights. */
static size_t weight_row(size_t node)
{
    return node + 2;
}

static size_t weight_column(size_t block)
{
    return WEIGHT_COLUMN + 2 * block;
}

static void put_share(struct workbook *b, lxw_worksheet *s, size_t block, size_t node)
{
    const struct tree *t = &b->x->r->plan->tree;
    const struct node *parent = &t->nodes[t->nodes[node].parent];
    const size_t column = weight_column(block);
    struct str f = {0};
    str_printf(&f, "=%s/SUM(", book_cell(b, weight_row(node), column, false, false));
    for (size_t i = 0; i < parent->n_children; i++)
        str_printf(&f, "%s%s", i ? "," : "",
                   book_cell(b, weight_row(parent->children[i]), column, false, false));
    str_add(&f, ")");
    if (t->nodes[node].parent != TREE_ROOT)
        str_printf(&f, "*%s",
                   book_cell(b, weight_row(t->nodes[node].parent), column + 1, false, false));
    book_formula(b, s, weight_row(node), column + 1, &f,
                 b->x->r->effective[weight_index(b->x->r, block, b->x->period, node)],
                 b->style.score);
    str_fini(&f);
}

void book_weights(struct workbook *b)
{
    const struct results *r = b->x->r;
    const struct tree *t = &r->plan->tree;
    const char *name = book_name(b, WORDS(b, "权重", "Weights"), "");
    lxw_worksheet *s = book_sheet(b, &name);
    if (!s)
        return;
    b->weights = document_text(b->x->d, "'%s'", name);
    book_text(
        b, s, 0, 0,
        WORDS(b, "黄色单元格可以修改：同级指标的权重按比例折算，得分、位次和颜色随之变化。",
              "Yellow cells may be changed: weights count in proportion among siblings; scores, "
              "ranks and colours follow."),
        b->style.note);
    book_heads(b, s, 1,
               (const char *[]){"id", WORDS(b, "名称", "Name"), WORDS(b, "上级", "Parent"),
                                WORDS(b, "层级", "Level")},
               4);
    for (size_t k = 0; k < r->n_blocks; k++) {
        const char *label = r->n_blocks > 1 ? class_name(b->x, k) : "";
        book_text(b, s, 1, weight_column(k),
                  document_text(b->x->d, "%s %s", WORDS(b, "权重", "Weight"), label),
                  b->style.head);
        book_text(b, s, 1, weight_column(k) + 1,
                  document_text(b->x->d, "%s %s", WORDS(b, "在总分中", "Of the whole"), label),
                  b->style.head);
    }
    for (size_t i = 1; i < t->n; i++) {
        const size_t depth = tree_depth(t, i);
        book_text(b, s, weight_row(i), 0, t->nodes[i].id, b->style.text);
        book_text(b, s, weight_row(i), 1,
                  document_text(b->x->d, "%*s%s", (int)(2 * (depth - 1)), "", node_name(b->x, i)),
                  b->style.text);
        book_text(b, s, weight_row(i), 2, node_name(b->x, t->nodes[i].parent), b->style.text);
        book_number(s, weight_row(i), 3, (double)depth, b->style.whole);
        for (size_t k = 0; k < r->n_blocks; k++) {
            if (isnan(weight_of(b, k, i)))
                continue;
            book_number(s, weight_row(i), weight_column(k), weight_of(b, k, i), b->style.weight);
            put_share(b, s, k, i);
        }
    }
    worksheet_set_column(s, 0, 0, 22, NULL);
    worksheet_set_column(s, 1, 2, 30, NULL);
    worksheet_set_column(s, 3, (lxw_col_t)(weight_column(r->n_blocks)), 13, NULL);
    worksheet_set_row(s, 1, 34, NULL);
    worksheet_freeze_panes(s, 2, 2);
    worksheet_repeat_rows(s, 1, 1);
}

/* ---- computing sheets ----------------------------------------------------- */

/* How a node's score follows from its children. */
enum mean { MEAN_OTHER, MEAN_ARITHMETIC, MEAN_GEOMETRIC };

static enum mean mean_of(const struct node *n)
{
    const struct method *m = n->kind == NODE_AGGREGATE ? n->at[HENG_AGGREGATE].method : NULL;
    return !m                                        ? MEAN_OTHER
           : method_traits(m->desc) & HENG_LINEAR    ? MEAN_ARITHMETIC
           : strcmp(m->desc->name, "geometric") == 0 ? MEAN_GEOMETRIC
                                                     : MEAN_OTHER;
}

/* What the formula will give. */
static double mean_value(const struct workbook *b, size_t block, size_t node, size_t position,
                         enum mean mean)
{
    const struct node *n = &b->x->r->plan->tree.nodes[node];
    double sum = 0, weights = 0;
    for (size_t i = 0; i < n->n_children; i++) {
        const double w = weight_of(b, block, n->children[i]);
        const double v = score_of(b->x, n->children[i], position);
        if (isnan(v) || isnan(w))
            continue;
        sum += w * (mean == MEAN_GEOMETRIC ? real_log(v) : v);
        weights += w;
    }
    return mean == MEAN_GEOMETRIC ? real_exp(sum / weights) : sum / weights;
}

/* Children without a value leave their weight to the others. */
static void put_mean(struct workbook *b, lxw_worksheet *s, size_t block, size_t node, size_t row,
                     enum mean mean, double v)
{
    const struct node *n = &b->x->r->plan->tree.nodes[node];
    struct str above = {0}, below = {0};
    str_add(&above, mean == MEAN_GEOMETRIC ? "=EXP((" : "=(");
    for (size_t i = 0; i < n->n_children; i++) {
        const size_t child = n->children[i], column = BOOK_FIRST_NODE + child;
        const char *value, *weight;
        if (isnan(weight_of(b, block, child)))
            continue;
        value = book_cell(b, row, column, false, false);
        weight = book_cell(b, BOOK_WEIGHTS, column, true, false);
        str_printf(&above,
                   mean == MEAN_GEOMETRIC ? "%sIF(ISNUMBER(%s),%s*LN(%s),0)"
                                          : "%sIF(ISNUMBER(%s),%s*%s,0)",
                   below.n ? "+" : "", value, weight, value);
        str_printf(&below, "%sIF(ISNUMBER(%s),%s,0)", below.n ? "+" : "", value, weight);
    }
    str_printf(&above, ")/(%s)%s", below.n ? below.s : "1", mean == MEAN_GEOMETRIC ? ")" : "");
    above.failed = above.failed || below.failed;
    book_formula(b, s, row, BOOK_FIRST_NODE + node, &above, v, b->style.score);
    str_fini(&above);
    str_fini(&below);
}

static void put_score(struct workbook *b, lxw_worksheet *s, size_t block, size_t node,
                      size_t position, size_t row)
{
    const struct node *n = &b->x->r->plan->tree.nodes[node];
    const enum mean mean = mean_of(n);
    const double v = score_of(b->x, node, position);
    if (mean != MEAN_OTHER && isfinite(v) &&
        fabs(mean_value(b, block, node, position, mean) - v) <= SAME * (1 + fabs(v)))
        put_mean(b, s, block, node, row, mean, v);
    else
        book_number(s, row, BOOK_FIRST_NODE + node, v,
                    n->kind == NODE_AGGREGATE ? b->style.made : b->style.score);
}

static void put_weight_link(struct workbook *b, lxw_worksheet *s, size_t block, size_t node)
{
    struct str f = {0};
    if (node == TREE_ROOT || isnan(weight_of(b, block, node)))
        return;
    str_printf(&f, "=%s!%s", b->weights,
               book_cell(b, weight_row(node), weight_column(block), true, true));
    book_formula(b, s, BOOK_WEIGHTS, BOOK_FIRST_NODE + node, &f, weight_of(b, block, node),
                 b->style.score);
    str_fini(&f);
}

void book_computing(struct workbook *b, size_t class)
{
    const struct results *r = b->x->r;
    const struct tree *t = &r->plan->tree;
    const size_t block = results_block(r, class);
    const char *name = book_name(b, WORDS(b, "计算", "Scores"), class_name(b->x, class));
    lxw_worksheet *s = book_sheet(b, &name);
    if (!s)
        return;
    b->computing[class] = document_text(b->x->d, "'%s'", name);
    book_heads(b, s, 0, (const char *[]){WORDS(b, "代码", "Code"), WORDS(b, "名称", "Name")}, 2);
    book_text(b, s, BOOK_WEIGHTS, BOOK_NAME, WORDS(b, "权重", "Weight"), b->style.note);
    for (size_t i = 0; i < t->n; i++) {
        book_text(b, s, 0, BOOK_FIRST_NODE + i, node_name(b->x, i), b->style.head);
        book_text(b, s, BOOK_IDS, BOOK_FIRST_NODE + i, t->nodes[i].id, b->style.note);
        put_weight_link(b, s, block, i);
    }
    for (size_t u = 0; u < league_count(r, class, b->x->period); u++) {
        const size_t position = b->order[class][u];
        book_text(b, s, BOOK_FIRST_UNIT + u, BOOK_CODE, unit_code(b->x, position), b->style.text);
        book_text(b, s, BOOK_FIRST_UNIT + u, BOOK_NAME, unit_name(b->x, position), b->style.text);
        for (size_t i = 0; i < t->n; i++)
            put_score(b, s, block, i, position, BOOK_FIRST_UNIT + u);
    }
    worksheet_set_column(s, BOOK_CODE, BOOK_NAME, 14, NULL);
    worksheet_freeze_panes(s, BOOK_FIRST_UNIT, BOOK_FIRST_NODE);
}

/* ---- spread ---------------------------------------------------------------- */

/* Quartiles of each dimension, as formulas over the computing sheets. */
static void put_quartile(struct workbook *b, lxw_worksheet *s, size_t row, size_t k, size_t class,
                         size_t node)
{
    const size_t n = b->x->r->plan->classes[class].n;
    const size_t last = league_count(b->x->r, class, b->x->period);
    double *scratch = numbers(b->x->d, n);
    const struct spread q =
        scratch ? spread_of(class_scores(b->x, node, class), n, scratch) : (struct spread){0};
    const double v[] = {q.low, q.first, q.median, q.third, q.high};
    struct str f = {0};
    if (isnan(v[k]) || !last)
        return;
    str_printf(&f, "=QUARTILE(%s!%s:%s,%zu)", b->computing[class],
               book_cell(b, BOOK_FIRST_UNIT, BOOK_FIRST_NODE + node, true, true),
               book_cell(b, BOOK_FIRST_UNIT + last - 1, BOOK_FIRST_NODE + node, true, true), k);
    book_formula(b, s, row, 2 + k, &f, v[k], b->style.score);
    str_fini(&f);
}

void book_spread(struct workbook *b, lxw_worksheet *s)
{
    struct edition *x = b->x;
    size_t nodes[BOOK_DIMENSIONS_MAX + 1] = {TREE_ROOT}, row = 1;
    const size_t m = 1 + dimensions_of(x, nodes + 1, BOOK_DIMENSIONS_MAX);
    book_heads(b, s, 0,
               (const char *[]){WORDS(b, "维度", "Dimension"), WORDS(b, "类别", "Class"),
                                WORDS(b, "最低", "Lowest"), WORDS(b, "下四分位", "First quartile"),
                                WORDS(b, "中位数", "Median"),
                                WORDS(b, "上四分位", "Third quartile"),
                                WORDS(b, "最高", "Highest")},
               7);
    for (size_t i = 0; i < m; i++)
        for (size_t c = 0; c < x->r->plan->n_classes; c++, row++) {
            book_text(b, s, row, 0, node_name(x, nodes[i]), b->style.text);
            book_text(b, s, row, 1, class_name(x, c), b->style.text);
            for (size_t k = 0; k < 5; k++)
                put_quartile(b, s, row, k, c, nodes[i]);
        }
    worksheet_set_column(s, 0, 1, 22, NULL);
}
