/* SPDX-License-Identifier: MIT */
/* heng explain PROFILE UNIT --target-rank K: what it would take. */
#include "explain/target_rank.h"

#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/words.h"

enum { TITLE = 34, NUMBER = 13, PERCENT = 10 };

struct target_view {
    const struct results *r;
    const struct target *t;
    int language;
};

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

static void score(const struct target_view *v, unsigned label, double value)
{
    char text[NUMBER_TEXT_MAX];
    number_format_fixed(value, 2, text);
    say("%s %s", word(v->language, label), text);
}

static void heading(const struct target_view *v)
{
    const struct plan *p = v->r->plan;
    const struct target *t = v->t;
    const struct unit_class *c = &p->classes[t->class];
    const char *time = p->table->periods[t->period];
    print_text(plan_title(v->r->plan), "\n");
    print_text(plan_unit_code(p, t->position), " ");
    print_text(plan_unit_name(p, t->position), *c->label ? "  " : "");
    print_text(c->label, *time ? "  " : "");
    print_text(time, "\n");
    score(v, WORD_SCORE, t->score);
    say("  %s %.15g  %s %zu", word(v->language, WORD_RANK), v->r->rank[t->row],
        word(v->language, WORD_TARGET_RANK), t->rank);
    if (!isnan(t->beaten)) {
        say("  %s ", word(v->language, WORD_TO_GET_ABOVE));
        print_text(plan_unit_name(p, t->rival), " (");
        score(v, WORD_SCORE, t->beaten);
        putchar(')');
    }
    say("\n\n");
}

static void heads(const struct target_view *v, unsigned title)
{
    text_pad(stdout, word(v->language, title), TITLE, false);
    column(word(v->language, WORD_NOW), NUMBER);
    column(word(v->language, WORD_NEEDED), NUMBER);
    column(word(v->language, WORD_MOVE), NUMBER);
    column(word(v->language, WORD_PERCENT), PERCENT);
    column(word(v->language, WORD_CLASS_BEST), NUMBER);
    putchar('\n');
}

/* One indicator with the value that it needs, or why there is none. */
static void line(const struct target_view *v, const struct wanted_rank *w, double needed)
{
    const struct node *n = &v->r->plan->tree.nodes[w->node];
    text_pad(stdout, node_title(n, v->language), TITLE, false);
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
    print_text(n->unit ? n->unit : "", "");
    if (isnan(needed))
        say("  %s", word(v->language, WORD_REACH + (unsigned)w->reach));
    putchar('\n');
}

static void together(const struct target_view *v)
{
    const struct target *t = v->t;
    char share[NUMBER_TEXT_MAX];
    if (isnan(t->share)) {
        say("\n%s\n", word(v->language, WORD_NOT_EVEN_TOGETHER));
        return;
    }
    number_format_fixed(100 * t->share, 2, share);
    say("\n%s %s%%\n", word(v->language, WORD_SHARE_OF_WAY), share);
    heads(v, WORD_ALL_TOGETHER);
    for (size_t k = 0; k < t->n; k++)
        if (!isnan(t->of[k].joint))
            line(v, &t->of[k], t->of[k].joint);
}

int print_target(const struct results *r, size_t position, size_t period, size_t rank,
                 struct error *e)
{
    struct target t;
    struct target_view v = {r, &t, r->plan->fixed.profile.language};
    int status = target_rank(r, position, period, rank, &t, e);
    if (status)
        return status;
    heading(&v);
    if (isnan(t.beaten)) {
        say("%s\n", word(v.language, WORD_RANK_IS_HAD));
        return OK;
    }
    heads(&v, WORD_ONE_ALONE);
    for (size_t k = 0; k < t.n; k++)
        line(&v, &t.of[k], t.of[k].alone);
    together(&v);
    putchar('\n');
    say("%s", word(v.language, WORD_NOTE_TARGET));
    putchar('\n');
    return OK;
}
