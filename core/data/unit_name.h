/* SPDX-License-Identifier: MIT */
/* Units by their names: what people leave out or write otherwise, and a file of codes and names. */
#ifndef HENG_DATA_UNIT_NAME_H
#define HENG_DATA_UNIT_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/text_index.h"

/* A text without blanks and line ends, full-width characters as ASCII; without the characters of
   `also` either. NULL: out of memory. */
char *text_plain(struct arena *a, const char *s, size_t n, const char *also);

/*
 * A name without what people leave out or write otherwise: blanks, width, letter case, leading
 * zeros; bare: also what kind of place it is (省, 市, 县, 自治州 ...) and whose (畲族). NULL: out
 * of memory.
 */
char *unit_name_plain(struct arena *a, const char *name, bool bare);

/* Codes by name. Zero-initialise; unit_codes_fini frees what it owns. */
struct unit_codes {
    struct arena *arena;
    const char **codes, **names; /* n of each */
    size_t n, cap;
    struct text_index known[3]; /* as written, plain, bare */
    size_t *of[3];              /* whose each is; NONE: of several */
    size_t cap_of[3];
    bool *met; /* of each code; room for n */
};

/*
 * A CSV of which the columns code and name (else the first two) hold codes and names, and all
 * others further names; blank ones are passed over, and so is a column of which most texts stand
 * for several codes (a city, a kind of place). path: of messages. Errors: ERR_DATA, ERR_MEMORY.
 */
int unit_codes_read(struct unit_codes *u, const char *path, const char *bytes, size_t n,
                    struct error *e);

enum unit_codes_found { UNIT_FOUND, UNIT_UNKNOWN, UNIT_AMBIGUOUS, UNIT_NO_MEMORY };
/* Which unit is so called: by its code, its name as written, plain, and bare. */
enum unit_codes_found unit_codes_find(struct unit_codes *u, const char *name, size_t *at);

void unit_codes_fini(struct unit_codes *u);

#endif
