/* SPDX-License-Identifier: MIT */
/* Made for a later minor of the ABI: every struct has grown, and heng must not mind. */
#include "heng.h"

struct newer_input {
    struct heng_input known;
    const char *more[2];
};

struct newer_indicator {
    struct heng_indicator known;
    double more;
};

struct newer_dimension {
    struct heng_dimension known;
    const char *more;
};

struct newer_plugin {
    struct heng_plugin known;
    const char *more;
};

static const struct newer_input inputs[] = {
    {{"a", "1", "甲", "A", 0}, {"x", "y"}},
    {{"b", "1", "乙", "B", 0}, {"x", "y"}},
};

static const struct newer_indicator indicators[] = {
    {{"sum", "和", "Sum", "1", 1, "a + b", "the tests", 1, NAN, NAN}, 1},
    {{"difference", "差", "Difference", "1", -1, "a - b", "the tests", 3, NAN, NAN}, 2},
};

static int compute(struct heng_compute_call *c)
{
    for (size_t i = 0; i < c->n; i++) {
        c->out[0][i] = c->in[0][i] + c->in[1][i];
        c->out[1][i] = c->in[0][i] - c->in[1][i];
    }
    return HENG_OK;
}

static const struct newer_dimension dimension = {
    {sizeof dimension, "part", "部分", "Part", "A part of a test.", &inputs[0].known, 2,
     sizeof *inputs, &indicators[0].known, 2, sizeof *indicators, HENG_NO_PARAMS, compute},
    "more",
};

static const struct heng_dimension *const dimensions[] = {&dimension.known, NULL};

static const struct newer_plugin plugin = {
    {HENG_MAGIC, HENG_ABI_MAJOR, sizeof plugin, "newer", "9.0", "MIT", dimensions, NULL},
    "more",
};

HENG_EXPORT const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)
{
    (void)host;
    return &plugin.known;
}
