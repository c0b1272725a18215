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
    const char *encoding; /* that was taken; lives as long as the name that was asked for */
    const char *doubt;    /* others that all bytes would fit as well; or NULL */
};

/*
 * encoding: NULL or "auto", "utf-8", or a name that iconv has; letter case is ignored, and gbk,
 * gb2312 (as gb18030), latin-1 and the like are known. auto goes by a byte order mark, then takes
 * valid UTF-8 as UTF-8, then GB18030 or Windows-1252 by what stands alone between ASCII letters and
 * which characters come out; where nothing decides it is an error that names what it could be, and
 * so is UTF-8 with a few damaged bytes. NUL bytes and control characters other than white space are
 * refused.
 * Errors (path:line: byte N: ...): ERR_DATA, ERR_MEMORY.
 */
int csv_bytes_open(struct csv_bytes *b, const char *path, const char *bytes, size_t n,
                   const char *encoding, struct error *e);
void csv_bytes_close(struct csv_bytes *b);

/* Whether csv_bytes_open would take the bytes as they stand for UTF-8, in one spelling (NFC),
   wherever they stand in a text; the caller sees to a byte order mark at its beginning. */
bool csv_bytes_are_text(const char *s, size_t n);

/* How many line ends are in the n bytes: LF, CR LF and a lone CR count one each. */
size_t csv_count_lines(const char *s, size_t n);

#endif
