/* SPDX-License-Identifier: MIT */
/* The source ods: a whole file where the input begins with PK, else its content.xml. */
#include "../../plugins/sources/ods.c"
#include "../../plugins/sources/package.c"
#include "../../plugins/sources/sheet.c"

#include "fuzz_source.h"
#include "report/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str file = {0};
    struct error e;
    struct zip_writer *z;
    if (size > 2 && memcmp(data, "PK", 2) == 0) {
        source_read(&ods, (const char *)data, size);
        return 0;
    }
    z = zip_begin(&file, &e);
    REQUIRE(z != NULL);
    zip_add(z, "content.xml", (const char *)data, size);
    REQUIRE(zip_end(z, &e) == 0);
    source_read(&ods, file.s, file.n);
    str_fini(&file);
    return 0;
}
