/* SPDX-License-Identifier: MIT */
/* What heng robust prints: which ranks are solid, which neighbours cannot be told apart, what moves
 * most. */
#include "cli/robust_report.h"

#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "cli/words.h"
#include "output/league.h"

enum { NAMED = 8 };

/* A pair of neighbours that change places in this share of the replicates cannot be told apart. */
static const double APART = 0.1;

struct robust_view {
    const struct robust_found *found;
    size_t *order, period;
    int language;
};

static const char *name_of(const struct robust_view *o, size_t position)
{
    return plan_unit_name(o->found->r->plan, position);
}

static size_t row_of(const struct robust_view *o, size_t position)
{
    return results_row(o->found->r, o->period, position);
}

static void number(const char *before, double v, int decimals, const char *after)
{
    char text[NUMBER_TEXT_MAX];
    number_format_fixed(v, decimals, text);
    say("%s", before);
    print_text(text, after);
}

static void print_solid(const struct robust_view *o, const struct unit_class *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        n += o->found->summary[row_of(o, o->order[i])].solid;
    say(word(o->language, WORD_SOLID), n, c->n);
    for (size_t i = n = 0; i < c->n && n <= NAMED; i++) {
        size_t row = row_of(o, o->order[i]);
        double rank;
        if (!o->found->summary[row].solid)
            continue;
        fputs(word(o->language, n ? WORD_LISTED : WORD_COLON), stdout);
        if (n++ == NAMED) {
            fputs("...", stdout);
            continue;
        }
        rank = o->found->r->rank[row];
        number("", rank, rank == floor(rank) ? 0 : 1, " ");
        print_text(name_of(o, o->order[i]), "");
    }
    putchar('\n');
}

/* Neighbours of the league table of which neither is ahead in most replicates. */
static void print_pairs(const struct robust_view *o, size_t class)
{
    const struct unit_class *c = &o->found->r->plan->classes[class];
    const struct pairs *p = &o->found->pairs[class * o->found->r->n_periods + o->period];
    size_t n = 0;
    for (size_t i = 0; i + 1 < c->n; i++) {
        double ahead = pairs_share(p, i, i + 1);
        if (!(ahead >= APART && ahead <= 1 - APART) || n++ >= NAMED)
            continue;
        if (n == 1)
            puts(word(o->language, WORD_NOT_APART));
        fputs("    ", stdout);
        print_text(name_of(o, o->order[i]), "");
        fputs(" / ", stdout);
        print_text(name_of(o, o->order[i + 1]), "");
        number("  ", ahead, 2, "\n");
    }
    if (n > NAMED)
        say(word(o->language, WORD_MORE_PAIRS), n - NAMED);
}

/* Ranks that no admissible weights can change, and the unit with the widest range. */
static void print_possible(const struct robust_view *o, size_t class)
{
    const struct unit_class *c = &o->found->r->plan->classes[class];
    const struct rank_bounds_league *l =
        o->found->bounds ? rank_bounds_of(o->found->bounds, o->found->r, class, o->period) : NULL;
    size_t n = 0, fixed = 0, width = 0, widest = 0;
    if (l && l->why) {
        fputs("  ", stdout);
        say(word(o->language, WORD_NO_EXACT_RANKS), l->why);
    }
    if (!l || l->why)
        return;
    for (size_t i = 0; i < c->n; i++) {
        const struct rank_bound *v = &l->rank[o->order[i] - c->first];
        n += v->best > 0;
        fixed += v->best > 0 && v->best == v->worst;
        if (v->best && v->worst - v->best > width) {
            width = v->worst - v->best;
            widest = i;
        }
    }
    say(word(o->language, WORD_FIXED_RANKS), fixed, n);
    if (width) {
        const struct rank_bound *v = &l->rank[o->order[widest] - c->first];
        fputs(word(o->language, WORD_WIDEST), stdout);
        print_text(name_of(o, o->order[widest]), "");
        say(" %zu .. %zu", v->best, v->worst);
    }
    if (l->n_others)
        say(word(o->language, WORD_BOUNDS_ONLY), l->n_others);
    putchar('\n');
}

/* What moves the ranks of a class most: factors by total index. */
static void print_sensitivity(const struct robust_view *o, size_t class)
{
    const struct sensitivity *s = o->found->sensitivity;
    const struct sensitivity_result *v = NULL;
    size_t k, n = 0;
    for (size_t i = 0; s && i < s->n; i++)
        if (!s->v[i].code && s->v[i].class == class && s->v[i].period == o->period)
            v = &s->v[i];
    if (!v || isnan(v->of[0].total))
        return;
    puts(word(o->language, WORD_SENSITIVITY));
    for (k = 0; k < s->factors->n; k++)
        o->order[k] = k;
    for (n = 0; n < s->factors->n && n < NAMED; n++) { /* selection: few factors */
        for (size_t i = n + 1; i < s->factors->n; i++)
            if (v->of[o->order[i]].total > v->of[o->order[n]].total) {
                k = o->order[i];
                o->order[i] = o->order[n];
                o->order[n] = k;
            }
        k = o->order[n];
        say("    %-28s", s->factors->v[k].name);
        number(" ", v->of[k].total, 2, "");
        number("  ", v->of[k].total_low, 2, " ..");
        number(" ", v->of[k].total_high, 2, "\n");
    }
}

static void print_class(const struct robust_view *o, size_t class)
{
    const struct plan *p = o->found->r->plan;
    const struct unit_class *c = &p->classes[class];
    const char *time = p->table->periods[o->period];
    double sum = 0;
    size_t n = 0;
    league_order(o->found->r, class, o->period, o->order);
    for (size_t i = 0; i < c->n; i++) {
        double shift = o->found->summary[row_of(o, o->order[i])].shift;
        sum += isnan(shift) ? 0 : shift;
        n += isnan(shift) ? 0 : 1;
    }
    putchar('\n');
    print_text(c->label, "");
    fputs(*c->label ? " " : "", stdout);
    print_text(time, "");
    say("%s(%zu)\n", *time ? " " : "", c->n);
    number(word(o->language, WORD_MEAN_SHIFT), n ? sum / (double)n : (double)NAN, 2, "\n");
    print_solid(o, c);
    print_pairs(o, class);
    print_possible(o, class);
    print_sensitivity(o, class);
}

int robust_report(const struct robust_found *found, size_t period, struct error *e)
{
    struct plan *p = found->r->plan;
    struct robust_view o = {
        .found = found, .period = period, .language = p->fixed.profile.language};
    size_t factors = found->sensitivity ? found->sensitivity->factors->n : 0;
    o.order = arena_array(p->arena, found->r->n_units + factors, sizeof *o.order);
    if (!o.order)
        return error_no_memory(e);
    print_text(plan_title(p), "");
    say(word(o.language, WORD_REPLICATES), found->x->n);
    if (found->x->n_left_out)
        say(word(o.language, WORD_REPLICATES_LEFT), found->x->n_left_out);
    if (found->bounds && found->bounds->why && *found->bounds->why)
        say(word(o.language, WORD_NO_EXACT_RANKS), found->bounds->why);
    for (size_t c = 0; c < p->n_classes; c++)
        print_class(&o, c);
    return OK;
}
