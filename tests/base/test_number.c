/* SPDX-License-Identifier: MIT */
#include <float.h>
#include <locale.h>

#include "base/number.h"
#include "kit.h"
#include "stats/rng.h"

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

/* number_parse agrees with strtod on a spelling that the grammar allows. */
static void check_parse(const char *s)
{
    double got = -77, want = strtod(s, NULL);
    bool good = number_parse(s, strlen(s), &got);

    if (isfinite(want))
        ck_assert_msg(good && same_bits(got, want), "%s: got %.17g, want %.17g", s, got, want);
    else
        ck_assert_msg(!good && got == -77, "%s: overflows", s);
}

START_TEST(parse_known)
{
    static const char *const spellings[] = {
        "0",
        "-0",
        "+0",
        "00",
        "0.0",
        "-0.0e5",
        "1",
        "+1",
        "-1",
        "007",
        "2.385",
        "-2385e-3",
        "1e0",
        "1E0",
        "1e+5",
        "1e-05",
        "1E22",
        "1e23",
        "8.5e22",
        "9007199254740991",
        "9007199254740992",
        "9007199254740993",
        "9007199254740993.0000000000000000000000000001",
        "9007199254740992999999999999",
        "0.1",
        "0.30000000000000004",
        "123456789012345678901234567890",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "1e308",
        "2.2250738585072014e-308",
        "2.2250738585072011e-308",
        "2.2250738585072012e-308",
        "4.9406564584124654e-324",
        "5e-324",
        "3e-324",
        "2e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "1e-400",
        "-1e-400",
        "1e-99999999999999999999",
        "0e99999999999",
        "0.000000000000000000000000000000000000000000001e45",
        "1e22",
        "1e-22",
        "1e-23",
        "100000000000000000000000000000000000000000000e-44",
        "6.631236846766476e-316",
        ".5",
        "-.5",
        "+.25e3",
        "1e309",
        "1e999",
        "-1e999",
        "1e18446744073709551617",
        "1e-18446744073709551617",
    };
    size_t i;

    for (i = 0; i < sizeof spellings / sizeof *spellings; i++)
        check_parse(spellings[i]);
}
END_TEST

START_TEST(parse_refuses)
{
    static const char *const spellings[] = {
        "",   " ",   "+",     "-",     ".",    "e",     "e5",       "5.",  "5.e1",
        "1e", "1e+", "1e-",   "1e5.0", "1..2", "1.2.3", "--1",      "+-1", " 1",
        "1 ", "1\n", "0x10",  "0x1p3", "inf",  "-inf",  "infinity", "nan", "NaN",
        "NA", "1,5", "1,000", "1_000", "1e5x", "1d5",   "１２",     "１",  "1e 5",
        "1f", "1L",  "..",    "∞",     "1%",   "−1",
    };
    size_t i;

    for (i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        double v = -77;
        ck_assert_msg(!number_parse(spellings[i], strlen(spellings[i]), &v), "%s", spellings[i]);
        ck_assert_msg(v == -77, "%s", spellings[i]);
    }
}
END_TEST

START_TEST(parse_reads_n_bytes_only)
{
    double v;

    ck_assert(number_parse("12345", 2, &v) && v == 12);
    ck_assert(number_parse("1.5e3garbage", 5, &v) && v == 1500);
    ck_assert(!number_parse("1\0002", 3, &v));
    ck_assert(!number_parse(NULL, 0, &v));
}
END_TEST

/* Every kind of spelling: short and long mantissas, with and without a point, all exponents. */
static void spell(struct rng *r, char *s)
{
    size_t whole = 1 + rng_bits(r) % (rng_bits(r) % 4 ? 8 : 25);
    size_t part = rng_bits(r) % 3 ? rng_bits(r) % (rng_bits(r) % 4 ? 10 : 30) : 0, i;
    uint64_t kind = rng_bits(r) % 8;

    if (kind == 0)
        *s++ = '-';
    for (i = 0; i < whole; i++)
        *s++ = (char)('0' + rng_bits(r) % 10);
    if (part > 0)
        *s++ = '.';
    for (i = 0; i < part; i++)
        *s++ = (char)('0' + rng_bits(r) % 10);
    if (kind < 3)
        s += sprintf(s, "e%d", (int)(rng_bits(r) % 700) - 350);
    else if (kind < 6)
        s += sprintf(s, "E%+d", (int)(rng_bits(r) % 60) - 30);
    *s = '\0';
}

