/* SPDX-License-Identifier: MIT */
/* The cells of a CSV as a sheet. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/nfc.h"
#include "data/csv_bytes.h"
#include "data/csv_scan.h"
#include "data/shape.h"

enum { SAMPLED = 200, N_DELIMITERS = 4, WIDTHS = 512 };

/* A tab or bar that parts rows evenly is no accident; a comma may be a decimal mark. */
static const char delimiters[N_DELIMITERS] = {'\t', '|', ';', ','};

/* How many of the first rows have the width that most have, of those of two cells and more. */
static size_t evenness(const char *path, const char *text, size_t n, char delimiter)
{
    const struct csv_options o = {.delimiter = delimiter};
    size_t rows[WIDTHS] = {0}, best = 0;
    struct csv_scan s;
    struct error unused;
    bool more = true;
    if (!csv_scan_open(&s, path, text, n, &o, &unused))
        for (size_t i = 0; i < SAMPLED && !csv_scan_next(&s, &more, &unused) && more; i++)
            if (s.n > 1)
                rows[s.n < WIDTHS ? s.n : WIDTHS - 1]++;
    csv_scan_close(&s);
    for (size_t i = 0; i < WIDTHS; i++)
        best = rows[i] > best ? rows[i] : best;
    return best;
}

static char find_delimiter(const struct csv_bytes *text, const char *path)
{
    size_t best = 0;
    char found = ',';
    for (size_t i = 0; i < N_DELIMITERS; i++) {
        size_t even = evenness(path, text->s, text->n, delimiters[i]);
        if (even > best) {
            best = even;
            found = delimiters[i];
        }
    }
    return found;
}

static int take_cell(struct sheet *to, size_t row, size_t column, const struct csv_field *f,
                     struct str *scratch, struct error *e)
{
    bool plain =
        f->n == 0 || (f->s[0] != '\'' && !memchr(f->s, '"', f->n) && !nfc_may_change(f->s, f->n));
    size_t n;
    if (plain)
        return sheet_text(to, row, column, f->s, f->n, e);
    scratch->n = 0;
    csv_decode(scratch, f->s, f->n);
    if (scratch->failed)
        return error_no_memory_for(e, to->path);
    n = scratch->n ? nfc_compose(scratch->s, scratch->n) : 0;
    return sheet_text(to, row, column, scratch->s ? scratch->s : "", n, e);
}

int sheet_of_csv(struct sheet *s, const struct csv_bytes *text, const struct csv_options *o,
                 struct error *e)
{
    struct csv_options own = {.delimiter = o->delimiter};
    struct csv_scan scan = {0};
    struct str scratch = {0};
    bool more = true;
    int status;
    if (!own.delimiter)
        own.delimiter = find_delimiter(text, s->path);
    s->even = true;
    s->encoding = text->encoding;
    s->doubt = text->doubt;
    s->delimiter = own.delimiter;
    status = csv_scan_open(&scan, s->path, text->s, text->n, &own, e);
    for (size_t row = 0; !status; row++) {
        status = csv_scan_next(&scan, &more, e);
        if (status || !more)
            break;
        status = sheet_line(s, row, scan.row_line, e);
        for (size_t i = 0; i < scan.n && !status; i++)
            status = take_cell(s, row, i, &scan.fields[i], &scratch, e);
    }
    str_fini(&scratch);
    csv_scan_close(&scan);
    return status;
}

/* ---- the other way ----------------------------------------------------------------------------
 */

static bool put_text(struct csv_writer *w, const struct sheet_cell *c, struct str *text)
{
    text->n = 0;
    str_add_bytes(text, c->s, c->n);
    csv_text(w, text->failed ? "" : text->s);
    return !text->failed;
}

bool sheet_write(const struct sheet *s, FILE *f)
{
    struct csv_writer w = {.out = f};
    struct str text = {0};
    bool fine = true;
    for (size_t i = 0; fine && i < s->n_rows; i++) {
        for (size_t j = 0; fine && j < s->n_columns; j++) {
            struct sheet_cell c = sheet_at(s, i, j);
            if (c.kind == SHEET_TEXT)
                fine = put_text(&w, &c, &text);
            else
                csv_number(&w, c.kind == SHEET_NUMBER ? c.v : NAN);
        }
        csv_end_line(&w);
    }
    str_fini(&text);
    return fine;
}
