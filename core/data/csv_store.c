/* SPDX-License-Identifier: MIT */
/* Shared memory for a large table, sealed when it is whole. */
#include "data/csv_store.h"

#include <sys/mman.h>
#include <unistd.h>

static const int page_access = PROT_READ | PROT_WRITE;

static bool map_part(const struct csv_store *s, size_t i, int flags)
{
    const size_t at = i * s->part, n = s->n - at < s->part ? s->n - at : s->part;
    return mmap(s->p + at, n, page_access, flags | MAP_NORESERVE | MAP_FIXED, s->parts[i], 0) !=
           MAP_FAILED;
}

static bool open_part(struct csv_store *s, size_t i)
{
    s->parts[i] = memfd_create("heng", MFD_CLOEXEC);
    if (s->parts[i] < 0)
        return false;
    s->n_parts = i + 1;
    return ftruncate(s->parts[i], (off_t)s->part) == 0 && map_part(s, i, MAP_SHARED);
}

bool csv_store_open(struct csv_store *s, size_t n, bool shared)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = n / CSV_STORE_PARTS / page + 1;
    void *p = mmap(NULL, n, page_access, MAP_NORESERVE | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool whole = p != MAP_FAILED;
    *s = (struct csv_store){.p = whole ? p : NULL, .n = n, .part = pages * page};
    for (size_t i = 0; whole && shared && i * s->part < n; i++)
        whole = open_part(s, i);
    if (!whole)
        csv_store_close(s);
    return whole;
}

static void close_parts(struct csv_store *s)
{
    while (s->n_parts > 0)
        close(s->parts[--s->n_parts]);
}

bool csv_store_seal(struct csv_store *s)
{
    bool mine = true;
    for (size_t i = 0; mine && i < s->n_parts; i++)
        mine = map_part(s, i, MAP_PRIVATE);
    close_parts(s);
    return mine;
}

void csv_store_close(struct csv_store *s)
{
    if (s->p)
        munmap(s->p, s->n);
    close_parts(s);
    *s = (struct csv_store){0};
}
