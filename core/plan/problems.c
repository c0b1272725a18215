/* SPDX-License-Identifier: MIT */
/* What is wrong with a profile, as it is told. */
#include "plan/problems.h"

#include <stdarg.h>

#include "plan/plan_internal.h"

static void add(struct messages *to, const char *where, const char *section, const char *key,
                const char *fmt, va_list ap)
{
    struct error why;
    error_vset(&why, ERR_PROFILE, fmt, ap);
    if (key && section)
        messages_add(to, ERR_PROFILE, "%s: [%s] %s: %s", where, section, key, why.text);
    else if (section)
        messages_add(to, ERR_PROFILE, "%s: [%s]: %s", where, section, why.text);
    else
        messages_add(to, ERR_PROFILE, "%s: %s", where, why.text);
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

const char *plan_hint(struct plan *p, const char *near)
{
    const char *text = near ? arena_printf(p->arena, "; did you mean %s?", near) : "";
    return text ? text : "";
}
