/* SPDX-License-Identifier: MIT */
/* The parts of a Word document. Text that comes from data goes through markup_text. */
#include "report/docx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/docx_parts.h"
#include "report/markup.h"
#include "report/zip.h"

enum { NUMBER_WIDTH = 400 };
enum { TEXT_WIDTH = 10204 };   /* of A4 between margins of 15 mm, in twentieths of a point */
enum { COMPACT_ROWS = 14 };    /* more of them stand in two columns */
enum { PICTURES_MAX = 2000 };  /* of a document; further ones that lie in cells are left out */
static const double MM = 56.7; /* in twentieths of a point */

struct word {
    const struct document *d;
    struct zip_writer *zip;
    struct str body, relations, picture, numbering;
    struct error *e;
    int status;
    size_t n_pictures, n_bookmarks, n_figures, n_tables, n_links, n_lists;
    size_t lists[DOCX_LISTS_MAX]; /* those that count now, by depth: ids in the numbering */
    bool break_before;            /* the next paragraph begins a page */
    bool card_follows;            /* the heading before a card has begun it */
};

/* ---- runs ----------------------------------------------------------------- */

static void put_run(struct word *w, const struct run *r)
{
    str_add(&w->body, "<w:r><w:rPr>");
    str_add(&w->body, r->bold ? "<w:b/>" : "");
    str_add(&w->body, r->italic ? "<w:i/>" : "");
    str_add(&w->body, r->code ? "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\"/>" : "");
    str_add(&w->body, r->link ? "<w:rStyle w:val=\"Hyperlink\"/>" : "");
    str_add(&w->body, "</w:rPr><w:t xml:space=\"preserve\">");
    markup_text(&w->body, r->text);
    str_add(&w->body, r->breaks ? "</w:t><w:br/></w:r>" : "</w:t></w:r>");
}

static void put_text(struct word *w, const char *s)
{
    put_run(w, &(struct run){.text = s});
}

/* Bookmarks have names of at most 40 characters; ids of a page may hold any text. */
static void put_bookmark_name(struct str *out, const char *id)
{
    unsigned hash = 2166136261u;
    for (const char *s = id; *s; s++)
        hash = (hash ^ (unsigned char)*s) * 16777619u;
    str_printf(out, "b%08x", hash);
}

static void put_link(struct word *w, const struct run *r)
{
    if (*r->link == '#') {
        str_add(&w->body, "<w:hyperlink w:history=\"1\" w:anchor=\"");
        put_bookmark_name(&w->body, r->link + 1);
    } else {
        w->n_links++;
        str_printf(&w->body, "<w:hyperlink w:history=\"1\" r:id=\"l%zu", w->n_links);
        str_printf(
            &w->relations,
            "<Relationship Id=\"l%zu\" Type=\"http://schemas.openxmlformats.org/"
            "officeDocument/2006/relationships/hyperlink\" TargetMode=\"External\" Target=\"",
            w->n_links);
        markup_text(&w->relations, r->link);
        str_add(&w->relations, "\"/>");
    }
    str_add(&w->body, "\">");
    put_run(w, r);
    str_add(&w->body, "</w:hyperlink>");
}

/* ---- paragraphs ----------------------------------------------------------- */

static size_t depth_of(const struct paragraph *item)
{
    return item->depth < DOCX_LISTS_MAX ? item->depth : DOCX_LISTS_MAX - 1;
}

/* A list that counts is one of its own in the numbering. */
static void begin_counting(struct word *w, const struct paragraph *item)
{
    const size_t id = DOCX_BULLETS + ++w->n_lists;
    w->lists[depth_of(item)] = id;
    str_printf(&w->numbering,
               "<w:num w:numId=\"%zu\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride "
               "w:ilvl=\"%zu\"><w:startOverride w:val=\"%zu\"/></w:lvlOverride></w:num>",
               id, depth_of(item), item->number);
}

static void begin_item(struct word *w, const char *style, const struct paragraph *item)
{
    str_add(&w->body, "<w:p><w:pPr>");
    if (style)
        str_printf(&w->body, "<w:pStyle w:val=\"%s\"/>", style);
    if (w->break_before)
        str_add(&w->body, "<w:pageBreakBefore/>");
    w->break_before = false;
    if (item)
        str_printf(&w->body, "<w:numPr><w:ilvl w:val=\"%zu\"/><w:numId w:val=\"%zu\"/></w:numPr>",
                   depth_of(item), item->number ? w->lists[depth_of(item)] : DOCX_BULLETS);
    str_add(&w->body, "</w:pPr>");
}

