/* SPDX-License-Identifier: MIT */
/* JSON as it is written: strings escaped, numbers in their shortest exact form, NaN as null. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "output/manifest_internal.h"
#include "output/manifest_json_internal.h"

static void indent(struct json *j)
{
    fputs_unlocked(j->first ? "\n" : ",\n", j->f);
    for (int i = 0; i < j->depth; i++)
        putc_unlocked(' ', j->f);
    j->first = false;
}

/* What drives or fools a terminal is escaped; so is a byte that is not UTF-8, as the character
   MANIFEST_BYTE + byte, and, byte by byte, a character that would be read back as one. */
static void put_odd(struct json *j, const char *s, size_t length, uint32_t c)
{
    const bool is_byte = length == 0 || is_manifest_byte(c);
    for (size_t i = 0; is_byte && i < (length ? length : 1); i++)
        fprintf(j->f, "\\u%04x", (unsigned)MANIFEST_BYTE + (unsigned char)s[i]);
    if (!is_byte && text_is_control(c))
        fprintf(j->f, "\\u%04x", (unsigned)c);
    else if (!is_byte)
        fwrite_unlocked(s, 1, length, j->f);
}

static void put_string(struct json *j, const char *s)
{
    const char *end = s ? s + strlen(s) : NULL;
    putc_unlocked('"', j->f);
    while (s && s < end) {
        unsigned char c = (unsigned char)*s;
        uint32_t wide;
        size_t length = 1;
        if (c == '"' || c == '\\')
            fprintf(j->f, "\\%c", c);
        else if (c >= 0x20 && c < 0x7f)
            putc_unlocked(c, j->f);
        else {
            length = text_decode(s, (size_t)(end - s), &wide);
            put_odd(j, s, length, wide);
        }
        s += length ? length : 1;
    }
    putc_unlocked('"', j->f);
}

static void put_key(struct json *j, const char *key)
{
    indent(j);
    if (!key)
        return;
    put_string(j, key);
    fputs_unlocked(": ", j->f);
}

void manifest_open(struct json *j, const char *key, char bracket)
{
    put_key(j, key);
    putc_unlocked(bracket, j->f);
    j->first = true;
    j->depth++;
}

void manifest_close(struct json *j, char bracket)
{
    j->depth--;
    if (!j->first) {
        putc_unlocked('\n', j->f);
        for (int i = 0; i < j->depth; i++)
            putc_unlocked(' ', j->f);
    }
    putc_unlocked(bracket, j->f);
    j->first = false;
}

void manifest_text(struct json *j, const char *key, const char *value)
{
    put_key(j, key);
    put_string(j, value);
}

void manifest_number(struct json *j, const char *key, double value)
{
    char digits[NUMBER_TEXT_MAX];
    put_key(j, key);
    if (isfinite(value))
        number_format(value, digits);
    fputs_unlocked(isfinite(value) ? digits : "null", j->f);
}

void manifest_boolean(struct json *j, const char *key, bool value)
{
    put_key(j, key);
    fputs_unlocked(value ? "true" : "false", j->f);
}
