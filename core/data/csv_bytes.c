/* SPDX-License-Identifier: MIT */
#include "data/csv_bytes.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { SAMPLE = 4096 }; /* bytes looked at to tell UTF-16 from a stray NUL */

/* What a file's bytes are handed through; offsets are those of the file. */
struct source {
    const char *path, *bytes;
    size_t n;
};

size_t csv_count_lines(const char *s, size_t n)
{
    const char *end = s + n, *p = s;
    size_t lines = 0;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        lines++;
        p++;
    }
    p = s;
    while (p < end && (p = memchr(p, '\r', (size_t)(end - p))) != NULL) {
        p++;
        lines += p == end || *p != '\n';
    }
    return lines;
}

static size_t line_at(const struct source *f, size_t offset)
{
    return 1 + csv_count_lines(f->bytes, offset);
}

/* ---- UTF-16 and NUL ------------------------------------------------------ */

static const struct mark {
    const char *bytes;
    size_t n;
    const char *name;
} wide_marks[] = {
    {"\xff\xfe\0\0", 4, "UTF-32"},
    {"\0\0\xfe\xff", 4, "UTF-32"},
    {"\xff\xfe", 2, "UTF-16"},
    {"\xfe\xff", 2, "UTF-16"},
};

static int wide(const struct source *f, const char *name, struct error *e)
{
    return error_set(e, ERR_DATA,
                     "%s: the file is %s, which is not read; save it as UTF-8 (in a "
                     "spreadsheet: \"CSV UTF-8\")",
                     f->path, name);
}

/* Many NULs, nearly all of them at even or nearly all at odd offsets. */
static bool is_utf16(const struct source *f)
{
    size_t n = f->n < SAMPLE ? f->n : SAMPLE, nuls[2] = {0, 0}, all;
    for (size_t i = 0; i < n; i++)
        nuls[i % 2] += f->bytes[i] == '\0';
    all = nuls[0] + nuls[1];
    return all >= 3 && all * 10 >= n && (nuls[0] * 10 >= all * 9 || nuls[1] * 10 >= all * 9);
}

static int refuse_wide(const struct source *f, struct error *e)
{
    const char *nul;
    size_t at;
    for (size_t i = 0; i < sizeof wide_marks / sizeof *wide_marks; i++) {
        const struct mark *m = &wide_marks[i];
        if (f->n >= m->n && memcmp(f->bytes, m->bytes, m->n) == 0)
            return wide(f, m->name, e);
    }
    nul = f->n ? memchr(f->bytes, '\0', f->n) : NULL;
    if (!nul)
        return OK;
    if (is_utf16(f))
        return wide(f, "UTF-16", e);
    at = (size_t)(nul - f->bytes);
    return error_set(e, ERR_DATA,
                     "%s:%zu: byte %zu: a NUL byte: this is not a text file, or it is "
                     "damaged",
                     f->path, line_at(f, at), at);
}

/* ---- UTF-8 --------------------------------------------------------------- */

static bool has_utf8_mark(const struct source *f)
{
    return f->n >= 3 && memcmp(f->bytes, "\xef\xbb\xbf", 3) == 0;
}

static int bad_utf8(const struct source *f, size_t at, const char *advice, struct error *e)
{
    return error_set(e, ERR_DATA, "%s:%zu: byte %zu (0x%02X): not valid UTF-8; %s", f->path,
                     line_at(f, at), at, (unsigned)(unsigned char)f->bytes[at], advice);
}

static int as_utf8(struct csv_bytes *b, const struct source *f, struct error *e)
{
    size_t at = text_utf8_check(f->bytes, f->n), skip = 0;
    if (at < f->n)
        return bad_utf8(f, at,
                        "save the file as UTF-8, or set encoding = gb18030 if that is what "
                        "it is",
                        e);
    while (f->n - skip >= 3 && memcmp(f->bytes + skip, "\xef\xbb\xbf", 3) == 0)
        skip += 3;
    b->s = f->bytes + skip;
    b->n = f->n - skip;
    return OK;
}

/* True for bytes of which most beyond ASCII form three-byte UTF-8 sequences: in GB18030 text that
   comes about by chance only where there are hardly any. */
static bool mostly_utf8(const struct source *f)
{
    size_t inside = 0, beyond = 0;
    for (size_t i = 0; i < f->n;) {
        size_t step = 1;
        if ((unsigned char)f->bytes[i] >= 0x80) {
            bool three = ((unsigned char)f->bytes[i] & 0xf0) == 0xe0 && f->n - i >= 3 &&
                         text_utf8_check(f->bytes + i, 3) == 3;
            step = three ? 3 : 1;
            inside += three ? 3 : 0;
            beyond += step;
        }
        i += step;
    }
    return inside * 3 > beyond * 2;
}

/* ---- GB18030 ------------------------------------------------------------- */

/* Converts all of it. *at is the offset of the first byte that does not convert, or n. */
static int convert(struct csv_bytes *b, const struct source *f, size_t *at, struct error *e)
{
    size_t room = f->n + f->n / 2 + 16, left = f->n, free_bytes = room;
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    char *in = (char *)(uintptr_t)f->bytes, *out;
    if (cd == (iconv_t)-1)
        return error_set(e, ERR_UNAVAILABLE,
                         "%s: this system's iconv does not know GB18030; "
                         "save the file as UTF-8",
                         f->path);
    b->owned = out = malloc(room);
    if (b->owned && iconv(cd, &in, &left, &out, &free_bytes) != (size_t)-1)
        left = 0;
    iconv_close(cd);
    if (!b->owned)
        return error_no_memory_for(e, f->path);
    *at = f->n - left;
    b->s = b->owned;
    b->n = room - free_bytes;
    if (b->n >= 3 && memcmp(b->s, "\xef\xbb\xbf", 3) == 0) {
        b->s += 3;
        b->n -= 3;
    }
    return OK;
}

