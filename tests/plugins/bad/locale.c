/* SPDX-License-Identifier: MIT */
/* Changes the locale in compute. */
#define BAD_NAME "locale"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <locale.h>

BAD_FUNCTION
{
    setlocale(LC_ALL, "C.UTF-8");
    return sound_compute(c);
}

#include "body.h"
