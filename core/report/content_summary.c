/* SPDX-License-Identifier: MIT */
/*
 * Key findings in words. Each sentence is a row of a table: the condition under which it is true,
 * and its words in both languages. What is not so is not said.
 */
#include <math.h>

#include "output/league.h"
#include "report/content_internal.h"

static const double LEAST_SHOWN = 0.01; /* of a distance that is told with two decimals */
static const double MOST_TIMES = 100;

/* What sentences are about: a class of the run. */
struct facts {
    struct edition *x;
    size_t class, n, *order; /* those that are of it in the period, as in the league table */
    size_t n_ranked;
};

static double rank_at(const struct facts *f, size_t i)
{
    return f->x->r->rank[row_of(f->x, f->order[i])];
}

static double score_at(const struct facts *f, size_t i)
{
    return score_of(f->x, TREE_ROOT, f->order[i]);
}

static const char *list(struct facts *f, bool (*fits)(const struct facts *f, size_t i), size_t most)
{
    struct roll r = {.x = f->x, .most = most};
    for (size_t i = 0; i < f->n_ranked; i++)
        if (fits(f, i))
            roll_add(&r, unit_name(f->x, f->order[i]));
    return roll_text(&r);
}

static size_t count(const struct facts *f, bool (*fits)(const struct facts *f, size_t i))
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_ranked; i++)
        n += fits(f, i);
    return n;
}

/* Among whom. */
static const char *whose(const struct facts *f)
{
    return f->x->r->plan->n_classes > 1 ? class_name(f->x, f->class)
                                        : SAY(f->x, "全部单位", "all units");
}

/* ---- leaders -------------------------------------------------------------- */

static bool is_first(const struct facts *f, size_t i)
{
    return rank_at(f, i) == rank_at(f, 0);
}

static size_t n_first(const struct facts *f)
{
    return count(f, is_first);
}

static bool has_leader(const struct facts *f)
{
    return n_first(f) == 1 && f->n_ranked > 1;
}

static const char *say_leader(struct facts *f)
{
    struct edition *x = f->x;
    return document_text(x->d,
                         SAY(x, "%s中，%s以%.2f分居首位。", "Among %s, %s leads with %.2f points."),
                         whose(f), unit_name(x, f->order[0]), score_at(f, 0));
}

static bool has_leaders(const struct facts *f)
{
    return n_first(f) > 1 && n_first(f) < f->n_ranked;
}

static const char *say_leaders(struct facts *f)
{
    struct edition *x = f->x;
    return document_text(x->d,
                         SAY(x, "%s中，%s并列首位（%.2f分）。",
                             "Among %s, %s share the first place with %.2f points."),
                         whose(f), list(f, is_first, 5), score_at(f, 0));
}

/* Whom nobody is behind leads nobody. */
static bool has_equals(const struct facts *f)
{
    return f->n_ranked > 1 && n_first(f) == f->n_ranked;
}

static const char *say_equals(struct facts *f)
{
    struct edition *x = f->x;
    return document_text(x->d,
                         SAY(x, "%s中，有位次的%zu个单位不分先后。",
                             "Among %s, none of the %zu units with a rank is ahead of another."),
                         whose(f), f->n_ranked);
}

static bool has_one(const struct facts *f)
{
    return f->n_ranked == 1;
}

static const char *say_one(struct facts *f)
{
    struct edition *x = f->x;
    return document_text(
        x->d,
        SAY(x, "%s中，只有%s有位次，得%.2f分。", "Among %s, only %s has a rank, with %.2f points."),
        whose(f), unit_name(x, f->order[0]), score_at(f, 0));
}

static bool is_next(const struct facts *f, size_t i)
{
    return !is_first(f, i) && rank_at(f, i) <= 5;
}

static bool has_next(const struct facts *f)
{
    return f->n_ranked > 5 && count(f, is_next) > 0;
}

static const char *say_next(struct facts *f)
{
    struct edition *x = f->x;
    return document_text(x->d, SAY(x, "其后为%s。", "Next come %s."), list(f, is_next, 10));
}

/* ---- the distance between ends ---------------------------------------------------- */

static bool is_last(const struct facts *f, size_t i)
{
    return rank_at(f, i) == rank_at(f, f->n_ranked - 1);
}

static double gap(const struct facts *f)
{
    return score_at(f, 0) - score_at(f, f->n_ranked - 1);
}

/* Rules may have put one behind whose score is no lower. */
static bool has_gap(const struct facts *f)
{
    return f->n_ranked > 4 && gap(f) >= LEAST_SHOWN;
}

/* How many times the one goes into the other is asked of what has a zero only: scores that no
   unit has below it, and of a last one that is not all but zero itself. */
static bool has_ratio(const struct facts *f)
{
    return score_at(f, f->n_ranked - 1) >= score_at(f, 0) / MOST_TIMES;
}

static const char *say_gap(struct facts *f)
{
    struct edition *x = f->x;
    const char *last = list(f, is_last, 5);
    if (!has_ratio(f))
        return document_text(x->d,
                             SAY(x, "首尾得分相差%.2f分（末位：%s）。",
                                 "First and last are %.2f points apart (last: %s)."),
                             gap(f), last);
    return document_text(x->d,
                         SAY(x, "首尾得分相差%.2f分，首位是末位（%s）的%.1f倍。",
                             "First and last are %.2f points apart: the score of the last, %s, "
                             "goes %.1f times into the first."),
                         gap(f), last, score_at(f, 0) / score_at(f, f->n_ranked - 1));
}

