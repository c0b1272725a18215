/* SPDX-License-Identifier: MIT */
/* heng explain PROFILE UNIT --portrait: a page about one unit. */
#include "explain/portrait.h"

#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"

enum { TITLE = 34, NUMBER = 9, RANK = 9, BAR = 20, NAME = 16 };

enum word {
    W_SCORE,
    W_RANK,
    W_OF,
    W_TIER,
    W_UNRANKED,
    W_BELOW,
    W_SPREAD,
    W_LOW,
    W_Q1,
    W_MEDIAN,
    W_Q3,
    W_HIGH,
    W_DIMENSIONS,
    W_BAR,
    W_STRENGTHS,
    W_WEAKNESSES,
    W_NONE,
    W_BEST,
    W_WORST,
    W_LOST,
    W_RAW,
    W_DATA,
    W_IMPUTED,
    W_CELLS,
    W_RULES,
    W_AROUND,
    W_ALIKE,
    W_DISTANCE,
    W_NOTES,
    W_ASIDE,
    W_INDICATOR,
    W_NOTE_STANDING,
    W_NOTE_LOST,
    W_NOTE_ALIKE,
    W_EFFECT,
    W_COUNT = W_EFFECT + N_EFFECTS
};

static const char *const words[W_COUNT][2] = {
    [W_SCORE] = {"得分", "score"},
    [W_RANK] = {"位次", "rank"},
    [W_OF] = {"共", "of"},
    [W_TIER] = {"等级", "tier"},
    [W_UNRANKED] = {"无位次", "not ranked"},
    [W_BELOW] = {"高于同类单位的比例", "share of the class that scores lower"},
    [W_SPREAD] = {"同类得分分布", "scores of the class"},
    [W_LOW] = {"最低", "lowest"},
    [W_Q1] = {"下四分位", "quartile"},
    [W_MEDIAN] = {"中位", "median"},
    [W_Q3] = {"上四分位", "quartile"},
    [W_HIGH] = {"最高", "highest"},
    [W_DIMENSIONS] = {"各维度", "dimensions"},
    [W_BAR] = {"同类最低至最高", "lowest to highest of the class"},
    [W_STRENGTHS] = {"强项", "strengths"},
    [W_WEAKNESSES] = {"弱项", "weaknesses"},
    [W_NONE] = {"无", "none"},
    [W_BEST] = {"失分最少的指标", "where least is lost"},
    [W_WORST] = {"失分最多的指标", "where most is lost"},
    [W_LOST] = {"占失分%", "of loss %"},
    [W_RAW] = {"原值", "raw"},
    [W_DATA] = {"数据", "data"},
    [W_IMPUTED] = {"插补数据占权重", "share of imputed data, by weight"},
    [W_CELLS] = {"指标：插补%zu个，处理极端值%zu个，无数据%zu个",
                 "indicators: %zu imputed, %zu treated, %zu without data"},
    [W_RULES] = {"适用规则", "rules applied"},
    [W_AROUND] = {"位次相邻", "next in rank"},
    [W_ALIKE] = {"结构相近", "most alike"},
    [W_DISTANCE] = {"距离", "distance"},
    [W_NOTES] = {"说明", "notes"},
    [W_ASIDE] = {"经筛查剔除，无得分", "set aside by [screen]: no score"},
    [W_INDICATOR] = {"指标", "indicator"},
    [W_NOTE_STANDING] =
        {"强项、弱项：同类中居前%g%%或居后%g%%的节点（[panorama]）。",
         "Strengths and weaknesses: nodes in the first %g%% or the last %g%% of the "
         "class ([panorama])."},
    [W_NOTE_LOST] =
        {"失分：与同类最好值的差距按权重计，占全部失分的百分比（障碍度）。",
         "Loss: what is missing to the best of the class, by weight, in all that is lost "
         "(obstacle degree)."},
    [W_NOTE_ALIKE] =
        {"结构相近：各维度得分之差的均方根最小的同类单位。",
         "Most alike: units of the class with the smallest root mean square difference "
         "of dimension scores."},
    [W_EFFECT + EFFECT_UNRANKED] = {"不排名", "not ranked"},
    [W_EFFECT + EFFECT_CAPPED] = {"封顶", "capped"},
    [W_EFFECT + EFFECT_DEDUCTED] = {"扣分", "deducted"},
    [W_EFFECT + EFFECT_WARNED] = {"提示", "warned"},
    [W_EFFECT + EFFECT_UNJUDGED] = {"未判定", "not judged"},
};

struct page {
    const struct results *r;
    const struct portrait *p;
    int language;
};

static const char *word(const struct page *g, unsigned w)
{
    return words[w][g->language == LANGUAGE_EN];
}

