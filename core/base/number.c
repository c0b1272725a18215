/* SPDX-License-Identifier: MIT */
/* Numbers from text, rounded correctly, and the shortest text of a number. */
#include "base/number.h"

#include <endian.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

/* ---- reading ------------------------------------------------------------- */

/* No double lies nearer to the middle of two others than 767 digits can tell. */
enum { DIGITS_EXACT = 19, DIGITS_KEPT = 800 };

static const int64_t exponent_limit = INT64_C(1000000000000000);

static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static const uint64_t fives[] = {UINT64_C(1),
                                 UINT64_C(5),
                                 UINT64_C(25),
                                 UINT64_C(125),
                                 UINT64_C(625),
                                 UINT64_C(3125),
                                 UINT64_C(15625),
                                 UINT64_C(78125),
                                 UINT64_C(390625),
                                 UINT64_C(1953125),
                                 UINT64_C(9765625),
                                 UINT64_C(48828125),
                                 UINT64_C(244140625),
                                 UINT64_C(1220703125),
                                 UINT64_C(6103515625),
                                 UINT64_C(30517578125),
                                 UINT64_C(152587890625),
                                 UINT64_C(762939453125),
                                 UINT64_C(3814697265625),
                                 UINT64_C(19073486328125),
                                 UINT64_C(95367431640625),
                                 UINT64_C(476837158203125),
                                 UINT64_C(2384185791015625),
                                 UINT64_C(11920928955078125),
                                 UINT64_C(59604644775390625),
                                 UINT64_C(298023223876953125),
                                 UINT64_C(1490116119384765625),
                                 UINT64_C(7450580596923828125)};

/* The parts of a decimal number: the digits at whole and part, and what the exponent adds. */
struct decimal {
    bool negative;
    const char *whole, *part;
    size_t n_whole, n_part;
    int64_t exponent;
};

static size_t digit_run(const char *s, const char *end)
{
    const char *p = s;

    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return (size_t)(p - s);
}

static bool read_exponent(const char *s, const char *end, int64_t *exponent)
{
    bool negative = s < end && *s == '-';
    int64_t value = 0;

    if (s < end && (*s == '-' || *s == '+'))
        s++;
    if (s == end || digit_run(s, end) != (size_t)(end - s))
        return false;
    for (; s < end; s++)
        if (value < exponent_limit)
            value = 10 * value + (*s - '0');
    *exponent = negative ? -value : value;
    return true;
}

static bool split(const char *s, const char *end, struct decimal *d)
{
    *d = (struct decimal){.negative = s < end && *s == '-'};
    if (s < end && (*s == '-' || *s == '+'))
        s++;
    d->whole = s;
    d->n_whole = digit_run(s, end);
    s += d->n_whole;
    if (s < end && *s == '.') {
        d->part = ++s;
        d->n_part = digit_run(s, end);
        s += d->n_part;
        if (d->n_part == 0)
            return false;
    }
    if (d->n_whole + d->n_part == 0)
        return false;
    if (s < end && (*s == 'e' || *s == 'E'))
        return read_exponent(s + 1, end, &d->exponent);
    return s == end;
}

static uint64_t add_digits(uint64_t value, const char *s, size_t n)
{
    while (n-- > 0)
        value = 10 * value + (uint64_t)(*s++ - '0');
    return value;
}

/* digits * 10^exponent where one correctly rounded operation gives it; false elsewhere. */
static bool exact_value(uint64_t digits, int64_t exponent, double *value)
{
    if (FLT_EVAL_METHOD != 0 || digits > UINT64_C(1) << DBL_MANT_DIG || exponent < -22 ||
        exponent > 22)
        return false;
    if (exponent < 0)
        *value = (double)digits / tens[-exponent];
    else
        *value = (double)digits * tens[exponent];
    return true;
}

/* top * 2^exponent, of which `more` says that it leaves something out, rounded to the nearest
   double, ties to even. The top bit of top is set; far from overflow and from the subnormal. */
static double round_top(uint64_t top, bool more, int exponent)
{
    const int cut = 64 - DBL_MANT_DIG;
    uint64_t kept = top >> cut, rest = top & ((UINT64_C(1) << cut) - 1);
    uint64_t half = UINT64_C(1) << (cut - 1);

    kept += rest > half || (rest == half && (more || kept % 2 == 1));
    return ldexp((double)kept, exponent + cut);
}

/*
 * digits * 10^exponent by exact integers, for digits beyond what exact_value takes: a product of
 * 128 bits with 5^exponent, or a quotient by 5^-exponent whose remainder says whether the bits
 * that are rounded away are all there is.
 */
