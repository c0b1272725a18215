/* SPDX-License-Identifier: MIT */
/* What is wrong with a profile, as it is told. */
#include "plan/problems.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "plan/plan_internal.h"

/* What is meant, where it is told, may be written so. */
static void wide_hint(const char *text, char hint[TEXT_HINT_MAX])
{
    const char *near = strstr(text, "did you mean"), *sign, *end;
    text_wide_hint(text, near ? (size_t)(near - text) : strlen(text), hint);
    sign = strchr(hint, '\'');
    end = sign ? strchr(sign + 1, '\'') : NULL;
    if (near && end && memmem(near, strlen(near), sign + 1, (size_t)(end - sign - 1)))
        *hint = '\0';
}

static void add(struct messages *to, const char *where, const char *section, const char *key,
                const char *fmt, va_list ap)
{
    struct error why;
    char hint[TEXT_HINT_MAX] = "";
    error_vset(&why, ERR_PROFILE, fmt, ap);
    wide_hint(why.text, hint);
    if (key && section)
        messages_add(to, ERR_PROFILE, "%s: [%s] %s: %s%s", where, section, key, why.text, hint);
    else if (section)
        messages_add(to, ERR_PROFILE, "%s: [%s]: %s%s", where, section, why.text, hint);
    else
        messages_add(to, ERR_PROFILE, "%s: %s%s", where, why.text, hint);
}

void problems_add(struct messages *to, const char *where, const char *section, const char *key,
                  const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add(to, where, section, key, fmt, ap);
    va_end(ap);
}

void plan_problem(struct plan *p, const char *where, const char *section, const char *key,
                  const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add(&p->problems, where, section, key, fmt, ap);
    va_end(ap);
}

void problems_add_formula(struct messages *to, int status, const struct formula *f,
                          const char *section, const char *text)
{
    const size_t head = strlen(f->where), n = strlen(f->name);
    if (strncmp(text, f->where, head) == 0 && strncmp(text + head, ": ", 2) == 0) {
        text += head + 2;
        if (strncmp(text, f->name, n) == 0 && strncmp(text + n, ": ", 2) == 0)
            text += n + 2;
    }
    if (section)
        messages_add(to, status, "%s: [%s] %s: %s", f->where, section, f->name, text);
    else
        messages_add(to, status, "%s: [indicator.%s] formula: %s", f->where, f->name, text);
}

const char *plan_hint(struct plan *p, const char *near)
{
    const char *text = near ? arena_printf(p->arena, "; did you mean %s?", near) : "";
    return text ? text : "";
}

/* ---- lists with full-width commas --------------------------------------------------------------
 */

#define WIDE_COMMA "，"

enum { DEPTH_MOST = 32 }; /* dimensions of dimensions */

/* Whether the id stands between commas of either kind. */
static bool is_part(const char *list, const char *id)
{
    const size_t length = strlen(id);
    for (const char *s = list; *s;) {
        const char *wide = strstr(s, WIDE_COMMA), *end = s + strcspn(s, ","), *next;
        end = wide && wide < end ? wide : end;
        next = end == wide ? end + sizeof WIDE_COMMA - 1 : *end ? end + 1 : end;
        s += strspn(s, " \t");
        while (end > s && strchr(" \t", end[-1]))
            end--;
        if ((size_t)(end - s) == length && strncmp(s, id, length) == 0)
            return true;
        s = next;
    }
    return false;
}

static bool is_meant(const struct plan *p, const char *id, int depth)
{
    for (size_t i = 0; depth < DEPTH_MOST && i < p->profile->n_sections; i++) {
        struct profile_section *s = &p->profile->sections[i];
        const char *dimension = section_id(s, "dimension");
        const bool index = strcmp(s->name, "index") == 0;
        const struct profile_key *k = index       ? profile_key(s, "dimensions")
                                      : dimension ? profile_key(s, "indicators")
                                                  : NULL;
        if (k && is_part(k->value, id) &&
            (strstr(k->value, WIDE_COMMA) || (dimension && is_meant(p, dimension, depth + 1))))
            return true;
    }
    return false;
}

bool plan_is_meant(const struct plan *p, const char *id)
{
    return is_meant(p, id, 0);
}
