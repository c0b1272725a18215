/* SPDX-License-Identifier: MIT */
/*
 * An earlier edition beside this one: ranks among the units that both have ranked in the same
 * class, so that nobody moves because another has come or gone; who came, who left, who changed
 * class.
 */
#include <math.h>
#include <string.h>

#include "output/league.h"
#include "report/codes_there.h"
#include "report/content_internal.h"

enum { LEADERS = 4, MOVERS = 2, NAMED = 12, EDITIONS = 2 };

/* A unit that both editions have ranked in the class. */
struct pair {
    size_t now, was;       /* positions */
    double rank[EDITIONS]; /* among the pairs: then, now */
    bool strong;
};

struct beside {
    struct edition *x;
    const struct results *was;
    size_t class, was_class, period; /* period: the earlier's latest */
    struct pair *v;                  /* in the order of this edition's ranks */
    size_t n;
    const struct codes_there *then, *now; /* the units of either */
};

/* Where the earlier edition has the unit at this position of the later; NONE. */
static size_t find_then(const struct beside *b, size_t position)
{
    return codes_there_find(b->then, b->x->r->plan, position);
}

static size_t find_now(const struct beside *b, size_t position)
{
    return codes_there_find(b->now, b->was->plan, position);
}

static double rank_now(const struct beside *b, size_t position)
{
    return b->x->r->rank[row_of(b->x, position)];
}

static double rank_was(const struct beside *b, size_t position)
{
    return b->was->rank[results_row(b->was, b->period, position)];
}

/* The earlier position of a unit of the class, if it was of that class, too. */
static size_t was_in_class(const struct beside *b, size_t position)
{
    const size_t was = find_then(b, position);
    return was != NONE && results_class(b->was, was) == b->was_class ? was : NONE;
}

static double gained(const struct pair *p)
{
    return p->rank[0] - p->rank[1];
}

static void rank_pairs(struct beside *b)
{
    for (size_t i = 0; i < b->n; i++) {
        b->v[i].rank[0] = b->v[i].rank[1] = 1;
        for (size_t k = 0; k < b->n; k++) {
            b->v[i].rank[0] += rank_was(b, b->v[k].was) < rank_was(b, b->v[i].was);
            b->v[i].rank[1] += rank_now(b, b->v[k].now) < rank_now(b, b->v[i].now);
        }
    }
}

static void gather(struct beside *b, const size_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const size_t was = was_in_class(b, order[i]);
        if (was == NONE || isnan(rank_now(b, order[i])) || isnan(rank_was(b, was)))
            continue;
        b->v[b->n++] = (struct pair){.now = order[i], .was = was};
    }
    rank_pairs(b);
}

/* ---- in words ------------------------------------------------------------- */

static struct roll begin_roll(struct beside *b)
{
    return (struct roll){.x = b->x, .most = NAMED};
}

static void say_roll(const struct roll *r, const char *zh, const char *en)
{
    struct edition *x = r->x;
    if (r->n)
        document_line(x->d, PARAGRAPH_ITEM,
                      document_text(x->d, SAY(x, "%s（%zu个）：%s。", "%s (%zu): %s."),
                                    SAY(x, zh, en), r->n, roll_text(r)));
}

/* "1 place", "2 places". */
static const char *places_text(struct edition *x, double n)
{
    return document_text(x->d, SAY(x, "%g位", n == 1 ? "%g place" : "%g places"), n);
}

/* Up (1) or down (-1): those that moved most, all of the same number of places. */
static void say_movers(struct beside *b, int way)
{
    struct edition *x = b->x;
    struct roll r = begin_roll(b);
    double most = 0;
    for (size_t i = 0; i < b->n; i++)
        most = way * gained(&b->v[i]) > most ? way * gained(&b->v[i]) : most;
    for (size_t i = 0; most > 0 && i < b->n; i++)
        if (way * gained(&b->v[i]) == most)
            roll_add(&r, unit_name(x, b->v[i].now));
    if (r.n)
        document_line(x->d, PARAGRAPH_ITEM,
                      document_text(x->d,
                                    way > 0 ? SAY(x, "上升最多（%s）：%s。", "Up most (%s): %s.")
                                            : SAY(x, "下降最多（%s）：%s。", "Down most (%s): %s."),
                                    places_text(x, most), roll_text(&r)));
}

static void say_still(struct beside *b)
{
    struct edition *x = b->x;
    size_t still = 0;
    for (size_t i = 0; i < b->n; i++)
        still += gained(&b->v[i]) == 0;
    document_line(
        x->d, PARAGRAPH_ITEM,
        document_text(x->d,
                      SAY(x, "两版均有位次的%zu个单位中，%zu个位次未变，%zu个有升降。",
                          b->n == 1 ? "Of %zu unit with a rank in both editions %zu kept it, "
                                      "%zu moved."
                                    : "Of %zu units with a rank in both editions %zu kept it, "
                                      "%zu moved."),
                      b->n, still, b->n - still));
}