static void begin_paragraph(struct word *w, const char *style)
{
    begin_item(w, style, NULL);
}

static void end_paragraph(struct word *w)
{
    str_add(&w->body, "</w:p>");
}

static void put_heading(struct word *w, int level, const char *id, const char *text)
{
    char style[] = "Heading1";
    style[7] = (char)('0' + (level < 4 ? level : 4));
    begin_paragraph(w, style);
    if (id) {
        w->n_bookmarks++;
        str_printf(&w->body, "<w:bookmarkStart w:id=\"%zu\" w:name=\"", w->n_bookmarks);
        put_bookmark_name(&w->body, id);
        str_add(&w->body, "\"/>");
    }
    put_text(w, text);
    if (id)
        str_printf(&w->body, "<w:bookmarkEnd w:id=\"%zu\"/>", w->n_bookmarks);
    end_paragraph(w);
}

static void put_paragraph(struct word *w, const struct paragraph *p)
{
    static const char *const styles[] = {
        [PARAGRAPH_PLAIN] = NULL,        [PARAGRAPH_LEAD] = "Lead",   [PARAGRAPH_NOTE] = "Note",
        [PARAGRAPH_ITEM] = "ListBullet", [PARAGRAPH_QUOTE] = "Quote",
    };
    if (p->number && (p->first || !w->lists[depth_of(p)]))
        begin_counting(w, p);
    begin_item(w, styles[p->style], p->style == PARAGRAPH_ITEM ? p : NULL);
    for (size_t i = 0; i < p->n; i++) {
        if (p->runs[i].link)
            put_link(w, &p->runs[i]);
        else
            put_run(w, &p->runs[i]);
    }
    end_paragraph(w);
}

/* "表 3 ...", numbered by a field, so that an editor's own captions go on from it. */
static void put_caption(struct word *w, const char *label, const char *sequence, size_t number,
                        const char *text)
{
    begin_paragraph(w, "Caption");
    put_text(w, label);
    str_printf(
        &w->body,
        "<w:fldSimple w:instr=\" SEQ %s \\* ARABIC \"><w:r><w:t>%zu</w:t></w:r></w:fldSimple>",
        sequence, number);
    put_text(w, "\u3000");
    put_text(w, text);
    end_paragraph(w);
}

/* ---- pictures ------------------------------------------------------------- */

static void put_inline(struct word *w, const struct drawing *g, const char *words)
{
    const long across = lround(g->width_mm * 36000);
    const long down = lround(g->width_mm * g->height / g->width * 36000);
    const size_t n = w->n_pictures;
    str_printf(&w->body,
               "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
               "<wp:extent cx=\"%ld\" cy=\"%ld\"/><wp:docPr id=\"%zu\" name=\"picture %zu\"",
               across, down, n, n);
    markup_attribute(&w->body, "descr", words ? words : "");
    str_printf(
        &w->body,
        "/><a:graphic><a:graphicData "
        "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>"
        "<pic:cNvPr id=\"%zu\" name=\"p%zu.emf\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        "<a:blip r:embed=\"p%zu\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
        "<a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%ld\" cy=\"%ld\"/></a:xfrm>"
        "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r>",
        n, n, n, across, down);
}

/* Draws the picture and names it among the document's; it is the last one then. */
static bool make_picture(struct word *w, const struct drawing *g)
{
    struct canvas c;
    char name[64];
    w->picture.n = 0;
    w->status = canvas_emf(&c, g->width, g->height, g->width_mm, &w->picture, w->e);
    if (w->status)
        return false;
    g->draw(&c, g->of);
    w->status = canvas_finish(&c, w->e);
    if (w->status)
        return false;
    w->n_pictures++;
    snprintf(name, sizeof name, "word/media/p%zu.emf", w->n_pictures);
    zip_add(w->zip, name, w->picture.s, w->picture.n);
    str_printf(&w->relations,
               "<Relationship Id=\"p%zu\" Type=\"http://schemas.openxmlformats.org/officeDocument/"
               "2006/relationships/image\" Target=\"media/p%zu.emf\"/>",
               w->n_pictures, w->n_pictures);
    return true;
}

static void put_picture(struct word *w, const struct drawing *g, const char *words)
{
    if (!make_picture(w, g))
        return;
    begin_paragraph(w, "Figure");
    put_inline(w, g, words);
    end_paragraph(w);
}

