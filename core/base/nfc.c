/* SPDX-License-Identifier: MIT */
/* Composition by the pairs of Unicode and, of Korean, by its arithmetic. */
#include "base/nfc.h"

#include <stdint.h>

static const struct pair {
    uint32_t first, second, both;
} pairs[] = {
#include "base/nfc_pairs.inc"
};

enum { LEAD = 0x1100, VOWEL = 0x1161, TRAIL = 0x11a7, SYLLABLE = 0xac00 };
enum { LEADS = 19, VOWELS = 21, TRAILS = 28 };

static uint32_t compose(uint32_t a, uint32_t b)
{
    size_t lo = 0, hi = sizeof pairs / sizeof *pairs;
    if (a - LEAD < LEADS && b - VOWEL < VOWELS)
        return SYLLABLE + ((a - LEAD) * VOWELS + (b - VOWEL)) * TRAILS;
    if (a - SYLLABLE < LEADS * VOWELS * TRAILS && (a - SYLLABLE) % TRAILS == 0 && b > TRAIL &&
        b - TRAIL < TRAILS)
        return a + (b - TRAIL);
    while (lo < hi) {
        const size_t mid = (lo + hi) / 2;
        const struct pair *p = &pairs[mid];
        if (p->first == a && p->second == b)
            return p->both;
        if (p->first < a || (p->first == a && p->second < b))
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

/* The character at s, of well-formed UTF-8; *n its bytes. */
static uint32_t decode(const char *s, size_t *n)
{
    const unsigned char *u = (const unsigned char *)s;
    *n = u[0] < 0x80 ? 1 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
    switch (*n) {
    case 1:
        return u[0];
    case 2:
        return (uint32_t)(u[0] & 0x1f) << 6 | (u[1] & 0x3f);
    case 3:
        return (uint32_t)(u[0] & 0x0f) << 12 | (uint32_t)(u[1] & 0x3f) << 6 | (u[2] & 0x3f);
    default:
        return (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3f) << 12 |
               (uint32_t)(u[2] & 0x3f) << 6 | (u[3] & 0x3f);
    }
}

static size_t encode(uint32_t c, char *to)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

bool nfc_may_change(const char *s, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        const unsigned char a = (unsigned char)s[i], b = (unsigned char)s[i + 1];
        if (a == 0xcc || a == 0xcd || (a == 0xe1 && b >= 0x84 && b <= 0x87) ||
            (a == 0xe3 && b == 0x82 && i + 2 < n && ((unsigned char)s[i + 2] & 0xfe) == 0x98) ||
            (a == 0xe3 && b == 0x82 && i + 2 < n && (unsigned char)s[i + 2] == 0x9a))
            return true;
    }
    return false;
}

/* A composed character is never longer than its parts. */
size_t nfc_compose(char *s, size_t n)
{
    size_t kept = 0, last = 0, step;
    bool any = false;
    for (size_t i = 0; i < n; i += step) {
        const uint32_t c = decode(s + i, &step);
        size_t size;
        const uint32_t both = any ? compose(decode(s + last, &size), c) : 0;
        if (both) {
            kept = last + encode(both, s + last);
            continue;
        }
        if (!(c >= 0x300 && c <= 0x36f)) { /* a mark that joins nothing: the next may */
            last = kept;
            any = true;
        }
        kept += encode(c, s + kept);
    }
    return kept;
}
