/* SPDX-License-Identifier: MIT */
/* What the plugins of this folder share: saying why, and reading a list parameter. */
#ifndef HENG_PLUGINS_METHODS_METHOD_H
#define HENG_PLUGINS_METHODS_METHOD_H

#include <stdarg.h>
#include <stdio.h>

#include "heng.h"

/* Puts the text in why and returns the answer. */
static int answer(char *why, size_t size, int value, const char *fmt, ...) HENG_PRINTF(4, 5);

static int answer(char *why, size_t size, int value, const char *fmt, ...)
{
    va_list ap;
    if (!why || size == 0)
        return value;
    va_start(ap, fmt);
    vsnprintf(why, size, fmt, ap);
    va_end(ap);
    return value;
}

/* The value of column j in a list that has one value, or one a column. */
HENG_INLINE double of_list(const struct heng_reals *list, size_t j)
{
    return list->v[list->n == 1 ? 0 : j];
}

HENG_INLINE const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* Is there a value in column j? If not, a warning: its weight is 0. */
HENG_INLINE int has_values(struct heng_weigh_call *c, size_t j)
{
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->x[j][i]))
            return 1;
    if (c->warn)
        c->warn(c, j, "no values: weight 0");
    return 0;
}

/* Divides what is in w (finite, >= 0) by its sum; HENG_UNDEFINED when that is 0. */
HENG_INLINE int finish_weights(struct heng_weigh_call *c)
{
    double top = 0, total = 0;
    for (size_t j = 0; j < c->m; j++)
        top = fmax(top, c->w[j]);
    if (!(top > 0))
        return answer(c->why, c->why_size, HENG_UNDEFINED, "every column has weight 0");
    for (size_t j = 0; j < c->m; j++)
        total += c->w[j] / top;
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = c->w[j] / top / total;
    return HENG_OK;
}

/* The four members of a struct heng_method that carry its parameters. */
#define METHOD_PARAMS(a, type)                                                                     \
    .params = (a), .n_params = sizeof(a) / sizeof(*(a)), .param_stride = sizeof(*(a)),             \
    .params_size = sizeof(type)

/* What is left to write of a plugin with methods and nothing else. */
#define METHODS_PLUGIN(NAME, LICENCE, ...)                                                         \
    static const struct heng_method *const NAME##_methods[] = {__VA_ARGS__, NULL};                 \
    static const struct heng_plugin NAME##_plugin = {                                              \
        HENG_PLUGIN_HEAD, #NAME, "1.0.0", LICENCE, NULL, NAME##_methods, NULL, NULL};              \
    const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)                      \
    {                                                                                              \
        (void)host;                                                                                \
        return &NAME##_plugin;                                                                     \
    }                                                                                              \
    typedef int heng_end_of_plugin

#endif
