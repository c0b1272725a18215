/* SPDX-License-Identifier: MIT */
/* The analysts' own words: text.SECTION = file.md of [report] and of [chapter.NAME]. */
#ifndef HENG_REPORT_TEXTS_H
#define HENG_REPORT_TEXTS_H

#include "config/profile.h"
#include "report/markdown.h"

struct report_texts; /* in the arena it was read into */

/* What sections of a report there are. */
struct text_sections {
    const char *const *names;
    size_t n;
};

/*
 * Reads what the section of the profile names; *t NULL: nothing. Files are by the profile's folder
 * and among its inputs. A key that names no section of a report, and a file that cannot be read as
 * Markdown, go to problems. Errors: ERR_MEMORY.
 */
int texts_read(struct profile *p, const char *section, const struct text_sections *known,
               struct arena *a, struct report_texts **t, struct messages *problems,
               struct error *e);

/* Each text in its order; NULL: no further one. Accepts t NULL. */
struct markdown *texts_at(const struct report_texts *t, size_t i);
/* The text of a section of the report; NULL: none. Accepts t NULL. english: text_en.SECTION, or
   where t has none in English, text.SECTION. */
struct markdown *texts_of(const struct report_texts *t, const char *section, bool english);

#endif
