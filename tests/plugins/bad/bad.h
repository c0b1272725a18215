/* SPDX-License-Identifier: MIT */
/*
 * A sound plugin that each misbehaving one spoils in one place: a file defines BAD_NAME and the
 * macros it wants to differ, includes this, and wanted.csv says what heng must
 * answer: tests/plugin/test_plugin.c loads them, tests/hostile/check_plugins.sh runs with them.
 */
#ifndef HENG_TESTS_BAD_H
#define HENG_TESTS_BAD_H

#include "heng.h"

#ifndef BAD_MAGIC
#define BAD_MAGIC HENG_MAGIC
#endif
#ifndef BAD_ABI
#define BAD_ABI HENG_ABI_MAJOR
#endif
#ifndef BAD_SIZE
#define BAD_SIZE sizeof(struct heng_plugin)
#endif
#ifndef BAD_TITLE
#define BAD_TITLE "双倍"
#endif
#ifndef BAD_FIRST_ID
#define BAD_FIRST_ID "twice"
#endif
#ifndef BAD_SECOND_ID
#define BAD_SECOND_ID "third"
#endif
#ifndef BAD_DIRECTION
#define BAD_DIRECTION HENG_POSITIVE
#endif
#ifndef BAD_WEIGHT
#define BAD_WEIGHT 1
#endif
#ifndef BAD_GOALPOSTS
#define BAD_GOALPOSTS NAN, NAN
#endif
#ifndef BAD_FORMULA
#define BAD_FORMULA "a * 2"
#endif
#ifndef BAD_INPUT
#define BAD_INPUT "a"
#endif
#ifndef BAD_N_INPUTS
#define BAD_N_INPUTS (sizeof inputs / sizeof *inputs)
#endif
#ifndef BAD_STRIDE
#define BAD_STRIDE sizeof(struct heng_indicator)
#endif
#ifndef BAD_N_INDICATORS
#define BAD_N_INDICATORS 2
#endif
#ifndef BAD_TYPE
#define BAD_TYPE HENG_REAL
#endif
#ifndef BAD_OFFSET
#define BAD_OFFSET 0
#endif
#ifndef BAD_KEY
#define BAD_KEY "scale"
#endif
#ifndef BAD_DEFAULT
#define BAD_DEFAULT "1"
#endif
#ifndef BAD_RANGE
#define BAD_RANGE 0, 10
#endif
#ifndef BAD_CHOICES
#define BAD_CHOICES NULL
#endif
#ifndef BAD_COUNTS
#define BAD_COUNTS 0, 0
#endif
#ifndef BAD_PARAMS_SIZE
#define BAD_PARAMS_SIZE 64
#endif
#ifndef BAD_DIMENSION_SIZE
#define BAD_DIMENSION_SIZE sizeof(struct heng_dimension)
#endif
#ifndef BAD_COMPUTE
#define BAD_COMPUTE sound_compute
#endif
#ifndef BAD_CALLED
#define BAD_CALLED BAD_NAME
#endif
#ifndef BAD_DIMENSIONS
#define BAD_DIMENSIONS dimensions
#endif
#ifndef BAD_METHODS
#define BAD_METHODS NULL
#endif
#ifndef BAD_ENTRY
#define BAD_ENTRY return &plugin;
#endif

/* Twice and a third of the first input. */
HENG_INLINE int sound_compute(struct heng_compute_call *c)
{
    for (size_t i = 0; i < c->n; i++) {
        c->out[0][i] = c->in[0][i] * 2;
        c->out[1][i] = c->in[0][i] / 3;
    }
    return HENG_OK;
}

#define BAD_FUNCTION static int BAD_COMPUTE(struct heng_compute_call *c)

#define BAD_CONSTRUCTOR static void __attribute__((constructor)) at_load(void)

#endif
