/* SPDX-License-Identifier: MIT */
/* Brings a method of no stage. */
#define BAD_NAME "bad_stage"
#define BAD_METHODS methods
#include "bad.h"

static int copy(struct heng_column_call *c)
{
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = c->x[i];
    return HENG_OK;
}

static const struct heng_method method = {
    sizeof method,  12,          "copied",
    "复制",         "Copied",    "A method of a test.",
    "y = x",        "the tests", "NaN stays NaN.",
    HENG_NO_PARAMS, NULL,        copy,
    NULL,           NULL,        0,
    NULL,           NULL,        NULL,
};

static const struct heng_method *const methods[] = {&method, NULL};

#include "body.h"
