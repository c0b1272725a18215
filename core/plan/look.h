/* SPDX-License-Identifier: MIT */
/* A file that nobody has described yet: what it is, what is in it, the lines of a profile that
   read it, and what comes of them. */
#ifndef HENG_PLAN_LOOK_H
#define HENG_PLAN_LOOK_H

#include "data/look.h"
#include "plan/plan.h"
#include "plugin/source.h"

struct looked_file {
    struct arena *arena;
    const char *path, *what, *source; /* "an Excel workbook (.xlsx)", "xlsx" */
    size_t size;
    const char *encoding, *doubt; /* of a text file; or NULL */
    const char *guessed;          /* the encoding, by what columns are called; else NULL */
    char delimiter;               /* of a text file; or 0 */
    const char *sheet;            /* that was looked at; NULL: there is but the file */
    const char *read;             /* its name, of a workbook or database */
    struct source_sheet *sheets;
    size_t n_sheets;
    struct look look;
    const char *section; /* [data] and its lines, ready to paste */
    const char *index;   /* the sections that make an index of some of its figures */
    size_t n_units, n_periods, n_variables;
    struct messages problems; /* what is wrong with the lines all the same */
    struct messages warnings; /* and what is doubtful */
};

/*
 * sheet: number, name or pattern; NULL: the first that is not hidden. plugins: as in plan_options.
 * Errors: ERR_NOINPUT, ERR_DATA where nothing reads it or there is nothing in it, ERR_UNAVAILABLE,
 * ERR_MEMORY ...; to is to be freed all the same.
 */
int plan_look(const char *path, const char *sheet, const struct plan_options *folders,
              struct looked_file *to, struct error *e);
void looked_file_fini(struct looked_file *f);

#endif