static bool wide_value(uint64_t digits, int64_t exponent, double *value)
{
    int shift, shift_five;
    uint64_t five, top;
    wide w;

    if (digits == 0 || exponent < -27 || exponent > 27)
        return false;
    five = fives[exponent < 0 ? -exponent : exponent];
    if (exponent >= 0) {
        w = (wide)digits * five;
        top = (uint64_t)(w >> 64);
        shift = top ? __builtin_clzll(top) : 64 + __builtin_clzll((uint64_t)w);
        w <<= shift;
        *value = round_top((uint64_t)(w >> 64), (uint64_t)w != 0, (int)exponent + 64 - shift);
        return true;
    }
    shift = __builtin_clzll(digits);
    shift_five = __builtin_clzll(five);
    five <<= shift_five;
    w = (wide)(digits << shift) << 63;
    top = (uint64_t)(w / five);
    w %= five;
    shift = shift_five - shift - 63 + (int)exponent;
    if (!(top >> 63)) {
        /* One more bit of the quotient. */
        w <<= 1;
        top = 2 * top + (w >= five);
        w -= w >= five ? five : 0;
        shift--;
    }
    *value = round_top(top, w != 0, shift);
    return true;
}

/* Appends digits without leading zeros; past DIGITS_KEPT they only count, and one that is not
   zero is remembered. Returns how many were left out. */
static int64_t keep_digits(char *to, size_t *kept, bool *more, const char *s, size_t n)
{
    int64_t left_out = 0;

    for (; n > 0; n--, s++) {
        if (*kept == 0 && *s == '0')
            continue;
        if (*kept < DIGITS_KEPT) {
            to[(*kept)++] = *s;
        } else {
            left_out++;
            *more = *more || *s != '0';
        }
    }
    return left_out;
}

/* By strtod, from a spelling without a decimal point: LC_NUMERIC does not matter then. */
static double slow_value(const struct decimal *d)
{
    char text[DIGITS_KEPT + 32];
    size_t kept = 0;
    bool more = false;
    int64_t exponent = d->exponent - (int64_t)d->n_part;

    exponent += keep_digits(text, &kept, &more, d->whole, d->n_whole);
    exponent += keep_digits(text, &kept, &more, d->part, d->n_part);
    if (kept == 0)
        return 0;
    if (more) {
        text[kept++] = '1';
        exponent--;
    }
    snprintf(text + kept, sizeof text - kept, "e%lld", (long long)exponent);
    return strtod(text, NULL);
}

bool number_parse(const char *s, size_t n, double *value)
{
    struct decimal d;
    uint64_t digits;
    int64_t exponent;
    double v;

    if (!split(s, s + n, &d))
        return false;
    if (d.n_whole + d.n_part > DIGITS_EXACT) {
        v = slow_value(&d);
    } else {
        digits = add_digits(add_digits(0, d.whole, d.n_whole), d.part, d.n_part);
        exponent = d.exponent - (int64_t)d.n_part;
        if (!exact_value(digits, exponent, &v) && !wide_value(digits, exponent, &v))
            v = slow_value(&d);
    }
    if (!isfinite(v))
        return false;
    *value = d.negative ? -v : v;
    return true;
}

/* ---- reading a plain number --------------------------------------------------- */

/* Appends the digits that s begins with, eight at a time, to *value; returns their count. Reads
   up to 32 bytes; what is more than DIGITS_EXACT digits is not told from other lengths above. */
static size_t take_digits(const char *s, uint64_t *value)
{
    static const uint64_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t n = 0, run;

    do {
        uint64_t v, other;
        memcpy(&v, s + n, sizeof v);
        v = le64toh(v) ^ (0x30 * ones);
        other = ((v + 0x76 * ones) | v) & (0x80 * ones);
        run = other ? (size_t)__builtin_ctzll(other) / 8 : 8;
        if (run == 0)
            break;
        /* The first digit is the lowest byte; those that are missing become zeros before it. */
        v <<= 8 * (8 - run);
        v = 10 * v + (v >> 8);
        v = ((v & UINT64_C(0x000000ff000000ff)) * UINT64_C(0x000f424000000064) +
             ((v >> 16) & UINT64_C(0x000000ff000000ff)) * UINT64_C(0x0000271000000001)) >>
            32;
        *value = *value * power[run] + v;
        n += run;
    } while (run == 8 && n <= DIGITS_EXACT);
    return n;
}

