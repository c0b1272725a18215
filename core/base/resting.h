/* SPDX-License-Identifier: MIT */
/*
 * Memory that nobody looks at for a while rests in a file without a name. It stays where it is and
 * what it is; whoever looks at it has it read back. Where no such file can be made, or its disk is
 * full, it stays in memory.
 */
#ifndef HENG_BASE_RESTING_H
#define HENG_BASE_RESTING_H

#include <stddef.h>

struct resting;

struct resting *resting_new(void); /* NULL: out of memory; all functions accept it */

/* From now on the n bytes at p rest, and may be written no more until resting_free; memory from
   malloc, an arena or mmap. Once more: what was looked at leaves memory again. */
void resting_add(struct resting *r, const void *p, size_t n);
/* All that rests and was looked at leaves memory again. */
void resting_let_go(struct resting *r);
/* How many bytes rest. */
size_t resting_bytes(const struct resting *r);
/* Before the memory itself is freed. */
void resting_free(struct resting *r);

#endif
