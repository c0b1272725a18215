/* SPDX-License-Identifier: MIT */
/*
 * What the program says, in the language of its user: that of the profile at hand, else that of the
 * environment. Texts are English here; the catalogue has their Chinese.
 */
#ifndef HENG_CLI_SPEAK_H
#define HENG_CLI_SPEAK_H

#include "base/text.h"
#include "config/profile.h"

/* From now on in the language that the profile gives, if it gives one: HENG_LANGUAGE is set, which
   goes before all other variables. */
void speak_as(const struct profile *p);
enum language spoken(void);

/* The text as it is to be read; it lives in b. */
const char *phrase(const char *text, struct str *b);
/* A line on stderr: "heng: LABELTEXT". */
void tell(const char *label, const char *text);
/* On stdout: a text and what follows it; a text from the left of a width. */
void print_phrase(const char *text, const char *after);
void print_phrase_padded(const char *text, size_t width);

#endif
