/* SPDX-License-Identifier: MIT */
/* Memory that rests is what it was, whoever asks, and nobody else's is touched. */
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/resting.h"
#include "kit.h"

enum { N = 1 << 20 };

static unsigned char byte_at(size_t i)
{
    return (unsigned char)(i * 2654435761u >> 13);
}

static void fill(unsigned char *p)
{
    for (size_t i = 0; i < N; i++)
        p[i] = byte_at(i);
}

static void holds(const unsigned char *p)
{
    size_t wrong = 0;
    for (size_t i = 0; i < N; i++)
        wrong += p[i] != byte_at(i);
    ck_assert_uint_eq(wrong, 0);
}

/* How many of the pages at p are in this process's memory. */
static size_t pages_present(const void *p, size_t n)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    FILE *f = fopen("/proc/self/pagemap", "r");
    size_t present = 0;
    uint64_t entry;
    ck_assert_ptr_nonnull(f);
    for (size_t at = ((uintptr_t)p + page - 1) / page; at < ((uintptr_t)p + n) / page; at++) {
        ck_assert_int_eq(fseek(f, (long)(at * sizeof entry), SEEK_SET), 0);
        ck_assert_uint_eq(fread(&entry, sizeof entry, 1, f), 1);
        present += entry >> 63;
    }
    fclose(f);
    return present;
}

START_TEST(what_rests_is_what_it_was)
{
    struct arena *a = arena_new();
    unsigned char *before = arena_alloc(a, 100), *p = arena_alloc(a, N),
                  *after = arena_alloc(a, N / 2);
    struct resting *r = resting_new();
    ck_assert(before && p && after && r);
    fill(p);
    before[99] = after[0] = 1;
    resting_add(r, p, N);
    before[99] = after[0] = 2; /* what lies beside may be written */
    holds(p);
    resting_let_go(r);
    resting_add(r, p, N);
    holds(p);
    ck_assert_uint_eq(before[99], 2);
    ck_assert_uint_eq(after[0], 2);
    resting_free(r);
    p[0] = p[N - 1] = 7; /* as any memory again */
    arena_free(a);
}
END_TEST

START_TEST(what_rests_is_not_in_memory)
{
    unsigned char *p = mmap(NULL, N, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct resting *r = resting_new();
    ck_assert(p != MAP_FAILED && r);
    fill(p);
    ck_assert_uint_gt(pages_present(p, N), 0);
    resting_add(r, p, N);
    if (resting_bytes(r) == 0) { /* no folder here has files without a name */
        holds(p);
    } else {
        ck_assert_uint_eq(resting_bytes(r), N);
        ck_assert_uint_eq(pages_present(p, N), 0);
        holds(p);
        ck_assert_uint_gt(pages_present(p, N), 0);
        resting_let_go(r);
        ck_assert_uint_eq(pages_present(p, N), 0);
    }
    resting_free(r);
    munmap(p, N);
}
END_TEST

/* Nobody may write to what would be forgotten. */
START_TEST(what_rests_cannot_be_written)
{
    unsigned char *p = mmap(NULL, N, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct resting *r = resting_new();
    ck_assert(p != MAP_FAILED && r);
    fill(p);
    resting_add(r, p, N);
    if (resting_bytes(r) > 0)
        ck_assert_int_eq(mprotect(p, N, PROT_READ | PROT_WRITE), 0);
    p[5]++; /* a writer that insists has memory of its own: the file stays as it was */
    resting_let_go(r);
    ck_assert_uint_eq(p[5], byte_at(5) + (resting_bytes(r) == 0 ? 1u : 0u));
    resting_free(r);
    munmap(p, N);
}
END_TEST

START_TEST(without_a_file_it_stays_in_memory)
{
    struct arena *a = arena_new();
    unsigned char *p = arena_alloc(a, N);
    struct resting *r = resting_new();
    ck_assert(p && r);
    ck_assert_int_eq(setenv("TMPDIR", "/nonexistent", 1), 0);
    fill(p);
    resting_add(r, p, N);
    ck_assert_uint_eq(resting_bytes(r), 0);
    holds(p);
    p[0] = 3;
    resting_free(r);
    arena_free(a);
}
END_TEST

START_TEST(little_and_nothing_are_left_alone)
{
    static const unsigned char few[10];
    struct resting *r = resting_new();
    resting_add(r, few, sizeof few);
    resting_add(r, few, 0);
    ck_assert_uint_eq(resting_bytes(r), 0);
    resting_add(NULL, few, sizeof few);
    resting_let_go(NULL);
    ck_assert_uint_eq(resting_bytes(NULL), 0);
    resting_free(NULL);
    resting_free(r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_rests_is_what_it_was,         what_rests_is_not_in_memory,
        what_rests_cannot_be_written,      without_a_file_it_stays_in_memory,
        little_and_nothing_are_left_alone, NULL};
    return kit_run("resting", tests);
}
