/* SPDX-License-Identifier: MIT */
/* What counts as equal: groups by their first, chains, rounding as it is printed. */
#include "stats/level.h"

#include "kit.h"
#include "stats/stats.h"

enum { N = 60 };

static const struct level default_level = {LEVEL_TOLERANCE, -1};

static double random_of(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)(*state >> 8) / 16777216.0;
}

START_TEST(rounding_is_no_difference)
{
    const double x[] = {35.714285714285715, 35.71428571428571, NAN, 50, 35.7142857142857, -7};
    double to[6], room[6];
    level_column(&default_level, x, 6, to, room);
    ck_assert(to[0] == x[0] && to[1] == x[0] && to[4] == x[0] && isnan(to[2]));
    ck_assert(to[3] == 50 && to[5] == -7);
    level_column(&(struct level){0, -1}, x, 6, to, room); /* nothing but the same number */
    ck_assert(to[1] == x[1] && to[4] == x[4]);
    level_column(&default_level, x, 0, to, room);
}
END_TEST

/* Each is near to the next, the first is far from the last: the first decides. */
START_TEST(a_chain_breaks_where_its_first_is_far)
{
    const struct level level = {0.01, -1}; /* 1 of 100 */
    const double x[] = {97.6, 100, 98.4, 99.2, 96.8}, want[] = {98.4, 100, 98.4, 100, 96.8};
    double to[5], room[5];
    level_column(&level, x, 5, to, room);
    kit_assert_columns(to, want, 5, 0);
    level_column(&level, to, 5, to, room); /* what counts as equal is equal, and stays so */
    kit_assert_columns(to, want, 5, 0);
}
END_TEST

/* The slow twin: from the highest on, whoever is near to the first joins it. */
static void slow(double reach, const double *x, size_t n, double *to)
{
    double first = INFINITY;
    for (size_t i = 0; i < n; i++)
        to[i] = NAN;
    for (;;) {
        double next = -INFINITY;
        for (size_t i = 0; i < n; i++)
            if (x[i] < first && isnan(to[i]) && x[i] > next)
                next = x[i];
        if (isinf(next))
            return;
        for (size_t i = 0; i < n; i++)
            if (isnan(to[i]) && next - x[i] <= reach)
                to[i] = next;
        first = next;
    }
}

START_TEST(as_its_slow_twin)
{
    unsigned seed = 7;
    for (int round = 0; round < 300; round++) {
        const struct level level = {round % 3 ? 0.02 : 1e-12, -1};
        double x[N], to[N], want[N], room[2 * N], rank[N], negated[N];
        size_t n = 1 + (size_t)(random_of(&seed) * (N - 1));
        bool apart = true;
        for (size_t i = 0; i < n; i++) {
            x[i] = random_of(&seed) < 0.1 ? NAN : 40 * random_of(&seed) - 20;
            if (round % 2 && i > 0 && random_of(&seed) < 0.3)
                x[i] = x[i - 1] * (1 + 1e-15);
        }
        level_column(&level, x, n, to, room);
        slow(level_reach(&level, x, n), x, n, want);
        kit_assert_columns(to, want, n, 0);
        for (size_t i = 0; i < n; i++) {
            apart = apart && (isnan(x[i]) || to[i] == x[i]);
            negated[i] = -x[i];
        }
        for (int ties = TIES_MIN; ties <= TIES_DENSE; ties++) {
            stats_rank(negated, n, (enum ties)ties, rank, room);
            if (level_apart(x, rank, n, level_reach(&level, x, n), room))
                ck_assert_msg(apart, "round %d: near values are called apart", round);
            else
                ck_assert_msg(!apart, "round %d: values that are apart are called near", round);
        }
    }
}
END_TEST

START_TEST(decimals_are_those_that_are_printed)
{
    static const double some[] = {0.125,   0.375, 1.005, 2.675, -2.675, 35.715, 1e15 + 0.5,
                                  -0.0049, 1e300, 0.5,   1.5,   2.5,    99.995, 1e-320};
    unsigned seed = 3;
    for (int round = 0; round < 20000; round++) {
        const size_t n = sizeof some / sizeof *some;
        double v = round < (int)n * 5 ? some[(size_t)round % n] : 200 * random_of(&seed) - 100;
        struct level level = {0, round % 5};
        char text[400];
        if (round % 2 && round > 100) /* halves, and beside them */
            v = (floor(v) + 0.5) / pow(10, (double)level.decimals) * (1 + (round % 7 - 3) * 1e-16);
        snprintf(text, sizeof text, "%.*f", (int)level.decimals, v);
        ck_assert_msg(level_rounded(&level, v) == strtod(text, NULL), "%.17g: %.17g, not %s", v,
                      level_rounded(&level, v), text);
    }
    ck_assert(isnan(level_rounded(&(struct level){0, 2}, NAN)));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {rounding_is_no_difference, a_chain_breaks_where_its_first_is_far,
                                  as_its_slow_twin, decimals_are_those_that_are_printed, NULL};
    return kit_run("level", tests);
}
