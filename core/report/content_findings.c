/* SPDX-License-Identifier: MIT */
/* Figures of analyses: a table of methods and what shows their findings best. */
#include "report/content_findings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run/run.h"

enum { PARTS_MAX = 8, BARS_MAX = 60, NAMES_MAX = 24, LINES_MAX = 12 };

static bool is_of_class(const struct found_lines *f, size_t line)
{
    return f->v[line]->class != NONE && f->x->r->plan->n_classes > 1;
}

static const char *period_name(const struct found_lines *f, size_t line)
{
    const size_t period = f->v[line]->period;
    return period == NONE ? "" : f->x->r->plan->table->periods[period];
}

/* "gdp", "gdp, counties", "gdp 2021": what a line is about. */
static const char *subject_of(const struct found_lines *f, size_t line)
{
    struct edition *x = f->x;
    const size_t class = f->v[line]->class;
    const char *time = period_name(f, line);
    return document_text(x->d, "%s%s%s%s%s", found_title(x, found_text(f, line, "indicator")),
                         is_of_class(f, line) ? SAY(x, "，", ", ") : "",
                         is_of_class(f, line) ? class_name(x, class) : "", *time ? " " : "", time);
}

/* ---- parts that add up: Theil, Dagum -------------------------------------- */

static void draw_bars(struct canvas *c, const void *of)
{
    figure_bars(c, of);
}

/* How a method names a part of its total. NULL: the line is no such part. */
typedef const char *(*part_function)(const struct found_lines *f, size_t line);

static const char *part_of_theil(const struct found_lines *f, size_t line)
{
    const char *part = found_text(f, line, "part"), *by = found_text(f, line, "by");
    const bool between = strcmp(part, "between") == 0;
    /* What lies within the divisions but the last is told apart by the next one. */
    if (strcmp(part, "total") == 0 || *found_text(f, line, "group") ||
        *found_text(f, line, "parent"))
        return NULL;
    for (size_t i = line + 1; !between && i < f->n && f->v[i]->period == f->v[line]->period; i++) {
        if (strcmp(found_text(f, i, "part"), "total") == 0)
            break;
        if (strcmp(found_text(f, i, "by"), by) != 0)
            return NULL;
    }
    return document_text(
        f->x->d, between ? SAY(f->x, "%s之间", "between: %s") : SAY(f->x, "%s之内", "within: %s"),
        found_title(f->x, by));
}

static const char *part_of_dagum(const struct found_lines *f, size_t line)
{
    static const char *const parts[][3] = {{"within", "组内", "within groups"},
                                           {"between", "组间净差", "net between groups"},
                                           {"transvariation", "交叠", "overlap"}};
    const char *part = found_text(f, line, "part");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(part, parts[i][0]) == 0)
            return SAY(f->x, parts[i][1], parts[i][2]);
    return NULL;
}

struct part_bars {
    struct bars b;
    const char *bars[BARS_MAX], *parts[PARTS_MAX];
    double v[BARS_MAX * PARTS_MAX];
};

/* The sum of each part that a line is of. */
struct sums {
    double of[BARS_MAX][PARTS_MAX];
    size_t n_bars, n_parts;
};

static void add_part(const struct found_lines *f, size_t line, part_function part,
                     const char *value, struct part_bars *g, struct sums *s)
{
    const char *name = part(f, line);
    size_t bar, k;
    if (!name)
        return;
    bar = place_among(g->bars, &s->n_bars, BARS_MAX, subject_of(f, line));
    k = place_among(g->parts, &s->n_parts, PARTS_MAX, name);
    if (bar != NONE && k != NONE)
        s->of[bar][k] += found_number(f, line, value);
}

static void fill_bars(struct part_bars *g, const struct sums *s)
{
    for (size_t i = 0; i < s->n_bars; i++)
        for (size_t k = 0; k < s->n_parts; k++)
            g->v[i * s->n_parts + k] = s->of[i][k];
    g->b = (struct bars){.labels = g->bars,
                         .n = s->n_bars,
                         .v = g->v,
                         .n_parts = s->n_parts,
                         .parts = g->parts,
                         .top = NAN};
}

/* Bars by column, and of each in the order of time. */
static void fill_parts(const struct found_lines *f, part_function part, const char *value,
                       struct part_bars *g)
{
    struct sums s = {0};
    const char *columns[BARS_MAX];
    size_t n_columns = 0;
    for (size_t i = 0; i < f->n; i++)
        place_among(columns, &n_columns, BARS_MAX, found_text(f, i, "indicator"));
    for (size_t c = 0; c < n_columns; c++)
        for (size_t period = 0; period <= f->x->r->n_periods; period++)
            for (size_t i = 0; i < f->n; i++)
                if (f->v[i]->period == (period == f->x->r->n_periods ? NONE : period) &&
                    strcmp(found_text(f, i, "indicator"), columns[c]) == 0)
                    add_part(f, i, part, value, g, &s);
    fill_bars(g, &s);
}

