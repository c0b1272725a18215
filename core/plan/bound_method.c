/* SPDX-License-Identifier: MIT */
/* Two bindings of a method, perhaps by two plans of one stock: methods are the same objects there,
   and files that parameters name the same files. */
#include <string.h>

#include "base/text.h"
#include "plan/stage_table.h"

/* Of two structs that the table fills. */
static bool same_values(const struct param_table *t, const void *a, const void *b)
{
    struct str x = {0}, y = {0};
    bool same = true;
    for (size_t k = 0; same && k < t->n; k++) {
        x.n = y.n = 0;
        param_print(param_at(t, k), a, &x);
        param_print(param_at(t, k), b, &y);
        same = !x.failed && !y.failed && x.n == y.n && (x.n == 0 || memcmp(x.s, y.s, x.n) == 0);
    }
    str_fini(&x);
    str_fini(&y);
    return same;
}

/* By the keys of the stage and those of the method: a new one of either counts by itself. */
bool bound_method_equal(const struct bound_method *a, const struct bound_method *b)
{
    struct stage_options options = b->options;
    struct param_table params;
    if (!a->method || a->method != b->method || a->n_parts != b->n_parts ||
        a->n_by_class != b->n_by_class)
        return false;
    options.method = a->options.method; /* whichever way they came to it */
    if (!same_values(stage_info((int)a->method->desc->stage)->keys, &a->options, &options))
        return false;
    for (size_t k = 0; k < a->n_parts; k++)
        if (!bound_method_equal(&a->parts[k], &b->parts[k]))
            return false;
    params = method_params(a->method->desc);
    for (size_t c = 0; c < a->n_by_class; c++)
        if (!same_values(&params, a->by_class[c], b->by_class[c]))
            return false;
    return same_values(&params, a->params, b->params);
}