static bool has_left(const struct beside *b, size_t was)
{
    return !results_is_elsewhere(b->was, b->period, was) && find_now(b, was) == NONE;
}

/* Who is only in one of the editions, and who has changed class. */
static void say_comers(struct beside *b)
{
    const struct edition *x = b->x;
    const struct unit_class *c = &x->r->plan->classes[b->class];
    const struct unit_class nobody = {0};
    const struct unit_class *before =
        b->was_class == NONE ? &nobody : &b->was->plan->classes[b->was_class];
    struct roll came = begin_roll(b), moved = begin_roll(b), left = begin_roll(b);
    for (size_t u = c->first; u < c->first + c->n; u++) {
        const size_t was = find_then(b, u);
        if (results_is_elsewhere(x->r, x->period, u))
            continue;
        if (was == NONE)
            roll_add(&came, unit_name(x, u));
        else if (results_class(b->was, was) != b->was_class)
            roll_add(&moved, unit_name(x, u));
    }
    for (size_t u = before->first; u < before->first + before->n; u++)
        if (has_left(b, u))
            roll_add(&left, plan_unit_name(b->was->plan, u));
    say_roll(&came, "新增单位", "New");
    say_roll(&left, "不再参评的单位", "No longer there");
    say_roll(&moved, "由其他类别转入", "From another class");
}

/* ---- the chart and the table ---------------------------------------------- */

/* Which edition a column is of. */
static const char *edition_name(struct edition *x, const struct results *r, bool now)
{
    const char *edition = r->plan->fixed.profile.edition;
    return edition && *edition ? edition
           : now               ? SAY(x, "本版", "this edition")
                               : SAY(x, "上一版", "the earlier one");
}

static void pick_out(struct beside *b)
{
    for (size_t i = 0; i < b->n; i++)
        b->v[i].strong = i < LEADERS;
    for (int way = 1; way >= -1; way -= 2)
        for (size_t k = 0; k < MOVERS; k++) {
            struct pair *best = NULL;
            for (size_t i = 0; i < b->n; i++)
                if (!b->v[i].strong && way * gained(&b->v[i]) > 0 &&
                    (!best || way * gained(&b->v[i]) > way * gained(best)))
                    best = &b->v[i];
            if (best)
                best->strong = true;
        }
}

static void draw_lines(struct canvas *c, const void *of)
{
    figure_lines(c, of);
}

static void write_slopes(struct beside *b)
{
    struct edition *x = b->x;
    struct lines *l = arena_alloc(x->d->arena, sizeof *l);
    struct line *lines = arena_array(x->d->arena, b->n, sizeof *lines);
    const char **names = arena_array(x->d->arena, EDITIONS, sizeof *names);
    struct document_figure *f = document_figure(
        x->d, NULL,
        document_text(x->d, SAY(x, "%s：谁升谁降？", "%s: who rose, who fell?"),
                      class_name(x, b->class)),
        SAY(x, "两版共有单位之间的位次；彩色为前列与升降最多者，其余为灰色。数据见下表。",
            "Ranks among the units of both editions; coloured: leaders and those that moved most. "
            "Figures below."));
    size_t kinds = 0;
    if (!l || !lines || !names || !f) {
        x->d->failed = true;
        return;
    }
    names[0] = edition_name(x, b->was, false);
    names[1] = edition_name(x, x->r, true);
    for (size_t i = 0; i < b->n; i++)
        lines[i] = (struct line){.label = unit_name(x, b->v[i].now),
                                 .link = unit_link(x, b->v[i].now),
                                 .v = b->v[i].rank,
                                 .ink = b->v[i].strong ? ink_of_kind(kinds++) : INK_OTHER,
                                 .strong = b->v[i].strong};
    *l = (struct lines){lines, b->n, names, EDITIONS, true};
    f->links = true;
    f->drawing = (struct drawing){draw_lines, l, 760, 340, 160};
}

