/* SPDX-License-Identifier: MIT */
/* From the bytes of a file to UTF-8 text without a byte order mark. Private to the CSV reader. */
#ifndef HENG_DATA_CSV_BYTES_H
#define HENG_DATA_CSV_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct csv_bytes {
    const char *s; /* valid UTF-8 without NUL; points into the caller's bytes or owned */
    size_t n;
    char *owned;
};

/*
 * encoding: NULL or "auto", "utf-8", "gb18030" (also utf8, gbk, gb2312; letter case is ignored).
 * auto takes valid UTF-8 as UTF-8 and everything else as GB18030, unless it is UTF-8 with a few
 * damaged bytes: that is an error. UTF-16, UTF-32, NUL bytes and control characters other than
 * white space are refused.
 * Errors (path:line: byte N: ...): ERR_DATA, ERR_MEMORY, ERR_UNAVAILABLE (no GB18030 in iconv).
 */
int csv_bytes_open(struct csv_bytes *b, const char *path, const char *bytes, size_t n,
                   const char *encoding, struct error *e);
void csv_bytes_close(struct csv_bytes *b);

/* Whether csv_bytes_open would take the bytes as they stand for UTF-8, wherever they stand in a
   text; the caller sees to a byte order mark at its beginning. */
bool csv_bytes_are_text(const char *s, size_t n);

/* How many line ends are in the n bytes: LF, CR LF and a lone CR count one each. */
size_t csv_count_lines(const char *s, size_t n);

#endif
