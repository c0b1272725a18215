/* SPDX-License-Identifier: MIT */
/*
 * heng_method.h: what authors of methods would else write again. Inlined into the plugin; nothing
 * of it is part of the ABI.
 *
 *     #include <heng_method.h>
 *
 *     static int weigh(struct heng_weigh_call *c)
 *     {
 *         for (size_t j = 0; j < c->m; j++)
 *             c->w[j] = heng_has_values(c, j) ? c->given[j] : 0;
 *         return heng_finish_weights(c);
 *     }
 *     static const struct heng_method nominal = {
 *         .size = sizeof nominal,
 *         ...
 *         .params = HENG_NO_PARAMS,
 *         .weigh = weigh,
 *     };
 *     HENG_METHODS_PLUGIN(nominal, "1.0.0", "MIT", &nominal);
 */
#ifndef HENG_METHOD_H
#define HENG_METHOD_H

#include "heng.h"

#ifdef __cplusplus
extern "C" {
#endif

/* return heng_undefined(c, "the column is constant"); the run goes on without a value. */
#define heng_undefined(c, ...) heng_answer((c)->why, (c)->why_size, HENG_UNDEFINED, __VA_ARGS__)

/* Something worth knowing of a call that succeeds: return heng_note(c, "3 values drawn in"); */
#define heng_note(c, ...) heng_answer((c)->why, (c)->why_size, HENG_OK, __VA_ARGS__)

/* All that is left to write of a plugin NAME.so with these methods and no dimension. */
#define HENG_METHODS_PLUGIN(NAME, VERSION, LICENCE, ...)                                           \
    static const struct heng_method *const NAME##_methods[] = {__VA_ARGS__, NULL};                 \
    HENG_PLUGIN_OF(NAME, VERSION, LICENCE, NULL, NAME##_methods)

/* "s" but for one: "%zu value%s", n, heng_plural(n). */
HENG_INLINE const char *heng_plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* The value of column j in a list that has one value, or one a column. */
HENG_INLINE double heng_of_list(const struct heng_reals *list, size_t j)
{
    return list->v[list->n == 1 ? 0 : j];
}

/* Is there a value in column j? If not, a warning: its weight is 0. */
HENG_INLINE int heng_has_values(struct heng_weigh_call *c, size_t j)
{
    for (size_t i = 0; i < c->n; i++)
        if (!isnan(c->x[j][i]))
            return 1;
    heng_warn(c, j, "no values: weight 0");
    return 0;
}

/* Divides what is in w (finite, >= 0) by its sum; HENG_UNDEFINED when that is 0. */
HENG_INLINE int heng_finish_weights(struct heng_weigh_call *c)
{
    double top = 0, total = 0;
    for (size_t j = 0; j < c->m; j++)
        top = fmax(top, c->w[j]);
    if (!(top > 0))
        return heng_undefined(c, "every column has weight 0");
    for (size_t j = 0; j < c->m; j++)
        total += c->w[j] / top;
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = c->w[j] / top / total;
    return HENG_OK;
}

#ifdef __cplusplus
}
#endif

#endif
