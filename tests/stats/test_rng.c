/* SPDX-License-Identifier: MIT */
#include "kit.h"
#include "stats/rng.h"

/* The known answers of philox4x32-10 (kat_vectors of Random123 1.14); the first two words. */
START_TEST(known_answers)
{
    static const struct {
        uint64_t seed, stream, next, bits;
    } known[] = {
        {0, 0, 0, UINT64_C(0xe169c58d6627e8d5)},
        {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_C(0x41c83b0e408f276d)},
        {UINT64_C(0x299f31d0a4093822), UINT64_C(0x0370734413198a2e), UINT64_C(0x85a308d3243f6a88),
         UINT64_C(0x94fdccebd16cfe09)},
    };
    size_t i;

    for (i = 0; i < sizeof known / sizeof *known; i++) {
        struct rng r = {known[i].seed, known[i].stream, known[i].next};
        ck_assert(rng_bits(&r) == known[i].bits);
        ck_assert(r.next == known[i].next + 1);
    }
}
END_TEST

START_TEST(work_may_be_cut_in_any_way)
{
    struct rng whole, part;
    uint64_t bits[100];
    size_t i;

    rng_init(&whole, 2024, 5);
    for (i = 0; i < 100; i++)
        bits[i] = rng_bits(&whole);
    for (i = 100; i-- > 0;) {
        rng_init(&part, 2024, 5);
        part.next = i;
        ck_assert(rng_bits(&part) == bits[i]);
    }
}
END_TEST

START_TEST(seeds_and_streams_differ)
{
    struct rng r[4];
    size_t i, j;

    rng_init(&r[0], 1, 0);
    rng_init(&r[1], 0, 1);
    rng_init(&r[2], UINT64_C(1) << 32, 0);
    rng_init(&r[3], 0, UINT64_C(1) << 32);
    for (i = 0; i < 4; i++)
        for (j = 0; j < i; j++) {
            struct rng a = r[i], b = r[j];
            ck_assert(rng_bits(&a) != rng_bits(&b));
        }
}
END_TEST

/* Moments and a chi-square of 64 cells, each far wider than its standard error. */
START_TEST(uniform_is_uniform)
{
    enum { N = 640000, CELLS = 64 };
    double sum = 0, squares = 0, serial = 0, last = 0.5, chi = 0;
    int cells[CELLS] = {0};
    struct rng r;
    size_t i;

    rng_init(&r, 7, 3);
    for (i = 0; i < N; i++) {
        double u = rng_uniform(&r);
        ck_assert(u >= 0 && u < 1);
        ck_assert(u * 0x1p53 == floor(u * 0x1p53));
        sum += u;
        squares += u * u;
        serial += (u - 0.5) * (last - 0.5);
        last = u;
        cells[(int)(u * CELLS)]++;
    }
    for (i = 0; i < CELLS; i++)
        chi += (cells[i] - N / CELLS) * (double)(cells[i] - N / CELLS) / (N / CELLS);
    ck_assert(fabs(sum / N - 0.5) < 0.0015);
    ck_assert(fabs(squares / N - 1.0 / 3) < 0.0015);
    ck_assert(fabs(serial / N) < 0.0005);
    ck_assert(chi > 25 && chi < 125);
}
END_TEST

START_TEST(uniform_takes_the_top_bits)
{
    struct rng a, b;

    rng_init(&a, 11, 12);
    b = a;
    ck_assert(rng_uniform(&a) == ldexp((double)(rng_bits(&b) >> 11), -53));
}
END_TEST

/* As many as are taken in lanes, and the rest one by one. */
START_TEST(several_streams_at_once)
{
    size_t streams[11], i, n;
    double got[11];

    for (i = 0; i < 11; i++)
        streams[i] = i * i * 0x100000001u + (i == 7 ? SIZE_MAX / 3 : 0);
    for (n = 0; n <= 11; n++) {
        rng_uniforms(0x123456789abcdefu, streams, n, got);
        for (i = 0; i < n; i++) {
            struct rng g;
            rng_init(&g, 0x123456789abcdefu, streams[i]);
            ck_assert(got[i] == rng_uniform(&g));
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {known_answers,
                                  work_may_be_cut_in_any_way,
                                  seeds_and_streams_differ,
                                  uniform_is_uniform,
                                  uniform_takes_the_top_bits,
                                  several_streams_at_once,
                                  NULL};

    return kit_run("rng", tests);
}