static void write_table(struct beside *b)
{
    struct edition *x = b->x;
    const char *then = edition_name(x, b->was, false), *now = edition_name(x, x->r, true);
    const struct document_column columns[] = {
        {.title = SAY(x, "名称", "Name")},
        {.title = document_text(x->d, SAY(x, "%s位次", "Rank, %s"), then), .kind = COLUMN_NUMBER},
        {.title = document_text(x->d, SAY(x, "%s位次", "Rank, %s"), now), .kind = COLUMN_NUMBER},
        {.title = SAY(x, "升降", "Places gained"), .kind = COLUMN_NUMBER},
        {.title = document_text(x->d, SAY(x, "%s得分", "Score, %s"), then),
         .kind = COLUMN_NUMBER,
         .decimals = 2},
        {.title = document_text(x->d, SAY(x, "%s得分", "Score, %s"), now),
         .kind = COLUMN_NUMBER,
         .decimals = 2},
        {.title = SAY(x, "在全部单位中", "Among all units now")},
    };
    struct document_table *t = document_table(
        x->d, NULL,
        document_text(
            x->d, SAY(x, "%s：两版位次（共有单位之间）", "%s: ranks of both, among common units"),
            class_name(x, b->class)),
        columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < b->n; i++) {
        const struct pair *p = &b->v[i];
        struct document_cell *row = table_row(x->d, t);
        if (!row)
            return;
        row[0].text = unit_name(x, p->now);
        row[0].link = unit_link(x, p->now);
        row[1].v = p->rank[0];
        row[2].v = p->rank[1];
        row[3].v = gained(p);
        row[3].text = gained(p) > 0 ? document_text(x->d, "+%g", gained(p)) : NULL;
        row[4].v = b->was->score[TREE_ROOT][results_row(b->was, b->period, p->was)];
        row[5].v = score_of(x, TREE_ROOT, p->now);
        row[6].text = rank_text(x, p->now);
    }
    if (t)
        t->sortable = true;
}

/* ---- the section ---------------------------------------------------------- */

static void write_class(struct beside *b)
{
    struct edition *x = b->x;
    if (x->r->plan->n_classes > 1)
        document_heading(x->d, 2, NULL, class_name(x, b->class));
    if (b->n) {
        say_still(b);
        say_movers(b, 1);
        say_movers(b, -1);
    }
    say_comers(b);
    if (b->n < 2)
        return;
    pick_out(b);
    write_slopes(b);
    write_table(b);
}

static size_t class_of(const struct plan *p, const char *value)
{
    for (size_t i = 0; i < p->n_classes; i++)
        if (strcmp(p->classes[i].value, value) == 0)
            return i;
    return NONE;
}

/* Whom no class of this edition speaks of. */
static void say_gone(struct beside *b)
{
    const struct plan *before = b->was->plan;
    struct roll left = begin_roll(b);
    for (size_t u = 0; u < b->was->n_units; u++)
        if (class_of(b->x->r->plan, before->classes[results_class(b->was, u)].value) == NONE &&
            has_left(b, u))
            roll_add(&left, plan_unit_name(before, u));
    say_roll(&left, "所属类别已不设、不再参评的单位",
             "No longer there, and no more of their class");
}

static int write_classes(struct beside all, struct error *e)
{
    struct edition *x = all.x;
    const struct plan *p = x->r->plan;
    const struct results *was = x->earlier;
    document_line(
        x->d, PARAGRAPH_NOTE,
        document_text(
            x->d,
            SAY(x,
                "上一版：%s。位次在两版共有的单位之间重排，不受增减单位影响；得分的量程与方法可能不"
                "同，不宜直接相减（heng compare 分解变化的来源）。",
                "The earlier edition: %s. Ranks are among the units of both, so that nobody "
                "moves because another has come or gone; scores may be of other ranges and "
                "methods (heng compare tells what a change comes from)."),
            node_title(&was->plan->tree.nodes[TREE_ROOT], x->language)));
    for (size_t c = 0; c < p->n_classes; c++) {
        struct beside b = all;
        size_t *order = arena_array(x->d->arena, p->classes[c].n + 1, sizeof *order);
        b.class = c;
        b.was_class = class_of(was->plan, p->classes[c].value);
        b.v = arena_array(x->d->arena, p->classes[c].n + 1, sizeof *b.v);
        if (!order || !b.v)
            return error_no_memory(e);
        if (b.was_class == NONE) {
            document_line(x->d, PARAGRAPH_ITEM,
                          document_text(x->d,
                                        SAY(x, "%s：上一版没有这一类。",
                                            "%s: the earlier edition has no such class."),
                                        class_name(x, c)));
            say_comers(&b);
            continue;
        }
        league_order(x->r, c, x->period, order);
        gather(&b, order, league_count(x->r, c, x->period));
        write_class(&b);
    }
    say_gone(&all);
    return OK;
}

int write_compare(struct edition *x, struct error *e)
{
    struct beside all = {.x = x, .was = x->earlier, .period = x->earlier->n_periods - 1};
    struct codes_there then, now;
    int status = codes_there_make(&then, all.was->plan, all.period, x->d->arena, e);
    if (status)
        return status;
    status = codes_there_make(&now, x->r->plan, x->period, x->d->arena, e);
    if (!status) {
        all.then = &then;
        all.now = &now;
        status = write_classes(all, e);
        codes_there_fini(&now);
    }
    codes_there_fini(&then);
    return status;
}
