/* SPDX-License-Identifier: MIT */
/* Two bindings of a method, perhaps by two plans of one stock: methods are the same objects there,
   and files that parameters name the same files. */
#include <string.h>

#include "base/text.h"
#include "plan/tree.h"

static bool same_params(const struct bound_method *a, const struct bound_method *b)
{
    const struct param_table t = method_params(a->method->desc);
    struct str x = {0}, y = {0};
    bool same = true;
    for (size_t k = 0; same && k < t.n; k++) {
        x.n = y.n = 0;
        param_print(param_at(&t, k), a->params, &x);
        param_print(param_at(&t, k), b->params, &y);
        same = !x.failed && !y.failed && x.n == y.n && (x.n == 0 || memcmp(x.s, y.s, x.n) == 0);
    }
    str_fini(&x);
    str_fini(&y);
    return same;
}

bool bound_method_equal(const struct bound_method *a, const struct bound_method *b)
{
    if (!a->method || a->method != b->method || a->n_parts != b->n_parts ||
        !stage_options_equal(&a->options, &b->options))
        return false;
    for (size_t k = 0; k < a->n_parts; k++)
        if (!bound_method_equal(&a->parts[k], &b->parts[k]))
            return false;
    return same_params(a, b);
}
