/* SPDX-License-Identifier: MIT */
/* Records and fields of RFC 4180, and the delimiter found from the first lines. */
#include "data/csv_scan.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/nfc.h"
#include "data/csv_bytes.h"

enum { SNIFF_ROWS = 20 };

static const char delimiters[] = {',', ';', '\t', '|'};
enum { N_DELIMITERS = sizeof delimiters };

/* ---- blanks -------------------------------------------------------------- */

/* What text_trim takes off, and more that cannot be seen; `inner` may be dropped from within a
   word too, as it never changes how the word looks. */
static const struct blank {
    const char *text;
    bool inner;
} blanks[] = {
    {" ", false},      {"\t", false},     {"\n", false},     {"\v", false},     {"\f", false},
    {"\r", false},     {"\u00a0", false}, {"\u2009", false}, {"\u202f", false}, {"\u3000", false},
    {"\u200c", false}, {"\u200d", false}, {"\u00ad", true},  {"\u200b", true},  {"\u2060", true},
    {"\ufeff", true},  {"\u200e", true},  {"\u200f", true},  {"\u202a", true},  {"\u202b", true},
    {"\u202c", true},  {"\u202d", true},  {"\u202e", true},  {"\u2066", true},  {"\u2067", true},
    {"\u2068", true},  {"\u2069", true},
};
enum { N_BLANKS = sizeof blanks / sizeof *blanks };

/* The bytes that the blanks beyond ASCII begin with. */
static bool is_lead(char c)
{
    return c == '\xc2' || c == '\xe2' || c == '\xe3' || c == '\xef';
}

/* False when s cannot begin or end with a blank: that settles nearly all cells. */
static bool may_be_blank(const char *s, size_t n, bool at_end)
{
    if (n == 0)
        return false;
    if (!at_end)
        return (unsigned char)s[0] <= ' ' || is_lead(s[0]);
    return (unsigned char)s[n - 1] <= ' ' ||
           ((unsigned char)s[n - 1] >= 0x80 &&
            ((n >= 2 && is_lead(s[n - 2])) || (n >= 3 && is_lead(s[n - 3]))));
}

/* The length of the blank that s begins or ends with, or 0. */
static size_t blank_length(const char *s, size_t n, bool at_end)
{
    if (!may_be_blank(s, n, at_end))
        return 0;
    for (size_t i = 0; i < N_BLANKS; i++) {
        size_t m = strlen(blanks[i].text);
        if (m <= n && memcmp(at_end ? s + n - m : s, blanks[i].text, m) == 0)
            return m;
    }
    return 0;
}

const char *csv_trim(const char *s, size_t *n)
{
    size_t m;
    while ((m = blank_length(s, *n, false)) > 0) {
        s += m;
        *n -= m;
    }
    while ((m = blank_length(s, *n, true)) > 0)
        *n -= m;
    return s;
}

size_t csv_invisible(const char *s, size_t n)
{
    if (*s != '\xc2' && *s != '\xe2' && *s != '\xef')
        return 0;
    for (size_t i = 0; i < N_BLANKS; i++) {
        size_t m = strlen(blanks[i].text);
        if (blanks[i].inner && m <= n && memcmp(s, blanks[i].text, m) == 0)
            return m;
    }
    return 0;
}

/* ---- one record ---------------------------------------------------------- */

const char *csv_scan_column(const struct csv_scan *s, size_t i, char text[32])
{
    if (s->names && i < s->n_names)
        return s->names[i];
    snprintf(text, 32, "%zu", i + 1);
    return text;
}

static int bad_quote(const struct csv_scan *s, size_t line, const char *why, struct error *e)
{
    char number[32];
    return error_set(e, ERR_DATA, "%s:%zu: column %s: %s", s->path, line,
                     csv_scan_column(s, s->n - 1, number), why);
}

static bool at_end_of_field(const struct csv_scan *s)
{
    return s->p == s->end || *s->p == s->delimiter || *s->p == '\n' || *s->p == '\r';
}

static void skip_blanks(struct csv_scan *s)
{
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\t') && *s->p != s->delimiter)
        s->p++;
}

/* p is behind the opening quote. */
static int scan_quoted(struct csv_scan *s, struct csv_field *f, struct error *e)
{
    const char *start = s->p, *close = NULL;
    for (const char *q = start; !close; q = q ? q + 2 : q) {
        q = q < s->end ? memchr(q, '"', (size_t)(s->end - q)) : NULL;
        if (!q && s->at_end)
            *s->at_end = true;
        if (!q)
            return bad_quote(s, f->line,
                             "a quote opens here and never closes; close it, or "
                             "double a quote that is part of the text",
                             e);
        if (q + 1 == s->end || q[1] != '"')
            close = q;
    }
    f->s = start;
    f->n = (size_t)(close - start);
    f->quoted = true;
    s->line += csv_count_lines(f->s, f->n);
    s->p = close + 1;
    skip_blanks(s);
    if (!at_end_of_field(s))
        return bad_quote(s, s->line,
                         "text behind the closing quote; double a quote that is part "
                         "of the text",
                         e);
    return OK;
}

