/* SPDX-License-Identifier: MIT */
/* What a treatment has found in its base: asked of whichever it is. */
#include <math.h>

#include "methods/treat/treat_internal.h"

enum found treat_found(const struct heng_method *m, const struct heng_column_call *c,
                       struct treat_given *to)
{
    static const struct {
        const struct heng_method *method;
        enum found (*find)(const struct heng_column_call *c, struct treat_given *to);
    } known[] = {
        {&treat_none, NULL},
        {&treat_given_method, treat_found_given},
        {&treat_winsorise, treat_found_winsorise},
        {&treat_log, treat_found_log},
        {&treat_winsorise_quantile, treat_found_quantile},
        {&treat_boxcox, treat_found_boxcox},
    };
    *to = (struct treat_given){.lower = NAN, .upper = NAN};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].method == m)
            return known[i].find ? known[i].find(c, to) : FOUND_ITSELF;
    return FOUND_NOTHING;
}
