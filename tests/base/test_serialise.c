/* SPDX-License-Identifier: MIT */
#include "base/serialise.h"
#include "kit.h"
#include "stats/rng.h"

static struct deserialiser reader(const struct str *b, size_t n, struct arena *a)
{
    return (struct deserialiser){.p = b->s, .end = b->s + n, .arena = a};
}

START_TEST(all_comes_back)
{
    static const int64_t ints[] = {0, 1, -1, 2385, INT64_MIN, INT64_MAX};
    const double reals[] = {0.0, -0.0, 2.385, 5e-324, 1.7976931348623157e308, INFINITY, NAN};
    static const char *const texts[] = {"", "浙江", "a\nb", NULL, "end"};
    struct arena *a = arena_new();
    struct str b = {0};
    struct deserialiser u;
    size_t i;

    for (i = 0; i < 6; i++)
        serialise_int(&b, ints[i]);
    for (i = 0; i < 7; i++)
        serialise_real(&b, reals[i]);
    for (i = 0; i < 5; i++)
        serialise_text(&b, texts[i]);
    ck_assert(!b.failed);
    u = reader(&b, b.n, a);
    for (i = 0; i < 6; i++)
        ck_assert_int_eq(deserialise_int(&u), ints[i]);
    for (i = 0; i < 7; i++) {
        double v = deserialise_real(&u);
        ck_assert_int_eq(memcmp(&v, &reals[i], sizeof v), 0);
    }
    for (i = 0; i < 5; i++) {
        char *s = deserialise_text(&u);
        ck_assert(text_equal(s, texts[i]));
        ck_assert(s == NULL || s < b.s || s > b.s + b.n);
    }
    ck_assert(!u.failed);
    ck_assert_ptr_eq(u.p, u.end);
    ck_assert_int_eq(deserialise_int(&u), 0);
    ck_assert(u.failed);
    str_fini(&b);
    arena_free(a);
}
END_TEST

START_TEST(cut_anywhere_fails)
{
    struct arena *a = arena_new();
    struct str b = {0};
    size_t n;

    serialise_int(&b, -7);
    serialise_text(&b, "浙江");
    serialise_real(&b, 2.385);
    for (n = 0; n < b.n; n++) {
        struct deserialiser u = reader(&b, n, a);
        int64_t i = deserialise_int(&u);
        char *s = deserialise_text(&u);
        double v = deserialise_real(&u);
        ck_assert(u.failed);
        ck_assert_int_eq(i, n >= 9 ? -7 : 0);
        ck_assert_str_eq(s, n >= 24 ? "浙江" : "");
        ck_assert(isnan(v));
    }
    str_fini(&b);
    arena_free(a);
}
END_TEST

START_TEST(failure_stays)
{
    struct arena *a = arena_new();
    struct str b = {0};
    struct deserialiser u;

    serialise_int(&b, 5);
    serialise_int(&b, 6);
    u = reader(&b, b.n, a);
    ck_assert(isnan(deserialise_real(&u)));
    ck_assert(u.failed);
    ck_assert_int_eq(deserialise_int(&u), 0);
    ck_assert_int_eq(deserialise_int_in(&u, 0, 10), 0);
    ck_assert_str_eq(deserialise_text(&u), "");
    ck_assert(isnan(deserialise_real(&u)));
    u = (struct deserialiser){.arena = a};
    ck_assert_int_eq(deserialise_int(&u), 0);
    ck_assert(u.failed);
    str_fini(&b);
    arena_free(a);
}
END_TEST

START_TEST(another_type_fails)
{
    struct arena *a = arena_new();
    struct str b = {0};
    struct deserialiser u;

    serialise_real(&b, 1);
    serialise_text(&b, NULL);
    u = reader(&b, b.n, a);
    ck_assert_int_eq(deserialise_int(&u), 0);
    ck_assert(u.failed);
    u = reader(&b, b.n, a);
    ck_assert_str_eq(deserialise_text(&u), "");
    ck_assert(u.failed);
    u = reader(&b, b.n, a);
    deserialise_real(&u);
    ck_assert(isnan(deserialise_real(&u)));
    ck_assert(u.failed);
    str_fini(&b);
    arena_free(a);
}
END_TEST

