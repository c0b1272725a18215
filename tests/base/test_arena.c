/* SPDX-License-Identifier: MIT */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

#include "base/arena.h"
#include "kit.h"

static int holds(const unsigned char *p, size_t n, int byte)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (p[i] != byte)
            return 0;
    return 1;
}

START_TEST(free_accepts_null)
{
    arena_free(NULL);
}
END_TEST

/* Sizes around every limit; all blocks zeroed, aligned, apart from each other. */
START_TEST(blocks_are_zeroed_aligned_apart)
{
    static const size_t sizes[] = {0,    1,    15,   16,   17,    63,     1000,    1024,
                                   1025, 4095, 4096, 4097, 65536, 262144, 1048576, 3000001};
    enum { KINDS = sizeof sizes / sizeof *sizes, ROUNDS = 12 };
    struct arena *a = arena_new();
    unsigned char *p[KINDS * ROUNDS];
    size_t i;

    ck_assert_ptr_nonnull(a);
    for (i = 0; i < KINDS * ROUNDS; i++) {
        size_t n = sizes[i * 7 % KINDS];
        p[i] = arena_alloc(a, n);
        ck_assert_ptr_nonnull(p[i]);
        ck_assert_uint_eq((uintptr_t)p[i] % _Alignof(max_align_t), 0);
        ck_assert(holds(p[i], n, 0));
        memset(p[i], (int)(i % 251) + 1, n);
    }
    for (i = 0; i < KINDS * ROUNDS; i++)
        ck_assert(holds(p[i], sizes[i * 7 % KINDS], (int)(i % 251) + 1));
    arena_free(a);
}
END_TEST

START_TEST(large_block_does_not_end_the_current_one)
{
    struct arena *a = arena_new();
    char *first = arena_alloc(a, 16), *second;

    ck_assert_ptr_nonnull(arena_alloc(a, 100000));
    second = arena_alloc(a, 16);
    ck_assert(second > first && second - first <= 64); /* 16, and a zone where pieces have one */
    arena_free(a);
}
END_TEST

START_TEST(empty_blocks_differ)
{
    struct arena *a = arena_new();

    ck_assert_ptr_ne(arena_alloc(a, 0), arena_alloc(a, 0));
    ck_assert_ptr_nonnull(arena_array(a, 0, 0));
    ck_assert_ptr_nonnull(arena_array(a, 5, 0));
    ck_assert_ptr_nonnull(arena_array(a, 0, 8));
    arena_free(a);
}
END_TEST

START_TEST(overflow_is_refused)
{
    struct arena *a = arena_new();

    ck_assert_ptr_null(arena_alloc(a, SIZE_MAX));
    ck_assert_ptr_null(arena_alloc(a, SIZE_MAX - 40));
    ck_assert_ptr_null(arena_array(a, SIZE_MAX / 8 + 1, 8));
    ck_assert_ptr_null(arena_array(a, 8, SIZE_MAX / 8 + 1));
    ck_assert_ptr_null(arena_strndup(a, "x", SIZE_MAX));
    ck_assert_ptr_nonnull(arena_alloc(a, 8));
    arena_free(a);
}
END_TEST

START_TEST(arrays_have_room_for_all)
{
    struct arena *a = arena_new();
    double *v = arena_array(a, 1000, sizeof *v);
    size_t i;

    for (i = 0; i < 1000; i++)
        v[i] = (double)i;
    for (i = 0; i < 1000; i++)
        ck_assert(v[i] == (double)i);
    arena_free(a);
}
END_TEST

START_TEST(texts_are_copied)
{
    struct arena *a = arena_new();
    char text[] = "浙江省";
    char *whole = arena_strdup(a, text), *part = arena_strndup(a, text, 6);

    text[0] = 'x';
    ck_assert_str_eq(whole, "浙江省");
    ck_assert_str_eq(part, "浙江");
    ck_assert_str_eq(arena_strdup(a, ""), "");
    ck_assert_str_eq(arena_strndup(a, NULL, 0), "");
    arena_free(a);
}
END_TEST

START_TEST(printf_prints)
{
    struct arena *a = arena_new();
    char *s = arena_printf(a, "%0*d", 5000, 7);

    ck_assert_str_eq(arena_printf(a, "%s=%d", "k", 12), "k=12");
    ck_assert_str_eq(arena_printf(a, "%s", ""), "");
    ck_assert_uint_eq(strlen(s), 5000);
    ck_assert_int_eq(s[4999], '7');
    ck_assert_ptr_null(arena_printf(a, "%ls", L"\x6d59"));
    arena_free(a);
}
END_TEST

START_TEST(failures_are_kept_in_mind)
{
    struct arena *a = arena_new(), *b = arena_new(), *c = arena_new();

    ck_assert(arena_strdup(a, "x") && !arena_failed(a));
    ck_assert_ptr_null(arena_alloc(a, SIZE_MAX));
    ck_assert(arena_strdup(a, "x") && arena_failed(a));
    ck_assert_ptr_null(arena_array(b, SIZE_MAX / 2, 3));
    ck_assert(arena_failed(b));
    ck_assert(!arena_failed(c));
    arena_fail(c);
    ck_assert(arena_failed(c));
    arena_free(a);
    arena_free(b);
    arena_free(c);
}
END_TEST

START_TEST(reset_gives_zeroed_bytes_again)
{
    static const size_t sizes[] = {24, 5000, 100, 70000, 16};
    struct arena *a = arena_new();
    char *last = NULL, *p;
    size_t round, k, i;

    arena_reset(a); /* of an empty one */
    for (round = 0; round < 4; round++) {
        for (k = 0; k < 5; k++) {
            p = arena_alloc(a, sizes[k]);
            ck_assert_ptr_nonnull(p);
            for (i = 0; i < sizes[k]; i++)
                ck_assert_int_eq(p[i], 0);
            memset(p, 'x', sizes[k]);
            if (round > 1 && k == 0)
                ck_assert_ptr_eq(p, last); /* the memory is kept */
            if (k == 0)
                last = p;
        }
        ck_assert(arena_adopt(a, malloc(10), NULL));
        ck_assert_ptr_null(arena_array(a, SIZE_MAX, 2));
        arena_reset(a);
        ck_assert(!arena_failed(a));
    }
    arena_free(a);
}
END_TEST

/* Built with AddressSanitizer: a step behind a piece is seen, also behind one that was reset. */
START_TEST(what_lies_between_is_forbidden)
{
#ifdef __SANITIZE_ADDRESS__
    struct arena *a = arena_new();
    for (int round = 0; round < 3; round++) {
        char *p = arena_alloc(a, 13), *q = arena_alloc(a, 100000);
        ck_assert(!__asan_address_is_poisoned(p) && !__asan_address_is_poisoned(p + 12));
        ck_assert(__asan_address_is_poisoned(p + 13) && __asan_address_is_poisoned(p + 47));
        ck_assert(!__asan_address_is_poisoned(q + 99999) && __asan_address_is_poisoned(q + 100000));
        arena_reset(a);
    }
    arena_free(a);
#endif
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {free_accepts_null,
                                  blocks_are_zeroed_aligned_apart,
                                  large_block_does_not_end_the_current_one,
                                  empty_blocks_differ,
                                  overflow_is_refused,
                                  arrays_have_room_for_all,
                                  texts_are_copied,
                                  printf_prints,
                                  failures_are_kept_in_mind,
                                  reset_gives_zeroed_bytes_again,
                                  what_lies_between_is_forbidden,
                                  NULL};

    return kit_run("arena", tests);
}
