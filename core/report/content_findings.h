/* SPDX-License-Identifier: MIT */
/* What a section asks of the findings of an analysis, by the names of their fields. */
#ifndef HENG_REPORT_CONTENT_FINDINGS_H
#define HENG_REPORT_CONTENT_FINDINGS_H

#include "report/content_internal.h"

/* An analysis of the run and those of its findings that the report is about. */
struct found_lines {
    struct edition *x;
    const struct analysis *a;
    const struct finding *const *v;
    size_t n;
};

/* "" where the method has no such text, NaN where it has no such number. */
const char *found_text(const struct found_lines *f, size_t line, const char *field);
double found_number(const struct found_lines *f, size_t line, const char *field);
/* A code, a node's id, a class as readers know them; else the text itself. */
const char *found_title(struct edition *x, const char *text);

/* Position of a text among those that are there already; it is added where it is new and there is
   room. NONE: no room. */
size_t place_among(const char **names, size_t *n, size_t most, const char *name);

/* Maps of local Moran statistics and of the strongest gravity; nothing where there is no map. */
void show_moran(const struct found_lines *f);
void show_gravity(const struct found_lines *f);

/* Draws what suits the method, where anything does. */
void write_finding_figures(const struct found_lines *f);

#endif
