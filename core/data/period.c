/* SPDX-License-Identifier: MIT */
/* Labels of periods by the patterns that they follow, and the point in time that each names. */
#include "data/period.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/none.h"
#include "base/number.h"

enum { LABEL_MAX = 48 };

/* ---- one spelling ---------------------------------------------------------- */

static const struct spelling {
    const char *text, *plain;
} spellings[] = {
    {" ", ""},       {"\t", ""},      {"\u00a0", ""},  {"\u3000", ""},  {"\u2009", ""},
    {"\u202f", ""},  {"\u2013", "-"}, {"\u2014", "-"}, {"\u2212", "-"}, {"\u301c", "-"},
    {"\uff5e", "-"}, {"~", "-"},      {"至", "-"},     {"到", "-"},     {"一", "1"},
    {"二", "2"},     {"三", "3"},     {"四", "4"},     {"〇", "0"},     {"十二", "12"},
    {"十一", "11"},  {"十", "10"},    {"五", "5"},     {"六", "6"},     {"七", "7"},
    {"八", "8"},     {"九", "9"},     {"“", ""},       {"”", ""},
};

/* The character, or the few, that s begins with: how long, and what stands for them. */
static size_t spelling_of(const char *s, const char **plain)
{
    size_t longest = 0;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        size_t n = strlen(spellings[i].text);
        if (n > longest && strncmp(s, spellings[i].text, n) == 0) {
            longest = n;
            *plain = spellings[i].plain;
        }
    }
    return longest;
}

/* The ASCII character of a full-width one (U+FF01 to U+FF5E), or 0. */
static char narrow(const char *s)
{
    bool first = s[0] == '\xef' && s[1] == '\xbc', second = s[0] == '\xef' && s[1] == '\xbd';
    if (!first && !(second && (unsigned char)s[2] <= 0x9e))
        return 0;
    return (char)((first ? 0x20 : 0x60) + (s[2] & 0x3f));
}

/* Lower case, narrow, without blanks. False: too long to be a period that is known. */
static bool make_plain(const char *s, char to[LABEL_MAX])
{
    size_t n = 0;
    while (*s) {
        const char *plain = "";
        char own[2] = {0};
        size_t step = spelling_of(s, &plain);
        if (!step) {
            own[0] = narrow(s);
            step = own[0] ? 3 : 1;
            own[0] = own[0] ? own[0] : *s;
            own[0] = (char)(own[0] >= 'A' && own[0] <= 'Z' ? own[0] + 32 : own[0]);
            plain = own;
        }
        if (n + strlen(plain) >= LABEL_MAX)
            return false;
        strcpy(to + n, plain);
        n += strlen(plain);
        s += step;
    }
    to[n] = '\0';
    return n > 0;
}

/* ---- patterns ------------------------------------------------------------------ */

/*
 * Y a year of four digits, Z the last year of a span, S its last two digits, V a year of two; H
 * half year, U 上半年 or 下半年, Q quarter, M month, N its English name, W week, D day, T the time
 * of a day or nothing; P which five-year plan. - is one separator, ~ one or none; all else stands
 * for itself.
 */
static const char *const years[] = {"Y",         "Y年",   "Y年度", "fy~Y", "cy~Y",  "Y学年",
                                    "公元Y年",   "Y年末", "Y年底", "fy~V", "Y财年", "Y财政年度",
                                    "Y会计年度", "V财年", "V年",   NULL};
static const char *const halves[] = {"Y~hH",  "hH~Y", "Hh~Y", "Y~Hh", "Y~sH",
                                     "Y年hH", "Y年U", "YU",   NULL};
static const char *const quarters[] = {
    "Y~qQ",       "qQ~Y",     "Qq~Y",     "Y~Qq",    "Y年qQ",        "Y年Q季度", "Y年Q季",
    "Y年第Q季度", "Y年第Q季", "Y第Q季度", "YQ季度",  "Y年度第Q季度", "Qq~V",     "qQ~V",
    "V~qQ",       "fy~Y~qQ",  "fy~V~qQ",  "qQ~fy~Y", "qQ~fy~V",      NULL};
