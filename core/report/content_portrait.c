/* SPDX-License-Identifier: MIT */
/* A page a unit: where it stands, its shape, its strengths and weaknesses, all its indicators. */
#include <math.h>

#include "explain/portrait.h"
#include "output/league.h"
#include "output/words.h"
#include "report/content_internal.h"

enum { DIMENSIONS_MAX = 24 };

struct drawn_radar {
    struct radar r;
    const char *labels[DIMENSIONS_MAX];
    double own[DIMENSIONS_MAX], middle[DIMENSIONS_MAX];
};

static void draw_radar(struct canvas *c, const void *of)
{
    figure_radar(c, &((const struct drawn_radar *)of)->r);
}

struct drawn_strip {
    struct spread s;
    double from, to;
};

static void draw_strip(struct canvas *c, const void *of)
{
    const struct drawn_strip *s = of;
    figure_strip(c, &s->s, s->from, s->to);
}

/* What all portraits of a class share. */
struct shared {
    size_t nodes[DIMENSIONS_MAX], n;
    struct spread spread[DIMENSIONS_MAX]; /* of the class */
    double from, to;                      /* ends of the strips */
};

static void share_class(struct edition *x, struct shared *s, size_t class)
{
    const size_t units = x->r->plan->classes[class].n;
    double *scratch = numbers(x->d, units);
    s->n = dimensions_of(x, s->nodes, DIMENSIONS_MAX);
    s->from = INFINITY;
    s->to = -INFINITY;
    for (size_t i = 0; i < s->n && scratch; i++) {
        s->spread[i] = spread_of(class_scores(x, s->nodes[i], class), units, scratch);
        s->from = fmin(s->from, s->spread[i].low);
        s->to = fmax(s->to, s->spread[i].high);
    }
    if (s->from >= 0 && s->to <= 100 && s->to > 1) {
        s->from = 0;
        s->to = 100;
    }
}

/* ---- the parts of a page -------------------------------------------------- */

static void write_key(struct edition *x, size_t position, size_t class)
{
    const struct results *r = x->r;
    struct paragraph *p = document_paragraph(x->d, PARAGRAPH_PLAIN);
    paragraph_run(x->d, p,
                  (struct run){.text = document_text(x->d, "%s · %s　", unit_code(x, position),
                                                     class_name(x, class))});
    paragraph_run(x->d, p, (struct run){.text = rank_text(x, position), .bold = true});
    paragraph_run(x->d, p,
                  (struct run){.text = document_text(x->d, SAY(x, "，共%zu个　", " of %zu   "),
                                                     league_count(r, class, x->period))});
    paragraph_run(x->d, p,
                  (struct run){.text = document_text(
                                   x->d, SAY(x, "%s分", "%s points"),
                                   document_number(x->d, score_of(x, TREE_ROOT, position), 2)),
                               .bold = true});
    if (*tier_label(r, row_of(x, position)))
        paragraph_run(x->d, p,
                      (struct run){.text = document_text(x->d, SAY(x, "　等级%s", "   tier %s"),
                                                         tier_label(r, row_of(x, position)))});
}

static void write_radar(struct edition *x, const struct shared *s, size_t position)
{
    struct drawn_radar *g = arena_alloc(x->d->arena, sizeof *g);
    struct document_figure *f;
    if (!g || s->n < 3)
        return;
    for (size_t i = 0; i < s->n; i++) {
        g->labels[i] = node_name(x, s->nodes[i]);
        g->own[i] = score_of(x, s->nodes[i], position);
        g->middle[i] = s->spread[i].median;
    }
    g->r = (struct radar){g->labels, g->own, g->middle, s->n, s->to};
    f = document_figure(
        x->d, NULL,
        document_text(x->d,
                      SAY(x, "%s：各维度与同类中位数", "%s: dimensions and the class's median"),
                      unit_name(x, position)),
        SAY(x, "实线为本单位，虚线为同类中位数；数据见下表。",
            "Solid: this unit; dashed: the median of its class. Figures below."));
    if (f)
        f->drawing = (struct drawing){draw_radar, g, 340, 240, 48};
}