START_TEST(parse_agrees_with_strtod)
{
    struct rng r;
    int i;

    rng_init(&r, 20, 24);
    for (i = 0; i < 1500000; i++) {
        char s[100];
        spell(&r, s);
        check_parse(s);
    }
}
END_TEST

static double random_double(struct rng *r)
{
    double v;

    do {
        uint64_t bits = rng_bits(r);
        memcpy(&v, &bits, sizeof v);
    } while (!isfinite(v));
    return v;
}

/* The exact middle between two doubles, all its digits, and the spellings just beside it. */
static void check_middle(double v)
{
    char s[1200];
    double next = nextafter(v, INFINITY);
    size_t n;
    int e;

    (void)frexp(v, &e);
    if (e > 60 || !isfinite(next))
        return;
    if (e > -100) {
        /* long double holds the middle exactly where it is not too small. */
        n = (size_t)snprintf(s, sizeof s, "%.*Lf", 60 - e < 1 ? 1 : 60 - e,
                             ((long double)v + next) / 2);
    } else {
        n = (size_t)snprintf(s, sizeof s, "%.*Le", 770, ((long double)v + next) / 2);
        check_parse(s);
        return;
    }
    check_parse(s);
    s[n] = '1';
    s[n + 1] = '\0';
    check_parse(s);
    memset(s + n, '0', 1100 - n); /* more digits than are kept, the last one not zero */
    s[1100] = '1';
    s[1101] = '\0';
    check_parse(s);
}

START_TEST(parse_ties)
{
    struct rng r;
    int i;

    rng_init(&r, 20, 25);
    for (i = 0; i < 20000; i++)
        check_middle(ldexp((double)(rng_bits(&r) >> 11), (int)(rng_bits(&r) % 150) - 140));
    for (i = 0; i < 3000; i++) {
        check_middle(fabs(random_double(&r)));
        check_middle((double)(rng_bits(&r) >> 13) * 5e-324); /* denormal */
    }
}
END_TEST

START_TEST(parse_long_texts)
{
    enum { N = 100000 };
    char *s = malloc(N + 20);
    double v;

    ck_assert_ptr_nonnull(s);
    memset(s, '0', N);
    memcpy(s + N - 5, "12.50", 5);
    ck_assert(number_parse(s, N, &v) && v == 12.5);
    memset(s, '0', N);
    s[1] = '.';
    sprintf(s + N - 1, "3e%d", N - 2);
    ck_assert(number_parse(s, strlen(s), &v) && v == 3);
    memset(s, '9', N);
    ck_assert(!number_parse(s, N, &v));
    sprintf(s + N, "e-%d", N);
    ck_assert(number_parse(s, strlen(s), &v) && v == 1);
    memset(s, '0', N);
    ck_assert(number_parse(s, N, &v) && same_bits(v, 0));
    s[0] = '-';
    ck_assert(number_parse(s, N, &v) && same_bits(v, -0.0));
    free(s);
}
END_TEST

