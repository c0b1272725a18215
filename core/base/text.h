/* SPDX-License-Identifier: MIT */
/* UTF-8 text: checking, width on a terminal, nearest names; and a growing string. */
#ifndef HENG_BASE_TEXT_H
#define HENG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

/* Offset of the first byte that is not valid UTF-8 (overlong, surrogate, > U+10FFFF), or n. */
size_t text_utf8_check(const char *s, size_t n);

/* The character at the start of the n bytes at s: its length in bytes, or 0 when there is no
   valid one. A NUL byte is a character of length 1. */
size_t text_decode(const char *s, size_t n, uint32_t *c);

/* Line breaks and whatever else could drive or fool a terminal: C0, DEL, C1, U+2028, U+2029, and
   the overrides of writing direction. */
bool text_is_control(uint32_t c);

/* Columns that s takes on a terminal: wide characters count two, combining ones none. */
size_t text_width(const char *s);

/* Writes s to out as one line, padded with spaces to width columns; longer text is written whole.
   A control character, and each byte that is not UTF-8, is written as '?'. */
void text_pad(FILE *out, const char *s, size_t width, bool right_aligned);

/* The *n bytes at s without leading and trailing blanks: ASCII white space, U+00A0, U+3000,
   U+FEFF and zero-width characters. *n is how many there are, before and after; the result points
   into s, which need not be NUL-terminated. */
const char *text_trim(const char *s, size_t *n);

/* "; the full-width '，' is not ','" of the first character of the n bytes at s that looks like an
   ASCII one (U+FF01 to U+FF5E, and 、 “ ”); "" where there is none. Returns hint. */
enum { TEXT_HINT_MAX = 64 };
const char *text_wide_hint(const char *s, size_t n, char hint[TEXT_HINT_MAX]);

bool text_equal(const char *a, const char *b); /* NULL equals only NULL */

/* True for [a-z_][a-z0-9_]* of at most 63 bytes: ids of nodes, indicators, scripts, plugins. */
bool text_is_id(const char *s);
/* Whether n bytes are a word that Lua keeps for itself. */
bool text_is_lua_word(const char *s, size_t n);

/*
 * The candidate nearest to name by edit distance (Damerau-Levenshtein, case folded), or NULL
 * when none is near enough to be meant (more than a third of the longer name's length,
 * at least 1, apart; or nothing in common; or two letters of which one is another). The first of
 * several equally near ones. Names of more than 128 bytes are only compared for equality; NULL
 * candidates are skipped.
 */
const char *text_nearest(const char *name, const char *const *candidates, size_t n);
/* "; did you mean NEAR?", the end of a message; "" for NULL. Returns hint. */
enum { TEXT_MEANT_MAX = 256 };
const char *text_meant(const char *near, char hint[TEXT_MEANT_MAX]);

/* A growing string. Zero-initialise; failed is set, and stays set, when memory runs out. */
struct str {
    char *s; /* NUL-terminated once anything was added; NULL before */
    size_t n, cap;
    bool failed;
};

void str_add(struct str *b, const char *s);
void str_add_bytes(struct str *b, const char *s, size_t n);
void str_printf(struct str *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void str_fini(struct str *b);

#endif
