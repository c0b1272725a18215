/* SPDX-License-Identifier: MIT */
/* heng explain PROFILE UNIT --portrait: a page about one unit. */
#include "explain/portrait.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/words.h"

enum { TITLE = 34, NUMBER = 9, RANK = 9, BAR = 20, NAME = 16 };

struct page {
    const struct results *r;
    const struct portrait *p;
    int language;
};

static void section(const struct page *g, unsigned w)
{
    putchar('\n');
    print_padded(word(g->language, w), 0);
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
    print_padded(plan_unit_name(p, x->position), 0);
    putchar(' ');
    print_padded(plan_unit_code(p, x->position), 0);
    fputs(*c->label ? "  " : "", stdout);
    print_padded(c->label, 0);
    fputs(*p->table->periods[x->period] ? "  " : "", stdout);
    print_padded(p->table->periods[x->period], 0);
    putchar('\n');
    print_padded(plan_title(r->plan), 0);
    putchar('\n');
    say("\n%s ", word(g->language, WORD_SCORE));
    print_number(r->score[TREE_ROOT][x->row], 2, 0);
    if (isnan(rank))
        say("  %s", word(g->language, WORD_UNRANKED));
    else
        say("  %s %.15g (%s %zu)", word(g->language, WORD_RANK), rank, word(g->language, WORD_OF),
            c->n);
    if (*tier_label(r, x->row)) {
        say("  %s ", word(g->language, WORD_TIER));
        print_padded(tier_label(r, x->row), 0);
    }
    putchar('\n');
    if (screened_unit(r, x->position, x->period))
        say("%s\n", word(g->language, WORD_SET_ASIDE_NO_SCORE));
}

static void distribution(const struct page *g)
{
    const struct portrait *p = g->p;
    const double at[] = {p->low, p->q1, p->median, p->q3, p->high};
    say("%s (%zu): ", word(g->language, WORD_SPREAD), p->scored);
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        say("%s%s ", i ? "  " : "", word(g->language, WORD_LOWEST + (unsigned)i));
        print_number(at[i], 2, 0);
    }
    say("\n%s: ", word(g->language, WORD_SHARE_BELOW));
    print_number(100 * p->below, 1, 0);
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
    print_padded(word(g->language, WORD_DIMENSIONS), TITLE);
    text_pad(stdout, word(g->language, WORD_SCORE), NUMBER, true);
    text_pad(stdout, word(g->language, WORD_RANK), RANK, true);
    say("  %s\n", word(g->language, WORD_LOWEST_TO_HIGHEST));
    for (size_t i = 1; i < t->n; i++) {
        if (t->nodes[i].parent != TREE_ROOT)
            continue;
        fputs("  ", stdout);
        print_padded(title_of(g, i), TITLE - 2);
        print_number(g->r->score[i][g->p->x.row], 2, NUMBER);
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
        print_padded(title_of(g, i), TITLE - 2);
        print_number(g->r->score[i][g->p->x.row], 2, NUMBER);
        rank_of(g, i);
        putchar('\n');
        n++;
    }
    if (!n)
        say("  %s\n", word(g->language, WORD_NONE));
}

static void listed(const struct page *g, unsigned w, const size_t *nodes, size_t n)
{
    putchar('\n');
    print_padded(word(g->language, w), TITLE);
    text_pad(stdout, word(g->language, WORD_OF_LOSS), NUMBER, true);
    text_pad(stdout, word(g->language, WORD_RANK), RANK, true);
    say("  %s\n", word(g->language, WORD_RAW));
    for (size_t i = 0; i < n; i++) {
        const struct node *node = &g->r->plan->tree.nodes[nodes[i]];
        double raw = g->r->raw[node->indicator][g->p->x.row];
        fputs("  ", stdout);
        print_padded(title_of(g, nodes[i]), TITLE - 2);
        print_number(100 * g->p->x.parts[nodes[i]].obstacle, 1, NUMBER);
        rank_of(g, nodes[i]);
        if (isnan(raw))
            fputs("  -", stdout);
        else
            say("  %.6g ", raw);
        print_padded(isnan(raw) ? "" : node->unit, 0);
        putchar('\n');
    }
    if (!n)
        say("  %s\n", word(g->language, WORD_NONE));
}

