/* SPDX-License-Identifier: MIT */
/* Uses a function that nobody has (linked without -z defs). */
#define BAD_NAME "undefined_symbol"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

int heng_test_no_such_function(int);

BAD_FUNCTION
{
    (void)heng_test_no_such_function(1);
    return sound_compute(c);
}

#include "body.h"
