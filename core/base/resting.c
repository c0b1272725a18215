/* SPDX-License-Identifier: MIT */
/* Pages are written to a file and mapped from it, where they were: private ones, so that a worker
   that writes to them still writes to its own, and clean ones, which the system may drop. */
#include "base/resting.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

/* Whole pages. */
struct piece {
    char *from, *to;
};

struct resting {
    struct arena *arena;
    struct piece *pieces; /* of nothing but what rests: what lies beside may be written */
    size_t n, cap;
    size_t page;
};

struct resting *resting_new(void)
{
    struct arena *a = arena_new();
    struct resting *r = a ? arena_alloc(a, sizeof *r) : NULL;
    if (r) {
        r->arena = a;
        r->page = (size_t)sysconf(_SC_PAGESIZE);
    } else {
        arena_free(a);
    }
    return r;
}

/* By the call itself: to AddressSanitizer what lies beside, in the first and the last page, is not
   ours to read. */
static bool write_pages(int fd, const char *from, const char *to)
{
    size_t done = 0, n = (size_t)(to - from);
    while (done < n) {
        const long wrote = syscall(SYS_pwrite64, fd, from + done, n - done, (off_t)done);
        if (wrote <= 0)
            return false;
        done += (size_t)wrote;
    }
    return true;
}

/* The file is closed at once: nobody, no worker either, can change what is read back. */
static bool map_from_file(char *from, char *to)
{
    const int fd = file_temporary();
    bool mapped = fd >= 0 && write_pages(fd, from, to) &&
                  mmap(from, (size_t)(to - from), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED,
                       fd, 0) != MAP_FAILED;
    if (fd >= 0)
        close(fd);
    return mapped;
}

static struct piece *find(const struct resting *r, const char *from)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->pieces[i].from == from)
            return &r->pieces[i];
    return NULL;
}

static void let_go(const struct piece *p)
{
    madvise(p->from, (size_t)(p->to - p->from), MADV_DONTNEED);
}

void resting_add(struct resting *r, const void *p, size_t n)
{
    const size_t page = r ? r->page : 1, head = (uintptr_t)p % page,
                 tail = ((uintptr_t)p + n) % page;
    char *first = (char *)(uintptr_t)p - head, *from = head ? first + page : first;
    char *to = (char *)(uintptr_t)p + n - tail, *last = tail ? to + page : to;
    struct piece *known = r && n ? find(r, from) : NULL, *more;
    if (known)
        let_go(known);
    if (!r || known || from >= to)
        return;
    more = arena_grow(r->arena, r->pieces, r->n, &r->cap, sizeof *more);
    if (!more)
        return;
    r->pieces = more;
    if (!map_from_file(first, last))
        return;
    mprotect(from, (size_t)(to - from), PROT_READ);
    r->pieces[r->n++] = (struct piece){from, to};
}

void resting_let_go(struct resting *r)
{
    for (size_t i = 0; r && i < r->n; i++)
        let_go(&r->pieces[i]);
}

size_t resting_bytes(const struct resting *r)
{
    size_t bytes = 0;
    for (size_t i = 0; r && i < r->n; i++)
        bytes += (size_t)(r->pieces[i].to - r->pieces[i].from);
    return bytes;
}

void resting_free(struct resting *r)
{
    for (size_t i = 0; r && i < r->n; i++)
        mprotect(r->pieces[i].from, (size_t)(r->pieces[i].to - r->pieces[i].from),
                 PROT_READ | PROT_WRITE);
    if (r)
        arena_free(r->arena);
}