static const struct {
    double v;
    const char *text;
} formats[] = {
    {0, "0"},
    {-0.0, "0"},
    {1, "1"},
    {-1, "-1"},
    {12, "12"},
    {100, "100"},
    {0.1, "0.1"},
    {-0.1, "-0.1"},
    {0.30000000000000004, "0.30000000000000004"},
    {1.0 / 3, "0.3333333333333333"},
    {2.385, "2.385"},
    {99.99, "99.99"},
    {1e15, "1000000000000000"},
    {1e16, "10000000000000000"},
    {99999999999999984.0, "99999999999999980"},
    {1e17, "1e+17"},
    {123456789012345680.0, "1.2345678901234568e+17"},
    {1e100, "1e+100"},
    {-1e100, "-1e+100"},
    {1e-7, "0.0000001"},
    {1.5e-7, "0.00000015"},
    {9.9e-8, "9.9e-8"},
    {1e-300, "1e-300"},
    {DBL_MAX, "1.7976931348623157e+308"},
    {DBL_MIN, "2.2250738585072014e-308"},
    {5e-324, "5e-324"},
    {1e-310, "1e-310"},
    {9007199254740991.0, "9007199254740991"},
    {9007199254740993.0, "9007199254740992"},
    {0.00012345, "0.00012345"},
    {1e22, "1e+22"},
    {123456.789, "123456.789"},
    {1.1754943508222875e-38, "1.1754943508222875e-38"},
    {2e-308, "2e-308"},
    {9.109383701528e-31, "9.109383701528e-31"},
    {-7.0 / 1024, "-0.0068359375"},
    /* Powers of two: the nearest text of so many digits is not read back, its neighbour is. */
    {0x1p-44, "5.684341886080802e-14"},
    {0x1p-24, "5.960464477539063e-8"},
    {0x1p-97, "6.310887241768095e-30"},
    {0x1p89, "6.189700196426902e+26"},
    {0x1p976, "6.386688990511104e+293"},
    {0x1p-1017, "7.120236347223045e-307"},
    {NAN, ""},
    {INFINITY, ""},
    {-INFINITY, ""},
};

START_TEST(format_known)
{
    size_t i;

    for (i = 0; i < sizeof formats / sizeof *formats; i++) {
        char text[NUMBER_TEXT_MAX];
        size_t n = number_format(formats[i].v, text);
        ck_assert_str_eq(text, formats[i].text);
        ck_assert_uint_eq(n, strlen(text));
    }
}
END_TEST

static size_t count_digits(const char *s)
{
    const char *end = s + strcspn(s, "eE");
    size_t n = 0, zeros = 0;
    bool begun = false;

    for (; s < end; s++) {
        if (*s < '0' || *s > '9')
            continue;
        begun = begun || *s != '0';
        n += begun;
        zeros = *s == '0' ? zeros + 1 : 0;
    }
    return n - (zeros < n ? zeros : n);
}

/* Reads back to the same bits, here and in strtod, and no %.*e with fewer digits does. */
static void check_format(double v)
{
    char text[NUMBER_TEXT_MAX], shorter[64];
    size_t n = number_format(v, text), digits = count_digits(text);
    double back = NAN;

    ck_assert_uint_lt(n, NUMBER_TEXT_MAX);
    ck_assert_uint_eq(n, strlen(text));
    ck_assert_msg(number_parse(text, n, &back) && same_bits(back, v), "%.17g: %s", v, text);
    ck_assert_msg(same_bits(strtod(text, NULL), v), "%.17g: %s", v, text);
    ck_assert_msg(digits <= 17, "%s", text);
    if (digits > 1) {
        snprintf(shorter, sizeof shorter, "%.*e", (int)digits - 2, v);
        ck_assert_msg(!same_bits(strtod(shorter, NULL), v), "%s: shorter: %s", text, shorter);
    }
}

/* Of two texts of the same length the nearer one is written. */
static void check_nearest(double v)
{
    char text[NUMBER_TEXT_MAX], printed[64];
    size_t digits;

    number_format(v, text);
    digits = count_digits(text);
    if (digits == 0)
        return;
    snprintf(printed, sizeof printed, "%.*e", (int)digits - 1, v);
    if (same_bits(strtod(printed, NULL), v))
        ck_assert_msg(strtold(text, NULL) == strtold(printed, NULL), "%s: nearer: %s", text,
                      printed);
}

START_TEST(format_reads_back)
{
    struct rng r;
    int i;

    rng_init(&r, 5, 6);
    for (i = 0; i < 200000; i++) {
        double u = rng_uniform(&r);
        if (i % 4 == 0)
            check_format(random_double(&r));
        check_format(u * 100 + DBL_MIN);
        check_nearest(u * 100 + DBL_MIN);
        check_format(floor(u * 1e7) / 100 + 1);
        check_format(u * pow(10, (int)(rng_bits(&r) % 40) - 20) + DBL_MIN);
        check_nearest(-u * pow(10, (int)(rng_bits(&r) % 40) - 20) - DBL_MIN);
    }
}
END_TEST

