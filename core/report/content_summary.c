/* SPDX-License-Identifier: MIT */
/*
 * Key findings in words. Each sentence is a row of a table: the condition under which it is true,
 * and its words in both languages. What is not so is not said.
 */
#include <math.h>

#include "output/league.h"
#include "report/content_internal.h"

/* What sentences are about: a class of the run. */
struct facts {
    struct edition *x;
    size_t class, n, *order; /* its units in the order of the league table */
    size_t n_ranked;
};

static double rank_at(const struct facts *f, size_t i)
{
    return f->x->r->rank[row_of(f->x, f->order[i])];
}

static const char *list(struct facts *f, bool (*fits)(const struct facts *f, size_t i), size_t most)
{
    struct edition *x = f->x;
    const char *text = "";
    size_t n = 0;
    for (size_t i = 0; i < f->n_ranked; i++) {
        if (!fits(f, i))
            continue;
        if (n++ < most)
            text = document_text(x->d, "%s%s%s", text, n > 1 ? SAY(x, "、", ", ") : "",
                                 unit_name(x, f->order[i]));
    }
    return n > most ? document_text(x->d, SAY(x, "%s等%zu个", "%s and others, %zu in all"), text, n)
                    : text;
}

static size_t count(const struct facts *f, bool (*fits)(const struct facts *f, size_t i))
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_ranked; i++)
        n += fits(f, i);
    return n;
}

/* ---- leaders -------------------------------------------------------------- */

static bool is_first(const struct facts *f, size_t i)
{
    return rank_at(f, i) == rank_at(f, 0);
}

static bool has_leader(const struct facts *f)
{
    return f->n_ranked > 1;
}

static const char *say_leader(struct facts *f)
{
    struct edition *x = f->x;
    return document_text(
        x->d, SAY(x, "%s中，%s以%.2f分居首位。", "Among %s, %s leads with %.2f points."),
        class_name(x, f->class), list(f, is_first, 5), score_of(x, TREE_ROOT, f->order[0]));
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
    return document_text(x->d, SAY(x, "其后依次为%s。", "Next come %s."), list(f, is_next, 10));
}

/* ---- the distance between ends ---------------------------------------------------- */

static bool has_gap(const struct facts *f)
{
    return f->n_ranked > 4 && score_of(f->x, TREE_ROOT, f->order[f->n_ranked - 1]) > 0;
}

static const char *say_gap(struct facts *f)
{
    struct edition *x = f->x;
    const double top = score_of(x, TREE_ROOT, f->order[0]);
    const double bottom = score_of(x, TREE_ROOT, f->order[f->n_ranked - 1]);
    return document_text(x->d,
                         SAY(x, "首尾得分相差%.2f分，首位是末位（%s）的%.1f倍。",
                             "First and last are %.2f points apart: the score of the last, %s, "
                             "goes %.1f times into the first."),
                         top - bottom, unit_name(x, f->order[f->n_ranked - 1]), top / bottom);
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
                "No rank is solid under other reasonable choices of method and weight."));
    return document_text(x->d,
                         SAY(x, "在方法与权重的合理变动下，%zu个单位中%zu个位次稳定：%s。",
                             "Under other reasonable choices, of %zu ranks %zu are solid: %s."),
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
    return document_text(x->d, SAY(x, "%zu个单位没有位次：%s%s。", "%zu without a rank: %s%s."),
                         f->n - f->n_ranked, text,
                         f->n - f->n_ranked > 8 ? SAY(x, "等", ", ...") : "");
}

/* ---- the table ------------------------------------------------------------------------ */

static const struct sentence {
    bool (*holds)(const struct facts *f);
    const char *(*say)(struct facts *f);
} sentences[] = {
    {has_leader, say_leader}, {has_next, say_next},     {has_gap, say_gap},
    {has_summary, say_solid}, {has_unsure, say_unsure}, {has_unranked, say_unranked},
};

static int gather(struct facts *f, struct error *e)
{
    struct edition *x = f->x;
    f->n = x->r->plan->classes[f->class].n;
    f->order = arena_array(x->d->arena, f->n ? f->n : 1, sizeof *f->order);
    if (!f->order)
        return error_no_memory(e);
    league_order(x->r, f->class, x->period, f->order);
    for (f->n_ranked = 0; f->n_ranked < f->n && !isnan(rank_at(f, f->n_ranked));)
        f->n_ranked++;
    return OK;
}

int write_summary(struct edition *x, struct error *e)
{
    const struct plan *p = x->r->plan;
    document_line(x->d, PARAGRAPH_LEAD,
                  document_text(x->d,
                                SAY(x, "本报告对%zu个单位%s以%zu项指标作综合评价。",
                                    "This report evaluates %zu units%s by %zu indicators."),
                                table_count_units(p->table),
                                p->n_classes > 1
                                    ? document_text(x->d, SAY(x, "分%zu类、", " in %zu classes"),
                                                    p->n_classes)
                                    : "",
                                p->tree.n_indicators));
    for (size_t c = 0; c < p->n_classes; c++) {
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