static void data(const struct page *g)
{
    section(g, WORD_DATA);
    say("  %s ", word(g->language, WORD_IMPUTED_BY_WEIGHT));
    print_number(100 * g->r->imputed_share[TREE_ROOT][g->p->x.row], 1, 0);
    fputs("%\n  ", stdout);
    say(word(g->language, WORD_CELLS_COUNTED), g->p->n_imputed, g->p->n_treated, g->p->n_missing);
    putchar('\n');
}

static void rules(const struct page *g)
{
    const struct results *r = g->r;
    size_t n = 0;
    section(g, WORD_RULES_APPLIED);
    for (size_t i = 0; i < r->n_applied; i++) {
        const struct applied *a = &r->applied[i];
        if (a->position != g->p->x.position || a->period != g->p->x.period)
            continue;
        fputs("  ", stdout);
        print_padded(r->plan->rules[a->rule].name, NAME);
        say(" %s", word(g->language, WORD_EFFECT + (unsigned)a->effect));
        if (a->effect == EFFECT_CAPPED || a->effect == EFFECT_DEDUCTED) {
            putchar(' ');
            print_padded(title_of(g, r->plan->rules[a->rule].node), 0);
            putchar(' ');
            print_number(a->before, 2, 0);
            fputs(" -> ", stdout);
            print_number(a->after, 2, 0);
        }
        fputs(" (", stdout);
        print_padded(a->reason, 0);
        puts(")");
        n++;
    }
    if (!n)
        say("  %s\n", word(g->language, WORD_NONE));
}

static void unit_line(const struct page *g, size_t position)
{
    const struct plan *p = g->r->plan;
    size_t row = results_row(g->r, g->p->x.period, position);
    say("  %c ", position == g->p->x.position ? '>' : ' ');
    print_padded(plan_unit_code(p, position), 8);
    putchar(' ');
    print_padded(plan_unit_name(p, position), NAME);
    print_number(g->r->rank[row], 0, 5);
    print_number(g->r->score[TREE_ROOT][row], 2, NUMBER);
}

static void peers(const struct page *g)
{
    section(g, WORD_NEXT_IN_RANK);
    for (size_t i = 0; i < g->p->n_around; i++) {
        unit_line(g, g->p->around[i]);
        putchar('\n');
    }
    if (!g->p->n_around)
        say("  %s\n", word(g->language, WORD_NONE));
    section(g, WORD_MOST_ALIKE);
    for (size_t i = 0; i < g->p->n_peers; i++) {
        unit_line(g, g->p->peers[i].position);
        say("  %s ", word(g->language, WORD_DISTANCE));
        print_number(g->p->peers[i].distance, 2, 0);
        putchar('\n');
    }
    if (!g->p->n_peers)
        say("  %s\n", word(g->language, WORD_NONE));
}

static void notes(const struct page *g)
{
    const struct plan *p = g->r->plan;
    section(g, WORD_NOTES);
    fputs("  ", stdout);
    say(word(g->language, WORD_NOTE_STANDING), 100 * p->fixed.panorama.top_share,
        100 * p->fixed.panorama.bottom_share);
    say("\n  %s\n  %s\n", word(g->language, WORD_NOTE_LOST), word(g->language, WORD_NOTE_ALIKE));
    if (p->fixed.profile.note && *p->fixed.profile.note) {
        fputs("  ", stdout);
        print_padded(p->fixed.profile.note, 0);
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
    standings(&g, STRENGTH_STRENGTH, WORD_STRENGTHS);
    standings(&g, STRENGTH_WEAKNESS, WORD_WEAKNESSES);
    listed(&g, WORD_LEAST_LOST, p.best, p.n_best);
    listed(&g, WORD_MOST_LOST, p.worst, p.n_worst);
    data(&g);
    rules(&g);
    peers(&g);
    notes(&g);
    return OK;
}
