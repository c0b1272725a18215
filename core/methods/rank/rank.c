/* SPDX-License-Identifier: MIT */
/*
 * Ranks of n scores: 1 is the best, which is the highest.
 *
 *     min      1 + number of higher scores               (1 2 2 4)
 *     max      number of scores as high or higher        (1 3 3 4)
 *     average  the mean of min and max                   (1 2.5 2.5 4)
 *     dense    1 + number of different higher scores     (1 2 2 3)
 *
 * Source: OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 83-84 (ranking).
 * Ranks are taken from unrounded scores; equal means the same number. NaN is not ranked. All equal:
 * all share one rank. One unit: rank 1.
 */
#include "methods/reason.h"
#include "methods/registry.h"
#include "methods/sources.h"
#include "stats/stats.h"

struct rank_params {
    int ties; /* enum ties */
};

static const struct heng_param rank_table[] = {
    HENG_PARAM_CHOICE(struct rank_params, ties, "min", "min|average|max|dense",
                      "the rank that equal scores share"),
};

static size_t scratch_thrice(size_t n, size_t m)
{
    (void)m;
    return 3 * n;
}

static int rank_scores(struct heng_rank_call *c)
{
    const struct rank_params *p = c->params;
    double *negated = c->scratch;
    if (stats_count(c->x, c->n) == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no values");
    for (size_t i = 0; i < c->n; i++)
        negated[i] = -c->x[i];
    stats_rank(negated, c->n, (enum ties)p->ties, c->y, c->scratch + c->n);
    return HENG_OK;
}

static const struct heng_method rank = {
    .size = sizeof(struct heng_method),
    .stage = HENG_RANK,
    .name = "rank",
    .title_zh = "排名",
    .title_en = "Rank",
    .summary = "Ranks the scores; 1 is the highest.",
    .formula = "1 + number of higher scores; ties = min, average, max or dense",
    .source = SOURCE_OECD_HANDBOOK ", pp. 83-84",
    .domain = "NaN is not ranked; equal scores share a rank; one unit has rank 1; no scores: "
              "undefined.",
    .params = HENG_PARAMS(rank_table, struct rank_params),
    .scratch = scratch_thrice,
    .rank = rank_scores,
};

const struct heng_method *const rank_methods[] = {&rank, NULL};