START_TEST(ranges_hold)
{
    static const struct {
        int64_t v, min, max;
        bool good;
    } cases[] = {
        {5, 5, 5, true},
        {5, 6, 9, false},
        {5, 1, 4, false},
        {-1, 0, 9, false},
        {INT64_MIN, INT64_MIN, 0, true},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str b = {0};
        struct deserialiser u;
        serialise_int(&b, cases[i].v);
        u = reader(&b, b.n, NULL);
        ck_assert_int_eq(deserialise_int_in(&u, cases[i].min, cases[i].max),
                         cases[i].good ? cases[i].v : 0);
        ck_assert(u.failed == !cases[i].good);
        str_fini(&b);
    }
}
END_TEST

/* A text item written by hand: its length may lie. */
static void put_text(struct str *b, uint64_t length, const char *bytes, size_t n)
{
    str_add(b, "t");
    str_add_bytes(b, (const char *)&length, sizeof length);
    str_add_bytes(b, bytes, n);
}

START_TEST(texts_that_lie)
{
    static const struct {
        uint64_t length;
        const char *bytes;
        size_t n;
    } cases[] = {
        {4, "abc", 3},          {UINT64_MAX, "abc", 3},     {UINT64_MAX - 8, "abc", 3},
        {3, "a\0c", 3},         {2, "\xe6\xb5\x99", 3},     {2, "\xc0\xaf", 2},
        {3, "\xed\xa0\x80", 3}, {4, "\xf4\x90\x80\x80", 4},
    };
    struct arena *a = arena_new();
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str b = {0};
        struct deserialiser u;
        put_text(&b, cases[i].length, cases[i].bytes, cases[i].n);
        u = reader(&b, b.n, a);
        ck_assert_str_eq(deserialise_text(&u), "");
        ck_assert(u.failed);
        str_fini(&b);
    }
    arena_free(a);
}
END_TEST

/* Bytes at random, and good ones with a byte changed: no crash, no text outside UTF-8. */
START_TEST(noise)
{
    struct rng r;
    int round;

    rng_init(&r, 1, 1);
    for (round = 0; round < 20000; round++) {
        struct arena *a = arena_new();
        struct str b = {0};
        struct deserialiser u;
        int i;
        serialise_text(&b, "某");
        serialise_int(&b, (int64_t)rng_bits(&r));
        serialise_text(&b, round % 2 ? "abc" : NULL);
        b.s[rng_bits(&r) % b.n] = (char)rng_bits(&r);
        u = reader(&b, rng_bits(&r) % (b.n + 1), a);
        for (i = 0; i < 4; i++) {
            struct deserialiser t = u;
            char *s = deserialise_text(&t);
            ck_assert(!s || text_utf8_check(s, strlen(s)) == strlen(s));
            ck_assert(t.p >= u.p && t.p <= t.end);
            (void)deserialise_int(&u);
            u.failed = false;
        }
        str_fini(&b);
        arena_free(a);
    }
}
END_TEST

START_TEST(refusals_tell_damage_from_want_of_memory)
{
    struct arena *a = arena_new();
    struct deserialiser u = {.p = "", .end = "", .arena = a};
    struct error e = {0};

    ck_assert_ptr_nonnull(deserialise_room(&u, 3, 8));
    (void)deserialise_int(&u);
    ck_assert_ptr_null(deserialise_room(&u, 3, 8));
    ck_assert_int_eq(deserialise_refuse(&u, "it", "damaged", &e), ERR_PART);
    ck_assert_str_eq(e.text, "it: damaged");
    u = (struct deserialiser){.p = "", .end = "", .arena = a};
    ck_assert_ptr_null(deserialise_room(&u, SIZE_MAX, 8));
    ck_assert(u.failed);
    ck_assert_int_eq(deserialise_refuse(&u, "it", "damaged", &e), ERR_MEMORY);
    ck_assert_str_eq(e.text, "it: out of memory");
    arena_free(a);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {all_comes_back,
                                  cut_anywhere_fails,
                                  failure_stays,
                                  another_type_fails,
                                  ranges_hold,
                                  texts_that_lie,
                                  noise,
                                  refusals_tell_damage_from_want_of_memory,
                                  NULL};

    return kit_run("pack", tests);
}
