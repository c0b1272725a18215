/* SPDX-License-Identifier: MIT */
/* The system: weights down the tree, each indicator's formula and source, each method that was
   used, from their descriptors. Then the data, and what was done to them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "config/translate.h"
#include "output/words.h"
#include "plan/stage_table.h"
#include "report/content_internal.h"

static void draw_icicle(struct canvas *c, const void *of)
{
    const struct icicle_node *const *nodes = of;
    size_t n = 0;
    while ((*nodes)[n].label)
        n++;
    figure_icicle(c, *nodes, n);
}

enum { CLASSES_SHOWN = 6 };

static double effective(const struct edition *x, size_t block, size_t node)
{
    return x->r->effective[weight_index(x->r, block, x->period, node)];
}

/* Whether classes have weights of their own. */
static bool weights_differ(const struct edition *x)
{
    for (size_t b = 1; b < x->r->n_blocks; b++)
        for (size_t i = 1; i < x->r->plan->tree.n; i++)
            if (effective(x, b, i) != effective(x, 0, i) &&
                !(isnan(effective(x, b, i)) && isnan(effective(x, 0, i))))
                return true;
    return false;
}

/* A caption of weights, which are those of the first class where classes have their own. */
static const char *of_first_class(struct edition *x, const char *text)
{
    return weights_differ(x)
               ? document_text(x->d, SAY(x, "%s：%s", "%s: %s"), class_name(x, 0), text)
               : text;
}

/* Effective weights of the first class; children in the order of the tree. */
static void write_icicle(struct edition *x)
{
    const struct tree *t = &x->r->plan->tree;
    struct icicle_node *nodes = arena_array(x->d->arena, t->n + 1, sizeof *nodes);
    const struct icicle_node **of = arena_alloc(x->d->arena, sizeof *of);
    struct document_figure *f;
    if (!nodes || !of)
        return;
    for (size_t i = 0; i < t->n; i++) {
        const double w = i ? effective(x, 0, i) : 1;
        nodes[i] = (struct icicle_node){node_name(x, i), i ? t->nodes[i].parent : 0,
                                        isnan(w) ? 0 : w, tree_depth(t, i)};
    }
    nodes[t->n] = (struct icicle_node){0};
    *of = nodes;
    f = document_figure(x->d, NULL,
                        of_first_class(x, SAY(x, "总分由什么组成？", "What makes up the score?")),
                        SAY(x, "每格高度为其在总分中的实际权重；数据见下表。",
                            "The height of a box is its effective weight; figures below."));
    if (f)
        f->drawing = (struct drawing){draw_icicle, of, 760, icicle_height(nodes, t->n, 900), 150};
}

static const char *direction_of(struct edition *x, const struct node *n)
{
    if (n->near.kind)
        return SAY(x, "适度", "target");
    return n->direction == HENG_NEGATIVE ? SAY(x, "逆向", "\u2212") : SAY(x, "正向", "+");
}

static struct document_column weight_column(struct edition *x, size_t block, bool differ)
{
    const char *title = SAY(x, "在总分中", "Of the whole");
    return (struct document_column){
        .title = differ
                     ? document_text(x->d, SAY(x, "%s：%s", "%s: %s"), title, class_name(x, block))
                     : title,
        .kind = COLUMN_NUMBER,
        .decimals = 4};
}

enum { TREE_WHOLE = 4, TREE_COLUMNS = 7 + CLASSES_SHOWN };

/* Returns of how many classes the table has weights. */
static size_t begin_tree(struct edition *x, struct document_table **table)
{
    const bool differ = weights_differ(x);
    const size_t classes = !differ                           ? 1
                           : x->r->n_blocks <= CLASSES_SHOWN ? x->r->n_blocks
                                                             : CLASSES_SHOWN;
    struct document_column columns[TREE_COLUMNS] = {
        {.title = SAY(x, "指标", "Indicator")},
        {.title = SAY(x, "单位", "Unit")},
        {.title = SAY(x, "方向", "Direction")},
        {.title = of_first_class(x, SAY(x, "权重", "Weight")),
         .kind = COLUMN_NUMBER,
         .decimals = 4},
    };
    for (size_t b = 0; b < classes; b++)
        columns[TREE_WHOLE + b] = weight_column(x, b, differ);
    columns[TREE_WHOLE + classes].title = SAY(x, "公式", "Formula");
    columns[TREE_WHOLE + classes + 1].title = SAY(x, "来源", "Source");
    *table = document_table(x->d, NULL, SAY(x, "指标体系", "System of indicators"), columns,
                            TREE_WHOLE + classes + 2);
    return classes;
}

