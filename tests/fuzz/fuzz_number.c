/* SPDX-License-Identifier: MIT */
/*
 * Numbers. As text: what number_parse takes is what the grammar below takes, with the bits of
 * strtod. As bits: what number_format writes reads back, is no longer than it need be, and
 * number_format_fixed agrees with rounding the exact decimal expansion by hand.
 */
#include <math.h>

#include "base/number.h"
#include "fuzz.h"

enum { TEXT_MAX = 4000, EXPANSION = 1400 };

static size_t digits(const char *s)
{
    return strspn(s, "0123456789");
}

static bool is_number(const char *s)
{
    size_t whole, part = 0;

    s += *s == '-' || *s == '+';
    whole = digits(s);
    s += whole;
    if (*s == '.') {
        part = digits(s + 1);
        if (!part)
            return false;
        s += 1 + part;
    }
    if (!whole && !part)
        return false;
    if (*s == 'e' || *s == 'E') {
        s++;
        s += *s == '-' || *s == '+';
        if (!digits(s))
            return false;
        s += digits(s);
    }
    return !*s;
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void check_text(const char *s, size_t n)
{
    double v = 1.5, want = strtod(s, NULL);
    bool lawful = strlen(s) == n && is_number(s) && isfinite(want);

    REQUIRE(number_parse(s, n, &v) == lawful);
    REQUIRE(same_bits(v, lawful ? want : 1.5));
}

static size_t significant(const char *s)
{
    size_t n = 0, zeros = 0;

    for (; *s && *s != 'e'; s++) {
        if (*s < '0' || *s > '9' || (n == 0 && *s == '0'))
            continue;
        n++;
        zeros = *s == '0' ? zeros + 1 : 0;
    }
    return n - zeros;
}

static void check_format(double v)
{
    char text[NUMBER_TEXT_MAX], shorter[64];
    double back = 1.5;
    size_t n = number_format(v, text), m;

    REQUIRE(n < NUMBER_TEXT_MAX && strlen(text) == n);
    if (!isfinite(v)) {
        REQUIRE(n == 0);
        return;
    }
    REQUIRE(number_parse(text, n, &back));
    REQUIRE(same_bits(back, v == 0 ? 0.0 : v));
    m = significant(text);
    REQUIRE(m <= 17);
    if (m < 2)
        return;
    snprintf(shorter, sizeof shorter, "%.*e", (int)m - 2, v);
    REQUIRE(strtod(shorter, NULL) != v);
}

/* Adds one to the last digit of "123.45"; the text has room for one more in front. */
static void carry(char *text)
{
    size_t i = strlen(text);

    while (i-- > 0) {
        if (text[i] == '.')
            continue;
        if (text[i] != '9') {
            text[i]++;
            return;
        }
        text[i] = '0';
    }
    memmove(text + 1, text, strlen(text) + 1);
    text[0] = '1';
}

static void check_fixed(double v, int decimals)
{
    char text[NUMBER_TEXT_MAX], exact[EXPANSION], *want = exact + 1;
    size_t n = number_format_fixed(v, decimals, text), point;
    char next;

    REQUIRE(n < NUMBER_TEXT_MAX && strlen(text) == n);
    if (!isfinite(v) || fabs(v) >= 1e15)
        return;
    snprintf(want, sizeof exact - 1, "%.*f", 1100, fabs(v)); /* no double has more decimals */
    point = strcspn(want, ".");
    next = want[point + 1 + (size_t)decimals];
    want[point + (decimals ? 1 + (size_t)decimals : 0)] = '\0';
    if (next >= '5')
        carry(want);
    if (v < 0 && strpbrk(want, "123456789")) {
        *--want = '-';
    }
    REQUIRE(strcmp(text, want) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[TEXT_MAX + 1];
    double v;
    size_t n = size < TEXT_MAX ? size : TEXT_MAX;

    memcpy(text, data, n);
    text[n] = '\0';
    check_text(text, n);
    if (size < sizeof v)
        return 0;
    memcpy(&v, data, sizeof v);
    check_format(v);
    check_fixed(v, size > sizeof v ? data[sizeof v] % 13 : 2);
    return 0;
}