size_t number_plain(const char *s, const char *end, double *value)
{
    const char *p = s;
    uint64_t digits = 0;
    size_t n, part = 0;
    double v;

    if (end - s < NUMBER_PLAIN_ROOM)
        return 0;
    p += *p == '-';
    n = take_digits(p, &digits);
    p += n;
    if (n == 0 || n > DIGITS_EXACT)
        return 0;
    if (*p == '.') {
        part = take_digits(p + 1, &digits);
        p += 1 + part;
        if (part == 0 || n + part > DIGITS_EXACT)
            return 0;
    }
    if (!exact_value(digits, -(int64_t)part, &v) && !wide_value(digits, -(int64_t)part, &v))
        return 0;
    *value = *s == '-' ? -v : v;
    return (size_t)(p - s);
}

/* ---- writing ------------------------------------------------------------- */

/* Numbers are written without an exponent from 1e-7 up to, not including, 1e17. */
enum { POINT_MIN = -6, POINT_MAX = 17 };

/* A number above zero is digits * 10^exponent. */
struct shortest {
    uint64_t digits;
    int exponent;
};

/* value = *m * 2^(returned - DBL_MANT_DIG), a normal number above zero; the top bit of *m is set.
 */
static int split_double(double value, uint64_t *m)
{
    const int stored = DBL_MANT_DIG - 1;
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    *m = (bits & ((UINT64_C(1) << stored) - 1)) | UINT64_C(1) << stored;
    return (int)(bits >> stored) - (DBL_MAX_EXP - 2);
}

/* floor(log10(value)), value being below 2^e and not below half of that: what 2^(e-1) has, or one
   more. 1e-10 <= value < 1e16. */
static int decade(double value, int e)
{
    static const double tenths[] = {1,    1e-1, 1e-2, 1e-3, 1e-4,  1e-5,
                                    1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11};
    const int from = 40, parts = 100000, part = 30103; /* log10(2) */
    int d = (e - 1 + from) * part / parts - (from * part / parts + 1), next;

    while (next = d + 1, value >= (next < 0 ? tenths[-next] : tens[next]))
        d = next;
    return d;
}

/*
 * The shortest digits within half a unit in the last place of value, and of those the nearest to
 * it, by exact integers. value * 10^k has 17 digits; it and both ends of the interval are kept as
 * integers over 2^shift. Taking digits off the interval's ends until it holds no whole number
 * leaves the shortest (Steele and White 1990). Serves 1e-10 <= value < 1e16.
 */
static struct shortest shortest_exact(double value)
{
    uint64_t m;
    int e = split_double(value, &m), k = 16 - decade(value, e), shift, p = 0;
    wide unit = fives[k], middle = unit * m * 4, lo, hi, mask;
    uint64_t low, high, v, ten = 1, rest;
    bool even = m % 2 == 0, up;

    lo = middle - (m == UINT64_C(1) << (DBL_MANT_DIG - 1) ? unit : 2 * unit);
    hi = middle + 2 * unit;
    shift = DBL_MANT_DIG - e - k + 2;
    mask = ((wide)1 << shift) - 1;
    /* The ends themselves round to value only when its last bit is 0. */
    low = (uint64_t)(lo >> shift) + ((lo & mask) != 0 || !even);
    high = (uint64_t)(hi >> shift) - ((hi & mask) == 0 && !even);
    while ((low + 9999) / 10000 <= high / 10000) {
        low = (low + 9999) / 10000;
        high /= 10000;
        ten *= 10000;
        p += 4;
    }
    while ((low + 9) / 10 <= high / 10) {
        low = (low + 9) / 10;
        high /= 10;
        ten *= 10;
        p++;
    }
    v = (uint64_t)(middle >> shift);
    rest = v % ten;
    middle &= mask;
    v /= ten;
    if (p == 0)
        up = 2 * middle > mask + 1 || (2 * middle == mask + 1 && v % 2);
    else
        up = 2 * rest > ten || (2 * rest == ten && (middle != 0 || v % 2));
    v += up;
    return (struct shortest){v < low ? low : v > high ? high : v, p - k};
}

/* Whether d is read back as value. */
static bool reads_back(struct shortest d, double value)
{
    char text[NUMBER_TEXT_MAX];
    double back;
    int n = snprintf(text, sizeof text, "%llue%d", (unsigned long long)d.digits, d.exponent);

    return number_parse(text, (size_t)n, &back) && back == value;
}

/* For very small and very large numbers. */
static struct shortest shortest_tried(double value)
{
    int digits = value < DBL_MIN ? 1 : 15;
    struct shortest d = {0, 0};

