/* SPDX-License-Identifier: MIT */
/* Loads further objects for all to see. */
#define BAD_NAME "loads_more"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

#include <dlfcn.h>

BAD_FUNCTION
{
    if (!dlopen("libm.so.6", RTLD_NOW | RTLD_GLOBAL))
        return heng_refuse(c, "the system's own library cannot be loaded");
    return sound_compute(c);
}

#include "body.h"
