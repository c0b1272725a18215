/* SPDX-License-Identifier: MIT */
/* The look at a shared object before any of its code runs: on any bytes, a verdict and a reason. */
#include "fuzz.h"
#include "plugin/plugin_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error e = {0};
    int status = plugin_elf_check(data, size, &e);

    if (status != OK)
        fuzz_check_error(status, &e);
    return 0;
}
