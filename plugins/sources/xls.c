/* SPDX-License-Identifier: MIT */
/* xls: workbooks of Excel 5 to 2003: the way to one of their sheets. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xls_internal.h"

bool xls_fail(struct xls *x, const char *fmt, ...)
{
    va_list args;
    if (x->failed)
        return false;
    va_start(args, fmt);
    vsnprintf(x->call->why, x->call->why_size, fmt, args);
    va_end(args);
    x->failed = true;
    return false;
}

bool xls_grow(struct xls *x, void **v, size_t n, size_t more, size_t *cap, size_t size)
{
    size_t wanted = n + more > 2 * *cap ? n + more : 2 * *cap;
    void *grown;
    if (n + more <= *cap)
        return true;
    grown = realloc(*v, wanted * size);
    if (!grown)
        return xls_fail(x, "out of memory");
    *v = grown;
    *cap = wanted;
    return true;
}

static const struct xls_sheet *find_sheet(struct xls *x, const char *option)
{
    struct sheet_choice k = {.option = option};
    char why[560];
    for (size_t i = 0; i < x->n_sheets; i++)
        sheet_offer(&k, x->sheets[i].name, x->sheets[i].hidden);
    if (sheet_chosen(&k, why, sizeof why))
        return &x->sheets[k.meant];
    xls_fail(x, "%s", why);
    return NULL;
}

static bool read_sheet(struct xls *x)
{
    const struct sheet_options *o = x->call->params;
    const struct xls_sheet *sheet = find_sheet(x, o->sheet);
    char text[XLS_NAME_BYTES + 40];
    if (!sheet)
        return false;
    snprintf(text, sizeof text, "sheet %s is hidden", sheet->name);
    if (x->call->sheet(x->call->to, sheet->name, sheet->hidden) ||
        (sheet->hidden && !sheet_note(x->call, text)))
        return xls_fail(x, "stopped");
    return xls_cells(x, sheet);
}

static bool tell_sheets(struct xls *x)
{
    for (size_t i = 0; i < x->n_sheets; i++)
        if (x->call->sheet(x->call->to, x->sheets[i].name, x->sheets[i].hidden))
            return xls_fail(x, "stopped");
    return true;
}

static int with_book(struct heng_read_call *c, bool (*use)(struct xls *x))
{
    struct xls x = {.call = c, .code_page = (iconv_t)-1};
    bool fine = xls_stream(&x) && xls_book(&x) && use(&x);
    xls_fini(&x);
    return fine ? HENG_OK : HENG_FAIL;
}

static int xls_read(struct heng_read_call *c)
{
    return with_book(c, read_sheet);
}

static int xls_sheets(struct heng_read_call *c)
{
    return with_book(c, tell_sheets);
}

static const struct heng_param params[] = {SHEET_PARAMS};

static const struct heng_source xls = {
    sizeof xls,
    "xls",
    "Excel 97-2003 工作簿",
    "Excel 97-2003 workbook",
    "A sheet of an old Excel workbook (.xls): texts, numbers, dates, saved values of formulas.",
    HENG_PARAMS(params, struct sheet_options),
    0,
    sizeof(struct heng_read_call),
    xls_read,
    xls_sheets,
};
HENG_ONE_SOURCE(xls, "1.0.0", "MIT");
