/* SPDX-License-Identifier: MIT */
/*
 * What a report says, made once and written out by each format: sections of headings, paragraphs,
 * tables and figures. A document is of one language; all that it holds lives in its arena.
 *
 * Memory that ran out is told once, by document_memory at the end: until then whatever is given
 * NULL does nothing. Only table_row is to be looked at.
 */
#ifndef HENG_REPORT_DOCUMENT_H
#define HENG_REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "report/canvas.h"

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_TABLE,
    BLOCK_FIGURE,
    BLOCK_CARD, /* begins a card (a portrait): a page of its own on paper */
    BLOCK_CARD_END,
    BLOCK_LIVE /* what only a page can do; other formats pass it over */
};

/* A stretch of text in a paragraph. */
struct run {
    const char *text;
    bool bold, italic, code;
    bool breaks;      /* the line ends behind it */
    const char *link; /* "#id" or https://..., or NULL */
};

enum paragraph_style {
    PARAGRAPH_PLAIN,
    PARAGRAPH_LEAD,
    PARAGRAPH_NOTE,
    PARAGRAPH_ITEM,
    PARAGRAPH_QUOTE
};

struct paragraph {
    enum paragraph_style style;
    size_t depth;  /* of an item: of its list within other lists */
    size_t number; /* of an item of a list that counts; 0: it has a bullet */
    bool first;    /* of its list, which then is none with those before it */
    struct run *runs;
    size_t n, cap;
};

/* How a figure is drawn onto a canvas of its size. */
typedef void (*draw_function)(struct canvas *c, const void *of);

struct drawing {
    draw_function draw; /* NULL: nothing */
    const void *of;
    double width, height; /* of the canvas */
    double width_mm;      /* on paper */
};

enum column_kind { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_DRAWING };

struct document_column {
    const char *title, *unit; /* unit: NULL or "" without */
    enum column_kind kind;
    int decimals;
    bool emphasised;
};

struct document_cell {
    const char *text; /* shown; NULL: the number, by the column's decimals */
    double v;         /* of numbers; NaN: none, shown as a dash */
    enum ink shade;   /* behind the text; INK_NONE: none */
    bool strong;
    const char *link, *note; /* note: shown where the cell is pointed at, read aloud */
    const char *mark;        /* behind the figure, for imputed, flagged and the like; or NULL */
    struct drawing drawing;
};

struct document_table {
    const char *id, *caption;
    struct document_column *columns;
    size_t n_columns;
    struct document_cell *cells; /* row by row */
    size_t n_rows, cap_rows;
    bool sortable; /* the reader may sort and filter */
    bool compact;
    size_t row_header; /* column that names the row */
};

/* What a colour of a figure means. */
struct legend_key {
    enum ink ink;
    const char *text;
};

struct document_figure {
    const char *id, *caption; /* which question it answers, too */
    const char *description;  /* for who does not see it */
    struct drawing drawing;
    const struct legend_key *legend;
    size_t n_legend;
    bool small;                     /* one of several that stand side by side */
    bool links;                     /* marks in it lead somewhere */
    struct document_table *figures; /* the same in figures; NULL: in a table of the page */
};

struct block {
    enum block_kind kind;
    int level;             /* of a heading: 1 section, 2, 3 */
    const char *id, *text; /* heading, card; of BLOCK_LIVE, id is its name */
    struct paragraph *paragraph;
    struct document_table *table;
    struct document_figure *figure;
};

/* What the page's scripts know of a run. */
struct page_data {
    const char *id, *json;
};

struct document {
    struct arena *arena;
    const char *language; /* "zh" or "en" */
    const char *other; /* the same in the other language: name of its page beside this; or NULL */
    const char *title, *publisher, *date, *logo; /* logo: SVG text, checked; or NULL */
    bool synthetic, partly; /* made-up data; partly: only those of chapters that say so */
    int depth; /* of headings to come below those that are written: 1 within a chapter of a book */
    struct block *blocks;
    size_t n, cap;
    const char *css; /* the publisher's own, checked; or NULL */
    struct page_data *data;
    size_t n_data, cap_data;
    bool live; /* the page computes: its methods are put into it */
    bool failed;
};

/* language: "zh" or "en", and lives on. */
struct document *document_new(const char *language, struct error *e);
void document_free(struct document *d); /* accepts NULL */
/* ERR_MEMORY where it ran out while the document was made. */
int document_memory(const struct document *d, struct error *e);

/* What every page says where data are made up; NULL: they are not. */
const char *document_warning(const struct document *d);

/* One of two, by the document's language. */
const char *document_words(const struct document *d, const char *zh, const char *en);
/* A text in the arena; "" where memory has run out. */
const char *document_text(struct document *d, const char *fmt, ...) PRINTF_LIKE(2, 3);

void document_heading(struct document *d, int level, const char *id, const char *text);
/* The words of all its runs; "" where memory has run out. */
const char *paragraph_words(struct document *d, const struct paragraph *p);
struct paragraph *document_paragraph(struct document *d, enum paragraph_style style);
void paragraph_run(struct document *d, struct paragraph *p, struct run run);
/* A paragraph of one run. */
void document_line(struct document *d, enum paragraph_style style, const char *text);
struct document_table *document_table(struct document *d, const char *id, const char *caption,
                                      const struct document_column *columns, size_t n);
/* A table that is not put into the document: for a figure. */
struct document_table *document_table_apart(struct document *d, const char *caption,
                                            const struct document_column *columns, size_t n);
/* The n_columns cells of a new row, blank. */
struct document_cell *table_row(struct document *d, struct document_table *t);
/* Columns of texts that are blank in all rows go, but for the one that names them. */
void table_trim(struct document_table *t);
struct document_figure *document_figure(struct document *d, const char *id, const char *caption,
                                        const char *description);
/* Copies the n keys into the figure's legend; their texts live on. f may be NULL. */
void document_legend(struct document *d, struct document_figure *f, const struct legend_key *keys,
                     size_t n);
void document_card(struct document *d, const char *id, const char *title);
void document_card_end(struct document *d);
void document_live(struct document *d, const char *name);
void document_data(struct document *d, const char *id, const char *json);

/* A text from data as it is shown: of one longer than SHOWN_BYTES the beginning, with an ellipsis.
   In the arena where it is cut; "" where memory has run out. */
enum { SHOWN_BYTES = 240 };
const char *text_shown(struct arena *a, const char *s);

/* A number as a reader of the language writes it: fixed decimals, a dash for NaN. */
const char *document_number(struct document *d, double v, int decimals);
/* Decimals that suit values about as large as these: four figures, at most three decimals. */
int decimals_for(const double *v, size_t n);

#endif