static int as_gb18030(struct csv_bytes *b, const struct source *f, struct error *e)
{
    size_t at = 0;
    int status;
    if (has_utf8_mark(f))
        return error_set(e, ERR_DATA,
                         "%s: begins with the mark of UTF-8, but encoding says "
                         "gb18030; leave encoding out",
                         f->path);
    if (mostly_utf8(f) && text_utf8_check(f->bytes, f->n) == f->n)
        return error_set(e, ERR_DATA,
                         "%s: is valid UTF-8, but encoding says gb18030; leave "
                         "encoding out",
                         f->path);
    status = convert(b, f, &at, e);
    if (!status && at < f->n)
        return error_set(e, ERR_DATA,
                         "%s:%zu: byte %zu (0x%02X): not valid GB18030; save the file "
                         "as UTF-8",
                         f->path, line_at(f, at), at, (unsigned)(unsigned char)f->bytes[at]);
    return status;
}

static int as_found(struct csv_bytes *b, const struct source *f, struct error *e)
{
    size_t bad = text_utf8_check(f->bytes, f->n), at = 0;
    int status;
    if (bad == f->n)
        return as_utf8(b, f, e);
    if (has_utf8_mark(f) || mostly_utf8(f))
        return bad_utf8(f, bad, "the rest of the file is UTF-8: mend this character", e);
    status = convert(b, f, &at, e);
    if (!status && at < f->n)
        return error_set(e, ERR_DATA,
                         "%s:%zu: byte %zu (0x%02X): neither UTF-8 (up to byte %zu, "
                         "line %zu) nor GB18030; save the file as UTF-8",
                         f->path, line_at(f, at), at, (unsigned)(unsigned char)f->bytes[at], bad,
                         line_at(f, bad));
    return status;
}

/* ---- plain text ---------------------------------------------------------- */

/* How many of the first bytes are blanks or visible ASCII, in steps of STRIDE. */
enum { STRIDE = 64 };
static size_t plain_run(const char *s, size_t n)
{
    size_t i;
    for (i = 0; n - i >= STRIDE; i += STRIDE) {
        unsigned char odd = 0;
        for (size_t k = 0; k < STRIDE; k++) {
            unsigned char c = (unsigned char)s[i + k];
            odd |= (unsigned char)(((unsigned char)(c - 0x20) > 0x5e) &
                                   ((unsigned char)(c - '\t') > '\r' - '\t'));
        }
        if (odd)
            break;
    }
    return i;
}

/* True for text in which nothing but blanks and visible ASCII stands: it needs no decoding. */
static bool is_plain(const char *s, size_t n)
{
    size_t i = plain_run(s, n);
    for (; i < n; i++)
        if ((unsigned char)s[i] >= 0x7f ||
            ((unsigned char)s[i] < ' ' && (s[i] < '\t' || s[i] > '\r')))
            return false;
    return true;
}

/* ---- control characters -------------------------------------------------- */

/* Offset of the first C0, DEL or C1 character that is no blank, or n. s is valid UTF-8. */
static size_t find_control(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if ((c < 0x20 && (c < '\t' || c > '\r')) || c == 0x7f ||
            (c == 0xc2 && (unsigned char)s[i + 1] < 0xa0))
            return i;
        if (c == '\n' && i + 1 < n)
            i += plain_run(s + i + 1, n - i - 1);
    }
    return n;
}

bool csv_bytes_are_text(const char *s, size_t n)
{
    return is_plain(s, n) || (text_utf8_check(s, n) == n && find_control(s, n) == n);
}

/* They drive a terminal, and hide in a name. */
static int refuse_control(const struct csv_bytes *b, const char *path, struct error *e)
{
    size_t at = find_control(b->s, b->n);
    unsigned code;
    if (at == b->n)
        return OK;
    code = (unsigned char)b->s[b->s[at] == '\xc2' ? at + 1 : at];
    return error_set(e, ERR_DATA,
                     "%s:%zu: a control character (U+%04X): this is not a text file, "
                     "or it is damaged; take the character out",
                     path, 1 + csv_count_lines(b->s, at), code);
}

/* ---- choosing ------------------------------------------------------------ */

static const struct encoding {
    const char *name;
    int (*decode)(struct csv_bytes *b, const struct source *f, struct error *e);
} encodings[] = {
    {"auto", as_found},      {"utf-8", as_utf8},  {"utf8", as_utf8},
    {"gb18030", as_gb18030}, {"gbk", as_gb18030}, {"gb2312", as_gb18030},
};

int csv_bytes_open(struct csv_bytes *b, const char *path, const char *bytes, size_t n,
                   const char *encoding, struct error *e)
{
    const struct source f = {path, bytes ? bytes : "", n};
    const char *name = encoding && encoding[0] ? encoding : "auto";
    int status;
    memset(b, 0, sizeof *b);
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        if (strcasecmp(encodings[i].name, name) != 0)
            continue;
        if (encodings[i].decode != as_gb18030 && is_plain(f.bytes, f.n)) {
            b->s = f.bytes;
            b->n = f.n;
            return OK;
        }
        status = refuse_wide(&f, e);
        if (!status)
            status = encodings[i].decode(b, &f, e);
        if (!status)
            status = refuse_control(b, path, e);
        if (status)
            csv_bytes_close(b);
        return status;
    }
    return error_set(e, ERR_DATA, "%s: encoding \"%s\": not known; use auto, utf-8 or gb18030",
                     path, name);
}

void csv_bytes_close(struct csv_bytes *b)
{
    free(b->owned);
    memset(b, 0, sizeof *b);
}