static void text(const char *s, size_t width)
{
    text_pad(stdout, s, width, false);
}

static void number(double v, int decimals, size_t width)
{
    char digits[NUMBER_TEXT_MAX];
    number_format_fixed(v, decimals, digits);
    text_pad(stdout, digits, width, true);
}

static void section(const struct page *g, unsigned w)
{
    putchar('\n');
    text(word(g, w), 0);
    putchar('\n');
}

static const char *title_of(const struct page *g, size_t node)
{
    return node_title(&g->r->plan->tree.nodes[node], g->language);
}

/* "7/53" */
static void rank_of(const struct page *g, size_t node)
{
    const struct panorama_entry *place = &g->r->places[node][g->p->x.row];
    char digits[64];
    if (isnan(place->rank))
        snprintf(digits, sizeof digits, "-");
    else
        snprintf(digits, sizeof digits, "%.0f/%zu", place->rank, place->count);
    text_pad(stdout, digits, RANK, true);
}

static void heading(const struct page *g)
{
    const struct results *r = g->r;
    const struct explanation *x = &g->p->x;
    const struct plan *p = r->plan;
    const struct unit_class *c = &p->classes[x->class];
    double rank = r->rank[x->row];
    text(plan_unit_name(p, x->position), 0);
    putchar(' ');
    text(plan_unit_code(p, x->position), 0);
    fputs(*c->label ? "  " : "", stdout);
    text(c->label, 0);
    fputs(*p->table->periods[x->period] ? "  " : "", stdout);
    text(p->table->periods[x->period], 0);
    putchar('\n');
    text(plan_title(r->plan), 0);
    putchar('\n');
    printf("\n%s ", word(g, W_SCORE));
    number(r->score[TREE_ROOT][x->row], 2, 0);
    if (isnan(rank))
        printf("  %s", word(g, W_UNRANKED));
    else
        printf("  %s %.15g (%s %zu)", word(g, W_RANK), rank, word(g, W_OF), c->n);
    if (*tier_label(r, x->row)) {
        printf("  %s ", word(g, W_TIER));
        text(tier_label(r, x->row), 0);
    }
    putchar('\n');
    if (screened_unit(r, x->position, x->period))
        printf("%s\n", word(g, W_ASIDE));
}

static void distribution(const struct page *g)
{
    const struct portrait *p = g->p;
    const double at[] = {p->low, p->q1, p->median, p->q3, p->high};
    printf("%s (%zu): ", word(g, W_SPREAD), p->scored);
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        printf("%s%s ", i ? "  " : "", word(g, W_LOW + (unsigned)i));
        number(at[i], 2, 0);
    }
    printf("\n%s: ", word(g, W_BELOW));
    number(100 * p->below, 1, 0);
    puts("%");
}

/* Where it stands between the lowest and the highest of the class. */
static void bar(double at)
{
    int full = isnan(at) ? 0 : (int)floor(at * BAR + 0.5);
    putchar('|');
    for (int i = 0; i < BAR; i++)
        putchar(i < full ? '#' : isnan(at) ? ' ' : '.');
    putchar('|');
}

static void dimensions(const struct page *g)
{
    const struct tree *t = &g->r->plan->tree;
    putchar('\n');
    text(word(g, W_DIMENSIONS), TITLE);
    text_pad(stdout, word(g, W_SCORE), NUMBER, true);
    text_pad(stdout, word(g, W_RANK), RANK, true);
    printf("  %s\n", word(g, W_BAR));
    for (size_t i = 1; i < t->n; i++) {
        if (t->nodes[i].parent != TREE_ROOT)
            continue;
        fputs("  ", stdout);
        text(title_of(g, i), TITLE - 2);
        number(g->r->score[i][g->p->x.row], 2, NUMBER);
        rank_of(g, i);
        fputs("  ", stdout);
        bar(portrait_standing(g->r, g->p, i));
        putchar('\n');
    }
}

static void standings(const struct page *g, enum strength wanted, unsigned w)
{
    const struct tree *t = &g->r->plan->tree;
    size_t n = 0;
    section(g, w);
    for (size_t i = 1; i < t->n; i++) {
        if (g->r->places[i][g->p->x.row].standing != wanted)
            continue;
        fputs("  ", stdout);
        text(title_of(g, i), TITLE - 2);
        number(g->r->score[i][g->p->x.row], 2, NUMBER);
        rank_of(g, i);
        putchar('\n');
        n++;
    }
    if (!n)
        printf("  %s\n", word(g, W_NONE));
}

