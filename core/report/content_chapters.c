/* SPDX-License-Identifier: MIT */
/* The chapters of a book side by side: of those that share units, each unit's rank in all of them,
   and how far the chapters agree. */
#include <math.h>
#include <string.h>

#include "output/league.h"
#include "report/codes_there.h"
#include "report/content_internal.h"
#include "stats/correlation.h"

enum { CHAPTERS_MAX = 10, SHARED_LEAST = 10 };

/* Chapters beside each other: the first is the one whose units are the rows. */
struct side {
    struct edition *x; /* whose document it is */
    struct edition *of[CHAPTERS_MAX];
    const char *title[CHAPTERS_MAX];
    const unsigned char *fifth[CHAPTERS_MAX];
    size_t *at[CHAPTERS_MAX]; /* by position of the first: that in the chapter, or NONE */
    size_t n;
};

static const char *index_id(const struct edition *x)
{
    return x->r->plan->tree.nodes[TREE_ROOT].id;
}

/* By position of a unit of `a` that is there: where b has it, or NONE. NULL: out of memory. */
static size_t *match(const struct edition *a, const struct edition *b)
{
    size_t *at = arena_array(a->d->arena, a->r->n_units + 1, sizeof *at);
    struct codes_there codes;
    struct error unused = {0};
    if (!at || codes_there_make(&codes, b->r->plan, b->period, a->d->arena, &unused)) {
        a->d->failed = true;
        return NULL;
    }
    for (size_t u = 0; u < a->r->n_units; u++)
        at[u] = results_is_elsewhere(a->r, a->period, u) ? NONE
                                                         : codes_there_find(&codes, a->r->plan, u);
    codes_there_fini(&codes);
    return at;
}

static size_t shared(const struct edition *a, const struct edition *b)
{
    const size_t *at = match(a, b);
    size_t n = 0;
    for (size_t u = 0; at && u < a->r->n_units; u++)
        n += at[u] != NONE;
    return n;
}

/* Whether the chapter tells of the same units, and of something else than those before it. */
static bool belongs(const struct side *s, const struct edition *x)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(index_id(s->of[i]), index_id(x)) == 0)
            return false;
    return shared(s->of[0], x) >= SHARED_LEAST;
}

static void add_chapter(struct side *s, struct edition *x, const char *title)
{
    size_t *at = match(s->n ? s->of[0] : x, x);
    if (!at)
        return;
    s->fifth[s->n] = fifths_of(x, TREE_ROOT);
    s->of[s->n] = x;
    s->title[s->n] = title;
    s->at[s->n++] = at;
}

/* The largest group: those beside the chapter that has most of them. */
static void gather(struct side *s, struct edition *editions, const char *const *titles, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct side group = {.x = editions};
        add_chapter(&group, &editions[i], titles[i]);
        for (size_t k = 0; group.n && k < n && group.n < CHAPTERS_MAX; k++)
            if (k != i && belongs(&group, &editions[k]))
                add_chapter(&group, &editions[k], titles[k]);
        if (group.n > s->n)
            *s = group;
    }
}

/* Whether any unit of a class of the first has a rank in the chapter. */
static bool tells_of(const struct side *s, size_t k, size_t class)
{
    const struct unit_class *c = &s->of[0]->r->plan->classes[class];
    for (size_t i = c->first; i < c->first + c->n; i++)
        if (s->at[k][i] != NONE && !isnan(s->of[k]->r->rank[row_of(s->of[k], s->at[k][i])]))
            return true;
    return false;
}

/* The chapters that tell of a class. */
static size_t chapters_of(const struct side *s, size_t class, size_t *chapters)
{
    size_t n = 0;
    for (size_t k = 0; k < s->n; k++)
        if (tells_of(s, k, class))
            chapters[n++] = k;
    return n;
}

static void write_ranks(struct side *s, size_t class, const size_t *order)
{
    struct edition *x = s->x, *first = s->of[0];
    struct document_column columns[CHAPTERS_MAX + 1] = {{.title = SAY(x, "名称", "Name")}};
    size_t chapters[CHAPTERS_MAX], n = chapters_of(s, class, chapters);
    struct document_table *t;
    for (size_t k = 0; k < n; k++)
        columns[k + 1] =
            (struct document_column){.title = s->title[chapters[k]], .kind = COLUMN_NUMBER};
    t = document_table(x->d, NULL,
                       document_text(x->d, SAY(x, "%s：各章位次", "%s: ranks by chapter"),
                                     class_name(first, class)),
                       columns, n + 1);
    for (size_t i = 0; i < league_count(first->r, class, first->period); i++) {
        struct document_cell *row = table_row(x->d, t);
        if (!row)
            return;
        row[0].text = unit_name(first, order[i]);
        for (size_t k = 0; k < n; k++) {
            const struct edition *of = s->of[chapters[k]];
            const unsigned char *fifth = s->fifth[chapters[k]];
            const size_t at = s->at[chapters[k]][order[i]];
            if (at == NONE)
                continue;
            row[k + 1].v = of->r->rank[row_of(of, at)];
            if (fifth && !isnan(row[k + 1].v))
                row[k + 1].shade = ink_of_fifth(fifth[at]);
        }
    }
    if (t)
        t->sortable = true;
}

