/* SPDX-License-Identifier: MIT */
/* What replicates say: counted, sorted, and by slow twins; shares of pairs; files. */
#include "robust/output.h"

#include "output/league.h"
#include "robust/bench_kit.h"
#include "stats/rng.h"
#include "stats/stats.h"

#define MANY "[tiers]\nhow = equal\nk = 2\n[uncertainty]\ntop = 2\nweights = uniform\n"

enum { ROWS = 8, MOST = 3000 };

/* The classes of the bench: x at positions 0..3, y at 4..7. */
static size_t random_below(struct rng *g, size_t n)
{
    return (size_t)(rng_uniform(g) * (double)n);
}

/* Ranks 1..4 with halves; odd: some that are no half; missing: some not there. */
static void fill(float *rank, unsigned char *tier, size_t n, bool odd, bool missing, uint64_t seed)
{
    struct rng g;
    size_t i;
    rng_init(&g, seed, 0);
    for (i = 0; i < n * ROWS; i++) {
        rank[i] = (float)(2 + random_below(&g, 7)) / 2;
        tier[i] = (unsigned char)(1 + random_below(&g, 2));
        if (odd && i % ROWS == 2 && random_below(&g, 3) == 0)
            rank[i] = 2.25F;
        if (odd && i % ROWS == 5)
            rank[i] = 7; /* beyond the places of the class */
        if (missing && random_below(&g, 4) == 0)
            rank[i] = NAN;
        if (missing && i % ROWS == 7)
            rank[i] = NAN;
    }
}

static size_t column(const struct replicates *x, size_t row, double *v)
{
    size_t i, n = 0;
    for (i = 0; i < x->n; i++)
        if (!isnan(x->rank[i * ROWS + row]))
            v[n++] = (double)x->rank[i * ROWS + row];
    return n;
}

static void same(double got, double want)
{
    ck_assert_msg(memcmp(&got, &want, sizeof got) == 0 || (isnan(got) && isnan(want)),
                  "%.17g, %.17g", got, want);
}

/* As it was before anything was counted: to the bit, but for the rounding of a mean. */
static void check_row(const struct results *r, const struct replicates *x, size_t row,
                      const struct rank_summary *t)
{
    static double v[MOST], scratch[MOST];
    size_t n = column(x, row, v), i, top = 0, tier = 0;
    for (i = 0; i < n; i++)
        top += v[i] <= (double)r->plan->fixed.uncertainty.top;
    for (i = 0; i < x->n; i++)
        tier += x->tier[i * ROWS + row] == (unsigned char)r->tier[row];
    same(t->median, stats_quantile(v, n, 0.5, scratch));
    same(t->p05, stats_quantile(v, n, 0.05, scratch));
    same(t->p95, stats_quantile(v, n, 0.95, scratch));
    same(t->mean, stats_mean(v, n));
    same(t->top_share, n ? (double)top / (double)x->n : (double)NAN);
    same(t->tier_share, n ? (double)tier / (double)x->n : (double)NAN);
    ck_assert(t->solid == (n && t->p95 - t->p05 <= (double)r->plan->fixed.uncertainty.solid));
    for (i = 0; i < n; i++)
        v[i] = fabs(v[i] - r->rank[row]);
    same(t->shift, stats_mean(v, n));
}

static void check_pairs(const struct results *r, const struct replicates *x, const struct pairs *p)
{
    size_t order[ROWS], c, i, j;
    for (c = 0; c < 2; c++) {
        league_order(r, c, 0, order);
        ck_assert_uint_eq(p[c].n, 4);
        ck_assert(p[c].all);
        for (i = 0; i < 4; i++)
            for (j = i + 1; j < 4; j++)
                same(pairs_share(&p[c], i, j), pairwise_winning_index(x, order[i], order[j]));
    }
}

static const size_t counts[] = {1, 2, 3, 20, 63, 64, 65, 1000, MOST};

START_TEST(counted_is_sorted_is_slow)
{
    static float rank[MOST * ROWS];
    static unsigned char tier[MOST * ROWS];
    struct bench b;
    size_t k, how;
    begin(&b, BASE MANY);
    for (k = 0; k < sizeof counts / sizeof *counts; k++)
        for (how = 0; how < 4; how++) {
            struct replicates x = {.n = counts[k], .n_rows = ROWS, .rank = rank, .tier = tier};
            struct rank_summary *t;
            struct pairs *p;
            size_t row;
            fill(rank, tier, x.n, how & 1, how & 2, 7 * k + how);
            ck_assert_int_eq(robust_trust(b.g.results, &x, b.g.plan->arena, &t, &b.g.e), OK);
            ck_assert_int_eq(robust_pairs(b.g.results, &x, b.g.plan->arena, &p, &b.g.e), OK);
            for (row = 0; row < ROWS; row++)
                check_row(b.g.results, &x, row, &t[row]);
            check_pairs(b.g.results, &x, p);
        }
    end(&b);
}
END_TEST

/* ---- a large class ------------------------------------------------------------------------------
 */

enum { LARGE = 700 };