/* Where the spacing of doubles changes, and where the number of digits does. */
START_TEST(format_edges)
{
    int e, k;

    for (e = -1074; e < 1024; e++)
        for (k = -3; k <= 3; k++) {
            double v = ldexp(1, e);
            v += k * (nextafter(v, INFINITY) - v);
            if (v > 0 && isfinite(v)) {
                check_format(v);
                check_nearest(v);
            }
        }
    for (e = -323; e < 309; e++) {
        char s[16];
        double v;
        snprintf(s, sizeof s, "1e%d", e);
        v = strtod(s, NULL);
        check_format(v);
        check_format(nextafter(v, 0) > 0 ? nextafter(v, 0) : v);
        check_format(nextafter(v, INFINITY));
        check_nearest(nextafter(v, INFINITY));
    }
    for (k = 1; k < 3000; k++)
        check_format(k * 5e-324);
}
END_TEST

static const struct {
    double v;
    int decimals;
    const char *text;
} fixed[] = {
    {0, 0, "0"},
    {0, 2, "0.00"},
    {-0.0, 2, "0.00"},
    {2.385, 2, "2.38"},
    {2.5, 0, "3"},
    {-2.5, 0, "-3"},
    {3.5, 0, "4"},
    {0.125, 2, "0.13"},
    {-0.125, 2, "-0.13"},
    {1.005, 2, "1.00"},
    {0.5, 0, "1"},
    {0.4999, 0, "0"},
    {-0.4, 0, "0"},
    {-0.004, 2, "0.00"},
    {99.995, 2, "100.00"},
    {99.99499, 2, "99.99"},
    {63.1, 3, "63.100"},
    {1234567.891, 1, "1234567.9"},
    {999999999999999.0, 2, "999999999999999.00"},
    {1e15, 2, "1000000000000000"},
    {1e100, 2, "1e+100"},
    {0.1, 12, "0.100000000000"},
    {0.1, 99, "0.100000000000"},
    {7.6, -1, "8"},
    {5e-324, 3, "0.000"},
    {1e-20, 12, "0.000000000000"},
    {-999999999999999.9, 12, "-999999999999999.875000000000"},
    {0.9996, 3, "1.000"},
    {NAN, 2, "-"},
    {INFINITY, 2, "-"},
    {-INFINITY, 0, "-"},
};

START_TEST(fixed_known)
{
    size_t i;

    for (i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        char text[NUMBER_TEXT_MAX];
        size_t n = number_format_fixed(fixed[i].v, fixed[i].decimals, text);
        ck_assert_str_eq(text, fixed[i].text);
        ck_assert_uint_eq(n, strlen(text));
    }
}
END_TEST

/* Whether all that v has beyond the decimals is a 5. */
static bool is_tie(double v, int decimals)
{
    char text[200];
    const char *rest;

    snprintf(text, sizeof text, "%.100f", v);
    rest = strchr(text, '.') + 1 + decimals;
    return rest[0] == '5' && strspn(rest + 1, "0") == strlen(rest + 1);
}

/* printf agrees but for exact ties and the sign of zero. */
START_TEST(fixed_agrees_with_printf)
{
    struct rng r;
    int i;

    rng_init(&r, 8, 9);
    for (i = 0; i < 200000; i++) {
        char got[NUMBER_TEXT_MAX], want[64];
        int decimals = (int)(rng_bits(&r) % 13);
        double v = (rng_uniform(&r) - 0.3) * pow(10, (int)(rng_bits(&r) % 20) - 5);
        if (is_tie(v, decimals))
            v = nextafter(v, 0);
        number_format_fixed(v, decimals, got);
        snprintf(want, sizeof want, "%.*f", decimals, v);
        if (want[0] == '-' && strspn(want, "-0.") == strlen(want))
            memmove(want, want + 1, strlen(want));
        ck_assert_str_eq(got, want);
    }
}
END_TEST