static struct document_table *parts_table(const struct found_lines *f, const struct bars *b)
{
    struct edition *x = f->x;
    struct document_column columns[PARTS_MAX + 1] = {{.title = SAY(x, "对象", "Of")}};
    struct document_table *t;
    for (size_t k = 0; k < b->n_parts; k++)
        columns[k + 1] =
            (struct document_column){.title = b->parts[k], .kind = COLUMN_NUMBER, .decimals = 4};
    t = document_table_apart(x->d, NULL, columns, b->n_parts + 1);
    for (size_t i = 0; i < b->n; i++) {
        struct document_cell *row = table_row(x->d, t);
        if (!row)
            return NULL;
        row[0].text = b->labels[i];
        for (size_t k = 0; k < b->n_parts; k++)
            row[k + 1].v = b->v[i * b->n_parts + k];
    }
    return t;
}

static void show_parts(const struct found_lines *f, part_function part, const char *value,
                       const char *caption, const char *description)
{
    struct part_bars *g = arena_alloc(f->x->d->arena, sizeof *g);
    struct document_figure *figure;
    if (!g)
        return;
    fill_parts(f, part, value, g);
    if (!g->b.n || g->b.n_parts < 2)
        return;
    figure = document_figure(f->x->d, NULL, caption, description);
    if (!figure)
        return;
    figure->drawing = (struct drawing){draw_bars, &g->b, 760, 26 + 24 * (double)g->b.n, 150};
    figure->figures = parts_table(f, &g->b);
}

static void show_theil(const struct found_lines *f)
{
    show_parts(f, part_of_theil, "theil_t",
               SAY(f->x, "差距来自哪一层？", "At which level does inequality lie?"),
               SAY(f->x, "泰尔指数T按层次分解，各段相加为总指数。",
                   "Theil index T by level; the parts add up to the whole."));
}

static void show_dagum(const struct found_lines *f)
{
    show_parts(
        f, part_of_dagum, "value",
        SAY(f->x, "差距在组内还是组间？", "Does inequality lie within groups or between them?"),
        SAY(f->x, "达古姆分解的基尼系数，各段相加为总系数。",
            "Gini coefficient decomposed by Dagum; the parts add up to the whole."));
}

/* ---- lines over time: Gini, sigma ----------------------------------------- */

static void draw_lines(struct canvas *c, const void *of)
{
    figure_lines(c, of);
}

struct time_lines {
    struct lines l;
    struct line lines[LINES_MAX];
    const char *names[LINES_MAX];
    size_t n;
};

static struct time_lines *begin_lines(struct edition *x)
{
    struct time_lines *g = arena_alloc(x->d->arena, sizeof *g);
    double *v = numbers(x->d, LINES_MAX * x->r->n_periods);
    if (!g || !v)
        return NULL;
    *g = (struct time_lines){.l = {.periods = (const char *const *)x->r->plan->table->periods,
                                   .n_periods = x->r->n_periods}};
    for (size_t i = 0; i < LINES_MAX * x->r->n_periods; i++)
        v[i] = NAN;
    for (size_t i = 0; i < LINES_MAX; i++)
        g->lines[i].v = v + i * x->r->n_periods;
    return g;
}

static void set_point(const struct found_lines *f, struct time_lines *g, size_t line, size_t period,
                      double v)
{
    const size_t k = place_among(g->names, &g->n, LINES_MAX, found_text(f, line, "indicator"));
    if (k == NONE || period >= f->x->r->n_periods)
        return;
    ((double *)g->lines[k].v)[period] = v;
    g->lines[k].label = found_title(f->x, g->names[k]);
    g->lines[k].ink = ink_of_kind(k);
    g->lines[k].strong = true;
}

