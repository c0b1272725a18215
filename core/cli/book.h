/* SPDX-License-Identifier: MIT */
/* heng report and heng check of a book: a profile of [chapter.NAME] sections, each the run of
 * another profile. */
#ifndef HENG_CLI_BOOK_H
#define HENG_CLI_BOOK_H

#include <stdbool.h>

#include "cli/cli.h"

/* Whether the profile has chapters. */
int book_look(const struct arguments *a, bool *is_book, struct error *e);
/* Runs the chapters one after the other and writes one report of them. */
int book_report(const struct arguments *a, struct error *e);
/* Lists every problem of the book, of its chapters' profiles and of their texts; runs nothing. */
int book_check(const struct arguments *a, struct error *e);

#endif
