/* SPDX-License-Identifier: MIT */
/*
 * The analysts' own words: Markdown (CommonMark) as blocks of a document. Headings, paragraphs,
 * lists, quotes, emphasis, code and links; raw HTML and pictures are dropped, the words of a
 * picture stay. A link leads to http, https or mailto, or its words stand alone.
 *
 * {= expression } is a fact: what stands there is put in place of it, as words, after the Markdown
 * is read, so that nothing in it is Markdown. \{= is no fact.
 */
#ifndef HENG_REPORT_MARKDOWN_H
#define HENG_REPORT_MARKDOWN_H

#include "base/arena.h"
#include "base/error.h"
#include "report/document.h"

enum { MARKDOWN_BYTES_MAX = 64 << 10, MARKDOWN_FACTS_MAX = 1000 };

struct markdown_fact {
    const char *expression; /* trimmed */
    const char *where;      /* "summary.md:12" */
    const char *value;      /* what it says; filled in before it is written */
};

struct markdown {
    const char *path;
    const char *text; /* each fact is a place holder in it */
    struct markdown_fact *facts;
    size_t n_facts;
};

/* Finds the facts. The memory is a's. ERR_DATA, "summary.md:3: why", for a text that is not UTF-8,
   is longer than it may be, or has a fact that does not end. */
int markdown_read(const char *path, const char *bytes, size_t n, struct arena *a,
                  struct markdown *m, struct error *e);

/* Its headings begin at `level`. */
int markdown_write(const struct markdown *m, struct document *d, int level, struct error *e);

#endif