static void listed(const struct page *g, unsigned w, const size_t *nodes, size_t n)
{
    putchar('\n');
    text(word(g, w), TITLE);
    text_pad(stdout, word(g, W_LOST), NUMBER, true);
    text_pad(stdout, word(g, W_RANK), RANK, true);
    printf("  %s\n", word(g, W_RAW));
    for (size_t i = 0; i < n; i++) {
        const struct node *node = &g->r->plan->tree.nodes[nodes[i]];
        double raw = g->r->raw[node->indicator][g->p->x.row];
        fputs("  ", stdout);
        text(title_of(g, nodes[i]), TITLE - 2);
        number(100 * g->p->x.parts[nodes[i]].obstacle, 1, NUMBER);
        rank_of(g, nodes[i]);
        if (isnan(raw))
            fputs("  -", stdout);
        else
            printf("  %.6g ", raw);
        text(isnan(raw) ? "" : node->unit, 0);
        putchar('\n');
    }
    if (!n)
        printf("  %s\n", word(g, W_NONE));
}

static void data(const struct page *g)
{
    section(g, W_DATA);
    printf("  %s ", word(g, W_IMPUTED));
    number(100 * g->r->imputed_share[TREE_ROOT][g->p->x.row], 1, 0);
    fputs("%\n  ", stdout);
    printf(word(g, W_CELLS), g->p->n_imputed, g->p->n_treated, g->p->n_missing);
    putchar('\n');
}

static void rules(const struct page *g)
{
    const struct results *r = g->r;
    size_t n = 0;
    section(g, W_RULES);
    for (size_t i = 0; i < r->n_applied; i++) {
        const struct applied *a = &r->applied[i];
        if (a->position != g->p->x.position || a->period != g->p->x.period)
            continue;
        fputs("  ", stdout);
        text(r->plan->rules[a->rule].name, NAME);
        printf(" %s", word(g, W_EFFECT + (unsigned)a->effect));
        if (a->effect == EFFECT_CAPPED || a->effect == EFFECT_DEDUCTED) {
            putchar(' ');
            text(title_of(g, r->plan->rules[a->rule].node), 0);
            putchar(' ');
            number(a->before, 2, 0);
            fputs(" -> ", stdout);
            number(a->after, 2, 0);
        }
        fputs(" (", stdout);
        text(a->reason, 0);
        puts(")");
        n++;
    }
    if (!n)
        printf("  %s\n", word(g, W_NONE));
}

static void unit_line(const struct page *g, size_t position)
{
    const struct plan *p = g->r->plan;
    size_t row = results_row(g->r, g->p->x.period, position);
    printf("  %c ", position == g->p->x.position ? '>' : ' ');
    text(plan_unit_code(p, position), 8);
    putchar(' ');
    text(plan_unit_name(p, position), NAME);
    number(g->r->rank[row], 0, 5);
    number(g->r->score[TREE_ROOT][row], 2, NUMBER);
}

static void peers(const struct page *g)
{
    section(g, W_AROUND);
    for (size_t i = 0; i < g->p->n_around; i++) {
        unit_line(g, g->p->around[i]);
        putchar('\n');
    }
    if (!g->p->n_around)
        printf("  %s\n", word(g, W_NONE));
    section(g, W_ALIKE);
    for (size_t i = 0; i < g->p->n_peers; i++) {
        unit_line(g, g->p->peers[i].position);
        printf("  %s ", word(g, W_DISTANCE));
        number(g->p->peers[i].distance, 2, 0);
        putchar('\n');
    }
    if (!g->p->n_peers)
        printf("  %s\n", word(g, W_NONE));
}

static void notes(const struct page *g)
{
    const struct plan *p = g->r->plan;
    section(g, W_NOTES);
    fputs("  ", stdout);
    printf(word(g, W_NOTE_STANDING), 100 * p->fixed.panorama.top_share,
           100 * p->fixed.panorama.bottom_share);
    printf("\n  %s\n  %s\n", word(g, W_NOTE_LOST), word(g, W_NOTE_ALIKE));
    if (p->fixed.profile.note && *p->fixed.profile.note) {
        fputs("  ", stdout);
        text(p->fixed.profile.note, 0);
        putchar('\n');
    }
}

int print_portrait(const struct results *r, size_t position, size_t period, struct error *e)
{
    struct portrait p;
    struct page g = {r, &p, r->plan->fixed.profile.language};
    int status = portrait(r, position, period, &p, e);
    if (status)
        return status;
    heading(&g);
    distribution(&g);
    dimensions(&g);
    standings(&g, STRENGTH_STRENGTH, W_STRENGTHS);
    standings(&g, STRENGTH_WEAKNESS, W_WEAKNESSES);
    listed(&g, W_BEST, p.best, p.n_best);
    listed(&g, W_WORST, p.worst, p.n_worst);
    data(&g);
    rules(&g);
    peers(&g);
    notes(&g);
    return OK;
}
