/* SPDX-License-Identifier: MIT */
/* SHA-256, as 64 lower-case hexadecimal digits and a NUL. */
#ifndef HENG_BASE_HASH_H
#define HENG_BASE_HASH_H

#include <stddef.h>

#include "base/error.h"

enum { HASH_TEXT = 65 };

void hash_bytes(const void *p, size_t n, char hex[HASH_TEXT]);
/* Of an open file, from its beginning; path is for messages. */
int hash_opened(int fd, const char *path, char hex[HASH_TEXT], struct error *e);
/* Of bytes that come in parts. NULL: out of memory; hash_end frees, NULL is accepted (and then hex
   is
   ""). */
struct hash_parts *hash_begin(void);
void hash_add(struct hash_parts *h, const void *p, size_t n);
void hash_end(struct hash_parts *h, char hex[HASH_TEXT]);
int hash_file(const char *path, char hex[HASH_TEXT], struct error *e);

#endif