/* Up to 19 digits on either side of a point, a sign, an exponent: every way that reading takes. */
static size_t random_decimal(struct rng *r, char *to, bool *plain)
{
    size_t n = 0, whole = 1 + rng_bits(r) % 19, part = rng_bits(r) % 20;

    if (rng_bits(r) % 2 == 0)
        part = part > 19 - whole ? 19 - whole : part;
    if (rng_bits(r) % 3 == 0)
        to[n++] = '-';
    for (size_t i = 0; i < whole; i++)
        to[n++] = (char)('0' + rng_bits(r) % 10);
    if (part > 0)
        to[n++] = '.';
    for (size_t i = 0; i < part; i++)
        to[n++] = (char)('0' + rng_bits(r) % 10);
    *plain = whole + part <= 19;
    if (rng_bits(r) % 4 == 0) {
        *plain = false;
        n += (size_t)sprintf(to + n, "e%d", (int)(rng_bits(r) % 70) - 35);
    }
    return n;
}

START_TEST(decimals_agree_with_strtod)
{
    struct rng r;

    rng_init(&r, 20, 6);
    for (size_t i = 0; i < 3000000; i++) {
        char text[160] = "";
        bool plain;
        size_t n = random_decimal(&r, text, &plain), length;
        double want = strtod(text, NULL), got = -77;
        if (!number_parse(text, n, &got) || !same_bits(got, want))
            ck_abort_msg("%s: got %a, want %a", text, got, want);
        got = -77;
        length = number_plain(text, text + sizeof text, &got);
        if (plain ? length != n || !same_bits(got, want) : length == n)
            ck_abort_msg("%s: plain: %zu of it, got %a, want %a", text, length, got, want);
    }
}
END_TEST

START_TEST(plain_refuses)
{
    static const char *const spellings[] = {
        "",
        "-",
        ".5",
        "+1",
        "5.",
        "5.x",
        "x",
        "--1",
        "12345678901234567890",
        "-.5",
        "1234567890.1234567890",
        "00000000000000000000",
    };
    static const char *const longer[] = {"1.5e3", "0x10", "1.2.3", "12,5", "7 "};
    static const size_t lengths[] = {3, 1, 3, 2, 1};
    char text[128];
    double v = -77;

    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        memset(text, 0, sizeof text);
        memcpy(text, spellings[i], strlen(spellings[i]));
        ck_assert_msg(number_plain(text, text + sizeof text, &v) == 0, "%s", spellings[i]);
        ck_assert(v == -77);
    }
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
        memset(text, 0, sizeof text);
        memcpy(text, longer[i], strlen(longer[i]));
        ck_assert_uint_eq(number_plain(text, text + sizeof text, &v), lengths[i]);
    }
    ck_assert_uint_eq(number_plain(text, text + NUMBER_PLAIN_ROOM - 1, &v), 0);
}
END_TEST

/* With a decimal comma in the locale nothing changes. Skipped where no such locale is found. */
START_TEST(locale_does_not_matter)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8"};
    char text[NUMBER_TEXT_MAX];
    double v;
    size_t i;

    for (i = 0; i < 4 && !setlocale(LC_NUMERIC, names[i]); i++)
        ;
    if (i == 4)
        return;
    ck_assert(number_parse("12345678.9012345678901", 22, &v));
    setlocale(LC_NUMERIC, "C");
    ck_assert(v == strtod("12345678.9012345678901", NULL));
    ck_assert_ptr_nonnull(setlocale(LC_NUMERIC, names[i]));
    number_format(1.25e-200, text);
    ck_assert_str_eq(text, "1.25e-200");
    ck_assert(number_parse(text, strlen(text), &v) && v == 1.25e-200);
    number_format_fixed(1.25, 1, text);
    ck_assert_str_eq(text, "1.3");
    setlocale(LC_NUMERIC, "C");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {parse_known,
                                  parse_refuses,
                                  parse_reads_n_bytes_only,
                                  parse_agrees_with_strtod,
                                  parse_ties,
                                  parse_long_texts,
                                  format_known,
                                  format_reads_back,
                                  format_edges,
                                  fixed_known,
                                  fixed_agrees_with_printf,
                                  decimals_agree_with_strtod,
                                  plain_refuses,
                                  locale_does_not_matter,
                                  NULL};

    return kit_run("number", tests);
}
