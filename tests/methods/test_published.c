/* SPDX-License-Identifier: MIT */
/* Methods against tests/golden: figures from papers, textbooks and peers. */
#include "methods/golden.h"

/* Numbers the names of the groups; returns how many. */
static size_t number_groups(const struct golden *g, uint32_t *to)
{
    uint32_t n = 0;
    for (size_t i = 0; i < g->n_words[1]; i++) {
        size_t first = 0;
        while (strcmp(g->words[1][first], g->words[1][i]) != 0)
            first++;
        to[i] = first < i ? to[first] : n++;
    }
    return n;
}

static int call_column(struct rig *rig, const struct golden *g, double *y)
{
    uint32_t of[GOLDEN_UNITS] = {0};
    const char *codes[GOLDEN_UNITS];
    struct heng_column_call c = {.n = g->n,
                                 .x = g->x[0],
                                 .y = y,
                                 .lo = g->lo,
                                 .hi = g->hi,
                                 .target = g->target,
                                 .direction = g->direction,
                                 .group = of};
    ck_assert(g->n_words[0] == 0 || g->n_words[0] == g->n);
    ck_assert(g->n_words[1] == 0 || g->n_words[1] == g->n);
    for (size_t i = 0; i < g->n_words[0]; i++)
        codes[i] = g->words[0][i];
    if (g->n_words[0] > 0)
        c.codes = c.base_codes = codes;
    if (g->n_base > 0) {
        c.base = g->base;
        c.n_base = g->n_base;
    }
    c.n_groups = g->n_words[1] > 0 ? number_groups(g, of) : 1;
    return rig_column(rig, g->stage, g->method, g->settings, &c);
}

/* Weights reach a method with the sum 1, as heng.h has it. */
static int call_aggregate(struct rig *rig, struct golden *g, const double *const *x, double *y)
{
    double total = 0;
    ck_assert_uint_eq(g->n_weights, g->m);
    for (size_t j = 0; j < g->m; j++)
        total += g->w[j];
    for (size_t j = 0; j < g->m; j++)
        g->w[j] /= total;
    return rig_aggregate(rig, g->method, g->settings, g->n, g->m, x, g->w, y);
}

static void check(struct rig *rig, struct golden *g)
{
    const double *columns[GOLDEN_COLUMNS];
    double y[GOLDEN_UNITS];
    int value = HENG_FAIL;
    for (size_t j = 0; j < g->m; j++)
        columns[j] = g->x[j];
    if (g->stage == HENG_WEIGHTS)
        value = rig_weigh(rig, g->method, g->settings, g->n, g->m, columns,
                          g->n_weights > 0 ? g->w : NULL, y);
    else if (g->stage == HENG_AGGREGATE)
        value = call_aggregate(rig, g, columns, y);
    else if (g->stage == HENG_RANK)
        value = rig_rank(rig, g->settings, g->n, g->x[0], y);
    else
        value = call_column(rig, g, y);
    ck_assert_msg(value == HENG_OK, "%s, %s: %s", g->method, g->source, rig->why);
    golden_assert(g, y, g->stage == HENG_WEIGHTS ? g->m : g->n);
}

START_TEST(published_figures)
{
    static const struct {
        const char *path;
        size_t cases;
    } files[] = {
        {"tests/golden/impute_column.txt", 15}, {"tests/golden/treat.txt", 19},
        {"tests/golden/normalise.txt", 54},     {"tests/golden/weights.txt", 28},
        {"tests/golden/aggregate.txt", 69},     {"tests/golden/rank.txt", 5},
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        size_t cases = golden_file(files[i].path, check);
        ck_assert_msg(cases == files[i].cases, "%s: %zu cases", files[i].path, cases);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {published_figures, NULL};
    return kit_run("published", tests);
}
