/* SPDX-License-Identifier: MIT */
/* Columns that are periods, and those that are so in a part of their path: 生产总值/2023年. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "data/period.h"
#include "data/shape_internal.h"

static bool in_range(const char *pattern, const char *name, bool *is_range)
{
    char *end;
    long from = strtol(pattern, &end, 10), to, v;
    *is_range = end != pattern && strncmp(end, "..", 2) == 0 && end[2];
    if (!*is_range)
        return false;
    to = strtol(end + 2, NULL, 10);
    v = strtol(name, &end, 10);
    return end != name && v >= from && v <= to;
}

bool frame_is_year(const char *name)
{
    struct period_time t;
    const char *at = name + strcspn(name, "0123456789");
    char *end;
    long v = strtol(at, &end, 10);
    return end == at + 4 && v >= 1000 && v <= 2999 && period_times(&name, 1, &t);
}

/* "2015 [YR2015]" is 2015. */
const char *frame_period_label(struct frame *f, const char *name)
{
    const char *at = strstr(name, " [YR");
    return at ? arena_strndup(f->arena, name, (size_t)(at - name)) : name;
}

bool frame_is_period(struct frame *f, const char *name)
{
    const struct csv_names *p = &f->l->periods;
    const char *label = frame_period_label(f, name);
    for (size_t i = 0; label && i < p->n; i++) {
        bool range;
        if (in_range(p->v[i], label, &range) || (!range && frame_matches(f, p->v[i], label)))
            return true;
    }
    return label && p->n == 0 && frame_is_year(label);
}

/* Two digits: the second half of 2019/20. */
static bool is_second_half(const char *s, size_t n)
{
    return n == 2 && isdigit((unsigned char)s[0]) && isdigit((unsigned char)s[1]);
}

/* The part of a path at s, with what belongs to it: how long it is. */
static size_t part_length(struct frame *f, const char *s)
{
    const size_t n = strcspn(s, "/");
    const size_t next = s[n] ? strcspn(s + n + 1, "/") : 0;
    const char *part = arena_strndup(f->arena, s, n);
    return part && frame_is_period(f, part) && is_second_half(s + n + 1, next) ? n + 1 + next : n;
}

bool frame_nested(struct frame *f, const char *path, const char **period, const char **rest)
{
    struct str others = {0};
    bool one = false, fine = true;
    for (const char *s = path; fine && *s;) {
        const size_t n = part_length(f, s);
        const char *part = arena_strndup(f->arena, s, n);
        fine = part != NULL;
        if (fine && frame_is_period(f, part)) {
            fine = !one;
            one = true;
            *period = frame_period_label(f, part);
        } else if (fine) {
            str_printf(&others, "%s%s", others.n ? "/" : "", part);
        }
        s += n + (s[n] == '/');
    }
    fine = fine && one && *period && others.n && !others.failed;
    *rest = fine ? arena_strdup(f->arena, others.s) : NULL;
    str_fini(&others);
    return *rest != NULL;
}

bool frame_has_several(struct frame *f)
{
    const char *first = NULL, *period, *rest;
    for (size_t i = 0; i < f->n_columns; i++) {
        if (f->columns[i].role != FRAME_DATA ||
            !frame_nested(f, f->columns[i].name, &period, &rest))
            continue;
        if (first && strcmp(first, rest))
            return true;
        first = rest;
    }
    return false;
}
