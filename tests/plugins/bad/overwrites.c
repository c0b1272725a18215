/* SPDX-License-Identifier: MIT */
/* Brings an imputation that changes values that are present. */
#define BAD_NAME "overwrites"
#define BAD_METHODS methods
#include "bad.h"

static int move(struct heng_column_call *c)
{
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = c->x[i] + (i == 0);
    return HENG_OK;
}

static const struct heng_method method = {
    sizeof method,  HENG_IMPUTE, "moved",
    "移动",         "Moved",     "A method of a test.",
    "y = x + 1",    "the tests", "NaN stays NaN.",
    HENG_NO_PARAMS, NULL,        move,
    NULL,           NULL,        0,
    NULL,           NULL,        NULL,
};

static const struct heng_method *const methods[] = {&method, NULL};

#include "body.h"
