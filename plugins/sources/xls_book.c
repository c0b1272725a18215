/* SPDX-License-Identifier: MIT */
/* xls: what stands before the sheets: their names, the texts that cells share, the formats. */
#include <stdlib.h>
#include <string.h>

#include "xls_internal.h"

enum {
    BOUNDSHEET = 0x0085,
    CODEPAGE = 0x0042,
    DATEMODE = 0x0022,
    FILEPASS = 0x002f,
    FORMAT = 0x041e,
    SST = 0x00fc,
    XF = 0x00e0,
    BIFF5 = 0x0500,
    BIFF8 = 0x0600
};

static bool record_cut_off(struct xls *x, const char *what)
{
    return xls_fail(x, "%s: a record is cut off; save the workbook again", what);
}

/* A text into a buffer: its length in so many bytes, then itself. */
static bool take_name(struct xls *x, struct xls_cursor *c, size_t bytes, char *to, size_t size)
{
    struct xls_text t = {0};
    size_t n = xls_take(c, bytes);
    bool fine = x->biff8 ? xls_unicode(x, c, n, &t) : xls_bytes(x, c, n, &t);
    size_t kept = t.n < size ? t.n : size - 1;
    while (kept < t.n && kept > 0 && (t.s[kept] & 0xc0) == 0x80)
        kept--;
    if (kept)
        memcpy(to, t.s, kept);
    to[kept] = '\0';
    free(t.s);
    return fine;
}

/* Sheets of charts and of macros have no cells of a table. */
static bool sheet(struct xls *x, const struct xls_record *r)
{
    struct xls_cursor c = {.x = x, .r = *r, .at = 6};
    struct xls_sheet *s;
    if (r->n < 7)
        return record_cut_off(x, "sheets");
    if (r->p[5] != 0)
        return true;
    if (!xls_grow(x, (void **)&x->sheets, x->n_sheets, 1, &x->cap_sheets, sizeof *s))
        return false;
    s = &x->sheets[x->n_sheets++];
    *s = (struct xls_sheet){.at = xls_u32(r->p), .hidden = (r->p[4] & 3) != 0};
    return take_name(x, &c, 1, s->name, sizeof s->name);
}

/* The number of texts that the record claims counts for nothing: they end where it does. */
static bool strings(struct xls *x, const struct xls_record *r)
{
    struct xls_cursor c = {.x = x, .r = *r, .at = 4};
    size_t n = xls_take(&c, 4);
    for (size_t i = 0; i < n && !c.cut; i++) {
        size_t length = xls_take(&c, 2);
        if (c.cut)
            break;
        if (!xls_grow(x, (void **)&x->string_end, x->n_strings, 1, &x->cap_strings,
                      sizeof *x->string_end) ||
            !xls_unicode(x, &c, length, &x->strings))
            return false;
        x->string_end[x->n_strings++] = x->strings.n;
    }
    return true;
}

static bool format(struct xls *x, const struct xls_record *r)
{
    struct xls_cursor c = {.x = x, .r = *r, .at = 2};
    char code[512];
    if (r->n < 3)
        return record_cut_off(x, "formats");
    if (!xls_grow(x, (void **)&x->formats, x->n_formats, 1, &x->cap_formats, sizeof *x->formats) ||
        !take_name(x, &c, x->biff8 ? 2 : 1, code, sizeof code))
        return false;
    x->formats[x->n_formats++] = (struct xls_format){xls_u16(r->p), format_shows_of(code)};
    return true;
}

static bool style(struct xls *x, const struct xls_record *r)
{
    unsigned id;
    uint8_t shows;
    if (r->n < 4)
        return record_cut_off(x, "styles");
    id = xls_u16(r->p + 2);
    shows = format_built_in(id);
    for (size_t i = 0; i < x->n_formats; i++)
        if (x->formats[i].id == id)
            shows = x->formats[i].shows;
    if (!xls_grow(x, (void **)&x->style, x->n_styles, 1, &x->cap_styles, 1))
        return false;
    x->style[x->n_styles++] = shows;
    return true;
}

/* Only BIFF5 has texts in it. */
static bool code_page(struct xls *x, unsigned page)
{
    static const struct {
        unsigned page;
        const char *name;
    } others[] = {{367, "ASCII"},       {932, "CP932"},    {936, "GBK"},
                  {949, "UHC"},         {950, "BIG5"},     {10000, "MACINTOSH"},
                  {32768, "MACINTOSH"}, {32769, "CP1252"}, {1200, "CP1252"}};
    char name[16];
    snprintf(name, sizeof name, "CP%u", page);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].page == page)
            snprintf(name, sizeof name, "%s", others[i].name);
    if (x->code_page != (iconv_t)-1)
        iconv_close(x->code_page);
    x->code_page = iconv_open("UTF-8", name);
    return x->biff8 || x->code_page != (iconv_t)-1 ||
           xls_fail(
               x, "its texts are in the code page %u, which is not known; save the workbook again",
               page);
}

static bool take(struct xls *x, const struct xls_record *r)
{
    switch (r->type) {
    case FILEPASS:
        return xls_fail(x, "it is protected by a password: save it without one");
    case BOUNDSHEET:
        return sheet(x, r);
    case SST:
        return strings(x, r);
    case FORMAT:
        return format(x, r);
    case XF:
        return style(x, r);
    case DATEMODE:
        x->from_1904 = r->n >= 2 && xls_u16(r->p) == 1;
        return true;
    case CODEPAGE:
        return r->n < 2 || code_page(x, xls_u16(r->p));
    default:
        return true;
    }
}

bool xls_book(struct xls *x)
{
    struct xls_record r;
    if (!xls_record(x, 0, &r) || r.type != XLS_BOF || r.n < 4)
        return xls_fail(x, "its workbook begins with no record of one");
    x->biff8 = xls_u16(r.p) == BIFF8;
    if (!x->biff8 && xls_u16(r.p) != BIFF5)
        return xls_fail(x, "a workbook of another version than Excel 5 to 2003; save it as .xlsx");
    if (!code_page(x, 1252))
        return false;
    do
        if (!xls_record(x, r.next, &r))
            return record_cut_off(x, "workbook");
    while (r.type != XLS_EOF && take(x, &r));
    if (!x->failed && x->n_sheets == 0)
        return xls_fail(x, "the workbook has no sheet with cells");
    return !x->failed;
}

void xls_fini(struct xls *x)
{
    if (x->code_page != (iconv_t)-1)
        iconv_close(x->code_page);
    free(x->stream);
    free(x->sheets);
    free(x->strings.s);
    free(x->string_end);
    free(x->formats);
    free(x->style);
}
