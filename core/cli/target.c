/* SPDX-License-Identifier: MIT */
/* heng explain PROFILE UNIT --target-rank K: what it would take. */
#include "explain/target_rank.h"

#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"

enum { TITLE = 34, NUMBER = 13, PERCENT = 10 };

enum word {
    W_SCORE,
    W_RANK,
    W_TARGET,
    W_HAD,
    W_ABOVE,
    W_INDICATOR,
    W_NOW,
    W_NEEDED,
    W_CHANGE,
    W_PERCENT,
    W_BEST,
    W_TOGETHER,
    W_SHARE,
    W_TOGETHER_NO,
    W_REACH,
    W_NOTE = W_REACH + REACH_UNTOLD + 1,
    W_COUNT
};

static const char *const words[W_COUNT][2] = {
    [W_SCORE] = {"得分", "score"},
    [W_RANK] = {"位次", "rank"},
    [W_TARGET] = {"目标位次", "target rank"},
    [W_HAD] = {"已达到目标位次。", "The rank is had already."},
    [W_ABOVE] = {"须超过", "to get above"},
    [W_INDICATOR] = {"单独改变一个指标", "one indicator alone"},
    [W_NOW] = {"现值", "now"},
    [W_NEEDED] = {"所需值", "needed"},
    [W_CHANGE] = {"变动", "change"},
    [W_PERCENT] = {"变动%", "%"},
    [W_BEST] = {"同类最好", "class best"},
    [W_TOGETHER] = {"同时改变可改进的指标", "all that can be better, together"},
    [W_SHARE] = {"各指标同时向同类最好值移动其差距的",
                 "All together, by the same share of the way to "
                 "the class's best value:"},
    [W_TOGETHER_NO] = {"所有指标都取同类最好值仍达不到。",
                       "Not reachable even with the class's best value of every indicator."},
    [W_REACH + REACH_YES] = {"", ""},
    [W_REACH + REACH_NO] = {"取同类最好值仍达不到", "not reachable even at the best of the class"},
    [W_REACH + REACH_BEST] = {"已是同类最好", "is the best of the class"},
    [W_REACH + REACH_UNTOLD] = {"无法判定（无数据，或处理方法须看整列）",
                                "cannot be told: no value, or a treatment of whole columns"},
    [W_NOTE] =
        {"说明：其他单位、标准化区间、权重等由数据估计的量保持不变；所需值不超出同类最好值；"
         "所需值取六位有效数字，朝改进方向进位。",
         "Held fixed: the other units, and what is estimated from the data (ranges, weights). "
         "No value beyond\nthe best of the class is sought; values are rounded to six digits, "
         "towards the better."},
};

struct view {
    const struct results *r;
    const struct target *t;
    bool english;
};

static const char *word(const struct view *v, unsigned w)
{
    return words[w][v->english];
}

static void column(const char *text, size_t width)
{
    putchar(' ');
    text_pad(stdout, text, width, true);
}

static void figure(double value)
{
    char text[NUMBER_TEXT_MAX];
    snprintf(text, sizeof text, "%.6g", value);
    column(isnan(value) ? "-" : text, NUMBER);
}

static void percent(double from, double to)
{
    char text[NUMBER_TEXT_MAX];
    number_format_fixed(100 * ((to - from) / fabs(from)), 2, text);
    column(from == 0 ? "-" : text, PERCENT);
}

static void one_line(const char *text, const char *after)
{
    text_pad(stdout, text, 0, false);
    fputs(after, stdout);
}

static void score(const struct view *v, unsigned label, double value)
{
    char text[NUMBER_TEXT_MAX];
    number_format_fixed(value, 2, text);
    printf("%s %s", word(v, label), text);
}

static void heading(const struct view *v)
{
    const struct plan *p = v->r->plan;
    const struct target *t = v->t;
    const struct unit_class *c = &p->classes[t->class];
    const char *time = p->table->periods[t->period];
    one_line(plan_title(v->r->plan), "\n");
    one_line(plan_unit_code(p, t->position), " ");
    one_line(plan_unit_name(p, t->position), *c->label ? "  " : "");
    one_line(c->label, *time ? "  " : "");
    one_line(time, "\n");
    score(v, W_SCORE, t->score);
    printf("  %s %.15g  %s %zu", word(v, W_RANK), v->r->rank[t->row], word(v, W_TARGET), t->rank);
    if (!isnan(t->beaten)) {
        printf("  %s ", word(v, W_ABOVE));
        one_line(plan_unit_name(p, t->rival), " (");
        score(v, W_SCORE, t->beaten);
        putchar(')');
    }
    printf("\n\n");
}

static void heads(const struct view *v, unsigned title)
{
    text_pad(stdout, word(v, title), TITLE, false);
    column(word(v, W_NOW), NUMBER);
    column(word(v, W_NEEDED), NUMBER);
    column(word(v, W_CHANGE), NUMBER);
    column(word(v, W_PERCENT), PERCENT);
    column(word(v, W_BEST), NUMBER);
    putchar('\n');
}

/* One indicator with the value that it needs, or why there is none. */
static void line(const struct view *v, const struct wanted_rank *w, double needed)
{
    const struct node *n = &v->r->plan->tree.nodes[w->node];
    text_pad(stdout, node_title(n, v->english ? LANGUAGE_EN : LANGUAGE_ZH), TITLE, false);
    figure(w->now);
    if (isnan(needed)) {
        column("-", NUMBER);
        column("-", NUMBER);
        column("-", PERCENT);
    } else {
        figure(needed);
        figure(needed - w->now);
        percent(w->now, needed);
    }
    figure(w->best);
    fputs("  ", stdout);
    one_line(n->unit ? n->unit : "", "");
    if (isnan(needed))
        printf("  %s", word(v, W_REACH + (unsigned)w->reach));
    putchar('\n');
}

static void together(const struct view *v)
{
    const struct target *t = v->t;
    char share[NUMBER_TEXT_MAX];
    if (isnan(t->share)) {
        printf("\n%s\n", word(v, W_TOGETHER_NO));
        return;
    }
    number_format_fixed(100 * t->share, 2, share);
    printf("\n%s %s%%\n", word(v, W_SHARE), share);
    heads(v, W_TOGETHER);
    for (size_t k = 0; k < t->n; k++)
        if (!isnan(t->of[k].joint))
            line(v, &t->of[k], t->of[k].joint);
}

int print_target(const struct results *r, size_t position, size_t period, size_t rank,
                 struct error *e)
{
    struct target t;
    struct view v = {r, &t, r->plan->fixed.profile.language == LANGUAGE_EN};
    int status = target_rank(r, position, period, rank, &t, e);
    if (status)
        return status;
    heading(&v);
    if (isnan(t.beaten)) {
        printf("%s\n", word(&v, W_HAD));
        return OK;
    }
    heads(&v, W_INDICATOR);
    for (size_t k = 0; k < t.n; k++)
        line(&v, &t.of[k], t.of[k].alone);
    together(&v);
    printf("\n%s\n", word(&v, W_NOTE));
    return OK;
}