static const char *const plans[] = {"P", "P时期", "P期间", "P规划", "P末", NULL};
static const char *const months[] = {"Y-M", "Y:M", "Y~mM", "Y年M月", "Y年M月份", "YM月",
                                     "M-Y", "N~Y", "Y~N",  "Y年N",   "N~V",      NULL};
static const char *const weeks[] = {"Y~wW", "wW~Y", "Y年第W周", "Y年W周", NULL};
static const char *const dates[] = {"Y-M-DT", "Y年M月D日T", "Y年M月D号", "D~N~Y", "N~D,Y", NULL};
static const char *const months_of_six[] = {"YM", NULL};
static const char *const dates_of_eight[] = {"YMD", NULL};
static const char *const days_first[] = {"D-M-YT", NULL};
static const char *const months_first[] = {"M-D-YT", NULL};
static const char *const spans[] = {"Y-Z",     "Y-S",       "Y-Z年",   "Y-S年",   "Y-Z学年",
                                    "Y-S学年", "Y-Z学年度", "Y-Z年度", "Y-S年度", "Y年-Z年",
                                    "fy~Y-S",  "fy~Y-Z",    "fy~V-S",  NULL};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number of so many digits within these bounds. */
static bool take_number(const char **s, int least, int most, int lo, int hi, double *to)
{
    int n = 0, value = 0;
    for (; n < most && is_digit((*s)[n]); n++)
        value = 10 * value + ((*s)[n] - '0');
    if (n < least || value < lo || value > hi)
        return false;
    *s += n;
    *to = value;
    return true;
}

static bool take_month_name(const char **s, double *to)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    for (size_t i = 0; i < 12; i++)
        if (strncmp(*s, names[i], 3) == 0) {
            size_t n = strlen(names[i]), same = 3;
            while (same < n && (*s)[same] == names[i][same])
                same++;
            *s += same == n ? n : 3; /* all of it, or its first three letters */
            *s += same != n && **s == '.';
            *to = (double)i + 1;
            return true;
        }
    return false;
}

static bool take_roman(const char **s, double *to)
{
    static const char *const numbers[] = {"iv", "iii", "ii", "i"};
    static const double values[] = {4, 3, 2, 1};
    for (size_t i = 0; i < 4; i++)
        if (strncmp(*s, numbers[i], strlen(numbers[i])) == 0) {
            *s += strlen(numbers[i]);
            *to = values[i];
            return true;
        }
    return false;
}

static bool take_half(const char **s, double *to)
{
    static const char *const names[] = {"上半年", "下半年"};
    for (size_t i = 0; i < 2; i++)
        if (strncmp(*s, names[i], strlen(names[i])) == 0) {
            *s += strlen(names[i]);
            *to = (double)i + 1;
            return true;
        }
    return false;
}

/* 十三五 is the 13th plan, of five years; as make_plain writes it. */
static bool take_plan(const char **s, double *to)
{
    static const char *const names[] = {"15", "25",  "35",  "45",  "55",   "65",   "75",  "85",
                                        "95", "105", "115", "125", "1035", "1045", "1055"};
    size_t best = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const size_t n = strlen(names[i]);
        if (n > best && strncmp(*s, names[i], n) == 0 && !is_digit((*s)[n])) {
            best = n;
            *to = (double)i + 1;
        }
    }
    *s += best;
    return best > 0;
}

/* Nothing, or t12:30 and more digits and colons behind it: parts of the day. */
static bool take_time(const char **s, double *to)
{
    double hour, minute, second = 0;
    if (!**s)
        return true;
    *s += **s == 't';
    if (!take_number(s, 2, 2, 0, 24, &hour) || *(*s)++ != ':' ||
        !take_number(s, 2, 2, 0, 59, &minute))
        return false;
    if (**s == ':' && (++*s, !take_number(s, 2, 2, 0, 60, &second)))
        return false;
    *s += **s == 'z';
    *to += (hour * 3600 + minute * 60 + second) / 86400;
    return true;
}

