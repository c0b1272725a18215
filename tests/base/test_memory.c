/* SPDX-License-Identifier: MIT */
/*
 * Each task of base that allocates is run with its first allocation failing, then its second, and
 * so on until it succeeds: it must report each failure, lose nothing, and free what it took.
 * The C library's allocator is replaced for this; under a sanitizer or valgrind, which bring their
 * own, the tasks are only run once without any failure.
 */
#include "base/arena.h"
#include "base/error.h"
#include "base/serialise.h"
#include "base/text.h"
#include "kit.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define OWN_ALLOCATOR 0
#endif
#endif
#if !defined(OWN_ALLOCATOR) && defined(__SANITIZE_ADDRESS__)
#define OWN_ALLOCATOR 0
#endif
#if !defined(OWN_ALLOCATOR)
#define OWN_ALLOCATOR 1
#endif

/* Allocations to go until one fails (0: none will), and blocks that are held. */
static long countdown, held;

#if OWN_ALLOCATOR
/* The C library itself must find these, too. */
#pragma GCC visibility push(default)
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t n);
extern void __libc_free(void *p);

static bool fails(void)
{
    return countdown > 0 && --countdown == 0;
}

void *malloc(size_t n)
{
    void *p = fails() ? NULL : __libc_malloc(n);

    held += p != NULL;
    return p;
}

void *calloc(size_t count, size_t size)
{
    void *p = fails() ? NULL : __libc_calloc(count, size);

    held += p != NULL;
    return p;
}

void *realloc(void *p, size_t n)
{
    void *q = fails() ? NULL : __libc_realloc(p, n);

    held += q != NULL && p == NULL;
    return q;
}

void free(void *p)
{
    held -= p != NULL;
    __libc_free(p);
}
#pragma GCC visibility pop
#endif

/* A task: FINE, FAILED when it was told of a failure, BROKEN when it saw what must not be. Tasks
   use no ck_assert, which allocates. */
enum outcome { FINE, FAILED, BROKEN };
typedef enum outcome task(void);

static enum outcome method_call_arena(void)
{
    struct arena *a = arena_new();
    bool good = a && arena_alloc(a, 100) && arena_array(a, 100, 100) && arena_alloc(a, 4090) &&
                arena_strdup(a, "浙江") && arena_printf(a, "%05000d", 1) &&
                arena_alloc(a, 1 << 21) && arena_alloc(a, 8);

    arena_free(a);
    return good ? FINE : FAILED;
}

static enum outcome method_call_str(void)
{
    struct str b = {0};
    enum outcome outcome = FINE;
    int i;

    for (i = 0; i < 300; i++) {
        size_t before = b.n;
        str_printf(&b, "%d", i % 10);
        str_add(&b, "浙");
        if (b.failed && (b.n - before > 1 || (b.s && b.s[b.n] != '\0')))
            outcome = BROKEN;
    }
    if (outcome == FINE && b.failed)
        outcome = FAILED;
    if (outcome == FINE && b.n != 1200)
        outcome = BROKEN;
    str_fini(&b);
    return outcome;
}

static enum outcome method_call_messages(void)
{
    struct messages m = {0};
    enum outcome outcome;
    int i;

    for (i = 0; i < 40; i++) {
        messages_add(&m, OK, "message %d", i);
        messages_add_once(&m, OK, "message %d", i);
    }
    /* What messages_add lost, messages_add_once makes good. */
    outcome = m.n != 40 || m.lost > 1 ? BROKEN : m.lost == 1 ? FAILED : FINE;
    messages_fini(&m);
    return outcome;
}

static enum outcome method_call_pack(void)
{
    struct arena *a = arena_new();
    struct str b = {0};
    enum outcome outcome = FAILED;
    int i;

    if (a) {
        struct deserialiser u;
        for (i = 0; i < 50; i++)
            serialise_text(&b, "one of many texts, about a hundred bytes long, that in time fill"
                               " more than one block of an arena");
        u = (struct deserialiser){.p = b.s, .end = b.s ? b.s + b.n : NULL, .arena = a};
        outcome = FINE;
        for (i = 0; i < 50; i++) {
            const char *text = deserialise_text(&u);
            if (*text != (u.failed ? '\0' : 'o'))
                outcome = BROKEN;
        }
        if (outcome == FINE && (b.failed || u.failed))
            outcome = FAILED;
    }
    str_fini(&b);
    arena_free(a);
    return outcome;
}

/* valgrind puts its own allocator in the place of ours. */
static bool allocator_is_ours(void)
{
    long before = held;
    void *volatile p = malloc(1);
    bool ours = OWN_ALLOCATOR && held != before;

    free(p);
    return ours;
}

static void check_task(task *run, const char *name)
{
    const bool ours = allocator_is_ours();
    enum outcome outcome = FAILED;
    long k, before = held;

    for (k = 1; outcome == FAILED; k++) {
        bool failed;
        countdown = ours ? k : 0;
        outcome = run();
        failed = ours && countdown == 0;
        countdown = 0;
        ck_assert_msg(outcome == (failed ? FAILED : FINE), "%s: allocation %ld: outcome %d", name,
                      k, outcome);
        ck_assert_msg(held == before, "%s: allocation %ld: %ld blocks lost", name, k,
                      held - before);
    }
    ck_assert_msg(!ours || k > 5, "%s: only %ld allocations", name, k);
}

START_TEST(arena_survives)
{
    check_task(method_call_arena, "arena");
}
END_TEST

START_TEST(str_survives)
{
    check_task(method_call_str, "str");
}
END_TEST

START_TEST(messages_survive)
{
    check_task(method_call_messages, "messages");
}
END_TEST

START_TEST(pack_survives)
{
    check_task(method_call_pack, "pack");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {arena_survives, str_survives, messages_survive, pack_survives,
                                  NULL};

    return kit_run("memory", tests);
}
