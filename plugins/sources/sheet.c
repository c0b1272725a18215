/* SPDX-License-Identifier: MIT */
/* Names of sheets and cells, as all workbooks have them. */
#include "sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* s against a pattern in which * stands for any text. */
static bool fits(const char *pattern, const char *s)
{
    const char *star = NULL, *from = s;
    while (*s) {
        if (*pattern == '*') {
            star = pattern++;
            from = s;
        } else if (*pattern == *s) {
            pattern++;
            s++;
        } else if (star) {
            pattern = star + 1;
            s = ++from;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

bool sheet_is_decimal(const char *s)
{
    return s[strspn(s, "+-0123456789.eE")] == '\0';
}

/* Up to 15 digits and a power of ten up to 22 are exact in a double, and so is one division of
   them: W. D. Clinger, "How to read floating point numbers accurately", 1990. false: it is no such
   number. */
static bool short_decimal(const char *s, double *v)
{
    static const double tens[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const bool negative = *s == '-';
    uint64_t digits = 0;
    size_t n = 0, behind = 0;
    for (s += negative; *s >= '0' && *s <= '9'; s++, n++)
        digits = digits * 10 + (uint64_t)(*s - '0');
    if (n > 0 && *s == '.')
        for (s++; *s >= '0' && *s <= '9' && n < 16; s++, n++, behind++)
            digits = digits * 10 + (uint64_t)(*s - '0');
    if (*s || n == 0 || n > 15)
        return false;
    *v = (double)digits / tens[behind];
    *v = negative ? -*v : *v;
    return true;
}

bool sheet_decimal(const char *s, double *v)
{
    char *end;
    if (short_decimal(s, v))
        return true;
    if (!sheet_is_decimal(s))
        return false;
    *v = strtod(s, &end);
    return end != s && !*end;
}

double sheet_percent(double v)
{
    char text[32];
    snprintf(text, sizeof text, "%.15g", v * 100);
    return strtod(text, NULL);
}

static bool is_number(const char *s)
{
    return *s && strlen(s) < 8 && strspn(s, "0123456789") == strlen(s);
}

bool sheet_is_meant(const char *option, const char *name, size_t number)
{
    if (strcmp(option, name) == 0)
        return true;
    if (is_number(option))
        return strtoul(option, NULL, 10) == number;
    return strchr(option, '*') && fits(option, name);
}

void sheet_offer(struct sheet_choice *k, const char *name, bool hidden)
{
    bool is_meant = *k->option ? sheet_is_meant(k->option, name, k->n + 1) : !hidden;
    if (is_meant && k->n_meant++ == 0)
        k->meant = k->n;
    if (k->n < 8 && k->names_n < sizeof k->names)
        k->names_n += (size_t)snprintf(k->names + k->names_n, sizeof k->names - k->names_n,
                                       "%s%zu %s", k->n ? ", " : "", k->n + 1, name);
    k->n++;
}

bool sheet_chosen(const struct sheet_choice *k, char *why, size_t size)
{
    const char *more = k->n > 8 ? " ..." : "";
    if (k->n_meant == 1)
        return true;
    if (*k->option)
        snprintf(why, size, "sheet = %.100s: %s; there are %s%s", k->option,
                 k->n_meant ? "more than one fits" : "no such sheet", k->names, more);
    else
        snprintf(why, size, "%s; say which by sheet = NUMBER or NAME: there are %s%s",
                 k->n_meant ? "more than one sheet" : "only hidden sheets", k->names, more);
    return false;
}

bool sheet_reference(const char *s, uint32_t *row, uint32_t *column)
{
    uint32_t r = 0, c = 0;
    for (; (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z'); s++)
        if ((c = c * 26 + ((uint32_t)(*s | 0x20) - 'a') + 1) > SHEET_COLUMNS_MAX)
            return false;
    for (; *s >= '0' && *s <= '9'; s++)
        if ((r = r * 10 + (uint32_t)(*s - '0')) > SHEET_ROWS_MAX)
            return false;
    if (*s || r == 0 || c == 0)
        return false;
    *row = r - 1;
    *column = c - 1;
    return true;
}

void sheet_address(uint32_t row, uint32_t column, char *s, size_t size)
{
    char letters[8];
    size_t n = sizeof letters - 1;
    letters[n] = '\0';
    for (uint64_t c = (uint64_t)column + 1; c > 0 && n > 0; c = (c - 1) / 26)
        letters[--n] = (char)('A' + (c - 1) % 26);
    snprintf(s, size, "%s%lu", letters + n, row + 1UL);
}