static void write_strips(struct edition *x, const struct shared *s, const struct explanation *e)
{
    const struct document_column columns[] = {
        {.title = SAY(x, "维度", "Dimension")},
        {.title = SAY(x, "得分", "Score"), .kind = COLUMN_NUMBER, .decimals = 1},
        {.title = SAY(x, "位次", "Rank"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "同类中位数", "Median"), .kind = COLUMN_NUMBER, .decimals = 1},
        {.title = SAY(x, "贡献", "Contribution"), .kind = COLUMN_NUMBER, .decimals = 2},
        {.title = SAY(x, "在同类中", "In its class"), .kind = COLUMN_DRAWING},
    };
    struct document_table *t =
        document_table(x->d, NULL, NULL, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < s->n; i++) {
        struct document_cell *row = table_row(x->d, t);
        struct drawn_strip *g = arena_alloc(x->d->arena, sizeof *g);
        const struct part *part = &e->parts[s->nodes[i]];
        if (!row || !g)
            return;
        *g = (struct drawn_strip){s->spread[i], s->from, s->to};
        g->s.own = part->value;
        row[0].text = node_name(x, s->nodes[i]);
        row[1].v = part->value;
        row[2].v = part->rank;
        row[3].v = part->median;
        row[4].v = part->contribution;
        row[5].drawing = (struct drawing){draw_strip, g, 130, 14, 24};
    }
}

static void write_list(struct edition *x, const char *label, const struct explanation *e,
                       const size_t *nodes, size_t n, bool forwards, bool strong)
{
    struct paragraph *p = NULL;
    size_t shown = 0;
    for (size_t k = 0; k < n && shown < 6; k++) {
        const size_t node = forwards ? nodes[k] : nodes[n - 1 - k];
        const double gap = e->parts[node].gap;
        if (isnan(gap) || (strong ? gap <= 0 : gap >= 0))
            break;
        if (!p) {
            p = document_paragraph(x->d, PARAGRAPH_PLAIN);
            paragraph_run(x->d, p, (struct run){.text = label, .bold = true});
        }
        paragraph_run(
            x->d, p,
            (struct run){.text = document_text(x->d, SAY(x, "%s%s（第%g位）", "%s%s (rank %g)"),
                                               shown++ ? SAY(x, "、", ", ") : "",
                                               node_name(x, node), e->parts[node].rank)});
    }
}

static const char *mark_of(struct edition *x, enum cell cell)
{
    return cell == CELL_IMPUTED   ? SAY(x, "估", "imp.")
           : cell == CELL_TREATED ? SAY(x, "缩", "tr.")
                                  : NULL;
}

static void write_indicators(struct edition *x, size_t position, const struct explanation *e)
{
    const struct tree *tree = &x->r->plan->tree;
    const struct document_column columns[] = {
        {.title = SAY(x, "指标", "Indicator")},
        {.title = SAY(x, "单位", "Unit")},
        {.title = SAY(x, "原值", "Value"), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "得分", "Score"), .kind = COLUMN_NUMBER, .decimals = 1},
        {.title = SAY(x, "位次", "Rank"), .kind = COLUMN_NUMBER},
    };
    struct document_table *t =
        document_table(x->d, NULL, NULL, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < tree->n_indicators; i++) {
        const size_t node = tree->indicators[i];
        const double raw = x->r->raw[i][row_of(x, position)];
        struct document_cell *row = table_row(x->d, t);
        if (!row)
            return;
        row[0].text = node_name(x, node);
        row[0].note = tree->nodes[node].definition;
        row[1].text = words_node_unit(x->language, &tree->nodes[node]);
        row[2].v = raw;
        row[2].text = document_number(x->d, raw, decimals_for(&raw, 1));
        row[2].mark = mark_of(x, x->r->cell[i][row_of(x, position)]);
        row[3].v = e->parts[node].value;
        row[4].v = e->parts[node].rank;
    }
    if (t)
        t->compact = true;
}

static int write_one(struct edition *x, const struct shared *s, size_t position, struct error *e)
{
    struct portrait p;
    int status = portrait(x->r, position, x->period, &p, e);
    if (status)
        return status;
    document_card(x->d, document_text(x->d, "%su-%s", x->prefix, unit_code(x, position)),
                  unit_name(x, position));
    write_key(x, position, p.x.class);
    write_radar(x, s, position);
    write_strips(x, s, &p.x);
    write_list(x, SAY(x, "强项：", "Strengths: "), &p.x, p.x.by_gap, p.x.n, true, true);
    write_list(x, SAY(x, "弱项：", "Weaknesses: "), &p.x, p.x.by_gap, p.x.n, false, false);
    write_indicators(x, position, &p.x);
    document_card_end(x->d);
    return OK;
}

int write_portraits(struct edition *x, struct error *e)
{
    struct shared s = {0};
    size_t class = NONE;
    int status = OK;
    x->scripted = true;
    for (size_t i = 0; i < x->n_portraits && !status; i++) {
        if (results_class(x->r, x->portraits[i]) != class) {
            class = results_class(x->r, x->portraits[i]);
            share_class(x, &s, class);
        }
        status = write_one(x, &s, x->portraits[i], e);
    }
    return status;
}