static void fill_tree_row(struct edition *x, struct document_cell *row, size_t i, size_t classes)
{
    const struct node *n = &x->r->plan->tree.nodes[i];
    const bool leaf = n->kind == NODE_INDICATOR;
    row[0].text = node_name(x, i);
    row[0].note = n->id;
    row[0].strong = !leaf;
    row[1].text = words_node_unit(x->language, n);
    row[2].text = leaf ? direction_of(x, n) : "";
    row[3].v = x->r->weight[weight_index(x->r, 0, x->period, i)];
    for (size_t b = 0; b < classes; b++)
        row[TREE_WHOLE + b].v = effective(x, b, i);
    row += TREE_WHOLE + classes;
    row[0].text = leaf ? document_text(x->d, "%s%s%s", n->formula ? n->formula : "",
                                       n->per ? " / " : "", n->per ? n->per : "")
                       : "";
    row[1].text = n->source ? n->source : "";
}

static void write_tree(struct edition *x)
{
    struct document_table *table;
    const size_t classes = begin_tree(x, &table);
    for (size_t i = 1; i < x->r->plan->tree.n; i++) {
        struct document_cell *row = table_row(x->d, table);
        if (!row)
            return;
        fill_tree_row(x, row, i, classes);
    }
    if (classes > 1 && classes < x->r->n_blocks)
        document_line(x->d, PARAGRAPH_NOTE,
                      document_text(x->d,
                                    SAY(x, "只列出前%zu类的权重，其余见weights.csv。",
                                        "Weights of the first %zu classes; the others are in "
                                        "weights.csv."),
                                    classes));
}

/* Marks the columns of the table that an indicator is made of. */
static void mark_inputs(const struct plan *p, const struct node *n, size_t *scratch, bool *used)
{
    size_t m = plan_columns_of(p, n, scratch);
    while (m-- > 0)
        used[scratch[m]] = true;
}

static const char *or_blank(const char *s)
{
    return s ? s : "";
}

/* What dictionaries say of the columns that indicators are made of; nothing without one. */
static void write_columns(struct edition *x)
{
    const struct plan *p = x->r->plan;
    const size_t n = p->table->n_variables;
    size_t *scratch = arena_array(x->d->arena, n + 1, sizeof *scratch);
    bool *used = arena_alloc(x->d->arena, n + 1);
    const int language = strcmp(x->d->language, "en") ? LANGUAGE_ZH : LANGUAGE_EN;
    const struct document_column columns[] = {
        {.title = SAY(x, "数据列", "Column")},      {.title = SAY(x, "名称", "Title")},
        {.title = SAY(x, "单位", "Unit")},          {.title = SAY(x, "定义", "Definition")},
        {.title = SAY(x, "数据来源", "Data from")},
    };
    struct document_table *table = NULL;
    if (!p->data || !p->data->n_words || !scratch || !used)
        return;
    for (size_t i = 0; i < p->tree.n_indicators; i++)
        mark_inputs(p, &p->tree.nodes[p->tree.indicators[i]], scratch, used);
    for (size_t i = 0; i < n; i++) {
        const char *name = p->table->variables[i].name;
        const struct column_words *w = used[i] ? dataset_words(p->data, name) : NULL;
        struct document_cell *row;
        if (!w)
            continue;
        if (!table)
            table = document_table(x->d, NULL, SAY(x, "所用数据列", "Columns of data"), columns,
                                   sizeof columns / sizeof *columns);
        if (!(row = table_row(x->d, table)))
            return;
        row[0].text = name;
        row[1].text = or_blank(column_title(w, language));
        row[2].text = or_blank(column_unit(w, language));
        row[3].text = or_blank(w->definition);
        row[4].text = or_blank(w->source);
    }
}

/* Each method that a node uses, once, in the order of the stages. */
static void write_methods(struct edition *x)
{
    const struct tree *t = &x->r->plan->tree;
    const struct document_column columns[] = {
        {.title = SAY(x, "环节", "Stage")},
        {.title = SAY(x, "方法", "Method")},
        {.title = SAY(x, "公式", "Formula")},
        {.title = SAY(x, "出处", "Source")},
    };
    struct document_table *table = NULL;
    for (int stage = FIRST_STAGE; stage < STAGE_ENDS; stage++)
        for (size_t i = 0; i < t->n; i++) {
            const struct method *m = t->nodes[i].at[stage].method;
            struct document_cell *row;
            size_t before = 0;
            while (before < i && t->nodes[before].at[stage].method != m)
                before++;
            if (!m || before < i)
                continue;
            if (!table)
                table = document_table(x->d, NULL, SAY(x, "所用方法", "Methods"), columns,
                                       sizeof columns / sizeof *columns);
            row = table_row(x->d, table);
            if (!row)
                return;
            row[0].text = words_stage(x->language, (enum heng_stage)stage);
            row[1].text = document_words(x->d, m->desc->title_zh, m->desc->title_en);
            row[2].text = m->desc->formula ? m->desc->formula : "";
            row[3].text = m->desc->source ? m->desc->source : "";
        }
}