static void large_files(struct bench *b)
{
    static char table[LARGE * 40];
    size_t n = (size_t)sprintf(table, "code,a,b\n"), i;
    for (i = 0; i < LARGE; i++)
        n += (size_t)sprintf(table + n, "u%zu,%zu,%zu\n", i, i * 7919 % LARGE, i * 104729 % LARGE);
    rig_begin(&b->g);
    rig_file(&b->g, "t.csv", table);
    rig_file(&b->g, "tree.csv",
             "iCode,Parent,Level,Direction,Weight,Type\nall,,2,1,1,Aggregate\n"
             "a,all,1,1,1,Indicator\nb,all,1,1,1,Indicator\n");
}

#define LARGE_BASE "[data]\npath = t.csv\nunit = code\n[index]\ntree = tree.csv\n"

/* Few replicates of many units: sorted. Pairs are of neighbours. */
START_TEST(a_large_class)
{
    static const char *const replicates[] = {"5", "1500"};
    struct bench b;
    size_t k, i, row;
    large_files(&b);
    for (k = 0; k < 2; k++) {
        static double v[1500], scratch[1500];
        static size_t order[LARGE];
        struct replicates x;
        struct rank_summary *t;
        struct pairs *p;
        struct outputs out = {0};
        struct robust_found found;
        double shares = 0, share;
        char profile[1024], code[64];
        const char *line;
        snprintf(profile, sizeof profile, "%s[uncertainty]\nreplicates = %s\nweights = uniform\n",
                 LARGE_BASE, replicates[k]);
        ck_assert_int_eq(bind(&b, profile), OK);
        ck_assert_ptr_nonnull(b.evaluator);
        replicate_all(&b, (struct replicates_options){.jobs = 1}, &x, OK);
        ck_assert_int_eq(robust_trust(b.g.results, &x, b.g.plan->arena, &t, &b.g.e), OK);
        ck_assert_int_eq(robust_pairs(b.g.results, &x, b.g.plan->arena, &p, &b.g.e), OK);
        for (row = 0; row < LARGE; row += 13) {
            for (i = 0; i < x.n; i++)
                v[i] = (double)x.rank[i * LARGE + row];
            same(t[row].mean, stats_mean(v, x.n));
            same(t[row].p95, stats_quantile(v, x.n, 0.95, scratch));
            same(t[row].median, stats_quantile(v, x.n, 0.5, scratch));
        }
        league_order(b.g.results, 0, 0, order);
        ck_assert(!p->all);
        for (i = 0; i + 1 < LARGE; i++)
            same(pairs_share(p, i, i + 1), pairwise_winning_index(&x, order[i], order[i + 1]));
        found = (struct robust_found){.r = b.g.results, .x = &x, .summary = t, .pairs = p};
        ck_assert_int_eq(robust_outputs(&found, &out, &b.g.e), OK);
        /* each unit's shares of places sum to 1 */
        for (line = strchr(out.v[1].bytes, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
            ck_assert_int_eq(sscanf(line, "\n,,%63[^,],%*[^,],%lf", code, &share), 2);
            shares += share;
        }
        kit_assert_near(shares, LARGE, 1e-9);
        outputs_fini(&out);
        replicates_fini(&x);
        evaluator_free(b.evaluator);
        b.evaluator = NULL;
    }
    end(&b);
}
END_TEST

/* ---- places -------------------------------------------------------------------------------------
 */

START_TEST(places_by_hand)
{
    static const struct {
        float rank[4];
        const char *lines; /* of u1 */
    } cases[] = {
        {{1, 1.5F, 2.5F, 4}, ",u1,1,0.5\nx,,u1,2,0.25\nx,,u1,4,0.25\n"},
        {{1, 1.25F, 2.75F, 4}, ",u1,1,0.5\nx,,u1,2,0.25\nx,,u1,4,0.25\n"},
        {{NAN, 3, 3, NAN}, ",u1,3,0.5\n"},
        {{0.5F, 3, 5, 9}, ",u1,3,0.25\n"},
    };
    struct bench b;
    size_t k, i;
    begin(&b, BASE MANY);
    for (k = 0; k < sizeof cases / sizeof *cases; k++) {
        float rank[4 * ROWS];
        struct replicates x = {.n = 4, .n_rows = ROWS, .rank = rank};
        struct outputs out = {0};
        struct rank_summary *t;
        struct pairs *p;
        struct robust_found found;
        for (i = 0; i < 4 * ROWS; i++)
            rank[i] = i % ROWS ? 2 : cases[k].rank[i / ROWS];
        ck_assert_int_eq(robust_trust(b.g.results, &x, b.g.plan->arena, &t, &b.g.e), OK);
        ck_assert_int_eq(robust_pairs(b.g.results, &x, b.g.plan->arena, &p, &b.g.e), OK);
        found = (struct robust_found){.r = b.g.results, .x = &x, .summary = t, .pairs = p};
        ck_assert_int_eq(robust_outputs(&found, &out, &b.g.e), OK);
        ck_assert_msg(strstr(out.v[1].bytes, cases[k].lines) != NULL, "%s", out.v[1].bytes);
        outputs_fini(&out);
    }
    end(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {counted_is_sorted_is_slow, a_large_class, places_by_hand, NULL};
    return kit_run("trust", tests);
}
