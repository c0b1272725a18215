/* SPDX-License-Identifier: MIT */
/*
 * The page. All that comes from data goes through markup_text or markup_attribute; the only style
 * and scripts that run are the page's own, named by their hashes in its content security policy.
 */
#include "report/html.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/number.h"
#include "data/text_index.h"
#include "report/assets.h"
#include "report/markup.h"

enum { COMPACT_ROWS = 14 };  /* more of them stand in two halves */
enum { LISTS_MAX = 9 };      /* deeper items stand in the deepest */
enum { NUMBERED_MOST = 30 }; /* columns that a table's own class can set */
enum { LONG_ROWS = 200 };    /* a table of more is laid out when it comes into sight */
enum { WIDE_FIGURE = 600 };  /* its caption stands beside it where there is room */
enum {
    SCROLLED_FIGURE = 450
};                      /* on a phone it is moved rather than shrunk until it cannot be read */
enum { SMALL_MM = 70 }; /* of small figures, wider ones stand in twos */

struct page {
    const struct document *d;
    struct str *out;
    struct error *e;
    bool in_multiples, in_card;
    size_t n_figures, n_tables; /* that are numbered */
    bool lists[LISTS_MAX];      /* those that are open: whether they count */
    size_t n_lists;
    struct text_index shared; /* what drawings share */
    int status;
};

/* ---- head ----------------------------------------------------------------- */

static void put_variables(struct str *s, bool dark)
{
    for (size_t i = INK_NONE + 1; i < N_INKS; i++)
        str_printf(s, "--%s:#%06x;", palette[i].name, dark ? palette[i].dark : palette[i].light);
}

/* A rule for each column that a class of its table names: .n3 has figures in the third. */
static void put_column_rules(struct str *s, char letter, const char *rule)
{
    for (int i = 1; i <= NUMBERED_MOST; i++)
        str_printf(s, "%s.%c%d td:nth-child(%d)", i > 1 ? "," : "", letter, i, i);
    str_printf(s, "{%s}\n", rule);
}

/* That data are made up stands on every printed page, where it covers nothing: in the margin, which
   Chromium can write into since 131, as one with these two is; else in room that is kept free at
   the head of each page, or that all have above it. */
static void put_warning_style(const struct document *d, struct str *s)
{
    if (d->synthetic)
        str_printf(
            s,
            "@page{@top-center{content:\"%s\";color:#8f1d13;font-size:8pt;font-weight:600}}\n"
            "@media print{\n"
            "@supports (box-decoration-break:clone){.synthetic{top:0}"
            "main{box-decoration-break:clone;padding-top:7mm}}\n"
            "@supports selector(::details-content) and (interpolate-size:allow-keywords){"
            ".synthetic{position:static}main{padding-top:0}}\n}\n",
            document_warning(d));
}

static void put_style(const struct document *d, struct str *s)
{
    str_add(s, ":root{color-scheme:light dark;");
    put_variables(s, false);
    str_add(s, "}@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){");
    put_variables(s, true);
    str_add(s, "}}@media screen{:root[data-theme=dark]{color-scheme:dark;");
    put_variables(s, true);
    str_add(s, "}:root[data-theme=light]{color-scheme:light}}\n");
    for (size_t i = INK_NONE + 1; i < N_INKS; i++) {
        const char *name = palette[i].name;
        str_printf(s, ".f-%s{fill:var(--%s)}.s-%s{stroke:var(--%s)}.b-%s{--b:var(--%s)}", name,
                   name, name, name, name, name);
    }
    /* Texts on shades are dark on light ones and light on dark ones, on either ground. */
    str_add(s, "\n.b-step-1,.b-step-2,.b-low-2,.b-high-2{color:var(--ground)}\n");
    put_column_rules(s, 'n',
                     "text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap");
    put_column_rules(s, 'e', "font-weight:650");
    str_add(s, page_css);
    if (d->css)
        str_add(s, d->css);
    put_warning_style(d, s);
}

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* n bytes as base64 (RFC 4648). */
static void put_base64(struct str *out, const unsigned char *p, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        const size_t left = n - i;
        const unsigned three = (unsigned)p[i] << 16 | (left > 1 ? (unsigned)p[i + 1] << 8 : 0) |
                               (left > 2 ? p[i + 2] : 0u);
        const char four[] = {digits[three >> 18 & 63], digits[three >> 12 & 63],
                             left > 1 ? digits[three >> 6 & 63] : '=',
                             left > 2 ? digits[three & 63] : '='};
        str_add_bytes(out, four, 4);
    }
}

