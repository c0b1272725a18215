/* SPDX-License-Identifier: MIT */
/* What the tables of keys and of sections share with who looks at them. */
#ifndef HENG_CONFIG_SECTIONS_INTERNAL_H
#define HENG_CONFIG_SECTIONS_INTERNAL_H

#include <stdbool.h>
#include <string.h>

#include "config/profile.h"

/* A key of a section and what it can change. */
struct section_key {
    struct heng_param param; /* first: what a param_table points at */
    enum key_effect effect;
};

/* "data" of "data" and of "data.NAME". */
static inline size_t kind_length(const char *name)
{
    return strcspn(name, ".");
}

static inline bool kind_has_id(const char *name)
{
    return name[kind_length(name)] == '.';
}

static inline bool kind_equal(const char *a, const char *b)
{
    size_t n = kind_length(a);
    return n == kind_length(b) && strncmp(a, b, n) == 0;
}

#endif