/* Within a cell. */
static void put_drawn(struct word *w, const struct drawing *g)
{
    if (!w->status && g->draw && make_picture(w, g))
        put_inline(w, g, NULL);
}

/* ---- tables --------------------------------------------------------------- */

/* Columns of drawings, whose figures are in the others, are shown while there are not too many
   pictures for an editor to go on with. */
static bool shows_drawings(const struct word *w, const struct document_table *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n_columns; i++)
        n += t->columns[i].kind == COLUMN_DRAWING ? t->n_rows : 0;
    return w->n_pictures + n <= PICTURES_MAX;
}

/* What a cell of numbers shows; within buffer where it is not a text of its own. */
static const char *shown_text(const struct document_column *c, const struct document_cell *cell,
                              char *buffer, size_t size)
{
    if (cell->text)
        return cell->text;
    if (c->kind != COLUMN_NUMBER || isnan(cell->v))
        return "\u2013";
    snprintf(buffer, size, "%.*f", c->decimals, cell->v + 0.0);
    return buffer;
}

/* Twentieths of a point: a good half of an em of the cells' 7.5 points for each narrow character.
 */
enum { NARROW = 98, PADDING = 150, LONG = 12 };

/* The room that the column's longest text takes on one line. */
static size_t column_need(const struct document_table *t, size_t column)
{
    const struct document_column *c = &t->columns[column];
    size_t most = text_width(c->title);
    for (size_t row = 0; row < t->n_rows; row++) {
        const struct document_cell *cell = &t->cells[row * t->n_columns + column];
        char buffer[NUMBER_WIDTH];
        size_t width = text_width(shown_text(c, cell, buffer, sizeof buffer)) +
                       (cell->mark ? text_width(cell->mark) : 0);
        most = width > most ? width : most;
    }
    return most * NARROW + PADDING;
}

/* ... or its widest drawing. */
static size_t drawings_need(const struct document_table *t, size_t column)
{
    size_t most = text_width(t->columns[column].title) * NARROW;
    for (size_t row = 0; row < t->n_rows; row++) {
        const double width = t->cells[row * t->n_columns + column].drawing.width_mm * MM;
        most = width > (double)most ? (size_t)width : most;
    }
    return most + PADDING;
}

/* Columns as wide as they need; what is left over is shared out, and what is lacking is taken from
   columns of long texts, whose lines may wrap. */
static size_t column_widths(const struct document_table *t, size_t room, bool drawings,
                            size_t *width)
{
    size_t total = 0, longs = 0, n = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        width[i] = t->columns[i].kind != COLUMN_DRAWING ? column_need(t, i)
                   : drawings                           ? drawings_need(t, i)
                                                        : 0;
        total += width[i];
        n += width[i] > 0;
        if (t->columns[i].kind == COLUMN_TEXT && width[i] > LONG * NARROW)
            longs += width[i] - LONG * NARROW;
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        const size_t spare = t->columns[i].kind == COLUMN_TEXT && width[i] > LONG * NARROW
                                 ? width[i] - LONG * NARROW
                                 : 0;
        if (!width[i])
            continue;
        if (total <= room)
            width[i] += (room - total) / n;
        else if (total - room <= longs)
            width[i] -= ((total - room) * spare + longs - 1) / longs; /* never too little */
        else
            width[i] = width[i] * room / total;
    }
    return n;
}

static void put_grid(struct word *w, const struct document_table *t, size_t times,
                     const size_t *width)
{
    str_add(&w->body, "<w:tblGrid>");
    for (size_t k = 0; k < times; k++)
        for (size_t i = 0; i < t->n_columns; i++)
            if (width[i])
                str_printf(&w->body, "<w:gridCol w:w=\"%zu\"/>", width[i]);
    str_add(&w->body, "</w:tblGrid>");
}

static void begin_cell(struct word *w, size_t width, enum ink shade, bool right)
{
    str_printf(&w->body, "<w:tc><w:tcPr><w:tcW w:w=\"%zu\" w:type=\"dxa\"/>", width);
    if (shade != INK_NONE) {
        /* As soft as the page's: two fifths of the colour on white. */
        uint32_t rgb = palette[shade].light, soft = 0;
        for (unsigned shift = 0; shift < 24; shift += 8)
            soft |= (255 - (255 - (rgb >> shift & 255)) * 2 / 5) << shift;
        str_printf(&w->body, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%06X\"/>", soft);
    }
    str_add(&w->body, "</w:tcPr><w:p><w:pPr><w:pStyle w:val=\"Cell\"/>");
    str_add(&w->body, right ? "<w:jc w:val=\"right\"/>" : "");
    str_add(&w->body, "</w:pPr>");
}