    for (; digits <= DBL_DECIMAL_DIG; digits++) {
        char text[NUMBER_TEXT_MAX];
        const char *s = text;
        snprintf(text, sizeof text, "%.*e", digits - 1, value);
        /* Whatever the locale, what is not a digit before the e is the decimal point. */
        for (d.digits = 0; *s != 'e'; s++)
            if (*s >= '0' && *s <= '9')
                d.digits = 10 * d.digits + (uint64_t)(*s - '0');
        d.exponent = (int)strtol(s + 1, NULL, 10) - (digits - 1);
        if (reads_back(d, value))
            break;
        /* Above a power of two doubles lie twice as far apart as below it. */
        d.digits++;
        if (reads_back(d, value))
            break;
    }
    while (d.digits % 10 == 0) {
        d.digits /= 10;
        d.exponent++;
    }
    return d;
}

/* The decimal digits of v, without a NUL; returns their count. */
static size_t put_digits(char *to, uint64_t v)
{
    char last[20];
    size_t at = sizeof last;

    for (; v >= 100; v /= 100) {
        last[--at] = (char)('0' + v % 10);
        last[--at] = (char)('0' + v / 10 % 10);
    }
    if (v >= 10)
        last[--at] = (char)('0' + v % 10);
    last[--at] = (char)('0' + (v >= 10 ? v / 10 : v));
    memcpy(to, last + at, sizeof last - at);
    return sizeof last - at;
}

/* to holds n digits; puts the decimal point behind the first `point` of them. */
static size_t put_point(char *to, size_t n, int point)
{
    size_t zeros, whole = (size_t)point;

    if (point <= 0) {
        zeros = (size_t)(2 - point);
        memmove(to + zeros, to, n);
        memset(to, '0', zeros);
        to[1] = '.';
        return n + zeros;
    }
    if (whole >= n) {
        memset(to + n, '0', whole - n);
        return whole;
    }
    memmove(to + whole + 1, to + whole, n - whole);
    to[whole] = '.';
    return n + 1;
}

static size_t put_exponent(char *to, size_t n, int exponent)
{
    if (n > 1)
        n = put_point(to, n, 1);
    to[n++] = 'e';
    to[n++] = exponent < 0 ? '-' : '+';
    return n + put_digits(to + n, (uint64_t)abs(exponent));
}

size_t number_format(double value, char text[NUMBER_TEXT_MAX])
{
    double size = fabs(value);
    struct shortest d;
    size_t n = 0, digits;
    int point;

    if (!isfinite(value)) {
        text[0] = '\0';
        return 0;
    }
    if (value < 0)
        text[n++] = '-';
    if (size < 1e15 && size == floor(size)) {
        n += put_digits(text + n, (uint64_t)size);
        text[n] = '\0';
        return n;
    }
    d = size >= 1e-10 && size < 1e16 ? shortest_exact(size) : shortest_tried(size);
    digits = put_digits(text + n, d.digits);
    point = (int)digits + d.exponent;
    if (point >= POINT_MIN && point <= POINT_MAX)
        n += put_point(text + n, digits, point);
    else
        n += put_exponent(text + n, digits, point - 1);
    text[n] = '\0';
    return n;
}

/* size * 10^decimals, rounded to a whole number, half up. size < 1e15, decimals <= 12. */
static wide scaled(double size, int decimals)
{
    int e, shift;
    wide m = (uint64_t)ldexp(frexp(size, &e), DBL_MANT_DIG);

    m *= fives[decimals];
    shift = DBL_MANT_DIG - e - decimals;
    if (shift <= 0)
        return m << -shift;
    if (shift > 100)
        return 0;
    return (m + ((wide)1 << (shift - 1))) >> shift;
}

size_t number_format_fixed(double value, int decimals, char text[NUMBER_TEXT_MAX])
{
    const int most = 12;
    wide v;
    uint64_t ten;
    size_t n = 0;

    if (!isfinite(value)) {
        memcpy(text, "-", 2);
        return 1;
    }
    if (fabs(value) >= 1e15)
        return number_format(value, text);
    decimals = decimals < 0 ? 0 : decimals > most ? most : decimals;
    v = scaled(fabs(value), decimals);
    ten = fives[decimals] << decimals;
    if (value < 0 && v > 0)
        text[n++] = '-';
    n += put_digits(text + n, (uint64_t)(v / ten));
    if (decimals > 0) {
        /* A leading 1 keeps the zeros behind the point; the point then replaces it. */
        size_t digits = put_digits(text + n, (uint64_t)(v % ten) + ten);
        text[n] = '.';
        n += digits;
    }
    text[n] = '\0';
    return n;
}
