/* SPDX-License-Identifier: MIT */
/* What number formats make of a number, in every kind of Excel workbook. */
#include "format.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What a format's text shows: letters within quotes, brackets or behind a backslash do not count.
   An m behind hours or before seconds is minutes; with a year or a day beside it, it is months. */
uint8_t format_shows_of(const char *code)
{
    bool y = false, m = false, d = false, time = false, percent = false;
    for (; *code && *code != ';'; code++) {
        const char *end = *code == '"'   ? strchr(code + 1, '"')
                          : *code == '[' ? strchr(code, ']')
                                         : NULL;
        if (end) {
            code = end;
        } else if ((*code == '\\' || *code == '_' || *code == '*') && code[1]) {
            code++;
        } else if (strncasecmp(code, "General", 7) == 0) {
            code += 6;
        } else {
            int c = tolower((unsigned char)*code);
            y = y || c == 'y' || c == 'e';
            m = m || c == 'm';
            d = d || c == 'd';
            percent = percent || c == '%';
            time = time || c == 'h' || c == 's';
        }
    }
    m = m && (y || d || !time);
    return (uint8_t)((y ? SHOWS_YEAR : 0) | (m ? SHOWS_MONTH : 0) | (d ? SHOWS_DAY : 0) |
                     (time ? SHOWS_TIME : 0) | (percent ? SHOWS_PERCENT : 0));
}

/* ECMA-376 18.8.30, those of Chinese, Japanese and Korean among them. */
uint8_t format_built_in(unsigned id)
{
    const uint8_t date = SHOWS_YEAR | SHOWS_MONTH | SHOWS_DAY;
    if (id == 9 || id == 10)
        return SHOWS_PERCENT;
    if (id == 17 || id == 55 || id == 57)
        return SHOWS_YEAR | SHOWS_MONTH;
    if (id == 22)
        return date | SHOWS_TIME;
    if ((id >= 14 && id <= 16) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        return date;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
        return SHOWS_TIME;
    return 0;
}

/* ---- dates ---------------------------------------------------------------- */

/* Days since 1 March of the year 0 to a date: Howard Hinnant, "chrono-compatible low-level date
   algorithms", civil_from_days. */
static void civil(long days, int *year, int *month, int *day)
{
    long era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    long y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(y + era * 400 + (*month <= 2));
}

/* 1 March of the year 0 is 693,899 days before 30 December 1899, which is day 0 from 1 March 1900
   on: before, the workbooks' calendar lacks a day, since it has a 29 February 1900. */
static long day_number(bool from_1904, double v)
{
    long day = (long)floor(v);
    if (from_1904)
        return day + 693899 + 1462;
    return day + 693899 + (day < 60);
}

size_t format_date(bool from_1904, double v, unsigned shows, char *s, size_t size)
{
    long seconds = lround((v - floor(v)) * 86400);
    int year, month, day, n = 0;
    if (!(v >= 0 && v < 2958466)) /* until 9999-12-31 */
        return 0;
    civil(day_number(from_1904, v + (seconds == 86400)), &year, &month, &day);
    seconds %= 86400;
    if (shows & SHOWS_YEAR)
        n = snprintf(s, size, "%04d", year);
    if ((shows & SHOWS_YEAR) && (shows & (SHOWS_MONTH | SHOWS_DAY)))
        n += snprintf(s + n, size - (size_t)n, "-%02d", month);
    else if (shows & (SHOWS_MONTH | SHOWS_DAY))
        n = snprintf(s, size, "%04d-%02d", year, month); /* 3月5日 has a year all the same */
    if (shows & SHOWS_DAY)
        n += snprintf(s + n, size - (size_t)n, "-%02d", day);
    if (shows & SHOWS_TIME)
        n += snprintf(s + n, size - (size_t)n, "%s%02ld:%02ld:%02ld", n ? "T" : "", seconds / 3600,
                      seconds / 60 % 60, seconds % 60);
    return (size_t)n;
}