/* ---- how sure ----------------------------------------------------------------------- */

static bool is_solid(const struct facts *f, size_t i)
{
    return f->x->summary[row_of(f->x, f->order[i])].solid;
}

static bool has_summary(const struct facts *f)
{
    return f->x->summary != NULL && f->n_ranked > 1;
}

static const char *say_solid(struct facts *f)
{
    struct edition *x = f->x;
    const size_t n = count(f, is_solid);
    if (n == 0)
        return document_text(
            x->d, "%s",
            SAY(x, "在方法与权重的合理变动下，没有单位的位次称得上稳定。",
                "None of these ranks is solid under other reasonable choices of method and "
                "weight."));
    return document_text(x->d,
                         SAY(x, "在方法与权重的合理变动下，%zu个单位中%zu个位次稳定：%s。",
                             n == 1 ? "Under other reasonable choices, of %zu ranks %zu is solid: "
                                      "%s."
                                    : "Under other reasonable choices, of %zu ranks %zu are solid: "
                                      "%s."),
                         f->n_ranked, n, list(f, is_solid, 8));
}

static bool is_unsure(const struct facts *f, size_t i)
{
    const struct rank_summary *s = &f->x->summary[row_of(f->x, f->order[i])];
    return s->p95 - s->p05 > (double)f->n_ranked / 3;
}

static bool has_unsure(const struct facts *f)
{
    return has_summary(f) && count(f, is_unsure) > 0;
}

static const char *say_unsure(struct facts *f)
{
    struct edition *x = f->x;
    return document_text(
        x->d,
        SAY(x, "位次区间超过同类三分之一、不宜据以排名的有：%s。",
            "Not to be ranked by, with intervals of more than a third of the class: %s."),
        list(f, is_unsure, 8));
}

/* ---- what is missing -------------------------------------------------------------------- */

static bool has_unranked(const struct facts *f)
{
    return f->n_ranked < f->n;
}

static const char *say_unranked(struct facts *f)
{
    struct edition *x = f->x;
    const char *text = "";
    for (size_t i = f->n_ranked; i < f->n && i < f->n_ranked + 8; i++)
        text = document_text(x->d, "%s%s%s", text, *text ? SAY(x, "、", ", ") : "",
                             unit_name(x, f->order[i]));
    return document_text(
        x->d, SAY(x, "%s中%zu个单位没有位次：%s%s。", "Among %s, %zu without a rank: %s%s."),
        whose(f), f->n - f->n_ranked, text, f->n - f->n_ranked > 8 ? SAY(x, "等", ", ...") : "");
}

/* ---- the table ------------------------------------------------------------------------ */

static const struct sentence {
    bool (*holds)(const struct facts *f);
    const char *(*say)(struct facts *f);
} sentences[] = {
    {has_leader, say_leader}, {has_leaders, say_leaders}, {has_equals, say_equals},
    {has_one, say_one},       {has_next, say_next},       {has_gap, say_gap},
    {has_summary, say_solid}, {has_unsure, say_unsure},   {has_unranked, say_unranked},
};

static int gather(struct facts *f, struct error *e)
{
    struct edition *x = f->x;
    f->n = league_count(x->r, f->class, x->period);
    f->order = arena_array(x->d->arena, x->r->plan->classes[f->class].n + 1, sizeof *f->order);
    if (!f->order)
        return error_no_memory(e);
    league_order(x->r, f->class, x->period, f->order);
    for (f->n_ranked = 0; f->n_ranked < f->n && !isnan(rank_at(f, f->n_ranked));)
        f->n_ranked++;
    return OK;
}

/* "1 unit", "3 units"; Chinese has no plural. */
static const char *counted(struct edition *x, size_t n, const char *zh, const char *one,
                           const char *several)
{
    return document_text(x->d, "%zu%s", n, SAY(x, zh, n == 1 ? one : several));
}

/* Of how many units the report is, and of how many classes that are there in its period. */
static void say_scope(struct edition *x)
{
    const struct plan *p = x->r->plan;
    size_t classes = 0, units = 0, scored = 0, indicators = 0;
    for (size_t c = 0; c < p->n_classes; c++) {
        classes += league_count(x->r, c, x->period) > 0;
        units += league_count(x->r, c, x->period);
    }
    for (size_t u = 0; u < x->r->n_units; u++)
        scored += isnan(score_of(x, TREE_ROOT, u)) ? 0 : 1;
    for (size_t i = 0; i < p->tree.n_indicators; i++)
        indicators += !x->r->node_excluded[p->tree.indicators[i]];
    document_line(
        x->d, PARAGRAPH_LEAD,
        document_text(
            x->d, SAY(x, "本报告对%s%s以%s作综合评价。%s", "This report evaluates %s%s by %s.%s"),
            counted(x, scored, "个单位", " unit", " units"),
            classes > 1 ? document_text(x->d, SAY(x, "分%zu类、", " in %zu classes"), classes) : "",
            counted(x, indicators, "项指标", " indicator", " indicators"),
            scored < units
                ? document_text(x->d, SAY(x, "另有%zu个单位没有得分。", " %zu more have no score."),
                                units - scored)
                : ""));
}

int write_summary(struct edition *x, struct error *e)
{
    say_scope(x);
    for (size_t c = 0; c < x->r->plan->n_classes; c++) {
        struct facts f = {.x = x, .class = c};
        int status = gather(&f, e);
        if (status)
            return status;
        for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
            if (sentences[i].holds(&f))
                document_line(x->d, PARAGRAPH_ITEM, sentences[i].say(&f));
    }
    return OK;
}
