/* SPDX-License-Identifier: MIT */
/* What a normalisation has found in its base: asked of whichever it is. */
#include "methods/normalise/normalise_internal.h"

static enum found found_nothing(const struct heng_column_call *c, struct normalise_given *to,
                                double room[4])
{
    normalise_found_line(to, room, 0, c->direction, 0, 1);
    return FOUND_ITSELF;
}

enum found normalise_found(const struct heng_method *m, const struct heng_column_call *c,
                           struct normalise_given *to, double room[4])
{
    static const struct {
        const struct heng_method *method;
        normalise_find *find;
    } known[] = {
        {&normalise_none, found_nothing},
        {&normalise_goalposts, normalise_found_goalposts},
        {&normalise_scaled, normalise_found_scaled},
        {&normalise_given_method, normalise_found_given},
        {&normalise_minmax, normalise_found_minmax},
        {&normalise_zscore, normalise_found_zscore},
        {&normalise_dist_target, normalise_found_target},
        {&normalise_dist_reference, normalise_found_reference},
        {&normalise_dist_max, normalise_found_max},
        {&normalise_fraction_max, normalise_found_fraction},
        {&normalise_sum, normalise_found_sum},
        {&normalise_initial_value, normalise_found_first},
        {&normalise_mean_value, normalise_found_mean},
        {&normalise_vector, normalise_found_vector},
        {&normalise_efficacy, normalise_found_efficacy},
        {&normalise_logistic, normalise_found_logistic},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].method == m)
            return known[i].find(c, to, room);
    return FOUND_NOTHING;
}
