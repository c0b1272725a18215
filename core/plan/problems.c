/* SPDX-License-Identifier: MIT */
/* What is wrong with a profile, as it is told. */
#include <stdarg.h>

#include "plan/plan_internal.h"

void plan_problem(struct plan *p, const char *where, const char *section, const char *key,
                  const char *fmt, ...)
{
    struct error why;
    va_list ap;
    va_start(ap, fmt);
    error_vset(&why, ERR_PROFILE, fmt, ap);
    va_end(ap);
    if (key && section)
        messages_add(&p->problems, ERR_PROFILE, "%s: [%s] %s: %s", where, section, key, why.text);
    else if (section)
        messages_add(&p->problems, ERR_PROFILE, "%s: [%s]: %s", where, section, why.text);
    else
        messages_add(&p->problems, ERR_PROFILE, "%s: %s", where, why.text);
}

const char *plan_hint(struct plan *p, const char *near)
{
    const char *text = near ? arena_printf(p->arena, "; did you mean %s?", near) : "";
    return text ? text : "";
}
