/* SPDX-License-Identifier: MIT */
/* Times and names of tags in a printed page, which no page of ours decides. */
#include "report/pdf_bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A time stands there in 23 characters, of which the first 14 are the date and the hour. */
static void settle_times(char *bytes, size_t n)
{
    static const char *const keys[] = {"/CreationDate (D:", "/ModDate (D:"};
    static const char time[] = "20000101000000";
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        const size_t length = strlen(keys[k]);
        char *at = memmem(bytes, n, keys[k], length);
        if (at && (size_t)(bytes + n - at) > length + sizeof time)
            memcpy(at + length, time, sizeof time - 1);
    }
}

/* ---- names of tags: (node00000367) ---------------------------------------- */

#define NODE "(node"
enum { HEAD = sizeof NODE - 1, DIGITS = 8 };

static int is_number(const char *at)
{
    for (size_t i = 0; i < DIGITS; i++)
        if (at[i] < '0' || at[i] > '9')
            return 0;
    return at[DIGITS] == ')';
}

/* The digits of the next name at or behind `from`; NULL: there is none. */
static char *next_node(char *from, const char *end)
{
    for (;;) {
        char *at = memmem(from, (size_t)(end - from), NODE, HEAD);
        if (!at || end - at <= HEAD + DIGITS)
            return NULL;
        at += HEAD;
        if (is_number(at))
            return at;
        from = at;
    }
}

static int by_digits(const void *a, const void *b)
{
    return memcmp(*(char *const *)a, *(char *const *)b, DIGITS);
}

/* names: n places of digits in order. Equal ones get one number; all are of the same width, so the
   order of a name tree stays. */
static void number(char **names, size_t n)
{
    char digits[DIGITS + 1], before[DIGITS];
    unsigned last = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || memcmp(names[i], before, DIGITS) != 0)
            last++;
        memcpy(before, names[i], DIGITS);
        snprintf(digits, sizeof digits, "%0*u", DIGITS, last % 100000000U);
        memcpy(names[i], digits, DIGITS);
    }
}

static int settle_nodes(char *bytes, size_t n, struct error *e)
{
    const char *end = bytes + n;
    char **names;
    size_t count = 0;
    for (char *at = bytes; (at = next_node(at, end)); at += DIGITS)
        count++;
    if (count == 0)
        return OK;
    names = malloc(count * sizeof *names);
    if (!names)
        return error_no_memory(e);
    count = 0;
    for (char *at = bytes; (at = next_node(at, end)); at += DIGITS)
        names[count++] = at;
    qsort(names, count, sizeof *names, by_digits);
    number(names, count);
    free(names);
    return OK;
}

int pdf_bytes_settle(char *bytes, size_t n, struct error *e)
{
    settle_times(bytes, n);
    return settle_nodes(bytes, n, e);
}
