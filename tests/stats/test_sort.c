/* SPDX-License-Identifier: MIT */
/* Sorting: ascending, no pair torn apart or lost, whatever the order was before. */
#include "stats/sort.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "kit.h"

enum { N = 5000 };

enum order { RANDOM, TIED, RISING, FALLING, CONSTANT, PIPE, KILLER, ODD, N_ORDERS };

static double noise(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

/* Of n keys the i-th, as each order has it. KILLER makes each median of three the second lowest. */
static double key_at(enum order order, size_t i, size_t n, uint64_t *state)
{
    static const double odd[] = {INFINITY, -0.0, 1e308, -INFINITY, 0.0, 4.9e-324, -2.385};
    const size_t half = n / 2;
    switch (order) {
    case RANDOM:
        return noise(state) - 0.5;
    case TIED:
        return floor(5 * noise(state));
    case RISING:
        return (double)i;
    case FALLING:
        return (double)(n - i);
    case PIPE:
        return (double)(i < half ? i : n - i);
    case KILLER:
        return (double)(i >= half ? 2 * (i - half + 1) : i % 2 ? half + i : i + 1);
    case ODD:
        return odd[(i * 31) % 7];
    default:
        return 2.385;
    }
}

static void check(const double *was, const double *key, const double *value, size_t n)
{
    static char seen[N];
    for (size_t i = 0; i < n; i++)
        seen[i] = 0;
    for (size_t i = 0; i < n; i++) {
        size_t from = (size_t)value[i];
        ck_assert(i == 0 || key[i - 1] <= key[i]);
        ck_assert(!seen[from] && was[from] == key[i]);
        seen[from] = 1;
    }
}

START_TEST(pairs_stay_together)
{
    static double was[N], key[N], value[N], alone[N];
    static const size_t sizes[] = {0, 1, 2, 3, 23, 24, 25, 26, 100, 301, N};
    uint64_t state = 1;
    for (int order = 0; order < N_ORDERS; order++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            size_t n = sizes[k];
            for (size_t i = 0; i < n; i++) {
                was[i] = key[i] = alone[i] = key_at((enum order)order, i, n, &state);
                value[i] = (double)i;
            }
            sort_pairs(key, value, n);
            sort_numbers(alone, n);
            check(was, key, value, n);
            for (size_t i = 0; i < n; i++)
                ck_assert(alone[i] == key[i]);
        }
}
END_TEST

START_TEST(the_same_each_time)
{
    static double key[2][N], value[2][N];
    for (int k = 0; k < 2; k++) {
        uint64_t state = 7;
        for (size_t i = 0; i < N; i++) {
            key[k][i] = key_at(TIED, i, N, &state);
            value[k][i] = (double)i;
        }
        sort_pairs(key[k], value[k], N);
    }
    for (size_t i = 0; i < N; i++)
        ck_assert(value[0][i] == value[1][i]);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {pairs_stay_together, the_same_each_time, NULL};
    return kit_run("sort", tests);
}