/* The last two digits of a year after the first one. */
static bool take_short_end(const char **s, double first, double *to)
{
    double end;
    if (!take_number(s, 2, 2, 0, 99, &end))
        return false;
    end += 100 * floor(first / 100);
    *to = end < first && end + 100 == first + 1 ? end + 100 : end; /* 1999-00 */
    return *to > first;
}

/* A year of two digits as spreadsheets take it. */
static bool take_short_year(const char **s, double *to)
{
    if (!take_number(s, 2, 2, 0, 99, to))
        return false;
    *to += *to < 70 ? 2000 : 1900;
    return true;
}

static bool take(char what, const char **s, struct period_time *t)
{
    double *v = t->v;
    switch (what) {
    case 'Y':
        return take_number(s, 4, 4, 1500, 2999, &v[0]);
    case 'V':
        return take_short_year(s, &v[0]);
    case 'Z':
        return take_number(s, 4, 4, 1500, 2999, &v[1]) && v[1] >= v[0];
    case 'S':
        return take_short_end(s, v[0], &v[1]);
    case 'H':
        return take_number(s, 1, 1, 1, 2, &v[1]);
    case 'U':
        return take_half(s, &v[1]);
    case 'Q':
        return take_number(s, 1, 1, 1, 4, &v[1]) || take_roman(s, &v[1]);
    case 'M':
        return take_number(s, 1, 2, 1, 12, &v[1]);
    case 'N':
        return take_month_name(s, &v[1]);
    case 'W':
        return take_number(s, 1, 2, 1, 53, &v[1]);
    case 'D':
        return take_number(s, 1, 2, 1, 31, &v[2]);
    case 'P':
        return take_plan(s, &v[0]);
    default:
        return take_time(s, &v[2]);
    }
}

static bool fits(const char *pattern, const char *s, struct period_time *t)
{
    *t = (struct period_time){{0}};
    for (; *pattern; pattern++) {
        bool separator = *s && strchr("-/._:", *s);
        if (*pattern == '~')
            s += separator;
        else if (*pattern == '-' && (!separator || *s == ':' || *s == '_'))
            return false;
        else if (*pattern == '-')
            s++;
        else if (strchr("YVZSHUQMNWDTP", *pattern)) {
            if (!take(*pattern, &s, t))
                return false;
        } else if (*pattern != *s++)
            return false;
    }
    return *s == '\0';
}

/* ---- kinds ------------------------------------------------------------------------ */

static bool is_number(const char *label, bool whole, struct period_time *t)
{
    *t = (struct period_time){{0}};
    return number_parse(label, strlen(label), &t->v[0]) && (!whole || floor(t->v[0]) == t->v[0]);
}

enum period_kind {
    MONTHS_OF_SIX,  /* 201901 */
    DATES_OF_EIGHT, /* 20190131 */
    WHOLE_NUMBERS,
    YEARS,
    HALVES,
    QUARTERS,
    MONTHS,
    WEEKS,
    DATES,
    DAYS_FIRST,
    MONTHS_FIRST,
    SPANS,
    PLANS, /* 十三五 */
    NUMBERS,
    N_KINDS
};

/* How many of what the second number counts are in a year; 0: see position. */
static const struct {
    const char *const *patterns;
    double a_year;
} kinds[N_KINDS] = {
    [MONTHS_OF_SIX] = {months_of_six, 12},
    [DATES_OF_EIGHT] = {dates_of_eight, 0},
    [YEARS] = {years, 1},
    [HALVES] = {halves, 2},
    [QUARTERS] = {quarters, 4},
    [MONTHS] = {months, 12},
    [WEEKS] = {weeks, 365.2425 / 7},
    [DATES] = {dates, 0},
    [DAYS_FIRST] = {days_first, 0},
    [MONTHS_FIRST] = {months_first, 0},
    [SPANS] = {spans, 0},
    [PLANS] = {plans, 1},
};