static int scan_plain(struct csv_scan *s, struct csv_field *f, struct error *e)
{
    const char *p = f->s;
    while (p < s->end && !s->stop[(unsigned char)*p])
        p++;
    s->p = p;
    f->n = (size_t)(p - f->s);
    if (p < s->end && *p == '"')
        return bad_quote(s, f->line,
                         "a quote within a cell that does not begin with one; put the "
                         "whole cell in quotes and double the quote within",
                         e);
    return OK;
}

int csv_scan_cell(struct csv_scan *s, struct error *e)
{
    struct csv_field *f;
    int status;
    if (s->n == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 64;
        struct csv_field *more = realloc(s->fields, cap * sizeof *more);
        if (!more)
            return error_no_memory_for(e, s->path);
        s->fields = more;
        s->cap = cap;
    }
    if (s->n == CSV_COLUMNS_MAX)
        return error_set(e, ERR_DATA, "%s:%zu: more than %d columns", s->path, s->line,
                         CSV_COLUMNS_MAX);
    f = &s->fields[s->n++];
    f->line = s->line;
    f->s = s->p;
    f->quoted = false;
    skip_blanks(s);
    if (s->p < s->end && *s->p == '"') {
        s->p++;
        status = scan_quoted(s, f, e);
    } else {
        status = scan_plain(s, f, e);
    }
    if (!status)
        f->s = csv_trim(f->s, &f->n);
    return status;
}

void csv_scan_finish(struct csv_scan *s)
{
    if (s->p == s->end) {
        if (s->at_end)
            *s->at_end = true;
        return;
    }
    if (*s->p == '\r' && s->p + 1 < s->end && s->p[1] == '\n')
        s->p++;
    s->p++;
    s->line++;
}

void csv_scan_start(struct csv_scan *s)
{
    s->n = 0;
    s->row_line = s->line;
}

static int scan_record(struct csv_scan *s, struct error *e)
{
    csv_scan_start(s);
    for (;;) {
        int status = csv_scan_cell(s, e);
        if (status)
            return status;
        if (s->p == s->end || *s->p != s->delimiter)
            break;
        s->p++;
    }
    csv_scan_finish(s);
    return OK;
}

static bool is_blank(const struct csv_scan *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->fields[i].n || s->fields[i].quoted)
            return false;
    return true;
}

int csv_scan_next(struct csv_scan *s, bool *more, struct error *e)
{
    *more = false;
    while (s->p < s->end) {
        int status = scan_record(s, e);
        if (status)
            return status;
        if (!is_blank(s)) {
            *more = true;
            break;
        }
    }
    return OK;
}

/* ---- rows against the header --------------------------------------------- */

int csv_scan_width(const struct csv_scan *s, size_t want, struct error *e)
{
    const char *advice = s->n < want ? "fill in the missing cells, if only with the delimiter"
                                     : "put a cell that holds the delimiter in quotes";
    if (s->n == want)
        return OK;
    for (size_t i = 0; i < s->n; i++)
        if (s->n < want && memmem(s->fields[i].s, s->fields[i].n, "\xef\xbc\x8c", 3))
            advice = "it holds a full-width comma (U+FF0C): if it should part two cells, write ,";
    return error_set(e, ERR_DATA, "%s:%zu: %zu cell%s where the header has %zu; %s", s->path,
                     s->row_line, s->n, s->n == 1 ? "" : "s", want, advice);
}

size_t csv_scan_rows_max(const struct csv_scan *s, size_t n_columns)
{
    size_t n = (size_t)(s->end - s->p);
    size_t lines = csv_count_lines(s->p, n) + 1;
    size_t by_size = n / n_columns + 1; /* a row has at least a byte for each column */
    return lines < by_size ? lines : by_size;
}

/* ---- the delimiter ------------------------------------------------------- */

static void set_delimiter(struct csv_scan *s, char delimiter)
{
    s->delimiter = delimiter;
    memset(s->stop, 0, sizeof s->stop);
    s->stop[(unsigned char)delimiter] = s->stop['\n'] = s->stop['\r'] = s->stop['"'] = true;
}

/* How often each delimiter stands in the header, outside quotes. */
static void count_delimiters(const struct csv_scan *s, size_t count[N_DELIMITERS])
{
    bool inside = false;
    memset(count, 0, N_DELIMITERS * sizeof *count);
    for (const char *p = s->p; p < s->end && (inside || (*p != '\n' && *p != '\r')); p++) {
        if (*p == '"')
            inside = !inside;
        for (size_t i = 0; i < N_DELIMITERS && !inside; i++)
            count[i] += *p == delimiters[i];
    }
}