static void show_lines(const struct found_lines *f, struct time_lines *g, const char *caption,
                       const char *description)
{
    struct edition *x = f->x;
    struct document_column columns[LINES_MAX + 1] = {{.title = SAY(x, "时期", "Period")}};
    struct document_figure *figure = document_figure(x->d, NULL, caption, description);
    if (!figure)
        return;
    g->l.lines = g->lines;
    g->l.n = g->n;
    figure->drawing = (struct drawing){draw_lines, &g->l, 760, 280, 150};
    for (size_t k = 0; k < g->n; k++)
        columns[k + 1] = (struct document_column){
            .title = g->lines[k].label, .kind = COLUMN_NUMBER, .decimals = 4};
    figure->figures = document_table_apart(x->d, NULL, columns, g->n + 1);
    for (size_t t = 0; t < x->r->n_periods; t++) {
        struct document_cell *row = table_row(x->d, figure->figures);
        if (!row)
            return;
        row[0].text = x->r->plan->table->periods[t];
        for (size_t k = 0; k < g->n; k++)
            row[k + 1].v = g->lines[k].v[t];
    }
}

static void show_sigma(const struct found_lines *f)
{
    struct time_lines *g = begin_lines(f->x);
    for (size_t i = 0; g && i < f->n; i++)
        for (size_t t = 0; t < f->x->r->n_periods; t++)
            if (strcmp(found_text(f, i, "scope"), "time") == 0 &&
                strcmp(found_text(f, i, "time"), f->x->r->plan->table->periods[t]) == 0)
                set_point(f, g, i, t, found_number(f, i, "cv"));
    if (g && g->n)
        show_lines(f, g, SAY(f->x, "差距在缩小吗？", "Is the spread closing?"),
                   SAY(f->x, "变异系数（标准差除以均值），下降即收敛。",
                       "Coefficient of variation; falling means convergence."));
}

/* ---- Lorenz --------------------------------------------------------------- */

struct lorenz {
    double *population, *share;
    size_t n;
    const char *x_label, *y_label;
};

static void draw_lorenz(struct canvas *c, const void *of)
{
    const struct lorenz *l = of;
    figure_lorenz(c, l->population, l->share, l->n, l->x_label, l->y_label);
}

struct counted {
    double value, people;
};

