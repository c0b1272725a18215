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
