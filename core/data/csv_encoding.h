/* SPDX-License-Identifier: MIT */
/* Encodings other than UTF-8: bytes turned into UTF-8 by iconv, and what bytes without a name most
   likely are. Private to the CSV reader. */
#ifndef HENG_DATA_CSV_ENCODING_H
#define HENG_DATA_CSV_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/text.h"

/* UTF-8 out of the n bytes at s; owned, from malloc. */
struct csv_converted {
    char *owned;
    size_t n;
    size_t taken; /* bytes that could be converted: all, or up to the first that could not */
};

/* The name that iconv has for what profiles and people call an encoding; the text itself where it
   needs no other. NULL: this is no name of an encoding. */
const char *csv_encoding_name(const char *text);

/* Errors: ERR_DATA (no such encoding), ERR_MEMORY. */
int csv_convert(struct csv_converted *c, const char *path, const char *name, const char *s,
                size_t n, struct error *e);

enum csv_guess {
    CSV_GB18030,
    CSV_GB18030_PERHAPS,
    CSV_WINDOWS_1252,
    CSV_DAMAGED_UTF8,
    CSV_UNDECIDED
};

/*
 * What bytes that are no UTF-8 are, by what stands alone between ASCII letters and which characters
 * come out. gb18030, windows_1252: whether all of them are valid as such. Perhaps: by so few
 * characters that they may as well be Korean, or a word in another alphabet.
 */
enum csv_guess csv_guess(const char *s, size_t n, bool gb18030, bool windows_1252);

/* Appends the encodings that all n bytes are valid in, with the first word beyond ASCII as each
   would have it: 'windows-1252 ("España"), big5 ("...")'. How many there are. */
size_t csv_candidates(struct str *to, const char *path, const char *s, size_t n);

#endif
