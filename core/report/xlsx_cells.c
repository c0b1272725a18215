/* SPDX-License-Identifier: MIT */
/* Sheets and cells of the workbook. */
#include <math.h>
#include <string.h>

#include "report/markup.h"
#include "report/xlsx_internal.h"

enum { NAME_MAX_CHARACTERS = 31, LINE_HEIGHT = 16 /* points */ };

/* What no sheet may be called is left out, and what is too long cut; several runs are numbered, and
   made-up data are called so. */
const char *book_name(struct workbook *b, const char *kind, const char *of)
{
    char text[4 * NAME_MAX_CHARACTERS + 1];
    const char *made_up = b->x->r->plan->synthetic ? WORDS(b, "虚构 ", "made-up ") : "";
    const char *whole = b->n > 1
                            ? document_text(b->x->d, "%zu %s%s%s%s", b->edition + 1, made_up, kind,
                                            *of ? " " : "", of)
                            : document_text(b->x->d, "%s%s%s%s", made_up, kind, *of ? " " : "", of);
    size_t n = 0, characters = 0;
    struct str plain = {0};
    markup_plain(&plain, whole);
    b->failed = b->failed || plain.failed;
    for (whole = plain.s ? plain.s : ""; *whole && n < sizeof text - 1; whole++) {
        if (strchr("[]:*?/\\'", *whole))
            continue;
        if (((unsigned char)*whole & 0xc0) != 0x80 && ++characters > NAME_MAX_CHARACTERS - 3)
            break;
        text[n++] = *whole;
    }
    text[n] = '\0';
    str_fini(&plain);
    return document_text(b->x->d, "%s", text);
}

/* On its tab, and at the head of each page that is printed. */
static void mark_made_up(struct workbook *b, lxw_worksheet *s)
{
    worksheet_set_tab_color(s, 0x8f1d13);
    worksheet_set_header(
        s, WORDS(b, "&C&B虚构数据，仅作示例", "&C&BMade-up data, for demonstration only"));
}

/* A second sheet of a name is told apart by a number. */
lxw_worksheet *book_sheet(struct workbook *b, const char **name)
{
    const char *first = *name;
    lxw_worksheet *s;
    for (int i = 2; i < 1000 && workbook_get_worksheet_by_name(b->book, *name); i++)
        *name = document_text(b->x->d, "%s%d", first, i);
    s = workbook_add_worksheet(b->book, *name);
    b->failed = b->failed || !s;
    if (!s)
        return NULL;
    worksheet_set_landscape(s);
    worksheet_fit_to_pages(s, 1, 0);
    if (b->x->r->plan->synthetic)
        mark_made_up(b, s);
    return s;
}

void book_lines(struct workbook *b, lxw_worksheet *s, size_t row, const char *text, size_t width,
                lxw_format *style)
{
    const size_t lines = 1 + text_width(text) / (width + width / 8);
    worksheet_set_row(s, (lxw_row_t)row, LINE_HEIGHT * (double)(lines < 20 ? lines : 20), NULL);
    book_text(b, s, row, 0, text, style);
}

void book_text(struct workbook *b, lxw_worksheet *s, size_t row, size_t column, const char *text,
               lxw_format *style)
{
    struct str plain = {0};
    if (!text || !*text)
        return;
    markup_plain(&plain, text);
    b->failed = b->failed || plain.failed;
    if (!plain.failed)
        worksheet_write_string(s, (lxw_row_t)row, (lxw_col_t)column, plain.s, style);
    str_fini(&plain);
}

/* NaN is no number of a workbook: the cell stays blank. */
void book_number(lxw_worksheet *s, size_t row, size_t column, double v, lxw_format *style)
{
    if (isfinite(v))
        worksheet_write_number(s, (lxw_row_t)row, (lxw_col_t)column, v, style);
    else
        worksheet_write_blank(s, (lxw_row_t)row, (lxw_col_t)column, style);
}

void book_formula(struct workbook *b, lxw_worksheet *s, size_t row, size_t column,
                  const struct str *formula, double v, lxw_format *style)
{
    b->failed = b->failed || formula->failed;
    if (!formula->failed)
        worksheet_write_formula_num(s, (lxw_row_t)row, (lxw_col_t)column, formula->s, style, v);
}

/* "$C$3" by which of the two are fixed. */
const char *book_cell(struct workbook *b, size_t row, size_t column, bool fixed_row,
                      bool fixed_column)
{
    char letters[8];
    size_t n = 0, c = column + 1;
    for (; c > 0; c = (c - 1) / 26)
        letters[n++] = (char)('A' + (c - 1) % 26);
    for (size_t i = 0; i < n / 2; i++) {
        const char swap = letters[i];
        letters[i] = letters[n - 1 - i];
        letters[n - 1 - i] = swap;
    }
    return document_text(b->x->d, "%s%.*s%s%zu", fixed_column ? "$" : "", (int)n, letters,
                         fixed_row ? "$" : "", row + 1);
}

void book_heads(struct workbook *b, lxw_worksheet *s, size_t row, const char *const *heads,
                size_t n)
{
    for (size_t i = 0; i < n; i++)
        book_text(b, s, row, i, heads[i], b->style.head);
}
