/* SPDX-License-Identifier: MIT */
/* The source xls: a whole file where the input begins as one, else the workbook's stream in it. */
#include "../../plugins/sources/format.c"
#include "../../plugins/sources/sheet.c"
#include "../../plugins/sources/xls.c"
#include "../../plugins/sources/xls_book.c"
#include "../../plugins/sources/xls_cells.c"
#include "../../plugins/sources/xls_file.c"
#include "../../plugins/sources/xls_text.c"

#include "fuzz_source.h"

static void read_stream(const uint8_t *data, size_t size)
{
    const struct sheet_options options = {"", 1};
    struct seen seen = {0};
    char why[512] = "";
    struct heng_read_call c = source_call(&seen, &options, why, sizeof why);
    struct xls x = {.call = &c, .code_page = (iconv_t)-1, .n = size};
    x.stream = malloc(size + 1);
    REQUIRE(x.stream != NULL);
    memcpy(x.stream, data, size);
    REQUIRE((xls_book(&x) && read_sheet(&x)) || *why);
    xls_fini(&x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 2 && memcmp(data, "\xd0\xcf", 2) == 0)
        source_read(&xls, (const char *)data, size);
    else
        read_stream(data, size);
    return 0;
}
