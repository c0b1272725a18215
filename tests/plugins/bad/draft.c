/* SPDX-License-Identifier: MIT */
/* Brings an analysis, which is a draft. */
#define BAD_NAME "draft"
#define BAD_METHODS methods
#include "bad.h"
#include "heng_draft.h"

static int look(struct heng_analyse_call *c)
{
    return heng_refuse(c, "nothing is looked at");
}

static const struct heng_field fields[] = {{"n", 0, NULL, "units"}};

static const struct heng_analysis analysis = {
    sizeof analysis,
    look,
    HENG_DATA_RAW,
    HENG_ARRAY(fields),
};

static const struct heng_method method = {
    .size = sizeof method,
    .stage = HENG_ANALYSE,
    .name = "looked",
    .title_zh = "看",
    .title_en = "Looked",
    .summary = "A method of a test.",
    .formula = "none",
    .source = "the tests",
    .domain = "NaN stays NaN.",
    .analysis = &analysis,
};

static const struct heng_method *const methods[] = {&method, NULL};

#include "body.h"
