/* SPDX-License-Identifier: MIT */
/* xlsx: the texts that cells share, and which of the numbers are dates. */
#include <stdlib.h>
#include <string.h>

#include "xlsx_internal.h"

/* ---- shared strings ------------------------------------------------------- */

/* <si> holds <t>, or runs <r> of rich text with a <t> each; the <t> of <rPh> says how it is read
   aloud, and is no part of it. */
struct strings {
    struct workbook *book;
    bool in_text, in_phonetic;
};

static void string_start(void *of, const char *name, const char **attributes)
{
    struct strings *s = of;
    (void)attributes;
    if (strcmp(name, "rPh") == 0)
        s->in_phonetic = true;
    else if (strcmp(name, "t") == 0)
        s->in_text = !s->in_phonetic;
}

static void string_end(void *of, const char *name)
{
    struct strings *s = of;
    struct workbook *b = s->book;
    if (strcmp(name, "rPh") == 0)
        s->in_phonetic = false;
    else if (strcmp(name, "t") == 0)
        s->in_text = false;
    else if (strcmp(name, "si") == 0 && grow_array(b->package, (void **)&b->string_end,
                                                   b->n_strings, &b->cap_strings, sizeof(size_t)))
        b->string_end[b->n_strings++] = b->strings.n;
}

static void string_text(void *of, const char *text, size_t n)
{
    struct strings *s = of;
    if (s->in_text)
        growing_put(s->book->package, &s->book->strings, text, n);
}

bool workbook_strings(struct workbook *b)
{
    static const struct package_handler handler = {string_start, string_end, string_text};
    struct strings s = {.book = b};
    return !b->strings_part[0] || package_parse(b->package, b->strings_part, &handler, &s);
}

/* ---- styles --------------------------------------------------------------- */

struct format {
    unsigned id;
    uint8_t shows;
};

struct styles {
    struct workbook *book;
    struct format *formats; /* of the workbook's own */
    size_t n, cap;
    bool in_cells; /* cellXfs, not cellStyleXfs */
};

static uint8_t style_shows(const struct styles *s, unsigned id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->formats[i].id == id)
            return s->formats[i].shows;
    return format_built_in(id);
}

static unsigned number_of(const char *s)
{
    return (unsigned)strtoul(s, NULL, 10);
}

static void style_start(void *of, const char *name, const char **attributes)
{
    struct styles *s = of;
    struct workbook *b = s->book;
    unsigned id = number_of(package_attribute(attributes, "numFmtId"));
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = true;
    if (strcmp(name, "numFmt") == 0 &&
        grow_array(b->package, (void **)&s->formats, s->n, &s->cap, sizeof *s->formats))
        s->formats[s->n++] =
            (struct format){id, format_shows_of(package_attribute(attributes, "formatCode"))};
    if (strcmp(name, "xf") == 0 && s->in_cells &&
        grow_array(b->package, (void **)&b->style, b->n_styles, &b->cap_styles, 1))
        b->style[b->n_styles++] = style_shows(s, id);
}

static void style_end(void *of, const char *name)
{
    struct styles *s = of;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = false;
}

bool workbook_styles(struct workbook *b)
{
    static const struct package_handler handler = {.start = style_start, .end = style_end};
    struct styles s = {.book = b};
    bool fine = !b->styles_part[0] || package_parse(b->package, b->styles_part, &handler, &s);
    free(s.formats);
    return fine;
}

unsigned workbook_shows(const struct workbook *b, size_t style)
{
    return style < b->n_styles ? b->style[style] : 0;
}
