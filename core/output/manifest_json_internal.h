/* SPDX-License-Identifier: MIT */
/* Writing JSON, an indented line a value. Zero-initialise but for f, first = true and depth. */
#ifndef HENG_OUTPUT_MANIFEST_JSON_INTERNAL_H
#define HENG_OUTPUT_MANIFEST_JSON_INTERNAL_H

#include <stdbool.h>
#include <stdio.h>

struct json {
    FILE *f;
    bool first; /* nothing stands in this object or array yet */
    int depth;
};

/* key: of a member of an object; NULL: a value of an array. */
void manifest_open(struct json *j, const char *key, char bracket);      /* '{' or '[' */
void manifest_close(struct json *j, char bracket);                      /* '}' or ']' */
void manifest_text(struct json *j, const char *key, const char *value); /* NULL is "" */
void manifest_number(struct json *j, const char *key, double value);    /* NaN: null */
void manifest_boolean(struct json *j, const char *key, bool value);

#endif