/* ---- agreement ------------------------------------------------------------ */

struct agreement {
    struct matrix m;
    const char *titles[CHAPTERS_MAX];
    double v[CHAPTERS_MAX * CHAPTERS_MAX];
};

static void draw_agreement(struct canvas *c, const void *of)
{
    figure_matrix(c, &((const struct agreement *)of)->m);
}

/* Scores of a chapter in the rows of a class of the first. */
static double *scores_in(struct side *s, size_t k, size_t class)
{
    const struct unit_class *c = &s->of[0]->r->plan->classes[class];
    double *v = numbers(s->x->d, c->n);
    for (size_t i = 0; v && i < c->n; i++) {
        const size_t at = s->at[k][c->first + i];
        v[i] = at == NONE ? NAN : score_of(s->of[k], TREE_ROOT, at);
    }
    return v;
}

/* Of a few units it would say nothing. */
static double agree(const double *a, const double *b, size_t n, double *room)
{
    size_t both = 0;
    for (size_t i = 0; i < n; i++)
        both += !isnan(a[i]) && !isnan(b[i]);
    return both < SHARED_LEAST ? (double)NAN
                               : correlation_pair(CORRELATION_SPEARMAN, a, b, n, room);
}

/* Whether the chapter i can be compared with another of the n. */
static bool agrees_with_any(const double *const *v, size_t n, size_t i, size_t units, double *room)
{
    for (size_t k = 0; k < n; k++)
        if (k != i && !isnan(agree(v[i], v[k], units, room)))
            return true;
    return false;
}

/* Of the chapters that can be compared; false: no two can. */
static bool fill_agreement(struct side *s, size_t class, struct agreement *g)
{
    const size_t units = s->of[0]->r->plan->classes[class].n;
    size_t chapters[CHAPTERS_MAX], shown[CHAPTERS_MAX], m = 0;
    const size_t n = chapters_of(s, class, chapters);
    const double *v[CHAPTERS_MAX];
    double *room = numbers(s->x->d, correlation_pair_scratch(units));
    for (size_t k = 0; k < n; k++)
        if (!(v[k] = scores_in(s, chapters[k], class)) || !room)
            return false;
    for (size_t k = 0; k < n; k++)
        if (agrees_with_any(v, n, k, units, room))
            shown[m++] = k;
    for (size_t i = 0; i < m; i++) {
        g->titles[i] = s->title[chapters[shown[i]]];
        for (size_t k = 0; k < m; k++)
            g->v[i * m + k] = agree(v[shown[i]], v[shown[k]], units, room);
    }
    g->m = (struct matrix){g->titles, g->titles, m, m, g->v, ink_of_correlation, NULL, true, 2};
    return m > 1;
}

static void write_agreement(struct side *s, size_t class)
{
    struct edition *x = s->x;
    struct agreement *g = arena_alloc(x->d->arena, sizeof *g);
    struct document_figure *f;
    if (!g || !fill_agreement(s, class, g))
        return;
    f = document_figure(
        x->d, NULL,
        document_text(x->d,
                      SAY(x, "%s：哪些章的排名相近？", "%s: which chapters rank units alike?"),
                      class_name(s->of[0], class)),
        document_text(x->d,
                      SAY(x, "各章得分的斯皮尔曼等级相关；共有单位不足%d个的两章不比。",
                          "Spearman's rank correlation of the chapters' scores; none of two "
                          "chapters that share less than %d units."),
                      SHARED_LEAST));
    if (!f)
        return;
    f->drawing = (struct drawing){draw_agreement, g, 640, 22 + 30 * (double)g->m.n_rows, 150};
    correlations_legend(x, f);
    f->figures = matrix_table(x, &g->m);
}

int content_chapters(struct edition *editions, const char *const *titles, size_t n, struct error *e)
{
    struct side s = {.x = editions};
    struct document *d = editions[0].d;
    gather(&s, editions, titles, n);
    if (s.n < 2)
        return document_memory(d, e);
    d->depth = 0;
    document_heading(d, 1, "s-chapters", document_words(d, "各章并观", "Chapters side by side"));
    document_line(
        d, PARAGRAPH_NOTE,
        document_text(
            d,
            document_words(d,
                           "%zu章评价的是同一批单位。位次为该单位在该章同类中的位次，底色与页面反"
                           "差越大越靠前；横线表示该章没有这个单位或没有位次。",
                           "%zu chapters are about the same units. Ranks are "
                           "within the unit's class of the chapter, the stronger the shade "
                           "the better; a dash: the chapter has no such unit, or "
                           "no rank of it."),
            s.n));
    for (size_t c = 0; c < s.of[0]->r->plan->n_classes; c++) {
        size_t *order = arena_array(d->arena, s.of[0]->r->plan->classes[c].n + 1, sizeof *order);
        if (!order)
            return error_no_memory(e);
        league_order(s.of[0]->r, c, s.of[0]->period, order);
        write_ranks(&s, c, order);
        write_agreement(&s, c);
    }
    return document_memory(d, e);
}
