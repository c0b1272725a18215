/* SPDX-License-Identifier: MIT */
/* Behaves: an optional input, parameters of each type, codes and periods, a remark. */
#define BAD_NAME "good"
#include <string.h>

#include "heng.h"

enum rounding { ROUND_NONE, ROUND_DOWN };

struct options {
    int flag, choice;
    int64_t whole;
    double real;
    const char *text;
    struct heng_reals reals;
    struct heng_names names;
};

static const struct heng_param params[] = {
    HENG_PARAM_FLAG(struct options, flag, "yes", "Whether to add one."),
    HENG_PARAM_CHOICE(struct options, choice, "none", "none|down", "Rounding."),
    HENG_PARAM_INT(struct options, whole, "2", 1, 9, NULL, "A factor."),
    HENG_PARAM_REAL(struct options, real, "0.5", 0, 1, "per cent", "An addend."),
    HENG_PARAM_TEXT(struct options, text, "word", "Its length is added."),
    HENG_PARAM_REALS(struct options, reals, "1, 2.5", HENG_NO_MIN, HENG_NO_MAX, 1, 3, NULL,
                     "All are added."),
    HENG_PARAM_NAMES(struct options, names, "x, y", 0, 0, "Their number is added."),
    {"must", HENG_REAL, offsetof(struct options, real), NULL, HENG_NO_MIN, HENG_NO_MAX, NULL, 0, 0,
     NULL, "Has no default."},
};

static const struct heng_input inputs[] = {
    {"a", "1", "甲", "A", 0},
    {"b", "1", "乙", "B", 1},
};

static const struct heng_indicator indicators[] = {
    {"sum", "合计", "Sum", "1", HENG_POSITIVE, "whole * a + b", "the tests", 1, 0, 100},
};

static int compute(struct heng_compute_call *c)
{
    const struct options *o = c->params;
    double add = o->real + (double)o->flag + (double)strlen(o->text) + (double)o->names.n;
    if (!HENG_HAS(c, period) || strcmp(c->codes[0], "u0") != 0)
        return heng_refuse(c, "the first unit is %s in period '%s'", c->codes[0], c->period);
    for (size_t i = 0; i < o->reals.n; i++)
        add += o->reals.v[i];
    for (size_t i = 0; i < c->n; i++)
        c->out[0][i] = (double)o->whole * c->in[0][i] + (c->in[1] ? c->in[1][i] : 0) + add;
    if (!c->in[1])
        heng_warn(c, 0, "no column b: taken as %d", 0);
    return HENG_OK;
}

static const struct heng_dimension dimension = {
    sizeof dimension,
    "part",
    "部分",
    "Part",
    "A part of a test.",
    HENG_ARRAY(inputs),
    HENG_ARRAY(indicators),
    HENG_PARAMS(params, struct options),
    compute,
};

static const struct heng_dimension *const dimensions[] = {&dimension, NULL};

static const struct heng_plugin plugin = {
    HENG_PLUGIN_HEAD, BAD_NAME, "1.0", "MIT", dimensions, NULL,
};

HENG_EXPORT const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)
{
    return host->abi_major == HENG_ABI_MAJOR && HENG_HAS(host, version) ? &plugin : NULL;
}