static void end_cell(struct word *w)
{
    str_add(&w->body, "</w:p></w:tc>");
}

static void put_heads(struct word *w, const struct document_table *t, const size_t *width)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!width[i])
            continue;
        begin_cell(w, width[i], INK_NONE, t->columns[i].kind == COLUMN_NUMBER);
        put_run(w, &(struct run){.text = t->columns[i].title, .bold = true});
        end_cell(w);
    }
}

static void put_cells(struct word *w, const struct document_table *t, size_t row,
                      const size_t *width)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        static const struct document_cell blank = {.text = ""};
        const struct document_column *c = &t->columns[i];
        const struct document_cell *cell =
            row < t->n_rows ? &t->cells[row * t->n_columns + i] : &blank;
        char buffer[NUMBER_WIDTH];
        const struct run run = {.text = shown_text(c, cell, buffer, sizeof buffer),
                                .bold = c->emphasised ||
                                        (row < t->n_rows && t->cells[row * t->n_columns].strong),
                                .link = cell->link};
        if (!width[i])
            continue;
        begin_cell(w, width[i], cell->shade, c->kind == COLUMN_NUMBER);
        if (c->kind == COLUMN_DRAWING)
            put_drawn(w, &cell->drawing);
        else if (run.link && *run.link == '#')
            put_link(w, &run);
        else
            put_run(w, &run);
        if (cell->mark)
            put_text(w, cell->mark);
        end_cell(w);
    }
}

static void begin_table(struct word *w, const char *style)
{
    str_printf(&w->body,
               "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
               "<w:tblLayout w:type=\"fixed\"/><w:tblLook w:firstRow=\"1\"/></w:tblPr>",
               style, TEXT_WIDTH);
}

static void end_table(struct word *w)
{
    str_add(&w->body, "</w:tbl>");
    begin_paragraph(w, "After");
    end_paragraph(w);
}

