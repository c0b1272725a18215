/* SPDX-License-Identifier: MIT */
/* Ranks by radix against ranks by counting. */
#include "stats/rank_sort.h"

#include "kit.h"

enum { N = 3000 };

static double counted(const double *x, size_t n, size_t i, enum ties ties)
{
    size_t below = 0, equal = 0, distinct = 1;
    for (size_t k = 0; k < n; k++) {
        int first = x[k] < x[i];
        below += (size_t)first;
        equal += x[k] == x[i];
        for (size_t l = 0; l < k && first; l++)
            first = x[l] != x[k];
        distinct += (size_t)first;
    }
    return ties == TIES_MIN       ? (double)below + 1
           : ties == TIES_MAX     ? (double)(below + equal)
           : ties == TIES_AVERAGE ? (double)below + (double)(equal + 1) / 2
                                  : (double)distinct;
}

static void check(const double *x, size_t n, size_t step)
{
    static double rank[N], scratch[2 * N];
    const enum ties all[] = {TIES_MIN, TIES_AVERAGE, TIES_MAX, TIES_DENSE};
    for (size_t t = 0; t < 4; t++) {
        rank_sort_rank(x, n, all[t], rank, scratch);
        if (n <= RANK_SORT_COUNTED && all[t] != TIES_DENSE) {
            static double few[N];
            rank_sort_rank_few(x, n, all[t], few);
            for (size_t i = 0; i < n; i++)
                ck_assert(kit_ulps(few[i], rank[i]) == 0);
        }
        for (size_t i = 0; i < n; i += step)
            ck_assert_msg(isnan(x[i]) ? isnan(rank[i]) : rank[i] == counted(x, n, i, all[t]),
                          "%zu of %zu, ties %zu: %g", i, n, t, rank[i]);
    }
}

START_TEST(all_kinds_of_values)
{
    const double x[] = {3,  NAN,     -0.0, 0.0,   -1e300, 1e-310,  INFINITY, -INFINITY, 3, -3,
                        -2, -1e-310, NAN,  1e300, 5e-324, -5e-324, 2,        1 + 1e-15, 1, 3};
    for (size_t n = 0; n <= sizeof x / sizeof *x; n++)
        check(x, n, 1);
}
END_TEST

START_TEST(many_values)
{
    static double x[N];
    for (size_t i = 0; i < N; i++)
        x[i] = i % 17 == 3 ? NAN : sin((double)i * 2.385) * exp(10 * cos((double)i));
    check(x, N, 101);
    for (size_t n = 100; n <= RANK_SORT_COUNTED + 1; n++)
        check(x, n, 1);
    for (size_t i = 0; i < N; i++) /* ties */
        x[i] = i % 17 == 3 ? NAN : round(5 * sin((double)i));
    check(x, N, 101);
    check(x, RANK_SORT_COUNTED, 1);
    for (size_t i = 0; i < N; i++) /* the same high digits, many times over, and others below */
        x[i] = i % 3 ? 1 + (double)(i * 7919 % 1009) * 0x1p-52 : -3e200 * (double)(i % 5);
    check(x, N, 101);
    for (size_t i = 0; i < N; i++)
        x[i] = NAN;
    check(x, N, 1);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {all_kinds_of_values, many_values, NULL};
    return kit_run("radix", tests);
}