int write_method(struct edition *x, struct error *e)
{
    (void)e;
    write_icicle(x);
    write_tree(x);
    write_columns(x);
    write_methods(x);
    return OK;
}

/* ---- data ----------------------------------------------------------------- */

/* In the page's language; the manifest has it as it was made. */
static const char *message_text(struct edition *x, const char *text)
{
    struct str s = {0};
    const char *translated;
    translate_add(&s, x->language, text);
    translated = s.failed || !s.s ? NULL : arena_strdup(x->d->arena, s.s);
    x->d->failed = x->d->failed || !translated;
    str_fini(&s);
    return translated ? translated : "";
}

static void write_messages(struct edition *x, const char *title, const struct messages *m)
{
    if (!m->n)
        return;
    document_heading(x->d, 2, NULL, title);
    for (size_t i = 0; i < m->n; i++)
        document_line(x->d, PARAGRAPH_ITEM, message_text(x, m->items[i].text));
}

static void write_availability(struct edition *x)
{
    const struct tree *t = &x->r->plan->tree;
    const struct document_column columns[] = {
        {.title = SAY(x, "指标", "Indicator")},
        {.title = SAY(x, "有值", "Observed"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "缺失", "Missing"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "插补", "Imputed"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "缩尾等处理", "Treated"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "无法计算", "Undefined"), .kind = COLUMN_NUMBER},
    };
    struct document_table *table =
        document_table(x->d, NULL, SAY(x, "各指标的数据情况", "Cells of each indicator"), columns,
                       sizeof columns / sizeof *columns);
    for (size_t i = 0; i < t->n_indicators; i++) {
        struct document_cell *row = table_row(x->d, table);
        size_t n[CELL_KINDS] = {0};
        if (!row)
            return;
        for (size_t u = 0; u < x->r->n_units; u++)
            if (!results_is_elsewhere(x->r, x->period, u))
                n[x->r->cell[i][row_of(x, u)]]++;
        row[0].text = node_name(x, t->indicators[i]);
        row[1].v = (double)(n[CELL_OBSERVED] + n[CELL_BELOW_UNIT] + n[CELL_ESTIMATED] +
                            n[CELL_PROVISIONAL] + n[CELL_BREAK]);
        row[2].v = (double)n[CELL_MISSING];
        row[3].v = (double)n[CELL_IMPUTED];
        row[4].v = (double)n[CELL_TREATED];
        row[5].v = (double)n[CELL_UNDEFINED];
    }
    if (table)
        table->sortable = true;
}

static void write_inputs(struct edition *x)
{
    const struct input_files *files = &x->r->plan->files;
    const struct document_column columns[] = {
        {.title = SAY(x, "用途", "Role")}, {.title = SAY(x, "文件", "File")}, {.title = "SHA-256"}};
    struct document_table *table =
        document_table(x->d, NULL, SAY(x, "输入文件", "Inputs"), columns, 3);
    for (size_t i = 0; i < files->n; i++) {
        struct document_cell *row = table_row(x->d, table);
        if (!row)
            return;
        row[0].text = words_role(x->language, files->v[i].role);
        row[1].text = files->v[i].path;
        row[2].text = files->v[i].sha256;
    }
}

int write_data(struct edition *x, struct error *e)
{
    (void)e;
    write_availability(x);
    write_messages(x, SAY(x, "警告", "Warnings"), &x->r->plan->warnings);
    write_messages(x, SAY(x, "处理说明", "Notes"), &x->r->plan->notes);
    write_messages(x, SAY(x, "未能计算的部分", "Parts that failed"), &x->r->plan->failures);
    write_inputs(x);
    document_line(
        x->d, PARAGRAPH_PLAIN,
        SAY(x, "核对本次运行：heng verify run.json 会重新计算并逐位比较。",
            "To verify this run: heng verify run.json computes it again and compares every bit."));
    return OK;
}