static int by_value(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

/* As the analysis counts: values are a head where there is a population. */
static size_t gather_counted(const struct found_lines *f, const struct analysis_column *c,
                             struct counted *to)
{
    const struct edition *x = f->x;
    const struct plan *p = x->r->plan;
    size_t n = 0;
    for (size_t u = 0; u < x->r->n_units; u++) {
        const size_t row = row_of(x, u), in_table = x->period * x->r->n_units + p->order[u];
        const struct node *node = c->node == NONE ? NULL : &p->tree.nodes[c->node];
        const double v = !node ? p->table->variables[c->variable].v[in_table]
                         : node->kind == NODE_INDICATOR ? x->r->raw[node->indicator][row]
                                                        : x->r->score[c->node][row];
        const double people =
            f->a->population == NONE ? 1 : p->table->variables[f->a->population].v[in_table];
        if (!x->r->unit_excluded[row] && v >= 0 && people > 0)
            to[n++] = (struct counted){v, people};
    }
    qsort(to, n, sizeof *to, by_value);
    return n;
}

/* At each tenth of the population, the share of those up to it. */
static struct document_table *lorenz_table(struct edition *x, const struct lorenz *l)
{
    const struct document_column columns[] = {
        {.title = l->x_label, .kind = COLUMN_NUMBER, .decimals = 1},
        {.title = l->y_label, .kind = COLUMN_NUMBER, .decimals = 3}};
    struct document_table *t = document_table_apart(x->d, NULL, columns, 2);
    size_t i = 0;
    for (int tenth = 1; tenth < 10; tenth++) {
        struct document_cell *row = table_row(x->d, t);
        double within;
        if (!row)
            return NULL;
        while (i + 1 < l->n && l->population[i + 1] < tenth / 10.0)
            i++;
        within = (tenth / 10.0 - l->population[i]) / (l->population[i + 1] - l->population[i]);
        row[0].v = tenth / 10.0;
        row[1].v = l->share[i] + within * (l->share[i + 1] - l->share[i]);
    }
    return t;
}

static void show_lorenz(const struct found_lines *f, const struct analysis_column *c)
{
    struct edition *x = f->x;
    struct counted *v = arena_array(x->d->arena, x->r->n_units + 1, sizeof *v);
    struct lorenz *l = arena_alloc(x->d->arena, sizeof *l);
    struct document_figure *figure;
    double people = 0, all = 0;
    if (!v || !l)
        return;
    *l = (struct lorenz){numbers(x->d, x->r->n_units + 1), numbers(x->d, x->r->n_units + 1),
                         gather_counted(f, c, v),
                         f->a->population == NONE ? SAY(x, "单位累计份额", "Share of the units")
                                                  : SAY(x, "人口累计份额", "Share of the people"),
                         SAY(x, "累计份额", "Share of the whole")};
    if (!l->population || !l->share || l->n < 3)
        return;
    l->population[0] = l->share[0] = 0;
    for (size_t i = 0; i < l->n; i++) {
        l->population[i + 1] = people += v[i].people;
        l->share[i + 1] = all += v[i].people * v[i].value;
    }
    for (size_t i = 1; i <= l->n; i++) {
        l->population[i] /= people;
        l->share[i] /= all > 0 ? all : 1;
    }
    figure = document_figure(
        x->d, NULL,
        document_text(x->d, SAY(x, "%s：分布有多不均？", "%s: how unequally is it shared?"),
                      found_title(x, c->id)),
        SAY(x, "洛伦兹曲线，自低到高累计；离对角线越远越不均。",
            "Lorenz curve from the poorest up; the farther from the diagonal, the more unequal."));
    if (figure) {
        figure->drawing = (struct drawing){draw_lorenz, l, 300, 300, 62};
        figure->small = true;
        figure->figures = lorenz_table(x, l);
    }
}

static void show_gini(const struct found_lines *f)
{
    struct time_lines *g = begin_lines(f->x);
    bool over_time = false;
    for (size_t i = 0; g && i < f->n; i++)
        if (!is_of_class(f, i) && f->v[i]->period != NONE) {
            set_point(f, g, i, f->v[i]->period, found_number(f, i, "gini"));
            over_time = over_time || f->v[i]->period != f->v[0]->period;
        }
    if (over_time)
        show_lines(f, g, SAY(f->x, "差距在扩大还是缩小？", "Is inequality rising or falling?"),
                   SAY(f->x, "各期基尼系数。", "Gini coefficient by period."));
    for (size_t i = 0; !is_of_class(f, 0) && i < f->a->m && i < 6; i++)
        show_lorenz(f, &f->a->columns[i]);
}

/* ---- correlations --------------------------------------------------------- */

struct found_matrix {
    struct matrix m;
    const char *names[NAMES_MAX], *titles[NAMES_MAX];
    double v[NAMES_MAX * NAMES_MAX];
};

static void draw_found_matrix(struct canvas *c, const void *of)
{
    figure_matrix(c, &((const struct found_matrix *)of)->m);
}

static void show_correlation(const struct found_lines *f)
{
    struct edition *x = f->x;
    struct found_matrix *g = arena_alloc(x->d->arena, sizeof *g);
    struct document_figure *figure;
    size_t n = 0;
    if (!g)
        return;
    for (size_t i = 0; i < f->n; i++)
        if (place_among(g->names, &n, NAMES_MAX, found_text(f, i, "a")) == NONE ||
            place_among(g->names, &n, NAMES_MAX, found_text(f, i, "b")) == NONE)
            return;
    for (size_t i = 0; i < n * n; i++)
        g->v[i] = i % (n + 1) ? NAN : 1;
    for (size_t i = 0; i < f->n; i++) {
        const size_t a = place_among(g->names, &n, NAMES_MAX, found_text(f, i, "a"));
        const size_t b = place_among(g->names, &n, NAMES_MAX, found_text(f, i, "b"));
        if (f->v[i]->class == f->v[0]->class && f->v[i]->period == f->v[0]->period)
            g->v[a * n + b] = g->v[b * n + a] = found_number(f, i, "r");
    }
    for (size_t i = 0; i < n; i++)
        g->titles[i] = found_title(x, g->names[i]);
    g->m = (struct matrix){g->titles, g->titles, n, n, g->v, ink_of_correlation, NULL, true, 2};
    figure = document_figure(
        x->d, NULL, SAY(x, "哪些同高同低？", "Which go together?"),
        !is_of_class(f, 0)
            ? SAY(x, "相关系数。", "Correlations.")
            : document_text(x->d, SAY(x, "%s内的相关系数。", "Correlations within %s."),
                            class_name(x, f->v[0]->class)));
    if (!figure)
        return;
    figure->drawing = (struct drawing){draw_found_matrix, g, 760, 22 + 26 * (double)n, 150};
    correlations_legend(x, figure);
    figure->figures = matrix_table(x, &g->m);
}

/* ---- the table ------------------------------------------------------------ */

static const struct {
    const char *method;
    void (*show)(const struct found_lines *f);
} shows[] = {
    {"theil", show_theil},
    {"dagum", show_dagum},
    {"gini", show_gini},
    {"sigma", show_sigma},
    {"moran", show_moran},
    {"gravity", show_gravity},
    {"correlation", show_correlation},
};

void write_finding_figures(const struct found_lines *f)
{
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
        if (strcmp(shows[i].method, f->a->method->desc->name) == 0)
            shows[i].show(f);
}
