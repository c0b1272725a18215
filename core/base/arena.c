/* SPDX-License-Identifier: MIT */
/* Blocks, each larger than the one before, from which an arena cuts pieces. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* With AddressSanitizer what lies between the pieces may not be touched: a step too far is seen. */
#if defined __has_feature
#if __has_feature(address_sanitizer) && !defined __SANITIZE_ADDRESS__
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
enum { RED_ZONE = 32 };
#define FORBID(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define ALLOW(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
enum { RED_ZONE = 0 };
#define FORBID(p, n) ((void)(p), (void)(n))
#define ALLOW(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK = 4096, LAST_BLOCK = 1 << 20 };

struct block {
    struct block *next;
    size_t used, cap;
    max_align_t data[];
};

/* Memory from elsewhere that dies with the arena. */
struct adopted {
    struct adopted *next;
    void *p, *q;
    size_t mapped; /* bytes of p, where that is from mmap; 0: from malloc */
};

/* The first block is the one that small requests are served from. */
struct arena {
    struct block *blocks;
    struct adopted *adopted;
    size_t next_cap;
    bool failed;
};

struct arena *arena_new(void)
{
    struct arena *a = calloc(1, sizeof *a);

    if (a)
        a->next_cap = FIRST_BLOCK;
    return a;
}

static void free_adopted(struct arena *a)
{
    for (struct adopted *x = a->adopted; x; x = x->next) {
        if (x->mapped)
            munmap(x->p, x->mapped);
        else
            free(x->p);
        free(x->q);
    }
    a->adopted = NULL;
}

static void free_blocks(struct block *b)
{
    struct block *next;

    for (; b; b = next) {
        next = b->next;
        free(b);
    }
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    free_adopted(a);
    free_blocks(a->blocks);
    free(a);
}

static struct block *block_new(size_t cap)
{
    struct block *b = cap <= SIZE_MAX - sizeof *b ? calloc(1, sizeof *b + cap) : NULL;

    if (b) {
        b->cap = cap;
        FORBID(b->data, cap);
    }
    return b;
}

/* A large request gets a block of its own, behind the one that is being filled. */
static void *alloc_alone(struct arena *a, size_t n)
{
    struct block *b = block_new(n), **place = a->blocks ? &a->blocks->next : &a->blocks;

    if (!b)
        return NULL;
    b->used = n;
    b->next = *place;
    *place = b;
    return b->data;
}

static void *alloc_fresh(struct arena *a, size_t n)
{
    struct block *b = block_new(a->next_cap);

    if (!b)
        return NULL;
    if (a->next_cap < LAST_BLOCK)
        a->next_cap *= 2;
    b->used = n;
    b->next = a->blocks;
    a->blocks = b;
    return b->data;
}

/* n bytes, a multiple of the alignment. */
static void *take(struct arena *a, size_t n)
{
    struct block *b = a->blocks;
    void *p;

    if (b && n <= b->cap - b->used) {
        p = (char *)b->data + b->used;
        b->used += n;
        return p;
    }
    return n > a->next_cap / 4 ? alloc_alone(a, n) : alloc_fresh(a, n);
}

static void *allocate(struct arena *a, size_t n)
{
    const size_t align = sizeof(max_align_t) > 16 ? _Alignof(max_align_t) : 16;
    void *p;

    if (n > SIZE_MAX - align - RED_ZONE)
        return NULL;
    p = take(a, (n == 0 ? align : (n + align - 1) / align * align) + RED_ZONE);
    if (p)
        ALLOW(p, n);
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    void *p = allocate(a, n);

    a->failed = a->failed || !p;
    return p;
}

void arena_reset(struct arena *a)
{
    struct block *b = a->blocks;
    size_t used = 0;

    free_adopted(a);
    a->failed = false;
    for (; b; b = b->next)
        used += b->used;
    b = a->blocks;
    if (b && !b->next) {
        ALLOW(b->data, b->used);
        memset(b->data, 0, b->used);
        FORBID(b->data, b->used);
        b->used = 0;
        return;
    }
    free_blocks(b);
    a->blocks = used ? block_new(2 * used) : NULL; /* without one, the next request gets one */
}

bool arena_adopt(struct arena *a, void *p, void *q)
{
    struct adopted *x = arena_alloc(a, sizeof *x);

    if (!x)
        return false;
    *x = (struct adopted){a->adopted, p, q, 0};
    a->adopted = x;
    return true;
}

bool arena_adopt_mapped(struct arena *a, void *p, size_t n)
{
    if (!arena_adopt(a, p, NULL))
        return false;
    a->adopted->mapped = n;
    return true;
}

void arena_fail(struct arena *a)
{
    a->failed = true;
}

bool arena_failed(const struct arena *a)
{
    return a->failed;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    return arena_alloc(a, size && count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *copy = arena_alloc(a, n < SIZE_MAX ? n + 1 : n);

    if (copy && n > 0)
        memcpy(copy, s, n);
    return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

static char *print(struct arena *a, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);

static char *print(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    char *s = NULL;
    int n;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (n >= 0)
        s = arena_alloc(a, (size_t)n + 1);
    if (s)
        vsnprintf(s, (size_t)n + 1, fmt, ap);
    return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = print(a, fmt, ap);
    va_end(ap);
    return s;
}