static void put_table(struct word *w, const struct document_table *t)
{
    const size_t times = t->compact && t->n_rows > COMPACT_ROWS ? 2 : 1;
    const size_t rows = (t->n_rows + times - 1) / times;
    size_t *width = malloc((t->n_columns + 1) * sizeof *width);
    if (!width || !column_widths(t, TEXT_WIDTH / times, shows_drawings(w, t), width)) {
        w->body.failed = w->body.failed || !width;
        free(width);
        return;
    }
    if (t->caption)
        put_caption(w, document_words(w->d, "表 ", "Table "), "Table", ++w->n_tables, t->caption);
    begin_table(w, "Report");
    put_grid(w, t, times, width);
    str_add(&w->body, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (size_t k = 0; k < times; k++)
        put_heads(w, t, width);
    str_add(&w->body, "</w:tr>");
    for (size_t row = 0; row < rows; row++) {
        str_add(&w->body, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (size_t k = 0; k < times; k++)
            put_cells(w, t, row + k * rows, width);
        str_add(&w->body, "</w:tr>");
    }
    end_table(w);
    free(width);
}

/* ---- figures -------------------------------------------------------------- */

/* A blank with its colour behind it, and what it means. */
static void put_legend(struct word *w, const struct document_figure *f)
{
    begin_paragraph(w, "Note");
    for (size_t i = 0; i < f->n_legend; i++) {
        str_printf(&w->body,
                   "<w:r><w:rPr><w:bdr w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
                   "w:color=\"%06X\"/><w:shd w:val=\"clear\" w:color=\"auto\" "
                   "w:fill=\"%06X\"/></w:rPr><w:t xml:space=\"preserve\">\u3000</w:t></w:r>",
                   (unsigned)palette[INK_EDGE].light, (unsigned)palette[f->legend[i].ink].light);
        put_text(w, " ");
        put_text(w, f->legend[i].text);
        put_text(w, "\u3000");
    }
    end_paragraph(w);
}

static void put_figure(struct word *w, const struct document_figure *f)
{
    if (!f->drawing.draw)
        return;
    put_picture(w, &f->drawing, f->description ? f->description : f->caption);
    put_caption(w, document_words(w->d, "图 ", "Figure "), "Figure", ++w->n_figures, f->caption);
    if (f->description) {
        begin_paragraph(w, "Note");
        put_text(w, f->description);
        end_paragraph(w);
    }
    if (f->n_legend)
        put_legend(w, f);
}

/* How many of the figure stand side by side. */
static size_t small_columns(const struct document_figure *f)
{
    const double across = f->drawing.width_mm > 0 ? 178 / (f->drawing.width_mm + 2) : 1;
    return across < 1 ? 1 : across > 4 ? 4 : (size_t)across;
}

/* Small figures that follow each other, in a table without borders. Returns how many they are. */
static size_t put_small_figures(struct word *w, const struct block *blocks, size_t most)
{
    const size_t columns = small_columns(blocks[0].figure);
    size_t n = 0, cells;
    while (n < most && blocks[n].kind == BLOCK_FIGURE && blocks[n].figure->small)
        n++;
    if (columns == 1) {
        for (size_t i = 0; i < n; i++)
            put_figure(w, blocks[i].figure);
        return n;
    }
    cells = (n + columns - 1) / columns * columns;
    begin_table(w, "TableNormal");
    str_add(&w->body, "<w:tblGrid>");
    for (size_t i = 0; i < columns; i++)
        str_printf(&w->body, "<w:gridCol w:w=\"%zu\"/>", TEXT_WIDTH / columns);
    str_add(&w->body, "</w:tblGrid>");
    for (size_t i = 0; i < cells; i++) {
        if (i % columns == 0)
            str_add(&w->body, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        str_printf(&w->body, "<w:tc><w:tcPr><w:tcW w:w=\"%zu\" w:type=\"dxa\"/></w:tcPr>",
                   TEXT_WIDTH / columns);
        if (i < n) {
            put_figure(w, blocks[i].figure);
        } else {
            begin_paragraph(w, "Cell");
            end_paragraph(w);
        }
        str_add(&w->body, "</w:tc>");
        if (i % columns == columns - 1)
            str_add(&w->body, "</w:tr>");
    }
    end_table(w);
    return n;
}

/* ---- the whole ------------------------------------------------------------ */

static void put_title(struct word *w)
{
    const struct document *d = w->d;
    begin_paragraph(w, "Title");
    put_text(w, d->title);
    end_paragraph(w);
    if (d->synthetic) {
        begin_paragraph(w, "Warning");
        put_text(w, document_warning(d));
        end_paragraph(w);
    }
    if (*d->publisher || *d->date) {
        begin_paragraph(w, "Subtitle");
        put_text(w, d->publisher);
        put_text(w, *d->publisher && *d->date ? "\u3000" : "");
        put_text(w, d->date);
        end_paragraph(w);
    }
}

/* A field that Word fills with page numbers when it opens the document; until then, links. */
static void put_contents(struct word *w)
{
    const struct document *d = w->d;
    bool first = true;
    begin_paragraph(w, "ContentsTitle");
    put_text(w, document_words(d, "目录", "Contents"));
    end_paragraph(w);
    for (size_t i = 0; i < d->n; i++) {
        const struct block *b = &d->blocks[i];
        if (b->kind != BLOCK_HEADING || b->level != 1 || !b->id)
            continue;
        begin_paragraph(w, "TOC1");
        if (first)
            str_add(&w->body,
                    "<w:r><w:fldChar w:fldCharType=\"begin\" w:dirty=\"true\"/></w:r><w:r>"
                    "<w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\h \\z \\u "
                    "</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
        first = false;
        str_add(&w->body, "<w:hyperlink w:anchor=\"");
        put_bookmark_name(&w->body, b->id);
        str_add(&w->body, "\">");
        put_text(w, b->text);
        str_add(&w->body, "</w:hyperlink>");
        end_paragraph(w);
    }
    if (first)
        return;
    begin_paragraph(w, NULL);
    str_add(&w->body, "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
    end_paragraph(w);
}

static void put_block(struct word *w, const struct block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        put_heading(w, b->level, b->id, b->text);
        break;
    case BLOCK_PARAGRAPH:
        put_paragraph(w, b->paragraph);
        break;
    case BLOCK_TABLE:
        put_table(w, b->table);
        break;
    case BLOCK_FIGURE:
        put_figure(w, b->figure);
        break;
    case BLOCK_CARD:
        w->break_before = !w->card_follows;
        w->card_follows = false;
        put_heading(w, 2, b->id, b->text);
        break;
    case BLOCK_CARD_END:
    case BLOCK_LIVE:
        break;
    }
}

static void add_body(struct word *w)
{
    str_add(&w->body, docx_document_begin);
    put_title(w);
    put_contents(w);
    for (size_t i = 0; i < w->d->n && !w->status;) {
        const struct block *b = &w->d->blocks[i];
        /* The first card goes on the page that its section's heading begins. */
        if (b->kind == BLOCK_HEADING && i + 1 < w->d->n && b[1].kind == BLOCK_CARD)
            w->break_before = w->card_follows = true;
        if (b->kind == BLOCK_FIGURE && b->figure->small) {
            i += put_small_figures(w, b, w->d->n - i);
        } else {
            put_block(w, b);
            i++;
        }
    }
    str_add(&w->body, docx_document_end);
    if (!w->body.failed)
        zip_add(w->zip, "word/document.xml", w->body.s, w->body.n);
}

static void add_relations(struct word *w)
{
    struct str all = {0};
    str_add(&all, docx_relations_begin);
    str_add_bytes(&all, w->relations.s, w->relations.n);
    str_add(&all, "</Relationships>");
    if (!all.failed && !w->relations.failed)
        zip_add(w->zip, "word/_rels/document.xml.rels", all.s, all.n);
    w->body.failed = w->body.failed || all.failed || w->relations.failed;
    str_fini(&all);
}

/* The running head: the title, and that the data are made up where they are. */
static void add_header(struct word *w)
{
    const struct document *d = w->d;
    struct str s = {0};
    str_add(&s, docx_header_begin);
    markup_text(&s, d->title);
    if (d->synthetic)
        str_add(&s, d->partly
                        ? document_words(d, "　｜　部分虚构数据", "   |   partly made-up data")
                        : document_words(d, "　｜　虚构数据", "   |   made-up data"));
    str_add(&s, docx_header_end);
    if (!s.failed)
        zip_add(w->zip, "word/header1.xml", s.s, s.n);
    w->body.failed = w->body.failed || s.failed;
    str_fini(&s);
}

static void add_properties(struct word *w)
{
    struct str s = {0};
    str_add(&s, docx_properties_begin);
    str_add(&s, "<dc:title>");
    markup_text(&s, w->d->title);
    str_add(&s, "</dc:title><dc:creator>");
    markup_text(&s, w->d->publisher);
    str_printf(&s, "</dc:creator><dc:language>%s</dc:language></cp:coreProperties>",
               document_words(w->d, "zh-CN", "en"));
    if (!s.failed)
        zip_add(w->zip, "docProps/core.xml", s.s, s.n);
    w->body.failed = w->body.failed || s.failed;
    str_fini(&s);
}

static void add_numbering(struct word *w)
{
    struct str s = {0};
    str_add(&s, docx_numbering_begin);
    str_printf(&s, "<w:num w:numId=\"%d\"><w:abstractNumId w:val=\"0\"/></w:num>", DOCX_BULLETS);
    str_add_bytes(&s, w->numbering.s, w->numbering.n);
    str_add(&s, "</w:numbering>");
    if (!s.failed)
        zip_add(w->zip, "word/numbering.xml", s.s, s.n);
    w->body.failed = w->body.failed || w->numbering.failed || s.failed;
    str_fini(&s);
}

static void add_styles(struct word *w)
{
    struct str s = {0};
    str_add(&s, docx_styles_begin);
    str_add(&s, docx_styles_end);
    if (!s.failed)
        zip_add(w->zip, "word/styles.xml", s.s, s.n);
    w->body.failed = w->body.failed || s.failed;
    str_fini(&s);
}

int docx_write(const struct document *d, struct str *out, struct error *e)
{
    struct word w = {.d = d, .e = e, .zip = zip_begin(out, e)};
    int status;
    if (!w.zip)
        return ERR_MEMORY;
    zip_add_text(w.zip, "[Content_Types].xml", docx_content_types);
    zip_add_text(w.zip, "_rels/.rels", docx_root_relations);
    add_body(&w);
    add_relations(&w);
    add_header(&w);
    add_properties(&w);
    add_styles(&w);
    zip_add_text(w.zip, "word/settings.xml", docx_settings);
    add_numbering(&w);
    zip_add_text(w.zip, "word/footer1.xml", docx_footer);
    status = zip_end(w.zip, e);
    if (!status)
        status = w.status ? w.status : w.body.failed ? error_no_memory(e) : OK;
    str_fini(&w.body);
    str_fini(&w.relations);
    str_fini(&w.picture);
    str_fini(&w.numbering);
    return status;
}
