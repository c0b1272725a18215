/* SPDX-License-Identifier: MIT */
/* A report from a run: what [report] asks for, bound to its map, written in its formats. */
#ifndef HENG_REPORT_REPORT_H
#define HENG_REPORT_REPORT_H

#include "output/output.h"
#include "report/document.h"
#include "robust/output.h"

struct edition;

/* A document and what it was made from. */
struct report_made {
    const struct document *d;
    const struct edition *editions;
    size_t n;
    bool second; /* of two languages: its files have names of their own */
};

/* One way of writing it out. */
struct report_format {
    const char *name, *file; /* "html", "report.html" */
    const char *summary;
    int (*write)(const struct report_made *m, struct str *out, struct error *e);
};

extern const struct report_format report_formats[];
extern const size_t n_report_formats;
/* NULL: there is none. */
const struct report_format *report_format_find(const char *name);

bool report_has_section(const char *name);

/* The texts that a section of a profile names: texts_read with the sections that there are. */
struct report_texts;
int report_read_texts(struct profile *p, const char *section, struct arena *a,
                      struct report_texts **t, struct messages *problems, struct error *e);

/* Looks at what [report] says before anything is computed: formats and sections that there are,
   files that can be read and hold what they must, units that are to have portraits. Mistakes go to
   p's problems. */
int report_check(struct plan *p, struct error *e);

/* Units that are to have portraits, by the key `portraits` of a section at `where`; the plan has
   a table. */
void report_check_portraits(struct plan *p, const char *where, const char *section,
                            const struct heng_names *names);

/* Looks at the facts of texts as far as the plan of their run tells, which has no problems:
   mistakes go to `problems`. */
int report_check_texts(const struct report_texts *t, struct plan *p, struct messages *problems,
                       struct error *e);

/* What a report is made from. */
struct report_input {
    struct results *r;
    size_t period;
    const struct robust_found *found; /* NULL: no replicates */
    const struct heng_names *formats; /* instead of [report] formats; NULL: these */
    bool reread;                      /* r is read from the files of a run */
};

/* A run of a book. */
struct report_chapter {
    const char *name; /* of its section: unique */
    struct chapter_options options;
    struct report_input in; /* formats are the book's */
};

/* A book's files, of at least one chapter, behind those that are in out already; p: the book's
   profile, o what its [report] says. */
int report_book(struct profile *p, const struct report_section_options *o,
                const struct report_chapter *chapters, size_t n, const struct heng_names *formats,
                struct outputs *out, struct error *e);

/* Makes the report's files, behind those that are in out already. */
int report_make(const struct report_input *in, struct outputs *out, struct error *e);

#endif