static bool is_of_kind(const char *label, enum period_kind kind, struct period_time *t)
{
    char plain[LABEL_MAX];
    if (!kinds[kind].patterns)
        return is_number(label, kind == WHOLE_NUMBERS, t);
    if (!make_plain(label, plain) || (kind == MONTHS_OF_SIX && strlen(plain) != 6) ||
        (kind == DATES_OF_EIGHT && strlen(plain) != 8) || (kind == PLANS && is_digit(*label)))
        return false;
    for (const char *const *p = kinds[kind].patterns; *p; p++)
        if (fits(*p, plain, t))
            return true;
    return false;
}

static bool are_of_kind(const char *const *labels, size_t n, enum period_kind kind)
{
    struct period_time unused;
    for (size_t i = 0; i < n; i++)
        if (!is_of_kind(labels[i], kind, &unused))
            return false;
    return n > 0;
}

/* The first kind that all labels are of, or N_KINDS. */
static enum period_kind kind_of(const char *const *labels, size_t n)
{
    enum period_kind kind = 0;
    while (kind < N_KINDS && !are_of_kind(labels, n, kind))
        kind++;
    if (kind == DAYS_FIRST && are_of_kind(labels, n, MONTHS_FIRST))
        return N_KINDS; /* 3/4/2019 is as likely a day in March */
    return kind;
}

bool period_times(const char *const *labels, size_t n, struct period_time *times)
{
    enum period_kind kind = kind_of(labels, n);
    for (size_t i = 0; i < n && kind < N_KINDS; i++)
        is_of_kind(labels[i], kind, &times[i]);
    return kind < N_KINDS;
}

int period_compare(const struct period_time *a, const struct period_time *b)
{
    for (size_t i = 0; i < 3; i++)
        if (a->v[i] != b->v[i])
            return a->v[i] < b->v[i] ? -1 : 1;
    return 0;
}

/* ---- distances ------------------------------------------------------------------------ */

/* Days since 1 March of year 0 of the Gregorian calendar, by which leap days stand last. */
static double day_number(const double v[3])
{
    double year = v[0] - (v[1] <= 2), month = v[1] + (v[1] <= 2 ? 9 : -3);
    return 365 * year + floor(year / 4) - floor(year / 100) + floor(year / 400) +
           floor((153 * month + 2) / 5) + v[2] - 1;
}

static double position(enum period_kind kind, const struct period_time *t)
{
    if (kind == DATES_OF_EIGHT || (kind >= DATES && kind <= MONTHS_FIRST))
        return day_number(t->v);
    return kinds[kind].a_year > 0 ? t->v[0] * kinds[kind].a_year + t->v[1] : t->v[0];
}

void period_positions(const char *const *labels, size_t n, double *v)
{
    enum period_kind kind = kind_of(labels, n);
    struct period_time t;
    bool rising = kind < N_KINDS;
    for (size_t i = 0; i < n && rising; i++) {
        is_of_kind(labels[i], kind, &t);
        v[i] = position(kind, &t);
        rising = i == 0 || v[i] > v[i - 1];
    }
    for (size_t i = 0; i < n && !rising; i++)
        v[i] = (double)i;
}

/* ---- order ----------------------------------------------------------------------------------- */

struct placed {
    size_t met; /* position in the order that was given */
    struct period_time time;
};

static int by_time(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int order = period_compare(&x->time, &y->time);
    return order ? order : x->met < y->met ? -1 : 1;
}

int period_order(const char *const *labels, size_t n, size_t *order, bool *ordered, size_t twins[2])
{
    struct period_time *times = calloc(n + 1, sizeof *times);
    struct placed *p = calloc(n + 1, sizeof *p);
    bool whole = times && p;
    twins[0] = twins[1] = NONE;
    *ordered = whole && (n == 0 || period_times(labels, n, times));
    for (size_t i = 0; whole && i < n; i++)
        p[i] = (struct placed){i, times[i]};
    if (*ordered)
        qsort(p, n, sizeof *p, by_time);
    for (size_t i = 0; whole && i < n; i++) {
        order[i] = p[i].met;
        if (*ordered && i && period_compare(&p[i].time, &p[i - 1].time) == 0) {
            twins[0] = p[i - 1].met;
            twins[1] = p[i].met;
        }
    }
    free(times);
    free(p);
    return whole ? OK : ERR_MEMORY;
}
