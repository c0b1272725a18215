/* SPDX-License-Identifier: MIT */
/* Texts and numbers as JSON has them. */
#include "report/json.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

void json_text(struct str *out, const char *s)
{
    const size_t n = strlen(s);
    str_add(out, "\"");
    for (size_t i = 0, bytes; i < n; i += bytes) {
        uint32_t c = 0;
        bytes = text_decode(s + i, n - i, &c);
        if (!bytes || (text_is_control(c) && c != '\n' && c != '\t')) {
            str_add(out, "\xef\xbf\xbd");
            bytes = bytes ? bytes : 1;
        } else if (c == '"' || c == '\\') {
            str_printf(out, "\\%c", (int)c);
        } else if (c < 0x20) {
            str_printf(out, "\\u%04x", c);
        } else {
            str_add_bytes(out, s + i, bytes);
        }
    }
    str_add(out, "\"");
}

void json_number(struct str *out, double v)
{
    char text[NUMBER_TEXT_MAX];
    if (!isfinite(v)) {
        str_add(out, "null");
        return;
    }
    number_format(v, text);
    str_add(out, text);
}