/* True when the next rows have as many cells as the header; *rows counts them. */
static bool fits(const struct csv_scan *s, char delimiter, size_t *rows)
{
    struct csv_scan probe = *s;
    struct error unused;
    size_t columns = 0;
    bool more = true, even = true;
    probe.fields = NULL;
    probe.cap = 0;
    set_delimiter(&probe, delimiter);
    for (*rows = 0; even && *rows <= SNIFF_ROWS; ++*rows) {
        even = !csv_scan_next(&probe, &more, &unused);
        if (!even || !more)
            break;
        columns = *rows ? columns : probe.n;
        even = probe.n == columns;
    }
    free(probe.fields);
    return even;
}

static const char *shown(char delimiter)
{
    static const char *const names[N_DELIMITERS] = {"a comma", "a semicolon", "a tab", "a bar |"};
    const char *at = memchr(delimiters, delimiter, N_DELIMITERS);
    return at ? names[at - delimiters] : "?";
}

static int find_delimiter(struct csv_scan *s, struct error *e)
{
    size_t count[N_DELIMITERS], best = 0, seen = 0, fitting = 0, chosen = 0, rows = 0;
    count_delimiters(s, count);
    for (size_t i = 0; i < N_DELIMITERS; i++) {
        seen += count[i] > 0;
        best = count[i] > count[best] ? i : best;
    }
    for (size_t i = 0; i < N_DELIMITERS && seen > 1; i++) {
        if (count[i] == 0 || !fits(s, delimiters[i], &rows))
            continue;
        if (fitting++ && rows > 1)
            return error_set(e, ERR_DATA, "%s:%zu: %s or %s could part the columns; set delimiter",
                             s->path, s->line, shown(delimiters[chosen]), shown(delimiters[i]));
        chosen = i;
    }
    set_delimiter(s, delimiters[fitting == 1 ? chosen : best]);
    return OK;
}

/* ---- opening ------------------------------------------------------------- */

static int skip_lines(struct csv_scan *s, size_t n, struct error *e)
{
    for (; n; n--) {
        while (s->p < s->end && *s->p != '\n' && *s->p != '\r')
            s->p++;
        csv_scan_finish(s);
    }
    if (s->p == s->end)
        return error_set(e, ERR_DATA, "%s: ends before its header on line %zu; check header_rows",
                         s->path, s->line);
    return OK;
}

int csv_scan_open(struct csv_scan *s, const char *path, const char *text, size_t n,
                  const struct csv_options *o, struct error *e)
{
    return csv_scan_open_head(s, path, text, n, o, NULL, e);
}

int csv_scan_open_head(struct csv_scan *s, const char *path, const char *text, size_t n,
                       const struct csv_options *o, bool *at_end, struct error *e)
{
    size_t seen = n;
    int status;
    memset(s, 0, sizeof *s);
    s->at_end = at_end;
    s->path = path;
    s->text = text;
    s->p = text;
    s->end = text + n;
    s->line = 1;
    csv_trim(text, &seen);
    if (seen == 0)
        return error_set(e, ERR_DATA, "%s: the file is empty; a header and rows are needed", path);
    if (o->delimiter && strchr("\"\r\n.", o->delimiter))
        return error_set(e, ERR_DATA,
                         "%s: delimiter: a quote, a point or a line end cannot be "
                         "one; use , ; tab or |",
                         path);
    status = skip_lines(s, o->header_rows > 1 ? o->header_rows - 1 : 0, e);
    if (!status && o->delimiter)
        set_delimiter(s, o->delimiter);
    else if (!status)
        status = find_delimiter(s, e);
    return status;
}

void csv_scan_close(struct csv_scan *s)
{
    free(s->fields);
    s->fields = NULL;
}

/* ---- cell to text -------------------------------------------------------- */

static bool is_shielded(const char *s, size_t n)
{
    return n >= 2 && s[0] == '\'' && memchr("=+-@\t\r'", s[1], 7);
}

void csv_decode(struct str *b, const char *s, size_t n)
{
    const char *end = s + n, *q;
    if (is_shielded(s, n))
        s++;
    while (s < end && (q = memchr(s, '"', (size_t)(end - s)))) {
        str_add_bytes(b, s, (size_t)(q + 1 - s));
        s = q + 2;
    }
    if (s < end)
        str_add_bytes(b, s, (size_t)(end - s));
}

static char *decode_copy(struct arena *a, const char *s, size_t n)
{
    struct str b = {0};
    char *copy;
    if (n == 0 || (s[0] != '\'' && !memchr(s, '"', n)))
        return arena_strndup(a, s, n);
    csv_decode(&b, s, n);
    copy = b.failed ? NULL : arena_strndup(a, b.s ? b.s : "", b.n);
    str_fini(&b);
    return copy;
}

char *csv_decode_copy(struct arena *a, const char *s, size_t n)
{
    char *copy = decode_copy(a, s, n);
    if (copy && nfc_may_change(s, n))
        copy[nfc_compose(copy, strlen(copy))] = '\0';
    return copy;
}