/* 'sha256-...' of a text, as a content security policy names it. */
static void put_hash(struct str *out, const struct str *text)
{
    char hex[HASH_TEXT];
    unsigned char bytes[32];
    hash_bytes(text->s, text->n, hex);
    for (size_t i = 0; i < 32; i++)
        bytes[i] = (unsigned char)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
    str_add(out, "'sha256-");
    put_base64(out, bytes, 32);
    str_add(out, "'");
}

static void put_head(struct page *p, const struct str *style, const struct str *script)
{
    const struct document *d = p->d;
    struct str *out = p->out;
    str_printf(out, "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n",
               document_words(d, "zh-CN", "en"));
    str_add(out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                 "style-src ");
    put_hash(out, style);
    str_add(out, "; script-src ");
    put_hash(out, script);
    str_add(out, " 'wasm-unsafe-eval'; img-src data:; base-uri 'none'; form-action 'none'\">\n");
    str_add(out, "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    markup_text(out, d->title);
    str_add(out, "</title>\n<style>");
    str_add_bytes(out, style->s, style->n);
    str_add(out, "</style></head><body>\n");
}

/* As a picture: a browser runs no script of it and opens nothing for it. */
static void put_logo(struct page *p)
{
    const char *logo = p->d->logo;
    if (!logo)
        return;
    str_add(p->out, "<img class=\"logo\" alt=\"\" src=\"data:image/svg+xml;base64,");
    put_base64(p->out, (const unsigned char *)logo, strlen(logo));
    str_add(p->out, "\">");
}

static void put_contents_link(struct page *p, const struct block *b)
{
    str_add(p->out, "<a href=\"#");
    markup_text(p->out, b->id);
    str_add(p->out, "\">");
    markup_text(p->out, b->text);
    str_add(p->out, "</a>");
}

/* The bar that stays on top of a screen. */
static void put_bar(struct page *p)
{
    const struct document *d = p->d;
    str_add(p->out, "<nav class=\"contents\"");
    markup_attribute(p->out, "aria-label", document_words(d, "目录", "Contents"));
    str_add(p->out, "><div><p>");
    for (size_t i = 0; i < d->n; i++)
        if (d->blocks[i].kind == BLOCK_HEADING && d->blocks[i].level == 1)
            put_contents_link(p, &d->blocks[i]);
    str_add(p->out, "</p></div></nav>\n");
}

static bool is_book(const struct document *d)
{
    return d->depth > 0;
}

/* The list of contents, on paper and of a book: chapters, and their sections. */
static void put_contents(struct page *p)
{
    const struct document *d = p->d;
    const int deepest = is_book(d) ? 2 : 1;
    int level = 0;
    str_printf(p->out, "<div class=\"toc%s\"><h2>%s</h2>", is_book(d) ? " book" : "",
               document_words(d, "目录", "Contents"));
    for (size_t i = 0; i < d->n; i++) {
        const struct block *b = &d->blocks[i];
        if (b->kind != BLOCK_HEADING || b->level > deepest || !b->id)
            continue;
        for (; level < b->level; level++)
            str_add(p->out, "<ol>");
        for (; level > b->level; level--)
            str_add(p->out, "</ol>");
        str_add(p->out, "<li>");
        put_contents_link(p, b);
    }
    for (; level > 0; level--)
        str_add(p->out, "</ol>");
    str_add(p->out, "</div>\n");
}

static void put_top(struct page *p)
{
    const struct document *d = p->d;
    struct str *out = p->out;
    str_add(out, "<a class=\"skip\" href=\"#main\">");
    str_add(out, document_words(d, "跳到正文", "Skip to content"));
    str_add(out, "</a>\n");
    if (d->synthetic)
        str_printf(out, "<p class=\"synthetic\">%s</p>\n", document_warning(d));
    str_add(out, "<header>");
    put_logo(p);
    str_add(out, "<h1>");
    markup_text(out, d->title);
    str_add(out, "</h1>");
    if (*d->publisher || *d->date) {
        str_add(out, "<p class=\"by\">");
        markup_text(out, d->publisher);
        str_add(out, *d->publisher && *d->date ? " · " : "");
        markup_text(out, d->date);
        str_add(out, "</p>");
    }
    if (d->other) {
        str_add(out, "<p class=\"other\"><a");
        markup_attribute(out, "href", d->other);
        str_add(out, document_words(d, " hreflang=\"en\" lang=\"en\">English",
                                    " hreflang=\"zh-CN\" lang=\"zh-CN\">中文"));
        str_add(out, "</a></p>");
    }
    str_add(out, "</header>\n");
    put_bar(p);
    str_add(out, "<main id=\"main\">\n");
    put_contents(p);
}

/* ---- drawings ------------------------------------------------------------- */

static void put_drawing(struct page *p, const struct drawing *g, const struct figure_words *w)
{
    struct canvas c;
    if (!g->draw || p->status)
        return;
    p->status = canvas_svg(&c, g->width, g->height, w, &p->shared, p->out, p->e);
    if (p->status)
        return;
    g->draw(&c, g->of);
    p->status = canvas_finish(&c, p->e);
}

/* ---- tables --------------------------------------------------------------- */

static bool is_plain(const struct document_table *t, size_t column)
{
    return column != t->row_header && t->columns[column].kind == COLUMN_TEXT;
}

/* Characters as wide as a Chinese one that the longest text of a column takes, at most `most`: so
   much room has a column of texts, which would else be broken after each of them. */
static size_t widest(const struct document_table *t, size_t column, size_t most)
{
    size_t width = text_width(t->columns[column].title);
    for (size_t row = 0; row < t->n_rows && width < 2 * most; row++) {
        const char *text = t->cells[row * t->n_columns + column].text;
        const size_t n = text ? text_width(text) : 0;
        width = n > width ? n : width;
    }
    return width / 2 < most ? (width + 1) / 2 : most;
}

static void put_head_cell(struct page *p, const struct document_table *t, size_t column)
{
    const struct document_column *c = &t->columns[column];
    str_add(p->out, "<th scope=\"col\"");
    if (c->kind == COLUMN_NUMBER)
        str_add(p->out, " class=\"n\"");
    if (is_plain(t, column))
        str_printf(p->out, " class=\"w%zu\"", widest(t, column, 9));
    if (c->kind == COLUMN_DRAWING)
        str_add(p->out, " data-still");
    str_add(p->out, ">");
    markup_text(p->out, c->title);
    if (c->unit && *c->unit) {
        str_add(p->out, "<small>");
        markup_text(p->out, c->unit);
        str_add(p->out, "</small>");
    }
}

/* What the table's own class does not say already (put_table_class). */
static void put_class(struct page *p, const struct document_table *t, size_t column,
                      const struct document_cell *cell)
{
    const struct document_column *c = &t->columns[column];
    const bool here = column >= NUMBERED_MOST || column == t->row_header;
    const bool number = here && c->kind == COLUMN_NUMBER, strong = here && c->emphasised;
    if (!number && !strong && cell->shade == INK_NONE)
        return;
    str_add(p->out, " class=\"");
    str_add(p->out, number ? "n" : "");
    str_add(p->out, strong ? number ? " em" : "em" : "");
    if (cell->shade != INK_NONE)
        str_printf(p->out, "%sb-%s", number || strong ? " " : "", palette[cell->shade].name);
    str_add(p->out, "\"");
}

static void put_table_class(struct page *p, const struct document_table *t)
{
    const char *before = " class=\"";
    for (size_t i = 0; i < t->n_columns && i < NUMBERED_MOST; i++) {
        if (t->columns[i].kind == COLUMN_NUMBER) {
            str_printf(p->out, "%sn%zu", before, i + 1);
            before = " ";
        }
        if (t->columns[i].emphasised) {
            str_printf(p->out, "%se%zu", before, i + 1);
            before = " ";
        }
    }
    str_add(p->out, *before == ' ' && before[1] == '\0' ? "\"" : "");
}

/* The number in full, to sort by. */
static void put_value(struct page *p, const struct document_table *t,
                      const struct document_column *c, const struct document_cell *cell)
{
    char text[NUMBER_TEXT_MAX];
    if (c->kind != COLUMN_NUMBER || !t->sortable)
        return;
    text[0] = '\0';
    if (!isnan(cell->v))
        number_format(cell->v, text);
    str_printf(p->out, " data-v=\"%s\"", text);
}

static void put_content(struct page *p, const struct document_column *c,
                        const struct document_cell *cell)
{
    if (cell->link) {
        str_add(p->out, "<a");
        markup_attribute(p->out, "href", cell->link);
        str_add(p->out, ">");
    }
    if (cell->text)
        markup_text(p->out, cell->text);
    else if (c->kind == COLUMN_NUMBER && !isnan(cell->v))
        str_printf(p->out, "%.*f", c->decimals, cell->v + 0.0);
    else if (c->kind == COLUMN_NUMBER)
        str_add(p->out, "\u2013");
    put_drawing(p, &cell->drawing, &(struct figure_words){0});
    str_add(p->out, cell->link ? "</a>" : "");
    if (cell->mark) {
        str_add(p->out, "<span class=\"mark\">");
        markup_text(p->out, cell->mark);
        str_add(p->out, "</span>");
    }
}

static void put_cell(struct page *p, const struct document_table *t, size_t column,
                     const struct document_cell *cell)
{
    const struct document_column *c = &t->columns[column];
    str_add(p->out, column == t->row_header ? "<th" : "<td");
    put_class(p, t, column, cell);
    put_value(p, t, c, cell);
    if (cell->note)
        markup_attribute(p->out, "title", cell->note);
    str_add(p->out, ">");
    put_content(p, c, cell);
}

/* Rows first to behind last. Cells and rows end where the next begins, as HTML allows: of thousands
   of cells the end tags are a tenth. A head within a row of data is the row's without being told.
 */
static void put_rows(struct page *p, const struct document_table *t, size_t first, size_t behind)
{
    str_add(p->out, "<thead><tr>");
    for (size_t i = 0; i < t->n_columns; i++)
        put_head_cell(p, t, i);
    str_add(p->out, "<tbody>\n");
    for (size_t row = first; row < behind; row++) {
        const bool strong = t->n_columns > 0 && t->cells[row * t->n_columns].strong;
        str_add(p->out, strong ? "<tr class=\"g\">" : "<tr>");
        for (size_t i = 0; i < t->n_columns; i++)
            put_cell(p, t, i, &t->cells[row * t->n_columns + i]);
        str_add(p->out, "\n");
    }
    str_add(p->out, "</table>");
}

/* Long narrow tables stand in two halves side by side. */
/* "表 3": those of portraits and those that repeat a figure have none. */
static void put_number(struct page *p, const char *label, size_t *n)
{
    if (!p->in_card)
        str_printf(p->out, "<span class=\"no\">%s\u00a0%zu</span>", label, ++*n);
}

static void put_table_caption(struct page *p, const struct document_table *t)
{
    put_number(p, document_words(p->d, "表", "Table"), &p->n_tables);
    markup_text(p->out, t->caption);
}

static void put_halves(struct page *p, const struct document_table *t)
{
    const size_t half = (t->n_rows + 1) / 2;
    str_add(p->out, ">");
    if (t->caption) {
        str_add(p->out, "<h4>");
        put_table_caption(p, t);
        str_add(p->out, "</h4>");
    }
    str_add(p->out, "<div class=\"halves\">");
    for (size_t i = 0; i < 2; i++) {
        str_add(p->out, "<table");
        put_table_class(p, t);
        str_add(p->out, ">");
        put_rows(p, t, i * half, i ? t->n_rows : half);
    }
    str_add(p->out, "</div>");
}

static void put_table(struct page *p, const struct document_table *t)
{
    str_printf(p->out, "<div class=\"scroll%s\" tabindex=\"0\"",
               t->n_rows > LONG_ROWS ? " long" : "");
    if (t->caption) {
        str_add(p->out, " role=\"group\"");
        markup_attribute(p->out, "aria-label", t->caption);
    }
    if (t->compact && t->n_rows > COMPACT_ROWS) {
        put_halves(p, t);
    } else {
        str_add(p->out, "><table");
        put_table_class(p, t);
        if (t->id)
            markup_attribute(p->out, "id", t->id);
        str_add(p->out, t->sortable ? " data-sort>" : ">");
        if (t->caption) {
            str_add(p->out, "<caption>");
            put_table_caption(p, t);
            str_add(p->out, "</caption>");
        }
        put_rows(p, t, 0, t->n_rows);
    }
    str_add(p->out, "</div>\n");
}

/* ---- other blocks --------------------------------------------------------- */

static void put_legend(struct page *p, const struct document_figure *f)
{
    if (!f->n_legend)
        return;
    str_add(p->out, "<ul class=\"legend\">");
    for (size_t i = 0; i < f->n_legend; i++) {
        str_printf(p->out, "<li><i class=\"b-%s\"></i>", palette[f->legend[i].ink].name);
        markup_text(p->out, f->legend[i].text);
        str_add(p->out, "</li>");
    }
    str_add(p->out, "</ul>");
}

/* The caption is what stands for the drawing where it is not seen; what it is described by is read
   there by everybody. */
static void put_figure(struct page *p, const struct document_figure *f)
{
    const struct figure_words words = {f->id, f->caption, NULL, f->links};
    const bool wide = !f->small && f->drawing.width >= WIDE_FIGURE;
    const bool scrolled = f->drawing.width >= SCROLLED_FIGURE && f->drawing.width_mm > SMALL_MM;
    str_add(p->out, wide ? "<figure class=\"w\">" : "<figure>");
    str_add(p->out, scrolled ? "<div class=\"scroll\" tabindex=\"0\">" : "");
    put_drawing(p, &f->drawing, &words);
    str_add(p->out, scrolled ? "</div>" : "");
    str_add(p->out, "<figcaption><b>");
    put_number(p, document_words(p->d, "图", "Figure"), &p->n_figures);
    markup_text(p->out, f->caption);
    str_add(p->out, "</b> ");
    markup_text(p->out, f->description ? f->description : "");
    put_legend(p, f);
    str_add(p->out, "</figcaption>");
    if (f->figures) {
        str_printf(p->out, "<details><summary>%s</summary>",
                   document_words(p->d, "图中数据", "The figures"));
        put_table(p, f->figures);
        str_add(p->out, "</details>");
    }
    str_add(p->out, "</figure>\n");
}

static void put_run(struct page *p, const struct run *r)
{
    if (r->link) {
        str_add(p->out, "<a");
        markup_attribute(p->out, "href", r->link);
        str_add(p->out, *r->link == '#' ? ">" : " rel=\"noreferrer\">");
    }
    str_add(p->out, r->bold ? "<strong>" : "");
    str_add(p->out, r->italic ? "<em>" : "");
    str_add(p->out, r->code ? "<code>" : "");
    markup_text(p->out, r->text);
    str_add(p->out, r->code ? "</code>" : "");
    str_add(p->out, r->italic ? "</em>" : "");
    str_add(p->out, r->bold ? "</strong>" : "");
    str_add(p->out, r->link ? "</a>" : "");
    str_add(p->out, r->breaks ? "<br>" : "");
}

static void put_paragraph(struct page *p, const struct paragraph *g)
{
    static const char *const open[] = {
        [PARAGRAPH_PLAIN] = "<p>",
        [PARAGRAPH_LEAD] = "<p class=\"lead\">",
        [PARAGRAPH_NOTE] = "<p class=\"note\">",
        [PARAGRAPH_ITEM] = "<li>",
        [PARAGRAPH_QUOTE] = "<blockquote>",
    };
    str_add(p->out, open[g->style]);
    for (size_t i = 0; i < g->n; i++)
        put_run(p, &g->runs[i]);
    str_add(p->out, g->style == PARAGRAPH_ITEM    ? "\n"
                    : g->style == PARAGRAPH_QUOTE ? "</blockquote>\n"
                                                  : "</p>\n");
}

static void put_heading(struct page *p, const struct block *b)
{
    const int level = b->level < 5 ? b->level + 1 : 6;
    str_printf(p->out, "<h%d", level);
    if (b->id)
        markup_attribute(p->out, "id", b->id);
    str_add(p->out, ">");
    markup_text(p->out, b->text);
    str_printf(p->out, "</h%d>\n", level);
}

static void put_card(struct page *p, const struct block *b)
{
    str_add(p->out, "<section class=\"card\"");
    markup_attribute(p->out, "id", b->id);
    str_add(p->out, "><h3>");
    markup_text(p->out, b->text);
    str_add(p->out, "</h3>\n");
}

/* Ends lists that b, an item or NULL, does not belong to, and begins those that it is the first of.
   An item ends where the next begins or its list ends. */
static void put_lists(struct page *p, const struct paragraph *item)
{
    const size_t depth = !item ? 0 : item->depth < LISTS_MAX ? item->depth + 1 : LISTS_MAX;
    const bool counts = item && item->number;
    while (p->n_lists > depth ||
           (depth && p->n_lists == depth && (item->first || p->lists[depth - 1] != counts)))
        str_add(p->out, p->lists[--p->n_lists] ? "</ol>\n" : "</ul>\n");
    while (p->n_lists < depth) {
        const bool last = p->n_lists + 1 == depth;
        p->lists[p->n_lists++] = last && counts;
        if (last && item->number > 1)
            str_printf(p->out, "<ol start=\"%zu\">\n", item->number);
        else
            str_add(p->out, !last ? "<ul>\n<li>" : counts ? "<ol>\n" : "<ul>\n");
    }
}

/* Items that follow each other are one list, small figures one grid; b NULL: the end. */
static void put_group_ends(struct page *p, const struct block *b)
{
    const struct paragraph *item = b && b->kind == BLOCK_PARAGRAPH ? b->paragraph : NULL;
    const bool small = b && b->kind == BLOCK_FIGURE && b->figure->small;
    if (p->in_multiples && !small)
        str_add(p->out, "</div>\n");
    put_lists(p, item && item->style == PARAGRAPH_ITEM ? item : NULL);
    if (small && !p->in_multiples)
        str_printf(p->out, "<div class=\"multiples%s\">\n",
                   b->figure->drawing.width_mm > SMALL_MM ? " two" : "");
    p->in_multiples = small;
}

static void put_block(struct page *p, const struct block *b)
{
    put_group_ends(p, b);
    switch (b->kind) {
    case BLOCK_HEADING:
        put_heading(p, b);
        break;
    case BLOCK_PARAGRAPH:
        put_paragraph(p, b->paragraph);
        break;
    case BLOCK_TABLE:
        put_table(p, b->table);
        break;
    case BLOCK_FIGURE:
        put_figure(p, b->figure);
        break;
    case BLOCK_CARD:
        put_card(p, b);
        p->in_card = true;
        break;
    case BLOCK_CARD_END:
        str_add(p->out, "</section>\n");
        p->in_card = false;
        break;
    case BLOCK_LIVE:
        str_add(p->out, "<div class=\"live\"");
        markup_attribute(p->out, "id", b->id);
        str_add(p->out, "></div>\n");
        break;
    }
}

/* JSON within a script element: < is written so that no text in it can end the element. */
static void put_json(struct page *p, const char *id, const char *type, const char *s)
{
    str_printf(p->out, "<script type=\"%s\"", type);
    markup_attribute(p->out, "id", id);
    str_add(p->out, ">");
    for (const char *next; (next = strchr(s, '<')); s = next + 1) {
        str_add_bytes(p->out, s, (size_t)(next - s));
        str_add(p->out, "\\u003c");
    }
    str_add(p->out, s);
    str_add(p->out, "</script>\n");
}

static void put_bottom(struct page *p, const struct str *script)
{
    str_printf(p->out, "</main>\n<footer><p>%s heng</p></footer>\n",
               document_words(p->d, "本页由以下程序生成：", "Made by"));
    for (size_t i = 0; i < p->d->n_data; i++)
        put_json(p, p->d->data[i].id, "application/json", p->d->data[i].json);
    if (p->d->live) {
        str_add(p->out, "<script type=\"application/octet-stream\" id=\"wasm\">");
        put_base64(p->out, (const unsigned char *)whatif_wasm, whatif_wasm_size);
        str_add(p->out, "</script>\n");
    }
    str_add(p->out, "<script>");
    str_add_bytes(p->out, script->s, script->n);
    str_add(p->out, "</script></body></html>\n");
}

int html_write(const struct document *d, struct str *out, struct error *e)
{
    struct page p = {.d = d, .out = out, .e = e};
    struct str style = {0}, script = {0};
    put_style(d, &style);
    str_add(&script, page_js);
    if (d->live)
        str_add(&script, page_live_js);
    if (!style.failed && !script.failed) {
        put_head(&p, &style, &script);
        put_top(&p);
        for (size_t i = 0; i < d->n && !p.status; i++)
            put_block(&p, &d->blocks[i]);
        put_group_ends(&p, NULL);
        put_bottom(&p, &script);
    }
    if (!p.status && (style.failed || script.failed || out->failed))
        p.status = error_no_memory(e);
    str_fini(&style);
    str_fini(&script);
    text_index_fini(&p.shared);
    return p.status;
}
