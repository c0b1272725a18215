/* SPDX-License-Identifier: MIT */
/* Bytes of a file made UTF-8 text, and whether they are text at all. */
#include "data/csv_bytes.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/nfc.h"
#include "base/text.h"
#include "data/csv_encoding.h"

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

static const struct byte_order_mark {
    const char *bytes;
    size_t n;
    const char *name; /* as iconv has it, and takes the mark itself away */
} wide_marks[] = {
    {"\xff\xfe\0\0", 4, "utf-32"},
    {"\0\0\xfe\xff", 4, "utf-32"},
    {"\xff\xfe", 2, "utf-16"},
    {"\xfe\xff", 2, "utf-16"},
};

static const struct byte_order_mark *wide_mark(const struct source *f)
{
    for (size_t i = 0; i < sizeof wide_marks / sizeof *wide_marks; i++)
        if (f->n >= wide_marks[i].n && memcmp(f->bytes, wide_marks[i].bytes, wide_marks[i].n) == 0)
            return &wide_marks[i];
    return NULL;
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

/* What cannot be in a text of the encodings that are no UTF-16 or UTF-32. */
static int refuse_wide(const struct source *f, const char *encoding, struct error *e)
{
    const struct byte_order_mark *m = wide_mark(f);
    const char *nul;
    size_t at;
    if (m && strcasecmp(encoding, "auto") == 0)
        return OK;
    if (m)
        return error_set(e, ERR_DATA,
                         "%s: the file is %s, but encoding says %s; leave encoding out", f->path,
                         m->name, encoding);
    nul = f->n ? memchr(f->bytes, '\0', f->n) : NULL;
    if (!nul)
        return OK;
    if (is_utf16(f))
        return error_set(e, ERR_DATA,
                         "%s: the file is UTF-16 without a mark; set encoding = %s, or save it as "
                         "UTF-8",
                         f->path, f->bytes[0] ? "utf-16le" : "utf-16be");
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
                        "save the file as UTF-8, or set encoding to what it is (gb18030, "
                        "windows-1252, ...)",
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

/* ---- other encodings ----------------------------------------------------- */

/* Takes what has been converted. */
static void take(struct csv_bytes *b, const struct csv_converted *c, const char *encoding)
{
    size_t mark = c->n >= 3 && memcmp(c->owned, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    b->owned = c->owned;
    b->s = c->owned + mark;
    b->n = c->n - mark;
    b->encoding = encoding;
}

/* Every byte has become a character of its own. */
static bool is_single_byte(const struct csv_bytes *b, size_t n)
{
    size_t characters = 0;
    for (size_t i = 0; i < b->n; i++)
        characters += ((unsigned char)b->s[i] & 0xc0) != 0x80;
    return characters == n;
}

static bool is_utf8(const struct source *f)
{
    return text_utf8_check(f->bytes, f->n) == f->n && !is_plain(f->bytes, f->n);
}

static int as_named(struct csv_bytes *b, const struct source *f, const char *name, struct error *e)
{
    struct csv_converted c;
    int status;
    if (has_utf8_mark(f))
        return error_set(e, ERR_DATA,
                         "%s: begins with the mark of UTF-8, but encoding says %s; leave encoding "
                         "out",
                         f->path, name);
    status = csv_convert(&c, f->path, name, f->bytes, f->n, e);
    if (status)
        return status;
    take(b, &c, name);
    if (c.taken < f->n)
        return error_set(e, ERR_DATA,
                         "%s:%zu: byte %zu (0x%02X): not valid %s; set encoding to what the file "
                         "is, or save it as UTF-8",
                         f->path, 1 + csv_count_lines(b->s, b->n), c.taken,
                         (unsigned)(unsigned char)f->bytes[c.taken],
                         strcasecmp(name, "gb18030") == 0 ? "GB18030" : name);
    if (is_utf8(f) && (mostly_utf8(f) || is_single_byte(b, f->n)))
        return error_set(e, ERR_DATA,
                         "%s: is valid UTF-8, but encoding says %s; leave encoding out", f->path,
                         name);
    return OK;
}

static bool is_windows_1252(const struct source *f)
{
    for (size_t i = 0; i < f->n; i++)
        if ((unsigned char)f->bytes[i] >= 0x80 && strchr("\x81\x8d\x8f\x90\x9d", f->bytes[i]))
            return false;
    return true;
}

/* bad: the first byte that is no UTF-8; wrong: the first that is no GB18030, or n. */
static int ask(const struct source *f, size_t bad, size_t wrong, struct error *e)
{
    struct str list = {0};
    size_t found = csv_candidates(&list, f->path, f->bytes, f->n);
    const char *names = list.failed || !found ? "name it" : list.s;
    if (wrong < f->n)
        error_set(e, ERR_DATA,
                  "%s:%zu: byte %zu (0x%02X): neither UTF-8 (up to byte %zu, line %zu) nor "
                  "GB18030; save the file as UTF-8, or set encoding to what it is: %s",
                  f->path, line_at(f, wrong), wrong, (unsigned)(unsigned char)f->bytes[wrong], bad,
                  line_at(f, bad), names);
    else
        error_set(e, ERR_DATA,
                  "%s:%zu: byte %zu (0x%02X): not UTF-8, and nothing tells which other encoding it "
                  "is; set encoding to the one that reads right: %s",
                  f->path, line_at(f, bad), bad, (unsigned)(unsigned char)f->bytes[bad], names);
    str_fini(&list);
    return ERR_DATA;
}

static int as_guessed(struct csv_bytes *b, const struct source *f, size_t bad, struct error *e)
{
    struct csv_converted c = {0};
    int status = csv_convert(&c, f->path, "gb18030", f->bytes, f->n, e);
    bool chinese = !status && c.taken == f->n;
    size_t wrong = chinese ? f->n : c.taken;
    if (status == ERR_MEMORY)
        return status;
    switch (csv_guess(f->bytes, f->n, chinese, is_windows_1252(f))) {
    case CSV_GB18030_PERHAPS:
        b->doubt = "euc-kr, big5 or koi8-r";
        take(b, &c, "gb18030");
        return OK;
    case CSV_GB18030:
        take(b, &c, "gb18030");
        return OK;
    case CSV_WINDOWS_1252:
        free(c.owned);
        status = csv_convert(&c, f->path, "windows-1252", f->bytes, f->n, e);
        if (!status)
            take(b, &c, "windows-1252");
        b->doubt = chinese ? "gb18030 or windows-1250" : "windows-1250";
        return status;
    case CSV_DAMAGED_UTF8:
        free(c.owned);
        return bad_utf8(f, bad, "the rest of the file is UTF-8: mend this character", e);
    case CSV_UNDECIDED:
        break;
    }
    free(c.owned);
    return ask(f, bad, wrong, e);
}

static int as_found(struct csv_bytes *b, const struct source *f, struct error *e)
{
    size_t bad = text_utf8_check(f->bytes, f->n);
    const struct byte_order_mark *m = wide_mark(f);
    if (m)
        return as_named(b, f, m->name, e);
    if (bad == f->n)
        return as_utf8(b, f, e);
    if (has_utf8_mark(f) || mostly_utf8(f))
        return bad_utf8(f, bad, "the rest of the file is UTF-8: mend this character", e);
    return as_guessed(b, f, bad, e);
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
    return is_plain(s, n) ||
           (text_utf8_check(s, n) == n && find_control(s, n) == n && !nfc_may_change(s, n));
}

/* They drive a terminal, and hide in a name. */
static int refuse_control(const struct csv_bytes *b, const char *path, struct error *e)
{
    size_t at = find_control(b->s, b->n);
    unsigned code;
    if (at == b->n)
        return OK;
    code = (unsigned char)b->s[b->s[at] == '\xc2' ? at + 1 : at];
    return error_set(e, ERR_DATA, "%s:%zu: a control character (U+%04X): %s", path,
                     1 + csv_count_lines(b->s, at), code,
                     code >= 0x80 && strncasecmp(b->encoding, "iso-8859", 8) == 0
                         ? "set encoding = windows-1252, which has a character there"
                         : "this is not a text file, or it is damaged; take the character out");
}

/* ---- choosing ------------------------------------------------------------ */

static bool is_one_of(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

/* Encodings of which a NUL byte is a part. */
static bool is_wide(const char *name)
{
    return strncasecmp(name, "utf-16", 6) == 0 || strncasecmp(name, "utf-32", 6) == 0 ||
           strncasecmp(name, "ucs-", 4) == 0;
}

static int decode(struct csv_bytes *b, const struct source *f, const char *name, struct error *e)
{
    static const char *const utf8[] = {"utf-8", "utf8"};
    bool found = strcasecmp(name, "auto") == 0, given = is_one_of(name, utf8, 2);
    int status = is_wide(name) ? OK : refuse_wide(f, name, e);
    b->encoding = "utf-8";
    if (status)
        return status;
    if ((found || given) && is_plain(f->bytes, f->n)) {
        b->s = f->bytes;
        b->n = f->n;
        return OK;
    }
    status = found ? as_found(b, f, e) : given ? as_utf8(b, f, e) : as_named(b, f, name, e);
    return status ? status : refuse_control(b, f->path, e);
}

int csv_bytes_open(struct csv_bytes *b, const char *path, const char *bytes, size_t n,
                   const char *encoding, struct error *e)
{
    const struct source f = {path, bytes ? bytes : "", n};
    const char *given = encoding && encoding[0] ? encoding : "auto";
    const char *name = csv_encoding_name(given);
    int status;
    memset(b, 0, sizeof *b);
    if (!name)
        return error_set(e, ERR_DATA,
                         "%s: encoding \"%s\": not known; use auto, utf-8, gb18030, windows-1252 "
                         "or another that `iconv -l` lists",
                         path, given);
    status = decode(b, &f, name, e);
    if (status)
        csv_bytes_close(b);
    return status;
}

void csv_bytes_close(struct csv_bytes *b)
{
    free(b->owned);
    memset(b, 0, sizeof *b);
}
