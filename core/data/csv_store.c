/* SPDX-License-Identifier: MIT */
/* Shared memory for a large table, sealed when it is whole. */
#include "data/csv_store.h"

#include <sys/mman.h>
#include <unistd.h>

static const int page_access = PROT_READ | PROT_WRITE;

bool csv_store_open(struct csv_store *s, size_t n, bool shared)
{
    int flags = MAP_NORESERVE | (shared ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS);
    void *p = MAP_FAILED;
    *s = (struct csv_store){.n = n, .fd = -1};
    if (shared && (s->fd = memfd_create("heng", MFD_CLOEXEC)) < 0)
        return false;
    if (!shared || ftruncate(s->fd, (off_t)n) == 0)
        p = mmap(NULL, n, page_access, flags, s->fd, 0);
    s->p = p == MAP_FAILED ? NULL : p;
    if (!s->p)
        csv_store_close(s);
    return s->p;
}

bool csv_store_seal(struct csv_store *s)
{
    bool mine = s->fd < 0 || mmap(s->p, s->n, page_access, MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED,
                                  s->fd, 0) != MAP_FAILED;
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    return mine;
}

void csv_store_close(struct csv_store *s)
{
    if (s->p)
        munmap(s->p, s->n);
    if (s->fd >= 0)
        close(s->fd);
    *s = (struct csv_store){.fd = -1};
}
