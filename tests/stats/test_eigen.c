/* SPDX-License-Identifier: MIT */
/* Eigenvalues that are known, and matrices that are no effort or a strain. (Random ones, against
   Jacobi's method: tests/methods/test_components.c.) */
#include "stats/eigen.h"

#include "kit.h"

enum { M = 21 };

static double a[M * M], values[M], scratch[3 * M];

static void clear(void)
{
    ck_assert(eigen_scratch(M) <= sizeof scratch / sizeof *scratch);
    memset(a, 0, sizeof a);
}

static void put(size_t m, size_t i, size_t j, double v)
{
    a[i * m + j] = a[j * m + i] = v;
}

/* -1, 2, -1: 2 - 2 cos(k pi / (m + 1)). */
START_TEST(second_differences)
{
    for (size_t m = 1; m <= M; m++) {
        clear();
        for (size_t i = 0; i < m; i++) {
            put(m, i, i, 2);
            if (i)
                put(m, i, i - 1, -1);
        }
        ck_assert_int_eq(eigen_symmetric(a, m, values, scratch), 0);
        for (size_t k = 0; k < m; k++)
            kit_assert_near(values[k], 2 - 2 * cos((double)(m - k) * M_PI / (double)(m + 1)),
                            1e-14);
    }
}
END_TEST

/* Wilkinson's W21+: its two largest eigenvalues agree in 14 digits (Wilkinson, The Algebraic
   Eigenvalue Problem, 1965, p. 309). */
START_TEST(wilkinsons_matrix)
{
    clear();
    for (size_t i = 0; i < M; i++) {
        put(M, i, i, fabs((double)i - 10));
        if (i)
            put(M, i, i - 1, 1);
    }
    ck_assert_int_eq(eigen_symmetric(a, M, values, scratch), 0);
    kit_assert_near(values[0], 10.746194182903393, 1e-14);
    kit_assert_near(values[1], 10.746194182903322, 1e-14);
    kit_assert_near(values[2], 9.210678647361332, 1e-14);
    kit_assert_near(values[20], -1.125441522119985, 1e-14);
    ck_assert(!eigen_is_apart(values, M, 0) && eigen_is_apart(values, M, 1));
}
END_TEST

/* What is small beside the diagonal still turns vectors of equal values: by 45 degrees. */
START_TEST(little_beside_the_diagonal)
{
    for (double little = 1e-3; little > 1e-15; little /= 10) {
        clear();
        put(3, 0, 0, 1);
        put(3, 1, 1, 1);
        put(3, 2, 2, 3);
        put(3, 0, 1, little);
        ck_assert_int_eq(eigen_symmetric(a, 3, values, scratch), 0);
        kit_assert_near(values[0], 3, 1e-15);
        kit_assert_near(values[1] - 1, little, 1e-15);
        kit_assert_near(values[2] - 1, -little, 1e-15);
        kit_assert_columns(a + 3, ((double[]){sqrt(0.5), sqrt(0.5), 0}), 3, 1e-12);
    }
}
END_TEST

START_TEST(sizes_near_the_ends_of_doubles)
{
    static const double sizes[] = {1e-300, 1, 1e300};
    for (size_t s = 0; s < 3; s++) {
        clear();
        put(2, 0, 0, 2 * sizes[s]);
        put(2, 1, 1, 2 * sizes[s]);
        put(2, 0, 1, sizes[s]);
        ck_assert_int_eq(eigen_symmetric(a, 2, values, scratch), 0);
        kit_assert_near(values[0] / sizes[s], 3, 1e-15);
        kit_assert_near(values[1] / sizes[s], 1, 1e-15);
    }
    clear();
    ck_assert_int_eq(eigen_symmetric(a, 4, values, scratch), 0);
    for (size_t i = 0; i < 16; i++)
        ck_assert(a[i] == (i % 5 == 0) && values[i / 4] == 0);
    ck_assert_int_eq(eigen_symmetric(a, 0, values, scratch), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {second_differences, wilkinsons_matrix, little_beside_the_diagonal,
                                  sizes_near_the_ends_of_doubles, NULL};
    return kit_run("eigen", tests);
}
